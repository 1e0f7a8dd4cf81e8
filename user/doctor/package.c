/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Names of packages. The release tells the flavour (3.10.0-1160.el7.x86_64
 * .debug; since EL8 +debug), /etc/os-release the distribution.
 */
#include <stdlib.h>
#include <string.h>
#include "doctor/package.h"
#include "doctor/place.h"

enum family { DEBIAN, UBUNTU, REDHAT, CENTOS, SUSE, UNKNOWN };

/* Of a line NAME=value or NAME="value". */
static void os_value(const char *text, const char *name, char *value,
		     size_t size)
{
	const char *line = text;
	size_t len = strlen(name);

	value[0] = '\0';
	while (line) {
		if (!strncmp(line, name, len) && line[len] == '=') {
			line += len + 1;
			line += *line == '"';
			snprintf(value, size, "%.*s",
				 (int)strcspn(line, "\"\n"), line);
			return;
		}
		line = strchr(line, '\n');
		line += line != NULL;
	}
}

static enum family family_of(const struct pw_doctor *d, const char *release)
{
	char *text = pw_place_text(d, "/etc/os-release", 65536);
	char id[128] = "", like[128] = "";

	if (!text)
		text = pw_place_text(d, "/usr/lib/os-release", 65536);
	if (text) {
		os_value(text, "ID", id, sizeof(id));
		os_value(text, "ID_LIKE", like, sizeof(like));
		free(text);
	}
	if (!strcmp(id, "ubuntu") || strstr(like, "ubuntu"))
		return UBUNTU;
	if (!strcmp(id, "debian") || strstr(like, "debian"))
		return DEBIAN;
	if (!strcmp(id, "centos"))
		return CENTOS;
	if (strstr(id, "suse") || !strcmp(id, "sles") || strstr(like, "suse"))
		return SUSE;
	if (!strcmp(id, "openEuler") || !strcmp(id, "fedora") ||
	    !strcmp(id, "rhel") || strstr(like, "rhel") ||
	    strstr(like, "fedora") || strstr(release, ".el") ||
	    strstr(release, ".fc"))
		return REDHAT;
	return UNKNOWN;
}

/* The length of a release without its flavour, which *flavour points to. */
static size_t base_of(const char *release, const char **flavour)
{
	const char *end = strchr(release, '+');
	const char *arch = strstr(release, ".x86_64.");

	if (end) {
		*flavour = end + 1;
		return (size_t)(end - release);
	}
	if (arch) {
		*flavour = arch + strlen(".x86_64.");
		return (size_t)(arch - release) + strlen(".x86_64");
	}
	*flavour = "";
	return strlen(release);
}

static void rpm_name(const char *release, char *name, size_t size)
{
	const char *flavour;
	int len = (int)base_of(release, &flavour);
	const char *kernel = strstr(release, "uek") ? "kernel-uek" :
			     strstr(release, ".elrepo") ? "kernel-lt" :
			     "kernel";

	snprintf(name, size, "%s%s%s-devel-%.*s", kernel, *flavour ? "-" : "",
		 flavour, len, release);
}

/* SUSE's releases end with their flavour: 5.14.21-150400.24-default. */
static void suse_name(const char *release, char *name, size_t size)
{
	const char *flavour = strrchr(release, '-');

	if (flavour)
		snprintf(name, size, "kernel-%s-devel-%.*s", flavour + 1,
			 (int)(flavour - release), release);
	else
		snprintf(name, size, "kernel-default-devel-%s", release);
}

void pw_package_headers(const struct pw_doctor *d, const char *release,
			char *name, size_t size)
{
	switch (family_of(d, release)) {
	case DEBIAN:
	case UBUNTU:
		snprintf(name, size, "linux-headers-%s", release);
		break;
	case CENTOS:
	case REDHAT:
		rpm_name(release, name, size);
		break;
	case SUSE:
		suse_name(release, name, size);
		break;
	case UNKNOWN:
		snprintf(name, size, "the headers of Linux %s", release);
		break;
	}
}

/* CentOS 7's minor releases, by the number of the kernel they came with. */
static const char *vault_of(const char *release)
{
	static const struct {
		const char *build, *minor;
	} minors[] = {
		{ "123", "7.0.1406" }, { "229", "7.1.1503" },
		{ "327", "7.2.1511" }, { "514", "7.3.1611" },
		{ "693", "7.4.1708" }, { "862", "7.5.1804" },
		{ "957", "7.6.1810" }, { "1062", "7.7.1908" },
		{ "1127", "7.8.2003" }, { "1160", "7.9.2009" },
	};
	size_t i, len;

	if (strncmp(release, "3.10.0-", 7))
		return NULL;
	release += 7;
	len = strcspn(release, ".");
	for (i = 0; i < sizeof(minors) / sizeof(*minors); i++)
		if (strlen(minors[i].build) == len &&
		    !strncmp(minors[i].build, release, len))
			return minors[i].minor;
	return NULL;
}

void pw_package_install(const struct pw_doctor *d, const char *release,
			char *text, size_t size)
{
	enum family family = family_of(d, release);
	const char *minor = vault_of(release);
	char name[PW_RELEASE_MAX + 64];

	pw_package_headers(d, release, name, sizeof(name));
	switch (family) {
	case CENTOS:
		snprintf(text, size, "yum install %s (a retired release's is "
			 "in the vault, vault.centos.org%s%s: os or updates)",
			 name, minor ? ", under " : "", minor ? minor : "");
		break;
	case REDHAT:
		snprintf(text, size, "yum install %s (a retired release's is "
			 "in the distribution's archive or vault)", name);
		break;
	case DEBIAN:
		snprintf(text, size, "apt-get install %s (a retired release's "
			 "is at snapshot.debian.org, a retired Debian's at "
			 "archive.debian.org)", name);
		break;
	case UBUNTU:
		snprintf(text, size, "apt-get install %s (a retired release's "
			 "is at old-releases.ubuntu.com or on Launchpad)",
			 name);
		break;
	case SUSE:
		snprintf(text, size, "zypper install %s (of the same update "
			 "repository as the kernel)", name);
		break;
	case UNKNOWN:
		snprintf(text, size, "install %s, from where the kernel came",
			 name);
		break;
	}
}

const char *pw_release_difference(const char *is, const char *wanted)
{
	const char *flavour, *wanted_flavour;
	size_t len = base_of(is, &flavour);
	size_t wanted_len = base_of(wanted, &wanted_flavour);
	size_t version = strcspn(wanted, "-");

	if (!strcmp(is, wanted))
		return NULL;
	if (len == wanted_len && !strncmp(is, wanted, len))
		return !strcmp(flavour, "debug") ? "its debug flavour" :
		       !strcmp(wanted_flavour, "debug") ?
		       "not its debug flavour" : "another flavour";
	if (!strncmp(is, wanted, version) && strcspn(is, "-") == version)
		return strcmp(flavour, wanted_flavour) ?
		       "another minor release and flavour" :
		       "another minor release";
	return "another kernel";
}
