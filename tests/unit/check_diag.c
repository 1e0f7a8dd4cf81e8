/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How messages are printed: places, the marker below tabs, several lines,
 * hints, order, limits.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lang/diag.h"

static struct pw_arena *arena;
static struct pw_diags diags;

static void setup(void)
{
	arena = pw_arena_new();
	pw_diags_init(&diags, arena);
}

static void teardown(void)
{
	pw_arena_free(arena);
}

static struct pw_span span(uint32_t begin, uint32_t end)
{
	struct pw_span s;

	s.begin = begin;
	s.end = end;
	return s;
}

static void expect(const char *name, const char *source, const char *expected)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	pw_diags_print(&diags, name, source, out);
	fclose(out);
	ck_assert_msg(!strcmp(text, expected), "expected:\n%s\nis:\n%s",
		      expected, text);
	free(text);
}

START_TEST(test_none)
{
	expect("stdin", "a", "");
}
END_TEST

START_TEST(test_line)
{
	pw_error(&diags, span(4, 7), "no %s of %d", "bar", 7);
	expect("x.bt", "foo bar baz",
	       "x.bt:1:5-8: ERROR: no bar of 7\n"
	       "foo bar baz\n"
	       "    ~~~\n");
}
END_TEST

START_TEST(test_later_line)
{
	pw_warning(&diags, span(9, 10), "w");
	expect("stdin", "foo\nbar\n\nx\n",
	       "stdin:4:1-2: WARNING: w\n"
	       "x\n"
	       "~\n");
}
END_TEST

/* A tab is one column, and four blanks on the screen. */
START_TEST(test_tabs)
{
	pw_error(&diags, span(3, 6), "e");
	expect("stdin", "\ta\tb\tc",
	       "stdin:1:4-7: ERROR: e\n"
	       "    a    b    c\n"
	       "         ~~~~~~\n");
}
END_TEST

START_TEST(test_lines)
{
	pw_error(&diags, span(4, 13), "e");
	expect("stdin", "one\ntwo\nthree\nfour\n",
	       "stdin:2-3: ERROR: e\n"
	       "two\n"
	       "three\n");
}
END_TEST

/* The end of the text has a place, with and without a newline before it. */
START_TEST(test_end)
{
	pw_error(&diags, span(3, 3), "e");
	expect("stdin", "abc",
	       "stdin:1:4-5: ERROR: e\n"
	       "abc\n"
	       "   ~\n");
	expect("stdin", "ab\n",
	       "stdin:2:1-2: ERROR: e\n"
	       "\n"
	       "~\n");
	/* Places behind it are brought back. */
	expect("stdin", "a",
	       "stdin:1:2-3: ERROR: e\n"
	       "a\n"
	       " ~\n");
}
END_TEST

START_TEST(test_hints)
{
	pw_hint(&diags, "belongs to nothing");
	pw_error(&diags, span(0, 1), "e");
	pw_hint(&diags, "try %d", 1);
	pw_hint(&diags, "or this");
	pw_error(&diags, span(1, 2), "f");
	pw_hint(&diags, "to f");
	expect("stdin", "ab",
	       "stdin:1:1-2: ERROR: e\n"
	       "ab\n"
	       "~\n"
	       "HINT: try 1\n"
	       "HINT: or this\n"
	       "stdin:1:2-3: ERROR: f\n"
	       "ab\n"
	       " ~\n"
	       "HINT: to f\n");
}
END_TEST

/* Errors first, each kind by place, and as reported where the place is one. */
START_TEST(test_order)
{
	pw_warning(&diags, span(0, 1), "w");
	pw_error(&diags, span(2, 3), "third");
	pw_error(&diags, span(0, 2), "first");
	pw_error(&diags, span(0, 1), "second");
	ck_assert_int_eq(diags.n_errors, 3);
	ck_assert_int_eq(diags.n_warnings, 1);
	expect("n", "abc",
	       "n:1:1-3: ERROR: first\nabc\n~~\n"
	       "n:1:1-2: ERROR: second\nabc\n~\n"
	       "n:1:3-4: ERROR: third\nabc\n  ~\n"
	       "n:1:1-2: WARNING: w\nabc\n~\n");
}
END_TEST

START_TEST(test_twice)
{
	pw_error(&diags, span(0, 1), "e");
	pw_error(&diags, span(0, 1), "e");
	/* The hint of a message that was not taken goes nowhere. */
	pw_hint(&diags, "lost");
	pw_error(&diags, span(0, 1), "other");
	pw_error(&diags, span(0, 2), "e");
	pw_warning(&diags, span(0, 1), "e");
	ck_assert_int_eq(diags.n_errors, 3);
	expect("n", "ab",
	       "n:1:1-2: ERROR: e\nab\n~\n"
	       "n:1:1-2: ERROR: other\nab\n~\n"
	       "n:1:1-3: ERROR: e\nab\n~~\n"
	       "n:1:1-2: WARNING: e\nab\n~\n");
}
END_TEST

START_TEST(test_cap)
{
	char source[128], *text, *p;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	unsigned i, n = 0;

	memset(source, 'x', sizeof(source) - 1);
	source[sizeof(source) - 1] = '\0';
	for (i = 0; i < PW_MAX_DIAGS + 7; i++)
		pw_error(&diags, span(i, i + 1), "e");
	pw_hint(&diags, "of one that is not shown");
	ck_assert_int_eq(diags.n_errors, PW_MAX_DIAGS + 7);
	pw_diags_print(&diags, "n", source, out);
	fclose(out);
	for (p = text; (p = strstr(p, ": ERROR: e\n")); p++)
		n++;
	ck_assert_int_eq(n, PW_MAX_DIAGS);
	p = strstr(text, "\nERROR: 7 more are not shown\n");
	ck_assert(p && !strcmp(p, "\nERROR: 7 more are not shown\n"));
	ck_assert(!strstr(text, "HINT"));
	free(text);
}
END_TEST

/* A terminal gets text and nothing else; Windows' line ends do not show. */
START_TEST(test_bytes)
{
	pw_error(&diags, span(6, 7), "e");
	expect("n", "a\033[1m\x7f" "b\r\nc\r\n",
	       "n:1:7-8: ERROR: e\n"
	       "a?[1m?b\n"
	       "      ~\n");
}
END_TEST

START_TEST(test_long)
{
	char source[5000];

	memset(source, 'x', sizeof(source) - 1);
	source[sizeof(source) - 1] = '\0';
	pw_error(&diags, span(4990, 4991), "e");
	expect("n", source, "n:1:4991-4992: ERROR: e\n");
}
END_TEST

START_TEST(test_many_lines)
{
	char source[61];
	unsigned i;

	for (i = 0; i < 30; i++)
		memcpy(source + 2 * i, "x\n", 3);
	pw_error(&diags, span(0, 59), "e");
	expect("n", source,
	       "n:1-30: ERROR: e\n"
	       "x\nx\nx\nx\nx\nx\nx\nx\nx\nx\n"
	       "x\nx\nx\nx\nx\nx\nx\nx\nx\nx\n"
	       "...\n");
}
END_TEST

START_TEST(test_find)
{
	static const struct {
		uint32_t offset, line, column;
	} rows[] = {
		{ 0, 1, 1 }, { 1, 1, 2 }, { 2, 1, 3 }, { 3, 2, 1 },
		{ 4, 3, 1 }, { 6, 3, 3 }, { 7, 4, 1 }, { 99, 4, 1 },
	};
	struct pw_source_pos pos;
	struct pw_lines lines;
	size_t i;

	pw_lines_init(&lines, arena, "ab\n\ncd\n", NULL);
	ck_assert_int_eq(lines.n_lines, 4);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		pos = pw_lines_find(&lines, rows[i].offset);
		ck_assert_int_eq(pos.line, rows[i].line);
		ck_assert_int_eq(pos.column, rows[i].column);
	}
	pw_lines_init(&lines, arena, "", NULL);
	pos = pw_lines_find(&lines, 0);
	ck_assert_int_eq(pos.line, 1);
	ck_assert_int_eq(pos.column, 1);
}
END_TEST

START_TEST(test_arena)
{
	unsigned *numbers = NULL;
	unsigned char *bytes, used;
	size_t room = 0, i, j;

	for (i = 0; i < 2000; i++) {
		bytes = pw_arena_alloc(arena, i);
		ck_assert(((uintptr_t)bytes & (sizeof(void *) - 1)) == 0);
		/* Asking each time takes too long on a slow machine. */
		for (used = 0, j = 0; j < i; j++)
			used |= bytes[j];
		ck_assert_int_eq(used, 0);
		memset(bytes, 0xff, i);
	}
	bytes = pw_arena_alloc(arena, 1 << 20);
	memset(bytes, 0xff, 1 << 20);
	for (i = 0; i < 10000; i++) {
		numbers = pw_arena_grow(arena, numbers, i, 1,
					sizeof(*numbers), &room);
		ck_assert(room > i);
		numbers[i] = i;
	}
	for (i = 0; i < 10000; i++)
		ck_assert(numbers[i] == i);
	ck_assert_str_eq(pw_arena_strdup(arena, "abc"), "abc");
	ck_assert_str_eq(pw_arena_strndup(arena, "abc", 2), "ab");
	ck_assert_str_eq(pw_arena_printf(arena, "%s-%d", "x", 5), "x-5");
	pw_arena_free(NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("diag");
	TCase *tcase = tcase_create("diag");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, test_none);
	tcase_add_test(tcase, test_line);
	tcase_add_test(tcase, test_later_line);
	tcase_add_test(tcase, test_tabs);
	tcase_add_test(tcase, test_lines);
	tcase_add_test(tcase, test_end);
	tcase_add_test(tcase, test_hints);
	tcase_add_test(tcase, test_order);
	tcase_add_test(tcase, test_twice);
	tcase_add_test(tcase, test_cap);
	tcase_add_test(tcase, test_bytes);
	tcase_add_test(tcase, test_long);
	tcase_add_test(tcase, test_many_lines);
	tcase_add_test(tcase, test_find);
	tcase_add_test(tcase, test_arena);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
