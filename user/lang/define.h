/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The preprocessor's parts. `tail` is what is behind the directive's word.
 */
#ifndef PW_LANG_DEFINE_H
#define PW_LANG_DEFINE_H

#include "lang/cursor.h"

void pw_parse_define(struct pw_cursor *c, const char *tail);
void pw_parse_undef(struct pw_cursor *c, const char *tail);
bool pw_is_defined(struct pw_cursor *c, const char *tail);
/* Names that are defined without a #define. */
bool pw_is_predefined(const char *name);
/* The expression from there to the end of that text. */
struct pw_expr *pw_parse_piece(struct pw_cursor *c, const struct pw_lexer *at);
/* What the name was defined as; NULL: it was not. */
struct pw_expr *pw_defined_value(struct pw_cursor *c, const char *name);

/* include.c: at #include. */
void pw_parse_include(struct pw_cursor *c, const char *tail);

#endif
