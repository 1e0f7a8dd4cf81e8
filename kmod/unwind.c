/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stacks of the kernel and of processes, as the kernel's own perf takes them:
 * kernel frames by the kernel's unwinder, a process's by its frame pointers and
 * without paging anything in. Any context, preemption off; takes no lock.
 *
 * Where a probe has the registers of what it interrupted, the stack begins
 * there. Tracepoints' counters give registers that only say where they were
 * called; these have no flags set, what a processor never does. Others have
 * none: then our own frames are left away.
 */
#include <linux/module.h>
#include <linux/ptrace.h>
#include <asm/segment.h>
#include "engine/env.h"
#include "compat/unwind.h"

#define EFLAGS_FIXED	2u	/* set in every processor's flags */

static __always_inline bool is_ours(unsigned long address)
{
	return within_module_core(address, THIS_MODULE);
}

/*
 * At a function's first instruction its caller is only at the top of the stack:
 * the chain of frame pointers begins one further.
 */
static pw_notrace u32 add_caller(const struct pt_regs *regs, u64 *to)
{
	unsigned long address;

	if (pw_read_kernel(&address, regs->sp, sizeof(address)))
		return 0;
	*to = address;
	return 1;
}

/* Where a stack begins: at regs, or above sp with what is left away. */
struct start {
	struct pt_regs *regs;
	unsigned long sp;
	u64 known;	/* this address is not wanted again */
	u64 behind;	/* frames up to those of this function; or 0 */
};

/* No function that is looked for is longer. */
#define FUNCTION_MAX	4096

static pw_notrace bool is_left_away(struct start *start, unsigned long address)
{
	if (start->regs)
		return false;
	if (!start->behind)
		return address == start->known || is_ours(address);
	if (address - start->behind < FUNCTION_MAX)
		start->behind = 0;
	return true;
}

static pw_notrace u32 walk(struct start *start, u64 *to, u32 max)
{
	struct pw_unwind_state state;
	unsigned long address;
	bool at_begin = true;
	u32 n = 0;

	for (pw_unwind_start(&state, start->regs, start->sp);
	     n < max && !pw_unwind_done(&state); pw_unwind_next(&state)) {
		address = pw_unwind_address(&state);
		if (!address)
			break;
		if (at_begin && is_left_away(start, address))
			continue;
		at_begin = false;
		to[n++] = address;
	}
	return n;
}

static pw_notrace u32 from_processor(struct pt_regs *regs, u64 ip,
				     u32 at_entry, u64 *to, u32 max)
{
	struct start start = { .regs = regs };
	struct pt_regs copy;
	u32 n = 1;

	if (ip && ip != regs->ip) {
		copy = *regs;
		copy.ip = ip;
		start.regs = &copy;
	}
	*to = start.regs->ip;
	if (PW_UNWIND_BY_FRAMES && at_entry && n < max)
		n += add_caller(regs, to + n);
	return n + walk(&start, to + n, max - n);
}

static pw_notrace u32 from_tracepoint(const struct pt_regs *regs, u64 *to,
				      u32 max)
{
	struct start start = { .sp = regs->sp, .known = regs->ip };

	*to = regs->ip;
	return 1 + walk(&start, to + 1, max - 1);
}

static pw_notrace u32 from_here(u64 function, u64 *to, u32 max)
{
	struct start start = {
		.sp = (unsigned long)__builtin_frame_address(0),
		.behind = function
	};
	u32 n = walk(&start, to, max);

	/* The function is not there, or not one of these. */
	if (!n && start.behind) {
		start.behind = 0;
		n = walk(&start, to, max);
	}
	return n;
}

pw_notrace u32 pw_kernel_stack(struct pt_regs *regs, u64 ip, u32 at_entry,
			       u64 *to, u32 max)
{
	if (!regs)
		return from_here(ip, to, max);
	if (user_mode(regs))
		return 0;
	if (regs->flags & EFLAGS_FIXED)
		return from_processor(regs, ip, at_entry, to, max);
	return from_tracepoint(regs, to, max);
}

/* A frame of a process: where the next one is, and where this returns to. */
static pw_notrace bool read_frame(u64 *fp, u64 *address, bool is_compat)
{
	u64 frame[2];
	u32 narrow[2];

	if (!is_compat) {
		if (pw_read_user(frame, *fp, sizeof(frame)))
			return false;
	} else {
		if (pw_read_user(narrow, (u32)*fp, sizeof(narrow)))
			return false;
		frame[0] = narrow[0];
		frame[1] = narrow[1];
	}
	if (frame[0] == *fp || !pw_is_user(frame[1]))
		return false;
	*fp = frame[0];
	*address = frame[1];
	return true;
}

/* The caller's frame is not made yet: see add_caller(). */
static pw_notrace u32 add_user_caller(const struct pt_regs *regs, u64 *to,
				      bool is_compat)
{
	u64 address = 0;

	if (pw_read_user(&address, regs->sp, is_compat ? 4 : 8) ||
	    !pw_is_user(address))
		return 0;
	*to = address;
	return 1;
}

pw_notrace u32 pw_user_stack(const struct pt_regs *hit, u32 at_entry, u64 *to,
			     u32 max)
{
	const struct pt_regs *regs = task_pt_regs(current);
	bool is_in_user = hit && user_mode((struct pt_regs *)hit);
	bool is_compat;
	u64 fp;
	u32 n = 1;

	/* Older kernels leave those of a debug exception where they came. */
	if (is_in_user)
		regs = hit;
	/* A kernel thread has only somebody's whom it runs after. */
	if (!current->mm || current->flags & PF_KTHREAD ||
	    !user_mode((struct pt_regs *)regs))
		return 0;
	is_compat = regs->cs == __USER32_CS;
	fp = regs->bp;
	*to = regs->ip;
	if (at_entry && n < max && is_in_user)
		n += add_user_caller(regs, to + n, is_compat);
	while (n < max && read_frame(&fp, &to[n], is_compat))
		n++;
	return n;
}
