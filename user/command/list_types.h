/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Types of the kernel in listings.
 */
#ifndef PW_COMMAND_LIST_TYPES_H
#define PW_COMMAND_LIST_TYPES_H

#include <probewire/image.h>
#include "command/kernel_types.h"

/* "struct sock", "enum *": does it ask for types? */
bool pw_list_is_type(const char *pattern);
/* Those that the pattern means; an exit code. */
int pw_list_types(struct pw_kernel_types *types, const char *pattern,
		  bool verbose);
/* What is known of the function that a probe is on, "f" or "module:f". */
void pw_list_params(struct pw_kernel_types *types, enum pw_probe_kind kind,
		    const char *target);

#endif
