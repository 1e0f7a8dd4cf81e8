// SPDX-License-Identifier: GPL-2.0
/*
 * JSON: what is escaped and how, which numbers are strings, the objects that
 * are not of a value.
 */
#include <stdlib.h>
#include <string.h>
#include <check.h>
#include "output/buf.h"
#include "output/json.h"
#include "output_fixture.h"

/* Both ways to a string must agree. */
static void expect(const char *text, size_t len, const char *expected)
{
	struct pw_buf buf = { NULL, 0, 0, false };

	pw_json_string(&buf, text, len);
	pw_buf_char(&buf, '\0');
	ck_assert_str_eq(buf.data, expected);
	buf.len = 0;
	pw_buf_str(&buf, "before");
	pw_buf_add(&buf, text, len);
	pw_json_quote(&buf, 6);
	pw_buf_char(&buf, '\0');
	ck_assert_int_eq(memcmp(buf.data, "before", 6), 0);
	ck_assert_str_eq(buf.data + 6, expected);
	pw_buf_free(&buf);
}

static void expect_text(const char *text, const char *expected)
{
	expect(text, strlen(text), expected);
}

START_TEST(test_strings)
{
	expect_text("", "\"\"");
	expect_text("plain text", "\"plain text\"");
	expect_text("test \r \n \t \\ \" bar",
		    "\"test \\r \\n \\t \\\\ \\\" bar\"");
	expect_text("\1\x1f\x7f/", "\"\\u0001\\u001f\x7f/\"");
	expect("a\0b", 3, "\"a\\u0000b\"");
}
END_TEST

START_TEST(test_utf8)
{
	expect_text("gr\xc3\xbc\xc3\x9f", "\"gr\xc3\xbc\xc3\x9f\"");
	expect_text("\xe2\x82\xac", "\"\xe2\x82\xac\"");
	expect_text("\xf0\x9f\x98\x80!", "\"\xf0\x9f\x98\x80!\"");
	/* Cut within, alone, overlong, a surrogate, too high. */
	expect_text("a\xe2\x82", "\"a\\ufffd\\ufffd\"");
	expect_text("\x80z", "\"\\ufffdz\"");
	expect_text("\xff\n", "\"\\ufffd\\n\"");
	expect_text("\xc0\xaf", "\"\\ufffd\\ufffd\"");
	expect_text("\xe0\x80\xaf", "\"\\ufffd\\ufffd\\ufffd\"");
	expect_text("\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\"");
	expect_text("\xf4\x90\x80\x80", "\"\\ufffd\\ufffd\\ufffd\\ufffd\"");
	expect_text("\xc3(", "\"\\ufffd(\"");
}
END_TEST

START_TEST(test_objects)
{
	struct pw_type types[] = { fix_string(32), fix_int(8, true) };
	struct fixture f;

	fix_init(&f);
	f.opt.format = PW_OUTPUT_JSON;
	fix_action(&f, PW_ACTION_PRINTF, "%s \r \n \t \\ \" %d", types, 2);
	fix_action(&f, PW_ACTION_TIME, "now\n", NULL, 0);
	fix_open(&f);
	ck_assert_int_eq(pw_output_attached(f.o, 1), 0);
	ck_assert_str_eq(fix_out(&f), "{\"type\": \"attached_probes\", "
			 "\"count\": 1, \"data\": {\"probes\": 1}}\n");
	ck_assert_str_eq(fix_err(&f), "");
	fix_begin(&f, 0, 0);
	fix_str(&f, "test", false);
	fix_u64(&f, 5);
	ck_assert_int_eq(fix_send(&f), 0);
	ck_assert_str_eq(fix_out(&f), "{\"type\": \"printf\", \"data\": "
			 "\"test \\r \\n \\t \\\\ \\\" 5\"}\n");
	fix_begin(&f, 1, 0);
	ck_assert_int_eq(fix_send(&f), 0);
	ck_assert_str_eq(fix_out(&f),
			 "{\"type\": \"time\", \"data\": \"now\\n\"}\n");
	/* No empty lines at the end. */
	ck_assert_int_eq(pw_output_end(f.o), 0);
	ck_assert_str_eq(fix_out(&f), "");
	fix_close(&f);
}
END_TEST

START_TEST(test_quiet)
{
	struct fixture f;

	fix_init(&f);
	f.opt.format = PW_OUTPUT_JSON;
	f.opt.quiet = true;
	fix_open(&f);
	ck_assert_int_eq(pw_output_attached(f.o, 3), 0);
	ck_assert_str_eq(fix_out(&f), "");
	fix_close(&f);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("json");
	TCase *tcase = tcase_create("json");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_strings);
	tcase_add_test(tcase, test_utf8);
	tcase_add_test(tcase, test_objects);
	tcase_add_test(tcase, test_quiet);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
