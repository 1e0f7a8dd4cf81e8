/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The names of open files, in a kernel of the test's own.
 */
#include <check.h>
#include "engine_exec.h"

/*
 * A file /a/bc of a file system that is mounted on /mnt, deleted ones, a pipe;
 * by the offsets of env_user.h. A mount is its parent, the dentry that it
 * covers, its root.
 */
#define WORLD	0xffff800000010000ULL
#define AT(i)	(WORLD + 8 * (u64)(i))
#define NAME(i)	(WORLD + 8 * 100 + 16 * (u64)(i))

enum {
	FS = 0, TASK_FS = 2, PATHS = 10, TOP_MOUNT = 40, SUB_MOUNT = 44,
	ROOT = 50, MNT = 57, SUB = 64, A = 71, BC = 78, PIPE = 85, OPS = 92,
	MAGIC = 93, INODE = 94
};

static u64 world[160];

static void put_dentry(u32 at, u64 parent, u32 name, const char *text)
{
	world[at] = AT(parent);
	world[at + 1] = NAME(name);
	world[at + 2] = strlen(text);
	world[at + 6] = 1;
	memcpy((char *)&world[100] + 16 * name, text, strlen(text) + 1);
}

static void put_path(u32 nr, u64 mount, u64 dentry)
{
	world[PATHS + 2 * nr] = mount ? AT(mount + 2) : 0;
	world[PATHS + 2 * nr + 1] = AT(dentry);
}

static void put_mount(u32 at, u64 parent, u64 point, u64 root)
{
	world[at] = AT(parent);
	world[at + 1] = AT(point);
	world[at + 2] = AT(root);
}

static void make_world(void)
{
	memset(world, 0, sizeof(world));
	put_dentry(ROOT, ROOT, 0, "/");
	put_dentry(MNT, ROOT, 1, "mnt");
	put_dentry(SUB, SUB, 2, "/");
	put_dentry(A, SUB, 3, "a");
	put_dentry(BC, A, 4, "bc");
	put_dentry(PIPE, PIPE, 5, "[x]");
	put_mount(TOP_MOUNT, TOP_MOUNT, ROOT, ROOT);
	put_mount(SUB_MOUNT, TOP_MOUNT, MNT, SUB);
	world[FS] = AT(TOP_MOUNT + 2);
	world[FS + 1] = AT(ROOT);
	world[TASK_FS + 5] = AT(FS);
	world[PIPE + 3] = AT(MAGIC);
	world[PIPE + 4] = AT(OPS);
	world[PIPE + 5] = AT(INODE);
	world[OPS] = 1;
	world[INODE] = 4026;
	put_path(0, SUB_MOUNT, BC);
	put_path(1, SUB_MOUNT, SUB);
	put_path(2, TOP_MOUNT, ROOT);
	put_path(3, SUB_MOUNT, PIPE);
}

static void begin_there(void)
{
	begin(PW_PROG_PLAIN);
	pw_host.task = AT(TASK_FS);
	pw_host_region[0].addr = WORLD;
	pw_host_region[0].bytes = world;
	pw_host_region[0].size = sizeof(world);
}

/* The path of that number, at most `max` bytes of it. */
static const char *path_of(u32 nr, u32 max)
{
	static char text[40];

	begin_there();
	set(0, AT(PATHS + 2 * nr));
	ei_lohi(&image, PW_OP_PATH, 0, 0, 0, 0, max, sizeof(text));
	go();
	memcpy(text, frame(0), sizeof(text));
	ck_assert_uint_eq(text[sizeof(text) - 1], 0);
	done();
	return text;
}

START_TEST(test_path)
{
	make_world();
	ck_assert_str_eq(path_of(0, 39), "/mnt/a/bc");
	ck_assert_str_eq(path_of(0, 9), "/mnt/a/bc");
	/* Of a longer one the end. */
	ck_assert_str_eq(path_of(0, 8), "mnt/a/bc");
	ck_assert_str_eq(path_of(0, 1), "c");
	ck_assert_str_eq(path_of(0, 0), "");
	ck_assert_str_eq(path_of(1, 39), "/mnt");
	ck_assert_str_eq(path_of(2, 39), "/");
	world[BC + 6] = 0;
	ck_assert_str_eq(path_of(0, 39), "/mnt/a/bc (deleted)");
	world[BC + 6] = 1;
	/* Who is in a root of its own sees only what is below. */
	world[FS] = AT(SUB_MOUNT + 2);
	world[FS + 1] = AT(A);
	ck_assert_str_eq(path_of(0, 39), "/bc");
	ck_assert_str_eq(path_of(1, 39), "/mnt");
	world[TASK_FS + 5] = 0;
	ck_assert_str_eq(path_of(0, 39), "/mnt/a/bc");
	world[MAGIC] = 0x50495045;
	ck_assert_str_eq(path_of(3, 39), "pipe:[4026]");
	world[MAGIC] = 0x534f434b;
	ck_assert_str_eq(path_of(3, 39), "socket:[4026]");
	world[MAGIC] = 0x09041934;
	ck_assert_str_eq(path_of(3, 39), "anon_inode:[x]");
	world[MAGIC] = 0x01021994;
	ck_assert_str_eq(path_of(3, 39), "/[x] (deleted)");
}
END_TEST

/* What goes round in circles ends, what cannot be read is counted. */
START_TEST(test_path_wrong)
{
	make_world();
	world[A] = AT(BC);
	ck_assert_str_eq(path_of(0, 39) + 34, "/a/bc");
	world[A + 2] = 0;
	world[BC + 2] = 0;
	ck_assert_uint_eq(strlen(path_of(0, 39)), 39);
	world[BC + 2] = 256;
	ck_assert_str_eq(path_of(0, 39), "");
	world[BC + 2] = 2;
	world[BC + 1] = 0xffff800000dead00ULL;
	begin_there();
	set(0, AT(PATHS));
	set(1, 0xffff800000dead00ULL);
	ei_lohi(&image, PW_OP_PATH, 0, 0, 0, 0, 15, 16);
	ei_lohi(&image, PW_OP_PATH, 0, 1, 0, 0, 15, 16);
	go();
	ck_assert_int_eq(noted(PW_NOTE_READ_FAULT), 2);
	done();
}
END_TEST

int main(void)
{
	Suite *s = suite_create("path");
	TCase *t = tcase_create("path");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 60);
	tcase_add_test(t, test_path);
	tcase_add_test(t, test_path_wrong);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
