// SPDX-License-Identifier: GPL-2.0
/*
 * print(value): every type as text and as JSON, by what bpftrace's runtime
 * tests expect of tuples, booleans, pointers, buffers and arrays.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <check.h>
#include "output/buf.h"
#include "output/clock.h"
#include "output/value.h"
#include "output_fixture.h"

/* Prints the value as text and JSON; both take the same record. */
static void expect(struct pw_type type, const void *slot, const char *text,
		   const char *json)
{
	char line[256];
	struct fixture f;
	int as_json;

	for (as_json = 0; as_json < 2; as_json++) {
		fix_init(&f);
		f.opt.format = as_json ? PW_OUTPUT_JSON : PW_OUTPUT_TEXT;
		fix_action(&f, PW_ACTION_PRINT_VALUE, NULL, &type, 1);
		fix_open(&f);
		fix_begin(&f, 0, 0);
		fix_raw(&f, slot, type.size);
		ck_assert_int_eq(fix_send(&f), 0);
		snprintf(line, sizeof(line), as_json ?
			 "{\"type\": \"value\", \"data\": %s}\n" : "%s\n",
			 as_json ? json : text);
		ck_assert_str_eq(fix_out(&f), line);
		fix_close(&f);
	}
}

static void expect_u64(struct pw_type type, uint64_t v, const char *text,
		       const char *json)
{
	expect(type, &v, text, json);
}

START_TEST(test_integers)
{
	expect_u64(fix_int(8, true), -5, "-5", "-5");
	expect_u64(fix_int(8, false), 5, "5", "5");
	expect_u64(fix_int(1, true), 0xff, "-1", "-1");
	expect_u64(fix_int(1, false), 0xff, "255", "255");
	expect_u64(fix_int(2, true), 0xfffe, "-2", "-2");
	expect_u64(fix_int(4, false), 0x1fffffffeull, "4294967294",
		   "4294967294");
	expect_u64(fix_pointer(), 0x32, "0x32", "50");
	expect_u64(fix_pointer(), 0, "0x0", "0");
	expect_u64(fix_kind(PW_TYPE_COUNT), 7, "7", "7");
	expect_u64(fix_kind(PW_TYPE_BOOL), 1, "true", "true");
	expect_u64(fix_kind(PW_TYPE_BOOL), 0, "false", "false");
	/* Beyond what a double holds: a string. */
	expect_u64(fix_int(8, false), 1ull << 53, "9007199254740992",
		   "9007199254740992");
	expect_u64(fix_int(8, false), (1ull << 53) + 1, "9007199254740993",
		   "\"9007199254740993\"");
	expect_u64(fix_int(8, false), UINT64_MAX, "18446744073709551615",
		   "\"18446744073709551615\"");
	expect_u64(fix_int(8, true), INT64_MAX, "9223372036854775807",
		   "\"9223372036854775807\"");
	expect_u64(fix_int(8, true), 1ull << 63, "-9223372036854775808",
		   "-9223372036854775808");
}
END_TEST

START_TEST(test_probes)
{
	expect_u64(fix_kind(PW_TYPE_PROBE), 1, "kretprobe:vfs_write",
		   "\"kretprobe:vfs_write\"");
	expect_u64(fix_kind(PW_TYPE_FUNC), 0, "vfs_read", "\"vfs_read\"");
	expect_u64(fix_kind(PW_TYPE_USER), 0, "root", "\"root\"");
	expect_u64(fix_kind(PW_TYPE_USER), 4294901234u, "", "\"\"");
	expect_u64(fix_kind(PW_TYPE_PROBE), UINT64_MAX, "(?)", "\"(?)\"");
}
END_TEST

static void expect_address(int family, const char *address, const char *text,
			   const char *json)
{
	uint8_t slot[24] = { 0 };
	uint64_t af = family;

	memcpy(slot, &af, sizeof(af));
	if (address)
		ck_assert_int_eq(inet_pton(family, address, slot + 8), 1);
	expect(fix_inet(), slot, text, json);
}

START_TEST(test_addresses)
{
	expect_address(AF_INET, "127.0.0.1", "127.0.0.1", "\"127.0.0.1\"");
	expect_address(AF_INET6, "::1", "::1", "\"::1\"");
	expect_address(AF_INET6, "::ffff:10.0.0.1", "::ffff:10.0.0.1",
		       "\"::ffff:10.0.0.1\"");
	expect_address(AF_INET6, "2001:db8:0:0:0:0:0:1", "2001:db8::1",
		       "\"2001:db8::1\"");
	/* No family that has addresses. */
	expect_address(0, NULL, "", "\"\"");
	expect_address(99, NULL, "", "\"\"");
}
END_TEST

START_TEST(test_bytes)
{
	static const int16_t shorts[4] = { -1, 2, 300 };
	static const uint32_t words[] = { 1, 4294967295u };

	/* buf(): text, or numbers of characters in JSON. */
	expect(fix_buf(4), "\4\0\0\0\0\0\0\0ok\0\xff\0\0\0", "ok\\x00\\xff",
	       "[111,107,0,-1]");
	/* As many as it says, but never more than it may have. */
	expect(fix_buf(4), "\2\0\0\0\0\0\0\0ok\0\xff\0\0\0", "ok",
	       "[111,107]");
	expect(fix_buf(3), "\2\0\0\0\0\0\0\1okk\0\0\0\0", "okk",
	       "[111,107,107]");
	/* An array field. */
	expect(fix_bytes(4, 1, false), "\x7f\0\0\x01\0\0\0", "[127,0,0,1]",
	       "[127,0,0,1]");
	expect(fix_bytes(6, 2, true), shorts, "[-1,2,300]", "[-1,2,300]");
	expect(fix_bytes(8, 4, false), words, "[1,4294967295]",
	       "[1,4294967295]");
	expect(fix_bytes(1, 1, false), "\x05\0\0\0\0\0\0", "[5]", "[5]");
}
END_TEST

START_TEST(test_strings)
{
	struct pw_type type = fix_string(16);
	struct fixture f;

	fix_init(&f);
	fix_action(&f, PW_ACTION_PRINT_VALUE, NULL, &type, 1);
	fix_open(&f);
	fix_begin(&f, 0, 0);
	fix_str(&f, "a b \n d e", false);
	ck_assert_int_eq(fix_send(&f), 0);
	ck_assert_str_eq(fix_out(&f), "a b \n d e\n");
	fix_begin(&f, 0, 0);
	fix_str(&f, "", false);
	ck_assert_int_eq(fix_send(&f), 0);
	ck_assert_str_eq(fix_out(&f), "\n");
	fix_begin(&f, 0, 0);
	fix_str(&f, "/usr/bin", true);
	ck_assert_int_eq(fix_send(&f), 0);
	ck_assert_str_eq(fix_out(&f), "/usr/bin..\n");
	fix_close(&f);
}
END_TEST

START_TEST(test_tuples)
{
	struct pw_type inner[2] = { fix_int(8, true), fix_int(8, true) };
	struct pw_type elems[5];
	struct pw_type type;
	struct fixture f;
	int json;

	elems[0] = fix_int(8, true);
	elems[1] = fix_kind(PW_TYPE_BOOL);
	elems[2] = fix_string(32);
	elems[3] = fix_tuple(inner, 2);
	elems[4] = fix_bytes(2, 1, false);
	type = fix_tuple(elems, 5);
	for (json = 0; json < 2; json++) {
		fix_init(&f);
		f.opt.format = json ? PW_OUTPUT_JSON : PW_OUTPUT_TEXT;
		fix_action(&f, PW_ACTION_PRINT_VALUE, NULL, &type, 1);
		fix_open(&f);
		fix_begin(&f, 0, 0);
		fix_u64(&f, 1);
		fix_u64(&f, 1);
		fix_str(&f, "with \"quotes\"", false);
		fix_u64(&f, 4);
		fix_u64(&f, -5);
		fix_raw(&f, "\x01\x02", 2);
		ck_assert_int_eq(fix_send(&f), 0);
		ck_assert_str_eq(fix_out(&f), json ?
			"{\"type\": \"value\", \"data\": "
			"[1,true,\"with \\\"quotes\\\"\",[4,-5],[1,2]]}\n" :
			"(1, true, with \"quotes\", (4, -5), [1,2])\n");
		fix_close(&f);
	}
}
END_TEST

/* The whole tuple as one segment, strings in their slots. */
START_TEST(test_raw_tuple)
{
	struct pw_type elems[2] = { fix_string(8), fix_int(8, false) };
	struct pw_type type = fix_tuple(elems, 2);
	struct fixture f;

	fix_init(&f);
	fix_action(&f, PW_ACTION_PRINT_VALUE, NULL, &type, 1);
	f.image.recs[0].n_segs = 1;
	f.image.segs[0].kind = PW_SEG_RAW;
	f.image.segs[0].size = 16;
	fix_open(&f);
	fix_begin(&f, 0, 0);
	fix_raw(&f, "ab\0\0\0\0\0\1", 8);
	fix_u64(&f, 9);
	ck_assert_int_eq(fix_send(&f), 0);
	ck_assert_str_eq(fix_out(&f), "(ab.., 9)\n");
	/* No NUL anywhere: the slot ends it. */
	fix_begin(&f, 0, 0);
	fix_raw(&f, "abcdefgh", 8);
	fix_u64(&f, 9);
	ck_assert_int_eq(fix_send(&f), 0);
	ck_assert_str_eq(fix_out(&f), "(abcdefgh, 9)\n");
	fix_close(&f);
}
END_TEST

static const char *at(const char *format, uint64_t nsecs)
{
	static char text[256];
	struct pw_buf buf = { NULL, 0, 0, false };
	struct pw_clock clock;

	memset(&clock, 0, sizeof(clock));
	clock.offset = 1000000000ll * 1700000000;
	if (!pw_clock_format(&clock, &buf, format, nsecs)) {
		pw_buf_free(&buf);
		return NULL;
	}
	ck_assert_int_lt(buf.len, sizeof(text));
	memcpy(text, buf.data, buf.len);
	text[buf.len] = '\0';
	pw_buf_free(&buf);
	return text;
}

/* 1700000000 is 2023-11-14 22:13:20 UTC. */
START_TEST(test_times)
{
	uint64_t second = 1000000000ull;
	char *much;

	ck_assert_str_eq(at("%H:%M:%S", 0), "22:13:20");
	ck_assert_str_eq(at("%H:%M:%S", 41 * second - 1), "22:14:00");
	ck_assert_str_eq(at("%m/%d/%y", 0), "11/14/23");
	ck_assert_str_eq(at("%s.%f", 123000), "1700000000.000123");
	ck_assert_str_eq(at("%S %f", second + 999999999), "21 999999");
	ck_assert_str_eq(at("%k %l", 1234567), "001234567 001");
	ck_assert_str_eq(at("%%f %Y", 0), "%f 2023");
	ck_assert_str_eq(at("no time", 0), "no time");
	/* Before 1970, and as far back as it goes. */
	ck_assert_str_eq(at("%F %T.%k", -1700000001ull * second + 1),
			 "1969-12-31 23:59:59.000000001");
	ck_assert_str_eq(at("%F %l", (1ull << 63) - 1700000000ull * second),
			 "1677-09-21 145");
	ck_assert(at("", 0) == NULL);
	much = calloc(1, 4096);
	ck_assert(much != NULL);
	memset(much, 'X', 4095);
	ck_assert(at(much, 0) == NULL);
	free(much);
}
END_TEST

START_TEST(test_time_values)
{
	struct pw_type type = fix_kind(PW_TYPE_TIME);
	struct fixture f;
	struct timespec ts;
	char today[32];
	time_t now;

	type.format = "%Y-%m";
	ck_assert_int_eq(clock_gettime(CLOCK_MONOTONIC, &ts), 0);
	now = time(NULL);
	strftime(today, sizeof(today), "%Y-%m\n", localtime(&now));
	fix_init(&f);
	fix_action(&f, PW_ACTION_PRINT_VALUE, NULL, &type, 1);
	fix_action(&f, PW_ACTION_TIME, "%Y-%m\n", NULL, 0);
	fix_open(&f);
	fix_begin(&f, 0, 0);
	fix_u64(&f, ts.tv_sec * 1000000000ull + ts.tv_nsec);
	ck_assert_int_eq(fix_send(&f), 0);
	ck_assert_str_eq(fix_out(&f), today);
	fix_begin(&f, 1, ts.tv_sec * 1000000000ull + ts.tv_nsec);
	ck_assert_int_eq(fix_send(&f), 0);
	ck_assert_str_eq(fix_out(&f), today);
	fix_close(&f);
}
END_TEST

START_TEST(test_type_check)
{
	struct pw_type elems[2] = { fix_int(8, true), fix_string(16) };
	struct pw_type type = fix_tuple(elems, 2);

	ck_assert(pw_type_check(&type));
	type.size += 8;
	ck_assert(!pw_type_check(&type));
	type = fix_int(3, true);
	ck_assert(!pw_type_check(&type));
	type = fix_int(8, true);
	type.size = 16;
	ck_assert(!pw_type_check(&type));
	type = fix_string(12);
	ck_assert(!pw_type_check(&type));
	type = fix_string(0);
	ck_assert(!pw_type_check(&type));
	type = fix_bytes(6, 4, false);
	ck_assert(!pw_type_check(&type));
	type = fix_bytes(8, 4, false);
	type.length = 12;
	ck_assert(!pw_type_check(&type));
	type = fix_kind(PW_TYPE_TIME);
	ck_assert(!pw_type_check(&type));
	type = fix_kind(PW_TYPE_PORTS);
	ck_assert(!pw_type_check(&type));
	/* A tuple that holds itself. */
	type = fix_kind(PW_TYPE_TUPLE);
	type.n_elems = 1;
	type.elems = &type;
	ck_assert(!pw_type_check(&type));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("values");
	TCase *tcase = tcase_create("values");
	SRunner *runner;
	int failed;

	setenv("TZ", "UTC", 1);
	tcase_add_test(tcase, test_integers);
	tcase_add_test(tcase, test_probes);
	tcase_add_test(tcase, test_addresses);
	tcase_add_test(tcase, test_bytes);
	tcase_add_test(tcase, test_strings);
	tcase_add_test(tcase, test_tuples);
	tcase_add_test(tcase, test_raw_tuple);
	tcase_add_test(tcase, test_times);
	tcase_add_test(tcase, test_time_values);
	tcase_add_test(tcase, test_type_check);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
