// SPDX-License-Identifier: GPL-2.0
/*
 * The sink: programs whose parts do not fit, records that lie, maps by way of
 * the command, buffering, files that cannot be written.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <check.h>
#include "output_fixture.h"

START_TEST(test_attached)
{
	struct fixture f;

	fix_init(&f);
	fix_open(&f);
	ck_assert_int_eq(pw_output_attached(f.o, 1), 0);
	ck_assert_str_eq(fix_err(&f), "Attached 1 probe\n");
	ck_assert_int_eq(pw_output_attached(f.o, 2), 0);
	ck_assert_str_eq(fix_err(&f), "Attached 2 probes\n");
	ck_assert_str_eq(fix_out(&f), "");
	fix_close(&f);
	fix_init(&f);
	f.opt.quiet = true;
	fix_open(&f);
	ck_assert_int_eq(pw_output_attached(f.o, 1), 0);
	ck_assert_str_eq(fix_err(&f), "");
	fix_close(&f);
}
END_TEST

static struct pw_type pair[2];

static void one_action(struct fixture *f)
{
	pair[0] = fix_string(16);
	pair[1] = fix_int(8, true);
	fix_init(f);
	fix_action(f, PW_ACTION_PRINTF, "%s %d\n", pair, 2);
}

static void send_raw(struct fixture *f, uint32_t len, uint32_t cut,
		     uint32_t bytes, int expected)
{
	struct pw_str str = { len, cut };

	fix_begin(f, 0, 0);
	fix_raw(f, &str, sizeof(str));
	for (; bytes; bytes -= 8)
		fix_raw(f, "abcdefgh", 8);
	ck_assert_int_eq(fix_send(f), expected);
}

/* The string's length, the record's size: neither is believed. */
START_TEST(test_bad_records)
{
	struct fixture f;
	uint32_t len;

	one_action(&f);
	fix_open(&f);
	send_raw(&f, 8, 0, 16, 0);
	ck_assert_int_eq(strncmp(fix_out(&f), "abcdefgh ", 9), 0);
	send_raw(&f, 15, 0, 24, 0);
	send_raw(&f, 14, 1, 24, 0);
	ck_assert(strstr(fix_out(&f), "abcdefghabcdef.. ") != NULL);
	send_raw(&f, 15, 1, 24, -EBADMSG);
	for (len = 16; len; len *= 2)
		send_raw(&f, len, 0, 24, -EBADMSG);
	send_raw(&f, UINT32_MAX, 0, 24, -EBADMSG);
	/* Too short, too long. */
	send_raw(&f, 8, 0, 0, -EBADMSG);
	send_raw(&f, 8, 0, 8, -EBADMSG);
	send_raw(&f, 8, 0, 24, -EBADMSG);
	fix_begin(&f, 0, 0);
	ck_assert_int_eq(fix_send(&f), -EBADMSG);
	f.used = 8;
	ck_assert_int_eq(fix_send(&f), -EBADMSG);
	fix_begin(&f, 1, 0);
	ck_assert_int_eq(fix_send(&f), -EBADMSG);
	ck_assert_str_eq(fix_out(&f), "");
	fix_close(&f);
}
END_TEST

static void expect_refused(struct fixture *f)
{
	struct pw_output *o = pw_output_new(&f->prog, &f->opt, stdout, stderr);

	ck_assert(o == NULL);
	ck_assert_int_eq(errno, EINVAL);
}

START_TEST(test_bad_programs)
{
	struct fixture f;

	one_action(&f);
	f.image.segs[1].size = 16;
	expect_refused(&f);
	one_action(&f);
	f.image.segs[0].size = 12;
	f.image.segs[1].size = 12;
	expect_refused(&f);
	one_action(&f);
	f.image.recs[0].n_segs = 3;
	expect_refused(&f);
	one_action(&f);
	f.image.recs[0].first_seg = UINT32_MAX;
	expect_refused(&f);
	one_action(&f);
	f.image.head.recs.count = 2;
	expect_refused(&f);
	one_action(&f);
	f.image.head.segs.count = UINT32_MAX;
	expect_refused(&f);
	one_action(&f);
	f.image.head.recs.offset = UINT32_MAX - 7;
	expect_refused(&f);
	one_action(&f);
	f.prog.image_size = 8;
	expect_refused(&f);
	one_action(&f);
	pair[1].width = 5;
	expect_refused(&f);
	/* print() is of one value. */
	one_action(&f);
	f.actions[0].kind = PW_ACTION_PRINT_VALUE;
	expect_refused(&f);
	one_action(&f);
	fix_map(&f, "m", NULL, 0, fix_string(3));
	expect_refused(&f);
}
END_TEST

/* Any bytes as a record of every type: the sanitizers watch. */
START_TEST(test_noise)
{
	struct pw_type types[10], inner[2];
	struct pw_record *rec;
	struct fixture f;
	uint64_t *exact;
	int round, json, printed = 0;
	size_t i;

	inner[0] = types[0] = fix_string(24);
	inner[1] = types[1] = fix_int(2, true);
	types[2] = fix_kind(PW_TYPE_PROBE);
	types[3] = fix_inet();
	types[4] = fix_buf(5);
	types[5] = fix_bytes(12, 4, true);
	types[6] = fix_kind(PW_TYPE_TIME);
	types[6].format = "%c %f";
	types[7] = fix_tuple(inner, 2);
	types[8] = fix_kind(PW_TYPE_FUNC);
	types[9] = fix_string(8);
	srand(3);
	for (json = 0; json < 2; json++) {
		fix_init(&f);
		f.opt.format = json ? PW_OUTPUT_JSON : PW_OUTPUT_TEXT;
		fix_action(&f, PW_ACTION_PRINTF, "%s%d%s%s%rh%s%s%s%s%s\n",
			   types, 10);
		fix_open(&f);
		for (round = 0; round < 20000; round++) {
			fix_begin(&f, 0, rand());
			fix_str(&f, "abc", rand() % 2);
			for (i = 0; i < 10; i++)
				fix_u64(&f, (uint64_t)rand() << (rand() % 60));
			fix_str(&f, "defghijk", false);
			fix_u64(&f, rand());
			fix_u64(&f, rand() % 4);
			fix_str(&f, "", false);
			f.used -= rand() % 8 ? 0 : rand() % 3 * 8;
			if (rand() % 3 == 0)
				((char *)f.record)[16 + rand() %
						   (f.used - 16)] = rand();
			/* Nothing behind the record is there to be read. */
			exact = malloc(f.used);
			ck_assert(exact != NULL);
			memcpy(exact, f.record, f.used);
			rec = (struct pw_record *)exact;
			rec->size = f.used;
			printed += pw_output_record(f.o, rec) == 0;
			free(exact);
		}
		fix_close(&f);
	}
	ck_assert_int_gt(printed, 20000);
}
END_TEST

static int seen_top;

static int map_action(void *data, const struct pw_action *action,
		      const struct pw_record *rec)
{
	struct fixture *f = data;
	uint64_t value = rec->nsecs;

	seen_top = action->top;
	if (action->kind == PW_ACTION_PRINT_MAP)
		return pw_output_map(f->o, action->map, &value, sizeof(value),
				     action->top, action->div);
	return -EAGAIN;
}

START_TEST(test_map_actions)
{
	struct fixture f;
	uint32_t print, clear;

	fix_init(&f);
	f.opt.map_action = map_action;
	f.opt.map_data = &f;
	fix_map(&f, "m", NULL, 0, fix_int(8, true));
	print = fix_action(&f, PW_ACTION_PRINT_MAP, NULL, NULL, 0);
	f.actions[print].top = 3;
	f.actions[print].div = 2;
	clear = fix_action(&f, PW_ACTION_CLEAR_MAP, NULL, NULL, 0);
	fix_open(&f);
	fix_begin(&f, print, 10);
	ck_assert_int_eq(fix_send(&f), 0);
	ck_assert_int_eq(seen_top, 3);
	ck_assert_str_eq(fix_out(&f), "@m: 5\n");
	fix_begin(&f, clear, 10);
	ck_assert_int_eq(fix_send(&f), -EAGAIN);
	fix_close(&f);
}
END_TEST

/* What a pipe holds after three lines, before and after a flush. */
static void expect_buffered(enum pw_buffering mode, size_t before)
{
	struct fixture f;
	char text[64];
	int fds[2], i;
	FILE *out;

	ck_assert_int_eq(pipe(fds), 0);
	out = fdopen(fds[1], "w");
	ck_assert(out != NULL);
	fix_init(&f);
	f.opt.buffering = mode;
	fix_action(&f, PW_ACTION_PRINTF, "line\n", NULL, 0);
	f.o = pw_output_new(&f.prog, &f.opt, out, stderr);
	ck_assert(f.o != NULL);
	for (i = 0; i < 3; i++) {
		fix_begin(&f, 0, 0);
		ck_assert_int_eq(fix_send(&f), 0);
	}
	if (before)
		ck_assert_int_eq(read(fds[0], text, sizeof(text)), before);
	ck_assert_int_eq(pw_output_flush(f.o), 0);
	if (!before)
		ck_assert_int_eq(read(fds[0], text, sizeof(text)), 15);
	/* The stream outlives the sink. */
	fix_begin(&f, 0, 0);
	ck_assert_int_eq(fix_send(&f), 0);
	pw_output_free(f.o);
	fputs("more\n", out);
	fclose(out);
	ck_assert_int_eq(read(fds[0], text, sizeof(text)), 10);
	ck_assert_int_eq(memcmp(text, "line\nmore\n", 10), 0);
	close(fds[0]);
}

START_TEST(test_buffering)
{
	expect_buffered(PW_BUFFER_NONE, 15);
	expect_buffered(PW_BUFFER_LINE, 15);
	expect_buffered(PW_BUFFER_FULL, 0);
	/* A pipe is no terminal. */
	expect_buffered(PW_BUFFER_AUTO, 0);
}
END_TEST

START_TEST(test_write_error)
{
	struct fixture f;
	FILE *full = fopen("/dev/full", "w");

	if (!full)
		return;
	fix_init(&f);
	f.opt.buffering = PW_BUFFER_NONE;
	fix_action(&f, PW_ACTION_PRINTF, "line\n", NULL, 0);
	f.o = pw_output_new(&f.prog, &f.opt, full, stderr);
	ck_assert(f.o != NULL);
	fix_begin(&f, 0, 0);
	ck_assert_int_eq(fix_send(&f), -ENOSPC);
	ck_assert_int_eq(fix_send(&f), -ENOSPC);
	ck_assert_int_eq(pw_output_flush(f.o), -ENOSPC);
	pw_output_free(f.o);
	fclose(full);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("output");
	TCase *tcase = tcase_create("output");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, test_attached);
	tcase_add_test(tcase, test_bad_records);
	tcase_add_test(tcase, test_bad_programs);
	tcase_add_test(tcase, test_noise);
	tcase_add_test(tcase, test_map_actions);
	tcase_add_test(tcase, test_buffering);
	tcase_add_test(tcase, test_write_error);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
