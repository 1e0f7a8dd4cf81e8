/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Runs one command under test the way a person would: start it, wait until it
 * says that its probes are attached, do something, press Ctrl-C.
 *
 *   drive [-t SECONDS] [-a AFTER] [-w FILE] [-m MARK] OUT ERR COMMAND...
 *
 *   -a AFTER    a shell command to run once the probes are attached; then the
 *               command gets SIGINT, unless it has ended by itself
 *   -m MARK     it is attached, too, when its output has this in it
 *   -w FILE     what AFTER prints
 *   -t SECONDS  kill everything and exit with 124
 * OUT and ERR are files for the command's output. AFTER finds the command's
 * process id in $PID. Exit status: the command's, 128 + N for signal N, 125 if
 * AFTER fails.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define POLL_US 5000

static double deadline;
static const char *mark;

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static pid_t spawn(char *const argv[], const char *out, const char *err)
{
	pid_t pid = fork();
	int fd, i;

	if (pid)
		return pid;
	setpgid(0, 0);
	/* A shell's background job ignores these; a person's does not. */
	for (i = 1; i < 32; i++)
		signal(i, SIG_DFL);
	fd = open("/dev/null", O_RDONLY);
	dup2(fd, 0);
	if (out) {
		fd = open(out, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0644);
		dup2(fd, 1);
	}
	if (err) {
		fd = open(err, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0644);
		dup2(fd, 2);
	}
	execvp(argv[0], argv);
	fprintf(stderr, "drive: %s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

/* A line that the command prints when its probes are attached. */
static int is_attached(const char *path)
{
	static char text[65536];
	int fd = open(path, O_RDONLY);
	ssize_t n = 0;

	if (fd >= 0) {
		n = read(fd, text, sizeof(text) - 1);
		close(fd);
	}
	text[n > 0 ? n : 0] = '\0';
	return strstr(text, "Attached ") || strstr(text, "attached_probes") ||
	       (mark && *mark && strstr(text, mark));
}

/* The process's exit code once it has ended; -1 at the deadline. */
static int await(pid_t pid)
{
	int status;

	for (;;) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			break;
		if (now() > deadline)
			return -1;
		usleep(POLL_US);
	}
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
	       WEXITSTATUS(status);
}

/* 1: attached. 0: it has ended, or the deadline has come. */
static int await_attached(pid_t pid, const char *out, const char *err)
{
	siginfo_t info;

	while (!is_attached(err) && !is_attached(out)) {
		info.si_pid = 0;
		waitid(P_PID, pid, &info, WEXITED | WNOHANG | WNOWAIT);
		if (info.si_pid == pid || now() > deadline)
			return 0;
		usleep(POLL_US);
	}
	return 1;
}

static int timed_out(pid_t pid)
{
	kill(-pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return 124;
}

static int run_after(pid_t pid, char *after, const char *output)
{
	char *argv[] = { "/bin/sh", "-c", after, NULL };
	char number[16];
	pid_t child;
	int status;

	snprintf(number, sizeof(number), "%d", pid);
	setenv("PID", number, 1);
	child = spawn(argv, output, NULL);
	status = await(child);
	if (status < 0)
		timed_out(child);
	return status;
}

int main(int argc, char **argv)
{
	char *after = NULL, *output = NULL;
	int seconds = 30, status, opt, failed = 0;
	pid_t pid;

	while ((opt = getopt(argc, argv, "+t:a:w:m:")) != -1) {
		if (opt == 't')
			seconds = atoi(optarg);
		else if (opt == 'a')
			after = optarg;
		else if (opt == 'w')
			output = optarg;
		else if (opt == 'm')
			mark = optarg;
		else
			return 2;
	}
	if (argc - optind < 3) {
		fprintf(stderr, "usage: drive [-t SECONDS] [-a AFTER] "
			"[-w FILE] [-m MARK] OUT ERR COMMAND...\n");
		return 2;
	}
	deadline = now() + seconds;
	pid = spawn(argv + optind + 2, argv[optind], argv[optind + 1]);
	if (after && await_attached(pid, argv[optind], argv[optind + 1])) {
		failed = run_after(pid, after, output);
		kill(pid, SIGINT);
	}
	status = await(pid);
	if (status < 0)
		return timed_out(pid);
	return failed ? 125 : status;
}
