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
#include "command/report.h"
#include "symbols/match.h"

static const struct kind {
	enum pw_probe_kind kind;
	const char *name;
	const char *alias;
	bool by_pattern;	/* listed when the kind itself is a pattern */
} kinds[] = {
	{ PW_PROBE_INTERVAL, "interval", "i", true },
	{ PW_PROBE_KPROBE, "kprobe", "k", true },
	{ PW_PROBE_KRETPROBE, "kretprobe", "kr", false },
	{ PW_PROBE_TRACEPOINT, "tracepoint", "t", true },
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
}

static int list_intervals(struct pw_env *env, const struct kind *kind,
			  const char *pattern)
{
	static const char *const units[] = { "hz:", "ms:", "s:", "us:" };
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (pw_match(pattern, units[i]))
			print_probe(env, kind, units[i], false);
	return 0;
}

/* What of one kind a pattern means. */
static int list_kind(struct pw_env *env, const struct kind *kind,
		     const char *pattern, bool verbose)
{
	char any_category[512];
	struct pw_names names;
	size_t i;
	int err;

	if (kind->kind == PW_PROBE_INTERVAL)
		return list_intervals(env, kind, pattern);
	if (kind->kind == PW_PROBE_TRACEPOINT && !strchr(pattern, ':')) {
		snprintf(any_category, sizeof(any_category), "*:%s", pattern);
		pattern = any_category;
	}
	memset(&names, 0, sizeof(names));
	err = pw_env_expand(env, kind->kind, pattern, &names);
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

/* One pattern: KIND:REST, or REST of every kind. */
static int list_one(struct pw_env *env, char *pattern, bool verbose)
{
	char *colon = strchr(pattern, ':');
	const char *rest = colon ? colon + 1 : pattern;
	const char *of_kind = colon ? pattern : "*";
	bool is_pattern;
	size_t i;
	int err;

	if (colon)
		*colon = '\0';
	is_pattern = pw_match_is_pattern(of_kind);
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct kind *kind = &kinds[i];

		if (is_pattern ? !kind->by_pattern ||
				 !pw_match(of_kind, kind->name) :
				 strcmp(of_kind, kind->name) &&
				 strcmp(of_kind, kind->alias))
			continue;
		err = list_kind(env, kind, *rest ? rest : "*", verbose);
		if (err)
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
		one[strcspn(one, " \t")] = '\0';
		if (*one)
			code = list_one(env, one, verbose);
	}
	free(copy);
	return code;
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
				print_probe(env, &kinds[j], colon + 1,
					    verbose);
	}
	return PW_EXIT_OK;
}
