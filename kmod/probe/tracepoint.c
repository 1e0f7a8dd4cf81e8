/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Any of the kernel's tracepoints, syscalls included: an in-kernel perf counter
 * on each CPU, whose overflow handler is given the record as tracefs' format
 * file describes it. The handler runs in any context with preemption off and
 * takes no lock; all else is process context.
 *
 * A tracepoint that is hit inside another one's handler on the same level is
 * dropped by perf, without a count: that is, inside of our own programs.
 */
#include "counter.h"

static pw_notrace void tracepoint_hit(struct perf_event *event,
				      struct perf_sample_data *data,
				      struct pt_regs *regs)
{
	struct pw_counter *counter = event->overflow_handler_context;
	struct pw_hit hit pw_uninit;

	pw_hit_init(&hit, regs);
	/* Those of the process that made a system call. */
	if (regs && user_mode(regs)) {
		hit.regs = NULL;
		hit.ip = counter->caller;
	}
	hit.rec = pw_perf_record(data, &hit.rec_size);
	pw_vm_hit(counter->vm, counter->number, &hit);
}

static int attach(struct pw_probe *probe, struct pw_error *err)
{
	const struct perf_event_attr attr = {
		.type = PERF_TYPE_TRACEPOINT,
		.size = sizeof(attr),
		.config = probe->def->param,
		.sample_period = 1,
		.sample_type = PERF_SAMPLE_RAW,
	};
	int error = pw_counter_attach(probe, &attr, tracepoint_hit);

	switch (error) {
	case 0:
		return 0;
	case -EINVAL:
	case -ENOENT:
		return pw_fail(err, error, "the kernel has no tracepoint %s "
			       "with id %llu", probe->target,
			       (unsigned long long)probe->def->param);
	case -ENOMEM:
		return pw_fail(err, error, "no memory for tracepoint %s",
			       probe->target);
	default:
		return pw_fail(err, error, "the kernel refused tracepoint %s "
			       "(error %d)", probe->target, -error);
	}
}

const struct pw_probe_ops pw_tracepoint_ops = {
	.last_is_first = true,
	.attach = attach,
	.detach = pw_counter_detach,
};
