/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Types and functions of the programs that a script probes, where they have
 * debug info.
 */
#ifndef PW_COMMAND_PROGRAM_TYPES_H
#define PW_COMMAND_PROGRAM_TYPES_H

#include <stdbool.h>
#include "types/table.h"

struct pw_program_types {
	struct pw_noted_program {
		char *path;
		bool is_asked, is_told;	/* told: that it has none */
		struct pw_table *table;	/* NULL: not asked, or it has none */
	} *list;
	uint32_t n;
};

/* It is only read when something of it is asked for. Its number. */
uint32_t pw_program_types_note(struct pw_program_types *programs,
			       const char *path);
/* NULL: it has no debug info. */
struct pw_table *pw_program_types_table(struct pw_program_types *programs,
					uint32_t number);
void pw_program_types_close(struct pw_program_types *programs);

#endif
