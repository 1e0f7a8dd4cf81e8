// SPDX-License-Identifier: GPL-2.0
/*
 * Processes' maps; see process.h. One thread; no locks.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "symbols/process.h"

/* A file, as maps name it. */
struct file {
	unsigned major, minor;
	uint64_t inode;
	char *path;
	struct pw_functions *functions;	/* NULL: it could not be opened */
	bool is_blamed;			/* it has no symbols, and that is known
					 * to who asks */
	struct file *next;
};

struct mapping {
	uint64_t start, end;
	uint64_t offset;		/* in the file */
	struct file *file;
};

struct process {
	uint32_t pid;
	uint64_t mm;
	struct mapping *mappings;
	size_t n, room;
	int64_t read_ms;		/* when the map was last read */
	bool is_blamed;
	struct process *next;
};

#define BUCKETS	256u

struct pw_processes {
	char *proc;
	bool has_lines;
	struct file *files;
	struct process *buckets[BUCKETS];	/* by mm */
	uint32_t n_ended;
	const char *unnamed;
};

struct pw_processes *pw_processes_new(const char *proc, bool has_lines)
{
	struct pw_processes *ps = calloc(1, sizeof(*ps));

	if (ps)
		ps->proc = strdup(proc);
	if (ps && ps->proc) {
		ps->has_lines = has_lines;
		return ps;
	}
	free(ps);
	return NULL;
}

void pw_processes_free(struct pw_processes *ps)
{
	struct process *p, *next_p;
	struct file *f, *next_f;
	unsigned i;

	if (!ps)
		return;
	for (i = 0; i < BUCKETS; i++)
		for (p = ps->buckets[i]; p; p = next_p) {
			next_p = p->next;
			free(p->mappings);
			free(p);
		}
	for (f = ps->files; f; f = next_f) {
		next_f = f->next;
		pw_functions_free(f->functions);
		free(f->path);
		free(f);
	}
	free(ps->proc);
	free(ps);
}

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

/* ---- files ---- */

/* Our own image of the vdso is that of all; a file is made of it. */
static int open_vdso(uint64_t size)
{
	const char *image = (const char *)getauxval(AT_SYSINFO_EHDR);
	FILE *file = image ? tmpfile() : NULL;
	int fd = -1;

	if (!file)
		return -1;
	if (fwrite(image, 1, size, file) == size && !fflush(file))
		fd = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3);
	fclose(file);
	return fd;
}

/* The very file that is mapped; by its name only if it is still the same. */
static int open_file(const struct pw_processes *ps, uint32_t pid,
		     const struct mapping *m, const struct file *f)
{
	char path[4200];
	struct stat st;
	int fd;

	if (!strcmp(f->path, "[vdso]"))
		return open_vdso(m->end - m->start);
	if (*f->path != '/')
		return -1;
	snprintf(path, sizeof(path), "%s/%u/map_files/%" PRIx64 "-%" PRIx64,
		 ps->proc, pid, m->start, m->end);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		return fd;
	snprintf(path, sizeof(path), "%s/%u/root%s", ps->proc, pid, f->path);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd >= 0 && !fstat(fd, &st) && st.st_ino == f->inode &&
	    S_ISREG(st.st_mode))
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static struct file *find_file(struct pw_processes *ps, const struct file *like)
{
	struct file *f;

	for (f = ps->files; f; f = f->next)
		if (f->major == like->major && f->minor == like->minor &&
		    f->inode == like->inode && !strcmp(f->path, like->path))
			return f;
	return NULL;
}

/* Known already, or opened now. */
static struct file *take_file(struct pw_processes *ps, uint32_t pid,
			      const struct mapping *m, const struct file *like)
{
	struct file *f = find_file(ps, like);
	int fd;

	if (!f) {
		f = malloc(sizeof(*f));
		if (!f)
			return NULL;
		*f = *like;
		f->path = strdup(like->path);
		if (!f->path) {
			free(f);
			return NULL;
		}
		f->next = ps->files;
		ps->files = f;
	}
	if (!f->functions) {
		fd = open_file(ps, pid, m, f);
		if (fd >= 0)
			f->functions = pw_functions_new(fd, f->path,
							 ps->has_lines);
	}
	return f;
}

/* ---- maps ---- */

static bool add_mapping(struct process *p, const struct mapping *m)
{
	size_t room = p->room ? 2 * p->room : 16;
	void *larger;

	if (p->n == p->room) {
		larger = realloc(p->mappings, room * sizeof(*p->mappings));
		if (!larger)
			return false;
		p->mappings = larger;
		p->room = room;
	}
	p->mappings[p->n++] = *m;
	return true;
}

/* "7f00-7f10 r-xp 00001000 fd:01 1234       /lib/libc.so.6" */
static void take_line(struct pw_processes *ps, struct process *p, char *line)
{
	struct mapping m = { 0 };
	struct file like = { 0 };
	char perms[5];
	int at = 0;

	line[strcspn(line, "\n")] = '\0';
	if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64 " %x:%x %"
		   SCNu64 " %n", &m.start, &m.end, perms, &m.offset,
		   &like.major, &like.minor, &like.inode, &at) < 7 ||
	    perms[2] != 'x' || !at)
		return;
	like.path = line + at;
	if (*like.path)
		m.file = take_file(ps, p->pid, &m, &like);
	add_mapping(p, &m);
}

static FILE *open_proc(const struct pw_processes *ps, uint32_t pid,
		       const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%u/%s", ps->proc, pid, name);
	return fopen(path, "re");
}

/* Where its first stack began: the 28th word; 0: it has ended. */
static uint64_t read_mm(const struct pw_processes *ps, uint32_t pid)
{
	FILE *file = open_proc(ps, pid, "stat");
	uint64_t mm = 0;
	char line[2048];
	char *p;
	int i;

	if (!file)
		return 0;
	/* The name, in brackets, may hold anything. */
	p = fgets(line, sizeof(line), file) ? strrchr(line, ')') : NULL;
	for (i = 2; p && i < 28; i++)
		p = strchr(p + 1, ' ');
	if (p)
		mm = strtoull(p, NULL, 10);
	fclose(file);
	return mm;
}

/*
 * Before and after the map is read the process must be what it was in the
 * stack: else it has called exec, and this is the map of something else.
 */
static void read_maps(struct pw_processes *ps, struct process *p)
{
	char line[4400];
	FILE *file;

	p->read_ms = now_ms();
	if (read_mm(ps, p->pid) != p->mm)
		return;
	file = open_proc(ps, p->pid, "maps");
	if (!file)
		return;
	p->n = 0;
	while (fgets(line, sizeof(line), file))
		take_line(ps, p, line);
	fclose(file);
	if (read_mm(ps, p->pid) != p->mm)
		p->n = 0;
}

/* ---- processes ---- */

static struct process **bucket(struct pw_processes *ps, uint64_t mm)
{
	return &ps->buckets[(mm * 0x9e3779b97f4a7c15ull) >> 56];
}

static struct process *find(struct pw_processes *ps, uint32_t pid, uint64_t mm)
{
	struct process *p;

	for (p = *bucket(ps, mm); p; p = p->next)
		if (p->pid == pid && p->mm == mm)
			return p;
	return NULL;
}

static struct process *see(struct pw_processes *ps, uint32_t pid, uint64_t mm)
{
	struct process *p = find(ps, pid, mm);

	if (p)
		return p;
	p = calloc(1, sizeof(*p));
	if (!p)
		return NULL;
	p->pid = pid;
	p->mm = mm;
	p->next = *bucket(ps, mm);
	*bucket(ps, mm) = p;
	read_maps(ps, p);
	return p;
}

void pw_processes_see(struct pw_processes *ps, uint32_t pid, uint64_t mm)
{
	if (mm)
		see(ps, pid, mm);
}

/* A stack that is not where chance puts it says nothing of whose it is. */
#define UNRANDOM	0x7fffff000000ull

/* One that was forked from the same exec, and whose map is known. */
static struct process *relative(struct pw_processes *ps, struct process *p)
{
	struct process *q;

	if (p->mm >= UNRANDOM)
		return NULL;
	/* Or from us, as what -c runs was until it called exec. */
	if (p->mm == read_mm(ps, (uint32_t)getpid()))
		see(ps, (uint32_t)getpid(), p->mm);
	for (q = *bucket(ps, p->mm); q; q = q->next)
		if (q->mm == p->mm && q->n)
			return q;
	return NULL;
}

static const struct mapping *mapping_at(const struct process *p,
					uint64_t address)
{
	size_t i;

	for (i = 0; p && i < p->n; i++)
		if (address >= p->mappings[i].start &&
		    address < p->mappings[i].end)
			return &p->mappings[i];
	return NULL;
}

/* Between two looks at a map in which an address is not found. */
#define AGAIN_MS	100

static const struct mapping *locate(struct pw_processes *ps,
				    struct process *p, uint64_t address)
{
	const struct mapping *m = mapping_at(p, address);

	if (!m && now_ms() - p->read_ms >= AGAIN_MS) {
		/* A library may have come since. */
		read_maps(ps, p);
		m = mapping_at(p, address);
	}
	if (!m)
		m = mapping_at(relative(ps, p), address);
	if (!m && !p->n && !p->is_blamed) {
		p->is_blamed = true;
		ps->n_ended++;
	}
	return m;
}

static void blame(struct pw_processes *ps, struct file *f)
{
	if (f->is_blamed || *f->path != '/')
		return;
	if (f->functions && pw_functions_any(f->functions))
		return;
	f->is_blamed = true;
	if (!ps->unnamed)
		ps->unnamed = f->path;
}

void pw_processes_find(struct pw_processes *ps, uint32_t pid, uint64_t mm,
		       uint64_t address, struct pw_in_process *out)
{
	struct process *p = mm ? see(ps, pid, mm) : NULL;
	const struct mapping *m = p ? locate(ps, p, address) : NULL;

	memset(out, 0, sizeof(*out));
	if (!m || !m->file)
		return;
	out->path = m->file->path;
	out->file_offset = address - m->start + m->offset;
	out->functions = m->file->functions;
	if (out->functions)
		out->name = pw_functions_find(out->functions, out->file_offset,
					   &out->offset);
	if (!out->name)
		blame(ps, m->file);
}

void pw_processes_unnamed(const struct pw_processes *ps,
			  struct pw_unnamed *out)
{
	out->n_ended = ps->n_ended;
	out->file = ps->unnamed;
}
