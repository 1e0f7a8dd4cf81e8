/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Maps: what each operation does, the limits, and exact totals when several
 * CPUs, NMIs and the session work on one map. A thread plays a CPU, a signal
 * an NMI. Programs take the key from arg0 and the operand from arg1, and leave
 * their result in r1.
 */
#define _GNU_SOURCE
#include <check.h>
#include <pthread.h>
#include <signal.h>
#include "engine_image.h"
#include "engine_step.h"
#include "engine/table.h"

enum { COUNT, ADD, SET, GET, DEL, HAS, SETV, GETV, OPS };

#define KEY	0	/* frame offsets */
#define VALUE	4096
#define CPUS	4
#define MAP	(load.vm.maps[0])

/* As ck_assert, which is too slow to be asked very often. */
#define must(x) do { \
	if (!(x)) \
		ck_abort_msg("%s", #x); \
} while (0)

static struct engine_load load;

static bool fits(u32 op, const struct pw_map_def *m)
{
	switch (op) {
	case COUNT:
		return m->kind == PW_MAP_COUNT;
	case GET:
		return m->value_size == 8;
	case DEL:
		return m->flags & PW_MAP_F_DELETE;
	case HAS:
		return m->key_size;
	case ADD:
	case SET:
		return m->kind == PW_MAP_VALUE && m->value_size == 8;
	default:
		return m->kind == PW_MAP_VALUE;
	}
}

/* Key words: arg0, then arg0 again; value words: arg1, arg1 + 1, … */
static void program(struct engine_image *b, u32 op, const struct pw_map_def *m)
{
	static const u8 opcodes[OPS] = {
		PW_OP_COUNT, PW_OP_MAPADD, PW_OP_MAPSET, PW_OP_MAPGET,
		PW_OP_MAPDEL, PW_OP_MAPHAS, PW_OP_MAPSETV, PW_OP_MAPGETV
	};
	static const u8 dst[OPS] = { 0, 1, 0, 1, 1, 1, 0, 0 };
	static const u8 src[OPS] = { 0, 2, 2, 0, 0, 0, 0, 0 };
	u32 i;

	ei_prog(b, PW_PROG_ENTRY, VALUE + m->value_size, 0);
	if (fits(op, m)) {
		ei_insn(b, PW_OP_CTX, 0, 0, PW_CTX_ARG0, 0);
		ei_insn(b, PW_OP_CTX, 2, 0, PW_CTX_ARG1, 0);
		for (i = 0; i < m->key_size; i += 8)
			ei_insn(b, PW_OP_STF, 0, 0, 0, KEY + i);
		for (i = 0; op == SETV && i < m->value_size; i += 8) {
			ei_imm(b, PW_OP_ADD, 3, 2, 0, i / 8);
			ei_insn(b, PW_OP_STF, 0, 0, 3, VALUE + i);
		}
		ei_lohi(b, opcodes[op], dst[op], src[op], 0, KEY, 0,
			op >= SETV ? VALUE : 0);
	}
	ei_insn(b, PW_OP_END, 0, 0, 0, 0);
	ei_probe(b, PW_PROBE_KPROBE, b->head.progs.count - 1, "kprobe:f", "f");
}

static void make(u32 kind, u32 key_size, u32 value_size, u32 entries, u32 flags)
{
	static struct engine_image b;
	u32 op;

	memset(&pw_host, 0, sizeof(pw_host));
	ei_init(&b);
	ei_map(&b, kind, key_size, value_size, entries, flags);
	for (op = 0; op < OPS; op++)
		program(&b, op, &b.maps[0]);
	ck_assert_msg(!ei_load(&load, &b), "%s", load.err.text);
}

static struct pw_work *work(void)
{
	struct pw_vm_cpu *cpu = load.vm.cpu[pw_host.cpu];

	return (void *)(cpu->work + pw_host.level * cpu->work_size);
}

static u64 op(u32 which, u64 key, u64 by)
{
	struct pt_regs regs = { { key, by }, 0 };
	struct pw_hit hit = { &regs, NULL, 0, 0 };

	work()->reg[1] = 0;
	pw_vm_hit(&load.vm, which, &hit);
	return work()->reg[1];
}

static u64 noted(enum pw_note note)
{
	struct pw_session_stats st;

	pw_vm_stats(&load.vm, &st);
	return st.note[note];
}

/* All entries by reading them in small pieces: how many, and their sum. */
static u32 entries(u64 *sum, u64 *of_key, u64 n_keys)
{
	u32 each = pw_map_entry_size(MAP);
	u64 buf[1024];
	u32 pos = 0;
	u32 n = 0;
	u32 got, i;
	u64 key;

	*sum = 0;
	for (;;) {
		got = pw_map_read(MAP, &pos, buf, 3 * each + 5);
		if (!got)
			return n;
		must(got % each == 0);
		for (i = 0; i < got / each; i++, n++) {
			key = buf[i * each / 8];
			*sum += buf[i * each / 8 + MAP->key_words];
			if (!of_key)
				continue;
			must(key < n_keys && of_key[key] == 0);
			of_key[key] = buf[i * each / 8 + MAP->key_words];
		}
	}
}

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

/* A map without keys is one entry, from the start and after all. */
START_TEST(test_scalar)
{
	u64 sum;

	make(PW_MAP_VALUE, 0, 8, 1, PW_MAP_F_DELETE);
	ck_assert_int_eq(entries(&sum, NULL, 0), 1);
	ck_assert_int_eq(sum, 0);
	op(SET, 1, 41);
	ck_assert_int_eq(op(ADD, 2, 1), 42);
	ck_assert_int_eq(op(GET, 3, 0), 42);
	op(GETV, 3, 0);
	ck_assert_int_eq(work()->frame[VALUE / 8], 42);
	ck_assert_int_eq(entries(&sum, NULL, 0), 1);
	ck_assert_int_eq(sum, 42);
	ck_assert_int_eq(op(DEL, 0, 0), 1);
	ck_assert_int_eq(op(GET, 3, 0), 0);
	op(SETV, 0, 9);
	pw_map_zero(MAP);
	ck_assert_int_eq(op(GET, 3, 0), 0);
	op(SET, 1, 41);
	ck_assert_int_eq(pw_map_clear(MAP), 0);
	ck_assert_int_eq(op(GET, 3, 0), 0);
	ei_unload(&load);

	make(PW_MAP_VALUE, 0, 24, 1, PW_MAP_F_DELETE);
	op(SETV, 0, 9);
	op(GETV, 0, 0);
	ck_assert_int_eq(work()->frame[VALUE / 8 + 2], 11);
	ck_assert_int_eq(op(DEL, 0, 0), 1);
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
	for (i = 0; i < 12; i++) {
		pw_host.cpu = i % CPUS;
		pw_host.level = i % PW_LEVELS;
		op(COUNT, 5, 0);
	}
	pw_host.level = 0;
	for (i = 0; MAP->form == PW_FORM_COUNTS && i < CPUS; i++)
		ck_assert_int_eq(MAP->table->counts[i][0], 3);
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
	ck_assert_int_eq(entries(&sum, NULL, 0), key_size ? 0 : 1);
	ck_assert_int_eq(sum, 0);
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

/* ---- several CPUs ---- */

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
	u32 which = MAP->form == PW_FORM_COUNTS ? COUNT : ADD;
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
		op(MAP->form == PW_FORM_COUNTS ? COUNT : ADD, 0, 1);
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

/* ---- the session's work beside the hits' ---- */

static u64 done_ops[CPUS];

static void *worker(void *arg)
{
	u32 which = MAP->form == PW_FORM_COUNTS ? COUNT : ADD;
	long cpu = (long)arg;
	u32 i;

	pw_host.cpu = cpu;
	pthread_barrier_wait(&together);
	for (i = 0; !READ_ONCE(stop); i++) {
		op(which, i % 64, 1);
		done_ops[cpu]++;
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
		op(MAP->form == PW_FORM_COUNTS ? COUNT : ADD, i, 1);
	ck_assert_int_eq(entries(&sum, NULL, 0), 64);
	ck_assert_int_eq(sum, 64);
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
	op(MAP->form == PW_FORM_COUNTS ? COUNT : ADD, nmis % 40, 1);
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
		op(MAP->form == PW_FORM_COUNTS ? COUNT : ADD, i % 40, 1);
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

/* ---- memory ---- */

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
	tcase_add_test(t, test_reuse);
	tcase_add_test(t, test_keys);
	LOOP(test_threads, 3);
	LOOP(test_threads_scalar, 2);
	tcase_add_test(t, test_threads_churn);
	LOOP(test_clear_and_zero, 2);
	tcase_add_test(t, test_clear_no_memory);
	tcase_add_test(t, test_nmi_busy);
	LOOP(test_nmi_anywhere, 2);
#ifdef __x86_64__
	LOOP(test_nmi_same_key, 2);
	tcase_add_test(t, test_nmi_free_list);
#endif
	tcase_add_test(t, test_too_large);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
