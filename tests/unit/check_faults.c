// SPDX-License-Identifier: GPL-2.0
/*
 * -k: what programs tell of reads that fail and of keys that are not there, as
 * bpftrace words it, each time and with the place.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include "script_run.h"

#define N(rows) (sizeof(rows) / sizeof(rows[0]))

struct row {
	const char *source;
	const char *output;
};

static void compare(const struct row *rows, size_t n, bool tells)
{
	struct pw_lang_env env;

	script_env(&env);
	env.tells_faults = tells;
	for (size_t i = 0; i < n; i++) {
		char *is = script_run(rows[i].source, &env, 1);

		ck_assert_msg(!strcmp(is, rows[i].output),
			      "%s\nexpected:\n%s\nis:\n%s", rows[i].source,
			      rows[i].output, is);
		free(is);
	}
}

#define NO_KEY(place) "t:1:" place ": WARNING: Can't lookup map element " \
	"because it does not exist.\nAdditional Info - helper: "
#define FAULT(place, helper) "t:1:" place ": WARNING: Bad address\n" \
	"Additional Info - helper: " helper ", retcode: -14\n"

START_TEST(test_lookups)
{
	static const struct row rows[] = {
		{ "begin { @[1] = 1; print(@[2]); }",
		  NO_KEY("25-29") "map_lookup_elem, retcode: 0\n"
		  "begin { @[1] = 1; print(@[2]); }\n"
		  "                        ~~~~\n"
		  "0\n@[1]: 1\n" },
		{ "begin { @[1] = \"a\"; print(@[2]); }",
		  NO_KEY("27-31") "map_lookup_elem, retcode: 0\n"
		  "begin { @[1] = \"a\"; print(@[2]); }\n"
		  "                          ~~~~\n"
		  "\n@[1]: a\n" },
		{ "begin { @[1] = sum(4); if (@[5] == 0) { clear(@); } }",
		  NO_KEY("28-32") "map_lookup_percpu_elem, retcode: 0\n"
		  "begin { @[1] = sum(4); if (@[5] == 0) { clear(@); } }\n"
		  "                           ~~~~\n" },
		/* Nothing is looked up, or the script asks itself. */
		{ "begin { @[1]++; @[2] = 3; delete(@, 9); "
		  "if (has_key(@, 8)) { } $v = 0; _ = find(@, 7, $v); }",
		  "@[1]: 1\n@[2]: 3\n" },
		{ "macro get(@m, k) { @m[k] } begin { @[1] = 1; "
		  "print(get(@, 2)); }",
		  NO_KEY("20-25") "map_lookup_elem, retcode: 0\n"
		  "macro get(@m, k) { @m[k] } begin { @[1] = 1; "
		  "print(get(@, 2)); }\n"
		  "                   ~~~~~\n"
		  "t:1:52-61: WARNING: expanded from\n"
		  "macro get(@m, k) { @m[k] } begin { @[1] = 1; "
		  "print(get(@, 2)); }\n"
		  "                                                   "
		  "~~~~~~~~~\n"
		  "0\n@[1]: 1\n" },
	};

	compare(rows, N(rows), true);
}
END_TEST

START_TEST(test_reads)
{
	static const struct row rows[] = {
		{ "begin { $p = (int32 *)5; print(*$p); }",
		  FAULT("32-35", "probe_read_user")
		  "begin { $p = (int32 *)5; print(*$p); }\n"
		  "                               ~~~\n"
		  "0\nt:1:32: WARNING: memory reads failed: 1 time.\n" },
		{ "begin { $p = (int8 *)0xffff000000000000; print($p[1]); }",
		  FAULT("48-53", "probe_read_kernel")
		  "begin { $p = (int8 *)0xffff000000000000; print($p[1]); }\n"
		  "                                               ~~~~~\n"
		  "0\nt:1:48: WARNING: memory reads failed: 1 time.\n" },
		{ "begin { print(str(7)); print(str((uint64)8)); }",
		  "7\n" FAULT("30-44", "probe_read_user_str")
		  "begin { print(str(7)); print(str((uint64)8)); }\n"
		  "                             ~~~~~~~~~~~~~~\n"
		  "\nt:1:30: WARNING: memory reads failed: 1 time.\n" },
		/* One that can be read says nothing. */
		{ "kprobe:f { print(str(arg5)); print(*(int8 *)arg5); }",
		  "hello, world\n104\n" },
	};

	compare(rows, N(rows), true);
}
END_TEST

START_TEST(test_not_asked)
{
	static const struct row rows[] = {
		{ "begin { @[1] = 1; print(@[2]); }", "0\n@[1]: 1\n" },
		{ "begin { $p = (int32 *)5; print(*$p); }",
		  "0\nt:1:32: WARNING: memory reads failed: 1 time.\n" },
	};

	compare(rows, N(rows), false);
}
END_TEST

START_TEST(test_json)
{
	static const struct row rows[] = {
		{ "begin { $p = (int32 *)5; $v = *$p; }",
		  "{\"type\": \"helper_error\", \"msg\": \"Bad address\", "
		  "\"helper\": \"probe_read_user\", \"retcode\": -14, "
		  "\"filename\": \"t\", \"line\": 1, \"col\": 31}\n" },
	};
	struct pw_lang_env env;
	char *is, *end;

	script_env(&env);
	env.tells_faults = true;
	script_is_json = true;
	is = script_run(rows[0].source, &env, 1);
	script_is_json = false;
	/* What follows are the counters. */
	end = strchr(is, '\n');
	ck_assert(end != NULL);
	end[1] = '\0';
	ck_assert_str_eq(is, rows[0].output);
	free(is);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("faults");
	TCase *tcase = tcase_create("faults");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, test_lookups);
	tcase_add_test(tcase, test_reads);
	tcase_add_test(tcase, test_not_asked);
	tcase_add_test(tcase, test_json);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
