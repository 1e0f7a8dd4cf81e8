/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Any of the kernel's tracepoints, syscalls included: an in-kernel perf counter
 * on each CPU, whose overflow handler is given the record as tracefs' format
 * file describes it. The handler runs in any context with preemption off and
 * takes no lock; all else is process context.
 *
 * A tracepoint that is hit inside another one's handler on the same level is
 * dropped by perf, without a count: that is, inside of our own programs.
 *
 * When a CPU goes away its counter dies with it; see cpus.c.
 */
#include <linux/cpumask.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include "compat/hotplug_hold.h"
#include "compat/perf.h"
#include "cpus.h"
#include "probe.h"

struct pw_tracepoint {
	struct pw_vm *vm;
	u32 number;
	u64 id;
	struct list_head list;		/* tracepoints_lock */
	struct perf_event *event[];	/* of each CPU, or NULL */
};

static LIST_HEAD(tracepoints);
static DEFINE_MUTEX(tracepoints_lock);

static pw_notrace void tracepoint_hit(struct perf_event *event,
				      struct perf_sample_data *data,
				      struct pt_regs *regs)
{
	struct pw_tracepoint *impl = event->overflow_handler_context;
	struct pw_hit hit = { NULL };

	hit.rec = pw_perf_record(data, &hit.rec_size);
	pw_vm_hit(impl->vm, impl->number, &hit);
}

/* A CPU that is not there is no error: it is looked at when it comes. */
static int count_on(struct pw_tracepoint *impl, int cpu)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_TRACEPOINT,
		.size = sizeof(attr),
		.config = impl->id,
		.sample_period = 1,
		.sample_type = PERF_SAMPLE_RAW,
	};
	struct perf_event *event;

	event = perf_event_create_kernel_counter(&attr, cpu, NULL,
						 tracepoint_hit, impl);
	if (!IS_ERR(event))
		impl->event[cpu] = event;
	else if (PTR_ERR(event) != -ENODEV)
		return PTR_ERR(event);
	return 0;
}

static void release(struct pw_tracepoint *impl, int cpu)
{
	if (impl->event[cpu])
		perf_event_release_kernel(impl->event[cpu]);
	impl->event[cpu] = NULL;
}

void pw_tracepoint_renew(int cpu)
{
	struct pw_tracepoint *impl;

	mutex_lock(&tracepoints_lock);
	pw_hotplug_hold();
	list_for_each_entry(impl, &tracepoints, list) {
		release(impl, cpu);
		if (cpu_online(cpu))
			count_on(impl, cpu);
	}
	pw_hotplug_release();
	mutex_unlock(&tracepoints_lock);
}

static int explain(int error, const struct pw_probe *probe,
		   struct pw_error *err)
{
	switch (error) {
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

static void detach_impl(struct pw_tracepoint *impl)
{
	int cpu;

	mutex_lock(&tracepoints_lock);
	list_del(&impl->list);
	mutex_unlock(&tracepoints_lock);
	for_each_possible_cpu(cpu)
		release(impl, cpu);
}

static int attach(struct pw_probe *probe, struct pw_error *err)
{
	struct pw_tracepoint *impl;
	int cpu;
	int error = 0;

	impl = pw_alloc(sizeof(*impl) + nr_cpu_ids * sizeof(impl->event[0]));
	if (!impl)
		return explain(-ENOMEM, probe, err);
	impl->vm = probe->vm;
	impl->number = probe->number;
	impl->id = probe->def->param;
	mutex_lock(&tracepoints_lock);
	list_add(&impl->list, &tracepoints);
	pw_hotplug_hold();
	for_each_online_cpu(cpu) {
		error = count_on(impl, cpu);
		if (error)
			break;
	}
	pw_hotplug_release();
	mutex_unlock(&tracepoints_lock);
	if (error) {
		detach_impl(impl);
		pw_sync_hits();
		pw_free(impl);
		return explain(error, probe, err);
	}
	probe->impl = impl;
	return 0;
}

static void detach(struct pw_probe *probe, struct pw_detach *batch)
{
	detach_impl(probe->impl);
}

const struct pw_probe_ops pw_tracepoint_ops = {
	.last_is_first = true,
	.attach = attach,
	.detach = detach,
};
