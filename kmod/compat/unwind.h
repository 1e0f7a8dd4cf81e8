/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's unwinder, or where modules have none the chain of frame pointers
 * that the kernels without one are built with.
 */
#ifndef PW_COMPAT_UNWIND_H
#define PW_COMPAT_UNWIND_H

#include <linux/sched.h>

#ifdef PW_HAVE_UNWIND

#include <asm/unwind.h>

#define pw_unwind_state		unwind_state
#define pw_unwind_done(s)	unwind_done(s)
#define pw_unwind_next(s)	unwind_next_frame(s)
#define pw_unwind_address(s)	unwind_get_return_address(s)

/* The frames of callers; from regs, or those at sp and above. */
static __always_inline void pw_unwind_start(struct unwind_state *state,
					    struct pt_regs *regs,
					    unsigned long sp)
{
	unwind_start(state, current, regs, regs ? NULL : (void *)sp);
}

#ifdef CONFIG_FRAME_POINTER
#define PW_UNWIND_BY_FRAMES	1
#else
#define PW_UNWIND_BY_FRAMES	0
#endif

#else

#define PW_UNWIND_BY_FRAMES	1

struct pw_unwind_state {
	unsigned long bp;
	unsigned long address;	/* 0: the end */
};

#define pw_unwind_done(s)	(!(s)->address)
#define pw_unwind_address(s)	((s)->address)

/* Text of kernel and modules lies in the last 2 GB. */
static __always_inline void pw_unwind_next(struct pw_unwind_state *state)
{
	unsigned long frame[2];

	state->address = 0;
	if (state->bp % sizeof(long) ||
	    pw_read_kernel(frame, state->bp, sizeof(frame)))
		return;
	if (frame[1] < (unsigned long)-0x80000000L || frame[0] == state->bp)
		return;
	state->bp = frame[0];
	state->address = frame[1];
}

static __always_inline void pw_unwind_start(struct pw_unwind_state *state,
					    struct pt_regs *regs,
					    unsigned long sp)
{
	state->bp = regs ? regs->bp :
		    (unsigned long)__builtin_frame_address(0);
	do {
		pw_unwind_next(state);
	} while (!regs && state->address && state->bp < sp);
}

#endif
#endif
