/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is made of a tool's head: its usage, and its parameters.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <check.h>
#include "output/columns.h"

static const char script[] =
"//: tool lookups \"Shows lookups.\"\n"
"//: option T time \"include a time column\"\n"
"//: option L localport=LIST \"only these local ports\"\n"
"//: option c comm=STRING \"only this command\"\n"
"//: option 4 ipv4 \"IPv4 only\"\n"
"//: option 6 ipv6 \"IPv6 only\"\n"
"//: exclusive ipv4 ipv6\n"
"//: param seconds=N \"so long\"\n"
"//: param times=N \"so often\"\n"
"//: example \"probewire lookups -L 8080\" \"only local port 8080\"\n"
"//: column time TIME %-8s source=time if=time\n"
"//: column ip IP %-2d if=localport,comm\n"
"//: column ms MS %.3f scale=1000000\n"
"begin { }\n";

static void check_usage(const char *head, const char *expected)
{
	struct pw_tool tool;
	char *text, err[256];
	size_t len;
	FILE *out = open_memstream(&text, &len);

	ck_assert(out != NULL);
	ck_assert_int_eq(pw_tool_parse(head, &tool, err, sizeof(err)), 1);
	pw_tool_usage(&tool, out);
	fclose(out);
	ck_assert_str_eq(text, expected);
	free(text);
	pw_tool_free(&tool);
}

START_TEST(test_usage)
{
	check_usage(script,
		"USAGE: probewire lookups [OPTIONS] [seconds [times]]\n"
		"\n"
		"Shows lookups.\n"
		"\n"
		"PARAMETERS:\n"
		"  seconds                 so long\n"
		"  times                   so often\n"
		"\n"
		"OPTIONS:\n"
		"  -T, --time              include a time column\n"
		"  -L, --localport LIST    only these local ports\n"
		"  -c, --comm STRING       only this command\n"
		"  -4, --ipv4              IPv4 only\n"
		"  -6, --ipv6              IPv6 only\n"
		"  -f json                 one JSON object a row\n"
		"  --duration N            end after N seconds\n"
		"  --count N               end after N rows\n"
		"  -p PID                  only hits in this process; end when "
		"it ends\n"
		"  -h, --help              this text\n"
		"  Of these only one: -4, -6\n"
		"\n"
		"COLUMNS (name in JSON):\n"
		"  TIME (time)  with -T\n"
		"  IP (ip)  with -L or -c\n"
		"  MS (ms)\n"
		"\n"
		"EXAMPLES:\n"
		"  probewire lookups -L 8080            # only local port "
		"8080\n");
}
END_TEST

/* What a tool has itself is not there twice; without rows none are counted. */
START_TEST(test_own_options)
{
	check_usage("//: tool lookups \"Shows lookups.\"\n"
		    "//: option d duration=N \"so long\"\n"
		    "//: option p port=N \"this port\"\n"
		    "//: option f file=STRING \"this file\"\n",
		    "USAGE: probewire lookups [OPTIONS]\n"
		    "\n"
		    "Shows lookups.\n"
		    "\n"
		    "OPTIONS:\n"
		    "  -d, --duration N        so long\n"
		    "  -p, --port N            this port\n"
		    "  -f, --file STRING       this file\n"
		    "  -h, --help              this text\n");
}
END_TEST

START_TEST(test_wrong_params)
{
	static const struct {
		const char *head, *says;
	} wrong[] = {
		{ "//: tool a b\n//: param c d\n",
		  "line 2: a parameter is NAME=N, NAME=STRING, "
		  "NAME=PROBE or NAME=FILE, not c" },
		{ "//: tool a b\n//: param =N d\n",
		  "line 2: a parameter is NAME=N, NAME=STRING, "
		  "NAME=PROBE or NAME=FILE, not " },
		{ "//: tool a b\n//: option a c d\n//: param c=N e\n",
		  "line 3: c is there already" },
		{ "//: tool a b\n//: param c=N\n",
		  "line 2: expected: //: param NAME=N|=STRING|=PROBE|=FILE "
		  "\"what it is\" [default=VALUE | required]" }
	};
	struct pw_tool tool;
	char err[256];

	ck_assert_int_eq(pw_tool_parse(wrong[_i].head, &tool, err,
				       sizeof(err)), -EINVAL);
	ck_assert_str_eq(err, wrong[_i].says);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tool_head");
	TCase *tcase = tcase_create("tool_head");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_usage);
	tcase_add_test(tcase, test_own_options);
	tcase_add_loop_test(tcase, test_wrong_params, 0, 4);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
