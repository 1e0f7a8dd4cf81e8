/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Names and texts that are in the engine, a record or the frame already, and
 * what is known of tasks. Any context, preemption off, no lock.
 */
#include "run.h"
#include "text.h"

/* The function's name is what follows the module's in the target. */
pw_notrace void pw_probe_name(struct pw_run *run, const struct pw_insn *insn)
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

/* The verifier has looked at the number of elements. */
pw_notrace void pw_pick(struct pw_run *run, const struct pw_insn *insn,
			u64 index)
{
	const u8 *table = run->vm->img.constants + insn->lo;
	u64 n;

	memcpy(&n, table, sizeof(n));
	if (index > n)
		index = n;
	memcpy(pw_frame(run, insn->off), table + 8 + index * insn->hi,
	       insn->hi);
}

pw_notrace u64 pw_task_value(struct pw_run *run, const struct pw_insn *insn,
			     u64 task)
{
	u64 addr;
	u64 v = 0;

	if (insn->aux == PW_TASK_FIND)
		return pw_find_task(task);
	addr = task + pw_task_offset(insn->aux);
	if (insn->aux == PW_TASK_COMM)
		return addr;
	if (pw_read_kernel(&v, addr, insn->aux == PW_TASK_PID ? 4 : 8)) {
		pw_note(run, PW_NOTE_READ_FAULT, insn);
		return 0;
	}
	return v;
}

/*
 * Descriptor: length in the upper, offset in the lower half. A record is as
 * long as the hit says, whatever the descriptor says.
 */
pw_notrace void pw_record_string(struct pw_run *run,
				 const struct pw_insn *insn)
{
	const char *rec = run->hit->rec;
	u8 *to = pw_frame(run, insn->off);
	u32 at = insn->lo & 0xffff;
	u32 max = insn->lo >> 16;
	u32 desc, offset, len;

	memcpy(&desc, rec + at, sizeof(desc));
	offset = desc & 0xffff;
	len = desc >> 16;
	if (insn->aux)
		offset += at + 4;
	if (offset > run->hit->rec_size || len > run->hit->rec_size - offset) {
		memset(to, 0, insn->hi);
		pw_note(run, PW_NOTE_READ_FAULT, insn);
	} else if (!pw_text_copy(to, insn->hi, rec + offset, len) ||
		   (max && !pw_text_cut(to, insn->hi, max))) {
		pw_note(run, PW_NOTE_STR_CUT, insn);
	}
}

/* lo: as in STR. */
pw_notrace void pw_make_string(struct pw_run *run, const struct pw_insn *insn)
{
	u8 *frame = pw_frame(run, insn->off);
	u32 len = pw_text_len(frame, 0, insn->hi);
	u64 size = insn->lo ? run->work->reg[insn->lo - 1] : ~0ULL;

	if (size <= len)
		len = size ? size - 1 : 0;
	if (!pw_text_end(frame, insn->hi, len))
		pw_note(run, PW_NOTE_STR_CUT, insn);
}

pw_notrace void pw_append(struct pw_run *run, const struct pw_insn *insn)
{
	u8 *to = pw_frame(run, insn->off);
	const u8 *from = pw_frame(run, insn->lo);
	u32 have = pw_text_len(to, 0, insn->hi);
	u32 more = pw_text_len(from, 0, insn->hi);

	if (more > insn->hi - have)
		more = insn->hi - have;
	/* The two may be one. */
	memmove(to + have, from, more);
	if (!pw_text_end(to, insn->hi, have + more))
		pw_note(run, PW_NOTE_STR_CUT, insn);
}

pw_notrace u64 pw_compare(struct pw_run *run, const struct pw_insn *insn,
			  u64 count)
{
	const s8 *a = (const s8 *)pw_frame(run, insn->off);
	const s8 *b = (const s8 *)pw_frame(run, insn->lo);
	u32 i;

	for (i = 0; i < insn->hi && i < count; i++)
		if (a[i] != b[i])
			return (u64)((s64)a[i] - b[i]);
	return 0;
}

pw_notrace u64 pw_find(struct pw_run *run, const struct pw_insn *insn)
{
	s64 at = pw_text_find(pw_frame(run, insn->off),
			      pw_frame(run, insn->lo), insn->hi, &run->budget);

	if (unlikely(at == -2)) {
		pw_note(run, PW_NOTE_LOOP_BUDGET, insn);
		at = -1;
	}
	return (u64)at;
}
