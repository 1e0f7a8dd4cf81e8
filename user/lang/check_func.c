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
	pw_check_chars(e->args);
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

/* At most so many: longer ones are shortened, as in bpftrace. */
static uint32_t buf_max(const struct pw_checker *ck)
{
	return ck->c->max_strlen > 4 ? ck->c->max_strlen - 4 : 1;
}

static void check_buf(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *arg = e->args, *n = arg->next;
	const struct pw_type *type = &arg->type;
	bool known = pw_check_value(ck, arg);
	uint64_t length = UINT64_MAX;

	if ((n && !pw_check_value(ck, n)) || !known)
		return;
	if (n && arg->kind != PW_EXPR_VAR)
		pw_check_chars(arg);
	if (type->kind != PW_TYPE_INT && type->kind != PW_TYPE_BYTES &&
	    type->kind != PW_TYPE_STRING) {
		pw_check_error(ck, e->span, "buf() expects an integer, string, "
			       "or array argument but saw %s",
			       pw_check_name(ck, type));
	} else if (!n && type->kind != PW_TYPE_BYTES) {
		pw_check_error(ck, e->span, "buf() expects a length argument "
			       "for non-array type %s",
			       pw_check_name(ck, type));
	} else if (n && n->type.kind != PW_TYPE_INT) {
		pw_check_error(ck, e->span, "buf() only supports int arguments "
			       "(%s provided)", pw_check_name(ck, &n->type));
	} else if (n && n->kind == PW_EXPR_INT && n->type.is_signed &&
		   (int64_t)n->number < 0) {
		pw_check_error(ck, e->span, "buf cannot use negative length "
			       "(%lld)", (long long)n->number);
	} else {
		if (!n)
			length = type->length;
		else if (n->kind == PW_EXPR_INT)
			length = n->number;
		if (length > buf_max(ck))
			length = buf_max(ck);
		e->type = pw_type_buf((uint32_t)length);
	}
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
	case PW_FUNC_TYPEINFO:
		pw_check_typeinfo(ck, e);
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
