// SPDX-License-Identifier: GPL-2.0
/*
 * Types of the functions that look at one map, or change one key of it.
 */
#include "lang/checker.h"

/* delete(@m, k), and both spellings of delete(@m[k]); delete(@scalar). */
static void check_delete(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *map = e->args;

	e->type = pw_type_of(PW_TYPE_BOOL, 8);
	if (map->kind != PW_EXPR_MAP || (e->n_args == 2 && map->n_args)) {
		pw_check_error(ck, map->span, "%s() expects a map argument",
			       e->name);
		return;
	}
	e->symbol = pw_check_map(ck, map);
	e->symbol->is_deleted = true;
	if (e->symbol->type.kind == PW_TYPE_NONE)
		pw_check_error(ck, map->span, "Undefined map: @%s", map->name);
	else if (e->n_args == 2 && !e->symbol->has_keys)
		pw_check_error(ck, e->span, "call to delete() with two "
			       "arguments expects a map with explicit keys "
			       "(non-scalar map)");
	else if (e->n_args == 1 && !map->n_args && e->symbol->has_keys)
		pw_check_error(ck, e->span, "call to delete() with a single "
			       "argument expects a map without explicit keys "
			       "(scalar map)");
	else if (e->n_args == 2)
		pw_check_keys(ck, e->symbol, map->next, 1, e->span);
	else if (map->n_args && pw_check_map_use(ck, map, true))
		pw_check_keys(ck, e->symbol, map->args, map->n_args, map->span);
}

static void check_has_key(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *map = e->args;

	e->type = pw_type_of(PW_TYPE_BOOL, 8);
	if (!pw_check_map_arg(ck, e))
		return;
	if (e->symbol->has_keys)
		pw_check_keys(ck, e->symbol, map->next, 1, e->span);
	else
		pw_check_error(ck, e->span, "call to has_key() expects a map "
			       "with explicit keys (non-scalar map)");
}

/* @x = kstack: then len(@x) is that of the stack. */
static bool is_stack_map(struct pw_checker *ck, struct pw_expr *map)
{
	const struct pw_symbol *symbol = pw_check_map(ck, map);

	return pw_type_is_stack(&symbol->type) && !symbol->has_keys;
}

static void check_len(struct pw_checker *ck, struct pw_expr *e)
{
	e->type = pw_type_int(8, true);
	if (!pw_is_bare_map(e->args)) {
		if (pw_check_value(ck, e->args) &&
		    !pw_type_is_stack(&e->args->type))
			pw_check_error(ck, e->span, "call to len() expects a "
				       "map, ustack, or kstack");
	} else if (is_stack_map(ck, e->args)) {
		pw_check_expr(ck, e->args);
	} else if (pw_check_map_arg(ck, e) && !e->symbol->has_keys) {
		pw_check_error(ck, e->span, "call to len() expects a map with "
			       "explicit keys (non-scalar map)");
	}
}

/* find(@m, key, $v): is the key there? Then $v is its value. */
static void check_find(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *key = e->args->next, *var;
	struct pw_type type;

	/* The key is a list of its own. */
	if (key->next)
		e->b = key->next;
	key->next = NULL;
	var = e->b;

	e->type = pw_type_of(PW_TYPE_BOOL, 8);
	if (!pw_check_map_arg(ck, e))
		return;
	if (!e->symbol->has_keys) {
		pw_check_error(ck, e->span, "call to find expects a map with "
			       "explicit keys (non-scalar map)");
		return;
	}
	pw_check_keys(ck, e->symbol, key, 1, e->span);
	if (var->kind != PW_EXPR_VAR) {
		pw_check_error(ck, var->span, "find() expects a variable for "
			       "the value");
		return;
	}
	type = pw_type_read(&e->symbol->type);
	if (pw_type_is_aggregate(&type)) {
		pw_check_error(ck, e->span, "Value '%s' cannot be assigned to "
			       "a variable.", pw_check_name(ck, &type));
		return;
	}
	var->symbol = pw_find_in_scope(ck, var->name);
	if (var->symbol)
		var->symbol->is_assigned = true;
	if (!var->symbol)
		pw_check_error(ck, var->span, "Undefined or undeclared "
			       "variable: $%s", var->name);
	else
		pw_check_assign(ck, var->symbol, &type, e->span, false);
}

bool pw_check_map_call(struct pw_checker *ck, struct pw_expr *e,
		       const struct pw_func *func)
{
	switch (func->id) {
	case PW_FUNC_DELETE:
		check_delete(ck, e);
		break;
	case PW_FUNC_HAS_KEY:
		check_has_key(ck, e);
		break;
	case PW_FUNC_LEN:
		check_len(ck, e);
		break;
	case PW_FUNC_FIND:
		check_find(ck, e);
		break;
	default:
		return false;
	}
	return true;
}
