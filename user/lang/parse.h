/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From text to the syntax tree of ast.h.
 */
#ifndef PW_LANG_PARSE_H
#define PW_LANG_PARSE_H

#include <stdio.h>
#include "lang/arena.h"
#include "lang/ast.h"
#include "lang/diag.h"

/*
 * How deep blocks, brackets and operators may nest, and how high an
 * expression's tree may be: whoever walks the tree may recurse.
 */
#define PW_MAX_DEPTH 400

/* Bytes of one script. */
#define PW_MAX_SOURCE (4u << 20)

/*
 * Never returns NULL. Where diags->n_errors is not 0 the tree lacks what could
 * not be understood and is good for nothing but a dump. `text` need not
 * outlive the call, except for printing the messages.
 */
struct pw_script *pw_parse(struct pw_arena *arena, const char *text,
			   struct pw_diags *diags);

struct pw_lang_env;

/* The same of a script of that name, with the files that it imports. */
struct pw_script *pw_parse_script(struct pw_arena *arena, const char *name,
				  const char *text, struct pw_diags *diags,
				  const struct pw_lang_env *env);

/* The tree as text: a line for a statement, prefix notation inside. */
void pw_print_script(const struct pw_script *script, FILE *out);
void pw_print_expr(const struct pw_expr *expr, FILE *out);

#endif
