/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The engine's world in user space: unit tests and fuzzers. A thread plays a
 * CPU; what it would find there (task, level, clock, registers) is set in
 * pw_host. Memory that programs read is a list of regions, so that faults can
 * be tested: any other address faults.
 */
#ifndef PW_ENV_USER_H
#define PW_ENV_USER_H

#include <errno.h>
#include <sched.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <linux/types.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s8 s8;
typedef __s16 s16;
typedef __s32 s32;
typedef __s64 s64;

#define likely(x)	__builtin_expect(!!(x), 1)
#define unlikely(x)	__builtin_expect(!!(x), 0)
#define pw_notrace
#define pw_noinline	__attribute__((noinline))
#define pw_always_inline inline __attribute__((always_inline))
#define pw_printf(f, a)	__attribute__((format(printf, f, a)))

#define READ_ONCE(x)		__atomic_load_n(&(x), __ATOMIC_RELAXED)
#define WRITE_ONCE(x, v)	__atomic_store_n(&(x), (v), __ATOMIC_RELAXED)
#define pw_load_acquire(p)	__atomic_load_n((p), __ATOMIC_ACQUIRE)
#define pw_store_release(p, v)	__atomic_store_n((p), (v), __ATOMIC_RELEASE)
#define pw_barrier()		__atomic_signal_fence(__ATOMIC_SEQ_CST)
#define pw_mb()			__atomic_thread_fence(__ATOMIC_SEQ_CST)
#define pw_xchg(p, v)		__atomic_exchange_n((p), (v), __ATOMIC_SEQ_CST)
#define pw_cmpxchg(p, old, new)	__extension__ ({			\
	__typeof__(*(p)) pw_was = (old);				\
	__atomic_compare_exchange_n((p), &pw_was, (new), 0,		\
				    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST); \
	pw_was; })

/*
 * As in the kernel, whole against what interrupts this thread but not against
 * other threads: tests are to see who wrongly relies on more.
 */
#ifdef __x86_64__
static inline void pw_local_add(u64 *p, u64 v)
{
	__asm__ __volatile__("addq %1, %0" : "+m" (*p) : "er" (v) : "cc");
}

static inline u64 pw_local_cmpxchg(u64 *p, u64 old, u64 new)
{
	__asm__ __volatile__("cmpxchgq %2, %1" : "+a" (old), "+m" (*p) :
			     "r" (new) : "cc", "memory");
	return old;
}
#else
static inline void pw_local_add(u64 *p, u64 v)
{
	__atomic_fetch_add(p, v, __ATOMIC_RELAXED);
}

#define pw_local_cmpxchg(p, old, new)	pw_cmpxchg(p, old, new)
#endif

static inline u64 pw_add_return(u64 *p, u64 v)
{
	return __atomic_add_fetch(p, v, __ATOMIC_SEQ_CST);
}

#define PW_HOST_CPUS	8
#define PW_HOST_REGIONS	8

struct pt_regs {
	u64 arg[6];
	u64 retval;
	u64 reg[21];
};

/* What this thread's CPU serves. */
struct pw_host {
	int cpu;
	unsigned int level;
	u64 nsecs;	/* the clock; each reading is `tick` later */
	u64 tick;	/* 0: one */
	u64 clock_reads;
	u64 relaxed;	/* times that a lock was waited for */
	u64 jiffies;
	u32 node;
	u32 usermode;
	u32 pid, tid, uid, gid;
	u64 cgroup;
	bool lacks_cgroup;
	u64 signal;	/* the last that was sent; and to whom */
	bool signals_thread;
	u64 task;
	u64 mm;
	char comm[16];
	const u64 *kernel_stack;	/* ends with 0; NULL: empty */
	const u64 *user_stack;
	const u8 *frame;	/* of the last program that asked where */
	u32 frame_size;
	bool hides_frame;	/* reads at its address fail: what lies between
				 * its values is not the same in two runs */
};

/* Programs see their frame at an address of the kernel. */
#define PW_HOST_FRAME	0xffffc90000000000ULL

/* Bytes that programs may read, at an address of the test's choice. */
struct pw_host_region {
	u64 addr;
	u32 size;
	const void *bytes;
};

extern __thread struct pw_host pw_host;
extern struct pw_host_region pw_host_region[PW_HOST_REGIONS];
extern u32 pw_host_possible;	/* bit: this CPU may run hits */
extern u8 pw_host_guard[PW_HOST_CPUS][PW_LEVELS];
extern int pw_host_alloc_left;	/* allocations until one fails; -1: never */

void *pw_alloc(size_t size);
void *pw_alloc_cpu(size_t size, int cpu);
void pw_free(void *p);
int pw_read_kernel(void *dst, u64 addr, u32 size);
int pw_read_user(void *dst, u64 addr, u32 size);
void pw_sync_hits(void);
u32 pw_user_stack(const struct pt_regs *regs, u32 at_entry, u64 *to, u32 max);
u32 pw_kernel_stack(struct pt_regs *regs, u64 ip, u32 at_entry, u64 *to,
		    u32 max);

static inline int pw_nr_cpus(void)
{
	return PW_HOST_CPUS;
}

static inline bool pw_cpu_possible(int cpu)
{
	return pw_host_possible >> cpu & 1;
}

static inline int pw_cpu(void)
{
	return pw_host.cpu;
}

static inline unsigned int pw_level(void)
{
	return pw_host.level;
}

static inline u64 pw_nsecs(void)
{
	pw_host.clock_reads++;
	pw_host.nsecs += pw_host.tick ? pw_host.tick : 1;
	return pw_host.nsecs;
}

static inline u64 pw_jiffies(void)
{
	return pw_host.jiffies;
}

static inline u32 pw_node(void)
{
	return pw_host.node;
}

static inline u64 pw_usermode(void)
{
	return pw_host.usermode;
}

static inline u8 *pw_guard_of(int cpu)
{
	return pw_host_guard[cpu];
}

static inline u32 pw_pid(void)
{
	return pw_host.pid;
}

static inline u32 pw_tid(void)
{
	return pw_host.tid;
}

/* Another namespace, in which numbers are less by a thousand. */
static inline u32 pw_ns_pid(void *ns)
{
	return pw_host.pid - (ns ? 1000 : 0);
}

static inline u32 pw_ns_tid(void *ns)
{
	return pw_host.tid - (ns ? 1000 : 0);
}

static inline u32 pw_uid(void)
{
	return pw_host.uid;
}

static inline u32 pw_gid(void)
{
	return pw_host.gid;
}

static inline u64 pw_task(void)
{
	return pw_host.task;
}

static inline u64 pw_mm(void)
{
	return pw_host.mm;
}

static inline const char *pw_comm(void)
{
	return pw_host.comm;
}

static inline u64 pw_arg(const struct pt_regs *regs, unsigned int n)
{
	return regs->arg[n];
}

static inline u64 pw_retval(const struct pt_regs *regs)
{
	return regs->retval;
}

static inline u64 pw_reg(const struct pt_regs *regs, unsigned int n)
{
	return regs->reg[n];
}

/* A task here is its parent, its leader, its thread id and its name. */
static inline u32 pw_task_offset(u8 which)
{
	return 8 * which;
}

/* There is one task. */
static inline u64 pw_find_task(u64 id)
{
	return id == pw_host.tid ? pw_host.task : 0;
}

/* Everything here is as long as it must be; a mount has its vfsmount behind its
 * first two words. */
static inline s32 pw_path_offset(u8 which)
{
	static const s32 offsets[] = {
		[PW_PATH_MNT] = 0, [PW_PATH_DENTRY] = 8,
		[PW_DENTRY_PARENT] = 0, [PW_DENTRY_NAME] = 8,
		[PW_DENTRY_LEN] = 16, [PW_DENTRY_SB] = 24,
		[PW_DENTRY_OPS] = 32, [PW_DENTRY_INODE] = 40,
		[PW_DENTRY_HASHED] = 48, [PW_OPS_NAME] = 0, [PW_SB_MAGIC] = 0,
		[PW_INODE_NUMBER] = 0, [PW_MNT_ROOT] = 0,
		[PW_MNT_MOUNT] = -16, [PW_MNT_PARENT] = -16,
		[PW_MNT_POINT] = -8, [PW_TASK_FS] = 40,
		[PW_FS_ROOT_MNT] = 0, [PW_FS_ROOT_DENTRY] = 8,
	};

	return offsets[which];
}

static inline bool pw_has_cgroup(void)
{
	return !pw_host.lacks_cgroup;
}

static inline u64 pw_cgroup(void)
{
	return pw_host.cgroup;
}

static inline int pw_signal(u64 number, bool to_thread)
{
	if (!number || number > 64)
		return -EINVAL;
	pw_host.signal = number;
	pw_host.signals_thread = to_thread;
	return 0;
}

static inline u64 pw_frame_address(const u8 *frame, u32 size, u32 offset)
{
	pw_host.frame = pw_host.hides_frame ? NULL : frame;
	pw_host.frame_size = size;
	return PW_HOST_FRAME + offset;
}

static inline bool pw_is_user(u64 addr)
{
	return addr < 1ULL << 47;
}

/* A thread is not interrupted by its CPU's other levels. */
static inline unsigned long pw_irq_save(void)
{
	return 0;
}

static inline void pw_irq_restore(unsigned long flags)
{
	(void)flags;
}

/* Who holds the lock may be waiting for our processor. */
static inline void pw_cpu_relax(void)
{
	pw_host.relaxed++;
	sched_yield();
}

static inline void pw_cond_resched(void)
{
	sched_yield();
}

#endif
