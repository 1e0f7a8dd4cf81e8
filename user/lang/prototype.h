/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Functions that the kernel's headers declare: see prototype.c.
 */
#ifndef PW_LANG_PROTOTYPE_H
#define PW_LANG_PROTOTYPE_H

#include "lang/checker.h"

/*
 * A block that uses what is asked for can be one program for probes of that
 * kind on both functions ("f" or "module:f") or raw tracepoints.
 */
bool pw_same_prototype(struct pw_compile *c, enum pw_probe_kind kind,
		       const char *a, const char *b, bool params, bool returns);
/* args.NAME where args are a function's. */
void pw_check_parameter(struct pw_checker *ck, struct pw_expr *e);
/* Of all that can be read; false after an error at e. */
bool pw_parameter_names(struct pw_checker *ck, struct pw_expr *e,
			const char ***names, uint32_t *n);
/* At retval: becomes one of the function's type; false: it is not known. */
bool pw_check_retval(struct pw_checker *ck, struct pw_expr *e);

#endif
