/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The command line. Pure: it opens nothing and prints nothing but the usage.
 *
 *   probewire [options] -e PROGRAM | FILE | - | TOOL [parameters] [-- ...]
 *
 * The first word that is no option is the script unless -e or -l is given; the
 * others are $1, $2 … Options may stand before and behind it. Behind a tool's
 * name the tool's own letters and names come first. Behind "--", words that
 * begin with "--" are named parameters: --name or --name=value.
 */
#ifndef PW_COMMAND_OPTIONS_H
#define PW_COMMAND_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "lang/lang.h"
#include "output/columns.h"
#include "output/output.h"

enum pw_debug_stage {
	PW_DEBUG_AST		= 1 << 0,
	PW_DEBUG_BYTECODE	= 1 << 1,
	PW_DEBUG_TYPES		= 1 << 2
};

struct pw_options {
	const char *program;		/* -e, or NULL */
	const char *script;		/* file, "-" or tool, or NULL */
	bool is_tool;			/* `script` has a table: tool */
	struct pw_tool tool;
	bool help;
	bool version;
	bool list;			/* -l */
	const char *pattern;		/* of -l, or NULL */
	bool verbose;
	bool quiet;
	bool no_warnings;
	bool is_unsafe;
	bool dry_run;
	bool info;
	bool warnings;			/* -k */
	bool compile_only;		/* --mode codegen */
	enum pw_mode mode;
	uint32_t max_load;		/* 1 + percent of a CPU's time; 0: not
					 * set */
	const char *probe_filter;	/* a regex, or NULL */
	const char *traceable;		/* a file of functions, or NULL */
	unsigned debug;			/* -d: enum pw_debug_stage bits */
	enum pw_output_format format;
	enum pw_buffering buffering;
	const char *output;		/* -o, or NULL */
	const char *command;		/* -c, or NULL */
	uint32_t pid;			/* -p, or 0 */
	uint32_t duration;		/* seconds, or 0 */
	uint32_t rows;			/* --count of a tool, or 0 */
	const char **params;		/* within words */
	uint32_t n_params;
	const char **words;
	const char **dirs;		/* -I */
	uint32_t n_dirs;
	const char *types;		/* --types, or NULL */
	const char **headers;		/* --include */
	uint32_t n_headers;
	struct pw_option *named;
	uint32_t n_named;
	char **owned;			/* values made of those given */
	uint32_t n_owned;
	char file_numbers[2][24];	/* of a parameter that is a file */
	char error[256];		/* one sentence, or "" */
};

/*
 * Looks at a script's head: 1 if `name` is a tool or a file with a tool's
 * table, which then is in *tool; 0 if it has none or cannot be read (that is
 * reported when it is run); -EINVAL if its table is wrong, see err.
 */
typedef int pw_tool_finder(void *ctx, const char *name, struct pw_tool *tool,
			   char *err, size_t err_size);

/* 0, -ENOMEM, or -EINVAL: see options->error. Free it in any case. */
int pw_options_parse(struct pw_options *options, int argc, char *const *argv,
		     pw_tool_finder *find, void *ctx);
void pw_options_free(struct pw_options *options);

void pw_options_usage(FILE *out);

#endif
