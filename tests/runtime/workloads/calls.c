/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Makes an exact number of calls of one kernel function and prints it.
 *
 * Each kind is a system call that reaches its function exactly once, in a
 * different source file of the kernel (so that no compiler inlines it), under
 * one name from 3.10 to today:
 *   getpgid  security_task_getpgid(task), returns 0; nobody else calls it
 *   fcntl    security_file_fcntl(file, cmd, arg), returns 0; here cmd is
 *            F_GETFD (1) and arg 4242
 *   read     vfs_read(file, buf, count, pos) of /dev/zero, returns 1
 *   badread  vfs_read of a buffer at address 8, returns -14
 *   getppid  [__x64_]sys_getppid(), the cheapest system call there is
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MAX_THREADS 64
#define BATCH	500	/* calls; short enough to fall between interrupts */

struct worker {
	pthread_t thread;
	int cpu;		/* -1: not pinned */
	unsigned long calls;
	unsigned long long fastest;	/* batch, ns */
};

static const char *kind = "getpgid";
static int fd;
static int timing;

static unsigned long long now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ULL + ts.tv_nsec;
}

static void one_call(void)
{
	char byte;

	switch (kind[0]) {
	case 'f':
		syscall(SYS_fcntl, fd, F_GETFD, 4242);
		break;
	case 'r':
		syscall(SYS_read, fd, &byte, 1);
		break;
	case 'b':
		syscall(SYS_read, fd, (void *)8, 1);
		break;
	default:
		syscall(SYS_getppid);
		break;
	}
}

static void make_calls(unsigned long n)
{
	pid_t pid = getpid();
	unsigned long i;

	if (strcmp(kind, "getpgid") == 0) {
		for (i = 0; i < n; i++)
			syscall(SYS_getpgid, pid);
	} else {
		for (i = 0; i < n; i++)
			one_call();
	}
}

static void *work(void *arg)
{
	struct worker *w = arg;
	unsigned long long start, took;
	unsigned long left, n;
	cpu_set_t set;

	if (w->cpu >= 0) {
		CPU_ZERO(&set);
		CPU_SET(w->cpu, &set);
		if (sched_setaffinity(0, sizeof(set), &set)) {
			perror("calls: sched_setaffinity");
			exit(1);
		}
	}
	if (!timing) {
		make_calls(w->calls);
		return NULL;
	}
	for (left = w->calls; left; left -= n) {
		n = left < BATCH ? left : BATCH;
		start = now();
		make_calls(n);
		took = now() - start;
		if (n == BATCH && (!w->fastest || took < w->fastest))
			w->fastest = took;
	}
	return NULL;
}

static void usage(void)
{
	fprintf(stderr, "usage: calls [-k getpgid|fcntl|read|badread|getppid]"
		" [-t THREADS] [-p] [-n] COUNT\n"
		"  -p  pin thread N to CPU N\n"
		"  -n  print the time a call took in the fastest batch of 500 "
		"of thread 0, in ns\n");
	exit(2);
}

int main(int argc, char **argv)
{
	struct worker workers[MAX_THREADS];
	unsigned long total, left;
	int n = 1, pin = 0, cpus, opt, i;

	while ((opt = getopt(argc, argv, "k:t:pn")) != -1) {
		if (opt == 'k')
			kind = optarg;
		else if (opt == 't')
			n = atoi(optarg);
		else if (opt == 'p')
			pin = 1;
		else if (opt == 'n')
			timing = 1;
		else
			usage();
	}
	if (optind + 1 != argc || n < 1 || n > MAX_THREADS)
		usage();
	total = left = strtoul(argv[optind], NULL, 10);
	cpus = sysconf(_SC_NPROCESSORS_ONLN);
	fd = open("/dev/zero", O_RDONLY);
	memset(workers, 0, sizeof(workers));
	for (i = 0; i < n; i++) {
		workers[i].cpu = pin ? i % cpus : -1;
		workers[i].calls = left / (n - i);
		left -= workers[i].calls;
		if (pthread_create(&workers[i].thread, NULL, work,
				   &workers[i])) {
			fprintf(stderr, "calls: cannot make a thread\n");
			return 1;
		}
	}
	for (i = 0; i < n; i++)
		pthread_join(workers[i].thread, NULL);
	if (timing)
		printf("%.1f\n", (double)workers[0].fastest / BATCH);
	else
		printf("%lu calls by %d threads of %d\n", total, n, getpid());
	return 0;
}
