/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Parsing of the command line by one table, from which the usage is printed
 * too. getopt() would not do: a tool's letters are only known once its name has
 * been met, and differ from tool to tool.
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "command/options.h"

enum option_id {
	OPT_PROGRAM, OPT_LIST, OPT_VERBOSE, OPT_DEBUG, OPT_QUIET, OPT_FORMAT,
	OPT_OUTPUT, OPT_BUFFERING, OPT_COMMAND, OPT_PID, OPT_DRY_RUN,
	OPT_NO_WARNINGS, OPT_UNSAFE, OPT_INCLUDE_DIR, OPT_INCLUDE, OPT_VERSION,
	OPT_HELP
};

struct option {
	enum option_id id;
	char letter;		/* or 0 */
	const char *name;	/* or NULL */
	const char *value;	/* what it is called in the usage, or NULL */
	const char *help;
};

static const struct option table[] = {
	{ OPT_PROGRAM, 'e', NULL, "PROGRAM", "run this program" },
	{ OPT_LIST, 'l', "list", NULL,
	  "list probes that match a pattern, or a script's" },
	{ OPT_VERBOSE, 'v', "verbose", NULL,
	  "say more; with -l, also the fields of tracepoints" },
	{ OPT_PID, 'p', "pid", "PID",
	  "only hits in this process; end when it ends" },
	{ OPT_COMMAND, 'c', "cmd", "CMD",
	  "run CMD once everything is attached; end when it ends" },
	{ OPT_OUTPUT, 'o', "output", "FILE", "print to FILE" },
	{ OPT_FORMAT, 'f', NULL, "FORMAT", "print as 'text' or 'json'" },
	{ OPT_BUFFERING, 'B', NULL, "MODE",
	  "write after each 'line', a 'full' buffer, or 'none'" },
	{ OPT_QUIET, 'q', "quiet", NULL, "keep messages quiet" },
	{ OPT_NO_WARNINGS, 0, "no-warnings", NULL, "no warnings" },
	{ OPT_UNSAFE, 0, "unsafe", NULL,
	  "let scripts run commands: system()" },
	{ OPT_INCLUDE_DIR, 'I', NULL, "DIR", "look for headers in DIR too" },
	{ OPT_INCLUDE, 0, "include", "FILE", "#include FILE first" },
	{ OPT_DRY_RUN, 0, "dry-run", NULL, "end once everything is attached" },
	{ OPT_DEBUG, 'd', "debug", "STAGE",
	  "print what a stage makes too: 'ast', 'bytecode', 'all'" },
	{ OPT_VERSION, 'V', "version", NULL, "print the version" },
	{ OPT_HELP, 'h', "help", NULL,
	  "this text; behind a tool's name, the tool's" },
};

#define N_OPTIONS	(sizeof(table) / sizeof(table[0]))

/* The state of parsing. */
struct parser {
	struct pw_options *options;
	int argc;
	char *const *argv;
	int at;			/* the word that is being read */
	bool only_params;	/* "--" was met */
	pw_tool_finder *find;
	void *ctx;
};

static int wrong(struct parser *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static int wrong(struct parser *p, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(p->options->error, sizeof(p->options->error), format, args);
	va_end(args);
	return -EINVAL;
}

static int parse_pid(struct parser *p, const char *value)
{
	unsigned long pid;
	char *end;

	errno = 0;
	pid = strtoul(value, &end, 0);
	if (!isdigit((unsigned char)*value))
		return wrong(p, "Failed to parse pid: invalid integer: %s",
			     value);
	if (*end)
		return wrong(p, "Failed to parse pid: invalid trailing bytes: "
			     "%s", value);
	/* The largest pid_max that a 64-bit kernel can be given. */
	if (errno || pid == 0 || pid > 0x400000)
		return wrong(p, "Pid out of range: %s", value);
	p->options->pid = pid;
	return 0;
}

static int parse_debug(struct parser *p, const char *value)
{
	static const struct {
		const char *name;
		unsigned bits;
	} stages[] = {
		{ "ast", PW_DEBUG_AST },
		{ "bytecode", PW_DEBUG_BYTECODE },
		{ "codegen", PW_DEBUG_BYTECODE },	/* bpftrace's names */
		{ "dis", PW_DEBUG_BYTECODE },
		{ "all", PW_DEBUG_AST | PW_DEBUG_BYTECODE },
	};
	size_t i, len;

	for (; *value; value += len + (value[len] == ',')) {
		len = strcspn(value, ",");
		for (i = 0; i < sizeof(stages) / sizeof(stages[0]); i++)
			if (strlen(stages[i].name) == len &&
			    !memcmp(stages[i].name, value, len))
				break;
		if (i == sizeof(stages) / sizeof(stages[0]))
			return wrong(p, "USAGE: invalid option for -d: %.*s",
				     (int)len, value);
		p->options->debug |= stages[i].bits;
	}
	return 0;
}

static int parse_format(struct parser *p, const char *value)
{
	if (!strcmp(value, "text"))
		p->options->format = PW_OUTPUT_TEXT;
	else if (!strcmp(value, "json"))
		p->options->format = PW_OUTPUT_JSON;
	else
		return wrong(p, "Invalid output format \"%s\": it is 'text' or "
			     "'json'", value);
	return 0;
}

static int parse_buffering(struct parser *p, const char *value)
{
	if (!strcmp(value, "line"))
		p->options->buffering = PW_BUFFER_LINE;
	else if (!strcmp(value, "full"))
		p->options->buffering = PW_BUFFER_FULL;
	else if (!strcmp(value, "none"))
		p->options->buffering = PW_BUFFER_NONE;
	else
		return wrong(p, "USAGE: -B must be either 'line', 'full', or "
			     "'none'.");
	return 0;
}

static int take_option(struct parser *p, const struct option *option,
		       const char *value)
{
	struct pw_options *o = p->options;

	switch (option->id) {
	case OPT_PROGRAM:
		o->program = value;
		return 0;
	case OPT_LIST:
		o->list = true;
		return 0;
	case OPT_VERBOSE:
		o->verbose = true;
		return 0;
	case OPT_QUIET:
		o->quiet = true;
		return 0;
	case OPT_OUTPUT:
		o->output = value;
		return 0;
	case OPT_COMMAND:
		o->command = value;
		return 0;
	case OPT_DRY_RUN:
		o->dry_run = true;
		return 0;
	case OPT_NO_WARNINGS:
		o->no_warnings = true;
		return 0;
	case OPT_UNSAFE:
		o->is_unsafe = true;
		return 0;
	case OPT_INCLUDE_DIR:
		o->dirs[o->n_dirs++] = value;
		return 0;
	case OPT_INCLUDE:
		o->headers[o->n_headers++] = value;
		return 0;
	case OPT_VERSION:
		o->version = true;
		return 0;
	case OPT_HELP:
		o->help = true;
		return 0;
	case OPT_DEBUG:
		return parse_debug(p, value);
	case OPT_FORMAT:
		return parse_format(p, value);
	case OPT_BUFFERING:
		return parse_buffering(p, value);
	case OPT_PID:
		return parse_pid(p, value);
	}
	return -EINVAL;
}

/* A named parameter; the last of a name counts. */
static int add_named(struct parser *p, const char *name, size_t len,
		     const char *value, bool is_list)
{
	struct pw_options *o = p->options;
	char *copy = malloc(len + 1);
	uint32_t i;

	if (!copy)
		return -ENOMEM;
	memcpy(copy, name, len);
	copy[len] = '\0';
	for (i = 0; i < o->n_named; i++)
		if (!strcmp(o->named[i].name, copy))
			break;
	if (i < o->n_named)
		free((char *)o->named[i].name);
	else
		o->n_named++;
	o->named[i].name = copy;
	o->named[i].value = value;
	o->named[i].is_list = is_list;
	return 0;
}

static int take_tool_option(struct parser *p,
			    const struct pw_tool_option *option,
			    const char *value)
{
	struct pw_options *o = p->options;

	if (option->kind != PW_VALUE_FLAG &&
	    pw_tool_check_value(option, value, o->error, sizeof(o->error)))
		return -EINVAL;
	return add_named(p, option->name, strlen(option->name), value,
			 option->kind == PW_VALUE_LIST);
}

/* The next word, as an option's value; NULL: there is none. */
static const char *next_word(struct parser *p)
{
	return p->at + 1 < p->argc ? p->argv[++p->at] : NULL;
}

/* "-Tw", "-L80", "-L 80", of the tool's letters and ours. */
static int parse_letters(struct parser *p, const char *letters)
{
	struct pw_options *o = p->options;

	for (; *letters; letters++) {
		const struct pw_tool_option *of_tool = NULL;
		const struct option *ours = NULL;
		const char *value = "";
		bool has_value;
		size_t i;
		int err;

		if (o->is_tool)
			of_tool = pw_tool_letter(&o->tool, *letters);
		for (i = 0; !of_tool && !ours && i < N_OPTIONS; i++)
			if (table[i].letter == *letters)
				ours = &table[i];
		if (!of_tool && !ours)
			return wrong(p, "unknown option: -%c", *letters);
		has_value = of_tool ? of_tool->kind != PW_VALUE_FLAG :
				      ours->value != NULL;
		if (has_value) {
			value = letters[1] ? letters + 1 : next_word(p);
			if (!value)
				return wrong(p, "option -%c needs a value",
					     *letters);
		}
		err = of_tool ? take_tool_option(p, of_tool, value) :
				take_option(p, ours, value);
		if (err || has_value)
			return err;
	}
	return 0;
}

/* "--localport=80", "--localport 80", "--list". */
static int parse_long(struct parser *p, const char *name)
{
	struct pw_options *o = p->options;
	const struct pw_tool_option *of_tool = NULL;
	const struct option *ours = NULL;
	size_t len = strcspn(name, "=");
	const char *value = name[len] ? name + len + 1 : NULL;
	bool has_value;
	size_t i;

	if (o->is_tool)
		of_tool = pw_tool_name(&o->tool, name, len);
	for (i = 0; !of_tool && !ours && i < N_OPTIONS; i++)
		if (table[i].name && strlen(table[i].name) == len &&
		    !memcmp(table[i].name, name, len))
			ours = &table[i];
	if (!of_tool && !ours)
		return wrong(p, "unknown option: --%.*s", (int)len, name);
	has_value = of_tool ? of_tool->kind != PW_VALUE_FLAG :
			      ours->value != NULL;
	if (value && !has_value)
		return wrong(p, "option --%.*s takes no value", (int)len,
			     name);
	if (!value)
		value = has_value ? next_word(p) : "";
	if (!value)
		return wrong(p, "option --%s needs a value", name);
	return of_tool ? take_tool_option(p, of_tool, value) :
			 take_option(p, ours, value);
}

/* Behind "--": "--name" or "--name=value" for getopt(). */
static int parse_named(struct parser *p, const char *word)
{
	size_t len = strcspn(word, "=");

	if (p->options->is_tool)
		return parse_long(p, word);
	return add_named(p, word, len, word[len] ? word + len + 1 : NULL,
			 false);
}

static int parse_plain(struct parser *p, const char *word)
{
	struct pw_options *o = p->options;
	int found;

	o->params[o->n_params++] = word;
	/* The first one may be a tool: then its options may follow. */
	if (o->n_params > 1 || o->program || o->list)
		return 0;
	found = p->find(p->ctx, word, &o->tool, o->error, sizeof(o->error));
	o->is_tool = found == 1;
	return found < 0 ? found : 0;
}

static int parse_word(struct parser *p, const char *word)
{
	if (p->only_params)
		return word[0] == '-' && word[1] == '-' ?
		       parse_named(p, word + 2) : parse_plain(p, word);
	if (!strcmp(word, "--")) {
		p->only_params = true;
		return 0;
	}
	if (word[0] != '-' || !word[1])
		return parse_plain(p, word);
	return word[1] == '-' ? parse_long(p, word + 2) :
				parse_letters(p, word + 1);
}

/* What the words without dash are, now that all options are known. */
static int assign_params(struct parser *p)
{
	struct pw_options *o = p->options;

	if (o->program && o->is_tool)
		return wrong(p, "USAGE: either -e or a tool, not both");
	if (o->program || !o->n_params)
		return 0;
	if (o->list && !o->is_tool) {
		if (o->n_params > 1)
			return wrong(p, "USAGE: -l takes one pattern or file");
		o->pattern = o->params[0];
	} else {
		o->script = o->params[0];
	}
	o->params++;
	o->n_params--;
	return 0;
}

static int check_together(struct parser *p)
{
	struct pw_options *o = p->options;

	if (o->command && o->pid)
		return wrong(p, "USAGE: Cannot use both -c and -p.");
	if (o->is_tool &&
	    pw_tool_check_given(&o->tool, o->named, o->n_named, o->error,
				sizeof(o->error)))
		return -EINVAL;
	if (!o->program && !o->script && !o->list && !o->help && !o->version)
		return wrong(p, "USAGE: filename or -e 'program' required.");
	return 0;
}

int pw_options_parse(struct pw_options *options, int argc, char *const *argv,
		     pw_tool_finder *find, void *ctx)
{
	struct parser p = {
		.options = options, .argc = argc, .argv = argv, .at = 1,
		.find = find, .ctx = ctx
	};
	int err = 0;

	memset(options, 0, sizeof(*options));
	options->words = calloc(argc + 1, sizeof(*options->words));
	options->named = calloc(argc + 1, sizeof(*options->named));
	options->dirs = calloc(argc + 1, sizeof(*options->dirs));
	options->headers = calloc(argc + 1, sizeof(*options->headers));
	if (!options->words || !options->named || !options->dirs ||
	    !options->headers)
		return -ENOMEM;
	options->params = options->words;
	for (; !err && p.at < argc; p.at++)
		err = parse_word(&p, argv[p.at]);
	if (!err)
		err = assign_params(&p);
	return err ? err : check_together(&p);
}

void pw_options_free(struct pw_options *options)
{
	uint32_t i;

	for (i = 0; i < options->n_named; i++)
		free((char *)options->named[i].name);
	if (options->is_tool)
		pw_tool_free(&options->tool);
	free(options->named);
	free(options->words);
	free(options->dirs);
	free(options->headers);
}

void pw_options_usage(FILE *out)
{
	size_t i;

	fputs("probewire - bpftrace's language and bcc's tools, for kernels "
	      "without BPF\n\n"
	      "USAGE:\n"
	      "    probewire [options] FILE [parameters]\n"
	      "    probewire [options] -e 'PROGRAM' [parameters]\n"
	      "    probewire [options] -          the program from stdin\n"
	      "    probewire [options] TOOL [the tool's options]\n"
	      "    probewire tools                lists the tools\n"
	      "    behind --, --NAME=VALUE gives the script's getopt() a value"
	      "\n\nOPTIONS:\n", out);
	for (i = 0; i < N_OPTIONS; i++) {
		const struct option *o = &table[i];
		char left[64];

		snprintf(left, sizeof(left), "%c%c%s%s%s%s%s",
			 o->letter ? '-' : ' ', o->letter ? o->letter : ' ',
			 o->letter && o->name ? ", " : o->name ? "  " : "",
			 o->name ? "--" : "", o->name ? o->name : "",
			 o->value ? " " : "", o->value ? o->value : "");
		fprintf(out, "    %-21s %s\n", left, o->help);
	}
	fputs("\nEXAMPLES:\n"
	      "    probewire -e 'kprobe:vfs_read { @[comm] = count(); }'\n"
	      "        count reads by process name\n"
	      "    probewire tcpstates -L 80\n"
	      "        TCP connections of port 80 changing state\n"
	      "    probewire -l 'tracepoint:sock:*'\n"
	      "        list tracepoints\n", out);
}
