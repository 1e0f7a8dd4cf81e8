// SPDX-License-Identifier: GPL-2.0
/*
 * Code for what is the kernel's: variables of a CPU, tasks that the current one
 * is related to, stacks.
 */
#include <string.h>
#include "lang/builtins.h"
#include "lang/gen.h"

#define COMM_SIZE	16

/* The symbol's address plus the CPU's offset; 0 if there is no such CPU. */
struct pw_num pw_gen_percpu(struct pw_gen *g, struct pw_expr *e, uint8_t want)
{
	const struct pw_lang_env *env = g->c->env;
	struct pw_expr *cpu = e->args->next;
	struct pw_label none = { 0 };
	struct pw_num num, which;
	struct pw_insn *insn;
	uint64_t offsets = 0;

	env->kaddr(env->data, "__per_cpu_offset", &offsets);
	if (cpu)
		which = pw_gen_in_reg(g, pw_gen_num(g, cpu, PW_NO_REG));
	else
		which = pw_gen_ctx(g, PW_CTX_CPU, PW_NO_REG);
	num = pw_gen_target(g, want == which.reg ? PW_NO_REG : want);
	pw_gen_mov(g, num.reg, pw_gen_known(0));
	if (cpu)
		pw_gen_branch(g, PW_OP_JGEU, which.reg,
			      pw_gen_known(env->n_cpus), &none);
	pw_gen_op(g, PW_OP_MUL, num.reg, which.reg, pw_gen_known(8));
	pw_gen_op(g, PW_OP_ADD, num.reg, num.reg, pw_gen_known(offsets));
	insn = pw_gen_insn(g, PW_OP_LDMEM);
	insn->dst = num.reg;
	insn->src = num.reg;
	insn->aux = PW_W8;
	pw_gen_op(g, PW_OP_ADD, num.reg, num.reg, pw_gen_known(e->number));
	pw_gen_bind(g, &none);
	pw_gen_drop(g, which);
	return num;
}

static void task_value(struct pw_gen *g, struct pw_num num,
		       enum pw_task_value value)
{
	struct pw_insn *insn = pw_gen_insn(g, PW_OP_TASK);

	insn->dst = num.reg;
	insn->src = num.reg;
	insn->aux = value;
}

/* The address of the task that is related to the one asked for. */
static struct pw_num related(struct pw_gen *g, struct pw_expr *e, uint8_t want)
{
	const struct pw_builtin *builtin = e->info;
	struct pw_num num, task;

	if (!e->args) {
		num = pw_gen_ctx(g, PW_CTX_TASK, want);
	} else {
		task = pw_gen_num(g, e->args, PW_NO_REG);
		pw_gen_drop(g, task);
		num = pw_gen_target(g, want);
		pw_gen_mov(g, num.reg, task);
	}
	if (builtin->value != PW_TASK_SELF)
		task_value(g, num, (enum pw_task_value)builtin->value);
	return num;
}

struct pw_num pw_gen_task(struct pw_gen *g, struct pw_expr *e, uint8_t want)
{
	struct pw_num num = related(g, e, want);

	task_value(g, num, PW_TASK_PID);
	return num;
}

void pw_gen_task_comm(struct pw_gen *g, struct pw_expr *e, uint32_t offset)
{
	struct pw_num num = related(g, e, PW_NO_REG);
	struct pw_insn *insn;

	task_value(g, num, PW_TASK_COMM);
	insn = pw_gen_insn(g, PW_OP_READ);
	insn->src = num.reg;
	insn->aux = PW_SPACE_KERNEL;
	insn->off = offset;
	insn->hi = COMM_SIZE;
	pw_gen_frame(g, PW_OP_CSTR, offset, 0, COMM_SIZE);
	pw_gen_drop(g, num);
}

/* The kernel gives a socket its number when somebody asks for it; until then
 * its address is as good. */
struct pw_num pw_gen_cookie(struct pw_gen *g, struct pw_expr *e, uint8_t want)
{
	struct pw_num from = pw_gen_num(g, e->args, PW_NO_REG), num, cookie;
	struct pw_label end = { 0 };
	struct pw_insn *insn;

	pw_gen_drop(g, from);
	num = pw_gen_target(g, want);
	pw_gen_mov(g, num.reg, from);
	if (!e->number)
		return num;
	cookie = pw_gen_target(g, PW_NO_REG);
	pw_gen_branch(g, PW_OP_JEQ, num.reg, pw_gen_known(0), &end);
	insn = pw_gen_insn(g, PW_OP_LDMEM);
	insn->dst = cookie.reg;
	insn->src = num.reg;
	insn->off = (uint32_t)e->number;
	insn->aux = PW_W8;
	pw_gen_branch(g, PW_OP_JEQ, cookie.reg, pw_gen_known(0), &end);
	pw_gen_mov(g, num.reg, cookie);
	pw_gen_bind(g, &end);
	pw_gen_drop(g, cookie);
	return num;
}

/* The struct path itself, or its address. */
void pw_gen_path(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
		 uint32_t size)
{
	struct pw_expr *arg = e->args;
	struct pw_num address;
	struct pw_insn *insn;
	uint32_t slot;

	if (arg->type.kind == PW_TYPE_STRUCT)
		address = pw_gen_address(g, pw_gen_ref(g, arg),
					 arg->type.record->size);
	else
		address = pw_gen_in_reg(g, pw_gen_num(g, arg, PW_NO_REG));
	slot = pw_gen_before_read(g, address);
	insn = pw_gen_insn(g, PW_OP_PATH);
	insn->src = address.reg;
	insn->off = offset;
	insn->lo = e->type.length - 1;
	insn->hi = size;
	pw_gen_after_read(g, slot, "");
	pw_gen_drop(g, address);
}

/* For each probe the first one of the same function. */
static uint32_t func_table(struct pw_gen *g)
{
	uint64_t n = g->c->n_probes, first, value;
	uint32_t place;
	char *at;

	if (g->func_table)
		return g->func_table - 1;
	at = pw_gen_constants(g, 8 + (uint32_t)(n + 1) * 8, &place);
	g->func_table = 1 + place;
	memcpy(at, &n, sizeof(n));
	for (uint64_t i = 0; i < n; i++) {
		for (first = 0; strcmp(g->c->probes[first].func,
				       g->c->probes[i].func); first++)
			;
		value = PW_FUNC_TAG | first;
		memcpy(at + 8 + 8 * i, &value, sizeof(value));
	}
	return place;
}

struct pw_num pw_gen_function_name(struct pw_gen *g, uint8_t want)
{
	struct pw_num num = pw_gen_ctx(g, PW_CTX_PROBE, want);
	struct pw_insn *insn;
	uint32_t offset;

	if (!g->c->func_is_string) {
		pw_gen_op(g, PW_OP_OR, num.reg, num.reg,
			  pw_gen_known(PW_FUNC_TAG));
		return num;
	}
	offset = pw_gen_space(g, 8);
	insn = pw_gen_insn(g, PW_OP_PICK);
	insn->src = num.reg;
	insn->off = offset;
	insn->lo = func_table(g);
	insn->hi = 8;
	pw_gen_load(g, num.reg, offset, PW_W8);
	return num;
}

struct pw_num pw_gen_stack(struct pw_gen *g, struct pw_expr *e, uint8_t want)
{
	struct pw_insn *insn;
	struct pw_num num;

	if (!e->type.length)
		return pw_gen_known(0);
	num = pw_gen_target(g, want);
	insn = pw_gen_insn(g, PW_OP_STACK);
	insn->dst = num.reg;
	insn->aux = e->type.kind == PW_TYPE_USTACK ? PW_STACK_USER :
		    PW_STACK_KERNEL;
	insn->lo = e->type.length;
	return num;
}

/* dst = what the instruction makes of the argument. */
static struct pw_num gen_of(struct pw_gen *g, enum pw_opcode op, uint8_t aux,
			    struct pw_expr *arg, uint8_t want)
{
	struct pw_num from, num;
	struct pw_insn *insn;

	from = pw_gen_in_reg(g, pw_gen_num(g, arg, PW_NO_REG));
	pw_gen_drop(g, from);
	num = pw_gen_target(g, want);
	insn = pw_gen_insn(g, op);
	insn->dst = num.reg;
	insn->src = from.reg;
	insn->aux = aux;
	return num;
}

struct pw_num pw_gen_usym(struct pw_gen *g, struct pw_expr *e, uint8_t want)
{
	return gen_of(g, PW_OP_USYM, 0, e->args, want);
}

struct pw_num pw_gen_find_task(struct pw_gen *g, struct pw_expr *e,
			       uint8_t want)
{
	return gen_of(g, PW_OP_TASK, PW_TASK_FIND, e->args, want);
}

struct pw_num pw_gen_stack_len(struct pw_gen *g, struct pw_expr *e,
			       uint8_t want)
{
	return gen_of(g, PW_OP_STACKLEN, 0, e->args, want);
}
