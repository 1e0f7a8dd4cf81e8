/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Names that are like another; the distances were counted by hand.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include "symbols/nearest.h"

static const struct {
	const char *a, *b;
	unsigned limit;
	unsigned distance;
} rows[] = {
	{ "", "", 3, 0 },
	{ "vfs_read", "vfs_read", 3, 0 },
	{ "vfs_raed", "vfs_read", 3, 1 },	/* a swap */
	{ "vfs_rea", "vfs_read", 3, 1 },
	{ "vfs_readd", "vfs_read", 3, 1 },
	{ "vfs_reat", "vfs_read", 3, 1 },
	{ "kitten", "sitting", 5, 3 },
	{ "abc", "", 5, 3 },
	{ "", "abc", 5, 3 },
	{ "abcdef", "fedcba", 2, 3 },		/* beyond the limit */
	{ "tcp_connect", "udp_connect", 5, 2 },
	{ "a", "abcdefgh", 3, 4 },		/* refused by its length */
};

START_TEST(test_distance)
{
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		unsigned d = pw_edit_distance(rows[i].a, rows[i].b,
					      rows[i].limit);
		unsigned back = pw_edit_distance(rows[i].b, rows[i].a,
						 rows[i].limit);

		ck_assert_msg(d == rows[i].distance, "%s, %s: %u", rows[i].a,
			      rows[i].b, d);
		ck_assert_msg(back == d, "%s, %s: not the same both ways",
			      rows[i].a, rows[i].b);
	}
}
END_TEST

START_TEST(test_best_three)
{
	static const char *const names[] = {
		"schedule", "vfs_write", "vfs_readv", "vfs_read",
		"vfs_readlink", "vfs_readdir", "vfs_readv", "do_exit"
	};
	struct pw_nearest nearest;
	size_t i;

	/* 8 characters: up to 8 / 3 = 2 changes. */
	pw_nearest_start(&nearest, "vfs_raed");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		pw_nearest_offer(&nearest, names[i]);
	ck_assert_int_eq(nearest.n, 2);
	ck_assert_str_eq(nearest.best[0].name, "vfs_read");
	ck_assert_str_eq(nearest.best[1].name, "vfs_readv");
}
END_TEST

START_TEST(test_full_list)
{
	static const char *const names[] = {
		"abcdefxyz", "abcdefghx", "abcdefgxy", "abcdefghi",
		"abcdefghj"
	};
	struct pw_nearest nearest;
	size_t i;

	pw_nearest_start(&nearest, "abcdefghi");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		pw_nearest_offer(&nearest, names[i]);
	/* Distances 3, 1, 2, 0, 1: the first two of the ones stay. */
	ck_assert_int_eq(nearest.n, 3);
	ck_assert_str_eq(nearest.best[0].name, "abcdefghi");
	ck_assert_str_eq(nearest.best[1].name, "abcdefghx");
	ck_assert_str_eq(nearest.best[2].name, "abcdefghj");
}
END_TEST

START_TEST(test_nothing_like_it)
{
	struct pw_nearest nearest;
	char name[1000];

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	pw_nearest_start(&nearest, "vfs_read");
	pw_nearest_offer(&nearest, "schedule");
	pw_nearest_offer(&nearest, "");
	pw_nearest_offer(&nearest, name);
	ck_assert_int_eq(nearest.n, 0);
	pw_nearest_start(&nearest, name);
	pw_nearest_offer(&nearest, name);
	ck_assert_int_eq(nearest.n, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("nearest");
	TCase *tcase = tcase_create("nearest");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_distance);
	tcase_add_test(tcase, test_best_three);
	tcase_add_test(tcase, test_full_list);
	tcase_add_test(tcase, test_nothing_like_it);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
