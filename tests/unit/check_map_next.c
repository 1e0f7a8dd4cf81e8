/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Walking a map from a program: every entry once, whatever is added and
 * deleted meanwhile, from each kind of map, paid from the budget.
 */
#include <pthread.h>
#include "engine_map.h"

static u64 key_of(void)
{
	return work()->frame[KEY / 8];
}

static u64 value_of(u32 word)
{
	return work()->frame[VALUE / 8 + word];
}

START_TEST(test_values)
{
	u64 at = 0;
	u64 key;

	make(PW_MAP_VALUE, 16, 24, 8, PW_MAP_F_DELETE);
	ck_assert_int_eq(op(NEXT, 0, 0), 0);
	for (key = 10; key < 15; key++)
		op(SETV, key, key * 100);
	op(DEL, 12, 0);
	for (key = 10; key < 15; key++) {
		if (key == 12)
			continue;
		at = op(NEXT, 0, at);
		ck_assert_int_ne(at, 0);
		ck_assert_int_eq(key_of(), key);
		ck_assert_int_eq(work()->frame[KEY / 8 + 1], key);
		ck_assert_int_eq(value_of(0), key * 100);
		ck_assert_int_eq(value_of(2), key * 100 + 2);
	}
	ck_assert_int_eq(op(NEXT, 0, at), 0);
	ck_assert_int_eq(key_of(), 0);
	ck_assert_int_eq(value_of(2), 0);
	ck_assert_int_eq(op(NEXT, 0, ~0ULL), 0);
	ck_assert_int_eq(op(NEXT, 0, 5), 0);
	ei_unload(&load);
}
END_TEST

/* Of each kind, with the parts of two CPUs; `_i` 1: deletable. */
START_TEST(test_aggregates)
{
	static const struct {
		u32 kind, size, op;
		u64 expected;
	} rows[] = {
		{ PW_MAP_COUNT, 8, COUNT, 4 },
		{ PW_MAP_SUM, 8, AGG, 1 + 2 + 11 + 12 },
		{ PW_MAP_MIN, 8, AGG, 1 },
		{ PW_MAP_MAX, 8, AGG, 12 },
		{ PW_MAP_AVG, 16, AGG, (1 + 2 + 11 + 12) / 4 },
	};
	u64 at;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		make(rows[i].kind, 8, rows[i].size, 8,
		     _i ? PW_MAP_F_DELETE : 0);
		for (pw_host.cpu = 0; pw_host.cpu < 2; pw_host.cpu++) {
			op(rows[i].op, 7, 1 + 10 * pw_host.cpu);
			op(rows[i].op, 7, 2 + 10 * pw_host.cpu);
		}
		op(rows[i].op, 8, 1000);
		at = op(NEXT, 0, 0);
		ck_assert_int_eq(key_of(), 7);
		ck_assert_int_eq(value_of(0), rows[i].expected);
		at = op(NEXT, 0, at);
		ck_assert_int_eq(key_of(), 8);
		ck_assert_int_eq(op(NEXT, 0, at), 0);
		ei_unload(&load);
	}
}
END_TEST

/* What is deleted ahead is not met, what is added ahead is. */
START_TEST(test_changes)
{
	u64 at, n = 0, sum = 0;

	make(PW_MAP_VALUE, 8, 8, 8, PW_MAP_F_DELETE);
	op(SET, 1, 1);
	op(SET, 2, 2);
	op(SET, 3, 3);
	for (at = op(NEXT, 0, 0); at; at = op(NEXT, 0, at)) {
		sum += key_of();
		n++;
		if (key_of() == 1) {
			op(DEL, 1, 0);
			op(DEL, 3, 0);
			op(SET, 4, 4);
		}
	}
	ck_assert_int_eq(n, 3);
	ck_assert_int_eq(sum, 1 + 2 + 4);
	ei_unload(&load);
}
END_TEST

/* A hit looks at no more elements than its budget has. */
START_TEST(test_budget)
{
	u32 size = 2 * PW_LOOP_BUDGET_DEFAULT;
	u64 key;

	make(PW_MAP_VALUE, 8, 8, size, PW_MAP_F_DELETE);
	for (key = 0; key < size; key++)
		op(SET, key, 1);
	for (key = 0; key < size - 1; key++)
		op(DEL, key, 0);
	ck_assert_int_eq(op(NEXT, 0, 0), 0);
	ck_assert_int_eq(noted(PW_NOTE_LOOP_BUDGET), 1);
	ck_assert_int_eq(op(NEXT, 0, PW_LOOP_BUDGET_DEFAULT), size);
	ck_assert_int_eq(key_of(), size - 1);
	ei_unload(&load);
}
END_TEST

/* A bucket that is held below us on this CPU is left out, and noted. */
START_TEST(test_busy)
{
	u64 at;
	u32 i;

	make(PW_MAP_VALUE, 8, 8, 4, PW_MAP_F_DELETE);
	op(SET, 1, 10);
	op(SET, 2, 20);
	for (i = 0; i <= MAP->table->mask; i++)
		MAP->table->buckets[i].lock = 1 + pw_host.cpu;
	ck_assert_int_eq(op(NEXT, 0, 0), 0);
	ck_assert_int_eq(noted(PW_NOTE_MAP_BUSY), 2);
	for (i = 0; i <= MAP->table->mask; i++)
		MAP->table->buckets[i].lock = 0;
	at = op(NEXT, 0, 0);
	ck_assert_int_eq(value_of(0), 10);
	ck_assert_int_ne(op(NEXT, 0, at), 0);
	ei_unload(&load);
}
END_TEST

#define STAY	64	/* keys that are always there: 1 to STAY */
#define WALKS	2000

static int stop;

/* Keys above STAY come and go; each holds itself times 3. */
static void *churner(void *arg)
{
	u64 base = 1000 + 100 * (u64)(long)arg;
	u64 i;

	pw_host.cpu = (long)arg;
	for (i = 0; !READ_ONCE(stop); i++) {
		op(SET, base + i % 20, 3 * (base + i % 20));
		op(DEL, base + (i + 7) % 20, 0);
	}
	return NULL;
}

static const char *walk_once(u64 *met)
{
	u64 at, key;

	memset(met, 0, (STAY + 1) * sizeof(*met));
	for (at = op(NEXT, 0, 0); at; at = op(NEXT, 0, at)) {
		key = key_of();
		if (value_of(0) != 3 * key)
			return "a value of another key";
		if (key <= STAY)
			met[key]++;
		else if (key < 1000 || key >= 1000 + 100 * CPUS)
			return "a key that never was";
	}
	for (key = 1; key <= STAY; key++)
		if (met[key] != 1)
			return "a key that stays was not met once";
	return NULL;
}

START_TEST(test_threads)
{
	u64 met[STAY + 1];
	pthread_t t[CPUS - 1];
	const char *wrong = NULL;
	u64 key;
	long i;

	make(PW_MAP_VALUE, 8, 8, STAY + 20 * CPUS, PW_MAP_F_DELETE);
	pw_host.cpu = CPUS - 1;
	for (key = 1; key <= STAY; key++)
		op(SET, key, 3 * key);
	for (i = 0; i < CPUS - 1; i++)
		ck_assert(!pthread_create(&t[i], NULL, churner, (void *)i));
	for (i = 0; i < WALKS && !wrong; i++)
		wrong = walk_once(met);
	WRITE_ONCE(stop, 1);
	for (i = 0; i < CPUS - 1; i++)
		pthread_join(t[i], NULL);
	ck_assert_msg(!wrong, "%s", wrong);
	ck_assert_int_eq(noted(PW_NOTE_MAP_BUSY), 0);
	ei_unload(&load);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("map_next");
	TCase *t = tcase_create("map_next");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 120);
	tcase_add_test(t, test_values);
	tcase_add_loop_test(t, test_aggregates, 0, 2);
	tcase_add_test(t, test_changes);
	tcase_add_test(t, test_budget);
	tcase_add_test(t, test_busy);
	tcase_add_test(t, test_threads);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
