/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stacks that are known: `spin burn MS` is busy in main > outer > inner > burn,
 * `spin kernel MS` in a system call that takes its time, made by
 * main > outer > inner > ask, and `spin ask N` calls getppid() N times from
 * there. Built with frame pointers and without tail calls.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define NOINLINE __attribute__((noinline, noclone))

static volatile uint64_t sink;

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

/* The clock is asked so rarely that no sample meets it. */
/* To be looked at. */
uint32_t spin_marker = 0x246aace;

static NOINLINE void burn(int64_t until)
{
	uint64_t i, v = 1;

	do {
		for (i = 0; i < 5000000; i++)
			v = v * 6364136223846793005ull + i;
		sink = v;
	} while (now_ms() < until);
}

/*
 * The C library's functions keep no frame pointer: made here. That it is asked
 * for its frame makes it have one.
 */
static NOINLINE long ask(long nr, long a, long b, long c)
{
	long ret;

	__asm__ __volatile__("syscall" : "=a" (ret) : "0" (nr), "D" (a),
			     "S" (b), "d" (c),
			     "r" (__builtin_frame_address(0)) :
			     "rcx", "r11", "memory");
	sink = (uint64_t)ret;
	return ret;
}

static NOINLINE void read_zeros(int64_t until)
{
	static char buf[1 << 20];
	int fd = open("/dev/zero", O_RDONLY);
	int i;

	do {
		for (i = 0; i < 100; i++)
			ask(SYS_read, fd, (long)buf, sizeof(buf));
	} while (now_ms() < until);
	close(fd);
}

static NOINLINE void inner(const char *what, long n)
{
	long i;

	if (!strcmp(what, "burn"))
		burn(now_ms() + n);
	else if (!strcmp(what, "kernel"))
		read_zeros(now_ms() + n);
	else
		for (i = 0; i < n; i++)
			ask(SYS_getppid, 0, 0, 0);
	sink++;
}

static NOINLINE void outer(const char *what, long n)
{
	inner(what, n);
	sink++;
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: spin burn|kernel MS | ask N\n");
		return 2;
	}
	outer(argv[1], atol(argv[2]));
	return 0;
}
