// SPDX-License-Identifier: GPL-2.0
/*
 * "uprobe:PATH@FILE:LINE[:COLUMN]": a place in a program by its source.
 */
#include <string.h>
#include "lang/attach.h"

#define fail	pw_attach_fail

static bool read_part(struct pw_attach_parts *a, unsigned int part,
		      const char *what, uint64_t *out)
{
	const char *wrong = pw_attach_number(a, a->parts[part], out);

	return !wrong || fail(a, "Invalid %s number: %s: %s", what, wrong,
			      a->parts[part]);
}

bool pw_attach_line(struct pw_attach_parts *a)
{
	struct pw_attach_point *out = a->out;
	const char *at = strchr(a->parts[1], '@');

	if (out->kind != PW_PROBE_UPROBE)
		return fail(a, "Source code location not allowed");
	out->module = pw_arena_strndup(a->c->arena, a->parts[1],
				       (size_t)(at - a->parts[1]));
	if (strpbrk(out->module, "*?["))
		return fail(a, "Cannot use wildcards with source code "
			    "location");
	if ((a->n_parts != 3 && a->n_parts != 4) || !at[1] || !*a->parts[2])
		return fail(a, "Invalid uprobe arguments, expected format: "
			    "uprobe:TARGET@FILE:LINE[:COL]");
	out->source = at + 1;
	out->target = a->parts[1];
	return read_part(a, 2, "line", &out->line) &&
	       (a->n_parts == 3 || read_part(a, 3, "column", &out->column));
}
