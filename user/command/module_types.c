// SPDX-License-Identifier: GPL-2.0
/*
 * BTF of modules; see module_types.h. They are only read when something is
 * found nowhere else, and then all of them: a function does not say whose it
 * is.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "command/module_types.h"

static void add(struct pw_module_types *modules, struct pw_btf *btf)
{
	struct pw_btf **larger;

	if (modules->n == modules->room) {
		modules->room = modules->room ? 2 * modules->room : 64;
		larger = realloc(modules->btf,
				 modules->room * sizeof(*larger));
		if (!larger) {
			pw_btf_close(btf);
			modules->room = modules->n;
			return;
		}
		modules->btf = larger;
	}
	modules->btf[modules->n++] = btf;
}

void pw_module_types_open(struct pw_module_types *modules, const char *dir,
			  const struct pw_btf *kernel)
{
	struct dirent **entries;
	struct pw_btf *btf;
	char path[512];
	int i, n;

	if (modules->is_asked || !kernel)
		return;
	modules->is_asked = true;
	n = scandir(dir, &entries, NULL, alphasort);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, entries[i]->d_name);
		/* One that is cut off, or was built for another kernel. */
		if (*entries[i]->d_name != '.' &&
		    strcmp(entries[i]->d_name, "vmlinux") &&
		    !pw_btf_open(path, kernel, modules->n + 1, &btf))
			add(modules, btf);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
}

void pw_module_types_close(struct pw_module_types *modules)
{
	uint32_t i;

	for (i = 0; i < modules->n; i++)
		pw_btf_close(modules->btf[i]);
	free(modules->btf);
	memset(modules, 0, sizeof(*modules));
}
