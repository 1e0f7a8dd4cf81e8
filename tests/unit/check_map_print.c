// SPDX-License-Identifier: GPL-2.0
/*
 * Maps: order, keys, top and div, what is printed of empty ones; by the samples
 * of bpftrace and its runtime tests.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <check.h>
#include "output_fixture.h"

#define MAX_BLOB	1024

/* Entries as MAP_READ gives them. */
struct blob {
	uint8_t bytes[MAX_BLOB];
	size_t len;
};

static void add_u64(struct blob *b, uint64_t v)
{
	ck_assert_int_le(b->len + sizeof(v), sizeof(b->bytes));
	memcpy(b->bytes + b->len, &v, sizeof(v));
	b->len += sizeof(v);
}

static void add_str(struct blob *b, const char *text, size_t size)
{
	ck_assert_int_le(b->len + size, sizeof(b->bytes));
	memset(b->bytes + b->len, 0, size);
	memcpy(b->bytes + b->len, text, strlen(text));
	b->len += size;
}

/* Prints it as print(@m, top, div) does, or at the end. */
static void expect(const char *name, const struct pw_type *keys, uint32_t n,
		   struct pw_type value, const struct blob *b, bool json,
		   uint32_t top, uint32_t div, const char *expected)
{
	struct fixture f;

	fix_init(&f);
	f.opt.format = json ? PW_OUTPUT_JSON : PW_OUTPUT_TEXT;
	fix_map(&f, name, keys, n, value);
	fix_open(&f);
	ck_assert_int_eq(pw_output_map(f.o, 0, b->bytes, b->len, top, div), 0);
	ck_assert_str_eq(fix_out(&f), expected);
	if (!top && !div && b->len) {
		ck_assert_int_eq(pw_output_map_exit(f.o, 0, b->bytes, b->len),
				 0);
		ck_assert_str_eq(fix_out(&f), expected);
	}
	fix_close(&f);
}

START_TEST(test_count_by_comm)
{
	struct pw_type key = fix_string(16);
	struct pw_type value = fix_kind(PW_TYPE_COUNT);
	struct blob b = { { 0 }, 0 };

	add_str(&b, "dd", 16), add_u64(&b, 742);
	add_str(&b, "bash", 16), add_u64(&b, 2);
	add_str(&b, "cat", 16), add_u64(&b, 103);
	add_str(&b, "sleep", 16), add_u64(&b, 42);
	add_str(&b, "ls", 16), add_u64(&b, 98);
	expect("", &key, 1, value, &b, false, 0, 0,
	       "@[bash]: 2\n@[sleep]: 42\n@[ls]: 98\n@[cat]: 103\n"
	       "@[dd]: 742\n");
	expect("", &key, 1, value, &b, true, 0, 0,
	       "{\"type\": \"map\", \"data\": {\"@\": {\"bash\": 2, "
	       "\"sleep\": 42, \"ls\": 98, \"cat\": 103, \"dd\": 742}}}\n");
	expect("x", &key, 1, value, &b, false, 2, 10,
	       "@x[cat]: 10\n@x[dd]: 74\n");
	expect("x", &key, 1, value, &b, true, 1, 0,
	       "{\"type\": \"map\", \"data\": {\"@x\": {\"dd\": 742}}}\n");
	expect("", &key, 1, value, &b, false, 5, 0,
	       "@[bash]: 2\n@[sleep]: 42\n@[ls]: 98\n@[cat]: 103\n"
	       "@[dd]: 742\n");
	expect("", &key, 1, value, &b, false, 100, 100,
	       "@[bash]: 0\n@[sleep]: 0\n@[ls]: 0\n@[cat]: 1\n@[dd]: 7\n");
}
END_TEST

START_TEST(test_scalars)
{
	struct pw_type count = fix_kind(PW_TYPE_COUNT);
	struct blob b = { { 0 }, 0 };
	struct blob text = { { 0 }, 0 };

	add_u64(&b, -11);
	expect("", NULL, 0, fix_int(8, true), &b, false, 0, 0, "@: -11\n");
	expect("scalar", NULL, 0, fix_int(8, true), &b, true, 0, 0,
	       "{\"type\": \"map\", \"data\": {\"@scalar\": -11}}\n");
	expect("", NULL, 0, fix_int(8, true), &b, false, 0, 5, "@: -2\n");
	b.len = 0;
	add_u64(&b, 266);
	expect("c", NULL, 0, count, &b, false, 0, 0, "@c: 266\n");
	add_str(&text, "a b \n d e", 16);
	expect("scalar_str", NULL, 0, fix_string(16), &text, true, 0, 0,
	       "{\"type\": \"map\", \"data\": {\"@scalar_str\": "
	       "\"a b \\n d e\"}}\n");
	b.len = 0;
	add_u64(&b, 0x32);
	expect("", NULL, 0, fix_pointer(), &b, false, 0, 0, "@: 0x32\n");
	expect("", NULL, 0, fix_pointer(), &b, true, 0, 0,
	       "{\"type\": \"map\", \"data\": {\"@\": 50}}\n");
}
END_TEST

/* A scalar that was never set: zero for print(), nothing at the end. */
START_TEST(test_empty)
{
	struct pw_type key = fix_int(8, true);
	struct fixture f;
	int json;

	for (json = 0; json < 2; json++) {
		fix_init(&f);
		f.opt.format = json ? PW_OUTPUT_JSON : PW_OUTPUT_TEXT;
		fix_map(&f, "c", NULL, 0, fix_kind(PW_TYPE_COUNT));
		fix_map(&f, "s", NULL, 0, fix_string(16));
		fix_map(&f, "k", &key, 1, fix_kind(PW_TYPE_COUNT));
		fix_open(&f);
		ck_assert_int_eq(pw_output_map(f.o, 0, NULL, 0, 0, 0), 0);
		ck_assert_str_eq(fix_out(&f), json ?
			"{\"type\": \"map\", \"data\": {\"@c\": 0}}\n" :
			"@c: 0\n");
		ck_assert_int_eq(pw_output_map(f.o, 1, NULL, 0, 0, 0), 0);
		ck_assert_str_eq(fix_out(&f), json ?
			"{\"type\": \"map\", \"data\": {\"@s\": \"\"}}\n" :
			"@s: \n");
		ck_assert_int_eq(pw_output_map(f.o, 2, NULL, 0, 0, 0), 0);
		ck_assert_int_eq(pw_output_map_exit(f.o, 0, NULL, 0), 0);
		ck_assert_int_eq(pw_output_map_exit(f.o, 1, NULL, 0), 0);
		ck_assert_int_eq(pw_output_map_exit(f.o, 2, NULL, 0), 0);
		ck_assert_str_eq(fix_out(&f), "");
		fix_close(&f);
	}
}
END_TEST

START_TEST(test_several_keys)
{
	struct pw_type keys[2] = { fix_string(16), fix_int(4, true) };
	struct blob b = { { 0 }, 0 };

	/* Equal values: by the keys, first one first. */
	add_str(&b, "ls", 16), add_u64(&b, 1377), add_u64(&b, 2772);
	add_str(&b, "dd", 16), add_u64(&b, 1386), add_u64(&b, 150832);
	add_str(&b, "ls", 16), add_u64(&b, 1373), add_u64(&b, 2772);
	add_str(&b, "bash", 16), add_u64(&b, -1), add_u64(&b, 5);
	add_str(&b, "cat", 16), add_u64(&b, 1400), add_u64(&b, 2772);
	expect("t", keys, 2, fix_int(8, true), &b, false, 0, 0,
	       "@t[bash, -1]: 5\n@t[cat, 1400]: 2772\n@t[ls, 1373]: 2772\n"
	       "@t[ls, 1377]: 2772\n@t[dd, 1386]: 150832\n");
	expect("t", keys, 2, fix_int(8, true), &b, true, 2, 0,
	       "{\"type\": \"map\", \"data\": {\"@t\": {\"ls,1377\": 2772, "
	       "\"dd,1386\": 150832}}}\n");
}
END_TEST

/* Values that are no numbers: by the keys, as signed numbers. */
START_TEST(test_by_key)
{
	struct pw_type key = fix_int(8, false), small = fix_int(2, false);
	struct blob b = { { 0 }, 0 };

	add_u64(&b, 3), add_str(&b, "SYN_RECV", 16);
	add_u64(&b, UINT64_MAX), add_str(&b, "none", 16);
	add_u64(&b, 1), add_str(&b, "ESTABLISHED", 16);
	expect("state", &key, 1, fix_string(16), &b, false, 0, 0,
	       "@state[18446744073709551615]: none\n@state[1]: ESTABLISHED\n"
	       "@state[3]: SYN_RECV\n");
	expect("state", &key, 1, fix_string(16), &b, true, 1, 0,
	       "{\"type\": \"map\", \"data\": {\"@state\": "
	       "{\"3\": \"SYN_RECV\"}}}\n");
	b.len = 0;
	add_u64(&b, 40000), add_str(&b, "a", 16);
	add_u64(&b, 2), add_str(&b, "b", 16);
	expect("", &small, 1, fix_string(16), &b, false, 0, 0,
	       "@[40000]: a\n@[2]: b\n");
}
END_TEST

START_TEST(test_signs)
{
	struct pw_type key = fix_int(8, true);
	struct blob b = { { 0 }, 0 };

	add_u64(&b, 1), add_u64(&b, -1);
	add_u64(&b, 2), add_u64(&b, 1);
	expect("", &key, 1, fix_int(8, true), &b, false, 0, 0,
	       "@[1]: -1\n@[2]: 1\n");
	expect("", &key, 1, fix_int(8, false), &b, false, 0, 0,
	       "@[2]: 1\n@[1]: 18446744073709551615\n");
	expect("", &key, 1, fix_int(4, false), &b, false, 0, 0,
	       "@[2]: 1\n@[1]: 4294967295\n");
}
END_TEST

START_TEST(test_tuples)
{
	struct pw_type elems[2] = { fix_int(8, true), fix_string(8) };
	struct pw_type tuple = fix_tuple(elems, 2);
	struct pw_type str = fix_string(16);
	struct blob b = { { 0 }, 0 };

	/* As a key its parentheses go, as a value they stay. */
	add_u64(&b, 2), add_str(&b, "hi", 8);
	add_u64(&b, 7), add_str(&b, "a b", 8);
	add_u64(&b, 1), add_str(&b, "z", 8);
	add_u64(&b, 8), add_str(&b, "c", 8);
	expect("", &tuple, 1, tuple, &b, false, 0, 0,
	       "@[1, z]: (8, c)\n@[2, hi]: (7, a b)\n");
	expect("", &tuple, 1, tuple, &b, true, 0, 0,
	       "{\"type\": \"map\", \"data\": {\"@\": {\"1,z\": [8,\"c\"], "
	       "\"2,hi\": [7,\"a b\"]}}}\n");
	/* So do those of a string, and blanks in JSON. */
	b.len = 0;
	add_str(&b, "(sd pam)", 16), add_u64(&b, 1);
	expect("", &str, 1, fix_kind(PW_TYPE_COUNT), &b, false, 0, 0,
	       "@[sd pam]: 1\n");
	expect("", &str, 1, fix_kind(PW_TYPE_COUNT), &b, true, 0, 0,
	       "{\"type\": \"map\", \"data\": {\"@\": {\"sdpam\": 1}}}\n");
}
END_TEST

START_TEST(test_bool_keys)
{
	struct pw_type key = fix_kind(PW_TYPE_BOOL);
	struct blob b = { { 0 }, 0 };

	add_u64(&b, 1), add_u64(&b, 0);
	expect("a", &key, 1, fix_kind(PW_TYPE_BOOL), &b, false, 0, 0,
	       "@a[true]: false\n");
}
END_TEST

/* More than is put together before a write. */
START_TEST(test_many)
{
	enum { N = 20000 };
	struct pw_type key = fix_int(8, true);
	uint64_t *entries = calloc(N, 16);
	struct fixture f;
	const char *line;
	char expected[64];
	int i;

	ck_assert(entries != NULL);
	for (i = 0; i < N; i++) {
		entries[2 * i] = i;
		entries[2 * i + 1] = N - i;
	}
	fix_init(&f);
	fix_map(&f, "m", &key, 1, fix_kind(PW_TYPE_COUNT));
	fix_open(&f);
	ck_assert_int_eq(pw_output_map(f.o, 0, entries, N * 16, 0, 0), 0);
	line = fix_out(&f);
	for (i = 1; i <= N; i++) {
		snprintf(expected, sizeof(expected), "@m[%d]: %d\n", N - i, i);
		ck_assert_int_eq(strncmp(line, expected, strlen(expected)), 0);
		line += strlen(expected);
	}
	ck_assert_str_eq(line, "");
	fix_close(&f);
	free(entries);
}
END_TEST

START_TEST(test_order_of_maps)
{
	struct fixture f;
	uint32_t order[4];

	fix_init(&f);
	fix_map(&f, "mi", NULL, 0, fix_int(8, true));
	fix_map(&f, "", NULL, 0, fix_int(8, true));
	fix_map(&f, "t", NULL, 0, fix_int(8, true));
	fix_map(&f, "m", NULL, 0, fix_int(8, true));
	fix_open(&f);
	pw_output_map_order(f.o, order);
	ck_assert_int_eq(order[0], 1);
	ck_assert_int_eq(order[1], 3);
	ck_assert_int_eq(order[2], 0);
	ck_assert_int_eq(order[3], 2);
	ck_assert_int_eq(pw_output_end(f.o), 0);
	ck_assert_str_eq(fix_out(&f), "\n\n");
	fix_close(&f);
}
END_TEST

START_TEST(test_bad_input)
{
	struct pw_type key = fix_int(8, true);
	uint64_t entries[3] = { 1, 2, 3 };
	struct fixture f;

	fix_init(&f);
	fix_map(&f, "k", &key, 1, fix_kind(PW_TYPE_COUNT));
	fix_map(&f, "c", NULL, 0, fix_kind(PW_TYPE_COUNT));
	fix_open(&f);
	ck_assert_int_eq(pw_output_map(f.o, 2, entries, 8, 0, 0), -EINVAL);
	ck_assert_int_eq(pw_output_map(f.o, 0, entries, 24, 0, 0), -EINVAL);
	ck_assert_int_eq(pw_output_map(f.o, 0, entries, 15, 0, 0), -EINVAL);
	ck_assert_int_eq(pw_output_map(f.o, 1, entries, 16, 0, 0), -EINVAL);
	ck_assert_str_eq(fix_out(&f), "");
	fix_close(&f);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("maps");
	TCase *tcase = tcase_create("maps");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_count_by_comm);
	tcase_add_test(tcase, test_scalars);
	tcase_add_test(tcase, test_empty);
	tcase_add_test(tcase, test_several_keys);
	tcase_add_test(tcase, test_by_key);
	tcase_add_test(tcase, test_signs);
	tcase_add_test(tcase, test_tuples);
	tcase_add_test(tcase, test_bool_keys);
	tcase_add_test(tcase, test_many);
	tcase_add_test(tcase, test_order_of_maps);
	tcase_add_test(tcase, test_bad_input);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
