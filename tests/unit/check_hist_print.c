// SPDX-License-Identifier: GPL-2.0
/*
 * Aggregates as JSON, their order, top and div; by bpftrace's runtime tests.
 * What scripts print as text is in check_script_agg.c.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <check.h>
#include "output_fixture.h"

#define MAX_WORDS	64

static struct pw_type type_of(enum pw_type_kind kind, bool is_signed)
{
	struct pw_type type = fix_kind(kind);

	type.size = kind == PW_TYPE_STATS ? 16 : 8;
	type.is_signed = is_signed;
	return type;
}

/* A map of words: its key, if any, is a 64-bit number. */
struct print {
	struct pw_type value;
	bool keyed, json;
	int64_t arg[3];
	uint32_t top, div;
	uint64_t words[MAX_WORDS];
	size_t n;
	const char *text;
};

static void check(const struct print *p)
{
	struct pw_type key = fix_int(8, true);
	struct fixture f;

	fix_init(&f);
	f.opt.format = p->json ? PW_OUTPUT_JSON : PW_OUTPUT_TEXT;
	fix_map(&f, "h", &key, p->keyed, p->value);
	memcpy(f.maps[0].arg, p->arg, sizeof(p->arg));
	fix_open(&f);
	ck_assert_int_eq(pw_output_map(f.o, 0, p->words, 8 * p->n, p->top,
				       p->div), 0);
	ck_assert_str_eq(fix_out(&f), p->text);
	fix_close(&f);
}

#define HEAD(type)	"{\"type\": \"" type "\", \"data\": {\"@h\": "

START_TEST(test_hist)
{
	struct print p = {
		type_of(PW_TYPE_HIST, false), false, true, { 0 }, 0, 0,
		{ 0, 1, 1, 4, 3, 2 }, 6,
		HEAD("hist") "[{\"max\": -1, \"count\": 1},"
		"{\"min\": 0, \"max\": 0, \"count\": 4},"
		"{\"min\": 1, \"max\": 1, \"count\": 0},"
		"{\"min\": 2, \"max\": 3, \"count\": 2}]}}\n"
	};

	check(&p);
	p.div = 2;
	p.text = HEAD("hist") "[{\"max\": -1, \"count\": 0},"
		 "{\"min\": 0, \"max\": 0, \"count\": 2},"
		 "{\"min\": 1, \"max\": 1, \"count\": 0},"
		 "{\"min\": 2, \"max\": 3, \"count\": 1}]}}\n";
	check(&p);
	/* 10 G is in [8 G, 16 G): 34 + 1 is its bucket's number. */
	p.div = 0;
	p.words[0] = 35;
	p.n = 2;
	p.text = HEAD("hist") "[{\"min\": 8589934592, \"max\": 17179869183, "
		 "\"count\": 1}]}}\n";
	check(&p);
	/* Zeroed, and never set. */
	p.words[1] = 0;
	p.text = HEAD("hist") "[]}}\n";
	check(&p);
	p.n = 0;
	p.text = "";
	check(&p);
}
END_TEST

START_TEST(test_hist_keys)
{
	struct print p = {
		type_of(PW_TYPE_HIST, false), true, true, { 3, 0, 0 }, 0, 0,
		/* key, bucket, count: the greatest total is last */
		{ 7, 9, 2,  5, 17, 1,  7, 10, 3,  6, 8, 4 }, 12,
		HEAD("hist") "{\"5\": [{\"min\": 16, \"max\": 17, \"count\": "
		"1}], \"6\": [{\"min\": 7, \"max\": 7, \"count\": 4}], \"7\": "
		"[{\"min\": 8, \"max\": 8, \"count\": 2},{\"min\": 9, "
		"\"max\": 9, \"count\": 3}]}}}\n"
	};

	check(&p);
	p.top = 2;
	p.text = HEAD("hist") "{\"6\": [{\"min\": 7, \"max\": 7, \"count\": "
		 "4}], \"7\": [{\"min\": 8, \"max\": 8, \"count\": 2},"
		 "{\"min\": 9, \"max\": 9, \"count\": 3}]}}}\n";
	check(&p);
	p.top = 1;
	p.json = false;
	p.text = "@h[7]:\n"
		 "[8]                    2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@"
		 "                  |\n"
		 "[9]                    3 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@"
		 "@@@@@@@@@@@@@@@@@@|\n\n";
	check(&p);
	p.n = 0;
	p.text = "";
	check(&p);
}
END_TEST

START_TEST(test_lhist)
{
	struct print p = {
		type_of(PW_TYPE_LHIST, false), false, true, { 0, 20, 10 }, 0,
		5, { 0, 2, 1, 1, 3, 7 }, 6,
		HEAD("hist") "[{\"max\": -1, \"count\": 2},"
		"{\"min\": 0, \"max\": 9, \"count\": 1},"
		"{\"min\": 10, \"max\": 19, \"count\": 0},"
		"{\"min\": 20, \"count\": 7}]}}\n"
	};

	check(&p);
	/* Only what is above. */
	p.words[0] = 3;
	p.n = 2;
	p.text = HEAD("hist") "[{\"min\": 20, \"count\": 2}]}}\n";
	check(&p);
	/* A range that the width does not divide: [9, 12) would pass 10. */
	p.arg[1] = 10;
	p.arg[2] = 3;
	p.words[0] = 4;
	p.text = HEAD("hist") "[{\"min\": 9, \"count\": 2}]}}\n";
	check(&p);
}
END_TEST

START_TEST(test_stats)
{
	struct print p = {
		type_of(PW_TYPE_STATS, true), false, true, { 0 }, 0, 0,
		{ 12, 2 }, 2,
		HEAD("stats") "{\"count\": 2, \"average\": 6, \"total\": "
		"12}}}\n"
	};

	check(&p);
	p.keyed = true;
	p.words[0] = 1, p.words[1] = (uint64_t)-9, p.words[2] = 2;
	p.words[3] = 4, p.words[4] = (uint64_t)-5, p.words[5] = 1;
	p.n = 6;
	p.text = HEAD("stats") "{\"4\": {\"count\": 1, \"average\": -5, "
		 "\"total\": -5}, \"1\": {\"count\": 2, \"average\": -4, "
		 "\"total\": -9}}}}\n";
	check(&p);
	p.value = type_of(PW_TYPE_AVG, true);
	p.text = HEAD("stats") "{\"4\": -5, \"1\": -4}}}\n";
	check(&p);
	p.value = type_of(PW_TYPE_AVG, false);
	p.json = false;
	p.div = 2;
	p.words[1] = 9, p.words[4] = 100;
	p.text = "@h[1]: 2\n@h[4]: 50\n";
	check(&p);
	p.json = true;
	p.n = 0;
	p.text = HEAD("stats") "{}}}\n";
	check(&p);
}
END_TEST

/* What the compiler would not make is not taken. */
START_TEST(test_bad_args)
{
	static const struct {
		enum pw_type_kind kind;
		int64_t arg[3];
	} bad[] = {
		{ PW_TYPE_HIST, { 6, 0, 0 } }, { PW_TYPE_HIST, { -1, 0, 0 } },
		{ PW_TYPE_LHIST, { 0, 10, 0 } },
		{ PW_TYPE_LHIST, { 10, 0, 1 } },
		{ PW_TYPE_LHIST, { 0, INT64_MAX, 1 } },
	};
	struct fixture f;

	fix_init(&f);
	fix_map(&f, "h", NULL, 0, type_of(bad[_i].kind, false));
	memcpy(f.maps[0].arg, bad[_i].arg, sizeof(bad[_i].arg));
	ck_assert(!pw_output_new(&f.prog, &f.opt, stdout, stderr));
	ck_assert_int_eq(errno, EINVAL);
}
END_TEST

/* A bucket that is not there, an entry that is cut. */
START_TEST(test_bad_entries)
{
	struct print p = {
		type_of(PW_TYPE_HIST, false), false, true, { 0 }, 0, 0,
		{ ~0ull, 1, 65, 1, 64, 1 }, 6,
		HEAD("hist") "[{\"min\": 4611686018427387904, \"max\": "
		"\"9223372036854775807\", \"count\": 1}]}}\n"
	};
	struct fixture f;

	check(&p);
	fix_init(&f);
	fix_map(&f, "h", NULL, 0, p.value);
	fix_open(&f);
	ck_assert_int_eq(pw_output_map(f.o, 0, p.words, 24, 0, 0), -EINVAL);
	fix_close(&f);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hist");
	TCase *tcase = tcase_create("hist");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_hist);
	tcase_add_test(tcase, test_hist_keys);
	tcase_add_test(tcase, test_lhist);
	tcase_add_test(tcase, test_stats);
	tcase_add_loop_test(tcase, test_bad_args, 0, 5);
	tcase_add_test(tcase, test_bad_entries);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
