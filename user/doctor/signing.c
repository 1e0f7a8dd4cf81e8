/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Whether the kernel takes modules that nobody signed: Secure Boot, lockdown,
 * and its own setting.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "doctor/doctor.h"
#include "doctor/place.h"

#define ABOUT	"signing"

/* An EFI variable: four bytes of attributes, then its value. */
static bool is_secure_boot(const struct pw_doctor *d)
{
	unsigned char value[5] = "";
	char path[PW_PATH_MAX];
	ssize_t n;
	int fd;

	pw_place_path(d, path, "/sys/firmware/efi/efivars/SecureBoot-"
		      "8be4df61-93ca-11d2-aa0d-00e098032b8c");
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, value, sizeof(value));
	close(fd);
	return n == sizeof(value) && value[4] == 1;
}

static void lockdown(struct pw_doctor *d)
{
	char line[128];

	if (!pw_place_line(d, "/sys/kernel/security/lockdown", line,
			   sizeof(line)))
		return;
	if (strstr(line, "[confidentiality]")) {
		pw_doctor_add(d, PW_HEALTH_PROBLEM, ABOUT, "the kernel is "
			      "locked down for confidentiality: it refuses "
			      "every probe");
		pw_doctor_mend(d, "boot with lockdown=none, or switch Secure "
			       "Boot off");
	} else if (strstr(line, "[integrity]")) {
		pw_doctor_add(d, PW_HEALTH_WARNING, ABOUT, "the kernel is "
			      "locked down for integrity: it loads signed "
			      "modules only");
	} else {
		pw_doctor_add(d, PW_HEALTH_OK, ABOUT, "no lockdown");
	}
}

void pw_doctor_signing(struct pw_doctor *d)
{
	bool is_secure = is_secure_boot(d);
	char line[16] = "";

	lockdown(d);
	pw_place_line(d, "/sys/module/module/parameters/sig_enforce", line,
		      sizeof(line));
	if (*line != 'Y' && !is_secure) {
		pw_doctor_add(d, PW_HEALTH_OK, ABOUT,
			      "modules need no signature");
		return;
	}
	pw_doctor_add(d, PW_HEALTH_WARNING, ABOUT, "%s: only signed modules "
		      "are loaded", *line == 'Y' ? "signatures are enforced" :
		      "Secure Boot is on");
	pw_doctor_mend(d, "enrol a key with mokutil --import and let DKMS sign "
		       "with it, or switch Secure Boot off");
}
