// SPDX-License-Identifier: GPL-2.0
/*
 * Types of values: making, naming and uniting them. Integers follow bpftrace's
 * rules: a literal takes the other side's sign, mixed signs of equal width go
 * to the next greater signed type.
 */
#include <string.h>
#include "lang/types.h"

#define PW_INET_SIZE	24	/* address family, 16 bytes of address */

static const struct {
	const char *name;
	unsigned char width;
	bool is_signed;
} type_names[] = {
	{ "int8", 1, true }, { "uint8", 1, false },
	{ "int16", 2, true }, { "uint16", 2, false },
	{ "int32", 4, true }, { "uint32", 4, false },
	{ "int64", 8, true }, { "uint64", 8, false },
	{ "int8_t", 1, true }, { "uint8_t", 1, false },
	{ "int16_t", 2, true }, { "uint16_t", 2, false },
	{ "int32_t", 4, true }, { "uint32_t", 4, false },
	{ "int64_t", 8, true }, { "uint64_t", 8, false },
	{ "s8", 1, true }, { "u8", 1, false },
	{ "s16", 2, true }, { "u16", 2, false },
	{ "s32", 4, true }, { "u32", 4, false },
	{ "s64", 8, true }, { "u64", 8, false },
	{ "__s8", 1, true }, { "__u8", 1, false },
	{ "__s16", 2, true }, { "__u16", 2, false },
	{ "__s32", 4, true }, { "__u32", 4, false },
	{ "__s64", 8, true }, { "__u64", 8, false },
	{ "char", 1, true }, { "short", 2, true }, { "int", 4, true },
	{ "long", 8, true }, { "unsigned", 4, false },
	{ "unsigned char", 1, false }, { "unsigned short", 2, false },
	{ "unsigned int", 4, false }, { "unsigned long", 8, false },
	{ "long long", 8, true }, { "unsigned long long", 8, false },
	{ "size_t", 8, false }, { "ssize_t", 8, true }, { "pid_t", 4, true },
};

struct pw_type pw_type_of(enum pw_type_kind kind, uint32_t size)
{
	struct pw_type type;

	memset(&type, 0, sizeof(type));
	type.kind = kind;
	type.size = size;
	return type;
}

struct pw_type pw_type_int(unsigned int width, bool is_signed)
{
	struct pw_type type = pw_type_of(PW_TYPE_INT, 8);

	type.width = width;
	type.is_signed = is_signed;
	return type;
}

struct pw_type pw_type_literal(uint64_t value, bool is_signed)
{
	int64_t v = (int64_t)value;
	struct pw_type type;

	if (v < 0 && !is_signed)
		return pw_type_int(8, false);
	if (v >= INT8_MIN && v <= INT8_MAX)
		type = pw_type_int(1, true);
	else if (v >= INT16_MIN && v <= INT16_MAX)
		type = pw_type_int(2, true);
	else if (v >= INT32_MIN && v <= INT32_MAX)
		type = pw_type_int(4, true);
	else
		type = pw_type_int(8, true);
	type.is_flexible = v >= 0;
	return type;
}

struct pw_type pw_type_pointer(void)
{
	struct pw_type type = pw_type_int(8, false);

	type.is_pointer = true;
	return type;
}

struct pw_type pw_type_string(uint32_t length)
{
	struct pw_type type = pw_type_of(PW_TYPE_STRING, pw_align8(length));

	type.length = length;
	return type;
}

struct pw_type pw_type_bytes(uint32_t length, unsigned int width,
			     bool is_signed)
{
	struct pw_type type = pw_type_of(PW_TYPE_BYTES, pw_align8(length));

	type.length = length;
	type.width = width;
	type.is_signed = is_signed;
	return type;
}

struct pw_type pw_type_tuple(struct pw_arena *arena,
			     const struct pw_type *elems, uint32_t n)
{
	struct pw_type type = pw_type_of(PW_TYPE_TUPLE, 0);
	struct pw_type *copy = pw_arena_array(arena, n, sizeof(*copy));

	for (uint32_t i = 0; i < n; i++) {
		copy[i] = elems[i];
		type.size += elems[i].size;
	}
	type.n_elems = n;
	type.elems = copy;
	return type;
}

bool pw_type_is_number(const struct pw_type *type)
{
	return type->kind == PW_TYPE_INT || type->kind == PW_TYPE_BOOL;
}

bool pw_type_is_aggregate(const struct pw_type *type)
{
	return type->kind >= PW_TYPE_COUNT && type->kind <= PW_TYPE_LHIST;
}

bool pw_type_is_castable(const struct pw_type *type)
{
	return type->kind >= PW_TYPE_COUNT && type->kind <= PW_TYPE_AVG;
}

struct pw_type pw_type_read(const struct pw_type *type)
{
	if (!pw_type_is_castable(type))
		return *type;
	return pw_type_int(8, type->kind == PW_TYPE_COUNT || type->is_signed);
}

uint32_t pw_type_map_size(const struct pw_type *type)
{
	return type->kind == PW_TYPE_AVG ? 16 : type->size;
}

bool pw_type_is_text(const struct pw_type *type)
{
	return type->kind == PW_TYPE_STRING || type->kind == PW_TYPE_PROBE ||
	       type->kind == PW_TYPE_FUNC;
}

static bool same_format(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

bool pw_type_equal(const struct pw_type *a, const struct pw_type *b)
{
	if (a->kind != b->kind || a->size != b->size || a->width != b->width ||
	    a->is_signed != b->is_signed || a->is_pointer != b->is_pointer ||
	    a->is_flexible != b->is_flexible || a->length != b->length ||
	    a->n_elems != b->n_elems || !same_format(a->format, b->format))
		return false;
	for (uint32_t i = 0; i < a->n_elems; i++)
		if (!pw_type_equal(&a->elems[i], &b->elems[i]))
			return false;
	return true;
}

bool pw_type_same_layout(const struct pw_type *a, const struct pw_type *b)
{
	if (a->kind != b->kind || a->size != b->size ||
	    a->n_elems != b->n_elems)
		return false;
	for (uint32_t i = 0; i < a->n_elems; i++)
		if (!pw_type_same_layout(&a->elems[i], &b->elems[i]))
			return false;
	return true;
}

bool pw_type_fits(const struct pw_type *from, const struct pw_type *to)
{
	if (to->kind != PW_TYPE_INT || to->width == 8)
		return true;
	if (from->kind != PW_TYPE_INT)
		return !pw_type_is_aggregate(from);
	if (from->is_signed == to->is_signed || from->is_flexible)
		return from->width <= to->width;
	return !from->is_signed && from->width < to->width;
}

/* bpftrace's get-the-greater: signs first, then widths. */
static struct pw_type unite_ints(const struct pw_type *a,
				 const struct pw_type *b)
{
	unsigned int width = a->width > b->width ? a->width : b->width;
	struct pw_type type;

	if (a->is_signed == b->is_signed || a->is_flexible || b->is_flexible) {
		type = pw_type_int(width,
				   (a->is_signed && !a->is_flexible) ||
				   (b->is_signed && !b->is_flexible));
		type.is_flexible = a->is_flexible && b->is_flexible;
		if (type.is_flexible)
			type.is_signed = true;
		type.is_pointer = a->is_pointer && b->is_pointer;
		return type;
	}
	if ((a->is_signed && a->width > b->width) ||
	    (b->is_signed && b->width > a->width))
		return pw_type_int(width, true);
	return pw_type_int(width >= 4 ? 8 : 2 * width, true);
}

static bool unite_tuples(struct pw_arena *arena, const struct pw_type *a,
			 const struct pw_type *b, uint32_t name_length,
			 struct pw_type *out)
{
	struct pw_type *elems;

	if (a->n_elems != b->n_elems)
		return false;
	elems = pw_arena_array(arena, a->n_elems, sizeof(*elems));
	for (uint32_t i = 0; i < a->n_elems; i++)
		if (!pw_type_unite(arena, &a->elems[i], &b->elems[i],
				   name_length, &elems[i]))
			return false;
	*out = pw_type_tuple(arena, elems, a->n_elems);
	return true;
}

static struct pw_type unite_texts(const struct pw_type *a,
				  const struct pw_type *b, uint32_t name_length)
{
	uint32_t la = a->kind == PW_TYPE_STRING ? a->length : name_length;
	uint32_t lb = b->kind == PW_TYPE_STRING ? b->length : name_length;

	return pw_type_string(la > lb ? la : lb);
}

bool pw_type_unite(struct pw_arena *arena, const struct pw_type *a,
		   const struct pw_type *b, uint32_t name_length,
		   struct pw_type *out)
{
	if (a->kind == PW_TYPE_NONE || b->kind == PW_TYPE_NONE) {
		*out = a->kind == PW_TYPE_NONE ? *b : *a;
		return true;
	}
	if (pw_type_equal(a, b)) {
		*out = *a;
		return true;
	}
	if (pw_type_is_text(a) && pw_type_is_text(b)) {
		*out = unite_texts(a, b, name_length);
		return true;
	}
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case PW_TYPE_INT:
		*out = unite_ints(a, b);
		return true;
	case PW_TYPE_TUPLE:
		return unite_tuples(arena, a, b, name_length, out);
	default:
		/* Equal but for the sign. */
		if (!pw_type_is_aggregate(a))
			return false;
		*out = a->is_signed ? *a : *b;
		return true;
	}
}

bool pw_type_parse(const char *text, struct pw_type *out)
{
	if (!strcmp(text, "bool")) {
		*out = pw_type_of(PW_TYPE_BOOL, 8);
		return true;
	}
	if (!strcmp(text, "inet")) {
		*out = pw_type_of(PW_TYPE_INET, PW_INET_SIZE);
		return true;
	}
	for (size_t i = 0; i < sizeof(type_names) / sizeof(type_names[0]); i++)
		if (!strcmp(text, type_names[i].name)) {
			*out = pw_type_int(type_names[i].width,
					   type_names[i].is_signed);
			return true;
		}
	return false;
}

static const char *tuple_name(struct pw_arena *arena,
			      const struct pw_type *type)
{
	const char *name = "(";

	for (uint32_t i = 0; i < type->n_elems; i++)
		name = pw_arena_printf(arena, "%s%s%s", name, i ? "," : "",
				       pw_type_name(arena, &type->elems[i]));
	return pw_arena_printf(arena, "%s)", name);
}

const char *pw_type_name(struct pw_arena *arena, const struct pw_type *type)
{
	switch (type->kind) {
	case PW_TYPE_NONE:
		return "void";
	case PW_TYPE_INT:
		if (type->is_pointer)
			return "void *";
		return pw_arena_printf(arena, "%s%u",
				       type->is_signed ? "int" : "uint",
				       8u * type->width);
	case PW_TYPE_BOOL:
		return "bool";
	case PW_TYPE_STRING:
		return pw_arena_printf(arena, "string[%u]", type->length);
	case PW_TYPE_BYTES:
		if (!type->width)
			return pw_arena_printf(arena, "buffer[%u]",
					       type->length);
		return pw_arena_printf(arena, "%s%u[%u]",
				       type->is_signed ? "int" : "uint",
				       8u * type->width,
				       type->length / type->width);
	case PW_TYPE_INET:
		return "inet";
	case PW_TYPE_PROBE:
		return "probe";
	case PW_TYPE_FUNC:
	case PW_TYPE_KSYM:
		return "ksym_t";
	case PW_TYPE_MAC:
		return "macaddr";
	case PW_TYPE_USER:
		return "username";
	case PW_TYPE_USYM:
		return "usym_t";
	case PW_TYPE_TIME:
		return "timestamp";
	case PW_TYPE_TUPLE:
		return tuple_name(arena, type);
	case PW_TYPE_COUNT:
		return "count_t";
	case PW_TYPE_SUM:
		return type->is_signed ? "sum_t" : "usum_t";
	case PW_TYPE_MIN:
		return type->is_signed ? "min_t" : "umin_t";
	case PW_TYPE_MAX:
		return type->is_signed ? "max_t" : "umax_t";
	case PW_TYPE_AVG:
		return type->is_signed ? "avg_t" : "uavg_t";
	case PW_TYPE_STATS:
		return type->is_signed ? "stats_t" : "ustats_t";
	case PW_TYPE_HIST:
		return "hist_t";
	case PW_TYPE_LHIST:
		return "lhist_t";
	case PW_TYPE_ARGS:
		return "args";
	case PW_TYPE_PORTS:
		return "list";
	}
	return "?";
}
