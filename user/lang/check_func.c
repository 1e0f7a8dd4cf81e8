// SPDX-License-Identifier: GPL-2.0
/*
 * Types of the functions that look at bytes and addresses.
 */
#include <arpa/inet.h>
#include <string.h>
#include "lang/checker.h"
#include "lang/constant.h"

static void check_bswap(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *arg = e->args;

	if (!pw_check_value(ck, arg))
		return;
	if (arg->type.kind == PW_TYPE_INT)
		e->type = pw_type_int(arg->type.width, false);
	else
		pw_check_error(ck, e->span, "bswap() only supports int "
			       "arguments (%s provided)",
			       pw_check_name(ck, &arg->type));
}

static void check_macaddr(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_type *type = &e->args->type;

	if (!pw_check_value(ck, e->args))
		return;
	if (type->kind != PW_TYPE_INT && type->kind != PW_TYPE_BYTES)
		pw_check_error(ck, e->span, "macaddr() only supports array or "
			       "pointer arguments (%s provided)",
			       pw_check_name(ck, type));
	else if (type->kind == PW_TYPE_BYTES && type->length != 6)
		pw_check_error(ck, e->span, "macaddr() argument must be 6 "
			       "bytes in size");
	else
		e->type = pw_type_of(PW_TYPE_MAC, 8);
}

static void check_pton(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_expr *arg = e->args;
	unsigned char address[16];
	bool is_ipv6;

	if (!pw_check_value(ck, e->args))
		return;
	if (arg->kind != PW_EXPR_STRING) {
		pw_check_error(ck, e->span, "pton() expects a string literal "
			       "(%s provided)",
			       pw_check_name(ck, &arg->type));
		return;
	}
	is_ipv6 = strchr(arg->text, ':') != NULL;
	if (inet_pton(is_ipv6 ? AF_INET6 : AF_INET, arg->text, address) == 1)
		e->type = pw_type_bytes(is_ipv6 ? 16 : 4, 1, false);
	else
		pw_check_error(ck, e->span, "pton() expects a string argument "
			       "of an IPv4 or IPv6 address, got %s", arg->text);
}

/* The bytes that buf() is asked for; false after an error. */
static bool buf_length(struct pw_checker *ck, struct pw_expr *e,
		       uint64_t *length)
{
	const struct pw_expr *arg = e->args, *n = arg->next;

	if (!n && arg->type.kind == PW_TYPE_INT) {
		pw_check_error(ck, e->span, "buf() expects a length argument "
			       "for non-array type %s",
			       pw_check_name(ck, &arg->type));
		return false;
	}
	*length = arg->type.length;
	if (n && !pw_const_number(n, length)) {
		pw_check_error(ck, e->span, "buf() with a length that is not a "
			       "constant is not supported yet");
		return false;
	}
	if (n && n->type.is_signed && (int64_t)n->number < 1) {
		pw_check_error(ck, e->span, "buf() expects a length that is "
			       "greater than zero");
		return false;
	}
	if (*length <= ck->c->max_strlen)
		return true;
	pw_check_error(ck, e->span, "buf() length %llu is over the limit of %u "
		       "(max_strlen)", (unsigned long long)*length,
		       ck->c->max_strlen);
	return false;
}

static void check_buf(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *arg = e->args;
	const struct pw_type *type = &arg->type;
	bool known = pw_check_value(ck, arg);
	uint64_t length;

	if (arg->next && !pw_check_value(ck, arg->next))
		return;
	if (!known)
		return;
	if (type->kind != PW_TYPE_INT && type->kind != PW_TYPE_BYTES &&
	    arg->kind != PW_EXPR_STRING) {
		pw_check_error(ck, e->span, "buf() of a value of type %s is "
			       "not supported yet", pw_check_name(ck, type));
		return;
	}
	if (!buf_length(ck, e, &length))
		return;
	/* What is no address has as many bytes as it has. */
	if (type->kind != PW_TYPE_INT && length > type->length)
		length = type->length;
	if (type->kind == PW_TYPE_BYTES && length < type->length)
		pw_check_error(ck, e->span, "buf() of a part of an array is "
			       "not supported yet");
	else
		e->type = pw_type_bytes((uint32_t)length, 0, false);
}

/* kptr() and uptr(): the same address, of that space. */
static void check_space(struct pw_checker *ck, struct pw_expr *e,
			enum pw_space space)
{
	const struct pw_type *type = &e->args->type;

	if (!pw_check_value(ck, e->args))
		return;
	if (type->kind != PW_TYPE_INT) {
		pw_check_error(ck, e->span, "%s() only supports integer or "
			       "pointer arguments (%s provided)", e->name,
			       pw_check_name(ck, type));
		return;
	}
	e->type = *type;
	e->type.is_flexible = false;
	e->type.space = (uint8_t)(1 + space);
}

void pw_check_function(struct pw_checker *ck, struct pw_expr *e,
		       const struct pw_func *func)
{
	switch (func->id) {
	case PW_FUNC_BSWAP:
		check_bswap(ck, e);
		break;
	case PW_FUNC_MACADDR:
		check_macaddr(ck, e);
		break;
	case PW_FUNC_PTON:
		check_pton(ck, e);
		break;
	case PW_FUNC_SIZEOF:
		pw_check_sizeof(ck, e);
		break;
	case PW_FUNC_OFFSETOF:
		pw_check_offsetof(ck, e);
		break;
	case PW_FUNC_KPTR:
		check_space(ck, e, PW_SPACE_KERNEL);
		break;
	case PW_FUNC_UPTR:
		check_space(ck, e, PW_SPACE_USER);
		break;
	case PW_FUNC_BUF:
		check_buf(ck, e);
		break;
	default:
		break;
	}
}
