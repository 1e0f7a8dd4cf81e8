/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Runs a program once, as a hit on CPU 1, task level, for the interpreter's
 * tests; registers and frame are then looked at where they are.
 */
#ifndef TESTS_ENGINE_EXEC_H
#define TESTS_ENGINE_EXEC_H

#include "engine_image.h"
#include "engine/run.h"

#define FRAME	256
#define MIN64	((s64)(1ULL << 63))

static struct engine_image image;
static struct engine_load load;
static struct pt_regs regs;
static struct pw_hit hit;
static u8 record[64];
static u64 given[12];

static inline void begin(u32 ctx)
{
	static const u32 kinds[] = {
		PW_PROBE_END, PW_PROBE_KPROBE, PW_PROBE_KRETPROBE,
		PW_PROBE_TRACEPOINT, PW_PROBE_RAWTRACEPOINT, PW_PROBE_FEXIT
	};

	memset(&pw_host, 0, sizeof(pw_host));
	memset(pw_host_region, 0, sizeof(pw_host_region));
	pw_host.cpu = 1;
	ei_init(&image);
	ei_prog(&image, ctx, FRAME,
		ctx == PW_PROG_RECORD ? sizeof(record) : 0);
	ei_probe(&image, kinds[ctx], 0, "kprobe:mod:func", "mod:func");
	memset(&hit, 0, sizeof(hit));
	hit.regs = &regs;
	hit.rec = record;
	hit.rec_size = sizeof(record);
	hit.given = given;
}

/* Ends the program, loads it and hits it once. */
static inline void go(void)
{
	ei_insn(&image, PW_OP_END, 0, 0, 0, 0);
	ck_assert_msg(!ei_load(&load, &image), "%s at %u", load.err.text,
		      load.err.insn);
	pw_vm_hit(&load.vm, 0, &hit);
}

static inline struct pw_work *work(void)
{
	return (struct pw_work *)load.vm.cpu[1]->work;
}

static inline u64 reg(u32 r)
{
	return work()->reg[r];
}

static inline const u8 *frame(u32 at)
{
	return (u8 *)work()->frame + at;
}

static inline u64 word(u32 at)
{
	u64 v;

	memcpy(&v, frame(at), 8);
	return v;
}

static inline u64 noted(enum pw_note note)
{
	struct pw_session_stats st;

	pw_vm_stats(&load.vm, &st);
	return st.note[note];
}

static inline void done(void)
{
	ei_unload(&load);
}

static inline void set(u32 r, u64 v)
{
	ei_imm(&image, PW_OP_MOV, r, 0, 0, v);
}

/* A slot's bytes, written as a string literal of exactly its size. */
#define ck_bytes(at, bytes) \
	ck_assert_msg(!memcmp(frame(at), bytes, sizeof(bytes) - 1), \
		      "frame[%d] is '%.*s'", at, (int)sizeof(bytes) - 1, \
		      (const char *)frame(at))

#define TESTS(t) (sizeof(t) / sizeof(*(t)))

#endif
