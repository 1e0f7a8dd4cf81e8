// SPDX-License-Identifier: GPL-2.0
/*
 * Histograms: the module's entries, one for each bucket that something fell
 * into, put together by key and shown as bpftrace shows them. One thread; no
 * locks.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "output/json.h"
#include "output/maps.h"

#define BAR	52	/* columns of the longest bar */

/* An end of a bucket: open, a number, or a number that has a short name. */
struct bound {
	bool is_open;
	bool is_named;
	uint64_t number;
	char suffix;		/* is_named: behind what is left of it; or 0 */
	uint64_t shown;
};

bool pw_map_is_hist(const struct pw_map_info *info)
{
	return info->value.kind == PW_TYPE_HIST ||
	       info->value.kind == PW_TYPE_LHIST ||
	       info->value.kind == PW_TYPE_TSERIES;
}

static struct bound numbered(uint64_t number)
{
	struct bound b = { false, false, number, 0, number };

	return b;
}

/* Where bucket `index` of hist() begins, its first one not counted. */
static struct bound log_bound(uint32_t index, uint32_t bits)
{
	uint32_t n = 1u << bits, power, decade;
	struct bound b;

	if (index <= 2 * n)
		return numbered(index);
	power = (index >> bits) - 1;
	decade = power / 10;
	b.is_open = false;
	b.is_named = true;
	b.shown = (uint64_t)(n + (index & (n - 1))) << power % 10;
	b.number = (uint64_t)(n + (index & (n - 1))) << power;
	b.suffix = "\0KMGTPE"[decade];
	return b;
}

static struct bound linear_bound(uint64_t number, uint64_t step)
{
	struct bound b = numbered(number);

	if (step % 1024)
		return b;
	b.is_named = true;
	if (number && number % (1 << 20) == 0) {
		b.shown = number >> 20;
		b.suffix = 'M';
	} else if (number && number % 1024 == 0) {
		b.shown = number >> 10;
		b.suffix = 'K';
	}
	return b;
}

/* Where bucket `index` ends; the next one begins there. */
static struct bound upper(const struct pw_map_info *info, size_t index)
{
	struct bound open = { true, false, 0, 0, 0 };
	int64_t number;

	if (info->value.kind == PW_TYPE_HIST)
		return log_bound((uint32_t)index, (uint32_t)info->arg[0]);
	number = info->arg[0] + (int64_t)index * info->arg[2];
	if (number > info->arg[1])
		return open;
	return linear_bound((uint64_t)number, (uint64_t)info->arg[2]);
}

static struct bound lower(const struct pw_map_info *info, size_t index)
{
	struct bound open = { true, false, 0, 0, 0 };

	return index ? upper(info, index - 1) : open;
}

static void add_bound(struct pw_buf *buf, const struct bound *b)
{
	if (b->is_open) {
		pw_buf_str(buf, "...");
		return;
	}
	pw_buf_unsigned(buf, b->shown);
	if (b->suffix)
		pw_buf_char(buf, b->suffix);
}

static void add_range(struct pw_buf *buf, const struct pw_map_info *info,
		      size_t index)
{
	struct bound from = lower(info, index), to = upper(info, index);

	pw_buf_char(buf, from.is_open ? '(' : '[');
	add_bound(buf, &from);
	if (!from.is_open && !to.is_open && !from.is_named && !to.is_named &&
	    from.number + 1 == to.number) {
		pw_buf_char(buf, ']');
		return;
	}
	pw_buf_str(buf, ", ");
	add_bound(buf, &to);
	pw_buf_char(buf, ')');
}

static void add_line(struct pw_buf *buf, const struct pw_map_info *info,
		     size_t index, uint64_t count, uint64_t most)
{
	size_t start = buf->len;
	size_t bar = 0;

	/* bpftrace divides in single precision. */
	if (most)
		bar = (size_t)((float)count / (float)most * BAR);
	add_range(buf, info, index);
	pw_buf_pad(buf, start, 16, true);
	start = buf->len;
	pw_buf_unsigned(buf, count);
	pw_buf_pad(buf, start, 8, false);
	pw_buf_str(buf, " |");
	pw_buf_fill(buf, '@', bar);
	pw_buf_fill(buf, ' ', BAR - bar);
	pw_buf_str(buf, "|\n");
}

/* The greatest number of a bucket, as JSON has it, is in the bucket. */
static void add_object(struct pw_buf *buf, const struct pw_map_info *info,
		       size_t index, uint64_t count)
{
	struct bound from = lower(info, index), to = upper(info, index);

	pw_buf_char(buf, '{');
	if (!from.is_open) {
		pw_buf_str(buf, "\"min\": ");
		pw_json_unsigned(buf, from.number);
		pw_buf_str(buf, ", ");
	}
	if (!to.is_open) {
		pw_buf_str(buf, "\"max\": ");
		pw_json_signed(buf, (int64_t)(to.number - 1));
		pw_buf_str(buf, ", ");
	}
	pw_buf_str(buf, "\"count\": ");
	pw_buf_unsigned(buf, count);
	pw_buf_char(buf, '}');
}

static uint64_t load(const uint8_t *at)
{
	uint64_t v;

	memcpy(&v, at, sizeof(v));
	return v;
}

/* The buckets of one key; which of them to show: [*first, *end). */
static void fill(const struct pw_map_print *map, const struct pw_entry *entry,
		 size_t *first, size_t *end)
{
	size_t i;

	memset(map->counts, 0, map->n_buckets * sizeof(*map->counts));
	*first = map->n_buckets;
	*end = 0;
	for (i = entry->first; i < entry->first + entry->n; i++) {
		uint64_t bucket = load(map->raw[i] + map->key_size);
		uint64_t count = load(map->raw[i] + map->key_size + 8);

		if (bucket >= map->n_buckets || !count)
			continue;
		map->counts[bucket] = count;
		if (bucket < *first)
			*first = bucket;
		if (bucket >= *end)
			*end = bucket + 1;
	}
}

void pw_hist_add(struct pw_output *o, const struct pw_map_print *map,
		 const struct pw_entry *entry)
{
	struct pw_buf *buf = &o->buf;
	bool json = o->json;
	/* div does nothing to a linear histogram, as in bpftrace. */
	uint32_t div = map->info->value.kind == PW_TYPE_HIST && map->div ?
		       map->div : 1;
	size_t first, end, i;
	uint64_t most = 0;

	if (map->info->value.kind == PW_TYPE_TSERIES) {
		pw_tseries_add(buf, map, entry, json);
		return;
	}
	fill(map, entry, &first, &end);
	for (i = first; i < end; i++) {
		map->counts[i] /= div;
		if (map->counts[i] > most)
			most = map->counts[i];
	}
	if (!json && pw_bcc_hist_takes(o, map->info)) {
		pw_bcc_hist_add(o, map, entry);
		return;
	}
	if (json)
		pw_buf_char(buf, '[');
	for (i = first; i < end; i++) {
		if (json && i > first)
			pw_buf_char(buf, ',');
		if (json)
			add_object(buf, map->info, i, map->counts[i]);
		else
			add_line(buf, map->info, i, map->counts[i], most);
	}
	if (json)
		pw_buf_char(buf, ']');
}

/* qsort() hands nothing through. */
static size_t sort_key_size;

static int compare_raw(const void *a, const void *b)
{
	return memcmp(*(const uint8_t *const *)a, *(const uint8_t *const *)b,
		      sort_key_size);
}

static size_t n_buckets(const struct pw_map_info *info)
{
	if (info->value.kind == PW_TYPE_TSERIES)
		return 1;
	if (info->value.kind == PW_TYPE_HIST)
		return ((size_t)(64 - info->arg[0]) << info->arg[0]) + 1;
	return (size_t)((info->arg[1] - info->arg[0]) / info->arg[2]) + 2;
}

int pw_hist_load(struct pw_map_print *map, const uint8_t *bytes, size_t size)
{
	size_t each = map->key_size + 8 + map->value_size;
	size_t n = size / each, i;
	struct pw_entry *entry = NULL;

	if (size % each)
		return -EINVAL;
	map->n_buckets = n_buckets(map->info);
	map->raw = calloc(n + 1, sizeof(*map->raw));
	map->entries = calloc(n + 1, sizeof(*map->entries));
	map->counts = calloc(map->n_buckets, sizeof(*map->counts));
	if (!map->raw || !map->entries || !map->counts)
		return -ENOMEM;
	for (i = 0; i < n; i++)
		map->raw[i] = bytes + i * each;
	sort_key_size = map->key_size;
	qsort(map->raw, n, sizeof(*map->raw), compare_raw);
	for (i = 0; i < n; i++) {
		if (!entry || memcmp(entry->key, map->raw[i], map->key_size)) {
			entry = &map->entries[map->n];
			entry->key = map->raw[i];
			entry->first = i;
			entry->index = map->n++;
			entry->map = map;
		}
		entry->n++;
		/* Series stay in the order of their keys. */
		if (map->info->value.kind == PW_TYPE_TSERIES)
			entry->number = map->n;
		else
			entry->number += load(map->raw[i] + map->key_size + 8);
	}
	map->by_value = true;
	return 0;
}
