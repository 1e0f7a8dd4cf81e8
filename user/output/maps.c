// SPDX-License-Identifier: GPL-2.0
/*
 * Maps to text and JSON, in bpftrace's order: integers and counts by value,
 * least first, everything else by key; keys that are equal in that order as
 * they came. One thread; no locks.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "output/json.h"
#include "output/sink.h"

#define WRITE_AT	(32u << 10)	/* bytes put together before a write */

struct entry {
	const uint8_t *key;
	const uint8_t *value;
	uint64_t number;	/* of the value, if by_value */
	size_t index;		/* as it came */
	const struct map *map;
};

struct map {
	const struct pw_map_info *info;
	size_t key_size;
	size_t value_size;
	bool by_value;
	bool is_signed;
	uint32_t div;
	struct entry *entries;
	size_t n;
};

static int compare_unsigned(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int compare_signed(uint64_t a, uint64_t b)
{
	return (int64_t)a < (int64_t)b ? -1 : (int64_t)a > (int64_t)b;
}

/* bpftrace compares integer keys as signed numbers of their width. */
static int compare_key(const struct pw_type *type, const uint8_t *a,
		       const uint8_t *b)
{
	struct pw_type as_signed = *type;

	if (type->kind == PW_TYPE_STRING)
		return memcmp(a, b, type->size);
	if (type->kind != PW_TYPE_INT || type->is_pointer)
		return 0;
	as_signed.is_signed = true;
	return compare_signed(pw_value_integer(&as_signed, a),
			      pw_value_integer(&as_signed, b));
}

/* The elements of one tuple that is the key count as keys of their own. */
static int compare_types(const struct pw_type *types, uint32_t n,
			 const uint8_t *a, const uint8_t *b)
{
	uint32_t i;
	int diff;

	if (n == 1 && types->kind == PW_TYPE_TUPLE)
		return compare_types(types->elems, types->n_elems, a, b);
	for (i = 0; i < n; i++) {
		diff = compare_key(&types[i], a, b);
		if (diff)
			return diff;
		a += types[i].size;
		b += types[i].size;
	}
	return 0;
}

static int compare_entries(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	const struct map *map = a->map;
	int diff = 0;

	if (map->by_value)
		diff = map->is_signed ?
		       compare_signed(a->number, b->number) :
		       compare_unsigned(a->number, b->number);
	if (!diff)
		diff = compare_types(map->info->keys, map->info->n_keys,
				     a->key, b->key);
	return diff ? diff : compare_unsigned(a->index, b->index);
}

static int load_map(struct pw_output *o, uint32_t number, const void *entries,
		    size_t bytes, struct map *map)
{
	const uint8_t *at = entries;
	size_t i, size;

	memset(map, 0, sizeof(*map));
	if (number >= o->prog->n_maps)
		return -EINVAL;
	map->info = &o->prog->maps[number];
	for (i = 0; i < map->info->n_keys; i++)
		map->key_size += map->info->keys[i].size;
	map->value_size = map->info->value.size;
	size = map->key_size + map->value_size;
	map->n = bytes / size;
	if (bytes % size || (!map->info->n_keys && map->n > 1))
		return -EINVAL;
	map->by_value = map->info->value.kind == PW_TYPE_COUNT ||
			(map->info->value.kind == PW_TYPE_INT &&
			 !map->info->value.is_pointer);
	map->is_signed = map->info->value.kind == PW_TYPE_INT &&
			 map->info->value.is_signed;
	map->entries = calloc(map->n + 1, sizeof(*map->entries));
	if (!map->entries)
		return -ENOMEM;
	for (i = 0; i < map->n; i++, at += size) {
		struct entry *entry = &map->entries[i];

		entry->key = at;
		entry->value = at + map->key_size;
		entry->index = i;
		entry->map = map;
		if (map->by_value)
			entry->number = pw_value_integer(&map->info->value,
							 entry->value);
	}
	qsort(map->entries, map->n, sizeof(*map->entries), compare_entries);
	return 0;
}

/* The keys as text. A tuple's parentheses are left away, as bpftrace does. */
static void add_key(struct pw_output *o, const struct map *map,
		    const uint8_t *key)
{
	const struct pw_map_info *info = map->info;
	size_t start = o->buf.len, len;
	char *text;
	uint32_t i;

	for (i = 0; i < info->n_keys; i++) {
		if (i)
			pw_buf_str(&o->buf, ", ");
		pw_value_text(&o->buf, &o->env, &info->keys[i], key);
		key += info->keys[i].size;
	}
	len = o->buf.len - start;
	if (info->n_keys > 1 || len < 2)
		return;
	text = o->buf.data + start;
	if (text[0] == '(' && text[len - 1] == ')') {
		memmove(text, text + 1, len - 2);
		o->buf.len -= 2;
	}
}

/* In JSON the key is a string without any blanks. */
static void add_json_key(struct pw_output *o, const struct map *map,
			 const uint8_t *key)
{
	size_t start = o->buf.len, from, to;

	add_key(o, map, key);
	for (from = to = start; from < o->buf.len; from++) {
		if (o->buf.data[from] != ' ')
			o->buf.data[to++] = o->buf.data[from];
	}
	o->buf.len = to;
	pw_json_quote(&o->buf, start);
}

/* print(@map, top, div): the value divided. */
static void add_value(struct pw_output *o, const struct map *map,
		      const uint8_t *value)
{
	const struct pw_type *type = &map->info->value;
	uint64_t divided;

	if (map->by_value && map->div > 1) {
		divided = pw_value_integer(type, value);
		if (map->is_signed)
			divided = (uint64_t)((int64_t)divided /
					     (int64_t)map->div);
		else
			divided /= map->div;
		value = (const uint8_t *)&divided;
	}
	if (o->json)
		pw_value_json(&o->buf, &o->env, type, value);
	else
		pw_value_text(&o->buf, &o->env, type, value);
}

static void add_name(struct pw_output *o, const struct map *map)
{
	size_t start = o->buf.len;

	pw_buf_char(&o->buf, '@');
	pw_buf_str(&o->buf, map->info->name);
	if (o->json)
		pw_json_quote(&o->buf, start);
}

static void print_scalar(struct pw_output *o, const struct map *map,
			 const uint8_t *value)
{
	if (o->json) {
		pw_output_open(o, "map");
		pw_buf_char(&o->buf, '{');
	}
	add_name(o, map);
	pw_buf_str(&o->buf, ": ");
	add_value(o, map, value);
	if (o->json) {
		pw_buf_char(&o->buf, '}');
		pw_output_close(o);
	} else {
		pw_buf_char(&o->buf, '\n');
	}
}

static void print_entry(struct pw_output *o, const struct map *map,
			const struct entry *entry, bool first)
{
	if (o->json) {
		if (!first)
			pw_buf_str(&o->buf, ", ");
		add_json_key(o, map, entry->key);
		pw_buf_str(&o->buf, ": ");
		add_value(o, map, entry->value);
		return;
	}
	add_name(o, map);
	pw_buf_char(&o->buf, '[');
	add_key(o, map, entry->key);
	pw_buf_str(&o->buf, "]: ");
	add_value(o, map, entry->value);
	pw_buf_char(&o->buf, '\n');
}

static int print_keyed(struct pw_output *o, const struct map *map, size_t top)
{
	size_t i, first = top && top < map->n ? map->n - top : 0;
	int err;

	if (!map->n)
		return 0;
	if (o->json) {
		pw_output_open(o, "map");
		pw_buf_char(&o->buf, '{');
		add_name(o, map);
		pw_buf_str(&o->buf, ": {");
	}
	for (i = first; i < map->n; i++) {
		print_entry(o, map, &map->entries[i], i == first);
		if (o->buf.len < WRITE_AT)
			continue;
		err = pw_output_emit(o);
		if (err)
			return err;
	}
	if (o->json) {
		pw_buf_str(&o->buf, "}}");
		pw_output_close(o);
	}
	return 0;
}

static int print_map(struct pw_output *o, uint32_t number, const void *entries,
		     size_t bytes, uint32_t top, uint32_t div, bool at_exit)
{
	struct map map;
	uint8_t *zeros;
	int err = load_map(o, number, entries, bytes, &map);

	if (err)
		return err;
	map.div = div;
	if (map.info->n_keys) {
		err = print_keyed(o, &map, top);
	} else if (map.n) {
		print_scalar(o, &map, map.entries[0].value);
	} else if (!at_exit) {
		zeros = calloc(1, map.value_size);
		if (zeros)
			print_scalar(o, &map, zeros);
		else
			err = -ENOMEM;
		free(zeros);
	}
	free(map.entries);
	return err ? err : pw_output_emit(o);
}

int pw_output_map(struct pw_output *o, uint32_t map, const void *entries,
		  size_t bytes, uint32_t top, uint32_t div)
{
	return print_map(o, map, entries, bytes, top, div, false);
}

int pw_output_map_exit(struct pw_output *o, uint32_t map, const void *entries,
		       size_t bytes)
{
	return print_map(o, map, entries, bytes, 0, 0, true);
}

/* By name; there are few. */
void pw_output_map_order(const struct pw_output *o, uint32_t *order)
{
	const struct pw_map_info *maps = o->prog->maps;
	uint32_t i, at;

	for (i = 0; i < o->prog->n_maps; i++) {
		for (at = i; at && strcmp(maps[i].name,
					  maps[order[at - 1]].name) < 0; at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
}
