/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Parsing of the command line by one table, from which the usage is printed
 * too. getopt() would not do: a tool's letters are only known once its name has
 * been met, and differ from tool to tool.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "command/parser.h"
#include "symbols/disk.h"

/* What an option does to struct pw_options. */
enum option_kind {
	FLAG,		/* sets the bool at `offset` */
	TEXT,		/* sets the text at `offset` */
	PARSED,		/* parse() */
	NOTHING,	/* is bpftrace's, and has no meaning without BPF */
	REFUSED		/* is bpftrace's, and cannot be; `help` says why */
};

struct option {
	char letter;		/* or 0 */
	const char *name;	/* or NULL */
	const char *value;	/* what it is called in the usage, or NULL */
	const char *help;
	enum option_kind kind;
	size_t offset;
	int (*parse)(struct pw_parser *p, const char *value);
};

#define AT(field)	offsetof(struct pw_options, field), NULL
#define BY(function)	PARSED, 0, function

static const struct option table[] = {
	{ 'e', NULL, "PROGRAM", "run this program", TEXT, AT(program) },
	{ 'l', "list", NULL, "list probes that match a pattern, or a script's",
	  FLAG, AT(list) },
	{ 'v', "verbose", NULL,
	  "say more; with -l, also the fields of tracepoints",
	  FLAG, AT(verbose) },
	{ 'p', "pid", "PID", "only hits in this process; end when it ends",
	  BY(pw_option_pid) },
	{ 'c', "cmd", "CMD",
	  "run CMD once everything is attached; end when it ends",
	  TEXT, AT(command) },
	{ 0, "duration", "SECONDS", "end after so many seconds",
	  BY(pw_option_duration) },
	{ 0, "count", "ROWS", "end after so many rows of a tool's table",
	  BY(pw_option_count) },
	{ 'o', "output", "FILE", "print to FILE", TEXT, AT(output) },
	{ 'f', NULL, "FORMAT", "print as 'text', 'json', stacks 'folded' or drawn, 'svg'",
	  BY(pw_option_format) },
	{ 'B', NULL, "MODE",
	  "write after each 'line', a 'full' buffer, or 'none'",
	  BY(pw_option_buffering) },
	{ 'q', "quiet", NULL, "keep messages quiet", FLAG, AT(quiet) },
	{ 'k', "warnings", NULL,
	  "warn of each read that fails and each key not there",
	  BY(pw_option_warnings) },
	{ 0, "no-warnings", NULL, "no warnings", BY(pw_option_no_warnings) },
	{ 0, "unsafe", NULL, "let scripts run commands: system()",
	  FLAG, AT(is_unsafe) },
	{ 'I', NULL, "DIR", "look for headers in DIR too", BY(pw_option_dir) },
	{ 0, "types", "FILE", "the kernel's types are in FILE",
	  TEXT, AT(types) },
	{ 0, "include", "FILE", "#include FILE first", BY(pw_option_header) },
	{ 0, "probe-filter", "REGEX", "only probes whose name matches",
	  TEXT, AT(probe_filter) },
	{ 0, "traceable-functions", "FILE",
	  "the functions that there are, one a line",
	  TEXT, AT(traceable) },
	{ 0, "test", NULL, "run the test probes", BY(pw_option_test) },
	{ 0, "bench", NULL, "run the bench probes", BY(pw_option_bench) },
	{ 0, "mode", "MODE", "'test', 'bench', or 'codegen': compile only",
	  BY(pw_option_mode) },
	{ 0, "max-load", "PERCENT",
	  "end when probes take more of a CPU's time (50)",
	  BY(pw_option_max_load) },
	{ 0, "dry-run", NULL, "end once everything is attached",
	  FLAG, AT(dry_run) },
	{ 'd', "debug", "STAGE",
	  "print what a stage makes too: 'ast', 'types', 'codegen', 'all'",
	  BY(pw_option_debug) },
	{ 0, "info", NULL, "what this kernel and module can do",
	  FLAG, AT(info) },
	{ 'V', "version", NULL, "print the version", FLAG, AT(version) },
	{ 'h', "help", NULL, "this text; behind a tool's name, the tool's",
	  FLAG, AT(help) },
	{ 'b', "btf", NULL, NULL, NOTHING, 0, NULL },
	{ 0, "no-feature", "FEATURE", NULL, BY(pw_option_no_feature) },
	{ 0, "usdt-file-activation", NULL, NULL, NOTHING, 0, NULL },
	{ 0, "verify-llvm-ir", NULL, NULL, NOTHING, 0, NULL },
	{ 0, "debuginfo", "DIR", NULL, NOTHING, 0, NULL },
	{ 0, "dwarf-pid", "PID", NULL, NOTHING, 0, NULL },
	{ 0, "aot", "FILE", "there is no ahead-of-time compilation",
	  REFUSED, 0, NULL },
	{ 0, "emit-elf", "FILE", "there is no BPF, and so no ELF file of it",
	  REFUSED, 0, NULL },
	{ 0, "emit-llvm", "FILE", "there is no LLVM IR", REFUSED, 0, NULL },
	{ 0, "fmt", NULL, "scripts cannot be formatted yet",
	  REFUSED, 0, NULL },
};

#define N_OPTIONS	(sizeof(table) / sizeof(table[0]))

static int take_option(struct pw_parser *p, const struct option *option,
		       const char *value)
{
	char *at = (char *)p->options + option->offset;

	switch (option->kind) {
	case FLAG:
		*(bool *)at = true;
		break;
	case TEXT:
		*(const char **)at = value;
		break;
	case PARSED:
		return option->parse(p, value);
	case NOTHING:
		break;
	case REFUSED:
		return pw_option_wrong(p, "--%s: %s", option->name, option->help);
	}
	return 0;
}

int pw_option_named(struct pw_parser *p, const char *name, size_t len,
		    const char *value, enum pw_value_kind kind)
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
	o->named[i].is_list = kind == PW_VALUE_LIST ||
			      kind == PW_VALUE_SIGNALS;
	o->named[i].is_probe = kind == PW_VALUE_PROBE;
	o->named[i].is_trace = kind == PW_VALUE_TRACE;
	o->named[i].is_argdist = kind == PW_VALUE_ARGDIST;
	return 0;
}

/* The specs that the option has so far and this one, a line each. */
static char *add_spec(const struct pw_options *o, const char *name,
		      const char *spec)
{
	const char *others = NULL;
	char *text = NULL;

	for (uint32_t i = 0; i < o->n_named; i++)
		if (!strcmp(o->named[i].name, name))
			others = o->named[i].value;
	if (asprintf(&text, "%s%s%s", others ? others : "",
		     others ? "\n" : "", spec) < 0)
		return NULL;
	return text;
}

static char *number_text(uint64_t number)
{
	char *text = NULL;

	return asprintf(&text, "%" PRIu64, number) < 0 ? NULL : text;
}

/* A value that is good, as getopt() reads it; NULL: there is no memory. */
static const char *value_of(struct pw_options *o,
			    const struct pw_tool_option *option,
			    const char *value)
{
	uint64_t number = 0;
	char *text;

	switch (option->kind) {
	case PW_VALUE_DISK:
		pw_disk_number("/sys", value, &number);
		text = number_text(number);
		break;
	case PW_VALUE_ERRNO:
		pw_tool_errno(value, &number);
		text = number_text(number);
		break;
	case PW_VALUE_TRACE:
	case PW_VALUE_ARGDIST:
		text = add_spec(o, option->name, value);
		break;
	default:
		return value;
	}
	if (text)
		o->owned[o->n_owned++] = text;
	return text;
}

static int take_tool_option(struct pw_parser *p,
			    const struct pw_tool_option *option,
			    const char *value)
{
	struct pw_options *o = p->options;

	if (option->kind != PW_VALUE_FLAG &&
	    pw_tool_check_value(option, value, o->error, sizeof(o->error)))
		return -EINVAL;
	/* It means the same whatever letter the tool has for it. */
	if (!strcmp(option->name, "duration") && pw_option_duration(p, value))
		return -EINVAL;
	value = value_of(o, option, value);
	if (!value)
		return -ENOMEM;
	return pw_option_named(p, option->name, strlen(option->name), value,
			       option->kind);
}

/* The next word, as an option's value; NULL: there is none. */
static const char *next_word(struct pw_parser *p)
{
	return p->at + 1 < p->argc ? p->argv[++p->at] : NULL;
}

/* "-Tw", "-L80", "-L 80", of the tool's letters and ours. */
static int parse_letters(struct pw_parser *p, const char *letters)
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
			return pw_option_wrong(p, "unknown option: -%c", *letters);
		has_value = of_tool ? of_tool->kind != PW_VALUE_FLAG :
				      ours->value != NULL;
		if (has_value) {
			value = letters[1] ? letters + 1 : next_word(p);
			if (!value)
				return pw_option_wrong(p, "option -%c needs a value",
					     *letters);
		}
		/* All tools have "-f json", whatever else their -f takes. */
		if (of_tool && *letters == 'f' && !strcmp(value, "json"))
			return pw_option_format(p, value);
		err = of_tool ? take_tool_option(p, of_tool, value) :
				take_option(p, ours, value);
		if (err || has_value)
			return err;
	}
	return 0;
}

/* "--localport=80", "--localport 80", "--list". */
static int parse_long(struct pw_parser *p, const char *name)
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
	if (o->is_tool && !of_tool)
		of_tool = pw_tool_param(&o->tool, name, len);
	/* A file may be two words. */
	if (of_tool && of_tool->kind == PW_VALUE_FILE)
		of_tool = NULL;
	for (i = 0; !of_tool && !ours && i < N_OPTIONS; i++)
		if (table[i].name && strlen(table[i].name) == len &&
		    !memcmp(table[i].name, name, len))
			ours = &table[i];
	if (!of_tool && !ours)
		return pw_option_wrong(p, "unknown option: --%.*s", (int)len, name);
	has_value = of_tool ? of_tool->kind != PW_VALUE_FLAG :
			      ours->value != NULL;
	if (value && !has_value)
		return pw_option_wrong(p, "option --%.*s takes no value", (int)len,
			     name);
	if (!value)
		value = has_value ? next_word(p) : "";
	if (!value)
		return pw_option_wrong(p, "option --%s needs a value", name);
	return of_tool ? take_tool_option(p, of_tool, value) :
			 take_option(p, ours, value);
}

/* Behind "--": "--name" or "--name=value" for getopt(). */
static int parse_named(struct pw_parser *p, const char *word)
{
	size_t len = strcspn(word, "=");

	if (p->options->is_tool)
		return parse_long(p, word);
	return pw_option_named(p, word, len, word[len] ? word + len + 1 : NULL,
			       PW_VALUE_STRING);
}

static int parse_plain(struct pw_parser *p, const char *word)
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

static int parse_word(struct pw_parser *p, const char *word)
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

/* A tool gets its parameters by name, as it gets its options. */
static int name_params(struct pw_parser *p)
{
	struct pw_options *o = p->options;
	const struct pw_tool_option *param = o->tool.params;
	const struct pw_tool_option *end = param + o->tool.n_params;
	uint32_t i;

	for (i = 0; i < o->n_params; i++, param++) {
		/* Of these there may be more. */
		if (param > o->tool.params && param[-1].kind == PW_VALUE_TRACE)
			param--;
		if (param == end)
			return pw_option_wrong(p, "%s takes no parameter '%s'",
					       o->tool.name, o->params[i]);
		if (take_tool_option(p, param, o->params[i]))
			return -EINVAL;
		if (param->kind == PW_VALUE_FILE &&
		    pw_option_file(p, param, &i))
			return -EINVAL;
	}
	return 0;
}

static bool is_named(const struct pw_options *o, const char *name)
{
	for (uint32_t i = 0; i < o->n_named; i++)
		if (!strcmp(o->named[i].name, name))
			return true;
	return false;
}

static int check_required(struct pw_parser *p)
{
	const struct pw_tool *tool = &p->options->tool;

	for (uint32_t i = 0; i < tool->n_params; i++)
		if (tool->params[i].is_required &&
		    !is_named(p->options, tool->params[i].name))
			return pw_option_wrong(p, "%s needs a %s: %s",
					       tool->name,
					       tool->params[i].name,
					       tool->params[i].help);
	return 0;
}

/* What the head gives to options and parameters that nobody gave a value. */
static int add_usual(struct pw_parser *p, const struct pw_tool_option *options,
		     uint32_t n)
{
	struct pw_options *o = p->options;

	for (uint32_t i = 0; i < n; i++) {
		if (!options[i].usual || is_named(o, options[i].name))
			continue;
		if (take_tool_option(p, &options[i], options[i].usual))
			return -EINVAL;
		o->named[o->n_named - 1].is_usual = true;
	}
	return 0;
}

/* What the words without dash are, now that all options are known. */
static int assign_params(struct pw_parser *p)
{
	struct pw_options *o = p->options;

	if (o->program && o->is_tool)
		return pw_option_wrong(p, "USAGE: either -e or a tool, not both");
	if (o->program || !o->n_params)
		return 0;
	if (o->list && !o->is_tool) {
		if (o->n_params > 1)
			return pw_option_wrong(p, "USAGE: -l takes one pattern or file");
		o->pattern = o->params[0];
	} else {
		o->script = o->params[0];
	}
	o->params++;
	o->n_params--;
	return 0;
}

static int check_together(struct pw_parser *p)
{
	struct pw_options *o = p->options;

	if (o->is_tool && name_params(p))
		return -EINVAL;
	if (o->rows && !(o->is_tool && o->tool.n_columns))
		return pw_option_wrong(p, "--count is of a tool that prints "
				       "rows");
	if (o->command && o->pid)
		return pw_option_wrong(p, "USAGE: Cannot use both -c and -p.");
	if (o->is_tool &&
	    pw_tool_check_given(&o->tool, o->named, o->n_named, o->error,
				sizeof(o->error)))
		return -EINVAL;
	if (o->is_tool && !o->help && check_required(p))
		return -EINVAL;
	if (o->is_tool &&
	    (add_usual(p, o->tool.options, o->tool.n_options) ||
	     add_usual(p, o->tool.params, o->tool.n_params) ||
	     pw_tool_set_sort(&o->tool, o->named, o->n_named, o->error,
			      sizeof(o->error))))
		return -EINVAL;
	if (!o->program && !o->script && !o->list && !o->help && !o->version &&
	    !o->info)
		return pw_option_wrong(p, "USAGE: filename or -e 'program' required.");
	return 0;
}

int pw_options_parse(struct pw_options *options, int argc, char *const *argv,
		     pw_tool_finder *find, void *ctx)
{
	struct pw_parser p = {
		.options = options, .argc = argc, .argv = argv, .at = 1,
		.find = find, .ctx = ctx
	};
	int err = 0;

	memset(options, 0, sizeof(*options));
	options->words = calloc(argc + 1, sizeof(*options->words));
	options->named = calloc(argc + 1 + PW_TOOL_OPTIONS_MAX +
				PW_TOOL_PARAMS_MAX + 2,
				sizeof(*options->named));
	options->owned = calloc(argc + 1, sizeof(*options->owned));
	options->dirs = calloc(argc + 1, sizeof(*options->dirs));
	options->headers = calloc(argc + 1, sizeof(*options->headers));
	if (!options->words || !options->named || !options->owned ||
	    !options->dirs || !options->headers)
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
	for (i = 0; i < options->n_owned; i++)
		free(options->owned[i]);
	free(options->owned);
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
	      "    probewire doctor [MODULE.ko]   what is wrong here, and how "
	      "to mend it\n"
	      "    behind --, --NAME=VALUE gives the script's getopt() a value"
	      "\n\nOPTIONS:\n", out);
	for (i = 0; i < N_OPTIONS; i++) {
		const struct option *o = &table[i];
		char left[64];

		/* Taken, so that what calls bpftrace goes on to work. */
		if (!o->help || o->kind == REFUSED)
			continue;
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
