/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CPUs come and go. The hotplug callback may create or release nothing that
 * probes have on a CPU (it holds what they need), so it only notes the CPU and
 * has a work item do it; a CPU that comes is without probes until then.
 */
#include <linux/cpumask.h>
#include <linux/workqueue.h>
#include "compat/hotplug.h"
#include "cpus.h"
#include "stream.h"

static DECLARE_BITMAP(changed, NR_CPUS);

static void follow_cpus(struct work_struct *work)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		if (!test_and_clear_bit(cpu, changed))
			continue;
		pw_counter_renew(cpu);
		pw_profile_renew(cpu);
	}
}

static DECLARE_WORK(follow_cpus_work, follow_cpus);

static int cpu_changed(unsigned int cpu)
{
	set_bit(cpu, changed);
	queue_work(pw_workqueue, &follow_cpus_work);
	return 0;
}

int pw_cpus_init(void)
{
	return pw_hotplug_register(cpu_changed);
}

void pw_cpus_exit(void)
{
	pw_hotplug_unregister();
	cancel_work_sync(&follow_cpus_work);
}
