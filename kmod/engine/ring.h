/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One CPU's ring of records. Written by hits of that CPU, which may interrupt
 * each other (task, softirq, hardirq, NMI), read by one reader on any CPU.
 *
 * Positions are 64-bit and only grow; the byte of a position is position
 * modulo `bytes`, a power of two. A record that starts before the end of the
 * buffer may run on into the spill area behind it, and the bytes at the start
 * that it would have wrapped to stay unused: so each record is contiguous.
 */
#ifndef PW_ENGINE_RING_H
#define PW_ENGINE_RING_H

#include "env.h"

struct pw_ring {
	/* Of the CPU that owns the ring. */
	u8 *data;
	u32 bytes;
	u32 nest;	/* hits that are writing, one interrupting the other */
	u64 reserved;	/* where the next record starts */
	u64 published;	/* before here all records are whole */
	u8 apart[64];
	/* Of the reader. */
	u64 taken;	/* before here all has been read */
	u64 discarded;	/* records dropped unread */
};

/* Process context. The spill area is for records of at most max_record. */
int pw_ring_init(struct pw_ring *ring, u32 bytes, u32 max_record, int cpu);
void pw_ring_free(struct pw_ring *ring);

/*
 * A hit writes between open and close, any number of records. reserve gives
 * NULL when the ring is full. close says whether the reader, which found
 * nothing before, must be woken.
 */
static inline void pw_ring_open(struct pw_ring *ring)
{
	/* Who interrupts us leaves nest as it was: no atomicity needed. */
	WRITE_ONCE(ring->nest, READ_ONCE(ring->nest) + 1);
	pw_barrier();
}

void *pw_ring_reserve(struct pw_ring *ring, u32 size);
bool pw_ring_close(struct pw_ring *ring);

/* See engine.h. */
u32 pw_ring_take(struct pw_ring *ring, void *buf, u32 size, u32 *n_records);

#endif
