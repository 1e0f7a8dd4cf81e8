/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Small deeds with known arguments, one after the other, each printed when
 * done. What a probe must see is what was asked for on the command line.
 *
 *   open PATH      openat(AT_FDCWD, PATH, O_RDONLY)
 *   rename NAME    prctl(PR_SET_NAME, NAME): task:task_rename
 *   signal NUMBER  kill(self, NUMBER): signal:signal_generate, code 0
 *   thread NUMBER  tgkill(self, NUMBER): the same with code -6
 *   mount SOURCE   a tmpfs on /mnt and away again: security_sb_mount() with
 *                  strings in kernel memory
 *   write TEXT     write(2) of TEXT to /dev/null
 *   exit STATUS    a child that exits with STATUS
 *   sleep MS       no deed
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void on_signal(int sig)
{
	(void)sig;
}

static long do_mount(const char *source)
{
	long ret;

	mkdir("/mnt", 0755);
	ret = mount(source, "/mnt", "tmpfs", 0, NULL);
	if (ret == 0)
		umount("/mnt");
	return ret;
}

static long do_exit(int status)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(status);
	waitpid(pid, NULL, 0);
	return pid;
}

static long do_write(const char *text)
{
	int fd = open("/dev/null", O_WRONLY);
	long ret = write(fd, text, strlen(text));

	close(fd);
	return ret;
}

static long deed(const char *what, const char *arg)
{
	if (strcmp(what, "open") == 0)
		return syscall(SYS_openat, AT_FDCWD, arg, O_RDONLY, 0);
	if (strcmp(what, "rename") == 0)
		return prctl(PR_SET_NAME, arg, 0, 0, 0);
	if (strcmp(what, "signal") == 0)
		return kill(getpid(), atoi(arg));
	if (strcmp(what, "thread") == 0)
		return syscall(SYS_tgkill, getpid(), getpid(), atoi(arg));
	if (strcmp(what, "mount") == 0)
		return do_mount(arg);
	if (strcmp(what, "write") == 0)
		return do_write(arg);
	if (strcmp(what, "exit") == 0)
		return do_exit(atoi(arg));
	if (strcmp(what, "sleep") == 0)
		return usleep(atoi(arg) * 1000);
	fprintf(stderr, "events: no deed is called '%s'\n", what);
	exit(2);
}

int main(int argc, char **argv)
{
	long ret;
	int i;

	for (i = 1; i < 32; i++)
		if (i != SIGKILL && i != SIGSTOP && i != SIGCHLD)
			signal(i, on_signal);
	setvbuf(stdout, NULL, _IONBF, 0);
	for (i = 1; i + 1 < argc; i += 2) {
		ret = deed(argv[i], argv[i + 1]);
		printf("%d %s %s = %ld\n", getpid(), argv[i], argv[i + 1],
		       ret < 0 ? -(long)errno : ret);
	}
	return 0;
}
