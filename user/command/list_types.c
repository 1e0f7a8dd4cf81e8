// SPDX-License-Identifier: GPL-2.0
/*
 * -l with the names of types, and what -v says of types and functions.
 */
#include <stdio.h>
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

void pw_list_params(struct pw_kernel_types *types, const char *target,
		    bool returns)
{
	struct pw_table *table = pw_kernel_types_table(types);
	const char *colon = strrchr(target, ':');
	struct pw_btf *btf;

	target = colon ? colon + 1 : target;
	if (table && pw_table_print_function(table, target, returns, stdout))
		return;
	btf = pw_kernel_types_btf(types);
	if (btf)
		pw_btf_print_function(btf, target, returns, stdout);
}
