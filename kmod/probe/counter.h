/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What tracepoints and events share: a probe that is an in-kernel perf counter
 * on each CPU, also on those that come later.
 */
#ifndef PW_PROBE_COUNTER_H
#define PW_PROBE_COUNTER_H

#include "compat/perf.h"
#include "probe.h"

/* What a counter's handler finds in overflow_handler_context. */
struct pw_counter {
	struct pw_vm *vm;
	u32 number;		/* of the probe */
	u64 caller;		/* see pw_tracer_of() */
	struct perf_event_attr attr;
	perf_overflow_handler_t handler;
	struct list_head list;		/* counter.c's lock */
	struct perf_event *event[];	/* of each CPU, or NULL */
};

/*
 * Sets probe->impl. 0 or -errno, and then nothing is left behind; the caller
 * says what it means. Process context.
 */
int pw_counter_attach(struct pw_probe *probe,
		      const struct perf_event_attr *attr,
		      perf_overflow_handler_t handler);
/* As in struct pw_probe_ops. */
void pw_counter_detach(struct pw_probe *probe, struct pw_detach *batch);

#endif
