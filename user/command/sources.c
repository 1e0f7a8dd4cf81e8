/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Functions from kallsyms or from a list of them, raw tracepoints from the
 * module or from tracefs.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "command/sources.h"
#include "symbols/file.h"
#include "symbols/kallsyms.h"
#include "symbols/match.h"
#include "types/tracefs.h"

struct matching {
	const char *pattern;
	bool with_module;	/* it has a colon */
	struct pw_names *out;
};

/* "FUNCTION" or "FUNCTION [MODULE]" */
static int take_function(void *ctx, char *line)
{
	const struct matching *m = ctx;
	char target[512];
	const char *module = "vmlinux";
	size_t len = strcspn(line, " \t");
	char *open = strchr(line + len, '[');

	if (open) {
		module = open + 1;
		open[strcspn(open, "]")] = '\0';
	}
	line[len] = '\0';
	if (!*line)
		return 0;
	snprintf(target, sizeof(target), "%s%s%s", m->with_module ? module : "",
		 m->with_module ? ":" : "", line);
	return pw_match(m->pattern, target) ? pw_names_add(m->out, target) : 0;
}

static int listed_functions(const char *file, const char *pattern,
			    struct pw_names *out)
{
	struct matching m = { pattern, strchr(pattern, ':') != NULL, out };
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	int err;

	if (fd < 0)
		return -errno;
	err = pw_file_lines(fd, take_function, &m);
	close(fd);
	pw_names_sort(out);
	return err;
}

static const char *function_of(const char *target)
{
	const char *colon = strchr(target, ':');

	return colon ? colon + 1 : target;
}

/* Those of a few names that a long list has. */
struct sieve {
	struct pw_names wanted;		/* sorted */
	struct pw_names found;
	size_t n_lines;
};

/* "FUNCTION [MODULE]": the function. */
static int take_name(void *ctx, char *line)
{
	struct sieve *sieve = ctx;

	sieve->n_lines++;
	line[strcspn(line, " \t")] = '\0';
	return pw_names_has(&sieve->wanted, line) ?
	       pw_names_add(&sieve->found, line) : 0;
}

/*
 * Of a wildcard's functions those that ftrace can hook into: as bpftrace does,
 * and because only these can be attached to many at once. Where the kernel has
 * no such list all stay.
 */
static int keep_traceable(int tracefs, struct pw_names *names)
{
	int fd = openat(tracefs, "available_filter_functions",
			O_RDONLY | O_CLOEXEC);
	struct sieve sieve;
	size_t i, n = 0;
	int err = 0;

	if (fd < 0)
		return 0;
	memset(&sieve, 0, sizeof(sieve));
	for (i = 0; !err && i < names->n; i++)
		err = pw_names_add(&sieve.wanted, function_of(names->name[i]));
	pw_names_sort(&sieve.wanted);
	if (!err)
		err = pw_file_lines(fd, take_name, &sieve);
	close(fd);
	pw_names_sort(&sieve.found);
	for (i = 0; !err && sieve.n_lines && i < names->n; i++) {
		if (pw_names_has(&sieve.found, function_of(names->name[i])))
			names->name[n++] = names->name[i];
		else
			free(names->name[i]);
	}
	if (!err && sieve.n_lines)
		names->n = n;
	pw_names_free(&sieve.wanted);
	pw_names_free(&sieve.found);
	return err;
}

static int read_functions(const char *pattern, struct pw_names *out)
{
	int kallsyms, blacklist, err;

	kallsyms = pw_kallsyms_open();
	if (kallsyms < 0)
		return kallsyms;
	blacklist = pw_kallsyms_blacklist_open();
	err = pw_kallsyms_expand(kallsyms, blacklist, pattern, out);
	if (blacklist >= 0)
		close(blacklist);
	close(kallsyms);
	return err;
}

/* False: read the list for this one. */
static bool is_known(struct pw_known_functions *known, const char *name,
		     int *err)
{
	*err = 0;
	if (strchr(name, ':') || pw_match_is_pattern(name) ||
	    !known->n_asked++)
		return false;
	if (!known->names.n)
		*err = read_functions("*", &known->names);
	return true;
}

int pw_sources_functions(const char *traceable, int tracefs,
			 struct pw_known_functions *known,
			 const char *pattern, struct pw_names *out)
{
	int err;

	if (traceable)
		return listed_functions(traceable, pattern, out);
	if (is_known(known, pattern, &err))
		return !err && pw_names_has(&known->names, pattern) ?
		       pw_names_add(out, pattern) : err;
	err = read_functions(pattern, out);
	if (!err && tracefs >= 0 && pw_match_is_pattern(pattern))
		err = keep_traceable(tracefs, out);
	return err;
}

static void take_raw(void *ctx, const char *target)
{
	const struct matching *m = ctx;

	if (pw_match(m->pattern, target))
		pw_names_add(m->out, target);
}

/* "category:name"; a system call's is none of its own. */
static int take_event(void *ctx, char *event)
{
	const char *colon = strchr(event, ':');
	char target[512];

	if (!colon || !strncmp(event, "syscalls:", 9))
		return 0;
	snprintf(target, sizeof(target), "vmlinux%s", colon);
	take_raw(ctx, target);
	return 0;
}

int pw_sources_raw(struct pw_client *client, int tracefs, const char *pattern,
		   struct pw_names *out)
{
	struct matching m = { pattern, true, out };
	struct pw_link_error error;
	int err;

	if (client)
		err = pw_client_tracepoints(client, take_raw, &m, &error);
	else if (tracefs >= 0)
		err = pw_tracefs_events(tracefs, take_event, &m);
	else
		err = tracefs;
	pw_names_sort(out);
	return err;
}

static int is_module(void *ctx, char *line)
{
	const char *name = ctx;
	size_t len = strlen(name);

	return !strncmp(line, name, len) && line[len] == ' ';
}

bool pw_module_is_loaded(const char *name)
{
	int fd, ret;

	if (!strcmp(name, "vmlinux"))
		return true;
	fd = open("/proc/modules", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return true;
	ret = pw_file_lines(fd, is_module, (void *)name);
	close(fd);
	return ret != 0;
}
