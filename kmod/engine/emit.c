/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Puts a record together in the ring. Any context, preemption off. Every record
 * counts as emitted, whether there is room for it or not; what finds none
 * counts as lost too.
 */
#include "run.h"
#include "text.h"

/* The record's size; strings are measured once and remembered. */
static pw_notrace u32 record_size(struct pw_run *run, const struct pw_seg *seg,
				  u32 n_segs)
{
	u32 size = sizeof(struct pw_record);
	u32 len, i;

	for (i = 0; i < n_segs; i++, seg++) {
		if (seg->kind == PW_SEG_RAW) {
			size += seg->size;
			continue;
		}
		len = pw_text_len(pw_frame(run, seg->offset), 0, seg->size);
		run->work->str_len[i] = len;
		size += sizeof(struct pw_str) + pw_round8(len);
	}
	return size;
}

/* Slots are zero behind the string, but for the mark, so words do. */
static pw_notrace u64 *put_string(u64 *to, const u8 *slot, u32 size, u32 len)
{
	struct pw_str *str = (struct pw_str *)to;
	u32 used = pw_round8(len);

	str->len = len;
	str->cut = pw_text_is_cut(slot, size, len);
	to++;
	pw_copy_words(to, slot, used);
	if (len % 8)
		to[used / 8 - 1] &= ~0ULL >> (64 - len % 8 * 8);
	return to + used / 8;
}

static pw_notrace void put_segs(struct pw_run *run, u64 *to,
				const struct pw_seg *seg, u32 n_segs)
{
	const u8 *from;
	u32 i;

	for (i = 0; i < n_segs; i++, seg++) {
		from = pw_frame(run, seg->offset);
		if (seg->kind == PW_SEG_STR) {
			to = put_string(to, from, seg->size,
					run->work->str_len[i]);
		} else {
			pw_copy_words(to, from, seg->size);
			to += seg->size / 8;
		}
	}
}

pw_notrace void pw_emit(struct pw_run *run, const struct pw_insn *insn)
{
	const struct pw_rec_def *def = &run->vm->img.recs[insn->lo];
	const struct pw_seg *segs = &run->vm->img.segs[def->first_seg];
	struct pw_ring *ring = &run->cpu->ring;
	struct pw_record *rec;
	u32 size;

	size = record_size(run, segs, def->n_segs);
	pw_local_add(&run->cpu->emitted, 1);
	if (unlikely(size > ring->bytes)) {
		pw_local_add(&run->cpu->lost[PW_LOSS_TOO_BIG], 1);
		return;
	}
	pw_ring_open(ring);
	rec = pw_ring_reserve(ring, size);
	if (likely(rec)) {
		rec->size = size;
		rec->rec = insn->lo;
		rec->probe = run->probe;
		rec->nsecs = pw_hit_nsecs(run->hit);
		put_segs(run, (u64 *)(rec + 1), segs, def->n_segs);
	} else {
		pw_local_add(&run->cpu->lost[PW_LOSS_RING_FULL], 1);
	}
	if (pw_ring_close(ring))
		run->vm->wake(run->vm);
}
