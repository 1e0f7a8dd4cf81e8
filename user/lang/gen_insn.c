// SPDX-License-Identifier: GPL-2.0
/*
 * Instructions, labels, registers and frame of the program being made. While
 * `dead`, nothing is kept: what follows an END or a JMP cannot be reached until
 * a label is bound to which something jumps.
 */
#include <string.h>
#include "lang/gen.h"

struct pw_insn *pw_gen_insn(struct pw_gen *g, enum pw_opcode op)
{
	struct pw_arena *arena = g->c->arena;
	struct pw_insn *insn = &g->nowhere;

	if (!g->dead) {
		g->insns = pw_arena_grow(arena, g->insns, g->n_insns, 1,
					 sizeof(*g->insns), &g->insns_room);
		g->offsets = pw_arena_grow(arena, g->offsets, g->n_insns, 1,
					   sizeof(*g->offsets),
					   &g->offsets_room);
		g->offsets[g->n_insns] = g->span.begin;
		insn = &g->insns[g->n_insns++];
	}
	memset(insn, 0, sizeof(*insn));
	insn->op = op;
	if (op == PW_OP_END || op == PW_OP_EXIT || op == PW_OP_JMP)
		g->dead = true;
	return insn;
}

static void set_aux(struct pw_insn *insn, struct pw_num aux)
{
	insn->aux = aux.is_known ? PW_IMM : aux.reg;
	if (aux.is_known)
		insn->imm = (int64_t)aux.number;
}

void pw_gen_mov(struct pw_gen *g, uint8_t dst, struct pw_num from)
{
	struct pw_insn *insn;

	if (!from.is_known && from.reg == dst)
		return;
	insn = pw_gen_insn(g, PW_OP_MOV);
	insn->dst = dst;
	set_aux(insn, from);
}

void pw_gen_op(struct pw_gen *g, enum pw_opcode op, uint8_t dst, uint8_t src,
	       struct pw_num aux)
{
	struct pw_insn *insn = pw_gen_insn(g, op);

	insn->dst = dst;
	insn->src = src;
	set_aux(insn, aux);
}

void pw_gen_store(struct pw_gen *g, uint32_t offset, struct pw_num from)
{
	struct pw_insn *insn = pw_gen_insn(g, PW_OP_STF);

	insn->off = offset;
	set_aux(insn, from);
}

void pw_gen_load(struct pw_gen *g, uint8_t dst, uint32_t offset, uint8_t width)
{
	struct pw_insn *insn = pw_gen_insn(g, PW_OP_LDF);

	insn->dst = dst;
	insn->off = offset;
	insn->aux = width;
}

void pw_gen_frame(struct pw_gen *g, enum pw_opcode op, uint32_t off,
		  uint32_t lo, uint32_t hi)
{
	struct pw_insn *insn;

	if (!hi)
		return;
	insn = pw_gen_insn(g, op);
	insn->off = off;
	insn->lo = lo;
	insn->hi = hi;
}

struct pw_insn *pw_gen_map(struct pw_gen *g, enum pw_opcode op,
			   const struct pw_symbol *map, uint32_t key)
{
	struct pw_insn *insn = pw_gen_insn(g, op);

	insn->lo = map->number;
	insn->off = key;
	return insn;
}

static void wait_for(struct pw_gen *g, struct pw_insn *insn,
		     struct pw_label *label)
{
	if (insn == &g->nowhere)
		return;
	insn->off = label->last;
	label->last = (uint32_t)(insn - g->insns) + 1;
}

void pw_gen_jump(struct pw_gen *g, struct pw_label *to)
{
	wait_for(g, pw_gen_insn(g, PW_OP_JMP), to);
}

void pw_gen_branch(struct pw_gen *g, enum pw_opcode op, uint8_t src,
		   struct pw_num aux, struct pw_label *to)
{
	struct pw_insn *insn = pw_gen_insn(g, op);

	insn->src = src;
	set_aux(insn, aux);
	wait_for(g, insn, to);
}

/* A JMP to the next instruction is taken back: nothing else waits behind it. */
static void drop_idle_jump(struct pw_gen *g, struct pw_label *label)
{
	const struct pw_insn *last = &g->insns[label->last - 1];

	if (label->last != g->n_insns || last->op != PW_OP_JMP)
		return;
	label->last = last->off;
	g->n_insns--;
	g->dead = false;
}

void pw_gen_bind(struct pw_gen *g, struct pw_label *label)
{
	uint32_t at, next;

	if (!label->last)
		return;
	if (g->dead)
		drop_idle_jump(g, label);
	for (at = label->last; at; at = next) {
		next = g->insns[at - 1].off;
		g->insns[at - 1].off = (uint32_t)g->n_insns - g->first;
	}
	label->last = 0;
	g->dead = false;
}

/* ---- registers ---- */

uint8_t pw_gen_reg(struct pw_gen *g)
{
	for (uint8_t reg = 0; reg < PW_REGS; reg++)
		if (!(g->regs & 1u << reg)) {
			g->regs |= 1u << reg;
			return reg;
		}
	/* Values are moved to the frame long before; see pw_gen_binary(). */
	pw_error(g->c->diags, g->span, "the expression is too complex");
	return 0;
}

unsigned int pw_gen_free_regs(const struct pw_gen *g)
{
	unsigned int n = 0;

	for (unsigned int reg = 0; reg < PW_REGS; reg++)
		n += !(g->regs & 1u << reg);
	return n;
}

void pw_gen_drop_reg(struct pw_gen *g, uint8_t reg)
{
	g->regs &= ~(1u << reg);
}

void pw_gen_drop(struct pw_gen *g, struct pw_num num)
{
	if (num.is_owned)
		pw_gen_drop_reg(g, num.reg);
}

struct pw_num pw_gen_target(struct pw_gen *g, uint8_t want)
{
	struct pw_num num = { false, false, want, 0 };

	if (want == PW_NO_REG) {
		num.reg = pw_gen_reg(g);
		num.is_owned = true;
	}
	return num;
}

struct pw_num pw_gen_known(uint64_t number)
{
	struct pw_num num = { true, false, 0, number };

	return num;
}

struct pw_num pw_gen_in_reg(struct pw_gen *g, struct pw_num num)
{
	struct pw_num reg;

	if (!num.is_known)
		return num;
	reg = pw_gen_target(g, PW_NO_REG);
	pw_gen_mov(g, reg.reg, num);
	return reg;
}

/* ---- the frame and the constants ---- */

uint32_t pw_gen_space(struct pw_gen *g, uint32_t size)
{
	uint32_t offset = g->frame_end;

	/* Beyond the limit it is an error: keep the sum from wrapping. */
	if (size > PW_FRAME_MAX || g->frame_end > PW_FRAME_MAX) {
		g->frame_size = PW_FRAME_MAX + 8;
		return 0;
	}
	g->frame_end += size;
	if (g->frame_size < g->frame_end)
		g->frame_size = g->frame_end;
	return offset;
}

char *pw_gen_constants(struct pw_gen *g, uint32_t size, uint32_t *offset)
{
	g->constants = pw_arena_grow(g->c->arena, g->constants, g->n_constants,
				     size, 1, &g->constants_room);
	*offset = (uint32_t)g->n_constants;
	memset(g->constants + g->n_constants, 0, size);
	g->n_constants += size;
	return g->constants + *offset;
}

uint32_t pw_gen_literal(struct pw_gen *g, const char *text, uint32_t size)
{
	struct pw_arena *arena = g->c->arena;
	struct pw_literal **bucket, *literal;
	unsigned int hash = size;
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++)
		hash = hash * 33 + (unsigned char)text[i];
	bucket = &g->literals[hash % PW_BUCKETS];
	for (literal = *bucket; literal; literal = literal->next)
		if (literal->size == size && !strcmp(literal->text, text))
			return literal->offset;
	literal = pw_arena_alloc(arena, sizeof(*literal));
	literal->text = text;
	literal->size = size;
	literal->next = *bucket;
	*bucket = literal;
	memcpy(pw_gen_constants(g, size, &literal->offset), text, len);
	return literal->offset;
}
