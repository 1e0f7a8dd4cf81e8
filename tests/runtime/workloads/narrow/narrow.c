// SPDX-License-Identifier: GPL-2.0
/*
 * A program of 32 bits, which needs no library: calls getppid() 1009 times from
 * main > outer > inner > ask, then waits 300 ms for who reads its map.
 */
#define NR_EXIT		1
#define NR_GETPPID	64
#define NR_NANOSLEEP	162
#define ROUNDS		1009

#define NOINLINE __attribute__((noinline, noclone))

static NOINLINE long ask(long nr, const void *arg)
{
	long ret;

	/* That it is asked for its frame makes it have one. */
	__asm__ volatile("int $0x80" : "=a" (ret) : "0" (nr), "b" (arg),
			 "c" (0), "S" (__builtin_frame_address(0)) : "memory");
	return ret;
}

static NOINLINE long inner(long nr, const void *arg)
{
	long ret = ask(nr, arg);

	__asm__ volatile("" : "+r" (ret));
	return ret;
}

static NOINLINE void outer(void)
{
	static const long wait[2] = { 0, 300000000 };
	int i;

	for (i = 0; i < ROUNDS; i++)
		inner(NR_GETPPID, 0);
	inner(NR_NANOSLEEP, wait);
}

void _start(void);
void _start(void)
{
	outer();
	ask(NR_EXIT, 0);
	for (;;)
		;
}
