// SPDX-License-Identifier: GPL-2.0
/*
 * The events of perf_event_open(2), with the counts that bpftrace takes for
 * them.
 */
#include <string.h>
#include <linux/perf_event.h>
#include "lang/events.h"

/* Numbers of the kernel's interface that old headers lack. */
#define SW_DUMMY	9
#define SW_BPF_OUTPUT	10

#define SOFTWARE(name, alias, config, count) \
	{ name, alias, PW_PROBE_SOFTWARE, config, count }
#define HARDWARE(name, alias, config, count) \
	{ name, alias, PW_PROBE_HARDWARE, PERF_COUNT_HW_##config, count }

const struct pw_event pw_events[] = {
	HARDWARE("backend-stalls", NULL, STALLED_CYCLES_BACKEND, 1000000),
	HARDWARE("branch-instructions", "branches", BRANCH_INSTRUCTIONS,
		 100000),
	HARDWARE("branch-misses", NULL, BRANCH_MISSES, 100000),
	HARDWARE("bus-cycles", NULL, BUS_CYCLES, 100000),
	HARDWARE("cache-misses", NULL, CACHE_MISSES, 1000000),
	HARDWARE("cache-references", NULL, CACHE_REFERENCES, 1000000),
	HARDWARE("cpu-cycles", "cycles", CPU_CYCLES, 1000000),
	HARDWARE("frontend-stalls", NULL, STALLED_CYCLES_FRONTEND, 1000000),
	HARDWARE("instructions", NULL, INSTRUCTIONS, 1000000),
	HARDWARE("ref-cycles", NULL, REF_CPU_CYCLES, 1000000),
	SOFTWARE("alignment-faults", NULL, PERF_COUNT_SW_ALIGNMENT_FAULTS, 1),
	SOFTWARE("bpf-output", NULL, SW_BPF_OUTPUT, 1),
	SOFTWARE("context-switches", "cs", PERF_COUNT_SW_CONTEXT_SWITCHES,
		 1000),
	SOFTWARE("cpu-clock", "cpu", PERF_COUNT_SW_CPU_CLOCK, 1000000),
	SOFTWARE("cpu-migrations", NULL, PERF_COUNT_SW_CPU_MIGRATIONS, 1),
	SOFTWARE("dummy", NULL, SW_DUMMY, 1),
	SOFTWARE("emulation-faults", NULL, PERF_COUNT_SW_EMULATION_FAULTS, 1),
	SOFTWARE("major-faults", NULL, PERF_COUNT_SW_PAGE_FAULTS_MAJ, 1),
	SOFTWARE("minor-faults", NULL, PERF_COUNT_SW_PAGE_FAULTS_MIN, 100),
	SOFTWARE("page-faults", "faults", PERF_COUNT_SW_PAGE_FAULTS, 100),
	SOFTWARE("task-clock", NULL, PERF_COUNT_SW_TASK_CLOCK, 1),
};

const size_t pw_n_events = sizeof(pw_events) / sizeof(pw_events[0]);

const struct pw_event *pw_event_find(enum pw_probe_kind kind, const char *name)
{
	for (size_t i = 0; i < pw_n_events; i++) {
		const struct pw_event *event = &pw_events[i];

		if (event->kind == kind &&
		    (!strcmp(name, event->name) ||
		     (event->alias && !strcmp(name, event->alias))))
			return event;
	}
	return NULL;
}
