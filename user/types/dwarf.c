// SPDX-License-Identifier: GPL-2.0
/*
 * From debug info to the compiler's types. A struct is declared with its size
 * when something points to it, and gets its members when one of them is wanted:
 * from struct sock alone one could walk to half of the kernel.
 */
#include <dwarf.h>
#include <string.h>
#include "lang/ctype.h"
#include "types/members.h"
#include "types/table_index.h"

/* Where a compiler's output might go round in circles. */
#define MAX_DEPTH 32

struct decode {
	struct pw_table *table;
	struct pw_ctypes *types;
	unsigned int depth;
};

static struct pw_ctype decode(struct decode *d, Dwarf_Die *die);

static uint64_t number_of(Dwarf_Die *die, unsigned int name, uint64_t usual)
{
	Dwarf_Attribute attr;
	Dwarf_Word word;

	if (!dwarf_attr_integrate(die, name, &attr) ||
	    dwarf_formudata(&attr, &word))
		return usual;
	return word;
}

/* A copy, as types outlive the table; NULL: it has none. */
static const char *name_of(struct decode *d, Dwarf_Die *die)
{
	const char *name = dwarf_diename(die);

	return name ? pw_arena_strdup(pw_ctypes_arena(d->types), name) : NULL;
}

static bool type_die(Dwarf_Die *die, Dwarf_Die *out)
{
	Dwarf_Attribute attr;

	return dwarf_attr_integrate(die, DW_AT_type, &attr) &&
	       dwarf_formref_die(&attr, out);
}

/* What a DIE's type is; of none, void. */
static struct pw_ctype type_of(struct decode *d, Dwarf_Die *die)
{
	struct pw_ctype none;
	Dwarf_Die type;

	memset(&none, 0, sizeof(none));
	if (d->depth >= MAX_DEPTH || !type_die(die, &type))
		return none;
	d->depth++;
	none = decode(d, &type);
	d->depth--;
	return none;
}

static struct pw_ctype base_type(Dwarf_Die *die)
{
	uint32_t size = (uint32_t)number_of(die, DW_AT_byte_size, 0);
	const char *name = dwarf_diename(die);
	struct pw_ctype ctype;

	memset(&ctype, 0, sizeof(ctype));
	ctype.size = ctype.align = size;
	if (size != 1 && size != 2 && size != 4 && size != 8)
		return ctype;
	/* Kernels from 6.2 on are compiled with plain char unsigned. */
	ctype.is_char = name && !strcmp(name, "char");
	if (ctype.is_char) {
		ctype.type = pw_type_int(1, true);
		return ctype;
	}
	switch (number_of(die, DW_AT_encoding, 0)) {
	case DW_ATE_signed_char:
	case DW_ATE_signed:
		ctype.type = pw_type_int(size, true);
		break;
	case DW_ATE_boolean:
	case DW_ATE_unsigned:
	case DW_ATE_unsigned_char:
		ctype.type = pw_type_int(size, false);
		break;
	default:
		break;
	}
	return ctype;
}

static void add_values(struct decode *d, struct pw_enum *enumeration,
		       Dwarf_Die *die)
{
	Dwarf_Attribute attr;
	Dwarf_Sword value;
	Dwarf_Die child;
	int end = dwarf_child(die, &child);

	for (; !end; end = dwarf_siblingof(&child, &child))
		if (dwarf_tag(&child) == DW_TAG_enumerator &&
		    dwarf_attr(&child, DW_AT_const_value, &attr) &&
		    !dwarf_formsdata(&attr, &value))
			pw_enum_add(d->types, enumeration,
				    name_of(d, &child), value);
	enumeration->is_complete = true;
}

static struct pw_enum *decode_enum(struct decode *d, Dwarf_Die *die)
{
	struct pw_enum *enumeration;

	enumeration = pw_enum_foreign(d->types, name_of(d, die),
				      d->table->mark | dwarf_dieoffset(die));
	if (!enumeration->is_complete) {
		add_values(d, enumeration, die);
		enumeration->width = (unsigned int)
			number_of(die, DW_AT_byte_size, 4);
	}
	return enumeration;
}

static struct pw_ctype enum_type(struct decode *d, Dwarf_Die *die)
{
	struct pw_enum *enumeration = decode_enum(d, die);
	struct pw_ctype ctype = { pw_type_enum(enumeration),
				  enumeration->width, enumeration->width,
				  false };

	return ctype;
}

/* Of one that is only declared, another DIE may have the members. */
static struct pw_struct *decode_struct(struct decode *d, Dwarf_Die *die)
{
	int tag = dwarf_tag(die);
	bool is_union = tag == DW_TAG_union_type;
	const char *name = dwarf_diename(die);
	Dwarf_Off complete;
	Dwarf_Die other;

	if (dwarf_hasattr(die, DW_AT_declaration)) {
		if (!name || !pw_table_find(d->table, tag, name, &complete) ||
		    !dwarf_offdie(d->table->dwarf, complete, &other))
			return pw_struct_declare(d->types, is_union, name);
		die = &other;
	}
	return pw_struct_foreign(d->types, is_union, name,
				 d->table->mark | dwarf_dieoffset(die),
				 (uint32_t)number_of(die, DW_AT_byte_size, 0));
}

#define MAX_DIMENSIONS 8

static struct pw_ctype array_type(struct decode *d, Dwarf_Die *die)
{
	struct pw_ctype ctype = type_of(d, die);
	uint64_t dimensions[MAX_DIMENSIONS];
	unsigned int n = 0;
	Dwarf_Die child;
	int end = dwarf_child(die, &child);

	for (; !end && n < MAX_DIMENSIONS;
	     end = dwarf_siblingof(&child, &child)) {
		if (dwarf_tag(&child) != DW_TAG_subrange_type)
			continue;
		/* Without either it has no end, as `long data[]`. */
		dimensions[n] = number_of(&child, DW_AT_upper_bound,
					  UINT64_MAX) + 1;
		dimensions[n] = number_of(&child, DW_AT_count, dimensions[n]);
		n++;
	}
	while (n--)
		ctype = pw_ctype_array(d->types, &ctype,
				       dimensions[n] > INT32_MAX ? 0 :
				       (uint32_t)dimensions[n]);
	return ctype;
}

static struct pw_ctype decode(struct decode *d, Dwarf_Die *die)
{
	struct pw_ctype ctype;

	memset(&ctype, 0, sizeof(ctype));
	switch (dwarf_tag(die)) {
	case DW_TAG_base_type:
		return base_type(die);
	case DW_TAG_enumeration_type:
		return enum_type(d, die);
	case DW_TAG_structure_type:
	case DW_TAG_union_type:
		return pw_ctype_struct(decode_struct(d, die));
	case DW_TAG_pointer_type:
		ctype = type_of(d, die);
		return pw_ctype_pointer(d->types, &ctype);
	case DW_TAG_array_type:
		return array_type(d, die);
	case DW_TAG_typedef:
	case DW_TAG_const_type:
	case DW_TAG_volatile_type:
	case DW_TAG_restrict_type:
	case DW_TAG_atomic_type:
		return type_of(d, die);
	default:
		/* A function: only pointed to. */
		return ctype;
	}
}

/* ---- members ---- */

/* The number of the member's first bit, from the struct's start. */
static uint64_t first_bit(Dwarf_Die *die, uint64_t bits, uint32_t size)
{
	uint64_t start = 8 * number_of(die, DW_AT_data_member_location, 0);
	uint64_t from_top = number_of(die, DW_AT_bit_offset, UINT64_MAX);

	/* Up to DWARF 3, and by habit in 4: counted from the highest bit. */
	if (from_top != UINT64_MAX)
		return start + 8ull *
		       number_of(die, DW_AT_byte_size, size) -
		       from_top - bits;
	return number_of(die, DW_AT_data_bit_offset, start);
}

static void add_member(struct decode *d, struct pw_members *m, Dwarf_Die *die)
{
	uint64_t at = 8 * number_of(die, DW_AT_data_member_location, 0);
	uint64_t bits = number_of(die, DW_AT_bit_size, 0);
	struct pw_ctype ctype = type_of(d, die);
	uint32_t align = (uint32_t)number_of(die, DW_AT_alignment, 1);

	if (align > m->record->align)
		m->record->align = align;
	if (bits && bits <= 64)
		at = first_bit(die, bits, ctype.size);
	pw_members_add(m, name_of(d, die), &ctype, at, bits);
}

void pw_dwarf_load(void *data, struct pw_struct *record)
{
	struct decode d = { data, record->lazy->types, 0 };
	struct pw_members m = { d.types, record, NULL, 0, 0 };
	Dwarf_Die die, child;
	int end;

	if (!dwarf_offdie(d.table->dwarf, record->lazy->place & UINT32_MAX,
			  &die))
		return;
	end = dwarf_child(&die, &child);
	for (; !end; end = dwarf_siblingof(&child, &child))
		if (dwarf_tag(&child) == DW_TAG_member)
			add_member(&d, &m, &child);
	pw_members_end(&m);
	record->align = (uint32_t)number_of(&die, DW_AT_alignment,
					    record->align);
}

/* ---- what the compiler asks ---- */

static bool find(struct pw_table *table, enum pw_source_kind kind,
		 const char *name, Dwarf_Off *die)
{
	switch (kind) {
	case PW_SOURCE_STRUCT:
		if (!strncmp(name, "struct ", 7))
			return pw_table_find(table, DW_TAG_structure_type,
					     name + 7, die);
		return !strncmp(name, "union ", 6) &&
		       pw_table_find(table, DW_TAG_union_type, name + 6, die);
	case PW_SOURCE_ENUM:
		return pw_table_find(table, DW_TAG_enumeration_type, name,
				     die);
	case PW_SOURCE_TYPEDEF:
		return pw_table_find(table, DW_TAG_typedef, name, die);
	default:
		return pw_table_find(table, DW_TAG_enumerator, name, die);
	}
}

bool pw_dwarf_find(void *data, struct pw_ctypes *types,
		   enum pw_source_kind kind, const char *name)
{
	struct decode d = { data, types, 0 };
	struct pw_ctype ctype;
	Dwarf_Off offset;
	Dwarf_Die die;

	if (!find(d.table, kind, name, &offset) ||
	    !dwarf_offdie(d.table->dwarf, offset, &die))
		return false;
	ctype = decode(&d, &die);
	if (kind != PW_SOURCE_TYPEDEF)
		return true;
	return pw_typedef_add(types, pw_arena_strdup(pw_ctypes_arena(types),
						     name), &ctype);
}

/* ---- functions ---- */

static uint32_t count_params(Dwarf_Die *die)
{
	uint32_t n = 0;
	Dwarf_Die child;
	int end = dwarf_child(die, &child);

	for (; !end; end = dwarf_siblingof(&child, &child))
		n += dwarf_tag(&child) == DW_TAG_formal_parameter;
	return n;
}

/* " sk flags" of a line; false: they are not n. */
static bool take_names(struct pw_arena *arena, const char *text,
		       const char **names, uint32_t n)
{
	size_t len;

	for (uint32_t i = 0; i < n; i++) {
		if (!text || *text != ' ')
			return false;
		text++;
		len = strcspn(text, " \n");
		names[i] = pw_arena_strndup(arena, text, len);
		text += len;
	}
	return true;
}

bool pw_dwarf_prototype(void *data, struct pw_ctypes *types,
			const char *function, struct pw_prototype *out)
{
	struct decode d = { data, types, 0 };
	struct pw_arena *arena = pw_ctypes_arena(types);
	struct pw_type *param, *returns;
	const char **names;
	Dwarf_Die die, child;
	int end;

	if (!pw_table_function(d.table, function, &die))
		return false;
	out->n_params = count_params(&die);
	names = pw_arena_array(arena, out->n_params, sizeof(*names));
	if (!d.table->is_program &&
	    !take_names(arena, pw_table_line(&d.table->functions, function),
			names, out->n_params))
		return false;
	param = pw_arena_array(arena, out->n_params, sizeof(*param));
	returns = pw_arena_alloc(arena, sizeof(*returns));
	*returns = type_of(&d, &die).type;
	out->names = names;
	out->types = param;
	out->returns = returns;
	end = dwarf_child(&die, &child);
	for (; !end; end = dwarf_siblingof(&child, &child)) {
		if (dwarf_tag(&child) != DW_TAG_formal_parameter)
			continue;
		if (d.table->is_program)
			*names = name_of(&d, &child);
		*names = *names ? *names : "";
		names++;
		*param++ = type_of(&d, &child).type;
	}
	return true;
}
