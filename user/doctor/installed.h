/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is installed for a kernel.
 */
#ifndef PW_DOCTOR_INSTALLED_H
#define PW_DOCTOR_INSTALLED_H

#include "doctor/place.h"

/* The path of a file, compressed or not, where modules of that kernel are
 * installed; as the root's system says it. False: it is not there. */
bool pw_installed_find(const struct pw_doctor *d, const char *release,
		       const char *file, char path[PW_PATH_MAX]);

/* The kernel whose module is installed, other than this: "" if there is none. */
void pw_installed_other(const struct pw_doctor *d, char *release, size_t size);

#endif
