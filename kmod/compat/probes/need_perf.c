/* this kernel is built without perf events or tracepoints */
#include <linux/perf_event.h>

#if !defined(CONFIG_PERF_EVENTS) || !defined(CONFIG_TRACEPOINTS) || \
	!defined(CONFIG_EVENT_TRACING)
#error "no perf events of tracepoints"
#endif
