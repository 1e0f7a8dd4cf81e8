/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Finds programs and libraries by their names.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "symbols/binary.h"
#include "symbols/file.h"
#include "symbols/match.h"

#define CACHE_FILE	"/etc/ld.so.cache"
#define CACHE_MAX	(16 << 20)
#define CACHE_MAGIC	"glibc-ld.so.cache1.1"	/* an older table may be first */
#define CACHE_HEADER	48	/* bytes; entries follow */
#define CACHE_ENTRY	24

/* An entry's flags: an ELF library of libc 6, for x86-64. */
#define CACHE_X86_64	0x0303

#define PATH_ROOM	4096

struct search {
	char root[32];		/* "/proc/PID/root", or "" */
	struct pw_names *out;
};

static bool is_elf(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	char magic[4];
	bool is;

	if (fd < 0)
		return false;
	is = !fstat(fd, &st) && S_ISREG(st.st_mode) &&
	     read(fd, magic, 4) == 4 && !memcmp(magic, "\177ELF", 4);
	close(fd);
	return is;
}

/* Whether the two, of which the second is a process's, are different files. */
static bool differs(const char *own, pid_t pid, const char *name)
{
	struct stat ours, theirs;
	char path[40];

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	return !stat(own, &ours) && !stat(path, &theirs) &&
	       (ours.st_dev != theirs.st_dev || ours.st_ino != theirs.st_ino);
}

/* A process in a container has its own files: another root, or something else
 * is mounted there. */
static void set_root(struct search *s, pid_t pid)
{
	s->root[0] = '\0';
	if (pid && (differs("/", pid, "root/") ||
		    differs("/proc/self/ns/mnt", pid, "ns/mnt")))
		snprintf(s->root, sizeof(s->root), "/proc/%d/root", (int)pid);
}

/* 0 even if nothing is there. */
static int add_path(struct search *s, const char *path)
{
	char full[PATH_ROOM];

	if (snprintf(full, sizeof(full), "%s%s", *path == '/' ? s->root : "",
		     path) >= (int)sizeof(full))
		return -ENAMETOOLONG;
	return is_elf(full) ? pw_names_add(s->out, full) : 0;
}

static int add_glob(struct search *s, const char *pattern)
{
	char full[PATH_ROOM];
	glob_t found;
	int err = 0;
	size_t i;

	if (snprintf(full, sizeof(full), "%s%s", *pattern == '/' ? s->root : "",
		     pattern) >= (int)sizeof(full))
		return -ENAMETOOLONG;
	if (glob(full, GLOB_NOSORT, NULL, &found))
		return 0;
	for (i = 0; !err && i < found.gl_pathc; i++)
		if (is_elf(found.gl_pathv[i]))
			err = pw_names_add(s->out, found.gl_pathv[i]);
	globfree(&found);
	return err;
}

/* "libc" is "libc.so.6"; "libssl.so.3" is that one alone. */
static bool is_library(const char *soname, const char *name)
{
	size_t len = strlen(name);

	return !strncmp(soname, name, len) &&
	       (!soname[len] || (!strncmp(soname + len, ".so", 3) &&
				 !strstr(name, ".so")));
}

static uint32_t word_at(const char *p)
{
	uint32_t word;

	memcpy(&word, p, sizeof(word));
	return word;
}

/* glibc's sysdeps/generic/dl-cache.h describes the file. */
static int search_cache(struct search *s, const char *name)
{
	char path[64];
	const char *cache;
	struct stat st;
	uint32_t n, i;
	size_t size;
	char *text;
	int fd, err = 0;

	snprintf(path, sizeof(path), "%s" CACHE_FILE, s->root);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	if (fstat(fd, &st) || st.st_size > CACHE_MAX ||
	    !(text = malloc((size_t)st.st_size + 1))) {
		close(fd);
		return 0;
	}
	size = read(fd, text, (size_t)st.st_size) == st.st_size ?
	       (size_t)st.st_size : 0;
	text[size] = '\0';
	close(fd);
	cache = text;
	while (size >= CACHE_HEADER &&
	       memcmp(cache, CACHE_MAGIC, strlen(CACHE_MAGIC))) {
		cache++;
		size--;
	}
	n = size >= CACHE_HEADER ? word_at(cache + 20) : 0;
	for (i = 0; !err && i < n && CACHE_HEADER + (i + 1ul) * CACHE_ENTRY <=
	     size; i++) {
		const char *entry = cache + CACHE_HEADER + i * CACHE_ENTRY;
		uint32_t key = word_at(entry + 4), value = word_at(entry + 8);
		size_t had = s->out->n;

		if (word_at(entry) != CACHE_X86_64 || key >= size ||
		    value >= size || !is_library(cache + key, name))
			continue;
		err = add_path(s, cache + value);
		if (s->out->n > had)
			break;
	}
	free(text);
	return err;
}

/* Where libraries are on a system that has no cache. */
static int search_folders(struct search *s, const char *name)
{
	static const char *const folders[] = {
		"/lib64", "/usr/lib64", "/lib/x86_64-linux-gnu",
		"/usr/lib/x86_64-linux-gnu", "/lib", "/usr/lib"
	};
	size_t i, had = s->out->n;
	char pattern[512];
	int err = 0;

	for (i = 0; !err && s->out->n == had &&
	     i < sizeof(folders) / sizeof(folders[0]); i++) {
		snprintf(pattern, sizeof(pattern), "%s/%s%s", folders[i], name,
			 strstr(name, ".so") ? "" : ".so*");
		err = add_glob(s, pattern);
	}
	/* Several links to one library. */
	while (s->out->n > had + 1)
		free(s->out->name[--s->out->n]);
	return err;
}

static int search_path(struct search *s, const char *name, bool is_pattern)
{
	const char *dir = getenv("PATH");
	char path[PATH_ROOM];
	int err = 0;

	while (!err && dir && *dir) {
		size_t len = strcspn(dir, ":");

		if (snprintf(path, sizeof(path), "%.*s/%s", (int)len, dir,
			     name) >= (int)sizeof(path))
			return -ENAMETOOLONG;
		err = is_pattern ? add_glob(s, path) : add_path(s, path);
		if (!is_pattern && s->out->n)
			break;
		dir += len + (dir[len] == ':');
	}
	return err;
}

/* "55d0-55d1 r-xp 00000000 08:01 1234   /usr/bin/dash" */
static int take_mapping(void *ctx, char *line)
{
	struct search *s = ctx;
	char *path = strchr(line, '/');
	char *perms = strchr(line, ' ');

	if (!path || !perms || strlen(perms) < 4 || perms[3] != 'x')
		return 0;
	/* Once for each of thousands of processes. */
	if (s->out->n && !strcmp(s->out->name[s->out->n - 1], path))
		return 0;
	return add_path(s, path);
}

static int search_process(struct search *s, pid_t pid)
{
	char path[32];
	int fd, err;

	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	err = pw_file_lines(fd, take_mapping, s);
	close(fd);
	return err;
}

/* What any process has; those that end meanwhile do not matter. */
static int search_processes(struct search *s)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	int err = 0;

	if (!dir)
		return -errno;
	while (err != -ENOMEM && (entry = readdir(dir))) {
		pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

		if (pid > 0)
			err = search_process(s, pid);
	}
	closedir(dir);
	return err == -ENOMEM ? err : 0;
}

static int search_name(struct search *s, const char *name)
{
	bool is_pattern = pw_match_is_pattern(name);
	int err = 0;

	if (!is_pattern)
		err = add_path(s, name);
	if (!err && !s->out->n)
		err = search_path(s, name, is_pattern);
	if (!err && !s->out->n && !is_pattern)
		err = search_cache(s, name);
	if (!err && !s->out->n && !is_pattern)
		err = search_folders(s, name);
	return err;
}

int pw_binary_find(const char *spec, pid_t pid, struct pw_names *out)
{
	struct search s = { "", out };
	int err;

	set_root(&s, pid);
	if (!strcmp(spec, "*"))
		err = pid ? search_process(&s, pid) : search_processes(&s);
	else if (!strchr(spec, '/'))
		err = search_name(&s, spec);
	else if (pw_match_is_pattern(spec))
		err = add_glob(&s, spec);
	else
		err = add_path(&s, spec);
	pw_names_sort(out);
	return err ? err : out->n ? 0 : -ENOENT;
}

char *pw_binary_of(const char *target)
{
	return strndup(target, (size_t)(strrchr(target, ':') - target));
}
