/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Makes older kernels look like the newest. Every file is built with
 * -include of this one, and together with probe.sh it is the only place that
 * knows how kernels differ: no version is asked for anywhere, vendors move
 * features between them. features.h holds what probe.sh found.
 */
#ifndef PW_COMPAT_H
#define PW_COMPAT_H

#ifndef PW_PROBING
#include "features.h"
#include <linux/cache.h>
#include <linux/compiler.h>
#include <linux/cpu.h>
#include <linux/hrtimer.h>
#include <linux/kprobes.h>
#include <linux/ktime.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/uaccess.h>
#ifdef PW_HAVE_MONO_FAST_NS
#include <linux/timekeeping.h>
#endif
#ifdef PW_HAVE_SCHED_SIGNAL_H
#include <linux/sched/signal.h>
#endif

#ifndef READ_ONCE
#define READ_ONCE(x)		ACCESS_ONCE(x)
#define WRITE_ONCE(x, v)	(ACCESS_ONCE(x) = (v))
#endif

/* x86 keeps the order of loads, and of stores. */
#ifndef smp_load_acquire
#define smp_load_acquire(p) \
({ \
	typeof(*(p)) pw_loaded_ = READ_ONCE(*(p)); \
	barrier(); \
	pw_loaded_; \
})
#define smp_store_release(p, v) \
do { \
	barrier(); \
	WRITE_ONCE(*(p), v); \
} while (0)
#endif

#ifndef PW_HAVE_CPUS_READ_LOCK
#define cpus_read_lock()	get_online_cpus()
#define cpus_read_unlock()	put_online_cpus()
#endif

#ifdef PW_HAVE_SYNCHRONIZE_SCHED
#define synchronize_rcu()	synchronize_sched()
#endif

#ifndef PW_HAVE_MONO_FAST_NS
/* The clock itself takes a lock that an interrupted holder never frees. */
#define ktime_get_mono_fast_ns() local_clock()
#endif

#ifndef PW_HAVE_COPY_FROM_KERNEL_NOFAULT
#define copy_from_kernel_nofault(dst, src, size) \
	probe_kernel_read(dst, (void *)(src), size)
#endif

#ifndef PW_HAVE_HRTIMER_SETUP
static inline void hrtimer_setup(struct hrtimer *timer,
				 enum hrtimer_restart (*fn)(struct hrtimer *),
				 clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = fn;
}
#endif

#ifndef PW_HAVE_GET_KRETPROBE
static inline struct kretprobe *get_kretprobe(struct kretprobe_instance *ri)
{
	return ri->rp;
}
#endif

#endif
#endif
