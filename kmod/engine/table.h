/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The memory of a map: a hash table whose elements all exist from the start,
 * and for parts an array for each CPU, indexed by element. A map without keys
 * has one element, number 1, always taken, and one bucket for its lock.
 *
 * Elements are numbered from 1; 0 is none. In a table of parts an element that
 * has been put in stays: searching needs no lock. In others every search
 * holds the bucket's lock. Locks are taken with interrupts off, so a CPU finds
 * its own lock held only in an NMI, and then gives up at once. Newer kernels
 * run breakpoint kprobes as NMIs, so an NMI does wait for other CPUs.
 */
#ifndef PW_ENGINE_TABLE_H
#define PW_ENGINE_TABLE_H

#include "map.h"

struct pw_bucket {
	u32 first;	/* element */
	u32 lock;	/* 1 + CPU that holds it, or 0 */
};

struct pw_elem {
	u32 next;	/* in the bucket, or in the free list */
	u32 hash;
	u32 live;	/* in a bucket; set last, cleared first. Without a key:
			 * has been set */
	u32 touched;	/* since the hand passed; maps that evict only */
	u64 word[];	/* the key, then the value unless CPUs have it */
};

struct pw_table {
	struct pw_bucket *buckets;
	u8 *elems;
	u64 **parts;	/* [cpu][element - 1]; NULL if not of parts */
	u64 *base;	/* [element - 1]: sums when last zeroed */
	u64 seed;
	u64 free;	/* low half: element; high half: changes, so that a
			 * cmpxchg notices one that left and came back */
	u32 mask;	/* of buckets */
	u32 elem_size;
	u32 used;	/* elements that were ever taken */
	u32 n_free;	/* of these, in the free list */
	u32 hand;	/* which element is looked at next, to evict it */
	u32 n_elems;
	u32 part_words;
};

struct pw_table *pw_table_create(const struct pw_map *map);
void pw_table_destroy(struct pw_table *table);

static inline struct pw_elem *pw_elem(const struct pw_table *table, u32 nr)
{
	return (void *)(table->elems + (size_t)table->elem_size * (nr - 1));
}

/* What a CPU has of an element of a table of parts. */
static inline u64 *pw_part(const struct pw_table *table, int cpu, u32 nr)
{
	return table->parts[cpu] + (size_t)table->part_words * (nr - 1);
}

static inline struct pw_bucket *pw_bucket(const struct pw_table *table,
					  u32 hash)
{
	return &table->buckets[hash & table->mask];
}

/* Multiply and fold each word; bytes of a key differ anywhere. words > 0. */
static inline u32 pw_hash(const u64 *key, u32 words, u64 seed)
{
	u64 h = seed;
	u32 i = 0;

	do {
		h = (h ^ key[i]) * 0x9e3779b97f4a7c15ULL;
		h ^= h >> 32;
	} while (++i < words);
	return (h * 0xd6e8feb86659fd93ULL) >> 32;
}

static inline bool pw_same_key(const u64 *a, const u64 *b, u32 words)
{
	u64 diff = 0;
	u32 i;

	for (i = 0; i < words; i++)
		diff |= a[i] ^ b[i];
	return !diff;
}

/*
 * The element with this key, or 0. Without the bucket's lock only in a table of
 * parts: whoever sees an element linked sees its key, too.
 */
static inline u32 pw_table_find(const struct pw_table *table,
				const struct pw_bucket *bucket,
				const u64 *key, u32 words, u32 hash)
{
	const struct pw_elem *e;
	u32 nr;

	for (nr = pw_load_acquire(&bucket->first); nr; nr = e->next) {
		e = pw_elem(table, nr);
		if (e->hash == hash && pw_same_key(e->word, key, words))
			break;
	}
	return nr;
}

/* false: held below us on this CPU, or for a very long time. */
bool pw_table_lock(struct pw_bucket *bucket, u32 level, unsigned long *flags);
void pw_table_unlock(struct pw_bucket *bucket, unsigned long flags);

/* With the bucket's lock. A new element with zeros for value, or 0: full. */
u32 pw_table_add(struct pw_table *table, struct pw_bucket *bucket,
		 const struct pw_map *map, const u64 *key, u32 hash);
/* With the bucket's lock. false: there was none. */
bool pw_table_del(struct pw_table *table, struct pw_bucket *bucket,
		  const u64 *key, u32 words, u32 hash);

/* map.c: for a key that is new in a map of parts; 0 if that failed. */
u32 pw_map_new_part(struct pw_run *run, const struct pw_insn *insn,
		    const struct pw_map *map, struct pw_table *table,
		    u32 hash);

/* This CPU's part of the value, made if there is none; NULL if that failed. */
static inline u64 *pw_map_part(struct pw_run *run, const struct pw_insn *insn,
			       const struct pw_map *map,
			       struct pw_table *table)
{
	u32 words = map->key_words;
	const u64 *key;
	u32 hash;
	u32 nr = 1;

	if (words) {
		key = (const u64 *)pw_frame(run, insn->off);
		hash = pw_hash(key, words, table->seed);
		nr = pw_table_find(table, pw_bucket(table, hash), key, words,
				   hash);
		if (unlikely(!nr)) {
			nr = pw_map_new_part(run, insn, map, table, hash);
			if (!nr)
				return NULL;
		}
	}
	return pw_part(table, run->cpu_nr, nr);
}

/* A map without keys has a value from now on. */
static inline void pw_elem_set(struct pw_elem *e)
{
	if (unlikely(!READ_ONCE(e->live)))
		WRITE_ONCE(e->live, 1);
}

/* A word of an element over all CPUs since it was zeroed; exact if nobody
 * adds. */
u64 pw_table_sum(const struct pw_table *table, u32 nr, u32 word);
/* The greatest of a word over all CPUs. */
u64 pw_table_most(const struct pw_table *table, u32 nr, u32 word);

#endif
