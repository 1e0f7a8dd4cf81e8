/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reading of files whose size is not known. The kernel's sequence files give
 * about a page for each read, so a larger buffer would gain nothing.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "symbols/file.h"

#define LINE_BUFFER	4096u

static ssize_t read_some(int fd, char *to, size_t size)
{
	ssize_t n;

	do {
		n = read(fd, to, size);
	} while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : n;
}

int pw_file_lines(int fd, int (*take)(void *ctx, char *line), void *ctx)
{
	char buffer[LINE_BUFFER];
	bool skipping = false;	/* within a line that is too long */
	size_t have = 0;
	ssize_t n;
	int err;

	for (;;) {
		char *line = buffer, *newline;

		n = read_some(fd, buffer + have, LINE_BUFFER - 1 - have);
		if (n < 0)
			return n;
		have += n;
		/* The last line may lack its newline. */
		if (n == 0 && have)
			buffer[have++] = '\n';
		while ((newline = memchr(line, '\n', buffer + have - line))) {
			*newline = '\0';
			err = skipping ? 0 : take(ctx, line);
			if (err)
				return err;
			skipping = false;
			line = newline + 1;
		}
		if (n == 0)
			return 0;
		have = buffer + have - line;
		memmove(buffer, line, have);
		if (have == LINE_BUFFER - 1) {
			skipping = true;
			have = 0;
		}
	}
}

int pw_file_text(int fd, size_t max, char **text)
{
	size_t size = 4096, have = 0;
	char *buffer = malloc(size);
	ssize_t n;

	while (buffer) {
		n = read_some(fd, buffer + have, size - 1 - have);
		if (n == 0) {
			buffer[have] = '\0';
			*text = buffer;
			return 0;
		}
		if (n > 0 && have + n > max)
			n = -EFBIG;
		if (n < 0) {
			free(buffer);
			return n;
		}
		have += n;
		if (have + 1 == size) {
			char *larger = realloc(buffer, size * 2);

			if (!larger)
				free(buffer);
			buffer = larger;
			size *= 2;
		}
	}
	return -ENOMEM;
}
