/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Addresses of symbols of the kernel that a script names. Each is looked for
 * once: reading /proc/kallsyms takes longer than a tool may take to start.
 */
#ifndef PW_COMMAND_KADDR_H
#define PW_COMMAND_KADDR_H

#include <stddef.h>
#include <stdint.h>

struct pw_kaddr {
	char *name;
	uint64_t address;
};

struct pw_kaddrs {
	struct pw_kaddr *list;
	size_t n;
};

/* 0, or -errno; -ENOENT: there is none of that name. */
int pw_kaddr_find(struct pw_kaddrs *symbols, const char *name,
		  uint64_t *address);
void pw_kaddr_free(struct pw_kaddrs *symbols);

#endif
