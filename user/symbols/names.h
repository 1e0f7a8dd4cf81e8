/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A list of names that grows, then is sorted and freed of doubles.
 */
#ifndef PW_SYMBOLS_NAMES_H
#define PW_SYMBOLS_NAMES_H

#include <stdbool.h>
#include <stddef.h>

struct pw_names {
	char **name;
	size_t n;
	size_t room;
};

/* Adds a copy. 0 or -ENOMEM. */
int pw_names_add(struct pw_names *names, const char *name);
/* By bytes, as strcmp() does; doubles go. */
void pw_names_sort(struct pw_names *names);
/* In a sorted list. */
bool pw_names_has(const struct pw_names *names, const char *name);
void pw_names_free(struct pw_names *names);

#endif
