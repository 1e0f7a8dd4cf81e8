/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What patterns and names of functions and raw tracepoints stand for on this
 * machine.
 */
#ifndef PW_COMMAND_SOURCES_H
#define PW_COMMAND_SOURCES_H

#include <stdbool.h>
#include "link/client.h"
#include "symbols/names.h"

/* All functions, kept from the second question about a single one on: a script
 * may name hundreds. Zero-initialised; pw_names_free(&names). */
struct pw_known_functions {
	struct pw_names names;
	unsigned int n_asked;
};

/*
 * Functions, "f" or "module:f" as the pattern is, sorted. `traceable` is a file
 * like tracefs' available_filter_functions, which then says what there is; or
 * NULL: kallsyms does, and of a wildcard's functions only those are taken that
 * tracefs (a file descriptor, or -errno) calls traceable. 0 or -errno.
 */
int pw_sources_functions(const char *traceable, int tracefs,
			 struct pw_known_functions *known,
			 const char *pattern, struct pw_names *out);

/*
 * Raw tracepoints that a pattern means, "module:name", sorted. Without the
 * module (client is NULL) those that tracefs (a file descriptor, or -errno)
 * has, as if all were the kernel's own. 0 or -errno.
 */
int pw_sources_raw(struct pw_client *client, int tracefs, const char *pattern,
		   struct pw_names *out);

/* Is this module loaded? vmlinux always is. */
bool pw_module_is_loaded(const char *name);

#endif
