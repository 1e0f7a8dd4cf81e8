/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Profiles: a timer on each CPU that runs its program every so often there.
 * Each expiry is a period after the one before, however late the handler ran;
 * periods that passed while it could not run count as missed. The handler runs
 * in a hard interrupt and takes no lock; all else is process context.
 *
 * When a CPU goes away the kernel moves its timers to another one. There they
 * find that they are strangers and stop.
 */
#include <linux/cpumask.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/smp.h>
#include "compat/hotplug_hold.h"
#include "compat/irq_regs.h"
#include "cpus.h"
#include "period.h"

struct pw_profile;

struct pw_tick {
	struct pw_profile *profile;
	int cpu;
	u64 missed;
	struct hrtimer timer;
};

struct pw_profile {
	struct pw_vm *vm;
	u32 number;
	u64 period;			/* ns */
	struct list_head list;		/* profiles_lock */
	struct pw_tick tick[];		/* of each CPU */
};

static LIST_HEAD(profiles);
static DEFINE_MUTEX(profiles_lock);

static pw_notrace enum hrtimer_restart tick_hit(struct hrtimer *timer)
{
	struct pw_tick *tick = container_of(timer, struct pw_tick, timer);
	struct pw_profile *profile = tick->profile;
	struct pw_hit hit pw_uninit;

	if (unlikely(tick->cpu != raw_smp_processor_id()))
		return HRTIMER_NORESTART;
	pw_hit_init(&hit, pw_irq_regs());
	preempt_disable_notrace();
	pw_vm_hit(profile->vm, profile->number, &hit);
	preempt_enable_notrace();
	return pw_period_next(timer, profile->vm, profile->period,
			      &tick->missed);
}

/* On the CPU that it is for. */
static void start_tick(void *data)
{
	struct pw_tick *tick = data;

	hrtimer_start(&tick->timer, ns_to_ktime(tick->profile->period),
		      HRTIMER_MODE_REL_PINNED);
}

/* A CPU that has just gone away is no error. */
static void start_on(struct pw_profile *profile, int cpu)
{
	smp_call_function_single(cpu, start_tick, &profile->tick[cpu], 1);
}

void pw_profile_renew(int cpu)
{
	struct pw_profile *profile;

	mutex_lock(&profiles_lock);
	pw_hotplug_hold();
	list_for_each_entry(profile, &profiles, list) {
		hrtimer_cancel(&profile->tick[cpu].timer);
		if (cpu_online(cpu))
			start_on(profile, cpu);
	}
	pw_hotplug_release();
	mutex_unlock(&profiles_lock);
}

static int attach(struct pw_probe *probe, struct pw_error *err)
{
	u64 period = probe->def->param;
	struct pw_profile *profile;
	int cpu;

	if (period < PW_PERIOD_MIN_NS || period > PW_PERIOD_MAX_NS)
		return pw_fail(err, -EINVAL, "a profile's period is at least "
			       "%u us and at most a year",
			       PW_PERIOD_MIN_NS / 1000);
	profile = pw_alloc(sizeof(*profile) +
			   nr_cpu_ids * sizeof(profile->tick[0]));
	if (!profile)
		return pw_fail(err, -ENOMEM, "no memory for a profile");
	profile->vm = probe->vm;
	profile->number = probe->number;
	profile->period = period;
	for_each_possible_cpu(cpu) {
		profile->tick[cpu].profile = profile;
		profile->tick[cpu].cpu = cpu;
		hrtimer_setup(&profile->tick[cpu].timer, tick_hit,
			      CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED);
	}
	mutex_lock(&profiles_lock);
	list_add(&profile->list, &profiles);
	pw_hotplug_hold();
	for_each_online_cpu(cpu)
		start_on(profile, cpu);
	pw_hotplug_release();
	mutex_unlock(&profiles_lock);
	probe->impl = profile;
	return 0;
}

static void detach(struct pw_probe *probe, struct pw_detach *batch)
{
	struct pw_profile *profile = probe->impl;
	int cpu;

	mutex_lock(&profiles_lock);
	list_del(&profile->list);
	mutex_unlock(&profiles_lock);
	for_each_possible_cpu(cpu)
		hrtimer_cancel(&profile->tick[cpu].timer);
}

static u64 missed(const struct pw_probe *probe)
{
	const struct pw_profile *profile = probe->impl;
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(profile->tick[cpu].missed);
	return sum;
}

const struct pw_probe_ops pw_profile_ops = {
	.attach = attach,
	.detach = detach,
	.missed = missed,
};
