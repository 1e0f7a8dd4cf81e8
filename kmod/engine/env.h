/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the engine needs from the world around it. The engine's files include
 * nothing else; env_kernel.h and env_user.h each provide all of this list, as
 * macros or static inline functions. Everything marked [hit] is called in any
 * context, NMI included, with preemption off: it must not sleep, print, take a
 * lock or be traceable.
 *
 * Language
 *   u8 u16 u32 u64 s8 s16 s32 s64 bool size_t NULL, struct pt_regs (declared)
 *   memcpy memset memcmp strlen vsnprintf, likely() unlikely()
 *   READ_ONCE(x) WRITE_ONCE(x, v), EINVAL ENOMEM, va_list
 *   pw_notrace		function attribute: never instrumented
 *   pw_noinline, pw_always_inline	function attributes
 *   pw_printf(f, a)	function attribute: format check
 *
 * Memory, process context, may sleep
 *   void *pw_alloc(size_t size)	zeroed, aligned to 8; NULL
 *   void *pw_alloc_cpu(size_t size, int cpu)
 *			same, near that CPU; other CPUs rarely touch it
 *   void pw_free(void *p)		of either; NULL is fine
 *
 * Where and when
 *   int pw_nr_cpus(void)		greater than any CPU's number
 *   bool pw_cpu_possible(int cpu)	may ever run a hit
 *   int pw_cpu(void)			[hit] this CPU
 *   unsigned int pw_level(void)	[hit] PW_LEVEL_*: what is being served,
 *			not what is merely disabled
 *   u64 pw_nsecs(void)			[hit] CLOCK_MONOTONIC, ns
 *   u64 pw_jiffies(void)		[hit] ticks of the kernel
 *   u32 pw_node(void)			[hit] this CPU's memory node
 *   u64 pw_usermode(void)		[hit] 1 if what was interrupted is a
 *			process's own code, else 0
 *   u8 *pw_guard_of(int cpu)		[any] PW_LEVELS bytes of that CPU, zero
 *			at load, touched by nobody but the engine
 *
 * The current task
 *   u32 pw_pid(void) pw_tid(void) pw_uid(void) pw_gid(void)	[hit] as
 *			enum pw_ctx_value says
 *   u64 pw_task(void)			[hit] its address
 *   const char *pw_comm(void)		[hit] 16 bytes; need not be terminated
 *			nor zero behind the NUL
 *   u32 pw_task_offset(u8 which)	[hit] where in a task_struct is what
 *			enum pw_task_value says
 *
 *   u64 pw_find_task(u64 id)	[hit] address of the task of that thread id,
 *			0 if there is none
 *   s32 pw_path_offset(u8 which)	[hit] where enum pw_path_value is, in
 *			what its name begins with
 *
 *   bool pw_has_cgroup(void)		tasks have cgroups of version 2
 *   u64 pw_cgroup(void)			[hit] number of its cgroup
 *   int pw_signal(u64 number, bool to_thread)	[hit] sends it a signal, or
 *			its process, soon; -EINVAL, -EPERM, -EBUSY: not
 *
 * The hit's registers
 *   u64 pw_arg(const struct pt_regs *regs, unsigned int n)	[hit] n < 6
 *   u64 pw_retval(const struct pt_regs *regs)			[hit]
 *   u64 pw_reg(const struct pt_regs *regs, unsigned int n)	[hit] n < 21
 *
 * Stacks, the innermost frame first; how many frames there were, at most max
 *   u32 pw_kernel_stack(struct pt_regs *regs, u64 ip, u32 at_entry, u64 *to,
 *		u32 max)		[hit] as struct pw_hit says
 *   u32 pw_user_stack(const struct pt_regs *regs, u32 at_entry, u64 *to,
 *		u32 max)		[hit] of the current process
 *   u64 pw_mm(void)			[hit] where its first stack began, or 0
 *
 * Fault-tolerant reads; the engine asks for no more than a page's rest at a
 * time when it reads strings. 0, or anything else if not all could be read;
 * dst is then undefined.
 *   int pw_read_kernel(void *dst, u64 addr, u32 size)		[hit]
 *   int pw_read_user(void *dst, u64 addr, u32 size)		[hit]
 *   bool pw_is_user(u64 addr)		[hit] below the end of user space
 *
 * Order and atomicity
 *   pw_barrier()			compiler only
 *   pw_mb()				full, between CPUs
 *   pw_load_acquire(p) pw_store_release(p, v)	u32 and u64
 *   pw_cmpxchg(p, old, new)		u32 and u64, full; gives what was there
 *   pw_xchg(p, v)			u32, full
 *   u64 pw_add_return(u64 *p, u64 v)	full
 *   void pw_local_add(u64 *p, u64 v)	atomic against interrupts and NMIs of
 *			this CPU only; on x86 one add without a lock prefix
 *   u64 pw_local_cmpxchg(u64 *p, u64 old, u64 new)	likewise
 *   unsigned long pw_irq_save(void), void pw_irq_restore(unsigned long)
 *   void pw_cpu_relax(void)
 *
 * Process context
 *   void pw_sync_hits(void)		returns when every hit that ran at the
 *			call has returned, all contexts, all kinds of probe
 *   void pw_cond_resched(void)
 */
#ifndef PW_ENV_H
#define PW_ENV_H

#define PW_LEVEL_TASK		0
#define PW_LEVEL_SOFTIRQ	1
#define PW_LEVEL_HARDIRQ	2
#define PW_LEVEL_NMI		3
#define PW_LEVELS		4

/* What the way from a file to its root is read from. */
enum pw_path_value {
	PW_PATH_MNT,		/* of a struct path; to a struct vfsmount */
	PW_PATH_DENTRY,
	PW_DENTRY_PARENT,
	PW_DENTRY_NAME,
	PW_DENTRY_LEN,		/* of the name, 4 bytes */
	PW_DENTRY_SB,
	PW_DENTRY_OPS,
	PW_DENTRY_INODE,
	PW_DENTRY_HASHED,	/* 0 of a file that was deleted */
	PW_OPS_NAME,		/* 0 if the file's name is in its directory */
	PW_SB_MAGIC,
	PW_INODE_NUMBER,
	PW_MNT_ROOT,		/* of a struct vfsmount */
	PW_MNT_MOUNT,		/* where the struct mount around it begins */
	PW_MNT_PARENT,		/* to a struct mount; itself: there is none */
	PW_MNT_POINT,		/* the dentry that it covers */
	PW_TASK_FS,
	PW_FS_ROOT_MNT,
	PW_FS_ROOT_DENTRY
};

/* The compiler forgets where a pointer came from. */
#define pw_hide(p)	__asm__ ("" : "+r" (p))

#ifdef __KERNEL__
#include "env_kernel.h"
#else
#include "env_user.h"
#endif

#if !defined(__LP64__) || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "probewire runs on 64-bit little-endian machines"
#endif

#endif
