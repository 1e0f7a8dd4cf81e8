/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The headers that the module is built with: are they there, of exactly this
 * kernel, and ready? Once a fitting module is there they are only wanted for
 * the next build.
 */
#include <stdlib.h>
#include <string.h>
#include "doctor/package.h"
#include "doctor/place.h"

#define ABOUT	"headers"

static void fault(struct pw_doctor *d, const char *what)
{
	char text[512];

	pw_doctor_add(d, d->has_module ? PW_HEALTH_WARNING : PW_HEALTH_PROBLEM,
		      ABOUT, "%s", what);
	pw_package_install(d, d->release, text, sizeof(text));
	pw_doctor_mend(d, "%s", text);
}

/* What the headers say that they are of; "" if they do not. */
static void read_release(const struct pw_doctor *d, const char *dir,
			 char *release, size_t size)
{
	char path[PW_PATH_MAX + 64];
	char *text, *at;

	*release = '\0';
	snprintf(path, sizeof(path), "%s/include/generated/utsrelease.h", dir);
	text = pw_place_text(d, path, 65536);
	at = text ? strstr(text, "UTS_RELEASE \"") : NULL;
	if (at) {
		at += strlen("UTS_RELEASE \"");
		snprintf(release, size, "%.*s", (int)strcspn(at, "\"\n"), at);
	}
	free(text);
	if (*release)
		return;
	snprintf(path, sizeof(path), "%s/include/config/kernel.release", dir);
	pw_place_line(d, path, release, size);
}

/* What a build needs and a tree that nobody prepared lacks, or NULL. */
static const char *unprepared(const struct pw_doctor *d, const char *dir)
{
	static const char *const files[] = {
		"Makefile", ".config", "include/generated/autoconf.h",
		"scripts/mod/modpost",
	};
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (!pw_place_exists(d, "%s/%s", dir, files[i]))
			return files[i];
	return NULL;
}

/* Debian's .config is beside another directory's files. */
static void examine_tree(struct pw_doctor *d, const char *dir)
{
	char release[PW_RELEASE_MAX], what[PW_PATH_MAX + 512];
	const char *missing, *how;

	read_release(d, dir, release, sizeof(release));
	how = pw_release_difference(release, d->release);
	missing = unprepared(d, dir);
	if (*release && how) {
		snprintf(what, sizeof(what), "%s is of %s (%s), this is %s",
			 dir, release, how, d->release);
		fault(d, what);
	} else if (missing || !*release) {
		snprintf(what, sizeof(what), "%s is not ready to build with: "
			 "it has no %s", dir, missing ? missing :
			 "include/generated/utsrelease.h");
		fault(d, what);
	} else if (!pw_place_exists(d, "%s/Module.symvers", dir)) {
		pw_doctor_add(d, PW_HEALTH_WARNING, ABOUT, "%s has no "
			      "Module.symvers: what is built has no symbol "
			      "versions", dir);
		pw_doctor_mend(d, "build the kernel there once, or take the "
			       "distribution's headers");
	} else {
		pw_doctor_add(d, PW_HEALTH_OK, ABOUT, "%s is of this kernel",
			      dir);
	}
}

static void build_tools(struct pw_doctor *d)
{
	static const char *const tools[] = { "gcc", "make" };
	size_t i;

	for (i = 0; i < 2; i++) {
		if (pw_place_exists(d, "/usr/bin/%s", tools[i]) ||
		    pw_place_exists(d, "/bin/%s", tools[i]) ||
		    pw_place_exists(d, "/usr/local/bin/%s", tools[i]))
			continue;
		pw_doctor_add(d, d->has_module ? PW_HEALTH_WARNING :
			      PW_HEALTH_PROBLEM, ABOUT,
			      "there is no %s to build with", tools[i]);
		pw_doctor_mend(d, "install %s", tools[i]);
	}
}

void pw_doctor_headers(struct pw_doctor *d)
{
	char at[PW_PATH_MAX], target[PW_PATH_MAX], what[3 * PW_PATH_MAX];
	char link[PW_PATH_MAX];

	snprintf(link, sizeof(link), "/lib/modules/%s/build", d->release);
	strcpy(at, link);
	if (pw_place_follow(d, at, target)) {
		examine_tree(d, at);
	} else if (*target) {
		snprintf(what, sizeof(what), "%s leads to %s, which is not "
			 "there", link, target);
		fault(d, what);
	} else {
		snprintf(what, sizeof(what), "there is no %s", link);
		fault(d, what);
	}
	build_tools(d);
}
