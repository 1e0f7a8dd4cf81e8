/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a script's config block sets.
 */
#ifndef PW_LANG_CONFIG_H
#define PW_LANG_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

/* How stacks are printed. */
enum pw_stack_mode {
	PW_STACK_UNSET,
	PW_STACK_BPFTRACE,	/* symbol+offset */
	PW_STACK_PERF,		/* address symbol+offset */
	PW_STACK_RAW,		/* address */
	PW_STACK_BUILD_ID
};

/* What to do about a probe that is not there. */
enum pw_missing {
	PW_MISSING_UNSET,
	PW_MISSING_ERROR,
	PW_MISSING_WARN,
	PW_MISSING_IGNORE
};

struct pw_settings {
	uint32_t max_strlen, max_map_keys, max_probes;	/* 0: not set */
	uint32_t max_cat_bytes;		/* 0: not set */
	bool hides_maps;	/* maps are not printed at the end */
	bool shows_lines;	/* stacks say where in the source they are */
	bool keeps_mangled;	/* C++ names stay as they are in their files */
	enum pw_stack_mode stack_mode;
	const char *str_trunc_trailer;	/* NULL: not set */
	uint32_t max_bpf_progs;	/* 0: not set */
	enum pw_missing missing_probes;
	uint32_t max_load;	/* 1 + percent of a CPU's time; 0: not set */
	bool refuses_tseries, refuses_typeinfo;	/* unstable_… = error */
};

#define PW_MAX_LOAD	50u	/* percent, where nothing says another */

#define PW_MAX_CAT_BYTES	10240u

/* "raw" and so on; UNSET: another word. */
enum pw_stack_mode pw_read_stack_mode(const char *text);

const char *pw_stack_mode_name(enum pw_stack_mode mode);
const char *pw_missing_name(enum pw_missing missing);

/* "error", "warn" or "ignore"; UNSET: another word. */
enum pw_missing pw_read_missing(const char *text);

struct pw_cursor;

/* At "config"; ends at the head of what follows. */
void pw_parse_config(struct pw_cursor *c, struct pw_settings *settings);

#endif
