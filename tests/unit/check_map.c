/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Maps: what each operation does, and the limits. Several CPUs at once:
 * check_map_cpus.c.
 */
#include "engine_map.h"

START_TEST(test_value)
{
	u64 sum;

	make(PW_MAP_VALUE, 16, 8, 4, PW_MAP_F_DELETE);
	ck_assert_int_eq(op(GET, 7, 0), 0);
	ck_assert_int_eq(op(HAS, 7, 0), 0);
	ck_assert_int_eq(entries(&sum, NULL, 0), 0);
	op(SET, 7, 70);
	ck_assert_int_eq(op(GET, 7, 0), 70);
	ck_assert_int_eq(op(HAS, 7, 0), 1);
	ck_assert_int_eq(op(HAS, 8, 0), 0);
	ck_assert_int_eq(op(ADD, 7, 5), 75);
	ck_assert_int_eq(op(ADD, 8, 5), 5);
	ck_assert(op(ADD, 8, -6) == ~0ULL);
	op(SET, 7, 0);
	ck_assert_int_eq(op(HAS, 7, 0), 1);
	ck_assert_int_eq(op(DEL, 7, 0), 1);
	ck_assert_int_eq(op(DEL, 7, 0), 0);
	ck_assert_int_eq(op(HAS, 7, 0), 0);
	ck_assert_int_eq(op(ADD, 8, 11), 10);
	ck_assert_int_eq(entries(&sum, NULL, 0), 1);
	ck_assert_int_eq(sum, 10);
	ei_unload(&load);
}
END_TEST

START_TEST(test_wide)
{
	u64 buf[5];
	u32 pos = 0;

	make(PW_MAP_VALUE, 8, 32, 4, PW_MAP_F_DELETE);
	op(GETV, 7, 0);
	ck_assert_int_eq(work()->frame[VALUE / 8 + 3], 0);
	op(SETV, 7, 100);
	work()->frame[VALUE / 8 + 3] = 1;
	op(GETV, 7, 0);
	ck_assert_int_eq(work()->frame[VALUE / 8], 100);
	ck_assert_int_eq(work()->frame[VALUE / 8 + 3], 103);
	ck_assert_int_eq(pw_map_read(MAP, &pos, buf, 39), 0);
	ck_assert_int_eq(pw_map_read(MAP, &pos, buf, 40), 40);
	ck_assert_int_eq(buf[0], 7);
	ck_assert_int_eq(buf[1], 100);
	ck_assert_int_eq(buf[4], 103);
	op(GETV, 8, 0);
	ck_assert_int_eq(work()->frame[VALUE / 8], 0);
	ck_assert_int_eq(op(DEL, 7, 0), 1);
	op(GETV, 7, 0);
	ck_assert_int_eq(work()->frame[VALUE / 8], 0);
	op(SETV, 7, 200);
	pw_map_zero(MAP);
	ck_assert_int_eq(op(HAS, 7, 0), 1);
	op(GETV, 7, 0);
	ck_assert_int_eq(work()->frame[VALUE / 8 + 2], 0);
	ei_unload(&load);
}
END_TEST

/* A map without keys is one entry while it is set: only then it is printed. */
START_TEST(test_scalar)
{
	u64 sum;

	make(PW_MAP_VALUE, 0, 8, 1, PW_MAP_F_DELETE);
	ck_assert_int_eq(entries(&sum, NULL, 0), 0);
	ck_assert_int_eq(op(DEL, 0, 0), 0);
	op(SET, 1, 41);
	ck_assert_int_eq(op(ADD, 2, 1), 42);
	ck_assert_int_eq(op(GET, 3, 0), 42);
	op(GETV, 3, 0);
	ck_assert_int_eq(work()->frame[VALUE / 8], 42);
	ck_assert_int_eq(entries(&sum, NULL, 0), 1);
	ck_assert_int_eq(sum, 42);
	ck_assert_int_eq(op(DEL, 0, 0), 1);
	ck_assert_int_eq(op(DEL, 0, 0), 0);
	ck_assert_int_eq(entries(&sum, NULL, 0), 0);
	ck_assert_int_eq(op(GET, 3, 0), 0);
	op(SETV, 0, 9);
	pw_map_zero(MAP);
	ck_assert_int_eq(op(GET, 3, 0), 0);
	ck_assert_int_eq(entries(&sum, NULL, 0), 1);
	op(SET, 1, 41);
	ck_assert_int_eq(pw_map_clear(MAP), 0);
	ck_assert_int_eq(op(GET, 3, 0), 0);
	ck_assert_int_eq(entries(&sum, NULL, 0), 0);
	ck_assert_int_eq(op(ADD, 2, 1), 1);
	ck_assert_int_eq(entries(&sum, NULL, 0), 1);
	ei_unload(&load);

	make(PW_MAP_VALUE, 0, 24, 1, PW_MAP_F_DELETE);
	ck_assert_int_eq(entries(&sum, NULL, 0), 0);
	op(SETV, 0, 9);
	op(GETV, 0, 0);
	ck_assert_int_eq(work()->frame[VALUE / 8 + 2], 11);
	ck_assert_int_eq(op(DEL, 0, 0), 1);
	ck_assert_int_eq(op(DEL, 0, 0), 0);
	ck_assert_int_eq(entries(&sum, NULL, 0), 0);
	op(GETV, 0, 0);
	ck_assert_int_eq(work()->frame[VALUE / 8 + 2], 0);
	op(SETV, 0, 9);
	pw_map_zero(MAP);
	op(GETV, 0, 0);
	ck_assert_int_eq(work()->frame[VALUE / 8 + 2], 0);
	ck_assert_int_eq(entries(&sum, NULL, 0), 1);
	ei_unload(&load);
}
END_TEST

/* Counts of all CPUs are one; also of a map that keys are deleted from. */
START_TEST(test_count)
{
	u32 flags = _i & 1 ? PW_MAP_F_DELETE : 0;
	u32 key_size = _i & 2 ? 16 : 0;
	u64 sum;
	int i;

	make(PW_MAP_COUNT, key_size, 8, key_size ? 4 : 1, flags);
	ck_assert_int_eq(entries(&sum, NULL, 0), 0);
	for (i = 0; i < 12; i++) {
		pw_host.cpu = i % CPUS;
		pw_host.level = i % PW_LEVELS;
		op(COUNT, 5, 0);
	}
	pw_host.level = 0;
	for (i = 0; MAP->form == PW_FORM_PARTS && i < CPUS; i++)
		ck_assert_int_eq(MAP->table->parts[i][0], 3);
	ck_assert_int_eq(op(GET, 5, 0), 12);
	ck_assert_int_eq(entries(&sum, NULL, 0), 1);
	ck_assert_int_eq(sum, 12);
	pw_map_zero(MAP);
	ck_assert_int_eq(entries(&sum, NULL, 0), 1);
	ck_assert_int_eq(sum, 0);
	ck_assert_int_eq(op(GET, 5, 0), 0);
	op(COUNT, 5, 0);
	op(COUNT, 5, 0);
	ck_assert_int_eq(op(GET, 5, 0), 2);
	pw_map_zero(MAP);
	op(COUNT, 5, 0);
	entries(&sum, NULL, 0);
	ck_assert_int_eq(sum, 1);
	if (key_size) {
		ck_assert_int_eq(op(HAS, 5, 0), 1);
		ck_assert_int_eq(op(HAS, 6, 0), 0);
		ck_assert_int_eq(op(GET, 6, 0), 0);
	}
	if (flags) {
		ck_assert_int_eq(op(DEL, 5, 0), 1);
		ck_assert_int_eq(op(GET, 5, 0), 0);
		op(COUNT, 5, 0);
		ck_assert_int_eq(op(GET, 5, 0), 1);
	}
	ck_assert_int_eq(pw_map_clear(MAP), 0);
	ck_assert_int_eq(entries(&sum, NULL, 0), 0);
	ei_unload(&load);
}
END_TEST

/* As many keys as there is room for, whatever their order; not one more. */
START_TEST(test_full)
{
	static u64 of_key[1000];
	u32 n;
	u64 sum;
	u32 i;

	for (n = 1; n <= 1000; n = n * 3 + 1) {
		make(PW_MAP_COUNT, 8, 8, n, 0);
		for (i = 0; i < n; i++)
			op(COUNT, i, 0);
		ck_assert_int_eq(noted(PW_NOTE_MAP_FULL), 0);
		op(COUNT, n, 0);
		op(COUNT, n + 1, 0);
		op(COUNT, n, 0);
		op(COUNT, 0, 0);
		ck_assert_int_eq(noted(PW_NOTE_MAP_FULL), 3);
		memset(of_key, 0, sizeof(of_key));
		ck_assert_int_eq(entries(&sum, of_key, n), n);
		ck_assert_int_eq(sum, n + 1);
		ck_assert_int_eq(of_key[0], 2);
		/* Cleared, it takes other keys at once. */
		ck_assert_int_eq(pw_map_clear(MAP), 0);
		for (i = 0; i < n; i++)
			op(COUNT, 5000 + i, 0);
		ck_assert_int_eq(noted(PW_NOTE_MAP_FULL), 3);
		ck_assert_int_eq(entries(&sum, NULL, 0), n);
		ei_unload(&load);
	}
}
END_TEST

/* A new key takes the place of one that was not used for long. */
START_TEST(test_evict)
{
	u64 sum, key, n;

	make(_i ? PW_MAP_COUNT : PW_MAP_VALUE, 8, 8, 4,
	     PW_MAP_F_EVICT | PW_MAP_F_DELETE);
	for (key = 1; key <= 4; key++)
		op(_i ? COUNT : SET, key, 1);
	op(GET, 1, 0);
	op(_i ? COUNT : SET, 5, 1);
	ck_assert_int_eq(op(HAS, 1, 0), 1);
	ck_assert_int_eq(op(HAS, 2, 0), 0);
	ck_assert_int_eq(op(HAS, 5, 0), 1);
	for (key = 1000; key < 3000; key++) {
		op(_i ? COUNT : SET, key, 1);
		must(op(HAS, key, 0));
		must(op(GET, key, 0) == 1);
	}
	n = entries(&sum, NULL, 0);
	ck_assert_int_eq(n, 4);
	ck_assert_int_eq(sum, 4);
	ck_assert_int_eq(noted(PW_NOTE_MAP_FULL), 0);
	ei_unload(&load);
}
END_TEST

/* A deleted key's room is the next one's, ten times over; values start at 0. */
START_TEST(test_reuse)
{
	u64 i, sum;

	make(PW_MAP_VALUE, 8, 8, 100, PW_MAP_F_DELETE);
	for (i = 0; i < 1000; i++) {
		if (i >= 100)
			ck_assert_int_eq(op(DEL, i - 100, 0), 1);
		ck_assert_int_eq(op(ADD, i, i + 1), i + 1);
		if (i >= 99) {
			op(SET, 5000, 1);
			ck_assert_int_eq(op(HAS, 5000, 0), 0);
		}
	}
	ck_assert_int_eq(noted(PW_NOTE_MAP_FULL), 901);
	ck_assert_int_eq(entries(&sum, NULL, 0), 100);
	ck_assert_int_eq(sum, (901 + 1000) * 100 / 2);
	for (i = 999; i >= 900; i--)
		ck_assert_int_eq(op(DEL, i, 0), 1);
	ck_assert_int_eq(entries(&sum, NULL, 0), 0);
	ei_unload(&load);
}
END_TEST

/* Keys that differ in a single bit are different keys. */
START_TEST(test_keys)
{
	u64 sum;
	u32 bit;

	make(PW_MAP_COUNT, 24, 8, 65, 0);
	op(COUNT, 0, 0);
	for (bit = 0; bit < 64; bit++)
		op(COUNT, 1ULL << bit, 0);
	ck_assert_int_eq(entries(&sum, NULL, 0), 65);
	ck_assert_int_eq(sum, 65);
	ck_assert_int_eq(op(GET, 1ULL << 63, 0), 1);
	ei_unload(&load);
}
END_TEST

START_TEST(test_clear_no_memory)
{
	make(PW_MAP_VALUE, 8, 8, 64, 0);
	op(SET, 1, 5);
	pw_host_alloc_left = 2;
	ck_assert_int_eq(pw_map_clear(MAP), -ENOMEM);
	pw_host_alloc_left = -1;
	ck_assert_int_eq(op(GET, 1, 0), 5);
	ei_unload(&load);
}
END_TEST

START_TEST(test_too_large)
{
	static struct engine_image b;

	ei_init(&b);
	ei_map(&b, PW_MAP_VALUE, 128, 128, 1 << 19, 0);
	ck_assert_int_eq(ei_load(&load, &b), 0);
	ei_unload(&load);
	ei_map(&b, PW_MAP_VALUE, 128, 128, 1 << 19, 0);
	ck_assert_int_eq(ei_load(&load, &b), -EINVAL);
	ck_assert(strstr(load.err.text, "256 may be") != NULL);
	ck_assert_int_eq(load.err.probe, ~0u);

	/* A count has a value for each CPU: 4 here, and with the base 5. */
	ei_init(&b);
	ei_map(&b, PW_MAP_COUNT, 0, 8, 1, 0);
	ck_assert_int_eq(ei_load(&load, &b), 0);
	ck_assert_int_eq(pw_map_bytes(&b.maps[0]), 8 + 16 + 5 * 8);
	ei_unload(&load);
	b.maps[0].flags = PW_MAP_F_DELETE;
	ck_assert_int_eq(pw_map_bytes(&b.maps[0]), 8 + 16 + 8);
}
END_TEST

#define LOOP(f, n) tcase_add_loop_test(t, f, 0, n)

int main(void)
{
	Suite *s = suite_create("map");
	TCase *t = tcase_create("map");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 120);
	tcase_add_test(t, test_value);
	tcase_add_test(t, test_wide);
	tcase_add_test(t, test_scalar);
	LOOP(test_count, 4);
	tcase_add_test(t, test_full);
	LOOP(test_evict, 2);
	tcase_add_test(t, test_reuse);
	tcase_add_test(t, test_keys);
	tcase_add_test(t, test_clear_no_memory);
	tcase_add_test(t, test_too_large);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
