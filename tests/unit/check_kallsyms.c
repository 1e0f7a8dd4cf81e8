/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The functions that a wildcard means, out of a sample of kallsyms.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "symbols/addresses.h"
#include "symbols/file.h"
#include "symbols/kallsyms.h"

static const char sample[] =
	"0000000000000000 A fixed_percpu_data\n"
	"ffffffff81000000 T _stext\n"
	"ffffffff81000000 T _text\n"
	"ffffffff81000040 T do_one_initcall\n"
	"ffffffff81000100 T __kprobes_text_start\n"
	"ffffffff81000100 t do_trap_inner\n"
	"ffffffff81000200 T __kprobes_text_end\n"
	"ffffffff81000200 t do_after_kprobes\n"
	"ffffffff81001000 t __pfx_do_thing\n"
	"ffffffff81001010 t do_thing\n"
	"ffffffff81001090 t do_thing.cold\n"
	"ffffffff810010a0 t do_thing.part.0\n"
	"ffffffff810010c0 t do_small.constprop.0\n"
	"ffffffff810010e0 t do_tiny.isra.3\n"
	"ffffffff81001100 W do_weak\n"
	"ffffffff81001180 t do_static\n"
	"ffffffff81001200 t do_static\n"
	"ffffffff81001300 T do_black\n"
	"ffffffff82000000 D do_data\n"
	"ffffffff82000040 r do_rodata\n"
	"ffffffff83000000 T do_at_init_begin\n"
	"ffffffff83000000 T __init_begin\n"
	"ffffffff83000000 T _sinittext\n"
	"ffffffff83000080 t do_init\n"
	"ffffffff83001000 T _einittext\n"
	"ffffffff83002000 R __init_end\n"
	"ffffffffc0000000 t do_module\t[some_module]\n"
	"ffffffffc0000040 t do_thing\t[some_module]\n"
	"ffffffffc0000080 t do_other\t[other]\n"
	"ffffffffc0001000 t do_engine\t[probewire]\n"
	"ffffffffc0002000 t do_prog\t[bpf]\n"
	"ffffffffc0003000 t do_trampoline\t[__builtin__ftrace]\n"
	"nonsense\n"
	"ffffffffc0004000 t do_last";	/* no newline */

static const char blacklist[] =
	"0xffffffff81001300-0xffffffff81001340\tdo_black\n"
	"0xffffffff81009300-0xffffffff81009340\tother_black\n";

static int file_with(const char *text)
{
	char name[] = "/tmp/check_kallsyms_XXXXXX";
	int fd = mkstemp(name);

	ck_assert(fd >= 0);
	unlink(name);
	ck_assert(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	ck_assert(lseek(fd, 0, SEEK_SET) == 0);
	return fd;
}

/* What a pattern gives, as one text. */
static const char *expand(const char *pattern)
{
	static char text[1024];
	struct pw_names names;
	int kallsyms = file_with(sample);
	int black = file_with(blacklist);
	size_t i;

	memset(&names, 0, sizeof(names));
	ck_assert_int_eq(pw_kallsyms_expand(kallsyms, black, pattern, &names),
			 0);
	text[0] = '\0';
	for (i = 0; i < names.n; i++) {
		strcat(text, i ? " " : "");
		strcat(text, names.name[i]);
	}
	pw_names_free(&names);
	close(kallsyms);
	close(black);
	return text;
}

START_TEST(test_functions)
{
	ck_assert_str_eq(expand("do_*"),
			 "do_after_kprobes do_last do_module do_one_initcall "
			 "do_other do_small.constprop.0 do_static do_thing "
			 "do_tiny.isra.3 do_weak");
	ck_assert_str_eq(expand("do_th*"), "do_thing");
	ck_assert_str_eq(expand("do_stat?c"), "do_static");
	ck_assert_str_eq(expand("nothing*"), "");
}
END_TEST

START_TEST(test_modules)
{
	ck_assert_str_eq(expand("some_module:*"),
			 "some_module:do_module some_module:do_thing");
	ck_assert_str_eq(expand("*:do_thing"),
			 "some_module:do_thing vmlinux:do_thing");
	ck_assert_str_eq(expand("vmlinux:do_w*"), "vmlinux:do_weak");
	ck_assert_str_eq(expand("other:do_*"), "other:do_other");
	ck_assert_str_eq(expand("no_module:*"), "");
}
END_TEST

START_TEST(test_marks)
{
	ck_assert_str_eq(expand("_*text"), "");
	ck_assert_str_eq(expand("__kprobes*"), "");
	ck_assert_str_eq(expand("__init*"), "");
}
END_TEST

START_TEST(test_without_blacklist)
{
	struct pw_names names;
	int kallsyms = file_with(sample);

	memset(&names, 0, sizeof(names));
	ck_assert_int_eq(pw_kallsyms_expand(kallsyms, -1, "do_black", &names),
			 0);
	ck_assert_int_eq(names.n, 1);
	ck_assert_str_eq(names.name[0], "do_black");
	pw_names_free(&names);
	close(kallsyms);
}
END_TEST

/* Addresses are all 0 where kptr_restrict hides them. */
START_TEST(test_hidden_addresses)
{
	struct pw_names names;
	int kallsyms = file_with("0000000000000000 T __init_begin\n"
				 "0000000000000000 t do_thing\n"
				 "0000000000000000 T __init_end\n");

	memset(&names, 0, sizeof(names));
	ck_assert_int_eq(pw_kallsyms_expand(kallsyms, -1, "do_*", &names), 0);
	ck_assert_int_eq(names.n, 1);
	pw_names_free(&names);
	close(kallsyms);
}
END_TEST

static int collect(void *ctx, char *line)
{
	strcat(ctx, line[0] == 'x' ? "x" : line);
	strcat(ctx, "|");
	return 0;
}

/* Lines over the edges of the buffer, one that is too long, a last half. */
START_TEST(test_lines)
{
	static char text[20000];
	char seen[256] = "";
	size_t at = 0;
	int i, fd;

	for (i = 0; i < 5; i++)
		at += sprintf(text + at, "line%d\n", i);
	memset(text + at, 'x', 4090);
	at += 4090;
	at += sprintf(text + at, "\nafter\n");
	memset(text + at, 'y', 9000);
	at += 9000;
	at += sprintf(text + at, "\nbehind\n\nlast");
	fd = file_with(text);
	ck_assert_int_eq(pw_file_lines(fd, collect, seen), 0);
	close(fd);
	ck_assert_str_eq(seen, "line0|line1|line2|line3|line4|x|after|behind|"
			 "|last|");
}
END_TEST

/* Whose text an address is in; the first name of several. */
START_TEST(test_addresses)
{
	static const struct {
		uint64_t address;
		const char *name;
		uint64_t offset;
	} rows[] = {
		{ 0xffffffff80ffffff, NULL, 0 },
		{ 0xffffffff81000000, "_stext", 0 },
		{ 0xffffffff8100003f, "_stext", 0x3f },
		{ 0xffffffff81001010, "do_thing", 0 },
		{ 0xffffffff8100108f, "do_thing", 0x7f },
		{ 0xffffffff81001090, "do_thing.cold", 0 },
		{ 0xffffffffc0000042, "do_thing", 2 },
		{ ~0ull, "do_last", 0xffffffffffffffff - 0xffffffffc0004000 },
		{ 0, NULL, 0 },
	};
	struct pw_addresses a = { false, NULL, 0, 0, NULL, 0, 0 };
	uint64_t offset;
	const char *name;
	int fd = file_with(sample);

	ck_assert_int_eq(pw_addresses_load(&a, fd), 0);
	close(fd);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		name = pw_addresses_find(&a, rows[i].address, &offset);
		ck_assert_msg(!name == !rows[i].name, "row %zu", i);
		if (!name)
			continue;
		ck_assert_str_eq(name, rows[i].name);
		ck_assert(offset == rows[i].offset);
	}
	pw_addresses_free(&a);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("kallsyms");
	TCase *tcase = tcase_create("kallsyms");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_functions);
	tcase_add_test(tcase, test_modules);
	tcase_add_test(tcase, test_marks);
	tcase_add_test(tcase, test_without_blacklist);
	tcase_add_test(tcase, test_hidden_addresses);
	tcase_add_test(tcase, test_lines);
	tcase_add_test(tcase, test_addresses);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
