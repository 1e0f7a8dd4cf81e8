/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Generated programs do what their source says: compiled, verified, run in the
 * engine, printed. What they must not cost is compared as code.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "script_run.h"

struct row {
	const char *source;
	const char *output;
};

static void compare_text(const char *source, const char *expected, char *is)
{
	ck_assert_msg(!strcmp(is, expected), "%s\nexpected:\n%s\nis:\n%s",
		      source, expected, is);
	free(is);
}

static void compare(const struct row *rows, size_t n, unsigned int times)
{
	for (size_t i = 0; i < n; i++)
		compare_text(rows[i].source, rows[i].output,
			     script_run(rows[i].source, NULL, times));
}

/* Rows of one expression each: `begin { print(SOURCE); }` prints OUTPUT. */
static void compare_values(const struct row *rows, size_t n)
{
	char source[512], output[256];

	for (size_t i = 0; i < n; i++) {
		snprintf(source, sizeof(source), "begin { print(%s); }",
			 rows[i].source);
		snprintf(output, sizeof(output), "%s\n", rows[i].output);
		compare_text(source, output, script_run(source, NULL, 1));
	}
}

#define N(rows) (sizeof(rows) / sizeof(rows[0]))
#define COMPARE(rows) compare(rows, N(rows), 1)
#define COMPARE_VALUES(rows) compare_values(rows, N(rows))

static const struct row code_rows[] = {
	{ "kprobe:vfs_read { @[comm] = count(); }",
	  "program 0: entry, frame 16\n"
	  "comm [0] 16\n"
	  "count @[0]\n"
	  "end\n" },
	{ "kprobe:f /pid == 5/ { @ = count(); }",
	  "program 0: entry, frame 0\n"
	  "ctx r0 pid\n"
	  "jne r0 5 -> 3\n"
	  "count @\n"
	  "end\n" },
	{ "kprobe:f /arg0 > 4096 && arg1/ { @[arg2] += arg0; }",
	  "program 0: entry, frame 8\n"
	  "ctx r0 arg0\n"
	  "jleu r0 4096 -> 8\n"
	  "ctx r0 arg1\n"
	  "jeq r0 0 -> 8\n"
	  "ctx r0 arg0\n"
	  "ctx r1 arg2\n"
	  "stf [0] r1\n"
	  "mapadd r0 r0 @[0]\n"
	  "end\n" },
	{ "kprobe:f { $x = arg0; $x++; if ($x < 0) { return; } "
	  "@x = $x + $x * 2; }",
	  "program 0: entry, frame 0\n"
	  "ctx r15 arg0\n"
	  "add r15 r15 1\n"
	  "jgeu r15 0 -> 4\n"
	  "end\n"
	  "mul r0 r15 2\n"
	  "add r0 r15 r0\n"
	  "mapset r0 @x\n"
	  "end\n" },
	{ "kprobe:f { printf(\"%d %d %s %d\\n\", pid, 7, comm, cpu); }",
	  "program 0: entry, frame 40\n"
	  "ctx r0 pid\n"
	  "stf [0] r0\n"
	  "stf [8] 7\n"
	  "comm [24] 16\n"
	  "ctx r0 cpu\n"
	  "stf [16] r0\n"
	  "emit 0\n"
	  "end\n" },
	/* A condition that is known leaves nothing behind. */
	{ "begin { if (getopt(\"x\")) { print(1); } else { @a = "
	  "count(); } if (1) { @b = count(); } }",
	  "program 0: plain, frame 0\n"
	  "count @a\n"
	  "count @b\n"
	  "end\n" },
	{ "kprobe:f /comm != \"sh\"/ { exit(); print(1); }",
	  "program 0: entry, frame 24\n"
	  "comm [0] 16\n"
	  "const [16] \"sh\" 8\n"
	  "streq r0 [0] [16] 8\n"
	  "jne r0 0 -> 6\n"
	  "mov r0 0\n"
	  "exit r0\n"
	  "end\n" },
	/* One program for all of a block's probes, where it can be. */
	{ "kprobe:f, kretprobe:g, tracepoint:sock:a, "
	  "tracepoint:other:a { @ = count(); }",
	  "program 0: plain, frame 0\n"
	  "count @\n"
	  "end\n" },
	{ "tracepoint:sock:a, tracepoint:sock:b, "
	  "tracepoint:other:a { @[args.sport] = count(); }",
	  "program 0: record, frame 8, record 26\n"
	  "ldrec r0 rec[24] u16\n"
	  "stf [0] r0\n"
	  "count @[0]\n"
	  "end\n"
	  "program 1: record, frame 8, record 90\n"
	  "ldrec r0 rec[88] u16\n"
	  "stf [0] r0\n"
	  "count @[0]\n"
	  "end\n" },
	/* Statements use the same bytes of the frame. */
	{ "kprobe:f { @a[comm, 1] = 1; @b[comm, 2] = 2; }",
	  "program 0: entry, frame 24\n"
	  "mov r0 1\n"
	  "comm [0] 16\n"
	  "stf [16] 1\n"
	  "mapset r0 @a[0]\n"
	  "mov r0 2\n"
	  "comm [0] 16\n"
	  "stf [16] 2\n"
	  "mapset r0 @b[0]\n"
	  "end\n" },
};

START_TEST(test_code)
{
	for (size_t i = 0; i < N(code_rows); i++)
		compare_text(code_rows[i].source, code_rows[i].output,
			     script_code(code_rows[i].source, NULL));
}
END_TEST

START_TEST(test_pid_filter)
{
	static const char source[] =
		"kprobe:f, interval:s:1 /cpu == 0/ { @ = count(); }";
	struct pw_lang_env env;

	script_env(&env);
	env.pid_filter = 77;
	compare_text(source,
		     "program 0: entry, frame 0\n"
		     "ctx r0 pid\n"
		     "jne r0 77 -> 5\n"
		     "ctx r0 cpu\n"
		     "jne r0 0 -> 5\n"
		     "count @\n"
		     "end\n"
		     "program 1: plain, frame 0\n"
		     "ctx r0 cpu\n"
		     "jne r0 0 -> 3\n"
		     "count @\n"
		     "end\n", script_code(source, &env));
}
END_TEST

static const struct row numbers_rows[] = {
	{ "1 + 2 * 3", "7" },
	{ "7 - 10", "-3" },
	{ "-7 / 2", "-3" },
	{ "-7 % 2", "-1" },
	{ "1 << 40", "1099511627776" },
	{ "-8 >> 1", "-4" },
	{ "0xff & ~0xf", "240" },
	{ "6 ^ 3", "5" },
	{ "pid + 1", "1235" },
	{ "pid - 2000", "-766" },
	{ "(0 - pid) / 100", "-12" },
	{ "(0 - pid) % 100", "-34" },
	{ "(0 - pid) >> 2", "-309" },
	{ "((uint64)0 - pid) >> 60", "-1" },
	{ "(uint64)((uint64)0 - pid) >> 60", "15" },
	{ "(uint64)(0 - (int64)pid) / 9223372036854775807", "1" },
	{ "-(int64)pid", "-1234" },
	{ "(uint8)pid", "210" },
	{ "(int8)pid", "-46" },
	{ "(uint16)70000", "4464" },
	{ "(int8)200", "-56" },
	{ "(int32)(uint64)0xffffffff", "-1" },
	{ "(uint32)-1", "4294967295" },
	{ "18446744073709551615", "18446744073709551615" },
	{ "pid == 1234", "true" },
	{ "pid != 1234", "false" },
	{ "!pid", "false" },
	{ "(int64)!pid", "0" },
	{ "pid > 5 && tid < 5 || uid == 1000", "true" },
	{ "(pid > 5) + (tid > 5)", "true" },
	{ "(int64)(pid > 5) + (tid > 5)", "2" },
	/* A literal takes the other side's sign; -1 has one. */
	{ "pid > -1", "true" },
	{ "nsecs - nsecs > -1", "true" },
	{ "(uint64)-1 > 5", "true" },
	{ "(int64)-1 < (uint64)1", "true" },
	{ "pid ? 10 : 20", "10" },
	{ "!pid ? 10 : pid == 1 ? 20 : 30", "30" },
	{ "(pid == 1234 ? 1 : 2) * 10 + (tid == 1 ? 3 : 4)", "14" },
	{ "cpu ? 1 / cpu : 5", "5" },
	{ "AF_INET6", "10" },
	{ "true", "true" },
	/* More temporaries than there are registers. */
	{ "pid + (tid + (pid + (tid + (pid + (tid + (pid + (tid + "
	  "(pid + (tid + (pid + (tid + (pid + (tid + (pid + (tid + "
	  "(pid + (tid + (pid + tid))))))))))))))))))", "24690" },
	{ "pid * 2 - (tid - (pid * 2 - (tid - (pid * 2 - (tid - (pid * "
	  "2 - (tid - (pid * 2 - (tid - (pid * 2 - (tid - (pid * 2 - "
	  "(tid - 1)))))))))))))", "8632" },
};

START_TEST(test_numbers)
{
	COMPARE_VALUES(numbers_rows);
}
END_TEST

static const struct row values_rows[] = {
	{ "\"text\"", "text" },
	{ "\"\"", "" },
	{ "comm", "bash" },
	{ "(1, \"two\", (3, comm), pid == 1)",
	  "(1, two, (3, bash), false)" },
	{ "(1, \"two\").1", "two" },
	{ "(1, (2, \"three\")).1.1", "three" },
	{ "(1, 2)[1]", "2" },
	{ "pid ? \"yes\" : \"no\"", "yes" },
	{ "comm == \"bash\"", "true" },
	{ "comm == \"bas\"", "false" },
	{ "comm == \"bashful and more\"", "false" },
	{ "\"a\" == \"a\"", "true" },
	{ "comm != \"sh\"", "true" },
	{ "strncmp(comm, \"basic\", 3)", "0" },
	{ "strncmp(comm, \"basic\", 4)", "1" },
	{ "strncmp(comm, \"bash\", 200)", "0" },
	{ "str((uint64)0xffff800000001000)", "hello, world" },
	{ "str((uint64)0xffff800000001000, 5)", "hell" },
	{ "str((uint64)0xffff800000001000, 0)", "" },
	{ "str(str((uint64)0xffff800000001000), 4)", "hel" },
	{ "str((uint64)0xffff800000001000, 7)", "hello," },
	{ "str((uint64)0xffff800000001000, 8)", "hello, " },
	{ "str((uint64)0xffff800000001000, pid - 1230)", "hel" },
	{ "str((uint64)0x7f0000002000)", "/etc/passwd" },
	{ "str((uint64)0xffff800000001000) == \"hello, world\"", "true" },
	{ "ntop(0x0100007f)", "127.0.0.1" },
	{ "ntop((int32)0x0100007f)", "127.0.0.1" },
	{ "ntop(AF_INET, pid)", "210.4.0.0" },
	{ "probe", "begin" },
	{ "probe == \"begin\"", "true" },
};

START_TEST(test_values)
{
	COMPARE_VALUES(values_rows);
}
END_TEST

static const struct row variables_rows[] = {
	{ "begin { $x = 5; $y = $x++ + 10 * $x--; print(($x, $y)); }",
	  "(5, 65)\n" },
	{ "begin { $x = 5; $y = $x + $x++; print(($x, $y, ++$x, --$x)); "
	  "}", "(6, 10, 7, 6)\n" },
	{ "begin { $x = 5; $x += 2; $x *= 3; $x -= 1; $x /= 4; $x <<= "
	  "4; $x |= 1; $x ^= 3; $x %= 50; $x >>= 1; $x &= 20; "
	  "print($x); }", "16\n" },
	{ "begin { let $x: uint8 = 250; $x += 10; print($x); $x = 255; "
	  "$x++; print($x); let $y: int8 = pid; print($y); }",
	  "4\n0\n-46\n" },
	{ "begin { $a = 1; $b = 2; $c = 3; $d = 4; $e = 5; $f = 6; "
	  "$g = 7; $h = 8; $i = 9; $j = 10; $k = $j++ - --$i; "
	  "$i += $h * $g; $x = $a + $b + $c + $d + $e + $f + $g + $h + "
	  "$i + $j + $k; print(($i, $j, $k, $x)); }",
	  "(64, 11, 2, 113)\n" },
	{ "begin { $s = \"a\"; $t = $s; $s = \"longer\"; $s = $s; "
	  "$t = $t == \"a\" ? $s : $t; print(($s, $t)); }",
	  "(longer, longer)\n" },
	{ "begin { $t = (1, \"a\"); $t = ($t.0 + 1, comm); "
	  "$t = ($t.0 * 10, $t.1); print($t); }", "(20, bash)\n" },
	{ "begin { let $x; if (pid == 1) { $x = 5; } print($x); "
	  "let $s; if (pid == 1) { $s = \"a\"; } print($s == \"\"); }",
	  "0\ntrue\n" },
	{ "begin { let $x; let $s; if (pid == 1) { $x = 5; $s = \"five\"; } "
	  "else if "
	  "(pid == 1234) { $x = 6; $s = \"six\"; } print(($x, $s)); }",
	  "(6, six)\n" },
	{ "begin { if (pid) { $x = 5; $y = $x; } if (tid) { $x = \"a\"; "
	  "print($x); } }", "a\n" },
	{ "begin { $a = ntop(1); { $b = comm; print(($a, $b)); } "
	  "{ $c = \"x\"; $d = 3; print(($a, $c, $d)); } }",
	  "(1.0.0.0, bash)\n(1.0.0.0, x, 3)\n" },
	{ "begin { print(1); if (pid) { return; } print(2); }", "1\n" },
	{ "begin { pid == 1 ? print(\"a\") : print(\"b\"); }", "b\n" },
};

START_TEST(test_variables)
{
	COMPARE(variables_rows);
}
END_TEST

static const struct row maps_rows[] = {
	{ "begin { @x = 5; @x++; @x += 10; @x -= 3; --@x; print(@x++); "
	  "print(++@x); @x *= 2; @x /= 7; print(@x); }",
	  "12\n14\n@x: 4\n@x: 4\n" },
	/* What was never set, or deleted, or cleared is not there at exit. */
	{ "begin { @a = 1; @s = comm; @d = 7; delete(@d); print(delete(@d)); "
	  "print(@d); } kprobe:f /pid == 0/ { @a = 2; @n++; @c = count(); }",
	  "false\n@d: 0\n@a: 1\n@s: bash\n" },
	{ "begin { @a[1] = \"one\"; @a[2] = \"two, longer\"; "
	  "@a[3] = comm; print(@a[2]); delete(@a[2]); print(@a[2] == "
	  "\"\"); delete(@a, 3); delete(@a, 3); }",
	  "two, longer\ntrue\n@a[1]: one\n" },
	{ "begin { @m[comm, 1] = 5; @m[\"bash\", 1]++; @m[(comm, 1)] += "
	  "4; $k = (\"bash\", 1); print(@m[$k]); print(has_key(@m, "
	  "$k)); print(has_key(@m, (comm, 2))); }",
	  "10\ntrue\nfalse\n@m[bash, 1]: 10\n" },
	{ "begin { @m[str((uint64)0xffff800000001000)] = 1; "
	  "@m[\"hello, world\"]++; @m[str((uint64)0xffff800000001000, 13)]++; "
	  "@m[str((uint64)0xffff800000001000, 6)] = 9; @m[comm] = 4; "
	  "$s = \"bash\"; @m[$s]++; }",
	  "@m[hello, world]: 3\n@m[bash]: 5\n@m[hello]: 9\n" },
	{ "begin { @c = count(); @c = count(); @d[pid] = count(); "
	  "print((int64)@c * 10); if (@c > 1) { print(@d[pid]); } "
	  "$x = @c; print($x + 1); }",
	  "20\n1\n3\n@c: 2\n@d[1234]: 1\n" },
	{ "begin { @t = (1, comm); @t = (2, \"a longer string\"); "
	  "print(@t.1); @u[1] = @t; print(@u[1].0); }",
	  "a longer string\n2\n@t: (2, a longer string)\n"
	  "@u[1]: (2, a longer string)\n" },
	{ "begin { @i = ntop(1); @j[ntop(2)] = ntop(3); $a = @i; "
	  "print(($a, @j[ntop(2)])); }",
	  "(1.0.0.0, 3.0.0.0)\n@i: 1.0.0.0\n@j[2.0.0.0]: 3.0.0.0\n" },
	{ "begin { @x[1] = 2; @y[@x[1]] = @x[@x[1] - 1] + 1; }",
	  "@x[1]: 2\n@y[2]: 3\n" },
	{ "begin { $i = 1; @x[$i++] = $i; @y[$i] = $i; }",
	  "@x[1]: 1\n@y[2]: 2\n" },
	{ "begin { @x[1] = 5; @x[2] = 9; @x[3] = 7; print(@x, 2, 2); "
	  "zero(@x); print(@x[2]); clear(@x); }",
	  "@x[3]: 3\n@x[2]: 4\n9\n" },
	/* Keys that were first seen shorter. */
	{ "begin { @x[\"a\"] = 1; } end { @x[\"a longer one\"] = @x["
	  "\"a\"] + 1; }", "@x[a]: 1\n@x[a longer one]: 2\n" },
	{ "end { @b = @a + 1; } begin { @a = pid; }",
	  "@a: 1234\n@b: 1\n" },
};

START_TEST(test_maps)
{
	COMPARE(maps_rows);
}
END_TEST

static const struct row kprobes_rows[] = {
	{ "kprobe:vfs_read { print((arg0, arg1, arg2, arg3, str(arg4), "
	  "str(arg5), func, probe)); }",
	  "(10, 11, 12, 13, /etc/passwd, hello, world, vfs_read, "
	  "kprobe:vfs_read)\n" },
	{ "kretprobe:vfs_read { print(((int64)retval, (int32)retval < "
	  "0, func)); }", "(-5, true, vfs_read)\n" },
	{ "kprobe:*, kprobe:mod:* { @[func] = count(); @p[probe] = count(); }",
	  "@[vfs_read]: 1\n@[vfs_write]: 1\n@[mod_open]: 1\n"
	  "@p[kprobe:vfs_read]: 1\n@p[kprobe:vfs_write]: 1\n"
	  "@p[kprobe:mod:mod_open]: 1\n" },
	/* One key for a function, however many probes it has. */
	{ "kprobe:f, kretprobe:f, kprobe:g { @[func] = count(); }",
	  "@[g]: 1\n@[f]: 2\n" },
	{ "kprobe:f { @[probe] = count(); } kprobe:f { @[probe] = "
	  "count(); }", "@[kprobe:f]: 2\n" },
	{ "kprobe:f { @[func] = 1; @[\"other\"] = 2; print(func == "
	  "\"f\"); $x = pid ? func : \"none\"; print($x); }",
	  "true\nf\n@[f]: 1\n@[other]: 2\n" },
	{ "kprobe:f { printf(\"%s %s|%5d|%-5x|%c|%s\\n\", func, comm, "
	  "arg0, arg1, 65, ntop(0x0100007f)); }",
	  "f bash|   10|b    |A|127.0.0.1\n" },
	{ "kprobe:f /arg0 == 11/ { print(1); } kprobe:f /arg0 == 10/ { "
	  "print(2); }", "2\n" },
	{ "kprobe:f+0x10, kprobe:mod:g { print((func, probe)); }",
	  "(f, kprobe:f+16)\n(g, kprobe:mod:g)\n" },
};

START_TEST(test_kprobes)
{
	COMPARE(kprobes_rows);
}
END_TEST

static const struct row records_rows[] = {
	{ "tracepoint:sock:a, tracepoint:other:a { print((args.skaddr, "
	  "args.oldstate, args.newstate, args.sport, args.family, "
	  "args.small)); }",
	  "(0xffff800000001000, 7, -2, 8080, 2, -1)\n"
	  "(0xffff800000001000, 7, -2, 8080, 2, -1)\n" },
	{ "tracepoint:sock:a { print((args.task, args.name, "
	  "str(args.path), str(args.skaddr))); }",
	  "(sshd, eth0, /etc/passwd, hello, world)\n" },
	{ "tracepoint:sock:a { @[args.task] = 1; @[args.name] = 2; "
	  "@[\"sshd\"]++; @[\"eth0\"]++; }",
	  "@[sshd]: 2\n@[eth0]: 3\n" },
	{ "tracepoint:sock:a { print((ntop(args.saddr), ntop("
	  "args.saddr_v6), ntop(args.family, args.saddr), ntop("
	  "AF_INET6, args.saddr_v6))); }",
	  "(127.0.0.1, 2001:db8::1, 127.0.0.1, 2001:db8::1)\n" },
	{ "tracepoint:sock:a { print((args.saddr[0], args.saddr[3], "
	  "args.shorts[3], args.saddr_v6[1])); $a = args.shorts; "
	  "print($a[2]); }", "(127, 1, 65535, 1)\n3\n" },
	{ "tracepoint:sock:a /args.newstate < 0 && args.task == "
	  "\"sshd\"/ { print(1); }", "1\n" },
	{ "tracepoint:sock:a { @a = args.saddr; $b = @a; "
	  "print($b[3]); }",
	  "1\n@a: [127,0,0,1]\n" },
};

START_TEST(test_records)
{
	COMPARE(records_rows);
}
END_TEST

static const struct row options_rows[] = {
	{ "begin { print((str($3 + 1), str(2 + $3), str($1 + 1), str($9))); }",
	  "(ext, xt, 2, )\n" },
	{ "tracepoint:sock:a { if (args.sport == getopt(\"sport\", 0)) "
	  "{ print(1); } if (args.sport != getopt(\"sport\", 0)) { "
	  "print(2); } if (getopt(\"none\", 0) == args.sport) { "
	  "print(3); } if (getopt(\"none\", 0) != args.sport) { "
	  "print(4); } }", "1\n4\n" },
	{ "tracepoint:sock:a { print((args.sport != getopt(\"sport\", "
	  "0), args.sport == getopt(\"dport\", 0) && args.sport != "
	  "getopt(\"none\", 0), !(args.sport == getopt(\"none\", 0)))); "
	  "}", "(false, true, true)\n" },
	{ "begin { if (getopt(\"sport\", 0)) { print(1); } if (!getopt("
	  "\"absent\", 0)) { print(2); } }", "1\n2\n" },
	{ "begin { print((getopt(\"n\", 1) + 1, getopt(\"name\", "
	  "\"x\"), getopt(\"other\", \"x\"), getopt(\"flag\"), getopt("
	  "\"off\", true), getopt(\"m\", -5))); }",
	  "(17, given, x, true, false, -5)\n" },
	{ "begin { print(($1, $2 - 1, $3, str($1), str($9), $#)); "
	  "printf(\"%s\\n\", str($3, 2)); }",
	  "(42, -4, text, 42, , 3)\nte\n" },
	{ "interval:ms:$1 { print(probe); }", "interval:ms:42\n" },
};

START_TEST(test_options)
{
	static const struct pw_option options[] = {
		{ .name = "sport", .value = "80,8080", .is_list = true },
		{ .name = "dport", .value = "80,443,8080", .is_list = true },
		{ .name = "none", .value = "1", .is_list = true },
		{ .name = "n", .value = "0x10" },
		{ .name = "name", .value = "given" },
		{ .name = "flag", .value = "" },
		{ .name = "off", .value = "false" },
	};
	static const char *const params[] = { "42", "-3", "text" };
	struct pw_lang_env env;

	script_env(&env);
	env.options = options;
	env.n_options = N(options);
	env.params = params;
	env.n_params = 3;
	env.no_warnings = true;
	for (size_t i = 0; i < N(options_rows); i++)
		compare_text(options_rows[i].source, options_rows[i].output,
			     script_run(options_rows[i].source, &env, 1));
}
END_TEST

/* The tool's logic: the time since the state before. */
static const struct row states_rows[] = {
	{ "begin { @name[7] = \"CLOSE\"; } tracepoint:sock:a "
	  "/args.family == 2/ { let $l; if (args.family == 2) { $l = ntop("
	  "args.saddr); } else { $l = ntop(args.saddr_v6); } $since = "
	  "@since[args.skaddr]; print((args.skaddr, $l, @name[args."
	  "oldstate], @name[args.newstate], $since ? nsecs - $since : "
	  "0)); @since[args.skaddr] = nsecs; } end { clear(@since); "
	  "clear(@name); }",
	  "(0xffff800000001000, 127.0.0.1, CLOSE, , 0)\n"
	  "(0xffff800000001000, 127.0.0.1, CLOSE, , 0)\n" },
	{ "begin { @n++; } kprobe:f { @n += 2; } interval:s:1 { "
	  "print(@n); }", "@n: 3\n@n: 6\n@n: 6\n" },
};

static const struct row action_rows[] = {
	{ "begin { errorf(\"Something bad with args: %d, %s\", 10, \"arg2\"); }",
	  "t:1:9-62: ERROR: Something bad with args: 10, arg2\n" },
	{ "begin {\n\twarnf(\"%x\", 255); }", "t:2:2-18: WARNING: ff\n" },
	{ "begin { join(0x7f0000004000); }", "/etc/passwd hello, world\n" },
	{ "begin { $a = 0x7f0000004000; join($a + 8, \"-\"); print(1); }",
	  "hello, world\n1\n" },
	{ "begin { system(\"echo %d %s\", 1, \"two\"); }", "1 two\n\n" },
	{ "begin { system(\"exit 3\"); }",
	  "ERROR: command exited with code 3\n" },
	{ "begin { cat(\"/proc/%s/comm\", \"self\"); }", "check_codegen\n" },
	{ "begin { cat(\"/proc/nothing\"); }", "ERROR: failed to open file "
	  "'/proc/nothing' (No such file or directory)\n" },
};

START_TEST(test_actions)
{
	struct pw_lang_env env;

	script_env(&env);
	env.is_unsafe = true;
	for (size_t i = 0; i < N(action_rows); i++)
		compare_text(action_rows[i].source, action_rows[i].output,
			     script_run(action_rows[i].source, &env, 1));
	env.no_warnings = true;
	compare_text("warnf", "", script_run("begin { warnf(\"x\"); }", &env,
					     1));
	compare_text("system", "1:9-21: ERROR: system() is an unsafe function "
		     "being used in safe mode",
		     script_messages("begin { system(\"ls\"); }", NULL));
	compare_text("join", "1:9-19: ERROR: join() only supports int or "
		     "pointer arguments (string provided)",
		     script_messages("begin { join(\"ls\"); }", NULL));
}
END_TEST

static const struct row builtin_rows[] = {
	{ "elapsed", "100" },
	{ "nsecs(monotonic) - elapsed()", "900" },
	{ "jiffies", "4295000000" },
	{ "numaid", "3" },
	{ "ncpus", "8" },
	{ "(cpid, has_cpid)", "(77, true)" },
	{ "probetype", "special" },
	{ "rand == rand", "false" },
	{ "rand() <= 4294967295", "true" },
};

START_TEST(test_builtins)
{
	static const char types[] = "begin, i:s:1, k:f, kr:f, t:sock:a { "
		"printf(\"%s \", probetype); }";
	struct pw_lang_env env;
	char source[128], output[64], *text;

	script_env(&env);
	env.child = 77;
	for (size_t i = 0; i < N(builtin_rows); i++) {
		snprintf(source, sizeof(source), "begin { print(%s); }",
			 builtin_rows[i].source);
		snprintf(output, sizeof(output), "%s\n",
			 builtin_rows[i].output);
		compare_text(source, output, script_run(source, &env, 1));
	}
	compare_text(types, "special interval kprobe kretprobe tracepoint ",
		     script_run(types, NULL, 1));
	text = script_messages("begin { print(cpid); print(x); }", NULL);
	ck_assert_str_eq(text, "1:28-29: ERROR: Unknown identifier: 'x'\n"
			 "1:15-19: WARNING: No child command (`-c`); cpid is "
			 "zero");
	free(text);
}
END_TEST

START_TEST(test_states)
{
	compare(states_rows, N(states_rows), 2);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("codegen");
	TCase *tcase = tcase_create("codegen");
	SRunner *runner = srunner_create(suite);
	int n_failed;

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, test_code);
	tcase_add_test(tcase, test_pid_filter);
	tcase_add_test(tcase, test_numbers);
	tcase_add_test(tcase, test_values);
	tcase_add_test(tcase, test_variables);
	tcase_add_test(tcase, test_maps);
	tcase_add_test(tcase, test_kprobes);
	tcase_add_test(tcase, test_records);
	tcase_add_test(tcase, test_options);
	tcase_add_test(tcase, test_actions);
	tcase_add_test(tcase, test_builtins);
	tcase_add_test(tcase, test_states);
	srunner_run_all(runner, CK_NORMAL);
	n_failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return n_failed ? 1 : 0;
}
