// SPDX-License-Identifier: GPL-2.0
/*
 * Types of values: making, naming and uniting them. Integers follow bpftrace's
 * rules: a literal takes the other side's sign, mixed signs of equal width go
 * to the next greater signed type.
 */
#include <string.h>
#include "lang/types.h"

#define SIZE_MAX_SUM	(1u << 30)

struct pw_type pw_type_of(enum pw_type_kind kind, uint32_t size)
{
	struct pw_type type;

	memset(&type, 0, sizeof(type));
	type.kind = kind;
	type.size = size;
	return type;
}

struct pw_type pw_type_stack(enum pw_type_kind kind, enum pw_stack_mode mode,
			     uint32_t depth)
{
	struct pw_type type = pw_type_of(kind, 8);

	type.width = mode;
	type.length = depth;
	return type;
}

bool pw_type_is_stack(const struct pw_type *type)
{
	return type->kind == PW_TYPE_KSTACK || type->kind == PW_TYPE_USTACK;
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

static const struct pw_type *keep(struct pw_arena *arena,
				  const struct pw_type *type)
{
	struct pw_type *copy = pw_arena_alloc(arena, sizeof(*copy));

	*copy = *type;
	copy->is_flexible = false;
	return copy;
}

struct pw_type pw_type_pointer(struct pw_arena *arena,
			       const struct pw_type *of)
{
	struct pw_type type = pw_type_int(8, false);

	type.is_pointer = true;
	if (of && of->kind != PW_TYPE_NONE)
		type.of = keep(arena, of);
	return type;
}

struct pw_type pw_type_string(uint32_t length)
{
	struct pw_type type = pw_type_of(PW_TYPE_STRING, pw_align8(length));

	type.length = length;
	return type;
}

uint32_t pw_type_str_chars(uint32_t max_strlen)
{
	return max_strlen < 1024 ? max_strlen : max_strlen - 1;
}

struct pw_type pw_type_str(uint32_t max_strlen)
{
	struct pw_type type = pw_type_string(max_strlen);

	type.size = pw_align8(pw_type_str_chars(max_strlen) + 2);
	return type;
}

struct pw_type pw_type_buf(uint32_t length)
{
	struct pw_type type = pw_type_of(PW_TYPE_BUF, 8 + pw_align8(length));

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

static bool is_plain_int(const struct pw_type *type)
{
	return type->kind == PW_TYPE_INT && !type->is_pointer &&
	       !type->enumeration;
}

struct pw_type pw_type_array(struct pw_arena *arena,
			     const struct pw_type *of, uint32_t n)
{
	uint64_t length = (uint64_t)n * pw_type_memory_size(of);
	struct pw_type type;

	/* What is too large for the frame is refused where it is put there. */
	if (length > SIZE_MAX_SUM)
		length = SIZE_MAX_SUM;
	if (is_plain_int(of))
		return pw_type_bytes((uint32_t)length, of->width,
				     of->is_signed);
	type = pw_type_bytes((uint32_t)length, 0, false);
	type.of = keep(arena, of);
	return type;
}

struct pw_type pw_type_struct(const struct pw_struct *record)
{
	struct pw_type type = pw_type_of(PW_TYPE_STRUCT,
					 pw_align8(record->size));

	type.record = record;
	type.length = record->size;
	return type;
}

struct pw_type pw_type_enum(const struct pw_enum *enumeration)
{
	struct pw_type type = pw_type_int(enumeration->width, false);

	type.enumeration = enumeration;
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
		/* More than any frame has: it must not wrap. */
		if (type.size > SIZE_MAX_SUM)
			type.size = SIZE_MAX_SUM;
	}
	/* What has no element still has a place. */
	if (!n)
		type.size = 8;
	type.n_elems = n;
	type.elems = copy;
	return type;
}

struct pw_type pw_type_record(struct pw_arena *arena,
			      const struct pw_type *elems,
			      const char *const *names, uint32_t n)
{
	struct pw_type type = pw_type_tuple(arena, elems, n);
	const char **copy = pw_arena_array(arena, n, sizeof(*copy));

	memcpy(copy, names, n * sizeof(*copy));
	type.names = copy;
	return type;
}

bool pw_type_find_name(const struct pw_type *type, const char *name,
		       uint32_t *index)
{
	for (uint32_t i = 0; type->names && i < type->n_elems; i++)
		if (!strcmp(type->names[i], name)) {
			*index = i;
			return true;
		}
	return false;
}

bool pw_type_is_array(const struct pw_type *type)
{
	return type->kind == PW_TYPE_BYTES && (type->width || type->of);
}

struct pw_type pw_type_element(const struct pw_type *type)
{
	if (type->of)
		return *type->of;
	if (type->kind == PW_TYPE_BYTES && type->width)
		return pw_type_int(type->width, type->is_signed);
	return pw_type_of(PW_TYPE_NONE, 0);
}

uint32_t pw_type_n_elements(const struct pw_type *type)
{
	uint32_t size = type->of ? pw_type_memory_size(type->of) : type->width;

	return size ? type->length / size : 0;
}

uint32_t pw_type_memory_size(const struct pw_type *type)
{
	switch (type->kind) {
	case PW_TYPE_INT:
		return type->width;
	case PW_TYPE_BOOL:
		return 1;
	case PW_TYPE_STRING:
		/* char x[4] is a string of four characters and its NUL. */
		return type->length ? type->length - 1 : 0;
	case PW_TYPE_BYTES:
		return type->length;
	case PW_TYPE_STRUCT:
		return type->record->size;
	default:
		return type->size;
	}
}

/* ---- sizeof ---- */

/* How many, the process, the addresses or what stands for them. */
static uint32_t stack_size(const struct pw_type *type)
{
	uint32_t frame = type->width == PW_STACK_BUILD_ID ? 32 : 8;

	return (type->kind == PW_TYPE_USTACK ? 16 : 8) + type->length * frame;
}

/* As an element of a tuple, which is laid out like a struct. */
static void measure(const struct pw_type *type, uint32_t *size,
		    uint32_t *align)
{
	struct pw_type element;
	uint32_t part, own;

	*align = 1;
	switch (type->kind) {
	case PW_TYPE_STRING:
		*size = type->length;
		break;
	case PW_TYPE_MAC:
		*size = 6;
		break;
	case PW_TYPE_TIME:
	case PW_TYPE_CGROUP_PATH:
		*size = 16;
		break;
	case PW_TYPE_INET:
	case PW_TYPE_STRUCT:
		*size = pw_type_memory_size(type);
		break;
	case PW_TYPE_KSTACK:
	case PW_TYPE_USTACK:
		*size = stack_size(type);
		*align = 8;
		break;
	case PW_TYPE_BUF:
		*size = type->length;
		break;
	case PW_TYPE_BYTES:
		element = pw_type_element(type);
		measure(&element, &part, align);
		*size = type->length;
		break;
	case PW_TYPE_TUPLE:
		*size = 0;
		for (uint32_t i = 0; i < type->n_elems; i++) {
			measure(&type->elems[i], &part, &own);
			*size = (*size + own - 1) / own * own + part;
			if (own > *align)
				*align = own;
		}
		*size = (*size + *align - 1) / *align * *align;
		break;
	default:
		*size = pw_type_memory_size(type);
		*align = *size <= 2 ? *size : *size <= 4 ? 4 : 8;
		if (!*align)
			*align = 1;
	}
}

uint32_t pw_type_sizeof(const struct pw_type *type)
{
	uint32_t size, align;

	measure(type, &size, &align);
	return size;
}

/* ---- comparing ---- */

bool pw_type_is_number(const struct pw_type *type)
{
	return type->kind == PW_TYPE_INT || type->kind == PW_TYPE_BOOL;
}

bool pw_type_is_aggregate(const struct pw_type *type)
{
	return type->kind >= PW_TYPE_COUNT && type->kind <= PW_TYPE_TSERIES;
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

/* The names that the check and a reader know of a type are equal. */
static bool same_names(const struct pw_type *a, const struct pw_type *b)
{
	if (a->record != b->record || a->enumeration != b->enumeration ||
	    !a->names != !b->names)
		return false;
	for (uint32_t i = 0; a->names && i < a->n_elems; i++)
		if (strcmp(a->names[i], b->names[i]))
			return false;
	return true;
}

/* Pointers to structs may go round in circles: the struct's name decides. */
static bool same_element(const struct pw_type *a, const struct pw_type *b)
{
	if (!a->of || !b->of)
		return a->of == b->of;
	return pw_type_equal(a->of, b->of);
}

bool pw_type_equal(const struct pw_type *a, const struct pw_type *b)
{
	if (a->kind != b->kind || a->size != b->size || a->width != b->width ||
	    a->is_signed != b->is_signed || a->is_pointer != b->is_pointer ||
	    a->is_flexible != b->is_flexible || a->length != b->length ||
	    a->n_elems != b->n_elems || !same_format(a->format, b->format) ||
	    a->space != b->space || !same_names(a, b) || !same_element(a, b))
		return false;
	for (uint32_t i = 0; i < a->n_elems; i++)
		if (!pw_type_equal(&a->elems[i], &b->elems[i]))
			return false;
	return true;
}

bool pw_type_same_layout(const struct pw_type *a, const struct pw_type *b)
{
	if (a->kind != b->kind || a->size != b->size ||
	    a->n_elems != b->n_elems || !same_names(a, b))
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
		if (a->enumeration == b->enumeration)
			type.enumeration = a->enumeration;
		return type;
	}
	if ((a->is_signed && a->width > b->width) ||
	    (b->is_signed && b->width > a->width))
		return pw_type_int(width, true);
	return pw_type_int(width >= 4 ? 8 : 2 * width, true);
}

/* A record's elements go by name, in the order of the first. */
static bool unite_tuples(struct pw_arena *arena, const struct pw_type *a,
			 const struct pw_type *b, uint32_t name_length,
			 struct pw_type *out)
{
	struct pw_type *elems;
	uint32_t at;

	if (a->n_elems != b->n_elems || !a->names != !b->names)
		return false;
	elems = pw_arena_array(arena, a->n_elems, sizeof(*elems));
	for (uint32_t i = 0; i < a->n_elems; i++) {
		at = i;
		if (a->names && !pw_type_find_name(b, a->names[i], &at))
			return false;
		if (!pw_type_unite(arena, &a->elems[i], &b->elems[at],
				   name_length, &elems[i]))
			return false;
	}
	*out = a->names ? pw_type_record(arena, elems, a->names, a->n_elems) :
	       pw_type_tuple(arena, elems, a->n_elems);
	return true;
}

/*
 * Pointers to integers go to the greater one, as in bpftrace; a pointer of
 * which nothing is known takes the other's target.
 */
static bool unite_pointers(struct pw_arena *arena, const struct pw_type *a,
			   const struct pw_type *b, struct pw_type *out)
{
	struct pw_type of;

	if (!a->is_pointer || !b->is_pointer)
		return false;
	if (!a->of || !b->of) {
		*out = a->of ? *a : *b;
	} else if (pw_type_equal(a->of, b->of)) {
		*out = *a;
	} else {
		if (!pw_type_unite(arena, a->of, b->of, 1, &of))
			return false;
		*out = pw_type_pointer(arena, &of);
	}
	out->space = a->space == b->space ? a->space : 0;
	return true;
}

static struct pw_type unite_texts(const struct pw_type *a,
				  const struct pw_type *b, uint32_t name_length)
{
	uint32_t la = a->kind == PW_TYPE_STRING ? a->length : name_length;
	uint32_t lb = b->kind == PW_TYPE_STRING ? b->length : name_length;
	struct pw_type type;

	type = pw_type_string(la > lb ? la : lb);
	/* A slot may have room for more, to be cut. */
	if (a->kind == PW_TYPE_STRING && a->size > type.size)
		type.size = a->size;
	if (b->kind == PW_TYPE_STRING && b->size > type.size)
		type.size = b->size;
	return type;
}

static bool is_symbol(const struct pw_type *type)
{
	return type->kind == PW_TYPE_FUNC || type->kind == PW_TYPE_KSYM;
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
	if (is_symbol(a) && is_symbol(b)) {
		*out = pw_type_of(PW_TYPE_KSYM, 8);
		return true;
	}
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case PW_TYPE_INT:
		if (a->is_pointer || b->is_pointer)
			return unite_pointers(arena, a, b, out);
		*out = unite_ints(a, b);
		return true;
	case PW_TYPE_BUF:
		*out = a->length > b->length ? *a : *b;
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
