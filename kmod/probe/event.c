/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Software and hardware events: in-kernel perf counters that fire once in so
 * many events on a CPU, or of a process. Page faults are a task's, clocks an
 * interrupt's, context switches come with the scheduler's lock held, hardware
 * counters in an NMI. All here is process context.
 */
#include "counter.h"

static int explain(int error, const struct pw_probe *probe, bool is_hardware,
		   struct pw_error *err)
{
	switch (error) {
	case -ENOENT:
	case -EOPNOTSUPP:
	case -EINVAL:
		/* It is not the name that is wrong. */
		return pw_fail(err, -EOPNOTSUPP, is_hardware ?
			       "this machine has no hardware counter for %s" :
			       "this kernel does not count %s", probe->target);
	case -ENOSPC:
	case -EBUSY:
		return pw_fail(err, error, "all counters for %s are in use",
			       probe->target);
	case -ESRCH:
		return pw_fail(err, error, "there is no process %u",
			       probe->def->process);
	case -ENOMEM:
		return pw_fail(err, error, "no memory to count %s",
			       probe->target);
	default:
		return pw_fail(err, error, "the kernel refused to count %s "
			       "(error %d)", probe->target, -error);
	}
}

static int attach(struct pw_probe *probe, struct pw_error *err)
{
	bool is_hardware = probe->def->kind == PW_PROBE_HARDWARE;
	const struct perf_event_attr attr = {
		.type = is_hardware ? PERF_TYPE_HARDWARE : PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = probe->def->event,
		.sample_period = probe->def->param,
	};
	int error = pw_counter_attach(probe, &attr, pw_counter_hit);

	return error ? explain(error, probe, is_hardware, err) : 0;
}

/* Timers and hardware counters fire in the order in which they were started. */
const struct pw_probe_ops pw_clock_ops = {
	.attach = attach,
	.detach = pw_counter_detach,
};

const struct pw_probe_ops pw_event_ops = {
	.last_is_first = true,
	.attach = attach,
	.detach = pw_counter_detach,
};
