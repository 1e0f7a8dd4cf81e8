/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Lists of names: targets that a wildcard means, events to be listed.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "symbols/names.h"

int pw_names_add(struct pw_names *names, const char *name)
{
	char *copy;

	if (names->n == names->room) {
		size_t room = names->room ? names->room * 2 : 64;
		char **larger = realloc(names->name, room * sizeof(*larger));

		if (!larger)
			return -ENOMEM;
		names->name = larger;
		names->room = room;
	}
	copy = strdup(name);
	if (!copy)
		return -ENOMEM;
	names->name[names->n++] = copy;
	return 0;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void pw_names_sort(struct pw_names *names)
{
	size_t i, kept = 0;

	if (!names->n)
		return;
	qsort(names->name, names->n, sizeof(*names->name), compare);
	for (i = 1; i < names->n; i++) {
		if (strcmp(names->name[i], names->name[kept]))
			names->name[++kept] = names->name[i];
		else
			free(names->name[i]);
	}
	names->n = kept + 1;
}

bool pw_names_has(const struct pw_names *names, const char *name)
{
	return names->n && bsearch(&name, names->name, names->n,
				   sizeof(*names->name), compare);
}

void pw_names_free(struct pw_names *names)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		free(names->name[i]);
	free(names->name);
	memset(names, 0, sizeof(*names));
}
