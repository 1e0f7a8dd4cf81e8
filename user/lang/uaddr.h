/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Variables of the probed file.
 */
#ifndef PW_LANG_UADDR_H
#define PW_LANG_UADDR_H

#include "lang/check.h"

struct pw_checker;

/* A call of uaddr(). */
bool pw_is_uaddr(const struct pw_expr *e);

/* A program with such a call that is made for the one serves the other. */
bool pw_same_place(const struct pw_unit *unit, const struct pw_probe *probe);

/* The call becomes a pointer, which is checked. */
void pw_check_uaddr(struct pw_checker *ck, struct pw_expr *e);

#endif
