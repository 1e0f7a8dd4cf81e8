/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What bpftrace takes from the environment: BPFTRACE_MAX_STRLEN and others.
 */
#ifndef PW_COMMAND_LIMITS_H
#define PW_COMMAND_LIMITS_H

#include "lang/lang.h"

/* Fills them in. An exit code of report.h; what is wrong is reported. */
int pw_limits_read(struct pw_lang_env *lang);
/* The same, of settings that are for the run. */
int pw_limits_apply(struct pw_program *prog);

#endif
