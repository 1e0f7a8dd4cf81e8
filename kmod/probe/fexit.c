/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Returns of functions that know what the function was called with: a kretprobe
 * whose instance keeps the arguments. Attaching and detaching: process context.
 * The handlers run in any context with preemption off; they take no lock.
 *
 * The entry handler always accepts: some kernels lose the instance of one that
 * does not.
 */
#include <linux/kprobes.h>
#include "probe.h"

#define N_ARGS	6	/* that come in registers */

struct pw_fexit {
	struct pw_vm *vm;
	u32 number;
	struct kretprobe rp;
};

static pw_notrace int fexit_entry(struct kretprobe_instance *ri,
				  struct pt_regs *regs)
{
	u64 *given = (u64 *)ri->data;
	u32 i;

	for (i = 0; i < N_ARGS; i++)
		given[i] = pw_arg(regs, i);
	return 0;
}

static pw_notrace int fexit_hit(struct kretprobe_instance *ri,
				struct pt_regs *regs)
{
	struct kretprobe *rp = get_kretprobe(ri);
	struct pw_hit hit = { .regs = regs, .given = (const u64 *)ri->data };
	struct pw_fexit *impl;

	/* Being unregistered. */
	if (unlikely(!rp))
		return 0;
	impl = container_of(rp, struct pw_fexit, rp);
	pw_vm_hit(impl->vm, impl->number, &hit);
	return 0;
}

static int attach(struct pw_probe *probe, struct pw_error *err)
{
	struct pw_fexit *impl;
	int error;

	if (probe->def->param > PW_MAXACTIVE_MAX)
		return pw_fail(err, -EINVAL, "maxactive is at most %u",
			       PW_MAXACTIVE_MAX);
	impl = pw_alloc(sizeof(*impl));
	if (!impl)
		return pw_fail(err, -ENOMEM, "no memory to probe %s",
			       probe->target);
	impl->vm = probe->vm;
	impl->number = probe->number;
	impl->rp.maxactive = probe->def->param ? probe->def->param :
						 probe->maxactive;
	impl->rp.data_size = N_ARGS * sizeof(u64);
	impl->rp.entry_handler = fexit_entry;
	impl->rp.handler = fexit_hit;
	error = pw_kretprobe_register(&impl->rp, probe->target, err);
	if (error)
		pw_free(impl);
	else
		probe->impl = impl;
	return error;
}

static void detach(struct pw_probe *probe, struct pw_detach *batch)
{
	struct pw_fexit *impl = probe->impl;

	batch->rps[batch->n_rps++] = &impl->rp;
}

/* Entries dropped as any kprobe's, and those beyond maxactive. */
static u64 missed(const struct pw_probe *probe)
{
	const struct pw_fexit *impl = probe->impl;

	return READ_ONCE(impl->rp.kp.nmissed) +
	       (unsigned int)READ_ONCE(impl->rp.nmissed);
}

const struct pw_probe_ops pw_fexit_ops = {
	.attach = attach,
	.detach = detach,
	.missed = missed,
};
