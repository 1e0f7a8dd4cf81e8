/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files that read C declarations share.
 */
#ifndef PW_LANG_DECLARE_H
#define PW_LANG_DECLARE_H

#include "lang/ctype.h"

struct pw_cursor;

struct pw_attributes {
	bool is_packed;
	uint32_t align;		/* 0: not said */
};

/* If the current token is one of the words, moves on and says so. */
bool pw_skip_word(struct pw_cursor *c, const char *const *words);
/* const, static and others that change no layout. */
void pw_skip_qualifiers(struct pw_cursor *c);
/* __attribute__((…)), as often as it is there. */
void pw_parse_attributes(struct pw_cursor *c, struct pw_attributes *to);
/* An integer that is known; false after an error. */
bool pw_parse_constant(struct pw_cursor *c, int64_t *out);
/*
 * A name with what is around it, "*a[4]"; *ctype becomes its type. *name stays
 * NULL where there is none.
 */
void pw_parse_declarator(struct pw_cursor *c, struct pw_ctype *ctype,
			 const char **name);

#endif
