/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Macros of the kernel's headers: their text, and its value.
 */
#ifndef PW_TYPES_MACRO_H
#define PW_TYPES_MACRO_H

#include "types/table_index.h"

#define PW_MACRO_MAX	2048u	/* bytes of one, expanded, with the NUL */

/*
 * The text of the macro `name`, all macros in it expanded, into `out` of
 * PW_MACRO_MAX bytes. False: it is too much, or not well formed.
 */
bool pw_macro_expand(const struct pw_table_lines *macros, const char *name,
		     char *out);

/*
 * The value of C's constant expression `text`, in which names are values of
 * enums. False: it is none.
 */
bool pw_constant_evaluate(struct pw_ctypes *types, const char *text,
			  struct pw_constant *out);

#endif
