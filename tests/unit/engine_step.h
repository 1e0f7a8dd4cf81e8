/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An NMI after any chosen instruction: the processor's single-step flag makes a
 * signal of each, and the handler of the n-th plays the NMI. x86-64 only, as
 * the flag is.
 */
#ifndef TESTS_ENGINE_STEP_H
#define TESTS_ENGINE_STEP_H

#ifdef __x86_64__
#include <signal.h>
#include <ucontext.h>

#define STEP_FLAG	0x100UL

static volatile long step_left;
static void (*step_nmi)(void);

static void step_trap(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	(void)sig;
	(void)info;
	if (--step_left > 0)
		return;
	uc->uc_mcontext.gregs[REG_EFL] &= ~STEP_FLAG;
	step_nmi();
}

/* The stack pointer leaves room for what a leaf function keeps below it. */
static inline void step_set(void)
{
	__asm__ __volatile__("lea -128(%%rsp), %%rsp\n\t"
			     "pushfq\n\t"
			     "orq $0x100, (%%rsp)\n\t"
			     "popfq\n\t"
			     "lea 128(%%rsp), %%rsp" : : : "cc", "memory");
}

static inline void step_clear(void)
{
	__asm__ __volatile__("lea -128(%%rsp), %%rsp\n\t"
			     "pushfq\n\t"
			     "andq $~0x100, (%%rsp)\n\t"
			     "popfq\n\t"
			     "lea 128(%%rsp), %%rsp" : : : "cc", "memory");
}

/*
 * Calls what, and nmi after the n-th instruction of it. false: it has not so
 * many, and ran alone.
 */
static bool step(long n, void (*what)(void), void (*nmi)(void))
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_sigaction = step_trap;
	sa.sa_flags = SA_SIGINFO;
	sigaction(SIGTRAP, &sa, NULL);
	step_left = n;
	step_nmi = nmi;
	step_set();
	what();
	step_clear();
	return step_left <= 0;
}

#endif
#endif
