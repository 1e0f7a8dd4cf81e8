// SPDX-License-Identifier: GPL-2.0
/*
 * Functions of the script: what they give, and what is said of wrong ones.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "script_run.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

struct row {
	const char *source, *output;
};

static const struct row runs[] = {
	{ "fn add($a: int64, $b: int64): int64 { return $a + $b; } "
	  "begin { print(add(1, add(pid, 3))); }", "1238\n" },
	/* Before its definition; early returns, also out of loops. */
	{ "begin { print((size(5), size(200), size(7000))); } "
	  "fn size($n: int64): string { if ($n < 10) { return \"small\"; } "
	  "for ($i : 0..3) { if ($n == $i * 100) { return \"round\"; } } "
	  "return \"large\"; }", "(small, round, large)\n" },
	/* Arguments are copies; a name is the caller's or the function's. */
	{ "fn f($x: int64): int64 { $x += 1; $y = $x; return $y; } "
	  "begin { $x = 5; $y = 7; print((f($x), f($y), $x, $y)); }",
	  "(6, 8, 5, 7)\n" },
	/* Each argument is evaluated once, in order. */
	{ "fn f($a: int64, $b: int64): int64 { return $a * 10 + $b + $a; } "
	  "begin { $i = 1; print(f($i++, $i++)); print($i); }",
	  "13\n3\n" },
	/* Maps are the script's; without a value; in several probes. */
	{ "fn note($k: uint32): void { if ($k == 3) { return; } "
	  "@n[$k] = count(); } begin { note(3); note(4); } end { note(4); }",
	  "@n[4]: 2\n" },
	/* Values are cut to the types that are declared. */
	{ "fn low($n: uint8): int8 { return $n; } "
	  "begin { print((low(pid), low(uid))); }", "(-46, -24)\n" },
	/* Structs, pointers, tuples by typeof; one function calls another. */
	{ "struct p { int32 x; int32 y; }; "
	  "fn y($p: struct p *): int32 { return $p->y; } "
	  "fn sum($p: struct p): int64 { return $p.x + y((struct p *)&$p); } "
	  "begin { $n = (uint64)0x300000007; $p = *(struct p *)&$n; "
	  "print((sum($p), y((struct p *)&$n))); }", "(10, 3)\n" },
	{ "fn second($t: typeof($u), $u: int8): typeof($t) { return $t - $u; } "
	  "begin { print(second(5, 7)); }", "-2\n" },
	/* In predicates, conditions and loops; nothing is left of a run. */
	{ "fn odd($n: int64): bool { if ($n % 2 == 1) { return true; } "
	  "return false; } begin /odd(3)/ { for ($i : 0..4) { if (odd($i)) "
	  "{ @odd[$i] = odd($i + 1); } } } begin /odd(2)/ { @wrong = 1; }",
	  "@odd[1]: false\n@odd[3]: false\n" },
	/* What a macro in it returns is the function's. */
	{ "macro give(x) { return x; } fn f($a: int64): int64 { if ($a > 1) { "
	  "give($a * 2) } return 0; } begin { print((f(1), f(2))); }",
	  "(0, 4)\n" },
	{ "macro twice(x) { f(x) + f(x) } fn f($x: int64): int64 "
	  "{ return $x + 1; } begin { print(twice(4)); }", "10\n" },
};

static const struct row messages[] = {
	{ "fn f(): void { return 1; }",
	  "1:16-24: ERROR: Function f is of type void, cannot return int8" },
	{ "fn f(): int64 { return; }",
	  "1:17-23: ERROR: Function f is of type int64, cannot return void" },
	{ "fn f($x: int64): int64 { if ($x > 0) { return 0; } }",
	  "1:1-5: ERROR: Function f is of type int64, cannot return void" },
	{ "fn f($x: int64): int64 { while ($x) { return 0; } }",
	  "1:1-5: ERROR: Function f is of type int64, cannot return void\n"
	  "1:26-36: WARNING: While loops are deprecated and may be removed in "
	  "the future.\nHINT: For loops support ranges (e.g. `for ($x : "
	  "$start..$end) { ... }`), and can be used in place of while. These "
	  "are more easily proven to be bounded by the verifier." },
	{ "fn f($a: int64): string { return $a; }",
	  "1:27-36: ERROR: Function f is of type string, cannot return int64" },
	{ "fn f(): uint8 { return 1000; }",
	  "1:17-28: ERROR: Function f is of type uint8, cannot return int16" },
	{ "fn f(): int64 { return arg0; }",
	  "1:24-28: ERROR: The arg0 builtin can only be used with 'kprobe', "
	  "'fentry', 'fexit' and 'rawtracepoint' probes" },
	{ "fn f($x: int64): void { let $x = 1; }",
	  "1:25-31: ERROR: Variable $x was already declared. Variable "
	  "shadowing is not allowed.\n"
	  "1:6-8: ERROR: This is the initial declaration." },
	{ "fn f($x: int64, $x: int8): void { }",
	  "1:17-19: ERROR: Variable $x was already declared. Variable "
	  "shadowing is not allowed." },
	{ "fn f($x: int8): void { print($y); break; }",
	  "1:30-32: ERROR: Undefined or undeclared variable: $y\n"
	  "1:35-40: ERROR: 'break' statement is not allowed in a function" },
	{ "fn f(): int64 { return g(); } fn g(): int64 { return f(); }",
	  "1:24-27: ERROR: Recursive function call detected. Call chain: g > "
	  "f > g\n1:54-57: ERROR: Recursive function call detected. Call "
	  "chain: f > g > f" },
	{ "fn f(): void { } fn f(): void { }",
	  "1:18-22: ERROR: Redefinition of function: f\n"
	  "1:1-5: ERROR: This is the original definition." },
	/* A mistake in it is told once, however often it is called. */
	{ "fn f(): void { print($y); } begin { f(); f(); }",
	  "1:22-24: ERROR: Undefined or undeclared variable: $y" },
	{ "fn f($x: int8): void { } begin { f(\"a\"); $a = f(1); f(1000); }",
	  "1:36-39: ERROR: Type mismatch for $x: trying to assign value of "
	  "type 'string[2]' when variable already has a type 'int8'\n"
	  "1:47-51: ERROR: a value is needed here, and this has none\n"
	  "1:55-59: ERROR: Type mismatch for $x: trying to assign value of "
	  "type 'int16' when variable already has a type 'int8'" },
	{ "fn f($x: int8): void { } begin { f(); }",
	  "1:34-37: ERROR: Call to f() has arguments that do not match any "
	  "definition.\n1:1-5: ERROR: The closest definition of f() has a "
	  "different number of arguments. Expected: 1 but got 0" },
	{ "fn f() { }", "1:8-9: ERROR: syntax error, unexpected {, "
	  "expecting :" },
	{ "fn f($x): void { }", "1:8-9: ERROR: syntax error, unexpected ), "
	  "expecting :" },
};

START_TEST(test_runs)
{
	char *out;

	for (size_t i = 0; i < N(runs); i++) {
		out = script_run(runs[i].source, NULL, 1);
		ck_assert_msg(!strcmp(out, runs[i].output), "%s\nexpected:\n%s"
			      "\nis:\n%s", runs[i].source, runs[i].output, out);
		free(out);
	}
}
END_TEST

/* Each with a block that does nothing. */
START_TEST(test_messages)
{
	char source[512], *out;

	for (size_t i = 0; i < N(messages); i++) {
		snprintf(source, sizeof(source), "%s begin { }",
			 messages[i].source);
		out = script_messages(source, NULL);
		ck_assert_msg(!strcmp(out, messages[i].output), "%s\n"
			      "expected:\n%s\nis:\n%s", messages[i].source,
			      messages[i].output, out);
		free(out);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("fn");
	TCase *t = tcase_create("fn");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 60);
	tcase_add_test(t, test_runs);
	tcase_add_test(t, test_messages);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
