// SPDX-License-Identifier: GPL-2.0
/*
 * What is settled while a script is compiled: fail(), and questions about
 * types.
 */
#include <inttypes.h>
#include <string.h>
#include "lang/checker.h"
#include "lang/constant.h"

/* The text of a literal in a message; NULL: it is none. */
static const char *literal_text(struct pw_checker *ck, const struct pw_expr *e,
				char conversion)
{
	struct pw_arena *arena = ck->c->arena;

	if (e->kind == PW_EXPR_STRING)
		return e->text;
	if (e->kind != PW_EXPR_INT)
		return NULL;
	switch (conversion) {
	case 'x':
		return pw_arena_printf(arena, "%" PRIx64, e->number);
	case 'o':
		return pw_arena_printf(arena, "%" PRIo64, e->number);
	case 'd':
	case 'i':
		return pw_arena_printf(arena, "%" PRId64, (int64_t)e->number);
	default:
		return pw_arena_printf(arena, "%" PRIu64, e->number);
	}
}

void pw_check_fail(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_expr *arg = e->args->next;
	const char *p = e->args->text, *out = "", *percent, *text;

	for (; (percent = strchr(p, '%')) && percent[1]; p = percent + 1) {
		out = pw_arena_printf(ck->c->arena, "%s%.*s", out,
				      (int)(percent - p), p);
		percent++;
		percent += strspn(percent, "-+ #0123456789.hlLjzt");
		if (*percent == '%' || !arg) {
			out = pw_arena_printf(ck->c->arena, "%s%c", out,
					      *percent);
			continue;
		}
		text = literal_text(ck, arg, *percent);
		if (!text) {
			pw_check_error(ck, arg->span, "fail() takes literals "
				       "only");
			return;
		}
		out = pw_arena_printf(ck->c->arena, "%s%s", out, text);
		arg = arg->next;
	}
	/* Only what comptime rules out is not even looked at. */
	pw_check_error(ck, e->span, "%s%s", out, p);
}

static bool is_kind(enum pw_func_id id, const struct pw_type *type)
{
	bool is_int = type->kind == PW_TYPE_INT && !type->is_pointer;

	switch (id) {
	case PW_FUNC_IS_STR:
		return type->kind == PW_TYPE_STRING;
	case PW_FUNC_IS_PTR:
		return type->kind == PW_TYPE_INT && type->is_pointer;
	case PW_FUNC_IS_ARRAY:
		return pw_type_is_array(type);
	case PW_FUNC_IS_INTEGER:
		return is_int;
	default:
		return is_int && !type->is_signed;
	}
}

/* Is the element, or the target, a char? */
static bool is_char(const struct pw_type *type)
{
	return type->kind == PW_TYPE_INT && !type->is_pointer &&
	       type->width == 1 && type->is_signed;
}

static void check_assert_str(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_type *type = &e->args->type;
	struct pw_type element;

	if (type->kind == PW_TYPE_STRING || ck->dead)
		return;
	if (pw_type_is_array(type)) {
		element = pw_type_element(type);
		if (!is_char(&element))
			pw_check_error(ck, e->span, "string-like arrays must "
				       "contain a char-like type");
	} else if (type->kind == PW_TYPE_INT && type->is_pointer) {
		if (!type->of || !is_char(type->of))
			pw_check_error(ck, e->span, "string-like pointers must "
				       "point to a char-like type");
	} else {
		pw_check_error(ck, e->span, "string-like values must be either "
			       "strings, arrays or pointers");
	}
}

static bool is_literal(const struct pw_expr *e)
{
	return e->kind == PW_EXPR_STRING ||
	       (e->kind == PW_EXPR_INT &&
		(!e->name || e->type.kind == PW_TYPE_BOOL));
}

static void check_scalar(struct pw_checker *ck, struct pw_expr *e)
{
	e->type = pw_type_of(PW_TYPE_BOOL, 8);
	if (!pw_is_bare_map(e->args)) {
		pw_check_error(ck, e->span, "is_scalar() expects a map for the "
			       "first argument");
		return;
	}
	e->symbol = pw_check_map(ck, e->args);
	if (e->symbol->is_used)
		pw_fold_bool(e, !e->symbol->has_keys);
	else
		pw_check_error(ck, e->span, "Unknown map: @%s", e->args->name);
}

/* A name of the kernel's is looked up now, so that comptime can ask. */
static void check_kernel_has(struct pw_checker *ck, struct pw_expr *e)
{
	if (!pw_check_literal_string(ck, e, e->args))
		return;
	e->type = pw_type_of(PW_TYPE_BOOL, 8);
	pw_fold_bool(e, pw_kernel_has(ck, e->args->text));
}

bool pw_check_question(struct pw_checker *ck, struct pw_expr *e,
		       const struct pw_func *func)
{
	struct pw_type type = pw_type_int(8, false);
	bool known;

	switch (func->id) {
	case PW_FUNC_STR_LENGTH:
		pw_fold_number(e, ck->c->max_strlen, &type);
		return true;
	case PW_FUNC_IS_SCALAR:
		check_scalar(ck, e);
		return true;
	case PW_FUNC_KFUNC:
		/* Those are functions that programs for BPF may call. */
		if (pw_check_literal_string(ck, e, e->args))
			pw_fold_bool(e, false);
		return true;
	case PW_FUNC_KERNEL_HAS:
		check_kernel_has(ck, e);
		return true;
	case PW_FUNC_ASSERT_STR:
		if (pw_check_value(ck, e->args))
			check_assert_str(ck, e);
		return true;
	case PW_FUNC_IS_LITERAL:
	case PW_FUNC_IS_STR:
	case PW_FUNC_IS_PTR:
	case PW_FUNC_IS_ARRAY:
	case PW_FUNC_IS_INTEGER:
	case PW_FUNC_IS_UNSIGNED:
		break;
	default:
		return false;
	}
	ck->unrun++;
	known = pw_check_value(ck, e->args);
	ck->unrun--;
	e->type = pw_type_of(PW_TYPE_BOOL, 8);
	if (!known)
		return true;
	/* What is folded later is no literal before. */
	if (func->id != PW_FUNC_IS_LITERAL)
		pw_fold_bool(e, is_kind(func->id, &e->args->type));
	else if (is_literal(e->args) || !ck->quiet)
		pw_fold_bool(e, is_literal(e->args));
	return true;
}
