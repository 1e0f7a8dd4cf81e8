// SPDX-License-Identifier: GPL-2.0
/*
 * -l with the names of types, and what -v says of types and functions.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "command/list_types.h"
#include "command/report.h"
#include "symbols/match.h"

struct listing {
	struct pw_table *table;
	const char *pattern;
	bool verbose;
};

bool pw_list_is_type(const char *pattern)
{
	return !strncmp(pattern, "struct ", 7) ||
	       !strncmp(pattern, "union ", 6) || !strncmp(pattern, "enum ", 5);
}

static bool match(void *ctx, const char *type)
{
	const struct listing *l = ctx;

	return pw_match(l->pattern, type);
}

static void print(void *ctx, const char *type,
		  const struct pw_table_name *name)
{
	const struct listing *l = ctx;

	if (l->verbose) {
		printf("vmlinux: ");
		pw_table_print(l->table, name, stdout);
	} else {
		printf("%s\n", type);
	}
}

int pw_list_types(struct pw_kernel_types *types, const char *pattern,
		  bool verbose)
{
	struct listing l = { pw_kernel_types_table(types), pattern, verbose };

	if (!l.table) {
		pw_report_error("%s", types->why);
		return PW_EXIT_FAILED;
	}
	if (pw_table_match(l.table, match, print, &l) >= 0)
		return PW_EXIT_OK;
	pw_report_error("out of memory");
	return PW_EXIT_FAILED;
}

static bool is_shown(enum pw_probe_kind kind, enum pw_shown *shown)
{
	switch (kind) {
	case PW_PROBE_FENTRY:
		*shown = PW_SHOW_PARAMS;
		return true;
	case PW_PROBE_FEXIT:
		*shown = PW_SHOW_BOTH;
		return true;
	case PW_PROBE_KPROBE:
		*shown = PW_SHOW_ARGS;
		return true;
	case PW_PROBE_KRETPROBE:
		*shown = PW_SHOW_RETURN;
		return true;
	case PW_PROBE_RAWTRACEPOINT:
		*shown = PW_SHOW_RAW;
		return true;
	case PW_PROBE_UPROBE:
		*shown = PW_SHOW_USER;
		return true;
	default:
		return false;
	}
}

/* Once of each program. */
static void say_none(struct pw_kernel_types *types, const char *target)
{
	char *path = strndup(target, (size_t)(strrchr(target, ':') - target));
	struct pw_noted_program *program;
	uint32_t number;

	if (!path)
		return;
	number = pw_program_types_note(&types->programs, path);
	program = &types->programs.list[number];
	if (number < types->programs.n && !program->table && !program->is_told)
		pw_report_warning("No DWARF found for \"%s\", cannot show "
				  "parameter info", path);
	if (number < types->programs.n)
		program->is_told = true;
	free(path);
}

void pw_list_params(struct pw_kernel_types *types, enum pw_probe_kind kind,
		    const char *target)
{
	const char *colon = strrchr(target, ':');
	char function[PW_NAME_MAX];
	enum pw_shown shown;

	if (!is_shown(kind, &shown))
		return;
	if (shown == PW_SHOW_USER) {
		if (!pw_kernel_types_print_function(types, target, shown))
			say_none(types, target);
		return;
	}
	/* What newer kernels call a tracepoint's probes with. */
	snprintf(function, sizeof(function), "%s%s",
		 kind == PW_PROBE_RAWTRACEPOINT ? "__traceiter_" : "",
		 colon ? colon + 1 : target);
	pw_kernel_types_print_function(types, function, shown);
}
