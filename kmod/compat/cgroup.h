/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The number of the current task's cgroup in the default hierarchy (version 2),
 * where the kernel has such. Any context, preemption off: a set of cgroups is
 * freed a grace period after its last task has left it.
 */
#ifndef PW_COMPAT_CGROUP_H
#define PW_COMPAT_CGROUP_H

#ifdef PW_HAVE_CGROUP_ID
#include <linux/cgroup.h>

#define pw_has_cgroup()	true
#define pw_cgroup() \
	((u64)cgroup_id(rcu_dereference_raw(current->cgroups)->dfl_cgrp))
#else
#define pw_has_cgroup()	false
#define pw_cgroup()	((u64)0)
#endif

#endif
