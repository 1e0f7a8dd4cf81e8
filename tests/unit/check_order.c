// SPDX-License-Identifier: GPL-2.0
/*
 * The merge by time: what waits, what goes, ties, gaps, bounds, and batches
 * that are none.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <check.h>
#include "output/order.h"

#define MAX_BATCH	32768
#define MAX_SEEN	100000

/* What was released: the times, and a number that each record carries. */
static uint64_t times[MAX_SEEN];
static uint64_t marks[MAX_SEEN];
static size_t n_seen;
static int answer;	/* of take() */

static int take(void *data, const struct pw_record *rec)
{
	ck_assert(data == &n_seen);
	ck_assert_int_eq((uintptr_t)rec % 8, 0);
	ck_assert_int_lt(n_seen, MAX_SEEN);
	times[n_seen] = rec->nsecs;
	memcpy(&marks[n_seen++], rec + 1, sizeof(marks[0]));
	return answer;
}

static struct pw_order *new_order(size_t max_bytes)
{
	struct pw_order *order = pw_order_new(max_bytes, take, &n_seen);

	ck_assert(order != NULL);
	n_seen = 0;
	answer = 0;
	return order;
}

/* One byte off, as an attribute in a message may be. */
static struct {
	char pad;
	char bytes[MAX_BATCH];
} __attribute__((packed)) batch;
static size_t used;
static struct pw_batch head;

static void begin(uint64_t seq, uint32_t cpu, uint64_t watermark)
{
	memset(&head, 0, sizeof(head));
	head.seq = seq;
	head.cpu = cpu;
	head.watermark = watermark;
	used = sizeof(head);
}

static void add(uint64_t nsecs, uint64_t mark)
{
	struct pw_record rec = { sizeof(rec) + sizeof(mark), 0, 0, nsecs };

	ck_assert_int_le(used + rec.size, MAX_BATCH);
	memcpy(batch.bytes + used, &rec, sizeof(rec));
	memcpy(batch.bytes + used + sizeof(rec), &mark, sizeof(mark));
	used += rec.size;
	head.n_records++;
}

static int push(struct pw_order *order)
{
	memcpy(batch.bytes, &head, sizeof(head));
	return pw_order_push(order, batch.bytes, used);
}

START_TEST(test_merge)
{
	struct pw_order *order = new_order(0);

	begin(0, 0, 0);
	add(10, 1), add(30, 2), add(50, 3);
	ck_assert_int_eq(push(order), 0);
	ck_assert_int_eq(n_seen, 0);
	/* Up to the watermark, this one included. */
	begin(1, 1, 30);
	add(20, 4), add(40, 5);
	ck_assert_int_eq(push(order), 0);
	ck_assert_int_eq(n_seen, 3);
	ck_assert(times[0] == 10 && times[1] == 20 && times[2] == 30);
	ck_assert(marks[0] == 1 && marks[1] == 4 && marks[2] == 2);
	/* A batch without records moves the watermark; it never goes back. */
	begin(2, 0, 45);
	ck_assert_int_eq(push(order), 0);
	ck_assert_int_eq(n_seen, 4);
	ck_assert(times[3] == 40);
	begin(3, 0, 1);
	ck_assert_int_eq(push(order), 0);
	ck_assert_int_eq(n_seen, 4);
	ck_assert(!pw_order_done(order));
	begin(4, 1, 45);
	head.flags = PW_BATCH_LAST;
	add(47, 6);
	ck_assert_int_eq(push(order), 0);
	ck_assert_int_eq(n_seen, 6);
	ck_assert(marks[4] == 6 && marks[5] == 3);
	ck_assert(pw_order_done(order));
	ck_assert_int_eq(pw_order_received(order), 6);
	ck_assert_int_eq(pw_order_gaps(order), 0);
	/* Nothing follows the last one. */
	begin(5, 1, 45);
	ck_assert_int_eq(push(order), -EBADMSG);
	pw_order_free(order);
}
END_TEST

START_TEST(test_ties)
{
	struct pw_order *order = new_order(0);
	uint64_t i;

	begin(0, 3, 0);
	add(7, 0), add(7, 1);
	ck_assert_int_eq(push(order), 0);
	begin(1, 1, 0);
	add(7, 2), add(7, 3);
	ck_assert_int_eq(push(order), 0);
	begin(2, 3, 0);
	add(7, 4);
	ck_assert_int_eq(push(order), 0);
	ck_assert_int_eq(pw_order_flush(order), 0);
	ck_assert_int_eq(n_seen, 5);
	for (i = 0; i < 5; i++)
		ck_assert(marks[i] == i);
	pw_order_free(order);
}
END_TEST

/* A probe within another one's hit is sent first, though it fired later. */
START_TEST(test_nested)
{
	struct pw_order *order = new_order(0);

	begin(0, 0, 0);
	add(20, 1), add(10, 0), add(20, 2), add(30, 4);
	ck_assert_int_eq(push(order), 0);
	/* And across two batches. */
	begin(1, 0, 100);
	add(25, 3), add(40, 5);
	ck_assert_int_eq(push(order), 0);
	ck_assert_int_eq(n_seen, 6);
	ck_assert(marks[0] == 0 && marks[1] == 1 && marks[2] == 2);
	ck_assert(marks[3] == 3 && marks[4] == 4 && marks[5] == 5);
	pw_order_free(order);
}
END_TEST

/* Many CPUs, random steps: sorted, complete, each CPU's in its order. */
START_TEST(test_random)
{
	enum { CPUS = 61, BATCHES = 997, EACH = 53 };
	static uint64_t clock[CPUS];
	struct pw_order *order = new_order(0);
	uint64_t seq, sum = 0;
	size_t i;

	srand(7);
	for (seq = 0; seq < BATCHES; seq++) {
		uint32_t cpu = rand() % CPUS;
		uint64_t least = UINT64_MAX;
		int k;

		begin(seq, cpu, 0);
		for (k = 0; k < EACH; k++) {
			clock[cpu] += rand() % 100;
			add(clock[cpu], seq * EACH + k);
		}
		for (k = 0; k < CPUS; k++)
			least = clock[k] < least ? clock[k] : least;
		head.watermark = least;
		ck_assert_int_eq(push(order), 0);
	}
	ck_assert_int_eq(pw_order_flush(order), 0);
	ck_assert_int_eq(n_seen, BATCHES * EACH);
	ck_assert_int_eq(pw_order_received(order), BATCHES * EACH);
	for (i = 0; i < n_seen; i++) {
		sum += marks[i];
		ck_assert(!i || times[i - 1] <= times[i]);
	}
	ck_assert(sum == (uint64_t)BATCHES * EACH * (BATCHES * EACH - 1) / 2);
	pw_order_free(order);
}
END_TEST

START_TEST(test_bounds)
{
	/* 24 bytes a record: four of them are too much. */
	struct pw_order *order = new_order(80);
	uint64_t seq;

	for (seq = 0; seq < 4; seq++) {
		begin(seq, 0, 0);
		add(100 - seq, seq);
		ck_assert_int_eq(push(order), 0);
		ck_assert_int_eq(n_seen, seq < 3 ? 0 : 1);
	}
	ck_assert(times[0] == 97);
	ck_assert_int_eq(pw_order_flush(order), 0);
	ck_assert(n_seen == 4 && times[1] == 98 && times[3] == 100);
	pw_order_free(order);
}
END_TEST

START_TEST(test_gaps)
{
	struct pw_order *order = new_order(0);

	begin(2, 0, 0);
	add(1, 1);
	ck_assert_int_eq(push(order), 0);
	ck_assert_int_eq(pw_order_gaps(order), 2);
	begin(3, 0, 0);
	ck_assert_int_eq(push(order), 0);
	ck_assert_int_eq(pw_order_gaps(order), 2);
	/* The same again, or an earlier one. */
	begin(3, 0, 0);
	add(1, 1);
	ck_assert_int_eq(push(order), -EBADMSG);
	begin(0, 0, 0);
	ck_assert_int_eq(push(order), -EBADMSG);
	begin(10, 0, 0);
	ck_assert_int_eq(push(order), 0);
	ck_assert_int_eq(pw_order_gaps(order), 8);
	ck_assert_int_eq(pw_order_received(order), 1);
	pw_order_free(order);
}
END_TEST

START_TEST(test_emit_error)
{
	struct pw_order *order = new_order(0);

	answer = -EPIPE;
	begin(0, 0, 100);
	add(1, 1), add(2, 2);
	ck_assert_int_eq(push(order), -EPIPE);
	ck_assert_int_eq(n_seen, 1);
	answer = 0;
	ck_assert_int_eq(pw_order_flush(order), 0);
	ck_assert_int_eq(n_seen, 2);
	pw_order_free(order);
}
END_TEST

static void patch(size_t offset, uint32_t v)
{
	memcpy(batch.bytes + offset, &v, sizeof(v));
}

START_TEST(test_bad_batches)
{
	struct pw_order *order = new_order(0);
	static const uint32_t sizes[] = { 0, 8, 15, 20, 25, 48, 72, 16384,
					  16392, 0xfffffff8u };
	size_t i, len;

	begin(0, 0, 100);
	add(1, 1), add(2, 2);
	memcpy(batch.bytes, &head, sizeof(head));
	/* Every length but the right one. */
	for (len = 0; len < used + 16; len++) {
		if (len == used)
			continue;
		ck_assert_int_eq(pw_order_push(order, batch.bytes, len),
				 -EBADMSG);
	}
	/* Every size but the right one, of the first and the second. */
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		patch(sizeof(head), sizes[i]);
		ck_assert_int_eq(pw_order_push(order, batch.bytes, used),
				 -EBADMSG);
		patch(sizeof(head), 24);
		patch(sizeof(head) + 24, sizes[i]);
		ck_assert_int_eq(pw_order_push(order, batch.bytes, used),
				 -EBADMSG);
		patch(sizeof(head) + 24, 24);
	}
	head.n_records = 3;
	ck_assert_int_eq(push(order), -EBADMSG);
	head.n_records = UINT32_MAX;
	ck_assert_int_eq(push(order), -EBADMSG);
	head.n_records = 1;
	ck_assert_int_eq(push(order), -EBADMSG);
	head.n_records = 2;
	head.seq = UINT64_MAX;
	ck_assert_int_eq(push(order), -EBADMSG);
	/* None of all that was taken. */
	ck_assert_int_eq(n_seen, 0);
	ck_assert_int_eq(pw_order_received(order), 0);
	head.seq = 0;
	ck_assert_int_eq(push(order), 0);
	ck_assert_int_eq(n_seen, 2);
	pw_order_free(order);
}
END_TEST

/* Whatever is in there, nothing is read outside: the sanitizers watch. */
START_TEST(test_noise)
{
	int round;
	size_t i, len;

	srand(11);
	for (round = 0; round < 20000; round++) {
		struct pw_order *order = new_order(0);
		char *copy;

		begin(0, 0, 50);
		for (i = rand() % 5; i; i--)
			add(rand() % 100, i);
		memcpy(batch.bytes, &head, sizeof(head));
		for (i = rand() % 4; i; i--)
			batch.bytes[rand() % used] = rand();
		len = rand() % 4 ? used : (size_t)rand() % used;
		copy = malloc(len + 1);
		ck_assert(copy != NULL);
		memcpy(copy, batch.bytes, len);
		pw_order_push(order, copy, len);
		free(copy);
		pw_order_flush(order);
		pw_order_free(order);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("order");
	TCase *tcase = tcase_create("order");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, test_merge);
	tcase_add_test(tcase, test_ties);
	tcase_add_test(tcase, test_nested);
	tcase_add_test(tcase, test_random);
	tcase_add_test(tcase, test_bounds);
	tcase_add_test(tcase, test_gaps);
	tcase_add_test(tcase, test_emit_error);
	tcase_add_test(tcase, test_bad_batches);
	tcase_add_test(tcase, test_noise);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
