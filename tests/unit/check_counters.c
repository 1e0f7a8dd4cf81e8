// SPDX-License-Identifier: GPL-2.0
/*
 * The account at the end: nothing when nothing was lost, one sentence for each
 * reason, one object with everything in JSON.
 */
#include <stdlib.h>
#include <string.h>
#include <check.h>
#include "output_fixture.h"

static struct pw_session_stats session;
static struct pw_probe_stats probes[2];
static struct pw_counters counters = { &session, probes, 0 };
static struct pw_source_pos positions[] = {
	{ 1, 1, NULL }, { 12, 4, NULL }, { 0, 0, NULL }
};

static void open_with(struct fixture *f, enum pw_output_format format,
		      bool quiet, bool verbose)
{
	fix_init(f);
	f->opt.format = format;
	f->opt.quiet = quiet;
	f->opt.verbose = verbose;
	f->opt.source_name = "x.bt";
	f->prog.n_insns = 3;
	f->prog.positions = positions;
	fix_open(f);
	memset(&session, 0, sizeof(session));
	memset(probes, 0, sizeof(probes));
	session.n_probes = 2;
	counters.received = 0;
}

static void finish(struct fixture *f)
{
	ck_assert_int_eq(pw_output_finish(f->o, &counters), 0);
}

START_TEST(test_nothing)
{
	struct fixture f;

	open_with(&f, PW_OUTPUT_TEXT, false, false);
	probes[0].ran = 1000003;
	session.emitted = counters.received = 7;
	finish(&f);
	ck_assert_str_eq(fix_out(&f), "");
	ck_assert_str_eq(fix_err(&f), "");
	fix_close(&f);
}
END_TEST

START_TEST(test_sentences)
{
	struct fixture f;

	open_with(&f, PW_OUTPUT_TEXT, false, false);
	probes[0].ran = 10;
	probes[0].skipped[PW_SKIP_RECURSION] = 3;
	probes[1].skipped[PW_SKIP_RECURSION] = 4;
	probes[1].skipped[PW_SKIP_IDLE] = 1;
	probes[1].missed = 5;
	session.emitted = 20;
	session.lost[PW_LOSS_RING_FULL] = 12;
	session.lost[PW_LOSS_TOO_BIG] = 1;
	counters.received = 7;
	session.note[PW_NOTE_READ_FAULT] = 3;
	session.note_insn[PW_NOTE_READ_FAULT] = 1;
	session.note[PW_NOTE_STR_CUT] = 1;
	session.note_insn[PW_NOTE_STR_CUT] = 2;
	session.note[PW_NOTE_DIV_ZERO] = 2;
	session.note_insn[PW_NOTE_DIV_ZERO] = 77;
	finish(&f);
	ck_assert_str_eq(fix_out(&f), "");
	ck_assert_str_eq(fix_err(&f),
		"WARNING: 7 hits of 2 probes did not run: fired inside a "
		"probe; most of them, 4, of kretprobe:vfs_write.\n"
		"WARNING: 5 hits of kretprobe:vfs_write did not run: the "
		"kernel dropped them.\n"
		"WARNING: 12 records were lost: ring full: the reader was too "
		"slow.\n"
		"WARNING: 1 record was lost: record larger than a ring.\n"
		"x.bt:12:4: WARNING: memory reads failed: 3 times, here "
		"first.\n"
		"WARNING: strings were cut: 1 time.\n"
		"WARNING: Divide or modulo by 0 detected. This can lead to "
		"unexpected results. 1 is being used as the result: 2 times.\n");
	fix_close(&f);
}
END_TEST

/* Hits behind exit() are what the script asked for: only -v tells of them. */
START_TEST(test_idle)
{
	struct fixture f;

	open_with(&f, PW_OUTPUT_TEXT, false, false);
	probes[1].skipped[PW_SKIP_IDLE] = 1;
	finish(&f);
	ck_assert_str_eq(fix_err(&f), "");
	fix_close(&f);

	open_with(&f, PW_OUTPUT_TEXT, false, true);
	probes[1].skipped[PW_SKIP_IDLE] = 1;
	finish(&f);
	ck_assert_str_eq(fix_err(&f),
		"WARNING: 1 hit of kretprobe:vfs_write did not run: fired "
		"while the session was starting or stopping.\n");
	fix_close(&f);
}
END_TEST

/* emitted = received + lost, or it is said. */
START_TEST(test_account)
{
	struct fixture f;

	open_with(&f, PW_OUTPUT_TEXT, true, false);
	session.emitted = 20;
	session.lost[PW_LOSS_UNSENT] = 2;
	counters.received = 17;
	probes[0].skipped[PW_SKIP_IDLE] = 9;
	finish(&f);
	ck_assert_str_eq(fix_err(&f),
		"WARNING: 2 records were lost: not sent before the session "
		"ended.\n"
		"WARNING: the account of records does not add up: 20 emitted, "
		"19 received or lost.\n");
	fix_close(&f);
}
END_TEST

START_TEST(test_json)
{
	struct fixture f;

	open_with(&f, PW_OUTPUT_JSON, false, false);
	probes[0].ran = 10;
	probes[0].skipped[PW_SKIP_RECURSION] = 3;
	probes[0].skipped[PW_SKIP_IDLE] = 2;
	probes[1].missed = 5;
	probes[1].error = -22;
	session.emitted = 8;
	session.lost[PW_LOSS_RING_FULL] = 1;
	counters.received = 7;
	session.note[PW_NOTE_MAP_FULL] = 6;
	session.note_insn[PW_NOTE_MAP_FULL] = 1;
	finish(&f);
	ck_assert_str_eq(fix_out(&f),
		"{\"type\": \"counters\", \"data\": {"
		"\"session\": {\"emitted\": 8, \"received\": 7, "
		"\"lost\": {\"ring_full\": 1, \"too_big\": 0, "
		"\"unsent\": 0}}, "
		"\"probes\": [{\"name\": \"kprobe:vfs_read\", \"hits\": 15, "
		"\"ran\": 10, \"skipped\": {\"recursion\": 3, \"idle\": 2, "
		"\"short_record\": 0}, \"missed\": 0}, "
		"{\"name\": \"kretprobe:vfs_write\", \"hits\": 0, "
		"\"ran\": 0, \"skipped\": {\"recursion\": 0, \"idle\": 0, "
		"\"short_record\": 0}, \"missed\": 5, \"errno\": 22}], "
		"\"notes\": {\"read_fault\": {\"count\": 0}, "
		"\"string_cut\": {\"count\": 0}, "
		"\"map_full\": {\"count\": 6, \"line\": 12, \"column\": 4}, "
		"\"map_busy\": {\"count\": 0}, "
		"\"stack_full\": {\"count\": 0}, "
			 "\"loop_budget\": {\"count\": 0}, "
		"\"div_zero\": {\"count\": 0}, "
		"\"out_of_bounds\": {\"count\": 0}, "
			 "\"signals_not_sent\": {\"count\": 0}}}}\n");
	ck_assert(strstr(fix_err(&f), "1 record was lost") != NULL);
	fix_close(&f);
}
END_TEST

/* Quiet JSON: the object only comes when it tells something. */
START_TEST(test_quiet)
{
	struct fixture f;

	open_with(&f, PW_OUTPUT_JSON, true, false);
	probes[0].ran = 10;
	probes[0].skipped[PW_SKIP_IDLE] = 2;
	finish(&f);
	ck_assert_str_eq(fix_out(&f), "");
	probes[0].missed = 1;
	finish(&f);
	ck_assert_int_eq(strncmp(fix_out(&f), "{\"type\": \"counters\"", 19),
			 0);
	fix_close(&f);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("counters");
	TCase *tcase = tcase_create("counters");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_nothing);
	tcase_add_test(tcase, test_sentences);
	tcase_add_test(tcase, test_idle);
	tcase_add_test(tcase, test_account);
	tcase_add_test(tcase, test_json);
	tcase_add_test(tcase, test_quiet);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
