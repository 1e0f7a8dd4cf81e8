// SPDX-License-Identifier: GPL-2.0
/*
 * Names of a script: variables with the blocks they are seen in, maps with
 * their keys. Both are found through tables of buckets, so that a script with
 * many names costs no more for each.
 */
#include <string.h>
#include "lang/checker.h"

/* A variable in sight. */
struct pw_scope_name {
	struct pw_symbol *symbol;
	struct pw_scope_name *older;		/* of the same bucket */
	struct pw_scope_name *before;		/* declared before it */
	unsigned int bucket;
};

static unsigned int bucket_of(const char *name)
{
	unsigned int hash = 5381;

	while (*name)
		hash = hash * 33 + (unsigned char)*name++;
	return hash % PW_BUCKETS;
}

/* ---- variables ---- */

struct pw_symbol *pw_find_in_scope(struct pw_checker *ck, const char *name)
{
	struct pw_scope_name *n;

	for (n = ck->names[bucket_of(name)]; n; n = n->older)
		if (!strcmp(n->symbol->name, name))
			return n->symbol;
	return NULL;
}

bool pw_check_new(struct pw_checker *ck, const char *name,
		  struct pw_span span, const char *format)
{
	static const char *const origins[] = {
		[PW_BY_ASSIGNMENT] = "initial assignment",
		[PW_BY_LET] = "initial declaration",
		[PW_BY_LOOP] = "loop variable",
	};
	struct pw_symbol *symbol = pw_find_in_scope(ck, name);

	if (!symbol)
		return true;
	pw_check_error(ck, span, format, name);
	if (!ck->quiet)
		pw_context(ck->c->diags, symbol->made, "This is the %s.",
			   origins[symbol->origin]);
	return false;
}

struct pw_symbol *pw_declare(struct pw_checker *ck, const char *name,
			     struct pw_symbol **place, enum pw_origin origin,
			     struct pw_span span)
{
	struct pw_scope_name *n = pw_arena_alloc(ck->c->arena, sizeof(*n));

	if (!*place) {
		*place = pw_arena_alloc(ck->c->arena, sizeof(**place));
		(*place)->name = name;
	}
	n->symbol = *place;
	n->symbol->origin = origin;
	n->symbol->made = span;
	n->symbol->is_assigned = origin != PW_BY_LET;
	n->bucket = bucket_of(name);
	n->older = ck->names[n->bucket];
	ck->names[n->bucket] = n;
	n->before = ck->newest;
	ck->newest = n;
	return n->symbol;
}

void pw_leave_scope(struct pw_checker *ck, struct pw_scope_name *mark)
{
	struct pw_scope_name *n;

	while (ck->newest != mark) {
		n = ck->newest;
		ck->names[n->bucket] = n->older;
		ck->newest = n->before;
		if (!ck->quiet && !n->symbol->is_assigned)
			pw_warning(ck->c->diags, n->symbol->made, "Variable "
				   "$%s was never assigned to.",
				   n->symbol->name);
	}
}

/* ---- maps ---- */

static struct pw_map_decl *find_decl(struct pw_compile *c, const char *name)
{
	struct pw_map_decl *decl;

	for (decl = c->script->maps; decl; decl = decl->next)
		if (!strcmp(decl->name, name))
			break;
	if (decl)
		decl->is_used = true;
	return decl;
}

struct pw_symbol *pw_check_map(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_compile *c = ck->c;
	struct pw_symbol **bucket = &c->buckets[bucket_of(e->name)];
	struct pw_symbol *map;

	if (e->symbol)
		return e->symbol;
	for (map = *bucket; map; map = map->next)
		if (!strcmp(map->name, e->name))
			break;
	if (!map) {
		map = pw_arena_alloc(c->arena, sizeof(*map));
		map->name = e->name;
		map->span = e->span;
		map->number = c->n_maps++;
		map->decl = find_decl(c, map->name);
		map->next = *bucket;
		*bucket = map;
		*c->maps_tail = map;
		c->maps_tail = &map->next_map;
	}
	e->symbol = map;
	return map;
}

bool pw_check_map_use(struct pw_checker *ck, struct pw_expr *e, bool has_keys)
{
	struct pw_symbol *map = pw_check_map(ck, e);

	if (!map->is_used) {
		map->is_used = true;
		map->has_keys = has_keys;
	}
	if (map->has_keys == has_keys)
		return true;
	pw_check_error(ck, e->span, has_keys ?
		"@%s used as a map with an explicit key (non-scalar map), "
		"previously used without an explicit key (scalar map)" :
		"@%s used as a map without an explicit key (scalar map), "
		"previously used with an explicit key (non-scalar map)",
		map->name);
	return false;
}

static void key_mismatch(struct pw_checker *ck, struct pw_symbol *map,
			 const struct pw_type *keys, uint32_t n,
			 struct pw_span span)
{
	struct pw_type have, want;

	have = n == 1 ? keys[0] : pw_type_tuple(ck->c->arena, keys, n);
	want = map->n_keys == 1 ? map->keys[0] :
	       pw_type_tuple(ck->c->arena, map->keys, map->n_keys);
	pw_check_error(ck, span, "Argument mismatch for @%s: trying to access "
		       "with arguments: '%s' when map expects arguments: '%s'",
		       map->name, pw_check_name(ck, &have),
		       pw_check_name(ck, &want));
}

static void unite_keys(struct pw_checker *ck, struct pw_symbol *map,
		       const struct pw_type *keys, uint32_t n,
		       struct pw_span span)
{
	bool fits = n == map->n_keys;
	struct pw_type type;

	if (!map->n_keys) {
		map->keys = pw_arena_array(ck->c->arena, n, sizeof(*keys));
		memcpy(map->keys, keys, n * sizeof(*keys));
		map->n_keys = n;
		ck->changed = true;
		return;
	}
	for (uint32_t i = 0; i < n && fits; i++) {
		if (!pw_type_unite(ck->c->arena, &map->keys[i], &keys[i],
				   ck->c->name_length, &type)) {
			fits = false;
		} else if (!pw_type_equal(&type, &map->keys[i])) {
			map->keys[i] = type;
			ck->changed = true;
		}
	}
	if (!fits)
		key_mismatch(ck, map, keys, n, span);
}

static bool check_key_type(struct pw_checker *ck, struct pw_expr *e,
			   struct pw_type *type)
{
	*type = pw_type_read(type);
	switch (type->kind) {
	case PW_TYPE_STATS:
	case PW_TYPE_HIST:
	case PW_TYPE_LHIST:
	case PW_TYPE_TSERIES:
	case PW_TYPE_PORTS:
	case PW_TYPE_ARGS:
		pw_check_error(ck, e->span, "Value '%s' cannot be used as a "
			       "map key.", pw_check_name(ck, type));
		return false;
	default:
		return true;
	}
}

static void warn_keys(struct pw_checker *ck, const struct pw_symbol *map,
		      const struct pw_expr *e, unsigned int n)
{
	struct pw_type type;

	if (n == 1 && map->n_keys > 1) {
		type = pw_type_tuple(ck->c->arena, map->keys, map->n_keys);
		pw_warn_cast(ck, e, &type);
		return;
	}
	for (uint32_t i = 0; i < n && i < map->n_keys; i++, e = e->next)
		pw_warn_cast(ck, e, &map->keys[i]);
}

void pw_check_keys(struct pw_checker *ck, struct pw_symbol *map,
		   struct pw_expr *list, unsigned int n, struct pw_span span)
{
	struct pw_type *keys = pw_arena_array(ck->c->arena, n, sizeof(*keys));
	struct pw_expr *e;
	bool known = true;
	uint32_t i = 0;

	for (e = list; i < n; e = e->next, i++) {
		known = pw_check_value(ck, e) && known;
		keys[i] = e->type;
		known = known && check_key_type(ck, e, &keys[i]);
	}
	if (!known)
		return;
	/* @a[(1, 2)] is @a[1, 2]. */
	if (n == 1 && keys[0].kind == PW_TYPE_TUPLE && !keys[0].names &&
	    keys[0].n_elems)
		unite_keys(ck, map, keys[0].elems, keys[0].n_elems, span);
	else
		unite_keys(ck, map, keys, n, span);
	for (e = list, i = 0; i < n && n == map->n_keys; e = e->next, i++) {
		if (pw_is_too_great(e, &map->keys[i])) {
			key_mismatch(ck, map, keys, n, span);
			return;
		}
	}
	warn_keys(ck, map, list, n);
}
