// SPDX-License-Identifier: GPL-2.0
/*
 * Finds and reads what scripts import and include. Headers of the kernel and
 * of the C library are not read: the kernel's types are known from elsewhere.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "command/env.h"
#include "command/files.h"
#include "symbols/file.h"

#define FILE_MAX	(4u << 20)

struct loading {
	void (*add)(void *ctx, const char *name, const char *text);
	void *ctx;
};

static bool ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n > m && !strcmp(name + n - m, end);
}

/* DIR/NAME, to be freed; NAME if it begins with '/' or there is no DIR. */
static char *join(const char *dir, size_t len, const char *name)
{
	size_t size = len + strlen(name) + 2;
	char *path;

	if (name[0] == '/' || !len)
		return strdup(name);
	path = malloc(size);
	if (path)
		snprintf(path, size, "%.*s/%s", (int)len, dir, name);
	return path;
}

/* The directory of a file: its length in the file's name. */
static size_t dir_length(const char *file)
{
	const char *slash = strrchr(file, '/');

	return !slash ? 0 : slash == file ? 1 : (size_t)(slash - file);
}

static int read_file(struct loading *l, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err;
	char *text = NULL;

	if (fd < 0)
		return -errno;
	err = pw_file_text(fd, FILE_MAX, &text);
	close(fd);
	if (!err)
		l->add(l->ctx, path, text);
	free(text);
	return err;
}

/* Anybody could have put a script there, to be run with our rights. */
static bool is_open_to_all(const char *dir, size_t len)
{
	char *path = len ? strndup(dir, len) : strdup(".");
	struct stat st;
	bool open = true;

	if (path && !stat(path, &st))
		open = st.st_mode & S_IWOTH;
	free(path);
	return open;
}

static int can_import(const struct dirent *entry)
{
	return ends_with(entry->d_name, ".bt") ||
	       ends_with(entry->d_name, ".h") ||
	       ends_with(entry->d_name, ".bpf.c");
}

static int import_all(struct loading *l, const char *dir)
{
	struct dirent **entries;
	int n = scandir(dir, &entries, can_import, alphasort);
	int i, err = n < 0 ? -errno : 0;
	char *path;

	for (i = 0; i < n; i++) {
		path = join(dir, strlen(dir), entries[i]->d_name);
		if (!path)
			err = -ENOMEM;
		else if (!err)
			err = read_file(l, path);
		free(path);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return err;
}

static int import(struct loading *l, const char *from, const char *name)
{
	char *path = join(from, dir_length(from), name);
	struct stat st;
	int err;

	if (!path)
		return -ENOMEM;
	if (stat(path, &st))
		err = -errno;
	else if (S_ISDIR(st.st_mode))
		err = is_open_to_all(path, strlen(path)) ? -EPERM :
		      import_all(l, path);
	else
		err = is_open_to_all(path, dir_length(path)) ? -EPERM :
		      read_file(l, path);
	free(path);
	return err;
}

static int try_dir(struct loading *l, const char *dir, size_t len,
		   const char *name)
{
	char *path = join(dir, len, name);
	int err = path ? read_file(l, path) : -ENOMEM;

	free(path);
	return err;
}

/* Headers that a script may name although nobody reads them. */
static bool is_system_header(const char *name)
{
	static const char *const dirs[] = {
		"linux/", "net/", "asm/", "asm-generic/", "uapi/", "trace/",
		"generated/", "scsi/", "rdma/", "sound/", "drm/", "crypto/",
		"xen/", "video/", "kvm/",
	};
	/* What is wanted of these the language knows without them. */
	static const char *const names[] = {
		"errno.h", "signal.h", "syscall.h", "sys/syscall.h",
		"stdint.h", "stddef.h", "stdbool.h", "sys/socket.h",
	};
	char path[512];
	size_t i;

	for (i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++)
		if (!strncmp(name, dirs[i], strlen(dirs[i])))
			return true;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(name, names[i]))
			return true;
	snprintf(path, sizeof(path), "/usr/include/%s", name);
	if (!access(path, F_OK))
		return true;
	snprintf(path, sizeof(path), "/usr/include/x86_64-linux-gnu/%s", name);
	return !access(path, F_OK);
}

int pw_files_load(void *data, const char *from, const char *name,
		  enum pw_load_kind kind,
		  void (*add)(void *ctx, const char *name, const char *text),
		  void *ctx)
{
	struct loading l = { add, ctx };
	const struct pw_env *env = data;
	int err = -ENOENT;
	uint32_t i;

	if (kind == PW_LOAD_IMPORT)
		return import(&l, from, name);
	if (kind == PW_LOAD_QUOTED)
		err = try_dir(&l, from, dir_length(from), name);
	for (i = 0; err == -ENOENT && i < env->n_dirs; i++)
		err = try_dir(&l, env->dirs[i], strlen(env->dirs[i]), name);
	if (err == -ENOENT && is_system_header(name))
		err = 0;
	return err;
}

uint32_t pw_files_kernel_version(void)
{
	unsigned a, b, c = 0;
	struct utsname uts;

	if (uname(&uts) || sscanf(uts.release, "%u.%u.%u", &a, &b, &c) < 2)
		return 0;
	return (a << 16) + (b << 8) + (c > 255 ? 255 : c);
}
