// SPDX-License-Identifier: GPL-2.0
/*
 * Maps to text and JSON, in bpftrace's order: integers and aggregates by value,
 * least first, everything else by key; keys that are equal in that order as
 * they came. One thread; no locks.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "output/json.h"
#include "output/maps.h"

#define WRITE_AT	(32u << 10)	/* bytes put together before a write */

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
	const struct pw_entry *a = x, *b = y;
	const struct pw_map_print *map = a->map;
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

bool pw_map_is_average(const struct pw_type *type)
{
	return type->kind == PW_TYPE_AVG || type->kind == PW_TYPE_STATS;
}

static uint64_t word(const uint8_t *at, size_t i)
{
	uint64_t v;

	memcpy(&v, at + 8 * i, sizeof(v));
	return v;
}

/* An average's value is the sum and how many. */
uint64_t pw_map_average(const struct pw_type *type, const uint8_t *value)
{
	uint64_t sum = word(value, 0), n = word(value, 1);

	if (!n)
		return 0;
	return type->is_signed ? (uint64_t)((int64_t)sum / (int64_t)n) :
	       sum / n;
}

static uint64_t number_of(const struct pw_type *type, const uint8_t *value)
{
	return pw_map_is_average(type) ? pw_map_average(type, value) :
	       pw_value_integer(type, value);
}

static int load_values(struct pw_map_print *map, const uint8_t *at,
		       size_t bytes)
{
	const struct pw_type *type = &map->info->value;
	size_t size = map->key_size + map->value_size, i;

	map->n = bytes / size;
	if (bytes % size)
		return -EINVAL;
	map->by_value = pw_map_is_average(type) ||
			(pw_value_is_number(type) && !type->is_pointer &&
			 type->kind != PW_TYPE_BOOL);
	/* bpftrace compares the numbers of min() and max() as unsigned ones. */
	map->is_signed = type->is_signed && type->kind != PW_TYPE_MIN &&
			 type->kind != PW_TYPE_MAX;
	map->entries = calloc(map->n + 1, sizeof(*map->entries));
	if (!map->entries)
		return -ENOMEM;
	for (i = 0; i < map->n; i++, at += size) {
		struct pw_entry *entry = &map->entries[i];

		entry->key = at;
		entry->value = at + map->key_size;
		entry->index = i;
		entry->map = map;
		if (map->by_value)
			entry->number = number_of(type, entry->value);
	}
	return 0;
}

void pw_map_free(struct pw_map_print *map)
{
	free(map->entries);
	free(map->raw);
	free(map->counts);
}

int pw_map_load(struct pw_output *o, uint32_t number, const void *entries,
		    size_t bytes, struct pw_map_print *map)
{
	size_t i;
	int err;

	memset(map, 0, sizeof(*map));
	if (number >= o->prog->n_maps)
		return -EINVAL;
	map->info = &o->prog->maps[number];
	for (i = 0; i < map->info->n_keys; i++)
		map->key_size += map->info->keys[i].size;
	map->value_size = pw_map_is_average(&map->info->value) ? 16 :
			  map->info->value.size;
	err = pw_map_is_hist(map->info) ? pw_hist_load(map, entries, bytes) :
	      load_values(map, entries, bytes);
	if (!err && !map->info->n_keys && map->n > 1)
		err = -EINVAL;
	if (err)
		pw_map_free(map);
	else
		qsort(map->entries, map->n, sizeof(*map->entries),
		      compare_entries);
	return err;
}

/* The keys as text. A tuple's parentheses are left away, as bpftrace does. */
static void add_key(struct pw_output *o, const struct pw_map_print *map,
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
static void add_json_key(struct pw_output *o, const struct pw_map_print *map,
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
static uint64_t divided(const struct pw_map_print *map, uint64_t v)
{
	if (map->div <= 1)
		return v;
	return map->info->value.is_signed ?
	       (uint64_t)((int64_t)v / (int64_t)map->div) : v / map->div;
}

static void add_field(struct pw_output *o, const char *text, const char *json,
		      uint64_t v, bool is_signed)
{
	pw_buf_str(&o->buf, o->json ? json : text);
	if (!o->json && is_signed)
		pw_buf_signed(&o->buf, (int64_t)v);
	else if (!o->json)
		pw_buf_unsigned(&o->buf, v);
	else if (is_signed)
		pw_json_signed(&o->buf, (int64_t)v);
	else
		pw_json_unsigned(&o->buf, v);
}

/* Only the average is divided. */
static void add_stats(struct pw_output *o, const struct pw_map_print *map,
		      const uint8_t *value)
{
	const struct pw_type *type = &map->info->value;

	add_field(o, "{ .count = ", "{\"count\": ", word(value, 1),
		  type->is_signed);
	add_field(o, ", .average = ", ", \"average\": ",
		  divided(map, pw_map_average(type, value)), type->is_signed);
	add_field(o, ", .total = ", ", \"total\": ", word(value, 0),
		  type->is_signed);
	pw_buf_str(&o->buf, o->json ? "}" : " }");
}

static void add_value(struct pw_output *o, const struct pw_map_print *map,
		      const struct pw_entry *entry)
{
	const struct pw_type *type = &map->info->value;

	if (pw_map_is_hist(map->info))
		pw_hist_add(o, map, entry);
	else if (type->kind == PW_TYPE_STATS)
		add_stats(o, map, entry->value);
	else if (map->by_value && !type->enumeration)
		add_field(o, "", "", divided(map, number_of(type,
							    entry->value)),
			  type->is_signed);
	else if (o->json)
		pw_value_json(&o->buf, &o->env, type, entry->value);
	else
		pw_value_text(&o->buf, &o->env, type, entry->value);
}

static const char *json_type(const struct pw_map_print *map)
{
	return map->info->value.kind == PW_TYPE_TSERIES ? "tseries" :
	       pw_map_is_hist(map->info) ? "hist" :
	       pw_map_is_average(&map->info->value) ? "stats" : "map";
}

/* A histogram begins on a line of its own, and an empty line ends it. */
static void add_text_value(struct pw_output *o, const struct pw_map_print *map,
			   const struct pw_entry *entry)
{
	pw_buf_str(&o->buf, pw_map_is_hist(map->info) ? ":\n" : ": ");
	add_value(o, map, entry);
	pw_buf_char(&o->buf, '\n');
}

static void add_name(struct pw_output *o, const struct pw_map_print *map)
{
	size_t start = o->buf.len;

	pw_buf_char(&o->buf, '@');
	pw_buf_str(&o->buf, map->info->name);
	if (o->json)
		pw_json_quote(&o->buf, start);
}

static void print_scalar(struct pw_output *o, const struct pw_map_print *map,
			 const struct pw_entry *entry)
{
	if (!o->json && pw_bcc_hist_takes(o, map->info)) {
		add_value(o, map, entry);
		return;
	}
	if (!o->json) {
		add_name(o, map);
		add_text_value(o, map, entry);
		return;
	}
	pw_output_open(o, json_type(map));
	pw_buf_char(&o->buf, '{');
	add_name(o, map);
	pw_buf_str(&o->buf, ": ");
	add_value(o, map, entry);
	pw_buf_char(&o->buf, '}');
	pw_output_close(o);
}

static void print_entry(struct pw_output *o, const struct pw_map_print *map,
			const struct pw_entry *entry, bool first)
{
	if (o->is_folding) {
		pw_fold_entry(o, map, entry);
		return;
	}
	if (o->json) {
		if (!first)
			pw_buf_str(&o->buf, ", ");
		add_json_key(o, map, entry->key);
		pw_buf_str(&o->buf, ": ");
		add_value(o, map, entry);
		return;
	}
	if (pw_bcc_stack_takes(o, map)) {
		pw_bcc_stack_entry(o, map, entry);
		return;
	}
	if (pw_bcc_events_takes(o, map)) {
		if (first)
			pw_bcc_events_title(o);
		pw_bcc_events_entry(o, map, entry);
		return;
	}
	if (pw_bcc_hist_takes(o, map->info)) {
		if (!pw_bcc_hist_by_key(o)) {
			pw_bcc_hist_title(o, map->info);
			add_key(o, map, entry->key);
			pw_buf_char(&o->buf, '\n');
		}
		add_value(o, map, entry);
		return;
	}
	add_name(o, map);
	pw_buf_char(&o->buf, '[');
	add_key(o, map, entry->key);
	pw_buf_char(&o->buf, ']');
	add_text_value(o, map, entry);
}

static int print_keyed(struct pw_output *o, const struct pw_map_print *map,
		       size_t top)
{
	size_t i, first = top && top < map->n ? map->n - top : 0;
	int err;

	/* bpftrace shows an empty map of averages, and no other. */
	if (!map->n && !(o->json && pw_map_is_average(&map->info->value)))
		return 0;
	if (o->json) {
		pw_output_open(o, json_type(map));
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

static int start_folding(struct pw_output *o, const struct pw_map_print *map)
{
	o->is_folding = (o->opt.format == PW_OUTPUT_FOLDED || o->flame) &&
			pw_fold_takes(map);
	return o->is_folding && o->flame ?
	       pw_flame_begin(o->flame, map->info->name) : 0;
}

static int print_map(struct pw_output *o, uint32_t number, const void *entries,
		     size_t bytes, uint32_t top, uint32_t div, bool at_exit)
{
	struct pw_entry unset = { 0 };
	struct pw_map_print map;
	uint8_t *zeros;
	int err = pw_map_load(o, number, entries, bytes, &map);

	if (err)
		return err;
	map.div = div;
	err = start_folding(o, &map);
	if (!err && map.info->n_keys) {
		err = print_keyed(o, &map, top);
	} else if (!err && map.n) {
		print_scalar(o, &map, &map.entries[0]);
	} else if (!err && !at_exit && !pw_map_is_hist(map.info)) {
		zeros = calloc(1, map.value_size);
		unset.value = zeros;
		if (zeros)
			print_scalar(o, &map, &unset);
		else
			err = -ENOMEM;
		free(zeros);
	}
	pw_map_free(&map);
	if (!err)
		err = pw_output_emit(o);
	o->is_folding = false;
	return err;
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
