/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The text that is to be run: a file's, stdin's or a tool's.
 */
#ifndef PW_COMMAND_SCRIPT_H
#define PW_COMMAND_SCRIPT_H

#include <stddef.h>
#include "output/columns.h"

struct pw_source {
	const char *word;	/* as the command line calls it */
	const char *name;	/* in messages */
	const char *text;
	char *owned;		/* what is to be freed */
};

/*
 * A file of that name, or "-" for stdin, or else a tool. Read once: called
 * again with the same word it gives the same text. 0 or -errno.
 */
int pw_source_load(struct pw_source *source, const char *word);
void pw_source_free(struct pw_source *source);

/* Is this a file that a script may be in, or "-"? */
int pw_source_is_file(const char *word);

/* A pw_tool_finder of options.h; ctx is a struct pw_source. */
int pw_source_find_tool(void *ctx, const char *word, struct pw_tool *tool,
			char *err, size_t err_size);

#endif
