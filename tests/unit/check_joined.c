// SPDX-License-Identifier: GPL-2.0
/*
 * Columns that are one with the column before, that have text around them, and
 * whose values all begin alike; rows that are no table.
 */
#include <stdlib.h>
#include <check.h>
#include "output_fixture.h"

static void print_joined(enum pw_output_format format, const char *head,
			 const char *row)
{
	static const char joined[] =
		"//: tool x \"y\"\n"
		"//: column addr ADDR %s before=\"> \"\n"
		"//: column port PORT %-10d join=\":\"\n"
		"//: column flags FLAGS %s before=\"(\" after=\")\"\n"
		"//: column why WHY %-7s cut=\"BECAUSE_\"\n"
		"begin { }\n";
	struct pw_type elems[4], tuple;
	struct pw_tool tool;
	struct fixture f;
	char err[256];

	ck_assert_int_eq(pw_tool_parse(joined, &tool, err, sizeof(err)), 1);
	elems[0] = fix_string(16);
	elems[1] = fix_int(2, false);
	elems[2] = fix_string(16);
	elems[3] = fix_string(16);
	tuple = fix_tuple(elems, 4);
	fix_init(&f);
	f.opt.format = format;
	f.opt.tool = &tool;
	fix_action(&f, PW_ACTION_PRINT_VALUE, NULL, &tuple, 1);
	fix_open(&f);
	ck_assert_int_eq(pw_output_attached(f.o, 5), 0);
	if (format == PW_OUTPUT_TEXT)
		ck_assert_str_eq(fix_out(&f), head);
	fix_out(&f);
	fix_begin(&f, 0, 1);
	fix_str(&f, "10.0.0.1", false);
	fix_u64(&f, 80);
	fix_str(&f, "ACK", false);
	fix_str(&f, "BECAUSE_FULL", false);
	ck_assert_int_eq(fix_send(&f), 0);
	ck_assert_str_eq(fix_out(&f), row);
	fix_close(&f);
	pw_tool_free(&tool);
}

START_TEST(test_joined)
{
	/* The width of the port's column is that of both. */
	print_joined(PW_OUTPUT_TEXT, "> ADDR:PORT  (FLAGS) WHY    \n",
		     "> 10.0.0.1:80 (ACK) FULL   \n");
	print_joined(PW_OUTPUT_JSON, NULL,
		     "{\"type\": \"value\", \"data\": {\"addr\": "
		     "\"10.0.0.1\", \"port\": 80, \"flags\": \"ACK\", "
		     "\"why\": \"FULL\"}}\n");
}
END_TEST

/* A column instead of another, and whole thousands. */
static void print_unless(enum pw_output_format format, bool is_given,
			 const char *row)
{
	static const char head[] =
		"//: tool x \"y\"\n"
		"//: option c count \"count\"\n"
		"//: column a A %d unless=count\n"
		"//: column b B %-4d if=count divide=1000\n"
		"begin { }\n";
	static const struct pw_option given = { .name = "count", .value = "" };
	struct pw_type elems[2], tuple;
	struct pw_tool tool;
	struct fixture f;
	char err[256];

	ck_assert_int_eq(pw_tool_parse(head, &tool, err, sizeof(err)), 1);
	elems[0] = fix_int(8, true);
	elems[1] = fix_int(8, true);
	tuple = fix_tuple(elems, 2);
	fix_init(&f);
	f.opt.format = format;
	f.opt.tool = &tool;
	f.opt.given = &given;
	f.opt.n_given = is_given;
	fix_action(&f, PW_ACTION_PRINT_VALUE, NULL, &tuple, 1);
	fix_open(&f);
	ck_assert_int_eq(pw_output_attached(f.o, 5), 0);
	fix_out(&f);
	fix_begin(&f, 0, 1);
	fix_u64(&f, 7);
	fix_u64(&f, -1999);
	ck_assert_int_eq(fix_send(&f), 0);
	ck_assert_str_eq(fix_out(&f), row);
	fix_close(&f);
	pw_tool_free(&tool);
}

START_TEST(test_unless)
{
	print_unless(PW_OUTPUT_TEXT, false, "7\n");
	print_unless(PW_OUTPUT_TEXT, true, "-1  \n");
	print_unless(PW_OUTPUT_JSON, false,
		     "{\"type\": \"value\", \"data\": {\"a\": 7, "
		     "\"b\": -1}}\n");
}
END_TEST

/* How rows are put together where they are no table. */
START_TEST(test_ways)
{
	struct pw_tool tool;
	static const char source[] =
		"//: tool t \"T\"\n"
		"//: column who \"\" %s\n"
		"//: column deep \"\" %d join=\"\" as=blanks after=\":\"\n"
		"//: column what \"\" %s before=\"(\" after=\")\" omit=empty\n"
		"//: column n \"\" %d join=\"\" before=\"=\" omit=empty\n"
		"//: column raw \"\" %d only=json\n";
	struct pw_type types[] = { fix_string(8), fix_int(4, false),
				   fix_string(8), fix_int(4, true),
				   fix_int(4, true) };
	struct pw_type value = fix_tuple(types, 5);
	static const char *const rows[2][2] = {
		{ "a  :=7\n", "b: (x)\n" },
		{ "{\"type\": \"value\", \"data\": {\"who\": \"a\", "
		  "\"deep\": 2, \"what\": \"\", \"n\": 7, \"raw\": -1}}\n",
		  "{\"type\": \"value\", \"data\": {\"who\": \"b\", "
		  "\"deep\": 0, \"what\": \"x\", \"n\": 0, \"raw\": -1}}\n" },
	};
	struct fixture f;
	char err[256];
	int json, row;

	for (json = 0; json < 2; json++) {
		ck_assert_int_eq(pw_tool_parse(source, &tool, err,
					       sizeof(err)), 1);
		fix_init(&f);
		f.opt.tool = &tool;
		f.opt.format = json ? PW_OUTPUT_JSON : PW_OUTPUT_TEXT;
		fix_action(&f, PW_ACTION_PRINT_VALUE, NULL, &value, 1);
		fix_open(&f);
		/* No titles: then it is told that the probes are attached. */
		ck_assert_int_eq(pw_output_attached(f.o, 5), 0);
		ck_assert_str_eq(json ? "" : fix_out(&f), "");
		ck_assert_str_eq(fix_err(&f), json ? "" :
				 "Attached 5 probes\n");
		fix_out(&f);
		for (row = 0; row < 2; row++) {
			fix_begin(&f, 0, 0);
			fix_str(&f, row ? "b" : "a", false);
			fix_u64(&f, row ? 0 : 2);
			fix_str(&f, row ? "x" : "", false);
			fix_u64(&f, row ? 0 : 7);
			fix_u64(&f, -1);
			ck_assert_int_eq(fix_send(&f), 0);
			ck_assert_str_eq(fix_out(&f), rows[json][row]);
		}
		fix_close(&f);
		pw_tool_free(&tool);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("joined");
	TCase *tcase = tcase_create("joined");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_joined);
	tcase_add_test(tcase, test_unless);
	tcase_add_test(tcase, test_ways);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
