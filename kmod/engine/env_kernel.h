/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The engine's environment inside the kernel: what env.h lists. Everything a
 * hit calls is inline and made of things that take no lock, so that it is
 * right in a non-maskable interrupt and inside the scheduler. Kernel
 * differences are levelled by compat/compat.h, which every file is built with.
 */
#ifndef PW_ENV_KERNEL_H
#define PW_ENV_KERNEL_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/cred.h>
#include <linux/hardirq.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mm_types.h>
#include <linux/percpu.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/topology.h>
#include <linux/types.h>
#include <linux/uaccess.h>
#include <asm/irq_regs.h>
#include <asm/local.h>
#include <asm/processor.h>
#include <probewire/opcodes.h>
#include "compat/cgroup.h"

#define pw_notrace	notrace
#define pw_noinline	noinline
#define pw_always_inline __always_inline
#define pw_printf(f, a)	__printf(f, a)

/* For what is filled at once: kernels may have all variables cleared first. */
#ifdef __has_attribute
#if __has_attribute(uninitialized)
#define pw_uninit	__attribute__((uninitialized))
#endif
#endif
#ifndef pw_uninit
#define pw_uninit
#endif

/* kmod/sender.c */
int pw_signal(u64 number, bool to_thread);

/* kmod/env.c */
void *pw_alloc(size_t size);
void *pw_alloc_cpu(size_t size, int cpu);
void pw_free(void *p);
void pw_sync_hits(void);

/* kmod/unwind.c */
u32 pw_kernel_stack(struct pt_regs *regs, u64 ip, u32 at_entry, u64 *to,
		    u32 max);
u32 pw_user_stack(const struct pt_regs *regs, u32 at_entry, u64 *to, u32 max);

DECLARE_PER_CPU(u8 [PW_LEVELS], pw_guard);

#define pw_nr_cpus()		((int)nr_cpu_ids)
#define pw_cpu_possible(cpu)	((bool)cpu_possible(cpu))
#define pw_cpu()		raw_smp_processor_id()
#define pw_guard_of(cpu)	per_cpu(pw_guard, cpu)
#define pw_nsecs()		((u64)ktime_get_mono_fast_ns())
#define pw_jiffies()		((u64)jiffies)
#define pw_node()		((u32)numa_node_id())
#define pw_cond_resched()	cond_resched()
#define pw_cpu_relax()		cpu_relax()

static __always_inline unsigned int pw_level(void)
{
	unsigned int count = preempt_count();

	if (likely(!(count & (NMI_MASK | HARDIRQ_MASK | SOFTIRQ_OFFSET))))
		return PW_LEVEL_TASK;
	if (count & NMI_MASK)
		return PW_LEVEL_NMI;
	if (count & HARDIRQ_MASK)
		return PW_LEVEL_HARDIRQ;
	/* The lowest softirq bit: serving one; the others: disabled. */
	return PW_LEVEL_SOFTIRQ;
}

#define pw_pid()		((u32)current->tgid)
#define pw_tid()		((u32)current->pid)
#define pw_ns_pid(ns)		((u32)task_tgid_nr_ns(current, ns))
#define pw_ns_tid(ns)		((u32)task_pid_nr_ns(current, ns))
/* A kuid is the number in the initial user namespace. */
#define pw_uid()		((u32)__kuid_val(current_uid()))
#define pw_gid()		((u32)__kgid_val(current_gid()))
#define pw_task()		((u64)(unsigned long)current)
#define pw_mm()			((u64)(current->mm ? \
				       current->mm->start_stack : 0))
#define pw_usermode()		((u64)(get_irq_regs() && \
				       user_mode(get_irq_regs())))
#define pw_comm()		((const char *)current->comm)


static __always_inline u32 pw_task_offset(u8 which)
{
	switch (which) {
	case PW_TASK_PARENT:
		return offsetof(struct task_struct, real_parent);
	case PW_TASK_LEADER:
		return offsetof(struct task_struct, group_leader);
	case PW_TASK_PID:
		return offsetof(struct task_struct, pid);
	default:
		return offsetof(struct task_struct, comm);
	}
}

/* kmod/env.c */
u64 pw_find_task(u64 id);
s32 pw_path_offset(u8 which);

#ifndef CONFIG_X86_64
#error "probewire knows where the arguments of a function are on x86-64 only"
#endif

static __always_inline u64 pw_arg(const struct pt_regs *regs, unsigned int n)
{
	switch (n) {
	case 0:
		return regs->di;
	case 1:
		return regs->si;
	case 2:
		return regs->dx;
	case 3:
		return regs->cx;
	case 4:
		return regs->r8;
	default:
		return regs->r9;
	}
}

/* The words that the kernel saved, in the order of struct pt_regs. */
#define pw_reg(regs, n)		((u64)((const unsigned long *)(regs))[n])
#define pw_retval(regs)		((u64)regs_return_value((struct pt_regs *)regs))
#define pw_is_user(addr)	((addr) < TASK_SIZE_MAX)

static inline u64 pw_frame_address(const u8 *frame, u32 size, u32 offset)
{
	(void)size;
	return (unsigned long)(frame + offset);
}

/*
 * Old kernels' reads of kernel memory accept addresses of user space, and
 * warn about those that are no address at all; newer ones refuse both. This
 * is the newer rule for all.
 */
static __always_inline int pw_read_kernel(void *dst, u64 addr, u32 size)
{
	unsigned int unused = 64 - boot_cpu_data.x86_virt_bits;

	if ((s64)addr >= 0 || addr + size < addr ||
	    (u64)((s64)(addr << unused) >> unused) != addr)
		return -EFAULT;
	return copy_from_kernel_nofault(dst, (const void *)(unsigned long)addr,
					size);
}

/* A kernel thread has no user memory, only somebody's whom it runs after. */
static __always_inline int pw_read_user(void *dst, u64 addr, u32 size)
{
	if (!current->mm || addr + size < addr)
		return -EFAULT;
	return copy_from_user_nmi(dst,
			(const void __user *)(unsigned long)addr, size) != 0;
}

#define pw_barrier()			barrier()
#define pw_mb()				smp_mb()
#define pw_load_acquire(p)		smp_load_acquire(p)
#define pw_store_release(p, v)		smp_store_release(p, v)
#define pw_cmpxchg(p, old, new)		cmpxchg(p, old, new)
#define pw_xchg(p, v)			xchg(p, v)
#define pw_local_cmpxchg(p, old, new)	cmpxchg_local(p, old, new)

static __always_inline u64 pw_add_return(u64 *p, u64 v)
{
	return atomic64_add_return(v, (atomic64_t *)p);
}

static __always_inline void pw_local_add(u64 *p, u64 v)
{
	local_add(v, (local_t *)p);
}

static __always_inline unsigned long pw_irq_save(void)
{
	unsigned long flags;

	raw_local_irq_save(flags);
	return flags;
}

static __always_inline void pw_irq_restore(unsigned long flags)
{
	raw_local_irq_restore(flags);
}

#endif
