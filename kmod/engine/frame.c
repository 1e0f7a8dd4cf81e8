/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The instructions that put things into the frame, and compare what is there:
 * all but those that are so common that exec.c does them itself. Any context,
 * preemption off, no lock. As there: what the verifier has proven is not
 * checked, and no jump tables are made.
 */
#include "run.h"
#include "text.h"

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

	if (insn->lo && run->work->reg[insn->lo - 1] < size)
		size = run->work->reg[insn->lo - 1];
	memset(to + size, 0, pw_round8(insn->hi) - size);
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

	if (read_memory(&v, addr, insn->aux & ~PW_SIGNED, PW_SPACE_EITHER))
		return pw_wrong(run, PW_NOTE_READ_FAULT, insn);
	return pw_extend(v, insn->aux);
}

static pw_notrace void read_string(struct pw_run *run,
				   const struct pw_insn *insn)
{
	const u64 *reg = run->work->reg;
	u64 addr = reg[insn->src];
	u32 max = insn->lo >> 16;
	u8 *slot = pw_frame(run, insn->off);
	u64 limit = max ? max + 1 : ~0ULL;
	u64 size;
	int ret;

	if (insn->lo & 0xffff) {
		size = reg[(insn->lo & 0xffff) - 1];
		if (size <= limit)
			limit = size ? size - 1 : 0;
	}
	ret = pw_text_read(slot, insn->hi, addr, is_user(addr, insn->aux),
			   limit);
	if (max && ret != PW_TEXT_FAULT && !pw_text_cut(slot, insn->hi, max))
		ret = PW_TEXT_CUT;
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

/* STREQ to STRLEN, MEMCMP, TASK. */
static pw_notrace u64 frame_value(struct pw_run *run,
				  const struct pw_insn *insn, const u8 *frame)
{
	switch (insn->op) {
	case PW_OP_STREQ:
		return pw_text_equal(frame, pw_frame(run, insn->lo), insn->hi);
	case PW_OP_STRFIND:
		return pw_find(run, insn);
	case PW_OP_STRLEN:
		return pw_text_len(frame, 0, insn->hi);
	case PW_OP_MEMCMP:
		return pw_compare(run, insn, run->work->reg[insn->src]);
	default:
		return pw_task_value(run, insn,
				     run->work->reg[insn->src]);
	}
}

/* RECBYTES to TASK: the frame, and what goes into it. */
pw_noinline pw_notrace void pw_step_frame(struct pw_run *run,
					  const struct pw_insn *insn,
					  u64 *reg)
{
	u8 *frame = pw_frame(run, insn->off);
	u64 *dst = &reg[insn->dst];

	switch (insn->op) {
	case PW_OP_RECBYTES:
		record_bytes(run, insn);
		break;
	case PW_OP_RECSTR:
		pw_record_string(run, insn);
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
		pw_make_string(run, insn);
		break;
	case PW_OP_PROBENAME:
		pw_probe_name(run, insn);
		break;
	case PW_OP_STRCAT:
		pw_append(run, insn);
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
		pw_pick(run, insn, reg[insn->src]);
		break;
	case PW_OP_PATH:
		pw_path(run, insn, reg[insn->src]);
		break;
	case PW_OP_MEMEQ:
		*dst = !memcmp(frame, pw_frame(run, insn->lo), insn->hi);
		break;
	case PW_OP_ADDR:
		*dst = pw_frame_address(pw_frame(run, 0), pw_frame_size(run),
					insn->off);
		break;
	default:
		*dst = frame_value(run, insn, frame);
		break;
	}
}
