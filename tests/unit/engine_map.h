/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One map and a program for each operation on it, for the map's tests. The
 * programs take the key from arg0 and the operand from arg1, and leave their
 * result in r1.
 */
#ifndef TESTS_ENGINE_MAP_H
#define TESTS_ENGINE_MAP_H

#include <check.h>
#include "engine_image.h"
#include "engine/table.h"

enum { COUNT, ADD, SET, GET, DEL, HAS, AGG, HIST, SETV, GETV, NEXT,
       OPS };

#define KEY	0	/* frame offsets */
#define VALUE	4096
#define CPUS	4
#define MAP	(load.vm.maps[0])

/* As ck_assert, which is too slow to be asked very often. */
#define must(x) do { \
	if (!(x)) \
		ck_abort_msg("%s", #x); \
} while (0)

static struct engine_load load;
static s64 map_arg[3];	/* of the next map made */

static inline bool fits(u32 op, const struct pw_map_def *m)
{
	switch (op) {
	case COUNT:
		return m->kind == PW_MAP_COUNT;
	case AGG:
		return m->kind >= PW_MAP_SUM && m->kind <= PW_MAP_MAX;
	case HIST:
		return m->kind >= PW_MAP_HIST;
	case GET:
		return (m->value_size == 8 && m->kind < PW_MAP_HIST) ||
		       m->kind == PW_MAP_AVG;
	case DEL:
		return m->flags & PW_MAP_F_DELETE;
	case HAS:
		return m->key_size;
	case NEXT:
		return m->key_size && m->kind < PW_MAP_HIST;
	case ADD:
	case SET:
		return m->kind == PW_MAP_VALUE && m->value_size == 8;
	default:
		return m->kind == PW_MAP_VALUE;
	}
}

/* Key words: arg0, then arg0 again; value words: arg1, arg1 + 1, … */
static inline void program(struct engine_image *b, u32 op,
			   const struct pw_map_def *m)
{
	static const u8 opcodes[OPS] = {
		PW_OP_COUNT, PW_OP_MAPADD, PW_OP_MAPSET, PW_OP_MAPGET,
		PW_OP_MAPDEL, PW_OP_MAPHAS, PW_OP_AGG, PW_OP_HIST,
		PW_OP_MAPSETV, PW_OP_MAPGETV, PW_OP_MAPNEXT
	};
	static const u8 dst[OPS] = { 0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 1 };
	static const u8 src[OPS] = { 0, 2, 2, 0, 0, 0, 2, 2, 0, 0, 2 };
	u32 i;

	ei_prog(b, PW_PROG_ENTRY, VALUE + m->value_size, 0);
	if (fits(op, m)) {
		ei_insn(b, PW_OP_CTX, 0, 0, PW_CTX_ARG0, 0);
		ei_insn(b, PW_OP_CTX, 2, 0, PW_CTX_ARG1, 0);
		for (i = 0; i < m->key_size; i += 8)
			ei_insn(b, PW_OP_STF, 0, 0, 0, KEY + i);
		for (i = 0; op == SETV && i < m->value_size; i += 8) {
			ei_imm(b, PW_OP_ADD, 3, 2, 0, i / 8);
			ei_insn(b, PW_OP_STF, 0, 0, 3, VALUE + i);
		}
		ei_lohi(b, opcodes[op], dst[op], src[op], 0, KEY, 0,
			op >= SETV ? VALUE : 0);
	}
	ei_insn(b, PW_OP_END, 0, 0, 0, 0);
	ei_probe(b, PW_PROBE_KPROBE, b->head.progs.count - 1, "kprobe:f", "f");
}

static inline void make(u32 kind, u32 key_size, u32 value_size, u32 entries,
			u32 flags)
{
	static struct engine_image b;
	u32 op;

	memset(&pw_host, 0, sizeof(pw_host));
	ei_init(&b);
	ei_map(&b, kind, key_size, value_size, entries, flags);
	memcpy(b.maps[0].arg, map_arg, sizeof(map_arg));
	for (op = 0; op < OPS; op++)
		program(&b, op, &b.maps[0]);
	ck_assert_msg(!ei_load(&load, &b), "%s", load.err.text);
}

static inline struct pw_work *work(void)
{
	struct pw_vm_cpu *cpu = load.vm.cpu[pw_host.cpu];

	return (void *)(cpu->work + pw_host.level * cpu->work_size);
}

static inline u64 op(u32 which, u64 key, u64 by)
{
	struct pt_regs regs = { { key, by }, 0, { 0 } };
	struct pw_hit hit = { .regs = &regs };

	work()->reg[1] = 0;
	pw_vm_hit(&load.vm, which, &hit);
	return work()->reg[1];
}

static inline u64 noted(enum pw_note note)
{
	struct pw_session_stats st;

	pw_vm_stats(&load.vm, &st);
	return st.note[note];
}

/* All entries by reading them in small pieces: how many, and their sum. */
static inline u32 entries(u64 *sum, u64 *of_key, u64 n_keys)
{
	u32 each = pw_map_entry_size(MAP);
	u64 buf[1024];
	u32 pos = 0;
	u32 n = 0;
	u32 got, i;
	u64 key;

	*sum = 0;
	for (;;) {
		got = pw_map_read(MAP, &pos, buf, 3 * each + 5);
		if (!got)
			return n;
		must(got % each == 0);
		for (i = 0; i < got / each; i++, n++) {
			key = buf[i * each / 8];
			*sum += buf[i * each / 8 + MAP->key_words];
			if (!of_key)
				continue;
			must(key < n_keys && of_key[key] == 0);
			of_key[key] = buf[i * each / 8 + MAP->key_words];
		}
	}
}

#endif
