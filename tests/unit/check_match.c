/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Wildcards.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include "symbols/match.h"

static const struct {
	const char *pattern;
	const char *text;
	bool matches;
} rows[] = {
	{ "vfs_read", "vfs_read", true },
	{ "vfs_read", "vfs_readv", false },
	{ "vfs_readv", "vfs_read", false },
	{ "", "", true },
	{ "", "a", false },
	{ "*", "", true },
	{ "*", "anything", true },
	{ "**", "anything", true },
	{ "vfs_*", "vfs_", true },
	{ "vfs_*", "vfs_read", true },
	{ "vfs_*", "xfs_read", false },
	{ "*read", "vfs_read", true },
	{ "*read", "vfs_reads", false },
	/* The first "ab" is not the one that fits. */
	{ "*abc", "ababc", true },
	{ "*a*b*c", "xaxbxbxc", true },
	{ "*a*b*c", "xaxbxbxcx", false },
	{ "a*a", "a", false },
	{ "a*a", "aa", true },
	{ "tcp_?end", "tcp_send", true },
	{ "tcp_?end", "tcp_end", false },
	{ "?", "", false },
	{ "sys_[or]*", "sys_open", true },
	{ "sys_[or]*", "sys_read", true },
	{ "sys_[or]*", "sys_write", false },
	{ "x[0-9]", "x7", true },
	{ "x[0-9]", "xa", false },
	{ "x[!0-9]", "xa", true },
	{ "x[!0-9]", "x7", false },
	{ "x[^0-9]", "xa", true },
	{ "x[0-9]", "x", false },
	/* A ']' in front is a member, a '-' at an end too. */
	{ "x[]a]", "x]", true },
	{ "x[a-]", "x-", true },
	{ "x[-a]", "x-", true },
	/* Without its end it stands for itself. */
	{ "x[ab", "x[ab", true },
	{ "x[ab", "xa", false },
	{ "*[ab]*", "zzbzz", true },
	{ "*[ab]*", "zzczz", false },
	{ "sock:*", "sock:inet_sock_set_state", true },
	{ "*:*open*", "syscalls:sys_enter_openat", true },
	{ ".*", "x", false },
	{ ".*", ".x", true },
	{ "~vfs_(read|write)", "vfs_read", true },
	{ "~vfs_(read|write)", "vfs_writev", true },
	{ "~vfs_(read|write)$", "vfs_writev", false },
	{ "~read", "vfs_read", false },
	{ "~.*read", "vfs_read", true },
	{ "~vfs_(", "vfs_(", false },
	{ "~a+b?[[:digit:]]", "aaa7", true },
	{ "~a+b?[[:digit:]]", "b7", false },
	{ "sch*:~sched_(s|w)", "sched:sched_switch", true },
	{ "sch*:~sched_(s|w)", "sched:sched_process_exec", false },
	{ "irq:~sched_(s|w)", "sched:sched_switch", false },
	{ "sched:~sched", "sched", false },
	/* Elsewhere it is a character. */
	{ "/tmp/a~:*", "/tmp/a~:f", true },
	{ "a~*", "a~b", true },
};

START_TEST(test_rows)
{
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(pw_match(rows[i].pattern, rows[i].text) ==
			      rows[i].matches, "\"%s\" and \"%s\"",
			      rows[i].pattern, rows[i].text);
}
END_TEST

START_TEST(test_is_pattern)
{
	ck_assert(pw_match_is_pattern("vfs_*"));
	ck_assert(pw_match_is_pattern("vfs_rea?"));
	ck_assert(pw_match_is_pattern("vfs_[rw]rite"));
	ck_assert(!pw_match_is_pattern("vfs_read"));
	ck_assert(!pw_match_is_pattern("vfs[read"));
	ck_assert(!pw_match_is_pattern(""));
	ck_assert(pw_match_is_pattern("~vfs"));
	ck_assert(pw_match_is_pattern("sched:~sched"));
	ck_assert(!pw_match_is_pattern("/tmp/a~"));
}
END_TEST

/* Would take years if each '*' could be gone back to. */
START_TEST(test_many_stars)
{
	char text[4001], pattern[101];
	int i;

	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (i = 0; i < 98; i += 2)
		memcpy(pattern + i, "*a", 2);
	strcpy(pattern + 98, "b");
	ck_assert(!pw_match(pattern, text));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("match");
	TCase *tcase = tcase_create("match");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_rows);
	tcase_add_test(tcase, test_is_pattern);
	tcase_add_test(tcase, test_many_stars);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
