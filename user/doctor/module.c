/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The module: the file installed for this kernel, and what is loaded.
 */
#include <string.h>
#include <probewire/version.h>
#include "doctor/installed.h"
#include "doctor/modfile.h"
#include "doctor/package.h"
#include "link/client.h"

#define ABOUT	"module"
#define LOADED	"/sys/module/probewire"

static void not_installed(struct pw_doctor *d)
{
	char other[PW_RELEASE_MAX];
	char package[PW_RELEASE_MAX + 64];

	pw_installed_other(d, other, sizeof(other));
	pw_package_headers(d, d->release, package, sizeof(package));
	/* One that is loaded was loaded by hand. */
	pw_doctor_add(d, d->has_module ? PW_HEALTH_WARNING : PW_HEALTH_PROBLEM,
		      ABOUT, "not installed for %s%s%s", d->release,
		      *other ? ", only for " : "", other);
	pw_doctor_mend(d, "install %s, then make && make install, or with "
		       "DKMS: dkms install probewire/" PW_VERSION " -k %s",
		       package, d->release);
}

/* Compressed by its installer: nothing of it can be told. */
static bool is_compressed(const char *path)
{
	size_t len = strlen(path);

	return len < 3 || strcmp(path + len - 3, ".ko");
}

static void judge_file(struct pw_doctor *d, const char *path,
		       const struct pw_modfile *m)
{
	const char *how = pw_release_difference(m->release, d->release);

	if (how) {
		pw_doctor_add(d, PW_HEALTH_PROBLEM, ABOUT, "%s is built for "
			      "%s (%s), this is %s", path, m->release, how,
			      d->release);
		pw_doctor_mend(d, "build it again with this kernel's headers: "
			       "make && make install");
		return;
	}
	d->has_module = true;
	if (strcmp(m->version, PW_VERSION)) {
		pw_doctor_add(d, PW_HEALTH_WARNING, ABOUT, "%s is of version "
			      "%s, this command of " PW_VERSION, path,
			      m->version);
		pw_doctor_mend(d, "install both of one version");
		return;
	}
	pw_doctor_add(d, PW_HEALTH_OK, ABOUT, "%s, version %s, is built for "
		      "this kernel", path, m->version);
}

/* Is what was loaded another build than what is installed? */
static void compare_loaded(struct pw_doctor *d, const struct pw_modfile *m)
{
	char line[64];

	if (!*m->srcversion ||
	    !pw_place_line(d, LOADED "/srcversion", line, sizeof(line)) ||
	    !strcmp(line, m->srcversion))
		return;
	pw_doctor_add(d, PW_HEALTH_WARNING, ABOUT, "what is loaded is another "
		      "build than what is installed");
	pw_doctor_mend(d, "rmmod probewire && modprobe probewire");
}

static void examine_file(struct pw_doctor *d)
{
	char path[PW_PATH_MAX], full[PW_PATH_MAX];
	struct pw_modfile m;
	const char *why;

	if (!pw_installed_find(d, d->release, "probewire.ko", path)) {
		not_installed(d);
		return;
	}
	if (is_compressed(path)) {
		d->has_module = true;
		pw_doctor_add(d, PW_HEALTH_OK, ABOUT, "%s is there", path);
		return;
	}
	pw_place_path(d, full, "%s", path);
	why = pw_modfile_read(&m, full);
	if (why) {
		pw_doctor_add(d, PW_HEALTH_PROBLEM, ABOUT, "%s %s", path, why);
		pw_doctor_mend(d, "install it again");
	} else {
		judge_file(d, path, &m);
		compare_loaded(d, &m);
	}
	pw_modfile_free(&m);
}

static void not_loaded(struct pw_doctor *d)
{
	pw_doctor_add(d, PW_HEALTH_PROBLEM, ABOUT, "not loaded");
	pw_doctor_mend(d, "modprobe probewire, or insmod probewire.ko where it "
		       "was built; probewire doctor probewire.ko tells whether "
		       "that one fits");
}

static void examine_loaded(struct pw_doctor *d)
{
	const struct pw_module_info *info;
	struct pw_client *client;
	struct pw_link_error error;
	const char *how;

	if (pw_client_open(&client, &error)) {
		pw_doctor_add(d, PW_HEALTH_PROBLEM, ABOUT,
			      "loaded, but of no use: %s", error.text);
		return;
	}
	info = pw_client_module(client);
	how = pw_release_difference(info->release, d->release);
	d->has_module = true;
	pw_doctor_add(d, how ? PW_HEALTH_WARNING : PW_HEALTH_OK, ABOUT,
		      "loaded, version %s, built for %s%s%s", info->version,
		      info->release, how ? ": " : "", how ? how : "");
	if (how)
		pw_doctor_mend(d, "build and install it for %s, then rmmod "
			       "probewire && modprobe probewire", d->release);
	pw_client_close(client);
}

void pw_doctor_module(struct pw_doctor *d)
{
	bool is_loaded = pw_place_exists(d, LOADED);

	if (is_loaded && !*d->root && !d->uid)
		examine_loaded(d);
	else if (is_loaded)
		pw_doctor_add(d, PW_HEALTH_OK, ABOUT, "loaded");
	d->has_module |= is_loaded;
	examine_file(d);
	/* Said once: without a file there is nothing to load. */
	if (!is_loaded && d->has_module)
		not_loaded(d);
}
