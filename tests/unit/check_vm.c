/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A vm's life and the way of a hit through it: who runs, who is skipped and
 * counted as what, exit(), and making a vm when memory ends.
 */
#include <check.h>
#include "engine_image.h"
#include "engine/run.h"

enum { BEGIN, KPROBE, EXITS, RECORD, TIMER, END };

static struct engine_image image;
static struct engine_load load;

/* A probe whose program counts in a map of its own. */
static void add(u32 kind, u32 ctx, u32 rec_size, bool exits)
{
	u32 map = ei_map(&image, PW_MAP_COUNT, 0, 8, 1, 0);

	ei_rec(&image);
	ei_prog(&image, ctx, 0, rec_size);
	ei_lohi(&image, PW_OP_COUNT, 0, 0, 0, 0, map, 0);
	if (exits) {
		ei_imm(&image, PW_OP_MOV, 0, 0, 0, 40 + map);
		ei_insn(&image, PW_OP_EXIT, 0, 0, 0, 0);
	} else {
		ei_lohi(&image, PW_OP_EMIT, 0, 0, 0, 0, map, 0);
		ei_insn(&image, PW_OP_END, 0, 0, 0, 0);
	}
	ei_probe(&image, kind, map, "probe", "target");
}

static void build(void)
{
	memset(&pw_host, 0, sizeof(pw_host));
	ei_init(&image);
	add(PW_PROBE_BEGIN, PW_PROG_PLAIN, 0, false);
	add(PW_PROBE_KPROBE, PW_PROG_PLAIN, 0, false);
	add(PW_PROBE_KPROBE, PW_PROG_ENTRY, 0, true);
	add(PW_PROBE_TRACEPOINT, PW_PROG_RECORD, 24, false);
	add(PW_PROBE_INTERVAL, PW_PROG_PLAIN, 0, false);
	add(PW_PROBE_END, PW_PROG_PLAIN, 0, false);
}

static void make(void)
{
	build();
	ck_assert_msg(!ei_load(&load, &image), "%s", load.err.text);
}

static void hit(u32 probe)
{
	static u8 rec[24];
	struct pw_hit h = { .rec = rec, .rec_size = sizeof(rec) };

	pw_vm_hit(&load.vm, probe, &h);
}

static u64 count(u32 map)
{
	u64 v = 0;
	u32 pos = 0;

	pw_map_read(load.vm.maps[map], &pos, &v, 8);
	return v;
}

/* That a probe's hits are so many that ran and so many skipped as each. */
static void ck_hits(u32 probe, u64 ran, u64 recursion, u64 idle, u64 brief)
{
	struct pw_probe_stats st;

	pw_vm_probe_stats(&load.vm, probe, &st);
	ck_assert_int_eq(st.ran, ran);
	ck_assert_int_eq(count(probe), ran);
	ck_assert_int_eq(st.skipped[PW_SKIP_RECURSION], recursion);
	ck_assert_int_eq(st.skipped[PW_SKIP_IDLE], idle);
	ck_assert_int_eq(st.skipped[PW_SKIP_SHORT_RECORD], brief);
	ck_assert_int_eq(st.missed, 0);
	ck_assert_int_eq(st.error, 0);
}

/* Before the start and after the stop only begin and end run. */
START_TEST(test_running)
{
	u32 probe;

	make();
	load.vm.running = 0;
	for (probe = BEGIN; probe <= END; probe++)
		hit(probe);
	ck_hits(BEGIN, 1, 0, 0, 0);
	ck_hits(KPROBE, 0, 0, 1, 0);
	ck_hits(EXITS, 0, 0, 1, 0);
	ck_hits(RECORD, 0, 0, 1, 0);
	ck_hits(TIMER, 0, 0, 1, 0);
	ck_hits(END, 1, 0, 0, 0);
	load.vm.running = 1;
	hit(KPROBE);
	hit(TIMER);
	ck_hits(KPROBE, 1, 0, 1, 0);
	ck_hits(TIMER, 1, 0, 1, 0);
	ck_assert_int_eq(load.vm.exiting, 0);
	ei_unload(&load);
}
END_TEST

/* The first exit() counts: its status, one wake, and no hit after it. */
START_TEST(test_exit)
{
	make();
	ei_wakes = 0;
	hit(EXITS);
	ck_assert_int_eq(load.vm.exiting, 1);
	ck_assert_int_eq(load.vm.exit_status, 40 + EXITS);
	ck_assert_int_eq(ei_wakes, 1);
	hit(EXITS);
	hit(KPROBE);
	ck_hits(EXITS, 1, 0, 1, 0);
	ck_hits(KPROBE, 0, 0, 1, 0);
	hit(END);
	ck_hits(END, 1, 0, 0, 0);
	ei_unload(&load);

	build();
	image.probes[END].prog = EXITS;
	image.progs[EXITS].ctx = PW_PROG_PLAIN;
	ck_assert_int_eq(ei_load(&load, &image), 0);
	hit(EXITS);
	load.vm.exit_status = 5;
	ei_wakes = 0;
	hit(END);
	ck_assert_int_eq(count(EXITS), 2);
	ck_assert_int_eq(load.vm.exit_status, 5);
	ck_assert_int_eq(ei_wakes, 0);
	ei_unload(&load);
}
END_TEST

/* A record must be as long as the program was told; longer is fine. */
START_TEST(test_short_record)
{
	u8 rec[32] = { 0 };
	struct pw_hit h = { .rec = rec };

	make();
	for (h.rec_size = 20; h.rec_size <= 32; h.rec_size += 4)
		pw_vm_hit(&load.vm, RECORD, &h);
	ck_hits(RECORD, 3, 0, 0, 1);
	ei_unload(&load);
}
END_TEST

/* wake is called from within a hit: a probe that fires there is inside one. */
static u32 inner_level;

static void wake(struct pw_vm *vm)
{
	u32 level = pw_host.level;

	(void)vm;
	pw_host.level = inner_level;
	hit(TIMER);
	hit(END);
	pw_host.level = level;
}

START_TEST(test_recursion)
{
	static u8 buf[65536];
	u32 outer;
	u32 n = 0;

	make();
	load.vm.wake = wake;
	for (outer = 0; outer < PW_LEVELS; outer++) {
		for (inner_level = 0; inner_level < PW_LEVELS; inner_level++) {
			pw_ring_read(&load.vm, 0, buf, sizeof(buf), &n);
			pw_host.level = outer;
			hit(KPROBE);
		}
	}
	ck_hits(KPROBE, 16, 0, 0, 0);
	ck_hits(TIMER, 12, 4, 0, 0);
	ck_hits(END, 12, 4, 0, 0);
	ei_unload(&load);
}
END_TEST

/* One guard for all vms, another for each CPU. */
START_TEST(test_guard)
{
	make();
	pw_host_guard[1][PW_LEVEL_SOFTIRQ] = 1;
	pw_host.cpu = 1;
	hit(KPROBE);
	pw_host.level = PW_LEVEL_SOFTIRQ;
	hit(KPROBE);
	hit(BEGIN);
	pw_host.cpu = 2;
	hit(KPROBE);
	ck_hits(KPROBE, 2, 1, 0, 0);
	ck_hits(BEGIN, 0, 1, 0, 0);
	ck_assert_int_eq(pw_host_guard[2][PW_LEVEL_SOFTIRQ], 0);
	pw_host_guard[1][PW_LEVEL_SOFTIRQ] = 0;
	ei_unload(&load);
}
END_TEST

START_TEST(test_stats)
{
	struct pw_session_stats st;
	u32 cpu;

	make();
	for (cpu = 0; cpu < 4; cpu++) {
		pw_host.cpu = cpu;
		hit(KPROBE);
		hit(RECORD);
	}
	pw_vm_stats(&load.vm, &st);
	ck_assert_int_eq(st.emitted, 8);
	ck_assert_int_eq(st.n_probes, 6);
	ck_assert_int_eq(st.lost[PW_LOSS_RING_FULL], 0);
	ck_hits(KPROBE, 4, 0, 0, 0);
	ei_unload(&load);
}
END_TEST

START_TEST(test_defaults)
{
	make();
	ck_assert_int_eq(load.vm.ring_bytes, 524288);
	ck_assert_int_eq(load.vm.loop_budget, 100000);
	ei_unload(&load);
	build();
	image.head.ring_bytes = 8192;
	image.head.loop_budget = 7;
	ck_assert_int_eq(ei_load(&load, &image), 0);
	ck_assert_int_eq(load.vm.ring_bytes, 8192);
	ck_assert_int_eq(load.vm.loop_budget, 7);
	ei_unload(&load);
}
END_TEST

/* Whichever allocation fails, all before it are given back. */
START_TEST(test_no_memory)
{
	int n;

	for (n = 0;; n++) {
		build();
		pw_host_alloc_left = n;
		if (!ei_load(&load, &image))
			break;
		ck_assert(!load.vm.cpu && !load.vm.maps);
	}
	ck_assert(n > 30);
	pw_host_alloc_left = -1;
	hit(KPROBE);
	ck_hits(KPROBE, 1, 0, 0, 0);
	ei_unload(&load);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("vm");
	TCase *t = tcase_create("vm");
	SRunner *r;
	int failed;

	tcase_add_test(t, test_running);
	tcase_add_test(t, test_exit);
	tcase_add_test(t, test_short_record);
	tcase_add_test(t, test_recursion);
	tcase_add_test(t, test_guard);
	tcase_add_test(t, test_stats);
	tcase_add_test(t, test_defaults);
	tcase_add_test(t, test_no_memory);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
