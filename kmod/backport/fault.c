/* SPDX-License-Identifier: GPL-2.0 */
/*
 * exceptions:page_fault_user, which Linux has from 3.14 on, and RHEL's from 7.0
 * on: __do_page_fault() was called for a fault of a process. kprobes may not be
 * there, callbacks of ftrace may.
 *
 * The address of the fault is in CR2. Kernels before 3.14 read it behind the
 * function's entry, and a program that reads a process's memory may fault
 * itself: so it is put back. The handler runs with preemption and interrupts
 * off, in a process's own context, and takes no lock.
 */
#include "backport.h"

#ifdef PW_BACKPORT_PAGE_FAULT

struct record {
	struct pw_record_common common;
	u64 address;
	u64 ip;
	u64 error_code;
};

static const char format[] = PW_FORMAT("exceptions:page_fault_user",
	PW_FIELD("unsigned long address", 8, 8, 0)
	PW_FIELD("unsigned long ip", 16, 8, 0)
	PW_FIELD("unsigned long error_code", 24, 8, 0));

/* __do_page_fault(regs, error_code, ...) */
static pw_notrace void fault_hit(struct pw_hooks *hooks, struct pw_hit *hit,
				 const struct pt_regs *regs)
{
	struct pt_regs *fault = (void *)(unsigned long)pw_arg(regs, 0);
	unsigned long cr2 = read_cr2();
	struct record rec;

	if (!user_mode(fault))
		return;
	rec.address = cr2;
	rec.ip = fault->ip;
	rec.error_code = pw_arg(regs, 1);
	/* As at a tracepoint: the stack is that of the kernel from here on. */
	pw_hit_init(hit, NULL);
	pw_hooks_report(hooks, hit, &rec, sizeof(rec));
	write_cr2(cr2);
}

static const struct pw_hook hooks[] = {
	{ .function = "__do_page_fault", .by_ftrace = true,
	  .entry = fault_hit },
	{ NULL }
};

const struct pw_backport pw_backport_page_fault_user = {
	.name = "exceptions:page_fault_user",
	.format = format,
	.hooks = hooks,
};

#endif
