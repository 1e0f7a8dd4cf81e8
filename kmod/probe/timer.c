/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Intervals: a timer that runs its program every so often, the first time after
 * one period, on the CPU that started it. Each expiry is a period after the one
 * before, however late the handler ran; periods that passed while it could not
 * run count as missed. The handler runs in a hard interrupt and takes no lock.
 */
#include "compat/irq_regs.h"
#include "period.h"

struct pw_interval {
	struct pw_vm *vm;
	u32 number;
	u64 period;	/* ns */
	u64 missed;
	struct hrtimer timer;
};

static pw_notrace enum hrtimer_restart interval_hit(struct hrtimer *timer)
{
	struct pw_interval *impl =
		container_of(timer, struct pw_interval, timer);
	struct pw_hit hit pw_uninit;

	pw_hit_init(&hit, pw_irq_regs());
	preempt_disable_notrace();
	pw_vm_hit(impl->vm, impl->number, &hit);
	preempt_enable_notrace();
	return pw_period_next(timer, impl->vm, impl->period, &impl->missed);
}

static int attach(struct pw_probe *probe, struct pw_error *err)
{
	u64 period = probe->def->param;
	struct pw_interval *impl;

	if (period < PW_PERIOD_MIN_NS || period > PW_PERIOD_MAX_NS)
		return pw_fail(err, -EINVAL, "an interval is at least %u us "
			       "and at most a year", PW_PERIOD_MIN_NS / 1000);
	impl = pw_alloc(sizeof(*impl));
	if (!impl)
		return pw_fail(err, -ENOMEM, "no memory for an interval");
	impl->vm = probe->vm;
	impl->number = probe->number;
	impl->period = period;
	hrtimer_setup(&impl->timer, interval_hit, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL);
	hrtimer_start(&impl->timer, ns_to_ktime(period), HRTIMER_MODE_REL);
	probe->impl = impl;
	return 0;
}

static void detach(struct pw_probe *probe, struct pw_detach *batch)
{
	struct pw_interval *impl = probe->impl;

	hrtimer_cancel(&impl->timer);
}

static u64 missed(const struct pw_probe *probe)
{
	const struct pw_interval *impl = probe->impl;

	return READ_ONCE(impl->missed);
}

const struct pw_probe_ops pw_interval_ops = {
	.attach = attach,
	.detach = detach,
	.missed = missed,
};
