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
	{ "begin { @m[3] = 30; @m[4] = 40; for ($kv : @m) { print($kv); } "
	  "clear(@m); }", "(3, 30)\n(4, 40)\n" },
	{ "begin { @m[1, \"a\"] = (5, \"xyz\"); for ($e : @m) { "
	  "printf(\"%d %s %d %s\\n\", $e.0.0, $e.0.1, $e.1.0, $e.1.1); } "
	  "clear(@m); }", "1 a 5 xyz\n" },
	{ "begin { @m[1] = 1; @m[2] = 2; @m[3] = 3; for ($kv : @m) { "
	  "if ($kv.1 == 1) { continue; } delete(@m, $kv.0); break; } }",
	  "@m[1]: 1\n@m[3]: 3\n" },
	{ "begin { @m[\"k\"] = 1; for ($kv : @m) { return; } print(1); }",
	  "@m[k]: 1\n" },
	{ "begin { @a[1] = 1; @a[2] = 2; @b[7] = 0; for ($x : @a) { "
	  "for ($y : @b) { print(($x.0, $y.0)); } } clear(@a); clear(@b); }",
	  "(1, 7)\n(2, 7)\n" },
	/* What is added meanwhile is met, too; values are copies. */
	{ "begin { @m[1] = 10; for ($kv : @m) { if ($kv.0 < 4) { "
	  "@m[$kv.0 + 1] = $kv.1 + 1; @m[1] = 0; print($kv); } } }",
	  "(1, 10)\n(2, 11)\n(3, 12)\n@m[1]: 0\n@m[2]: 11\n@m[3]: 12\n"
	  "@m[4]: 13\n" },
	{ "begin { @c[1] = count(); @c[1] = count(); @s[1] = sum(-4); "
	  "@v[1] = avg(5); @v[1] = avg(8); @n[1] = min(3); @x[1] = max(9); "
	  "for ($a : @c) { print($a); } for ($a : @s) { print($a); } "
	  "for ($a : @v) { print($a); } for ($a : @n) { print($a); } "
	  "for ($a : @x) { print($a); } clear(@c); clear(@s); clear(@v); "
	  "clear(@n); clear(@x); }",
	  "(1, 2)\n(1, -4)\n(1, 6)\n(1, 3)\n(1, 9)\n" },
	/* The variable may be given something wider. */
	{ "begin { @m[\"ab\"] = 1; for ($kv : @m) { print($kv); "
	  "$kv = (\"longer than that\", 70000); print($kv); } clear(@m); }",
	  "(ab, 1)\n(longer than that, 70000)\n" },
	{ "begin { for ($kv : @m) { print($kv); } print(\"none\"); "
	  "if (pid == 0) { @m[1] = 1; } }", "none\n" },
	/* More loops than registers. */
	{ "begin { @m[1] = 1; @m[2] = 2; for ($a : @m) { for ($b : @m) { "
	  "for ($c : @m) { for ($d : @m) { for ($e : @m) { for ($f : @m) { "
	  "for ($g : @m) { for ($h : @m) { for ($i : @m) { @n += $i.1; "
	  "} } } } } } } } } clear(@m); }", "@n: 768\n" },
	/* Declared maps: so many keys, and an old one makes room. */
	{ "let @a = hash(2); begin { @a[1] = 1; @a[2] = 2; @a[3] = 3; }",
	  "@a[1]: 1\n@a[2]: 2\nt:1:49: WARNING: Map full; can't update "
	  "element: 1 time.\n" },
	{ "let @a = percpulruhash(1) let @b = lruhash(2); begin { "
	  "@a[1] = count(); @a[2] = count(); @b[1] = 1; @b[2] = 2; "
	  "@b[3] = 3; }", "@a[2]: 1\n@b[2]: 2\n@b[3]: 3\n" },
	{ "let @h = percpuhash(9); let @s = hash(3); begin { @s = 5; "
	  "@h[1] = sum(3); }", "@h[1]: 3\n@s: 5\n" },
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
	  "1:22-24: ERROR: Loop declaration shadows existing variable: $i\n"
	  "1:9-15: ERROR: This is the initial assignment." },
	{ "begin { for ($i : 0..5) { for ($i : 0..2) { } } }",
	  "1:32-34: ERROR: Loop declaration shadows existing variable: $i\n"
	  "1:14-16: ERROR: This is the loop variable." },
	{ "begin { @m[1] = 1; $kv = 1; for ($kv : @m) { } }",
	  "1:34-37: ERROR: Loop declaration shadows existing variable: $kv\n"
	  "1:20-27: ERROR: This is the initial assignment." },
	{ "begin { @m = 1; for ($kv : @m) { } }",
	  "1:28-30: ERROR: @m has no explicit keys (scalar map), and cannot "
	  "be used for iteration" },
	{ "begin { for ($kv : @m) { } }",
	  "1:20-22: ERROR: Undefined map: @m" },
	{ "begin { @m[1] = hist(2); for ($kv : @m) { print($kv); } }",
	  "1:37-39: ERROR: Loop expression does not support type: hist_t" },
	{ "begin { @m[1] = 1; for ($kv : @m) { } print($kv); }",
	  "1:45-48: ERROR: Undefined or undeclared variable: $kv" },
	{ "let @a = hash(2); begin { }", "1:1-17: WARNING: Unused map: @a" },
	{ "let @a = percpuhash(2); begin { @a = 1; }",
	  "1:33-35: ERROR: Incompatible map types. Type from declaration: "
	  "percpuhash. Type from value/key type: hash" },
	{ "let @a = lruhash(2); begin { @a[1] = count(); }",
	  "1:30-35: ERROR: Incompatible map types. Type from declaration: "
	  "lruhash. Type from value/key type: percpuhash" },
	{ "let @a = cold(2); begin { @a[1] = 1; }",
	  "1:1-17: ERROR: Invalid bpf map type: cold\nHINT: Valid map types: "
	  "hash, lruhash, percpuhash, percpulruhash" },
	{ "let @a = hash(0); begin { @a[1] = 1; }",
	  "1:1-17: ERROR: a map has from 1 to 1048576 keys, not 0" },
	{ "let @a = hash(1); let @a = hash(2); begin { @a[1] = 1; }",
	  "1:19-35: ERROR: Redefinition of map: @a" },
	{ "begin { for ($i : 0..5) { } print($i); }",
	  "1:35-37: ERROR: Undefined or undeclared variable: $i" },
	{ "begin { while (comm) { } }",
	  "1:16-20: ERROR: Invalid condition: string\n"
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
	static const char walk[] =
		"kprobe:f { for ($kv : @) { @n++; } } "
		"kprobe:g { @[arg0] = 1; }";

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
	compare(walk,
		"program 0: entry, frame 16\n"
		"mov r15 0\n"
		"mapnext r15 r15 @ [0] [8]\n"
		"jeq r15 0 -> 6\n"
		"mov r0 1\n"
		"mapadd r0 r0 @n\n"
		"loop -> 1\n"
		"end\n"
		"program 1: entry, frame 8\n"
		"mov r0 1\n"
		"ctx r1 arg0\n"
		"stf [0] r1\n"
		"mapset r0 @[0]\n"
		"end\n", script_code(walk, NULL));
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
