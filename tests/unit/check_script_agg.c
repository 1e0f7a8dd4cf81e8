// SPDX-License-Identifier: GPL-2.0
/*
 * Scripts with aggregates from their text to what they print. What is expected
 * is what bpftrace's documentation and runtime tests say, or was worked out by
 * hand; messages are bpftrace's.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include "script_run.h"

struct row {
	const char *source;
	const char *text;
};

typedef char *make_text(const char *source);

static char *run(const char *source)
{
	return script_run(source, NULL, 1);
}

static char *say(const char *source)
{
	return script_messages(source, NULL);
}

static char *code(const char *source)
{
	return script_code(source, NULL);
}

static void compare(const struct row *row, make_text *make)
{
	char *is = make(row->source);

	ck_assert_msg(!strcmp(is, row->text), "%s\nexpected:\n%s\nis:\n%s",
		      row->source, row->text, is);
	free(is);
}

#define BAR	"@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@"
#define HALF	"@@@@@@@@@@@@@@@@@@@@@@@@@@                          "
#define NONE	"                                                    "

static const struct row runs[] = {
	{ "begin { @s = sum(1); @s = sum(2); @s = sum(3); }", "@s: 6\n" },
	{ "begin { @s = sum(1); @s = sum(-5); }", "@s: -4\n" },
	{ "begin { @s = sum((uint64)0 - 1 + 0); }", "@s: -1\n" },
	{ "begin { @s = sum((uint64)18446744073709551615); }",
	  "@s: 18446744073709551615\n" },
	{ "begin { @a = avg(1); @a = avg(2); @a = avg(3); }", "@a: 2\n" },
	{ "begin { @a = avg(-3); @a = avg(-4); }", "@a: -3\n" },
	{ "begin { @m = min(2); @m = min(1); @m = min(3); }", "@m: 1\n" },
	{ "begin { @m = min(2); @m = min(-1); }", "@m: -1\n" },
	{ "begin { @m = max(1); @m = max(3); @m = max(2); }", "@m: 3\n" },
	{ "begin { @m = max(-2); @m = max(-1); }", "@m: -1\n" },
	{ "begin { @s = stats(1); @s = stats(2); @s = stats(3); }",
	  "@s: { .count = 3, .average = 2, .total = 6 }\n" },
	{ "begin { @s = stats(-1); @s = stats(-5); }",
	  "@s: { .count = 2, .average = -3, .total = -6 }\n" },
	{ "begin { print(@); } end { @ = stats(1) }",
	  "@: { .count = 0, .average = 0, .total = 0 }\n"
	  "@: { .count = 1, .average = 1, .total = 1 }\n" },
	{ "kretprobe:f { @[comm] = sum((int64)retval); @u = sum(retval); }",
	  "@[bash]: -5\n@u: 18446744073709551611\n" },
	{ "begin { @[\"a\"] = avg(10); @[\"b\"] = avg(20); @[\"c\"] = "
	  "avg(30); @[\"d\"] = avg(40); print(@, 2, 10); clear(@); }",
	  "@[c]: 3\n@[d]: 4\n" },
	{ "begin { @[1] = stats(40); @[2] = stats(-30); @[3] = stats(7); "
	  "@[3] = stats(8); print(@, 0, 10); clear(@); }",
	  "@[2]: { .count = 1, .average = -3, .total = -30 }\n"
	  "@[3]: { .count = 2, .average = 0, .total = 15 }\n"
	  "@[1]: { .count = 1, .average = 4, .total = 40 }\n" },
	/* By their bits: a negative one is behind all others. */
	{ "begin { @[1] = max(-4); @[2] = max(9); @[3] = max(1); }",
	  "@[3]: 1\n@[2]: 9\n@[1]: -4\n" },
	{ "begin { @a[pid, 1] = sum(3); zero(@a); print(@a); clear(@a); "
	  "print(@a); @m = max(3); zero(@m); }",
	  "@a[1234, 1]: 0\n@m: 0\n" },
	{ "begin { @a[1] = avg(3); @a[2] = avg(4); delete(@a, 1); "
	  "@m = min(5); delete(@m); }", "@a[2]: 4\n" },
	/* What is spread over entries goes as one. */
	{ "begin { @h[1] = hist(5); @h[1] = hist(70000); @h[2] = hist(-1); "
	  "print((has_key(@h, 1), has_key(@h, 3))); print(delete(@h, 1)); "
	  "print((has_key(@h, 1), delete(@h, 1), len(@h))); "
	  "delete(@h[2]); @h[3] = hist(0); @h[4] = hist(9223372036854775807); "
	  "print((delete(@h, 3), delete(@h, 4))); }",
	  "(true, false)\ntrue\n(false, false, 1)\n(true, true)\n" },
	{ "begin { @h = hist(5, 5); @h = hist(9223372036854775807, 5); "
	  "@h = hist(-5, 5); delete(@h); @h = hist(2, 5); }",
	  "@h:\n[2]                    1 |" BAR "|\n\n" },
	{ "begin { @l[1, \"a\"] = lhist(-3, 0, 10, 2); "
	  "@l[1, \"a\"] = lhist(300, 0, 10, 2); "
	  "@l[2, \"b\"] = lhist(3, 0, 10, 2); "
	  "print(delete(@l, (1, \"a\"))); print(has_key(@l, (2, \"b\"))); }",
	  "true\ntrue\n"
	  "@l[2, b]:\n[2, 4)                 1 |" BAR "|\n\n" },
	{ "begin { @t[1] = tseries(5, 1s, 3); print(has_key(@t, 1)); "
	  "print(delete(@t, 1)); print(has_key(@t, 1)); @s[1] = stats(5); "
	  "print((has_key(@s, 1), delete(@s, 1), has_key(@s, 1))); }",
	  "true\ntrue\nfalse\n(true, true, false)\n" },
	/* The function may be the value of a block. */
	{ "macro add(x) { sum(x) } begin { @ = { let $a = 100; avg($a) }; "
	  "@s[1] = add(3); @s[1] = add(4); @c = { { count() } }; }",
	  "@: 100\n@c: 1\n@s[1]: 7\n" },
	{ "begin { @a = avg(7); @a = avg(8); @m = min(-3); @s = sum(9); "
	  "print((@a, (int64)@m, @s)); if (@m < 0) { print(\"less\"); } "
	  "printf(\"%d %d\\n\", @a, @m); $x = @a + 1; print($x); "
	  "print(@s > 8 ? @s : 0); clear(@a); clear(@m); clear(@s); }",
	  "(7, -3, 9)\nless\n7 -3\n8\n9\n" },
	{ "begin { @k[1] = count(); @k[1] = count(); @l[@k[1]] = sum((int64)@k[1]); "
	  "clear(@k); }", "@l[2]: 2\n" },
	/* Histograms. */
	{ "begin { @=hist(-1); @=hist(2); @=hist(3); @=hist(7); @=hist(20); }",
	  "@:\n"
	  "(..., 0)               1 |" HALF "|\n"
	  "[0]                    0 |" NONE "|\n"
	  "[1]                    0 |" NONE "|\n"
	  "[2, 4)                 2 |" BAR "|\n"
	  "[4, 8)                 1 |" HALF "|\n"
	  "[8, 16)                0 |" NONE "|\n"
	  "[16, 32)               1 |" HALF "|\n\n" },
	{ "begin { @ = hist(2047); @ = hist(4096, 0); }",
	  "@:\n"
	  "[1K, 2K)               1 |" BAR "|\n"
	  "[2K, 4K)               0 |" NONE "|\n"
	  "[4K, 8K)               1 |" BAR "|\n\n" },
	{ "begin { @ = hist(10 * 1024 * 1024 * 1024); }",
	  "@:\n[8G, 16G)              1 |" BAR "|\n\n" },
	{ "begin { @ = hist(9223372036854775807); }",
	  "@:\n[4E, 8E)               1 |" BAR "|\n\n" },
	/* 2^5 .. 2^6 has four parts of 8; 5 is alone in its bucket. */
	{ "begin { @ = hist(5, 2); @ = hist(5, 2); }",
	  "@:\n[5]                    2 |" BAR "|\n\n" },
	{ "begin { @ = hist(40, 2); @ = hist(48, 2); }",
	  "@:\n"
	  "[40, 48)               1 |" BAR "|\n"
	  "[48, 56)               1 |" BAR "|\n\n" },
	{ "begin { @[1] = hist(10); @[2] = hist(20); @[2] = hist(20); "
	  "@[\"x\" == \"y\" ? 5 : 3] = hist(0); @[3] = hist(0); @[3] = hist(0)"
	  "; print(@, 2); clear(@); }",
	  "@[2]:\n[16, 32)               2 |" BAR "|\n\n"
	  "@[3]:\n[0]                    3 |" BAR "|\n\n" },
	{ "begin { @h = hist(2); zero(@h); print(@h); clear(@h); print(@h); }",
	  "@h:\n\n" },
	{ "kprobe:f { @[comm, pid] = hist(arg0); }",
	  "@[bash, 1234]:\n[8, 16)                1 |" BAR "|\n\n" },
	{ "begin { @=lhist(2,0,10,2); @=lhist(3,0,10,2); @=lhist(7,0,10,2); "
	  "@=lhist(-1,0,10,2); @=lhist(11,0,10,2); exit()}",
	  "@:\n"
	  "(..., 0)               1 |" HALF "|\n"
	  "[0, 2)                 0 |" NONE "|\n"
	  "[2, 4)                 2 |" BAR "|\n"
	  "[4, 6)                 0 |" NONE "|\n"
	  "[6, 8)                 1 |" HALF "|\n"
	  "[8, 10)                0 |" NONE "|\n"
	  "[10, ...)              1 |" HALF "|\n\n" },
	{ "begin { @ = lhist(10, 0, 10, 1); @ = lhist(9, 0, 10, 1); }",
	  "@:\n"
	  "[9]                    1 |" BAR "|\n"
	  "[10, ...)              1 |" BAR "|\n\n" },
	{ "begin { @ = lhist(1500, 0, 524288, 1024); @ = lhist(3, 0, 524288, "
	  "1024); }",
	  "@:\n"
	  "[0, 1K)                1 |" BAR "|\n"
	  "[1K, 2K)               1 |" BAR "|\n\n" },
};

START_TEST(test_runs)
{
	compare(&runs[_i], run);
}
END_TEST

#define BEGIN(text) "begin { " text " }"

static const struct row messages[] = {
	{ "kprobe:f { @x = sum(pid); @y = min(arg0); @z = stats(1); @h = "
	  "hist(1, 5); @l = lhist(5, 0, 10, 1); @a = avg((int32)arg0); }", "" },
	{ "kprobe:f { @x = count(); @x = sum(pid); }",
	  "1:31-39: ERROR: Type mismatch for @x: trying to assign value of "
	  "type 'usum_t' when map already has a type 'count_t'" },
	{ "kprobe:f { @x = 1; @x = hist(0); }",
	  "1:25-32: ERROR: Type mismatch for @x: trying to assign value of "
	  "type 'hist_t' when map already has a type 'int8'" },
	{ "kprobe:f { $n = 3; @x = hist(1, $n); }",
	  "1:25-36: ERROR: hist() expects a int literal (int provided)" },
	{ BEGIN("@x = hist(1, 6);"),
	  "1:14-24: ERROR: hist: bits 6 must be 0..5" },
	{ BEGIN("@x = hist(1); @x = hist(1, 1);"),
	  "1:28-38: ERROR: Different bits in a single hist unsupported" },
	{ BEGIN("@ = lhist(1, 0, 9, 1); @ = lhist(1, 0, 9, 3);"),
	  "1:36-53: ERROR: Different lhist bounds in a single map "
	  "unsupported" },
	{ "kprobe:f { hist(1); }",
	  "1:12-19: ERROR: hist() must be assigned directly to a map" },
	{ "kprobe:f { $x = lhist(); }",
	  "1:17-24: ERROR: lhist() must be assigned directly to a map" },
	{ BEGIN("@ = sum(comm);"),
	  "1:13-22: ERROR: sum() only supports integer arguments (string[16] "
	  "provided)" },
	{ BEGIN("@ = lhist(1, 0, 10, 0);"),
	  "1:13-31: ERROR: lhist() step must be >= 1 (0 provided)" },
	{ BEGIN("@ = lhist(1, 0, 5000, 1);"),
	  "1:13-33: ERROR: lhist() too many buckets, must be <= 1000 (would "
	  "need 5000)" },
	{ BEGIN("@ = lhist(1, 10, 0, 1);"),
	  "1:13-31: ERROR: lhist() min must be less than max (provided min 10 "
	  "and max 0)" },
	{ BEGIN("@ = lhist(1, 0, 10, 20);"),
	  "1:13-32: ERROR: lhist() step is too large for the given range "
	  "(provided step 20 for range 10)" },
	{ BEGIN("@y = sum(5); @x = @y;"),
	  "1:22-29: ERROR: Map value 'sum_t' cannot be assigned from one map "
	  "to another. The function that returns this type must be called "
	  "directly e.g. `@x = sum(retval);`.\n"
	  "HINT: Add a cast to integer if you want the value of the "
	  "aggregate, e.g. `@x = (int64)@y;`." },
	{ BEGIN("@x = (uint8)1; @y = max(5); @x = @y;"), "" },
	{ BEGIN("@y = stats(5); @x = @y;"),
	  "1:24-31: ERROR: Map value 'stats_t' cannot be assigned from one "
	  "map to another. The function that returns this type must be called "
	  "directly e.g. `@x = stats(arg2);`." },
	{ BEGIN("@ = hist(5); print((1, (uint16)@));"),
	  "1:32-40: ERROR: Cannot cast from \"hist_t\" to \"uint16\"" },
	{ BEGIN("@x = hist(10); @y[@x] = 1;"),
	  "1:27-29: ERROR: Value 'hist_t' cannot be used as a map key." },
	{ BEGIN("@x[1] = hist(10); print(@x[1]);"),
	  "1:27-39: ERROR: Map type hist_t cannot print the value of "
	  "individual keys. You must print the whole map." },
	{ BEGIN("@ = sum(1); @ += 5;"),
	  "1:21-27: ERROR: Type mismatch for @: trying to assign value of "
	  "type 'int64' when map already has a type 'sum_t'" },
};

START_TEST(test_messages)
{
	compare(&messages[_i], say);
}
END_TEST

static const struct row codes[] = {
	{ "kprobe:f { @[pid] = sum(arg0); }",
	  "program 0: entry, frame 8\n"
	  "ctx r0 arg0\n"
	  "ctx r1 pid\n"
	  "stf [0] r1\n"
	  "agg r0 @[0]\n"
	  "end\n" },
	/* The engine puts the bucket's number into the frame. */
	{ "kprobe:f { @ = hist(arg0); }",
	  "program 0: entry, frame 8\n"
	  "ctx r0 arg0\n"
	  "hist r0 @[0]\n"
	  "end\n" },
	/* The value before the key, and the key behind what changes it. */
	{ "kprobe:f { $i = 1; @[$i++, 2] = hist($i); }",
	  "program 0: entry, frame 24\n"
	  "mov r15 1\n"
	  "mov r0 r15\n"
	  "mov r1 r15\n"
	  "add r15 r15 1\n"
	  "stf [0] r1\n"
	  "stf [8] 2\n"
	  "hist r0 @[0]\n"
	  "end\n" },
};

START_TEST(test_codes)
{
	compare(&codes[_i], code);
}
END_TEST

#define N(table) (sizeof(table) / sizeof((table)[0]))

int main(void)
{
	Suite *suite = suite_create("script_agg");
	TCase *tcase = tcase_create("script_agg");
	SRunner *runner = srunner_create(suite);
	int n_failed;

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, test_runs, 0, N(runs));
	tcase_add_loop_test(tcase, test_messages, 0, N(messages));
	tcase_add_loop_test(tcase, test_codes, 0, N(codes));
	srunner_run_all(runner, CK_NORMAL);
	n_failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return n_failed ? 1 : 0;
}
