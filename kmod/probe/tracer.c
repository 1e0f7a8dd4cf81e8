/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Finds the functions that count system calls for perf; see tracer.h. They are
 * not exported: a kprobe that never fires tells where they are. Process
 * context; takes a mutex.
 */
#include <linux/kprobes.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include "tracer.h"

static DEFINE_MUTEX(tracers_lock);
static struct tracer {
	const char *name;
	bool is_known;
	u64 address;
} tracers[] = {
	{ "perf_syscall_enter" }, { "perf_syscall_exit" },
};

static u64 find(const char *name)
{
	struct kprobe *kp = pw_alloc(sizeof(*kp));
	u64 address = 0;

	if (!kp)
		return 0;
	kp->symbol_name = name;
	kp->flags = KPROBE_FLAG_DISABLED;
	if (!register_kprobe(kp)) {
		address = (unsigned long)kp->addr;
		unregister_kprobe(kp);
	}
	pw_free(kp);
	return address;
}

u64 pw_tracer_of(const char *target)
{
	struct tracer *tracer;

	if (!strncmp(target, "syscalls:sys_enter_", 19))
		tracer = &tracers[0];
	else if (!strncmp(target, "syscalls:sys_exit_", 18))
		tracer = &tracers[1];
	else
		return 0;
	mutex_lock(&tracers_lock);
	if (!tracer->is_known) {
		tracer->address = find(tracer->name);
		tracer->is_known = true;
	}
	mutex_unlock(&tracers_lock);
	return tracer->address;
}
