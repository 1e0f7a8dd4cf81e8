// SPDX-License-Identifier: GPL-2.0
/*
 * Warnings about statements that are allowed and probably a mistake.
 */
#include <string.h>
#include "lang/checker.h"

/* delete() is called for what it does, although it tells whether it did. */
static bool is_wanted(const struct pw_expr *e)
{
	const struct pw_func *func;

	switch (e->kind) {
	case PW_EXPR_ASSIGN:
	case PW_EXPR_PREINC:
	case PW_EXPR_POSTINC:
		return true;
	case PW_EXPR_CALL:
		func = pw_func_find(e->name);
		return func && func->id == PW_FUNC_DELETE;
	default:
		return false;
	}
}

void pw_warn_discarded(struct pw_checker *ck, const struct pw_stmt *stmt)
{
	/* `_ = value;` says that nobody wants it. */
	if (ck->quiet || ck->c->diags->n_errors || stmt->name ||
	    is_wanted(stmt->expr) ||
	    stmt->expr->type.kind == PW_TYPE_NONE)
		return;
	pw_warning(ck->c->diags, stmt->span, "Return value discarded.");
}

static bool leaves(const struct pw_stmt *stmt);

static bool any_leaves(const struct pw_stmt *stmt)
{
	for (; stmt; stmt = stmt->next)
		if (leaves(stmt))
			return true;
	return false;
}

static bool expr_leaves(const struct pw_expr *e)
{
	const struct pw_func *func;

	if (e->kind == PW_EXPR_BLOCK)
		return any_leaves(e->body) || (e->a && expr_leaves(e->a));
	if (e->kind != PW_EXPR_CALL)
		return false;
	func = pw_func_find(e->name);
	return func && func->id == PW_FUNC_EXIT;
}

/* What follows is never run, whatever the values are. */
static bool leaves(const struct pw_stmt *stmt)
{
	switch (stmt->kind) {
	case PW_STMT_RETURN:
	case PW_STMT_BREAK:
	case PW_STMT_CONTINUE:
		return true;
	case PW_STMT_EXPR:
		return expr_leaves(stmt->expr);
	case PW_STMT_BLOCK:
		return any_leaves(stmt->body);
	case PW_STMT_IF:
		return any_leaves(stmt->body) && any_leaves(stmt->else_body);
	default:
		return false;
	}
}

void pw_warn_unreachable(struct pw_checker *ck, const struct pw_stmt *stmt)
{
	if (!ck->quiet && stmt->next && leaves(stmt))
		pw_warning(ck->c->diags, stmt->next->span,
			   "Unreachable statement.");
}
