/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stacks in the engine: equal ones have equal numbers, whoever takes them at
 * the same time; what is in the table; what happens when it is full.
 */
#define _GNU_SOURCE
#include <check.h>
#include <pthread.h>
#include "engine_exec.h"
#include "engine_step.h"
#include "engine/stack.h"

static const u64 kernel[] = { 0xffffffff81000010, 0xffffffff81000020,
			      0xffffffff81000030, 0 };
static const u64 other[] = { 0xffffffff81000010, 0xffffffff81000020,
			     0xffffffff81000031, 0 };
static const u64 user[] = { 0x401000, 0x402000, 0 };

static void stack_insn(u8 dst, u8 of, u32 depth)
{
	ei_lohi(&image, PW_OP_STACK, dst, 0, of, 0, depth, 0);
}

static const struct pw_stack *stack_of(u64 number)
{
	static u64 buf[PW_STACK_HEAD_WORDS + PW_STACK_DEPTH_MAX];

	ck_assert(pw_stacks_read(&load.vm, number, buf, sizeof(buf)) >= 24);
	return (const struct pw_stack *)buf;
}

static void must_be(u64 number, const u64 *frames, u32 n, u32 pid, u64 mm)
{
	const struct pw_stack *stack = stack_of(number);

	ck_assert_int_eq(stack->head & PW_STACK_FRAMES, n);
	ck_assert_int_eq(stack->pid, pid);
	ck_assert(stack->mm == mm);
	ck_assert(!memcmp(stack->frame, frames, n * sizeof(u64)));
}

START_TEST(test_equal)
{
	begin(PW_PROG_ENTRY);
	stack_insn(0, PW_STACK_KERNEL, 127);
	stack_insn(1, PW_STACK_KERNEL, 3);
	stack_insn(2, PW_STACK_KERNEL, 2);
	stack_insn(3, PW_STACK_USER, 127);
	ei_lohi(&image, PW_OP_STACKLEN, 4, 0, 0, 0, 0, 0);
	ei_lohi(&image, PW_OP_STACKLEN, 5, 2, 0, 0, 0, 0);
	pw_host.kernel_stack = kernel;
	pw_host.user_stack = user;
	pw_host.pid = 55;
	pw_host.mm = 77;
	go();
	ck_assert(reg(0) && reg(0) == reg(1));
	ck_assert(reg(2) && reg(2) != reg(1));
	ck_assert(reg(3) && reg(3) != reg(2));
	ck_assert(reg(4) == 3);
	ck_assert(reg(5) == 2);
	must_be(reg(0), kernel, 3, 0, 0);
	must_be(reg(2), kernel, 2, 0, 0);
	must_be(reg(3), user, 2, 55, 77);
	done();
}
END_TEST

/* Another process, or the same after exec, with the same addresses. */
START_TEST(test_processes)
{
	u64 first, second, third;

	begin(PW_PROG_PLAIN);
	stack_insn(0, PW_STACK_USER, 10);
	pw_host.user_stack = user;
	pw_host.pid = 1;
	pw_host.mm = 100;
	ei_wakes = 0;
	go();
	first = reg(0);
	ck_assert_int_eq(ei_wakes, 1);
	ck_assert_int_eq(pw_stacks_news(&load.vm), first + 4);
	pw_host.mm = 101;
	pw_vm_hit(&load.vm, 0, &hit);
	second = reg(0);
	pw_host.pid = 2;
	pw_vm_hit(&load.vm, 0, &hit);
	third = reg(0);
	ck_assert(first != second && second != third && first != third);
	ck_assert_int_eq(ei_wakes, 3);
	pw_host.pid = 1;
	pw_host.mm = 100;
	pw_vm_hit(&load.vm, 0, &hit);
	ck_assert(reg(0) == first);
	ck_assert_int_eq(ei_wakes, 3);
	ck_assert_int_eq(pw_stacks_news(&load.vm), third + 4);
	/* Whose it is, is said as the session's namespace numbers it, a
	 * thousand less; or, if that does not see it, as the first one does. */
	load.vm.pid_ns = &load;
	pw_host.pid = 1007;
	pw_vm_hit(&load.vm, 0, &hit);
	must_be(reg(0), user, 2, 7, 100);
	pw_host.pid = 1000;
	pw_vm_hit(&load.vm, 0, &hit);
	must_be(reg(0), user, 2, 1000, 100);
	done();
}
END_TEST

/* What the registers say is the first frame. */
START_TEST(test_first)
{
	const u64 want[] = { 0xffffffff82000001, kernel[0], kernel[1] };

	begin(PW_PROG_PLAIN);
	stack_insn(0, PW_STACK_KERNEL, 3);
	pw_host.kernel_stack = kernel;
	hit.ip = want[0];
	go();
	must_be(reg(0), want, 3, 0, 0);
	done();
}
END_TEST

START_TEST(test_empty)
{
	begin(PW_PROG_PLAIN);
	stack_insn(0, PW_STACK_KERNEL, 127);
	stack_insn(1, PW_STACK_USER, 127);
	ei_lohi(&image, PW_OP_STACKLEN, 2, 0, 0, 0, 0, 0);
	go();
	ck_assert(reg(0) == 0 && reg(1) == 0 && reg(2) == 0);
	ck_assert_int_eq(noted(PW_NOTE_STACK_FULL), 0);
	done();
}
END_TEST

START_TEST(test_address)
{
	const u64 want[] = { 0x4711 };

	begin(PW_PROG_PLAIN);
	set(0, 0x4711);
	ei_lohi(&image, PW_OP_USYM, 1, 0, 0, 0, 0, 0);
	ei_lohi(&image, PW_OP_USYM, 2, 0, 0, 0, 0, 0);
	pw_host.pid = 9;
	pw_host.mm = 8;
	go();
	ck_assert(reg(1) && reg(1) == reg(2));
	must_be(reg(1), want, 1, 9, 8);
	done();
}
END_TEST

/* The length of what is no stack is some number, and reads nothing wrong. */
START_TEST(test_wrong_numbers)
{
	static const u64 numbers[] = {
		0, 2, PW_STACK_WORDS - 1, PW_STACK_WORDS, 1ULL << 32, ~0ULL
	};
	u64 buf[64];
	u32 i;

	for (i = 0; i < TESTS(numbers); i++) {
		begin(PW_PROG_PLAIN);
		pw_host.kernel_stack = kernel;
		stack_insn(1, PW_STACK_KERNEL, 3);
		set(0, numbers[i]);
		ei_lohi(&image, PW_OP_STACKLEN, 0, 0, 0, 0, 0, 0);
		go();
		ck_assert(reg(0) <= PW_STACK_FRAMES);
		if (numbers[i] != 2)
			ck_assert(reg(0) == 0);
		ck_assert_int_eq(pw_stacks_read(&load.vm, numbers[i], buf,
						sizeof(buf)), 0);
		done();
	}
	/* A frame that looks like a head of 65535 frames. */
	begin(PW_PROG_PLAIN);
	set(0, 0xffffffffffffffff);
	ei_lohi(&image, PW_OP_USYM, 1, 0, 0, 0, 0, 0);
	go();
	ck_assert_int_eq(pw_stacks_read(&load.vm, reg(1) + 2, buf,
					PW_CHUNK_MAX), 0);
	done();
}
END_TEST

/* A program that only asks for a length has no table. */
START_TEST(test_no_table)
{
	u64 buf[8];

	begin(PW_PROG_PLAIN);
	set(0, 1);
	ei_lohi(&image, PW_OP_STACKLEN, 1, 0, 0, 0, 0, 0);
	go();
	ck_assert(reg(1) == 0);
	ck_assert(!load.vm.stacks);
	ck_assert_int_eq(pw_stacks_read(&load.vm, 1, buf, sizeof(buf)), 0);
	ck_assert_int_eq(pw_stacks_news(&load.vm), 0);
	done();
}
END_TEST

START_TEST(test_full)
{
	u64 frames[1021] = { 0 };
	u64 first, taken = 0;
	u32 i;

	for (i = 0; i < 1020; i++)
		frames[i] = i + 1;
	begin(PW_PROG_PLAIN);
	stack_insn(0, PW_STACK_KERNEL, 1024);
	pw_host.kernel_stack = frames;
	go();
	first = reg(0);
	while (noted(PW_NOTE_STACK_FULL) == 0 && taken < 2000) {
		frames[0]++;
		taken++;
		pw_vm_hit(&load.vm, 0, &hit);
	}
	/* 1022 words each, one word is no stack's. */
	ck_assert_int_eq(taken, (PW_STACK_WORDS - 1) / 1022);
	ck_assert(reg(0) == 0);
	frames[0] = 1;
	pw_vm_hit(&load.vm, 0, &hit);
	ck_assert(reg(0) == first);
	ck_assert_int_eq(noted(PW_NOTE_STACK_FULL), 1);
	done();
}
END_TEST

START_TEST(test_no_memory)
{
	int i, ret = -ENOMEM;

	for (i = 0; ret; i++) {
		begin(PW_PROG_PLAIN);
		stack_insn(0, PW_STACK_KERNEL, 10);
		ei_insn(&image, PW_OP_END, 0, 0, 0, 0);
		pw_host_alloc_left = i;
		ret = ei_load(&load, &image);
		pw_host_alloc_left = -1;
		ck_assert(!ret || ret == -ENOMEM);
	}
	ck_assert(i > 5);
	done();
}
END_TEST

#ifdef __x86_64__
static u64 nmi_number;

static void take_task(void)
{
	pw_host.level = PW_LEVEL_TASK;
	pw_vm_hit(&load.vm, 0, &hit);
}

static void take_nmi(void)
{
	struct pw_hit mine = { NULL };
	struct pw_work *at;

	pw_host.level = PW_LEVEL_NMI;
	pw_vm_hit(&load.vm, 0, &mine);
	at = (void *)(load.vm.cpu[1]->work +
		      PW_LEVEL_NMI * load.vm.cpu[1]->work_size);
	nmi_number = at->reg[0];
	pw_host.level = PW_LEVEL_TASK;
}

static void take_other_nmi(void)
{
	const u64 *was = pw_host.kernel_stack;

	pw_host.kernel_stack = other;
	take_nmi();
	pw_host.kernel_stack = was;
}

/* An NMI between any two instructions takes the same stack, or another. */
START_TEST(test_nmi)
{
	void (*nmi)(void) = _i ? take_other_nmi : take_nmi;
	long at;

	for (at = 1; at < 100000; at += 7) {
		begin(PW_PROG_PLAIN);
		stack_insn(0, PW_STACK_KERNEL, 10);
		ei_insn(&image, PW_OP_END, 0, 0, 0, 0);
		ck_assert(!ei_load(&load, &image));
		pw_host.kernel_stack = kernel;
		if (!step(at, take_task, nmi)) {
			done();
			break;
		}
		ck_assert(reg(0) && nmi_number);
		ck_assert((reg(0) == nmi_number) == !_i);
		must_be(reg(0), kernel, 3, 0, 0);
		must_be(nmi_number, _i ? other : kernel, 3, 0, 0);
		done();
	}
	ck_assert(at > 100 && at < 100000);
}
END_TEST
#endif

#define THREADS	4
#define STACKS	3000

static u64 numbers[THREADS][STACKS];

static void *take_many(void *arg)
{
	u32 nr = (u32)(unsigned long)arg;
	struct pw_hit mine = { NULL };
	u64 frames[3] = { 0 };
	struct pw_work *at;
	u32 i;

	memset(&pw_host, 0, sizeof(pw_host));
	pw_host.cpu = nr % 4;
	pw_host.kernel_stack = frames;
	for (i = 0; i < STACKS; i++) {
		frames[0] = 0x1000 + i;
		frames[1] = 0x2000;
		pw_vm_hit(&load.vm, 0, &mine);
		at = (void *)load.vm.cpu[pw_host.cpu]->work;
		numbers[nr][i] = at->reg[0];
	}
	return NULL;
}

START_TEST(test_cpus)
{
	pthread_t threads[THREADS];
	const struct pw_stack *stack;
	u32 i, t;

	begin(PW_PROG_PLAIN);
	stack_insn(0, PW_STACK_KERNEL, 10);
	ei_insn(&image, PW_OP_END, 0, 0, 0, 0);
	ck_assert(!ei_load(&load, &image));
	for (t = 0; t < THREADS; t++)
		pthread_create(&threads[t], NULL, take_many,
			       (void *)(unsigned long)t);
	for (t = 0; t < THREADS; t++)
		pthread_join(threads[t], NULL);
	for (i = 0; i < STACKS; i++) {
		stack = stack_of(numbers[0][i]);
		ck_assert(stack->frame[0] == 0x1000 + i);
		for (t = 1; t < THREADS; t++)
			ck_assert(numbers[t][i] == numbers[0][i]);
	}
	done();
}
END_TEST

int main(void)
{
	Suite *s = suite_create("stack");
	TCase *t = tcase_create("stack");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 120);
	tcase_add_test(t, test_equal);
	tcase_add_test(t, test_processes);
	tcase_add_test(t, test_first);
	tcase_add_test(t, test_empty);
	tcase_add_test(t, test_address);
	tcase_add_test(t, test_wrong_numbers);
	tcase_add_test(t, test_no_table);
	tcase_add_test(t, test_full);
	tcase_add_test(t, test_no_memory);
#ifdef __x86_64__
	tcase_add_loop_test(t, test_nmi, 0, 2);
#endif
	tcase_add_test(t, test_cpus);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
