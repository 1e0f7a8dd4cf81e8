// SPDX-License-Identifier: GPL-2.0
/*
 * Types of the functions that look at strings, or make them of numbers.
 */
#include <string.h>
#include "lang/checker.h"
#include "lang/constant.h"
#include "lang/texts.h"

static bool is_char_pointer(const struct pw_type *type)
{
	return type->kind == PW_TYPE_INT && type->is_pointer && type->of &&
	       type->of->kind == PW_TYPE_INT && !type->of->is_pointer &&
	       type->of->width == 1 && type->of->is_signed;
}

/* A pointer to char means the string there: as if in str(). */
static void read_text(struct pw_checker *ck, struct pw_expr *arg)
{
	struct pw_expr *address;

	if (!is_char_pointer(&arg->type))
		return;
	address = pw_arena_alloc(ck->c->arena, sizeof(*address));
	*address = *arg;
	address->next = NULL;
	arg->kind = PW_EXPR_CALL;
	arg->name = "str";
	arg->args = address;
	arg->n_args = 1;
	arg->a = arg->b = arg->c = NULL;
	pw_check_value(ck, arg);
}

static bool check_texts(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *arg;
	bool known = true;

	for (arg = e->args; arg; arg = arg->next)
		known = pw_check_value(ck, arg) && known;
	for (arg = e->args; known && arg; arg = arg->next)
		read_text(ck, arg);
	for (arg = e->args; known && arg; arg = arg->next)
		if (!pw_type_is_text(&arg->type)) {
			pw_check_error(ck, e->span, "%s() only supports string "
				       "arguments (%s provided)", e->name,
				       pw_check_name(ck, &arg->type));
			return false;
		}
	return known;
}

static void check_numbered(struct pw_checker *ck, struct pw_expr *e,
			   enum pw_texts texts)
{
	const char *text;
	uint64_t number;

	if (!pw_check_value(ck, e->args))
		return;
	if (e->args->type.kind != PW_TYPE_INT) {
		pw_check_error(ck, e->span, "%s() only supports integer "
			       "arguments (%s provided)", e->name,
			       pw_check_name(ck, &e->args->type));
		return;
	}
	if (!pw_const_number(e->args, &number)) {
		e->type = pw_type_string(pw_texts_size(texts));
		return;
	}
	text = pw_texts_get(texts, (int32_t)number);
	pw_fold_string(e, text, strlen(text));
}

/* Bytes that the string may have, its NUL included. */
static void check_strcap(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_type u64_type = pw_type_int(8, false);

	if (!pw_check_value(ck, e->args))
		return;
	/* What a pointer points to has no more room than it takes. */
	if (is_char_pointer(&e->args->type)) {
		e->name = "strlen";
		e->info = pw_func_find(e->name);
	}
	if (!check_texts(ck, e))
		return;
	e->type = u64_type;
	if (!strcmp(e->name, "strlen"))
		return;
	/* Not earlier: a variable's type may still grow. */
	if (!ck->quiet)
		pw_fold_number(e, e->args->type.kind == PW_TYPE_STRING ?
			       e->args->type.length : ck->c->name_length,
			       &u64_type);
}

/* Of any two values that lie in the frame or can be put there. */
static void check_memcmp(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *count = e->args->next->next;
	bool known = pw_check_value(ck, e->args);

	known = pw_check_value(ck, e->args->next) && known;
	if (!pw_check_value(ck, count) || !known)
		return;
	if (count->type.kind == PW_TYPE_INT && !count->type.is_pointer)
		e->type = pw_type_int(4, true);
	else
		pw_check_error(ck, e->span, "memcmp() only supports integer "
			       "arguments (%s provided)",
			       pw_check_name(ck, &count->type));
}

bool pw_check_text(struct pw_checker *ck, struct pw_expr *e,
		   const struct pw_func *func)
{
	switch (func->id) {
	case PW_FUNC_STRCONTAINS:
		if (check_texts(ck, e))
			e->type = pw_type_of(PW_TYPE_BOOL, 8);
		break;
	case PW_FUNC_STRSTR:
		if (check_texts(ck, e))
			e->type = pw_type_int(8, true);
		break;
	case PW_FUNC_STRLEN:
		if (check_texts(ck, e))
			e->type = pw_type_int(8, false);
		break;
	case PW_FUNC_STRCAP:
		check_strcap(ck, e);
		break;
	case PW_FUNC_STR_CONCAT:
		if (check_texts(ck, e))
			e->type = pw_type_string(PW_CONCAT_SIZE);
		break;
	case PW_FUNC_MEMCMP:
		check_memcmp(ck, e);
		break;
	case PW_FUNC_STRERROR:
		check_numbered(ck, e, PW_TEXTS_ERRORS);
		break;
	case PW_FUNC_ERRNO_NAME:
		check_numbered(ck, e, PW_TEXTS_ERROR_NAMES);
		break;
	case PW_FUNC_SIGNAL_NAME:
		check_numbered(ck, e, PW_TEXTS_SIGNALS);
		break;
	case PW_FUNC_SYSCALL_NAME:
		check_numbered(ck, e, PW_TEXTS_SYSCALLS);
		break;
	default:
		return false;
	}
	return true;
}
