// SPDX-License-Identifier: GPL-2.0
/*
 * -f folded: a line for each entry of a map whose keys have a stack,
 *	KEY;OUTERMOST;…;INNERMOST COUNT
 * as the scripts that draw flame graphs read them. Keys that are no stacks come
 * first; then a process's frames and, as they were called by these, the
 * kernel's. One thread; no locks.
 */
#include <string.h>
#include "lang/types.h"
#include "output/maps.h"

static bool has_stack(const struct pw_type *types, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		if (pw_type_is_stack(&types[i]) ||
		    (types[i].kind == PW_TYPE_TUPLE &&
		     has_stack(types[i].elems, types[i].n_elems)))
			return true;
	return false;
}

bool pw_fold_takes(const struct pw_map_print *map)
{
	return map->by_value && !pw_map_is_hist(map->info) &&
	       has_stack(map->info->keys, map->info->n_keys);
}

static uint64_t word_at(const uint8_t *slot)
{
	uint64_t v;

	memcpy(&v, slot, sizeof(v));
	return v;
}

/* What would end a name or the line. */
static void clean(struct pw_buf *buf, size_t from)
{
	for (; from < buf->len; from++) {
		if (buf->data[from] == ';')
			buf->data[from] = ':';
		if (buf->data[from] == '\n')
			buf->data[from] = ' ';
	}
}

/* The keys of one kind; PW_TYPE_NONE: those that are no stacks. */
static void add_keys(struct pw_output *o, const struct pw_type *types,
		     uint32_t n, const uint8_t *key, enum pw_type_kind kind,
		     size_t start)
{
	uint32_t i;
	size_t from;

	for (i = 0; i < n; key += types[i].size, i++) {
		if (types[i].kind == PW_TYPE_TUPLE) {
			add_keys(o, types[i].elems, types[i].n_elems, key,
				 kind, start);
		} else if (types[i].kind == kind) {
			pw_stack_fold(&o->buf, &o->env, &types[i],
				      word_at(key), start);
		} else if (kind == PW_TYPE_NONE &&
			   !pw_type_is_stack(&types[i])) {
			if (o->buf.len > start)
				pw_buf_char(&o->buf, ';');
			from = o->buf.len;
			pw_value_text(&o->buf, &o->env, &types[i], key);
			clean(&o->buf, from);
		}
	}
}

void pw_fold_entry(struct pw_output *o, const struct pw_map_print *map,
		   const struct pw_entry *entry)
{
	static const enum pw_type_kind order[] = {
		PW_TYPE_NONE, PW_TYPE_USTACK, PW_TYPE_KSTACK
	};
	size_t start = o->buf.len;
	unsigned i;

	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		add_keys(o, map->info->keys, map->info->n_keys, entry->key,
			 order[i], start);
	if (o->buf.len == start)
		pw_buf_str(&o->buf, "[unknown]");
	pw_buf_char(&o->buf, ' ');
	if (map->is_signed)
		pw_buf_signed(&o->buf, (int64_t)entry->number);
	else
		pw_buf_unsigned(&o->buf, entry->number);
	pw_buf_char(&o->buf, '\n');
}
