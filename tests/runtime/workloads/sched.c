/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Processes that do a known number of things with the CPUs.
 *   sched sleep N MS   says its process id, waits for SIGUSR1, sleeps N times
 *		MS milliseconds in main > nap_all > nap, says by its own clock
 *		how many microseconds these took, calls itself "slept", waits
 *   sched go PID       makes such a process begin, waits until it has done, and
 *		says how often it left the CPU from wait to wait
 *   sched wake N MS    "waker" writes to a pipe N times, MS milliseconds after
 *		"sleeper" began to wait for it, which says how long it waited
 *   sched keys N       as if N bytes came from a keyboard; the interrupts that
 *		the kernel counted for the controller meanwhile
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NOINLINE __attribute__((noinline, noclone))

static double now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1e6 + ts.tv_nsec / 1e3;
}

/*
 * The system call is made here, not in the library, and with a frame of its
 * own: its stack is known.
 */
static NOINLINE long nap(const struct timespec *ts)
{
	long ret;

	__asm__ volatile("syscall" : "=a" (ret)
			 : "a" (SYS_nanosleep), "D" (ts), "S" (NULL),
			   "r" (__builtin_frame_address(0))
			 : "rcx", "r11", "memory");
	return ret;
}

static NOINLINE double nap_all(int n, int ms)
{
	struct timespec ts = { ms / 1000, ms % 1000 * 1000000L };
	double all = 0;

	while (n--) {
		double before = now_us();

		nap(&ts);
		all += now_us() - before;
	}
	return all;
}

static int do_sleep(int n, int ms)
{
	sigset_t set;
	int signal;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	printf("%d\n", getpid());
	sigwait(&set, &signal);
	printf("slept %.0f\n", nap_all(n, ms));
	prctl(PR_SET_NAME, "slept");
	while (pause())
		;
	return 0;
}

/* How often it left the CPU so far; its name and state. */
static long switches(int pid, char *name, char *state)
{
	char path[64], line[256];
	long n, all = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	file = fopen(path, "r");
	if (!file) {
		perror(path);
		exit(1);
	}
	while (fgets(line, sizeof(line), file)) {
		sscanf(line, "Name: %31s", name);
		sscanf(line, "State: %c", state);
		if (sscanf(line, "voluntary_ctxt_switches: %ld", &n) == 1 ||
		    sscanf(line, "nonvoluntary_ctxt_switches: %ld", &n) == 1)
			all += n;
	}
	fclose(file);
	return all;
}

static int do_go(int pid, int unused)
{
	char name[32] = "", state = 0;
	double began = now_us();
	long before, after;

	(void)unused;
	before = switches(pid, name, &state);
	kill(pid, SIGUSR1);
	do {
		usleep(20000);
		after = switches(pid, name, &state);
	} while ((strcmp(name, "slept") || state != 'S') &&
		 now_us() - began < 50e6);
	printf("switches %ld\n", after - before);
	return 0;
}

static void sleeper(int from, int n)
{
	double all = 0;
	char c;

	prctl(PR_SET_NAME, "sleeper");
	while (n--) {
		double before = now_us();

		if (read(from, &c, 1) != 1)
			_exit(1);
		all += now_us() - before;
	}
	printf("waited %.0f\n", all);
}

static int do_wake(int n, int ms)
{
	int ends[2], i, status;
	pid_t pid;

	if (pipe(ends))
		return 1;
	pid = fork();
	if (!pid) {
		sleeper(ends[0], n);
		return 0;
	}
	prctl(PR_SET_NAME, "waker");
	for (i = 0; i < n; i++) {
		usleep(ms * 1000);
		if (write(ends[1], "x", 1) != 1)
			return 1;
	}
	waitpid(pid, &status, 0);
	return status != 0;
}

/* Interrupts of the lines that name it, on all CPUs. */
static long interrupts(const char *name)
{
	FILE *file = fopen("/proc/interrupts", "r");
	char line[1024];
	long all = 0;

	while (file && fgets(line, sizeof(line), file)) {
		char *at = strchr(line, ':'), *end;

		if (!at || !strstr(line, name))
			continue;
		for (at++;; at = end) {
			long n = strtol(at, &end, 10);

			if (end == at || (*end != ' ' && *end != '\t'))
				break;
			all += n;
		}
	}
	if (file)
		fclose(file);
	return all;
}

/* 0xd2: the controller passes on what follows as if it were typed. */
static int do_keys(int n, int unused)
{
	long before = interrupts("i8042");

	(void)unused;
	if (ioperm(0x60, 5, 1)) {
		perror("ioperm");
		return 1;
	}
	while (n--) {
		outb(0xd2, 0x64);
		usleep(1000);
		outb(0x00, 0x60);
		usleep(30000);
	}
	printf("interrupts %ld\n", interrupts("i8042") - before);
	return 0;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(int n, int ms);
	} kinds[] = {
		{ "sleep", do_sleep }, { "go", do_go }, { "wake", do_wake },
		{ "keys", do_keys }
	};
	size_t i;

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (i = 0; argc > 2 && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strcmp(argv[1], kinds[i].name))
			return kinds[i].run(atoi(argv[2]),
					    argc > 3 ? atoi(argv[3]) : 0);
	fprintf(stderr, "usage: sched sleep|go|wake|keys N [MS]\n");
	return 2;
}
