// SPDX-License-Identifier: GPL-2.0
/*
 * Functions: fn name($a: TYPE, …): TYPE { … }. One is kept as a macro whose
 * block declares the parameters and what is returned, and then has the body:
 *   { let $a: TYPE; let $result: TYPE; FUNCTION { … } $result }
 * A call is a copy of it in which the arguments are what the parameters begin
 * with, and `return` leaves the body.
 */
#include <string.h>
#include "lang/cursor.h"
#include "lang/macro.h"

/* No script can write such a name. */
const char pw_result_name[] = "return value";

static struct pw_stmt *new_let(struct pw_cursor *c, struct pw_span span,
			       const char *name)
{
	struct pw_stmt *let = pw_arena_alloc(c->arena, sizeof(*let));

	let->kind = PW_STMT_LET;
	let->span = let->name_span = span;
	let->name = name;
	let->is_param = true;
	return let;
}

static struct pw_expr *new_var(struct pw_cursor *c, struct pw_span span,
			       const char *name)
{
	struct pw_expr *var = pw_arena_alloc(c->arena, sizeof(*var));

	var->kind = PW_EXPR_VAR;
	var->span = span;
	var->name = name;
	var->height = 1;
	return var;
}

/* Types that are those of other parameters come behind them. */
static void add_let(struct pw_stmt **lets, struct pw_stmt *let)
{
	while (*lets && (let->last || !(*lets)->last))
		lets = &(*lets)->next;
	let->next = *lets;
	*lets = let;
}

/* At a parameter. */
static bool parse_param(struct pw_cursor *c, struct pw_macro *macro,
			struct pw_stmt **lets)
{
	struct pw_expr **end = &macro->params, *other;
	struct pw_stmt *let = new_let(c, c->tok.span, c->tok.text);

	if (!pw_expect(c, PW_TOK_VAR) || !pw_expect(c, PW_TOK_COLON))
		return false;
	let->type_name = pw_parse_type(c, &let->last);
	let->span.end = c->prev_end;
	for (other = macro->params; other; other = other->next)
		if (!strcmp(other->name, let->name))
			pw_error(c->diags, let->name_span, "Variable $%s was "
				 "already declared. Variable shadowing is not "
				 "allowed.", let->name);
	while (*end)
		end = &(*end)->next;
	*end = new_var(c, let->span, let->name);
	macro->n_params++;
	add_let(lets, let);
	return !c->lost;
}

/* Behind the name, up to the '{'. */
static void parse_head(struct pw_cursor *c, struct pw_macro *macro,
		       struct pw_stmt **lets, struct pw_stmt *result)
{
	if (!pw_expect(c, PW_TOK_LPAREN))
		return;
	if (c->tok.kind != PW_TOK_RPAREN)
		while (parse_param(c, macro, lets) &&
		       pw_accept(c, PW_TOK_COMMA))
			;
	if (!c->lost && c->tok.kind != PW_TOK_RPAREN)
		pw_unexpected(c, ") or \",\"");
	if (!c->lost && pw_accept(c, PW_TOK_RPAREN) &&
	    pw_expect(c, PW_TOK_COLON))
		result->type_name = pw_parse_type(c, &result->last);
	if (!c->lost && c->tok.kind != PW_TOK_LBRACE)
		pw_unexpected(c, "{");
}

static struct pw_expr *make_block(struct pw_cursor *c, struct pw_stmt *lets,
				  struct pw_stmt *result, struct pw_stmt *body)
{
	struct pw_expr *block = pw_arena_alloc(c->arena, sizeof(*block));
	struct pw_stmt **end = &block->body;

	block->kind = PW_EXPR_BLOCK;
	block->span = body->span;
	block->height = 2;
	block->body = lets;
	while (*end)
		end = &(*end)->next;
	if (strcmp(result->type_name, "void")) {
		*end = result;
		end = &result->next;
		block->a = new_var(c, body->span, result->name);
		body->type_name = result->type_name;
	}
	*end = body;
	return block;
}

struct pw_macro *pw_parse_function(struct pw_cursor *c)
{
	struct pw_macro *macro = pw_arena_alloc(c->arena, sizeof(*macro));
	struct pw_stmt *body = pw_arena_alloc(c->arena, sizeof(*body));
	struct pw_stmt *lets = NULL, *result;

	macro->is_function = true;
	macro->span = c->tok.span;
	result = new_let(c, c->tok.span, pw_result_name);
	pw_next(c);
	macro->name = c->tok.text;
	macro->span.end = c->tok.span.end;
	if (pw_expect(c, PW_TOK_IDENT))
		parse_head(c, macro, &lets, result);
	if (c->lost) {
		if (pw_skip_to_body(c))
			pw_parse_body(c);
		return NULL;
	}
	body->kind = PW_STMT_FUNCTION;
	body->name = macro->name;
	body->span = macro->span;
	body->body = pw_parse_body(c);
	macro->block = make_block(c, lets, result, body);
	return macro;
}
