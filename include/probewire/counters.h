/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every way in which a hit, a record or a value is lost has a counter here.
 * The lists are the one source for the module, the text and the JSON keys.
 *
 * Exact sums, at any time after the probes are detached:
 *   hits    = ran + the skips, for each probe
 *   emitted = received by the command + the losses, for each session
 */
#ifndef PROBEWIRE_COUNTERS_H
#define PROBEWIRE_COUNTERS_H

#include <linux/types.h>

/* A hit that did not run: PW_SKIP(NAME, "json_key", "text"). */
#define PW_SKIPS(PW_SKIP) \
PW_SKIP(RECURSION, "recursion", "fired inside a probe") \
PW_SKIP(IDLE, "idle", "fired while the session was starting or stopping") \
PW_SKIP(SHORT_RECORD, "short_record", "record shorter than its format says")

/* A record that did not arrive: PW_LOSS(NAME, "json_key", "text"). */
#define PW_LOSSES(PW_LOSS) \
PW_LOSS(RING_FULL, "ring_full", "ring full: the reader was too slow") \
PW_LOSS(TOO_BIG, "too_big", "record larger than a ring") \
PW_LOSS(UNSENT, "unsent", "not sent before the session ended")

/* What went wrong inside a program: PW_NOTE(NAME, "json_key", "text"). */
#define PW_NOTES(PW_NOTE) \
PW_NOTE(READ_FAULT, "read_fault", "memory reads failed") \
PW_NOTE(STR_CUT, "string_cut", "strings were cut") \
PW_NOTE(MAP_FULL, "map_full", "Map full; can't update element") \
PW_NOTE(MAP_BUSY, "map_busy", "map updates met a lock held below them") \
PW_NOTE(STACK_FULL, "stack_full", "Stack table full; stacks are empty") \
PW_NOTE(LOOP_BUDGET, "loop_budget", "programs ran out of loop budget") \
PW_NOTE(DIV_ZERO, "div_zero", "Divide or modulo by 0 detected. This can lead " \
	"to unexpected results. 1 is being used as the result") \
PW_NOTE(BOUNDS, "out_of_bounds", \
	"Array access out of bounds. This can lead to unexpected results") \
PW_NOTE(NO_SIGNAL, "signals_not_sent", "signals could not be sent")

#define PW_COUNTER(name, key, text) PW_COUNTER_NAME(name),
enum pw_skip {
#define PW_COUNTER_NAME(name) PW_SKIP_##name
	PW_SKIPS(PW_COUNTER)
#undef PW_COUNTER_NAME
	PW_SKIP_MAX
};

enum pw_loss {
#define PW_COUNTER_NAME(name) PW_LOSS_##name
	PW_LOSSES(PW_COUNTER)
#undef PW_COUNTER_NAME
	PW_LOSS_MAX
};

enum pw_note {
#define PW_COUNTER_NAME(name) PW_NOTE_##name
	PW_NOTES(PW_COUNTER)
#undef PW_COUNTER_NAME
	PW_NOTE_MAX
};
#undef PW_COUNTER

/* One probe's, all CPUs together. */
struct pw_probe_stats {
	__u64 ran;
	__u64 nsecs;	/* that its programs took, about; 0 without max_load */
	__u64 skipped[PW_SKIP_MAX];
	__u64 missed;	/* hits that the kernel itself dropped before us */
	__s32 error;	/* 0, or why an optional probe is not attached:
			 * a negative errno */
	__u32 pad;
};

/* One session's, all CPUs together. */
struct pw_session_stats {
	__u64 emitted;
	__u64 lost[PW_LOSS_MAX];
	__u64 note[PW_NOTE_MAX];
	__u32 note_insn[PW_NOTE_MAX];	/* index in the image's insns of the
					 * first one; only if note is not 0 */
	__u32 n_probes;
	__u32 pad[2 - (PW_NOTE_MAX + 1) % 2];
};

#endif
