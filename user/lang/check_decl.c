// SPDX-License-Identifier: GPL-2.0
/*
 * Declared maps: let @name = hash(100). The kinds are BPF's, of which what
 * counts here is how many keys there may be and whether an old one makes room
 * for a new one; that a kind fits its values is checked as bpftrace does.
 */
#include <string.h>
#include "lang/checker.h"

static const struct {
	const char *name;
	bool is_percpu;
} kinds[] = {
	{ "hash", false },
	{ "lruhash", false },
	{ "percpuhash", true },
	{ "percpulruhash", true },
};

#define N_KINDS (sizeof(kinds) / sizeof(kinds[0]))

static void check_kind(struct pw_checker *ck, struct pw_map_decl *decl)
{
	const char *list = kinds[0].name;
	size_t i;

	for (i = 0; i < N_KINDS; i++)
		if (!strcmp(kinds[i].name, decl->kind))
			return;
	for (i = 1; i < N_KINDS; i++)
		list = pw_arena_printf(ck->c->arena, "%s, %s", list,
				       kinds[i].name);
	pw_check_error(ck, decl->span, "Invalid bpf map type: %s", decl->kind);
	pw_hint(ck->c->diags, "Valid map types: %s", list);
}

static void check_values(struct pw_checker *ck, const struct pw_symbol *map)
{
	bool is_percpu = pw_type_is_aggregate(&map->type);
	size_t i;

	for (i = 0; i < N_KINDS; i++)
		if (!strcmp(kinds[i].name, map->decl->kind) &&
		    kinds[i].is_percpu != is_percpu)
			pw_check_error(ck, map->span, "Incompatible map "
				       "types. Type from declaration: %s. Type "
				       "from value/key type: %s",
				       map->decl->kind, is_percpu ?
				       "percpuhash" : "hash");
}

void pw_check_map_decls(struct pw_checker *ck)
{
	const struct pw_map_decl *other;
	const struct pw_symbol *map;
	struct pw_map_decl *decl;

	for (decl = ck->c->script->maps; decl; decl = decl->next) {
		check_kind(ck, decl);
		if (!decl->max || decl->max > PW_ENTRIES_MAX)
			pw_check_error(ck, decl->span, "a map has from 1 to "
				       "%u keys, not %llu", PW_ENTRIES_MAX,
				       (unsigned long long)decl->max);
		for (other = ck->c->script->maps; other != decl;
		     other = other->next)
			if (!strcmp(other->name, decl->name))
				break;
		if (other != decl)
			pw_check_error(ck, decl->span, "Redefinition of map: "
				       "@%s", decl->name);
		else if (!decl->is_used)
			pw_warning(ck->c->diags, decl->span, "Unused map: @%s",
				   decl->name);
	}
	for (map = ck->c->maps; map; map = map->next_map)
		if (map->decl)
			check_values(ck, map);
}
