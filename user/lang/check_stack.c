// SPDX-License-Identifier: GPL-2.0
/*
 * Types of stacks, and of addresses in a process. A stack is its number in the
 * module's table; how it is printed and how deep it goes are of its type, and
 * two types that differ in these do not mix.
 */
#include <string.h>
#include "lang/checker.h"
#include "lang/constant.h"

/* Frames, if the script does not say how many. */
#define USUAL_DEPTH	127

/* kstack(MODE): a word that is nothing else. */
static bool is_word(const struct pw_expr *arg)
{
	return arg && arg->kind == PW_EXPR_IDENT &&
	       !pw_builtin_find(arg->name);
}

static bool read_mode(struct pw_checker *ck, const struct pw_expr *arg,
		      const struct pw_expr *e, enum pw_stack_mode *mode)
{
	*mode = pw_read_stack_mode(arg->name);
	if (*mode)
		return true;
	pw_check_error(ck, arg->span, "Error parsing stack mode: %s: Invalid "
		       "value for stack_mode: valid values are bpftrace, raw, "
		       "perf, and build_id.", e->name);
	return false;
}

static bool read_depth(struct pw_checker *ck, struct pw_expr *arg,
		       const struct pw_expr *e, uint64_t *depth)
{
	pw_check_expr(ck, arg);
	if (arg->kind != PW_EXPR_INT ||
	    (arg->type.is_signed && (int64_t)arg->number < 0)) {
		pw_check_error(ck, e->span, "%s: invalid limit value", e->name);
		return false;
	}
	*depth = arg->number;
	if (*depth <= PW_STACK_DEPTH_MAX)
		return true;
	pw_check_error(ck, e->span, "%s([int limit]): limit shouldn't exceed "
		       "%u, %llu given", e->name, PW_STACK_DEPTH_MAX,
		       (unsigned long long)*depth);
	return false;
}

/* The mode that goes for all; the kernel has no build id to show. */
static bool check_mode(struct pw_checker *ck, struct pw_expr *e,
		       enum pw_type_kind kind, enum pw_stack_mode *mode)
{
	if (*mode != PW_STACK_BUILD_ID || kind != PW_TYPE_KSTACK)
		return true;
	if (!e->is_bare) {
		pw_check_error(ck, e->span, "'build_id' stack mode can only be "
			       "used for ustack");
		return false;
	}
	if (!ck->quiet)
		pw_warning(ck->c->diags, e->span, "'build_id' stack mode can "
			   "only be used for ustack. Falling back to 'raw' "
			   "mode.");
	*mode = PW_STACK_RAW;
	return true;
}

static void check_stack(struct pw_checker *ck, struct pw_expr *e,
			enum pw_type_kind kind)
{
	enum pw_stack_mode mode = ck->c->stack_mode;
	struct pw_expr *arg = e->args;
	uint64_t depth = USUAL_DEPTH;

	if (is_word(arg)) {
		if (!read_mode(ck, arg, e, &mode))
			return;
		arg = arg->next;
	} else if (e->n_args == 2) {
		pw_check_error(ck, e->span,
			       "Expected stack mode as first argument");
		return;
	}
	if ((arg && !read_depth(ck, arg, e, &depth)) ||
	    !check_mode(ck, e, kind, &mode))
		return;
	e->type = pw_type_stack(kind, mode, (uint32_t)depth);
}

static void check_usym(struct pw_checker *ck, struct pw_expr *e)
{
	if (!pw_check_value(ck, e->args))
		return;
	if (e->args->type.kind == PW_TYPE_INT)
		e->type = pw_type_of(PW_TYPE_USYM, 8);
	else
		pw_check_error(ck, e->span, "%s() expects an integer or "
			       "pointer argument", e->name);
}

bool pw_check_stack(struct pw_checker *ck, struct pw_expr *e,
		    const struct pw_func *func)
{
	switch (func->id) {
	case PW_FUNC_KSTACK:
		check_stack(ck, e, PW_TYPE_KSTACK);
		break;
	case PW_FUNC_USTACK:
		check_stack(ck, e, PW_TYPE_USTACK);
		break;
	case PW_FUNC_DW_USTACK:
		pw_check_error(ck, e->span, "%s() is not there: a probe cannot "
			       "follow a program's unwind tables. Use "
			       "ustack(), which follows frame pointers",
			       e->name);
		break;
	case PW_FUNC_USYM:
		check_usym(ck, e);
		break;
	default:
		return false;
	}
	return true;
}
