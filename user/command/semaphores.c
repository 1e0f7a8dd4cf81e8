/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Writes through /proc/PID/mem. A program that counts its own semaphore at the
 * same moment would lose one of both; none does.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include "command/semaphores.h"
#include "symbols/binary.h"
#include "symbols/file.h"
#include "symbols/kallsyms.h"

struct raiser {
	struct pw_semaphores *semaphores;
	/* Of the probe. */
	struct stat file;
	uint64_t offset;
	/* Of the process. */
	pid_t pid;
};

/* Adds `by` to the counter; false if it cannot be reached. */
static bool count(pid_t pid, uint64_t address, int by)
{
	uint16_t value;
	char path[32];
	bool done;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/mem", (int)pid);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return false;
	done = pread(fd, &value, sizeof(value), (off_t)address) ==
	       sizeof(value);
	value = (uint16_t)(value + by);
	done = done && pwrite(fd, &value, sizeof(value), (off_t)address) ==
	       sizeof(value);
	close(fd);
	return done;
}

static void raise_at(struct raiser *r, uint64_t address)
{
	struct pw_semaphores *s = r->semaphores;
	struct pw_semaphore *larger;
	size_t i;

	/* The places of one probe share it; a process is told once. */
	for (i = 0; i < s->n; i++)
		if (s->list[i].pid == r->pid && s->list[i].address == address)
			return;
	larger = realloc(s->list, (s->n + 1) * sizeof(*larger));
	if (!larger)
		return;
	s->list = larger;
	if (!count(r->pid, address, 1))
		return;
	s->list[s->n].pid = r->pid;
	s->list[s->n].address = address;
	s->n++;
}

/* "55d0-55d1 rw-p 00003000 08:01 1234   /usr/bin/python3" */
static int take_mapping(void *ctx, char *line)
{
	struct raiser *r = ctx;
	uint64_t start, end, offset, inode;
	unsigned int major_nr, minor_nr;
	char perms[5];

	if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64 " %x:%x %"
		   SCNu64, &start, &end, perms, &offset, &major_nr, &minor_nr,
		   &inode) != 7)
		return 0;
	if (inode == r->file.st_ino && major_nr == major(r->file.st_dev) &&
	    minor_nr == minor(r->file.st_dev) && perms[1] == 'w' &&
	    r->offset >= offset && r->offset - offset < end - start)
		raise_at(r, start + (r->offset - offset));
	return 0;
}

static void raise_in(struct raiser *r, pid_t pid)
{
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	r->pid = pid;
	pw_file_lines(fd, take_mapping, r);
	close(fd);
}

static void raise_everywhere(struct raiser *r)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);

		if (pid > 0)
			raise_in(r, pid);
	}
	if (dir)
		closedir(dir);
}

/* The functions by which newer kernels are told of a semaphore. */
static int find_counting(void *ctx, const struct pw_ksym *sym)
{
	bool *counts = ctx;

	*counts = !strcmp(sym->name, "uprobe_register_refctr") ||
		  !strcmp(sym->name, "uprobe_unregister_nosync");
	return *counts;
}

static bool kernel_counts(void)
{
	int fd = pw_kallsyms_open();
	bool counts = false;

	if (fd < 0)
		return false;
	pw_kallsyms_scan(fd, find_counting, &counts);
	close(fd);
	return counts;
}

void pw_semaphores_raise(struct pw_semaphores *s,
			 const struct pw_program *prog, pid_t pid)
{
	const struct pw_probe_def *defs = pw_program_probes(prog);
	struct raiser r = { .semaphores = s };
	bool is_asked = false;
	uint32_t i;

	for (i = 0; i < prog->n_probes; i++) {
		char *path;

		if (defs[i].kind != PW_PROBE_USDT || !defs[i].address)
			continue;
		if (!is_asked && kernel_counts())
			return;
		is_asked = true;
		path = pw_binary_of(pw_program_target(prog, &defs[i]));
		r.offset = defs[i].address;
		if (path && !stat(path, &r.file)) {
			if (pid)
				raise_in(&r, pid);
			else
				raise_everywhere(&r);
		}
		free(path);
	}
}

void pw_semaphores_lower(struct pw_semaphores *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		count(s->list[i].pid, s->list[i].address, -1);
	free(s->list);
	s->list = NULL;
	s->n = 0;
}
