/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Names and numbers of disks, in a sysfs of the test's own.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <check.h>
#include "symbols/disk.h"

#define NUMBER(major, minor) ((uint64_t)(major) << 20 | (minor))

static char top[64];

static const char *const dirs[] = {
	"dev", "dev/block", "class", "class/block", "class/block/sda",
	"class/block/sda1", "class/block/cciss!c0d0",
};

#define N_DIRS	(sizeof(dirs) / sizeof(dirs[0]))

static const struct {
	const char *link, *to, *file, *text;
} disks[] = {
	{ "dev/block/8:1", "../../devices/pci0/block/sda/sda1",
	  "class/block/sda1/dev", "8:1\n" },
	{ "dev/block/8:0", "../../devices/pci0/block/sda",
	  "class/block/sda/dev", "8:0\n" },
	{ "dev/block/8:16", "../../devices/pci0/block/sdb",
	  "class/block/sda1/partition", "1\n" },
	{ "dev/block/104:1048575", "../../block/cciss!c0d0",
	  "class/block/cciss!c0d0/dev", "104:1048575\n" },
};

#define N_DISKS	(sizeof(disks) / sizeof(disks[0]))

static void in_top(char *path, const char *below)
{
	snprintf(path, 128, "%s/%s", top, below);
}

static void setup(void)
{
	char path[128];
	FILE *file;

	strcpy(top, "/tmp/probewire-disk.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(top));
	for (size_t i = 0; i < N_DIRS; i++) {
		in_top(path, dirs[i]);
		ck_assert_int_eq(mkdir(path, 0700), 0);
	}
	for (size_t i = 0; i < N_DISKS; i++) {
		in_top(path, disks[i].link);
		ck_assert_int_eq(symlink(disks[i].to, path), 0);
		in_top(path, disks[i].file);
		file = fopen(path, "w");
		ck_assert_ptr_nonnull(file);
		fputs(disks[i].text, file);
		fclose(file);
	}
}

static void teardown(void)
{
	char path[128];

	for (size_t i = 0; i < N_DISKS; i++) {
		in_top(path, disks[i].link);
		unlink(path);
		in_top(path, disks[i].file);
		unlink(path);
	}
	for (size_t i = N_DIRS; i--; ) {
		in_top(path, dirs[i]);
		rmdir(path);
	}
	rmdir(top);
}

static void expect_name(uint64_t number, const char *expected)
{
	char name[32];

	pw_disk_name(top, number, name, sizeof(name));
	ck_assert_str_eq(name, expected);
}

START_TEST(test_name)
{
	expect_name(NUMBER(8, 1), "sda1");
	expect_name(NUMBER(104, 1048575), "cciss/c0d0");
	expect_name(NUMBER(8, 2), "8:2");
	expect_name(NUMBER(4095, 0), "4095:0");
	expect_name(0, "-");
}
END_TEST

/* A name is cut to what there is room for. */
START_TEST(test_room)
{
	char name[4] = "....";

	pw_disk_name(top, NUMBER(8, 1), name, sizeof(name));
	ck_assert_str_eq(name, "sda");
}
END_TEST

START_TEST(test_number)
{
	uint64_t number = 0;

	ck_assert_int_eq(pw_disk_number(top, "sda", &number), 0);
	ck_assert_uint_eq(number, NUMBER(8, 0));
	/* A partition is no disk. */
	ck_assert_int_eq(pw_disk_number(top, "sda1", &number), -ENODEV);
	ck_assert_int_eq(pw_disk_number(top, "/dev/cciss/c0d0", &number), 0);
	ck_assert_uint_eq(number, NUMBER(104, 1048575));
	ck_assert_int_eq(pw_disk_number(top, "sda2", &number), -ENODEV);
	ck_assert_int_eq(pw_disk_number(top, "", &number), -ENODEV);
	ck_assert_int_eq(pw_disk_number(top, "../block/sda", &number),
			 -ENODEV);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("disk");
	TCase *tc = tcase_create("disk");
	SRunner *sr;
	int failed;

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, test_name);
	tcase_add_test(tc, test_room);
	tcase_add_test(tc, test_number);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_NORMAL);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
