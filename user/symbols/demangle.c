// SPDX-License-Identifier: GPL-2.0
/*
 * See demangle.h. One thread; no locks.
 */
#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>
#include "symbols/demangle.h"

typedef char *demangle_fn(const char *name, char *buf, size_t *size, int *err);

static demangle_fn *find(void)
{
	void *library = dlopen("libstdc++.so.6", RTLD_NOW | RTLD_LOCAL);

	if (!library)
		return NULL;
	return (demangle_fn *)dlsym(library, "__cxa_demangle");
}

const char *pw_demangle(const char *name)
{
	static demangle_fn *demangle;
	static bool is_searched;
	static char *text;
	static size_t size;
	char *longer;
	int err = 0;

	if (name[0] != '_' || name[1] != 'Z')
		return name;
	if (!is_searched) {
		is_searched = true;
		demangle = find();
	}
	if (!demangle)
		return name;
	longer = demangle(name, text, &size, &err);
	if (!longer || err)
		return name;
	text = longer;
	return text;
}
