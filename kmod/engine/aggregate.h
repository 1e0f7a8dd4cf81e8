/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an aggregate's words mean. A part is what one CPU, or a deletable
 * entry, has; its words start as zeros, and zeros change nothing when parts are
 * merged:
 *
 *   count, sum		the sum
 *   average		the sum, how many
 *   minimum, maximum	the code of the extreme, how many. Codes are in the
 *			order of their numbers, for a minimum in the other one,
 *			so that the extreme always is the greatest code.
 *
 * Any context, preemption off; parts are only changed by their CPU, or under
 * their lock. NMIs may come in between at any place.
 */
#ifndef PW_ENGINE_AGGREGATE_H
#define PW_ENGINE_AGGREGATE_H

#include "table.h"

#define PW_PART_WORDS	2	/* at most, of an aggregate */

void pw_agg_add(const struct pw_map *map, u64 *part, u64 v);

/* All CPUs' parts of an element as one. */
void pw_agg_merge(const struct pw_map *map, const struct pw_table *table,
		  u32 nr, u64 *part);

/* A part, or what is stored in a map of values, as a program reads it. */
u64 pw_agg_number(const struct pw_map *map, const u64 *part);
/* The same as the session reads it: map->value_words words. */
void pw_agg_value(const struct pw_map *map, const u64 *part, u64 *value);

/*
 * The bucket of v: 0 for numbers below 0; then one for each number below
 * 2^bits; then 2^bits of equal width for each further power of two.
 */
static inline u64 pw_hist_bucket(s64 v, u32 bits)
{
	u64 mask = (1ULL << bits) - 1;
	u32 shift;

	if (v < 0)
		return 0;
	if ((u64)v <= mask)
		return v + 1;
	shift = 63 - __builtin_clzll(v) - bits;
	return ((u64)(shift + 1) << bits) + ((v >> shift) & mask) + 1;
}

/* 0 below min, then one for each `step`; the last one is for all above max. */
static inline u64 pw_lhist_bucket(s64 v, s64 min, s64 max, s64 step)
{
	if (v < min)
		return 0;
	if (v > max)
		v = max;
	return 1 + (u64)(v - min) / (u64)step;
}

#endif
