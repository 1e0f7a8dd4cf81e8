// SPDX-License-Identifier: GPL-2.0
/*
 * -d types: what the type check found out about maps and about what is printed,
 * in the words that its messages use.
 */
#include <stdio.h>
#include "lang/arena.h"
#include "lang/lang.h"
#include "lang/types.h"

static void print_list(struct pw_arena *arena, const struct pw_type *types,
		       uint32_t n, FILE *out)
{
	for (uint32_t i = 0; i < n; i++)
		fprintf(out, "%s%s", i ? ", " : "",
			pw_type_name(arena, &types[i]));
}

static void print_map(struct pw_arena *arena, const struct pw_map_info *map,
		      FILE *out)
{
	fprintf(out, "@%s", map->name);
	if (map->n_keys) {
		fputc('[', out);
		print_list(arena, map->keys, map->n_keys, out);
		fputc(']', out);
	}
	fprintf(out, ": %s\n", pw_type_name(arena, &map->value));
}

void pw_dump_types(const struct pw_program *prog, FILE *out)
{
	struct pw_arena *arena = pw_arena_new();

	for (uint32_t i = 0; i < prog->n_maps; i++)
		print_map(arena, &prog->maps[i], out);
	for (uint32_t i = 0; i < prog->n_actions; i++) {
		const struct pw_action *action = &prog->actions[i];

		if (!action->n_values)
			continue;
		fprintf(out, "%u:%u: ", action->pos.line, action->pos.column);
		print_list(arena, action->values, action->n_values, out);
		fputc('\n', out);
	}
	pw_arena_free(arena);
}
