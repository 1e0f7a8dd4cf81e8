// SPDX-License-Identifier: GPL-2.0
/*
 * Time series: the module's entries, one for each interval that something fell
 * into, shown as bpftrace shows them: a line for each interval from the first
 * one of the key to the last one of the map. One thread; no locks.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "output/json.h"
#include "output/maps.h"

#define GRAPH	53	/* columns, the borders included */
#define LABEL	21	/* columns that the least value's label takes */
#define SECOND	1000000000ull

/* An interval: the three words of an entry's value. */
struct point {
	uint64_t epoch;
	uint64_t value;
};

struct series {
	const struct pw_map_info *info;
	struct point *points;	/* in the order of time */
	size_t n;
	uint64_t first, last;	/* epochs to show; none if first > last */
	uint64_t least, most;	/* values */
};

static uint64_t word(const uint8_t *at, size_t i)
{
	uint64_t v;

	memcpy(&v, at + 8 * i, sizeof(v));
	return v;
}

static bool is_signed(const struct series *s)
{
	return s->info->value.is_signed;
}

static bool is_less(const struct series *s, uint64_t a, uint64_t b)
{
	return is_signed(s) ? (int64_t)a < (int64_t)b : a < b;
}

/* What an interval that was zeroed, or never written, has: bpftrace takes the
 * first one since 1970 for such. */
static struct point point_at(const struct pw_map_print *map,
			     const uint8_t *entry)
{
	const uint8_t *value = entry + map->key_size + 8;
	struct point p = { word(value, 2), word(value, 0) };
	uint64_t n = word(value, 1);

	if (!p.epoch)
		p.value = 0;
	else if (map->info->arg[2] == PW_TSERIES_AVG && n)
		p.value = map->info->value.is_signed ?
			  (uint64_t)((int64_t)p.value / (int64_t)n) :
			  p.value / n;
	return p;
}

static int compare_points(const void *x, const void *y)
{
	const struct point *a = x, *b = y;

	return a->epoch < b->epoch ? -1 : a->epoch > b->epoch;
}

static uint64_t last_epoch(const struct pw_map_print *map)
{
	uint64_t last = 0;

	for (size_t i = 0; i < map->n; i++) {
		const struct pw_entry *e = &map->entries[i];

		for (size_t k = e->first; k < e->first + e->n; k++) {
			uint64_t epoch = point_at(map, map->raw[k]).epoch;

			if (epoch > last)
				last = epoch;
		}
	}
	return last;
}

/* The points in what the map shows; false: no memory. */
static bool collect(const struct pw_map_print *map,
		    const struct pw_entry *entry, struct series *s)
{
	uint64_t begin;

	s->info = map->info;
	s->n = 0;
	s->last = last_epoch(map);
	begin = s->last - (uint64_t)map->info->arg[1] + 1;
	s->first = s->last + 1;
	s->points = calloc(entry->n + 1, sizeof(*s->points));
	if (!s->points)
		return false;
	for (size_t i = entry->first; i < entry->first + entry->n; i++) {
		struct point p = point_at(map, map->raw[i]);

		if (p.epoch >= begin && begin <= s->last)
			s->points[s->n++] = p;
	}
	qsort(s->points, s->n, sizeof(*s->points), compare_points);
	if (!s->n)
		return true;
	s->first = s->points[0].epoch;
	s->least = s->most = s->points[0].value;
	for (size_t i = 1; i < s->n; i++) {
		if (is_less(s, s->points[i].value, s->least))
			s->least = s->points[i].value;
		if (is_less(s, s->most, s->points[i].value))
			s->most = s->points[i].value;
	}
	return true;
}

static void add_number(struct pw_buf *buf, const struct series *s, uint64_t v)
{
	if (is_signed(s))
		pw_buf_signed(buf, (int64_t)v);
	else
		pw_buf_unsigned(buf, v);
}

/* Some room on both sides of a line that goes straight down. */
static void widen(struct series *s)
{
	uint64_t lowest = is_signed(s) ? (uint64_t)INT64_MIN : 0;
	uint64_t highest = is_signed(s) ? (uint64_t)INT64_MAX : UINT64_MAX;

	if (s->least != s->most)
		return;
	if (s->least != lowest)
		s->least--;
	if (s->most != highest)
		s->most++;
}

/* Digits of a second that the times need, and what they are called. */
static unsigned int digits_of(const struct series *s, const char **unit)
{
	uint64_t interval = s->last > s->first ? (uint64_t)s->info->arg[0] : 0;

	if (interval >= SECOND)
		return 0;
	*unit = interval >= 1000000 ? "ms" : interval >= 1000 ? "us" : "ns";
	return interval >= 1000000 ? 3 : interval >= 1000 ? 6 : 9;
}

static void add_time(struct pw_buf *buf, uint64_t nsecs, unsigned int digits)
{
	static const unsigned int scale[] = { 1000000000, 1000000, 1000, 1 };
	time_t second = (time_t)(nsecs / SECOND);
	unsigned int rest = nsecs % SECOND;
	char text[64];
	struct tm tm;
	size_t len;

	if (!localtime_r(&second, &tm))
		return;
	len = strftime(text, sizeof(text), "%H:%M:%S", &tm);
	if (digits)
		len += sprintf(text + len, ".%0*u", digits,
			       rest / scale[digits / 3]);
	pw_buf_add(buf, text, len);
}

/* The column of a value: as bpftrace, in single precision. */
static int column_of(const struct series *s, int width, uint64_t v)
{
	int column = (float)width * (float)(int64_t)(s->least - v) /
		     (float)(int64_t)(s->least - s->most);

	return column < 0 ? 0 : column >= GRAPH ? GRAPH - 1 : column;
}

static void add_scale(struct pw_buf *buf, const struct series *s,
		      size_t margin)
{
	size_t start;

	pw_buf_fill(buf, ' ', margin);
	start = buf->len;
	add_number(buf, s, s->least);
	pw_buf_pad(buf, start, LABEL, true);
	start = buf->len;
	add_number(buf, s, s->most);
	pw_buf_pad(buf, start, GRAPH - LABEL, false);
	pw_buf_char(buf, '\n');
}

static void add_line(struct pw_buf *buf, const struct series *s,
		     const uint64_t *value)
{
	char line[GRAPH];

	memset(line, ' ', sizeof(line));
	line[0] = line[GRAPH - 1] = '|';
	if (is_signed(s) && (int64_t)s->least < 0 && (int64_t)s->most > 0) {
		int zero = column_of(s, GRAPH, 0);

		if (zero)
			line[zero] = '.';
	}
	if (value)
		line[column_of(s, GRAPH - 1, *value)] = '*';
	pw_buf_add(buf, line, sizeof(line));
	pw_buf_char(buf, ' ');
	if (value)
		add_number(buf, s, *value);
	else
		pw_buf_char(buf, '-');
	pw_buf_char(buf, '\n');
}

static void add_border(struct pw_buf *buf, char end)
{
	pw_buf_char(buf, end);
	pw_buf_fill(buf, '_', GRAPH - 2);
	pw_buf_char(buf, end);
	pw_buf_char(buf, '\n');
}

static void add_text(struct pw_buf *buf, struct series *s)
{
	const char *unit = "";
	unsigned int digits = digits_of(s, &unit);
	size_t width = 8 + (digits ? 1 + digits : 0), start, i = 0;

	widen(s);
	add_scale(buf, s, width + 1);
	start = buf->len;
	pw_buf_str(buf, digits ? "hh:mm:ss." : "hh:mm:ss");
	pw_buf_str(buf, unit);
	pw_buf_pad(buf, start, width + 1, true);
	add_border(buf, '|');
	for (uint64_t epoch = s->first; epoch <= s->last; epoch++) {
		bool there = i < s->n && s->points[i].epoch == epoch;

		add_time(buf, epoch * (uint64_t)s->info->arg[0], digits);
		pw_buf_char(buf, ' ');
		add_line(buf, s, there ? &s->points[i].value : NULL);
		i += there;
	}
	pw_buf_fill(buf, ' ', width + 1);
	add_border(buf, 'v');
	add_scale(buf, s, width + 1);
}

/* Times as C++ writes them: in UTC, to the nanosecond. */
static void add_json(struct pw_buf *buf, const struct series *s)
{
	char text[80];
	struct tm tm;
	size_t len;

	pw_buf_char(buf, '[');
	for (size_t i = 0; i < s->n; i++) {
		uint64_t ns = s->points[i].epoch * (uint64_t)s->info->arg[0];
		time_t second = (time_t)(ns / SECOND);

		if (!gmtime_r(&second, &tm))
			continue;
		len = strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &tm);
		sprintf(text + len, ".%09u", (unsigned int)(ns % SECOND));
		pw_buf_str(buf, i ? ",{\"interval_start\":\"" :
			   "{\"interval_start\":\"");
		pw_buf_str(buf, text);
		pw_buf_str(buf, "\",\"value\":");
		add_number(buf, s, s->points[i].value);
		pw_buf_char(buf, '}');
	}
	pw_buf_char(buf, ']');
}

void pw_tseries_add(struct pw_buf *buf, const struct pw_map_print *map,
		    const struct pw_entry *entry, bool json)
{
	struct series s;

	if (!collect(map, entry, &s)) {
		buf->failed = true;
		return;
	}
	if (json)
		add_json(buf, &s);
	else if (!s.n)
		pw_buf_str(buf, "<no data>");
	else
		add_text(buf, &s);
	free(s.points);
}
