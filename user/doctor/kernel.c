/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the kernel must be able to do, and what it lets be seen.
 */
#include <stdlib.h>
#include <string.h>
#include "doctor/config.h"
#include "doctor/doctor.h"
#include "doctor/place.h"

#define ABOUT	"kernel"
#define KALLSYMS_MAX	(256u << 20)

static void old_release(struct pw_doctor *d)
{
	int major = 0, minor = 0;

	sscanf(d->release, "%d.%d", &major, &minor);
	if (major > 3 || (major == 3 && minor >= 10)) {
		pw_doctor_add(d, PW_HEALTH_OK, ABOUT, "Linux %s", d->release);
		return;
	}
	pw_doctor_add(d, PW_HEALTH_PROBLEM, ABOUT, "Linux %s is too old: 3.10 "
		      "is the oldest that the module is written for",
		      d->release);
	pw_doctor_mend(d, "boot a kernel of 3.10 or newer");
}

/* By the names of functions, where no configuration is kept. */
static bool knows_kprobes(const struct pw_doctor *d)
{
	char *text = pw_place_text(d, "/proc/kallsyms", KALLSYMS_MAX);
	bool is_there = text && strstr(text, " register_kprobe\n");

	free(text);
	return is_there;
}

static void options(struct pw_doctor *d)
{
	static const struct {
		const char *option, *without;
		enum pw_health health;
	} wanted[] = {
		{ "CONFIG_MODULES", "no module can be loaded",
		  PW_HEALTH_PROBLEM },
		{ "CONFIG_KPROBES", "no function can be probed",
		  PW_HEALTH_PROBLEM },
		{ "CONFIG_KALLSYMS", "functions have no names",
		  PW_HEALTH_PROBLEM },
		{ "CONFIG_PERF_EVENTS", "there are no tracepoints, profiles "
		  "and counters", PW_HEALTH_PROBLEM },
		{ "CONFIG_UPROBES", "programs cannot be probed",
		  PW_HEALTH_WARNING },
	};
	char *config = pw_config_text(d);
	size_t i, n = 0;

	if (!config && knows_kprobes(d)) {
		pw_doctor_add(d, PW_HEALTH_OK, ABOUT, "it has kprobes");
		return;
	}
	if (!config) {
		pw_doctor_add(d, PW_HEALTH_WARNING, ABOUT, "what it is built "
			      "with cannot be told: neither /boot/config-%s "
			      "nor a list of its functions is here",
			      d->release);
		return;
	}
	for (i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
		if (pw_config_has(config, wanted[i].option))
			continue;
		n++;
		pw_doctor_add(d, wanted[i].health, ABOUT, "built without %s: "
			      "%s", wanted[i].option, wanted[i].without);
		pw_doctor_mend(d, "boot a kernel that is built with it");
	}
	if (!n)
		pw_doctor_add(d, PW_HEALTH_OK, ABOUT,
			      "it is built with what probes need");
	free(config);
}

static void tracefs(struct pw_doctor *d)
{
	static const char *const places[] = {
		"/sys/kernel/tracing", "/sys/kernel/debug/tracing"
	};
	size_t i;

	for (i = 0; i < 2; i++)
		if (pw_place_exists(d, "%s/events", places[i])) {
			pw_doctor_add(d, PW_HEALTH_OK, "tracefs", "mounted at "
				      "%s", places[i]);
			return;
		}
	/* Others may not even look into it. */
	pw_doctor_add(d, d->uid ? PW_HEALTH_WARNING : PW_HEALTH_PROBLEM,
		      "tracefs", d->uid ? "not mounted, or closed to this "
		      "user" : "not mounted: no tracepoint can be found");
	if (pw_place_exists(d, "/sys/kernel/tracing"))
		pw_doctor_mend(d, "mount -t tracefs nodev "
			       "/sys/kernel/tracing");
	else
		pw_doctor_mend(d, "mount -t debugfs nodev /sys/kernel/debug");
}

static void seen(struct pw_doctor *d)
{
	char line[32];

	if (pw_place_line(d, "/proc/sys/kernel/kptr_restrict", line,
			  sizeof(line)) && atoi(line) >= 2) {
		pw_doctor_add(d, PW_HEALTH_WARNING, "symbols", "kptr_restrict "
			      "is %s: addresses of functions are hidden, "
			      "stacks will have no names", line);
		pw_doctor_mend(d, "sysctl kernel.kptr_restrict=1");
	}
	if (!pw_place_line(d, "/proc/sys/kernel/perf_event_paranoid", line,
			   sizeof(line)))
		return;
	pw_doctor_add(d, PW_HEALTH_OK, "perf", "perf_event_paranoid is %s, "
		      "which does not bind root", line);
}

void pw_doctor_kernel(struct pw_doctor *d)
{
	old_release(d);
	options(d);
	tracefs(d);
	seen(d);
}
