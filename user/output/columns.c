// SPDX-License-Identifier: GPL-2.0
/*
 * What a tool's head says of its output: columns, tables, histograms.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "output/head.h"

#define SCALE_MAX	1000000000000ull

static int read_format(struct pw_head_reader *r, const char *text,
		       struct pw_spec *spec)
{
	const char *end = *text == '%' ? pw_spec_parse(text, spec) : NULL;

	if (!end || *end || !strchr("duxXosf", spec->conv))
		return pw_head_fail(r, "%s is not the format of a column", text);
	return 0;
}

static int read_number(struct pw_head_reader *r, const char *text,
		       uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 10);
	if (errno || *end || !*number || *number > SCALE_MAX || *text == '-')
		return pw_head_fail(r, "expected a number from 1 to %llu, not %s",
				    SCALE_MAX, text);
	return 0;
}

static int read_if(struct pw_head_reader *r, const char *names, uint32_t *bits)
{
	for (;;) {
		size_t len = strcspn(names, ",");

		if (pw_head_bit(r, names, len, bits))
			return -EINVAL;
		if (!names[len])
			return 0;
		names += len + 1;
	}
}

/* What takes no other value. */
static bool read_way(struct pw_tool_column *column, const char *word)
{
	const struct {
		const char *word;
		bool *way;
	} ways[] = {
		{ "omit=empty", &column->omits_empty },
		{ "as=blanks", &column->is_blanks },
		{ "only=json", &column->only_json },
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (!strcmp(word, ways[i].word))
			return *ways[i].way = true;
	return false;
}

/* OPTION=TITLE */
static int read_title(struct pw_head_reader *r, struct pw_tool_column *column,
		      const char *word, size_t len)
{
	struct pw_tool_unit *title = &column->titles[column->n_titles];

	if (column->n_titles == PW_TOOL_TITLES_MAX)
		return pw_head_fail(r, "more than %d other titles",
				    PW_TOOL_TITLES_MAX);
	if (pw_head_bit(r, word, len, &title->bits))
		return -EINVAL;
	title->name = word + len + 1;
	column->n_titles++;
	return 0;
}

static int read_attribute(struct pw_head_reader *r,
			  struct pw_tool_column *column, const char *word)
{
	const char *value = strchr(word, '=');
	size_t len = value ? (size_t)(value - word) : 0;
	const struct {
		const char *name;
		const char **text;
	} texts[] = {
		{ "before", &column->before }, { "after", &column->after },
		{ "join", &column->join }, { "cut", &column->cut },
	};
	size_t i;

	if (!value)
		return pw_head_fail(r, "%s is not NAME=VALUE", word);
	value++;
	if (len == 4 && !memcmp(word, "wide", len))
		return read_format(r, value, &column->wide);
	if (len == 2 && !memcmp(word, "if", len))
		return read_if(r, value, &column->show_if);
	if (len == 6 && !memcmp(word, "unless", len))
		return read_if(r, value, &column->hide_if);
	if (len == 5 && !memcmp(word, "scale", len))
		return read_number(r, value, &column->scale);
	if (len == 6 && !memcmp(word, "divide", len))
		return read_number(r, value, &column->divide);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (len == strlen(texts[i].name) &&
		    !memcmp(word, texts[i].name, len)) {
			*texts[i].text = value;
			return 0;
		}
	if (read_way(column, word))
		return 0;
	if (len == 6 && !memcmp(word, "source", len)) {
		if (!strcmp(value, "time"))
			column->source = PW_COLUMN_TIME;
		else if (!strcmp(value, "elapsed"))
			column->source = PW_COLUMN_ELAPSED;
		else if (!strcmp(value, "unix"))
			column->source = PW_COLUMN_UNIX;
		else if (!strcmp(value, "message"))
			column->source = PW_COLUMN_MESSAGE;
		else
			return pw_head_fail(r, "the source is time, elapsed, "
					    "unix or message, not %s", value);
		return 0;
	}
	if (pw_tool_name(r->tool, word, len))
		return read_title(r, column, word, len);
	return pw_head_fail(r, "a column has no %.*s", (int)len, word);
}

static int check_column(struct pw_head_reader *r,
			const struct pw_tool_column *column)
{
	bool fraction = column->format.conv == 'f';
	uint32_t i;

	if ((column->wide.conv == 'f') != fraction)
		return pw_head_fail(r, "both formats of %s must be %%f or none",
			    column->key);
	if (column->source == PW_COLUMN_TUPLE &&
	    fraction != (column->scale != 0))
		return pw_head_fail(r, "%s: scale and %%f go together", column->key);
	if (column->divide && column->format.conv != 'd')
		return pw_head_fail(r, "%s: divide and %%d go together",
				    column->key);
	if (column->source == PW_COLUMN_TIME && column->format.conv != 's')
		return pw_head_fail(r, "%s: a time is printed with %%s", column->key);
	if (column->source == PW_COLUMN_ELAPSED &&
	    (!fraction || column->scale))
		return pw_head_fail(r, "%s: elapsed time is printed with %%f, without "
			    "scale", column->key);
	for (i = 0; i < r->tool->n_columns; i++) {
		if (!strcmp(r->tool->columns[i].key, column->key))
			return pw_head_fail(r, "the column %s is there twice",
				    column->key);
	}
	return 0;
}

int pw_head_column(struct pw_head_reader *r)
{
	struct pw_tool *tool = r->tool;
	struct pw_tool_column *column = &tool->columns[tool->n_columns];
	unsigned i;

	if (tool->n_columns == PW_TOOL_COLUMNS_MAX)
		return pw_head_fail(r, "more than %d columns", PW_TOOL_COLUMNS_MAX);
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

/* "@a,@b" */
static int read_maps(struct pw_head_reader *r, char *text)
{
	struct pw_tool *tool = r->tool;
	char *comma;

	for (; text; text = comma) {
		comma = strchr(text, ',');
		if (comma)
			*comma++ = '\0';
		if (text[0] != '@' || !text[1])
			return pw_head_fail(r, "a table is of maps, not of %s",
					    text);
		if (tool->n_tables == PW_TOOL_TABLES_MAX)
			return pw_head_fail(r, "a table is of %d maps at most",
					    PW_TOOL_TABLES_MAX);
		tool->tables[tool->n_tables++] = text + 1;
	}
	return 0;
}

int pw_head_table(struct pw_head_reader *r)
{
	struct pw_tool *tool = r->tool;
	unsigned i;

	if (tool->n_tables)
		return pw_head_fail(r, "there is a table already");
	r->table_line = r->line;
	if (read_maps(r, r->words[1]))
		return -EINVAL;
	for (i = 2; i < r->n; i++) {
		const char *word = r->words[i];

		if (!strncmp(word, "sort=", 5))
			tool->sort_keys = word + 5;
		else if (strncmp(word, "unless=", 7))
			return pw_head_fail(r, "expected sort=KEY or "
					    "unless=OPTION, not %s", word);
		else if (pw_head_bit(r, word + 7, strlen(word + 7),
				     &tool->table_unless))
			return -EINVAL;
	}
	return 0;
}

int pw_head_histogram(struct pw_head_reader *r)
{
	struct pw_tool *tool = r->tool;
	unsigned i;

	if (tool->unit)
		return pw_head_fail(r, "histograms have a unit already");
	tool->unit = r->words[1];
	for (i = 2; i < r->n; i++) {
		struct pw_tool_unit *unit = &tool->units[tool->n_units];
		const char *equals = strchr(r->words[i], '=');

		if (!equals)
			return pw_head_fail(r, "%s is not NAME=VALUE",
					    r->words[i]);
		if (!strncmp(r->words[i], "key=", 4)) {
			tool->hist_key = equals + 1;
			continue;
		}
		if (tool->n_units == PW_TOOL_UNITS_MAX)
			return pw_head_fail(r, "more than %d units",
					    PW_TOOL_UNITS_MAX);
		if (pw_head_bit(r, r->words[i],
				(size_t)(equals - r->words[i]), &unit->bits))
			return -EINVAL;
		unit->name = equals + 1;
		tool->n_units++;
	}
	return 0;
}

int pw_head_stacks(struct pw_head_reader *r)
{
	struct pw_tool *tool = r->tool;
	uint64_t indent;
	unsigned i;

	if (read_number(r, r->words[1], &indent))
		return -EINVAL;
	tool->stack_indent = (uint32_t)indent;
	for (i = 2; i < r->n; i++) {
		const char *equals = strchr(r->words[i], '=');
		bool is_offsets = !strncmp(r->words[i], "offsets=", 8);

		if (!strncmp(r->words[i], "above=", 6)) {
			tool->above = equals + 1;
			continue;
		}
		if (!strncmp(r->words[i], "below=", 6)) {
			tool->below = equals + 1;
			continue;
		}
		if (!is_offsets && strncmp(r->words[i], "delimiter=", 10))
			return pw_head_fail(r, "stacks have no %s",
					    r->words[i]);
		if (pw_head_bit(r, equals + 1, strlen(equals + 1),
				is_offsets ? &tool->offsets_if :
				&tool->delimiter_if))
			return -EINVAL;
	}
	return 0;
}

/* The column of that name, of `len` bytes. */
static int add_sort(struct pw_head_reader *r, const char *key, size_t len)
{
	struct pw_tool *tool = r->tool;
	int i = pw_tool_column(tool, key, len);

	if (i < 0)
		return pw_head_fail(r, "there is no column %.*s to sort by",
				    (int)len, key);
	if (tool->n_sorts == PW_TOOL_SORTS_MAX)
		return pw_head_fail(r, "more than %d columns to sort by",
				    PW_TOOL_SORTS_MAX);
	tool->sorts[tool->n_sorts++] = (uint32_t)i;
	return 0;
}

int pw_head_check(struct pw_head_reader *r)
{
	const struct pw_tool_option *option;
	struct pw_tool *tool = r->tool;
	const char *key = tool->sort_keys;
	size_t len;

	if (!tool->n_tables)
		return 0;
	r->line = r->table_line;
	if (!tool->n_columns || tool->n_tuple != tool->n_columns)
		return pw_head_fail(r, "a table's columns are all of its map");
	if (key && *key == '$') {
		option = pw_tool_name(tool, key + 1, strlen(key + 1));
		if (!option || !option->usual)
			return pw_head_fail(r, "no option %s with a default "
					    "is declared", key + 1);
		key = option->usual;
	}
	for (; key; key = key[len] ? key + len + 1 : NULL) {
		len = strcspn(key, ",");
		if (add_sort(r, key, len))
			return -EINVAL;
	}
	if (!tool->n_sorts)
		tool->sorts[tool->n_sorts++] = tool->n_columns - 1;
	return 0;
}
