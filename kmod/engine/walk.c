/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A map's life, and what the session does with whole maps: read, clear, zero.
 * Process context, may sleep, while hits work on the same entries. One caller
 * at a time a map; the session sees to that.
 */
#include "table.h"

static enum pw_map_form form_of(const struct pw_map_def *def)
{
	if (def->kind == PW_MAP_COUNT && !(def->flags & PW_MAP_F_DELETE))
		return PW_FORM_COUNTS;
	if (!def->key_size && def->value_size == 8)
		return PW_FORM_SLOT;
	return PW_FORM_LOCKED;
}

struct pw_map *pw_map_create(const struct pw_map_def *def)
{
	struct pw_map *map = pw_alloc(sizeof(*map));

	if (!map)
		return NULL;
	map->form = form_of(def);
	map->key_words = def->key_size / 8;
	map->value_words = def->value_size / 8;
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

static bool read_elem(const struct pw_map *map, u32 nr, u64 *to)
{
	struct pw_table *table = map->table;
	struct pw_elem *e = pw_elem(table, nr);
	struct pw_bucket *bucket;
	unsigned long flags;

	if (map->form == PW_FORM_SLOT) {
		*to = READ_ONCE(e->word[0]);
		return READ_ONCE(e->live);
	}
	if (map->form == PW_FORM_COUNTS) {
		/* Without a key: there from the first count on, also zeroed. */
		if (!map->key_words) {
			*to = pw_table_sum(table, nr);
			return *to + table->base[nr - 1] != 0;
		}
		if (!pw_load_acquire(&e->live))
			return false;
		pw_copy_words(to, e->word, 8 * map->key_words);
		to[map->key_words] = pw_table_sum(table, nr);
		return true;
	}
	bucket = lock_elem(table, e, &flags);
	if (!bucket)
		return false;
	pw_copy_words(to, e->word, pw_map_entry_size(map));
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

int pw_map_clear(struct pw_map *map)
{
	struct pw_table *old = map->table;
	struct pw_table *table = pw_table_create(map);

	if (!table)
		return -ENOMEM;
	pw_store_release(&map->table, table);
	pw_sync_hits();
	pw_table_destroy(old);
	return 0;
}

static void zero_elem(struct pw_map *map, u32 nr)
{
	struct pw_table *table = map->table;
	struct pw_elem *e = pw_elem(table, nr);
	struct pw_bucket *bucket;
	unsigned long flags;
	u64 sum;

	if (map->form == PW_FORM_SLOT) {
		WRITE_ONCE(e->word[0], 0);
	} else if (map->form == PW_FORM_COUNTS) {
		/* Only its CPU may write a CPU's count: move the base. */
		sum = table->base[nr - 1] + pw_table_sum(table, nr);
		pw_store_release(&table->base[nr - 1], sum);
	} else {
		bucket = lock_elem(table, e, &flags);
		if (bucket) {
			memset(e->word + map->key_words, 0,
			       8 * map->value_words);
			pw_table_unlock(bucket, flags);
		}
	}
}

void pw_map_zero(struct pw_map *map)
{
	u32 used = READ_ONCE(map->table->used);
	u32 nr;

	for (nr = 1; nr <= used; nr++) {
		zero_elem(map, nr);
		if (nr % 1024 == 0)
			pw_cond_resched();
	}
}
