/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The lexer: source on the left, tokens on the right.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lang/lex.h"
#include "lang_text.h"

struct row {
	const char *source;
	const char *expected;
};

static void compare(const struct row *rows, size_t n, bool head)
{
	char *text;
	size_t i;

	for (i = 0; i < n; i++) {
		text = lang_tokens(rows[i].source, head);
		ck_assert_msg(!strcmp(text, rows[i].expected),
			      "row %d: %s\nexpected: %s\nis:       %s", (int)i,
			      rows[i].source, rows[i].expected, text);
		free(text);
	}
}

#define COMPARE(rows, head) compare(rows, sizeof(rows) / sizeof(rows[0]), head)

/* Errors of the lexer alone, without the source line. */
static void compare_errors(const struct row *rows, size_t n)
{
	char source[256], *text, *end;
	size_t i;

	for (i = 0; i < n; i++) {
		snprintf(source, sizeof(source), "k:f{$x=%s}", rows[i].source);
		text = lang_messages(source);
		end = strchr(text, '\n');
		if (end)
			*end = '\0';
		ck_assert_msg(!strcmp(text, rows[i].expected),
			      "%s\nexpected: %s\nis:       %s", source,
			      rows[i].expected, text);
		free(text);
	}
}

#define COMPARE_ERRORS(rows) \
	compare_errors(rows, sizeof(rows) / sizeof(rows[0]))

START_TEST(test_operators)
{
	static const struct row rows[] = {
		{ "( ) [ ] { } , ; : ? . .. ->",
		  "( ) [ ] { } \",\" ; : ? . .. ->" },
		{ "! ~ + - * / % & | ^ << >>", "! ~ + - * / % & | ^ << >>" },
		{ "== != < <= > >= && || ++ --",
		  "== != < <= > >= && || ++ --" },
		{ "= += -= *= /= %= &= |= ^= <<= >>=",
		  "= += -= *= /= %= &= |= ^= <<= >>=" },
		/* The longest one wins. */
		{ "<<==", "<<= =" },
		{ ">>>", ">> >" },
		{ "+++", "++ +" },
		{ "a->b", "a -> b" },
		{ "a--->b", "a -- -> b" },
		{ "&&&", "&& &" },
		{ "...", ".. ." },
		{ "!==", "!= =" },
		{ "1..10", "1 .. 10" },
		{ "$a.0.1", "$a . 0 . 1" },
	};

	COMPARE(rows, false);
}
END_TEST

START_TEST(test_numbers)
{
	static const struct row rows[] = {
		{ "0 7 42 1000000", "0 7 42 1000000" },
		{ "0x1f 0XFF 0xdeadBEEF", "31 255 3735928559" },
		{ "010 0755 00", "8 493 0" },
		{ "0b101 0B11", "5 3" },
		{ "1_000_000 0xff_ff 0b1111_0000", "1000000 65535 240" },
		{ "1e6 2e3 9e0 5E2 1e1_0", "1000000 2000 9 500 10000000000" },
		{ "1u 2l 3ul 4ull 5ll 6UL 0x7u", "1 2 3 4 5 6 7" },
		{ "1ns 1us 1ms 1s", "1 1000 1000000 1000000000" },
		{ "1m 1h 1d", "60000000000 3600000000000 86400000000000" },
		{ "2e3ms", "2000000000" },
		{ "9223372036854775807", "9223372036854775807" },
		{ "9223372036854775808", "9223372036854775808u" },
		{ "18446744073709551615", "18446744073709551615u" },
		{ "0xffffffffffffffff", "18446744073709551615u" },
		{ "1e19", "10000000000000000000u" },
	};

	COMPARE(rows, false);
}
END_TEST

START_TEST(test_number_errors)
{
	static const struct row rows[] = {
		{ "1_", "stdin:1:9-10: ERROR: trailing underscore in integer "
		  "literal" },
		{ "1_1_e1", "stdin:1:11-12: ERROR: trailing underscore in "
		  "integer literal" },
		{ "0x_", "stdin:1:10-11: ERROR: trailing underscore in "
		  "integer literal" },
		{ "12e4", "stdin:1:8-12: ERROR: coefficient part of scientific "
		  "literal must be 1-9: 12e4" },
		{ "0e4", "stdin:1:8-11: ERROR: coefficient part of scientific "
		  "literal must be 1-9: 0e4" },
		{ "5e-9", "stdin:1:8-10: ERROR: invalid exponent: 5e" },
		{ "1e20", "stdin:1:8-12: ERROR: overflow error, maximum value "
		  "is 18446744073709551615: 1e20" },
		{ "1e99999999999999999999", "stdin:1:8-30: ERROR: overflow "
		  "error, maximum value is 18446744073709551615: "
		  "1e99999999999999999999" },
		{ "18446744073709551616", "stdin:1:8-28: ERROR: overflow "
		  "error, maximum value is 18446744073709551615: "
		  "18446744073709551616" },
		{ "4294967296u", "stdin:1:8-19: ERROR: overflow error, "
		  "maximum value is 4294967295: 4294967296u" },
		{ "9223372036854775808l", "stdin:1:8-28: ERROR: overflow "
		  "error, maximum value is 9223372036854775807: "
		  "9223372036854775808l" },
		{ "10000000000m", "stdin:1:8-20: ERROR: overflow error, "
		  "maximum value is 18446744073709551615: 10000000000m" },
		{ "1ulll", "stdin:1:9-13: ERROR: invalid integer suffix "
		  "'ulll'" },
		{ "5foo", "stdin:1:9-12: ERROR: invalid integer suffix "
		  "'foo'" },
		{ "08", "stdin:1:9-10: ERROR: invalid digit '8' in an octal "
		  "number" },
		{ "0b12", "stdin:1:11-12: ERROR: invalid digit '2' in a "
		  "binary number" },
		{ "0x", "stdin:1:8-10: ERROR: invalid integer: 0x" },
		{ "0xg", "stdin:1:8-11: ERROR: invalid integer: 0xg" },
	};

	COMPARE_ERRORS(rows);
}
END_TEST

START_TEST(test_strings)
{
	static const struct row rows[] = {
		{ "\"\"", "\"\"" },
		{ "\"abc\" \"d\"", "\"abc\" \"d\"" },
		{ "\"a\\n\\t\\r\\\"\\\\z\"", "\"a<0a><09><0d>\"\\z\"" },
		{ "\"\\0\"", "\"<00>\"" },
		{ "\"a\\0b\"", "\"a<00>b\"" },
		{ "\"\\x41\\x7e\\xff\"", "\"A~<ff>\"" },
		{ "\"\\x4g\"", "\"<04>g\"" },
		{ "\"\\x414\"", "\"A4\"" },
		{ "\"\\101\\1018\\377\"", "\"AA8<ff>\"" },
		{ "\"// no comment /* */\"",
		  "\"//<20>no<20>comment<20>/*<20>*/\"" },
		{ "\"\xc3\xa9\"", "\"<c3><a9>\"" },
	};

	COMPARE(rows, false);
}
END_TEST

START_TEST(test_string_errors)
{
	static const struct row rows[] = {
		{ "\"\\777\"", "stdin:1:9-13: ERROR: octal escape sequence "
		  "out of range '\\777'" },
		{ "\"\\xg\"", "stdin:1:9-11: ERROR: invalid hex escape "
		  "sequence '\\x'" },
		{ "\"\\q\"", "stdin:1:9-11: ERROR: invalid escape character "
		  "'\\q'" },
		{ "\"a\\\xc3\xa9z\"", "stdin:1:10-13: ERROR: invalid escape "
		  "character '\\\xc3\xa9'" },
		{ "\"abc", "stdin:1:8-13: ERROR: unterminated string" },
		{ "\"abc\nd\"", "stdin:1:8-12: ERROR: unterminated string" },
		{ "\"abc\\\"", "stdin:1:8-15: ERROR: unterminated string" },
		{ "\"abc\\\n\"", "stdin:1:8-13: ERROR: unterminated string" },
	};

	COMPARE_ERRORS(rows);
}
END_TEST

START_TEST(test_names)
{
	static const struct row rows[] = {
		{ "pid _x a1 sys_enter_open", "pid _x a1 sys_enter_open" },
		{ "$x $_y $a1", "$x $_y $a1" },
		{ "$1 $22 $#", "param:1 param:22 param:0" },
		{ "$9223372036854775807", "param:9223372036854775807" },
		{ "@ @x @_y1 @[", "@ @x @_y1 @ [" },
		{ "@1", "@ 1" },
		{ "if else while args.for", "if else while args . for" },
	};

	COMPARE(rows, false);
}
END_TEST

START_TEST(test_name_errors)
{
	static const struct row rows[] = {
		{ "$0", "stdin:1:8-10: ERROR: param $0 is out of integer range "
		  "[1, 9223372036854775807]" },
		{ "$9223372036854775808", "stdin:1:8-28: ERROR: param "
		  "$9223372036854775808 is out of integer range "
		  "[1, 9223372036854775807]" },
		{ "$ x", "stdin:1:8-9: ERROR: expected identifier after '$'" },
		{ "`", "stdin:1:8-9: ERROR: invalid character '`'" },
		{ "'a'", "stdin:1:8-9: ERROR: invalid character '''" },
		{ "\x01", "stdin:1:8-9: ERROR: invalid character '\\x01'" },
		{ "\xe2\x80\x9c" "a", "stdin:1:8-11: ERROR: invalid character "
		  "'\xe2\x80\x9c'" },
		{ "/* a", "stdin:1:8-10: ERROR: unterminated comment" },
		{ "/*/", "stdin:1:8-10: ERROR: unterminated comment" },
	};

	COMPARE_ERRORS(rows);
}
END_TEST

START_TEST(test_layout)
{
	static const struct row rows[] = {
		{ "", "" },
		{ " \t\r\n\v\f", "" },
		{ "a // b\nc", "a c" },
		{ "a /* b\n * c */ d", "a d" },
		{ "a/**/b", "a b" },
		{ "a /* // */ b", "a b" },
		{ "a // /*\nb", "a b" },
		{ "#!/usr/bin/env probewire\na", "a" },
		{ "#!only", "" },
		{ "#define X \\\n 5\na", "directive:define a" },
		{ "# include <x.h>", "directive:include" },
	};

	COMPARE(rows, false);
}
END_TEST

START_TEST(test_heads)
{
	static const struct row rows[] = {
		{ "kprobe:vfs_read", "attach:kprobe:vfs_read" },
		{ "kprobe:vfs_*,k:a?[bc]", "attach:kprobe:vfs_* \",\" "
		  "attach:k:a?[bc]" },
		{ "kprobe:nf_tables:f+0x10{", "attach:kprobe:nf_tables:f+0x10 "
		  "{" },
		{ "BEGIN{", "attach:BEGIN {" },
		{ "kprobe:f/pid/", "attach:kprobe:f / attach:pid /" },
		{ "kprobe:f /* c */ {", "attach:kprobe:f {" },
		{ "kprobe:f// c\n{", "attach:kprobe:f {" },
		{ "// c\n/* d */ i:s:1", "attach:i:s:1" },
		/* A path's '/' does not begin the predicate. */
		{ "uprobe:/bin/bash:readline /", "attach:uprobe:/bin/bash:"
		  "readline /" },
		{ "u:/bin/*:f,ur:/a//b:g/", "attach:u:/bin/*:f \",\" "
		  "attach:ur:/a//b:g /" },
		{ "uprobe:\"/a b{,\\\"\":\"x y\" {",
		  "attach:uprobe:\"/a b{,\\\"\":\"x y\" {" },
		{ "tracepoint:$1:$2", "attach:tracepoint:$1:$2" },
		{ "config = {", "attach:config = {" },
		{ "config={", "attach:config = {" },
		{ "import \"a\"", "attach:import \"a\"" },
		{ "k:f;}", "attach:k:f ; }" },
		{ "#define A\nk:f", "directive:define attach:k:f" },
		{ "uprobe:\"a\n:f", "bad attach::f" },
		{ "\xc3\xa9:f", "attach:\xc3\xa9:f" },
	};

	COMPARE(rows, true);
}
END_TEST

/* Spans: what the token covers, and where the end is shown. */
START_TEST(test_spans)
{
	static const char source[] = "a  @bc /*x*/ \"d\\n\" 1e3 \n";
	static const struct pw_span expected[] = {
		{ 0, 1, NULL }, { 3, 6, NULL }, { 13, 18, NULL },
		{ 19, 22, NULL }, { 22, 22, NULL },
		{ 22, 22, NULL },
	};
	struct pw_arena *arena = pw_arena_new();
	struct pw_diags diags;
	struct pw_lexer lexer;
	struct pw_token token;
	size_t i;

	pw_diags_init(&diags, arena);
	pw_lex_init(&lexer, arena, &diags, source, strlen(source));
	for (i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		pw_lex_next(&lexer, &token);
		ck_assert_int_eq(token.span.begin, expected[i].begin);
		ck_assert_int_eq(token.span.end, expected[i].end);
	}
	ck_assert_int_eq(token.kind, PW_TOK_EOF);
	pw_arena_free(arena);
}
END_TEST

START_TEST(test_assignments)
{
	ck_assert_int_eq(pw_token_operator(PW_TOK_ASSIGN), PW_TOK_ASSIGN);
	ck_assert_int_eq(pw_token_operator(PW_TOK_ADD_ASSIGN), PW_TOK_PLUS);
	ck_assert_int_eq(pw_token_operator(PW_TOK_SUB_ASSIGN), PW_TOK_MINUS);
	ck_assert_int_eq(pw_token_operator(PW_TOK_MUL_ASSIGN), PW_TOK_STAR);
	ck_assert_int_eq(pw_token_operator(PW_TOK_DIV_ASSIGN), PW_TOK_SLASH);
	ck_assert_int_eq(pw_token_operator(PW_TOK_MOD_ASSIGN), PW_TOK_PERCENT);
	ck_assert_int_eq(pw_token_operator(PW_TOK_AND_ASSIGN), PW_TOK_AMP);
	ck_assert_int_eq(pw_token_operator(PW_TOK_OR_ASSIGN), PW_TOK_PIPE);
	ck_assert_int_eq(pw_token_operator(PW_TOK_XOR_ASSIGN), PW_TOK_CARET);
	ck_assert_int_eq(pw_token_operator(PW_TOK_SHL_ASSIGN), PW_TOK_SHL);
	ck_assert_int_eq(pw_token_operator(PW_TOK_SHR_ASSIGN), PW_TOK_SHR);
	ck_assert_int_eq(pw_token_operator(PW_TOK_EQ), PW_TOK_EOF);
	ck_assert_int_eq(pw_token_operator(PW_TOK_LE), PW_TOK_EOF);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lex");
	TCase *tcase = tcase_create("lex");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_operators);
	tcase_add_test(tcase, test_numbers);
	tcase_add_test(tcase, test_number_errors);
	tcase_add_test(tcase, test_strings);
	tcase_add_test(tcase, test_string_errors);
	tcase_add_test(tcase, test_names);
	tcase_add_test(tcase, test_name_errors);
	tcase_add_test(tcase, test_layout);
	tcase_add_test(tcase, test_heads);
	tcase_add_test(tcase, test_spans);
	tcase_add_test(tcase, test_assignments);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
