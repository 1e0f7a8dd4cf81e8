/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Wrong sources: each message to the letter, several in one script, none that
 * only follows from another; limits; and that no prefix of a script, however
 * cut, makes the parser stumble.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lang/parse.h"
#include "lang_text.h"

struct row {
	const char *source;	/* one line */
	const char *messages;	/* without the source line and the marker */
};

/* "stdin:1:9-10: ERROR: x" + the line + a marker under columns 9 to 10. */
static void expect_one(char *out, size_t size, const char *message,
		       const char *source)
{
	unsigned from = 1, to = 2;
	int len = strcspn(message, "\n");

	sscanf(message, "stdin:1:%u-%u:", &from, &to);
	snprintf(out, size, "%.*s\n%s\n%*s%.*s\n", len, message, source,
		 (int)from - 1, "", (int)(to - from),
		 "~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~");
}

static void compare(const struct row *rows, size_t n)
{
	char expected[4096], *text;
	const char *message;
	size_t i, len;

	for (i = 0; i < n; i++) {
		expected[0] = '\0';
		for (message = rows[i].messages; *message;) {
			len = strlen(expected);
			if (!strncmp(message, "HINT", 4))
				snprintf(expected + len, sizeof(expected) - len,
					 "%.*s\n", (int)strcspn(message, "\n"),
					 message);
			else
				expect_one(expected + len,
					   sizeof(expected) - len, message,
					   rows[i].source);
			message += strcspn(message, "\n");
			message += *message == '\n';
		}
		text = lang_messages(rows[i].source);
		ck_assert_msg(!strcmp(text, expected),
			      "expected:\n%s\nis:\n%s", expected, text);
		free(text);
	}
}

#define COMPARE(rows) compare(rows, sizeof(rows) / sizeof(rows[0]))
#define E(place, text) "stdin:1:" place ": ERROR: " text
#define SE(place, text) E(place, "syntax error, unexpected " text)

START_TEST(test_expressions)
{
	static const struct row rows[] = {
		{ "kprobe:vfs_read { @[comm = count(); }",
		  SE("26-27", "=, expecting ] or \",\"") },
		{ "i:s:1 { < }", SE("9-10", "<, expecting expression") },
		{ "k:f { $x = ; }", SE("12-13", ";, expecting expression") },
		/* Each mistake is told. */
		{ "k:f { $x = ; $y = 3 + ; return = 5; }",
		  SE("12-13", ";, expecting expression") "\n"
		  SE("23-24", ";, expecting expression") "\n"
		  SE("32-33", "=, expecting expression") },
		{ "k:f { $x = 1 + }", SE("16-17", "}, expecting expression") },
		{ "k:f { print((,)); }",
		  SE("14-15", "\",\", expecting expression") },
		{ "k:f { f(a b); }",
		  SE("11-12", "identifier, expecting ) or \",\"") },
		{ "k:f { f(a; }", SE("10-11", ";, expecting ) or \",\"") },
		{ "k:f { f(a,); }", SE("11-12", "), expecting expression") },
		{ "k:f { @[]; }", SE("9-10", "], expecting expression") },
		{ "k:f { $x = (a; }", SE("14-15", ";, expecting ) or \",\"") },
		{ "k:f { $x = a ? b; }", SE("17-18", ";, expecting :") },
		{ "k:f { $x = a[1; }", SE("15-16", ";, expecting ]") },
		{ "k:f { a.; }", SE("9-10", ";, expecting field name") },
		{ "k:f { a->1; }",
		  SE("10-11", "integer, expecting field name") },
		{ "k:f { (struct *)a; }",
		  SE("15-16", "*, expecting identifier") },
		{ "k:f { (uint8)); }", SE("14-15", "), expecting expression") },
		{ "k:f { +1; }", SE("7-8", "+, expecting expression") },
		{ "i:s:1 { @=5++}", E("12-14", "increment/decrement requires "
		  "a variable or map") },
		{ "i:s:1 { @=++5}", E("13-14", "increment/decrement requires "
		  "a variable or map") },
		{ "i:s:1 { @=--pid}", E("13-16", "increment/decrement "
		  "requires a variable or map") },
		{ "i:s:1 { @=&1; }", E("12-13", "address-of operator (&) can "
		  "only be used on a map or variable") },
	};

	COMPARE(rows);
}
END_TEST

START_TEST(test_statements)
{
	static const struct row rows[] = {
		{ "begin { print(1) print(2); }",
		  SE("18-23", "identifier, expecting ; or }") },
		{ "begin { $x = 1 $y = 2; }",
		  SE("16-18", "variable, expecting ; or }") },
		{ "begin { $x: int8; }", SE("11-12", ":, expecting ; or }") },
		{ "begin { return 1 f(); }",
		  SE("18-19", "identifier, expecting ; or }") },
		{ "begin { let x = 1; }",
		  SE("13-14", "identifier, expecting variable") },
		{ "begin { let $x : = 1; }", SE("18-19", "=, expecting type") },
		{ "begin { if (a { f() } }", SE("15-16", "{, expecting )") },
		{ "begin { if (a) f(); }",
		  SE("16-17", "identifier, expecting {") },
		{ "begin { if () { } }", SE("13-14", "), expecting expression") },
		{ "begin { if (a) { } else f(); }",
		  SE("25-26", "identifier, expecting { or if") },
		{ "begin { else { } }", SE("9-13", "else, expecting statement") },
		{ "begin { f(if); }",
		  SE("13-14", "), expecting expression") },
		{ "begin { f(if 1 { 2 } else 3); }",
		  SE("27-28", "integer, expecting { or if") },
		{ "begin { f({ 1; } }",
		  SE("18-19", "}, expecting ) or \",\"") },
		{ "k:f { for ($k : @m) { $x = ; } }",
		  SE("28-29", ";, expecting expression") },
		{ "k:f { for ($k : @m[1]) { } }",
		  SE("22-23", "), expecting ..") },
		{ "let $a = 1; k:f { }", SE("5-7", "variable, expecting map") },
		{ "let @a = hash(); k:f { }", SE("15-16", "), expecting integer") },
		{ "let @a; k:f { }", SE("7-8", ";, expecting =") },
		{ "macro { }", SE("7-8", "{, expecting identifier") },
		{ "macro m(1) { }", SE("9-10", "integer, expecting macro "
		  "argument ($var, @map, or identifier)") },
		{ "macro m($a $b) { }",
		  SE("12-14", "variable, expecting ) or \",\"") },
		{ "macro m", SE("8-9", "end of file, expecting {") },
		{ "begin { 5 = 6; }", E("9-10", "invalid assignment target")
		  "\nHINT: only a $variable or a @map can be assigned to" },
		{ "begin { a + $b = 6; }",
		  E("9-15", "invalid assignment target")
		  "\nHINT: only a $variable or a @map can be assigned to" },
		{ "begin { $a.2 = 3; }", E("9-13", "Tuples and records are "
		  "immutable once created. Consider creating a new value and "
		  "assigning it instead.") },
		{ "begin { if ($x = 1) { } }", SE("16-17", "=, expecting )")
		  "\nHINT: to compare, write ==" },
		{ "begin { f(); ", SE("13-14", "end of file, expecting }") },
		{ "begin { f()", SE("12-13", "end of file, expecting ; or }") },
	};

	COMPARE(rows);
}
END_TEST

START_TEST(test_heads)
{
	static const struct row rows[] = {
		{ "kprobe:f /pid == 1 { 0; }", SE("20-21", "{, expecting /") },
		{ "kprobe:f /pid = 1/ { }", SE("15-16", "=, expecting /")
		  "\nHINT: to compare, write ==" },
		{ "kprobe:f /pid ==/ { }",
		  SE("17-18", "/, expecting expression") },
		{ "kprobe:f // { }",
		  SE("9-10", "end of file, expecting { or \",\"") },
		{ "kprobe:f /1/", SE("13-14", "end of file, expecting {") },
		{ "i:s:1     $a", SE("11-13", "variable, expecting { or \",\"") },
		{ "k:f", SE("4-5", "end of file, expecting { or \",\"") },
		{ "k:f foo { }",
		  SE("5-8", "identifier, expecting { or \",\"") },
		{ "k:f,,k:g { }", SE("5-6", "\",\", expecting probe") },
		{ "k:f, }", SE("6-7", "}, expecting probe") },
		{ "{ f() }", SE("1-2", "{, expecting probe") },
		{ "k:f { } }", SE("9-10", "}, expecting probe") },
		{ "a:b:c:d:e { }", E("1-10", "a probe has at most 4 parts") },
		{ "@a = 1; k:f { }", SE("4-5", "=, expecting { or \",\"") },
	};

	COMPARE(rows);
}
END_TEST

START_TEST(test_config)
{
	static const struct row rows[] = {
		{ "config = { max_strlen=64; log_size = 1000 } k:f { }", "" },
		{ "config = { BPFTRACE_MAX_STRLEN=64; }; k:f { }", "" },
		{ "config = { bad_config=raw } begin { }",
		  E("12-26", "bad_config: not a known configuration option") },
		{ "config = { max_strlen=long; max_probes=0 } begin { }",
		  E("12-27", "max_strlen: a number from 1 to 4294967295 is "
		    "expected") "\n"
		  E("29-41", "max_probes: a number from 1 to 4294967295 is "
		    "expected") },
		{ "config = { max_load=101; BPFTRACE_MAX_LOAD=all } begin { }",
		  E("12-24", "max_load: a number from 0 to 100 is expected")
		  "\n"
		  E("26-47", "max_load: a number from 0 to 100 is expected") },
		{ "config = { max_load=0; } begin { }", "" },
		{ "config = { print_maps_on_exit=maybe } begin { }",
		  E("12-36", "print_maps_on_exit: true or false is expected") },
		{ "config = { stack_mode=flat } k:f { }",
		  E("12-27", "stack_mode: Invalid value for stack_mode: valid "
		    "values are bpftrace, perf, raw and build_id.") },
		{ "config = { license=\"Mine\" } k:f { }",
		  E("12-26", "Invalid value for license. Found: Mine. Valid "
		    "values: Dual MIT/GPL, Dual BSD/GPL, Dual MPL/GPL, GPL and "
		    "additional rights, GPL v2, GPL") },
		{ "config = { vmlinux=\"x\" } k:f { }",
		  E("12-23", "vmlinux: can only be set as an environment "
		    "variable") },
		{ "config = { unstable_tseries=maybe } k:f { }",
		  E("12-34", "unstable_tseries: Invalid value for unstable "
		    "config: valid values are enable, warn, and error.") },
		{ "config { } k:f { }", SE("8-9", "{, expecting =") },
		{ "#define", E("1-8", "#define needs a name") },
		{ "#define F(x, x", E("1-15", "the parameters of #define F are "
		  "not names in brackets") },
		{ "#undef", E("1-7", "#undef needs a name") },
		{ "#ifdef", E("1-7", "#ifdef needs a name") "\n"
		  E("1-7", "#if without #endif") },
		{ "#endif", E("1-7", "#endif without #if") },
		{ "#if 1", E("1-6", "#if without #endif") },
		{ "#if 1 +", E("1-8", "#if needs an expression of "
		  "numbers and defined()") "\n"
		  E("1-8", "#if without #endif") },
		{ "#error no 3.10", E("1-15", "#error no 3.10") },
		{ "#nothing", E("1-9", "#nothing is not known") },
		{ "#include", E("1-9", "#include needs \"FILE\" or <FILE>") },
	};

	COMPARE(rows);
}
END_TEST

START_TEST(test_loops)
{
	static const struct row rows[] = {
		{ "k:f { while 1 { break } for $i : 1..2 { continue } }", "" },
		{ "k:f { while () { } }",
		  SE("14-15", "), expecting expression") },
		{ "k:f { while ($a = 1) { $x = } }",
		  SE("17-18", "=, expecting )")
		  "\nHINT: to compare, write ==\n"
		  SE("29-30", "}, expecting expression") },
		{ "k:f { unroll (3) f(); }",
		  SE("18-19", "identifier, expecting {") },
		{ "k:f { for (i : 1..2) { } }",
		  SE("12-13", "identifier, expecting variable") },
		{ "k:f { for ($i : 1) { } }",
		  SE("18-19", "), expecting ..") },
		{ "k:f { for ($i : 1..) { } f(; }",
		  SE("20-21", "), expecting expression") "\n"
		  SE("28-29", ";, expecting expression") },
		{ "k:f { break 1; }",
		  SE("13-14", "integer, expecting ; or }") },
	};

	COMPARE(rows);
}
END_TEST

/* C declarations, and what is read behind one that is wrong. */
START_TEST(test_declarations)
{
	static const struct row rows[] = {
		{ "struct s { int a; union { char b[4]; }; }; enum e { A, B }\n"
		  "typedef struct s s_t; typedef void (*f_t)(int, ...); k:f { }",
		  "" },
		{ "struct s { foo_t a; } struct s { int b; } k:f { $x = ; }",
		  E("12-17", "unknown type name 'foo_t'") "\n"
		  SE("54-55", ";, expecting expression") },
		{ "struct s { int a; }; struct s { int b; }; k:f { $x = ; }",
		  E("22-30", "redefinition of 'struct s'") "\n"
		  SE("54-55", ";, expecting expression") },
		{ "struct s { int a; char a; };",
		  E("1-9", "duplicate member 'a'") },
		{ "struct s { struct t t; };",
		  E("12-22", "field has incomplete type 'struct t'") },
		{ "struct s { void v; };",
		  E("12-18", "field 'v' has void type") },
		{ "struct s { int a:33; };",
		  E("12-20", "width of bit-field exceeds the width of its "
		    "type") },
		{ "struct s { char *p:3; };",
		  E("12-21", "bit-field has non-integral type") },
		{ "enum e { A, A }; enum e { B };",
		  E("13-14", "redefinition of enumerator 'A'") "\n"
		  E("18-22", "redefinition of 'enum e'") },
		{ "struct s { char c[pid]; };",
		  E("19-22", "expression is not an integer constant "
		    "expression") },
		{ "typedef int a; typedef long a;",
		  E("29-30", "typedef redefinition with different types: "
		    "'a'") },
		{ "struct 5 { int a; }; k:f { $x = ; }",
		  SE("8-9", "integer, expecting identifier or {") "\n"
		  SE("33-34", ";, expecting expression") },
		{ "k:f { print((a=1, b)); }",
		  SE("20-21", "), expecting =") },
		{ "k:f { $x = offsetof(struct s); }",
		  SE("29-30", "), expecting \",\"") },
	};

	COMPARE(rows);
}
END_TEST

/* One message for each mistake, in the order of the source. */
START_TEST(test_several)
{
	static const struct row rows[] = {
		{ "k:f { $x = ; $y = 1; $z = ; }",
		  SE("12-13", ";, expecting expression") "\n"
		  SE("27-28", ";, expecting expression") },
		{ "k:f { f(1; } k:g { g(2; }",
		  SE("10-11", ";, expecting ) or \",\"") "\n"
		  SE("23-24", ";, expecting ) or \",\"") },
		{ "k:f /a = 1/ { $x = } k:g { $y = }",
		  SE("8-9", "=, expecting /")
		  "\nHINT: to compare, write ==\n"
		  SE("20-21", "}, expecting expression") "\n"
		  SE("33-34", "}, expecting expression") },
		{ "k:f { if (a == { $x = } else { 1 2 } }",
		  SE("23-24", "}, expecting expression") "\n"
		  SE("25-29", "else, expecting )") "\n"
		  SE("34-35", "integer, expecting ; or }") },
		{ "k:f { $x = 08; $y = \"\\q\"; $z = 1ux; }",
		  E("13-14", "invalid digit '8' in an octal number") "\n"
		  E("22-24", "invalid escape character '\\q'") "\n"
		  E("33-35", "invalid integer suffix 'ux'") },
		{ "k:f { a b { c d } e f } k:g { h i }",
		  SE("9-10", "identifier, expecting ; or }") "\n"
		  SE("33-34", "identifier, expecting ; or }") },
		{ "k:f { $ x = 1; `y`; f(a b); }",
		  E("7-8", "expected identifier after '$'") "\n"
		  E("16-17", "invalid character '`'") "\n"
		  E("18-19", "invalid character '`'") "\n"
		  SE("25-26", "identifier, expecting ) or \",\"") },
		{ "k:f { \"abc }", E("7-13", "unterminated string") },
		{ "k:f { f(a /* }", E("11-13", "unterminated comment") },
	};

	COMPARE(rows);
}
END_TEST

static char *repeat(const char *head, const char *unit, size_t n,
		    const char *tail)
{
	size_t len = strlen(unit), i;
	char *text = malloc(strlen(head) + len * n + strlen(tail) + 1);
	char *p = text + sprintf(text, "%s", head);

	for (i = 0; i < n; i++, p += len)
		memcpy(p, unit, len);
	strcpy(p, tail);
	return text;
}

/* The first message of a source that goes too deep, without its place. */
static void check_deep(const char *head, const char *unit, const char *tail,
		       const char *expected)
{
	char *source = repeat(head, unit, 20000, tail);
	char *text = lang_messages(source);
	char *what = strstr(text, "ERROR: ");

	ck_assert_msg(what && !strncmp(what, expected, strlen(expected)),
		      "%s…: %.200s", unit, text);
	free(text);
	free(source);
}

START_TEST(test_depth)
{
	static const char *const units[] = {
		"(", "-", "!", "a[", "@[", "f(", "a ? b : ", "a ? ", "(int8)",
		"++", "a + ", "1 || ", "(a, ", "a + (", "a < b ? c : ",
	};
	static const char deep[] = "ERROR: nested too deeply, more than 400 "
		"levels\n";
	char *source, *text;
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		check_deep("k:f { $x = ", units[i], "", deep);
	check_deep("k:f { $x = a", ".b", "; }", deep);
	check_deep("k:f { $x = a", "[1]", "; }", deep);
	check_deep("k:f { ", "{", "", deep);
	check_deep("k:f { ", "if (a) {", "", deep);
	check_deep("k:f { if (a) { }", " else if (a) { }", " }", deep);
	/* Well below the limit all is fine. */
	source = repeat("k:f { $x = ", "(", 150, "1");
	text = repeat(source, ")", 150, "; }");
	free(source);
	source = lang_messages(text);
	ck_assert_str_eq(source, "");
	free(source);
	free(text);
	source = repeat("k:f { $x = 0", " + 1", 390, "; }");
	text = lang_messages(source);
	ck_assert_str_eq(text, "");
	free(text);
	free(source);
}
END_TEST

/* Length is not depth. */
START_TEST(test_length)
{
	static const char *const units[] = {
		"$x = 1;", "f(1,2);", "{}", "if (a) { f() }", "@[a,b]++;",
		"/* c */", "f(\"abc\");", "// c\n",
	};
	char *source, *text;
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		source = repeat("k:f { ", units[i], 20000, " }");
		text = lang_messages(source);
		ck_assert_msg(!*text, "%s: %.200s", units[i], text);
		free(text);
		free(source);
	}
	source = repeat("k:f { f(0", ", 1", 20000, "); }");
	text = lang_messages(source);
	ck_assert_str_eq(text, "");
	free(text);
	free(source);
	source = repeat("k:f { }", " ", PW_MAX_SOURCE, "");
	text = lang_messages(source);
	ck_assert_msg(!strncmp(text, "stdin:1:1-2: ERROR: the script has more "
			       "than 4194304 bytes\n", 59), "%.100s", text);
	free(text);
	free(source);
}
END_TEST

static const char sample[] =
	"#!/usr/bin/env probewire\n"
	"/* A bit of everything. */\n"
	"BEGIN { printf(\"%-6s %s\\n\", \"PID\", \"C\\x41\\101\\\"\"); @n = 0; }\n"
	"kprobe:vfs_*, kretprobe:ext4:f+0x10,\n"
	"uprobe:\"/bin/ba sh\":readline\n"
	"/pid == $1 && (comm != \"a/b\" || @start[tid, cpu] / 2 > 1_0e0ms)/ {\n"
	"\t@start[tid, (a, b)] = nsecs; // a comment\n"
	"\tlet $x : struct sock * = (struct sock *)arg0;\n"
	"\tif ($x->sk.port >= 0x1fULL) { $y = -1; return; }\n"
	"\telse if !$#  { $y <<= ~2 ^ 0b11 | 3 & 4; }\n"
	"\telse { $y++; --@n; { $t = (1, \"z\",); print($t.1[0]); } }\n"
	"\t$z = $x ? (uint8[4])$y % 7 : *$x * &$y;\n"
	"\twhile ($z) { for ($kv : @m) { break; } }\n"
	"\t$s = sizeof(struct foo) + $q ?: 1; _ = (r=1);\n"
	"}\n"
	"config = { a=b }\nstruct s { int a; };\n#define X \\\n 1\n"
	"macro m($a) { $a }\n"
	"interval:s:1 { exit() }\n";

/* Whatever is cut off or left out: no crash, and an end. */
START_TEST(test_cut)
{
	char text[sizeof(sample)], *out;
	size_t n = sizeof(sample) - 1, i;

	for (i = 0; i <= n; i++) {
		memcpy(text, sample, i);
		text[i] = '\0';
		out = lang_tree(text);
		free(out);
		out = lang_tree(sample + i);
		free(out);
		memcpy(text, sample, n + 1);
		memmove(text + i, text + i + 1, n - i);
		out = lang_tree(text);
		free(out);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("syntax");
	TCase *tcase = tcase_create("syntax");
	SRunner *runner;
	int failed;

	/* Long sources under the sanitizers take their time. */
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, test_expressions);
	tcase_add_test(tcase, test_statements);
	tcase_add_test(tcase, test_heads);
	tcase_add_test(tcase, test_config);
	tcase_add_test(tcase, test_loops);
	tcase_add_test(tcase, test_declarations);
	tcase_add_test(tcase, test_several);
	tcase_add_test(tcase, test_depth);
	tcase_add_test(tcase, test_length);
	tcase_add_test(tcase, test_cut);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
