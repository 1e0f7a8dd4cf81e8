/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Maps, as exec.c uses them. A map has one of three forms:
 *
 *   parts	aggregates that no program deletes from: keys are found
 *		without a lock, and each CPU adds to an array of its own
 *   slot	one value of 8 bytes without a key: plain loads and stores
 *   locked	all others: whoever works on an entry holds its bucket's lock
 *
 * A deletable aggregate is locked, its one part beside the key like any value.
 */
#ifndef PW_ENGINE_MAP_H
#define PW_ENGINE_MAP_H

#include "run.h"
#include "text.h"

enum pw_map_form {
	PW_FORM_PARTS,
	PW_FORM_SLOT,
	PW_FORM_LOCKED
};

struct pw_table;

struct pw_map {
	struct pw_table *table;	/* replaced by pw_map_clear() */
	enum pw_map_form form;
	enum pw_map_kind kind;
	bool is_signed;
	bool evicts;		/* a key for another, when full; locked */
	s64 arg[3];
	u32 key_words;
	u32 value_words;	/* as read by the session */
	u32 part_words;		/* as stored: of a value, of a CPU's part */
	u32 max_entries;
};

/* Words of a value as it is stored, for each CPU if the form is parts. */
u32 pw_map_part_words(const struct pw_map_def *def);
enum pw_map_form pw_map_form(const struct pw_map_def *def);

/* Bytes that the map takes on this machine. */
u64 pw_map_bytes(const struct pw_map_def *def);

/* Process context. NULL: no memory. */
struct pw_map *pw_map_create(const struct pw_map_def *def);
void pw_map_destroy(struct pw_map *map);

/*
 * The instructions. Any context. key: the frame at insn->off. What fails is
 * noted at insn; reading what is not there gives zeros.
 */
void pw_map_aggregate(struct pw_run *run, const struct pw_insn *insn, u64 v);
void pw_map_hist(struct pw_run *run, const struct pw_insn *insn, u64 v);
u64 pw_map_get(struct pw_run *run, const struct pw_insn *insn);
void pw_map_get_value(struct pw_run *run, const struct pw_insn *insn);
void pw_map_set(struct pw_run *run, const struct pw_insn *insn,
		const u64 *value);
u64 pw_map_add(struct pw_run *run, const struct pw_insn *insn, u64 by);
bool pw_map_del(struct pw_run *run, const struct pw_insn *insn);
bool pw_map_has(struct pw_run *run, const struct pw_insn *insn);
/* now: ns since 1970. */
void pw_map_tseries(struct pw_run *run, const struct pw_insn *insn, u64 v,
		    u64 now);
u32 pw_map_len(const struct pw_run *run, const struct pw_insn *insn);
/* next.c: the place of the next entry, or 0. */
u64 pw_map_next(struct pw_run *run, const struct pw_insn *insn, u64 after);

#endif
