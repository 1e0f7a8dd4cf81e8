// SPDX-License-Identifier: GPL-2.0
/*
 * Blocks as expressions: { statements; value }, and if with values in its
 * branches. A block's value is its last statement if that is an expression
 * without a ';' behind it.
 */
#include <string.h>
#include "lang/cursor.h"

static struct pw_expr *make(struct pw_cursor *c, enum pw_expr_kind kind,
			    struct pw_span span)
{
	struct pw_expr *expr = pw_arena_alloc(c->arena, sizeof(*expr));

	expr->kind = kind;
	expr->span = span;
	return expr;
}

static void raise_to(unsigned *height, const struct pw_expr *e)
{
	if (e && e->height > *height)
		*height = e->height;
}

static unsigned body_height(const struct pw_stmt *stmt)
{
	unsigned height = 0, inner;

	for (; stmt; stmt = stmt->next) {
		raise_to(&height, stmt->expr);
		raise_to(&height, stmt->last);
		inner = body_height(stmt->body);
		if (inner > height)
			height = inner;
		inner = body_height(stmt->else_body);
		if (inner > height)
			height = inner;
	}
	return height;
}

static void set_height(struct pw_cursor *c, struct pw_expr *e)
{
	unsigned height = body_height(e->body);

	raise_to(&height, e->a);
	raise_to(&height, e->b);
	raise_to(&height, e->c);
	e->height = height + 1;
	if (e->height > PW_MAX_DEPTH)
		pw_too_deep(c, e->span);
}

static bool has_value(const struct pw_stmt *body)
{
	if (!body)
		return false;
	while (body->next)
		body = body->next;
	if (!body->is_open)
		return false;
	switch (body->kind) {
	case PW_STMT_EXPR:
		return body->expr->kind != PW_EXPR_ASSIGN && !body->name;
	case PW_STMT_BLOCK:
		return has_value(body->body);
	case PW_STMT_IF:
		return has_value(body->body) && has_value(body->else_body);
	default:
		return false;
	}
}

/* The value of a statement that has one. */
static struct pw_expr *value_of(struct pw_cursor *c, struct pw_stmt *stmt)
{
	struct pw_expr *expr;

	if (stmt->kind == PW_STMT_EXPR)
		return stmt->expr;
	if (stmt->kind == PW_STMT_BLOCK)
		return pw_make_block(c, stmt->body, stmt->span);
	expr = make(c, PW_EXPR_TERNARY, stmt->span);
	expr->op = PW_TOK_QUESTION;
	expr->a = stmt->expr;
	expr->b = pw_make_block(c, stmt->body, stmt->span);
	expr->c = pw_make_block(c, stmt->else_body, stmt->span);
	set_height(c, expr);
	return expr;
}

struct pw_expr *pw_make_block(struct pw_cursor *c, struct pw_stmt *body,
			      struct pw_span span)
{
	struct pw_expr *expr = make(c, PW_EXPR_BLOCK, span);
	struct pw_stmt **last = &expr->body;

	expr->body = body;
	if (has_value(body)) {
		while ((*last)->next)
			last = &(*last)->next;
		expr->a = value_of(c, *last);
		*last = NULL;
	}
	set_height(c, expr);
	return expr;
}

struct pw_expr *pw_parse_block_expr(struct pw_cursor *c)
{
	struct pw_span span = c->tok.span;
	bool in_predicate = c->in_predicate;
	struct pw_stmt *body = NULL;

	if (pw_enter(c)) {
		c->in_predicate = false;
		body = pw_parse_body(c);
		c->in_predicate = in_predicate;
		pw_accept(c, PW_TOK_RBRACE);
		pw_leave(c);
	}
	span.end = c->prev_end;
	return pw_make_block(c, body, span);
}

struct pw_expr *pw_parse_if_expr(struct pw_cursor *c)
{
	struct pw_expr *expr = make(c, PW_EXPR_TERNARY, c->tok.span);

	expr->op = PW_TOK_QUESTION;
	if (!pw_enter(c))
		return expr;
	pw_next(c);
	expr->a = pw_parse_expr(c);
	if (!c->lost && c->tok.kind != PW_TOK_LBRACE)
		pw_unexpected(c, "{");
	expr->b = c->lost ? expr->a : pw_parse_block_expr(c);
	expr->c = expr->b;
	if (!c->lost && !pw_at_word(c, "else")) {
		expr->c = make(c, PW_EXPR_BLOCK, expr->b->span);
		expr->c->height = 1;
	} else if (!c->lost) {
		pw_next(c);
		if (pw_at_word(c, "if"))
			expr->c = pw_parse_if_expr(c);
		else if (c->tok.kind == PW_TOK_LBRACE)
			expr->c = pw_parse_block_expr(c);
		else
			pw_unexpected(c, "{ or if");
	}
	expr->span.end = c->prev_end;
	set_height(c, expr);
	pw_leave(c);
	return expr;
}

struct pw_expr *pw_make_default(struct pw_cursor *c, struct pw_expr *a,
				struct pw_expr *b)
{
	struct pw_expr *block = make(c, PW_EXPR_BLOCK, a->span);
	struct pw_stmt *let = pw_arena_alloc(c->arena, sizeof(*let));
	struct pw_expr *choice = make(c, PW_EXPR_TERNARY, a->span);
	struct pw_expr *var = make(c, PW_EXPR_VAR, a->span);

	let->kind = PW_STMT_LET;
	let->span = a->span;
	/* No script can name it; the place keeps nested ones apart. */
	let->name = pw_arena_printf(c->arena, "?%u", a->span.end);
	let->expr = a;
	var->name = let->name;
	var->height = 1;
	choice->op = PW_TOK_QUESTION;
	choice->a = var;
	choice->b = make(c, PW_EXPR_VAR, a->span);
	*choice->b = *var;
	choice->c = b;
	block->body = let;
	block->a = choice;
	block->span.end = b->span.end;
	choice->span = block->span;
	set_height(c, choice);
	set_height(c, block);
	return block;
}
