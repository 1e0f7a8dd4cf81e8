/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sums, averages, minima, maxima and histograms: several CPUs' parts are one,
 * zeroed, cleared and deleted like any value.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include "engine_map.h"

#define S(n)	((u64)(s64)(n))
#define SIGNED	PW_MAP_F_SIGNED

/* What CPU 0, 1, 2, … add, and what all of them have. */
static const struct row {
	u32 kind, flags;
	u32 n;
	u64 v[6];
	u64 number;
	u64 value[2];
} rows[] = {
	{ PW_MAP_SUM, 0, 3, { 1, 2, 3 }, 6, { 6, 0 } },
	{ PW_MAP_SUM, SIGNED, 3, { S(-1), 2, S(-8) }, S(-7), { S(-7), 0 } },
	{ PW_MAP_SUM, 0, 1, { 0 }, 0, { 0, 0 } },
	{ PW_MAP_AVG, 0, 3, { 1, 2, 5 }, 2, { 8, 3 } },
	{ PW_MAP_AVG, SIGNED, 3, { S(-1), S(-2), S(-5) }, S(-2),
	  { S(-8), 3 } },
	{ PW_MAP_AVG, 0, 2, { S(-1), S(-3) }, S(-4) / 2, { S(-4), 2 } },
	{ PW_MAP_MIN, 0, 3, { 2, 1, 3 }, 1, { 1, 0 } },
	{ PW_MAP_MIN, 0, 2, { S(-1), S(-1) }, S(-1), { S(-1), 0 } },
	{ PW_MAP_MIN, 0, 2, { S(-1), 7 }, 7, { 7, 0 } },
	{ PW_MAP_MIN, SIGNED, 3, { 4, S(-9), 0 }, S(-9), { S(-9), 0 } },
	{ PW_MAP_MIN, SIGNED, 1, { INT64_MAX }, INT64_MAX,
	  { INT64_MAX, 0 } },
	{ PW_MAP_MAX, 0, 3, { 2, S(-1), 3 }, S(-1), { S(-1), 0 } },
	{ PW_MAP_MAX, SIGNED, 3, { 2, S(-1), 3 }, 3, { 3, 0 } },
	{ PW_MAP_MAX, SIGNED, 5, { S(-7), S(-3), S(-3), S(-4), S(-9) }, S(-3),
	  { S(-3), 0 } },
	{ PW_MAP_MAX, SIGNED, 1, { (u64)INT64_MIN }, (u64)INT64_MIN,
	  { (u64)INT64_MIN, 0 } },
	{ PW_MAP_MAX, 0, 1, { 0 }, 0, { 0, 0 } },
};

static void add_all(const struct row *row)
{
	u32 i;

	for (i = 0; i < row->n; i++) {
		pw_host.cpu = i % CPUS;
		op(AGG, 5, row->v[i]);
	}
	pw_host.cpu = 0;
}

/* The one entry's value; false if there is none. */
static bool value(u64 *to)
{
	u32 words = MAP->key_words + MAP->value_words;
	u64 buf[8];
	u32 pos = 0;
	u32 got = pw_map_read(MAP, &pos, buf, sizeof(buf));

	if (!got)
		return false;
	must(got == 8 * words);
	to[1] = 0;
	memcpy(to, buf + MAP->key_words, 8 * MAP->value_words);
	return true;
}

/* In every form: with and without a key, deletable or not. */
START_TEST(test_values)
{
	const struct row *row = &rows[_i / 4];
	u32 flags = row->flags | (_i & 1 ? PW_MAP_F_DELETE : 0);
	u32 key_size = _i & 2 ? 16 : 0;
	u64 v[2];

	make(row->kind, key_size, row->kind == PW_MAP_AVG ? 16 : 8,
	     key_size ? 4 : 1, flags);
	ck_assert(!value(v));
	ck_assert(op(GET, 5, 0) == 0);
	add_all(row);
	ck_assert_msg(op(GET, 5, 0) == row->number, "%d: %lld", _i,
		      op(GET, 5, 0));
	ck_assert(value(v));
	ck_assert_msg(v[0] == row->value[0], "%d: %lld", _i, v[0]);
	ck_assert(v[1] == row->value[1]);
	ck_assert_int_eq(pw_map_zero(MAP), 0);
	ck_assert(value(v));
	ck_assert(!v[0] && !v[1] && op(GET, 5, 0) == 0);
	/* Nothing is left of what was before. */
	op(AGG, 5, row->v[0]);
	ck_assert(op(GET, 5, 0) == row->v[0]);
	if (key_size)
		ck_assert(op(HAS, 5, 0) == 1 && op(HAS, 6, 0) == 0);
	if (flags & PW_MAP_F_DELETE) {
		ck_assert(op(DEL, 5, 0) == 1 && op(DEL, 5, 0) == 0);
		ck_assert(!value(v) && op(GET, 5, 0) == 0);
		op(AGG, 5, row->v[0]);
		ck_assert(op(GET, 5, 0) == row->v[0]);
	}
	ck_assert_int_eq(pw_map_clear(MAP), 0);
	ck_assert(!value(v));
	ei_unload(&load);
}
END_TEST

/* 1 + the power of two that is not above; 0 is for negative numbers. */
static const struct {
	s64 v;
	u32 bits;
	u64 bucket;
} buckets[] = {
	{ -1, 0, 0 }, { INT64_MIN, 5, 0 }, { 0, 0, 1 }, { 1, 0, 2 },
	{ 2, 0, 3 }, { 3, 0, 3 }, { 4, 0, 4 }, { 7, 0, 4 }, { 8, 0, 5 },
	{ 1023, 0, 11 }, { 1024, 0, 12 }, { INT64_MAX, 0, 64 },
	/* bpftrace's own example: 224 begins the interval 27 of 2 bits. */
	{ 223, 2, 27 }, { 224, 2, 28 }, { 255, 2, 28 }, { 256, 2, 29 },
	{ 0, 2, 1 }, { 3, 2, 4 }, { 4, 2, 5 }, { 7, 2, 8 }, { 8, 2, 9 },
	{ 9, 2, 9 }, { 10, 2, 10 }, { 31, 5, 32 }, { 32, 5, 33 },
	{ 63, 5, 64 }, { 64, 5, 65 }, { INT64_MAX, 5, 59 * 32 },
};

START_TEST(test_buckets)
{
	u64 buf[4];
	u32 pos = 0;

	map_arg[0] = buckets[_i].bits;
	make(PW_MAP_HIST, 16, 8, 4, 0);
	op(HIST, 5, buckets[_i].v);
	pw_host.cpu = 2;
	op(HIST, 5, buckets[_i].v);
	ck_assert_int_eq(pw_map_read(MAP, &pos, buf, sizeof(buf)), 24);
	ck_assert_int_eq(buf[0], 5);
	ck_assert_msg(buf[1] == buckets[_i].bucket, "%lld: %llu",
		      (long long)buckets[_i].v, buf[1]);
	ck_assert_int_eq(buf[2], 2);
	ei_unload(&load);
	map_arg[0] = 0;
}
END_TEST

static const struct {
	s64 arg[3];
	s64 v;
	u64 bucket;
} linear[] = {
	{ { 0, 10, 2 }, -1, 0 }, { { 0, 10, 2 }, 0, 1 },
	{ { 0, 10, 2 }, 1, 1 }, { { 0, 10, 2 }, 2, 2 },
	{ { 0, 10, 2 }, 9, 5 }, { { 0, 10, 2 }, 10, 6 },
	{ { 0, 10, 2 }, INT64_MAX, 6 }, { { 0, 10, 2 }, INT64_MIN, 0 },
	{ { 5, 10, 3 }, 4, 0 }, { { 5, 10, 3 }, 8, 2 },
	{ { 5, 10, 3 }, 100, 2 }, { { 7, 1007, 1 }, 1007, 1001 },
};

START_TEST(test_linear)
{
	u64 buf[3];
	u32 pos = 0;

	memcpy(map_arg, linear[_i].arg, sizeof(map_arg));
	make(PW_MAP_LHIST, 8, 8, 4, 0);
	op(HIST, 0, linear[_i].v);
	ck_assert_int_eq(pw_map_read(MAP, &pos, buf, sizeof(buf)), 16);
	ck_assert_msg(buf[0] == linear[_i].bucket, "%d: %llu", _i, buf[0]);
	ck_assert_int_eq(pw_map_zero(MAP), 0);
	pos = 0;
	ck_assert_int_eq(pw_map_read(MAP, &pos, buf, sizeof(buf)), 16);
	ck_assert_int_eq(buf[1], 0);
	ei_unload(&load);
	memset(map_arg, 0, sizeof(map_arg));
}
END_TEST

#define EACH 100000

static void *adder(void *arg)
{
	u64 cpu = (long)arg;
	u64 i;

	pw_host.cpu = cpu;
	for (i = 0; i < EACH; i++)
		op(AGG, i % 7, i * CPUS + cpu);
	return NULL;
}

/* All numbers below CPUS * EACH, once each. */
START_TEST(test_threads)
{
	static const u32 kinds[] = { PW_MAP_SUM, PW_MAP_MIN, PW_MAP_MAX };
	u64 n = CPUS * EACH;
	u64 of_key[7] = { 0 };
	pthread_t t[CPUS];
	u64 sum;
	long i;

	make(kinds[_i / 2], 8, 8, 7, _i & 1 ? PW_MAP_F_DELETE : 0);
	for (i = 0; i < CPUS; i++)
		ck_assert(!pthread_create(&t[i], NULL, adder, (void *)i));
	for (i = 0; i < CPUS; i++)
		pthread_join(t[i], NULL);
	ck_assert_int_eq(entries(&sum, of_key, 7), 7);
	/* Key k: the least is k * CPUS; the greatest i is below EACH. */
	if (kinds[_i / 2] == PW_MAP_SUM)
		ck_assert(sum == n * (n - 1) / 2);
	else if (kinds[_i / 2] == PW_MAP_MIN)
		ck_assert(of_key[0] == 0 && of_key[6] == 6 * CPUS);
	else
		ck_assert(of_key[(EACH - 1) % 7] == n - 1);
	ck_assert_int_eq(noted(PW_NOTE_MAP_BUSY), 0);
	ei_unload(&load);
}
END_TEST

#define N(table) (sizeof(table) / sizeof((table)[0]))

int main(void)
{
	Suite *s = suite_create("aggregate");
	TCase *t = tcase_create("aggregate");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, test_values, 0, 4 * N(rows));
	tcase_add_loop_test(t, test_buckets, 0, N(buckets));
	tcase_add_loop_test(t, test_linear, 0, N(linear));
	tcase_add_loop_test(t, test_threads, 0, 6);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
