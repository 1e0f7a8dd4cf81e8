/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The table of the kernel's types: without it scripts do not know its structs.
 */
#include <errno.h>
#include <string.h>
#include "doctor/installed.h"
#include "doctor/package.h"
#include "types/table.h"

#define ABOUT	"types"

static void judge(struct pw_doctor *d, const char *path,
		  const struct pw_table *table)
{
	const char *of = pw_table_release(table);

	if (!strcmp(of, d->release)) {
		pw_doctor_add(d, PW_HEALTH_OK, ABOUT, "%s is of this kernel",
			      path);
		return;
	}
	pw_doctor_add(d, PW_HEALTH_WARNING, ABOUT, "%s is of %s, this is %s",
		      path, of, d->release);
	pw_doctor_mend(d, "build the module with this kernel's headers: make "
		       "&& make install");
}

void pw_doctor_types(struct pw_doctor *d)
{
	char path[PW_PATH_MAX], full[PW_PATH_MAX];
	struct pw_table *table;
	int err;

	if (!pw_installed_find(d, d->release, "probewire.types", path)) {
		pw_doctor_add(d, PW_HEALTH_WARNING, ABOUT, "there is no type "
			      "table for %s: scripts know only the structs "
			      "that they declare", d->release);
		pw_doctor_mend(d, "make && make install make it and put it "
			       "beside the module");
		return;
	}
	pw_place_path(d, full, "%s", path);
	err = pw_table_open(full, &table);
	if (!err) {
		judge(d, path, table);
		pw_table_close(table);
		return;
	}
	pw_doctor_add(d, PW_HEALTH_WARNING, ABOUT, "%s cannot be used: %s",
		      path, err == -EINVAL ? "it is not a type table" :
		      strerror(-err));
	pw_doctor_mend(d, "make && make install make it anew");
}
