// SPDX-License-Identifier: GPL-2.0
/*
 * Histograms as bcc's tools print them: from the lowest row to the last that
 * has something, in a tool's unit.
 */
#include <string.h>
#include "output/maps.h"

#define STARS		40u
#define NARROW_ROWS	32u	/* more have wider columns and shorter bars */

bool pw_bcc_hist_takes(const struct pw_output *o,
		       const struct pw_map_info *info)
{
	if (!o->opt.tool || !o->opt.tool->unit)
		return false;
	/* hist() with more than one bucket a power of two bcc has not. */
	return (info->value.kind == PW_TYPE_HIST && !info->arg[0]) ||
	       info->value.kind == PW_TYPE_LHIST;
}

static const char *unit_of(const struct pw_output *o)
{
	const struct pw_tool *tool = o->opt.tool;
	uint32_t i;

	for (i = 0; i < tool->n_units; i++)
		if (tool->units[i].bits & o->rows.given)
			return tool->units[i].name;
	return tool->unit;
}

bool pw_bcc_hist_by_key(const struct pw_output *o)
{
	return !strcmp(o->opt.tool->unit, "$key");
}

void pw_bcc_hist_title(struct pw_output *o, const struct pw_map_info *info)
{
	const char *title = o->opt.tool->hist_key;

	pw_buf_char(&o->buf, '\n');
	pw_buf_str(&o->buf, title ? title : info->name);
	pw_buf_str(&o->buf, " = ");
}

static void pad(struct pw_buf *buf, const char *text, size_t width)
{
	size_t start = buf->len;

	pw_buf_str(buf, text);
	pw_buf_pad(buf, start, width, true);
}

static void add_head(struct pw_buf *buf, size_t indent, size_t width,
		     const char *unit)
{
	pw_buf_fill(buf, ' ', indent);
	pad(buf, unit, width);
	pw_buf_str(buf, " : count     distribution\n");
}

/* ": COUNT    |***     |" */
static void add_bar(struct pw_buf *buf, uint64_t count, uint64_t most,
		    size_t width)
{
	size_t stars = most ? (size_t)((double)width * (double)count /
				       (double)most) : 0;
	size_t start;

	pw_buf_str(buf, " : ");
	start = buf->len;
	pw_buf_unsigned(buf, count);
	pw_buf_pad(buf, start, 8, true);
	pw_buf_str(buf, " |");
	pw_buf_fill(buf, '*', stars);
	pw_buf_fill(buf, ' ', width - stars);
	pw_buf_str(buf, "|\n");
}

static uint64_t greatest(const uint64_t *counts, size_t n)
{
	uint64_t most = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (counts[i] > most)
			most = counts[i];
	return most;
}

/* Rows up to the last that is not empty. */
static size_t used(const uint64_t *counts, size_t n)
{
	while (n && !counts[n - 1])
		n--;
	return n;
}

/*
 * A row for each power of two, 0 and 1 together. Our buckets are: below 0 (in
 * which no time or size is), 0, 1, [2, 4) and so on.
 */
static void add_log2(struct pw_buf *buf, const char *unit, uint64_t *counts,
		     size_t n_counts)
{
	uint64_t *rows = counts + 2;
	size_t n, i, width, bar, start;
	uint64_t most;

	rows[0] += counts[1];
	n = used(rows, n_counts - 2);
	if (!n)
		return;
	width = n < NARROW_ROWS ? 10 : 20;
	bar = n < NARROW_ROWS ? STARS : STARS / 2;
	add_head(buf, n < NARROW_ROWS ? 5 : 15, n < NARROW_ROWS ? 19 : 29,
		 unit);
	most = greatest(rows, n);
	for (i = 0; i < n; i++) {
		start = buf->len;
		pw_buf_unsigned(buf, i ? 1ull << i : 0);
		pw_buf_pad(buf, start, width, false);
		pw_buf_str(buf, " -> ");
		start = buf->len;
		pw_buf_unsigned(buf, (2ull << i) - 1);
		pw_buf_pad(buf, start, width, true);
		add_bar(buf, rows[i], most, bar);
	}
}

/* Bucket 0 is what is below the first row. */
static void add_linear(struct pw_buf *buf, const char *unit,
		       const struct pw_map_print *map)
{
	const int64_t *arg = map->info->arg;
	const uint64_t *rows = map->counts + 1;
	size_t n = used(rows, map->n_buckets - 1), i, start;
	uint64_t most = greatest(rows, n);

	if (!n)
		return;
	add_head(buf, 5, 13, unit);
	for (i = 0; i < n; i++) {
		pw_buf_fill(buf, ' ', 8);
		start = buf->len;
		pw_buf_signed(buf, arg[0] + (int64_t)i * arg[2]);
		pw_buf_pad(buf, start, 10, true);
		add_bar(buf, rows[i], most, STARS);
	}
}

void pw_bcc_hist_add(struct pw_output *o, const struct pw_map_print *map,
		     const struct pw_entry *entry)
{
	const char *unit = unit_of(o);
	struct pw_buf key = { 0 };

	if (map->info->n_keys && pw_bcc_hist_by_key(o)) {
		pw_value_text(&key, &o->env, &map->info->keys[0], entry->key);
		pw_buf_char(&key, '\0');
		unit = key.failed ? "" : key.data;
	}
	if (map->info->value.kind == PW_TYPE_HIST)
		add_log2(&o->buf, unit, map->counts, map->n_buckets);
	else
		add_linear(&o->buf, unit, map);
	pw_buf_free(&key);
}
