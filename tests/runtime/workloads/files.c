/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Does a given number of things with files and prints, for each, the row that
 * the tool for it has to show (without padding and times; "*" is what is not
 * known here). All in one thread, so that the order is known.
 *   files io N      the i-th of N files is written, i bytes, and read
 *   files slow N    reads that wait 200 ms for a pipe's other end, each third
 *                   not at all
 *   files life N    files that are deleted, each third under another name,
 *                   each fifth not at all
 *   files age N     one that is N hundredths of a second old
 *   files watch N   write(), read(), writev(), readv(), sendfile() of the file
 *                   /tmp/files.watched in turn, and others of another
 *   files vfs N     a file and a directory: made, written, synced, removed
 *   files top N     the i-th of N files is read 2i times and written i times,
 *                   4 KB at a time
 *   files fs N      the same N files in /tmp/fs: 3 reads, 2 writes, and each
 *                   second is synced; prints how many of what
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static char buffer[4096];

static int open_file(const char *path, int flags)
{
	int fd = open(path, flags, 0600);

	if (fd >= 0)
		return fd;
	perror(path);
	exit(1);
}

static void do_io(int n)
{
	char path[64];
	int i, fd;

	for (i = 1; i <= n; i++) {
		snprintf(path, sizeof(path), "/tmp/files.%d", i);
		fd = open_file(path, O_CREAT | O_TRUNC | O_RDWR);
		if (write(fd, buffer, i) != i)
			exit(1);
		printf("files %d W %d * files.%d\n", getpid(), i, i);
		lseek(fd, 0, SEEK_SET);
		if (read(fd, buffer, 100 + i) != i)
			exit(1);
		printf("files %d R %d * files.%d\n", getpid(), 100 + i, i);
		close(fd);
		unlink(path);
	}
}

static void do_slow(int n)
{
	int i, fd, ready[2];
	pid_t pid;

	unlink("/tmp/files.pipe");
	if (mkfifo("/tmp/files.pipe", 0600) || pipe(ready))
		exit(1);
	fd = open_file("/tmp/files.pipe", O_RDWR);
	for (i = 1; i <= n; i++) {
		pid = fork();
		if (!pid) {
			if (i % 3)
				usleep(200000);
			_exit(write(fd, buffer, i) != i);
		}
		if (i % 3 == 0)
			waitpid(pid, NULL, 0);
		if (read(fd, buffer, 300 + i) != i)
			exit(1);
		if (i % 3) {
			waitpid(pid, NULL, 0);
			printf("files %d R %d * files.pipe\n", getpid(),
			       300 + i);
		}
	}
	unlink("/tmp/files.pipe");
}

static void do_life(int n)
{
	char path[64], other[64];
	int i;

	for (i = 1; i <= n; i++) {
		snprintf(path, sizeof(path), "/tmp/files.%d", i);
		close(open_file(path, O_CREAT | O_EXCL | O_WRONLY));
		if (i % 5 == 0)
			continue;
		if (i % 3 == 0) {
			snprintf(other, sizeof(other), "/tmp/files.new%d", i);
			rename(path, other);
			strcpy(path, other);
		}
		unlink(path);
		printf("%d files * %s\n", getpid(), path + strlen("/tmp/"));
	}
}

static void do_age(int n)
{
	close(open_file("/tmp/files.aged", O_CREAT | O_EXCL | O_WRONLY));
	usleep(n * 10000);
	unlink("/tmp/files.aged");
	printf("%d\n", n);
}

/* One call of that kind on a file, whose end is at `size`. */
static const char *touch(int kind, int fd, int length, int *result)
{
	struct iovec parts[2] = {
		{ buffer, length - 1 }, { buffer + 100, 1 }
	};
	int null;
	off_t at = 0;

	lseek(fd, 0, SEEK_SET);
	switch (kind) {
	case 0:
		*result = write(fd, buffer, length);
		return "write";
	case 1:
		*result = read(fd, buffer, length);
		return "read";
	case 2:
		*result = writev(fd, parts, 2);
		return "writev";
	case 3:
		*result = readv(fd, parts, 2);
		return "readv";
	case 4:
		null = open_file("/dev/null", O_WRONLY);
		*result = sendfile(null, fd, &at, length);
		close(null);
		return "sendfile";
	default:
		munmap(mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0), 4096);
		*result = 0;
		return "mmap";
	}
}

static void do_watch(int n)
{
	int other = open_file("/tmp/files.other", O_CREAT | O_TRUNC | O_RDWR);
	int fd = open_file("/tmp/files.watched", O_CREAT | O_RDWR);
	int i, result;

	for (i = 0; i < n; i++) {
		const char *what = touch(i % 6, fd, 10 + i, &result);

		printf("%d %d files %s %d files.watched\n", getpid(), getpid(),
		       what, result);
		touch(i % 6, other, 10 + i, &result);
	}
	unlink("/tmp/files.other");
}

static void do_vfs(int n)
{
	int i, fd;

	for (i = 1; i <= n; i++) {
		fd = open_file("/tmp/files.vfs", O_CREAT | O_EXCL | O_RDWR);
		if (write(fd, buffer, 8) != 8 || fsync(fd) ||
		    mkdir("/tmp/files.dir", 0700) || rmdir("/tmp/files.dir") ||
		    unlink("/tmp/files.vfs"))
			exit(1);
		lseek(fd, 0, SEEK_SET);
		if (read(fd, buffer, 8) != 8)
			exit(1);
		close(fd);
	}
	printf("%d\n", n);
}

static void repeat(int fd, int reads, int writes)
{
	while (writes--)
		if (write(fd, buffer, sizeof(buffer)) != sizeof(buffer))
			exit(1);
	lseek(fd, 0, SEEK_SET);
	while (reads--)
		if (read(fd, buffer, sizeof(buffer)) < 0)
			exit(1);
}

static void do_top(int n)
{
	char path[64];
	int i, fd;

	for (i = n; i; i--) {
		snprintf(path, sizeof(path), "/tmp/files.%d", i);
		fd = open_file(path, O_CREAT | O_TRUNC | O_RDWR);
		repeat(fd, 2 * i, i);
		close(fd);
		printf("%d files %d %d %d %d R files.%d\n", getpid(), 2 * i, i,
		       8 * i, 4 * i, i);
	}
	for (i = 1; i <= n; i++) {
		snprintf(path, sizeof(path), "/tmp/files.%d", i);
		unlink(path);
	}
}

static void do_fs(int n)
{
	char path[64];
	int i, fd;

	for (i = 1; i <= n; i++) {
		snprintf(path, sizeof(path), "/tmp/fs/files.%d", i);
		fd = open_file(path, O_CREAT | O_TRUNC | O_RDWR);
		repeat(fd, 3, 2);
		if (i % 2 == 0 && fsync(fd))
			exit(1);
		close(fd);
	}
	printf("fsync %d\nopen %d\nread %d\nwrite %d\n", n / 2, n, 3 * n,
	       2 * n);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(int n);
	} kinds[] = {
		{ "io", do_io }, { "slow", do_slow }, { "life", do_life },
		{ "age", do_age }, { "watch", do_watch },
		{ "vfs", do_vfs }, { "top", do_top }, { "fs", do_fs }
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
	fprintf(stderr, "usage: files io|slow|life|age|watch|vfs|top|fs N\n");
	return 2;
}
