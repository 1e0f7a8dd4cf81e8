// SPDX-License-Identifier: GPL-2.0
/*
 * Puts functions in place of their calls, as copies whose variables are all
 * their own.
 */
#include <string.h>
#include "lang/expand.h"
#include "lang/lex.h"

/* In a function, `return` gives a value to who called it. */
void pw_expand_leave(struct pw_expander *x, struct pw_stmt *stmt,
		     const struct pw_frame *frame)
{
	struct pw_expr *e, *result;

	while (frame && !frame->macro->is_function)
		frame = frame->outer;
	if (!frame)
		return;
	stmt->kind = PW_STMT_LEAVE;
	if (!stmt->expr)
		return;
	result = pw_arena_alloc(x->c->arena, sizeof(*result));
	result->kind = PW_EXPR_VAR;
	result->span = stmt->span;
	result->name = pw_own_name(x, frame, pw_result_name);
	e = pw_arena_alloc(x->c->arena, sizeof(*e));
	e->kind = PW_EXPR_ASSIGN;
	e->op = PW_TOK_ASSIGN;
	e->span = stmt->span;
	e->a = result;
	e->b = stmt->expr;
	e->height = stmt->expr->height + 1;
	stmt->expr = e;
}

/* The argument for that parameter, taken out of its list; or NULL. */
static struct pw_expr *take_argument(struct pw_expander *x,
				     const struct pw_frame *frame,
				     const char *name)
{
	const struct pw_expr *param = frame->macro->params;
	const struct pw_expr *arg = frame->args;
	struct pw_expr *own;

	for (; param && arg; param = param->next, arg = arg->next) {
		if (strcmp(param->name, name))
			continue;
		own = pw_arena_alloc(x->c->arena, sizeof(*own));
		*own = *arg;
		own->next = NULL;
		return own;
	}
	return NULL;
}

/* A call, whose arguments have been expanded; or, without them, a definition
 * for the check. */
void pw_expand_fn(struct pw_expander *x, struct pw_expr *e,
		  struct pw_frame *frame)
{
	struct pw_span span = e->span;
	struct pw_stmt *stmt;

	pw_become(e, pw_expand_copy(x, frame->macro->block, span, NULL));
	if (!frame->is_definition)
		e->span = span;
	for (stmt = e->body; stmt; stmt = stmt->next) {
		if (stmt->kind == PW_STMT_FUNCTION) {
			stmt->is_copy = !frame->is_definition;
			pw_expand_stmts(x, stmt, frame);
			break;
		}
		stmt->expr = take_argument(x, frame, stmt->name);
		if (stmt->expr)
			stmt->span = stmt->expr->span;
		stmt->name = pw_own_name(x, frame, stmt->name);
		pw_expand_expr(x, stmt->last, frame);
	}
	pw_expand_expr(x, e->a, frame);
}

void pw_expand_definitions(struct pw_expander *x)
{
	struct pw_block **end = &x->c->script->functions, *block;
	const struct pw_macro *macro;
	struct pw_frame frame;

	for (macro = x->c->script->macros; macro; macro = macro->next) {
		if (!macro->is_function)
			continue;
		memset(&frame, 0, sizeof(frame));
		frame.macro = macro;
		frame.is_definition = true;
		block = pw_arena_alloc(x->c->arena, sizeof(*block));
		block->span = macro->span;
		block->body = pw_arena_alloc(x->c->arena,
					     sizeof(*block->body));
		block->body->kind = PW_STMT_EXPR;
		block->body->name = "_";
		block->body->span = macro->span;
		block->body->expr = pw_arena_alloc(x->c->arena,
						   sizeof(struct pw_expr));
		block->body->expr->span = macro->span;
		pw_expand_fn(x, block->body->expr, &frame);
		*end = block;
		end = &block->next;
	}
}
