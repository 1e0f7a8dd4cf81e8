// SPDX-License-Identifier: GPL-2.0
/*
 * What scripts in files may do that -e may not: variables of a whole probe,
 * lists of which the kernel has not all. In the invented world of script_run.h
 * the tracepoint sock:gone is not there.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include "script_run.h"

static void run(const char *text, const char *expected)
{
	struct pw_lang_env env;
	char *is;

	script_env(&env);
	env.is_file = true;
	is = script_run(text, &env, 1);
	ck_assert_msg(!strcmp(is, expected), "%s\nexpected:\n%s\nis:\n%s",
		      text, expected, is);
	free(is);
}

static char *messages(const char *text, bool is_file)
{
	struct pw_lang_env env;

	script_env(&env);
	env.is_file = is_file;
	return script_messages(text, &env);
}

static void says(const char *text, bool is_file, const char *expected)
{
	char *are = messages(text, is_file);

	ck_assert_msg(strstr(are, expected) != NULL, "%s: %s", text, are);
	free(are);
}

static void says_nothing(const char *text)
{
	char *are = messages(text, true);

	ck_assert_msg(!*are, "%s: %s", text, are);
	free(are);
}

#define BRANCHES "begin { if (pid == 1234) { $a = 5; $s = \"x\"; } " \
	"else { $a = 7; $s = \"longer\"; } printf(\"%d %s\\n\", $a, $s); }"

START_TEST(test_variables)
{
	run(BRANCHES, "5 x\n");
	/* Never assigned to: 0, or empty. */
	run("begin { if (pid == 1) { $a = 5; $s = \"x\"; } "
	    "printf(\"%d[%s]\\n\", $a, $s); }", "0[]\n");
	/* Made in a loop, used behind it and changed there. */
	run("begin { unroll (3) { if (1) { $n = 4; } $n += 1; } "
	    "print($n); }", "5\n");
	run("begin { for ($i : 0..3) { $last = $i; } print($last); }", "2\n");
	/* One of another probe is another one. */
	run("begin { if (1) { $a = 3; } print($a); } "
	    "end { $a = \"three\"; print($a); }", "3\nthree\n");
}
END_TEST

START_TEST(test_warnings)
{
	says(BRANCHES, true, "WARNING: $a is used outside of the block that "
	     "makes it");
	says(BRANCHES, false, "ERROR: Undefined or undeclared variable: $a");
	/* Nothing makes it, or only later. */
	says("begin { print($a); }", true, "ERROR: Undefined or undeclared "
	     "variable: $a");
	says("begin { print($a); if (1) { $a = 1; } }", true,
	     "ERROR: Undefined or undeclared variable: $a");
	/* One that says where it lives. */
	says("begin { if (1) { let $a = 1; } print($a); }", true,
	     "ERROR: Undefined or undeclared variable: $a");
}
END_TEST

/* What is right as it is stays so: two blocks, two variables. */
START_TEST(test_blocks)
{
	says_nothing("begin { if (1) { $a = 1; print($a); } "
		     "if (1) { $a = \"x\"; print($a); } }");
	says_nothing("begin { $b = { let $a = 1; $a + 1 }; print($b); }");
	says_nothing("begin { let $a; if (1) { $a = 1; } print($a); }");
	says_nothing("begin { @m[1] = 2; for ($kv : @m) { print($kv.0); } }");
}
END_TEST

#define SOME "tracepoint:sock:gone, tracepoint:sock:inet_sock_set_state " \
	"{ print(1); }"

START_TEST(test_lists)
{
	run(SOME, "1\n");
	says(SOME, true, "WARNING: No matches for tracepoint sock:gone. "
	     "Skipping.");
	says(SOME, false, "ERROR: No matches for tracepoint sock:gone.");
	says("config = { missing_probes = \"error\" } " SOME, true,
	     "ERROR: No matches for tracepoint sock:gone.");
	says("tracepoint:sock:gone { print(1); }", true,
	     "ERROR: No matches for tracepoint sock:gone.");
	says("tracepoint:sock:gone, tracepoint:missing:* { print(1); }", true,
	     "ERROR: Probe has no valid attach points.");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("oldscope");
	TCase *tcase = tcase_create("oldscope");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_variables);
	tcase_add_test(tcase, test_warnings);
	tcase_add_test(tcase, test_blocks);
	tcase_add_test(tcase, test_lists);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
