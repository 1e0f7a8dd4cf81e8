/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Perf counters on each CPU or of a process; see counter.h. Process context;
 * the list of those on CPUs has a lock. The handler runs in any context,
 * preemption off, and takes no lock.
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
#include "threads.h"

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
	u32 i;

	if (!counter->is_bound) {
		mutex_lock(&counters_lock);
		list_del(&counter->list);
		mutex_unlock(&counters_lock);
	}
	for (i = 0; i < counter->n_events; i++)
		release(counter, i);
}

static struct pw_counter *make(struct pw_probe *probe, u32 n,
			       const struct perf_event_attr *attr,
			       perf_overflow_handler_t handler)
{
	struct pw_counter *counter;

	counter = pw_alloc(sizeof(*counter) + n * sizeof(counter->event[0]));
	if (!counter)
		return NULL;
	counter->vm = probe->vm;
	counter->number = probe->number;
	counter->n_events = n;
	counter->caller = pw_tracer_of(probe->target);
	counter->attr = *attr;
	counter->handler = handler;
	return counter;
}

/* 0, or -errno: the counter is gone. */
static int finish(struct pw_probe *probe, struct pw_counter *counter, int error)
{
	if (error) {
		detach(counter);
		pw_sync_hits();
		pw_free(counter);
		return error;
	}
	probe->impl = counter;
	return 0;
}

/* Threads may end meanwhile; -ESRCH if all have. */
static int count_of(struct pw_counter *counter,
		    const struct pw_threads *threads)
{
	struct perf_event *event;
	int error = -ESRCH;
	u32 i;

	for (i = 0; i < threads->n; i++) {
		event = perf_event_create_kernel_counter(&counter->attr, -1,
							 threads->task[i],
							 counter->handler,
							 counter);
		if (!IS_ERR(event)) {
			counter->event[i] = event;
			error = 0;
		} else if (PTR_ERR(event) != -ESRCH) {
			return PTR_ERR(event);
		}
	}
	return error;
}

static int attach_to_process(struct pw_probe *probe,
			     const struct perf_event_attr *attr,
			     perf_overflow_handler_t handler)
{
	struct pw_threads threads;
	struct pw_counter *counter;
	int error = pw_threads_get(&threads, probe->def->process);

	if (error)
		return error;
	counter = make(probe, threads.n, attr, handler);
	if (counter) {
		counter->is_bound = true;
		counter->attr.inherit = PW_PERF_INHERITS;
		error = finish(probe, counter, count_of(counter, &threads));
	} else {
		error = -ENOMEM;
	}
	pw_threads_put(&threads);
	return error;
}

static int attach_to_cpus(struct pw_probe *probe,
			  const struct perf_event_attr *attr,
			  perf_overflow_handler_t handler)
{
	struct pw_counter *counter = make(probe, nr_cpu_ids, attr, handler);
	int error = 0;
	int cpu;

	if (!counter)
		return -ENOMEM;
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
	return finish(probe, counter, error);
}

int pw_counter_attach(struct pw_probe *probe,
		      const struct perf_event_attr *attr,
		      perf_overflow_handler_t handler)
{
	return probe->def->process ? attach_to_process(probe, attr, handler) :
	       attach_to_cpus(probe, attr, handler);
}

void pw_counter_detach(struct pw_probe *probe, struct pw_detach *batch)
{
	detach(probe->impl);
}

pw_notrace void pw_counter_hit(struct perf_event *event,
			       struct perf_sample_data *data,
			       struct pt_regs *regs)
{
	struct pw_counter *counter = event->overflow_handler_context;
	struct pw_hit hit pw_uninit;

	pw_hit_init(&hit, regs);
	pw_vm_hit(counter->vm, counter->number, &hit);
}
