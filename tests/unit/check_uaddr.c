// SPDX-License-Identifier: GPL-2.0
/*
 * uaddr(): run in the engine. /bin/tool is linked where it runs, /bin/pie is
 * loaded somewhere else; in both the variables lie at SCRIPT_ARGV, whose words
 * are 0x7f0000002000 and 0xffff800000001000.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include "script_run.h"

static const struct {
	const char *source;
	const char *output;
} rows[] = {
	{ "u:tool:run { print(*uaddr(\"number\")); }", "4096\n" },
	/* The probed place of each program is another one. */
	{ "u:/bin/pie:read, ur:/bin/pie:read, u:/bin/pie:0x200, u:tool:run "
	  "{ printf(\"%d %s\\n\", *uaddr(\"number\"), probetype); }",
	  "4096 uprobe\n4096 uretprobe\n4096 uprobe\n4096 uprobe\n" },
	/* Sizes; a pointer to what it is is written like any other. */
	{ "u:/bin/pie:read { print((sizeof(*uaddr(\"byte\")), "
	  "sizeof(*uaddr(\"half\")), sizeof(*uaddr(\"number\")), "
	  "sizeof(*uaddr(\"wide\")), sizeof(*uaddr(\"table\")), "
	  "sizeof(*uaddr(\"run\")))); }", "(1, 2, 4, 8, 8, 8)\n" },
	{ "u:/bin/pie:read { print((*uaddr(\"byte\"), *uaddr(\"half\"), "
	  "*uaddr(\"wide\"))); }", "(32, 32512, 139637976735744)\n" },
	/* Steps go by its size; what it points to has no sign. */
	{ "u:/bin/pie:read { $x = uaddr(\"number\"); print($x[1]); "
	  "print(*($x + 1)); print(is_ptr($x)); "
	  "print((int32)$x[1]); }", "4294934528\n4294934528\ntrue\n-32768\n" },
	{ "u:/bin/pie:read { print((uint64)uaddr(\"wide\") == "
	  "(uint64)__builtin_uaddr(\"half\") - 4); }", "true\n" },
};

START_TEST(test_rows)
{
	char *is = script_run(rows[_i].source, NULL, 1);

	ck_assert_msg(!strcmp(is, rows[_i].output), "%s\nexpected:\n%s\nis:\n"
		      "%s", rows[_i].source, rows[_i].output, is);
	free(is);
}
END_TEST

static const struct {
	const char *source;
	const char *messages;
} errors[] = {
	{ "kprobe:f { uaddr(\"A\"); }", "1:12-22: ERROR: uaddr can not be used "
	  "with \"kprobe\" probes" },
	{ "u:tool:run, begin { $x = uaddr(\"wide\"); }", "1:26-39: ERROR: uaddr "
	  "can not be used with \"begin\" probes" },
	{ "u:tool:run { $x = uaddr(123); }", "1:19-29: ERROR: uaddr() expects "
	  "a string literal as the first argument" },
	{ "u:tool:run { @s = \"number\"; $x = uaddr(@s); }", "1:34-43: ERROR: "
	  "uaddr() expects a string literal as the first argument" },
	{ "u:tool:run { $x = uaddr(\"?\"); }", "1:19-29: ERROR: uaddr() "
	  "expects a string that is a valid symbol (^[a-zA-Z0-9./_-]+$) as "
	  "input (\"?\" provided)" },
	{ "u:tool:run { $x = uaddr(\"glog.severity\"); }", "1:19-41: ERROR: "
	  "Could not resolve symbol: /bin/tool:glog.severity" },
	{ "u:/lib/lib.so:read { $x = uaddr(\"byte\"); }", "1:27-40: ERROR: "
	  "cannot read /lib/lib.so: Permission denied" },
};

START_TEST(test_errors)
{
	char *is = script_messages(errors[_i].source, NULL);

	ck_assert_msg(!strcmp(is, errors[_i].messages), "%s\nexpected:\n%s\n"
		      "is:\n%s", errors[_i].source, errors[_i].messages, is);
	free(is);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("uaddr");
	TCase *tcase = tcase_create("uaddr");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, test_rows, 0,
			    sizeof(rows) / sizeof(rows[0]));
	tcase_add_loop_test(tcase, test_errors, 0,
			    sizeof(errors) / sizeof(errors[0]));
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
