// SPDX-License-Identifier: GPL-2.0
/*
 * Reads the table in the head of a tool's script. A mistake in it is its
 * author's, so each is reported with the line, and nothing is guessed.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "output/columns.h"

#define WORDS_MAX	16
#define SCALE_MAX	1000000000000ull

struct reader {
	struct pw_tool *tool;
	unsigned line;
	char *err;
	size_t err_size;
	char *words[WORDS_MAX];
	unsigned n;
};

__attribute__((format(printf, 2, 3)))
static int fail(struct reader *r, const char *format, ...)
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
static int split(struct reader *r, char *in)
{
	char *out;

	for (r->n = 0;; r->n++) {
		bool quoted = false;

		while (is_blank(*in))
			in++;
		if (!*in)
			return 0;
		if (r->n == WORDS_MAX)
			return fail(r, "more than %d words", WORDS_MAX);
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
			return fail(r, "a quote is not closed");
		if (*in)
			in++;
		*out = '\0';
	}
}

static int read_tool(struct reader *r)
{
	if (r->tool->name)
		return fail(r, "the tool has a name already");
	r->tool->name = r->words[1];
	r->tool->summary = r->words[2];
	return 0;
}

static int read_option_kind(struct reader *r, const char *text,
			    enum pw_value_kind *kind)
{
	static const struct {
		const char *text;
		enum pw_value_kind kind;
	} kinds[] = {
		{ "LIST", PW_VALUE_LIST },
		{ "N", PW_VALUE_NUMBER },
		{ "STRING", PW_VALUE_STRING }
	};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!strcmp(text, kinds[i].text)) {
			*kind = kinds[i].kind;
			return 0;
		}
	}
	return fail(r, "an option takes LIST, N or STRING, not %s", text);
}

/* NAME or NAME=KIND. */
static int read_name(struct reader *r, char *text,
		     struct pw_tool_option *option)
{
	char *value = strchr(text, '=');

	option->name = text;
	option->kind = PW_VALUE_FLAG;
	if (!value)
		return 0;
	*value++ = '\0';
	return read_option_kind(r, value, &option->kind);
}

static int read_param(struct reader *r)
{
	struct pw_tool *tool = r->tool;
	struct pw_tool_option *param = &tool->params[tool->n_params];

	if (tool->n_params == PW_TOOL_PARAMS_MAX)
		return fail(r, "more than %d parameters", PW_TOOL_PARAMS_MAX);
	param->help = r->words[2];
	if (read_name(r, r->words[1], param))
		return -EINVAL;
	if (!*param->name || param->kind == PW_VALUE_FLAG)
		return fail(r, "a parameter is NAME=N or NAME=STRING, not %s",
			    r->words[1]);
	if (pw_tool_name(tool, param->name, strlen(param->name)))
		return fail(r, "%s is an option already", param->name);
	tool->n_params++;
	return 0;
}

static int read_option(struct reader *r)
{
	struct pw_tool *tool = r->tool;
	struct pw_tool_option *option = &tool->options[tool->n_options];

	if (tool->n_options == PW_TOOL_OPTIONS_MAX)
		return fail(r, "more than %d options", PW_TOOL_OPTIONS_MAX);
	if (strlen(r->words[1]) != 1)
		return fail(r, "an option is one letter, not %s", r->words[1]);
	option->letter = r->words[1][0];
	option->help = r->words[3];
	if (read_name(r, r->words[2], option))
		return -EINVAL;
	if (!*option->name)
		return fail(r, "the option -%c has no name", option->letter);
	if (pw_tool_letter(tool, option->letter) ||
	    pw_tool_name(tool, option->name, strlen(option->name)))
		return fail(r, "the option -%c, --%s is there twice",
			    option->letter, option->name);
	tool->n_options++;
	return 0;
}

/* Adds the option's bit to *bits. */
static int add_bit(struct reader *r, const char *name, size_t len,
		   uint32_t *bits)
{
	const struct pw_tool_option *option;

	option = pw_tool_name(r->tool, name, len);
	if (!option)
		return fail(r, "no option %.*s is declared above", (int)len,
			    name);
	*bits |= 1u << (option - r->tool->options);
	return 0;
}

static int read_exclusive(struct reader *r)
{
	struct pw_tool *tool = r->tool;
	unsigned i;

	if (tool->n_exclusive == PW_TOOL_EXCLUSIVE_MAX)
		return fail(r, "more than %d lines with exclusive options",
			    PW_TOOL_EXCLUSIVE_MAX);
	for (i = 1; i < r->n; i++) {
		if (add_bit(r, r->words[i], strlen(r->words[i]),
			    &tool->exclusive[tool->n_exclusive]))
			return -EINVAL;
	}
	tool->n_exclusive++;
	return 0;
}

static int read_example(struct reader *r)
{
	struct pw_tool *tool = r->tool;
	struct pw_tool_example *example = &tool->examples[tool->n_examples];

	if (tool->n_examples == PW_TOOL_EXAMPLES_MAX)
		return fail(r, "more than %d examples", PW_TOOL_EXAMPLES_MAX);
	example->command = r->words[1];
	example->what = r->words[2];
	tool->n_examples++;
	return 0;
}

static int read_format(struct reader *r, const char *text,
		       struct pw_spec *spec)
{
	const char *end = *text == '%' ? pw_spec_parse(text, spec) : NULL;

	if (!end || *end || !strchr("duxXosf", spec->conv))
		return fail(r, "%s is not the format of a column", text);
	return 0;
}

static int read_number(struct reader *r, const char *text, uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 10);
	if (errno || *end || !*number || *number > SCALE_MAX || *text == '-')
		return fail(r, "scale is a number from 1 to %llu, not %s",
			    SCALE_MAX, text);
	return 0;
}

static int read_if(struct reader *r, const char *names, uint32_t *bits)
{
	for (;;) {
		size_t len = strcspn(names, ",");

		if (add_bit(r, names, len, bits))
			return -EINVAL;
		if (!names[len])
			return 0;
		names += len + 1;
	}
}

static int read_attribute(struct reader *r, struct pw_tool_column *column,
			  const char *word)
{
	const char *value = strchr(word, '=');
	size_t len = value ? (size_t)(value - word) : 0;

	if (!value)
		return fail(r, "%s is not NAME=VALUE", word);
	value++;
	if (len == 4 && !memcmp(word, "wide", len))
		return read_format(r, value, &column->wide);
	if (len == 2 && !memcmp(word, "if", len))
		return read_if(r, value, &column->show_if);
	if (len == 5 && !memcmp(word, "scale", len))
		return read_number(r, value, &column->scale);
	if (len == 6 && !memcmp(word, "before", len)) {
		column->before = value;
		return 0;
	}
	if (len == 6 && !memcmp(word, "source", len)) {
		if (!strcmp(value, "time"))
			column->source = PW_COLUMN_TIME;
		else if (!strcmp(value, "elapsed"))
			column->source = PW_COLUMN_ELAPSED;
		else
			return fail(r, "the source is time or elapsed, not %s",
				    value);
		return 0;
	}
	return fail(r, "a column has no %.*s", (int)len, word);
}

static int check_column(struct reader *r, const struct pw_tool_column *column)
{
	bool fraction = column->format.conv == 'f';
	uint32_t i;

	if ((column->wide.conv == 'f') != fraction)
		return fail(r, "both formats of %s must be %%f or none",
			    column->key);
	if (column->source == PW_COLUMN_TUPLE &&
	    fraction != (column->scale != 0))
		return fail(r, "%s: scale and %%f go together", column->key);
	if (column->source == PW_COLUMN_TIME && column->format.conv != 's')
		return fail(r, "%s: a time is printed with %%s", column->key);
	if (column->source == PW_COLUMN_ELAPSED &&
	    (!fraction || column->scale))
		return fail(r, "%s: elapsed time is printed with %%f, without "
			    "scale", column->key);
	for (i = 0; i < r->tool->n_columns; i++) {
		if (!strcmp(r->tool->columns[i].key, column->key))
			return fail(r, "the column %s is there twice",
				    column->key);
	}
	return 0;
}

static int read_column(struct reader *r)
{
	struct pw_tool *tool = r->tool;
	struct pw_tool_column *column = &tool->columns[tool->n_columns];
	unsigned i;

	if (tool->n_columns == PW_TOOL_COLUMNS_MAX)
		return fail(r, "more than %d columns", PW_TOOL_COLUMNS_MAX);
	column->key = r->words[1];
	column->title = r->words[2];
	if (read_format(r, r->words[3], &column->format))
		return -EINVAL;
	column->wide = column->format;
	for (i = 4; i < r->n; i++) {
		if (read_attribute(r, column, r->words[i]))
			return -EINVAL;
	}
	if (check_column(r, column))
		return -EINVAL;
	if (column->source == PW_COLUMN_TUPLE)
		tool->n_tuple++;
	tool->n_columns++;
	return 0;
}

static int read_directive(struct reader *r, char *text)
{
	static const struct {
		const char *name;
		unsigned min, max;	/* words, this one included */
		int (*read)(struct reader *r);
		const char *form;
	} table[] = {
		{ "tool", 3, 3, read_tool, "tool NAME \"one sentence\"" },
		{ "option", 4, 4, read_option,
		  "option LETTER NAME[=LIST|=N|=STRING] \"what it does\"" },
		{ "param", 3, 3, read_param,
		  "param NAME=N|=STRING \"what it is\"" },
		{ "exclusive", 3, WORDS_MAX, read_exclusive,
		  "exclusive NAME NAME..." },
		{ "example", 3, 3, read_example,
		  "example \"command\" \"what it shows\"" },
		{ "column", 4, WORDS_MAX, read_column,
		  "column KEY TITLE FORMAT [NAME=VALUE]..." }
	};
	size_t i;

	if (split(r, text))
		return -EINVAL;
	if (!r->n)
		return 0;
	if (!r->tool->name && strcmp(r->words[0], "tool"))
		return fail(r, "the table does not begin with //: tool NAME");
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (strcmp(r->words[0], table[i].name))
			continue;
		if (r->n < table[i].min || r->n > table[i].max)
			return fail(r, "expected: //: %s", table[i].form);
		return table[i].read(r);
	}
	return fail(r, "unknown word %s behind //:", r->words[0]);
}

/* Reads line by line up to the first that is no comment. */
static int read_head(struct reader *r, char *text)
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
	struct reader r = { tool, 0, err, err_size, { NULL }, 0 };
	int found;

	memset(tool, 0, sizeof(*tool));
	tool->text = strdup(source);
	if (!tool->text) {
		snprintf(err, err_size, "no memory");
		return -ENOMEM;
	}
	found = read_head(&r, tool->text);
	if (found <= 0)
		pw_tool_free(tool);
	return found;
}

void pw_tool_free(struct pw_tool *tool)
{
	free(tool->text);
	memset(tool, 0, sizeof(*tool));
}
