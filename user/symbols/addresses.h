/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Names for addresses of the kernel's text. /proc/kallsyms is read when the
 * first one is asked for, and again never.
 */
#ifndef PW_SYMBOLS_ADDRESSES_H
#define PW_SYMBOLS_ADDRESSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pw_address {
	uint64_t address;
	size_t name;		/* offset in names */
};

struct pw_addresses {
	bool is_loaded;
	struct pw_address *list;	/* sorted */
	size_t n, room;
	char *names;			/* one behind the other */
	size_t used, size;
};

/* Of a file like /proc/kallsyms, in place of the kernel's. 0 or -errno. */
int pw_addresses_load(struct pw_addresses *a, int fd);
void pw_addresses_free(struct pw_addresses *a);

/* The symbol that the address is in, and how far; NULL if there is none, or the
 * kernel hides its addresses. Valid until the next call of load or free. */
const char *pw_addresses_find(struct pw_addresses *a, uint64_t address,
			      uint64_t *offset);

#endif
