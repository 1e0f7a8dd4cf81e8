/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Makes images out of a series of bytes, each of which decides something. The
 * programs follow the verifier's rules, as they know which registers and which
 * words of the frame are written; now and then a decision breaks a rule, so
 * that refusing is met as well. To be included by one file.
 */
#ifndef FUZZ_GENERATE_H
#define FUZZ_GENERATE_H

#include "engine_image.h"

#define GEN_KERNEL	0xffff888000000000ULL
#define GEN_USER	0x00007f0000000000ULL
#define GEN_WORDS	64	/* of the largest frame */

struct gen {
	const u8 *at, *end;
	struct engine_image *b;
	u32 ctx;
	u32 n_words;	/* of this frame */
	u32 rec_size;
	u32 regs;	/* written */
	u64 words;	/* written */
	u32 depth;
};

static void gen_body(struct gen *g, u32 n);

static u32 pick(struct gen *g, u32 n)
{
	u32 v = g->at < g->end ? *g->at++ : 0;

	if (n > 256)
		v = v << 8 | (g->at < g->end ? *g->at++ : 0);
	return v % n;
}

/* A rule is broken once in a while. */
static bool astray(struct gen *g)
{
	return g->at < g->end && pick(g, 251) == 250;
}

static u64 gen_number(struct gen *g)
{
	static const u64 numbers[] = {
		0, 1, 2, 7, 8, 63, 64, 65, ~0ULL, 1ULL << 63, ~0ULL >> 1,
		0xffffffff, 0x80000000, GEN_KERNEL, GEN_KERNEL + 4090,
		GEN_USER + 100, GEN_USER + 8190, GEN_KERNEL + 8191,
	};
	u32 i = pick(g, 24);

	if (i < sizeof(numbers) / sizeof(*numbers))
		return numbers[i];
	return (u64)pick(g, 65536) << pick(g, 49);
}

/* A register that is written, if there is one. */
static u8 gen_src(struct gen *g)
{
	u8 r = pick(g, PW_REGS);
	u32 i;

	if (astray(g))
		return pick(g, 256);
	for (i = 0; i < PW_REGS && !(g->regs >> r & 1); i++)
		r = (r + 1) % PW_REGS;
	return r;
}

static u8 gen_dst(struct gen *g)
{
	u8 r = astray(g) ? pick(g, 256) : pick(g, PW_REGS);

	g->regs |= 1u << r % 32;
	return r;
}

static u64 mask(u32 first, u32 n)
{
	return (n >= 64 ? ~0ULL : (1ULL << n) - 1) << first;
}

/* A place of n words anywhere in the frame, in bytes; ~0: too large. */
static u32 gen_place(struct gen *g, u32 n)
{
	if (n > g->n_words)
		return ~0u;
	if (astray(g))
		return pick(g, 65536);
	return 8 * pick(g, g->n_words - n + 1);
}

static void wrote(struct gen *g, u32 offset, u32 n)
{
	if (offset / 8 + n <= GEN_WORDS)
		g->words |= mask(offset / 8, n);
}

static u32 gen_write(struct gen *g, u32 n)
{
	u32 at = gen_place(g, n);

	if (at != ~0u && n)
		wrote(g, at, n);
	return at;
}

/* A place of n words that is written: by us, if it is not yet. */
static u32 gen_read(struct gen *g, u32 n)
{
	u32 at = gen_place(g, n);
	u32 i;

	if (!n || at == ~0u || at % 8 || at / 8 + n > GEN_WORDS)
		return at;
	for (i = 0; i < g->n_words - n; i++)
		if ((g->words & mask(i, n)) == mask(i, n) && pick(g, 3))
			return 8 * i;
	if ((g->words & mask(at / 8, n)) != mask(at / 8, n) && !astray(g)) {
		ei_lohi(g->b, PW_OP_ZERO, 0, 0, 0, at, 0, 8 * n);
		wrote(g, at, n);
	}
	return at;
}

static u8 gen_width(struct gen *g)
{
	static const u8 widths[] = { 1, 2, 4, 8, 0x81, 0x82, 0x84, 0x88 };

	return astray(g) ? pick(g, 256) : widths[pick(g, 8)];
}

/* src and aux, a register or a number. */
static void gen_operands(struct gen *g, u8 op, u8 src, u32 off)
{
	u32 o = op == PW_OP_MOV || op == PW_OP_STF;

	if (pick(g, 2)) {
		ei_insn(g->b, op, 0, o ? 0 : src, gen_src(g), off);
	} else {
		ei_imm(g->b, op, 0, o ? 0 : src, off, gen_number(g));
	}
}

static struct pw_insn *last(struct gen *g)
{
	return &g->b->insns[g->b->head.insns.count - 1];
}

static u32 here(struct gen *g)
{
	return g->b->progs[g->b->head.progs.count - 1].n_insns;
}

/* if: a body that may be jumped over; what it writes does not count after. */
static void gen_if(struct gen *g)
{
	u32 regs = g->regs;
	u64 words = g->words;
	struct pw_insn *jump;
	u8 op = PW_OP_JEQ + pick(g, 10);

	gen_operands(g, op, gen_src(g), 0);
	jump = last(g);
	gen_body(g, 1 + pick(g, 6));
	jump->off = here(g) + (astray(g) ? pick(g, 256) : 0);
	g->regs = regs;
	g->words = words;
}

/* A loop of some rounds, entered at its head or with its last part first. */
static void gen_loop(struct gen *g)
{
	u32 head, i;
	u32 regs;
	u64 words;
	struct pw_insn *leave, *enter = NULL;
	u8 r = pick(g, PW_REGS);

	ei_imm(g->b, PW_OP_MOV, r, 0, 0, 0);
	g->regs |= 1u << r;
	regs = g->regs;
	words = g->words;
	if (pick(g, 3) == 0) {
		ei_insn(g->b, PW_OP_JMP, 0, 0, 0, 0);
		enter = last(g);
	}
	head = here(g);
	i = pick(g, 3);
	if (enter)
		gen_body(g, i);
	if (enter)
		enter->off = here(g);
	g->regs = regs;
	g->words = words;
	ei_imm(g->b, PW_OP_JGE, 0, r, 0, pick(g, 40));
	leave = last(g);
	gen_body(g, 1 + pick(g, 4));
	ei_imm(g->b, PW_OP_ADD, r, r, 0, 1);
	ei_insn(g->b, PW_OP_LOOP, 0, 0, 0,
		astray(g) ? pick(g, 256) : head);
	leave->off = here(g);
	g->regs = regs;
	g->words = words;
}

static void gen_register_op(struct gen *g)
{
	u8 op = PW_OP_MOV + pick(g, PW_OP_LDREC - PW_OP_MOV);
	u8 src = gen_src(g);
	u8 which;

	if (op <= PW_OP_SLEU) {
		gen_operands(g, op, src, 0);
		last(g)->dst = gen_dst(g);
	} else if (op == PW_OP_CTX) {
		which = pick(g, PW_CTX_ARG0);
		if (g->ctx == PW_PROG_ENTRY && pick(g, 2))
			which = PW_CTX_ARG0 + pick(g, 6);
		if (g->ctx == PW_PROG_RETURN && pick(g, 2))
			which = PW_CTX_RETVAL;
		if (g->ctx == PW_PROG_RAW && pick(g, 2))
			which = PW_CTX_GIVEN0 + pick(g, 12);
		if (g->ctx == PW_PROG_EXIT && pick(g, 2))
			which = pick(g, 2) ? PW_CTX_RETVAL :
				PW_CTX_GIVEN0 + pick(g, 6);
		if ((g->ctx == PW_PROG_ENTRY || g->ctx == PW_PROG_RETURN) &&
		    !pick(g, 8))
			which = pick(g, 2) ? PW_CTX_PLACE : PW_CTX_REGS;
		ei_insn(g->b, op, gen_dst(g), 0, which, 0);
	} else {
		ei_insn(g->b, op, gen_dst(g), src,
			op == PW_OP_EXT || op == PW_OP_BSWAP ?
			gen_width(g) : 0, 0);
	}
}

static void gen_record_op(struct gen *g)
{
	u32 n = 1 + pick(g, 6);
	u8 width = gen_width(g);

	if (g->ctx != PW_PROG_RECORD)
		return;
	switch (pick(g, 3)) {
	case 0:
		ei_insn(g->b, PW_OP_LDREC, gen_dst(g), 0, width,
			pick(g, g->rec_size - 7));
		break;
	case 1:
		ei_lohi(g->b, PW_OP_RECBYTES, 0, 0, 0, gen_write(g, n),
			pick(g, g->rec_size - 48 + 1), 8 * n - pick(g, 8));
		break;
	default:
		ei_lohi(g->b, PW_OP_RECSTR, 0, 0, pick(g, 2), gen_write(g, n),
			pick(g, g->rec_size - 3), 8 * n);
		break;
	}
}

/* What a register says the place of. */
static void gen_read_op(struct gen *g, u8 op, u8 src, u32 n)
{
	switch (op) {
	case PW_OP_LDMEM:
		ei_insn(g->b, op, gen_dst(g), src, gen_width(g),
			pick(g, 9000));
		break;
	case PW_OP_STR:
		ei_lohi(g->b, op, 0, src, pick(g, 3), gen_write(g, n),
			pick(g, 2) ? 1 + src : 0, 8 * n);
		break;
	case PW_OP_READ:
		ei_lohi(g->b, op, 0, src, pick(g, 3), gen_write(g, n), 0,
			8 * n - pick(g, 8));
		break;
	case PW_OP_PATH:
		ei_lohi(g->b, op, 0, src, 0, gen_write(g, n),
			8 * n - 1 - pick(g, 8), 8 * n);
		break;
	case PW_OP_PICK:
		/* The table is at the end of the constants. */
		ei_lohi(g->b, op, 0, src, 0, gen_write(g, n),
			160 - pick(g, 2), 8 * n);
		break;
	default:
		ei_insn(g->b, op, gen_dst(g), src, pick(g, 6), 0);
		break;
	}
}

/* The place that is read comes first, as it may need a ZERO before. */
static void gen_frame_op(struct gen *g)
{
	u8 op = PW_OP_LDF + pick(g, PW_OP_MAPGET - PW_OP_LDF);
	u32 n = 1 + pick(g, 12);
	u8 src = gen_src(g);
	u32 from;

	switch (op) {
	case PW_OP_LDF:
		from = gen_read(g, 2);
		ei_insn(g->b, op, gen_dst(g), 0, gen_width(g),
			from + pick(g, 9));
		break;
	case PW_OP_STF:
		gen_operands(g, op, 0, gen_write(g, 1));
		break;
	case PW_OP_COPY:
		from = gen_read(g, n);
		ei_lohi(g->b, op, 0, 0, 0, gen_write(g, n), from, 8 * n);
		break;
	case PW_OP_CONST:
		ei_lohi(g->b, op, 0, 0, 0, gen_write(g, n), pick(g, 32),
			8 * n);
		break;
	case PW_OP_COMM:
		ei_lohi(g->b, op, 0, 0, 0, gen_write(g, 2), 0, 16);
		break;
	case PW_OP_CSTR:
		ei_lohi(g->b, op, 0, 0, 0, gen_read(g, n), 0, 8 * n);
		break;
	case PW_OP_STRCAT:
	case PW_OP_STREQ:
	case PW_OP_STRFIND:
	case PW_OP_MEMCMP:
	case PW_OP_MEMEQ:
		from = gen_read(g, n);
		ei_lohi(g->b, op, 0, 0, 0, gen_read(g, n), from,
			8 * n - (op == PW_OP_STREQ ? pick(g, 8) : 0));
		last(g)->dst = op == PW_OP_STRCAT ? 0 : gen_dst(g);
		last(g)->src = op == PW_OP_MEMCMP ? src : 0;
		break;
	case PW_OP_ADDR:
	case PW_OP_STRLEN:
		ei_lohi(g->b, op, 0, 0, 0, gen_read(g, n), 0, 8 * n);
		last(g)->dst = gen_dst(g);
		break;
	case PW_OP_LDMEM:
	case PW_OP_STR:
	case PW_OP_READ:
	case PW_OP_PICK:
	case PW_OP_PATH:
	case PW_OP_TASK:
		gen_read_op(g, op, src, n);
		break;
	default:
		ei_lohi(g->b, op, 0, 0,
			op == PW_OP_PROBENAME ? pick(g, 2) : 0,
			gen_write(g, n), 0, 8 * n);
		break;
	}
}

/* The place is any number: a walk may begin anywhere. */
static void gen_walk(struct gen *g)
{
	u32 nr = pick(g, g->b->head.maps.count);
	const struct pw_map_def *m = &g->b->maps[nr];
	u8 src = gen_src(g);
	u32 words, key;

	if (!m->key_size || m->kind >= PW_MAP_HIST)
		return;
	words = m->kind == PW_MAP_VALUE ? m->value_size / 8 : 1;
	key = gen_write(g, m->key_size / 8 + words);
	ei_lohi(g->b, PW_OP_MAPNEXT, 0, src, 0, key, nr, key + m->key_size);
	last(g)->dst = gen_dst(g);
}

static void gen_map_op(struct gen *g)
{
	u8 op = PW_OP_MAPGET + pick(g, PW_OP_EMIT - PW_OP_MAPGET);
	u32 nr = pick(g, g->b->head.maps.count);
	const struct pw_map_def *m = &g->b->maps[nr];
	u32 n = m->value_size / 8;
	u8 src = gen_src(g);
	u32 key = m->key_size ? gen_read(g, m->key_size / 8) : 0;
	u32 value = 0;

	if (op == PW_OP_MAPNEXT) {
		gen_walk(g);
		return;
	}
	if (op == PW_OP_MAPLEN) {
		ei_lohi(g->b, op, gen_dst(g), 0, 0, 0, nr, 0);
		return;
	}
	if (m->kind >= PW_MAP_HIST && op != PW_OP_MAPHAS &&
	    (op != PW_OP_MAPDEL || !(m->flags & PW_MAP_F_DELETE)))
		op = m->kind == PW_MAP_TSERIES ? PW_OP_TSERIES : PW_OP_HIST;
	else if (m->kind != PW_MAP_VALUE && op != PW_OP_MAPDEL &&
		 op != PW_OP_MAPHAS && op != PW_OP_MAPGET)
		op = m->kind == PW_MAP_COUNT ? PW_OP_COUNT : PW_OP_AGG;
	if (m->kind == PW_MAP_VALUE && op >= PW_OP_COUNT)
		op = PW_OP_MAPGETV;
	if (op == PW_OP_MAPDEL && !(m->flags & PW_MAP_F_DELETE))
		return;
	if (op == PW_OP_MAPHAS && !m->key_size)
		return;
	if (n != 1 && m->kind == PW_MAP_VALUE &&
	    (op == PW_OP_MAPGET || op == PW_OP_MAPADD))
		op = PW_OP_MAPGETV;
	if (n != 1 && op == PW_OP_MAPSET)
		op = PW_OP_MAPSETV;
	if (op == PW_OP_MAPGETV)
		value = gen_write(g, n);
	if (op == PW_OP_MAPSETV)
		value = gen_read(g, n);
	if (op == PW_OP_TSERIES)
		value = src;
	ei_lohi(g->b, op, 0, 0, 0, key, nr, value);
	if (op == PW_OP_MAPSET || op == PW_OP_MAPADD || op == PW_OP_AGG ||
	    op == PW_OP_HIST || op == PW_OP_TSERIES)
		last(g)->src = src;
	if (op == PW_OP_MAPGET || op == PW_OP_MAPADD || op == PW_OP_MAPDEL ||
	    op == PW_OP_MAPHAS)
		last(g)->dst = gen_dst(g);
}

/* A record of places that are written here. */
static void gen_emit(struct gen *g)
{
	u32 place[4], size[4];
	u32 n = pick(g, 5);
	u32 i;
	u32 nr;

	if (g->b->head.recs.count >= 16 || g->b->head.segs.count > 100) {
		ei_lohi(g->b, PW_OP_EMIT, 0, 0, 0, 0, pick(g, 16), 0);
		return;
	}
	for (i = 0; i < n; i++) {
		size[i] = 1 + pick(g, 9);
		place[i] = gen_read(g, size[i]);
	}
	nr = ei_rec(g->b);
	for (i = 0; i < n; i++)
		ei_seg(g->b, pick(g, 2), place[i] & ~7u, 8 * size[i]);
	ei_lohi(g->b, PW_OP_EMIT, 0, 0, 0, 0, nr, 0);
}

static void gen_stack(struct gen *g)
{
	u8 op = PW_OP_STACK + pick(g, 3);
	u8 src = gen_src(g);

	if (op == PW_OP_STACK)
		ei_lohi(g->b, op, 0, 0, pick(g, 2), 0,
			astray(g) ? pick(g, 65536) : 1 + pick(g, 20), 0);
	else
		ei_lohi(g->b, op, 0, src, 0, 0, 0, 0);
	last(g)->dst = gen_dst(g);
}

static void gen_body(struct gen *g, u32 n)
{
	g->depth++;
	while (n-- && g->b->head.insns.count < EI_MAX - 100) {
		switch (pick(g, 12)) {
		case 0:
			if (g->depth < 5)
				gen_if(g);
			break;
		case 1:
			if (g->depth < 4)
				gen_loop(g);
			break;
		case 2:
		case 3:
			gen_register_op(g);
			break;
		case 4:
		case 5:
			gen_map_op(g);
			break;
		case 6:
			gen_emit(g);
			break;
		case 7:
		case 8:
			gen_record_op(g);
			break;
		case 9:
			if (pick(g, 8) == 0)
				ei_insn(g->b, PW_OP_EXIT, 0, gen_src(g), 0, 0);
			else if (pick(g, 8) == 0)
				ei_insn(g->b, pick(g, 2) ? PW_OP_SIGNAL :
					PW_OP_SIGTHREAD, 0, gen_src(g), 0, 0);
			else if (pick(g, 2))
				gen_stack(g);
			else
				ei_insn(g->b, PW_OP_RET, 0, gen_src(g), 0, 0);
			break;
		default:
			gen_frame_op(g);
			break;
		}
	}
	g->depth--;
}

static void gen_prog(struct gen *g)
{
	static const u32 kinds[] = {
		PW_PROBE_INTERVAL, PW_PROBE_KPROBE, PW_PROBE_KRETPROBE,
		PW_PROBE_BACKPORT, PW_PROBE_RAWTRACEPOINT, PW_PROBE_FEXIT
	};
	u32 nr;

	g->ctx = pick(g, PW_PROG_CTXS);
	g->n_words = pick(g, GEN_WORDS + 1);
	g->rec_size = g->ctx == PW_PROG_RECORD ? 48 + pick(g, 100) : 0;
	g->regs = 1;
	g->words = 0;
	g->depth = 0;
	nr = ei_prog(g->b, g->ctx, 8 * g->n_words, g->rec_size);
	ei_imm(g->b, PW_OP_MOV, 0, 0, 0, gen_number(g));
	gen_body(g, 2 + pick(g, 20));
	ei_insn(g->b, PW_OP_END, 0, 0, 0, 0);
	ei_probe(g->b, pick(g, 5) || g->ctx ? kinds[g->ctx] : PW_PROBE_END,
		 nr, "probe:of:some:name", "module:function");
}

/* An image, to be freed. */
static u8 *gen_image(const u8 *data, size_t size, u32 *image_size)
{
	static struct engine_image b;
	struct gen g;
	u32 i, n;
	u8 *buf;

	memset(&g, 0, sizeof(g));
	g.at = data;
	g.end = data + size;
	g.b = &b;
	ei_init(&b);
	b.head.ring_bytes = 4096;
	b.head.loop_budget = 1 + pick(&g, 2000);
	for (i = 0; i < 160; i++)
		ei_constant(&b, &"constant\0st"[i % 11], 1);
	/* A table of two elements of up to 12 words. */
	ei_constant(&b, "\2\0\0\0\0\0\0", 8);
	for (i = 0; i < 36; i++)
		ei_constant(&b, "element", 8);
	n = 1 + pick(&g, 4);
	for (i = 0; i < n; i++) {
		u32 kind = pick(&g, 2) ? pick(&g, PW_MAP_KINDS) :
			   PW_MAP_VALUE;
		bool hist = kind >= PW_MAP_HIST;
		u32 key = 8 * (pick(&g, 5) + hist);
		u32 more = kind == PW_MAP_AVG ? 1 : kind != PW_MAP_VALUE ? 0 :
			   pick(&g, 3) * pick(&g, 2);
		struct pw_map_def *m = &b.maps[i];

		ei_map(&b, kind, key, 8 + 8 * more, key ? 1 + pick(&g, 9) : 1,
		       hist ? pick(&g, 2) * PW_MAP_F_DELETE :
		       key && pick(&g, 3) == 0 ?
		       PW_MAP_F_EVICT | PW_MAP_F_DELETE : pick(&g, 4));
		if (kind == PW_MAP_TSERIES) {
			m->value_size = 24;
			m->arg[0] = 1 + pick(&g, 100);
			m->arg[1] = 1 + pick(&g, 9);
			m->arg[2] = pick(&g, PW_TSERIES_KINDS);
		}
		if (kind == PW_MAP_LHIST)
			m->arg[1] = pick(&g, 100);
		if (hist)
			m->arg[kind == PW_MAP_HIST ? 0 : 2] = 1 + pick(&g, 5);
	}
	n = 1 + pick(&g, 3);
	for (i = 0; i < n; i++)
		gen_prog(&g);
	buf = ei_finish(&b, image_size);
	n = pick(&g, 4) ? 0 : pick(&g, 8);
	for (i = 0; i < n; i++)
		buf[(u32)(pick(&g, 65536) << 4 | pick(&g, 16)) % *image_size] =
			pick(&g, 256);
	return buf;
}

#endif
