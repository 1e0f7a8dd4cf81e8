/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is shown of a function whose declaration is known, a line each.
 */
#ifndef PW_TYPES_SHOWN_H
#define PW_TYPES_SHOWN_H

#include <stdbool.h>
#include <stdio.h>

enum pw_shown {
	PW_SHOW_PARAMS,		/* fentry: "struct sock * sk" */
	PW_SHOW_BOTH,		/* fexit: the same, then "int retval" */
	PW_SHOW_ARGS,		/* kprobe: "struct sock * arg0" */
	PW_SHOW_RETURN,		/* kretprobe: "int retval", or "void" */
	PW_SHOW_RAW,		/* rawtracepoint: all but the first */
	PW_SHOW_USER		/* uprobe: "struct game* g" */
};

static inline bool pw_shows_param(enum pw_shown shown, unsigned int n)
{
	return shown != PW_SHOW_RETURN && (n || shown != PW_SHOW_RAW);
}

static inline bool pw_shows_return(enum pw_shown shown)
{
	return shown == PW_SHOW_BOTH || shown == PW_SHOW_RETURN;
}

/* The end of a parameter's line, whose name has `len` bytes. */
static inline void pw_show_name(enum pw_shown shown, unsigned int n,
				const char *name, int len, FILE *out)
{
	if (shown == PW_SHOW_ARGS)
		fprintf(out, " arg%u\n", n);
	else
		fprintf(out, " %.*s\n", len, name);
}

#endif
