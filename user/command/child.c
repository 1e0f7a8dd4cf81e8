/* SPDX-License-Identifier: GPL-2.0 */
/*
 * -c and -p. The child waits by reading from a pipe rather than by being
 * stopped: if we die, the pipe ends and so does the child.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "command/child.h"

/* How long a child may take to end after SIGTERM; then we do not wait. */
#define PATIENCE_MS	1000

/*
 * Is this a quote around a blank? bpftrace splits at blanks and knows no
 * quotes: those that keep nothing together are part of the word, as there. Two
 * that are empty make an empty word.
 */
static bool quotes_blank(const char *p)
{
	const char *end;

	if (*p != '\'' && *p != '"')
		return false;
	end = strchr(p + 1, *p);
	return end && (end == p + 1 || p + strcspn(p, " \t\n") < end);
}

/* Takes a word off *from; true if there was one. Writes at most as much. */
static bool next_word(const char **from, char **to)
{
	const char *p = *from + strspn(*from, " \t\n");
	char quote = '\0';
	bool any = *p != '\0';

	for (; *p && (quote || !strchr(" \t\n", *p)); p++) {
		if (quote ? *p == quote : quotes_blank(p))
			quote = quote ? '\0' : *p;
		else
			*(*to)++ = *p;
	}
	*from = p;
	*(*to)++ = '\0';
	return any;
}

int pw_child_split(struct pw_child *child, const char *command)
{
	size_t len = strlen(command);
	size_t n = 0;
	char *to;

	/* A word takes a byte more than it has, but a blank precedes it. */
	child->words = to = malloc(len + 2);
	child->argv = calloc(len / 2 + 2, sizeof(*child->argv));
	if (!child->words || !child->argv)
		return -ENOMEM;
	for (;;) {
		child->argv[n] = to;
		if (!next_word(&command, &to))
			break;
		n++;
	}
	child->argv[n] = NULL;
	return n ? 0 : -EINVAL;
}

static void child_main(struct pw_child *child, pid_t parent, int go,
		       int result)
{
	int err;
	char byte;

	/* The parent may have died before it could be asked for. */
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) || getppid() != parent ||
	    read(go, &byte, 1) != 1)
		_exit(127);
	execvp(child->argv[0], child->argv);
	err = errno;
	if (write(result, &err, sizeof(err)) < 0)
		_exit(126);
	_exit(127);
}

static int make_pipe(int fds[2])
{
	if (pipe(fds))
		return -errno;
	if (fcntl(fds[0], F_SETFD, FD_CLOEXEC) ||
	    fcntl(fds[1], F_SETFD, FD_CLOEXEC))
		return -errno;
	return 0;
}

int pw_child_prepare(struct pw_child *child, const char *command)
{
	int go[2], result[2], err;
	pid_t parent = getpid();

	memset(child, 0, sizeof(*child));
	child->go = child->result = -1;
	err = pw_child_split(child, command);
	if (!err)
		err = make_pipe(go);
	if (err)
		return err;
	child->go = go[1];
	err = make_pipe(result);
	if (err) {
		close(go[0]);
		return err;
	}
	child->result = result[0];
	child->pid = fork();
	if (child->pid == 0) {
		/* Else the pipe would not end with the parent. */
		close(go[1]);
		child_main(child, parent, go[0], result[1]);
	}
	err = child->pid < 0 ? -errno : 0;
	if (err)
		child->pid = 0;
	close(go[0]);
	close(result[1]);
	return err;
}

int pw_child_run(struct pw_child *child)
{
	int err = 0;
	ssize_t n;

	if (pw_child_ended(child))
		return -ECHILD;
	if (write(child->go, "", 1) != 1)
		return -errno;
	/* Ends without a byte when execvp() has closed the other end. */
	do {
		n = read(child->result, &err, sizeof(err));
	} while (n < 0 && errno == EINTR);
	return n == sizeof(err) ? -err : 0;
}

bool pw_child_ended(struct pw_child *child)
{
	pid_t pid;

	if (!child->pid)
		return true;
	do {
		pid = waitpid(child->pid, NULL, WNOHANG);
	} while (pid < 0 && errno == EINTR);
	if (pid == 0)
		return false;
	child->pid = 0;
	return true;
}

void pw_child_finish(struct pw_child *child)
{
	const struct timespec ms = { 0, 1000000 };
	int i;

	if (child->go >= 0)
		close(child->go);
	if (child->result >= 0)
		close(child->result);
	if (!pw_child_ended(child))
		kill(child->pid, SIGTERM);
	for (i = 0; i < PATIENCE_MS && !pw_child_ended(child); i++)
		nanosleep(&ms, NULL);
	free(child->argv);
	free(child->words);
}

bool pw_process_lives(pid_t pid)
{
	char path[64], text[512];
	const char *p;
	FILE *file;
	size_t n;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	file = fopen(path, "re");
	if (!file)
		return false;
	n = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	text[n] = '\0';
	/* "12 (name) S": the name may hold anything, brackets too. One that
	 * has ended stays as a zombie until its parent asks. */
	p = strrchr(text, ')');
	return p && p[1] == ' ' && !strchr("ZX", p[2]);
}
