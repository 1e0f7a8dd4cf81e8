/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Functions that are never probed, beyond the kernel's own blacklist: those
 * that a hit itself goes through. A probe on one of them could only ever fire
 * inside a probe, or would lead back into itself before the recursion guard is
 * taken. Process context, no locks. The module's own functions are told by
 * their address, in kprobe.c.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include "probe.h"

static const char *const names[] = {
	/* what the engine reads with */
	"copy_from_kernel_nofault",
	"copy_from_kernel_nofault_allowed",
	"probe_kernel_read",
	"__probe_kernel_read",
	"copy_from_user_nmi",
	"copy_user_generic_string",
	"copy_user_generic_unrolled",
	"copy_user_enhanced_fast_string",
	"rep_movs_alternative",
	"memcpy",
	"memset",
	"memcmp",
	"memmove",
	"strlen",
	"__memcpy",
	"__memset",
	"__memmove",
	/* its clock */
	"ktime_get_mono_fast_ns",
	"local_clock",
	"sched_clock",
	"sched_clock_cpu",
	"native_sched_clock",
	"read_tsc",
	"kvm_clock_get_cycles",
	"pvclock_clocksource_read",
	/* how it wakes */
	"irq_work_queue",
	"__irq_work_queue_local",
	"arch_irq_work_raise",
	"native_apic_mem_write",
	/* how a probe gets here */
	"perf_tp_event",
	"perf_swevent_event",
	"perf_trace_buf_alloc",
	"perf_trace_buf_prepare",
	"perf_swevent_get_recursion_context",
	"perf_swevent_put_recursion_context",
	"___perf_sw_event",
	"__perf_event_overflow",
	"kprobe_ftrace_handler",
	"rcu_is_watching",
	"__rcu_is_watching",
};

bool pw_never_probed(const char *function)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(names[i], function))
			return true;
	return false;
}
