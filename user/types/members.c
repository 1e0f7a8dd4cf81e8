// SPDX-License-Identifier: GPL-2.0
/*
 * Gathers members; see members.h.
 */
#include <string.h>
#include "types/members.h"

static struct pw_member *new_member(struct pw_members *m)
{
	m->list = pw_arena_grow(pw_ctypes_arena(m->types), m->list, m->n, 1,
				sizeof(*m->list), &m->room);
	memset(&m->list[m->n], 0, sizeof(*m->list));
	return &m->list[m->n++];
}

static void add_unnamed(struct pw_members *m, const struct pw_struct *inner,
			uint32_t offset)
{
	struct pw_member *member;

	pw_struct_load(inner);
	for (uint32_t i = 0; i < inner->n_members; i++) {
		member = new_member(m);
		*member = inner->members[i];
		member->offset += offset;
	}
}

void pw_members_add(struct pw_members *m, const char *name,
		    const struct pw_ctype *ctype, uint64_t at, uint64_t bits)
{
	struct pw_member *member;

	if (!name) {
		if (ctype->type.kind == PW_TYPE_STRUCT)
			add_unnamed(m, ctype->type.record, (uint32_t)(at / 8));
		return;
	}
	member = new_member(m);
	member->name = name;
	member->type = ctype->type;
	member->offset = (uint32_t)(at / 8);
	member->size = ctype->size;
	if (!bits || bits > 64)
		return;
	member->shift = at % 8;
	member->bits = (uint8_t)bits;
	pw_member_bits(m->record, member);
}

void pw_members_end(struct pw_members *m)
{
	m->record->members = m->list;
	m->record->n_members = (uint32_t)m->n;
}
