// SPDX-License-Identifier: GPL-2.0
/*
 * Reads the head of a tool's script. A mistake in it is its author's, so each
 * is reported with the line, and nothing is guessed.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "output/head.h"

int pw_head_fail(struct pw_head_reader *r, const char *format, ...)
{
	int len = snprintf(r->err, r->err_size, "line %u: ", r->line);
	va_list args;

	if (len < 0 || (size_t)len >= r->err_size)
		return -EINVAL;
	va_start(args, format);
	vsnprintf(r->err + len, r->err_size - len, format, args);
	va_end(args);
	return -EINVAL;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* Takes the quotes off in place, and splits. */
static int split(struct pw_head_reader *r, char *in)
{
	char *out;

	for (r->n = 0;; r->n++) {
		bool quoted = false;

		while (is_blank(*in))
			in++;
		if (!*in)
			return 0;
		if (r->n == PW_HEAD_WORDS)
			return pw_head_fail(r, "more than %d words", PW_HEAD_WORDS);
		r->words[r->n] = out = in;
		for (; *in && (quoted || !is_blank(*in)); in++) {
			if (*in == '"') {
				quoted = !quoted;
				continue;
			}
			if (quoted && *in == '\\' && in[1])
				in++;
			*out++ = *in;
		}
		if (quoted)
			return pw_head_fail(r, "a quote is not closed");
		if (*in)
			in++;
		*out = '\0';
	}
}

static int read_tool(struct pw_head_reader *r)
{
	if (r->tool->name)
		return pw_head_fail(r, "the tool has a name already");
	r->tool->name = r->words[1];
	r->tool->summary = r->words[2];
	return 0;
}

static int read_example(struct pw_head_reader *r)
{
	struct pw_tool *tool = r->tool;
	struct pw_tool_example *example = &tool->examples[tool->n_examples];

	if (tool->n_examples == PW_TOOL_EXAMPLES_MAX)
		return pw_head_fail(r, "more than %d examples", PW_TOOL_EXAMPLES_MAX);
	example->command = r->words[1];
	example->what = r->words[2];
	tool->n_examples++;
	return 0;
}

static int read_probes(struct pw_head_reader *r, bool is_optional)
{
	struct pw_tool *tool = r->tool;
	struct pw_choice *choice = &tool->choices[tool->n_choices];
	unsigned i;

	if (tool->n_choices == PW_TOOL_CHOICES_MAX ||
	    tool->n_chosen + r->n - 1 > PW_TOOL_CHOSEN_MAX)
		return pw_head_fail(r, "too many probes that need not be "
				    "there");
	choice->names = &tool->chosen[tool->n_chosen];
	choice->n = r->n - 1;
	choice->is_optional = is_optional;
	for (i = 1; i < r->n; i++)
		tool->chosen[tool->n_chosen++] = r->words[i];
	tool->n_choices++;
	return 0;
}

static int read_first(struct pw_head_reader *r)
{
	return read_probes(r, false);
}

static int read_optional(struct pw_head_reader *r)
{
	return read_probes(r, true);
}

static int read_events(struct pw_head_reader *r)
{
	r->tool->events = true;
	return 0;
}

static int read_directive(struct pw_head_reader *r, char *text)
{
	static const struct {
		const char *name;
		unsigned min, max;	/* words, this one included */
		int (*read)(struct pw_head_reader *r);
		const char *form;
	} table[] = {
		{ "tool", 3, 3, read_tool, "tool NAME \"one sentence\"" },
		{ "option", 4, 5, pw_head_option,
		  "option LETTER NAME[=LIST|=N|=STRING] \"what it "
		  "does\" [default=VALUE]" },
		{ "param", 3, 4, pw_head_param,
		  "param NAME=N|=STRING|=PROBE|=FILE \"what it is\" "
		  "[default=VALUE | required]" },
		{ "exclusive", 3, PW_HEAD_WORDS, pw_head_exclusive,
		  "exclusive NAME NAME..." },
		{ "example", 3, 3, read_example,
		  "example \"command\" \"what it shows\"" },
		{ "column", 4, PW_HEAD_WORDS, pw_head_column,
		  "column KEY TITLE FORMAT [NAME=VALUE]..." },
		{ "table", 2, 4, pw_head_table,
		  "table @MAP[,@MAP...] [sort=KEY,...|$OPTION] "
		  "[unless=OPTION]" },
		{ "histogram", 2, PW_HEAD_WORDS, pw_head_histogram,
		  "histogram UNIT|$key [OPTION=UNIT]... [key=TITLE]" },
		{ "events", 1, 1, read_events, "events" },
		{ "stacks", 2, 6, pw_head_stacks,
		  "stacks INDENT [offsets=OPTION] [delimiter=OPTION]" },
		{ "first", 3, PW_HEAD_WORDS, read_first,
		  "first PROBE PROBE..." },
		{ "optional", 2, PW_HEAD_WORDS, read_optional,
		  "optional PROBE..." }
	};
	size_t i;

	if (split(r, text))
		return -EINVAL;
	if (!r->n)
		return 0;
	if (!r->tool->name && strcmp(r->words[0], "tool"))
		return pw_head_fail(r, "the table does not begin with //: tool NAME");
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (strcmp(r->words[0], table[i].name))
			continue;
		if (r->n < table[i].min || r->n > table[i].max)
			return pw_head_fail(r, "expected: //: %s", table[i].form);
		return table[i].read(r);
	}
	return pw_head_fail(r, "unknown word %s behind //:", r->words[0]);
}

/* Reads line by line up to the first that is no comment. */
static int read_head(struct pw_head_reader *r, char *text)
{
	bool in_comment = false;
	int found = 0;

	for (r->line = 1; text; r->line++) {
		char *next = strchr(text, '\n');

		if (next)
			*next++ = '\0';
		while (is_blank(*text))
			text++;
		if (in_comment || !strncmp(text, "/*", 2)) {
			in_comment = !strstr(text, "*/");
		} else if (!strncmp(text, "//:", 3)) {
			if (read_directive(r, text + 3))
				return -EINVAL;
			found = r->tool->name != NULL;
		} else if (*text && strncmp(text, "//", 2) &&
			   !(r->line == 1 && !strncmp(text, "#!", 2))) {
			break;
		}
		text = next;
	}
	return found;
}

int pw_tool_parse(const char *source, struct pw_tool *tool, char *err,
		  size_t err_size)
{
	struct pw_head_reader r = {
		.tool = tool, .err = err, .err_size = err_size
	};
	int found;

	memset(tool, 0, sizeof(*tool));
	tool->text = strdup(source);
	if (!tool->text) {
		snprintf(err, err_size, "no memory");
		return -ENOMEM;
	}
	found = read_head(&r, tool->text);
	if (found > 0 && pw_head_check(&r))
		found = -EINVAL;
	if (found <= 0)
		pw_tool_free(tool);
	return found;
}

void pw_tool_free(struct pw_tool *tool)
{
	free(tool->text);
	memset(tool, 0, sizeof(*tool));
}
