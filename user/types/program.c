// SPDX-License-Identifier: GPL-2.0
/*
 * Debug info of a program or a library as a table of its types and functions:
 * its own, or that of its separate debug file, through elfutils.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <elfutils/libdwfl.h>
#include "symbols/functions.h"
#include "types/table_index.h"

static const char about_text[] = "the debug info of ";

static const char *about(void *data)
{
	const struct pw_table *table = data;

	return table->about;
}

static int open_program(struct pw_table *table, const char *path)
{
	static const Dwfl_Callbacks callbacks = {
		.find_elf = dwfl_build_id_find_elf,
		.find_debuginfo = pw_find_debuginfo,
		.section_address = dwfl_offline_section_address,
	};
	Dwfl_Module *module;
	Dwarf_Addr bias;

	table->dwfl = dwfl_begin(&callbacks);
	module = table->dwfl ? dwfl_report_elf(table->dwfl, path, path, -1, 0,
					       true) : NULL;
	if (!module)
		return -ENOEXEC;
	dwfl_report_end(table->dwfl, NULL, NULL);
	table->dwarf = dwfl_module_getdwarf(module, &bias);
	if (!table->dwarf)
		return -ENOENT;
	table->about = malloc(sizeof(about_text) + strlen(path));
	if (!table->about)
		return -ENOMEM;
	sprintf(table->about, "%s%s", about_text, path);
	return pw_table_index(table);
}

int pw_table_open_program(const char *path, uint32_t number,
			  struct pw_table **out)
{
	struct pw_table *table = calloc(1, sizeof(*table));
	int err;

	*out = NULL;
	if (!table)
		return -ENOMEM;
	table->fd = -1;
	table->is_program = true;
	table->mark = PW_PROGRAM_PLACE | (uint64_t)number << 32;
	pw_table_set_source(table);
	table->source.about = about;
	err = open_program(table, path);
	if (err) {
		pw_table_close(table);
		return err;
	}
	*out = table;
	return 0;
}
