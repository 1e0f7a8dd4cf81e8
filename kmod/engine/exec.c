/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Runs a verified program. Any context, preemption off, no lock. Nothing is
 * checked here that the verifier has proven; what depends on the hit (memory,
 * divisors, loops, a record's strings) is, and failures are noted.
 *
 * Instructions are told apart by ranges of the opcode list, then by a switch:
 * compiled without jump tables, because behind a retpoline an indirect jump
 * costs ten times what a few predicted branches do.
 */
#include "map.h"
#include "text.h"

static inline u64 extend(u64 v, u8 width)
{
	u32 shift = 64 - 8 * (width & ~PW_SIGNED);

	v <<= shift;
	return width & PW_SIGNED ? (u64)((s64)v >> shift) : v >> shift;
}

/* A value of memory, the low bytes first: any alignment. */
static pw_notrace u64 load(const u8 *p, u8 width)
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
	return width & PW_SIGNED ? extend(v8, width) : v8;
}

/* JEQ to JGEU. */
static pw_notrace bool compare(u8 op, u64 a, u64 b)
{
	switch (op) {
	case PW_OP_JEQ:
		return a == b;
	case PW_OP_JNE:
		return a != b;
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

/* DIV to MODU. The quotient that does not fit wraps, its remainder is 0. */
static pw_noinline pw_notrace u64 divide(struct pw_run *run,
					 const struct pw_insn *insn,
					 u64 a, u64 b)
{
	if (!b) {
		pw_note(run, PW_NOTE_DIV_ZERO, insn);
		return 0;
	}
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

/* MOV to SLEU. */
static pw_notrace u64 arith(struct pw_run *run, const struct pw_insn *insn,
			    u64 a, u64 b)
{
	switch (insn->op) {
	case PW_OP_MOV:
		return b;
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
static pw_notrace u64 random_number(struct pw_run *run)
{
	u64 v;

	pw_local_add(&run->cpu->rand, 1);
	v = READ_ONCE(run->cpu->rand) * 0x9e3779b97f4a7c15ULL +
	    (run->vm->began << 16) + (u64)(unsigned long)run->cpu;
	v = (v ^ v >> 30) * 0xbf58476d1ce4e5b9ULL;
	v = (v ^ v >> 27) * 0x94d049bb133111ebULL;
	return (u32)(v ^ v >> 31);
}

static pw_notrace u64 ctx_value(struct pw_run *run, u8 which)
{
	switch (which) {
	case PW_CTX_PID:
		return pw_pid();
	case PW_CTX_TID:
		return pw_tid();
	case PW_CTX_UID:
		return pw_uid();
	case PW_CTX_GID:
		return pw_gid();
	case PW_CTX_CPU:
		return run->cpu_nr;
	case PW_CTX_NSECS:
		return pw_hit_nsecs(run->hit);
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
	default:
		if (which >= PW_CTX_REG0)
			return pw_reg(run->hit->regs, which - PW_CTX_REG0);
		return pw_arg(run->hit->regs, which - PW_CTX_ARG0);
	}
}

static pw_notrace bool is_user(u64 addr, u8 space)
{
	if (space == PW_SPACE_EITHER)
		return pw_is_user(addr);
	return space == PW_SPACE_USER;
}

static pw_notrace int read_memory(void *to, u64 addr, u32 size, u8 space)
{
	if (is_user(addr, space))
		return pw_read_user(to, addr, size);
	return pw_read_kernel(to, addr, size);
}

/* The tail first: what is read then covers the rest. */
static pw_notrace void read_bytes(struct pw_run *run,
				  const struct pw_insn *insn)
{
	u8 *to = pw_frame(run, insn->off);
	u32 size = insn->hi;

	memset(to + size, 0, pw_round8(size) - size);
	if (read_memory(to, run->work->reg[insn->src], size, insn->aux)) {
		memset(to, 0, size);
		pw_note(run, PW_NOTE_READ_FAULT, insn);
	}
}

static pw_notrace u64 load_memory(struct pw_run *run,
				  const struct pw_insn *insn)
{
	u64 addr = run->work->reg[insn->src] + insn->off;
	u64 v = 0;

	if (read_memory(&v, addr, insn->aux & ~PW_SIGNED, PW_SPACE_EITHER)) {
		pw_note(run, PW_NOTE_READ_FAULT, insn);
		return 0;
	}
	return extend(v, insn->aux);
}

static pw_notrace void read_string(struct pw_run *run,
				   const struct pw_insn *insn)
{
	const u64 *reg = run->work->reg;
	u64 addr = reg[insn->src];
	u64 limit = insn->lo ? reg[insn->lo - 1] : ~0ULL;
	int ret;

	ret = pw_text_read(pw_frame(run, insn->off), insn->hi, addr,
			   is_user(addr, insn->aux), limit);
	if (unlikely(ret))
		pw_note(run, ret == PW_TEXT_CUT ? PW_NOTE_STR_CUT :
			PW_NOTE_READ_FAULT, insn);
}

static pw_notrace void record_bytes(struct pw_run *run,
				    const struct pw_insn *insn)
{
	u8 *to = pw_frame(run, insn->off);
	u32 size = insn->hi;

	memcpy(to, (const u8 *)run->hit->rec + insn->lo, size);
	memset(to + size, 0, pw_round8(size) - size);
}

/*
 * Descriptor: length in the upper, offset in the lower half. A record is as
 * long as the hit says, whatever the descriptor says.
 */
static pw_notrace void record_string(struct pw_run *run,
				     const struct pw_insn *insn)
{
	const char *rec = run->hit->rec;
	u8 *to = pw_frame(run, insn->off);
	u32 desc = load((const u8 *)rec + insn->lo, PW_W4);
	u32 offset = desc & 0xffff;
	u32 len = desc >> 16;

	if (insn->aux)
		offset += insn->lo + 4;
	if (offset > run->hit->rec_size || len > run->hit->rec_size - offset) {
		memset(to, 0, insn->hi);
		pw_note(run, PW_NOTE_READ_FAULT, insn);
	} else if (!pw_text_copy(to, insn->hi, rec + offset, len)) {
		pw_note(run, PW_NOTE_STR_CUT, insn);
	}
}

/* The function's name is what follows the module's in the target. */
static pw_notrace void probe_name(struct pw_run *run,
				  const struct pw_insn *insn)
{
	const struct pw_image *img = &run->vm->img;
	const struct pw_probe_def *probe = &img->probes[run->probe];
	const char *name = img->strings + probe->name;
	const char *p;

	if (insn->aux == PW_NAME_FUNC) {
		name = img->strings + probe->target;
		for (p = name; *p; p++)
			if (*p == ':')
				name = p + 1;
	}
	if (!pw_text_copy(pw_frame(run, insn->off), insn->hi, name,
			  strlen(name)))
		pw_note(run, PW_NOTE_STR_CUT, insn);
}

/* NEG to LDREC. */
static pw_notrace u64 value(struct pw_run *run, const struct pw_insn *insn,
			    u64 src)
{
	switch (insn->op) {
	case PW_OP_NEG:
		return 0 - src;
	case PW_OP_NOT:
		return ~src;
	case PW_OP_EXT:
		return extend(src, insn->aux);
	case PW_OP_BSWAP:
		return __builtin_bswap64(src) >>
		       (64 - 8 * (insn->aux & ~PW_SIGNED));
	case PW_OP_CTX:
		return ctx_value(run, insn->aux);
	default:
		return load((const u8 *)run->hit->rec + insn->off, insn->aux);
	}
}

static pw_notrace u64 find_string(struct pw_run *run,
				  const struct pw_insn *insn)
{
	s64 at = pw_text_find(pw_frame(run, insn->off),
			      pw_frame(run, insn->lo), insn->hi, &run->budget);

	if (unlikely(at == -2)) {
		pw_note(run, PW_NOTE_LOOP_BUDGET, insn);
		at = -1;
	}
	return (u64)at;
}

/* The verifier has looked at the number of elements. */
static pw_notrace void pick(struct pw_run *run, const struct pw_insn *insn,
			    u64 index)
{
	const u8 *table = run->vm->img.constants + insn->lo;
	u64 n = load(table, PW_W8);

	if (index > n)
		index = n;
	memcpy(pw_frame(run, insn->off), table + 8 + index * insn->hi,
	       insn->hi);
}

static pw_notrace u64 task_value(struct pw_run *run,
				 const struct pw_insn *insn, u64 task)
{
	u64 addr = task + pw_task_offset(insn->aux);
	u64 v = 0;

	if (insn->aux == PW_TASK_COMM)
		return addr;
	if (pw_read_kernel(&v, addr, insn->aux == PW_TASK_PID ? 4 : 8)) {
		pw_note(run, PW_NOTE_READ_FAULT, insn);
		return 0;
	}
	return v;
}

/* STREQ to STRLEN, TASK. */
static pw_notrace u64 frame_value(struct pw_run *run,
				  const struct pw_insn *insn, const u8 *frame)
{
	switch (insn->op) {
	case PW_OP_STREQ:
		return pw_text_equal(frame, pw_frame(run, insn->lo), insn->hi);
	case PW_OP_STRFIND:
		return find_string(run, insn);
	case PW_OP_STRLEN:
		return pw_text_len(frame, 0, insn->hi);
	default:
		return task_value(run, insn, run->work->reg[insn->src]);
	}
}

/* RECBYTES to TASK: the frame, and what goes into it. */
static pw_notrace void step_frame(struct pw_run *run,
				  const struct pw_insn *insn, u64 *reg)
{
	u8 *frame = pw_frame(run, insn->off);
	u64 *dst = &reg[insn->dst];

	switch (insn->op) {
	case PW_OP_RECBYTES:
		record_bytes(run, insn);
		break;
	case PW_OP_RECSTR:
		record_string(run, insn);
		break;
	case PW_OP_LDF:
		*dst = load(frame, insn->aux);
		break;
	case PW_OP_STF:
		*(u64 *)frame = insn->aux == PW_IMM ? (u64)insn->imm :
				reg[insn->aux];
		break;
	case PW_OP_ZERO:
		memset(frame, 0, insn->hi);
		break;
	case PW_OP_COPY:
		memcpy(frame, pw_frame(run, insn->lo), insn->hi);
		break;
	case PW_OP_CONST:
		memcpy(frame, run->vm->img.constants + insn->lo, insn->hi);
		break;
	case PW_OP_CSTR:
		if (!pw_text_end(frame, insn->hi,
				 pw_text_len(frame, 0, insn->hi)))
			pw_note(run, PW_NOTE_STR_CUT, insn);
		break;
	case PW_OP_COMM:
		pw_text_comm(frame);
		break;
	case PW_OP_PROBENAME:
		probe_name(run, insn);
		break;
	case PW_OP_STR:
		read_string(run, insn);
		break;
	case PW_OP_READ:
		read_bytes(run, insn);
		break;
	case PW_OP_LDMEM:
		*dst = load_memory(run, insn);
		break;
	case PW_OP_PICK:
		pick(run, insn, reg[insn->src]);
		break;
	default:
		*dst = frame_value(run, insn, frame);
		break;
	}
}

/* MAPGET to EMIT. */
static pw_notrace void step_out(struct pw_run *run, const struct pw_insn *insn,
				u64 *reg)
{
	u64 *dst = &reg[insn->dst];

	switch (insn->op) {
	case PW_OP_COUNT:
		pw_map_count(run, insn);
		break;
	case PW_OP_AGG:
		pw_map_aggregate(run, insn, reg[insn->src]);
		break;
	case PW_OP_HIST:
		pw_map_hist(run, insn, reg[insn->src]);
		break;
	case PW_OP_EMIT:
		pw_emit(run, insn);
		break;
	case PW_OP_MAPLEN:
		*dst = pw_map_len(run, insn);
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

static pw_noinline pw_notrace void leave_session(struct pw_vm *vm, u64 status)
{
	if (pw_xchg(&vm->exit_taken, 1u))
		return;
	vm->exit_status = status;
	pw_store_release(&vm->exiting, 1);
	vm->wake(vm);
}

/* END to LOOP; NULL when the program is over. */
static pw_notrace const struct pw_insn *go(struct pw_run *run,
					   const struct pw_insn *insn,
					   const struct pw_insn *start)
{
	u32 cost;

	switch (insn->op) {
	case PW_OP_END:
		return NULL;
	case PW_OP_JMP:
		return start + insn->off;
	case PW_OP_EXIT:
		leave_session(run->vm, run->work->reg[insn->src]);
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

pw_notrace void pw_exec(struct pw_run *run, const struct pw_insn *insn)
{
	const struct pw_insn *start = insn;
	u64 *reg = run->work->reg;
	u64 b;

	while (insn) {
		if (insn->op <= PW_OP_LOOP) {
			insn = go(run, insn, start);
			continue;
		}
		if (insn->op >= PW_OP_MAPGET) {
			step_out(run, insn, reg);
		} else if (insn->op >= PW_OP_NEG) {
			if (insn->op > PW_OP_LDREC)
				step_frame(run, insn, reg);
			else
				reg[insn->dst] = value(run, insn,
						       reg[insn->src]);
		} else {
			b = insn->aux == PW_IMM ? (u64)insn->imm :
			    reg[insn->aux];
			if (insn->op >= PW_OP_MOV) {
				reg[insn->dst] = arith(run, insn,
						       reg[insn->src], b);
			} else if (compare(insn->op, reg[insn->src], b)) {
				insn = start + insn->off;
				continue;
			}
		}
		insn++;
	}
}
