/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ring: writers that interrupt each other, the wrap, a full ring, and a
 * reader on another CPU. A signal plays an NMI.
 */
#define _GNU_SOURCE
#include <check.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <time.h>
#include "engine_image.h"
#include "engine/run.h"
#include "engine_step.h"

#define BYTES	4096u

/* As ck_assert, which is too slow to be asked for each record. */
#define must(x) do { \
	if (!(x)) \
		ck_abort_msg("%s", #x); \
} while (0)

static struct pw_ring ring;

static void init(u32 bytes)
{
	memset(&ring, 0, sizeof(ring));
	ck_assert_int_eq(pw_ring_init(&ring, bytes, PW_RECORD_MAX, 0), 0);
}

/* A record of this size, all of whose words are its number. */
static bool fill(u32 size, u64 nr)
{
	struct pw_record *rec = pw_ring_reserve(&ring, size);
	u64 *w = (u64 *)(rec + 1);
	u32 i;

	if (!rec)
		return false;
	rec->size = size;
	rec->nsecs = nr;
	for (i = 0; i < (size - sizeof(*rec)) / 8; i++)
		w[i] = nr;
	return true;
}

static bool put(u32 size, u64 nr)
{
	bool ok;

	pw_ring_open(&ring);
	ok = fill(size, nr);
	pw_ring_close(&ring);
	return ok;
}

/* The number of a record, having checked that it is whole. */
static u64 check(const u8 *buf)
{
	const struct pw_record *rec = (const void *)buf;
	const u64 *w = (const u64 *)(rec + 1);
	u32 i;

	for (i = 0; i < (rec->size - sizeof(*rec)) / 8; i++)
		must(w[i] == rec->nsecs);
	return rec->nsecs;
}

/* Sizes and read sizes of all kinds come round the ring many times. */
START_TEST(test_wrap)
{
	static u8 buf[32768];
	u64 written = 0, seen = 0;
	u32 got, n, at, size;

	init(BYTES);
	while (written < 20000) {
		size = 16 + written * 56 % 1000 / 8 * 8;
		if (put(size, written)) {
			written++;
			if (written % 7)
				continue;
		}
		n = 0;
		got = pw_ring_take(&ring, buf, 1016 + written % 5 * 1000, &n);
		must(got > 0);
		for (at = 0; at < got; n--) {
			must(check(buf + at) == seen);
			seen++;
			at += ((struct pw_record *)(buf + at))->size;
		}
		ck_assert_int_eq(at, got);
		ck_assert_int_eq(n, 0);
	}
	ck_assert(written - seen < 256);
	pw_ring_free(&ring);
}
END_TEST

/* Every byte of the ring can be used; one record more has no place. */
START_TEST(test_full)
{
	u8 buf[BYTES];
	u32 n = 0;
	u32 i, start;

	init(BYTES);
	for (start = 0; start < 3; start++) {
		/* so that the end of the buffer is in the middle of a record */
		ck_assert(put(24, 0));
		pw_ring_take(&ring, buf, sizeof(buf), &n);
		for (i = 0; i < BYTES / 64; i++)
			ck_assert(put(64, i));
		ck_assert(!put(16, 1));
		n = 0;
		ck_assert_int_eq(pw_ring_take(&ring, buf, 127, &n), 64);
		ck_assert(!put(72, 1));
		ck_assert(put(64, i));
		ck_assert(!put(16, 1));
		ck_assert_int_eq(pw_ring_take(&ring, buf, sizeof(buf), &n),
				 BYTES);
		ck_assert_int_eq(n, BYTES / 64 + 1);
	}
	ck_assert(put(BYTES, 5));
	ck_assert(!put(16, 6));
	ck_assert_int_eq(pw_ring_take(&ring, buf, BYTES - 8, &n), 0);
	ck_assert_int_eq(pw_ring_take(&ring, buf, BYTES, &n), BYTES);
	ck_assert_int_eq(check(buf), 5);
	pw_ring_free(&ring);
}
END_TEST

/* ---- writers in writers ---- */

static u64 number, wakes;

/*
 * A writer on one level; the plan's bits say where the next level comes in:
 * after the opening, with the space reserved, with the record written.
 */
static void write_level(u32 level, u32 plan)
{
	u32 here = plan >> 3 * level & 7;
	struct pw_record *rec;
	u8 buf[256];
	u32 n = 0;
	u64 nr;

	pw_ring_open(&ring);
	if (here & 1 && level < 3)
		write_level(level + 1, plan);
	nr = number++;
	rec = pw_ring_reserve(&ring, 24);
	ck_assert(rec != NULL);
	rec->size = 8;	/* whoever reads this now stumbles */
	if (here & 2 && level < 3)
		write_level(level + 1, plan);
	rec->size = 24;
	rec->nsecs = nr;
	*(u64 *)(rec + 1) = nr;
	if (here & 4 && level < 3)
		write_level(level + 1, plan);
	if (level)
		ck_assert_int_eq(pw_ring_take(&ring, buf, sizeof(buf), &n), 0);
	wakes += pw_ring_close(&ring);
}

START_TEST(test_nesting)
{
	u8 buf[BYTES];
	u32 plan, n, got, i;

	init(BYTES);
	for (plan = 0; plan < 512; plan++) {
		number = 0;
		wakes = 0;
		n = 0;
		write_level(0, plan);
		ck_assert_int_eq(wakes, 1);
		got = pw_ring_take(&ring, buf, sizeof(buf), &n);
		ck_assert_int_eq(n, number);
		ck_assert_int_eq(got, 24 * n);
		for (i = 0; i < n; i++)
			must(check(buf + 24 * i) == i);
		ck_assert_int_eq(ring.nest, 0);
	}
	pw_ring_free(&ring);
}
END_TEST

/* The outer one finds the ring full of what came in between: that is seen. */
START_TEST(test_nested_full)
{
	u8 buf[BYTES];
	u32 n = 0;

	init(BYTES);
	pw_ring_open(&ring);
	pw_ring_open(&ring);
	ck_assert(fill(BYTES, 1));
	ck_assert(!pw_ring_close(&ring));
	ck_assert(pw_ring_take(&ring, buf, BYTES, &n) == 0);
	ck_assert(!fill(16, 2));
	ck_assert(pw_ring_close(&ring));
	ck_assert_int_eq(pw_ring_take(&ring, buf, BYTES, &n), BYTES);
	ck_assert_int_eq(check(buf), 1);
	pw_ring_free(&ring);
}
END_TEST

/* Only a ring that was read empty wakes. */
START_TEST(test_wake)
{
	u8 buf[BYTES];
	u32 n = 0;
	int i;

	init(BYTES);
	for (i = 0; i < 5; i++) {
		pw_ring_open(&ring);
		fill(16, i);
		ck_assert_int_eq(pw_ring_close(&ring), i == 0);
	}
	pw_ring_take(&ring, buf, 16, &n);
	pw_ring_open(&ring);
	fill(16, 1);
	ck_assert(!pw_ring_close(&ring));
	pw_ring_take(&ring, buf, BYTES, &n);
	pw_ring_open(&ring);
	ck_assert(!pw_ring_close(&ring));
	pw_ring_open(&ring);
	fill(16, 1);
	ck_assert(pw_ring_close(&ring));
	pw_ring_free(&ring);
}
END_TEST

/* ---- a vm that emits ---- */

static struct engine_load load;

#define TEXT	((u64)0xffff888000000000ULL)
#define SLOT	128u

static char text[SLOT];

/* arg0, arg0 * 31 and arg1 bytes of text: a record that proves itself. */
static void make(u32 ring_bytes, u32 frame)
{
	static struct engine_image b;
	u32 i;

	memset(&pw_host, 0, sizeof(pw_host));
	for (i = 0; i < SLOT; i++)
		text[i] = 'A' + i % 26;
	pw_host_region[0].addr = TEXT;
	pw_host_region[0].size = SLOT;
	pw_host_region[0].bytes = text;
	ei_init(&b);
	b.head.ring_bytes = ring_bytes;
	ei_rec(&b);
	ei_seg(&b, PW_SEG_RAW, 0, 16);
	ei_seg(&b, PW_SEG_STR, 16, SLOT);
	ei_rec(&b);
	ei_seg(&b, PW_SEG_RAW, 0, frame - 16);
	ei_prog(&b, PW_PROG_ENTRY, 16 + SLOT, 0);
	ei_insn(&b, PW_OP_CTX, 0, 0, PW_CTX_ARG0, 0);
	ei_insn(&b, PW_OP_STF, 0, 0, 0, 0);
	ei_imm(&b, PW_OP_MUL, 1, 0, 0, 31);
	ei_insn(&b, PW_OP_STF, 0, 0, 1, 8);
	ei_insn(&b, PW_OP_CTX, 1, 0, PW_CTX_ARG1, 0);
	ei_imm(&b, PW_OP_ADD, 1, 1, 0, 1);
	ei_imm(&b, PW_OP_MOV, 2, 0, 0, TEXT);
	ei_lohi(&b, PW_OP_STR, 0, 2, PW_SPACE_KERNEL, 16, 2, SLOT);
	ei_lohi(&b, PW_OP_EMIT, 0, 0, 0, 0, 0, 0);
	ei_insn(&b, PW_OP_END, 0, 0, 0, 0);
	ei_probe(&b, PW_PROBE_KPROBE, 0, "kprobe:f", "f");
	ei_prog(&b, PW_PROG_PLAIN, frame, 0);
	ei_lohi(&b, PW_OP_ZERO, 0, 0, 0, 0, 0, frame);
	ei_lohi(&b, PW_OP_EMIT, 0, 0, 0, 0, 1, 0);
	ei_insn(&b, PW_OP_END, 0, 0, 0, 0);
	ei_probe(&b, PW_PROBE_KPROBE, 1, "kprobe:g", "g");
	ck_assert_msg(!ei_load(&load, &b), "%s", load.err.text);
}

static void emit(u64 nr)
{
	struct pt_regs regs = { { nr, nr % 100 }, 0, { 0 } };
	struct pw_hit hit = { .regs = &regs };

	pw_vm_hit(&load.vm, 0, &hit);
}

static u64 lost(enum pw_loss why)
{
	struct pw_session_stats st;

	pw_vm_stats(&load.vm, &st);
	return st.lost[why];
}

static u64 emitted(void)
{
	struct pw_session_stats st;

	pw_vm_stats(&load.vm, &st);
	return st.emitted;
}

START_TEST(test_losses)
{
	struct pw_hit hit = { .rec = NULL };
	u8 buf[PW_RECORD_MAX];
	u32 n = 0;
	u32 i;

	make(4096, 4096 + 8);
	pw_vm_hit(&load.vm, 1, &hit);	/* 4088 of data + 16 of header */
	ck_assert_int_eq(lost(PW_LOSS_TOO_BIG), 1);
	ei_unload(&load);
	make(4096, 4096);		/* fits exactly */
	ei_wakes = 0;
	pw_vm_hit(&load.vm, 1, &hit);
	pw_vm_hit(&load.vm, 1, &hit);
	emit(1);
	ck_assert_int_eq(lost(PW_LOSS_TOO_BIG), 0);
	ck_assert_int_eq(lost(PW_LOSS_RING_FULL), 2);
	ck_assert_int_eq(ei_wakes, 1);
	ck_assert_int_eq(emitted(), 3);
	ck_assert(!pw_ring_empty(&load.vm, 0));
	ck_assert_int_eq(pw_ring_read(&load.vm, 0, buf, sizeof(buf), &n), 4096);
	ck_assert(pw_ring_empty(&load.vm, 0));
	for (i = 0; i < 2 * 5; i++) {
		pw_host.cpu = i % 2;
		emit(i);
	}
	pw_ring_discard(&load.vm);
	ck_assert(pw_ring_empty(&load.vm, 0));
	ck_assert(pw_ring_empty(&load.vm, 1));
	ck_assert_int_eq(lost(PW_LOSS_UNSENT), 10);
	ck_assert_int_eq(emitted(), 13);
	/* a CPU that cannot be has no ring */
	ck_assert(pw_ring_empty(&load.vm, 6));
	ck_assert_int_eq(pw_ring_read(&load.vm, 6, buf, sizeof(buf), &n), 0);
	ei_unload(&load);
}
END_TEST

/* ---- an NMI after every seventh instruction: a step costs a signal ---- */

#ifdef __x86_64__
static void emit_task(void)
{
	emit(1);
}

static void emit_nmi(void)
{
	pw_host.level = PW_LEVEL_NMI;
	emit(2);
	pw_host.level = PW_LEVEL_TASK;
}

/* Wherever it comes: both records arrive, whole, with one wake. */
START_TEST(test_nmi_each)
{
	u8 buf[512];
	u32 n, woken;
	long at, times = 0;

	make(4096, 64);
	for (at = 1;; at += 7) {
		ei_wakes = n = 0;
		if (!step(at, emit_task, emit_nmi))
			break;
		times++;
		woken = ei_wakes;
		must(pw_ring_read(&load.vm, 0, buf, sizeof(buf), &n) == 96);
		must(n == 2);
		must(woken == 1);
		must(pw_ring_empty(&load.vm, 0));
		must(!load.vm.cpu[0]->ring.nest);
	}
	ck_assert(at > 200);
	ck_assert_int_eq(emitted(), 2 * times + 1);
	ei_unload(&load);
}
END_TEST
#endif

/* ---- a reader on another CPU ---- */

#define LEVEL_BIT	40	/* of a record's number: the level that wrote */

static int stop;
static u64 next_nr[PW_LEVELS];	/* that the reader may see */
static u64 gaps, seen;
static sem_t sem;
static u64 nmi_nr;

static void check_record(const u8 *rec)
{
	u64 nr, product;
	struct pw_str str;
	u32 level;

	memcpy(&nr, rec + 16, 8);
	memcpy(&product, rec + 24, 8);
	memcpy(&str, rec + 32, 8);
	level = nr >> LEVEL_BIT;
	must(level < PW_LEVELS && product == nr * 31);
	must(str.len == nr % 100);
	must(((struct pw_record *)rec)->size ==
	     40 + (str.len + 7) / 8 * 8);
	must(!memcmp(rec + 40, text, str.len));
	nr &= (1ULL << LEVEL_BIT) - 1;
	must(nr >= next_nr[level]);
	gaps += nr - next_nr[level];
	next_nr[level] = nr + 1;
	seen++;
}

static u32 read_some(void)
{
	u8 buf[PW_RECORD_MAX];
	u32 n = 0;
	u32 got, at;

	got = pw_ring_read(&load.vm, 0, buf, sizeof(buf), &n);
	for (at = 0; at < got; n--) {
		check_record(buf + at);
		at += ((struct pw_record *)(buf + at))->size;
	}
	must(n == 0);
	return got;
}

static void nmi(int sig)
{
	u32 level = pw_host.level;

	(void)sig;
	pw_host.level = PW_LEVEL_NMI;
	emit((u64)PW_LEVEL_NMI << LEVEL_BIT | nmi_nr++);
	pw_host.level = level;
}

static void *writer(void *arg)
{
	u64 *done = arg;
	u64 i;

	for (i = 0; !READ_ONCE(stop); i++) {
		emit(i);
		/* now and then the reader is to be the faster one */
		if (i % 50000 > 49000)
			sched_yield();
	}
	*done = i;
	return NULL;
}

/* Interrupted at any instruction, with a reader beside it: all adds up. */
START_TEST(test_reader)
{
	struct timespec pause = { 0, 10000 };
	struct sigaction sa;
	u64 done = 0;
	pthread_t t;
	u32 i;

	make(4096, 64);
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = nmi;
	sigaction(SIGUSR1, &sa, NULL);
	ck_assert(!pthread_create(&t, NULL, writer, &done));
	for (i = 0; i < 10000; i++) {
		pthread_kill(t, SIGUSR1);
		if (i % 3 == 0)
			nanosleep(&pause, NULL);
		while (i % 50 && read_some())
			;
	}
	WRITE_ONCE(stop, 1);
	pthread_join(t, NULL);
	while (read_some())
		;
	ck_assert(pw_ring_empty(&load.vm, 0));
	ck_assert_int_eq(emitted(), done + nmi_nr);
	ck_assert_int_eq(seen + lost(PW_LOSS_RING_FULL), emitted());
	gaps += done - next_nr[0] + nmi_nr - next_nr[PW_LEVEL_NMI];
	ck_assert_int_eq(gaps, lost(PW_LOSS_RING_FULL));
	ck_assert(seen > 1000 && nmi_nr > 100);
	ei_unload(&load);
}
END_TEST

static void wake(struct pw_vm *vm)
{
	(void)vm;
	sem_post(&sem);
}

static void *polite_writer(void *arg)
{
	u64 i;

	for (i = 0; i < 200000; i++) {
		emit(i);
		if (i % 200 == 0)
			sched_yield();
	}
	WRITE_ONCE(stop, 1);
	sem_post(&sem);
	return arg;
}

/* A reader that sleeps whenever it finds nothing is always woken again. */
START_TEST(test_sleeping_reader)
{
	struct timespec limit;
	pthread_t t;

	make(4096, 64);
	load.vm.wake = wake;
	sem_init(&sem, 0, 0);
	ck_assert(!pthread_create(&t, NULL, polite_writer, NULL));
	while (!READ_ONCE(stop)) {
		if (read_some())
			continue;
		clock_gettime(CLOCK_REALTIME, &limit);
		limit.tv_sec += 30;
		ck_assert_msg(!sem_timedwait(&sem, &limit), "not woken");
	}
	pthread_join(t, NULL);
	while (read_some())
		;
	ck_assert_int_eq(seen + lost(PW_LOSS_RING_FULL), 200000);
	ei_unload(&load);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("ring");
	TCase *t = tcase_create("ring");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 120);
	tcase_add_test(t, test_wrap);
	tcase_add_test(t, test_full);
	tcase_add_test(t, test_nesting);
	tcase_add_test(t, test_nested_full);
	tcase_add_test(t, test_wake);
	tcase_add_test(t, test_losses);
#ifdef __x86_64__
	tcase_add_test(t, test_nmi_each);
#endif
	tcase_add_test(t, test_reader);
	tcase_add_test(t, test_sleeping_reader);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
