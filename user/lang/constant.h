/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the code generator may know of a checked expression.
 */
#ifndef PW_LANG_CONSTANT_H
#define PW_LANG_CONSTANT_H

#include "lang/ast.h"

/* e is a number that is known: true and *value. */
bool pw_const_number(const struct pw_expr *e, uint64_t *value);
/* e as a condition is known: true and *value. */
bool pw_const_truth(const struct pw_expr *e, bool *value);
/* Comparing, dividing or shifting these is signed. */
bool pw_is_signed_pair(const struct pw_type *a, const struct pw_type *b);
/* e's value may change something: ++, delete(). */
bool pw_has_effect(const struct pw_expr *e);

#endif
