/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who asks, and from where: a container shares the host's kernel and sees
 * neither its files nor its modules' sockets.
 */
#include <stdlib.h>
#include <string.h>
#include "doctor/doctor.h"
#include "doctor/place.h"

void pw_doctor_user(struct pw_doctor *d)
{
	if (!d->uid) {
		pw_doctor_add(d, PW_HEALTH_OK, "user", "root");
		return;
	}
	pw_doctor_add(d, PW_HEALTH_PROBLEM, "user", "user %u is not root, and "
		      "only root may trace", d->uid);
	pw_doctor_mend(d, "run it with sudo; what root alone can see is not "
		       "told below");
}

/* What makes one think so, or NULL. */
static const char *container_sign(const struct pw_doctor *d)
{
	char line[64];
	char *text;
	bool is_one;

	if (pw_place_exists(d, "/.dockerenv"))
		return "/.dockerenv";
	if (pw_place_exists(d, "/run/.containerenv"))
		return "/run/.containerenv";
	if (pw_place_line(d, "/run/systemd/container", line, sizeof(line)))
		return "/run/systemd/container";
	text = pw_place_text(d, "/proc/1/cgroup", 65536);
	is_one = text && (strstr(text, "/docker") || strstr(text, "/kubepods") ||
			  strstr(text, "/lxc/"));
	free(text);
	return is_one ? "the cgroup of process 1" : NULL;
}

static bool in_user_namespace(const struct pw_doctor *d)
{
	unsigned long inside, outside, n;
	char line[128];

	return pw_place_line(d, "/proc/self/uid_map", line, sizeof(line)) &&
	       sscanf(line, "%lu %lu %lu", &inside, &outside, &n) == 3 &&
	       (inside || outside || n != 4294967295ul);
}

void pw_doctor_container(struct pw_doctor *d)
{
	const char *sign = container_sign(d);

	if (in_user_namespace(d)) {
		pw_doctor_add(d, PW_HEALTH_PROBLEM, "container", "root here is "
			      "not root of the machine: this is a user "
			      "namespace");
		pw_doctor_mend(d, "run probewire on the host");
	} else if (sign) {
		pw_doctor_add(d, PW_HEALTH_WARNING, "container", "this is a "
			      "container, as %s says", sign);
		pw_doctor_mend(d, "install and load the module on the host, "
			       "and run probewire there, or in a privileged "
			       "container with the host's network namespace");
	} else {
		pw_doctor_add(d, PW_HEALTH_OK, "container", "none");
	}
}
