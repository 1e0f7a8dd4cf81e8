/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The engine's door: what the module's probes and its sessions call. The same
 * files run in the kernel and, for tests and fuzzing, in user space; env.h is
 * the only difference.
 */
#ifndef PW_ENGINE_H
#define PW_ENGINE_H

#include "env.h"
#include <probewire/protocol.h>

struct pw_map;
struct pw_ring;
struct pw_stacks;

/* Why something was refused. */
struct pw_error {
	u32 probe;	/* number, or ~0 */
	u32 insn;	/* index in the image's insns, or ~0 */
	char text[160];	/* one sentence without a full stop */
};

/*
 * A parsed image: pointers into one buffer. The sections lie inside the buffer
 * and do not overlap the header; every cross-reference is in range; names are
 * terminated and shorter than PW_NAME_MAX. Programs are only safe to run after
 * pw_verify().
 */
struct pw_image {
	const void *buf;
	const struct pw_image_header *head;
	const struct pw_insn *insns;
	const u8 *constants;
	const char *strings;
	const struct pw_map_def *maps;
	const struct pw_rec_def *recs;
	const struct pw_seg *segs;
	const struct pw_prog_def *progs;
	const struct pw_probe_def *probes;
	u32 frame_size;		/* the largest of the programs */
	u32 record_size;	/* the largest record, header included */
};

/* Process context, may sleep. 0 or -EINVAL with *err filled. */
int pw_image_parse(struct pw_image *img, const void *buf, size_t size,
		   struct pw_error *err);
/* Process context, may sleep (allocates). 0, -EINVAL with *err, or -ENOMEM. */
int pw_verify(const struct pw_image *img, struct pw_error *err);

/* What a probe hands to its program: what the program's ctx needs, else 0. */
struct pw_hit {
	struct pt_regs *regs;	/* PW_PROG_ENTRY, PW_PROG_RETURN; where the
				 * others have some, for stacks */
	const void *rec;	/* PW_PROG_RECORD */
	u32 rec_size;
	u32 at_entry;		/* regs are those at a function's beginning */
	u64 nsecs;		/* 0: not read yet; read when first needed */
	u64 ip;			/* where the kernel's stack begins, if not where
				 * regs are; without these the function behind
				 * whose frames it does; of a process's code
				 * what is probed; or 0 */
	const u64 *given;	/* PW_PROG_RAW: 12 values, PW_PROG_EXIT: 6 */
	u64 ret;		/* what the program returned, if it did */
};

/*
 * A hit with registers, or NULL, and nothing else. Each member by itself, into
 * a variable that is pw_uninit: so many bytes at once compilers clear by rep
 * stos, which takes as long as half a probe.
 */
static pw_always_inline void pw_hit_init(struct pw_hit *hit,
					 struct pt_regs *regs)
{
	hit->regs = regs;
	hit->rec = NULL;
	hit->rec_size = 0;
	hit->at_entry = 0;
	hit->nsecs = 0;
	hit->ip = 0;
	hit->given = NULL;
	hit->ret = 0;
}

/* Where a probe's program starts; made once, so that a hit finds it at once. */
struct pw_start {
	const struct pw_insn *insns;
	u32 rec_size;
	u32 always;	/* begin, end, test, bench: whatever the session's
			 * state */
};

/*
 * A loaded image with its maps, rings, frames and counters. Lives from
 * pw_vm_create() to pw_vm_destroy(); the caller guarantees that no hit runs
 * during the latter, and keeps img->buf until then.
 */
struct pw_vm {
	int running;		/* hits run: set and cleared by the session */
	int exiting;		/* a program called exit(); hits are skipped */
	u32 exit_status;	/* valid once exiting is seen */
	u32 overloaded;		/* that is why; likewise */
	u32 loop_budget;
	u64 max_busy;		/* ns in programs in a second of a CPU's time;
				 * 0: no limit */
	struct pw_vm_cpu **cpu;	/* [pw_nr_cpus()]: ring, frames, counters;
				 * NULL where no CPU can be */
	struct pw_start *start;	/* of each probe */
	struct pw_map **maps;
	struct pw_stacks *stacks;	/* NULL: no program takes one */
	struct pw_image img;
	u64 began;		/* ns: set by the session before any hit */
	void *pid_ns;		/* of whoever asked for the session; likewise */
	u32 ring_bytes;
	u32 exit_taken;		/* the first exit() decides the status */
	u32 note_insn[PW_NOTE_MAX]; /* 1 + instruction of the first, or 0 */
	/* Called at most once after each time a ring went from empty to not,
	 * and once for exit(); any context, NMI included. The caller of
	 * pw_vm_create() sets it afterwards, before the first hit. */
	void (*wake)(struct pw_vm *vm);
};

/*
 * Process context, may sleep. The image is parsed and verified; img->buf stays
 * the caller's. 0, -EINVAL (maps larger than allowed, with *err) or -ENOMEM;
 * after an error there is nothing to destroy.
 */
int pw_vm_create(struct pw_vm *vm, const struct pw_image *img,
		 struct pw_error *err);
void pw_vm_destroy(struct pw_vm *vm);

/*
 * A probe fired: run its program. Any context, preemption off, IRQs on or off;
 * notrace all the way down. Does the recursion guard (one a CPU and context
 * level, over all sessions), the counting and the ring's commit. Begin and end
 * probes run whenever they are called, all others only while vm->running and
 * before exit(); the rest is counted as skipped. hit->nsecs is 0 or the time
 * that the caller has already read.
 */
void pw_vm_hit(struct pw_vm *vm, u32 probe, struct pw_hit *hit);

/* Sums over the CPUs. Exact once no hit runs. Process context. */
void pw_vm_stats(const struct pw_vm *vm, struct pw_session_stats *out);
void pw_vm_probe_stats(const struct pw_vm *vm, u32 probe,
		       struct pw_probe_stats *out);	/* not missed, error */

/*
 * Reading a ring: one reader at a time over all calls, process context. Copies
 * whole records, at most `size` bytes (PW_RECORD_MAX or more, so that each
 * fits), to buf; returns bytes and adds to *n_records. 0: empty, and the next
 * record wakes. A record is seen once it and all before it are complete; a
 * record of a hit that was interrupted may be older than the one before it.
 */
u32 pw_ring_read(struct pw_vm *vm, u32 cpu, void *buf, u32 size,
		 u32 *n_records);
bool pw_ring_empty(const struct pw_vm *vm, u32 cpu);
/* Count what is still in the rings as lost (UNSENT) and drop it. */
void pw_ring_discard(struct pw_vm *vm);

/*
 * Maps from process context, while hits run. pw_map_read() walks from *pos
 * (start with 0), copies whole entries (key, then value: of all CPUs)
 * to buf, at most `size` bytes, and returns bytes; 0 at the end.
 * pw_map_clear() removes all; it waits for hits that may still see the entries
 * (env's pw_sync_hits()): 0, or -ENOMEM, because it puts a new table in place
 * of the old one, so that a full map takes new keys at once. pw_map_zero() sets
 * all values to 0; for minima and maxima it needs a new table, too. A map
 * without keys is one entry, there once it was set and until it is deleted or
 * cleared. Of these three, one call at a time a map.
 */
u32 pw_map_read(struct pw_map *map, u32 *pos, void *buf, u32 size);
int pw_map_clear(struct pw_map *map);
int pw_map_zero(struct pw_map *map);
u32 pw_map_entry_size(const struct pw_map *map);

/*
 * Stacks from process context, while hits run: copies whole struct pw_stack,
 * the one at word `from` of the table first, at most `size` bytes; returns
 * bytes. 0 if there is none. pw_stacks_news() gives the word that the last
 * stack of a process ends at, for who wants to know its process soon; vm->wake
 * is called when it grows.
 */
u32 pw_stacks_read(const struct pw_vm *vm, u32 from, void *buf, u32 size);
u32 pw_stacks_news(const struct pw_vm *vm);

#endif
