/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The overload guard. The clock is the test's: what a hit takes is said, and
 * that one hit in many is timed must not matter.
 */
#include <check.h>
#include "engine_image.h"
#include "engine/run.h"

#define MS	1000000ull
#define SECOND	(1000 * MS)

static struct engine_image image;
static struct engine_load load;

static void make(u32 max_load)
{
	memset(&pw_host, 0, sizeof(pw_host));
	ei_init(&image);
	image.head.max_load = max_load;
	ei_prog(&image, PW_PROG_PLAIN, 0, 0);
	ei_insn(&image, PW_OP_END, 0, 0, 0, 0);
	ei_probe(&image, PW_PROBE_KPROBE, 0, "kprobe:f", "f");
	ei_probe(&image, PW_PROBE_KPROBE, 0, "kprobe:g", "g");
	ck_assert_msg(!ei_load(&load, &image), "%s", load.err.text);
	pw_host.nsecs = 5 * SECOND;
}

/* A hit that takes so long, timed or not, and so long until the next. */
static void hit(u32 probe, u64 takes, u64 pause)
{
	struct pw_hit h = { .rec = NULL };
	u64 before = pw_host.nsecs;

	pw_host.tick = takes;
	pw_vm_hit(&load.vm, probe, &h);
	pw_host.nsecs = before + takes + pause;
}

/* For so long, or until the session is ended; returns how long it was. */
static u64 run(u64 how_long, u64 takes, u64 pause)
{
	u64 begin = pw_host.nsecs;

	while (!load.vm.exiting && pw_host.nsecs - begin < how_long)
		hit(0, takes, pause);
	return pw_host.nsecs - begin;
}

START_TEST(test_over)
{
	u64 took;

	make(50);
	took = run(20 * SECOND, 9000, 1000);
	ck_assert_int_eq(load.vm.exiting, 1);
	ck_assert_int_eq(load.vm.overloaded, 1);
	/* A suspicion, then half a second's worth in a second. */
	ck_assert(took > SECOND);
	ck_assert(took < 3 * SECOND);
	ei_unload(&load);
}
END_TEST

START_TEST(test_under)
{
	struct pw_probe_stats st;

	make(50);
	run(20 * SECOND, 4500, 5500);
	ck_assert_int_eq(load.vm.exiting, 0);
	/* The estimate is right to some percent: 9 seconds. */
	pw_vm_probe_stats(&load.vm, 0, &st);
	ck_assert(st.nsecs > 8 * SECOND && st.nsecs < 10 * SECOND);
	ei_unload(&load);
	make(90);
	run(20 * SECOND, 7000, 3000);
	ck_assert_int_eq(load.vm.exiting, 0);
	ei_unload(&load);
}
END_TEST

/* Now and then something else runs for long in the middle of a hit. */
START_TEST(test_interrupted)
{
	int i;

	make(50);
	for (i = 0; i < 100000; i++)
		hit(0, i % 300 ? 1000 : 20 * MS, 200000);
	ck_assert_int_eq(load.vm.exiting, 0);
	ei_unload(&load);
}
END_TEST

/* Every second hit is the expensive one, whichever is timed. */
START_TEST(test_pattern)
{
	struct pw_probe_stats cheap, dear;
	int i;

	make(50);
	for (i = 0; i < 200000; i++) {
		hit(0, 100, 10000);
		hit(1, 2000, 10000);
	}
	ck_assert_int_eq(load.vm.exiting, 0);
	pw_vm_probe_stats(&load.vm, 0, &cheap);
	pw_vm_probe_stats(&load.vm, 1, &dear);
	/* 20 and 400 ms. */
	ck_assert(cheap.nsecs > 17 * MS && cheap.nsecs < 23 * MS);
	ck_assert(dear.nsecs > 340 * MS && dear.nsecs < 460 * MS);
	ei_unload(&load);
}
END_TEST

START_TEST(test_no_limit)
{
	make(0);
	run(2 * SECOND, 9000, 1000);
	ck_assert_int_eq(load.vm.exiting, 0);
	ck_assert_int_eq(pw_host.clock_reads, 0);
	ei_unload(&load);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("load");
	TCase *tcase = tcase_create("load");
	SRunner *runner;
	int n_failed;

	tcase_add_test(tcase, test_over);
	tcase_add_test(tcase, test_under);
	tcase_add_test(tcase, test_interrupted);
	tcase_add_test(tcase, test_pattern);
	tcase_add_test(tcase, test_no_limit);
	tcase_set_timeout(tcase, 60);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	n_failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return n_failed ? 1 : 0;
}
