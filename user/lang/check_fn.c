// SPDX-License-Identifier: GPL-2.0
/*
 * Functions of the script, where they are defined and where they are called.
 */
#include <string.h>
#include "lang/checker.h"

static bool always_leaves(const struct pw_stmt *stmt)
{
	for (; stmt; stmt = stmt->next) {
		if (stmt->kind == PW_STMT_LEAVE ||
		    (stmt->kind == PW_STMT_BLOCK &&
		     always_leaves(stmt->body)) ||
		    (stmt->kind == PW_STMT_IF && always_leaves(stmt->body) &&
		     always_leaves(stmt->else_body)))
			return true;
	}
	return false;
}

static void wrong_result(struct pw_checker *ck, struct pw_span span,
			 const char *type)
{
	const struct pw_stmt *function = ck->function;

	pw_check_error(ck, span, "Function %s is of type %s, cannot return %s",
		       function->name, function->type_name ?
		       function->type_name : "void", type);
}

/* What the body gives must become of the type that is declared. */
void pw_check_leave(struct pw_checker *ck, struct pw_stmt *stmt)
{
	const struct pw_stmt *function = ck->function;
	struct pw_symbol *result;
	struct pw_expr *value = stmt->expr ? stmt->expr->b : NULL;
	struct pw_type united;

	if (!value) {
		if (function->type_name)
			wrong_result(ck, stmt->span, "void");
		return;
	}
	if (!pw_check_value(ck, value))
		return;
	result = function->type_name ?
		 pw_find_in_scope(ck, stmt->expr->a->name) : NULL;
	if (!result || !pw_type_unite(ck->c->arena, &result->type,
				      &value->type, ck->c->name_length,
				      &united) || pw_is_beyond(result, value))
		wrong_result(ck, stmt->span, pw_check_name(ck, &value->type));
	else
		pw_assign_var(ck, stmt->expr);
}

/* Once a copy is checked it has nothing to tell that is not known. */
void pw_check_fn(struct pw_checker *ck, struct pw_stmt *stmt)
{
	const struct pw_stmt *outer = ck->function;
	unsigned int loops = ck->loops;
	bool quiet = ck->quiet;

	ck->function = stmt;
	ck->loops = 0;
	ck->quiet |= stmt->is_copy;
	pw_check_body(ck, stmt->body);
	if (stmt->type_name && !always_leaves(stmt->body))
		wrong_result(ck, stmt->span, "void");
	ck->quiet = quiet;
	ck->loops = loops;
	ck->function = outer;
}

/* The definitions, as if nothing were known of the probe. */
void pw_check_functions(struct pw_checker *ck)
{
	struct pw_unit unit;

	memset(&unit, 0, sizeof(unit));
	unit.kind = PW_PROBE_BEGIN;
	unit.ctx = PW_PROG_PLAIN;
	ck->unit = &unit;
	for (unit.block = ck->c->script->functions; unit.block;
	     unit.block = unit.block->next)
		pw_check_body(ck, unit.block->body);
	ck->unit = NULL;
}
