/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A tool's attach points: alternatives, $NAME, sets of probes in bcc's way. In
 * the invented kernel vfs_read, vfs_write and mod:mod_open are functions.
 */
#include <stdlib.h>
#include <string.h>
#include <check.h>
#include "lang/lang.h"
#include "script_run.h"

static const char *const read_first[] = { "kprobe:gone", "kprobe:vfs_read" };
static const char *const write_first[] = { "kprobe:vfs_write",
					   "kprobe:vfs_read" };
static const char *const none[] = { "kprobe:gone", "kprobe:missed",
				    "tracepoint:sock:gone" };
static const char *const tracepoint[] = { "tracepoint:sock:gone",
					  "tracepoint:sock:state" };

static int functions(void *data, const char *const *names, uint32_t n,
		     uint8_t *there)
{
	(void)data;
	for (uint32_t i = 0; i < n; i++)
		there[i] = !strncmp(names[i], "vfs_", 4) ||
			   !strcmp(names[i], "mod:mod_open");
	return 0;
}

static bool module(void *data, const char *name)
{
	(void)data;
	return !strcmp(name, "mod");
}

static void tool_env(struct pw_lang_env *env, const struct pw_choice *choice)
{
	script_env(env);
	env->is_tool = true;
	env->functions = functions;
	env->module = module;
	env->choices = choice;
	env->n_choices = choice != NULL;
}

/* The names of the probes that are left, one behind another. */
static void check_probes(const char *script, const struct pw_lang_env *env,
			 const char *expected)
{
	struct pw_program *prog = pw_compile("t", script, env, stderr);
	char names[512] = "";

	ck_assert_msg(prog != NULL, "%s", script);
	for (uint32_t i = 0; i < prog->n_probes; i++) {
		strcat(names, i ? " " : "");
		strcat(names, prog->probe_names[i]);
	}
	ck_assert_str_eq(names, expected);
	pw_program_free(prog);
}

START_TEST(test_first)
{
	struct pw_choice choice = { read_first, 2, false };
	struct pw_lang_env env;

	tool_env(&env, &choice);
	/* The block of the one that is not there may say anything. */
	check_probes("kprobe:gone { print(args.no_such); } "
		     "kprobe:vfs_read { exit(); }", &env, "kprobe:vfs_read");
	check_probes("kprobe:gone, kprobe:vfs_read { exit(); } "
		     "begin { exit(); }", &env, "kprobe:vfs_read begin");
	choice.names = write_first;
	check_probes("kprobe:vfs_read { exit(); } "
		     "kprobe:vfs_write { exit(); }", &env, "kprobe:vfs_write");
	choice.names = tracepoint;
	check_probes("tracepoint:sock:gone { print(args.x); } "
		     "tracepoint:sock:state { exit(); }", &env,
		     "tracepoint:sock:state");
}
END_TEST

START_TEST(test_optional)
{
	struct pw_choice choice = { read_first, 2, true };
	struct pw_lang_env env;

	tool_env(&env, &choice);
	check_probes("kprobe:gone { exit(); } kprobe:vfs_read { exit(); }",
		     &env, "kprobe:vfs_read");
	choice.names = write_first;
	check_probes("kprobe:vfs_read, kprobe:vfs_write { exit(); }", &env,
		     "kprobe:vfs_read kprobe:vfs_write");
}
END_TEST

static void check_error(const char *script, const struct pw_lang_env *env,
			const char *expected)
{
	char *said = script_messages(script, env);

	ck_assert_str_eq(said, expected);
	free(said);
}

START_TEST(test_none)
{
	struct pw_choice choice = { none, 3, false };
	struct pw_lang_env env;

	tool_env(&env, &choice);
	check_error("kprobe:gone { exit(); } kprobe:missed { exit(); } "
		    "tracepoint:sock:gone { exit(); }", &env,
		    "1:1-12: ERROR: this kernel has none of kprobe:gone, "
		    "kprobe:missed and tracepoint:sock:gone, of which the "
		    "tool needs one");
	choice.is_optional = true;
	check_probes("kprobe:gone, kprobe:missed { exit(); } "
		     "tracepoint:sock:gone, begin { exit(); }", &env, "begin");
}
END_TEST

START_TEST(test_values)
{
	static const struct pw_option options[] = {
		{ .name = "hz", .value = "99" },
		{ .name = "function", .value = "vfs_read" },
		{ .name = "empty", .value = NULL },
	};
	struct pw_lang_env env;

	tool_env(&env, NULL);
	env.options = options;
	env.n_options = 3;
	check_probes("profile:hz:$hz { exit(); } "
		     "kprobe:$function, kretprobe:$function { exit(); } "
		     "interval:s:$interval { print(@no_such_map); } "
		     "interval:s:$empty, begin { exit(); }", &env,
		     "profile:hz:99 kprobe:vfs_read kretprobe:vfs_read begin");
	/* Outside tools $NAME is an error, as it is in bpftrace. */
	env.is_tool = false;
	check_error("profile:hz:$hz { exit(); }", &env,
		    "1:1-15: ERROR: invalid trailing character for "
		    "positional param: h. Try quoting this entire part if "
		    "this is intentional e.g. \"$h\".");
}
END_TEST

static const struct {
	const char *text, *probes, *returns;
} sets[] = {
	{ "vfs_read", "kprobe:vfs_read", "kretprobe:vfs_read" },
	{ "vfs_*", "kprobe:vfs_read kprobe:vfs_write",
	  "kretprobe:vfs_read kretprobe:vfs_write" },
	{ "mod:mod_open", "kprobe:mod:mod_open", "kretprobe:mod:mod_open" },
	{ "p::vfs_read", "kprobe:vfs_read", "kretprobe:vfs_read" },
	{ "p:vfs_read", "kprobe:vfs_read", "kretprobe:vfs_read" },
	{ "r::vfs_read", "kretprobe:vfs_read", "kretprobe:vfs_read" },
	{ "kprobe:vfs_read", "kprobe:vfs_read", "kretprobe:vfs_read" },
	{ "t:sock:state", "tracepoint:sock:state", NULL },
};

START_TEST(test_set)
{
	struct pw_option option = {
		.name = "pattern", .value = sets[_i].text, .is_probe = true
	};
	struct pw_lang_env env;
	char says[512];

	tool_env(&env, NULL);
	env.options = &option;
	env.n_options = 1;
	check_probes("$pattern { exit(); }", &env, sets[_i].probes);
	if (sets[_i].returns) {
		check_probes("return:$pattern { exit(); }", &env,
			     sets[_i].returns);
		return;
	}
	snprintf(says, sizeof(says), "ERROR: '%s' is no set of "
		 "functions whose return can be seen: give a function, a "
		 "wildcard, MODULE:FUNCTION or LIBRARY:FUNCTION",
		 sets[_i].text);
	check_error("return:$pattern { exit(); }", &env, says);
}
END_TEST

START_TEST(test_wrong_set)
{
	struct pw_option option = {
		.name = "pattern", .value = "x:y:z", .is_probe = true
	};
	struct pw_lang_env env;

	tool_env(&env, NULL);
	env.options = &option;
	env.n_options = 1;
	check_error("$pattern { exit(); }", &env,
		    "ERROR: 'x:y:z' is no set of probes: give a "
		    "function, a wildcard, MODULE:FUNCTION, LIBRARY:FUNCTION, "
		    "t:CATEGORY:NAME or u:LIBRARY:NAME");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("choose");
	TCase *tcase = tcase_create("choose");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_first);
	tcase_add_test(tcase, test_optional);
	tcase_add_test(tcase, test_none);
	tcase_add_test(tcase, test_values);
	tcase_add_loop_test(tcase, test_set, 0,
			    sizeof(sets) / sizeof(sets[0]));
	tcase_add_test(tcase, test_wrong_set);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
