/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Watchpoints: the processor's own breakpoints, in perf counters that fire each
 * time. Process context; a hit comes from the debug exception, in whatever
 * context the memory was used.
 */
#include <linux/hw_breakpoint.h>
#include "counter.h"

static int explain(int error, const struct pw_probe *probe,
		   struct pw_error *err)
{
	const struct pw_probe_def *def = probe->def;

	switch (error) {
	case -ENOENT:
	case -EOPNOTSUPP:
		return pw_fail(err, -EOPNOTSUPP, "this machine has no hardware "
			       "breakpoints");
	case -ENOSPC:
		return pw_fail(err, error, "the processor has no hardware "
			       "breakpoint left for %s", probe->target);
	case -EINVAL:
		if (def->address & (def->param - 1))
			return pw_fail(err, error, "the processor watches %u "
				       "bytes only at a multiple of that, "
				       "which %s is not", (u32)def->param,
				       probe->target);
		return pw_fail(err, error, "the kernel lets nobody watch %s",
			       probe->target);
	case -ESRCH:
		return pw_fail(err, error, "there is no process %u",
			       def->process);
	default:
		return pw_fail(err, error, "the kernel refused to watch %s "
			       "(error %d)", probe->target, -error);
	}
}

static int attach(struct pw_probe *probe, struct pw_error *err)
{
	const struct pw_probe_def *def = probe->def;
	/* What is run is watched by its first byte; that is its length. */
	bool is_code = def->event & HW_BREAKPOINT_X;
	const struct perf_event_attr attr = {
		.type = PERF_TYPE_BREAKPOINT,
		.size = sizeof(attr),
		.bp_type = def->event,
		.bp_addr = def->address,
		.bp_len = is_code ? sizeof(long) : def->param,
		.sample_period = 1,
	};
	int error = pw_counter_attach(probe, &attr, pw_counter_hit);

	return error ? explain(error, probe, err) : 0;
}

const struct pw_probe_ops pw_watchpoint_ops = {
	.attach = attach,
	.detach = pw_counter_detach,
};
