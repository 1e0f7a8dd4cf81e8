/* SPDX-License-Identifier: GPL-2.0 */
/*
 * while, unroll and for over a range: what they print when they are run in the
 * engine, what of them is refused, and that none runs for ever. Expected
 * values are worked out by hand.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include "script_run.h"

struct row {
	const char *source;
	const char *output;
};

static void compare(const char *source, const char *expected, char *is)
{
	ck_assert_msg(!strcmp(is, expected), "%s\nexpected:\n%s\nis:\n%s",
		      source, expected, is);
	free(is);
}

#define N(rows) (sizeof(rows) / sizeof(rows[0]))

static const struct row run_rows[] = {
	{ "begin { $i = 0; while ($i < 3) { print($i); $i++; } }",
	  "0\n1\n2\n" },
	{ "begin { $i = 0; while (1) { if ($i == 2) { break; } $i++; } "
	  "print($i); }", "2\n" },
	{ "begin { $i = 0; while ($i < 5) { $i++; if ($i % 2) { continue; } "
	  "print($i); } print(\"end\"); }", "2\n4\nend\n" },
	{ "begin { $i = 0; while ($i < 2) { $i++; $j = 0; while (true) { "
	  "$j++; if ($j > $i) { break; } print(($i, $j)); } } }",
	  "(1, 1)\n(2, 1)\n(2, 2)\n" },
	{ "begin { while (0) { print(1); } print(2); }", "2\n" },
	{ "begin { while (1) { print(1); return; } }", "1\n" },
	{ "begin { while (1) { exit(); } }", "" },
	/* A string that grows in a loop, kept in the frame. */
	{ "begin { $s = \"a\"; $i = 0; while ($i < 3) { print($s); "
	  "$s = \"longer\"; $i++; } }", "a\nlonger\nlonger\n" },
	{ "begin { @n = 0; while (@n < 4) { @n += 3; } }", "@n: 6\n" },
	{ "begin { $a = 1; unroll (10) { $a = $a + 1; } print($a); }",
	  "11\n" },
	{ "begin { unroll (1 + 1) { let $x = 5; print($x); } }", "5\n5\n" },
	/* break leaves the loop around the unroll. */
	{ "begin { for ($i : 0..3) { unroll (5) { print($i); break; } } }",
	  "0\n" },
	{ "begin { for ($i : 0..3) { print($i); } }", "0\n1\n2\n" },
	{ "begin { for $i : (-2)..1 { print($i); } }", "-2\n-1\n0\n" },
	{ "begin { for ($i : 5..5) { print($i); } for ($i : 1..0) { "
	  "print($i); } }", "" },
	{ "begin { $a = 2; $b = 4; for ($i : $a..$b) { $b = 100; "
	  "print($i); } }", "2\n3\n" },
	/* The variable is the iteration's own. */
	{ "begin { for ($i : 0..3) { print($i); $i = 10; } }", "0\n1\n2\n" },
	{ "begin { @a = 2; for ($i : 0..@a) { @a += 1; } }", "@a: 4\n" },
	{ "begin { for ($i : 1..4) { if ($i == 2) { continue; } print($i); "
	  "} }", "1\n3\n" },
	{ "begin { for ($i : 1..4) { if ($i == 2) { break; } print($i); } "
	  "print(5); }", "1\n5\n" },
	{ "begin { for ($i : 1..4) { for ($j : 1..$i) { print($j); "
	  "if ($j == 2) { return; } } } print(\"end\"); }", "1\n1\n2\n" },
	{ "begin { $s = 0; for ($i : 1..5) { $s += $i; } print($s); }",
	  "10\n" },
	/* More loops than there are registers for their counters. */
	{ "begin { $n = 0; for ($a : 0..2) { for ($b : 0..2) { "
	  "for ($c : 0..2) { for ($d : 0..2) { for ($e : 0..2) { "
	  "for ($f : $e..2) { $n++; } } } } } } print($n); }", "48\n" },
	/* Names may be used again behind a loop. */
	{ "begin { for ($i : 0..1) { print($i); } $i = \"s\"; print($i); }",
	  "0\ns\n" },
};

START_TEST(test_run)
{
	for (size_t i = 0; i < N(run_rows); i++)
		compare(run_rows[i].source, run_rows[i].output,
			script_run(run_rows[i].source, NULL, 1));
}
END_TEST

/* The hit ends when its budget is spent, and says so. */
START_TEST(test_endless)
{
	char *text = script_run("begin { while (1) { @n++; } }", NULL, 1);

	ck_assert_msg(!strncmp(text, "@n: ", 4) && atoi(text + 4) > 1000,
		      "%s", text);
	ck_assert_msg(strstr(text, "loop") != NULL, "%s", text);
	free(text);
}
END_TEST

#define WHILE_WARNED "While loops are deprecated and may be removed in the " \
	"future.\nHINT: For loops support ranges (e.g. `for ($x : " \
	"$start..$end) { ... }`), and can be used in place of while. These " \
	"are more easily proven to be bounded by the verifier."

static const struct row message_rows[] = {
	{ "begin { unroll (101) { } }",
	  "1:9-21: ERROR: unroll maximum value is 100" },
	{ "begin { unroll (0) { } }",
	  "1:9-19: ERROR: unroll minimum value is 1" },
	{ "begin { $n = 2; unroll ($n) { } }",
	  "1:17-28: ERROR: invalid unroll value" },
	{ "begin { break; }", "1:9-14: ERROR: 'break' statement is not allowed in a probe" },
	{ "begin { unroll (2) { continue; } }",
	  "1:22-30: ERROR: 'continue' statement is not allowed in a probe" },
	{ "begin { for ($i : \"str\"..5) { } }",
	  "1:9-27: ERROR: Loop range requires an integer for the start value" },
	{ "begin { for ($i : 0..\"str\") { } }",
	  "1:9-27: ERROR: Loop range requires an integer for the end value" },
	{ "begin { $i = 1; for ($i : 0..5) { } }",
	  "1:17-31: ERROR: Loop declaration shadows existing variable: $i" },
	{ "begin { for ($i : 0..5) { } print($i); }",
	  "1:35-37: ERROR: Undefined or undeclared variable: $i" },
	{ "begin { while (comm) { } }",
	  "1:16-20: ERROR: Invalid condition: string[16]\n"
	  "1:9-21: WARNING: " WHILE_WARNED },
};

START_TEST(test_messages)
{
	for (size_t i = 0; i < N(message_rows); i++)
		compare(message_rows[i].source, message_rows[i].output,
			script_messages(message_rows[i].source, NULL));
}
END_TEST

START_TEST(test_code)
{
	static const char source[] =
		"kprobe:f { for ($i : 0..arg0) { @ = count(); } }";

	compare(source,
		"program 0: entry, frame 0\n"
		"mov r15 0\n"
		"ctx r14 arg0\n"
		"jge r15 r14 -> 7\n"
		"mov r13 r15\n"
		"count @\n"
		"add r15 r15 1\n"
		"loop -> 2\n"
		"end\n", script_code(source, NULL));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("loops");
	TCase *tcase = tcase_create("loops");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_run);
	tcase_add_test(tcase, test_endless);
	tcase_add_test(tcase, test_messages);
	tcase_add_test(tcase, test_code);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
