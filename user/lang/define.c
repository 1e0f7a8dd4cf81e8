// SPDX-License-Identifier: GPL-2.0
/*
 * #define NAME EXPRESSION: where NAME stands in an expression, EXPRESSION is
 * read in its place, as if it stood in brackets.
 */
#include <string.h>
#include "lang/cursor.h"

struct pw_define {
	const char *name;
	uint32_t begin, end;		/* of the expression, in the text */
	bool is_open;			/* not expanded in itself, as in C */
	struct pw_define *next;
};

static bool is_name_char(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

void pw_parse_define(struct pw_cursor *c)
{
	const char *text = c->lexer.text;
	uint32_t at = c->tok.span.begin + 1, end = c->tok.span.end, name;
	struct pw_define *define;

	/* Behind the word "define" itself. */
	while (text[at] == ' ' || text[at] == '\t')
		at++;
	at += (uint32_t)strlen("define");
	while (at < end && (text[at] == ' ' || text[at] == '\t'))
		at++;
	for (name = at; at < end && is_name_char(text[at]); at++)
		;
	if (at == name) {
		pw_error(c->diags, c->tok.span, "#define needs a name");
		return;
	}
	if (at < end && text[at] == '(') {
		pw_not_yet(c, c->tok.span, "#define with parameters");
		return;
	}
	define = pw_arena_alloc(c->arena, sizeof(*define));
	define->name = pw_arena_strndup(c->arena, text + name, at - name);
	define->begin = at;
	define->end = end;
	define->next = c->defines;
	c->defines = define;
}

struct pw_expr *pw_expand_define(struct pw_cursor *c)
{
	struct pw_span span = c->tok.span;
	struct pw_define *define;
	struct pw_lexer outside;
	struct pw_expr *expr;

	for (define = c->defines; define; define = define->next)
		if (!strcmp(define->name, c->tok.text))
			break;
	if (!define || define->is_open)
		return NULL;
	outside = c->lexer;
	c->lexer.pos = define->begin;
	c->lexer.size = define->end;
	pw_next(c);
	define->is_open = true;
	expr = pw_parse_expr(c);
	define->is_open = false;
	if (!c->lost && c->tok.kind != PW_TOK_EOF)
		pw_unexpected(c, "end of line");
	outside.swallowed |= c->lexer.swallowed;
	c->lexer = outside;
	c->tok.span = span;
	pw_next(c);
	/* What is wrong with it is wrong where it is used. */
	expr->span = span;
	return expr;
}
