// SPDX-License-Identifier: GPL-2.0
/*
 * printf: conversions against what C says of them, formats and values against
 * what bpftrace's language reference and runtime tests expect.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <check.h>
#include "output/buf.h"
#include "output/printf.h"
#include "output_fixture.h"

/* Prints one record through the sink. */
static const char *run(struct fixture *f, const char *format,
		       const struct pw_type *types, uint32_t n,
		       const uint64_t *values)
{
	uint32_t i;

	fix_init(f);
	fix_action(f, PW_ACTION_PRINTF, format, types, n);
	fix_open(f);
	fix_begin(f, 0, 0);
	for (i = 0; i < n; i++)
		fix_u64(f, values[i]);
	ck_assert_int_eq(fix_send(f), 0);
	return fix_out(f);
}

static void expect_int(const char *format, struct pw_type type, uint64_t v,
		       const char *expected)
{
	struct fixture f;
	const char *got = run(&f, format, &type, 1, &v);

	ck_assert_msg(!strcmp(got, expected), "%s of %#llx: '%s', not '%s'",
		      format, (unsigned long long)v, got, expected);
	fix_close(&f);
}

START_TEST(test_lengths)
{
	struct pw_type u64 = fix_int(8, false);
	uint64_t v = 0x12345678abcdefull;

	expect_int("%hhx", u64, v, "ef");
	expect_int("%hx", u64, v, "cdef");
	expect_int("%x", u64, v, "78abcdef");
	expect_int("%lx", u64, v, "12345678abcdef");
	expect_int("%llx", u64, v, "12345678abcdef");
	expect_int("%jx", u64, v, "12345678abcdef");
	expect_int("%zx", u64, v, "12345678abcdef");
	expect_int("%tx", u64, v, "12345678abcdef");
	expect_int("%hhd", u64, 0xff, "-1");
	expect_int("%hd", u64, 0x18000, "-32768");
	expect_int("%d", u64, 0x1ffffffffull, "-1");
	expect_int("%i", u64, 7, "7");
	expect_int("%ld", u64, UINT64_MAX, "-1");
	expect_int("%lu", u64, UINT64_MAX, "18446744073709551615");
	expect_int("%u", u64, UINT64_MAX, "4294967295");
	expect_int("%lld", fix_int(8, true), 1ull << 63,
		   "-9223372036854775808");
}
END_TEST

START_TEST(test_types)
{
	/* Of a slot only the type's bytes count. */
	expect_int("%lld", fix_int(1, true), 0xf6, "-10");
	expect_int("%lld", fix_int(1, false), 0x1f6, "246");
	expect_int("%lld", fix_int(2, true), 0xff85, "-123");
	expect_int("%lld", fix_int(4, true), 0xffffea4d, "-5555");
	expect_int("%lld", fix_int(4, false), 0xffffea4dull, "4294961741");
	expect_int("%d", fix_kind(PW_TYPE_BOOL), 17, "1");
	expect_int("%s", fix_kind(PW_TYPE_BOOL), 17, "true");
	expect_int("%s", fix_kind(PW_TYPE_BOOL), 0, "false");
	expect_int("%llu", fix_kind(PW_TYPE_COUNT), 5, "5");
	expect_int("%s", fix_int(8, false), 10223372036854775807ull,
		   "10223372036854775807");
	expect_int("%s", fix_int(8, true), -7, "-7");
	expect_int("%p", fix_pointer(), 0xffff888100000000ull,
		   "0xffff888100000000");
	expect_int("%p", fix_pointer(), 0, "0");
	expect_int("%s", fix_pointer(), 0x50, "0x50");
	expect_int("%d", fix_pointer(), 0x50, "80");
	expect_int("%c", fix_int(8, false), 0x41, "A");
	expect_int("%3c|", fix_int(8, false), 0x41, "  A|");
	expect_int("%s", fix_kind(PW_TYPE_PROBE), 0, "kprobe:vfs_read");
	expect_int("%s", fix_kind(PW_TYPE_FUNC), 1, "vfs_write");
	expect_int("%s", fix_kind(PW_TYPE_FUNC), 2, "(?)");
	expect_int("%d", fix_kind(PW_TYPE_FUNC), 1,
		   "!{invalid integer conversion: vfs_write}");
}
END_TEST

START_TEST(test_flags)
{
	struct pw_type i64 = fix_int(8, true);

	expect_int("%5d|", i64, 42, "   42|");
	expect_int("%-5d|", i64, 42, "42   |");
	expect_int("%05d|", i64, -42, "-0042|");
	expect_int("%-05d|", i64, -42, "-42  |");
	expect_int("%+d", i64, 42, "+42");
	expect_int("% d", i64, 42, " 42");
	expect_int("%.3d", i64, 5, "005");
	expect_int("%8.3d|", i64, -5, "    -005|");
	expect_int("%-8.3d|", i64, -5, "-005    |");
	expect_int("%08.3d|", i64, 5, "     005|");
	expect_int("%.0d|", i64, 0, "|");
	expect_int("%.30d", i64, 1, "000000000000000000000000000001");
	expect_int("%04x", i64, 2, "0002");
	expect_int("%#x", i64, 255, "0xff");
	expect_int("%#X", i64, 255, "0XFF");
	expect_int("%#x", i64, 0, "0");
	expect_int("%#o", i64, 8, "010");
	expect_int("%#o", i64, 0, "0");
	expect_int("%o", i64, 0775, "775");
	expect_int("%#08x", i64, 255, "0x0000ff");
	expect_int("%*d|", i64, 5, "5|");
	expect_int("%.*d|", i64, 5, "5|");
}
END_TEST

/* All that C defines, against the C library. */
START_TEST(test_against_libc)
{
	static const char *flags[] = { "", "-", "0", "+", " ", "#", "-0", "+0",
				       "-+", "- ", " 0", "#0", "-#" };
	static const char *widths[] = { "", "1", "7", "25", ".0", ".1", ".4",
					"9.4", "3.8", "30.26", "." };
	static const int64_t values[] = { 0, 1, -1, 8, 1234567, INT32_MIN,
					  INT64_MIN, INT64_MAX };
	char format[32], expected[64];
	size_t i, j, k, c;

	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
	for (j = 0; j < sizeof(widths) / sizeof(widths[0]); j++)
	for (k = 0; k < sizeof(values) / sizeof(values[0]); k++)
	for (c = 0; c < 5; c++) {
		struct pw_buf buf = { NULL, 0, 0, false };
		struct pw_spec spec;
		bool is_signed = c == 0;

		snprintf(format, sizeof(format), "%%%s%sll%c", flags[i],
			 widths[j], "duxXo"[c]);
		ck_assert(pw_spec_parse(format, &spec) != NULL);
		/* '#' with d and u means nothing to C. */
		if (strchr(flags[i], '#') && c < 2)
			continue;
		snprintf(expected, sizeof(expected), format, values[k]);
		if (is_signed)
			pw_spec_signed(&buf, &spec, values[k]);
		else
			pw_spec_unsigned(&buf, &spec, values[k]);
		pw_buf_char(&buf, '\0');
		ck_assert_msg(!strcmp(buf.data, expected),
			      "%s of %lld: '%s', not '%s'", format,
			      (long long)values[k], buf.data, expected);
		pw_buf_free(&buf);
	}
}
END_TEST

START_TEST(test_formats)
{
	struct pw_type ints[4];
	uint64_t values[4] = { 1, 2, 3, 4 };
	struct fixture f;
	int i;

	for (i = 0; i < 4; i++)
		ints[i] = fix_int(8, true);
	ck_assert_str_eq(run(&f, "hi!\n", ints, 0, values), "hi!\n");
	fix_close(&f);
	ck_assert_str_eq(run(&f, "", ints, 0, values), "");
	fix_close(&f);
	ck_assert_str_eq(run(&f, "%d%%%d %% 100%", ints, 2, values),
			 "1%2 % 100%");
	fix_close(&f);
	/* No conversions: they stay. */
	ck_assert_str_eq(run(&f, "%y %d %", ints, 1, values), "%y 1 %");
	fix_close(&f);
	ck_assert_str_eq(run(&f, "%dst; %dnd: %drd, %dth;;", ints, 4, values),
			 "1st; 2nd: 3rd, 4th;;");
	fix_close(&f);
	/* More conversions than values. */
	ck_assert_str_eq(run(&f, "a%db%dc", ints, 1, values), "a1bc");
	fix_close(&f);
}
END_TEST

START_TEST(test_strings)
{
	struct pw_type types[] = { fix_string(16), fix_string(16),
				   fix_string(8), fix_string(16) };
	struct fixture f;

	fix_init(&f);
	fix_action(&f, PW_ACTION_PRINTF, "%s|%5s|%-5s|%.3s\n", types, 4);
	fix_open(&f);
	fix_begin(&f, 0, 0);
	fix_str(&f, "bash", false);
	fix_str(&f, "ba", false);
	fix_str(&f, "", false);
	fix_str(&f, "abcdef", false);
	ck_assert_int_eq(fix_send(&f), 0);
	ck_assert_str_eq(fix_out(&f), "bash|   ba|     |abc\n");
	/* What was cut says so; the longest that fits does not. */
	fix_begin(&f, 0, 0);
	fix_str(&f, "fourteen bytes", true);
	fix_str(&f, "fifteen bytes..", false);
	fix_str(&f, "", true);
	fix_str(&f, "abcdef", true);
	ck_assert_int_eq(fix_send(&f), 0);
	ck_assert_str_eq(fix_out(&f),
			 "fourteen bytes..|fifteen bytes..|..   |abc\n");
	fix_close(&f);
}
END_TEST

START_TEST(test_buffers)
{
	struct pw_type types[] = { fix_buf(6), fix_buf(6), fix_buf(6),
				   fix_buf(6), fix_buf(2) };
	struct fixture f;
	int i;

	fix_init(&f);
	fix_action(&f, PW_ACTION_PRINTF, "%r %rx %rh %s %6r|", types, 5);
	fix_open(&f);
	fix_begin(&f, 0, 0);
	for (i = 0; i < 4; i++)
		fix_raw(&f, "\6\0\0\0\0\0\0\0Hello", 14);
	fix_raw(&f, "\2\0\0\0\0\0\0\0ok", 10);
	ck_assert_int_eq(fix_send(&f), 0);
	ck_assert_str_eq(fix_out(&f), "Hello\\x00 \\x48\\x65\\x6c\\x6c\\x6f"
			 "\\x00 48 65 6c 6c 6f 00 Hello\\x00     ok|");
	fix_close(&f);
}
END_TEST

static const char *scaled(const char *format, uint64_t v, bool negative,
			  uint64_t scale)
{
	static char text[64];
	struct pw_buf buf = { NULL, 0, 0, false };
	struct pw_spec spec;

	ck_assert(pw_spec_parse(format, &spec) != NULL);
	pw_spec_scaled(&buf, &spec, v, negative, scale);
	ck_assert_int_lt(buf.len, sizeof(text));
	memcpy(text, buf.data, buf.len);
	text[buf.len] = '\0';
	pw_buf_free(&buf);
	return text;
}

START_TEST(test_scaled)
{
	ck_assert_str_eq(scaled("%.3f", 25862000, false, 1000000), "25.862");
	ck_assert_str_eq(scaled("%.3f", 0, false, 1000000), "0.000");
	ck_assert_str_eq(scaled("%.3f", 1500, false, 1000000), "0.002");
	ck_assert_str_eq(scaled("%.3f", 1499, false, 1000000), "0.001");
	ck_assert_str_eq(scaled("%.3f", 999999, false, 1000000), "1.000");
	ck_assert_str_eq(scaled("%.0f", 1500000, false, 1000000), "2");
	ck_assert_str_eq(scaled("%f", 1234567, false, 1000000), "1.234567");
	ck_assert_str_eq(scaled("%-9.6f|", 0, false, 1000000), "0.000000 ");
	ck_assert_str_eq(scaled("%9.2f", 1234, true, 1000), "    -1.23");
	ck_assert_str_eq(scaled("%09.2f", 1234, true, 1000), "-00001.23");
	ck_assert_str_eq(scaled("%.3f", UINT64_MAX, false, 1000000000000ull),
			 "18446744.074");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("printf");
	TCase *tcase = tcase_create("printf");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_lengths);
	tcase_add_test(tcase, test_types);
	tcase_add_test(tcase, test_flags);
	tcase_add_test(tcase, test_against_libc);
	tcase_add_test(tcase, test_formats);
	tcase_add_test(tcase, test_strings);
	tcase_add_test(tcase, test_buffers);
	tcase_add_test(tcase, test_scaled);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
