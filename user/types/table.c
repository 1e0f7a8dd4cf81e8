// SPDX-License-Identifier: GPL-2.0
/*
 * Opens a type table. All types are children of one compilation unit, as it is
 * one object.
 */
#include <dwarf.h>
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "types/table_index.h"

static bool to_type(Dwarf_Die *die)
{
	Dwarf_Attribute attr;

	return dwarf_attr(die, DW_AT_type, &attr) &&
	       dwarf_formref_die(&attr, die);
}

bool pw_table_function(struct pw_table *table, const char *name,
		       Dwarf_Die *out)
{
	Dwarf_Off die;

	if (!pw_table_find(table, DW_TAG_subprogram, name, &die) ||
	    !dwarf_offdie(table->dwarf, die, out))
		return false;
	return table->is_program ||
	       (to_type(out) && to_type(out) &&
		dwarf_tag(out) == DW_TAG_subroutine_type);
}

/* ---- lines ---- */

/* The line's first word against the name: as strcmp(). */
static int compare_word(const char *line, const char *end, const char *name)
{
	size_t len = strlen(name), have = (size_t)(end - line), n;
	int order;

	for (n = 0; n < have && line[n] != ' ' && line[n] != '(' &&
	     line[n] != '\n'; n++)
		;
	order = memcmp(line, name, n < len ? n : len);
	return order ? order : n < len ? -1 : n > len;
}

const char *pw_table_line(const struct pw_table_lines *lines, const char *name)
{
	const char *low = lines->begin, *high = lines->end, *line;
	int order;

	while (low < high) {
		line = low + (high - low) / 2;
		while (line > low && line[-1] != '\n')
			line--;
		order = compare_word(line, high, name);
		if (!order)
			return line + strlen(name);
		if (order > 0) {
			high = line;
		} else {
			low = memchr(line, '\n', (size_t)(high - line));
			low = low ? low + 1 : high;
		}
	}
	return NULL;
}

/* The line at *at is "WORD REST": REST, and *at is the next line; or NULL. */
static const char *take_line(const char **at, const char *end, const char *word)
{
	const char *rest = *at + strlen(word);
	const char *newline;

	newline = rest < end ? memchr(rest, '\n', (size_t)(end - rest)) : NULL;
	if (!newline || memcmp(*at, word, strlen(word)))
		return NULL;
	*at = newline + 1;
	return rest;
}

/*
 * The section .probewire: "release RELEASE", then "functions BYTES" with as many
 * bytes of lines (their parameters' names), then "macros" with the others.
 */
static int read_about(struct pw_table *table, const char *text, size_t size)
{
	const char *end = text + size, *at = text, *release, *bytes;
	unsigned long n;

	release = take_line(&at, end, "release ");
	if (!release)
		return -EINVAL;
	table->release = strndup(release, (size_t)(at - release) - 1);
	if (!table->release)
		return -ENOMEM;
	bytes = take_line(&at, end, "functions ");
	n = bytes ? strtoul(bytes, NULL, 10) : 0;
	if (!bytes || n > (size_t)(end - at) || end[-1] != '\n')
		return -EINVAL;
	table->functions.begin = at;
	at += n;
	table->functions.end = at;
	if (!take_line(&at, end, "macros"))
		return -EINVAL;
	table->macros.begin = at;
	table->macros.end = end;
	return 0;
}

static void read_index(struct pw_table *table, const char *text, size_t size)
{
	if (!size || text[size - 1] != '\n')
		return;
	table->index.begin = text;
	table->index.end = text + size;
}

static int find_sections(struct pw_table *table)
{
	Elf_Scn *scn = NULL;
	Elf_Data *data = NULL, *index = NULL;
	const char *name;
	GElf_Shdr header;
	size_t strings;

	if (elf_getshdrstrndx(table->elf, &strings))
		return -EINVAL;
	while ((scn = elf_nextscn(table->elf, scn))) {
		if (!gelf_getshdr(scn, &header))
			return -EINVAL;
		name = elf_strptr(table->elf, strings, header.sh_name);
		if (!name)
			continue;
		if (!strcmp(name, ".probewire.index"))
			index = elf_rawdata(scn, NULL);
		if (!strcmp(name, ".probewire"))
			data = elf_rawdata(scn, NULL);
	}
	if (index && index->d_buf)
		read_index(table, index->d_buf, index->d_size);
	return data && data->d_buf && data->d_size ?
	       read_about(table, data->d_buf, data->d_size) : -EINVAL;
}

/* ---- the table ---- */

const char *pw_table_release(const struct pw_table *table)
{
	return table->release;
}

static const char *about(void *data)
{
	const struct pw_table *table = data;

	return table->about;
}

static int tag_of(enum pw_source_kind kind, const char **name)
{
	switch (kind) {
	case PW_SOURCE_STRUCT:
		if (!strncmp(*name, "struct ", 7)) {
			*name += 7;
			return DW_TAG_structure_type;
		}
		*name += !strncmp(*name, "union ", 6) ? 6 : 0;
		return DW_TAG_union_type;
	case PW_SOURCE_ENUM:
		return DW_TAG_enumeration_type;
	case PW_SOURCE_TYPEDEF:
		return DW_TAG_typedef;
	default:
		return DW_TAG_enumerator;
	}
}

static unsigned int nearest(void *data, enum pw_source_kind kind,
			    const char *name, const char **out,
			    unsigned int max)
{
	struct pw_table *table = data;
	int tag = tag_of(kind, &name);
	const struct pw_table_names *names = pw_table_names(table, tag);
	unsigned int i;

	pw_nearest_start(&table->nearest, name);
	for (i = 0; i < names->n; i++)
		if (names->list[i].tag == tag && *names->list[i].name)
			pw_nearest_offer(&table->nearest, names->list[i].name);
	for (i = 0; i < table->nearest.n && i < max; i++)
		out[i] = table->nearest.best[i].name;
	return i;
}

const struct pw_type_source *pw_table_source(struct pw_table *table)
{
	return &table->source;
}

static const char about_text[] = "names are looked up in the type table ";

static int open_table(struct pw_table *table, const char *path)
{
	int err;

	table->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (table->fd < 0)
		return -errno;
	elf_version(EV_CURRENT);
	table->elf = elf_begin(table->fd, ELF_C_READ_MMAP, NULL);
	if (!table->elf || elf_kind(table->elf) != ELF_K_ELF)
		return -EINVAL;
	err = find_sections(table);
	if (err)
		return err;
	table->dwarf = dwarf_begin_elf(table->elf, DWARF_C_READ, NULL);
	if (!table->dwarf)
		return -EINVAL;
	table->about = malloc(strlen(path) + sizeof(about_text));
	if (!table->about)
		return -ENOMEM;
	sprintf(table->about, "%s%s", about_text, path);
	return table->index.begin ? 0 : pw_table_index(table);
}

void pw_table_set_source(struct pw_table *table)
{
	table->source.data = table;
	table->source.find = pw_dwarf_find;
	table->source.load = pw_dwarf_load;
	table->source.prototype = pw_dwarf_prototype;
	table->source.constant = pw_macro_constant;
	table->source.nearest = nearest;
	table->source.about = about;
}

int pw_table_open(const char *path, struct pw_table **out)
{
	struct pw_table *table = calloc(1, sizeof(*table));
	int err;

	*out = NULL;
	if (!table)
		return -ENOMEM;
	pw_table_set_source(table);
	err = open_table(table, path);
	if (err) {
		pw_table_close(table);
		return err;
	}
	*out = table;
	return 0;
}

void pw_table_close(struct pw_table *table)
{
	if (!table)
		return;
	if (table->dwfl)
		dwfl_end(table->dwfl);
	else if (table->dwarf)
		dwarf_end(table->dwarf);
	if (table->elf)
		elf_end(table->elf);
	if (table->fd >= 0)
		close(table->fd);
	free(table->names.list);
	free(table->enumerators.list);
	free(table->release);
	free(table->about);
	free(table);
}
