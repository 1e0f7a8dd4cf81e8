/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Looking below the root. A link that another system's disk has to /usr/src
 * means that disk's /usr/src, so links are followed here and not by the kernel.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "doctor/place.h"
#include "symbols/file.h"

/* More links than these, one behind the other, are a ring. */
#define LINKS_MAX	16

void pw_place_path(const struct pw_doctor *d, char path[PW_PATH_MAX],
		   const char *format, ...)
{
	int n = snprintf(path, PW_PATH_MAX, "%s", d->root);
	va_list args;

	if (n < 0 || n >= PW_PATH_MAX)
		n = 0;
	va_start(args, format);
	vsnprintf(path + n, PW_PATH_MAX - n, format, args);
	va_end(args);
}

bool pw_place_follow(const struct pw_doctor *d, char path[PW_PATH_MAX],
		     char target[PW_PATH_MAX])
{
	char full[PW_PATH_MAX], next[2 * PW_PATH_MAX];
	struct stat st;
	int i;

	target[0] = '\0';
	for (i = 0; i < LINKS_MAX; i++) {
		char *slash = strrchr(path, '/');
		ssize_t n;

		pw_place_path(d, full, "%s", path);
		if (lstat(full, &st))
			return false;
		if (!S_ISLNK(st.st_mode))
			return true;
		n = readlink(full, target, PW_PATH_MAX - 1);
		if (n < 0)
			return false;
		target[n] = '\0';
		if (*target == '/' || !slash)
			snprintf(next, sizeof(next), "%s", target);
		else
			snprintf(next, sizeof(next), "%.*s/%s",
				 (int)(slash - path), path, target);
		if (strlen(next) >= PW_PATH_MAX)
			return false;
		strcpy(path, next);
	}
	return false;
}

bool pw_place_exists(const struct pw_doctor *d, const char *format, ...)
{
	char path[PW_PATH_MAX], target[PW_PATH_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(path, sizeof(path), format, args);
	va_end(args);
	return pw_place_follow(d, path, target);
}

char *pw_place_text(const struct pw_doctor *d, const char *path, size_t max)
{
	char at[PW_PATH_MAX], target[PW_PATH_MAX], full[PW_PATH_MAX];
	char *text = NULL;
	int fd;

	snprintf(at, sizeof(at), "%s", path);
	/* /proc and /sys have links that only the kernel can follow. */
	if (*d->root && !pw_place_follow(d, at, target))
		return NULL;
	pw_place_path(d, full, "%s", at);
	fd = open(full, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	if (pw_file_text(fd, max, &text))
		text = NULL;
	close(fd);
	return text;
}

bool pw_place_line(const struct pw_doctor *d, const char *path, char *line,
		   size_t size)
{
	char *text = pw_place_text(d, path, 65536);

	if (!text)
		return false;
	text[strcspn(text, "\n")] = '\0';
	snprintf(line, size, "%s", text);
	free(text);
	return true;
}

static int is_shown(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

size_t pw_place_list(const struct pw_doctor *d, const char *path,
		     char ***names)
{
	char full[PW_PATH_MAX];
	struct dirent **found;
	size_t have = 0;
	int i, n;

	*names = NULL;
	pw_place_path(d, full, "%s", path);
	n = scandir(full, &found, is_shown, versionsort);
	if (n < 0)
		return 0;
	*names = calloc(n + 1, sizeof(**names));
	for (i = 0; i < n; i++) {
		char *name = *names ? strdup(found[i]->d_name) : NULL;

		if (name)
			(*names)[have++] = name;
		free(found[i]);
	}
	free(found);
	return have;
}

void pw_place_list_free(char **names, size_t n)
{
	while (n)
		free(names[--n]);
	free(names);
}
