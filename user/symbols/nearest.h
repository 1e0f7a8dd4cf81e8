/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The names that are most like one that does not exist, for error messages.
 * Names are offered one by one, as they are read; only the best are kept.
 */
#ifndef PW_SYMBOLS_NEAREST_H
#define PW_SYMBOLS_NEAREST_H

#define PW_NEAREST_MAX	3
#define PW_NEAREST_NAME	256	/* bytes of a name that can be kept */

struct pw_nearest {
	const char *target;
	unsigned limit;		/* a larger distance is not like it */
	unsigned n;
	struct {
		unsigned distance;
		char name[PW_NEAREST_NAME];
	} best[PW_NEAREST_MAX];	/* the nearest first */
};

/* `target` must outlive the search. */
void pw_nearest_start(struct pw_nearest *nearest, const char *target);
void pw_nearest_offer(struct pw_nearest *nearest, const char *name);

/*
 * Insertions, deletions, replacements and swaps of neighbours that make one of
 * the other, or limit + 1 if it takes more than that.
 */
unsigned pw_edit_distance(const char *a, const char *b, unsigned limit);

#endif
