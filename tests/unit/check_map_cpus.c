/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Maps that several CPUs, NMIs and the session work on at once: totals are
 * exact. A thread plays a CPU, a signal an NMI.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include "engine_map.h"
#include "engine_step.h"

#define EACH	250000
#define KEYS	50021	/* all are put in by all at once */

static u64 tally[CPUS][KEYS];
static int stop;
static pthread_barrier_t together;

static u32 next(u32 *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static void run(void *(*f)(void *))
{
	pthread_t t[CPUS];
	long i;

	pthread_barrier_init(&together, NULL, CPUS);
	for (i = 0; i < CPUS; i++)
		ck_assert(!pthread_create(&t[i], NULL, f, (void *)i));
	for (i = 0; i < CPUS; i++)
		pthread_join(t[i], NULL);
}

static void *counter(void *arg)
{
	u32 seed = (long)arg + 1;
	u32 which = MAP->form == PW_FORM_PARTS ? COUNT : ADD;
	u32 i, key;

	pw_host.cpu = (long)arg;
	pthread_barrier_wait(&together);
	/* All insert the same keys in the same order first. */
	for (i = 0; i < EACH; i++) {
		key = i < KEYS ? i : next(&seed) % KEYS;
		tally[(long)arg][key]++;
		op(which, key, 1);
	}
	return NULL;
}

START_TEST(test_threads)
{
	static u64 of_key[KEYS];
	u64 sum, want;
	u32 key, cpu;

	make(_i ? PW_MAP_VALUE : PW_MAP_COUNT, 16, 8, KEYS,
	     _i == 2 ? PW_MAP_F_DELETE : 0);
	run(counter);
	ck_assert_int_eq(entries(&sum, of_key, KEYS), KEYS);
	ck_assert_int_eq(sum, CPUS * EACH);
	for (key = 0; key < KEYS; key++) {
		for (want = 0, cpu = 0; cpu < CPUS; cpu++)
			want += tally[cpu][key];
		must(of_key[key] == want);
	}
	ck_assert_int_eq(noted(PW_NOTE_MAP_FULL), 0);
	ck_assert_int_eq(noted(PW_NOTE_MAP_BUSY), 0);
	ei_unload(&load);
}
END_TEST

static void *adder(void *arg)
{
	u32 i;

	pw_host.cpu = (long)arg;
	pthread_barrier_wait(&together);
	for (i = 0; i < EACH; i++)
		op(MAP->form == PW_FORM_PARTS ? COUNT : ADD, 0, 1);
	return NULL;
}

START_TEST(test_threads_scalar)
{
	u64 sum;

	make(_i ? PW_MAP_VALUE : PW_MAP_COUNT, 0, 8, 1, 0);
	run(adder);
	ck_assert_int_eq(entries(&sum, NULL, 0), 1);
	ck_assert_int_eq(sum, CPUS * EACH);
	ei_unload(&load);
}
END_TEST

#define OWN	25	/* keys that each CPU has alive at a time */

/* Always exactly as many keys as there is room for: none may be missing. */
static void *churner(void *arg)
{
	u64 base = (u64)((long)arg + 1) << 32;
	u64 i;

	pw_host.cpu = (long)arg;
	pthread_barrier_wait(&together);
	for (i = 0; i < EACH / 5; i++) {
		if (i >= OWN && op(DEL, base + i - OWN, 0) != 1)
			return "a key was not there";
		if (op(ADD, base + i, 7) != 7)
			return "a new key did not start at 0";
		if (op(ADD, base + i, 1) != 8)
			return "a value was lost";
	}
	return NULL;
}

/* What it sees is whole: a key's value is what its CPU made of it. */
static void *churn_reader(void *arg)
{
	u64 entry[2];
	u32 pos = 0;

	(void)arg;
	pw_host.cpu = CPUS;
	while (!READ_ONCE(stop)) {
		if (!pw_map_read(MAP, &pos, entry, sizeof(entry)))
			pos = 0;
		else if (entry[1] != 7 && entry[1] != 8)
			return "a value was read that never was";
		else if (!(entry[0] >> 32) || entry[0] >> 32 > CPUS)
			return "a key was read that never was";
	}
	return NULL;
}

START_TEST(test_threads_churn)
{
	pthread_t t[CPUS];
	pthread_t reader;
	void *wrong;
	u64 sum;
	long i;

	make(PW_MAP_VALUE, 8, 8, CPUS * OWN, PW_MAP_F_DELETE);
	pthread_barrier_init(&together, NULL, CPUS);
	for (i = 0; i < CPUS; i++)
		ck_assert(!pthread_create(&t[i], NULL, churner, (void *)i));
	ck_assert(!pthread_create(&reader, NULL, churn_reader, NULL));
	for (i = 0; i < CPUS; i++) {
		pthread_join(t[i], &wrong);
		ck_assert_msg(!wrong, "%s", (char *)wrong);
	}
	WRITE_ONCE(stop, 1);
	pthread_join(reader, &wrong);
	ck_assert_msg(!wrong, "%s", (char *)wrong);
	ck_assert_int_eq(entries(&sum, NULL, 0), CPUS * OWN);
	ck_assert_int_eq(sum, CPUS * OWN * 8);
	ck_assert_int_eq(noted(PW_NOTE_MAP_FULL), 0);
	ei_unload(&load);
}
END_TEST

/* Twice as many keys as there is room for; each CPU has its own. */
static void *evictor(void *arg)
{
	u64 base = (u64)((long)arg + 1) << 32;
	u64 i;

	pw_host.cpu = (long)arg;
	pthread_barrier_wait(&together);
	for (i = 0; i < EACH / 5; i++) {
		op(SET, base + i % OWN, 7);
		op(ADD, base + i % OWN, 0);
	}
	return NULL;
}

START_TEST(test_threads_evict)
{
	u32 room = CPUS * OWN / 2;
	u64 sum;

	make(PW_MAP_VALUE, 8, 8, room, PW_MAP_F_EVICT | PW_MAP_F_DELETE);
	run(evictor);
	/* One or other may have met only locks, which is counted. */
	ck_assert_int_le(entries(&sum, NULL, 0), room);
	ck_assert_int_ge(entries(&sum, NULL, 0), room - CPUS);
	ck_assert_int_le(sum, 7 * room);
	ck_assert_int_eq(noted(PW_NOTE_MAP_BUSY), 0);
	ei_unload(&load);
}
END_TEST

/* ---- the session's work beside the hits' ---- */

static u64 done_ops[CPUS];

/*
 * Clearing waits until each CPU has been seen outside of a hit. A thread that
 * does nothing but hits is most often preempted inside one, and on a busy
 * machine with fewer cores stays there for long; so they pause.
 */
static void *worker(void *arg)
{
	u32 which = MAP->form == PW_FORM_PARTS ? COUNT : ADD;
	struct timespec pause = { 0, 20000 };
	long cpu = (long)arg;
	u32 i;

	pw_host.cpu = cpu;
	pthread_barrier_wait(&together);
	for (i = 0; !READ_ONCE(stop); i++) {
		op(which, i % 64, 1);
		done_ops[cpu]++;
		if (i % 256 == 255)
			nanosleep(&pause, NULL);
	}
	return NULL;
}

START_TEST(test_clear_and_zero)
{
	pthread_t t[CPUS - 1];
	u64 of_key[64];
	u64 sum, all = 0;
	long i;

	make(_i ? PW_MAP_VALUE : PW_MAP_COUNT, 8, 8, 64, 0);
	stop = 0;
	pthread_barrier_init(&together, NULL, CPUS);
	for (i = 0; i < CPUS - 1; i++)
		ck_assert(!pthread_create(&t[i], NULL, worker, (void *)i));
	pw_host.cpu = CPUS - 1;
	pthread_barrier_wait(&together);
	for (i = 0; i < 60; i++) {
		ck_assert_int_eq(pw_map_clear(MAP), 0);
		memset(of_key, 0, sizeof(of_key));
		ck_assert(entries(&sum, of_key, 64) <= 64);
		pw_map_zero(MAP);
		op(GET, i, 0);
	}
	WRITE_ONCE(stop, 1);
	for (i = 0; i < CPUS - 1; i++) {
		pthread_join(t[i], NULL);
		all += done_ops[i];
	}
	entries(&sum, NULL, 0);
	ck_assert(sum <= all);
	ck_assert_int_eq(noted(PW_NOTE_MAP_FULL), 0);
	pw_map_zero(MAP);
	entries(&sum, NULL, 0);
	ck_assert_int_eq(sum, 0);
	for (i = 0; i < 64; i++)
		op(MAP->form == PW_FORM_PARTS ? COUNT : ADD, i, 1);
	ck_assert_int_eq(entries(&sum, NULL, 0), 64);
	ck_assert_int_eq(sum, 64);
	ei_unload(&load);
}
END_TEST

/* ---- NMIs ---- */

/* What the NMI interrupted holds the lock: noted, nothing waits or changes. */
START_TEST(test_nmi_busy)
{
	struct pw_bucket *bucket;
	unsigned long flags;
	u64 sum;
	u64 key[2] = { 3, 3 };

	make(PW_MAP_VALUE, 16, 8, 4, PW_MAP_F_DELETE);
	op(SET, 3, 5);
	bucket = pw_bucket(MAP->table, pw_hash(key, 2, MAP->table->seed));
	ck_assert(pw_table_lock(bucket, PW_LEVEL_TASK, &flags));
	pw_host.level = PW_LEVEL_NMI;
	pw_host.relaxed = 0;
	ck_assert_int_eq(op(ADD, 3, 1), 0);
	ck_assert_int_eq(op(GET, 3, 0), 0);
	ck_assert_int_eq(op(DEL, 3, 0), 0);
	op(SET, 3, 8);
	ck_assert_int_eq(noted(PW_NOTE_MAP_BUSY), 4);
	ck_assert_int_eq(pw_host.relaxed, 0);
	/* Another CPU's NMI waits, though not for ever. */
	pw_host.cpu = 2;
	ck_assert_int_eq(op(GET, 3, 0), 0);
	ck_assert_int_eq(noted(PW_NOTE_MAP_BUSY), 5);
	ck_assert(pw_host.relaxed > 100 && pw_host.relaxed < 10000);
	pw_table_unlock(bucket, flags);
	pw_host.cpu = 0;
	ck_assert_int_eq(op(GET, 3, 0), 5);
	entries(&sum, NULL, 0);
	ck_assert_int_eq(sum, 5);
	ei_unload(&load);
}
END_TEST

static volatile u64 nmis;

static void nmi(int sig)
{
	u32 level = pw_host.level;

	(void)sig;
	pw_host.level = PW_LEVEL_NMI;
	op(MAP->form == PW_FORM_PARTS ? COUNT : ADD, nmis % 40, 1);
	if (MAP->form == PW_FORM_LOCKED && nmis % 3 == 0) {
		op(ADD, 1000 + nmis, 1);
		op(DEL, 1000 + nmis, 1);
	}
	nmis++;
	pw_host.level = level;
}

static void *interrupted(void *arg)
{
	u64 i;

	(void)arg;
	for (i = 0; !READ_ONCE(stop); i++) {
		op(MAP->form == PW_FORM_PARTS ? COUNT : ADD, i % 40, 1);
		if (MAP->form == PW_FORM_LOCKED) {
			op(ADD, 500 + i % 7, 1);
			op(DEL, 500 + i % 7, 1);
		}
	}
	done_ops[0] = i;
	return NULL;
}

/*
 * A thread is interrupted at any instruction: in the look-up, with a lock held,
 * between the parts of an insertion. Every operation is there or noted.
 */
START_TEST(test_nmi_anywhere)
{
	struct timespec pause = { 0, 20000 };
	struct sigaction sa;
	u64 of_key[1000];
	u64 sum = 0;
	u64 all;
	pthread_t t;
	int i;

	make(_i ? PW_MAP_VALUE : PW_MAP_COUNT, 8, 8, 50,
	     _i ? PW_MAP_F_DELETE : 0);
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = nmi;
	sigaction(SIGUSR1, &sa, NULL);
	stop = 0;
	ck_assert(!pthread_create(&t, NULL, interrupted, NULL));
	for (i = 0; i < 4000; i++) {
		pthread_kill(t, SIGUSR1);
		nanosleep(&pause, NULL);
	}
	WRITE_ONCE(stop, 1);
	pthread_join(t, NULL);
	memset(of_key, 0, sizeof(of_key));
	entries(&sum, of_key, 1000);
	for (sum = 0, i = 0; i < 40; i++)
		sum += of_key[i];
	all = done_ops[0] + nmis;
	ck_assert(nmis > 100);
	if (!_i) {
		ck_assert_int_eq(sum, all);
		ck_assert_int_eq(noted(PW_NOTE_MAP_BUSY), 0);
	} else {
		/* busy ones were of these keys or of the others */
		ck_assert(sum <= all && sum + noted(PW_NOTE_MAP_BUSY) >= all);
	}
	ck_assert_int_eq(noted(PW_NOTE_MAP_FULL), 0);
	ei_unload(&load);
}
END_TEST

#ifdef __x86_64__
static u64 key_now;
static u32 op_now;

static void op_task(void)
{
	op(op_now, key_now, 7);
}

static void nmi_same(void)
{
	pw_host.level = PW_LEVEL_NMI;
	op(op_now, key_now, 7);
	pw_host.level = PW_LEVEL_TASK;
}

/*
 * The same new key, in the midst of its being put in: there or noted. Not after
 * every instruction, for a step costs a signal.
 */
START_TEST(test_nmi_same_key)
{
	u64 by, got, busy, before = 0;
	long at;

	make(_i ? PW_MAP_VALUE : PW_MAP_COUNT, 8, 8, 100000, 0);
	op_now = _i ? ADD : COUNT;
	by = _i ? 7 : 1;
	for (at = 1;; at += 17) {
		key_now = at;
		if (!step(at, op_task, nmi_same))
			break;
		got = op(GET, at, 0);
		busy = noted(PW_NOTE_MAP_BUSY) - before;
		before += busy;
		must(got == (2 - busy) * by && busy <= 1);
	}
	ck_assert(at > 200);
	ck_assert(before > 2);
	ei_unload(&load);
}
END_TEST

/* The part of ADD in which an element is taken, for few steps. */
static void take_task(void)
{
	struct pw_table *table = MAP->table;
	u32 hash = pw_hash(&key_now, 1, table->seed);
	struct pw_bucket *bucket = pw_bucket(table, hash);
	unsigned long flags;

	if (pw_table_lock(bucket, PW_LEVEL_TASK, &flags)) {
		pw_table_add(table, bucket, MAP, &key_now, hash);
		pw_table_unlock(bucket, flags);
	}
}

/* Takes the first two free elements and gives back the first. */
static void nmi_swap(void)
{
	pw_host.level = PW_LEVEL_NMI;
	op(ADD, 101, 7);
	op(ADD, 102, 7);
	op(DEL, 101, 0);
	pw_host.level = PW_LEVEL_TASK;
}

/*
 * The free elements are changed while one is being taken. Afterwards there is
 * still room for exactly eight keys, each with its own value.
 */
START_TEST(test_nmi_free_list)
{
	u64 full = 0;
	u64 sum, key;
	u32 n;
	long at;
	bool more;

	make(PW_MAP_VALUE, 8, 8, 8, PW_MAP_F_DELETE);
	for (key = 1; key <= 8; key++)
		op(SET, key, 1);
	for (key = 1; key <= 8; key++)
		op(DEL, key, 0);
	key_now = 100;
	for (at = 1, more = true; more; at++) {
		more = step(at, take_task, nmi_swap);
		must(op(HAS, 100, 0) == 1);
		op(SET, 100, 7);
		n = 1 + op(HAS, 101, 0) + op(HAS, 102, 0);
		for (key = 200; n < 8; key++, n++)
			op(SET, key, 7);
		must(noted(PW_NOTE_MAP_FULL) == full);
		op(SET, 300, 7);
		must(noted(PW_NOTE_MAP_FULL) == ++full);
		must(entries(&sum, NULL, 0) == 8);
		must(sum == 8 * 7);
		for (key = 100; key < 210; key++)
			op(DEL, key, 0);
	}
	ck_assert(at > 200);
	ei_unload(&load);
}
END_TEST
#endif

#define LOOP(f, n) tcase_add_loop_test(t, f, 0, n)

int main(void)
{
	Suite *s = suite_create("map cpus");
	TCase *t = tcase_create("map cpus");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 120);
	LOOP(test_threads, 3);
	LOOP(test_threads_scalar, 2);
	tcase_add_test(t, test_threads_churn);
	tcase_add_test(t, test_threads_evict);
	LOOP(test_clear_and_zero, 2);
	tcase_add_test(t, test_nmi_busy);
	LOOP(test_nmi_anywhere, 2);
#ifdef __x86_64__
	LOOP(test_nmi_same_key, 2);
	tcase_add_test(t, test_nmi_free_list);
#endif
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
