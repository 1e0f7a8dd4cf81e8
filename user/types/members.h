/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The members of one struct of the kernel, gathered from wherever its types are
 * read.
 */
#ifndef PW_TYPES_MEMBERS_H
#define PW_TYPES_MEMBERS_H

#include "lang/ctype.h"

struct pw_members {
	struct pw_ctypes *types;	/* in whose arena they live */
	struct pw_struct *record;
	struct pw_member *list;
	size_t n, room;
};

/*
 * One at the bit `at`, counted from the struct's start. name: NULL for an
 * unnamed struct, whose members become the outer one's; what else has no name
 * is left out. bits: of a bit-field, 0: it is none.
 */
void pw_members_add(struct pw_members *m, const char *name,
		    const struct pw_ctype *ctype, uint64_t at, uint64_t bits);
/* Hands them over to the struct. */
void pw_members_end(struct pw_members *m);

#endif
