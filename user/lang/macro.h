/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Macros: named blocks that are put where they are called, with the call's
 * arguments in place of their parameters. So are functions.
 */
#ifndef PW_LANG_MACRO_H
#define PW_LANG_MACRO_H

#include "lang/ast.h"

struct pw_macro {
	const char *name;
	struct pw_span span;		/* "macro" up to the name */
	struct pw_expr *params;		/* VAR, MAP and IDENT, by next */
	unsigned n_params;
	struct pw_expr *block;
	bool is_library;		/* comes with the language */
	bool is_function;		/* block: see function.c */
	struct pw_macro *next;
};

struct pw_cursor;
struct pw_compile;

/* At "macro", up to the '}'. NULL: it is of no use, and that was reported. */
struct pw_macro *pw_parse_macro(struct pw_cursor *c);

/* The same at "fn". */
struct pw_macro *pw_parse_function(struct pw_cursor *c);
/* The variable for what a function returns. */
extern const char pw_result_name[];

/* Puts all macros in place; what does not fit is reported. */
void pw_expand_macros(struct pw_compile *c);

#endif
