// SPDX-License-Identifier: GPL-2.0
/*
 * Debug info of probed programs; see program_types.h.
 */
#include <stdlib.h>
#include <string.h>
#include "command/program_types.h"

uint32_t pw_program_types_note(struct pw_program_types *programs,
			       const char *path)
{
	struct pw_noted_program *larger;
	uint32_t i;

	for (i = 0; i < programs->n; i++)
		if (!strcmp(programs->list[i].path, path))
			return i;
	larger = realloc(programs->list, (i + 1) * sizeof(*larger));
	if (!larger)
		return i;
	programs->list = larger;
	memset(&larger[i], 0, sizeof(*larger));
	larger[i].path = strdup(path);
	programs->n += larger[i].path != NULL;
	return i;
}

struct pw_table *pw_program_types_table(struct pw_program_types *programs,
					uint32_t number)
{
	struct pw_noted_program *program = &programs->list[number];

	if (number >= programs->n)
		return NULL;
	if (!program->is_asked)
		pw_table_open_program(program->path, number, &program->table);
	program->is_asked = true;
	return program->table;
}

void pw_program_types_close(struct pw_program_types *programs)
{
	uint32_t i;

	for (i = 0; i < programs->n; i++) {
		pw_table_close(programs->list[i].table);
		free(programs->list[i].path);
	}
	free(programs->list);
	memset(programs, 0, sizeof(*programs));
}
