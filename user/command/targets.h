/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the functions of many kprobes are: with their addresses the module can
 * attach them at once.
 */
#ifndef PW_COMMAND_TARGETS_H
#define PW_COMMAND_TARGETS_H

#include "lang/program.h"

/*
 * Puts into the image what /proc/kallsyms says, if there are enough kprobes for
 * it to pay. What cannot be found stays 0, and is attached by its name.
 */
void pw_targets_locate(struct pw_program *prog);

/* The same from an open file like /proc/kallsyms, for any number of kprobes. */
void pw_targets_locate_in(struct pw_program *prog, int kallsyms);

#endif
