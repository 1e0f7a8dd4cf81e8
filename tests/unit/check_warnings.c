// SPDX-License-Identifier: GPL-2.0
/*
 * Warnings of the type check: what is allowed, and probably a mistake. The
 * sentences and when they are said are bpftrace's.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include "script_run.h"

#define N(rows) (sizeof(rows) / sizeof(rows[0]))
#define CAST(place, from, to) "1:" place ": WARNING: Expression of type: " \
	from " being cast to type: " to ". This may cause unexpected results. " \
	"Use an explicit cast to suppress this warning."
#define NEEDLESS(place, type) "1:" place ": WARNING: Unnecessary cast: " \
	"expression is already of type " type

struct row {
	const char *source;
	const char *messages;
};

static void compare(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *is = script_messages(rows[i].source, NULL);

		ck_assert_msg(!strcmp(is, rows[i].messages),
			      "%s\nexpected:\n%s\nis:\n%s", rows[i].source,
			      rows[i].messages, is);
		free(is);
	}
}

START_TEST(test_casts)
{
	static const struct row rows[] = {
		{ "begin { $a = (uint64)(uint64)1; }",
		  NEEDLESS("14-22", "uint64") },
		{ "begin { $a = (uint8[4])pton(\"127.0.0.1\"); }",
		  NEEDLESS("14-24", "uint8[4]") },
		{ "begin { $a = (string[6])\"hello\"; }",
		  NEEDLESS("14-25", "string[6]") },
		{ "begin { $b = true; $a = (bool)$b; }",
		  NEEDLESS("25-31", "bool") },
		{ "begin { $a = (uint64)(int64)1; $b = (uint64)pid; }", "" },
		{ "begin { $a = (string[10])\"hello\"; }", "" },
		/* The library takes whatever it is given. */
		{ "begin { $a = (int64)pid; print(is_err($a)); }", "" },
	};

	compare(rows, N(rows));
}
END_TEST

START_TEST(test_signs)
{
	static const struct row rows[] = {
		{ "begin { $a = (uint64)1; $a = (int64)2; }",
		  CAST("14-23", "uint64", "int64") },
		{ "begin { $a = 1; $a = -1; $a = (uint64)2; }",
		  CAST("31-40", "uint64", "int64") },
		{ "begin { $a = (uint32)1; $a = (int32)2; }", "" },
		{ "begin { $a = 1; $a = (uint64)2; }", "" },
		{ "begin { @a = -1; @a = (uint64)2; }",
		  CAST("23-32", "uint64", "int64") },
		{ "begin { @a = 0; @a--; @a++; }", "" },
		{ "begin { @a[-1] = 1; @a[(uint64)2] = 1; }",
		  CAST("24-33", "uint64", "int64") },
		{ "begin { @a[1, \"a\"] = 1; @a[(uint64)2, \"b\"] = 1; }",
		  "" },
		{ "begin { @a[(-1, \"a\")] = 1; @a[((uint64)2, \"b\")] = 1; }",
		  CAST("32-41", "uint64", "int64") },
		{ "begin { print(if (pid) { (uint64)1 } else { (int64)2 }); }",
		  CAST("24-37", "uint64", "int64") },
		{ "begin { print(pid ? 1 : (uint64)2); }", "" },
		{ "begin { let $a: uint64 = (int64)1; }",
		  CAST("26-34", "int64", "uint64") },
		{ "begin { let $a: int32 = (uint32)1; }",
		  CAST("25-34", "uint32", "int32") },
		{ "begin { let $a: uint16 = (uint16)-1; let $b: uint64 = 1; }",
		  "" },
		{ "begin { $a = ((uint64)1, \"a\"); $a = ((int64)2, \"b\"); }",
		  CAST("15-24", "uint64", "int64") },
		{ "begin { $a = (x=(uint64)1, y=1); $a = (y=2, x=(int64)2); }",
		  CAST("17-26", "uint64", "int64") },
	};

	compare(rows, N(rows));
}
END_TEST

START_TEST(test_operands)
{
	static const struct row rows[] = {
		{ "begin { $a = nsecs - 1; }",
		  CAST("14-19", "uint64", "int64") },
		{ "begin { $a = (int64)nsecs - 1; $b = nsecs + 1; }", "" },
		{ "begin { @a = sum(-1); $a = nsecs == @a; }",
		  CAST("28-33", "uint64", "int64") },
		{ "begin { @a = sum(-1); $a = 1 == @a; $a = @a == (uint16)1; }",
		  "" },
		{ "begin { @a = sum((uint64)1); @b = count(); "
		  "$a = @a == @b; }", "" },
		{ "begin { $a = nsecs; $a += -1; }",
		  CAST("14-19", "uint64", "int64") },
		{ "kprobe:f { @x = (uint64)1; @y = @x / -1 }",
		  CAST("33-35", "uint64", "int64") },
		{ "kprobe:f { @x = (uint64)1; @y = -(@x % (uint64)1) }", "" },
		/* bpftrace warns of it, having no signed division. */
		{ "begin { $a = (int64)pid; $b = $a % 3; }", "" },
		{ "begin { $a = nsecs / 1000; }", "" },
	};

	compare(rows, N(rows));
}
END_TEST

START_TEST(test_pointers)
{
	static const struct row rows[] = {
		{ "begin { $a = (int8 *)1; $b = (int64 *)2; $c = $a == $b; }",
		  "1:47-55: WARNING: comparison of distinct pointer types: "
		  "int8, int64\n"
		  "1:47-49: WARNING: left (int8)\n"
		  "1:53-55: WARNING: right (int64)" },
		{ "begin { $a = (int8 *)1; $b = (int8 *)2; $c = $a == $b; }",
		  "" },
		{ "begin { $a = (int8 *)1; $c = $a == 0; }", "" },
	};

	compare(rows, N(rows));
}
END_TEST

START_TEST(test_variables)
{
	static const struct row rows[] = {
		{ "begin { let $x; }",
		  "1:9-15: WARNING: Variable $x was never assigned to." },
		{ "begin { let $x: int8; { let $y; } let $z = 1; }",
		  "1:9-21: WARNING: Variable $x was never assigned to.\n"
		  "1:25-31: WARNING: Variable $y was never assigned to." },
		{ "begin { let $x; print($x); $x = 1; print($x); }",
		  "1:23-25: WARNING: Variable used before it was assigned: "
		  "$x" },
		/* Of these only the type is of interest. */
		{ "begin { let $x; print(sizeof($x)); "
		  "let $y: typeof($x) = 2; $x = 1; }", "" },
		/* Whoever gets the address may write there. */
		{ "begin { let $x: int64; $p = &$x; print($x); }", "" },
		{ "begin { @m[1] = 2; let $x; if (find(@m, 1, $x)) "
		  "{ print($x); } }", "" },
	};

	compare(rows, N(rows));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("warnings");
	TCase *tcase = tcase_create("warnings");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, test_casts);
	tcase_add_test(tcase, test_signs);
	tcase_add_test(tcase, test_operands);
	tcase_add_test(tcase, test_pointers);
	tcase_add_test(tcase, test_variables);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
