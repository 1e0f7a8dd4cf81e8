// SPDX-License-Identifier: GPL-2.0
/*
 * Where cgroups are, in a mount table and directories of the test's own.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <check.h>
#include "symbols/cgroup.h"

static char top[64], mounts[128];

static void in_top(char *path, const char *below)
{
	snprintf(path, 128, "%s/%s", top, below);
}

static uint64_t number_of(const char *below)
{
	char path[128];
	struct stat st;

	in_top(path, below);
	ck_assert_int_eq(stat(path, &st), 0);
	return st.st_ino;
}

static const char *const dirs[] = {
	"cpu", "cpu/a", "memory", "memory/a", "memory/a/b c", "two", "two/x",
};

#define N_DIRS	(sizeof(dirs) / sizeof(dirs[0]))

static void setup(void)
{
	char path[128];
	FILE *file;

	strcpy(top, "/tmp/probewire-cgroup.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(top));
	for (size_t i = 0; i < N_DIRS; i++) {
		in_top(path, dirs[i]);
		ck_assert_int_eq(mkdir(path, 0700), 0);
	}
	in_top(mounts, "mounts");
	file = fopen(mounts, "w");
	ck_assert_ptr_nonnull(file);
	fprintf(file, "cgroup %s/memory cgroup rw,memory 0 0\n"
		"tmpfs %s tmpfs rw 0 0\n"
		"cgroup %s/cpu cgroup rw,cpu 0 0\n"
		"cgroup2 %s/two cgroup2 rw 0 0\n", top, top, top, top);
	fclose(file);
}

static void teardown(void)
{
	char path[128];

	unlink(mounts);
	for (size_t i = N_DIRS; i--; ) {
		in_top(path, dirs[i]);
		rmdir(path);
	}
	rmdir(top);
}

static void expect(const char *of, const char *filter, const char *text)
{
	char *paths = pw_cgroup_paths(mounts, number_of(of), filter);

	ck_assert_str_eq(paths, text);
	free(paths);
}

START_TEST(test_paths)
{
	for (int again = 0; again < 2; again++) {
		expect("memory/a/b c", "*", "memory:/a/b c");
		expect("cpu", "*", "cpu:/");
		expect("two/x", "*", "unified:/x");
		expect("two", "unif*", "unified:/");
		expect("two/x", "cpu", "");
		expect("mounts", "*", "");
	}
}
END_TEST

/* What was found once is looked for again where it is no longer. */
START_TEST(test_moved)
{
	char from[128], to[128];

	expect("cpu/a", "*", "cpu:/a");
	in_top(from, "cpu/a");
	in_top(to, "cpu/z");
	ck_assert_int_eq(rename(from, to), 0);
	expect("cpu/z", "*", "cpu:/z");
	ck_assert_int_eq(rename(to, from), 0);
}
END_TEST

START_TEST(test_missing)
{
	char *paths = pw_cgroup_paths("/nowhere/mounts", 1, "*");
	uint64_t id;

	ck_assert_str_eq(paths, "");
	free(paths);
	ck_assert_int_eq(pw_cgroup_id("/nowhere/cgroup", &id), -ENOENT);
	ck_assert_int_eq(pw_cgroup_id("/proc", &id), 0);
	ck_assert_uint_ne(id, 0);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("cgroup");
	TCase *tc = tcase_create("cgroup");
	SRunner *sr;
	int failed;

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, test_paths);
	tcase_add_test(tc, test_moved);
	tcase_add_test(tc, test_missing);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_NORMAL);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
