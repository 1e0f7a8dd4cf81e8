/* SPDX-License-Identifier: GPL-2.0 */
/*
 * tracefs: since 4.1 a file system of its own, before that a directory of
 * debugfs. One file lists all events, so that no directory need be walked.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "symbols/file.h"
#include "types/tracefs.h"

#define FORMAT_MAX	(1u << 20)

int pw_tracefs_open(void)
{
	static const char *const places[] = {
		"/sys/kernel/tracing", "/sys/kernel/debug/tracing"
	};
	int err = -ENOENT;
	size_t i;
	int fd;

	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		fd = open(places[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		/* The first is there, empty, when nothing is mounted on it. */
		if (fd >= 0 && !faccessat(fd, "events", F_OK, 0))
			return fd;
		if (errno != ENOENT)
			err = -errno;
		if (fd >= 0)
			close(fd);
	}
	return err;
}

int pw_tracefs_format(int tracefs, const char *category, const char *name,
		      char **text)
{
	char path[512];
	int fd, err;

	if (!*category || !*name || *category == '.' || *name == '.' ||
	    strchr(category, '/') || strchr(name, '/'))
		return -ENOENT;
	if ((size_t)snprintf(path, sizeof(path), "events/%s/%s/format",
			     category, name) >= sizeof(path))
		return -ENOENT;
	fd = openat(tracefs, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOTDIR ? -ENOENT : -errno;
	err = pw_file_text(fd, FORMAT_MAX, text);
	close(fd);
	return err;
}

int pw_tracefs_events(int tracefs, int (*add)(void *ctx, char *event),
		      void *ctx)
{
	int fd, err;

	fd = openat(tracefs, "available_events", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	err = pw_file_lines(fd, add, ctx);
	close(fd);
	return err;
}
