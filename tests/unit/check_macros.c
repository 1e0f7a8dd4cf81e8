/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Blocks and if as expressions, ?:, and macros: what they print when they are
 * run in the engine, and what of them is refused. Expected values are worked
 * out by hand.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include "script_run.h"

struct row {
	const char *source;
	const char *output;
};

#define N(rows) (sizeof(rows) / sizeof(rows[0]))

static void compare(const char *source, const char *expected, char *is)
{
	ck_assert_msg(!strcmp(is, expected), "%s\nexpected:\n%s\nis:\n%s",
		      source, expected, is);
	free(is);
}

static void run_rows(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		compare(rows[i].source, rows[i].output,
			script_run(rows[i].source, NULL, 1));
}

static const struct row block_rows[] = {
	{ "begin { print({ $n = 4; print(\"in\"); $n > 5 }); }",
	  "in\nfalse\n" },
	{ "begin { let $a = { let $b = 3; $b }; print($a); }", "3\n" },
	{ "begin { if ({ let $t = false; !$t }) { print(\"yes\"); } }",
	  "yes\n" },
	{ "begin { _ = { print(5); 6 } }", "5\n" },
	/* A block's variables are its own, also in the midst of a sum. */
	{ "begin { $a = 2; print($a + { let $c = $a * 3; $c + 1 } * "
	  "{ let $c = 10; $c }); }", "72\n" },
	/* What was read before the block changed it stays as it was. */
	{ "begin { $a = 1; $b = $a + { $a = 5; $a }; print(($a, $b)); }",
	  "(5, 6)\n" },
	{ "begin { print({ let $s = \"word\"; $s }); }", "word\n" },
	{ "begin { print(({ (7, \"x\") }).1); }", "x\n" },
	{ "begin { @[{ \"key\" }] = { (1, { 2 }) }; }", "@[key]: (1, 2)\n" },
	/* One record inside another's values. */
	{ "begin { printf(\"%d %s %d\\n\", { $b = 1; print($b); $b }, "
	  "{ \"a\" }, { print(\"x\"); 7 }); }", "1\nx\n1 a 7\n" },
	{ "begin { for ($i : 0..3) { print({ if ($i == 1) { continue; } "
	  "$i * 2 }); } }", "0\n4\n" },
	{ "begin { print({ if (pid == 1234) { return; } 1 }); }", "" },
	/* sizeof evaluates nothing. */
	{ "begin { let $x = 1; let $y = 0; print(if ($x) { if ($y) { 10 } "
	  "else { 20 } } else { 30 }); }", "20\n" },
	{ "begin { $w = if (pid == 1) { \"one\" } else if (pid == 1234) { "
	  "\"two\" } else { \"three\" }; print($w); }", "two\n" },
	{ "begin { $x = 0; $y = 3; print(($x ?: 8, $y ?: 9)); }", "(8, 3)\n" },
	/* The condition is evaluated once. */
	{ "begin { print({ @n++; @n } ?: 5); }", "1\n@n: 1\n" },
	{ "begin { $a = 0 ?: 0 ?: 4; print($a); }", "4\n" },
	{ "begin { pid == 1 ? print(1) : { print(2); print(3) }; }",
	  "2\n3\n" },
};

START_TEST(test_blocks)
{
	run_rows(block_rows, N(block_rows));
}
END_TEST

static const struct row macro_rows[] = {
	{ "macro twice($v) { $v *= 2; } begin { $n = 4; twice($n); twice($n); "
	  "print($n); }", "16\n" },
	{ "macro next($v) { $v += 1; $v } begin { $n = 6; $m = next($n); "
	  "print(($n, $m)); }", "(7, 7)\n" },
	{ "macro put(@m, k, v) { @m[k] = v; } begin { put(@a, \"x\", 3); }",
	  "@a[x]: 3\n" },
	{ "macro total(@m) { @m + 5 } begin { @t = 2; print(total(@t)); }",
	  "7\n@t: 2\n" },
	/* In any order, one in another, as a word. */
	{ "macro c(x) { b(x) * b(x) } macro b(y) { y + one } "
	  "macro one() { 1 } begin { print(c(2)); }", "9\n" },
	/* The macro's $t is not the caller's. */
	{ "macro inc(x) { $t = x + 1; $t } begin { $t = 40; "
	  "print((inc($t), $t)); }", "(41, 40)\n" },
	{ "macro f(x) { let $t = x; let $u = x; $t + $u } begin { $t = 1; "
	  "print(f(f($t))); }", "4\n" },
	/* An expression is evaluated wherever its name stands. */
	{ "macro three(x) { x; x; x; } begin { three({ printf(\".\") }); }",
	  "..." },
	{ "macro add(x) { $a = x; $b = x; $a + $b } begin { $n = 0; "
	  "print(add({ $n += 10; $n })); }", "30\n" },
	/* A variable given as an expression is not changed. */
	{ "macro show(a, b) { print((a, b)); } macro via(@m, $v) { "
	  "show(@m, $v); } begin { @d = 5; $y = 1; via(@d, $y); }",
	  "(5, 1)\n@d: 5\n" },
	{ "macro pick() { 0 } macro pick(x) { x } macro pick($v, x) { $v } "
	  "macro pick(x, $v) { x } begin { $q = 7; print((pick, pick(), "
	  "pick(3), pick($q, 1), pick(2, $q))); }", "(0, 0, 3, 7, 2)\n" },
	{ "macro sum(n) { let $s = 0; for ($i : 0..n) { $s += $i; } $s } "
	  "begin { $i = 5; print(sum($i)); }", "10\n" },
	/* A parameter goes before a macro without any. */
	{ "macro w() { 2 } macro id(w) { w } begin { print(id(1)); }", "1\n" },
	/* The script's goes before the language's, if it fits. */
	{ "macro cpu() { \"mine\" } begin { print(cpu); }", "mine\n" },
	{ "macro cpu(x) { x } begin { print((cpu(5), cpu())); }", "(5, 0)\n" },
	{ "macro text() { \"v=%d\\n\" } begin { printf(text, 3); }", "v=3\n" },
	/* Types, as typeof(…), where types stand. */
	{ "struct pair { int a; int b; } macro f(t, u) { sizeof(t[3]) + "
	  "sizeof(u*) + sizeof(u) } begin { print(f(typeof(uint16), "
	  "typeof(struct pair))); }", "22\n" },
	{ "macro in(t) { sizeof(t) } macro out(u) { in(typeof(u)) + in(u) } "
	  "begin { print(out(typeof(uint32))); }", "8\n" },
	{ "macro p(t, x) { (t*)x } begin { print(p(typeof(uint8), 16)); }",
	  "0x10\n" },
	{ "macro v(t, x) { let $v: t = x; print(($v, sizeof($v))); } begin { "
	  "v(typeof(uint32), 7); v(typeof(int8), 7); }", "(7, 4)\n(7, 1)\n" },
	{ "struct pair { int a; struct { int c; int d; } b; } macro at(t, m) { "
	  "offsetof(struct t, m) } begin { print((at(typeof(pair), b), "
	  "at(typeof(pair), b.d))); }", "(4, 8)\n" },
	{ "macro stop() { exit(); } begin { print(1); stop(); print(2); }",
	  "1\n" },
	{ "macro small(x) { x < 10 } begin /small(pid)/ { print(1); } "
	  "end /small(3)/ { print(2); }", "2\n" },
};

START_TEST(test_macros)
{
	run_rows(macro_rows, N(macro_rows));
}
END_TEST

/* What is settled when the script is compiled, and what comes with it. */
static const struct row static_rows[] = {
	{ "begin { if comptime (1 < 2) { print(1); } "
	  "else { fail(\"no %d\", 5); } "
	  "if comptime (2 < 1) { fail(\"never\"); } print(comptime 3); }",
	  "1\n3\n" },
	{ "config = { max_map_keys=7; print_maps_on_exit=false; "
	  "max_cat_bytes=20 } begin { print((config.max_map_keys, "
	  "config().print_maps_on_exit, __builtin_config.max_cat_bytes)); }",
	  "(7, false, 20)\n" },
	{ "begin { print(config.max_cat_bytes); }", "10240\n" },
	/* Two bools give a bool, known or not. */
	{ "begin { print((true + true, true - true, true * false, true / true, "
	  "true & false, true | false, true ^ true, false < true)); "
	  "$a = pid == 1234; $b = !$a; print(($a + $a, $a - $a, $a * $b, "
	  "$a & $b, $a | $b, $a ^ $a, $b < $a)); $b |= $a; print($b); "
	  "@ += $a; print(@); print((true + 1, $a + 1)); clear(@) }",
	  "(true, false, false, true, false, true, false, true)\n"
	  "(true, false, false, false, true, false, true)\n"
	  "true\n@: 1\n(2, 2)\n" },
	{ "begin { @f = true; @f += false; $t = true; $t += $t; print((@f, $t)); "
	  "clear(@f) }", "(true, true)\n" },
	{ "begin { if comptime kfunc_exist(\"f\") { fail(\"no\"); } "
	  "print(kfunc_allowed(\"f\")); }", "false\n" },
	/* So are tuples of what is known. */
	{ "begin { $x = 1; print(((1, \"a\") == (1, \"a\"), (1, 2) != (1, 2, 3), "
	  "(1, (2, true)) == (1, (2, false)), (a=1, b=2) == (b=2, a=1))); "
	  "if comptime (typeinfo($x) == typeinfo(\"abc\")) { $x = \"foo\"; } "
	  "else { $x = 2; } print($x); print(comptime (3, \"b\").1); "
	  "print((\"z\", $x).0); }",
	  "(true, true, false, true)\n2\nb\nz\n" },
	/* Literal strings are put together and compared at once. */
	{ "begin { print(\"foo\" + \"bar\"); print((\"a\" < \"b\", \"b\" <= \"a\", "
	  "\"abd\" > \"abc\", \"\" >= \"a\", \"a\" < \"ab\")); "
	  "print((\"x\" && true, \"\" || false, \"\" || \"y\")); }",
	  "foobar\n(true, false, true, false, true)\n(true, false, true)\n" },
	{ "begin /\"str\"/ { print(\"a\" ? 1 : 2); print(\"\" ? 1 : 2); } "
	  "begin /\"\"/ { print(3); }", "1\n2\n" },
	/* What comptime rules out need not fit. */
	{ "begin { @a = 1; if comptime (false) { @a[1] = 1; } "
	  "if (comptime !is_scalar(@a)) { for ($kv : @a) { } } "
	  "else { print(\"scalar\"); } clear(@a); "
	  "if comptime (sizeof(uint32) == 4) { $y = \"four\"; print($y); } "
	  "print(comptime (2 + 3)); }", "scalar\nfour\n5\n" },
	/* A map stands for its key where a type is asked for. */
	{ "begin { @a[\"hi\", 2] = 1; let $k: typeof(@a) = (\"hello\", "
	  "(int16)1); @a[\"hello\", (int32)2] = 2; print($k); clear(@a); "
	  "@x[(int16)1] = 1; print(sizeof(@x)); "
	  "print(typeinfo(@x).full_type); clear(@x); "
	  "print((username_t)0); }", "(hello, 1)\n2\nint16\nroot\n" },
	{ "config = { stack_mode=perf; max_strlen=64; missing_probes=warn; "
	  "max_load=3; str_trunc_trailer=\"~\" } begin { printf(\"%d %s %d %s "
	  "%s %d\\n\", config().max_strlen, config().stack_mode, "
	  "config.cpp_demangle, config.missing_probes, "
	  "config.str_trunc_trailer, config.max_load); $c = config; "
	  "if comptime (config.max_strlen == 64) { print($c.license); } else "
	  "{ fail(\"no\"); } }",
	  "64 perf 1 warn ~ 3\nGPL\n" },
	{ "begin { print(__builtin_pid == pid && __builtin_comm == comm()); }",
	  "true\n" },
	{ "begin { assert(pid == 1234, \"is not 1234\"); print(\"on\"); "
	  "assert(pid == 1, \"is not 1\"); print(\"behind\"); }",
	  "on\nstdlib/base.bt:6:5-37: ERROR: assert failed: is not 1\n"
	  "t:1:58-86: ERROR: expanded from\n"
	  "begin { assert(pid == 1234, \"is not 1234\"); print(\"on\"); "
	  "assert(pid == 1, \"is not 1\"); print(\"behind\"); }\n"
	  "                                                         "
	  "~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n" },
	{ "macro out(n) { warnf(\"%d\", n); } macro mid(n) { out(n + 1) } "
	  "begin { mid(4); }",
	  "t:1:16-30: WARNING: 5\n"
	  "t:1:49-59: WARNING: expanded from\n"
	  "macro out(n) { warnf(\"%d\", n); } macro mid(n) { out(n + 1) } "
	  "begin { mid(4); }\n"
	  "                                                "
	  "~~~~~~~~~~\n"
	  "t:1:70-76: WARNING: expanded from\n"
	  "macro out(n) { warnf(\"%d\", n); } macro mid(n) { out(n + 1) } "
	  "begin { mid(4); }\n"
	  "                                                                  "
	  "   ~~~~~~\n" },
	{ "begin { print((is_err(-5), is_err(5), is_err(-4096))); }",
	  "(true, false, false)\n" },
	{ "macro assert(c, m) { print(m); } begin { assert(0, \"mine\"); }",
	  "mine\n" },
};

START_TEST(test_static)
{
	for (size_t i = 0; i < N(static_rows); i++)
		compare(static_rows[i].source, static_rows[i].output,
			script_run(static_rows[i].source, NULL, 1));
}
END_TEST

static const struct row message_rows[] = {
	{ "begin { if (pid) { fail(\"wanted %d, %s: %x%%\", 5, \"got\", 255); "
	  "} }", "1:20-62: ERROR: wanted 5, got: ff%" },
	{ "begin { if (1 > 2) { fail(\"no %d\", 5); } }",
	  "1:22-38: ERROR: no 5" },
	{ "begin { print((a=1,)); print((a=1, b=2, a=3)); }",
	  "1:20-21: ERROR: syntax error, unexpected ), expecting identifier\n"
	  "1:41-42: ERROR: Named argument list already contains name: a" },
	{ "begin { } config = { max_strlen=5 }",
	  "1:11-17: ERROR: config must appear before probes and functions" },
	{ "config = { unstable_tseries=error; unstable_typeinfo=error } "
	  "begin { @ = tseries(4, 1s, 10); print(typeinfo(1).base_type); }",
	  "1:74-92: ERROR: tseries feature is not enabled by default. To "
	  "enable this unstable feature, set the config flag to enable. "
	  "unstable_tseries=enable\n"
	  "1:100-111: ERROR: typeinfo feature is not enabled by default. To "
	  "enable this unstable feature, set the config flag to enable. "
	  "unstable_typeinfo=enable" },
	{ "begin { print(kfunc_allowed(3)); }",
	  "1:15-31: ERROR: kfunc_allowed() expects a string literal (int "
	  "provided)" },
	{ "begin { print(true / false); print(\"a\" - \"b\"); }",
	  "1:15-27: ERROR: unable to fold literals due to overflow or "
	  "underflow\n"
	  "1:36-45: ERROR: illegal literal operation with strings" },
	/* What cannot be the value of a signed one is not taken for one. */
	{ "begin { $a = -1; $a = 9223372036854775808; @b = (int64)1; "
	  "@b = 18446744073709551615; @c[-1] = 1; @c[9223372036854775808] = 2; "
	  "$d = 1; $d = 9223372036854775808; @e = (uint64)1; @e = $d; }",
	  "1:18-42: ERROR: Type mismatch for $a: trying to assign value of type "
	  "'uint64' when variable already has a type 'int64'\n"
	  "1:59-84: ERROR: Type mismatch for @b: trying to assign value of type "
	  "'uint64' when map already has a type 'int64'\n"
	  "1:98-121: ERROR: Argument mismatch for @c: trying to access with "
	  "arguments: 'uint64' when map expects arguments: 'int64'" },
	{ "begin { fail(\"%d\", pid); }",
	  "1:20-23: ERROR: fail() takes literals only" },
	{ "begin { @a = 1; if comptime (@a > 1) { print(1); } "
	  "comptime (@a + 1) }",
	  "1:20-37: ERROR: Unable to resolve comptime expression\n"
	  "1:52-69: ERROR: Unable to resolve comptime expression" },
	{ "begin { print(sizeof(@nothing)); }",
	  "1:22-30: ERROR: Undefined map: @nothing" },
	{ "begin { print(config.color); }",
	  "1:15-27: ERROR: Record does not contain a field named 'color'" },
	{ "begin { $a = { print(1); }; }",
	  "1:14-27: ERROR: a value is needed here, and this has none" },
	{ "begin { { let $in = 1; print($in) } print($in); }",
	  "1:43-46: ERROR: Undefined or undeclared variable: $in" },
	{ "begin { 1; @a[1] = 1; has_key(@a, 1); _ = has_key(@a, 1); "
	  "delete(@a, 1); @a[2]++; { 5 } }",
	  "1:9-10: WARNING: Return value discarded.\n"
	  "1:23-37: WARNING: Return value discarded.\n"
	  "1:85-86: WARNING: Return value discarded." },
	{ "begin { if (pid) { return; } else { exit(); } print(1); print(2); }",
	  "1:47-55: WARNING: Unreachable statement." },
	{ "begin { @m[1] = 1; for ($k : @m) { print(@m); break; print(2); } }",
	  "1:36-45: WARNING: Due to it's asynchronous nature using 'print()' "
	  "in a loop can lead to unexpected behavior. The map will likely be "
	  "updated before the runtime can 'print' it.\n"
	  "1:54-62: WARNING: Unreachable statement." },
	{ "macro f() { @m++; } begin { @m = 1; f(); }",
	  "1:13-15: ERROR: Unhygienic access to map: @m. Maps must be passed "
	  "into the macro as arguments.\n"
	  "1:37-40: ERROR: expanded from" },
	{ "macro f($v) { let $v; } begin { $a = 1; f($a); }",
	  "1:15-21: ERROR: Variable declaration shadows macro arg $v\n"
	  "1:41-46: ERROR: expanded from" },
	{ "macro f($v) { $v } begin { @a = 1; f(@a); }",
	  "1:36-41: ERROR: Call to f() has arguments that do not match any "
	  "definition.\n"
	  "1:38-40: ERROR: Mismatched arg. f() expects a variable for arg $v "
	  "but got a map.\n"
	  "1:9-11: ERROR: This is the argument in the closest definition." },
	{ "macro f($v, x) { $v } begin { $a = 1; f($a); }",
	  "1:39-44: ERROR: Call to f() has arguments that do not match any "
	  "definition.\n"
	  "1:1-8: ERROR: The closest definition of f() has a different number "
	  "of arguments. Expected: 2 but got 1" },
	{ "macro f($v, $v) { } begin { }",
	  "1:13-15: ERROR: Variable for macro argument has already been used: "
	  "$v" },
	{ "macro f(x) { 1 } macro f(y) { 2 } begin { }",
	  "1:18-25: ERROR: Redefinition of macro: f\n"
	  "1:1-8: ERROR: This is the original definition." },
	{ "macro f(pid) { } begin { }",
	  "1:9-12: ERROR: syntax: builtin 'pid' can't be used as a macro "
	  "argument" },
	{ "begin { print(typeof(uint8)); }",
	  "1:15-28: ERROR: When used as a call argument, `typeof` builtin only "
	  "valid for macro calls that are expecting a type parameter" },
	{ "macro m(t) { sizeof(struct t) } begin { print(m(typeof(int*))); }",
	  "1:21-29: ERROR: Invalid replacement for macro 'm' type parameter 't' "
	  "which makes up the type 'struct t'\n"
	  "1:47-62: ERROR: expanded from" },
	{ "macro a() { b() } macro b() { c() } macro c() { a() } "
	  "begin { a(); }",
	  "1:49-52: ERROR: Recursive macro call detected. Call chain: a > b > "
	  "c > a\n"
	  "1:31-34: ERROR: expanded from\n"
	  "1:13-16: ERROR: expanded from\n"
	  "1:63-66: ERROR: expanded from" },
	{ "macro a(x) { $nobody + x } begin { print(a(1)); }",
	  "1:14-21: ERROR: Undefined or undeclared variable: $$a_0_nobody\n"
	  "1:42-46: ERROR: expanded from" },
};

START_TEST(test_messages)
{
	for (size_t i = 0; i < N(message_rows); i++)
		compare(message_rows[i].source, message_rows[i].output,
			script_messages(message_rows[i].source, NULL));
}
END_TEST

/* Each doubles what it is given: 2^40 copies are not made. */
START_TEST(test_growth)
{
	char source[4096] = "macro m0(x) { x + x } ", line[128];
	char *messages;

	for (int i = 1; i < 40; i++) {
		snprintf(line, sizeof(line), "macro m%d(x) { m%d(x) + m%d(x) "
			 "} ", i, i - 1, i - 1);
		strcat(source, line);
	}
	strcat(source, "begin { print(m39(1)); }");
	messages = script_messages(source, NULL);
	ck_assert_msg(strstr(messages, "macros expand to more than"), "%s",
		      messages);
	free(messages);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("macros");
	TCase *tcase = tcase_create("macros");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, test_blocks);
	tcase_add_test(tcase, test_macros);
	tcase_add_test(tcase, test_static);
	tcase_add_test(tcase, test_messages);
	tcase_add_test(tcase, test_growth);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
