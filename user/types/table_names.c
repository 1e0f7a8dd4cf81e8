// SPDX-License-Identifier: GPL-2.0
/*
 * Names in a type table. A walk over all types, without their members, takes a
 * few milliseconds, and longest where code runs once; so what a script names is
 * looked for in the list that is made with the table (kmod/types/index.awk).
 * The walk is for who asks for all names. A table without that list, such as a
 * program's, is walked when it is opened.
 */
#include <dwarf.h>
#include <errno.h>
#include <stdio.h>
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

/* ---- one name ---- */

static char kind_of(int tag)
{
	switch (tag) {
	case DW_TAG_structure_type:
		return 's';
	case DW_TAG_union_type:
		return 'u';
	case DW_TAG_enumeration_type:
		return 'e';
	case DW_TAG_typedef:
		return 't';
	case DW_TAG_subprogram:
		return 'f';
	default:
		return 'c';
	}
}

static bool find_line(const struct pw_table *table, int tag, const char *name,
		      Dwarf_Off *die)
{
	const char *line;
	char key[512];

	if ((size_t)snprintf(key, sizeof(key), "%c:%s", kind_of(tag), name) >=
	    sizeof(key))
		return false;
	line = pw_table_line(&table->index, key);
	if (line)
		*die = strtoull(line, NULL, 16);
	return line != NULL;
}

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

const struct pw_table_names *pw_table_names(struct pw_table *table, int tag)
{
	if (pw_table_index(table) || tag != DW_TAG_enumerator)
		return &table->names;
	if (!table->enumerators.n)
		index_enumerators(table);
	return &table->enumerators;
}

bool pw_table_find(struct pw_table *table, int tag, const char *name,
		   Dwarf_Off *die)
{
	const struct pw_table_name *found;

	if (table->index.begin)
		return find_line(table, tag, name, die);
	found = find_name(pw_table_names(table, tag), tag, name);
	if (found)
		*die = found->die;
	return found != NULL;
}
