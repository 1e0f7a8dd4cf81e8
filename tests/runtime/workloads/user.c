/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A program to be probed: functions that nothing inlines, called as often as is
 * said, and told of.
 *
 *   user ROUNDS [MS]    calls user_work(i, "round") for i from 1 to ROUNDS,
 *                       each returning 3 * i; with MS that long apart
 *   user deep DEPTH     user_deep(DEPTH), which calls itself down to 0
 *   user negative       user_negative() returns -42
 *   user child ROUNDS   the same as the first in a child
 *
 * Its variables are looked at, too: user_rounds counts the calls of
 * user_work(), each before it is made.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOINLINE __attribute__((noinline, noclone))

int user_unused(void);

uint8_t user_byte = 0xa5;
uint16_t user_half = 0xbeef;
uint32_t user_int = 0x55aa1234;
uint64_t user_rounds;
const char *user_text = "said by user";

NOINLINE long user_work(long i, const char *text)
{
	__asm__ volatile("" : : "r" (text) : "memory");
	return 3 * i;
}

NOINLINE long user_deep(long depth)
{
	long below = 0;

	if (depth)
		below = user_deep(depth - 1);
	__asm__ volatile("" : "+r" (below));
	return below + 1;
}

NOINLINE int user_negative(void)
{
	int value = -42;

	__asm__ volatile("" : "+r" (value));
	return value;
}

NOINLINE int user_unused(void)
{
	return 0;
}

static void work(long rounds, long ms)
{
	long i, sum = 0;

	for (i = 1; i <= rounds; i++) {
		user_rounds++;
		sum += user_work(i, "round");
		if (ms)
			usleep((useconds_t)ms * 1000);
	}
	printf("user_work %ld %ld\n", rounds, sum);
}

int main(int argc, char **argv)
{
	pid_t pid;

	if (argc < 2)
		return 2;
	if (!strcmp(argv[1], "deep") && argc > 2) {
		printf("user_deep %ld\n", user_deep(atol(argv[2])));
	} else if (!strcmp(argv[1], "negative")) {
		printf("user_negative %d\n", user_negative());
	} else if (!strcmp(argv[1], "child") && argc > 2) {
		pid = fork();
		if (pid == 0) {
			work(atol(argv[2]), 0);
			return 0;
		}
		waitpid(pid, NULL, 0);
	} else {
		work(atol(argv[1]), argc > 2 ? atol(argv[2]) : 0);
	}
	return 0;
}
