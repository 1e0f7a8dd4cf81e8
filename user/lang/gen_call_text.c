// SPDX-License-Identifier: GPL-2.0
/*
 * Code for argstr(), retstr() and syscall_in(). What a system call's arguments
 * point to depends on which call it is: one program serves all of them, with a
 * table in the constants that says which arguments are to be read, and how.
 */
#include <string.h>
#include "lang/builtins.h"
#include "lang/call.h"
#include "lang/gen.h"
#include "lang/syscalls.h"
#include "lang/texts.h"

#define NOTHING		0xffu	/* in the table: no argument */
#define ELEMENT		8u	/* bytes: arg, kind, size for each text */

static uint8_t load_byte(struct pw_gen *g, uint32_t at)
{
	uint8_t reg = pw_gen_target(g, PW_NO_REG).reg;

	pw_gen_load(g, reg, at, PW_W1);
	return reg;
}

/* Which texts each call has: 8 bytes for each number, as PICK takes them. */
static uint32_t text_table(struct pw_gen *g, bool at_end)
{
	uint32_t *known = at_end ? &g->end_texts : &g->start_texts;
	uint64_t n = pw_texts_count(PW_TEXTS_SYSCALLS);
	char *at;

	if (*known)
		return *known - 1;
	at = pw_gen_constants(g, 8 + (uint32_t)(n + 1) * ELEMENT, known);
	memcpy(at, &n, sizeof(n));
	for (uint64_t i = 0; i <= n; i++) {
		struct pw_syscall_text texts[PW_SYSCALL_TEXTS];
		unsigned int have = pw_syscall_texts(i < n ? (int64_t)i : -1,
						     at_end, texts,
						     PW_SYSCALL_TEXTS);

		at += ELEMENT;
		memset(at, NOTHING, ELEMENT);
		memcpy(at, texts, have * sizeof(*texts));
	}
	return (*known)++;
}

static void pick(struct pw_gen *g, uint8_t number, uint32_t table, uint32_t to)
{
	struct pw_insn *insn = pw_gen_insn(g, PW_OP_PICK);

	insn->src = number;
	insn->off = to;
	insn->lo = table;
	insn->hi = ELEMENT;
}

/* reg = the argument of that number, of those at `args` in the frame. */
static void load_arg(struct pw_gen *g, uint8_t reg, uint8_t number,
		     uint32_t args)
{
	struct pw_insn *insn;
	struct pw_num base = pw_gen_target(g, PW_NO_REG);

	insn = pw_gen_insn(g, PW_OP_ADDR);
	insn->dst = base.reg;
	insn->off = args;
	insn->hi = 8 * PW_CALL_ARGS;
	pw_gen_op(g, PW_OP_MUL, reg, number, pw_gen_known(8));
	pw_gen_op(g, PW_OP_ADD, reg, reg, base);
	insn = pw_gen_insn(g, PW_OP_LDMEM);
	insn->dst = reg;
	insn->src = reg;
	insn->aux = PW_W8;
	pw_gen_drop(g, base);
}

/* A call in the making. */
struct call {
	uint32_t at;		/* in the frame */
	uint32_t element;	/* of the table: which texts it has */
	uint32_t room;		/* of each text */
	struct pw_num ret;	/* at the end: how many bytes came back */
	bool at_end;
};

/* reg = how many bytes of data there are, at most as many as there is room. */
static void count_bytes(struct pw_gen *g, const struct call *call,
			uint32_t about, uint8_t arg, uint8_t reg)
{
	struct pw_label fixed = { 0 }, counted = { 0 }, fits = { 0 };
	uint8_t kind = load_byte(g, about + 1);

	pw_gen_load(g, reg, about + 2, PW_W1);
	pw_gen_branch(g, PW_OP_JEQ, kind, pw_gen_known(PW_TEXT_FIXED), &fixed);
	pw_gen_branch(g, PW_OP_JEQ, kind, pw_gen_known(PW_TEXT_COUNTED),
		      &counted);
	if (call->at_end)
		pw_gen_mov(g, reg, call->ret);
	pw_gen_jump(g, &fixed);
	pw_gen_bind(g, &counted);
	pw_gen_op(g, PW_OP_ADD, kind, arg, pw_gen_known(1));
	load_arg(g, reg, kind, call->at + 8);
	pw_gen_bind(g, &fixed);
	pw_gen_drop_reg(g, kind);
	pw_gen_branch(g, PW_OP_JLEU, reg, pw_gen_known(call->room), &fits);
	pw_gen_mov(g, reg, pw_gen_known(call->room));
	pw_gen_bind(g, &fits);
}

/* The head of a text that could be read. */
static void store_head(struct pw_gen *g, uint32_t at, uint8_t arg,
		       struct pw_num bytes)
{
	struct pw_num head = pw_gen_target(g, PW_NO_REG);

	pw_gen_mov(g, head.reg, bytes);
	pw_gen_op(g, PW_OP_SHL, head.reg, head.reg, pw_gen_known(8));
	pw_gen_op(g, PW_OP_ADD, head.reg, head.reg, pw_gen_known(1));
	pw_gen_op(g, PW_OP_ADD, head.reg, head.reg,
		  (struct pw_num){ .reg = arg });
	pw_gen_store(g, at, head);
	pw_gen_drop(g, head);
}

static struct pw_insn *read_at(struct pw_gen *g, enum pw_opcode op,
			       uint8_t address, uint32_t to, uint32_t room)
{
	struct pw_insn *insn = pw_gen_insn(g, op);

	insn->src = address;
	insn->aux = PW_SPACE_USER;
	insn->off = to;
	insn->hi = room;
	return insn;
}

/* What failed is not there: then its address is shown. */
static void forget_if_failed(struct pw_gen *g, uint32_t at)
{
	struct pw_num fault = pw_gen_ctx(g, PW_CTX_FAULT, PW_NO_REG);
	struct pw_label fine = { 0 };

	pw_gen_branch(g, PW_OP_JEQ, fault.reg, pw_gen_known(0), &fine);
	pw_gen_drop(g, fault);
	pw_gen_store(g, at, pw_gen_known(0));
	pw_gen_bind(g, &fine);
}

/* The text at `at`, if the call has one: what 3 bytes at `about` say. */
static void gen_text(struct pw_gen *g, const struct call *call,
		     uint32_t about, uint32_t at)
{
	struct pw_label none = { 0 }, data = { 0 }, done = { 0 };
	uint8_t arg = load_byte(g, about), address, other;
	uint32_t room = call->room;

	pw_gen_store(g, at, pw_gen_known(0));
	pw_gen_frame(g, PW_OP_ZERO, at + 8, 0, room);
	pw_gen_branch(g, PW_OP_JEQ, arg, pw_gen_known(NOTHING), &none);
	address = pw_gen_target(g, PW_NO_REG).reg;
	load_arg(g, address, arg, call->at + 8);
	pw_gen_branch(g, PW_OP_JEQ, address, pw_gen_known(0), &none);
	/* What failed before in this hit does not count. */
	pw_gen_drop(g, pw_gen_ctx(g, PW_CTX_FAULT, PW_NO_REG));
	other = load_byte(g, about + 1);
	pw_gen_branch(g, PW_OP_JNE, other, pw_gen_known(PW_TEXT_STRING),
		      &data);
	read_at(g, PW_OP_STR, address, at + 8, room)->lo = 0;
	store_head(g, at, arg, pw_gen_known(0));
	pw_gen_jump(g, &done);
	pw_gen_bind(g, &data);
	count_bytes(g, call, about, arg, other);
	pw_gen_branch(g, PW_OP_JEQ, other, pw_gen_known(0), &none);
	read_at(g, PW_OP_READ, address, at + 8, room)->lo = 1u + other;
	store_head(g, at, arg, (struct pw_num){ .reg = other });
	pw_gen_bind(g, &done);
	pw_gen_drop_reg(g, other);
	forget_if_failed(g, at);
	pw_gen_bind(g, &none);
	pw_gen_drop_reg(g, address);
	pw_gen_drop_reg(g, arg);
}

/* At its end a failed call has given nothing back. */
static void count_returned(struct pw_gen *g, struct call *call,
			   struct pw_expr *result)
{
	struct pw_num ret = pw_gen_num(g, result, PW_NO_REG);
	struct pw_label fine = { 0 };

	call->ret = pw_gen_target(g, PW_NO_REG);
	pw_gen_mov(g, call->ret.reg, ret);
	pw_gen_drop(g, ret);
	pw_gen_branch(g, PW_OP_JGE, call->ret.reg, pw_gen_known(0), &fine);
	pw_gen_mov(g, call->ret.reg, pw_gen_known(0));
	pw_gen_bind(g, &fine);
}

static void gen_syscall(struct pw_gen *g, struct pw_expr *e, uint32_t offset)
{
	struct pw_expr *number = e->b;
	struct call call = {
		.at = offset,
		.room = pw_syscall_room(&e->type),
		.element = pw_gen_space(g, ELEMENT),
		.at_end = !strcmp(number->next->name, "ret"),
	};
	struct pw_expr *args = call.at_end ? e->args : number->next;
	struct pw_num num;

	pw_gen_slot(g, args, offset + 8, &args->type);
	num = pw_gen_in_reg(g, pw_gen_num(g, number, PW_NO_REG));
	pw_gen_store(g, offset, num);
	pick(g, num.reg, text_table(g, call.at_end), call.element);
	pw_gen_drop(g, num);
	if (call.at_end)
		count_returned(g, &call, number->next);
	for (uint32_t i = 0; i < PW_SYSCALL_TEXTS; i++)
		gen_text(g, &call, call.element +
			 i * (uint32_t)sizeof(struct pw_syscall_text),
			 offset + PW_SYSCALL_TEXT_AT + i * (8 + call.room));
	if (call.at_end)
		pw_gen_drop(g, call.ret);
}

static void store_number(struct pw_gen *g, struct pw_expr *e, uint32_t at)
{
	struct pw_num num = pw_gen_num(g, e, PW_NO_REG);

	pw_gen_store(g, at, num);
	pw_gen_drop(g, num);
}

void pw_gen_call_text(struct pw_gen *g, struct pw_expr *e, uint32_t offset)
{
	struct pw_num probe;

	if (e->type.kind == PW_TYPE_SYSCALL) {
		gen_syscall(g, e, offset);
		return;
	}
	if (e->type.kind != PW_TYPE_SYSRET) {
		probe = pw_gen_ctx(g, PW_CTX_PROBE, PW_NO_REG);
		pw_gen_store(g, offset, probe);
		pw_gen_drop(g, probe);
		offset += 8;
	}
	for (struct pw_expr *part = e->b; part; part = part->next) {
		store_number(g, part, offset);
		offset += 8;
	}
}

/* 1 or 0 for each number. */
struct pw_num pw_gen_syscall_in(struct pw_gen *g, struct pw_expr *e,
				uint8_t want)
{
	uint64_t n = pw_texts_count(PW_TEXTS_SYSCALLS), value;
	struct pw_num from, num;
	uint32_t table, to;
	char *at;
	bool *set;
	int len;

	set = pw_arena_alloc(g->c->arena, n * sizeof(*set));
	pw_syscall_set(e->args->next->text, set, n, &len);
	at = pw_gen_constants(g, 8 + (uint32_t)(n + 1) * 8, &table);
	memcpy(at, &n, sizeof(n));
	for (uint64_t i = 0; i <= n; i++) {
		/* One that has no name is in all, or in all but some. */
		value = i < n ? set[i] : strchr("!a", *e->args->next->text) !=
					 NULL;
		memcpy(at + 8 + 8 * i, &value, sizeof(value));
	}
	from = pw_gen_in_reg(g, pw_gen_num(g, e->args, PW_NO_REG));
	to = pw_gen_space(g, 8);
	pick(g, from.reg, table, to);
	pw_gen_drop(g, from);
	num = pw_gen_target(g, want);
	pw_gen_load(g, num.reg, to, PW_W8);
	return num;
}
