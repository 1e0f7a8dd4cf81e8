/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Arguments of the probes that a file brings along.
 */
#ifndef PW_LANG_USDT_H
#define PW_LANG_USDT_H

#include "lang/checker.h"

/* 3 of "arg3"; -1: another name. */
int pw_usdt_arg_number(const char *name);

/* Arguments that lie at the same places; either may be NULL: there are none. */
bool pw_same_usdt(const char *a, const char *b);

/* "arg3" becomes what reads it, which is checked, in a unit that has them. */
void pw_check_usdt_arg(struct pw_checker *ck, struct pw_expr *e);

#endif
