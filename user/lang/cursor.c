/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Moving over the tokens, syntax errors, recovery.
 */
#include <string.h>
#include "lang/cursor.h"

void pw_next(struct pw_cursor *c)
{
	c->prev_end = c->tok.span.end;
	c->last = c->tok.kind;
	c->at_top = false;
	pw_lex_next(&c->lexer, &c->tok);
	while (c->tok.kind == PW_TOK_DIRECTIVE && !c->lexer.is_piece) {
		pw_directive(c);
		pw_lex_next(&c->lexer, &c->tok);
	}
}

void pw_next_head(struct pw_cursor *c)
{
	c->prev_end = c->tok.span.end;
	c->last = c->tok.kind;
	pw_lex_head(&c->lexer, &c->tok);
	while (c->tok.kind == PW_TOK_DIRECTIVE && !c->lexer.is_piece) {
		c->at_top = true;
		pw_directive(c);
		pw_lex_head(&c->lexer, &c->tok);
	}
}

void pw_reread_head(struct pw_cursor *c)
{
	if (c->tok.kind == PW_TOK_EOF)
		return;
	c->lexer.pos = c->tok.span.begin - c->lexer.base;
	pw_next_head(c);
}

bool pw_at_word(const struct pw_cursor *c, const char *word)
{
	return c->tok.kind == PW_TOK_IDENT && !strcmp(c->tok.text, word);
}

enum pw_token_kind pw_peek(struct pw_cursor *c)
{
	struct pw_lexer ahead = c->lexer;
	struct pw_token token;

	ahead.quiet = true;
	pw_lex_next(&ahead, &token);
	return token.kind;
}

bool pw_accept(struct pw_cursor *c, enum pw_token_kind kind)
{
	if (c->tok.kind != kind)
		return false;
	pw_next(c);
	return true;
}

bool pw_expect(struct pw_cursor *c, enum pw_token_kind kind)
{
	if (pw_accept(c, kind))
		return true;
	pw_unexpected(c, pw_token_name(kind));
	return false;
}

/* Keywords are shown as themselves, other identifiers as what they are. */
static const char *describe(const struct pw_token *token)
{
	static const char *const words[] = {
		"if", "else", "let", "return", "while", "for", "unroll",
		"break", "continue", "import",
	};
	size_t i;

	if (token->kind != PW_TOK_IDENT)
		return pw_token_name(token->kind);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(words[i], token->text))
			return words[i];
	return pw_token_name(token->kind);
}

void pw_unexpected(struct pw_cursor *c, const char *expecting)
{
	bool told = c->tok.kind == PW_TOK_BAD ||
		(c->tok.kind == PW_TOK_EOF && c->lexer.swallowed);

	if (!c->lost && !told)
		pw_error(c->diags, c->tok.span,
			 "syntax error, unexpected %s, expecting %s",
			 describe(&c->tok), expecting);
	/* That the text ends too early needs to be said once. */
	if (c->tok.kind == PW_TOK_EOF)
		c->lexer.swallowed = true;
	c->lost = true;
}

void pw_too_deep(struct pw_cursor *c, struct pw_span span)
{
	if (!c->lost)
		pw_error(c->diags, span,
			 "nested too deeply, more than %d levels",
			 PW_MAX_DEPTH);
	c->lost = true;
}

bool pw_enter(struct pw_cursor *c)
{
	if (c->depth >= PW_MAX_DEPTH) {
		pw_too_deep(c, c->tok.span);
		return false;
	}
	c->depth++;
	return true;
}

void pw_leave(struct pw_cursor *c)
{
	c->depth--;
}

void pw_skip_brackets(struct pw_cursor *c)
{
	unsigned depth = 0;

	do {
		switch (c->tok.kind) {
		case PW_TOK_LPAREN:
		case PW_TOK_LBRACE:
			depth++;
			break;
		case PW_TOK_RPAREN:
		case PW_TOK_RBRACE:
			depth--;
			break;
		case PW_TOK_EOF:
			return;
		default:
			break;
		}
		pw_next(c);
	} while (depth);
}

void pw_skip_statement(struct pw_cursor *c)
{
	unsigned depth = 0;

	c->lost = false;
	for (; c->tok.kind != PW_TOK_EOF; pw_next(c)) {
		if (c->tok.kind == PW_TOK_LBRACE) {
			depth++;
		} else if (c->tok.kind == PW_TOK_RBRACE) {
			if (!depth)
				return;
			depth--;
		} else if (c->tok.kind == PW_TOK_SEMICOLON && !depth) {
			pw_next(c);
			return;
		}
	}
}

bool pw_skip_to_body(struct pw_cursor *c)
{
	c->lost = false;
	for (;;) {
		switch (c->tok.kind) {
		case PW_TOK_LBRACE:
			return true;
		case PW_TOK_RBRACE:
		case PW_TOK_SEMICOLON:
		case PW_TOK_EOF:
			return false;
		default:
			pw_next(c);
		}
	}
}

void pw_not_yet(struct pw_cursor *c, struct pw_span span, const char *what)
{
	if (!c->lost)
		pw_error(c->diags, span, "%s is not supported yet", what);
}
