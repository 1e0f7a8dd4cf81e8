// SPDX-License-Identifier: GPL-2.0
/*
 * A tool's options: finding one, judging what was given, and the text of
 * --help, all from the table in the script's head.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "lang/texts.h"
#include "lang/syscalls.h"
#include "output/columns.h"
#include "symbols/disk.h"

#define ERRNO_MAX	4095
#define PORT_MAX	65535

const struct pw_tool_option *pw_tool_letter(const struct pw_tool *tool,
					    char letter)
{
	uint32_t i;

	for (i = 0; i < tool->n_options; i++) {
		if (tool->options[i].letter == letter)
			return &tool->options[i];
	}
	return NULL;
}

const struct pw_tool_option *pw_tool_name(const struct pw_tool *tool,
					  const char *name, size_t len)
{
	uint32_t i;

	for (i = 0; i < tool->n_options; i++) {
		if (strlen(tool->options[i].name) == len &&
		    !memcmp(tool->options[i].name, name, len))
			return &tool->options[i];
	}
	return NULL;
}

const struct pw_tool_option *pw_tool_param(const struct pw_tool *tool,
					   const char *name, size_t len)
{
	uint32_t i;

	for (i = 0; i < tool->n_params; i++)
		if (strlen(tool->params[i].name) == len &&
		    !memcmp(tool->params[i].name, name, len))
			return &tool->params[i];
	return NULL;
}

int pw_tool_column(const struct pw_tool *tool, const char *key, size_t len)
{
	uint32_t i;

	for (i = 0; i < tool->n_columns; i++)
		if (strlen(tool->columns[i].key) == len &&
		    !memcmp(tool->columns[i].key, key, len))
			return (int)i;
	return -1;
}

int pw_tool_set_sort(struct pw_tool *tool, const struct pw_option *given,
		     uint32_t n_given, char *err, size_t err_size)
{
	uint32_t i;

	if (!tool->sort_keys || *tool->sort_keys != '$')
		return 0;
	for (i = 0; i < n_given; i++) {
		const char *key = given[i].value;
		int column;

		if (strcmp(given[i].name, tool->sort_keys + 1))
			continue;
		column = pw_tool_column(tool, key, strlen(key));
		if (column < 0) {
			snprintf(err, err_size, "%s takes the name of a "
				 "column, not '%s'.", given[i].name, key);
			return -EINVAL;
		}
		tool->sorts[0] = (uint32_t)column;
	}
	return 0;
}

/* Digits only, and not more than a port can be. */
static bool is_list(const char *text)
{
	for (;;) {
		unsigned v = 0;

		if (*text < '0' || *text > '9')
			return false;
		for (; *text >= '0' && *text <= '9'; text++) {
			v = v * 10 + (*text - '0');
			if (v > PORT_MAX)
				return false;
		}
		if (!*text)
			return true;
		if (*text++ != ',')
			return false;
	}
}

static bool are_signals(const char *text)
{
	uint64_t number;

	for (;;) {
		size_t len = strcspn(text, ",");

		if (!pw_texts_signal_number(text, len, &number))
			return false;
		if (!text[len])
			return true;
		text += len + 1;
	}
}

bool pw_tool_errno(const char *value, uint64_t *number)
{
	char *end;

	if (value[0] == 'E' && pw_texts_constant(value, number))
		return true;
	*number = strtoul(value, &end, 10);
	return *value >= '0' && *value <= '9' && !*end && *number &&
	       *number <= ERRNO_MAX;
}

static bool is_number(const char *text)
{
	const char *digits = text + (*text == '-');
	char *end;

	/* strtoull() would take blanks and a second sign. */
	if (*digits < '0' || *digits > '9')
		return false;
	errno = 0;
	if (*text == '-')
		(void)strtoll(text, &end, 0);
	else
		(void)strtoull(text, &end, 0);
	return !errno && !*end;
}

static bool is_nothing(const char *text)
{
	return !*text;
}

static bool is_something(const char *text)
{
	return *text;
}

static bool is_errno(const char *text)
{
	uint64_t number;

	return pw_tool_errno(text, &number);
}

static bool is_disk(const char *text)
{
	uint64_t number;

	return !pw_disk_number("/sys", text, &number);
}

static bool is_spec(const char *text)
{
	return *text && !strchr(text, '\n');
}

static bool are_calls(const char *text)
{
	int len;

	return !pw_syscall_set(text, NULL, 0, &len);
}

/* By kind: what the value is called in the usage, and what it must be. */
static const struct value_kind {
	const char *name;
	bool (*is_good)(const char *text);	/* NULL: any text */
	const char *wanted;
} kinds[] = {
	[PW_VALUE_FLAG] = { "", is_nothing, "no value" },
	[PW_VALUE_LIST] = { " LIST", is_list, "numbers from 0 to 65535, "
			    "separated by commas" },
	[PW_VALUE_NUMBER] = { " N", is_number, "a number" },
	[PW_VALUE_STRING] = { " STRING", NULL, "" },
	[PW_VALUE_SIGNALS] = { " SIGNALS", are_signals, "signals, by number "
			       "or name, separated by commas" },
	[PW_VALUE_DISK] = { " DISK", is_disk, "the name of a disk" },
	[PW_VALUE_ERRNO] = { " ERRNO", is_errno,
			     "an error, by number or name" },
	[PW_VALUE_PROBE] = { " PROBE", is_something,
			     "a set of functions or probes" },
	[PW_VALUE_FILE] = { " FILE", NULL, "" },
	[PW_VALUE_TRACE] = { " SPEC", is_spec,
			     "a probe and what to print of it" },
	[PW_VALUE_ARGDIST] = { " SPEC", is_spec,
			       "a probe and what to count of it" },
	[PW_VALUE_CALLS] = { " CALLS", are_calls, "names of system calls, and "
			     "classes of them such as %file, separated by "
			     "commas" },
};

int pw_tool_check_value(const struct pw_tool_option *option, const char *value,
			char *err, size_t err_size)
{
	const struct value_kind *kind = &kinds[option->kind];

	if (!kind->is_good || kind->is_good(value))
		return 0;
	if (option->letter)
		snprintf(err, err_size, "-%c, --%s takes %s, not '%s'.",
			 option->letter, option->name, kind->wanted, value);
	else if (option->is_param)
		snprintf(err, err_size, "%s is %s, not '%s'.", option->name,
			 kind->wanted, value);
	else
		snprintf(err, err_size, "--%s takes %s, not '%s'.",
			 option->name, kind->wanted, value);
	return -EINVAL;
}

struct option_text {
	char text[64];
};

/* "-p", or "--uid" of an option without a letter. */
static const char *short_name(const struct pw_tool_option *option,
			      struct option_text *buf)
{
	if (option->letter)
		snprintf(buf->text, sizeof(buf->text), "-%c", option->letter);
	else
		snprintf(buf->text, sizeof(buf->text), "--%s", option->name);
	return buf->text;
}

uint32_t pw_tool_given_bits(const struct pw_tool *tool,
			    const struct pw_option *given, uint32_t n_given)
{
	const struct pw_tool_option *option;
	uint32_t bits = 0, i;

	for (i = 0; i < n_given; i++) {
		option = pw_tool_name(tool, given[i].name,
				      strlen(given[i].name));
		if (option && !given[i].is_usual)
			bits |= 1u << (option - tool->options);
	}
	return bits;
}

/* The numbers of the two lowest bits. */
static void lowest_two(uint32_t bits, unsigned *a, unsigned *b)
{
	*a = __builtin_ctz(bits);
	*b = __builtin_ctz(bits & (bits - 1));
}

int pw_tool_check_given(const struct pw_tool *tool,
			const struct pw_option *given, uint32_t n_given,
			char *err, size_t err_size)
{
	uint32_t bits = pw_tool_given_bits(tool, given, n_given);
	struct option_text texts[2];
	unsigned a, b;
	uint32_t i;

	for (i = 0; i < tool->n_exclusive; i++) {
		uint32_t both = bits & tool->exclusive[i];

		/* One bit, or none. */
		if (!(both & (both - 1)))
			continue;
		lowest_two(both, &a, &b);
		snprintf(err, err_size,
			 "%s and %s exclude each other: give one of them.",
			 short_name(&tool->options[a], &texts[0]),
			 short_name(&tool->options[b], &texts[1]));
		return -EINVAL;
	}
	return 0;
}

static void print_options(const struct pw_tool *tool, FILE *out)
{
	struct option_text text;
	uint32_t i, bit;

	fputs("\nOPTIONS:\n", out);
	for (i = 0; i < tool->n_options; i++) {
		const struct pw_tool_option *option = &tool->options[i];
		const char letter[] = { '-', option->letter, ',', '\0' };
		int len = fprintf(out, "  %-3s --%s%s",
				  option->letter ? letter : "", option->name,
				  kinds[option->kind].name);

		fprintf(out, "%*s%s\n", len < 26 ? 26 - len : 1, "",
			option->help);
	}
	if (!pw_tool_letter(tool, 'f'))
		fprintf(out, "  %-24s%s\n", "-f json",
			"one JSON object a row");
	if (!pw_tool_name(tool, "duration", 8))
		fprintf(out, "  %-24s%s\n", "--duration N",
			"end after N seconds");
	if (!pw_tool_name(tool, "count", 5) &&
	    !pw_tool_param(tool, "count", 5) && tool->n_columns)
		fprintf(out, "  %-24s%s\n", "--count N", "end after N rows");
	if (!pw_tool_letter(tool, 'p'))
		fprintf(out, "  %-24s%s\n", "-p PID",
			"only hits in this process; end when it ends");
	fprintf(out, "  %-24s%s\n", "-h, --help", "this text");
	for (i = 0; i < tool->n_exclusive; i++) {
		const char *comma = "  Of these only one:";

		for (bit = 0; bit < tool->n_options; bit++) {
			if (!(tool->exclusive[i] & (1u << bit)))
				continue;
			fprintf(out, "%s %s", comma,
				short_name(&tool->options[bit], &text));
			comma = ",";
		}
		fputc('\n', out);
	}
}

static void print_columns(const struct pw_tool *tool, FILE *out)
{
	struct option_text text;
	uint32_t i, bit;

	fputs("\nCOLUMNS (name in JSON):\n", out);
	for (i = 0; i < tool->n_columns; i++) {
		const struct pw_tool_column *column = &tool->columns[i];
		const char *with = "  with";

		if (*column->title)
			fprintf(out, "  %s (%s)", column->title, column->key);
		else
			fprintf(out, "  %s", column->key);
		for (bit = 0; bit < tool->n_options; bit++) {
			if (!(column->show_if & (1u << bit)))
				continue;
			fprintf(out, "%s %s", with,
				short_name(&tool->options[bit], &text));
			with = " or";
		}
		fputc('\n', out);
	}
}

static void print_params(const struct pw_tool *tool, FILE *out)
{
	uint32_t i;

	if (!tool->n_params)
		return;
	fputs("\nPARAMETERS:\n", out);
	for (i = 0; i < tool->n_params; i++)
		fprintf(out, "  %-24s%s\n", tool->params[i].name,
			tool->params[i].help);
}

void pw_tool_usage(const struct pw_tool *tool, FILE *out)
{
	uint32_t i;

	fprintf(out, "USAGE: probewire %s [OPTIONS]", tool->name);
	for (i = 0; i < tool->n_params; i++)
		fprintf(out, tool->params[i].is_required ? " %s" : " [%s",
			tool->params[i].name);
	for (i = 0; i < tool->n_params; i++)
		if (!tool->params[i].is_required)
			fputc(']', out);
	fprintf(out, "\n\n%s\n", tool->summary);
	print_params(tool, out);
	print_options(tool, out);
	if (tool->n_columns)
		print_columns(tool, out);
	if (!tool->n_examples)
		return;
	fputs("\nEXAMPLES:\n", out);
	for (i = 0; i < tool->n_examples; i++)
		fprintf(out, "  %-36s # %s\n", tool->examples[i].command,
			tool->examples[i].what);
}
