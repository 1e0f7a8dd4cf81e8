/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How the parser and the verifier refuse: one sentence in a struct pw_error.
 * Process context.
 */
#ifndef PW_ENGINE_ERROR_H
#define PW_ENGINE_ERROR_H

#include "engine.h"

#define PW_NOWHERE	(~0u)

/* Fills *err; always -EINVAL, to be returned. */
pw_printf(4, 5)
int pw_refuse(struct pw_error *err, u32 probe, u32 insn, const char *fmt, ...);

#endif
