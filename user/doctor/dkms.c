/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What DKMS has made of the module: /var/lib/dkms/probewire/VERSION has the
 * source, and below it a directory for each kernel that it was built for.
 */
#include <string.h>
#include <probewire/version.h>
#include "doctor/doctor.h"
#include "doctor/place.h"

#define ABOUT	"dkms"
#define TREE	"/var/lib/dkms/probewire"

/* A version, or a link kernel-RELEASE-ARCH to what is installed? */
static bool is_version(const char *name)
{
	return strncmp(name, "kernel-", 7) != 0;
}

static bool has_build(const struct pw_doctor *d, const char *version)
{
	return pw_place_exists(d, TREE "/%s/%s/x86_64/module", version,
			       d->release);
}

static void examine_version(struct pw_doctor *d, const char *version)
{
	char path[PW_PATH_MAX], target[PW_PATH_MAX];

	snprintf(path, sizeof(path), TREE "/%s/source", version);
	if (!pw_place_follow(d, path, target)) {
		pw_doctor_add(d, PW_HEALTH_WARNING, ABOUT, "the source of "
			      "version %s is gone: %s", version,
			      *target ? target : path);
		pw_doctor_mend(d, "dkms remove probewire/%s --all, then "
			       "install probewire again", version);
	} else if (has_build(d, version)) {
		pw_doctor_add(d, PW_HEALTH_OK, ABOUT, "version %s is built for "
			      "%s", version, d->release);
	} else if (pw_place_exists(d, TREE "/%s/build/make.log", version)) {
		pw_doctor_add(d, d->has_module ? PW_HEALTH_WARNING :
			      PW_HEALTH_PROBLEM, ABOUT, "a build of version %s "
			      "failed: see " TREE "/%s/build/make.log",
			      version, version);
		pw_doctor_mend(d, "mend what it says, then dkms install "
			       "probewire/%s -k %s", version, d->release);
	} else {
		pw_doctor_add(d, PW_HEALTH_WARNING, ABOUT, "version %s is not "
			      "built for %s", version, d->release);
		pw_doctor_mend(d, "dkms install probewire/%s -k %s", version,
			       d->release);
	}
	if (strcmp(version, PW_VERSION)) {
		pw_doctor_add(d, PW_HEALTH_WARNING, ABOUT, "it has version %s, "
			      "this command is " PW_VERSION, version);
		pw_doctor_mend(d, "install both of one version");
	}
}

void pw_doctor_dkms(struct pw_doctor *d)
{
	size_t n, i, seen = 0;
	char **names;

	n = pw_place_list(d, TREE, &names);
	for (i = 0; i < n; i++)
		if (is_version(names[i])) {
			examine_version(d, names[i]);
			seen++;
		}
	pw_place_list_free(names, n);
	if (!seen)
		pw_doctor_add(d, PW_HEALTH_OK, ABOUT, "it has nothing of "
			      "probewire: for a new kernel, make install by "
			      "hand");
}
