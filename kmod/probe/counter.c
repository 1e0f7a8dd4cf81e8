/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Perf counters on each CPU; see counter.h. Process context; the list of those
 * that are attached has a lock.
 *
 * When a CPU goes away its counter dies with it; see cpus.c.
 */
#include <linux/cpumask.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include "compat/hotplug_hold.h"
#include "counter.h"
#include "tracer.h"
#include "cpus.h"

static LIST_HEAD(counters);
static DEFINE_MUTEX(counters_lock);

/* A CPU that is not there is no error: it is looked at when it comes. */
static int count_on(struct pw_counter *counter, int cpu)
{
	struct perf_event *event;

	event = perf_event_create_kernel_counter(&counter->attr, cpu, NULL,
						 counter->handler, counter);
	if (!IS_ERR(event))
		counter->event[cpu] = event;
	else if (PTR_ERR(event) != -ENODEV)
		return PTR_ERR(event);
	return 0;
}

static void release(struct pw_counter *counter, int cpu)
{
	if (counter->event[cpu])
		perf_event_release_kernel(counter->event[cpu]);
	counter->event[cpu] = NULL;
}

void pw_counter_renew(int cpu)
{
	struct pw_counter *counter;

	mutex_lock(&counters_lock);
	pw_hotplug_hold();
	list_for_each_entry(counter, &counters, list) {
		release(counter, cpu);
		if (cpu_online(cpu))
			count_on(counter, cpu);
	}
	pw_hotplug_release();
	mutex_unlock(&counters_lock);
}

static void detach(struct pw_counter *counter)
{
	int cpu;

	mutex_lock(&counters_lock);
	list_del(&counter->list);
	mutex_unlock(&counters_lock);
	for_each_possible_cpu(cpu)
		release(counter, cpu);
}

int pw_counter_attach(struct pw_probe *probe,
		      const struct perf_event_attr *attr,
		      perf_overflow_handler_t handler)
{
	struct pw_counter *counter;
	int error = 0;
	int cpu;

	counter = pw_alloc(sizeof(*counter) +
			   nr_cpu_ids * sizeof(counter->event[0]));
	if (!counter)
		return -ENOMEM;
	counter->vm = probe->vm;
	counter->number = probe->number;
	counter->caller = pw_tracer_of(probe->target);
	counter->attr = *attr;
	counter->handler = handler;
	mutex_lock(&counters_lock);
	list_add(&counter->list, &counters);
	pw_hotplug_hold();
	for_each_online_cpu(cpu) {
		error = count_on(counter, cpu);
		if (error)
			break;
	}
	pw_hotplug_release();
	mutex_unlock(&counters_lock);
	if (error) {
		detach(counter);
		pw_sync_hits();
		pw_free(counter);
		return error;
	}
	probe->impl = counter;
	return 0;
}

void pw_counter_detach(struct pw_probe *probe, struct pw_detach *batch)
{
	detach(probe->impl);
}
