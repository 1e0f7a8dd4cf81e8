/* 6.13: replaces hrtimer_init(). */
#include <linux/hrtimer.h>

void pw_probe(struct hrtimer *timer,
	      enum hrtimer_restart (*fn)(struct hrtimer *))
{
	hrtimer_setup(timer, fn, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
}
