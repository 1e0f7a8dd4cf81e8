/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A map's life, and what the session does with whole maps: read, clear, zero.
 * Process context, may sleep, while hits work on the same entries. One caller
 * at a time a map; the session sees to that.
 */
#include "aggregate.h"

u32 pw_map_part_words(const struct pw_map_def *def)
{
	if (def->kind == PW_MAP_MIN || def->kind == PW_MAP_MAX)
		return 2;
	return def->value_size / 8;
}

enum pw_map_form pw_map_form(const struct pw_map_def *def)
{
	if (def->kind != PW_MAP_VALUE && def->kind != PW_MAP_TSERIES &&
	    !(def->flags & PW_MAP_F_DELETE))
		return PW_FORM_PARTS;
	if (!def->key_size && pw_map_part_words(def) == 1)
		return PW_FORM_SLOT;
	return PW_FORM_LOCKED;
}

struct pw_map *pw_map_create(const struct pw_map_def *def)
{
	struct pw_map *map = pw_alloc(sizeof(*map));

	if (!map)
		return NULL;
	map->form = pw_map_form(def);
	map->kind = def->kind;
	map->is_signed = def->flags & PW_MAP_F_SIGNED;
	map->evicts = def->flags & PW_MAP_F_EVICT;
	memcpy(map->arg, def->arg, sizeof(map->arg));
	map->key_words = def->key_size / 8;
	map->value_words = def->value_size / 8;
	map->part_words = pw_map_part_words(def);
	map->max_entries = def->max_entries;
	map->table = pw_table_create(map);
	if (!map->table) {
		pw_free(map);
		return NULL;
	}
	return map;
}

void pw_map_destroy(struct pw_map *map)
{
	if (map)
		pw_table_destroy(map->table);
	pw_free(map);
}

u32 pw_map_entry_size(const struct pw_map *map)
{
	return 8 * (map->key_words + map->value_words);
}

/* Here nothing is lost to a lock: whoever holds it will let go. */
static void lock(struct pw_bucket *bucket, unsigned long *flags)
{
	while (!pw_table_lock(bucket, PW_LEVEL_TASK, flags))
		pw_cond_resched();
}

/*
 * Locks the bucket that an element is in; NULL if it is in none. It may leave
 * one and enter another until the lock is had.
 */
static struct pw_bucket *lock_elem(struct pw_table *table, struct pw_elem *e,
				   unsigned long *flags)
{
	struct pw_bucket *bucket;
	u32 hash;

	while (pw_load_acquire(&e->live)) {
		hash = READ_ONCE(e->hash);
		bucket = pw_bucket(table, hash);
		lock(bucket, flags);
		if (READ_ONCE(e->live) && READ_ONCE(e->hash) == hash)
			return bucket;
		pw_table_unlock(bucket, *flags);
	}
	return NULL;
}

static bool read_part(const struct pw_map *map, u32 nr, u64 *to)
{
	struct pw_table *table = map->table;
	struct pw_elem *e = pw_elem(table, nr);
	bool live = pw_load_acquire(&e->live);
	u64 all[PW_PART_WORDS];

	pw_agg_merge(map, table, nr, all);
	/* Without a key: there from the first count on, also zeroed. */
	if (!map->key_words && map->kind == PW_MAP_COUNT)
		live = all[0] + table->base[0] != 0;
	if (!live)
		return false;
	pw_copy_words(to, e->word, 8 * map->key_words);
	pw_agg_value(map, all, to + map->key_words);
	return true;
}

static bool read_elem(const struct pw_map *map, u32 nr, u64 *to)
{
	struct pw_table *table = map->table;
	struct pw_elem *e = pw_elem(table, nr);
	struct pw_bucket *bucket;
	unsigned long flags;

	if (map->form == PW_FORM_PARTS)
		return read_part(map, nr, to);
	if (map->form == PW_FORM_SLOT) {
		*to = READ_ONCE(e->word[0]);
		return READ_ONCE(e->live);
	}
	bucket = lock_elem(table, e, &flags);
	if (!bucket)
		return false;
	pw_copy_words(to, e->word, 8 * map->key_words);
	pw_agg_value(map, e->word + map->key_words, to + map->key_words);
	pw_table_unlock(bucket, flags);
	return true;
}

u32 pw_map_read(struct pw_map *map, u32 *pos, void *buf, u32 size)
{
	u32 used = READ_ONCE(map->table->used);
	u32 each = pw_map_entry_size(map);
	u32 done = 0;

	while (*pos < used && size - done >= each) {
		if (read_elem(map, *pos + 1, (u64 *)((u8 *)buf + done)))
			done += each;
		if (++*pos % 1024 == 0)
			pw_cond_resched();
	}
	return done;
}

/* Gives the map a new table; the old one, which no hit sees any more. */
static struct pw_table *replace(struct pw_map *map)
{
	struct pw_table *old = map->table;
	struct pw_table *table = pw_table_create(map);

	if (!table)
		return NULL;
	pw_store_release(&map->table, table);
	pw_sync_hits();
	return old;
}

int pw_map_clear(struct pw_map *map)
{
	struct pw_table *old = replace(map);

	if (!old)
		return -ENOMEM;
	pw_table_destroy(old);
	return 0;
}

/* The key is in the new table, too, unless hits have filled that. */
static void keep_key(struct pw_map *map, const struct pw_elem *e)
{
	struct pw_table *table = map->table;
	struct pw_bucket *bucket;
	unsigned long flags;
	u32 hash;

	if (!e->live)
		return;
	if (!map->key_words) {
		pw_elem_set(pw_elem(table, 1));
		return;
	}
	hash = pw_hash(e->word, map->key_words, table->seed);
	bucket = pw_bucket(table, hash);
	lock(bucket, &flags);
	if (!pw_table_find(table, bucket, e->word, map->key_words, hash))
		pw_table_add(table, bucket, map, e->word, hash);
	pw_table_unlock(bucket, flags);
}

/*
 * Only its CPU may change a CPU's part, and an extreme has no base that could
 * be taken away: the keys move to a new table.
 */
static int zero_extremes(struct pw_map *map)
{
	struct pw_table *old = replace(map);
	u32 nr;

	if (!old)
		return -ENOMEM;
	for (nr = 1; nr <= old->used; nr++) {
		keep_key(map, pw_elem(old, nr));
		if (nr % 1024 == 0)
			pw_cond_resched();
	}
	pw_table_destroy(old);
	return 0;
}

/* Only its CPU may write a CPU's sum: move the base. */
static void zero_part(struct pw_table *table, u32 nr)
{
	u64 *base = table->base + (size_t)(nr - 1) * table->part_words;
	u64 sum;
	u32 w;

	for (w = 0; w < table->part_words; w++) {
		sum = base[w] + pw_table_sum(table, nr, w);
		pw_store_release(&base[w], sum);
	}
}

static void zero_elem(struct pw_map *map, u32 nr)
{
	struct pw_table *table = map->table;
	struct pw_elem *e = pw_elem(table, nr);
	struct pw_bucket *bucket;
	unsigned long flags;

	if (map->form == PW_FORM_SLOT) {
		WRITE_ONCE(e->word[0], 0);
	} else if (map->form == PW_FORM_PARTS) {
		zero_part(table, nr);
	} else {
		bucket = lock_elem(table, e, &flags);
		if (bucket) {
			memset(e->word + map->key_words, 0,
			       8 * map->part_words);
			pw_table_unlock(bucket, flags);
		}
	}
}

int pw_map_zero(struct pw_map *map)
{
	u32 used = READ_ONCE(map->table->used);
	u32 nr;

	if (map->form == PW_FORM_PARTS &&
	    (map->kind == PW_MAP_MIN || map->kind == PW_MAP_MAX))
		return zero_extremes(map);
	for (nr = 1; nr <= used; nr++) {
		zero_elem(map, nr);
		if (nr % 1024 == 0)
			pw_cond_resched();
	}
	return 0;
}
