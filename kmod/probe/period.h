/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What intervals and profiles share: timers that fire once a period.
 */
#ifndef PW_PERIOD_H
#define PW_PERIOD_H

#include <linux/hrtimer.h>
#include "probe.h"

#define PW_PERIOD_MIN_NS 1000u
#define PW_PERIOD_MAX_NS (1000000000ULL * 86400 * 366)
/* However short a period is, there is this time for something else. */
#define PW_PERIOD_PAUSE_NS 10000u

/*
 * After a hit, in the timer's handler: the next expiry is a period after this
 * one, however late this one was; periods that have passed, or are left out for
 * the pause, count as missed.
 * After exit() there is none, or a short period may keep its CPU from getting
 * to the end.
 */
static __always_inline enum hrtimer_restart
pw_period_next(struct hrtimer *timer, const struct pw_vm *vm, u64 period,
	       u64 *missed)
{
	ktime_t now;
	u64 passed;

	if (READ_ONCE(vm->exiting))
		return HRTIMER_NORESTART;
	now = ktime_get();
	/* Of longer ones the next is always far enough away. */
	if (period < 10 * PW_PERIOD_PAUSE_NS)
		now = ktime_add_ns(now, PW_PERIOD_PAUSE_NS);
	passed = hrtimer_forward(timer, now, ns_to_ktime(period));
	if (passed > 1)
		WRITE_ONCE(*missed, *missed + passed - 1);
	return HRTIMER_RESTART;
}

#endif
