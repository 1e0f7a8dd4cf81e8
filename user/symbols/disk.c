// SPDX-License-Identifier: GPL-2.0
/*
 * Names of disks, from sysfs. It writes "!" for a slash in a name.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "symbols/disk.h"

static void replace(char *text, char from, char to)
{
	for (; *text; text++)
		if (*text == from)
			*text = to;
}

void pw_disk_name(const char *sys, uint64_t number, char *name, size_t size)
{
	unsigned int major = (unsigned int)(number >> PW_MINOR_BITS);
	unsigned int minor = (unsigned int)(number & PW_MINOR_MAX);
	char link[PATH_MAX], target[PATH_MAX];
	const char *last;
	ssize_t len;

	if (!number) {
		snprintf(name, size, "-");
		return;
	}
	snprintf(link, sizeof(link), "%s/dev/block/%u:%u", sys, major, minor);
	len = readlink(link, target, sizeof(target) - 1);
	target[len < 0 ? 0 : len] = '\0';
	last = strrchr(target, '/');
	if (last) {
		snprintf(name, size, "%s", last + 1);
		replace(name, '!', '/');
	} else {
		snprintf(name, size, "%u:%u", major, minor);
	}
}

int pw_disk_number(const char *sys, const char *name, uint64_t *number)
{
	unsigned int major, minor;
	char path[PATH_MAX];
	FILE *file;
	size_t at;
	int n;

	if (!strncmp(name, "/dev/", 5))
		name += 5;
	at = (size_t)snprintf(path, sizeof(path), "%s/class/block/", sys);
	if (!*name || *name == '.' || at + strlen(name) + 11 > sizeof(path))
		return -ENODEV;
	strcpy(path + at, name);
	replace(path + at, '/', '!');
	at += strlen(name);
	strcpy(path + at, "/partition");
	if (!access(path, F_OK))
		return -ENODEV;
	strcpy(path + at, "/dev");
	file = fopen(path, "r");
	if (!file)
		return -ENODEV;
	n = fscanf(file, "%u:%u", &major, &minor);
	fclose(file);
	if (n != 2 || minor > PW_MINOR_MAX)
		return -ENODEV;
	*number = pw_device_number(major, minor);
	return 0;
}
