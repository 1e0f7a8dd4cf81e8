/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What argstr() and retstr() took of a hit, as text: the parameters of a
 * function by name and type, the arguments of a system call as strace shows
 * them.
 */
#ifndef PW_OUTPUT_CALL_H
#define PW_OUTPUT_CALL_H

#include "output/value.h"

/* Does a value of this type fit into its slot? */
bool pw_call_check(const struct pw_type *type);
/* Of any other type nothing. */
void pw_call_text(struct pw_buf *buf, const struct pw_value_env *env,
		  const struct pw_type *type, const uint8_t *slot);

#endif
