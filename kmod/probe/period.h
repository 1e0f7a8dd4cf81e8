/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What intervals and profiles share: timers that fire once a period.
 */
#ifndef PW_PERIOD_H
#define PW_PERIOD_H

#include <linux/hrtimer.h>
#include "probe.h"

/* A shorter one leaves a slow machine no time for anything else. */
#define PW_PERIOD_MIN_NS 10000u
#define PW_PERIOD_MAX_NS (1000000000ULL * 86400 * 366)

/*
 * After a hit, in the timer's handler: the next expiry is a period after this
 * one, however late this one was; periods that have passed count as missed.
 * After exit() there is none, or a short period may keep its CPU from getting
 * to the end.
 */
static __always_inline enum hrtimer_restart
pw_period_next(struct hrtimer *timer, const struct pw_vm *vm, u64 period,
	       u64 *missed)
{
	u64 passed;

	if (READ_ONCE(vm->exiting))
		return HRTIMER_NORESTART;
	passed = hrtimer_forward_now(timer, ns_to_ktime(period));
	if (passed > 1)
		WRITE_ONCE(*missed, *missed + passed - 1);
	return HRTIMER_RESTART;
}

#endif
