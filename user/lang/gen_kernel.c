// SPDX-License-Identifier: GPL-2.0
/*
 * Code for what is the kernel's: variables of a CPU, and tasks that the current
 * one is related to.
 */
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
