/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Types and functions of the kernel's modules, from the BTF that each brings
 * along.
 */
#ifndef PW_COMMAND_MODULE_TYPES_H
#define PW_COMMAND_MODULE_TYPES_H

#include "types/btf.h"

struct pw_module_types {
	struct pw_btf **btf;		/* sorted by the modules' names */
	uint32_t n, room;
	bool is_asked;
};

/* Reads them all, if that is still to be done, from that directory. */
void pw_module_types_open(struct pw_module_types *modules, const char *dir,
			  const struct pw_btf *kernel);
void pw_module_types_close(struct pw_module_types *modules);

#endif
