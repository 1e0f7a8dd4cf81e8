/* 4.5: releasing a counter releases what was inherited from it. */
#include <linux/perf_event.h>

int question(const struct perf_event *event)
{
	return event->state == PERF_EVENT_STATE_DEAD;
}
