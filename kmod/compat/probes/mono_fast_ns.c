/* 3.17, el7: CLOCK_MONOTONIC in any context.
 * exported: ktime_get_mono_fast_ns */
#include <linux/hrtimer.h>
#include <linux/timekeeping.h>

u64 pw_probe(void)
{
	return ktime_get_mono_fast_ns();
}
