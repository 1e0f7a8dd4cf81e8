// SPDX-License-Identifier: GPL-2.0
/*
 * The image out of its parts, and what the command is told besides. The limits
 * that only the whole can break are checked here, so that a script breaks them
 * with a sentence of its own and not with the module's.
 */
#include <string.h>
#include "lang/call.h"
#include "lang/gen.h"

/* Names, one behind the other; "" is at 0. */
struct names {
	char *bytes;
	size_t n, room;
};

static uint32_t add_name(struct pw_gen *g, struct names *names,
			 const char *name)
{
	size_t len = strlen(name) + 1, at = names->n;

	if (len == 1 && at)
		return 0;
	names->bytes = pw_arena_grow(g->c->arena, names->bytes, names->n, len,
				     1, &names->room);
	memcpy(names->bytes + at, name, len);
	names->n += len;
	return (uint32_t)at;
}

static const struct pw_span everywhere;

static void check_map(struct pw_gen *g, const struct pw_symbol *map,
		      uint32_t key_size, uint32_t value_size)
{
	if (key_size > PW_KEY_MAX)
		pw_error(g->c->diags, map->span, "the keys of @%s have %u "
			 "bytes, the limit is %u (a lower max_strlen makes "
			 "strings shorter)", map->name, key_size, PW_KEY_MAX);
	if (value_size > PW_VALUE_MAX)
		pw_error(g->c->diags, map->span, "the values of @%s have %u "
			 "bytes, the limit is %u (a lower max_strlen makes "
			 "strings shorter)", map->name, value_size,
			 PW_VALUE_MAX);
	if (strlen(map->name) >= PW_NAME_MAX)
		pw_error(g->c->diags, map->span, "a map's name is longer than "
			 "%u bytes: @%s", PW_NAME_MAX - 1, map->name);
}

static void check_whole(struct pw_gen *g)
{
	struct pw_compile *c = g->c;
	const struct {
		size_t n;
		unsigned int max;
		const char *what;
	} limits[] = {
		{ c->n_maps, PW_MAPS_MAX, "maps" },
		{ g->n_insns, PW_INSNS_MAX, "instructions" },
		{ g->n_recs, PW_RECS_MAX, "places that print" },
		{ c->n_units, PW_PROGS_MAX, "programs" },
		{ c->n_probes, PW_PROBES_MAX, "probes" },
	};

	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		if (limits[i].n > limits[i].max)
			pw_error(c->diags, everywhere, "the script has %zu %s, "
				 "the limit is %u", limits[i].n,
				 limits[i].what, limits[i].max);
}

/* A type as the command needs it: no string is just fitted. */
static void describe_map(struct pw_map_info *info, const struct pw_symbol *map)
{
	info->name = map->name;
	info->n_keys = map->has_keys ? map->n_keys : 0;
	info->keys = map->keys;
	info->value = map->type;
	pw_type_load(&info->value);
	for (uint32_t i = 0; i < info->n_keys; i++)
		pw_type_load(&info->keys[i]);
	memcpy(info->arg, map->args, sizeof(info->arg));
}

static enum pw_map_kind map_kind(const struct pw_type *type)
{
	switch (type->kind) {
	case PW_TYPE_COUNT:
		return PW_MAP_COUNT;
	case PW_TYPE_SUM:
		return PW_MAP_SUM;
	case PW_TYPE_MIN:
		return PW_MAP_MIN;
	case PW_TYPE_MAX:
		return PW_MAP_MAX;
	case PW_TYPE_AVG:
	case PW_TYPE_STATS:
		return PW_MAP_AVG;
	case PW_TYPE_HIST:
		return PW_MAP_HIST;
	case PW_TYPE_LHIST:
		return PW_MAP_LHIST;
	case PW_TYPE_TSERIES:
		return PW_MAP_TSERIES;
	default:
		return PW_MAP_VALUE;
	}
}

uint32_t pw_n_buckets(enum pw_type_kind kind, const int64_t *args)
{
	if (kind == PW_TYPE_HIST)
		return ((64 - (uint32_t)args[0]) << args[0]) + 1;
	if (kind == PW_TYPE_TSERIES)
		return (uint32_t)args[1];
	return (uint32_t)((args[1] - args[0]) / args[2]) + 2;
}

static void make_maps(struct pw_gen *g, struct names *names,
		      struct pw_map_def *defs, struct pw_map_info *infos)
{
	uint32_t max = g->c->max_map_keys;
	struct pw_symbol *map;

	for (map = g->c->maps; map; map = map->next_map, defs++, infos++) {
		describe_map(infos, map);
		defs->name = add_name(g, names, map->name);
		defs->kind = map_kind(&map->type);
		memcpy(defs->arg, map->args, sizeof(defs->arg));
		for (uint32_t i = 0; i < infos->n_keys; i++)
			defs->key_size += map->keys[i].size;
		defs->value_size = pw_type_map_size(&map->type);
		defs->max_entries = !infos->n_keys ? 1 :
				    map->decl ? (uint32_t)map->decl->max : max;
		if (defs->kind >= PW_MAP_HIST) {
			defs->key_size += 8;
			if (!infos->n_keys)
				defs->max_entries =
					pw_n_buckets(map->type.kind,
						     map->args);
		}
		defs->flags = map->is_deleted ? PW_MAP_F_DELETE : 0;
		if (map->decl && strstr(map->decl->kind, "lru") &&
		    infos->n_keys && defs->kind < PW_MAP_HIST)
			defs->flags |= PW_MAP_F_DELETE | PW_MAP_F_EVICT;
		if (pw_type_is_aggregate(&map->type) && map->type.is_signed)
			defs->flags |= PW_MAP_F_SIGNED;
		check_map(g, map, defs->key_size, defs->value_size);
	}
}

static struct pw_shape *make_shapes(struct pw_gen *g)
{
	struct pw_shape *shapes = pw_arena_array(g->c->arena, g->c->n_probes,
						 sizeof(*shapes));

	for (size_t i = 0; i < g->c->n_probes; i++)
		pw_probe_shape(g->c, &g->c->probes[i], &shapes[i]);
	return shapes;
}

static void make_probes(struct pw_gen *g, struct names *names,
			struct pw_probe_def *defs, struct pw_program *prog)
{
	prog->n_probes = (uint32_t)g->c->n_probes;
	prog->probe_names = pw_arena_array(g->c->arena, g->c->n_probes,
					   sizeof(*prog->probe_names));
	prog->probe_funcs = pw_arena_array(g->c->arena, g->c->n_probes,
					   sizeof(*prog->probe_funcs));
	if (g->c->uses_shapes)
		prog->shapes = make_shapes(g);
	for (size_t i = 0; i < g->c->n_probes; i++) {
		const struct pw_probe *probe = &g->c->probes[i];

		prog->probe_names[i] = probe->name;
		prog->probe_funcs[i] = probe->func;
		defs[i].kind = probe->kind;
		defs[i].flags = probe->flags;
		defs[i].prog = probe->unit->number;
		defs[i].name = add_name(g, names, probe->name);
		defs[i].target = add_name(g, names, probe->target);
		defs[i].param = probe->param;
		defs[i].event = probe->event;
		defs[i].address = probe->address;
		defs[i].process = probe->process;
	}
}

/* Where a message of the run comes from. */
static void describe_message(struct pw_gen *g, const struct pw_lines *lines,
			     const char *name, struct pw_action *action,
			     struct pw_span span)
{
	bool is_error = action->kind == PW_ACTION_ERRORF;
	bool is_fault = action->kind == PW_ACTION_FAULT ||
			action->kind == PW_ACTION_NO_KEY;

	if (!is_error && !is_fault && action->kind != PW_ACTION_WARNF)
		return;
	action->place = pw_lines_place(lines, g->c->arena, span);
	action->trace = pw_lines_trace(lines, g->c->arena, name, span,
				       is_error, is_fault);
}

static void make_positions(struct pw_gen *g, struct pw_program *prog,
			   const char *name, const char *text)
{
	struct pw_lines lines;

	pw_lines_init(&lines, g->c->arena, text, g->c->diags->files);
	prog->n_insns = (uint32_t)g->n_insns;
	prog->positions = pw_arena_array(g->c->arena, g->n_insns,
					 sizeof(*prog->positions));
	for (size_t i = 0; i < g->n_insns; i++)
		prog->positions[i] = pw_lines_find(&lines, g->offsets[i]);
	for (size_t i = 0; i < g->n_recs; i++) {
		g->actions[i].pos = pw_lines_find(&lines, g->calls[i].begin);
		describe_message(g, &lines, name, &g->actions[i], g->calls[i]);
	}
}

/* A section's place in the image being laid out. */
struct piece {
	struct pw_section *section;
	const void *data;
	size_t count;
	size_t size;		/* of an element */
};

static uint32_t lay_out(const struct piece *pieces, size_t n)
{
	size_t at = sizeof(struct pw_image_header);

	for (size_t i = 0; i < n; i++) {
		pieces[i].section->offset = (uint32_t)at;
		pieces[i].section->count = (uint32_t)pieces[i].count;
		at += (pieces[i].count * pieces[i].size + 7) & ~(size_t)7;
		if (at > PW_IMAGE_MAX)
			return 0;
	}
	return (uint32_t)at;
}

static void fill_image(struct pw_gen *g, struct pw_program *prog,
		       const struct names *names,
		       const struct pw_map_def *maps,
		       const struct pw_probe_def *probes)
{
	struct pw_compile *c = g->c;
	struct pw_image_header head;
	const struct piece pieces[] = {
		{ &head.insns, g->insns, g->n_insns, sizeof(*g->insns) },
		{ &head.constants, g->constants, g->n_constants, 1 },
		{ &head.strings, names->bytes, names->n, 1 },
		{ &head.maps, maps, c->n_maps, sizeof(*maps) },
		{ &head.recs, g->recs, g->n_recs, sizeof(*g->recs) },
		{ &head.segs, g->segs, g->n_segs, sizeof(*g->segs) },
		{ &head.progs, g->progs, c->n_units, sizeof(*g->progs) },
		{ &head.probes, probes, c->n_probes, sizeof(*probes) },
	};
	size_t n = sizeof(pieces) / sizeof(pieces[0]);

	memset(&head, 0, sizeof(head));
	head.magic = PW_IMAGE_MAGIC;
	head.abi = PW_ABI;
	head.max_load = prog->max_load;
	head.size = lay_out(pieces, n);
	if (!head.size) {
		pw_error(c->diags, everywhere, "the script's image is larger "
			 "than the limit of %u bytes", PW_IMAGE_MAX);
		return;
	}
	prog->image_size = head.size;
	prog->image = pw_arena_alloc(c->arena, head.size);
	memcpy(prog->image, &head, sizeof(head));
	for (size_t i = 0; i < n; i++)
		if (pieces[i].count)
			memcpy((char *)prog->image + pieces[i].section->offset,
			       pieces[i].data,
			       pieces[i].count * pieces[i].size);
}

static void describe_options(struct pw_gen *g, struct pw_program *prog)
{
	const struct pw_getopt *opt;
	uint32_t n = 0;

	for (opt = g->c->getopts; opt; opt = opt->next)
		n++;
	prog->n_options = n;
	prog->options = pw_arena_array(g->c->arena, n, sizeof(*prog->options));
	for (n = 0, opt = g->c->getopts; opt; opt = opt->next, n++) {
		prog->options[n].name = opt->name;
		prog->options[n].about = opt->about;
	}
}

struct pw_program *pw_gen_image(struct pw_gen *g, const char *name,
				const char *text)
{
	struct pw_arena *arena = g->c->arena;
	struct pw_program *prog = pw_arena_alloc(arena, sizeof(*prog));
	struct names names = { NULL, 0, 0 };
	struct pw_probe_def *probes;
	struct pw_map_def *maps;

	check_whole(g);
	maps = pw_arena_array(arena, g->c->n_maps, sizeof(*maps));
	probes = pw_arena_array(arena, g->c->n_probes, sizeof(*probes));
	prog->n_maps = g->c->n_maps;
	prog->maps = pw_arena_array(arena, g->c->n_maps, sizeof(*prog->maps));
	add_name(g, &names, "");
	make_maps(g, &names, maps, prog->maps);
	make_probes(g, &names, probes, prog);
	if (g->c->diags->n_errors)
		return NULL;
	prog->hides_maps = g->c->script->settings.hides_maps;
	prog->shows_lines = g->c->script->settings.shows_lines;
	prog->keeps_mangled = g->c->script->settings.keeps_mangled;
	describe_options(g, prog);
	prog->max_cat_bytes = g->c->script->settings.max_cat_bytes;
	prog->max_load = pw_max_load(g->c);
	prog->str_trunc_trailer = g->c->script->settings.str_trunc_trailer;
	prog->missing_probes = g->c->missing_probes;
	prog->n_tests = g->c->n_tests;
	prog->n_benches = g->c->n_benches;
	prog->n_actions = (uint32_t)g->n_recs;
	prog->actions = g->actions;
	make_positions(g, prog, name, text);
	fill_image(g, prog, &names, maps, probes);
	prog->arena = arena;
	return g->c->diags->n_errors ? NULL : prog;
}
