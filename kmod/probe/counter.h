/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What tracepoints, events and watchpoints share: a probe that is in-kernel
 * perf counters: one on each CPU, also on those that come later, or one of each
 * thread of a process, and of what these start where the kernel can take that
 * away again.
 */
#ifndef PW_PROBE_COUNTER_H
#define PW_PROBE_COUNTER_H

#include "compat/perf.h"
#include "probe.h"

/* What a counter's handler finds in overflow_handler_context. */
struct pw_counter {
	struct pw_vm *vm;
	u32 number;		/* of the probe */
	u32 n_events;
	u64 caller;		/* see pw_tracer_of() */
	struct perf_event_attr attr;
	perf_overflow_handler_t handler;
	bool is_bound;		/* to a process */
	struct list_head list;		/* counter.c's lock; not if bound */
	struct perf_event *event[];	/* of each CPU, or thread, or NULL */
};

/*
 * Sets probe->impl. 0 or -errno, and then nothing is left behind; the caller
 * says what it means. -ESRCH: the process that probe->def names is not there.
 * Process context.
 */
int pw_counter_attach(struct pw_probe *probe,
		      const struct perf_event_attr *attr,
		      perf_overflow_handler_t handler);
/* As in struct pw_probe_ops. */
void pw_counter_detach(struct pw_probe *probe, struct pw_detach *batch);

/* The handler of a probe that is only told that it fired, and where. */
void pw_counter_hit(struct perf_event *event, struct perf_sample_data *data,
		    struct pt_regs *regs);

#endif
