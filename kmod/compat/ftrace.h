/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Callbacks at the entry of functions. Where the kernel cannot do what
 * probe/mass.c needs, PW_HAVE_FTRACE_MASS is not defined.
 */
#ifndef PW_COMPAT_FTRACE_H
#define PW_COMPAT_FTRACE_H

#ifdef PW_HAVE_FTRACE_MASS
#include <linux/ftrace.h>

/* What the last argument of a callback is, and the registers in it. */
#ifdef PW_HAVE_FTRACE_REGS
#define pw_ftrace_arg		ftrace_regs
#define pw_ftrace_regs(arg)	ftrace_get_regs(arg)
#else
#define pw_ftrace_arg		pt_regs
#define pw_ftrace_regs(arg)	(arg)
#endif

/* The engine has a guard of its own, and counts what it turns away. */
#ifdef PW_HAVE_FTRACE_RECURSION_SAFE
#define PW_FTRACE_OWN_GUARD	FTRACE_OPS_FL_RECURSION_SAFE
#else
#define PW_FTRACE_OWN_GUARD	0
#endif
#ifdef PW_HAVE_FTRACE_PERMANENT
#define PW_FTRACE_PERMANENT	FTRACE_OPS_FL_PERMANENT
#else
#define PW_FTRACE_PERMANENT	0
#endif

/* Of each callback of ours. */
#define PW_FTRACE_FLAGS (FTRACE_OPS_FL_SAVE_REGS | PW_FTRACE_OWN_GUARD | \
			 PW_FTRACE_PERMANENT)

/* Where one of them is not traced, none is set: then one by one. */
static inline int pw_ftrace_set_all(struct ftrace_ops *ops, unsigned long *ips,
				    unsigned int n)
{
#ifdef PW_HAVE_FTRACE_FILTER_IPS
	return ftrace_set_filter_ips(ops, ips, n, 0, 0);
#else
	return -EOPNOTSUPP;
#endif
}

#endif
#endif
