/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Edit distance with a bound. A hundred thousand symbols are offered when a
 * function is not found: most are refused by their length, the others as soon
 * as a whole row of the table is beyond the bound.
 */
#include <string.h>
#include "symbols/nearest.h"

static unsigned min_of(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/*
 * A row of the table: the distances of a's first i characters to each start of
 * b. `rows` are this one, the last and the one before. Returns the smallest.
 */
static unsigned distance_row(const char *a, unsigned i, const char *b,
			     unsigned len_b, unsigned *const rows[3])
{
	unsigned *now = rows[0], *last = rows[1], *before = rows[2];
	unsigned least, j;

	now[0] = least = i;
	for (j = 1; j <= len_b; j++) {
		unsigned best = last[j - 1] + (a[i - 1] != b[j - 1]);

		best = min_of(best, last[j] + 1);
		best = min_of(best, now[j - 1] + 1);
		if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
		    a[i - 2] == b[j - 1])
			best = min_of(best, before[j - 2] + 1);
		now[j] = best;
		least = min_of(least, best);
	}
	return least;
}

unsigned pw_edit_distance(const char *a, const char *b, unsigned limit)
{
	unsigned table[3][PW_NEAREST_NAME];
	unsigned len_a = strlen(a), len_b = strlen(b);
	unsigned i, least, last_least = 0;

	if (len_a >= PW_NEAREST_NAME || len_b >= PW_NEAREST_NAME ||
	    len_a > len_b + limit || len_b > len_a + limit)
		return limit + 1;
	for (i = 0; i <= len_b; i++)
		table[0][i] = i;
	for (i = 1; i <= len_a; i++) {
		unsigned *const rows[3] = {
			table[i % 3], table[(i + 2) % 3], table[(i + 1) % 3]
		};

		/* Two rows, because a swap reaches over one. */
		least = distance_row(a, i, b, len_b, rows);
		if (least > limit && last_least > limit)
			return limit + 1;
		last_least = least;
	}
	return min_of(table[len_a % 3][len_b], limit + 1);
}

void pw_nearest_start(struct pw_nearest *nearest, const char *target)
{
	unsigned len = strlen(target);

	memset(nearest, 0, sizeof(*nearest));
	nearest->target = target;
	nearest->limit = len < 6 ? 2 : len / 3;
	if (nearest->limit > 8)
		nearest->limit = 8;
}

void pw_nearest_offer(struct pw_nearest *nearest, const char *name)
{
	unsigned limit = nearest->limit;
	unsigned distance, at, i;

	for (i = 0; i < nearest->n; i++)
		if (!strcmp(nearest->best[i].name, name))
			return;
	/* No better than the last of a full list is no use. */
	if (nearest->n == PW_NEAREST_MAX) {
		limit = nearest->best[PW_NEAREST_MAX - 1].distance;
		if (!limit)
			return;
		limit--;
	}
	distance = pw_edit_distance(nearest->target, name, limit);
	if (distance > limit)
		return;
	for (at = 0; at < nearest->n; at++)
		if (distance < nearest->best[at].distance)
			break;
	if (nearest->n < PW_NEAREST_MAX)
		nearest->n++;
	for (i = nearest->n - 1; i > at; i--)
		nearest->best[i] = nearest->best[i - 1];
	nearest->best[at].distance = distance;
	strcpy(nearest->best[at].name, name);
}
