/* SPDX-License-Identifier: GPL-2.0 */
/*
 * kstack and ustack in scripts: what is printed, in which shape, and what is
 * refused. The stacks are those of script_run.h.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include "output/columns.h"
#include "script_run.h"

#define TESTS(t) (sizeof(t) / sizeof(*(t)))

#define KERNEL "        greeting+5\n        greeting+300\n" \
	"        0xffffffff00000000\n"
#define USER "        main;loop+5\n        game;x+0x1fff\n        0x5000\n"
#define ID "abababababababababababababababababababab"

static const struct {
	const char *script, *out;
} prints[] = {
	{ "printf(\"<%s>\", kstack)", "<\n" KERNEL ">" },
	{ "print(kstack())", "\n" KERNEL "\n" },
	{ "print(kstack(1))", "\n        greeting+5\n\n" },
	{ "print(kstack(0))", "\n\n" },
	{ "print(kstack(raw))",
	  "\nffff800000001005\nffff80000000112c\nffffffff00000000\n\n" },
	{ "print(kstack(perf, 2))",
	  "\n\tffff800000001005 greeting+5\n"
	  "\tffff80000000112c greeting+300\n\n" },
	{ "printf(\"%s|\", ustack)", "\n" USER "|" },
	{ "print(ustack(bpftrace, 2))",
	  "\n        main;loop+5\n        game;x+0x1fff\n\n" },
	{ "print(ustack(perf))",
	  "\n\t1005 main;loop+5 (/bin/game;x)\n"
	  "\t2fff game;x+0x1fff (/bin/game;x)\n"
	  "\t5000 0x5000 ([unknown])\n\n" },
	{ "print(ustack(raw, 1))", "\n1005\n\n" },
	{ "print(ustack(build_id))",
	  "\n" ID " 0x05\n" ID " 0x1fff\n5000\n\n" },
	{ "print((kstack(1), \"a\"))", "(\n        greeting+5\n, a)\n" },
	{ "print((len(kstack), len(ustack(2)), len(kstack(0))))",
	  "(3, 2, 0)\n" },
	{ "$s = ustack(2); $n = len($s); print(($n, $s))",
	  "(2, \n        main;loop+5\n        game;x+0x1fff\n)\n" },
	{ "@ = kstack(1); print(len(@)); clear(@)", "1\n" },
	{ "print(kstack == kstack)", "true\n" },
	{ "$a = kstack(2); $b = kstack(2); print($a != $b)", "false\n" },
	{ "print((usym(0x1001), usym(0x5000)))", "(main;loop, 0x5000)\n" },
	{ "print(usym(reg(\"bp\")))", "0x68\n" },
	{ "@[kstack(1), comm] = count(); @[kstack(1), comm] = count()",
	  "@[\n        greeting+5\n, bash]: 2\n" },
	{ "@x[kstack(raw, 1)] = sum(5); for ($kv : @x) { print($kv.1); } "
	  "clear(@x)", "5\n" },
	{ "@m[kstack(1)] = kstack(1); delete(@m[kstack(1)]); @n = ustack(1)",
	  "@n: \n        main;loop+5\n\n" },
	{ "$s = kstack; print(sizeof($s)); print(sizeof(ustack(raw, 3)))",
	  "1024\n40\n" },
	{ "@s[usym(0x1001)] = count()", "@s[main;loop]: 1\n" },
};

START_TEST(test_prints)
{
	char script[512], *out;

	snprintf(script, sizeof(script), "kprobe:f { %s; }",
		 prints[_i].script);
	out = script_run(script, NULL, 1);
	ck_assert_str_eq(out, prints[_i].out);
	free(out);
}
END_TEST

static const struct {
	const char *script, *out;
} folds[] = {
	{ "@[kstack, comm, ustack] = count()",
	  "bash;[unknown];[game:x];main:loop;[unknown];greeting;greeting 2\n" },
	{ "@[kstack(1)] = sum(7)", "greeting 14\n" },
	{ "@[ustack(raw, 2), 5] = count()", "5;[game:x];main:loop 2\n" },
	{ "@[(\"a;b\", kstack(1))] = count()", "a:b;greeting 2\n" },
	{ "@[kstack(0)] = count()", "[unknown] 2\n" },
	/* What has no stack, and what prints, comes as text. */
	{ "@a[comm] = count(); @b[kstack(1)] = max(3)",
	  "@a[bash]: 2\ngreeting 3\n" },
	{ "@c[kstack(1)] = hist(3)",
	  "@c[\n        greeting+5\n]:\n"
	  "[2, 4)                 2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@"
	  "@@@@@@@@@@@@@|\n\n" },
};

START_TEST(test_folds)
{
	char script[512], *out;

	snprintf(script, sizeof(script), "kprobe:f { %s; }", folds[_i].script);
	script_is_folded = true;
	out = script_run(script, NULL, 2);
	script_is_folded = false;
	ck_assert_str_eq(out, folds[_i].out);
	free(out);
}
END_TEST

/* As bcc prints them, in a tool that says so. */
static const struct {
	const char *head, *script, *out;
} tools[] = {
	{ "stacks 4", "@[kstack(1), ustack(1), comm, pid] = count()",
	  "    greeting\n    main;loop\n    -                bash (1234)\n"
	  "        1\n\n" },
	{ "stacks 2", "@[kstack(2)] = sum(7)",
	  "  greeting\n  greeting\n    7\n\n" },
	{ "stacks 4 above=target: below=waker:",
	  "@[\"sshd\", kstack(1), comm] = sum(7)",
	  "    target:          sshd\n    greeting\n"
	  "    waker:           bash\n        7\n\n" },
	{ "stacks 4 below=by:", "@[kstack(1), comm, pid] = count()",
	  "    greeting\n    by:              bash (1234)\n        1\n\n" },
};

START_TEST(test_tools)
{
	char script[512], head[128], err[256], *out;
	struct pw_tool tool;

	snprintf(head, sizeof(head), "//: tool a b\n//: %s\n",
		 tools[_i].head);
	ck_assert_int_eq(pw_tool_parse(head, &tool, err, sizeof(err)), 1);
	script_tool = &tool;
	snprintf(script, sizeof(script), "kprobe:f { %s; }", tools[_i].script);
	out = script_run(script, NULL, 1);
	script_tool = NULL;
	ck_assert_str_eq(out, tools[_i].out);
	free(out);
	pw_tool_free(&tool);
}
END_TEST

/* What is no map of stacks is text; the picture is the last that comes. */
START_TEST(test_picture)
{
	static const char want[] = "kprobe:f\nkprobe:f\n@a: 2\n<?xml ";
	char *out;

	script_is_svg = true;
	out = script_run("kprobe:f { print(probe); @a = count(); "
			 "@b[comm, kstack(2)] = count(); "
			 "@c[ustack(1)] = sum(5); }", NULL, 2);
	script_is_svg = false;
	ck_assert_msg(!strncmp(out, want, sizeof(want) - 1), "%s", out);
	ck_assert_ptr_nonnull(strstr(out, ">@b: 2</text>"));
	ck_assert_ptr_nonnull(strstr(out, "data-count=\"2\"><title>bash "
				     "(2, 100.00%)"));
	ck_assert_ptr_nonnull(strstr(out, ">@c: 10</text>"));
	ck_assert_ptr_nonnull(strstr(out, "data-count=\"10\"><title>main:loop "
				     "(10, 100.00%)"));
	ck_assert_ptr_nonnull(strstr(out, "</svg>\n"));
	free(out);
}
END_TEST

START_TEST(test_lines)
{
	char *out;

	script_has_lines = true;
	out = script_run("kprobe:f { print(ustack(2)); print(ustack(perf, 1));"
			 " print(ustack(raw, 1)); }", NULL, 1);
	script_has_lines = false;
	ck_assert_str_eq(out, "\n        [inlined] deep@/src/game.c:7\n"
			 "        [inlined] mid\n"
			 "        main;loop+5@game.c:12\n"
			 "        game;x+0x1fff\n\n"
			 "\n\t1005 deep (inlined)\n\t1005 mid (inlined)\n"
			 "\t1005 main;loop+5 (/bin/game;x)\n\n"
			 "\n1005\n\n");
	free(out);
}
END_TEST

START_TEST(test_json)
{
	static const char want[] =
		"{\"type\": \"value\", \"data\": "
		"\"\\n        greeting+5\\n\"}\n"
		"{\"type\": \"map\", \"data\": {\"@\": "
		"{\"\\ngreeting+5\\n\": 1}}}\n";
	char *out;

	script_is_json = true;
	out = script_run("kprobe:f { print(kstack(1)); "
			 "@[kstack(1)] = count(); }", NULL, 1);
	script_is_json = false;
	ck_assert_msg(!strncmp(out, want, sizeof(want) - 1), "%s", out);
	free(out);
}
END_TEST

static const struct {
	const char *script, *messages;
} wrongs[] = {
	{ "kprobe:f { kstack(1025) }", "1:12-24: ERROR: kstack([int limit]): "
	  "limit shouldn't exceed 1024, 1025 given" },
	{ "kprobe:f { ustack(perf, 3, 4) }", "1:12-30: ERROR: ustack() takes "
	  "up to 2 arguments (3 provided)" },
	{ "kprobe:f { kstack(3, perf) }", "1:12-27: ERROR: Expected stack mode "
	  "as first argument" },
	{ "kprobe:f { kstack(flat) }", "1:19-23: ERROR: Error parsing stack "
	  "mode: kstack: Invalid value for stack_mode: valid values are "
	  "bpftrace, raw, perf, and build_id." },
	{ "kprobe:f { kstack(pid) }", "1:12-23: ERROR: kstack: invalid limit "
	  "value" },
	{ "kprobe:f { kstack(-1) }", "1:12-22: ERROR: kstack: invalid limit "
	  "value" },
	{ "kprobe:f { ustack(\"x\") }", "1:12-23: ERROR: ustack: invalid limit "
	  "value" },
	{ "kprobe:f { kstack(build_id) }", "1:12-28: ERROR: 'build_id' stack "
	  "mode can only be used for ustack" },
	{ "kprobe:f / kstack / { print(1); }", "1:12-18: ERROR: Invalid "
	  "condition: kstack" },
	{ "kprobe:f { $a = kstack; $a = kstack(3); }", "1:25-39: ERROR: Type "
	  "mismatch for $a: trying to assign value of type 'kstack_bpftrace_3' "
	  "when variable already has a type 'kstack_bpftrace_127'" },
	{ "kprobe:f { print(kstack == ustack); }", "1:18-34: ERROR: Type "
	  "mismatch for '==': comparing kstack_bpftrace_127 with "
	  "ustack_bpftrace_127\n"
	  "1:18-24: ERROR: left (kstack_bpftrace_127)\n"
	  "1:28-34: ERROR: right (ustack_bpftrace_127)" },
	{ "kprobe:f { printf(\"%d\", kstack); }", "1:12-32: ERROR: unsupported "
	  "format specifier for type 'kstack_bpftrace_127': d" },
	{ "kprobe:f { @x[\"b\", kstack] = 1; print(@x[kstack, \"b\"]); }",
	  "1:39-54: ERROR: Argument mismatch for @x: trying to access with "
	  "arguments: '(kstack_bpftrace_127,string[2])' when map expects "
	  "arguments: '(string[2],kstack_bpftrace_127)'" },
	{ "kprobe:f { print(usym(\"a\")); }", "1:18-27: ERROR: usym() expects "
	  "an integer or pointer argument" },
};

START_TEST(test_wrongs)
{
	char *messages = script_messages(wrongs[_i].script, NULL);

	ck_assert_str_eq(messages, wrongs[_i].messages);
	free(messages);
}
END_TEST

/* The mode that goes for all: of the script, of the environment. */
START_TEST(test_modes)
{
	static const char script[] = "config = { stack_mode=raw } kprobe:f { "
		"print((ustack(1), ustack(perf, 1))); }";
	struct pw_lang_env env;
	char *out;

	out = script_run(script, NULL, 1);
	ck_assert_str_eq(out, "(\n1005\n, \n\t1005 main;loop+5 "
			 "(/bin/game;x)\n)\n");
	free(out);
	out = script_run("config = { stack_mode=perf; cpp_demangle=0 } begin { "
			 "print((config.stack_mode, config.cpp_demangle)); }",
			 NULL, 1);
	ck_assert_str_eq(out, "(perf, false)\n");
	free(out);
	script_env(&env);
	env.stack_mode = PW_STACK_BPFTRACE;
	out = script_run(script, &env, 1);
	ck_assert_str_eq(out, "(\n        main;loop+5\n, \n\t1005 main;loop+5 "
			 "(/bin/game;x)\n)\n");
	free(out);
	env.stack_mode = PW_STACK_BUILD_ID;
	out = script_run("kprobe:f { print(kstack); }", &env, 1);
	ck_assert_str_eq(out, "\nffff800000001005\nffff80000000112c\n"
			 "ffffffff00000000\n\n");
	free(out);
}
END_TEST

START_TEST(test_code)
{
	char *code = script_code("kprobe:f { @[kstack(5)] = usym(arg0); "
				 "$n = len(ustack); print($n); }", NULL);

	ck_assert_msg(strstr(code, "stack r1 kernel 5\n") != NULL, "%s", code);
	ck_assert_msg(strstr(code, "usym r0 r0\n") != NULL, "%s", code);
	ck_assert_msg(strstr(code, "stack r0 user 127\n") != NULL, "%s", code);
	ck_assert_msg(strstr(code, "stacklen r") != NULL, "%s", code);
	free(code);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("script stack");
	TCase *t = tcase_create("script stack");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, test_prints, 0, TESTS(prints));
	tcase_add_loop_test(t, test_folds, 0, TESTS(folds));
	tcase_add_loop_test(t, test_tools, 0, TESTS(tools));
	tcase_add_test(t, test_picture);
	tcase_add_test(t, test_lines);
	tcase_add_test(t, test_json);
	tcase_add_loop_test(t, test_wrongs, 0, TESTS(wrongs));
	tcase_add_test(t, test_modes);
	tcase_add_test(t, test_code);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
