/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The functions of an ELF file: a program, a library, the kernel's vdso. Its
 * own tables, those of a separate debug file, and what is packed into
 * .gnu_debugdata, through elfutils.
 */
#ifndef PW_SYMBOLS_FUNCTIONS_H
#define PW_SYMBOLS_FUNCTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "symbols/lines.h"

struct pw_functions;

#define PW_FUNCTIONS_ID_SIZE	20

/* Finds separate debug files for elfutils, on this machine only. */
int pw_find_debuginfo(Dwfl_Module *module, void **data, const char *name,
		      Dwarf_Addr base, const char *file, const char *debuglink,
		      GElf_Word crc, char **found);

/* Takes the file, which is only read when something is asked; it stays open if
 * lines are to be asked for. NULL: no memory; then the file is closed. */
struct pw_functions *pw_functions_new(int fd, const char *path,
				      bool has_lines);
void pw_functions_free(struct pw_functions *f);

/* The function that is at that byte of the file; NULL if none is known. C++
 * names are as they are in the file. */
const char *pw_functions_find(struct pw_functions *f, uint64_t file_offset,
			   uint64_t *offset);
/* What pw_lines_at() says of that byte of the file. */
unsigned int pw_functions_lines(struct pw_functions *f, uint64_t file_offset,
				struct pw_line out[PW_LINES_MAX]);
/* Whether any function is known. */
bool pw_functions_any(struct pw_functions *f);
/* false: it has none. Shorter ones are filled up with zeros. */
bool pw_functions_build_id(struct pw_functions *f,
			uint8_t id[PW_FUNCTIONS_ID_SIZE]);

#endif
