/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers and strings for the lexer: both start at lexer->pos, move it behind
 * the literal and fill the token. What is wrong inside is reported.
 */
#ifndef PW_LANG_LITERAL_H
#define PW_LANG_LITERAL_H

#include "lang/lex.h"

/* At a digit. */
void pw_lex_number(struct pw_lexer *lexer, struct pw_token *token);
/* A whole text that is one number as scripts write them, or that behind '-'. */
bool pw_read_literal(struct pw_arena *arena, const char *text, uint64_t *out);
/* At the opening quote. */
void pw_lex_string(struct pw_lexer *lexer, struct pw_token *token);

#endif
