/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Looking where modules are installed.
 */
#include <string.h>
#include "command/kernel_types.h"
#include "doctor/installed.h"

bool pw_installed_find(const struct pw_doctor *d, const char *release,
		       const char *file, char path[PW_PATH_MAX])
{
	static const char *const packed[] = { "", ".xz", ".gz", ".zst" };
	size_t i;

	for (i = 0; i < 4 * PW_N_MODULE_PLACES; i++) {
		snprintf(path, PW_PATH_MAX, "/lib/modules/%s/%s/%s%s", release,
			 pw_module_places[i / 4], file, packed[i % 4]);
		if (pw_place_exists(d, "%s", path))
			return true;
	}
	return false;
}

void pw_installed_other(const struct pw_doctor *d, char *release, size_t size)
{
	size_t n, i;
	char **names;

	*release = '\0';
	n = pw_place_list(d, "/lib/modules", &names);
	for (i = 0; i < n; i++) {
		char path[PW_PATH_MAX];

		if (strcmp(names[i], d->release) &&
		    pw_installed_find(d, names[i], "probewire.ko", path))
			snprintf(release, size, "%s", names[i]);
	}
	pw_place_list_free(names, n);
}
