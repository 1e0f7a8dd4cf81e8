/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Does a given number of things with processes and files and prints, for each,
 * the row that the tool for it has to show (without padding and times; "*" is
 * what is not known here). All in one thread, so that the order is known.
 *   process kill N    kill(2): to a child, but each third to nobody
 *   process open N    open(2): of /dev/null, but each third of nothing
 *   process relative N  openat(2): creates files in /tmp, its directory; each
 *                     third is /dev's null
 *   process stat N    newfstatat(2): the same
 *   process sync N    fsync(2), and each third fdatasync(2)
 *   process exec N    a child that executes /bin/true with arguments
 *   process exit N    a child that ends with its number, the last by SIGKILL
 *   process signal N  SIGUSR1 to a child that waits for it
 *   process mount N   mount(2) and umount2(2) of a tmpfs, each third at nothing
 *   process cap N     chroot(2), and each third sethostname(2), as root
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY	4194303		/* above what pid_max is set to */

static pid_t start_waiting(void)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	signal(SIGUSR1, SIG_DFL);
	for (;;)
		pause();
}

static void end_child(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void do_kill(int n)
{
	pid_t child = start_waiting();
	int i;

	for (i = 1; i <= n; i++) {
		pid_t to = i % 3 ? child : NOBODY;
		int err = kill(to, SIGCONT) ? -errno : 0;

		printf("%d process %d %d %d\n", getpid(), SIGCONT, to, err);
	}
	printf("%d process %d %d 0\n", getpid(), SIGKILL, child);
	end_child(child);
}

static void do_open(int n)
{
	int i;

	for (i = 1; i <= n; i++) {
		char path[64];
		int fd, err;

		snprintf(path, sizeof(path), i % 3 ? "/dev/null" :
			 "/nothing/%d", i);
		fd = open(path, O_RDONLY);
		err = fd < 0 ? errno : 0;
		printf("%d process %d %d %s\n", getpid(), fd, err, path);
		if (fd >= 0)
			close(fd);
	}
}

static void do_relative(int n)
{
	int dev = open("/dev", O_RDONLY | O_DIRECTORY);
	int i;

	if (chdir("/tmp"))
		exit(1);
	for (i = 1; i <= n; i++) {
		char name[64];
		int fd;

		snprintf(name, sizeof(name), "process.%d", i);
		fd = i % 3 ? openat(AT_FDCWD, name, O_CREAT | O_WRONLY, 0600) :
		     openat(dev, "null", O_RDWR);
		printf("%d process %d 0 %08o %s%s\n", getpid(), fd,
		       i % 3 ? O_CREAT | O_WRONLY : O_RDWR,
		       i % 3 ? "/tmp/" : "/dev/", i % 3 ? name : "null");
		close(fd);
		unlink(name);
	}
}

static void do_stat(int n)
{
	int i;

	for (i = 1; i <= n; i++) {
		char path[64];
		struct stat st;
		int err;

		snprintf(path, sizeof(path), i % 3 ? "/dev/null" :
			 "/nothing/%d", i);
		err = syscall(SYS_newfstatat, AT_FDCWD, path, &st, 0);
		printf("%d process %d %d %s\n", getpid(), err,
		       err ? errno : 0, path);
	}
}

static void do_sync(int n)
{
	int fd = open("/tmp/process.sync", O_CREAT | O_RDWR, 0600);
	int i;

	for (i = 1; i <= n; i++) {
		if (i % 3)
			fsync(fd);
		else
			fdatasync(fd);
		printf("%d process %s\n", getpid(), i % 3 ? "fsync" :
		       "fdatasync");
	}
	unlink("/tmp/process.sync");
}

static void do_exec(int n)
{
	int i;

	for (i = 1; i <= n; i++) {
		char number[16];
		pid_t pid;

		snprintf(number, sizeof(number), "%d", i);
		pid = fork();
		if (!pid) {
			execl("/bin/true", "true", number, "two words", NULL);
			_exit(1);
		}
		waitpid(pid, NULL, 0);
		printf("true %d %d 0 true %d two words\n", pid, getpid(), i);
	}
}

static void do_exit(int n)
{
	int i;

	for (i = 1; i <= n; i++) {
		pid_t pid = fork();

		if (!pid && i < n)
			_exit(i);
		if (!pid)
			raise(SIGKILL);
		waitpid(pid, NULL, 0);
		printf("process %d %d %d * %s %d\n", pid, getpid(), pid,
		       i < n ? "code" : "signal", i < n ? i : SIGKILL);
	}
	/* Ourselves, when this is over. */
	printf("process %d %d %d * code 0\n", getpid(), getppid(), getpid());
}

static void do_signal(int n)
{
	int i;

	for (i = 1; i <= n; i++) {
		pid_t child = start_waiting();

		kill(child, SIGUSR1);
		waitpid(child, NULL, 0);
		printf("%d process %d %d process 0\n", getpid(), SIGUSR1,
		       child);
	}
}

static void do_mount(int n)
{
	int i;

	mkdir("/tmp/process.mnt", 0700);
	for (i = 1; i <= n; i++) {
		const char *at = i % 3 ? "/tmp/process.mnt" : "/nothing";
		int bad = mount("one", at, "tmpfs", MS_NOSUID | MS_NOEXEC,
				"size=1m");

		printf("process %d %d * mount(\"one\", \"%s\", \"tmpfs\", "
		       "MS_NOSUID|MS_NOEXEC, \"size=1m\") = %s\n", getpid(),
		       getpid(), at, bad ? "-ENOENT" : "0");
		bad = umount2(at, i % 2 ? MNT_DETACH : 0);
		printf("process %d %d * umount(\"%s\", %s) = %s\n", getpid(),
		       getpid(), at, i % 2 ? "MNT_DETACH" : "0x0",
		       bad ? "-ENOENT" : "0");
	}
	rmdir("/tmp/process.mnt");
}

static void do_cap(int n)
{
	int i;

	for (i = 1; i <= n; i++) {
		if (i % 3 ? chroot("/") : sethostname("guest", 5))
			exit(1);
		printf("0 %d process %s 1\n", getpid(),
		       i % 3 ? "18 CAP_SYS_CHROOT" : "21 CAP_SYS_ADMIN");
	}
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(int n);
	} kinds[] = {
		{ "kill", do_kill }, { "open", do_open },
		{ "stat", do_stat }, { "sync", do_sync },
		{ "exec", do_exec }, { "exit", do_exit },
		{ "signal", do_signal }, { "mount", do_mount },
		{ "relative", do_relative },
		{ "cap", do_cap }
	};
	size_t i;

	/* A child must not print what is in the buffer once more. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (i = 0; argc == 3 && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(argv[1], kinds[i].name))
			continue;
		kinds[i].run(atoi(argv[2]));
		return 0;
	}
	fprintf(stderr, "usage: process kill|open|stat|sync|exec|exit|"
		"signal|mount|cap|relative N\n");
	return 2;
}
