/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The hash table below a map. Made and freed in process context; all else runs
 * in any context, preemption off, under the lock that table.h says.
 *
 * Free elements are a list of their own, changed by cmpxchg: an NMI may add a
 * key while the code below it does. Each failed attempt means that another
 * CPU's succeeded.
 */
#include "table.h"

/*
 * The holder is a few instructions from letting go, or its virtual CPU is not
 * running. In an NMI the wait is short, because two CPUs' NMIs may each wait
 * for what the other has interrupted.
 */
#define LOCK_SPINS	(1u << 20)
#define NMI_SPINS	(1u << 12)

/* Elements that are looked at to find one to evict. */
#define EVICT_TRIES	64

static u32 n_buckets(u32 entries)
{
	u32 n = 1;

	while (n < entries)
		n *= 2;
	return n;
}

static u32 elem_size(u32 key_words, u32 value_words)
{
	return sizeof(struct pw_elem) + 8 * (key_words + value_words);
}

u64 pw_map_bytes(const struct pw_map_def *def)
{
	bool parts = pw_map_form(def) == PW_FORM_PARTS;
	u32 words = pw_map_part_words(def);
	u64 bytes = (u64)n_buckets(def->max_entries) * sizeof(struct pw_bucket);
	int cpu;

	bytes += (u64)def->max_entries *
		 elem_size(def->key_size / 8, parts ? 0 : words);
	if (!parts)
		return bytes;
	bytes += (u64)def->max_entries * words * sizeof(u64);
	for (cpu = 0; cpu < pw_nr_cpus(); cpu++)
		if (pw_cpu_possible(cpu))
			bytes += (u64)def->max_entries * words * sizeof(u64);
	return bytes;
}

/* A CPU's array ends with a cache line, so that its neighbour is another's. */
static bool create_parts(struct pw_table *table)
{
	size_t bytes = (size_t)table->n_elems * table->part_words *
		       sizeof(u64);
	size_t size = (bytes + 63) & ~(size_t)63;
	int cpu;

	table->base = pw_alloc(bytes);
	table->parts = pw_alloc(pw_nr_cpus() * sizeof(*table->parts));
	if (!table->base || !table->parts)
		return false;
	for (cpu = 0; cpu < pw_nr_cpus(); cpu++) {
		if (!pw_cpu_possible(cpu))
			continue;
		table->parts[cpu] = pw_alloc_cpu(size, cpu);
		if (!table->parts[cpu])
			return false;
	}
	return true;
}

struct pw_table *pw_table_create(const struct pw_map *map)
{
	bool parts = map->form == PW_FORM_PARTS;
	struct pw_table *table = pw_alloc(sizeof(*table));
	u32 n = n_buckets(map->max_entries);

	if (!table)
		return NULL;
	table->mask = n - 1;
	table->n_elems = map->max_entries;
	table->part_words = map->part_words;
	table->elem_size = elem_size(map->key_words,
				     parts ? 0 : map->part_words);
	table->seed = pw_nsecs() ^ (unsigned long)table;
	table->buckets = pw_alloc((size_t)n * sizeof(*table->buckets));
	table->elems = pw_alloc((size_t)table->n_elems * table->elem_size);
	if (!table->buckets || !table->elems ||
	    (parts && !create_parts(table))) {
		pw_table_destroy(table);
		return NULL;
	}
	if (!map->key_words)
		table->used = 1;
	return table;
}

void pw_table_destroy(struct pw_table *table)
{
	int cpu;

	if (!table)
		return;
	for (cpu = 0; table->parts && cpu < pw_nr_cpus(); cpu++)
		pw_free(table->parts[cpu]);
	pw_free(table->parts);
	pw_free(table->base);
	pw_free(table->elems);
	pw_free(table->buckets);
	pw_free(table);
}

pw_notrace bool pw_table_lock(struct pw_bucket *bucket, u32 level,
			      unsigned long *flags)
{
	u32 spins = level == PW_LEVEL_NMI ? NMI_SPINS : LOCK_SPINS;
	u32 me, holder;

	*flags = pw_irq_save();
	me = pw_cpu() + 1;
	while (spins--) {
		holder = READ_ONCE(bucket->lock);
		if (holder == me)
			break;
		if (!holder && pw_cmpxchg(&bucket->lock, 0u, me) == 0)
			return true;
		pw_cpu_relax();
	}
	pw_irq_restore(*flags);
	return false;
}

pw_notrace void pw_table_unlock(struct pw_bucket *bucket, unsigned long flags)
{
	pw_store_release(&bucket->lock, 0u);
	pw_irq_restore(flags);
}

/* A head of the list that names nr and differs from what was there. */
static pw_notrace u64 head(u64 before, u32 nr)
{
	return ((before >> 32) + 1) << 32 | nr;
}

static pw_notrace void count_free(struct pw_table *table, u32 by)
{
	u32 n;

	do {
		n = READ_ONCE(table->n_free);
	} while (pw_cmpxchg(&table->n_free, n, n + by) != n);
}

static pw_notrace u32 take_free(struct pw_table *table)
{
	u64 was;
	u32 nr;

	do {
		was = pw_load_acquire(&table->free);
		nr = (u32)was;
		if (!nr)
			return 0;
	} while (pw_cmpxchg(&table->free, was,
			    head(was, READ_ONCE(pw_elem(table, nr)->next))) !=
		 was);
	count_free(table, ~0u);
	return nr;
}

static pw_notrace void give_free(struct pw_table *table, u32 nr)
{
	u64 was;

	do {
		was = READ_ONCE(table->free);
		WRITE_ONCE(pw_elem(table, nr)->next, (u32)was);
	} while (pw_cmpxchg(&table->free, was, head(was, nr)) != was);
	count_free(table, 1);
}

static pw_notrace u32 take_unused(struct pw_table *table)
{
	u32 n;

	do {
		n = READ_ONCE(table->used);
		if (n == table->n_elems)
			return 0;
	} while (pw_cmpxchg(&table->used, n, n + 1) != n);
	return n + 1;
}

/* The element's link in its bucket, which is locked; NULL: it is in another. */
static pw_notrace u32 *link_of(const struct pw_table *table,
			       struct pw_bucket *bucket, u32 nr)
{
	u32 *link = &bucket->first;

	while (*link && *link != nr)
		link = &pw_elem(table, *link)->next;
	return *link ? link : NULL;
}

/* Takes an element out of its bucket, if that can be had at once. */
static pw_notrace bool take_out(const struct pw_table *table,
				struct pw_bucket *held, u32 nr)
{
	struct pw_elem *e = pw_elem(table, nr);
	struct pw_bucket *bucket;
	u32 *link;

	if (!READ_ONCE(e->live))
		return false;
	if (READ_ONCE(e->touched)) {
		WRITE_ONCE(e->touched, 0);
		return false;
	}
	bucket = pw_bucket(table, READ_ONCE(e->hash));
	if (bucket != held &&
	    pw_cmpxchg(&bucket->lock, 0u, (u32)pw_cpu() + 1) != 0)
		return false;
	link = link_of(table, bucket, nr);
	if (link) {
		WRITE_ONCE(*link, e->next);
		WRITE_ONCE(e->live, 0);
	}
	if (bucket != held)
		pw_store_release(&bucket->lock, 0u);
	return link != NULL;
}

/*
 * An element of a key that was not used for long: a hand goes round, and what
 * was touched since it passed is left for the next round. With a bucket's lock,
 * so that no other may be waited for. 0: none could be had.
 */
static pw_notrace u32 evict(struct pw_table *table, struct pw_bucket *held)
{
	u32 tries, nr;

	for (tries = 0; tries < EVICT_TRIES; tries++) {
		nr = READ_ONCE(table->hand) % table->n_elems + 1;
		WRITE_ONCE(table->hand, nr);
		if (take_out(table, held, nr))
			return nr;
	}
	return 0;
}

pw_notrace u32 pw_table_add(struct pw_table *table, struct pw_bucket *bucket,
			    const struct pw_map *map, const u64 *key, u32 hash)
{
	struct pw_elem *e;
	u32 nr, i;

	nr = take_free(table);
	if (!nr)
		nr = take_unused(table);
	if (!nr && map->evicts)
		nr = evict(table, bucket);
	if (!nr)
		return 0;
	e = pw_elem(table, nr);
	WRITE_ONCE(e->hash, hash);
	pw_copy_words(e->word, key, 8 * map->key_words);
	if (!table->parts)
		for (i = 0; i < map->part_words; i++)
			e->word[map->key_words + i] = 0;
	WRITE_ONCE(e->next, bucket->first);
	pw_store_release(&e->live, 1u);
	pw_store_release(&bucket->first, nr);
	return nr;
}

pw_notrace bool pw_table_del(struct pw_table *table, struct pw_bucket *bucket,
			     const u64 *key, u32 words, u32 hash)
{
	u32 *link = &bucket->first;
	struct pw_elem *e;
	u32 nr;

	for (nr = *link; nr; nr = *link) {
		e = pw_elem(table, nr);
		if (e->hash == hash && pw_same_key(e->word, key, words)) {
			WRITE_ONCE(*link, e->next);
			WRITE_ONCE(e->live, 0u);
			give_free(table, nr);
			return true;
		}
		link = &e->next;
	}
	return false;
}

/* The base first: it never is ahead of what is then added up. */
pw_notrace u64 pw_table_sum(const struct pw_table *table, u32 nr, u32 word)
{
	u32 at = (nr - 1) * table->part_words + word;
	u64 sum = 0 - pw_load_acquire(&table->base[at]);
	int cpu;

	for (cpu = 0; cpu < pw_nr_cpus(); cpu++)
		if (table->parts[cpu])
			sum += READ_ONCE(pw_part(table, cpu, nr)[word]);
	return sum;
}

pw_notrace u64 pw_table_most(const struct pw_table *table, u32 nr, u32 word)
{
	u64 most = 0;
	u64 v;
	int cpu;

	for (cpu = 0; cpu < pw_nr_cpus(); cpu++) {
		if (!table->parts[cpu])
			continue;
		v = READ_ONCE(pw_part(table, cpu, nr)[word]);
		if (v > most)
			most = v;
	}
	return most;
}
