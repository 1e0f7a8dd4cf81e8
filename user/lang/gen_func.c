// SPDX-License-Identifier: GPL-2.0
/*
 * Code for the functions that look at strings, bytes and addresses.
 */
#include <arpa/inet.h>
#include <string.h>
#include "lang/builtins.h"
#include "lang/call.h"
#include "lang/gen.h"
#include "lang/texts.h"

/* The text at `at` in a slot of `size` bytes, at least those it has. */
static uint32_t text_of_size(struct pw_gen *g, uint32_t at, uint32_t have,
			     uint32_t size)
{
	uint32_t to;

	if (have == size)
		return at;
	to = pw_gen_space(g, size);
	pw_gen_frame(g, PW_OP_ZERO, to + have, 0, size - have);
	pw_gen_frame(g, PW_OP_COPY, to, at, have);
	/* What marked a cut string is now within it. */
	pw_gen_frame(g, PW_OP_CSTR, to, 0, size);
	return to;
}

/* Where the second text is in the first; -1: nowhere. */
static struct pw_num gen_find(struct pw_gen *g, struct pw_expr *e, uint8_t want)
{
	struct pw_expr *a = e->args, *b = a->next;
	uint32_t size_a, size_b, size, at_a, at_b;
	struct pw_insn *insn;
	struct pw_num num;

	at_a = pw_gen_text(g, a, &size_a);
	at_b = pw_gen_text(g, b, &size_b);
	size = size_a > size_b ? size_a : size_b;
	at_a = text_of_size(g, at_a, size_a, size);
	at_b = text_of_size(g, at_b, size_b, size);
	num = pw_gen_target(g, want);
	insn = pw_gen_insn(g, PW_OP_STRFIND);
	insn->dst = num.reg;
	insn->off = at_a;
	insn->lo = at_b;
	insn->hi = size;
	return num;
}

static struct pw_num gen_strlen(struct pw_gen *g, struct pw_expr *e,
				uint8_t want)
{
	uint32_t size, at = pw_gen_text(g, e->args, &size);
	struct pw_num num = pw_gen_target(g, want);
	struct pw_insn *insn = pw_gen_insn(g, PW_OP_STRLEN);

	insn->dst = num.reg;
	insn->off = at;
	insn->hi = size;
	return num;
}

static struct pw_num gen_bswap(struct pw_gen *g, struct pw_expr *e,
			       uint8_t want)
{
	struct pw_num from, num;
	struct pw_insn *insn;

	from = pw_gen_in_reg(g, pw_gen_num(g, e->args, PW_NO_REG));
	pw_gen_drop(g, from);
	num = pw_gen_target(g, want);
	insn = pw_gen_insn(g, PW_OP_BSWAP);
	insn->dst = num.reg;
	insn->src = from.reg;
	insn->aux = e->type.width;
	return num;
}

/* Of as many bytes as both have, at most. */
static struct pw_num gen_memcmp(struct pw_gen *g, struct pw_expr *e,
				uint8_t want)
{
	struct pw_expr *a = e->args, *b = a->next;
	uint32_t at_a = pw_gen_place(g, a), at_b = pw_gen_place(g, b);
	struct pw_num count, num;
	struct pw_insn *insn;

	count = pw_gen_in_reg(g, pw_gen_num(g, b->next, PW_NO_REG));
	pw_gen_drop(g, count);
	num = pw_gen_target(g, want);
	insn = pw_gen_insn(g, PW_OP_MEMCMP);
	insn->dst = num.reg;
	insn->src = count.reg;
	insn->off = at_a;
	insn->lo = at_b;
	insn->hi = a->type.size < b->type.size ? a->type.size : b->type.size;
	return num;
}

bool pw_gen_function(struct pw_gen *g, struct pw_expr *e, uint8_t want,
		     struct pw_num *num)
{
	const struct pw_func *func = e->info;

	switch (func->id) {
	case PW_FUNC_STRCONTAINS:
		*num = gen_find(g, e, want);
		pw_gen_op(g, PW_OP_SNE, num->reg, num->reg,
			  pw_gen_known((uint64_t)-1));
		return true;
	case PW_FUNC_STRSTR:
		*num = gen_find(g, e, want);
		return true;
	case PW_FUNC_STRLEN:
		*num = gen_strlen(g, e, want);
		return true;
	case PW_FUNC_BSWAP:
		*num = gen_bswap(g, e, want);
		return true;
	case PW_FUNC_MEMCMP:
		*num = gen_memcmp(g, e, want);
		return true;
	case PW_FUNC_PERCPU_KADDR:
		*num = pw_gen_percpu(g, e, want);
		return true;
	case PW_FUNC_REG:
		*num = pw_gen_ctx(g, (enum pw_ctx_value)e->number, want);
		return true;
	case PW_FUNC_KSTACK:
	case PW_FUNC_USTACK:
		*num = pw_gen_stack(g, e, want);
		return true;
	case PW_FUNC_SOCKET_COOKIE:
		*num = pw_gen_cookie(g, e, want);
		return true;
	case PW_FUNC_FIND_TASK:
		*num = pw_gen_find_task(g, e, want);
		return true;
	case PW_FUNC_SYSCALL_IN:
		*num = pw_gen_syscall_in(g, e, want);
		return true;
	case PW_FUNC_USYM:
		*num = pw_gen_usym(g, e, want);
		return true;
	case PW_FUNC_KSYM:
	case PW_FUNC_KPTR:
	case PW_FUNC_UPTR:
		*num = pw_gen_num(g, e->args, want);
		return true;
	default:
		return false;
	}
}

/* `length` bytes of memory or of an array. */
static void gen_bytes(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
		      uint32_t length)
{
	struct pw_insn *insn;
	struct pw_num address;
	uint32_t slot;

	if (e->type.kind == PW_TYPE_BYTES) {
		pw_gen_slot(g, e, offset, &e->type);
		return;
	}
	address = pw_gen_in_reg(g, pw_gen_num(g, e, PW_NO_REG));
	slot = pw_gen_before_read(g, address);
	insn = pw_gen_insn(g, PW_OP_READ);
	insn->src = address.reg;
	insn->aux = pw_gen_space_of(&e->type);
	insn->off = offset;
	insn->hi = length;
	pw_gen_after_read(g, slot, "");
	pw_gen_drop(g, address);
}

static void gen_pton(struct pw_gen *g, struct pw_expr *e, uint32_t offset)
{
	uint64_t words[2] = { 0, 0 };

	inet_pton(e->type.length == 16 ? AF_INET6 : AF_INET, e->args->text,
		  words);
	for (uint32_t i = 0; i < e->type.size / 8; i++)
		pw_gen_store(g, offset + 8 * i, pw_gen_known(words[i]));
}

/* How many bytes: what the script says, but no more than there is room for. */
static struct pw_num buf_length(struct pw_gen *g, struct pw_expr *e)
{
	struct pw_expr *n = e->args->next;
	uint32_t max = e->type.length;
	struct pw_label fits = { 0 };
	struct pw_num from, num;

	if (!n || n->kind == PW_EXPR_INT)
		return pw_gen_known(max);
	from = pw_gen_num(g, n, PW_NO_REG);
	num = pw_gen_target(g, PW_NO_REG);
	pw_gen_mov(g, num.reg, from);
	pw_gen_branch(g, PW_OP_JLEU, num.reg, pw_gen_known(max), &fits);
	pw_gen_mov(g, num.reg, pw_gen_known(max));
	pw_gen_bind(g, &fits);
	pw_gen_drop(g, from);
	return num;
}

/* The place in the frame of a string or an array, as an address. */
static struct pw_num frame_address(struct pw_gen *g, struct pw_expr *e)
{
	uint32_t place = pw_gen_place(g, e);
	struct pw_num address = pw_gen_target(g, PW_NO_REG);
	struct pw_insn *insn = pw_gen_insn(g, PW_OP_ADDR);

	insn->dst = address.reg;
	insn->off = place;
	insn->hi = e->type.size;
	return address;
}

/* What is behind the bytes is zero, so that equal ones are equal keys. */
static void gen_buf(struct pw_gen *g, struct pw_expr *e, uint32_t offset)
{
	struct pw_expr *arg = e->args;
	bool in_memory = arg->type.kind == PW_TYPE_INT;
	uint32_t size = e->type.length, have = size, slot;
	struct pw_num length, address;
	struct pw_insn *insn;

	if (!in_memory && have > arg->type.size)
		have = arg->type.size;
	length = buf_length(g, e);
	pw_gen_store(g, offset, length);
	if (!size) {
		pw_gen_drop(g, length);
		pw_gen_drop(g, pw_gen_num(g, arg, PW_NO_REG));
		return;
	}
	address = in_memory ? pw_gen_in_reg(g, pw_gen_num(g, arg, PW_NO_REG)) :
		  frame_address(g, arg);
	slot = pw_gen_before_read(g, address);
	insn = pw_gen_insn(g, PW_OP_READ);
	insn->src = address.reg;
	insn->aux = in_memory ? pw_gen_space_of(&arg->type) : PW_SPACE_KERNEL;
	insn->off = offset + 8;
	insn->lo = length.is_known ? 0 : 1u + length.reg;
	insn->hi = have;
	pw_gen_frame(g, PW_OP_ZERO, offset + 8 + pw_align8(have), 0,
		     pw_align8(size) - pw_align8(have));
	pw_gen_after_read(g, slot, "");
	pw_gen_drop(g, address);
	pw_gen_drop(g, length);
}

/* A table of texts in the constants, once for each. */
static uint32_t text_table(struct pw_gen *g, enum pw_texts texts)
{
	uint64_t n = pw_texts_count(texts);
	uint32_t size = pw_texts_size(texts);
	char *at;

	if (g->tables[texts])
		return g->tables[texts] - 1;
	at = pw_gen_constants(g, 8 + (uint32_t)(n + 1) * size,
			      &g->tables[texts]);
	memcpy(at, &n, sizeof(n));
	at += sizeof(n);
	/* The last one is for what the table does not have. */
	for (uint64_t i = 0; i <= n; i++, at += size)
		strcpy(at, pw_texts_get(texts, (int64_t)i));
	return g->tables[texts]++;
}

static void gen_numbered(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
			 uint32_t size, enum pw_texts texts)
{
	struct pw_type int_type = pw_type_int(4, true);
	struct pw_num from = pw_gen_num(g, e->args, PW_NO_REG);
	struct pw_num num = pw_gen_target(g, PW_NO_REG);
	struct pw_label positive = { 0 };
	uint32_t own = pw_texts_size(texts);
	struct pw_insn *insn;

	pw_gen_mov(g, num.reg, from);
	pw_gen_cut(g, num.reg, &e->args->type, &int_type);
	if (texts <= PW_TEXTS_ERROR_NAMES) {
		pw_gen_branch(g, PW_OP_JGE, num.reg, pw_gen_known(0),
			      &positive);
		insn = pw_gen_insn(g, PW_OP_NEG);
		insn->dst = insn->src = num.reg;
		pw_gen_bind(g, &positive);
	}
	insn = pw_gen_insn(g, PW_OP_PICK);
	insn->src = num.reg;
	insn->off = offset;
	insn->lo = text_table(g, texts);
	insn->hi = own;
	pw_gen_frame(g, PW_OP_ZERO, offset + own, 0, size - own);
	pw_gen_drop(g, num);
	pw_gen_drop(g, from);
}

/* A string as one of that type, which may have less room. */
static void gen_as(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
		   const struct pw_type *type)
{
	if (e->type.size <= type->size) {
		pw_gen_slot(g, e, offset, type);
		return;
	}
	pw_gen_frame(g, PW_OP_COPY, offset, pw_gen_place(g, e), type->size);
	pw_gen_frame(g, PW_OP_CSTR, offset, 0, type->size);
}

static void gen_concat(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
		       uint32_t size)
{
	struct pw_type type = pw_type_string(PW_CONCAT_SIZE);
	uint32_t second = pw_gen_space(g, type.size);

	gen_as(g, e->args, offset, &type);
	gen_as(g, e->args->next, second, &type);
	pw_gen_frame(g, PW_OP_STRCAT, offset, second, type.size);
	pw_gen_frame(g, PW_OP_ZERO, offset + type.size, 0, size - type.size);
}

bool pw_gen_object_call(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
			uint32_t size)
{
	const struct pw_func *func = e->info;

	switch (func->id) {
	case PW_FUNC_MACADDR:
		gen_bytes(g, e->args, offset, 6);
		return true;
	case PW_FUNC_PTON:
		gen_pton(g, e, offset);
		return true;
	case PW_FUNC_BUF:
		gen_buf(g, e, offset);
		pw_gen_frame(g, PW_OP_ZERO, offset + e->type.size, 0,
			     size - e->type.size);
		return true;
	case PW_FUNC_PATH:
		pw_gen_path(g, e, offset, size);
		return true;
	case PW_FUNC_STR_CONCAT:
		gen_concat(g, e, offset, size);
		return true;
	case PW_FUNC_ARGSTR:
	case PW_FUNC_RETSTR:
		pw_gen_call_text(g, e, offset);
		return true;
	case PW_FUNC_STRERROR:
		gen_numbered(g, e, offset, size, PW_TEXTS_ERRORS);
		return true;
	case PW_FUNC_ERRNO_NAME:
		gen_numbered(g, e, offset, size, PW_TEXTS_ERROR_NAMES);
		return true;
	case PW_FUNC_SIGNAL_NAME:
		gen_numbered(g, e, offset, size, PW_TEXTS_SIGNALS);
		return true;
	case PW_FUNC_SYSCALL_NAME:
		gen_numbered(g, e, offset, size, PW_TEXTS_SYSCALLS);
		return true;
	default:
		return false;
	}
}
