/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Functions that look at strings, bytes and addresses: what they give when they
 * are run in the engine, and what is refused. Expected values are bpftrace's
 * own examples or worked out by hand.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "engine/engine.h"
#include "script_run.h"

struct row {
	const char *source;
	const char *output;
};

static void compare(const char *source, const char *expected, char *is)
{
	ck_assert_msg(!strcmp(is, expected), "%s\nexpected:\n%s\nis:\n%s",
		      source, expected, is);
	free(is);
}

#define N(rows) (sizeof(rows) / sizeof(rows[0]))

static const struct row value_rows[] = {
	{ "strcontains(\"hello-test-world\", \"test\")", "true" },
	{ "strcontains(\"hello-test-world\", \"world\")", "true" },
	{ "strcontains(\"hello-test-world\", \"hello\")", "true" },
	{ "strcontains(\"hello-test-world\", \"not-there\")", "false" },
	{ "strcontains(\"aaab\", \"aab\")", "true" },
	{ "strcontains(\"\", \"\")", "true" },
	{ "strcontains(\"hello\", \"\")", "true" },
	{ "strcontains(\"\", \"test\")", "false" },
	{ "strcontains(\"a\", \"a longer one\")", "false" },
	{ "strcontains(str((uint64)0x7f0000002000), \"pass\")", "true" },
	{ "strcontains(str((uint64)0x7f0000002000, 5), \"pass\")", "false" },
	{ "strcontains(comm, \"as\")", "true" },
	{ "strstr(\"hello\", \"lo\")", "3" },
	{ "strstr(\"hello\", \"x\")", "-1" },
	{ "strlen(\"hello\")", "5" },
	{ "strlen(\"\")", "0" },
	{ "(strlen(comm), strlen(str((uint64)0x7f0000002000)))", "(4, 11)" },
	{ "bswap(0x1122334455667788) == 0x8877665544332211", "true" },
	{ "bswap((int32)0x12345678) == 0x78563412", "true" },
	{ "bswap((uint16)0x1234) == 0x3412", "true" },
	{ "bswap((int8)0x12)", "18" },
	{ "bswap((int16)-2)", "65279" },
	{ "ntop(pton(\"127.0.0.1\"))", "127.0.0.1" },
	{ "ntop(pton(\"2001:db8::1\"))", "2001:db8::1" },
	{ "pton(\"127.0.0.1\")", "[127,0,0,1]" },
	{ "pton(\"::1\")[15]", "1" },
	{ "macaddr(0x7f0000002000)", "2F:65:74:63:2F:70" },
	{ "buf(\"ok_key\", 6)", "ok_key" },
	{ "buf(\"ok_key\", 7)", "ok_key\\x00" },
	{ "buf(0x7f0000002000, 12)", "/etc/passwd\\x00" },
	{ "buf(0x7f0000002000, gid - 96)", "/etc" },
	{ "buf(0x7f0000002000, gid - 100)", "" },
	{ "str_concat(\"a\", \"bc\")", "abc" },
	{ "str_concat(str_concat(comm, \"/\"), \"x\") == \"bash/x\"", "true" },
	{ "str_concat(\"\", \"\")", "" },
	{ "strlen(str_concat(probe, \"-\"))", "6" },
	{ "str_concat(str((uint64)0x7f0000002000), \"~\")", "/etc/passwd~" },
	{ "memcmp(\"abc\", \"abd\", 2)", "0" },
	{ "memcmp(\"abc\", \"abd\", 3)", "-1" },
	{ "memcmp(\"abd\", \"abb\", 3)", "2" },
	{ "memcmp(\"\\xff\", \"a\", 1)", "-98" },
	{ "memcmp(\"abz\", \"aba\", gid - 98)", "0" },
	{ "memcmp(pton(\"1.2.3.4\"), pton(\"1.2.5.4\"), 4)", "-2" },
	{ "memcmp((1, 2), (1, 2), 100)", "0" },
	{ "strcap(\"abc\")", "4" },
	{ "strcap(comm)", "16" },
	{ "(is_str(comm), is_str(1), is_str((1, 2)))", "(true, false, false)" },
	{ "(is_ptr(curtask), is_ptr(5))", "(true, false)" },
	{ "(is_array(pton(\"::1\")), is_array(\"a\"))", "(true, false)" },
	{ "(is_integer(pid), is_integer(true), is_integer(\"1\"))",
	  "(true, false, false)" },
	{ "(is_unsigned_integer(pid), is_unsigned_integer(-1))",
	  "(true, false)" },
	{ "(is_literal(3), is_literal(\"a\"), is_literal(1 + 2), "
	  "is_literal(true), is_literal(pid))",
	  "(true, true, true, true, false)" },
	{ "(default_str_length, default_str_length())", "(1024, 1024)" },
	{ "buf(\"abc\", 2)", "ab" },
	{ "buf(\"abcdef\", gid - 98)", "ab" },
	/* Bytes behind the length are no part of it. */
	{ "buf(\"abcdef\", gid - 98) == buf(\"abxyz\", gid - 98)", "true" },
	{ "buf(\"ab\", gid - 95)", "ab\\x00\\x00\\x00" },
	{ "buf(comm, 3)", "bas" },
	{ "buf(comm, 10)", "bash\\x00\\x00\\x00\\x00\\x00\\x00" },
	{ "uid ? buf(\"hi\", 2) : buf(\"bye\", 3)", "hi" },
	{ "(1, buf(\"x\", 1))", "(1, x)" },
	{ "(str((uint64)0x7f0000002000, 5), sizeof(str((uint64)0x7f0000002000, 5)))",
	  "(/etc, 6)" },
	{ "str((uint64)0x7f0000002000, gid - 95)", "/etc" },
	{ "str(comm, gid - 97)", "ba" },
	{ "sizeof(str(0))", "2" },
	{ "sizeof(str(nsecs))", "1024" },
	{ "kaddr(\"greeting\") == 0xffff800000001000", "true" },
	{ "str(kaddr(\"greeting\"))", "hello, world" },
	{ "strerror(22)", "Invalid argument" },
	{ "strerror(-ENOENT)", "No such file or directory" },
	{ "strerror(EAGAIN)", "Try again (operation would block)" },
	{ "strerror(pid)", "Unknown error" },
	{ "(errno_name(2), errno_name(-ENOTRECOVERABLE), errno_name(0))",
	  "(ENOENT, ENOTRECOVERABLE, )" },
	{ "(errno_name(gid - 95), errno_name(95 - (int64)gid), "
	  "errno_name(pid))", "(EIO, EIO, )" },
	{ "strerror(-(int64)gid + 95)", "I/O error" },
	{ "strerror((int64)gid - 95) == strerror(EIO)", "true" },
	{ "strerror(3000000000)", "Unknown error" },
	{ "(signal_name(SIGINT), signal_name(0), signal_name(1024))",
	  "(Interrupt, Unknown signal 0, N/A)" },
	{ "signal_name(gid - 91)", "Killed" },
	{ "(syscall_name(__NR_openat), syscall_name(gid - 99))",
	  "(openat, write)" },
	{ "(syscall_name(500), syscall_name(-1), syscall_name(uid))",
	  "(Unknown syscall, Unknown syscall, Unknown syscall)" },
	{ "(strcap(\"hello\"), strcap(comm))", "(6, 16)" },
	{ "(ppid, ppid(), ppid(curtask), leader_tid)", "(77, 77, 77, 1234)" },
	{ "(pcomm, leader_comm(), pcomm(curtask))", "(sshd, leader, sshd)" },
	{ "pcomm == \"sshd\" && strlen(leader_comm) == 6", "true" },
	{ "usermode", "1" },
	{ "(cgroup, sizeof(cgroup))", "(5000000021, 8)" },
	{ "percpu_kaddr(\"counter\")", "4196" },
	{ "(percpu_kaddr(\"counter\", 3), percpu_kaddr(\"counter\", 8))",
	  "(4496, 0)" },
	{ "(ksym(kaddr(\"greeting\") + 5), ksym(0), ksym(66))",
	  "(greeting, 0, 0x42)" },
	{ "usym(1)", "0x1" },
	{ "(nsecs, nsecs(), nsecs(boot), nsecs(monotonic))",
	  "(1000, 1000, 1000, 1000)" },
	{ "str(kptr(kaddr(\"greeting\")))", "hello, world" },
	{ "(cgroup_path(5, \"no such\"), sizeof(cgroup_path(1)))", "(, 16)" },
	{ "(disk_name(0), disk_name((4095 << 20) | 1048575))",
	  "(-, 4095:1048575)" },
	{ "(comm(1235), comm, comm(), sizeof(comm(1)))",
	  "(bash, bash, bash, 64)" },
	{ "sizeof(path((int8 *)0, 7))", "7" },
};

START_TEST(test_values)
{
	char source[256], output[64];

	for (size_t i = 0; i < N(value_rows); i++) {
		snprintf(source, sizeof(source), "begin { print(%s); }",
			 value_rows[i].source);
		snprintf(output, sizeof(output), "%s\n", value_rows[i].output);
		compare(source, output, script_run(source, NULL, 1));
	}
}
END_TEST

static const struct row run_rows[] = {
	{ "tracepoint:sock:a { $i = 1; print((str(args.argv[0]), "
	  "str(args.argv[$i], 6))); if (strcontains(str(args.argv[0], 9), "
	  "\"pass\")) { print(3); } }", "(/etc/passwd, hello)\n" },
	{ "begin { debugf(\"%s %d %x\", \"a\", 1, 16); print(1); }",
	  "debug: a 1 10\n1\n" },
	{ "config = { max_strlen=4 } kprobe:f { printf(\"%s|%s|\", str(arg4), "
	  "str(arg4, 3)); if (str(arg4) == \"/etc\") { print(1); } }",
	  "/etc..|/e|1\nt:1:55: WARNING: strings were cut: 2 times, here "
	  "first.\n" },
	{ "config = { max_strlen=11 } kprobe:f { print(str(arg4)); }",
	  "/etc/passwd\n" },
	{ "config = { max_strlen=3 } tracepoint:sock:a { print(args.name); }",
	  "eth..\nt:1:53: WARNING: strings were cut: 1 time.\n" },
	{ "begin { @[buf(\"a\", 1)] = 1; $s = \"ab\"; @[buf($s, 1)]++; }",
	  "@[a]: 2\n" },
	{ "begin { @ = buf(\"a\", 1); @ = buf(\"longer than 8\", 13); }",
	  "@: longer than 8\n" },
	{ "begin { printf(\"%gr|%14gr|%-12gr|%gr|%gr\", 1, 0xcc0, 0x100, 0, "
	  "0x80000dc0); }",
	  "GFP_DMA|    GFP_KERNEL|__GFP_ZERO  |0|"
	  "GFP_KERNEL|__GFP_ZERO|0x80000000" },
	{ "kprobe:f { printf(\"%s %d\", ksym(reg(\"ip\")), reg(\"bp\")); "
	  "@[ksym(reg(\"ip\"))] = ksym(3); print(usermode); }",
	  "greeting 1040\n@[greeting]: 0x3\n" },
	{ "interval:s:1 { print(usermode); }", "0\n" },
	{ "begin { @[1] = 1; @[2] = 2; print(len(@)); delete(@, 1); "
	  "print(len(@)); @[3] = 3; @[4] = 4; print(len(@)); clear(@); }",
	  "2\n1\n3\n" },
	{ "begin { @[1] = count(); @[1] = count(); @[2] = count(); "
	  "if (len(@) > 1) { print(\"more\"); } clear(@); }", "more\n" },
	{ "begin { @[2] = (1, \"hello\"); let $v; if (find(@, 2, $v)) { "
	  "print($v); } if (!find(@, 3, $v)) { print($v.1); } clear(@); }",
	  "(1, hello)\nhello\n" },
	{ "begin { @[1, \"a\"] = 7; $v = 0; find(@, (1, \"a\"), $v); "
	  "print($v); print(find(@, (1, \"b\"), $v)); clear(@); }",
	  "7\nfalse\n" },
	{ "begin { @[1] = sum(5); $v = -1; print(find(@, 1, $v)); print($v); "
	  "clear(@); }", "true\n5\n" },
	{ "begin { @[1] = \"abc\"; $v = \"a longer one\"; "
	  "_ = find(@, 1, $v); print($v); clear(@); }", "abc\n" },
	{ "begin { printf(\"%rx\", buf(\"Hello\\0\", 6)); }",
	  "\\x48\\x65\\x6c\\x6c\\x6f\\x00" },
	{ "begin { printf(\"%rh|%r|%14r|\", buf(\"Hello\\0\", 6), "
	  "buf(0x7f0000002000, 4), buf(\"a\", 1)); }",
	  "48 65 6c 6c 6f 00|/etc|             a|" },
	{ "begin { @[buf(\"ok_key\", 7), 1] = 2; @v = macaddr(0x7f0000002000); "
	  "}", "@[ok_key\\x00, 1]: 2\n@v: 2F:65:74:63:2F:70\n" },
	{ "tracepoint:sock:a { print(buf(args.saddr)); $a = pton(\"1.2.3.4\"); "
	  "print($a[2]); if (strcontains(args.name, \"th\")) { print(1); } }",
	  "\\x7f\\x00\\x00\\x01\n3\n1\n" },
};

START_TEST(test_run)
{
	for (size_t i = 0; i < N(run_rows); i++)
		compare(run_rows[i].source, run_rows[i].output,
			script_run(run_rows[i].source, NULL, 1));
}
END_TEST

static const struct row script_rows[] = {
	{ "config = { print_maps_on_exit=false } begin { @a = 1; print(2); }",
	  "2\n" },
	{ "#define N 314\n# define SUM (N + 1) // more\nbegin { print(N); "
	  "print(SUM * 2); @[N] = SUM; }", "314\n630\n@[314]: 315\n" },
	{ "#define NAME \"it\"\n#define ME pid == 1234\nkprobe:f /ME/ { "
	  "printf(\"%s %d\\n\", NAME, ME ? 1 : 0); }", "it 1\n" },
	{ "begin { printf(\"%d %d %d %d %d %d\\n\", sizeof(uint8), "
	  "sizeof(int32), sizeof(uint64_t), sizeof(unsigned int), "
	  "sizeof(u8 *), sizeof(void *)); }", "1 4 8 4 8 8\n" },
	{ "begin { $x = 1; $y = (uint16)2; print((sizeof($x), sizeof($y), "
	  "sizeof(1 == 1), sizeof(\"abc\"), sizeof(nsecs))); }",
	  "(1, 2, 1, 4, 8)\n" },
	{ "begin { @a[1] = 1; _ = delete(@a, 1); _ = 5; _ = pid; }", "" },
};

START_TEST(test_scripts)
{
	for (size_t i = 0; i < N(script_rows); i++)
		compare(script_rows[i].source, script_rows[i].output,
			script_run(script_rows[i].source, NULL, 1));
}
END_TEST

START_TEST(test_signals)
{
	static const struct {
		const char *source;
		unsigned long long number;
		bool to_thread;
	} rows[] = {
		{ "kprobe:f { signal(9); }", 9, false },
		{ "kprobe:f { signal(\"SIGUSR1\"); }", 10, false },
		{ "kprobe:f { signal_thread(\"INT\"); }", 2, true },
		{ "kprobe:f { signal_thread(SIGTERM); }", 15, true },
		{ "kprobe:f { $n = 60; signal($n + 4); }", 64, false },
	};
	struct pw_lang_env env;

	script_env(&env);
	env.is_unsafe = true;
	for (size_t i = 0; i < N(rows); i++) {
		pw_host.signal = 0;
		compare(rows[i].source, "", script_run(rows[i].source, &env,
						       1));
		ck_assert_int_eq(pw_host.signal, rows[i].number);
		ck_assert_int_eq(pw_host.signals_thread, rows[i].to_thread);
	}
}
END_TEST

static const struct row unsafe_rows[] = {
	{ "kprobe:f { signal(0); }",
	  "1:12-21: ERROR: signal() accepts a string literal or an integer "
	  "between 1 and 64 (inclusive)" },
	{ "kprobe:f { signal_thread(\"SIGABC\"); }",
	  "1:26-34: ERROR: Invalid string for signal: SIGABC" },
	{ "kprobe:f { signal(comm); }",
	  "1:12-24: ERROR: signal() accepts a string literal or an integer" },
	{ "interval:s:1 { signal(1); }",
	  "1:16-25: ERROR: signal() can not be used for this probetype "
	  "interval" },
	{ "software:cs:1 { signal(1); }",
	  "1:17-26: ERROR: signal() can not be used for this probetype "
	  "software" },
	{ "begin { signal_thread(1); }",
	  "1:9-25: ERROR: signal_thread() can not be used for this probetype "
	  "special" },
};

START_TEST(test_unsafe_messages)
{
	struct pw_lang_env env;

	script_env(&env);
	env.is_unsafe = true;
	for (size_t i = 0; i < N(unsafe_rows); i++)
		compare(unsafe_rows[i].source, unsafe_rows[i].output,
			script_messages(unsafe_rows[i].source, &env));
}
END_TEST

static const struct row message_rows[] = {
	{ "kprobe:f { signal(9); }",
	  "1:12-21: ERROR: signal() is unsafe. To use you need the --unsafe "
	  "flag" },
	{ "begin { debugf(\"%d %d %d %d\", 1, 2, 3, 4); }",
	  "1:9-42: ERROR: cannot use more than 3 conversion specifiers\n"
	  "1:9-42: WARNING: The debugf() builtin is not recommended for "
	  "production use. For more information see bpf_trace_printk in "
	  "bpf-helpers(7)." },
	{ "begin { @ = 0; print(len(@)); }",
	  "1:22-28: ERROR: call to len() expects a map with explicit keys "
	  "(non-scalar map)" },
	{ "begin { print(len(5)); }",
	  "1:15-21: ERROR: call to len() expects a map, ustack, or kstack" },
	{ "begin { @ = 0; $v = 0; find(@, 1, $v); }",
	  "1:24-38: ERROR: call to find expects a map with explicit keys "
	  "(non-scalar map)" },
	{ "begin { @[1] = 0; find(@, 1, $v); }",
	  "1:30-32: ERROR: Undefined or undeclared variable: $v" },
	{ "begin { @[1] = 0; find(@, 1, 2); }",
	  "1:30-31: ERROR: find() expects a variable for the value" },
	{ "begin { print(strftime(\"%H\", nsecs(monotonic))); }",
	  "1:15-47: ERROR: strftime() can not take a monotonic timestamp" },
	{ "begin { print(nsecs(foo)); }",
	  "1:15-25: ERROR: Invalid timestamp mode: foo (expects: boot, "
	  "monotonic, tai or sw_tai)" },
	{ "begin { print(reg(\"ip\")); }",
	  "1:15-24: ERROR: reg can not be used with \"begin\" probes" },
	{ "kprobe:f { print(reg(\"foo\")); }",
	  "1:18-28: ERROR: 'foo' is not a valid register on this architecture "
	  "(x86_64)" },
	{ "begin { print(ksym(\"a\")); }",
	  "1:15-24: ERROR: ksym() expects an integer or pointer argument" },
	{ "begin { print(cgroup_path(\"1\")); }",
	  "1:15-31: ERROR: cgroup_path() only supports int arguments (string "
	  "provided)" },
	{ "begin { print(disk_name(\"sda\")); }",
	  "1:15-31: ERROR: disk_name() only supports int arguments (string "
	  "provided)" },
	{ "begin { print(cgroup_path(1, 2)); }",
	  "1:15-32: ERROR: cgroup_path() expects a string literal (int "
	  "provided)" },
	{ "begin { printf(\"%d\", cgroup_path(1)); }",
	  "1:9-37: ERROR: unsupported format specifier for type "
	  "'cgroup_path_t': d" },
	{ "begin { print(cgroupid(\"/x\")); }",
	  "1:15-29: ERROR: Failed to get `cgroupid` for path: \"/x\": No such "
	  "file or directory" },
	{ "begin { print(path(1)); }",
	  "1:15-22: ERROR: path() only supports pointer or C type argument "
	  "(int8 provided)" },
	{ "begin { print(path((int8 *)1, -1)); }",
	  "1:15-34: ERROR: path: invalid size value, need non-negative "
	  "literal" },
	{ "begin { print(comm(\"a\")); }",
	  "1:15-24: ERROR: expanded from" },
	{ "struct s { int x; }; begin { print(socket_cookie(1)); "
	  "print(socket_cookie((struct s *)1)); }",
	  "1:36-52: ERROR: socket_cookie() only supports 'struct sock *' as "
	  "the argument ('int8' provided)\n"
	  "1:61-89: ERROR: socket_cookie() only supports 'struct sock *' as "
	  "the argument ('struct s *' provided)" },
	{ "begin { print(ctx); }",
	  "1:15-18: ERROR: The ctx builtin can not be used with 'begin' "
	  "probes" },
	{ "tracepoint:sock:a { print(ctx); }",
	  "1:27-30: ERROR: Use args instead of ctx in tracepoint" },
	{ "begin { print(percpu_kaddr(\"foo\")); }",
	  "1:15-34: ERROR: Failed to resolve kernel symbol: foo" },
	{ "begin { print(kaddr(\"asdfzzzzzzz\")) }",
	  "1:15-35: ERROR: Failed to resolve kernel symbol: asdfzzzzzzz" },
	{ "begin { print(pton(\"127.0.1\")); }",
	  "1:15-30: ERROR: pton() expects a string argument of an IPv4 or "
	  "IPv6 address, got 127.0.1" },
	{ "begin { print(bswap(\"hello\")); }",
	  "1:15-29: ERROR: bswap() only supports int arguments (string[6] "
	  "provided)" },
	{ "begin { print(buf(nsecs)); }",
	  "1:15-25: ERROR: buf() expects a length argument for non-array type "
	  "uint64" },
	{ "begin { print(buf((1, 2), 3)); }",
	  "1:15-29: ERROR: buf() expects an integer, string, or array argument "
	  "but saw (int8,int8)" },
	{ "begin { print(buf(nsecs, -1)); }",
	  "1:15-29: ERROR: buf cannot use negative length (-1)" },
	{ "begin { print(macaddr(\"foo\")); }",
	  "1:15-29: ERROR: macaddr() only supports array or pointer arguments "
	  "(string[4] provided)" },
	{ "begin { print(strcontains(1, \"a\")); }",
	  "1:15-34: ERROR: strcontains() only supports string arguments "
	  "(int8 provided)" },
	{ "begin { static_assert(sizeof(uint32) == 4, \"a\"); "
	  "static_assert(sizeof(uint32) == 8, \"is not 8\"); }",
	  "1:50-96: ERROR: expanded from" },
	{ "begin { assert_str(\"a\"); assert_str((int8 *)8); assert_str(7); "
	  "assert_str((int32 *)8); assert_str(pton(\"::1\")); }",
	  "1:49-62: ERROR: string-like values must be either strings, arrays "
	  "or pointers\n"
	  "1:64-86: ERROR: string-like pointers must point to a char-like "
	  "type\n"
	  "1:88-111: ERROR: string-like arrays must contain a char-like type" },
	{ "begin { print(is_scalar(1)); print(is_scalar(@x)); }",
	  "1:15-27: ERROR: is_scalar() expects a map for the first argument\n"
	  "1:36-49: ERROR: Unknown map: @x" },
	{ "begin { print(memcmp(1, 2, \"3\")); }",
	  "1:15-32: ERROR: memcmp() only supports integer arguments (string[2] "
	  "provided)" },
	{ "begin { print(str_concat(\"a\", 1)); }",
	  "1:15-33: ERROR: str_concat() only supports string arguments (int8 "
	  "provided)" },
	{ "#define A A\nbegin { print(A); }",
	  "2:15-16: ERROR: Unknown identifier: 'A'" },
	{ "#define A 1 +\nbegin { print(A); }",
	  "1:14-15: ERROR: syntax error, unexpected end of file, expecting "
	  "expression" },
	{ "begin { print(sizeof(struct a)); }",
	  "1:15-31: ERROR: Cannot resolve unknown type \"struct a\"" },
	{ "begin { printf(\"%r\", 1); }",
	  "1:9-24: ERROR: unsupported format specifier for type 'int8': r" },
	{ "begin { $b = buf(\"abc\", 3); print($b[0]); }",
	  "1:35-40: ERROR: The array index operator [] can only be used on "
	  "arrays, pointers, and tuples, found buffer[3]." },
};

/* Of a socket that has a number, that; else its address, as where there are
 * none; of no socket 0. */
START_TEST(test_cookies)
{
	static const struct row rows[] = {
		{ "struct cookie { int64 counter; }; struct common { int64 x; "
		  "struct cookie skc_cookie; }; struct sock { struct common "
		  "__sk_common; }; begin { $s = (uint64)5; $n = (uint64)0; "
		  "let $c: int64[2]; $p = (struct sock *)&$c; "
		  "print((socket_cookie($p) == (uint64)$p, "
		  "socket_cookie((struct sock *)0))); "
		  "$p = (struct sock *)((uint64)0xffff800000003000 - 8); "
		  "print(socket_cookie($p)); }",
		  "(true, 0)\n8589934593\n" },
		{ "struct sock { int64 x; }; begin { "
		  "print(socket_cookie((struct sock *)70)); }", "70\n" },
	};

	for (size_t i = 0; i < N(rows); i++)
		compare(rows[i].source, rows[i].output,
			script_run(rows[i].source, NULL, 1));
}
END_TEST

/* What `func` and ksym() give may be in one map, and is printed alike. */
START_TEST(test_symbols)
{
	static const struct row rows[] = {
		{ "begin { @n[0] = ksym(0); @n[1] = ksym(kaddr(\"greeting\")); } "
		  "kprobe:vfs_read, kprobe:vfs_write { @n[cpu + 2] = func; "
		  "@c[func] = count(); @c[ksym(arg0)] = count(); "
		  "print((func, func == ksym(0), @n[2] == func)); }",
		  "(vfs_read, false, true)\n(vfs_write, false, true)\n"
		  "@c[vfs_read]: 1\n@c[vfs_write]: 1\n@c[0xa]: 2\n"
		  "@n[0]: 0\n@n[1]: greeting\n@n[2]: vfs_write\n" },
		/* The same function in two probes is the same value. */
		{ "kprobe:vfs_read { @c[func] = count(); @k = ksym(0); } "
		  "kretprobe:vfs_read { @c[func] = count(); "
		  "if (func == \"vfs_read\") { @k = func; } }",
		  "@c[vfs_read]: 2\n@k: vfs_read\n" },
	};

	for (size_t i = 0; i < N(rows); i++)
		compare(rows[i].source, rows[i].output,
			script_run(rows[i].source, NULL, 1));
}
END_TEST

START_TEST(test_messages)
{
	for (size_t i = 0; i < N(message_rows); i++)
		compare(message_rows[i].source, message_rows[i].output,
			script_messages(message_rows[i].source, NULL));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("functions");
	TCase *tcase = tcase_create("functions");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_values);
	tcase_add_test(tcase, test_symbols);
	tcase_add_test(tcase, test_cookies);
	tcase_add_test(tcase, test_run);
	tcase_add_test(tcase, test_scripts);
	tcase_add_test(tcase, test_signals);
	tcase_add_test(tcase, test_unsafe_messages);
	tcase_add_test(tcase, test_messages);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
