/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Maps, as exec.c uses them. A map has one of three forms:
 *
 *   counts	PW_MAP_COUNT that no program deletes from: keys are found
 *		without a lock, and each CPU adds to an array of its own
 *   slot	one value of 8 bytes without a key: plain loads and stores
 *   locked	all others: whoever works on an entry holds its bucket's lock
 *
 * A deletable count is locked, its value beside the key like any other's.
 */
#ifndef PW_ENGINE_MAP_H
#define PW_ENGINE_MAP_H

#include "run.h"
#include "text.h"

enum pw_map_form {
	PW_FORM_COUNTS,
	PW_FORM_SLOT,
	PW_FORM_LOCKED
};

struct pw_table;

struct pw_map {
	struct pw_table *table;	/* replaced by pw_map_clear() */
	enum pw_map_form form;
	u32 key_words;
	u32 value_words;
	u32 max_entries;
};

/* Bytes that the map takes on this machine. */
u64 pw_map_bytes(const struct pw_map_def *def);

/* Process context. NULL: no memory. */
struct pw_map *pw_map_create(const struct pw_map_def *def);
void pw_map_destroy(struct pw_map *map);

/*
 * The instructions. Any context. key: the frame at insn->off. What fails is
 * noted at insn; reading what is not there gives zeros.
 */
void pw_map_count(struct pw_run *run, const struct pw_insn *insn);
u64 pw_map_get(struct pw_run *run, const struct pw_insn *insn);
void pw_map_get_value(struct pw_run *run, const struct pw_insn *insn);
void pw_map_set(struct pw_run *run, const struct pw_insn *insn,
		const u64 *value);
u64 pw_map_add(struct pw_run *run, const struct pw_insn *insn, u64 by);
bool pw_map_del(struct pw_run *run, const struct pw_insn *insn);
bool pw_map_has(struct pw_run *run, const struct pw_insn *insn);

#endif
