/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Heads of blocks: every kind of probe, what is refused and with which words,
 * and what becomes of probes that are not there. The world is script_run.h's.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "script_run.h"

struct row {
	const char *script, *messages;
};

#define N(rows)	(sizeof(rows) / sizeof((rows)[0]))

static void compare(const struct row *rows, size_t n,
		    const struct pw_lang_env *env)
{
	for (size_t i = 0; i < n; i++) {
		char *got = script_messages(rows[i].script, env);

		ck_assert_msg(!strcmp(got, rows[i].messages),
			      "%s\nexpected:\n%s\nis:\n%s", rows[i].script,
			      rows[i].messages, got);
		free(got);
	}
}

/* Names of the probes in the image, each followed by a blank. */
static void names(const char *script, const struct pw_lang_env *env, char *out,
		  size_t size)
{
	struct pw_lang_env usual;
	struct pw_program *prog;

	script_env(&usual);
	prog = pw_compile("t", script, env ? env : &usual, stdout);
	ck_assert_msg(prog != NULL, "%s", script);
	out[0] = '\0';
	for (uint32_t i = 0; i < prog->n_probes; i++)
		snprintf(out + strlen(out), size - strlen(out), "%s ",
			 prog->probe_names[i]);
	pw_program_free(prog);
}

static void check_names(const char *script, const struct pw_lang_env *env,
			const char *expected)
{
	char got[512];

	names(script, env, got, sizeof(got));
	ck_assert_msg(!strcmp(got, expected), "%s\nexpected: %s\nis: %s",
		      script, expected, got);
}

START_TEST(test_names)
{
	static const struct row rows[] = {
		{ "profile:hz:99, p:ms:7, p:us:50, p:s:1, p:1ms { }",
		  "profile:hz:99 profile:ms:7 profile:us:50 profile:s:1 "
		  "profile:us:1000 " },
		{ "interval:1s, i:1e6, i:5000 { }",
		  "interval:us:1000000 interval:us:1000 interval:us:5 " },
		{ "fentry:vmlinux:vfs_read, kfunc:mod:mod_open { }",
		  "fentry:vmlinux:vfs_read fentry:mod:mod_open " },
		{ "fexit:vfs_r*, kretfunc:v*:vfs_w* { }",
		  "fexit:vmlinux:vfs_read fexit:vmlinux:vfs_write " },
		{ "f:mod_open { printf(\"%s\", probe); }",
		  "fentry:mod:mod_open " },
		{ "rt:sys_*, rawtracepoint:mod:mod_event { }",
		  "rawtracepoint:vmlinux:sys_enter "
		  "rawtracepoint:vmlinux:sys_exit "
		  "rawtracepoint:mod:mod_event " },
		{ "KPROBE:f, Begin, kprobe:f+0, k:f+0x10, { }",
		  "kprobe:f begin kprobe:f kprobe:f+16 " },
		{ "self:signal:SIGUSR1 { }", "self:signal:SIGUSR1 " },
		/* Its address in decimal, its letters in their order. */
		{ "watchpoint:0x1000:8:wr, w:16:1:x, w:0xffffffffffffffff:4:w "
		  "{ }", "watchpoint:4096:8:rw watchpoint:16:1:x "
		  "watchpoint:18446744073709551615:4:w " },
		{ "uprobe:tool:run, u:/lib/lib.so:read, ur:tool:read, "
		  "u:tool:0x100, u:tool:run+0 { }",
		  "uprobe:/bin/tool:run uprobe:/lib/lib.so:read "
		  "uretprobe:/bin/tool:read uprobe:/bin/tool:0x100 "
		  "uprobe:/bin/tool:run " },
		{ "uprobe:/*:r* { }",
		  "uprobe:/bin/tool:run uprobe:/bin/tool:read "
		  "uprobe:/lib/lib.so:read " },
		{ "tracepoint:a { } tracepoint:*a { }", NULL },
	};

	for (size_t i = 0; i + 1 < N(rows); i++)
		check_names(rows[i].script, NULL, rows[i].messages);
	check_names("tracepoint:*a { }", NULL,
		    "tracepoint:sock:a tracepoint:other:a "
		    "tracepoint:syscalls:a ");
}
END_TEST

START_TEST(test_refused)
{
	static const struct row rows[] = {
		{ "profile:hz { }",
		  "1:1-11: ERROR: Invalid rate of profile probe: invalid "
		  "integer: hz" },
		{ "profile:hz:9x { }",
		  "1:1-14: ERROR: Invalid rate of profile probe: invalid "
		  "trailing bytes: 9x" },
		{ "interval:999 { }",
		  "1:1-13: ERROR: Invalid rate of interval probe. Minimum is "
		  "1000 or 1us. Found: 999 nanoseconds" },
		{ "profile { }",
		  "1:1-8: ERROR: profile probe type requires 1 or 2 "
		  "arguments, found 0" },
		{ "profile:d:1 { }",
		  "1:1-12: ERROR: d is not an accepted unit of time" },
		{ "profile:s:0 { }",
		  "1:1-12: ERROR: profile frequency should be a positive "
		  "integer" },
		{ "self:signal:SIGUSR2 { }",
		  "1:1-20: ERROR: SIGUSR2 is not a supported signal" },
		{ "self:sig:SIGUSR1 { }",
		  "1:1-17: ERROR: sig is not a supported trigger" },
		{ "self { }",
		  "1:1-5: ERROR: self probe type requires 2 arguments, found "
		  "0" },
		{ "fentry:bpf:f { }",
		  "1:1-13: ERROR: fentry probes of BPF programs are not "
		  "supported: probewire is for kernels without BPF" },
		{ "fexit:a:b:c { }",
		  "1:1-12: ERROR: Only the 'bpf' variant of this probe "
		  "supports 4 arguments" },
		{ "rawtracepoint { }",
		  "1:1-14: ERROR: rawtracepoint probe type requires 2 or 1 "
		  "arguments, found 0" },
		{ "test:a { } test:a { }",
		  "1:12-18: ERROR: \"a\" was used as the name for more than "
		  "one TEST probe" },
		{ "bench { }",
		  "1:1-6: ERROR: bench probe type requires 1 arguments, "
		  "found 0" },
		{ "kprobe:f+1+2 { }",
		  "1:1-13: ERROR: Cannot take more than one offset" },
		{ "kprobe:nomod:f { }",
		  "1:1-15: ERROR: specified module nomod in probe "
		  "kprobe:nomod:f is not loaded." },
		{ "i:ms:$x { }",
		  "1:1-8: ERROR: invalid trailing character for positional "
		  "param: x. Try quoting this entire part if this is "
		  "intentional e.g. \"$x\"." },
	};

	compare(rows, N(rows), NULL);
}
END_TEST

START_TEST(test_user)
{
	static const struct row rows[] = {
		{ "uprobe:nothing:f { }",
		  "1:1-17: ERROR: uprobe target file 'nothing' does not exist "
		  "or is not executable" },
		{ "uprobe:text:f { }",
		  "1:1-14: ERROR: uprobe target file 'text' is not an ELF "
		  "file" },
		{ "uretprobe:tool:walk { }",
		  "1:1-20: ERROR: Could not resolve symbol: tool:walk" },
		{ "uprobe:tool:run+32 { }",
		  "1:1-19: ERROR: Offset outside the function bounds ('run' "
		  "in 'tool')" },
		{ "uprobe:tool:0x10 { }",
		  "1:1-17: ERROR: 'tool' has no code at 0x10" },
		{ "uprobe:tool:run+31 { }",
		  "1:1-19: ERROR: Cannot tell whether an instruction begins "
		  "31 bytes behind run of 'tool': a breakpoint inside one "
		  "breaks the program\n"
		  "HINT: Use --unsafe to attach here anyway." },
		{ "uprobe:tool:0x208 { }",
		  "1:1-18: ERROR: Cannot tell whether an instruction begins "
		  "8 bytes behind read of 'tool': a breakpoint inside one "
		  "breaks the program\n"
		  "HINT: Use --unsafe to attach here anyway." },
	};
	struct pw_lang_env env;

	script_env(&env);
	compare(rows, N(rows), &env);
	env.is_unsafe = true;
	check_names("uprobe:tool:run+31, u:tool:0x208 { }", &env,
		    "uprobe:/bin/tool:run+31 uprobe:/bin/tool:0x208 ");
	/* What -p leaves out is what the process runs. */
	env.pid_filter = 77;
	compare(&(struct row){ "uprobe:run { }", "1:1-11: ERROR: uprobe target "
			       "file '/proc/77/exe' does not exist or is not "
			       "executable" }, 1, &env);
}
END_TEST

START_TEST(test_event_errors)
{
	static const struct row rows[] = {
		{ "software { }",
		  "1:1-9: ERROR: software probe type requires 1 or 2 "
		  "arguments, found 0" },
		{ "software:cpu:x { }",
		  "1:1-15: ERROR: Invalid count for software probe: invalid "
		  "integer: x" },
		{ "software::1 { }",
		  "1:1-12: ERROR: software probe must have a software event "
		  "name" },
		{ "hardware:branch*:1 { }",
		  "1:1-19: ERROR: wildcards are not allowed for hardware "
		  "probe type" },
		{ "hardware:faults:1 { }",
		  "1:1-18: ERROR: faults is not a hardware probe" },
	};

	compare(rows, N(rows), NULL);
}
END_TEST

START_TEST(test_events)
{
	const struct pw_image_header *head;
	const struct pw_probe_def *defs;
	struct pw_lang_env env;
	struct pw_program *prog;

	script_env(&env);
	prog = pw_compile("t", "software:faults:1e3, s:cs:, h:cycles:7 { }",
			  &env, stdout);
	ck_assert(prog != NULL);
	head = prog->image;
	defs = (const void *)((const char *)prog->image + head->probes.offset);
	ck_assert_str_eq(prog->probe_names[0], "software:faults:1000");
	ck_assert_str_eq(prog->probe_names[1], "software:cs");
	ck_assert_str_eq(prog->probe_names[2], "hardware:cycles:7");
	/* Numbers of perf_event_open(2). */
	ck_assert_int_eq(defs[0].event, 2);
	ck_assert_int_eq(defs[0].param, 1000);
	ck_assert_int_eq(defs[1].event, 3);
	ck_assert_int_eq(defs[1].param, 1000);
	ck_assert_int_eq(defs[2].event, 0);
	ck_assert_int_eq(defs[2].param, 7);
	pw_program_free(prog);
}
END_TEST

#define ODD(place, n, text) \
	"1:" place ": ERROR: arg" n " lies at \"" text "\", which is not " \
	"understood"

START_TEST(test_usdt)
{
	static const struct row rows[] = {
		{ "usdt:tool:one { print((arg0, arg1)); }", "" },
		{ "usdt:tool:odd { print((arg3, arg4, arg5, arg6, arg7, arg8, "
		  "arg9)); }", "" },
		{ "usdt:tool:odd { print(arg0); }",
		  ODD("23-27", "0", "8@%st(1)") },
		{ "usdt:tool:odd { print(arg1); }",
		  ODD("23-27", "1", "3@%rax") },
		{ "usdt:tool:odd { print(arg2); }",
		  ODD("23-27", "2", "8@(%rax") },
		{ "usdt:tool:odd { print(arg10); }",
		  ODD("23-28", "10", "@%rax") },
		{ "usdt:tool:odd { print(arg11); }",
		  ODD("23-28", "11", "8@%rax+1") },
		{ "usdt:tool:one { print(arg2); }",
		  "1:23-27: ERROR: arg2: the probe /bin/tool:one has only "
		  "these arguments: \"-4@%eax 8@-8(%rbp)\"\n"
		  "1:23-27: ERROR: arg2: the probe /bin/tool:one has only "
		  "these arguments: \"-4@$7 8@%r12\"" },
		{ "usdt:tool:none { }",
		  "1:1-15: ERROR: No matches for usdt tool:*:none." },
		{ "usdt:other:x { }",
		  "1:1-13: ERROR: usdt target file 'other' does not exist or "
		  "is not executable" },
		{ "usdt:x { }",
		  "1:1-7: ERROR: usdt probe type requires 2 or 3 arguments, "
		  "found 1" },
		{ "usdt:tool: { }",
		  "1:1-11: ERROR: usdt probe must have a target function or "
		  "wildcard" },
	};
	struct pw_lang_env env;

	script_env(&env);
	compare(rows, N(rows), &env);
	check_names("usdt:tool:lab:o* { }", NULL,
		    "usdt:/bin/tool:lab:one usdt:/bin/tool:lab:one "
		    "usdt:/bin/tool:lab:odd ");
	env.pid_filter = 5;
	check_names("usdt::lab:odd, usdt:odd { }", &env,
		    "usdt:/bin/tool:lab:odd usdt:/bin/tool:lab:odd ");
}
END_TEST

START_TEST(test_counters_of_a_process)
{
	static const char script[] = "s:faults, h:cycles:7, w:0x10:8:rw, "
		"p:hz:9, k:vfs_read, i:s:1 { }";
	const struct pw_probe_def *defs;
	struct pw_program *prog;
	struct pw_lang_env env;

	script_env(&env);
	for (int round = 0; round < 3; round++) {
		env.pid_filter = round ? 77 : 0;
		env.child = round == 2 ? 78 : 0;
		prog = pw_compile("t", script, &env, stderr);
		ck_assert_ptr_nonnull(prog);
		defs = pw_program_probes(prog);
		for (int i = 0; i < 6; i++)
			ck_assert_uint_eq(defs[i].process, i > 2 || !round ? 0 :
					  round == 2 ? 78 : 77);
		ck_assert_uint_eq(defs[2].address, 16);
		ck_assert_uint_eq(defs[2].param, 8);
		ck_assert_uint_eq(defs[2].event,
				  PW_WATCH_READ | PW_WATCH_WRITE);
		pw_program_free(prog);
	}
	env.pid_filter = 77;
	env.child = 0;
	check_names("w:16:8:w { }", &env, "watchpoint:/proc/77/exe:16:8:w ");
}
END_TEST

/* A program's own probes are those of the child of -c. */
START_TEST(test_probes_of_the_child)
{
	struct pw_lang_env env;
	char *code;

	script_env(&env);
	env.child = 9;
	code = script_code("usdt:tool:lab:odd, kprobe:f { @ = count(); }",
			   &env);
	ck_assert_str_eq(code, "program 0: entry, frame 0\n"
			 "ctx r0 pid\n"
			 "jne r0 9 -> 3\n"
			 "count @\n"
			 "end\n"
			 "program 1: entry, frame 0\n"
			 "count @\n"
			 "end\n");
	free(code);
}
END_TEST

START_TEST(test_missing_error)
{
	static const struct row rows[] = {
		{ "rawtracepoint:no { }",
		  "1:1-17: ERROR: Probe has no valid attach points. If this "
		  "is expected, set the 'missing_probes' config variable to "
		  "'warn'." },
		{ "rawtracepoint:no:sys_exit { }",
		  "1:1-26: ERROR: No matches for rawtracepoint no:sys_exit." },
		{ "kprobe:vfs_read, kprobe:no* { }", "" },
		/* A function is only looked for when it is attached. */
		{ "kprobe:no { }", "" },
	};
	static const struct row strict[] = {
		{ "kprobe:vfs_read, kretprobe:no { }",
		  "1:18-30: ERROR: No matches for kretprobe no.\n"
		  "1:18-30: WARNING: no is not traceable (either "
		  "non-existing, inlined, or marked as \"notrace\"); "
		  "attaching to it will likely fail" },
		{ "fentry:no { }",
		  "1:1-10: ERROR: No matches for fentry no." },
	};
	static const struct row is_unsafe[] = {
		{ "kprobe:no { }",
		  "1:1-10: WARNING: no is not traceable (either "
		  "non-existing, inlined, or marked as \"notrace\"); "
		  "attaching to it will likely fail" },
		{ "kprobe:0x12 { }",
		  "1:1-12: ERROR: Unable to attach probe: kprobe:18: no "
		  "function is at this address" },
		{ "kretprobe:0xffff800000001004 { }",
		  "1:1-29: ERROR: Unable to attach probe: "
		  "kretprobe:18446603336221200388: the address is not where "
		  "vfs_read begins" },
	};
	struct pw_lang_env env;

	compare(rows, N(rows), NULL);
	script_env(&env);
	env.checks_functions = true;
	compare(strict, N(strict), &env);
	env.is_unsafe = true;
	compare(is_unsafe, N(is_unsafe), &env);
	check_names("kprobe:0xffff800000001004 { }", &env,
		    "kprobe:18446603336221200388 ");
}
END_TEST

START_TEST(test_missing_warn)
{
	static const struct row rows[] = {
		{ "config = { missing_probes=warn } begin { } t:sock:gone, "
		  "k:no { }",
		  "1:44-55: WARNING: No matches for tracepoint sock:gone. "
		  "Skipping.\n"
		  "1:44-61: WARNING: Probe has no valid attach points. It is "
		  "being removed which may cause issues with program "
		  "behavior.\n"
		  "1:57-61: WARNING: no is not traceable (either "
		  "non-existing, inlined, or marked as \"notrace\"); "
		  "attaching to it will likely fail\n"
		  "1:57-61: WARNING: No matches for kprobe no. Skipping." },
		{ "config = { missing_probes=\"ignore\" } t:sock:gone, k:no "
		  "{ }", "" },
		{ "config = { missing_probes=maybe } begin { }",
		  "1:12-32: ERROR: Invalid value for missing_probes: valid "
		  "values are \"ignore\", \"warn\", and \"error\"." },
	};
	struct pw_lang_env env;

	compare(rows, N(rows), NULL);
	check_names("config = { missing_probes=ignore } k:no, t:sock:gone { } "
		    "k:vfs_read { }", NULL, "kprobe:vfs_read ");
	/* The environment goes before the script. */
	script_env(&env);
	env.missing_probes = PW_MISSING_IGNORE;
	check_names("config = { missing_probes=error } t:sock:gone { }", &env,
		    "");
}
END_TEST

static bool is_short(void *data, const char *name)
{
	(void)data;
	return strlen(name) < 14;
}

START_TEST(test_modes)
{
	static const char script[] =
		"begin { } test:a { } bench:b { } i:s:1 { } end { }";
	struct pw_lang_env env;
	struct pw_program *prog;

	script_env(&env);
	check_names(script, &env, "begin interval:s:1 end ");
	env.mode = PW_MODE_TEST;
	check_names(script, &env, "begin test:a end ");
	env.mode = PW_MODE_BENCH;
	check_names(script, &env, "begin bench:b end ");
	env.mode = PW_MODE_RUN;
	prog = pw_compile("t", "test:a { } test:b { } bench:b { }", &env,
			  stdout);
	ck_assert(prog != NULL);
	ck_assert_int_eq(prog->n_probes, 0);
	ck_assert_int_eq(prog->n_tests, 2);
	ck_assert_int_eq(prog->n_benches, 1);
	pw_program_free(prog);
	/* What is not to run is checked all the same. */
	compare(&(struct row){ "test:a { $x = nonsense; }",
			       "1:15-23: ERROR: Unknown identifier: "
			       "'nonsense'" }, 1, &env);
	env.wanted = is_short;
	check_names("begin, k:vfs_read, i:ms:100, i:s:1 { }", &env,
		    "begin interval:s:1 ");
}
END_TEST

START_TEST(test_limit_of_programs)
{
	static const struct row rows[] = {
		{ "k:vfs_* { @[probe] = count(); }",
		  "1:1-8: ERROR: Your program is trying to generate more than "
		  "2 BPF programs, which exceeds the current limit of 1\n"
		  "HINT: You can increase the limit through the "
		  "BPFTRACE_MAX_BPF_PROGS environment variable." },
		{ "k:vfs_* { @ = count(); }", "" },
	};
	struct pw_lang_env env;

	script_env(&env);
	env.max_bpf_progs = 1;
	compare(rows, N(rows), &env);
}
END_TEST

START_TEST(test_params)
{
	static const char *const params[] = { "i:ms:5", "IN", "7" };
	struct pw_lang_env env;

	script_env(&env);
	env.params = params;
	env.n_params = 3;
	check_names("$1, BEG$2, i:s:$3 { }", &env,
		    "interval:ms:5 begin interval:s:7 ");
}
END_TEST

static void check_run(const char *script, const char *expected)
{
	char *got = script_run(script, NULL, 1);

	ck_assert_msg(!strcmp(got, expected), "%s\nexpected:\n%s\nis:\n%s",
		      script, expected, got);
	free(got);
}

START_TEST(test_run)
{
	check_run("rt:sys_enter { printf(\"%d %d %d\\n\", arg0, arg5, "
		  "arg11); }", "20 25 31\n");
	check_run("fr:vfs_read { printf(\"%d %d %d %s\\n\", arg0, arg5, "
		  "retval, func); }", "20 25 -5 vfs_read\n");
	check_run("f:vfs_read { printf(\"%d %s\\n\", arg0, probe); }",
		  "10 fentry:vmlinux:vfs_read\n");
	/* One block, three places where arg0 comes from. */
	check_run("k:vfs_read, rt:sys_exit, fr:vfs_read { "
		  "printf(\"%d\\n\", arg0); }", "10\n20\n20\n");
	check_run("profile:hz:99, interval:s:1 { printf(\"%s %s\\n\", probe, "
		  "probetype); }", "profile:hz:99 profile\n"
		  "interval:s:1 interval\n");
	check_run("self:signal:SIGUSR1 { printf(\"%s\\n\", probetype); }",
		  "special\n");
}
END_TEST

START_TEST(test_types)
{
	struct pw_lang_env env;
	struct pw_program *prog;
	char *text = NULL;
	size_t len = 0;
	FILE *out;

	script_env(&env);
	prog = pw_compile("t", "begin { @a[comm, 1] = count(); @b = (1, \"x\");\n"
			  "printf(\"%d %s\", pid, comm); }", &env, stdout);
	ck_assert(prog != NULL);
	out = open_memstream(&text, &len);
	pw_dump_types(prog, out);
	fclose(out);
	ck_assert_str_eq(text, "@a[string[16], int8]: count_t\n"
			 "@b: (int8,string[2])\n"
			 "2:1: uint32, string[16]\n");
	free(text);
	pw_program_free(prog);
}
END_TEST

START_TEST(test_return)
{
	struct pw_lang_env env;
	char *code;

	script_env(&env);
	env.mode = PW_MODE_TEST;
	code = script_code("test:a { if (pid == 7) { return 3; } }", &env);
	ck_assert_msg(strstr(code, "ret ") != NULL, "%s", code);
	free(code);
	code = script_code("begin { if (pid == 7) { return 3; } }", &env);
	ck_assert_msg(strstr(code, "ret ") == NULL, "%s", code);
	free(code);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("probes");
	TCase *tcase = tcase_create("probes");
	SRunner *runner;
	int n_failed;

	tcase_add_test(tcase, test_names);
	tcase_add_test(tcase, test_refused);
	tcase_add_test(tcase, test_user);
	tcase_add_test(tcase, test_usdt);
	tcase_add_test(tcase, test_event_errors);
	tcase_add_test(tcase, test_events);
	tcase_add_test(tcase, test_counters_of_a_process);
	tcase_add_test(tcase, test_probes_of_the_child);
	tcase_add_test(tcase, test_missing_error);
	tcase_add_test(tcase, test_missing_warn);
	tcase_add_test(tcase, test_modes);
	tcase_add_test(tcase, test_limit_of_programs);
	tcase_add_test(tcase, test_params);
	tcase_add_test(tcase, test_run);
	tcase_add_test(tcase, test_return);
	tcase_add_test(tcase, test_types);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	n_failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return n_failed ? 1 : 0;
}
