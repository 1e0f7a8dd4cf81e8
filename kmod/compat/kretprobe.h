/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the function of a kretprobe returns to. Newer kernels put it into the
 * registers; older ones say there only that they are in their trampoline.
 */
#ifndef PW_COMPAT_KRETPROBE_H
#define PW_COMPAT_KRETPROBE_H

#include <linux/kprobes.h>

static __always_inline u64
pw_return_address(const struct kretprobe_instance *ri,
		  const struct pt_regs *regs)
{
#ifdef CONFIG_KRETPROBE_ON_RETHOOK
	return regs->ip;
#else
	return (unsigned long)ri->ret_addr;
#endif
}

#endif
