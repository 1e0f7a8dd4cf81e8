/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between pw_hotplug_hold() and pw_hotplug_release() perf counters may be made
 * for CPUs that are online. Older kernels make one even on a CPU that is just
 * going down, after perf has left it, and cannot release it properly later; so
 * CPUs are kept from coming and going. Newer ones refuse by themselves.
 */
#ifndef PW_COMPAT_HOTPLUG_HOLD_H
#define PW_COMPAT_HOTPLUG_HOLD_H

#include <linux/cpu.h>

#ifdef PW_HAVE_CPUS_READ_LOCK
static inline void pw_hotplug_hold(void)
{
}

static inline void pw_hotplug_release(void)
{
}
#else
#define pw_hotplug_hold()	cpus_read_lock()
#define pw_hotplug_release()	cpus_read_unlock()
#endif

#endif
