/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Handlers that write into a pipe. With a signalfd the signals would have to be
 * blocked, and a second Ctrl-C could not end a process that hangs in the first.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include "command/signals.h"

static int write_end = -1;
static volatile sig_atomic_t stops, users;

static void on_signal(int number)
{
	int saved = errno;
	ssize_t n;

	if (number == SIGUSR1) {
		users = 1;
	} else if (number != SIGCHLD && stops++) {
		signal(number, SIG_DFL);
		raise(number);
	}
	/* A full pipe is readable: nothing is lost. */
	n = write(write_end, "", 1);
	(void)n;
	errno = saved;
}

static int set_flags(int fd)
{
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) ||
	    fcntl(fd, F_SETFL, O_NONBLOCK))
		return -errno;
	return 0;
}

void pw_signals_default(void)
{
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
}

int pw_signals_open(void)
{
	static const int numbers[] = {
		SIGINT, SIGTERM, SIGCHLD, SIGUSR1
	};
	struct sigaction action;
	int fds[2], err;
	size_t i;

	if (pipe(fds))
		return -errno;
	err = set_flags(fds[0]);
	if (!err)
		err = set_flags(fds[1]);
	if (err) {
		close(fds[0]);
		close(fds[1]);
		return err;
	}
	write_end = fds[1];
	stops = users = 0;
	memset(&action, 0, sizeof(action));
	action.sa_handler = on_signal;
	action.sa_flags = SA_RESTART;
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (sigaction(numbers[i], &action, NULL))
			return -errno;
	return fds[0];
}

void pw_signals_read(int fd)
{
	char bytes[64];

	while (read(fd, bytes, sizeof(bytes)) > 0)
		;
}

bool pw_signals_stop(void)
{
	return stops;
}

bool pw_signals_user(void)
{
	bool came = users;

	users = 0;
	return came;
}
