/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the engine's own files share: a running program's state, and what a vm
 * has for each CPU. Everything here is used in any context by the CPU it
 * belongs to, preemption off.
 */
#ifndef PW_ENGINE_RUN_H
#define PW_ENGINE_RUN_H

#include "engine.h"
#include "ring.h"

/* A program's work space; one for each CPU and level, so that no two meet. */
struct pw_work {
	u64 reg[PW_REGS];
	u32 str_len[PW_SEGS_MAX];	/* of the record being emitted */
	u64 frame[];
};

struct pw_probe_count {
	u64 ran;
	u64 nsecs;		/* its programs took; see load.c */
	u64 skipped[PW_SKIP_MAX];
};

/*
 * A program being run. Not on the stack: kernels that zero what is there would
 * do so for each hit, and most of it never changes.
 */
struct pw_run {
	struct pw_vm *vm;
	struct pw_vm_cpu *cpu;
	struct pw_work *work;
	u8 *guard;		/* set while a hit of any session runs here */
	u32 cpu_nr;
	u32 level;
	/* Of the hit. */
	struct pw_hit *hit;
	u32 probe;
	u32 budget;		/* what LOOP may still spend */
	/* load.c: the hit is timed when `left` comes to 0. */
	u32 left;
	u32 distance;		/* hits for which that one stands */
	u32 fault;		/* see PW_CTX_FAULT */
	u64 since;
};

struct pw_vm_cpu {
	struct pw_probe_count *probes;
	struct pw_run run[PW_LEVELS];
	u8 *work;		/* [PW_LEVELS] struct pw_work */
	u64 *stack;		/* of each level; NULL: see stack.h */
	u32 work_size;
	/* load.c */
	u64 busy;		/* ns in the programs, in this window */
	u64 window;		/* when it began */
	u32 exact;		/* each hit is timed */
	u32 seed;
	u64 emitted;
	u64 rand;
	u64 lost[PW_LOSS_MAX];
	u64 note[PW_NOTE_MAX];
	struct pw_ring ring;
};

static inline u8 *pw_frame(const struct pw_run *run, u32 offset)
{
	return (u8 *)run->work->frame + offset;
}

static inline u32 pw_frame_size(const struct pw_run *run)
{
	const struct pw_image *img = &run->vm->img;

	return img->progs[img->probes[run->probe].prog].frame_size;
}

/* The clock is read once a hit, and only by hits that want it. */
static inline u64 pw_hit_nsecs(struct pw_hit *hit)
{
	if (!hit->nsecs)
		hit->nsecs = pw_nsecs();
	return hit->nsecs;
}

static inline u64 pw_extend(u64 v, u8 width)
{
	u32 shift = 64 - 8 * (width & ~PW_SIGNED);

	v <<= shift;
	return width & PW_SIGNED ? (u64)((s64)v >> shift) : v >> shift;
}

/* Counts that something went wrong at insn. */
void pw_note(struct pw_run *run, enum pw_note note,
	     const struct pw_insn *insn);
u64 pw_take_fault(struct pw_run *run);
/* As pw_note(), for an instruction that gives 0 then. */
u64 pw_wrong(struct pw_run *run, enum pw_note note,
	     const struct pw_insn *insn);

/* name.c: PROBENAME, RECSTR, CSTR, STRFIND, STRCAT, MEMCMP, PICK and TASK. */
u64 pw_find(struct pw_run *run, const struct pw_insn *insn);
void pw_append(struct pw_run *run, const struct pw_insn *insn);
u64 pw_compare(struct pw_run *run, const struct pw_insn *insn, u64 count);
void pw_record_string(struct pw_run *run, const struct pw_insn *insn);
void pw_make_string(struct pw_run *run, const struct pw_insn *insn);
void pw_probe_name(struct pw_run *run, const struct pw_insn *insn);
void pw_pick(struct pw_run *run, const struct pw_insn *insn, u64 index);
u64 pw_task_value(struct pw_run *run, const struct pw_insn *insn, u64 task);

/* path.c: PATH. */
void pw_path(struct pw_run *run, const struct pw_insn *insn, u64 path);

/* Ends the session, if nobody has yet: exit(), or for being overloaded. */
void pw_vm_leave(struct pw_vm *vm, u64 status, bool overloaded);

/* load.c: around the program of a hit that is timed. */
void pw_load_begin(struct pw_run *run);
void pw_load_end(struct pw_run *run);

/* frame.c: PW_OP_RECBYTES to PW_OP_TASK, but for those of exec.c. */
void pw_step_frame(struct pw_run *run, const struct pw_insn *insn, u64 *reg);

/* stack.c: of the vm. 0 or -ENOMEM; then it is to be destroyed, too. */
int pw_stacks_create(struct pw_vm *vm);
void pw_stacks_destroy(struct pw_vm *vm);

/* emit.c: PW_OP_EMIT. */
void pw_emit(struct pw_run *run, const struct pw_insn *insn);

#endif
