/* SPDX-License-Identifier: GPL-2.0 */
/*
 * bcc's specs for trace and argdist, and the script that they become. The specs
 * are of the forms in the man pages of bcc's trace and argdist.
 */
#include <stdlib.h>
#include <string.h>
#include <check.h>
#include "lang/bcc_spec.h"
#include "lang/choose.h"
#include "script_run.h"

static bool is_wrong;

static bool module(void *data, const char *name)
{
	(void)data;
	return !strcmp(name, "mod");
}

/* The script for that value of the option x; NULL after an error. */
static char *expanded(const char *script, const char *value, bool is_trace,
		      char **err)
{
	struct pw_option option = { .name = "x", .value = value,
				    .is_trace = is_trace,
				    .is_argdist = !is_trace };
	struct pw_lang_env env;
	struct pw_diags diags;
	struct pw_compile c;
	const char *text;
	char *copy;
	size_t size;
	FILE *out;

	script_env(&env);
	env.is_tool = true;
	env.module = module;
	env.options = value ? &option : NULL;
	env.n_options = value != NULL;
	env.wrong_value = &is_wrong;
	is_wrong = false;
	memset(&c, 0, sizeof(c));
	c.arena = pw_arena_new();
	c.diags = &diags;
	c.env = &env;
	pw_diags_init(&diags, c.arena);
	text = pw_bcc_expand(&c, script);
	copy = text ? strdup(text) : NULL;
	out = open_memstream(err, &size);
	ck_assert_ptr_nonnull(out);
	pw_diags_print(&diags, "t", script, out);
	fclose(out);
	pw_arena_free(c.arena);
	return copy;
}

static void check_spec(const char *script, const char *value, bool is_trace,
		       const char *expected)
{
	char *err = NULL, *text = expanded(script, value, is_trace, &err);

	ck_assert_msg(text != NULL, "%s: %s", value, err);
	ck_assert_str_eq(text, expected);
	ck_assert_str_eq(err, "");
	ck_assert(!is_wrong);
	free(text);
	free(err);
}

static const struct {
	const char *spec, *expected;
} traces[] = {
	{ "do_sys_open", "kprobe:do_sys_open|1||" },
	{ "kfree_skb+0x12", "kprobe:kfree_skb+0x12|1||" },
	{ "p::do_sys_open \"%s\", arg2",
	  "kprobe:do_sys_open|1|%s|, str(arg1)" },
	{ "mod:start", "kprobe:mod:start|1||" },
	{ "r::do_sys_open \"ret: %d\", retval",
	  "kretprobe:do_sys_open|1|ret: %d|, retval" },
	{ "r::vfs_read ($retval > 4096) \"%llu ns\", $ktime",
	  "kretprobe:vfs_read|retval > 4096|%llu ns|, nsecs" },
	{ "do_sys_open (arg3@user > 1) \"%s\", arg2@user",
	  "kprobe:do_sys_open|arg2 > 1|%s|, str(arg1)" },
	{ "vfs_read (arg3 > 20000) \"read %d bytes\", arg3",
	  "kprobe:vfs_read|arg2 > 20000|read %d bytes|, arg2" },
	{ "c:open (arg2 == 42) \"%s %d\", arg1, arg2",
	  "uprobe:libc:open|arg1 == 42|%s %d|, str(arg0), arg1" },
	{ "c:malloc \"size = %d\", arg1",
	  "uprobe:libc:malloc|1|size = %d|, arg0" },
	{ "t:block:block_rq_complete \"sectors=%d\", args->nr_sector",
	  "tracepoint:block:block_rq_complete|1|sectors=%d|, "
	  "args->nr_sector" },
	{ "p::f(struct timespec *ts) \"%lld ns\", ts->tv_nsec",
	  "kprobe:f|1|%lld ns|, ((struct timespec *)arg0)->tv_nsec" },
	{ "p::f(int a, unsigned char b, size_t n, const char *s)"
	  " (n > 1 && a < 0) \"%s %x\", s, b",
	  "kprobe:f|((uint64)arg2) > 1 && ((int32)arg0) < 0|%s %x|"
	  ", str(arg3), ((uint8)arg1)" },
	/* Members have their parent's names, too. */
	{ "f(struct sock *sk, int family) \"%d\", sk->family.sk",
	  "kprobe:f|1|%d|, ((struct sock *)arg0)->family.sk" },
	{ "f (STRCMP(\"test.txt\", arg1)) \"100%% of %s\", arg1",
	  "kprobe:f|(str(arg0) == \"test.txt\")|100%% of %s|, str(arg0)" },
	/* Text that is no pointer is text again; what a call makes stays. */
	{ "t:a:b \"%s %s %s\", args->prev_comm, ntop(args->saddr), $COMM",
	  "tracepoint:a:b|1|%s %s %s|, str(args->prev_comm), "
	  "ntop(args->saddr), str(comm)" },
	{ "f \"%K from %U, thread %d of %d\", arg1, $task, $pid, $tgid",
	  "kprobe:f|1|%s from %s, thread %d of %d|, ksym(arg0), "
	  "usym(curtask), tid, pid" },
	{ "f \"a \\\"(b\\\", %d %d\", (arg1 + (arg2)), arg12",
	  "kprobe:f|1|a \\\"(b\\\", %d %d|, (arg0 + (arg1)), arg11" },
	{ "f \"%-16s %08lx\", arg1, arg10",
	  "kprobe:f|1|%-16s %08lx|, str(arg0), arg9" },
};

static const char trace_script[] =
	"a\n//: each x\n$probe|$filter|$format|$args\n//: done\nb $probe";

START_TEST(test_trace)
{
	char text[512];

	snprintf(text, sizeof(text), "a\n%s\nb $probe", traces[_i].expected);
	check_spec(trace_script, traces[_i].spec, true, text);
}
END_TEST

START_TEST(test_two)
{
	check_spec(trace_script, "f\ng \"%d\", arg1", true,
		   "a\nkprobe:f|1||\nkprobe:g|1|%d|, arg0\nb $probe");
	check_spec(trace_script, NULL, true, "a\nb $probe");
	check_spec("//: each y\n$probe\n//: done\n", "f", true,
		   "//: each y\n$probe\n//: done\n");
	check_spec("\n//: each x\n$n $name$nn $probes\n//: done\n"
		   "//: each x\n$n.\n//: done\n", "f\ng", false,
		   "\n0 total calls$nn $probes\n1 total calls$nn $probes"
		   "\n0.\n1.\n");
}
END_TEST

static const struct {
	const char *spec, *expected;
} argdists[] = {
	{ "p::__kmalloc(u64 size):u64:size#allocation sizes",
	  "||kprobe:__kmalloc|1|((uint64)arg0)|\"size\", ((uint64)arg0)|size|"
	  "allocation sizes|" },
	{ "p:c:malloc(size_t size):size_t:size:size==16",
	  "||uprobe:libc:malloc|((uint64)arg0)==16|((uint64)arg0)|"
	  "\"size\", ((uint64)arg0)|size|"
	  "p:c:malloc(size_t size):size_t:size:size==16|" },
	{ "p:c:write(int fd):int:fd,$PID",
	  "||uprobe:libc:write|1|((int32)arg0), pid|"
	  "\"fd\", ((int32)arg0), \"$PID\", pid|fd|"
	  "p:c:write(int fd):int:fd,$PID|" },
	{ "p:c:fopen(char *name, char *mode):char*,char*:name,mode",
	  "||uprobe:libc:fopen|1|str(arg0), str(arg1)|"
	  "\"name\", str(arg0), \"mode\", str(arg1)|name|"
	  "p:c:fopen(char *name, char *mode):char*,char*:name,mode|" },
	{ "r::vfs_read", "||kretprobe:vfs_read|1|retval|\"retval\", retval|"
	  "retval|r::vfs_read|" },
	{ "p::vfs_read()", "||kprobe:vfs_read|1|1|\"total calls\"|total calls|"
	  "p::vfs_read()|" },
	{ "r::vfs_read():int:$retval:$retval > 0",
	  "||kretprobe:vfs_read|retval > 0|retval|\"$retval\", retval|"
	  "$retval|r::vfs_read():int:$retval:$retval > 0|" },
	{ "t:irq:irq_handler_entry:int:args->irq",
	  "||tracepoint:irq:irq_handler_entry|1|args->irq|"
	  "\"args->irq\", args->irq|args->irq|"
	  "t:irq:irq_handler_entry:int:args->irq|" },
	{ "t:block:block_rq_complete",
	  "||tracepoint:block:block_rq_complete|1|1|\"total calls\"|"
	  "total calls|t:block:block_rq_complete|" },
	{ "r::vfs_read(void *f, void *b, size_t n):size_t:$entry(n):"
	  "$latency > 1000",
	  "kprobe:vfs_read { @x_entry0[tid] = (nsecs, ((uint64)arg2)); }||"
	  "kretprobe:vfs_read|has_key(@x_entry0, tid) && ("
	  "(nsecs - @x_entry0[tid].0) > 1000)|@x_entry0[tid].1|"
	  "\"n\", @x_entry0[tid].1|n|"
	  "r::vfs_read(void *f, void *b, size_t n):size_t:$entry(n):"
	  "$latency > 1000|kretprobe:vfs_read { delete(@x_entry0, tid); } "
	  "end { clear(@x_entry0); }" },
	{ "r:c:f(int a, int b):u64,int:$latency/1000,$entry(b)+$entry(a)#100%",
	  "uprobe:libc:f { @x_entry0[tid] = (nsecs, ((int32)arg1), "
	  "((int32)arg0)); }||uretprobe:libc:f|has_key(@x_entry0, tid) && (1)|"
	  "(nsecs - @x_entry0[tid].0)/1000, @x_entry0[tid].1+@x_entry0[tid].2|"
	  "\"$latency/1000\", (nsecs - @x_entry0[tid].0)/1000, "
	  "\"$entry(b)+$entry(a)\", @x_entry0[tid].1+@x_entry0[tid].2|"
	  "$latency/1000|100%%|uretprobe:libc:f { delete(@x_entry0, tid); } "
	  "end { clear(@x_entry0); }" },
};

START_TEST(test_argdist)
{
	char text[1024];

	snprintf(text, sizeof(text), "\n%s\n", argdists[_i].expected);
	check_spec("\n//: each x\n$enter||$probe|$filter|$values|$events|"
		   "$name|$label|$leave\n//: done\n", argdists[_i].spec, false,
		   text);
}
END_TEST

static const struct {
	const char *spec;
	bool is_trace;
	const char *error;
} wrong[] = {
	{ "f (arg1", true, "'f (arg1': the predicate is not closed" },
	{ "f \"%d", true, "the format is not closed" },
	{ "f \"%d\"", true, "there are more conversions than arguments" },
	{ "f \"%d\", arg1, arg2", true,
	  "there are more arguments than conversions" },
	{ "f arg1", true, "there is no format" },
	{ "f(int a", true, "the signature is not closed" },
	{ "p::f(int a):int:$latency", false,
	  "$entry and $latency are of a function that returns" },
	{ "p::f(int a)x", false, "expected PROBE(signature)" },
};

START_TEST(test_wrong)
{
	char *err = NULL;
	char *text = expanded("\n//: each x\n$probe\n//: done\n",
			      wrong[_i].spec, wrong[_i].is_trace, &err);

	ck_assert_ptr_null(text);
	ck_assert(is_wrong);
	ck_assert_msg(strstr(err, wrong[_i].error) != NULL, "%s", err);
	free(err);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bcc_spec");
	TCase *tcase = tcase_create("bcc_spec");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase, test_trace, 0,
			    sizeof(traces) / sizeof(traces[0]));
	tcase_add_test(tcase, test_two);
	tcase_add_loop_test(tcase, test_argdist, 0,
			    sizeof(argdists) / sizeof(argdists[0]));
	tcase_add_loop_test(tcase, test_wrong, 0,
			    sizeof(wrong) / sizeof(wrong[0]));
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
