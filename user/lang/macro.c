// SPDX-License-Identifier: GPL-2.0
/*
 * The definition of a macro: macro name($variable, @map, expression) { … }.
 */
#include <string.h>
#include "lang/builtins.h"
#include "lang/cursor.h"
#include "lang/macro.h"

/* At one parameter; NULL after an error. */
static struct pw_expr *parse_param(struct pw_cursor *c)
{
	struct pw_expr *param = pw_arena_alloc(c->arena, sizeof(*param));

	param->span = c->tok.span;
	param->name = c->tok.text;
	param->height = 1;
	switch (c->tok.kind) {
	case PW_TOK_VAR:
		param->kind = PW_EXPR_VAR;
		break;
	case PW_TOK_MAP:
		param->kind = PW_EXPR_MAP;
		break;
	case PW_TOK_IDENT:
		param->kind = PW_EXPR_IDENT;
		if (!pw_builtin_find(param->name))
			break;
		pw_error(c->diags, param->span, "syntax: builtin '%s' can't "
			 "be used as a macro argument", param->name);
		break;
	default:
		pw_unexpected(c, "macro argument ($var, @map, or identifier)");
		return NULL;
	}
	pw_next(c);
	return param;
}

static void check_params(struct pw_cursor *c, const struct pw_macro *macro)
{
	static const struct {
		const char *what, *sigil;
	} words[] = {
		[PW_EXPR_VAR] = { "Variable", "$" },
		[PW_EXPR_MAP] = { "Map", "@" },
		[PW_EXPR_IDENT] = { "Ident", "" },
	};
	const struct pw_expr *a, *b;

	for (a = macro->params; a; a = a->next)
		for (b = a->next; b; b = b->next)
			if (a->kind == b->kind && !strcmp(a->name, b->name))
				pw_error(c->diags, b->span, "%s for macro "
					 "argument has already been used: %s%s",
					 words[b->kind].what,
					 words[b->kind].sigil, b->name);
}

static void parse_params(struct pw_cursor *c, struct pw_macro *macro)
{
	struct pw_expr **end = &macro->params;

	if (!pw_accept(c, PW_TOK_LPAREN) || pw_accept(c, PW_TOK_RPAREN))
		return;
	do {
		*end = parse_param(c);
		if (!*end)
			return;
		end = &(*end)->next;
		macro->n_params++;
	} while (pw_accept(c, PW_TOK_COMMA));
	if (c->tok.kind != PW_TOK_RPAREN)
		pw_unexpected(c, ") or \",\"");
	else
		pw_next(c);
	check_params(c, macro);
}

struct pw_macro *pw_parse_macro(struct pw_cursor *c)
{
	struct pw_macro *macro = pw_arena_alloc(c->arena, sizeof(*macro));
	struct pw_stmt *body;
	struct pw_span span;

	macro->span = c->tok.span;
	pw_next(c);
	macro->name = c->tok.text;
	macro->span.end = c->tok.span.end;
	if (pw_expect(c, PW_TOK_IDENT))
		parse_params(c, macro);
	if (!c->lost && c->tok.kind != PW_TOK_LBRACE)
		pw_unexpected(c, "{");
	if (c->lost && !pw_skip_to_body(c))
		return NULL;
	span = c->tok.span;
	body = pw_parse_body(c);
	span.end = c->tok.span.end;
	macro->block = pw_make_block(c, body, span);
	return macro;
}
