// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel's text symbols by address. Of several names for one address the
 * first of the file stays, as it does in most tools.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "symbols/addresses.h"
#include "symbols/kallsyms.h"

static int make_room(struct pw_addresses *a, size_t bytes)
{
	size_t room = a->room ? 2 * a->room : 4096;
	size_t size = a->size ? 2 * a->size : 65536;
	void *larger;

	if (a->n == a->room) {
		larger = realloc(a->list, room * sizeof(*a->list));
		if (!larger)
			return -ENOMEM;
		a->list = larger;
		a->room = room;
	}
	if (a->size - a->used >= bytes)
		return 0;
	while (size - a->used < bytes)
		size *= 2;
	larger = realloc(a->names, size);
	if (!larger)
		return -ENOMEM;
	a->names = larger;
	a->size = size;
	return 0;
}

static int add(void *ctx, const struct pw_ksym *sym)
{
	size_t len = strlen(sym->name) + 1;
	struct pw_addresses *a = ctx;
	int err;

	if (!sym->address)
		return 0;
	err = make_room(a, len);
	if (err)
		return err;
	memcpy(a->names + a->used, sym->name, len);
	a->list[a->n].address = sym->address;
	a->list[a->n++].name = a->used;
	a->used += len;
	return 0;
}

/* Names are in the order of the file. */
static int compare(const void *x, const void *y)
{
	const struct pw_address *a = x, *b = y;

	if (a->address != b->address)
		return a->address < b->address ? -1 : 1;
	return a->name < b->name ? -1 : a->name > b->name;
}

int pw_addresses_load(struct pw_addresses *a, int fd)
{
	int err = pw_kallsyms_scan(fd, add, a);

	a->is_loaded = true;
	if (err < 0)
		return err;
	qsort(a->list, a->n, sizeof(*a->list), compare);
	return 0;
}

void pw_addresses_free(struct pw_addresses *a)
{
	free(a->list);
	free(a->names);
	memset(a, 0, sizeof(*a));
}

const char *pw_addresses_find(struct pw_addresses *a, uint64_t address,
			      uint64_t *offset)
{
	size_t low = 0, high, middle;
	int fd;

	if (!a->is_loaded) {
		a->is_loaded = true;
		fd = pw_kallsyms_open();
		if (fd >= 0) {
			pw_addresses_load(a, fd);
			close(fd);
		}
	}
	/* The last one that does not begin behind the address. */
	for (high = a->n; low < high;) {
		middle = low + (high - low) / 2;
		if (a->list[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return NULL;
	address -= a->list[low - 1].address;
	while (low > 1 && a->list[low - 2].address ==
	       a->list[low - 1].address)
		low--;
	*offset = address;
	return a->names + a->list[low - 1].name;
}
