/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How everything but the engine refuses: one sentence in a struct pw_error.
 * Process context.
 */
#ifndef PW_ERROR_H
#define PW_ERROR_H

#include "engine/error.h"

/* Fills *err, which then names no probe; returns error, a negative errno. */
pw_printf(3, 4)
int pw_fail(struct pw_error *err, int error, const char *fmt, ...);

#endif
