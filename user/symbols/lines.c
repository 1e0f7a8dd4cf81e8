// SPDX-License-Identifier: GPL-2.0
/*
 * Lines of source; see lines.h. What was put in at a place is known as scopes
 * of this place: each tells from which line it was called, which is the line
 * of the one around it.
 */
#include <dwarf.h>
#include <stdlib.h>
#include <elfutils/libdw.h>
#include "symbols/lines.h"

static Dwarf_Word number_of(Dwarf_Die *die, unsigned int name)
{
	Dwarf_Attribute attr;
	Dwarf_Word word = 0;

	if (dwarf_attr(die, name, &attr))
		dwarf_formudata(&attr, &word);
	return word;
}

/* The file of that number in the unit's list. */
static const char *file_of(Dwarf_Die *unit, Dwarf_Word number)
{
	Dwarf_Files *files;
	size_t n;

	if (dwarf_getsrcfiles(unit, &files, &n) || number >= n)
		return NULL;
	return dwarf_filesrc(files, number, NULL, NULL);
}

/* Where the scope was called from becomes the place. */
static void take_inlined(Dwarf_Die *unit, Dwarf_Die *scope,
			 struct pw_line *place, struct pw_line *out)
{
	*out = *place;
	out->function = dwarf_diename(scope);
	place->file = file_of(unit, number_of(scope, DW_AT_call_file));
	place->line = (int)number_of(scope, DW_AT_call_line);
}

unsigned int pw_lines_at(Dwfl_Module *module, Dwarf_Addr address,
			 struct pw_line out[PW_LINES_MAX])
{
	Dwfl_Line *line = dwfl_module_getsrc(module, address);
	struct pw_line place = { NULL, NULL, 0 };
	Dwarf_Die *unit, *scopes = NULL;
	unsigned int found = 0;
	Dwarf_Addr bias;
	int i, n = 0;

	if (!line)
		return 0;
	place.file = dwfl_lineinfo(line, NULL, &place.line, NULL, NULL, NULL);
	unit = dwfl_module_addrdie(module, address, &bias);
	if (unit)
		n = dwarf_getscopes(unit, address - bias, &scopes);
	for (i = 0; i < n && found < PW_LINES_MAX - 1; i++) {
		if (dwarf_tag(&scopes[i]) == DW_TAG_subprogram)
			break;
		if (dwarf_tag(&scopes[i]) == DW_TAG_inlined_subroutine)
			take_inlined(unit, &scopes[i], &place, &out[found++]);
	}
	free(scopes);
	out[found++] = place;
	return found;
}
