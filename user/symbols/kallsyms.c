/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A streaming reader of /proc/kallsyms, and the functions that a wildcard
 * means. A line is "ffffffff81234560 T vfs_read", and for a module's symbol
 * "\t[module]" behind it.
 *
 * Functions that the kernel refuses to probe are left out, because people who
 * write kprobe:tcp_* mean what can be probed: those of its blacklist (which
 * kernels before 3.16 do not show), those in the sections that no probe may
 * enter, and those of __init, which are gone from memory but not from the list.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "symbols/kallsyms.h"
#include "symbols/file.h"
#include "symbols/match.h"

int pw_kallsyms_open(void)
{
	int fd = open("/proc/kallsyms", O_RDONLY | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

int pw_kallsyms_blacklist_open(void)
{
	int fd = open("/sys/kernel/debug/kprobes/blacklist",
		      O_RDONLY | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

struct scan {
	int (*take)(void *ctx, const struct pw_ksym *sym);
	void *ctx;
};

static int scan_line(void *ctx, char *line)
{
	const struct scan *scan = ctx;
	struct pw_ksym sym;
	char *p, *end;

	sym.address = strtoull(line, &p, 16);
	if (p == line || p[0] != ' ' || !p[1] || p[2] != ' ')
		return 0;
	sym.type = p[1];
	if (!strchr("tTwW", sym.type))
		return 0;
	sym.name = p + 3;
	sym.module = "vmlinux";
	end = strpbrk(p + 3, "\t ");
	if (end) {
		*end++ = '\0';
		p = strchr(end, '[');
		end = p ? strchr(p, ']') : NULL;
		if (end) {
			*end = '\0';
			sym.module = p + 1;
		}
	}
	return scan->take(scan->ctx, &sym);
}

int pw_kallsyms_scan(int fd, int (*take)(void *ctx, const struct pw_ksym *sym),
		     void *ctx)
{
	struct scan scan = { take, ctx };

	return pw_file_lines(fd, scan_line, &scan);
}

struct wanted {
	const char *name;
	size_t len;
	uint64_t address;
};

/* 1 ends the search. */
static int compare_line(void *ctx, char *line)
{
	struct wanted *wanted = ctx;
	uint64_t address;
	char *p;

	address = strtoull(line, &p, 16);
	if (p == line || p[0] != ' ' || !p[1] || p[2] != ' ' ||
	    strncmp(p + 3, wanted->name, wanted->len) ||
	    (p[3 + wanted->len] && !strchr("\t ", p[3 + wanted->len])))
		return 0;
	wanted->address = address;
	return 1;
}

int pw_kallsyms_address(int fd, const char *name, uint64_t *address)
{
	struct wanted wanted = { name, strlen(name), 0 };
	int ret = pw_file_lines(fd, compare_line, &wanted);

	if (ret < 0)
		return ret;
	*address = wanted.address;
	if (!ret)
		return -ENOENT;
	return wanted.address ? 0 : -EACCES;
}

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

bool pw_ksym_is_function(const struct pw_ksym *sym)
{
	static const char *const not_functions[] = {
		"__pfx_", "__cfi_", "__SCT__", "__ftrace_invalid_address",
		"rcu_"	/* as bpftrace: what probes themselves rely on */
	};
	static const char *const marks[] = {
		"_text", "_stext", "_etext", "_sinittext", "_einittext",
		"__init_begin", "__init_end"
	};
	size_t i;

	if (!strcmp(sym->module, "bpf") || !strcmp(sym->module, "probewire") ||
	    begins(sym->module, "__builtin__"))
		return false;
	if (strstr(sym->name, ".part.") || strstr(sym->name, ".cold"))
		return false;
	for (i = 0; i < sizeof(not_functions) / sizeof(*not_functions); i++)
		if (begins(sym->name, not_functions[i]))
			return false;
	for (i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (!strcmp(sym->name, marks[i]))
			return false;
	return !strstr(sym->name, "_text_start") &&
	       !strstr(sym->name, "_text_end");
}

/* Stretches of the kernel in which nothing is to be probed. */
static const struct {
	const char *begin;
	const char *end;
} no_probe[] = {
	{ "__init_begin", "__init_end" },
	{ "_sinittext", "_einittext" },
	{ "__kprobes_text_start", "__kprobes_text_end" },
	{ "__entry_text_start", "__entry_text_end" },
	{ "__noinstr_text_start", "__noinstr_text_end" },
};

#define N_NO_PROBE	(sizeof(no_probe) / sizeof(no_probe[0]))

struct found {
	uint64_t address;
	char *target;
};

struct expansion {
	const char *module;	/* pattern, or NULL: none given */
	const char *name;	/* pattern */
	struct pw_names blacklist;
	uint64_t begin[N_NO_PROBE];
	uint64_t end[N_NO_PROBE];
	/* Kept until the stretches are known: their ends come later. */
	struct found *found;
	size_t n;
	size_t room;
};

static int keep(struct expansion *x, const struct pw_ksym *sym)
{
	char target[512];
	int len;

	if (x->n == x->room) {
		size_t room = x->room ? x->room * 2 : 256;
		struct found *larger = realloc(x->found,
					       room * sizeof(*larger));

		if (!larger)
			return -ENOMEM;
		x->found = larger;
		x->room = room;
	}
	len = snprintf(target, sizeof(target), "%s%s%s",
		       x->module ? sym->module : "", x->module ? ":" : "",
		       sym->name);
	if ((size_t)len >= sizeof(target))
		return 0;
	x->found[x->n].address = sym->address;
	x->found[x->n].target = strdup(target);
	return x->found[x->n++].target ? 0 : -ENOMEM;
}

static int expand_symbol(void *ctx, const struct pw_ksym *sym)
{
	struct expansion *x = ctx;
	size_t i;

	for (i = 0; sym->name[0] == '_' && i < N_NO_PROBE; i++) {
		if (!strcmp(sym->name, no_probe[i].begin))
			x->begin[i] = sym->address;
		if (!strcmp(sym->name, no_probe[i].end))
			x->end[i] = sym->address;
	}
	if (!pw_match(x->name, sym->name) ||
	    (x->module && !pw_match(x->module, sym->module)) ||
	    !pw_ksym_is_function(sym) ||
	    pw_names_has(&x->blacklist, sym->name))
		return 0;
	return keep(x, sym);
}

static bool is_forbidden(const struct expansion *x, uint64_t address)
{
	size_t i;

	for (i = 0; i < N_NO_PROBE; i++)
		if (address >= x->begin[i] && address < x->end[i])
			return true;
	return false;
}

/* "0xffffffff81000000-0xffffffff81000010\tname" */
static int blacklist_line(void *ctx, char *line)
{
	char *name = strpbrk(line, "\t ");

	if (!name)
		return 0;
	name += strspn(name, "\t ");
	name[strcspn(name, "\t +")] = '\0';
	return pw_names_add(ctx, name);
}

int pw_kallsyms_expand(int kallsyms, int blacklist, const char *pattern,
		       struct pw_names *out)
{
	struct expansion x;
	char *copy = strdup(pattern);
	char *colon;
	size_t i;
	int err;

	if (!copy)
		return -ENOMEM;
	memset(&x, 0, sizeof(x));
	colon = strchr(copy, ':');
	x.name = colon ? colon + 1 : copy;
	x.module = colon ? copy : NULL;
	if (colon)
		*colon = '\0';
	if (blacklist >= 0)
		pw_file_lines(blacklist, blacklist_line, &x.blacklist);
	pw_names_sort(&x.blacklist);
	err = pw_kallsyms_scan(kallsyms, expand_symbol, &x);
	for (i = 0; i < x.n; i++) {
		if (!err && !is_forbidden(&x, x.found[i].address))
			err = pw_names_add(out, x.found[i].target);
		free(x.found[i].target);
	}
	pw_names_sort(out);
	pw_names_free(&x.blacklist);
	free(x.found);
	free(copy);
	return err;
}
