/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Statements and blocks. A statement that could not be understood is skipped
 * up to its ';' or to the end of its block; the next one is read as if nothing
 * had happened, so that a script's mistakes are all told in one run.
 */
#include <string.h>
#include "lang/cursor.h"

static struct pw_stmt *parse_stmt(struct pw_cursor *c);

static struct pw_stmt *new_stmt(struct pw_cursor *c, enum pw_stmt_kind kind)
{
	struct pw_stmt *stmt = pw_arena_alloc(c->arena, sizeof(*stmt));

	stmt->kind = kind;
	stmt->span = c->tok.span;
	return stmt;
}

struct pw_stmt *pw_parse_body(struct pw_cursor *c)
{
	struct pw_stmt *first = NULL, **end = &first;

	pw_next(c);
	while (c->tok.kind != PW_TOK_RBRACE) {
		if (c->tok.kind == PW_TOK_EOF) {
			pw_unexpected(c, "}");
			break;
		}
		if (pw_accept(c, PW_TOK_SEMICOLON))
			continue;
		*end = parse_stmt(c);
		if (*end) {
			(*end)->is_open = c->tok.kind == PW_TOK_RBRACE &&
					  c->last != PW_TOK_SEMICOLON;
			end = &(*end)->next;
		}
		if (c->lost)
			pw_skip_statement(c);
	}
	return first;
}

/* At '{': a block inside a block; the '}' is taken. */
static struct pw_stmt *parse_inner(struct pw_cursor *c)
{
	struct pw_stmt *body;

	if (!pw_enter(c))
		return NULL;
	body = pw_parse_body(c);
	pw_accept(c, PW_TOK_RBRACE);
	pw_leave(c);
	return body;
}

/* Whoever is lost finds the end by itself. */
static void expect_end(struct pw_cursor *c)
{
	if (!c->lost && c->tok.kind != PW_TOK_RBRACE &&
	    !pw_accept(c, PW_TOK_SEMICOLON))
		pw_unexpected(c, "; or }");
}

static void parse_condition(struct pw_cursor *c, struct pw_stmt *stmt)
{
	bool bracket = pw_accept(c, PW_TOK_LPAREN);

	stmt->expr = pw_parse_expr(c);
	if (!c->lost && c->tok.kind == PW_TOK_ASSIGN) {
		pw_unexpected(c, bracket ? ")" : "{");
		pw_hint(c->diags, "to compare, write ==");
	}
	if (bracket && !c->lost)
		pw_expect(c, PW_TOK_RPAREN);
	stmt->span.end = c->prev_end;
	if (!c->lost && c->tok.kind != PW_TOK_LBRACE)
		pw_unexpected(c, "{");
	/* The block of a broken condition may hold more mistakes to tell. */
	if (c->lost && !pw_skip_to_body(c))
		c->lost = true;
}

static struct pw_stmt *parse_if(struct pw_cursor *c)
{
	struct pw_stmt *stmt = new_stmt(c, PW_STMT_IF);

	if (!pw_enter(c))
		return NULL;
	pw_next(c);
	parse_condition(c, stmt);
	if (!c->lost)
		stmt->body = parse_inner(c);
	if (!c->lost && pw_at_word(c, "else")) {
		pw_next(c);
		if (pw_at_word(c, "if"))
			stmt->else_body = parse_if(c);
		else if (c->tok.kind == PW_TOK_LBRACE)
			stmt->else_body = parse_inner(c);
		else
			pw_unexpected(c, "{ or if");
	}
	if (stmt->else_body && stmt->else_body->kind == PW_STMT_IF &&
	    !stmt->else_body->next)
		stmt->else_body->is_open = true;
	pw_leave(c);
	return stmt;
}

/* while and unroll: a condition or a number, and a block. */
static struct pw_stmt *parse_loop(struct pw_cursor *c, enum pw_stmt_kind kind)
{
	struct pw_stmt *stmt = new_stmt(c, kind);

	pw_next(c);
	parse_condition(c, stmt);
	if (!c->lost)
		stmt->body = parse_inner(c);
	return stmt;
}

static void parse_range(struct pw_cursor *c, struct pw_stmt *stmt)
{
	stmt->name = c->tok.text;
	stmt->name_span = c->tok.span;
	if (!pw_expect(c, PW_TOK_VAR) || !pw_expect(c, PW_TOK_COLON))
		return;
	stmt->expr = pw_parse_expr(c);
	if (!c->lost && stmt->expr->kind == PW_EXPR_MAP &&
	    !stmt->expr->args && c->tok.kind != PW_TOK_DOTDOT) {
		stmt->kind = PW_STMT_EACH;
		return;
	}
	if (!c->lost && pw_expect(c, PW_TOK_DOTDOT))
		stmt->last = pw_parse_expr(c);
}

static struct pw_stmt *parse_for(struct pw_cursor *c)
{
	struct pw_stmt *stmt = new_stmt(c, PW_STMT_RANGE);
	bool bracket;

	pw_next(c);
	bracket = pw_accept(c, PW_TOK_LPAREN);
	parse_range(c, stmt);
	stmt->span.end = c->prev_end;
	if (bracket && !c->lost)
		pw_expect(c, PW_TOK_RPAREN);
	if (!c->lost && c->tok.kind != PW_TOK_LBRACE)
		pw_unexpected(c, "{");
	if (c->lost && !pw_skip_to_body(c)) {
		c->lost = true;
		return stmt;
	}
	stmt->body = parse_inner(c);
	return stmt;
}

static struct pw_stmt *parse_return(struct pw_cursor *c)
{
	struct pw_stmt *stmt = new_stmt(c, PW_STMT_RETURN);

	pw_next(c);
	if (c->tok.kind != PW_TOK_SEMICOLON && c->tok.kind != PW_TOK_RBRACE)
		stmt->expr = pw_parse_expr(c);
	stmt->span.end = c->prev_end;
	expect_end(c);
	return stmt;
}

static struct pw_stmt *parse_jump(struct pw_cursor *c, enum pw_stmt_kind kind)
{
	struct pw_stmt *stmt = new_stmt(c, kind);

	pw_next(c);
	expect_end(c);
	return stmt;
}

static struct pw_stmt *parse_let(struct pw_cursor *c)
{
	struct pw_stmt *stmt = new_stmt(c, PW_STMT_LET);

	pw_next(c);
	stmt->name = c->tok.text;
	if (!pw_expect(c, PW_TOK_VAR))
		return stmt;
	if (pw_accept(c, PW_TOK_COLON))
		stmt->type_name = pw_parse_type(c, &stmt->last);
	stmt->name_span = stmt->span;
	stmt->name_span.end = c->prev_end;
	if (!c->lost && pw_accept(c, PW_TOK_ASSIGN))
		stmt->expr = pw_parse_expr(c);
	stmt->span.end = c->prev_end;
	expect_end(c);
	return stmt;
}

static void bad_target(struct pw_cursor *c, const struct pw_expr *target)
{
	const struct pw_expr *base = target;

	c->lost = true;
	while (base->kind == PW_EXPR_FIELD)
		base = base->a;
	if (base != target &&
	    (base->kind == PW_EXPR_VAR || base->kind == PW_EXPR_MAP)) {
		pw_error(c->diags, target->span,
			 "Tuples and records are immutable once created. Consider creating a new value and assigning it instead.");
		return;
	}
	pw_error(c->diags, target->span, "invalid assignment target");
	pw_hint(c->diags, "only a $variable or a @map can be assigned to");
}

/* `_ = f();`: for its effect. */
static void parse_discard(struct pw_cursor *c, struct pw_stmt *stmt)
{
	pw_next(c);
	stmt->name = "_";
	stmt->expr = pw_parse_expr(c);
	stmt->span.end = c->prev_end;
	expect_end(c);
}

static struct pw_stmt *parse_simple(struct pw_cursor *c)
{
	struct pw_stmt *stmt = new_stmt(c, PW_STMT_EXPR);
	struct pw_expr *expr = pw_parse_expr(c), *target;

	if (!c->lost && pw_token_operator(c->tok.kind) != PW_TOK_EOF) {
		target = expr;
		if (target->kind == PW_EXPR_IDENT &&
		    !strcmp(target->name, "_") &&
		    c->tok.kind == PW_TOK_ASSIGN) {
			parse_discard(c, stmt);
			return stmt;
		}
		if (target->kind != PW_EXPR_VAR &&
		    target->kind != PW_EXPR_MAP) {
			bad_target(c, target);
			return stmt;
		}
		expr = pw_arena_alloc(c->arena, sizeof(*expr));
		expr->kind = PW_EXPR_ASSIGN;
		expr->op = c->tok.kind;
		expr->a = target;
		pw_next(c);
		expr->b = pw_parse_expr(c);
		expr->span.begin = target->span.begin;
		expr->span.end = c->prev_end;
		expr->height = 1 + (target->height > expr->b->height ?
				    target->height : expr->b->height);
	}
	stmt->expr = expr;
	stmt->span = expr->span;
	expect_end(c);
	return stmt;
}

/* At a word: NULL and *done false where it begins no statement of its own. */
static struct pw_stmt *parse_keyword(struct pw_cursor *c, bool *done)
{
	*done = true;
	if (pw_at_word(c, "if"))
		return parse_if(c);
	if (pw_at_word(c, "return"))
		return parse_return(c);
	if (pw_at_word(c, "let"))
		return parse_let(c);
	if (pw_at_word(c, "while"))
		return parse_loop(c, PW_STMT_WHILE);
	if (pw_at_word(c, "unroll"))
		return parse_loop(c, PW_STMT_UNROLL);
	if (pw_at_word(c, "for"))
		return parse_for(c);
	if (pw_at_word(c, "break"))
		return parse_jump(c, PW_STMT_BREAK);
	if (pw_at_word(c, "continue"))
		return parse_jump(c, PW_STMT_CONTINUE);
	if (pw_at_word(c, "else")) {
		pw_unexpected(c, "statement");
		return NULL;
	}
	if (pw_at_word(c, "import")) {
		pw_parse_import(c, true);
		return NULL;
	}
	*done = false;
	return NULL;
}

static struct pw_stmt *parse_stmt(struct pw_cursor *c)
{
	struct pw_stmt *stmt;
	bool done;

	if (c->tok.kind == PW_TOK_IDENT) {
		stmt = parse_keyword(c, &done);
		if (done)
			return stmt;
	} else if (c->tok.kind == PW_TOK_LBRACE) {
		stmt = new_stmt(c, PW_STMT_BLOCK);
		stmt->body = parse_inner(c);
		stmt->span.end = c->prev_end;
		return stmt;
	}
	return parse_simple(c);
}
