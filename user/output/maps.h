/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A map while it is printed: its entries in order. Only for user/output.
 */
#ifndef PW_OUTPUT_MAPS_H
#define PW_OUTPUT_MAPS_H

#include "output/sink.h"

struct pw_entry {
	const uint8_t *key;
	const uint8_t *value;	/* not of a histogram */
	size_t first, n;	/* of a histogram: its part of map->raw */
	uint64_t number;	/* what it is sorted by, if by_value */
	size_t index;		/* as it came */
	const struct pw_map_print *map;
};

struct pw_map_print {
	const struct pw_map_info *info;
	size_t key_size;	/* a bucket's number not included */
	size_t value_size;
	bool by_value;
	bool is_signed;		/* numbers, to sort by */
	uint32_t div;
	struct pw_entry *entries;
	size_t n;
	/* Histograms: the entries as they came, one key's together. */
	const uint8_t **raw;
	uint64_t *counts;	/* n_buckets */
	size_t n_buckets;
};

/* ---- fold.c ---- */

/* Has it a stack among its keys, and numbers? Then an entry as a line. */
bool pw_fold_takes(const struct pw_map_print *map);
void pw_fold_entry(struct pw_output *o, const struct pw_map_print *map,
		   const struct pw_entry *entry);

/* ---- hist.c ---- */

/* A histogram or a time series: something that has buckets. */
bool pw_map_is_hist(const struct pw_map_info *info);
/* Makes entries, raw and counts of what the module gave. 0 or -errno. */
int pw_hist_load(struct pw_map_print *map, const uint8_t *bytes, size_t size);
/* A histogram's lines, or its array; a time series goes to tseries.c. */
void pw_hist_add(struct pw_buf *buf, const struct pw_map_print *map,
		 const struct pw_entry *entry, bool json);

/* ---- tseries.c ---- */

void pw_tseries_add(struct pw_buf *buf, const struct pw_map_print *map,
		    const struct pw_entry *entry, bool json);

#endif
