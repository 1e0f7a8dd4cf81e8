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

/* ---- maps.c ---- */

/* Reads a map's entries, as PW_CMD_MAP_READ gives them, and sorts them. 0,
 * -EINVAL or -ENOMEM; pw_map_free() it in any case. */
int pw_map_load(struct pw_output *o, uint32_t number, const void *entries,
		size_t bytes, struct pw_map_print *map);
void pw_map_free(struct pw_map_print *map);
bool pw_map_is_average(const struct pw_type *type);
uint64_t pw_map_average(const struct pw_type *type, const uint8_t *value);

/* ---- fold.c ---- */

/* Has it a stack among its keys, and numbers? Then an entry as a line. */
bool pw_fold_takes(const struct pw_map_print *map);
void pw_fold_entry(struct pw_output *o, const struct pw_map_print *map,
		   const struct pw_entry *entry);

/* ---- bcc_stack.c ---- */

/* Is the map to be printed as the tool's head says of stacks? */
bool pw_bcc_stack_takes(const struct pw_output *o,
			const struct pw_map_print *map);
void pw_bcc_stack_entry(struct pw_output *o, const struct pw_map_print *map,
			const struct pw_entry *entry);

/* ---- bcc_events.c ---- */

/* Is the map to be printed as the tool's head says of events? */
bool pw_bcc_events_takes(const struct pw_output *o,
			 const struct pw_map_print *map);
void pw_bcc_events_title(struct pw_output *o);
void pw_bcc_events_entry(struct pw_output *o, const struct pw_map_print *map,
			 const struct pw_entry *entry);

/* ---- hist.c ---- */

/* A histogram or a time series: something that has buckets. */
bool pw_map_is_hist(const struct pw_map_info *info);
/* Makes entries, raw and counts of what the module gave. 0 or -errno. */
int pw_hist_load(struct pw_map_print *map, const uint8_t *bytes, size_t size);
/* A histogram's lines, or its array; a time series goes to tseries.c. */
void pw_hist_add(struct pw_output *o, const struct pw_map_print *map,
		 const struct pw_entry *entry);

/* ---- bcc_hist.c ---- */

/* Is the map to be printed as the tool's head says? */
bool pw_bcc_hist_takes(const struct pw_output *o,
		       const struct pw_map_info *info);
/* Is a key the unit, and no title? */
bool pw_bcc_hist_by_key(const struct pw_output *o);
/* The title and the lines; counts of buckets are in map->counts. */
void pw_bcc_hist_add(struct pw_output *o, const struct pw_map_print *map,
		     const struct pw_entry *entry);
/* The line above a keyed one, up to the key. */
void pw_bcc_hist_title(struct pw_output *o, const struct pw_map_info *info);

/* ---- tseries.c ---- */

void pw_tseries_add(struct pw_buf *buf, const struct pw_map_print *map,
		    const struct pw_entry *entry, bool json);

#endif
