/* SPDX-License-Identifier: GPL-2.0 */
/*
 * See kaddr.h.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "command/kaddr.h"
#include "symbols/kallsyms.h"

static int look_up(const char *name, uint64_t *address)
{
	int fd, err;

	fd = pw_kallsyms_open();
	if (fd < 0)
		return fd;
	err = pw_kallsyms_address(fd, name, address);
	close(fd);
	return err;
}

/* Without memory it is looked for again. */
static void keep(struct pw_kaddrs *symbols, const char *name,
		 uint64_t address)
{
	struct pw_kaddr *larger;
	char *copy = strdup(name);

	larger = copy ? realloc(symbols->list,
				(symbols->n + 1) * sizeof(*larger)) : NULL;
	if (!larger) {
		free(copy);
		return;
	}
	symbols->list = larger;
	symbols->list[symbols->n].name = copy;
	symbols->list[symbols->n++].address = address;
}

int pw_kaddr_find(struct pw_kaddrs *symbols, const char *name,
		  uint64_t *address)
{
	size_t i;
	int err;

	for (i = 0; i < symbols->n; i++)
		if (!strcmp(symbols->list[i].name, name)) {
			*address = symbols->list[i].address;
			return 0;
		}
	err = look_up(name, address);
	if (!err)
		keep(symbols, name, *address);
	return err;
}

void pw_kaddr_free(struct pw_kaddrs *symbols)
{
	size_t i;

	for (i = 0; i < symbols->n; i++)
		free(symbols->list[i].name);
	free(symbols->list);
}
