/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Walking a map from a program, an entry at a time. Any context, preemption
 * off. The place in the walk is an element's number: elements stay where they
 * are while keys come and go, so a key that is there all the while is met
 * exactly once, whatever others do. A key that is deleted and added again
 * meanwhile may be met again or not. Each element that is looked at is paid
 * from the loop budget.
 */
#include "aggregate.h"

struct place {
	u64 *key, *value;	/* in the frame */
};

static pw_notrace void take_part(const struct pw_map *map,
				 const struct pw_table *table, u32 nr,
				 const struct place *to)
{
	u64 all[PW_PART_WORDS];

	pw_copy_words(to->key, pw_elem(table, nr)->word, 8 * map->key_words);
	pw_agg_merge(map, table, nr, all);
	*to->value = pw_agg_number(map, all);
}

/*
 * The bucket is locked that the element was seen in. If it has left that one
 * meanwhile it counts as gone, although it may be another key's by now.
 */
static pw_notrace bool take_locked(struct pw_run *run,
				   const struct pw_insn *insn,
				   const struct pw_map *map,
				   const struct pw_table *table,
				   struct pw_elem *e, const struct place *to)
{
	u32 hash = READ_ONCE(e->hash);
	struct pw_bucket *bucket = pw_bucket(table, hash);
	unsigned long flags;
	bool there;

	if (!pw_table_lock(bucket, run->level, &flags)) {
		pw_note(run, PW_NOTE_MAP_BUSY, insn);
		return false;
	}
	there = READ_ONCE(e->live) && READ_ONCE(e->hash) == hash;
	if (there) {
		pw_copy_words(to->key, e->word, 8 * map->key_words);
		if (map->kind == PW_MAP_VALUE)
			pw_copy_words(to->value, e->word + map->key_words,
				      8 * map->value_words);
		else
			*to->value = pw_agg_number(map, e->word +
						   map->key_words);
	}
	pw_table_unlock(bucket, flags);
	return there;
}

static pw_notrace bool take(struct pw_run *run, const struct pw_insn *insn,
			    const struct pw_map *map,
			    const struct pw_table *table, u32 nr,
			    const struct place *to)
{
	struct pw_elem *e = pw_elem(table, nr);

	if (!pw_load_acquire(&e->live))
		return false;
	if (map->form != PW_FORM_PARTS)
		return take_locked(run, insn, map, table, e, to);
	take_part(map, table, nr, to);
	return true;
}

pw_notrace u64 pw_map_next(struct pw_run *run, const struct pw_insn *insn,
			   u64 after)
{
	const struct pw_map *map = run->vm->maps[insn->lo];
	const struct pw_table *table = READ_ONCE(map->table);
	u32 used = READ_ONCE(table->used);
	struct place to;

	to.key = (u64 *)pw_frame(run, insn->off);
	to.value = (u64 *)pw_frame(run, insn->hi);
	while (after < used) {
		if (unlikely(!run->budget)) {
			pw_note(run, PW_NOTE_LOOP_BUDGET, insn);
			break;
		}
		run->budget--;
		after++;
		if (take(run, insn, map, table, after, &to))
			return after;
	}
	/* Nothing of an earlier hit may be seen there. */
	memset(to.key, 0, 8 * map->key_words);
	memset(to.value, 0, map->kind == PW_MAP_VALUE ?
	       8 * map->value_words : 8);
	return 0;
}
