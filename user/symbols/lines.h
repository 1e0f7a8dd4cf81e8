/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Lines of source that code was made from, and functions that were put into
 * others, from debug info, through elfutils.
 */
#ifndef PW_SYMBOLS_LINES_H
#define PW_SYMBOLS_LINES_H

#include <elfutils/libdwfl.h>

struct pw_line {
	const char *function;	/* put in here; NULL: of the code itself */
	const char *file;	/* NULL: not known */
	int line;
};

/* Functions in functions that are told of; deeper ones are left out. */
#define PW_LINES_MAX	16

/*
 * Of the code at an address, as the module's symbols have it: the innermost
 * function that was put in first, the code itself last. How many were written
 * to `out`, whose texts are the module's; 0: it has no debug info for it.
 */
unsigned int pw_lines_at(Dwfl_Module *module, Dwarf_Addr address,
			 struct pw_line out[PW_LINES_MAX]);

#endif
