// SPDX-License-Identifier: GPL-2.0
/*
 * Debug info of probed programs: this test is the program. The first arguments
 * are 10, 11, 12 and 13, the fifth points to "/etc/passwd" (script_run.h).
 */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "command/kernel_types.h"
#include "symbols/elf.h"
#include "symbols/source_line.h"
#include "script_run.h"

enum mood { SAD = 3, GLAD = 11 };

struct seen {
	int32_t a;
	char name[8];
	enum mood mood;
	struct seen *next;
};

/* Called by nobody: its debug info is looked at. */
__attribute__((noinline, used))
static int look(const struct seen *s, enum mood mood, unsigned short n,
		char *const *list, const char *text)
{
	__asm__ volatile("nop" : : "r" (s), "r" (list), "r" (text) : "memory");
	return (int)mood + n;
}

enum { NOP_LINE = __LINE__ - 4 };

static char own[512];
static struct pw_kernel_types kernel;

static int user_place(void *data, const char *file, const char *function,
		      uint64_t number, struct pw_user_place *out)
{
	(void)data;
	(void)number;
	memset(out, 0, sizeof(*out));
	out->path = strcmp(file, "own") ? "/nothing/at/all" : own;
	out->function = function;
	out->offset = 64;
	return 0;
}

static void setup(void)
{
	ssize_t n = readlink("/proc/self/exe", own, sizeof(own) - 1);

	ck_assert_int_gt(n, 0);
	own[n] = '\0';
	pw_kernel_types_init(&kernel, NULL);
}

static void teardown(void)
{
	pw_kernel_types_free(&kernel);
}

static void check(const char *script, const char *expected, bool is_run)
{
	struct pw_lang_env env;
	char *is;

	script_env(&env);
	env.types = &kernel.source;
	env.user_place = user_place;
	is = is_run ? script_run(script, &env, 1) :
	     script_messages(script, &env);
	ck_assert_msg(!strcmp(is, expected), "%s\nexpected:\n%s\nis:\n%s",
		      script, expected, is);
	free(is);
}

START_TEST(arguments_have_names_and_types)
{
	check("uprobe:own:look { print((args.mood, args.n, str(args.text))); }",
	      "(GLAD, 12, /etc/passwd)\n", true);
	check("uprobe:own:look { print((sizeof(*args.s), offsetof(struct seen, "
	      "next), sizeof(args.s->name), (uint64)args->list)); }",
	      "(24, 16, 8, 13)\n", true);
	check("uprobe:own:look { print(args); }",
	      "{ .s = 0xa, .mood = GLAD, .n = 12, .list = 0xd, .text = "
	      "0x7f0000002000 }\n", true);
}
END_TEST

START_TEST(types_of_the_program_need_no_argument)
{
	check("uprobe:own:look { $s = (struct seen *)arg4; "
	      "printf(\"%d %s %d\\n\", $s->a == 0x6374652f, $s->name, "
	      "SAD); }", "1 /passwd 3\n", true);
	/* What the script declares goes first. */
	check("struct seen { int8 a; }; uprobe:own:look { "
	      "printf(\"%c\\n\", ((struct seen *)arg4)->a); }", "/\n", true);
}
END_TEST

START_TEST(what_is_not_known_is_said)
{
	check("uprobe:own:look { print(args.q); }", "1:25-31: ERROR: Can't "
	      "find function parameter q\nHINT: its parameters are: s, mood, "
	      "n, list, text", false);
	check("uprobe:own:never { print(args.q); }", "1:26-32: ERROR: the "
	      "parameters of never are not known\nHINT: they come from the "
	      "program's debug info, which it, or its debug package, has "
	      "not\nHINT: arg0 to arg5 are there for any function", false);
	check("uprobe:other:look { print(args.s); }", "1:27-33: ERROR: the "
	      "parameters of look are not known\nHINT: they come from the "
	      "program's debug info, which it, or its debug package, has "
	      "not\nHINT: arg0 to arg5 are there for any function", false);
}
END_TEST

START_TEST(a_line_has_an_address)
{
	uint64_t address = 0, again = 0, length;
	const struct pw_elf_function *f;
	struct pw_elf *elf;
	char why[256] = "";

	ck_assert_int_eq(pw_elf_open(own, &elf), 0);
	f = pw_elf_find(elf, "look");
	ck_assert_ptr_nonnull(f);
	length = f->size;
	ck_assert_int_eq(pw_source_line(own, "check_program_types.c", NOP_LINE,
					0, &address, why, sizeof(why)), 0);
	ck_assert_uint_lt(address - f->address, length);
	ck_assert_int_eq(pw_source_line(own, "./unit/check_program_types.c",
					NOP_LINE, 2, &again, why,
					sizeof(why)), 0);
	ck_assert_uint_eq(address, again);
	pw_elf_free(elf);
	ck_assert_int_eq(pw_source_line(own, "check_program_types.c", 1, 0,
					&address, why, sizeof(why)), -ESRCH);
	ck_assert_str_eq(why, "Unable to map 'check_program_types.c:1' to "
			 "address");
	ck_assert_int_eq(pw_source_line(own, "check_program_types.c", NOP_LINE,
					77, &address, why, sizeof(why)),
			 -ESRCH);
	ck_assert_int_eq(pw_source_line(own, "ogram_types.c", NOP_LINE, 0,
					&address, why, sizeof(why)), -ESRCH);
	ck_assert_str_eq(why, "No compilation unit matches ogram_types.c");
	ck_assert_int_eq(pw_source_line("/etc/passwd", "a.c", 1, 0, &address,
					why, sizeof(why)), -ENOENT);
}
END_TEST

static int user_line(void *data, const char *file, const char *source,
		     uint64_t line, uint64_t column, struct pw_user_place *out,
		     char *why, size_t size)
{
	(void)data;
	memset(out, 0, sizeof(*out));
	out->path = file;
	out->function = source;
	out->address = line * 100 + column;
	out->from_entry = 1;
	if (line == 5)
		snprintf(why, size, "no line %d", (int)line);
	return line == 4 ? -ENODATA : line == 5 ? -ESRCH : 0;
}

START_TEST(lines_as_attach_points)
{
	static const char *const rows[][2] = {
		{ "u:a@b.c:12 { print(probe); }", "uprobe:a:1200\n" },
		{ "u:a@b.c:0x10:3 { print((probe, func)); }",
		  "(uprobe:a:1603, b.c)\n" },
		{ "u:a@b.c:4 { }", "1:1-10: ERROR: No DWARF debug info found "
		  "for 'a', cannot attach by source code location." },
		{ "u:a@b.c:5 { }", "1:1-10: ERROR: no line 5" },
		{ "u:a@b.c:x { }", "1:1-10: ERROR: Invalid line number: "
		  "invalid integer: x" },
		{ "u:a@b.c:1:2y { }", "1:1-13: ERROR: Invalid column number: "
		  "invalid trailing bytes: 2y" },
		{ "u:a@b.c { }", "1:1-8: ERROR: Invalid uprobe arguments, "
		  "expected format: uprobe:TARGET@FILE:LINE[:COL]" },
		{ "u:a@:3 { }", "1:1-7: ERROR: Invalid uprobe arguments, "
		  "expected format: uprobe:TARGET@FILE:LINE[:COL]" },
		{ "u:a*@b.c:3 { }", "1:1-11: ERROR: Cannot use wildcards with "
		  "source code location" },
		{ "ur:a@b.c:3 { }", "1:1-11: ERROR: Source code location not "
		  "allowed" },
	};
	struct pw_lang_env env;
	size_t i;
	char *is;

	script_env(&env);
	env.user_line = user_line;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		is = i < 2 ? script_run(rows[i][0], &env, 1) :
		     script_messages(rows[i][0], &env);
		ck_assert_str_eq(is, rows[i][1]);
		free(is);
	}
}
END_TEST

START_TEST(functions_are_shown)
{
	struct pw_table *table;
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	ck_assert_int_eq(pw_table_open_program(own, 0, &table), 0);
	ck_assert(pw_table_print_function(table, "look", PW_SHOW_USER, out));
	ck_assert(!pw_table_print_function(table, "lo", PW_SHOW_USER, out));
	fclose(out);
	ck_assert_str_eq(text, "    const struct seen* s\n"
			 "    enum mood mood\n    short unsigned int n\n"
			 "    char*const * list\n    const char* text\n");
	free(text);
	pw_table_close(table);
	ck_assert_int_eq(pw_table_open_program("/etc/passwd", 0, &table),
			 -ENOEXEC);
	ck_assert_ptr_null(table);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("program types");
	TCase *tcase = tcase_create("program types");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, arguments_have_names_and_types);
	tcase_add_test(tcase, types_of_the_program_need_no_argument);
	tcase_add_test(tcase, what_is_not_known_is_said);
	tcase_add_test(tcase, a_line_has_an_address);
	tcase_add_test(tcase, lines_as_attach_points);
	tcase_add_test(tcase, functions_are_shown);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
