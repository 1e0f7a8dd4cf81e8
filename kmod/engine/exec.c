/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A hit: runs a verified program. Any context, preemption off, no lock. Nothing
 * is checked here that the verifier has proven; what depends on the hit
 * (memory, divisors, loops, a record's strings) is, and failures are noted.
 *
 * The guard is one flag for each CPU and level, over all sessions: on one level
 * nothing but a probe inside the engine can come between a hit and its end, and
 * other levels have a flag and a work space of their own.
 *
 * What one-liners do all day, from the hit to a count by name, is one function
 * without a call: calls are most of what a short program costs.
 *
 * Instructions are told apart by ranges of the opcode list, then by a switch:
 * compiled without jump tables, because behind a retpoline an indirect jump
 * costs ten times what a few predicted branches do.
 */
#include "stack.h"
#include "table.h"
#include "text.h"

/* A value of memory, the low bytes first: any alignment. */
static pw_noinline pw_notrace u64 load(const u8 *p, u8 width)
{
	u64 v8 = 0;
	u32 v4;
	u16 v2;

	switch (width & ~PW_SIGNED) {
	case PW_W1:
		v8 = *p;
		break;
	case PW_W2:
		memcpy(&v2, p, 2);
		v8 = v2;
		break;
	case PW_W4:
		memcpy(&v4, p, 4);
		v8 = v4;
		break;
	default:
		memcpy(&v8, p, 8);
		return v8;
	}
	return width & PW_SIGNED ? pw_extend(v8, width) : v8;
}

/* JLT to JGEU. */
static pw_noinline pw_notrace bool is_ordered(u8 op, u64 a, u64 b)
{
	switch (op) {
	case PW_OP_JLT:
		return (s64)a < (s64)b;
	case PW_OP_JLE:
		return (s64)a <= (s64)b;
	case PW_OP_JGT:
		return (s64)a > (s64)b;
	case PW_OP_JGE:
		return (s64)a >= (s64)b;
	case PW_OP_JLTU:
		return a < b;
	case PW_OP_JLEU:
		return a <= b;
	case PW_OP_JGTU:
		return a > b;
	default:
		return a >= b;
	}
}

static pw_always_inline bool compare(u8 op, u64 a, u64 b)
{
	if (op == PW_OP_JEQ)
		return a == b;
	if (op == PW_OP_JNE)
		return a != b;
	return is_ordered(op, a, b);
}

/* DIV to MODU. The quotient that does not fit wraps, its remainder is 0. */
static pw_noinline pw_notrace u64 divide(struct pw_run *run,
					 const struct pw_insn *insn,
					 u64 a, u64 b)
{
	if (!b)
		return pw_wrong(run, PW_NOTE_DIV_ZERO, insn) + 1;
	switch (insn->op) {
	case PW_OP_DIV:
		return b == ~0ULL ? 0 - a : (u64)((s64)a / (s64)b);
	case PW_OP_DIVU:
		return a / b;
	case PW_OP_MOD:
		return b == ~0ULL ? 0 : (u64)((s64)a % (s64)b);
	default:
		return a % b;
	}
}

/* ADD to SLEU. */
static pw_noinline pw_notrace u64 arith(struct pw_run *run,
					const struct pw_insn *insn,
					u64 a, u64 b)
{
	switch (insn->op) {
	case PW_OP_ADD:
		return a + b;
	case PW_OP_SUB:
		return a - b;
	case PW_OP_MUL:
		return a * b;
	case PW_OP_AND:
		return a & b;
	case PW_OP_OR:
		return a | b;
	case PW_OP_XOR:
		return a ^ b;
	case PW_OP_SHL:
		return a << (b & 63);
	case PW_OP_SHR:
		return a >> (b & 63);
	case PW_OP_SAR:
		return (u64)((s64)a >> (b & 63));
	case PW_OP_BOUND:
		return likely(a < b) ? a :
		       pw_wrong(run, PW_NOTE_BOUNDS, insn);
	case PW_OP_SEQ:
		return a == b;
	case PW_OP_SNE:
		return a != b;
	case PW_OP_SLT:
		return (s64)a < (s64)b;
	case PW_OP_SLE:
		return (s64)a <= (s64)b;
	case PW_OP_SLTU:
		return a < b;
	case PW_OP_SLEU:
		return a <= b;
	default:
		return divide(run, insn, a, b);
	}
}

/*
 * A counter of this CPU, scrambled. Whoever interrupts it between the addition
 * and the reading takes a number that is then given twice; no more.
 */
static pw_noinline pw_notrace u64 random_number(struct pw_run *run)
{
	u64 v;

	pw_local_add(&run->cpu->rand, 1);
	v = READ_ONCE(run->cpu->rand) * 0x9e3779b97f4a7c15ULL +
	    (run->vm->began << 16) + (u64)(unsigned long)run->cpu;
	v = (v ^ v >> 30) * 0xbf58476d1ce4e5b9ULL;
	v = (v ^ v >> 27) * 0x94d049bb133111ebULL;
	return (u32)(v ^ v >> 31);
}

static pw_noinline pw_notrace u64 rare_value(struct pw_run *run, u8 which)
{
	switch (which) {
	case PW_CTX_UID:
		return pw_uid();
	case PW_CTX_GID:
		return pw_gid();
	case PW_CTX_CPU:
		return run->cpu_nr;
	case PW_CTX_TASK:
		return pw_task();
	case PW_CTX_PROBE:
		return run->probe;
	case PW_CTX_RETVAL:
		return pw_retval(run->hit->regs);
	case PW_CTX_ELAPSED:
		return pw_hit_nsecs(run->hit) - run->vm->began;
	case PW_CTX_RAND:
		return random_number(run);
	case PW_CTX_JIFFIES:
		return pw_jiffies();
	case PW_CTX_NODE:
		return pw_node();
	case PW_CTX_USERMODE:
		return pw_usermode();
	case PW_CTX_NS_PID:
		return pw_ns_pid(run->vm->pid_ns);
	case PW_CTX_NS_TID:
		return pw_ns_tid(run->vm->pid_ns);
	case PW_CTX_CGROUP:
		return pw_cgroup();
	case PW_CTX_PLACE:
		return run->hit->ip;
	case PW_CTX_REGS:
		return (u64)(unsigned long)run->hit->regs;
	case PW_CTX_FAULT:
		return pw_take_fault(run);
	default:
		if (which >= PW_CTX_REG0)
			return pw_reg(run->hit->regs, which - PW_CTX_REG0);
		if (which >= PW_CTX_GIVEN0)
			return run->hit->given[which - PW_CTX_GIVEN0];
		return pw_arg(run->hit->regs, which - PW_CTX_ARG0);
	}
}

static pw_always_inline u64 ctx_value(struct pw_run *run, u8 which)
{
	if (which == PW_CTX_PID)
		return pw_pid();
	if (which == PW_CTX_TID)
		return pw_tid();
	if (which == PW_CTX_NSECS)
		return pw_hit_nsecs(run->hit);
	return rare_value(run, which);
}

/* NEG to BSWAP. */
static pw_noinline pw_notrace u64 change(const struct pw_insn *insn, u64 src)
{
	switch (insn->op) {
	case PW_OP_NEG:
		return 0 - src;
	case PW_OP_NOT:
		return ~src;
	case PW_OP_EXT:
		return pw_extend(src, insn->aux);
	default:
		return __builtin_bswap64(src) >>
		       (64 - 8 * (insn->aux & ~PW_SIGNED));
	}
}

/* NEG to LDREC. */
static pw_always_inline u64 value(struct pw_run *run,
				  const struct pw_insn *insn, u64 src)
{
	if (insn->op == PW_OP_CTX)
		return ctx_value(run, insn->aux);
	if (insn->op == PW_OP_LDREC)
		return load((const u8 *)run->hit->rec + insn->off, insn->aux);
	return change(insn, src);
}

static pw_notrace void count(struct pw_run *run, const struct pw_insn *insn)
{
	const struct pw_map *map = run->vm->maps[insn->lo];
	u64 *to;

	if (unlikely(map->form != PW_FORM_PARTS)) {
		pw_map_add(run, insn, 1);
		return;
	}
	to = pw_map_part(run, insn, map, READ_ONCE(map->table));
	if (likely(to))
		pw_local_add(to, 1);
}

/* MAPGET to SIGTHREAD. */
static pw_noinline pw_notrace void step_out(struct pw_run *run,
					    const struct pw_insn *insn,
					    u64 *reg)
{
	u64 *dst = &reg[insn->dst];

	switch (insn->op) {
	case PW_OP_AGG:
		pw_map_aggregate(run, insn, reg[insn->src]);
		break;
	case PW_OP_HIST:
		pw_map_hist(run, insn, reg[insn->src]);
		break;
	case PW_OP_EMIT:
		pw_emit(run, insn);
		break;
	case PW_OP_TSERIES:
		pw_map_tseries(run, insn, reg[insn->src], reg[insn->hi]);
		break;
	case PW_OP_MAPLEN:
		*dst = pw_map_len(run, insn);
		break;
	case PW_OP_RET:
		run->hit->ret = reg[insn->src];
		break;
	case PW_OP_STACK:
	case PW_OP_STACKLEN:
	case PW_OP_USYM:
		*dst = pw_stack_value(run, insn, reg[insn->src]);
		break;
	case PW_OP_SIGNAL:
	case PW_OP_SIGTHREAD:
		if (pw_signal(reg[insn->src], insn->op == PW_OP_SIGTHREAD))
			pw_note(run, PW_NOTE_NO_SIGNAL, insn);
		break;
	case PW_OP_MAPGET:
		*dst = pw_map_get(run, insn);
		break;
	case PW_OP_MAPGETV:
		pw_map_get_value(run, insn);
		break;
	case PW_OP_MAPSET:
		pw_map_set(run, insn, &reg[insn->src]);
		break;
	case PW_OP_MAPSETV:
		pw_map_set(run, insn, (const u64 *)pw_frame(run, insn->hi));
		break;
	case PW_OP_MAPADD:
		*dst = pw_map_add(run, insn, reg[insn->src]);
		break;
	case PW_OP_MAPDEL:
		*dst = pw_map_del(run, insn);
		break;
	case PW_OP_MAPNEXT:
		*dst = pw_map_next(run, insn, reg[insn->src]);
		break;
	default:
		*dst = pw_map_has(run, insn);
		break;
	}
}

pw_noinline pw_notrace void pw_vm_leave(struct pw_vm *vm, u64 status,
					bool overloaded)
{
	if (pw_xchg(&vm->exit_taken, 1u))
		return;
	vm->exit_status = status;
	vm->overloaded = overloaded;
	pw_store_release(&vm->exiting, 1);
	vm->wake(vm);
}

/* JMP to LOOP; NULL when the program is over. */
static pw_notrace const struct pw_insn *go(struct pw_run *run,
					   const struct pw_insn *insn,
					   const struct pw_insn *start)
{
	u32 cost;

	switch (insn->op) {
	case PW_OP_JMP:
		return start + insn->off;
	case PW_OP_EXIT:
		pw_vm_leave(run->vm, run->work->reg[insn->src], false);
		return NULL;
	default:
		cost = (u32)(insn - start) - insn->off + 1;
		if (cost > run->budget) {
			pw_note(run, PW_NOTE_LOOP_BUDGET, insn);
			return NULL;
		}
		run->budget -= cost;
		return start + insn->off;
	}
}

/*
 * What is common is done here; calls to the rest keep it out of this function's
 * registers.
 */
static pw_always_inline void exec(struct pw_run *run,
				  const struct pw_insn *insn)
{
	const struct pw_insn *start = insn;
	struct pw_work *work = run->work;
	u64 *reg = work->reg;
	u64 b;

	for (;;) {
		if (insn->op <= PW_OP_LOOP) {
			if (insn->op == PW_OP_END)
				return;
			insn = go(run, insn, start);
			if (!insn)
				return;
			continue;
		}
		if (insn->op == PW_OP_COUNT) {
			count(run, insn);
		} else if (insn->op >= PW_OP_MAPGET) {
			step_out(run, insn, reg);
		} else if (insn->op >= PW_OP_RECBYTES) {
			if (insn->op == PW_OP_COMM)
				pw_text_comm(pw_frame(run, insn->off));
			else if (insn->op == PW_OP_LDF)
				reg[insn->dst] = load(pw_frame(run, insn->off),
						      insn->aux);
			else if (insn->op == PW_OP_STF)
				*(u64 *)pw_frame(run, insn->off) =
					insn->aux == PW_IMM ? (u64)insn->imm :
					reg[insn->aux];
			else
				pw_step_frame(run, insn, reg);
		} else if (insn->op >= PW_OP_NEG) {
			reg[insn->dst] = value(run, insn, reg[insn->src]);
		} else {
			b = insn->aux == PW_IMM ? (u64)insn->imm :
			    reg[insn->aux];
			if (insn->op >= PW_OP_MOV) {
				reg[insn->dst] = insn->op == PW_OP_MOV ? b :
					arith(run, insn, reg[insn->src], b);
			} else if (compare(insn->op, reg[insn->src], b)) {
				insn = start + insn->off;
				continue;
			}
		}
		insn++;
	}
}

static pw_noinline pw_notrace void skip(struct pw_vm_cpu *cpu, u32 probe,
					enum pw_skip why)
{
	pw_local_add(&cpu->probes[probe].skipped[why], 1);
}

pw_notrace void pw_vm_hit(struct pw_vm *vm, u32 probe, struct pw_hit *hit)
{
	const struct pw_start *start = &vm->start[probe];
	struct pw_vm_cpu *cpu = vm->cpu[pw_cpu()];
	struct pw_run *run;

	if (unlikely(!READ_ONCE(vm->running) || READ_ONCE(vm->exiting)) &&
	    !start->always) {
		skip(cpu, probe, PW_SKIP_IDLE);
		return;
	}
	if (unlikely(hit->rec_size < start->rec_size)) {
		skip(cpu, probe, PW_SKIP_SHORT_RECORD);
		return;
	}
	run = &cpu->run[pw_level()];
	/* Or the compiler goes the way from cpu and level again and again. */
	pw_hide(run);
	if (unlikely(READ_ONCE(*run->guard))) {
		skip(cpu, probe, PW_SKIP_RECURSION);
		return;
	}
	WRITE_ONCE(*run->guard, 1);
	pw_barrier();
	run->hit = hit;
	run->probe = probe;
	run->budget = vm->loop_budget;
	if (unlikely(!--run->left))
		pw_load_begin(run);
	exec(run, start->insns);
	/* Found again: kept over the program, they would cost more. */
	pw_local_add(&run->cpu->probes[run->probe].ran, 1);
	if (unlikely(!run->left))
		pw_load_end(run);
	pw_barrier();
	WRITE_ONCE(*run->guard, 0);
}
