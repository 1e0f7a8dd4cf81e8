/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Software and hardware events that the kernel counts, by bpftrace's names.
 */
#ifndef PW_LANG_EVENTS_H
#define PW_LANG_EVENTS_H

#include <stddef.h>
#include <stdint.h>
#include <probewire/image.h>

struct pw_event {
	const char *name;
	const char *alias;		/* or NULL */
	enum pw_probe_kind kind;	/* SOFTWARE or HARDWARE */
	uint32_t config;		/* as in struct perf_event_attr */
	uint64_t count;			/* fires once in so many, if the script
					 * does not say */
};

/* By kind, then by name. */
extern const struct pw_event pw_events[];
extern const size_t pw_n_events;

/* By name or alias; NULL: there is none. */
const struct pw_event *pw_event_find(enum pw_probe_kind kind, const char *name);

#endif
