/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which package has a kernel's headers, by name and version, on the
 * distribution that the root is of.
 */
#ifndef PW_DOCTOR_PACKAGE_H
#define PW_DOCTOR_PACKAGE_H

#include "doctor/doctor.h"

/* "kernel-devel-3.10.0-1062.el7.x86_64" */
void pw_package_headers(const struct pw_doctor *d, const char *release,
			char *name, size_t size);

/* A sentence: how to get it, and where it is once it has been retired. */
void pw_package_install(const struct pw_doctor *d, const char *release,
			char *text, size_t size);

/*
 * How two releases differ, in words, or NULL if they do not: "its debug
 * flavour", "another minor release", "another kernel".
 */
const char *pw_release_difference(const char *is, const char *wanted);

#endif
