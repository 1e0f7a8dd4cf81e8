// SPDX-License-Identifier: GPL-2.0
/*
 * What the compiler is told besides the script: limits, and where the command
 * runs.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include "script_run.h"

#define N(rows) (sizeof(rows) / sizeof(rows[0]))

/* Whose numbers pid and tid are: the command's namespace's, or the initial. */
START_TEST(test_pids)
{
	static const char source[] = "begin { printf(\"%d %d %d %d %d %d\", "
		"pid, pid(curr_ns), pid(init), tid, tid(curr_ns), "
		"tid(init)); }";
	struct pw_lang_env env;
	char *is;

	script_env(&env);
	for (int inside = 0; inside < 2; inside++) {
		env.in_pid_ns = inside;
		is = script_code(source, &env);
		ck_assert_msg(!strstr(is, "ns_pid") == !inside, "%s", is);
		ck_assert_msg(!strstr(is, "ns_tid") == !inside, "%s", is);
		free(is);
		is = script_run(source, &env, 1);
		ck_assert_str_eq(is, inside ? "234 234 1234 235 235 1235" :
				 "1234 1234 1234 1235 1235 1235");
		free(is);
	}
	is = script_messages("begin { print(pid(other)); print(tid(1)); "
			     "print(pid(init, 2)); }", NULL);
	ck_assert_str_eq(is, "1:19-24: ERROR: Invalid PID namespace mode: "
			 "other (expects: curr_ns or init)\n"
			 "1:34-40: ERROR: tid() only supports curr_ns and init "
			 "as the argument\n"
			 "1:49-61: ERROR: pid() takes up to one argument (2 "
			 "provided)");
	free(is);
}
END_TEST

/* What the image is given: the caller's limit, the script's, the usual one. */
START_TEST(test_load)
{
	static const struct {
		const char *source;
		uint32_t given, load;
		enum pw_mode mode;
	} loads[] = {
		{ "begin { }", 0, 50, PW_MODE_RUN },
		{ "config = { max_load=0 } begin { }", 0, 0, PW_MODE_RUN },
		{ "config = { max_load=7 } begin { }", 0, 7, PW_MODE_RUN },
		{ "config = { max_load=7 } begin { }", 1, 0, PW_MODE_RUN },
		{ "config = { max_load=7 } begin { }", 101, 100, PW_MODE_RUN },
		{ "config = { max_load=7 } bench:a { }", 0, 0, PW_MODE_BENCH },
	};
	const struct pw_image_header *head;
	struct pw_lang_env env;
	struct pw_program *prog;

	script_env(&env);
	for (size_t i = 0; i < N(loads); i++) {
		env.max_load = loads[i].given;
		env.mode = loads[i].mode;
		prog = pw_compile("t", loads[i].source, &env, stderr);
		ck_assert(prog != NULL);
		head = prog->image;
		ck_assert_uint_eq(head->max_load, loads[i].load);
		ck_assert_uint_eq(prog->max_load, loads[i].load);
		pw_program_free(prog);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("settings");
	TCase *tcase = tcase_create("settings");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, test_pids);
	tcase_add_test(tcase, test_load);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
