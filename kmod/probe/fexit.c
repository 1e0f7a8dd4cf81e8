/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Returns of functions that know what the function was called with: a kretprobe
 * whose instance keeps the arguments. Attaching: process context. The handler
 * runs in any context with preemption off; it takes no lock.
 *
 * The entry handler always accepts: some kernels lose the instance of one that
 * does not.
 */
#include <linux/kprobes.h>
#include "probe.h"

#define N_ARGS	6	/* that come in registers */

static pw_notrace int fexit_entry(struct kretprobe_instance *ri,
				  struct pt_regs *regs)
{
	u64 *given = (u64 *)ri->data;
	u32 i;

	for (i = 0; i < N_ARGS; i++)
		given[i] = pw_arg(regs, i);
	return 0;
}

static int attach(struct pw_probe *probe, struct pw_error *err)
{
	return pw_kretprobe_attach(probe, fexit_entry, N_ARGS * sizeof(u64),
				   err);
}

const struct pw_probe_ops pw_fexit_ops = {
	.attach = attach,
	.detach = pw_kretprobe_detach,
	.missed = pw_kretprobe_missed,
};
