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
	case PW_STMT_LEAVE:
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

static bool is_number(const struct pw_type *type)
{
	return type->kind == PW_TYPE_INT && !type->is_pointer;
}

static bool is_literal(const struct pw_expr *e)
{
	return e->kind == PW_EXPR_INT && !e->name;
}

/* Does every value of one have the same number as the other? */
static bool holds(const struct pw_type *to, const struct pw_type *from)
{
	if (from->is_signed == to->is_signed || from->is_flexible)
		return from->width <= to->width;
	return !from->is_signed && from->width < to->width;
}

static void warn_type(struct pw_checker *ck, const struct pw_type *from,
		      const struct pw_type *to, struct pw_span span)
{
	uint32_t at;

	if (from->kind == PW_TYPE_TUPLE && to->kind == PW_TYPE_TUPLE) {
		for (uint32_t i = 0; i < from->n_elems; i++) {
			at = i;
			if (from->names &&
			    !pw_type_find_name(to, from->names[i], &at))
				continue;
			/* Of another shape: an error says so. */
			if (at >= to->n_elems)
				return;
			warn_type(ck, &from->elems[i], &to->elems[at], span);
		}
		return;
	}
	if (is_number(from) && is_number(to) && !holds(to, from))
		pw_warning(ck->c->diags, span, "Expression of type: %s being "
			   "cast to type: %s. This may cause unexpected "
			   "results. Use an explicit cast to suppress this "
			   "warning.", pw_check_name(ck, from),
			   pw_check_name(ck, to));
}

void pw_warn_cast(struct pw_checker *ck, const struct pw_expr *e,
		  const struct pw_type *to)
{
	const struct pw_expr *arg;
	uint32_t i = 0, at;

	if (ck->quiet || ck->dead || is_literal(e) ||
	    to->kind == PW_TYPE_NONE)
		return;
	if (e->kind != PW_EXPR_TUPLE || to->kind != PW_TYPE_TUPLE) {
		warn_type(ck, &e->type, to, e->span);
		return;
	}
	for (arg = e->args; arg; arg = arg->next, i++) {
		at = i;
		if ((!arg->label || pw_type_find_name(to, arg->label, &at)) &&
		    at < to->n_elems)
			pw_warn_cast(ck, arg, &to->elems[at]);
	}
}

void pw_warn_operands(struct pw_checker *ck, int op, const struct pw_expr *l,
		      const struct pw_expr *r, const struct pw_type *result)
{
	struct pw_type left = pw_type_read(&l->type), to = *result;
	struct pw_type right = pw_type_read(&r->type);

	if (ck->quiet || ck->dead || (is_literal(l) && is_literal(r)) ||
	    !is_number(&left) || !is_number(&right))
		return;
	if (result->kind != PW_TYPE_INT &&
	    (op == PW_TOK_AND || op == PW_TOK_OR ||
	     !pw_type_unite(ck->c->arena, &left, &right, 1, &to)))
		return;
	pw_warn_cast(ck, l, &to);
	pw_warn_cast(ck, r, &to);
}
