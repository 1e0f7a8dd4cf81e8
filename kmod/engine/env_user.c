/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The larger part of env_user.h: memory that can be made to fail, reads that
 * can fault, and waiting for other threads' hits. Not part of the module.
 */
#include "env.h"
#include <stdlib.h>
#include <time.h>

__thread struct pw_host pw_host;
struct pw_host_region pw_host_region[PW_HOST_REGIONS];
u32 pw_host_possible = 0x0f;
u8 pw_host_guard[PW_HOST_CPUS][PW_LEVELS];
int pw_host_alloc_left = -1;

void *pw_alloc(size_t size)
{
	if (pw_host_alloc_left == 0)
		return NULL;
	if (pw_host_alloc_left > 0)
		pw_host_alloc_left--;
	return calloc(1, size);
}

void *pw_alloc_cpu(size_t size, int cpu)
{
	(void)cpu;
	return pw_alloc(size);
}

void pw_free(void *p)
{
	free(p);
}

/* As a kernel does: what precedes the fault may have been copied. */
static int host_read(void *dst, u64 addr, u32 size)
{
	const struct pw_host_region *r;
	u64 have;
	int i;

	for (i = 0; i < PW_HOST_REGIONS; i++) {
		r = &pw_host_region[i];
		if (addr < r->addr || addr - r->addr >= r->size)
			continue;
		have = r->size - (addr - r->addr);
		if (have > size)
			have = size;
		memcpy(dst, (const char *)r->bytes + (addr - r->addr), have);
		return have < size;
	}
	return -1;
}

int pw_read_kernel(void *dst, u64 addr, u32 size)
{
	u64 offset = addr - PW_HOST_FRAME;

	if (pw_host.frame && offset < pw_host.frame_size &&
	    size <= pw_host.frame_size - offset) {
		/* The frame may be read into itself. */
		memmove(dst, pw_host.frame + offset, size);
		return 0;
	}
	return pw_is_user(addr) ? -1 : host_read(dst, addr, size);
}

int pw_read_user(void *dst, u64 addr, u32 size)
{
	return pw_is_user(addr) ? host_read(dst, addr, size) : -1;
}

static u32 copy_stack(u64 *to, const u64 *from, u32 max)
{
	u32 n = 0;

	for (; from && *from && n < max; from++)
		to[n++] = *from;
	return n;
}

u32 pw_user_stack(const struct pt_regs *regs, u32 at_entry, u64 *to, u32 max)
{
	(void)regs;
	(void)at_entry;
	return copy_stack(to, pw_host.user_stack, max);
}

/* What the registers say goes first. */
u32 pw_kernel_stack(struct pt_regs *regs, u64 ip, u32 at_entry, u64 *to,
		    u32 max)
{
	(void)regs;
	(void)at_entry;
	if (!ip || !max)
		return copy_stack(to, pw_host.kernel_stack, max);
	*to = ip;
	return 1 + copy_stack(to + 1, pw_host.kernel_stack, max - 1);
}

/*
 * A thread's guard is set while it runs a hit. It is set by a plain store,
 * which other threads see long before a millisecond is over.
 */
void pw_sync_hits(void)
{
	struct timespec ms = { 0, 1000000 };
	int cpu, level;

	pw_mb();
	nanosleep(&ms, NULL);
	for (cpu = 0; cpu < PW_HOST_CPUS; cpu++)
		for (level = 0; level < PW_LEVELS; level++)
			while (pw_load_acquire(&pw_host_guard[cpu][level]))
				sched_yield();
}
