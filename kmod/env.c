/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The parts of the engine's environment that are not inline: memory, the
 * recursion guard's storage, and waiting for hits. Process context, no locks.
 */
#include "engine/engine.h"
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/topology.h>
#include <linux/vmalloc.h>

DEFINE_PER_CPU(u8 [PW_LEVELS], pw_guard);

void *pw_alloc_cpu(size_t size, int cpu)
{
	int node = cpu < 0 ? NUMA_NO_NODE : cpu_to_node(cpu);

	if (size <= PAGE_SIZE)
		return kzalloc_node(size, GFP_KERNEL, node);
	return vzalloc_node(size, node);
}

void *pw_alloc(size_t size)
{
	return pw_alloc_cpu(size, -1);
}

void pw_free(void *p)
{
	if (is_vmalloc_addr(p))
		vfree(p);
	else
		kfree(p);
}

/*
 * Hits run with preemption off, in interrupts or in non-maskable ones: the
 * end of a grace period comes after all of them.
 */
void pw_sync_hits(void)
{
	synchronize_rcu();
}
