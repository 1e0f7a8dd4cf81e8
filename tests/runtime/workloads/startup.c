/* SPDX-License-Identifier: GPL-2.0 */
/*
 * startup ROUNDS COMMAND...: starts a command, waits for the line that says
 * "Attached" or, in JSON, "attached_probes", ends it with SIGINT. Prints, a line a round, the
 * milliseconds from exec to that line and the peak of its memory in KiB.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1e3 + ts.tv_nsec / 1e6;
}

/* 0 when it never said so. */
static int await_attached(int fd)
{
	static char text[65536];
	size_t len = 0;
	ssize_t n;

	while ((n = read(fd, text + len, sizeof(text) - 1 - len)) > 0) {
		len += n;
		text[len] = '\0';
		if (strstr(text, "Attached ") ||
		    strstr(text, "attached_probes"))
			return 1;
	}
	fputs(text, stderr);
	return 0;
}

int main(int argc, char **argv)
{
	struct rusage usage;
	int err[2], rounds, attached, status;
	double start, ms;
	pid_t pid;

	if (argc < 3)
		return 2;
	for (rounds = atoi(argv[1]); rounds > 0; rounds--) {
		if (pipe(err))
			return 1;
		start = now_ms();
		pid = fork();
		if (pid == 0) {
			dup2(err[1], 1);
			dup2(err[1], 2);
			close(err[0]);
			close(err[1]);
			execvp(argv[2], argv + 2);
			_exit(127);
		}
		close(err[1]);
		attached = await_attached(err[0]);
		ms = now_ms() - start;
		kill(pid, SIGINT);
		/* Else a command with much to say would wait for us. */
		close(err[0]);
		wait4(pid, &status, 0, &usage);
		if (!attached)
			return 1;
		printf("%.1f %ld\n", ms, usage.ru_maxrss);
	}
	return 0;
}
