/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sums, averages, minima and maxima: adding to a part, merging parts, reading
 * them. Any context, preemption off; aggregate.h says who may change a part.
 */
#include "aggregate.h"

#define SIGN	(1ULL << 63)

/* From number to code and back: both are their own inverse, in any order. */
static pw_notrace u64 code(const struct pw_map *map, u64 v)
{
	if (map->is_signed)
		v ^= SIGN;
	return map->kind == PW_MAP_MIN ? ~v : v;
}

/* An NMI that raises the word in between makes the attempt fail. */
static pw_notrace void lift(u64 *word, u64 v)
{
	u64 was = READ_ONCE(*word);
	u64 found;

	while (v > was) {
		found = pw_local_cmpxchg(word, was, v);
		if (found == was)
			return;
		was = found;
	}
}

pw_notrace void pw_agg_add(const struct pw_map *map, u64 *part, u64 v)
{
	switch (map->kind) {
	case PW_MAP_MIN:
	case PW_MAP_MAX:
		lift(&part[0], code(map, v));
		pw_local_add(&part[1], 1);
		break;
	case PW_MAP_AVG:
		pw_local_add(&part[0], v);
		pw_local_add(&part[1], 1);
		break;
	default:
		pw_local_add(&part[0], v);
		break;
	}
}

static pw_notrace bool is_extreme(const struct pw_map *map)
{
	return map->kind == PW_MAP_MIN || map->kind == PW_MAP_MAX;
}

/* How many first: what is counted then has been raised before. */
pw_notrace void pw_agg_merge(const struct pw_map *map,
			     const struct pw_table *table, u32 nr, u64 *part)
{
	if (map->part_words > 1)
		part[1] = pw_table_sum(table, nr, 1);
	part[0] = is_extreme(map) ? pw_table_most(table, nr, 0) :
		  pw_table_sum(table, nr, 0);
}

pw_notrace u64 pw_agg_number(const struct pw_map *map, const u64 *part)
{
	if (is_extreme(map))
		return part[1] ? code(map, part[0]) : 0;
	if (map->kind != PW_MAP_AVG)
		return part[0];
	if (!part[1])
		return 0;
	return map->is_signed ? (u64)((s64)part[0] / (s64)part[1]) :
	       part[0] / part[1];
}

pw_notrace void pw_agg_value(const struct pw_map *map, const u64 *part,
			     u64 *value)
{
	if (is_extreme(map))
		*value = pw_agg_number(map, part);
	else
		pw_copy_words(value, part, 8 * map->value_words);
}
