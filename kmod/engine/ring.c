/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The per-CPU ring. Writing: any context, on the owning CPU, preemption off; no
 * lock, as writers only nest. Reading: process context, one reader at a time.
 *
 * Order between the CPUs: the writer stores a record's bytes before it
 * publishes them (release), the reader loads the published position before the
 * bytes (acquire), and gives bytes back the same way through `taken`.
 * Between storing its own position and loading the other's, each side has a
 * full barrier: otherwise the reader could go to sleep on a ring that the
 * writer takes for one still being read.
 */
#include "engine.h"
#include "ring.h"
#include "run.h"

int pw_ring_init(struct pw_ring *ring, u32 bytes, u32 max_record, int cpu)
{
	ring->data = pw_alloc_cpu((size_t)bytes + max_record, cpu);
	ring->bytes = bytes;
	return ring->data ? 0 : -ENOMEM;
}

void pw_ring_free(struct pw_ring *ring)
{
	pw_free(ring->data);
}

pw_notrace void *pw_ring_reserve(struct pw_ring *ring, u32 size)
{
	u64 start;

	do {
		start = READ_ONCE(ring->reserved);
		if (start + size - pw_load_acquire(&ring->taken) > ring->bytes)
			return NULL;
	} while (pw_local_cmpxchg(&ring->reserved, start, start + size) !=
		 start);
	return ring->data + (start & (ring->bytes - 1));
}

/*
 * Only the outermost writer publishes, all records of those that interrupted it
 * included. What comes between its publishing and its leaving (nest 0) sees
 * itself as nested and leaves its records to us, hence the second look.
 */
pw_notrace bool pw_ring_close(struct pw_ring *ring)
{
	u64 end, before;
	bool wake = false;

	pw_barrier();
	if (READ_ONCE(ring->nest) > 1) {
		WRITE_ONCE(ring->nest, ring->nest - 1);
		return false;
	}
	for (;;) {
		end = READ_ONCE(ring->reserved);
		before = ring->published;
		if (end != before) {
			pw_store_release(&ring->published, end);
			pw_mb();
			if (READ_ONCE(ring->taken) == before)
				wake = true;
		}
		pw_barrier();
		WRITE_ONCE(ring->nest, 0);
		pw_barrier();
		if (likely(READ_ONCE(ring->reserved) == end))
			return wake;
		WRITE_ONCE(ring->nest, 1);
		pw_barrier();
	}
}

/* The bytes from pos on that lie behind each other and fit into room. */
static u32 run_of_records(const struct pw_ring *ring, u64 pos, u64 end,
			  u32 room, u32 *n_records)
{
	u32 start = pos & (ring->bytes - 1);
	const struct pw_record *rec;
	u32 len = 0;

	while (pos + len != end && start + len < ring->bytes) {
		rec = (const void *)(ring->data + start + len);
		if (rec->size > room - len)
			break;
		len += rec->size;
		++*n_records;
	}
	return len;
}

u32 pw_ring_take(struct pw_ring *ring, void *buf, u32 size, u32 *n_records)
{
	u64 end = pw_load_acquire(&ring->published);
	u64 pos = ring->taken;
	u32 done = 0;
	u32 len;

	for (;;) {
		len = run_of_records(ring, pos, end, size - done, n_records);
		if (!len)
			break;
		memcpy((u8 *)buf + done, ring->data + (pos & (ring->bytes - 1)),
		       len);
		done += len;
		pos += len;
	}
	pw_store_release(&ring->taken, pos);
	pw_mb();
	return done;
}

u32 pw_ring_read(struct pw_vm *vm, u32 cpu, void *buf, u32 size,
		 u32 *n_records)
{
	if (!vm->cpu[cpu])
		return 0;
	return pw_ring_take(&vm->cpu[cpu]->ring, buf, size, n_records);
}

bool pw_ring_empty(const struct pw_vm *vm, u32 cpu)
{
	const struct pw_ring *ring;

	if (!vm->cpu[cpu])
		return true;
	ring = &vm->cpu[cpu]->ring;
	return pw_load_acquire(&ring->published) == READ_ONCE(ring->taken);
}

static void ring_discard(struct pw_ring *ring)
{
	u64 end = pw_load_acquire(&ring->published);
	const struct pw_record *rec;
	u64 pos;

	for (pos = ring->taken; pos != end; pos += rec->size) {
		rec = (const void *)(ring->data + (pos & (ring->bytes - 1)));
		ring->discarded++;
	}
	pw_store_release(&ring->taken, end);
}

void pw_ring_discard(struct pw_vm *vm)
{
	int cpu;

	for (cpu = 0; cpu < pw_nr_cpus(); cpu++)
		if (vm->cpu[cpu])
			ring_discard(&vm->cpu[cpu]->ring);
}
