/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Does a given number of direct reads or writes of a disk, one after the other,
 * and prints for each the row that biosnoop has to show (without times).
 *   block read|write DISK N [WAIT]   WAIT: microseconds before each
 * Sizes and places are not the same from one to the next. At the end it says on
 * the standard error how many microseconds the longest took as seen from here.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SECTOR		512
#define PAGE_SECTORS	8	/* what every disk can do */
#define SIZES		5	/* 4 KB to 20 KB */

static double now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1e6 + ts.tv_nsec / 1e3;
}

int main(int argc, char **argv)
{
	double most = 0, all = 0;
	int is_write, fd, i, n;
	char path[64];
	void *buf;

	if (argc < 4 || (strcmp(argv[1], "read") && strcmp(argv[1], "write"))) {
		fprintf(stderr, "usage: block read|write DISK N [WAIT]\n");
		return 2;
	}
	is_write = argv[1][0] == 'w';
	n = atoi(argv[3]);
	snprintf(path, sizeof(path), "/dev/%s", argv[2]);
	fd = open(path, O_RDWR | O_DIRECT);
	if (fd < 0 || posix_memalign(&buf, 4096, SIZES * 4096)) {
		perror(path);
		return 1;
	}
	memset(buf, 'x', SIZES * 4096);
	for (i = 0; i < n; i++) {
		size_t size = (size_t)(i % SIZES + 1) * PAGE_SECTORS * SECTOR;
		off_t at = (off_t)i * 3 * SIZES * PAGE_SECTORS * SECTOR;
		double before, took;
		ssize_t done;

		if (argc > 4)
			usleep(atoi(argv[4]));
		before = now_us();
		done = is_write ? pwrite(fd, buf, size, at) :
				  pread(fd, buf, size, at);
		took = now_us() - before;
		if (done != (ssize_t)size) {
			perror(argv[1]);
			return 1;
		}
		all += took;
		if (took > most)
			most = took;
		printf("block %d %s %c %lld %zu *\n", getpid(), argv[2],
		       is_write ? 'W' : 'R', (long long)at / SECTOR, size);
	}
	fprintf(stderr, "longest %.0f all %.0f\n", most, all);
	return 0;
}
