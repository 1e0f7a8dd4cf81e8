/* SPDX-License-Identifier: GPL-2.0 */
/*
 * -l: what can be probed.
 */
#ifndef PW_COMMAND_LIST_H
#define PW_COMMAND_LIST_H

#include "command/env.h"
#include "command/options.h"

/*
 * Prints the probes that a pattern means: "tracepoint:sock:*", "kprobe:vfs_*",
 * several with commas, "*read*" in all kinds, NULL for everything. An exit
 * code.
 */
int pw_list_pattern(struct pw_env *env, const char *pattern, bool verbose);

/* The probes of a compiled script, but begin and end. */
int pw_list_program(struct pw_env *env, const struct pw_program *prog,
		    bool verbose);

#endif
