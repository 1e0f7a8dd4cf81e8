/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Variables of scripts that were written for bpftrace before 0.22, where a
 * variable lived until the end of its probe.
 */
#ifndef PW_LANG_OLDSCOPE_H
#define PW_LANG_OLDSCOPE_H

#include "lang/check.h"

/*
 * A variable that is used where the block that makes it has ended becomes one
 * of the whole probe, with a warning. Of scripts in files only: those that
 * people have.
 */
void pw_widen_scopes(struct pw_compile *c);

#endif
