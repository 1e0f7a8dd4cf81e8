/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CPU hotplug's differences. pw_hotplug_register(fn) has fn(cpu) called in
 * process context after a CPU came up and when one is about to go down; fn
 * always returns 0.
 */
#ifndef PW_COMPAT_HOTPLUG_H
#define PW_COMPAT_HOTPLUG_H

#include <linux/cpu.h>

#ifdef PW_HAVE_CPUHP
#include <linux/cpuhotplug.h>

static int pw_hotplug_state;

static inline int pw_hotplug_register(int (*fn)(unsigned int cpu))
{
	int state = cpuhp_setup_state_nocalls(CPUHP_AP_ONLINE_DYN,
					      "probewire:online", fn, fn);

	pw_hotplug_state = state;
	return state < 0 ? state : 0;
}

static inline void pw_hotplug_unregister(void)
{
	cpuhp_remove_state_nocalls(pw_hotplug_state);
}

#else

static int (*pw_hotplug_fn)(unsigned int cpu);

static inline int pw_hotplug_notify(struct notifier_block *nb,
				    unsigned long action, void *cpu)
{
	switch (action & ~CPU_TASKS_FROZEN) {
	case CPU_ONLINE:
	case CPU_DOWN_PREPARE:
	case CPU_DOWN_FAILED:
		pw_hotplug_fn((unsigned long)cpu);
	}
	return NOTIFY_OK;
}

static struct notifier_block pw_hotplug_nb = {
	.notifier_call = pw_hotplug_notify,
};

static inline int pw_hotplug_register(int (*fn)(unsigned int cpu))
{
	pw_hotplug_fn = fn;
	return register_cpu_notifier(&pw_hotplug_nb);
}

static inline void pw_hotplug_unregister(void)
{
	unregister_cpu_notifier(&pw_hotplug_nb);
}

#endif
#endif
