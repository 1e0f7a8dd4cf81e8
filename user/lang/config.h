/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a script's config block sets.
 */
#ifndef PW_LANG_CONFIG_H
#define PW_LANG_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

struct pw_settings {
	uint32_t max_strlen, max_map_keys, max_probes;	/* 0: not set */
	bool hides_maps;	/* maps are not printed at the end */
};

struct pw_cursor;

/* At "config"; ends at the head of what follows. */
void pw_parse_config(struct pw_cursor *c, struct pw_settings *settings);

#endif
