// SPDX-License-Identifier: GPL-2.0
/*
 * Names in a type table. A walk over all types, without their members, takes a
 * few milliseconds, and longest where code runs once; so what a script names is
 * looked for in the list of types that the compiler makes (.debug_pubtypes),
 * and the walk is for who asks for all names, or for an enumerator. A table
 * without that list is walked when it is opened.
 */
#include <dwarf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "types/table_index.h"

static uint32_t bucket_of(const char *name)
{
	uint32_t hash = 5381;

	while (*name)
		hash = hash * 33 + (unsigned char)*name++;
	return hash % PW_TABLE_BUCKETS;
}

/* ---- names ---- */

static bool add_name(struct pw_table_names *names, const char *name, int tag,
		     Dwarf_Off die)
{
	uint32_t *bucket = &names->buckets[bucket_of(name)];
	struct pw_table_name *larger;

	if (names->n == names->room) {
		names->room = names->room ? 2 * names->room : 4096;
		larger = realloc(names->list,
				 names->room * sizeof(*larger));
		if (!larger)
			return false;
		names->list = larger;
	}
	names->list[names->n].name = name;
	names->list[names->n].die = die;
	names->list[names->n].tag = (uint16_t)tag;
	names->list[names->n].next = *bucket;
	*bucket = ++names->n;
	return true;
}

static const struct pw_table_name *find_name(const struct pw_table_names *names,
					     int tag, const char *name)
{
	const struct pw_table_name *n;
	uint32_t i;

	for (i = names->buckets[bucket_of(name)]; i; i = n->next) {
		n = &names->list[i - 1];
		if (n->tag == tag && !strcmp(n->name, name))
			return n;
	}
	return NULL;
}

/* Functions of a program are what is probed. */
static bool is_indexed(const struct pw_table *table, int tag)
{
	return tag == DW_TAG_structure_type || tag == DW_TAG_union_type ||
	       tag == DW_TAG_enumeration_type || tag == DW_TAG_typedef ||
	       (tag == DW_TAG_subprogram && table->is_program);
}

/* The members of the struct that kmod/types/build.sh makes of all functions. */
static int index_functions(struct pw_table *table, Dwarf_Die *functions)
{
	Dwarf_Die die;
	int end = dwarf_child(functions, &die);

	for (; !end; end = dwarf_siblingof(&die, &die))
		if (dwarf_tag(&die) == DW_TAG_member &&
		    !add_name(&table->names, dwarf_diename(&die),
			      DW_TAG_subprogram, dwarf_dieoffset(&die)))
			return -ENOMEM;
	return 0;
}

static int index_unit(struct pw_table *table, Dwarf_Die *unit)
{
	Dwarf_Die die;
	int end = dwarf_child(unit, &die);

	for (; !end; end = dwarf_siblingof(&die, &die)) {
		int tag = dwarf_tag(&die);
		const char *name = is_indexed(table, tag) ?
				   dwarf_diename(&die) : NULL;

		if (tag == DW_TAG_enumeration_type && !name)
			name = "";
		/* One of which only the name is known is none. */
		if (!name || dwarf_hasattr(&die, DW_AT_declaration))
			continue;
		if (!strcmp(name, "pw_functions")) {
			if (index_functions(table, &die))
				return -ENOMEM;
		} else if (!add_name(&table->names, name, tag,
				     dwarf_dieoffset(&die))) {
			return -ENOMEM;
		}
	}
	return end < 0 ? -EINVAL : 0;
}

int pw_table_index(struct pw_table *table)
{
	Dwarf_Off offset = 0, next;
	size_t header;
	Dwarf_Die unit;
	int err = 0;

	if (table->is_indexed)
		return 0;
	table->names.n = 0;
	memset(table->names.buckets, 0, sizeof(table->names.buckets));
	while (!err && !dwarf_nextcu(table->dwarf, offset, &next, &header,
				     NULL, NULL, NULL)) {
		if (!dwarf_offdie(table->dwarf, offset + header, &unit))
			return -EINVAL;
		err = index_unit(table, &unit);
		offset = next;
	}
	table->is_indexed = !err;
	return err;
}

/* ---- the compiler's list ---- */

/* Length, version, and which part of .debug_info it is about. */
#define UNIT_HEADER	14

/* A type of that name behind *at, which goes on behind it; 0: no more. */
static Dwarf_Off next_public(const struct pw_table *table, size_t *at,
			     const char *name)
{
	const char *data = table->pubtypes->d_buf;
	size_t size = table->pubtypes->d_size, len = strlen(name) + 1, have;
	uint32_t offset;

	while (*at + 4 < size) {
		memcpy(&offset, data + *at, sizeof(offset));
		if (!offset)
			return 0;
		*at += 4;
		have = strnlen(data + *at, size - *at) + 1;
		if (have == len && *at + len <= size &&
		    !memcmp(data + *at, name, len)) {
			*at += have;
			return offset;
		}
		*at += have;
	}
	return 0;
}

/* The type of that tag and name, with its name in the table's names. */
static const struct pw_table_name *find_public(struct pw_table *table, int tag,
					       const char *name)
{
	size_t at = UNIT_HEADER;
	Dwarf_Off offset;
	Dwarf_Die die;

	while ((offset = next_public(table, &at, name))) {
		if (!dwarf_offdie(table->dwarf, offset, &die) ||
		    dwarf_tag(&die) != tag ||
		    dwarf_hasattr(&die, DW_AT_declaration))
			continue;
		return add_name(&table->names, dwarf_diename(&die), tag,
				offset) ?
		       &table->names.list[table->names.n - 1] : NULL;
	}
	return NULL;
}

static void find_functions(struct pw_table *table)
{
	const struct pw_table_name *all;
	Dwarf_Die die;

	table->has_functions = true;
	all = find_public(table, DW_TAG_structure_type, "pw_functions");
	if (all && dwarf_offdie(table->dwarf, all->die, &die))
		index_functions(table, &die);
}

const struct pw_table_name *pw_table_find(struct pw_table *table, int tag,
					  const char *name)
{
	const struct pw_table_name *found = find_name(&table->names, tag, name);

	if (found || table->is_indexed)
		return found;
	if (tag != DW_TAG_subprogram)
		return find_public(table, tag, name);
	if (!table->has_functions)
		find_functions(table);
	return find_name(&table->names, tag, name);
}

/* ---- enumerators ---- */

static void index_enumerators(struct pw_table *table)
{
	Dwarf_Die die, child;
	uint32_t i;
	int end;

	for (i = 0; i < table->names.n; i++) {
		if (table->names.list[i].tag != DW_TAG_enumeration_type ||
		    !dwarf_offdie(table->dwarf, table->names.list[i].die, &die))
			continue;
		end = dwarf_child(&die, &child);
		for (; !end; end = dwarf_siblingof(&child, &child))
			if (dwarf_tag(&child) == DW_TAG_enumerator)
				add_name(&table->enumerators,
					 dwarf_diename(&child),
					 DW_TAG_enumerator,
					 table->names.list[i].die);
	}
}

const struct pw_table_name *pw_table_enumerator(struct pw_table *table,
						const char *name)
{
	if (!table->enumerators.n && !pw_table_index(table))
		index_enumerators(table);
	return find_name(&table->enumerators, DW_TAG_enumerator, name);
}
