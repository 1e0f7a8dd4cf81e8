/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The map instructions. Any context, preemption off. Their locks are the
 * buckets', held for one operation; a lock that cannot be had and a key that
 * has no room are noted, and the program goes on.
 */
#include "aggregate.h"

/* An entry of a locked map, while its bucket is held. */
struct spot {
	struct pw_table *table;
	struct pw_bucket *bucket;
	const u64 *key;
	u32 hash;
	u64 *value;		/* NULL: no such entry */
	unsigned long flags;
};

static pw_notrace struct pw_map *the_map(const struct pw_run *run,
					 const struct pw_insn *insn)
{
	return run->vm->maps[insn->lo];
}

static pw_notrace const u64 *the_key(const struct pw_run *run,
				     const struct pw_insn *insn)
{
	return (const u64 *)pw_frame(run, insn->off);
}

/* The one element of a map without keys. */
static pw_notrace struct pw_elem *only(const struct pw_map *map)
{
	return pw_elem(READ_ONCE(map->table), 1);
}

static pw_notrace bool enter(struct pw_run *run, const struct pw_insn *insn,
			     const struct pw_map *map, struct spot *s)
{
	u32 nr = 1;

	s->table = READ_ONCE(map->table);
	s->key = the_key(run, insn);
	s->hash = 0;
	if (map->key_words)
		s->hash = pw_hash(s->key, map->key_words, s->table->seed);
	s->bucket = pw_bucket(s->table, s->hash);
	if (!pw_table_lock(s->bucket, run->level, &s->flags)) {
		pw_note(run, PW_NOTE_MAP_BUSY, insn);
		return false;
	}
	if (map->key_words)
		nr = pw_table_find(s->table, s->bucket, s->key, map->key_words,
				   s->hash);
	if (unlikely(map->evicts) && nr)
		WRITE_ONCE(pw_elem(s->table, nr)->touched, 1);
	s->value = NULL;
	if (nr)
		s->value = pw_elem(s->table, nr)->word + map->key_words;
	return true;
}

static pw_notrace void leave(struct spot *s)
{
	pw_table_unlock(s->bucket, s->flags);
}

/* Like enter, but the entry is there afterwards: its value, or NULL. */
static pw_notrace u64 *enter_new(struct pw_run *run,
				 const struct pw_insn *insn,
				 const struct pw_map *map, struct spot *s)
{
	u32 nr;

	if (!enter(run, insn, map, s))
		return NULL;
	if (!map->key_words)
		pw_elem_set(pw_elem(s->table, 1));
	if (s->value)
		return s->value;
	nr = pw_table_add(s->table, s->bucket, map, s->key, s->hash);
	if (!nr) {
		leave(s);
		pw_note(run, PW_NOTE_MAP_FULL, insn);
		return NULL;
	}
	return pw_elem(s->table, nr)->word + map->key_words;
}

pw_noinline pw_notrace u32 pw_map_new_part(struct pw_run *run,
					   const struct pw_insn *insn,
					   const struct pw_map *map,
					   struct pw_table *table, u32 hash)
{
	struct pw_bucket *bucket = pw_bucket(table, hash);
	const u64 *key = the_key(run, insn);
	unsigned long flags;
	u32 nr;

	if (!pw_table_lock(bucket, run->level, &flags)) {
		pw_note(run, PW_NOTE_MAP_BUSY, insn);
		return 0;
	}
	/* Another CPU may have been faster. */
	nr = pw_table_find(table, bucket, key, map->key_words, hash);
	if (!nr)
		nr = pw_table_add(table, bucket, map, key, hash);
	pw_table_unlock(bucket, flags);
	if (!nr)
		pw_note(run, PW_NOTE_MAP_FULL, insn);
	return nr;
}

pw_notrace void pw_map_aggregate(struct pw_run *run,
				 const struct pw_insn *insn, u64 v)
{
	const struct pw_map *map = the_map(run, insn);
	struct pw_table *table;
	struct spot s;
	u64 *to;

	if (map->form == PW_FORM_PARTS) {
		table = READ_ONCE(map->table);
		to = pw_map_part(run, insn, map, table);
		if (to)
			pw_agg_add(map, to, v);
		if (!map->key_words)
			pw_elem_set(pw_elem(table, 1));
	} else if (map->form == PW_FORM_SLOT) {
		pw_map_add(run, insn, v);
	} else {
		to = enter_new(run, insn, map, &s);
		if (to) {
			pw_agg_add(map, to, v);
			leave(&s);
		}
	}
}

pw_notrace void pw_map_hist(struct pw_run *run, const struct pw_insn *insn,
			    u64 v)
{
	const struct pw_map *map = the_map(run, insn);
	u64 *key = (u64 *)pw_frame(run, insn->off);
	u64 *to;

	key[map->key_words - 1] = map->kind == PW_MAP_HIST ?
		pw_hist_bucket(v, map->arg[0]) :
		pw_lhist_bucket(v, map->arg[0], map->arg[1], map->arg[2]);
	if (map->form != PW_FORM_PARTS) {
		pw_map_add(run, insn, 1);
		return;
	}
	to = pw_map_part(run, insn, map, READ_ONCE(map->table));
	if (to)
		pw_local_add(to, 1);
}

/* 0 if there is no such key. */
static pw_notrace u32 find_part(struct pw_run *run, const struct pw_insn *insn,
				const struct pw_map *map,
				struct pw_table *table)
{
	const u64 *key = the_key(run, insn);
	u32 hash;

	if (!map->key_words)
		return 1;
	hash = pw_hash(key, map->key_words, table->seed);
	return pw_table_find(table, pw_bucket(table, hash), key,
			     map->key_words, hash);
}

static pw_notrace u64 get_part(struct pw_run *run, const struct pw_insn *insn,
			       const struct pw_map *map)
{
	struct pw_table *table = READ_ONCE(map->table);
	u32 nr = find_part(run, insn, map, table);
	u64 all[PW_PART_WORDS];

	if (!nr)
		return 0;
	pw_agg_merge(map, table, nr, all);
	return pw_agg_number(map, all);
}

pw_notrace u64 pw_map_get(struct pw_run *run, const struct pw_insn *insn)
{
	const struct pw_map *map = the_map(run, insn);
	struct spot s;
	u64 v = 0;

	if (map->form == PW_FORM_SLOT)
		return READ_ONCE(only(map)->word[0]);
	if (map->form == PW_FORM_PARTS)
		return get_part(run, insn, map);
	if (enter(run, insn, map, &s)) {
		if (s.value)
			v = pw_agg_number(map, s.value);
		leave(&s);
	}
	return v;
}

pw_notrace void pw_map_get_value(struct pw_run *run,
				 const struct pw_insn *insn)
{
	const struct pw_map *map = the_map(run, insn);
	u8 *to = pw_frame(run, insn->hi);
	struct spot s;

	if (map->form == PW_FORM_SLOT) {
		*(u64 *)to = READ_ONCE(only(map)->word[0]);
		return;
	}
	if (!enter(run, insn, map, &s)) {
		memset(to, 0, 8 * map->value_words);
		return;
	}
	if (s.value)
		pw_copy_words(to, s.value, 8 * map->value_words);
	leave(&s);
	if (!s.value)
		memset(to, 0, 8 * map->value_words);
}

pw_notrace void pw_map_set(struct pw_run *run, const struct pw_insn *insn,
			   const u64 *value)
{
	const struct pw_map *map = the_map(run, insn);
	struct pw_elem *e;
	struct spot s;
	u64 *to;

	if (map->form == PW_FORM_SLOT) {
		e = only(map);
		WRITE_ONCE(e->word[0], *value);
		pw_elem_set(e);
		return;
	}
	to = enter_new(run, insn, map, &s);
	if (to) {
		pw_copy_words(to, value, 8 * map->value_words);
		leave(&s);
	}
}

pw_notrace u64 pw_map_add(struct pw_run *run, const struct pw_insn *insn,
			  u64 by)
{
	const struct pw_map *map = the_map(run, insn);
	struct spot s;
	struct pw_elem *e;
	u64 *to;
	u64 v = 0;

	if (map->form == PW_FORM_SLOT) {
		e = only(map);
		v = pw_add_return(&e->word[0], by);
		pw_elem_set(e);
		return v;
	}
	to = enter_new(run, insn, map, &s);
	if (to) {
		v = *to += by;
		leave(&s);
	}
	return v;
}

/* Without keys the element stays, but it has no value any more: zero. */
pw_notrace bool pw_map_del(struct pw_run *run, const struct pw_insn *insn)
{
	const struct pw_map *map = the_map(run, insn);
	struct pw_elem *e;
	struct spot s;
	bool was;

	if (map->form == PW_FORM_SLOT) {
		e = only(map);
		WRITE_ONCE(e->word[0], 0);
		return pw_xchg(&e->live, 0u);
	}
	if (!enter(run, insn, map, &s))
		return false;
	was = s.value;
	if (!map->key_words) {
		e = pw_elem(s.table, 1);
		was = e->live;
		WRITE_ONCE(e->live, 0);
		memset(s.value, 0, 8 * map->part_words);
	} else if (was) {
		pw_table_del(s.table, s.bucket, s.key, map->key_words, s.hash);
	}
	leave(&s);
	return was;
}

pw_notrace bool pw_map_has(struct pw_run *run, const struct pw_insn *insn)
{
	const struct pw_map *map = the_map(run, insn);
	struct spot s;

	if (map->form == PW_FORM_PARTS)
		return find_part(run, insn, map, READ_ONCE(map->table));
	if (!enter(run, insn, map, &s))
		return false;
	leave(&s);
	return s.value;
}

/* As other CPUs add and delete, it is what was so at some time. */
pw_notrace u32 pw_map_len(const struct pw_run *run, const struct pw_insn *insn)
{
	const struct pw_table *table = READ_ONCE(the_map(run, insn)->table);

	return READ_ONCE(table->used) - READ_ONCE(table->n_free);
}

static pw_notrace void put_number(const struct pw_map *map, u64 *value, u64 v,
				  u64 now)
{
	bool less = map->is_signed ? (s64)v < (s64)value[0] : v < value[0];

	switch (map->arg[2]) {
	case PW_TSERIES_AVG:
	case PW_TSERIES_SUM:
		value[0] += v;
		break;
	case PW_TSERIES_MAX_OF:
		if (!value[1] || !less)
			value[0] = v;
		break;
	case PW_TSERIES_MIN_OF:
		if (!value[1] || less)
			value[0] = v;
		break;
	default:
		value[0] = v;
		value[1] = now;
		return;
	}
	value[1]++;
}

/* An interval takes the place of the one that is that many before it. */
pw_notrace void pw_map_tseries(struct pw_run *run, const struct pw_insn *insn,
			       u64 v, u64 now)
{
	const struct pw_map *map = the_map(run, insn);
	u64 *key = (u64 *)pw_frame(run, insn->off);
	u64 epoch = now / (u64)map->arg[0];
	struct spot s;
	u64 *value;

	key[map->key_words - 1] = epoch % (u64)map->arg[1];
	value = enter_new(run, insn, map, &s);
	if (!value)
		return;
	if (value[2] != epoch)
		value[0] = value[1] = 0;
	value[2] = epoch;
	put_number(map, value, v, now);
	leave(&s);
}
