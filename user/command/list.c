/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Listing of probes, in the form that a script can use; bpftrace's order: by
 * kind, then by name.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "command/list.h"
#include "command/list_types.h"
#include "command/report.h"
#include "lang/events.h"
#include "symbols/match.h"

static const struct kind {
	enum pw_probe_kind kind;
	const char *name;
	const char *alias;
	const char *old_name;	/* or NULL */
	bool by_pattern;	/* listed when the kind itself is a pattern */
} kinds[] = {
	{ PW_PROBE_FENTRY, "fentry", "f", "kfunc", true },
	{ PW_PROBE_FEXIT, "fexit", "fr", "kretfunc", false },
	{ PW_PROBE_HARDWARE, "hardware", "h", NULL, true },
	{ PW_PROBE_INTERVAL, "interval", "i", NULL, false },
	{ PW_PROBE_KPROBE, "kprobe", "k", NULL, true },
	{ PW_PROBE_KRETPROBE, "kretprobe", "kr", NULL, false },
	{ PW_PROBE_PROFILE, "profile", "p", NULL, false },
	{ PW_PROBE_RAWTRACEPOINT, "rawtracepoint", "rt", NULL, true },
	{ PW_PROBE_SIGNAL, "self", "self", NULL, false },
	{ PW_PROBE_SOFTWARE, "software", "s", NULL, true },
	{ PW_PROBE_TRACEPOINT, "tracepoint", "t", NULL, true },
	{ PW_PROBE_UPROBE, "uprobe", "u", NULL, false },
	{ PW_PROBE_URETPROBE, "uretprobe", "ur", NULL, false },
	{ PW_PROBE_USDT, "usdt", "U", NULL, false },
};

static void print_field(void *ctx, const char *field, size_t len)
{
	(void)ctx;
	printf("    %.*s\n", (int)len, field);
}

/* "category:name" */
static void print_fields(struct pw_env *env, const char *event)
{
	const char *colon = strchr(event, ':');
	bool is_backport;
	char *category, *text;

	if (!colon)
		return;
	category = strdup(event);
	if (!category)
		return;
	category[colon - event] = '\0';
	if (!pw_env_format_text(env, category, colon + 1, &text,
				&is_backport)) {
		pw_tp_text_fields(text, print_field, NULL);
		free(text);
	}
	free(category);
}

static void print_probe(struct pw_env *env, const struct kind *kind,
			const char *target, bool verbose)
{
	bool is_event = kind->kind == PW_PROBE_TRACEPOINT;

	printf("%s:%s%s\n", kind->name, target,
	       is_event && pw_env_is_backport(env, target) ?
	       " [backported]" : "");
	if (is_event && verbose)
		print_fields(env, target);
	if (verbose)
		pw_list_params(&env->types, kind->kind, target);
}

static bool is_event(const struct kind *kind)
{
	return kind->kind == PW_PROBE_SOFTWARE ||
	       kind->kind == PW_PROBE_HARDWARE;
}

static bool is_period(const struct kind *kind)
{
	return kind->kind == PW_PROBE_INTERVAL ||
	       kind->kind == PW_PROBE_PROFILE;
}

static int add_word(struct pw_names *names, const char *pattern,
		    const char *word)
{
	char text[64];

	if (!word)
		return 0;
	snprintf(text, sizeof(text), "%s:", word);
	return pw_match(pattern, text) ? pw_names_add(names, text) : 0;
}

/* Names and aliases, "faults:". */
static int expand_events(const struct kind *kind, const char *pattern,
			 struct pw_names *names)
{
	int err = 0;

	for (size_t i = 0; !err && i < pw_n_events; i++) {
		if (pw_events[i].kind != kind->kind)
			continue;
		err = add_word(names, pattern, pw_events[i].name);
		if (!err)
			err = add_word(names, pattern, pw_events[i].alias);
	}
	pw_names_sort(names);
	return err;
}

static int list_words(struct pw_env *env, const struct kind *kind,
		      const char *pattern)
{
	static const char *const units[] = {
		"hz:", "ms:", "s:", "us:", "signal:SIGUSR1"
	};
	size_t i = kind->kind == PW_PROBE_SIGNAL ? 4 : 0;
	size_t end = kind->kind == PW_PROBE_SIGNAL ? 5 : 4;

	for (; i < end; i++)
		if (pw_match(pattern, units[i]))
			print_probe(env, kind, units[i], false);
	return 0;
}

/* Kinds whose targets have two halves take a pattern of one as the second. */
static bool is_in_two(enum pw_probe_kind kind)
{
	return kind == PW_PROBE_TRACEPOINT || kind == PW_PROBE_RAWTRACEPOINT ||
	       kind == PW_PROBE_FENTRY || kind == PW_PROBE_FEXIT;
}

/* What of one kind a pattern means. */
static int list_kind(struct pw_env *env, const struct kind *kind,
		     const char *pattern, bool verbose)
{
	char in_two[512];
	struct pw_names names;
	size_t i;
	int err;

	if (is_period(kind) || kind->kind == PW_PROBE_SIGNAL)
		return list_words(env, kind, pattern);
	if (is_in_two(kind->kind) && !strchr(pattern, ':')) {
		snprintf(in_two, sizeof(in_two), "*:%s", pattern);
		pattern = in_two;
	}
	memset(&names, 0, sizeof(names));
	err = is_event(kind) ? expand_events(kind, pattern, &names) :
	      pw_env_expand(env, kind->kind, pattern, &names);
	for (i = 0; !err && i < names.n; i++)
		print_probe(env, kind, names.name[i], verbose);
	pw_names_free(&names);
	return err;
}

static int report_failure(const struct kind *kind, int err)
{
	if (err == -ENODEV)
		pw_report_no_tracefs();
	else
		pw_report_error("cannot list %s: %s", kind->name,
				strerror(-err));
	return PW_EXIT_SYSTEM;
}

static bool is_called(const struct kind *kind, const char *name)
{
	return !strcmp(name, kind->name) || !strcmp(name, kind->alias) ||
	       (kind->old_name && !strcmp(name, kind->old_name));
}

/* Of files only those that are named, or that a process named by -p has. */
static bool is_listed(const struct kind *kind, bool is_in_files)
{
	return kind->by_pattern || (is_in_files &&
				    (kind->kind == PW_PROBE_UPROBE ||
				     kind->kind == PW_PROBE_USDT));
}

/* One pattern: KIND:REST, or REST of every kind. */
static int list_one(struct pw_env *env, char *pattern, bool verbose)
{
	char *colon = strchr(pattern, ':');
	const char *rest = colon ? colon + 1 : pattern;
	const char *of_kind = colon ? pattern : "*";
	bool is_pattern, is_in_files = env->lang.pid_filter ||
				       strchr(rest, '/');
	size_t i;
	int err;

	if (colon)
		*colon = '\0';
	is_pattern = pw_match_is_pattern(of_kind);
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct kind *kind = &kinds[i];

		if (is_pattern ? !is_listed(kind, is_in_files) ||
				 !pw_match(of_kind, kind->name) :
				 !is_called(kind, of_kind))
			continue;
		err = list_kind(env, kind, *rest ? rest : "*", verbose);
		/* Not every kind finds a file in it. */
		if (err && !(is_pattern && err == -ENOENT))
			return report_failure(kind, err);
	}
	return PW_EXIT_OK;
}

int pw_list_pattern(struct pw_env *env, const char *pattern, bool verbose)
{
	char *copy = strdup(pattern ? pattern : "*");
	char *one, *rest = copy;
	int code = PW_EXIT_OK;

	if (!copy) {
		pw_report_error("out of memory");
		return PW_EXIT_FAILED;
	}
	if (pattern && strchr(pattern, '.') && !strpbrk(pattern, ":*"))
		pw_report_warning("It appears that '%s' is a filename but the "
				  "file does not exist. Treating '%s' as a "
				  "search pattern.", pattern, pattern);
	while (code == PW_EXIT_OK && (one = strsep(&rest, ","))) {
		one += strspn(one, " \t");
		if (pw_list_is_type(one)) {
			code = pw_list_types(&env->types, one, verbose);
			continue;
		}
		one[strcspn(one, " \t")] = '\0';
		if (*one)
			code = list_one(env, one, verbose);
	}
	free(copy);
	return code;
}

/* Of interval:ms:5 only that it is one in ms, of events no count; self:… is
 * not listed. */
static void print_of_program(struct pw_env *env, const struct kind *kind,
			     const char *target, bool verbose)
{
	if (is_period(kind) || is_event(kind))
		printf("%s:%.*s:\n", kind->name, (int)strcspn(target, ":"),
		       target);
	else if (kind->kind != PW_PROBE_SIGNAL)
		print_probe(env, kind, target, verbose);
}

int pw_list_program(struct pw_env *env, const struct pw_program *prog,
		    bool verbose)
{
	uint32_t i;
	size_t j;

	for (i = 0; i < prog->n_probes; i++) {
		const char *name = prog->probe_names[i];
		const char *colon = strchr(name, ':');

		for (j = 0; colon && j < sizeof(kinds) / sizeof(kinds[0]); j++)
			if (strlen(kinds[j].name) == (size_t)(colon - name) &&
			    !strncmp(kinds[j].name, name, colon - name))
				print_of_program(env, &kinds[j], colon + 1,
						 verbose);
	}
	return PW_EXIT_OK;
}
