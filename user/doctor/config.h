/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How the kernel was configured, as far as the system keeps that.
 */
#ifndef PW_DOCTOR_CONFIG_H
#define PW_DOCTOR_CONFIG_H

#include <stdbool.h>
#include "doctor/doctor.h"

/* The text of its configuration, to be freed; NULL: it is nowhere. */
char *pw_config_text(const struct pw_doctor *d);
/* Is "CONFIG_KPROBES" y or m? */
bool pw_config_has(const char *text, const char *option);
/* What a module's vermagic says behind the release, for this kernel. */
void pw_config_vermagic(const char *text, char *flags, size_t size);

#endif
