// SPDX-License-Identifier: GPL-2.0
/*
 * Where the members of a struct are: as a C compiler for x86-64 puts them.
 * Members of unnamed structs and unions become the outer one's.
 */
#include <string.h>
#include "lang/ctype.h"

#define MEMBERS_MAX 4096u	/* of one struct */

struct layout {
	struct pw_struct *record;
	bool is_packed;
	uint64_t bit;			/* behind the last member */
	uint64_t end;			/* the same, of the longest one */
	struct pw_member *members;
};

/* A multiple of `align`, which a type says and so need not be a power of 2. */
static uint64_t round_up(uint64_t n, uint32_t align)
{
	return align > 1 ? (n + align - 1) / align * align : n;
}

static void place(struct layout *l, const struct pw_cmember *m)
{
	uint32_t align = l->is_packed ? 1 : m->ctype.align;
	uint32_t unit = 8 * m->ctype.size;

	if (m->align > align)
		align = m->align;
	if (l->record->is_union)
		l->bit = 0;
	if (m->is_bits && !m->bits) {
		l->bit = round_up(l->bit, unit);
		return;
	}
	if (!m->is_bits)
		l->bit = round_up(l->bit, 8 * (align ? align : 1));
	else if (!l->is_packed && l->bit % unit + m->bits > unit)
		l->bit = round_up(l->bit, unit);
	/* Bits without a name do not align the struct. */
	if (align > l->record->align && (m->name || !m->is_bits))
		l->record->align = align;
}

/*
 * The bytes that are loaded for a bit-field: as few as hold it, and none behind
 * the struct's end.
 */
void pw_member_bits(const struct pw_struct *record, struct pw_member *m)
{
	uint32_t back;

	for (m->load = 1; m->load < 8; m->load *= 2)
		if (m->shift + m->bits <= 8u * m->load)
			break;
	back = m->offset + m->load > record->size ?
	       m->offset + m->load - record->size : 0;
	if (back > m->offset || m->shift + m->bits + 8 * back > 8u * m->load) {
		/* Neither before nor behind it are bytes enough. */
		memset(&m->type, 0, sizeof(m->type));
		return;
	}
	m->offset -= back;
	m->shift += 8 * back;
}

static void add(struct layout *l, const struct pw_cmember *m)
{
	struct pw_member *out = &l->members[l->record->n_members++];

	memset(out, 0, sizeof(*out));
	out->name = m->name;
	out->type = m->ctype.type;
	out->offset = (uint32_t)(l->bit / 8);
	out->size = m->ctype.size;
	if (m->is_bits) {
		out->bits = (uint8_t)m->bits;
		out->shift = l->bit % 8;
	}
}

static void add_unnamed(struct layout *l, const struct pw_struct *inner)
{
	pw_struct_load(inner);
	for (uint32_t i = 0; i < inner->n_members; i++) {
		struct pw_member *out = &l->members[l->record->n_members++];

		*out = inner->members[i];
		out->offset += (uint32_t)(l->bit / 8);
	}
}

static uint32_t count(const struct pw_cmember *m)
{
	uint32_t n = 0;

	for (; m; m = m->next)
		n += m->name ? 1 : m->ctype.type.kind == PW_TYPE_STRUCT ?
		     m->ctype.type.record->n_members : 0;
	return n;
}

/* A struct that is an unnamed member has its own bit-fields ready. */
static void finish_bits(struct layout *l, const struct pw_cmember *m)
{
	uint32_t i = 0;

	for (; m; m = m->next) {
		if (!m->name) {
			i += count(m) - count(m->next);
			continue;
		}
		if (m->is_bits)
			pw_member_bits(l->record, &l->members[i]);
		i++;
	}
}

static const char *find_twice(struct pw_arena *arena,
			      const struct pw_struct *record)
{
	const char *name;

	for (uint32_t i = 1; i < record->n_members; i++) {
		name = record->members[i].name;
		for (uint32_t k = 0; k < i; k++)
			if (!strcmp(record->members[k].name, name))
				return pw_arena_printf(arena, "duplicate "
						       "member '%s'", name);
	}
	return NULL;
}

const char *pw_struct_complete(struct pw_ctypes *types,
			       struct pw_struct *record,
			       const struct pw_cmember *members,
			       bool is_packed, uint32_t align)
{
	struct layout l = { record, is_packed, 0, 0, NULL };
	struct pw_arena *arena = pw_ctypes_arena(types);
	uint32_t n = count(members);
	const struct pw_cmember *m;
	uint64_t size;

	if (n > MEMBERS_MAX || !pw_ctypes_count(types, n))
		return "too many members";
	l.members = pw_arena_array(arena, n, sizeof(*l.members));
	record->members = l.members;
	record->align = align ? align : 1;
	for (m = members; m; m = m->next) {
		place(&l, m);
		if (m->name)
			add(&l, m);
		else if (m->ctype.type.kind == PW_TYPE_STRUCT)
			add_unnamed(&l, m->ctype.type.record);
		l.bit += m->is_bits ? m->bits : 8ull * m->ctype.size;
		if (l.bit > l.end)
			l.end = l.bit;
	}
	size = round_up((l.end + 7) / 8, record->align);
	if (size > INT32_MAX)
		return "the struct is too large";
	record->size = (uint32_t)size;
	record->is_complete = true;
	finish_bits(&l, members);
	return find_twice(arena, record);
}
