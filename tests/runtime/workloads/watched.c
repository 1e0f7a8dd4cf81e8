// SPDX-License-Identifier: GPL-2.0
/*
 * Memory to be watched: a page at 0x10000000, whose first 8 bytes are used as
 * often as is said and not otherwise.
 *
 *   watched write N      writes them N times
 *   watched read N       reads them N times
 *   watched run N        calls a function there N times
 *   watched threads N    two threads write N times each, one made before and
 *                        one 3 s after the start; so does, at the end, a child
 */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define ADDRESS	((void *)0x10000000)
#define RETQ	0xc3

static long times;

__attribute__((noinline)) void *write_it(void *memory)
{
	volatile uint64_t *word = memory;
	long i;

	/* That it is asked for its frame makes it have one. */
	__asm__ volatile("" : : "r" (__builtin_frame_address(0)));
	for (i = 0; i < times; i++)
		*word = (uint64_t)i;
	return NULL;
}

static void read_it(volatile uint64_t *word)
{
	long i;

	for (i = 0; i < times; i++)
		(void)*word;
}

static void run_it(unsigned char *code)
{
	void (*function)(void);
	long i;

	*code = RETQ;
	memcpy(&function, &code, sizeof(function));
	for (i = 0; i < times; i++)
		function();
}

static void *wait_and_write(void *memory)
{
	usleep(3200000);
	return write_it(memory);
}

static void use_threads(void *memory)
{
	pthread_t early, late;
	pid_t child;

	pthread_create(&early, NULL, wait_and_write, memory);
	usleep(3000000);
	pthread_create(&late, NULL, write_it, memory);
	pthread_join(early, NULL);
	pthread_join(late, NULL);
	child = fork();
	if (child == 0) {
		write_it(memory);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

int main(int argc, char **argv)
{
	void *memory = mmap(ADDRESS, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	if (argc != 3 || memory != ADDRESS)
		return 2;
	times = atol(argv[2]);
	if (!strcmp(argv[1], "write"))
		write_it(memory);
	else if (!strcmp(argv[1], "read"))
		read_it(memory);
	else if (!strcmp(argv[1], "run"))
		run_it(memory);
	else
		use_threads(memory);
	printf("%s %ld\n", argv[1], times);
	fflush(stdout);
	/* For who reads its map. */
	usleep(100000);
	return 0;
}
