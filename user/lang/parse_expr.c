/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Expressions: C's operators with C's precedence, and the casts, tuples, maps
 * and calls of the language. Assignment is not among them: it is a statement,
 * as in bpftrace.
 */
#include <string.h>
#include "lang/cursor.h"
#include "lang/types.h"

static struct pw_expr *parse_unary(struct pw_cursor *c);
static struct pw_expr *parse_binary(struct pw_cursor *c, unsigned min);

struct pw_expr *pw_begin_expr(struct pw_cursor *c, enum pw_expr_kind kind,
			      uint32_t begin)
{
	struct pw_expr *expr = pw_arena_alloc(c->arena, sizeof(*expr));

	expr->kind = kind;
	expr->span.begin = begin;
	expr->span.end = c->tok.span.end;
	return expr;
}

/* The last token of the expression was taken: its end and height are known. */
struct pw_expr *pw_end_expr(struct pw_cursor *c, struct pw_expr *expr)
{
	const struct pw_expr *parts[3] = { expr->a, expr->b, expr->c };
	const struct pw_expr *arg;
	unsigned height = 0, i;

	if (c->prev_end > expr->span.begin)
		expr->span.end = c->prev_end;
	for (i = 0; i < 3; i++)
		if (parts[i] && parts[i]->height > height)
			height = parts[i]->height;
	for (arg = expr->args; arg; arg = arg->next)
		if (arg->height > height)
			height = arg->height;
	expr->height = height + 1;
	if (expr->height > PW_MAX_DEPTH)
		pw_too_deep(c, expr->span);
	return expr;
}

/* What stands for an expression that could not be understood. */
static struct pw_expr *nothing(struct pw_cursor *c)
{
	return pw_begin_expr(c, PW_EXPR_INT, c->tok.span.begin);
}

/* Expressions up to the closing bracket, which is taken. */
static void parse_args(struct pw_cursor *c, struct pw_expr *expr,
		       struct pw_expr **end, enum pw_token_kind close,
		       const char *expecting)
{
	while (!c->lost) {
		*end = pw_parse_expr(c);
		end = &(*end)->next;
		expr->n_args++;
		if (pw_accept(c, close))
			return;
		if (!pw_accept(c, PW_TOK_COMMA))
			pw_unexpected(c, expecting);
		/* (x,) is a tuple, and (x, y,) the same as (x, y) */
		else if (expr->kind == PW_EXPR_TUPLE && pw_accept(c, close))
			return;
	}
}

static struct pw_expr *parse_map(struct pw_cursor *c)
{
	struct pw_expr *expr = pw_begin_expr(c, PW_EXPR_MAP, c->tok.span.begin);

	expr->name = c->tok.text;
	pw_next(c);
	if (pw_accept(c, PW_TOK_LBRACKET))
		parse_args(c, expr, &expr->args, PW_TOK_RBRACKET,
			   "] or \",\"");
	return pw_end_expr(c, expr);
}

/* At an identifier. */
static struct pw_expr *parse_name(struct pw_cursor *c)
{
	struct pw_expr *expr = pw_expand_define(c);

	if (expr)
		return pw_end_expr(c, expr);
	expr = nothing(c);
	if (pw_at_word(c, "if"))
		return pw_parse_if_expr(c);
	if (pw_at_word(c, "comptime") && pw_peek(c) != PW_TOK_COMMA) {
		uint32_t begin = c->tok.span.begin;

		pw_next(c);
		expr = parse_unary(c);
		expr->is_comptime = true;
		expr->span.begin = begin;
		return expr;
	}
	expr->kind = PW_EXPR_IDENT;
	expr->name = c->tok.text;
	pw_next(c);
	if (!pw_accept(c, PW_TOK_LPAREN))
		return pw_end_expr(c, expr);
	expr->kind = PW_EXPR_CALL;
	if (pw_parse_type_call(c, expr))
		return pw_end_expr(c, expr);
	if (!pw_accept(c, PW_TOK_RPAREN))
		parse_args(c, expr, &expr->args, PW_TOK_RPAREN,
			   ") or \",\"");
	return pw_end_expr(c, expr);
}

/* Elements of a record: at the first one's '=', a name = a value each. */
static void parse_record(struct pw_cursor *c, struct pw_expr *expr)
{
	struct pw_expr **end = &expr->args, *name = expr->args, *other;

	expr->n_args = 0;
	while (!c->lost && name->kind == PW_EXPR_IDENT &&
	       pw_expect(c, PW_TOK_ASSIGN)) {
		*end = NULL;
		for (other = expr->args; other; other = other->next)
			if (!strcmp(other->label, name->name))
				pw_error(c->diags, name->span, "Named argument "
					 "list already contains name: %s",
					 name->name);
		*end = pw_parse_expr(c);
		(*end)->label = name->name;
		end = &(*end)->next;
		expr->n_args++;
		if (pw_accept(c, PW_TOK_RPAREN))
			return;
		if (!pw_accept(c, PW_TOK_COMMA)) {
			pw_unexpected(c, ") or \",\"");
			return;
		}
		if (c->tok.kind != PW_TOK_IDENT) {
			pw_unexpected(c, "identifier");
			return;
		}
		name = pw_begin_expr(c, PW_EXPR_IDENT, c->tok.span.begin);
		name->span.end = c->tok.span.end;
		name->name = c->tok.text;
		pw_next(c);
	}
}

/* At '(': a cast, a tuple or a bracket. */
static struct pw_expr *parse_paren(struct pw_cursor *c)
{
	struct pw_expr *expr = pw_begin_expr(c, PW_EXPR_CAST,
					     c->tok.span.begin);
	bool cast = pw_at_cast(c);

	pw_next(c);
	if (cast) {
		expr->name = pw_parse_type(c, &expr->b);
		if (pw_expect(c, PW_TOK_RPAREN)) {
			expr->number = c->prev_end;
			expr->a = parse_unary(c);
		}
		return pw_end_expr(c, expr);
	}
	expr->kind = PW_EXPR_TUPLE;
	if (c->tok.kind == PW_TOK_RPAREN) {
		pw_next(c);
		return pw_end_expr(c, expr);
	}
	expr->args = pw_parse_expr(c);
	expr->n_args = 1;
	if (pw_accept(c, PW_TOK_RPAREN)) {
		/* The bracket belongs to what messages underline. */
		expr->args->span.begin = expr->span.begin;
		expr->args->span.end = c->prev_end;
		return expr->args;
	}
	if (c->tok.kind == PW_TOK_ASSIGN && expr->args->kind == PW_EXPR_IDENT) {
		parse_record(c, expr);
	} else if (!pw_accept(c, PW_TOK_COMMA)) {
		pw_unexpected(c, ") or \",\"");
	} else if (!pw_accept(c, PW_TOK_RPAREN)) {
		parse_args(c, expr, &expr->args->next, PW_TOK_RPAREN,
			   ") or \",\"");
	}
	return pw_end_expr(c, expr);
}

static struct pw_expr *parse_primary(struct pw_cursor *c)
{
	struct pw_expr *expr = pw_begin_expr(c, PW_EXPR_INT, c->tok.span.begin);

	switch (c->tok.kind) {
	case PW_TOK_MAP:
		return parse_map(c);
	case PW_TOK_IDENT:
		return parse_name(c);
	case PW_TOK_LPAREN:
		return parse_paren(c);
	case PW_TOK_INT:
		expr->number = c->tok.number;
		expr->is_unsigned = c->tok.is_unsigned;
		break;
	case PW_TOK_STRING:
		expr->kind = PW_EXPR_STRING;
		expr->text = c->tok.text;
		expr->text_len = c->tok.text_len;
		break;
	case PW_TOK_VAR:
		expr->kind = PW_EXPR_VAR;
		expr->name = c->tok.text;
		break;
	case PW_TOK_PARAM:
		expr->kind = PW_EXPR_PARAM;
		expr->number = c->tok.number;
		break;
	case PW_TOK_LBRACE:
		return pw_parse_block_expr(c);
	default:
		pw_unexpected(c, "expression");
		return nothing(c);
	}
	pw_next(c);
	return pw_end_expr(c, expr);
}

/* At . or ->, behind a. */
static struct pw_expr *parse_field(struct pw_cursor *c, struct pw_expr *a)
{
	struct pw_expr *expr = pw_begin_expr(c, PW_EXPR_FIELD, a->span.begin);

	expr->a = a;
	expr->op = c->tok.kind;
	pw_next(c);
	if (c->tok.kind == PW_TOK_IDENT) {
		expr->name = c->tok.text;
		pw_next(c);
	} else if (c->tok.kind == PW_TOK_INT && expr->op == PW_TOK_DOT) {
		expr->number = c->tok.number;
		expr->name = pw_arena_printf(c->arena, "%llu",
					     (unsigned long long)expr->number);
		pw_next(c);
	} else {
		pw_unexpected(c, "field name");
	}
	return pw_end_expr(c, expr);
}

static void check_target(struct pw_cursor *c, const struct pw_expr *a,
			 struct pw_span span)
{
	if (a->kind != PW_EXPR_VAR && a->kind != PW_EXPR_MAP && !c->lost)
		pw_error(c->diags, span,
			 "increment/decrement requires a variable or map");
}

static struct pw_expr *parse_postfix(struct pw_cursor *c)
{
	struct pw_expr *a = parse_primary(c), *expr;

	while (!c->lost) {
		switch (c->tok.kind) {
		case PW_TOK_DOT:
		case PW_TOK_ARROW:
			a = parse_field(c, a);
			break;
		case PW_TOK_LBRACKET:
			expr = pw_begin_expr(c, PW_EXPR_INDEX, a->span.begin);
			expr->a = a;
			pw_next(c);
			expr->b = pw_parse_expr(c);
			pw_expect(c, PW_TOK_RBRACKET);
			a = pw_end_expr(c, expr);
			break;
		case PW_TOK_INC:
		case PW_TOK_DEC:
			expr = pw_begin_expr(c, PW_EXPR_POSTINC, a->span.begin);
			check_target(c, a, c->tok.span);
			expr->a = a;
			expr->op = c->tok.kind;
			pw_next(c);
			a = pw_end_expr(c, expr);
			break;
		default:
			return a;
		}
	}
	return a;
}

static struct pw_expr *parse_prefix(struct pw_cursor *c)
{
	struct pw_expr *expr = pw_begin_expr(c, PW_EXPR_UNARY,
					     c->tok.span.begin);

	expr->op = c->tok.kind;
	pw_next(c);
	expr->a = parse_unary(c);
	if (expr->op == PW_TOK_INC || expr->op == PW_TOK_DEC) {
		expr->kind = PW_EXPR_PREINC;
		check_target(c, expr->a, expr->a->span);
	}
	if (expr->op == PW_TOK_AMP && !c->lost &&
	    expr->a->kind != PW_EXPR_VAR && expr->a->kind != PW_EXPR_MAP)
		pw_error(c->diags, expr->a->span,
			 "address-of operator (&) can only be used on a map or variable");
	return pw_end_expr(c, expr);
}

static struct pw_expr *parse_unary(struct pw_cursor *c)
{
	struct pw_expr *expr;

	if (!pw_enter(c))
		return nothing(c);
	switch (c->tok.kind) {
	case PW_TOK_NOT:
	case PW_TOK_TILDE:
	case PW_TOK_MINUS:
	case PW_TOK_STAR:
	case PW_TOK_AMP:
	case PW_TOK_INC:
	case PW_TOK_DEC:
		expr = parse_prefix(c);
		break;
	default:
		expr = parse_postfix(c);
		break;
	}
	pw_leave(c);
	return expr;
}

/* 0: not a binary operator, or not one here. */
static unsigned precedence(struct pw_cursor *c)
{
	static const unsigned char levels[PW_N_TOKENS] = {
		[PW_TOK_OR] = 1, [PW_TOK_AND] = 2, [PW_TOK_PIPE] = 3,
		[PW_TOK_CARET] = 4, [PW_TOK_AMP] = 5, [PW_TOK_EQ] = 6,
		[PW_TOK_NE] = 6, [PW_TOK_LT] = 7, [PW_TOK_LE] = 7,
		[PW_TOK_GT] = 7, [PW_TOK_GE] = 7, [PW_TOK_SHL] = 8,
		[PW_TOK_SHR] = 8, [PW_TOK_PLUS] = 9, [PW_TOK_MINUS] = 9,
		[PW_TOK_STAR] = 10, [PW_TOK_SLASH] = 10,
		[PW_TOK_PERCENT] = 10,
	};
	enum pw_token_kind next;

	if (c->tok.kind == PW_TOK_SLASH && c->in_predicate) {
		next = pw_peek(c);
		if (next == PW_TOK_LBRACE || next == PW_TOK_EOF)
			return 0;
	}
	return levels[c->tok.kind];
}

static struct pw_expr *parse_binary(struct pw_cursor *c, unsigned min)
{
	struct pw_expr *a = parse_unary(c), *expr;
	unsigned level;

	while (!c->lost && (level = precedence(c)) >= min) {
		expr = pw_begin_expr(c, PW_EXPR_BINARY, a->span.begin);
		expr->a = a;
		expr->op = c->tok.kind;
		pw_next(c);
		expr->b = parse_binary(c, level + 1);
		a = pw_end_expr(c, expr);
	}
	return a;
}

struct pw_expr *pw_parse_expr(struct pw_cursor *c)
{
	struct pw_expr *a, *expr;

	if (!pw_enter(c))
		return nothing(c);
	a = parse_binary(c, 1);
	if (!c->lost && pw_accept(c, PW_TOK_QUESTION)) {
		if (pw_accept(c, PW_TOK_COLON)) {
			expr = pw_make_default(c, a, pw_parse_expr(c));
			a = pw_end_expr(c, expr);
			pw_leave(c);
			return a;
		}
		expr = pw_begin_expr(c, PW_EXPR_TERNARY, a->span.begin);
		expr->op = PW_TOK_QUESTION;
		expr->a = a;
		expr->b = pw_parse_expr(c);
		if (!c->lost && pw_expect(c, PW_TOK_COLON))
			expr->c = pw_parse_expr(c);
		a = pw_end_expr(c, expr);
	}
	pw_leave(c);
	return a;
}
