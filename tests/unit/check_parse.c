/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The parser: source on the left, the tree as text on the right, by hand.
 * Wrong sources are check_syntax.c's.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lang_text.h"

struct row {
	const char *source;
	const char *expected;
};

static void compare_one(const char *source, const char *expected)
{
	char *text = lang_tree(source);

	ck_assert_msg(!strcmp(text, expected),
		      "%s\nexpected:\n%s\nis:\n%s", source, expected, text);
	free(text);
}

static void compare(const struct row *rows, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		compare_one(rows[i].source, rows[i].expected);
}

/* Rows of one expression each. */
static void compare_exprs(const struct row *rows, size_t n)
{
	char source[512], expected[512];
	size_t i;

	for (i = 0; i < n; i++) {
		snprintf(source, sizeof(source), "k:f { $x = %s; }",
			 rows[i].source);
		snprintf(expected, sizeof(expected),
			 "probe k:f\n  (= $x %s)\n", rows[i].expected);
		compare_one(source, expected);
	}
}

#define COMPARE(rows) compare(rows, sizeof(rows) / sizeof(rows[0]))
#define COMPARE_EXPRS(rows) \
	compare_exprs(rows, sizeof(rows) / sizeof(rows[0]))

START_TEST(test_heads)
{
	static const struct row rows[] = {
		{ "", "" },
		{ " // nothing\n", "" },
		{ "kprobe:vfs_read { }", "probe kprobe:vfs_read\n" },
		{ "BEGIN{}END{}", "probe BEGIN\nprobe END\n" },
		{ "kprobe:a,\n  kprobe:b,kretprobe:c\n{ }",
		  "probe kprobe:a\nprobe kprobe:b\nprobe kretprobe:c\n" },
		{ "kprobe:a, { }", "probe kprobe:a\n" },
		{ "kprobe:a, /1/ { }", "probe kprobe:a\nwhen 1\n" },
		{ "tracepoint:syscalls:sys_enter_* { }",
		  "probe tracepoint:syscalls:sys_enter_*\n" },
		{ "kprobe:f+0x10 { }", "probe kprobe:f+0x10\n" },
		{ "uprobe:\"/a b\":\"f:g\" { }", "probe uprobe:/a b:f:g\n" },
		{ "uprobe:\"a\\\"b\":f { }", "probe uprobe:a\"b:f\n" },
		{ "k: { }", "probe k:\n" },
		{ ":f { }", "probe :f\n" },
		{ "#!/usr/bin/probewire\ni:s:1 { }", "probe i:s:1\n" },
		/* Words of statements are no keywords here. */
		{ "while:for { }", "probe while:for\n" },
	};

	COMPARE(rows);
}
END_TEST

START_TEST(test_predicates)
{
	static const struct row rows[] = {
		{ "k:f /pid == 1/ { }", "probe k:f\nwhen (== pid 1)\n" },
		{ "k:f/pid/{}", "probe k:f\nwhen pid\n" },
		{ "k:f / @[tid] /\n{}", "probe k:f\nwhen @[tid]\n" },
		{ "k:f /a / b / {}", "probe k:f\nwhen (/ a b)\n" },
		{ "k:f /(a / b) == c/ {}",
		  "probe k:f\nwhen (== (/ a b) c)\n" },
		{ "k:f /a/ /* c */ // d\n {}", "probe k:f\nwhen a\n" },
		{ "k:f /strncmp(comm, \"a\", 1) == 0/ {}",
		  "probe k:f\nwhen (== strncmp(comm, \"a\", 1) 0)\n" },
		{ "k:f /a ? b : c/ {}", "probe k:f\nwhen (? a b c)\n" },
	};

	COMPARE(rows);
}
END_TEST

/* Each operator against its neighbours: a level binds tighter than the one
 * before, and equal levels go from the left. */
START_TEST(test_precedence)
{
	static const struct row rows[] = {
		{ "a ? b : c ? d : e", "(? a b (? c d e))" },
		{ "a ? b ? c : d : e", "(? a (? b c d) e)" },
		{ "a || b ? c : d", "(? (|| a b) c d)" },
		{ "a || b && c", "(|| a (&& b c))" },
		{ "a && b || c", "(|| (&& a b) c)" },
		{ "a && b | c", "(&& a (| b c))" },
		{ "a | b && c", "(&& (| a b) c)" },
		{ "a | b ^ c", "(| a (^ b c))" },
		{ "a ^ b | c", "(| (^ a b) c)" },
		{ "a ^ b & c", "(^ a (& b c))" },
		{ "a & b ^ c", "(^ (& a b) c)" },
		{ "a & b == c", "(& a (== b c))" },
		{ "a == b & c", "(& (== a b) c)" },
		{ "a == b < c", "(== a (< b c))" },
		{ "a < b != c", "(!= (< a b) c)" },
		{ "a < b << c", "(< a (<< b c))" },
		{ "a >> b >= c", "(>= (>> a b) c)" },
		{ "a << b + c", "(<< a (+ b c))" },
		{ "a - b >> c", "(>> (- a b) c)" },
		{ "a + b * c", "(+ a (* b c))" },
		{ "a % b - c", "(- (% a b) c)" },
		{ "a * -b", "(* a (- b))" },
		{ "a - b - c", "(- (- a b) c)" },
		{ "a / b * c % d", "(% (* (/ a b) c) d)" },
		{ "a << b >> c", "(>> (<< a b) c)" },
		{ "a < b > c <= d >= e", "(>= (<= (> (< a b) c) d) e)" },
		{ "a == b != c", "(!= (== a b) c)" },
		{ "a || b || c", "(|| (|| a b) c)" },
		{ "a && b && c", "(&& (&& a b) c)" },
		{ "(a + b) * c", "(* (+ a b) c)" },
		{ "a * (b + c)", "(* a (+ b c))" },
		{ "((a))", "a" },
	};

	COMPARE_EXPRS(rows);
}
END_TEST

START_TEST(test_unary)
{
	static const struct row rows[] = {
		{ "-1", "(- 1)" },
		{ "- - 1", "(- (- 1))" },
		{ "!a", "(! a)" },
		{ "!!a", "(! (! a))" },
		{ "~a", "(~ a)" },
		{ "*a", "(* a)" },
		{ "**a", "(* (* a))" },
		{ "a ** b", "(* a (* b))" },
		{ "&$y", "(& $y)" },
		{ "&@m[1]", "(& @m[1])" },
		{ "a & &$y", "(& a (& $y))" },
		{ "!a == b", "(== (! a) b)" },
		{ "-a.b", "(- a.b)" },
		{ "*a->b", "(* a->b)" },
		{ "++$y", "(++ $y)" },
		{ "--@m[1]", "(-- @m[1])" },
		{ "$y++", "(post++ $y)" },
		{ "@--", "(post-- @)" },
		{ "a - --$y", "(- a (-- $y))" },
		{ "$y++ + ++$z", "(+ (post++ $y) (++ $z))" },
		{ "-$y++", "(- (post++ $y))" },
	};

	COMPARE_EXPRS(rows);
}
END_TEST

START_TEST(test_operands)
{
	static const struct row rows[] = {
		{ "0x10", "16" },
		{ "18446744073709551615", "18446744073709551615u" },
		{ "\"a\\n\\\"\\x01\"", "\"a\\n\\\"\\x01\"" },
		{ "$1 + $#", "(+ $1 $#)" },
		{ "@", "@" },
		{ "@m", "@m" },
		{ "@[pid]", "@[pid]" },
		{ "@m [pid, comm, 1 + 2]", "@m[pid, comm, (+ 1 2)]" },
		{ "@m[(a, b)]", "@m[(tuple a b)]" },
		{ "@m[@n[a]]", "@m[@n[a]]" },
		{ "@m[a][b]", "(index @m[a] b)" },
		{ "f()", "f()" },
		{ "f (a, b + 1, g(c))", "f(a, (+ b 1), g(c))" },
		{ "args.filename", "args.filename" },
		{ "args->filename", "args->filename" },
		{ "args.if", "args.if" },
		{ "a.b->c.d", "a.b->c.d" },
		{ "$t.0", "$t.0" },
		{ "$t.1.0", "$t.1.0" },
		{ "f(a).b", "f(a).b" },
		{ "args.data[3]", "(index args.data 3)" },
		{ "(a, b)", "(tuple a b)" },
		{ "(a,)", "(tuple a)" },
		{ "(a, b,)", "(tuple a b)" },
		{ "((a, b), c)", "(tuple (tuple a b) c)" },
		{ "(a, b).0", "(tuple a b).0" },
		{ "true", "true" },
	};

	COMPARE_EXPRS(rows);
}
END_TEST

START_TEST(test_casts)
{
	static const struct row rows[] = {
		{ "(uint64)a", "(cast \"uint64\" a)" },
		{ "(uint64)-1", "(cast \"uint64\" (- 1))" },
		{ "(int8)a + b", "(+ (cast \"int8\" a) b)" },
		{ "(int8)a.b", "(cast \"int8\" a.b)" },
		{ "-(int8)a", "(- (cast \"int8\" a))" },
		{ "(int8)(int16)a", "(cast \"int8\" (cast \"int16\" a))" },
		{ "(struct sock *)arg0", "(cast \"struct sock *\" arg0)" },
		{ "((struct sock*)arg0)->sk",
		  "(cast \"struct sock *\" arg0)->sk" },
		{ "(struct a **)p", "(cast \"struct a **\" p)" },
		{ "(union u*)p", "(cast \"union u *\" p)" },
		{ "(enum e)1", "(cast \"enum e\" 1)" },
		{ "(unsigned long long)a",
		  "(cast \"unsigned long long\" a)" },
		{ "(char *)p", "(cast \"char *\" p)" },
		{ "(uint8[8])a", "(cast \"uint8[8]\" a)" },
		{ "(uint8 [])a", "(cast \"uint8[]\" a)" },
		{ "(pid_t)a", "(cast \"pid_t\" a)" },
		{ "(foo *)-1", "(cast \"foo *\" (- 1))" },
		{ "(uint8)*p", "(cast \"uint8\" (* p))" },
		/* What may go on after an operand goes on. */
		{ "(a) - b", "(- a b)" },
		{ "(a) * b", "(* a b)" },
		{ "(a) & b", "(& a b)" },
		{ "(a * b)", "(* a b)" },
		{ "(a[1])", "(index a 1)" },
		{ "(a)", "a" },
	};

	COMPARE_EXPRS(rows);
}
END_TEST

START_TEST(test_assignments)
{
	static const struct row rows[] = {
		{ "k:f { $x = 1 }", "probe k:f\n  (= $x 1)\n" },
		{ "k:f { @ = 1; @a[1] = 2; }",
		  "probe k:f\n  (= @ 1)\n  (= @a[1] 2)\n" },
		{ "k:f { $x += 1; $x -= 2; $x *= 3; $x /= 4; $x %= 5 }",
		  "probe k:f\n  (+= $x 1)\n  (-= $x 2)\n  (*= $x 3)\n"
		  "  (/= $x 4)\n  (%= $x 5)\n" },
		{ "k:f { @ &= 1; @ |= 2; @ ^= 3; @ <<= 4; @ >>= 5; }",
		  "probe k:f\n  (&= @ 1)\n  (|= @ 2)\n  (^= @ 3)\n"
		  "  (<<= @ 4)\n  (>>= @ 5)\n" },
		{ "k:f { $x = a ? b : c; }",
		  "probe k:f\n  (= $x (? a b c))\n" },
		{ "k:f { $x++; --@[pid]; @++ }",
		  "probe k:f\n  (post++ $x)\n  (-- @[pid])\n  (post++ @)\n" },
		{ "k:f { let $x; let $y = 1; let $z : uint8; }",
		  "probe k:f\n  let $x\n  let $y = 1\n  let $z : uint8\n" },
		{ "k:f { let $x : struct s * = 1 }",
		  "probe k:f\n  let $x : struct s * = 1\n" },
	};

	COMPARE(rows);
}
END_TEST

START_TEST(test_statements)
{
	static const struct row rows[] = {
		{ "k:f { ; ;; f(); ; }", "probe k:f\n  f()\n" },
		{ "k:f { return }", "probe k:f\n  return\n" },
		{ "k:f { return; }", "probe k:f\n  return\n" },
		{ "k:f { return 1 + 2; }", "probe k:f\n  return (+ 1 2)\n" },
		{ "k:f { { $x = 1; } f() }",
		  "probe k:f\n  block\n    (= $x 1)\n  f()\n" },
		{ "k:f { {} }", "probe k:f\n  block\n" },
		{ "k:f { if (a) { f(); } g() }",
		  "probe k:f\n  if a\n    f()\n  g()\n" },
		{ "k:f { if a == 1 { f() } }",
		  "probe k:f\n  if (== a 1)\n    f()\n" },
		{ "k:f { if (a) { f() } else { g() } h() }",
		  "probe k:f\n  if a\n    f()\n  else\n    g()\n  h()\n" },
		{ "k:f { if (a) { } else if (b) { f() } else { g() }; }",
		  "probe k:f\n  if a\n  else\n    if b\n      f()\n"
		  "    else\n      g()\n" },
		{ "k:f { if (a) { if (b) { f() } else { g() } } }",
		  "probe k:f\n  if a\n    if b\n      f()\n    else\n"
		  "      g()\n" },
		{ "k:f { a ? f() : g() }", "probe k:f\n  (? a f() g())\n" },
		{ "k:f { 1 } k:g { 2 }",
		  "probe k:f\n  1\nprobe k:g\n  2\n" },
	};

	COMPARE(rows);
}
END_TEST

/* What people write, from the first character to the last. */
START_TEST(test_whole)
{
	compare_one(
		"#!/usr/bin/env probewire\n"
		"/*\n * Latency of reads.\n */\n"
		"BEGIN\n{\n"
		"\tprintf(\"%-6s %s\\n\", \"PID\", \"COMM\"); // head\n}\n\n"
		"kprobe:vfs_read,\nkprobe:vfs_readv\n/comm != \"me\"/\n{\n"
		"\t@start[tid] = nsecs;\n}\n\n"
		"kretprobe:vfs_read, kretprobe:vfs_readv /@start[tid]/ {\n"
		"\t$us = (nsecs - @start[tid]) / 1_000;\n"
		"\tif (retval < 0 && $us > 1e3) {\n"
		"\t\t@slow[comm, pid] = count();\n"
		"\t} else {\n"
		"\t\t@us = hist($us);\n"
		"\t}\n"
		"\tdelete(@start[tid]);\n}\n\n"
		"interval:s:5 { exit(); }\n",
		"probe BEGIN\n"
		"  printf(\"%-6s %s\\n\", \"PID\", \"COMM\")\n"
		"probe kprobe:vfs_read\n"
		"probe kprobe:vfs_readv\n"
		"when (!= comm \"me\")\n"
		"  (= @start[tid] nsecs)\n"
		"probe kretprobe:vfs_read\n"
		"probe kretprobe:vfs_readv\n"
		"when @start[tid]\n"
		"  (= $us (/ (- nsecs @start[tid]) 1000))\n"
		"  if (&& (< retval 0) (> $us 1000))\n"
		"    (= @slow[comm, pid] count())\n"
		"  else\n"
		"    (= @us hist($us))\n"
		"  delete(@start[tid])\n"
		"probe interval:s:5\n"
		"  exit()\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("parse");
	TCase *tcase = tcase_create("parse");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_heads);
	tcase_add_test(tcase, test_predicates);
	tcase_add_test(tcase, test_precedence);
	tcase_add_test(tcase, test_unary);
	tcase_add_test(tcase, test_operands);
	tcase_add_test(tcase, test_casts);
	tcase_add_test(tcase, test_assignments);
	tcase_add_test(tcase, test_statements);
	tcase_add_test(tcase, test_whole);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
