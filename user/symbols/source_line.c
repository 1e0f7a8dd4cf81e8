// SPDX-License-Identifier: GPL-2.0
/*
 * From a line of source to code; see source_line.h. Only statements that the
 * file itself has count, not those of files that it includes.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include "symbols/functions.h"
#include "symbols/source_line.h"

struct wanted {
	const char *file;
	uint64_t line, column;
	const char *path;	/* of the file as it was compiled; or NULL */
	Dwarf_Die unit;		/* that has it */
	char *why;
	size_t size;
};

/* Whole names of folders only: "b/c.c" is the end of "/a/b/c.c". */
static bool ends_with(const char *path, const char *end)
{
	size_t have = strlen(path), want = strlen(end);

	while (!strncmp(end, "./", 2)) {
		end += 2;
		want -= 2;
	}
	return have >= want && !strcmp(path + have - want, end) &&
	       (have == want || *end == '/' || path[have - want - 1] == '/');
}

static int take_unit(struct wanted *w, Dwarf_Die *unit)
{
	Dwarf_Files *files;
	const char *path;
	size_t n, i;

	if (dwarf_getsrcfiles(unit, &files, &n))
		return 0;
	for (i = 0; i < n; i++) {
		path = dwarf_filesrc(files, i, NULL, NULL);
		if (!path || !ends_with(path, w->file))
			continue;
		if (!w->path) {
			w->path = path;
			w->unit = *unit;
		} else if (strcmp(path, w->path)) {
			snprintf(w->why, w->size, "Ambiguous source path, "
				 "matches multiple files: %s, %s", w->path,
				 path);
			return -ESRCH;
		}
	}
	return 0;
}

static int find_unit(struct wanted *w, Dwarf *dwarf)
{
	Dwarf_Off offset = 0, next;
	Dwarf_Die unit;
	size_t header;
	int err = 0;

	while (!err && !dwarf_nextcu(dwarf, offset, &next, &header, NULL, NULL,
				     NULL)) {
		if (dwarf_offdie(dwarf, offset + header, &unit))
			err = take_unit(w, &unit);
		offset = next;
	}
	if (err || w->path)
		return err;
	snprintf(w->why, w->size, "No compilation unit matches %s", w->file);
	return -ESRCH;
}

static bool is_wanted(const struct wanted *w, Dwarf_Line *line)
{
	const char *path = dwarf_linesrc(line, NULL, NULL);
	int number, column;

	return path && !strcmp(path, w->path) &&
	       !dwarf_lineno(line, &number) && (uint64_t)number == w->line &&
	       !dwarf_linecol(line, &column) &&
	       (!w->column || (uint64_t)column == w->column);
}

static int find_line(const struct wanted *w, uint64_t *address)
{
	Dwarf_Lines *lines;
	Dwarf_Die unit = w->unit;
	Dwarf_Addr at;
	size_t n, i;

	if (dwarf_getsrclines(&unit, &lines, &n))
		n = 0;
	for (i = 0; i < n; i++) {
		Dwarf_Line *line = dwarf_onesrcline(lines, i);

		if (line && is_wanted(w, line) && !dwarf_lineaddr(line, &at)) {
			*address = at;
			return 0;
		}
	}
	if (w->column)
		snprintf(w->why, w->size, "Unable to map '%s:%llu:%llu' to "
			 "address", w->file, (unsigned long long)w->line,
			 (unsigned long long)w->column);
	else
		snprintf(w->why, w->size, "Unable to map '%s:%llu' to address",
			 w->file, (unsigned long long)w->line);
	return -ESRCH;
}

int pw_source_line(const char *program, const char *file, uint64_t line,
		   uint64_t column, uint64_t *address, char *why, size_t size)
{
	static const Dwfl_Callbacks callbacks = {
		.find_elf = dwfl_build_id_find_elf,
		.find_debuginfo = pw_find_debuginfo,
		.section_address = dwfl_offline_section_address,
	};
	struct wanted w = { .file = file, .line = line, .column = column,
			    .why = why, .size = size };
	Dwfl *dwfl = dwfl_begin(&callbacks);
	Dwfl_Module *module;
	Dwarf_Addr bias;
	Dwarf *dwarf;
	int err;

	module = dwfl ? dwfl_report_elf(dwfl, program, program, -1, 0, true) :
		 NULL;
	if (module)
		dwfl_report_end(dwfl, NULL, NULL);
	dwarf = module ? dwfl_module_getdwarf(module, &bias) : NULL;
	err = dwarf ? find_unit(&w, dwarf) : -ENOENT;
	if (!err)
		err = find_line(&w, address);
	if (dwfl)
		dwfl_end(dwfl);
	return err;
}
