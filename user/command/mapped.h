/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files of uprobes, mapped while the probes are attached. The kernel puts a
 * breakpoint into a process when that maps the file; where it cannot, it says
 * so to whoever registers a probe, but only for what is mapped already. So what
 * cannot be probed is an error at once, and no probe that never fires.
 */
#ifndef PW_COMMAND_MAPPED_H
#define PW_COMMAND_MAPPED_H

#include "lang/program.h"

struct pw_mapped {
	struct pw_mapping {
		const char *target;	/* of the image: "PATH:FUNCTION" */
		void *base;
		size_t size;
	} *list;
	size_t n;
};

/* What cannot be mapped is left out: the module will find out. */
void pw_mapped_hold(struct pw_mapped *mapped, const struct pw_program *prog);
void pw_mapped_release(struct pw_mapped *mapped);

#endif
