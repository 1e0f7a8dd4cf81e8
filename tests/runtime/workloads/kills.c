/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Ends a given number of children by signals, and prints the rows that the
 * tools have to show, without times ("*": not known here).
 *   kills signals N  in turn: SIGTERM of ours; SIGABRT of its own; SIGKILL of
 *                    its sister; a timer's SIGALRM; one that it has a handler
 *                    for, and one that it ignores, which is no row
 *   kills oom N DIR  each eats more memory than the cgroup DIR may have
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define HOG	(64 << 20)

static void nothing(int sig)
{
	(void)sig;
}

/* Parent and name of a process. */
static int look_at(int pid, char *comm)
{
	char path[64];
	int parent = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "r");
	if (!file || fscanf(file, "%*d (%15[^)]) %*c %d", comm, &parent) != 2)
		exit(1);
	fclose(file);
	return parent;
}

/* " sh(12) init(1)": the parents of who has this one. */
static void print_parents(int pid)
{
	char comm[16];

	while (pid) {
		int parent = look_at(pid, comm);

		printf(" %s(%d)", comm, pid);
		pid = parent;
	}
	printf("\n");
}

static pid_t start_waiting(void (*before)(void))
{
	int ready[2];
	pid_t pid;
	char c;

	if (pipe(ready))
		exit(1);
	pid = fork();
	if (pid) {
		close(ready[1]);
		if (read(ready[0], &c, 1) != 1)
			exit(1);
		close(ready[0]);
		return pid;
	}
	if (before)
		before();
	if (write(ready[1], "x", 1) != 1)
		exit(1);
	for (;;)
		pause();
}

static void set_alarm(void)
{
	ualarm(300000, 0);
}

static void defy(void)
{
	signal(SIGHUP, nothing);
	signal(SIGTERM, SIG_IGN);
}

/* One child, and the row of what ended it. */
static void end_one(int how)
{
	pid_t pid, sister;

	switch (how) {
	case 0:
		pid = start_waiting(NULL);
		kill(pid, SIGTERM);
		waitpid(pid, NULL, 0);
		printf("%d kills 15 %d kills killed", getpid(), pid);
		print_parents(getppid());
		break;
	case 1:
		pid = fork();
		if (!pid)
			abort();
		waitpid(pid, NULL, 0);
		printf("%d kills 6 %d kills killed", pid, pid);
		print_parents(getpid());
		break;
	case 2:
		pid = start_waiting(NULL);
		sister = fork();
		if (!sister)
			_exit(kill(pid, SIGKILL));
		waitpid(pid, NULL, 0);
		waitpid(sister, NULL, 0);
		printf("%d kills 9 %d kills killed", sister, pid);
		print_parents(getpid());
		break;
	case 3:
		pid = start_waiting(set_alarm);
		waitpid(pid, NULL, 0);
		printf("0 kernel 14 %d kills killed\n", pid);
		break;
	default:
		pid = start_waiting(defy);
		kill(pid, SIGHUP);
		kill(pid, SIGTERM);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		printf("%d kills 9 %d kills killed", getpid(), pid);
		print_parents(getppid());
	}
}

static void hog(const char *procs)
{
	FILE *file = fopen(procs, "w");
	volatile char *memory;
	size_t i;

	if (!file || fprintf(file, "%d", getpid()) < 0 || fclose(file))
		_exit(1);
	memory = malloc(HOG);
	for (i = 0; i < HOG; i += 1024)
		memory[i] = 1;
	_exit(2);
}

static void end_by_memory(const char *dir)
{
	char procs[256];
	int status;
	pid_t pid;

	snprintf(procs, sizeof(procs), "%s/cgroup.procs", dir);
	pid = fork();
	if (!pid)
		hog(procs);
	waitpid(pid, &status, 0);
	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
		exit(1);
	printf("%d kills 9 %d kills oom", pid, pid);
	print_parents(getpid());
}

int main(int argc, char **argv)
{
	int i, n = argc > 2 ? atoi(argv[2]) : 0;

	/* A child must not print what is in the buffer once more. */
	setvbuf(stdout, NULL, _IONBF, 0);
	if (argc == 3 && !strcmp(argv[1], "signals")) {
		for (i = 0; i < n; i++)
			end_one(i % 5);
	} else if (argc == 4 && !strcmp(argv[1], "oom")) {
		for (i = 0; i < n; i++)
			end_by_memory(argv[3]);
	} else {
		fprintf(stderr, "usage: kills signals N | oom N DIR\n");
		return 2;
	}
	return 0;
}
