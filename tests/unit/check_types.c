/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The type check: what is accepted, and what is said of the rest. Sentences and
 * places are bpftrace's where it has the same.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include "script_run.h"

struct row {
	const char *source;
	const char *messages;
};

static void compare(const struct row *rows, size_t n,
		    const struct pw_lang_env *env)
{
	for (size_t i = 0; i < n; i++) {
		char *is = script_messages(rows[i].source, env);

		ck_assert_msg(!strcmp(is, rows[i].messages),
			      "%s\nexpected:\n%s\nis:\n%s", rows[i].source,
			      rows[i].messages, is);
		free(is);
	}
}

#define N(rows) (sizeof(rows) / sizeof(rows[0]))
#define COMPARE(rows) compare(rows, N(rows), NULL)

static const struct row variables_rows[] = {
	{ "begin { $x = 1; $x = 300; $x = -70000; }", "" },
	{ "begin { $x = 1; $x = \"a\"; }",
	  "1:17-25: ERROR: Type mismatch for $x: trying to assign value "
	  "of type 'string[2]' when variable already has a type "
	  "'int8'" },
	{ "begin { $x = \"a\"; $x = \"longer\"; }", "" },
	{ "begin { print($x); }",
	  "1:15-17: ERROR: Undefined or undeclared variable: $x" },
	{ "begin { $x += 1; $y++; }",
	  "1:9-11: ERROR: Undefined or undeclared variable: $x\n"
	  "1:18-20: ERROR: Undefined or undeclared variable: $y" },
	{ "begin { $x = 1; let $x; }",
	  "1:17-23: ERROR: Variable $x was already declared. Variable "
	  "shadowing is not allowed.\n"
	  "1:9-15: ERROR: This is the initial assignment." },
	{ "begin { let $x: int8 = 1; { let $x: int16 = 2; } }",
	  "1:29-42: ERROR: Variable $x was already declared. Variable "
	  "shadowing is not allowed.\n"
	  "1:9-21: ERROR: This is the initial declaration." },
	{ "begin { let $x; print($x); }",
	  "1:23-25: ERROR: Could not resolve the type of this "
	  "variable\n"
	  "1:9-15: WARNING: Variable $x was never assigned to.\n"
	  "1:23-25: WARNING: Variable used before it was assigned: $x" },
	{ "begin { let $x: uint8 = 255; let $y: int8 = -128; }", "" },
	{ "begin { let $x: uint8 = 256; }",
	  "1:9-28: ERROR: Type mismatch for $x: trying to assign value "
	  "of type 'int16' when variable already has a type 'uint8'" },
	{ "begin { let $x: uint8 = (uint8)pid; $x = (uint8)cpu; }", "" },
	{ "begin { let $x: string; $x = \"abc\"; $x = comm; }", "" },
	{ "begin { if (pid) { let $x = 1; } print($x); }",
	  "1:40-42: ERROR: Undefined or undeclared variable: $x" },
	/* A block's variable is gone at its end. */
	{ "begin { if (pid) { $x = 1; } else { $x = 2; } print($x); }",
	  "1:53-55: ERROR: Undefined or undeclared variable: $x" },
	{ "begin { for ($i : 0..3) { $x = $i; } $y = $x; print($i); }",
	  "1:43-45: ERROR: Undefined or undeclared variable: $x\n"
	  "1:53-55: ERROR: Undefined or undeclared variable: $i" },
	{ "begin { let $x; if (pid) { $x = 1; } print($x); }", "" },
	/* Blocks beside each other have variables of their own. */
	{ "begin { if (pid) { $x = 1; } else { $x = \"a\"; } }", "" },
	{ "begin { $x = 1; } end { print($x); }",
	  "1:31-33: ERROR: Undefined or undeclared variable: $x" },
	{ "begin { $x = printf(\"a\"); }",
	  "1:14-25: ERROR: a value is needed here, and this has none" },
};

START_TEST(test_variables)
{
	COMPARE(variables_rows);
}
END_TEST

static const struct row maps_rows[] = {
	/* What a map is computed or compared with may be all that is known. */
	{ "begin { @n = @n + 1; @k[pid] = @k[pid] * 2; }", "" },
	{ "kprobe:f /@m == 123/ { @m = 0; }", "" },
	{ "kprobe:f /@c > 5/ { exit(); } kprobe:g { @c = count(); }", "" },
	{ "begin { @ = 1; @x[1, \"a\"] = comm; @x[2, comm] = \"b\"; }",
	  "" },
	{ "begin { @x = 1; @x = \"a\"; }",
	  "1:17-25: ERROR: Type mismatch for @x: trying to assign value "
	  "of type 'string[2]' when map already has a type 'int8'" },
	{ "begin { @x[1] = 1; @x = 1; }",
	  "1:20-22: ERROR: @x used as a map without an explicit key "
	  "(scalar map), previously used with an explicit key "
	  "(non-scalar map)" },
	{ "begin { @x = 1; @x[1] = 1; }",
	  "1:17-22: ERROR: @x used as a map with an explicit key "
	  "(non-scalar map), previously used without an explicit key "
	  "(scalar map)" },
	{ "begin { @x[1,2] = 1; @x[3] = 1; }",
	  "1:22-27: ERROR: Argument mismatch for @x: trying to access "
	  "with arguments: 'int8' when map expects arguments: "
	  "'(int8,int8)'" },
	{ "begin { @x[1,\"a\"] = 1; } end { @x[\"a\",1] = 1; }",
	  "1:32-41: ERROR: Argument mismatch for @x: trying to access "
	  "with arguments: '(string[2],int8)' when map expects "
	  "arguments: '(int8,string[2])'" },
	/* Read before it is assigned, in the order of the source. */
	{ "end { print(@x); $y = @x + 1; } begin { @x = 3; }", "" },
	{ "begin { @a = @b; } end { @b = @c; } interval:s:1 { @c = "
	  "\"x\"; }", "" },
	{ "begin { print(@x); $y = @z; clear(@w); }",
	  "1:15-17: ERROR: Undefined map: @x\n"
	  "1:25-27: ERROR: Undefined map: @z\n"
	  "1:35-37: ERROR: Undefined map: @w" },
	{ "begin { @x++; @x += 2; --@x; @y -= 1; }", "" },
	{ "begin { @x = \"a\"; @x++; }",
	  "1:19-23: ERROR: The ++ operator can not be used on "
	  "expressions of type 'string[2]'" },
	{ "begin { @x = \"a\"; @x += 1; }",
	  "1:19-26: ERROR: Type mismatch for '+': comparing string[2] "
	  "with int8\n"
	  "1:19-21: ERROR: left (string[2])\n"
	  "1:25-26: ERROR: right (int8)" },
	{ "begin { @x = count(); @x = count(); @y[pid] = count(); }",
	  "" },
	{ "begin { @x = 1; @x = count(); }",
	  "1:22-29: ERROR: Type mismatch for @x: trying to assign value "
	  "of type 'count_t' when map already has a type 'int8'" },
	{ "begin { @x = count(); @x = 5; }",
	  "1:23-29: ERROR: Type mismatch for @x: trying to assign value "
	  "of type 'int8' when map already has a type 'count_t'" },
	{ "begin { @x = count(); @y = @x; }",
	  "1:23-30: ERROR: Map value 'count_t' cannot be assigned from "
	  "one map to another. The function that returns this type must "
	  "be called directly e.g. `@y = count();`.\n"
	  "HINT: Add a cast to integer if you want the value of the "
	  "aggregate, e.g. `@y = (int64)@x;`." },
	{ "begin { @x = count(); if (@x > 5) { print((int64)@x); } }",
	  "" },
	{ "begin { count(); }",
	  "1:9-16: ERROR: count() must be assigned directly to a map" },
};

START_TEST(test_maps)
{
	COMPARE(maps_rows);
}
END_TEST

static const struct row operators_rows[] = {
	{ "begin { $x = (1 + 2 * 3 - pid) << 2 | (int64)~cpu; }", "" },
	{ "begin { $x = \"a\" + 1; }",
	  "1:14-21: WARNING: literal string will always be empty" },
	{ "begin { $x = comm + 1; }",
	  "1:14-22: ERROR: Type mismatch for '+': comparing string[16] "
	  "with int8\n"
	  "1:14-18: ERROR: left (string[16])\n"
	  "1:21-22: ERROR: right (int8)" },
	{ "begin { $a = (); $a = (1,); }",
	  "1:18-27: ERROR: Type mismatch for $a: trying to assign value of "
	  "type '(int8)' when variable already has a type '()'" },
	{ "begin { print(().0); }",
	  "1:15-19: ERROR: Invalid tuple index: 0. Found 0 elements in "
	  "tuple." },
	{ "begin { if (comm == 1) { } }",
	  "1:13-22: ERROR: Type mismatch for '==': comparing string[16] "
	  "with int8\n"
	  "1:13-17: ERROR: left (string[16])\n"
	  "1:21-22: ERROR: right (int8)" },
	{ "begin { $x = comm < \"a\"; }",
	  "1:14-24: ERROR: The < operator can not be used on "
	  "expressions of types string[16], string[2]" },
	{ "begin { $x = -comm; }",
	  "1:14-19: ERROR: The - operator can not be used on "
	  "expressions of type 'string[16]'" },
	{ "begin { if (comm) { } }",
	  "1:13-17: ERROR: Invalid condition: string" },
	{ "begin /\"a\"/ { }", "" },
	{ "begin { $x = pid ? 1 : \"a\"; }",
	  "1:14-27: ERROR: Branches must return the same type or "
	  "compatible types: have 'int8' and 'string[2]'" },
	{ "begin { pid ? print(1) : print(\"a\"); }", "" },
	{ "begin { $x = 1 / 0; }",
	  "1:14-19: ERROR: unable to fold literals due to overflow or "
	  "underflow" },
	{ "begin { $x = 0xffffffffffffffff + 1; }",
	  "1:14-36: ERROR: unable to fold literals due to overflow or "
	  "underflow" },
	{ "begin { $x = -9223372036854775808; }", "" },
	{ "begin { $x = -9223372036854775809; }",
	  "1:14-34: ERROR: negative value will underflow" },
	{ "begin { $x = (faketype)1; }",
	  "1:15-23: ERROR: Cannot resolve unknown type \"faketype\"" },
	{ "begin { $x = (struct foo *)curtask; }",
	  "1:15-27: ERROR: Cannot resolve unknown type \"struct foo\"" },
	{ "begin { $x = (int32)comm; }",
	  "1:14-21: ERROR: Cannot cast from \"string[16]\" to "
	  "\"int32\"" },
	{ "begin { $x = *curtask; }",
	  "1:14-22: ERROR: The * operator can not be used on expressions of "
	  "type 'void *'" },
	{ "begin { $x = curtask + 8; $x -= 1; $x++; }", "" },
	{ "begin { $x = 8 - curtask; $y = curtask * 2; }",
	  "1:14-25: ERROR: The - operator can not be used on expressions of "
	  "types int8, void *\n"
	  "1:32-43: ERROR: The * operator can not be used on expressions of "
	  "types void *, int8" },
	{ "begin { $p = (int32 *)1; $p = 2; }",
	  "1:26-32: ERROR: Type mismatch for $p: trying to assign value of "
	  "type 'int8' when variable already has a type 'int32 *'" },
	{ "begin { $p = (void *)1; print($p[0]); print((int32[])(int8)1); }",
	  "1:31-36: ERROR: The array index operator [] cannot be used on a "
	  "pointer to an unsized type (void *).\n"
	  "1:45-61: ERROR: Cannot determine array size: the element size is "
	  "incompatible with the cast integer size\n"
	  "1:54-60: WARNING: Unnecessary cast: expression is already of type "
	  "int8" },
	{ "begin { $x = (uint64)curtask + 8; }", "" },
	{ "begin { $t = (1, \"a\"); print($t.0 + 1); print($t[1]); }",
	  "" },
	{ "begin { $t = (1, 2); print($t.2); }",
	  "1:28-32: ERROR: Invalid tuple index: 2. Found 2 elements in "
	  "tuple." },
	{ "begin { $t = 1; print($t.x); }",
	  "1:23-27: ERROR: Can not access field 'x' on expression of "
	  "type 'int8'" },
	{ "begin { $t = comm; print($t[0]); print($t[16]); print(pid[0]); }",
	  "1:40-46: ERROR: the index 16 is out of bounds for array of size "
	  "16\n"
	  "1:55-61: ERROR: The array index operator [] can only be used on "
	  "arrays, pointers, and tuples, found uint32." },
};

START_TEST(test_operators)
{
	COMPARE(operators_rows);
}
END_TEST

static const struct row builtins_rows[] = {
	{ "begin { $x = (pid, tid, uid, gid, cpu, nsecs, curtask, comm, "
	  "probe, pid(), nsecs(monotonic)); }", "" },
	{ "k:f { $x = (arg0, arg5, func); } kr:f { $x = (retval, "
	  "func); }", "" },
	{ "begin { $x = nonsense; }",
	  "1:14-22: ERROR: Unknown identifier: 'nonsense'" },
	{ "begin { $x = sarg0; }",
	  "1:14-19: ERROR: The sarg0 builtin is not supported yet" },
	{ "begin { $x = arg0; }",
	  "1:14-18: ERROR: The arg0 builtin can only be used with "
	  "'kprobe', 'fentry', 'fexit' and 'rawtracepoint' probes" },
	{ "kprobe:f, kretprobe:g { $x = arg0; }",
	  "1:30-34: ERROR: The arg0 builtin can only be used with "
	  "'kprobe', 'fentry', 'fexit' and 'rawtracepoint' probes" },
	{ "kprobe:f { $x = arg6; }",
	  "1:17-21: ERROR: x86_64 doesn't support arg6" },
	{ "rt:sys_enter { $x = (arg0, arg11); } fr:vfs_read { $x = "
	  "(arg0, arg5, retval, func); }", "" },
	{ "tracepoint:sock:a { $x = retval; }",
	  "1:26-32: ERROR: The retval builtin can only be used with "
	  "'kretprobe' and 'fexit' probes (try to use args.ret instead)" },
	{ "kprobe:f { $x = retval; }",
	  "1:17-23: ERROR: The retval builtin can only be used with "
	  "'kretprobe' and 'fexit' probes" },
	{ "interval:s:1 { $x = func; }",
	  "1:21-25: ERROR: The func builtin can not be used with "
	  "'interval' probes" },
	{ "kretprobe:f { $x = args.a; }",
	  "1:20-24: ERROR: The args builtin can only be used with "
	  "tracepoint, rawtracepoint, fentry/fexit, and uprobe probes "
	  "(kretprobe used here)" },
	{ "kprobe:f { $x = args.a; }",
	  "1:17-23: ERROR: the parameters of f are not known\n"
	  "HINT: arg0 to arg5 are there for any function" },
	{ "begin { $x = nsecs(utc); }",
	  "1:14-24: ERROR: Invalid timestamp mode: utc (expects: boot, "
	  "monotonic, tai or sw_tai)" },
	{ "tracepoint:sock:a { $x = (args.skaddr, args->sport, "
	  "args.saddr[3], args.task, args.name); }", "" },
	{ "tracepoint:sock:a { $x = args.nosuch; }",
	  "1:26-37: ERROR: Struct/union of type 'struct "
	  "_tracepoint_sock_a' does not contain a field named "
	  "'nosuch'\nHINT: its fields are: skaddr, oldstate, newstate, "
	  "sport, family, saddr, saddr_v6, task, name, small, pad, "
	  "path, shorts, "
	  "argv" },
	{ "tracepoint:sock:a { $x = args.pad; }",
	  "1:26-34: ERROR: args.pad has a type that is not supported "
	  "yet: struct pad" },
	{ "tracepoint:sock:a { $x = args.saddr[4]; }",
	  "1:26-39: ERROR: the index 4 is out of bounds for array of "
	  "size 4" },
	{ "tracepoint:sock:a { $x = args.saddr[pid]; }", "" },
	{ "tracepoint:sock:a { $i = -1; $x = args.saddr[$i]; }",
	  "1:35-49: ERROR: The array index operator [] only accepts "
	  "non-negative integer indices. Got: int8" },
	{ "tracepoint:sock:a { $x = args; print(args); }", "" },
};

START_TEST(test_builtins)
{
	COMPARE(builtins_rows);
}
END_TEST

static const struct row calls_rows[] = {
	{ "begin { foo(); unwatch(3); }",
	  "1:9-14: ERROR: Unknown function: 'foo'\n"
	  "1:16-26: ERROR: unwatch() is not supported yet" },
	{ "begin { printf(\"%d %s %x%%\\n\", pid, comm, 3); }", "" },
	{ "begin { printf(\"%-6d|%08lx|%.3s|%5lld\", 1, 2, comm, 4); }",
	  "" },
	{ "begin { printf(\"%d %d\", 1); }",
	  "1:9-27: ERROR: not enough arguments for format string (1 "
	  "supplied, 2 expected)" },
	{ "begin { printf(\"%d\", 1, 2); }",
	  "1:9-27: ERROR: too many arguments for format string (2 "
	  "supplied, 1 expected)" },
	{ "begin { printf(\"%d\", comm); }",
	  "1:9-27: ERROR: unsupported format specifier for type "
	  "'string[16]': d" },
	{ "begin { printf(\"%f\", 1); }",
	  "1:9-24: ERROR: unsupported format specifier: f" },
	{ "begin { printf(\"%r\", 1); }",
	  "1:9-24: ERROR: unsupported format specifier for type 'int8': r" },
	{ "begin { printf(comm); }",
	  "1:9-21: ERROR: printf() expects a string literal (string "
	  "provided)" },
	{ "begin { printf(\"%d\", ntop(1)); }",
	  "1:9-30: ERROR: unsupported format specifier for type "
	  "'inet': d" },
	{ "begin { print(1, 2, 3); }",
	  "1:9-23: ERROR: Non-map print() only takes 1 argument, 3 "
	  "found" },
	{ "begin { @x[1] = 1; print(@x, 5, 10); print(@x[1]); }", "" },
	{ "begin { @x = 1; print(@x, pid); }",
	  "1:17-31: ERROR: print() expects a int literal (int "
	  "provided)" },
	{ "begin { @x = 1; clear(@x, 1); clear(); zero(5); }",
	  "1:17-29: ERROR: clear() requires one argument (2 provided)\n"
	  "1:31-38: ERROR: clear() requires one argument (0 provided)\n"
	  "1:45-46: ERROR: zero() expects a map argument" },
	{ "begin { @x[1] = 1; delete(@x[1]); delete(@x, 1); @y = 1; "
	  "delete(@y); @z[1, 2] = 1; delete(@z, (1, 2)); delete(@z[1, "
	  "2]); }", "" },
	{ "begin { @x[1] = 1; delete(@x); }",
	  "1:20-30: ERROR: call to delete() with a single argument "
	  "expects a map without explicit keys (scalar map)" },
	{ "begin { @x = 1; delete(@x, 1); }",
	  "1:17-30: ERROR: call to delete() with two arguments expects "
	  "a map with explicit keys (non-scalar map)" },
	{ "begin { @x[1] = 1; if (has_key(@x, 1)) { } @y = 1; "
	  "has_key(@y, 1); }",
	  "1:52-66: ERROR: call to has_key() expects a map with "
	  "explicit keys (non-scalar map)" },
	{ "begin { $x = str((1, 2)); }",
	  "1:14-25: ERROR: str() expects a string, integer or a "
	  "pointer type as first argument ((int8,int8) provided)" },
	{ "begin { $x = str(1, -1); }",
	  "1:14-24: ERROR: str cannot use negative length (-1)" },
	{ "begin { $x = ntop(comm); }",
	  "1:14-24: ERROR: ntop() expects an integer or array argument, "
	  "got string" },
	{ "tracepoint:sock:a { $x = ntop(args.shorts); }",
	  "1:26-43: ERROR: ntop() argument must be 4 or 16 bytes in "
	  "size" },
	{ "begin { $x = strncmp(comm, \"a\", pid); }",
	  "1:14-37: ERROR: Builtin strncmp requires a non-negative "
	  "literal" },
	{ "begin { exit(\"a\"); }",
	  "1:9-18: ERROR: exit() only supports int arguments (string "
	  "provided)" },
	{ "begin { $x = strftime(\"%H\", -1); }",
	  "1:14-32: ERROR: strftime() does not accept negative "
	  "timestamps" },
	{ "begin { return \"a\"; }",
	  "1:9-19: ERROR: Probe return values can only be integers. "
	  "Found string[2]" },
};

START_TEST(test_calls)
{
	COMPARE(calls_rows);
}
END_TEST

static const struct row options_rows[] = {
	{ "begin { $x = getopt(\"n\", 1) + 1; if (getopt(\"flag\")) { } "
	  "$s = getopt(\"name\", \"none\"); }", "" },
	{ "begin { if (getopt(\"port\", 0) && pid != getopt(\"port\", "
	  "0)) { } }", "" },
	{ "begin { $x = getopt(\"port\", 0); }",
	  "1:14-31: ERROR: Value 'list' cannot be assigned to a scratch "
	  "variable." },
	{ "begin { $x = getopt(\"port\", 0) + 1; }",
	  "1:14-35: ERROR: a list option can only be tested, or "
	  "compared with an integer by == or !=" },
	{ "begin { $x = getopt(\"bad\", 0); }",
	  "ERROR: program command line option --bad invalid "
	  "integer (value: abc)" },
	{ "begin { $x = getopt(\"bad\"); }",
	  "ERROR: program command line option --bad expects a "
	  "boolean (e.g. 'true') (value: abc)" },
	{ "begin { $x = getopt(\"bare\", 5); $y = getopt(\"bare\", \"s\"); }",
	  "ERROR: program command line option --bare expects an "
	  "integer (value: true)\n"
	  "1:38-57: ERROR: Command line option 'bare' needs to have the same "
	  "default value in all places it is used. Previous default value: 5\n"
	  "ERROR: program command line option --bare expects a string "
	  "(value: true)" },
	{ "begin { $x = getopt(\"n\", 1, \"one\") + getopt(\"n\", 1) + "
	  "getopt(\"n\", 1, \"two\"); }",
	  "1:55-76: ERROR: Command line option 'n' must have the same "
	  "description in all places it's used. Hint: You can wrap it in a "
	  "macro" },
	{ "begin { $x = getopt(\"list\", 0) == 1; }",
	  "ERROR: program command line option --list expects "
	  "integers, separated by commas (value: 1,x)" },
	{ "begin { $x = getopt(comm); }",
	  "1:21-25: ERROR: First argument to 'getopt' must be a string "
	  "literal." },
	{ "begin { $x = getopt(\"n\", pid); }",
	  "1:26-29: ERROR: Second argument to 'getopt' must be a string "
	  "literal, integer literal, or a boolean literal." },
};

START_TEST(test_options)
{
	static const struct pw_option options[] = {
		{ .name = "port", .value = "80,443", .is_list = true },
		{ .name = "n", .value = "0x10" },
		{ .name = "flag", .value = "" },
		{ .name = "bad", .value = "abc" },
		{ .name = "list", .value = "1,x", .is_list = true },
		{ .name = "bare", .value = NULL },
	};
	struct pw_lang_env env;

	script_env(&env);
	env.options = options;
	env.n_options = N(options);
	compare(options_rows, N(options_rows), &env);
}
END_TEST

static const struct row probes_rows[] = {
	{ "begin, BEGIN, end, END, i:s:1, interval:100ms, k:f, "
	  "kprobe:mod:f+0x10, kr:f, kretprobe:mod:f, "
	  "tracepoint:sock:a { exit(); }", "" },
	{ "kprobe:vfs_*, tracepoint:sock:* { exit(); }", "" },
	{ "foo:x { }", "1:1-6: ERROR: Invalid probe type: foo" },
	{ "uprobe:a:b { }",
	  "1:1-11: ERROR: uprobe target file 'a' does not exist or is not "
	  "executable" },
	{ "uprobe:a { }",
	  "1:1-9: ERROR: uprobe probe type requires 2 or 3 arguments, found "
	  "1" },
	{ "u::f { }", "1:1-5: ERROR: uprobe should have a target" },
	{ "u:a: { }", "1:1-5: ERROR: uprobe should be attached to a function "
	  "and/or address" },
	{ "ur:a:f+4 { }", "1:1-9: ERROR: Offset not allowed" },
	{ "u:a:f+x { }", "1:1-8: ERROR: Invalid offset: invalid integer: x" },
	{ "u:a*:0x10 { }", "1:1-10: ERROR: Cannot use wildcards with absolute "
	  "address" },
	{ "u:a:cobol:f { }", "1:1-12: ERROR: unsupported language type: "
	  "cobol" },
	{ "watchpoint:1b:8:w { }", "1:1-18: ERROR: Invalid function/address "
	  "argument: invalid trailing bytes: 1b" },
	{ "watchpoint:1:8a:w { }", "1:1-18: ERROR: Invalid length argument: "
	  "invalid trailing bytes: 8a" },
	{ "w:1b:8a:w { }", "1:1-10: ERROR: Invalid function/address "
	  "argument: invalid trailing bytes: 1b" },
	{ "w:0x0:8:w { }", "1:1-10: ERROR: watchpoint must be attached to a "
	  "non-zero address" },
	{ "w:16:9:rw { }", "1:1-10: ERROR: watchpoint length must be one of "
	  "(1,2,4,8)" },
	{ "w:16:8: { }", "1:1-8: ERROR: watchpoint mode must be combination of "
	  "(r,w,x)" },
	{ "w:16:8:rb { }", "1:1-10: ERROR: watchpoint mode must be combination "
	  "of (r,w,x)" },
	{ "w:16:8:ww { }", "1:1-10: ERROR: watchpoint modes may not be "
	  "duplicated" },
	{ "w:16:8:r { }", "1:1-9: ERROR: invalid watchpoint mode: r\n"
	  "HINT: supported modes: rw,w,x" },
	{ "w:16:8:xwr { }", "1:1-11: ERROR: invalid watchpoint mode: rwx\n"
	  "HINT: supported modes: rw,w,x" },
	{ "w:16:8 { }", "1:1-7: ERROR: watchpoint probe type requires 3 "
	  "arguments, found 2" },
	{ "iter:task { }",
	  "1:1-10: ERROR: iter probes are not supported yet" },
	{ "begin:x { }",
	  "1:1-8: ERROR: begin probe type requires 0 arguments, found "
	  "1" },
	{ "kprobe:a:b:c { }",
	  "1:1-13: ERROR: kprobe probe type requires 1 or 2 arguments, "
	  "found 3" },
	{ "kprobe:f+x { }",
	  "1:1-11: ERROR: Invalid offset: invalid integer: x" },
	{ "kretprobe:f+4 { }", "1:1-14: ERROR: Offset not allowed" },
	{ "kprobe:0xffffffff81000000 { }",
	  "1:1-26: ERROR: Probing by address requires --unsafe" },
	{ "kprobe:xyz* { }",
	  "1:1-12: ERROR: Probe has no valid attach points. If this is "
	  "expected, set the 'missing_probes' config variable to "
	  "'warn'." },
	{ "tracepoint:sock { }",
	  "1:1-16: ERROR: tracepoint probe type requires 2 arguments, "
	  "found 1" },
	{ "tracepoint:sock:gone { }",
	  "1:1-21: ERROR: No matches for tracepoint sock:gone.\n"
	  "HINT: Did you mean sock:go or sock:gonna?" },
	{ "tracepoint:missing:a { }",
	  "1:1-21: ERROR: No matches for tracepoint "
	  "missing:a." },
	{ "interval:s:0 { }",
	  "1:1-13: ERROR: interval frequency should be a positive "
	  "integer" },
	{ "interval:y:1 { }",
	  "1:1-13: ERROR: y is not an accepted unit of time" },
	{ "interval:hz:2000000000 { }",
	  "1:1-23: ERROR: interval frequency is out of range: "
	  "2000000000" },
};

START_TEST(test_probes)
{
	COMPARE(probes_rows);
}
END_TEST

static const struct row limits_rows[] = {
	{ "kprobe:vfs_*, kprobe:f { exit(); }",
	  "1:15-23: ERROR: Can't attach to 3 probes because it exceeds "
	  "the current limit of 2 probes.\nHINT: You can increase the "
	  "limit through the BPFTRACE_MAX_PROBES environment variable, "
	  "but BE CAREFUL since a high number of probes attached can "
	  "cause your system to crash." },
	{ "kprobe:vfs_* { @[str(arg0)] = 1; }", "" },
	{ "kprobe:vfs_* { @[str(arg0), str(arg1), 1] = 1; }",
	  "1:16-42: ERROR: the keys of @ have 20024 bytes, the limit is "
	  "15872 (a lower max_strlen makes strings shorter)" },
	{ "kprobe:f { printf(\"%s%s%s%s%s%s\", str(1, arg0), str(2, "
	  "arg0), str(3, arg0), str(4, arg0), str(5, arg0), str(6, "
	  "arg0)); }",
	  "1:12-118: ERROR: what this prints may have 60112 bytes, the "
	  "limit is 32192 (a lower max_strlen makes strings shorter)" },
};

START_TEST(test_limits)
{
	struct pw_lang_env env;

	script_env(&env);
	env.max_probes = 2;
	env.max_strlen = 10000;
	compare(limits_rows, N(limits_rows), &env);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("types");
	TCase *tcase = tcase_create("types");
	SRunner *runner = srunner_create(suite);
	int n_failed;

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, test_variables);
	tcase_add_test(tcase, test_maps);
	tcase_add_test(tcase, test_operators);
	tcase_add_test(tcase, test_builtins);
	tcase_add_test(tcase, test_calls);
	tcase_add_test(tcase, test_options);
	tcase_add_test(tcase, test_probes);
	tcase_add_test(tcase, test_limits);
	srunner_run_all(runner, CK_NORMAL);
	n_failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return n_failed ? 1 : 0;
}
