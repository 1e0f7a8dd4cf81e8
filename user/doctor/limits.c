/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the machine allows: counters of its processors, memory for rings.
 */
#include <stdlib.h>
#include <string.h>
#include <probewire/protocol.h>
#include "doctor/doctor.h"
#include "doctor/place.h"

/* "0-3,8" has five. */
static unsigned long count_cpus(const char *list)
{
	unsigned long n = 0;

	while (*list) {
		char *end;
		unsigned long from = strtoul(list, &end, 10), to = from;

		if (*end == '-')
			to = strtoul(end + 1, &end, 10);
		n += to - from + 1;
		list = *end == ',' ? end + 1 : "";
	}
	return n;
}

static void rings(struct pw_doctor *d)
{
	unsigned long cpus, free_kb = 0, ring_kb;
	char line[256];
	const char *at;
	char *text;

	if (!pw_place_line(d, "/sys/devices/system/cpu/possible", line,
			   sizeof(line)))
		return;
	cpus = count_cpus(line);
	ring_kb = cpus * PW_RING_DEFAULT / 1024;
	text = pw_place_text(d, "/proc/meminfo", 65536);
	at = text ? strstr(text, "MemFree:") : NULL;
	if (at)
		free_kb = strtoul(at + strlen("MemFree:"), NULL, 10);
	free(text);
	if (free_kb && free_kb < 2 * ring_kb) {
		pw_doctor_add(d, PW_HEALTH_WARNING, "limits", "a run takes %lu "
			      "KB for the rings of %lu CPUs, of %lu KB free",
			      ring_kb, cpus, free_kb);
		pw_doctor_mend(d, "make BPFTRACE_PERF_RB_PAGES smaller");
		return;
	}
	pw_doctor_add(d, PW_HEALTH_OK, "limits", "%d probes, maps of %d "
		      "entries, %lu KB of rings for %lu CPUs", PW_PROBES_MAX,
		      PW_ENTRIES_MAX, ring_kb, cpus);
}

void pw_doctor_limits(struct pw_doctor *d)
{
	if (pw_place_exists(d, "/sys/bus/event_source/devices/cpu"))
		pw_doctor_add(d, PW_HEALTH_OK, "counters", "the processors' "
			      "counters can be used");
	else
		pw_doctor_add(d, PW_HEALTH_OK, "counters", "no counters of the "
			      "processors, as in most virtual machines: "
			      "hardware probes cannot be used");
	rings(d);
}
