// SPDX-License-Identifier: GPL-2.0
/*
 * args as a value, tuples of nothing, probes with names: run in the engine.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include "script_run.h"

#define ARGS "{ .skaddr = 0xffff800000001000, .oldstate = 7, .newstate = " \
	"-2, .sport = 8080, .family = 2, .saddr = [127,0,0,1], .saddr_v6 = " \
	"[32,1,13,184,0,0,0,0,0,0,0,0,0,0,0,1], .task = sshd, .name = eth0, " \
	".small = -1, .path = 0x7f0000002000, .shorts = [1,2,3,65535], .argv " \
	"= 0x7f0000004000 }\n"

static const struct {
	const char *source;
	const char *output;
} rows[] = {
	{ "tracepoint:syscalls:a { $a = args; print($a); print(*args); "
	  "print((*args).sport); @k[args] = 1; clear(@k); }",
	  ARGS ARGS "8080\n" },
	/* Bytes of requests, from an old kernel's sectors. */
	{ "tracepoint:block:block_rq_issue { print((args.bytes, "
	  "args->nr_sector)); @[args->bytes] = 1; clear(@); "
	  "print(sizeof(args.bytes)); }", "(3584, 7)\n4\n" },
	{ "tracepoint:block:block_rq_insert, tracepoint:block:block_rq_issue "
	  "{ print((args.bytes, args.nr_sector)); }",
	  "(4096, 0)\n(3584, 7)\n" },
	/* A tuple of nothing. */
	{ "begin { $a = (); print($a); print((1, ())); print(() == $a); "
	  "@[()] = 4; @[$a]++; printf(\"%d\\n\", @[()]); @v = (); "
	  "print(sizeof(())); clear(@); }",
	  "()\n(1, ())\ntrue\n5\n0\n@v: ()\n" },
	/* Names of probes. */
	{ "first=begin { print(1); } a_1 = k:f, k:g { print(2) }",
	  "1\n2\n2\n" },
};

START_TEST(test_rows)
{
	char *is = script_run(rows[_i].source, NULL, 1);

	ck_assert_msg(!strcmp(is, rows[_i].output), "%s\nexpected:\n%s\nis:\n"
		      "%s", rows[_i].source, rows[_i].output, is);
	free(is);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("args");
	TCase *tcase = tcase_create("args");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, test_rows, 0,
			    sizeof(rows) / sizeof(rows[0]));
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
