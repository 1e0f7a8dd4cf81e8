// SPDX-License-Identifier: GPL-2.0
/*
 * Counts as bcc's argdist prints them: how often, and what it was. A map's key
 * is names and values in turn; of an odd one the last name stands alone.
 */
#include "lang/types.h"
#include "output/maps.h"

bool pw_bcc_events_takes(const struct pw_output *o,
			 const struct pw_map_print *map)
{
	return o->opt.tool && o->opt.tool->events && map->info->n_keys &&
	       map->by_value && !pw_map_is_hist(map->info);
}

static void add_line(struct pw_output *o, uint64_t number, bool is_signed)
{
	size_t start;

	pw_buf_char(&o->buf, '\t');
	start = o->buf.len;
	if (is_signed)
		pw_buf_signed(&o->buf, (int64_t)number);
	else
		pw_buf_unsigned(&o->buf, number);
	pw_buf_pad(&o->buf, start, 10, true);
	pw_buf_char(&o->buf, ' ');
}

void pw_bcc_events_title(struct pw_output *o)
{
	pw_buf_str(&o->buf, "\tCOUNT      EVENT\n");
}

void pw_bcc_events_entry(struct pw_output *o, const struct pw_map_print *map,
			 const struct pw_entry *entry)
{
	const struct pw_map_info *info = map->info;
	const uint8_t *slot = entry->key;
	uint32_t i;

	add_line(o, entry->number, map->is_signed);
	for (i = 0; i < info->n_keys; slot += info->keys[i++].size) {
		if (i)
			pw_buf_str(&o->buf, i % 2 ? " = " : ", ");
		pw_value_text(&o->buf, &o->env, &info->keys[i], slot);
	}
	pw_buf_char(&o->buf, '\n');
}
