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

int pw_tool_column(const struct pw_tool *tool, const char *key)
{
	uint32_t i;

	for (i = 0; i < tool->n_columns; i++)
		if (!strcmp(tool->columns[i].key, key))
			return (int)i;
	return -1;
}

int pw_tool_set_sort(struct pw_tool *tool, const struct pw_option *given,
		     uint32_t n_given, char *err, size_t err_size)
{
	uint32_t i;

	if (!tool->sort_key || *tool->sort_key != '$')
		return 0;
	for (i = 0; i < n_given; i++) {
		if (strcmp(given[i].name, tool->sort_key + 1))
			continue;
		tool->sort = pw_tool_column(tool, given[i].value);
		if (tool->sort >= 0)
			continue;
		snprintf(err, err_size, "%s takes the name of a column, not "
			 "'%s'.", given[i].name, given[i].value);
		return -EINVAL;
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

int pw_tool_check_value(const struct pw_tool_option *option, const char *value,
			char *err, size_t err_size)
{
	const char *wanted = NULL;
	uint64_t number;
	int len;

	switch (option->kind) {
	case PW_VALUE_FLAG:
		if (*value)
			wanted = "no value";
		break;
	case PW_VALUE_LIST:
		if (!is_list(value))
			wanted = "numbers from 0 to 65535, separated by "
				 "commas";
		break;
	case PW_VALUE_SIGNALS:
		if (!are_signals(value))
			wanted = "signals, by number or name, separated by "
				 "commas";
		break;
	case PW_VALUE_NUMBER:
		if (!is_number(value))
			wanted = "a number";
		break;
	case PW_VALUE_DISK:
		if (pw_disk_number("/sys", value, &number))
			wanted = "the name of a disk";
		break;
	case PW_VALUE_PROBE:
		if (!*value)
			wanted = "a set of functions or probes";
		break;
	case PW_VALUE_CALLS:
		if (pw_syscall_set(value, NULL, 0, &len))
			wanted = "names of system calls, and classes of them "
				 "such as %file, separated by commas";
		break;
	case PW_VALUE_STRING:
	case PW_VALUE_FILE:
		break;
	}
	if (!wanted)
		return 0;
	if (option->letter)
		snprintf(err, err_size, "-%c, --%s takes %s, not '%s'.",
			 option->letter, option->name, wanted, value);
	else
		snprintf(err, err_size, "%s is %s, not '%s'.", option->name,
			 wanted, value);
	return -EINVAL;
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
	unsigned a, b;
	uint32_t i;

	for (i = 0; i < tool->n_exclusive; i++) {
		uint32_t both = bits & tool->exclusive[i];

		/* One bit, or none. */
		if (!(both & (both - 1)))
			continue;
		lowest_two(both, &a, &b);
		snprintf(err, err_size,
			 "-%c and -%c exclude each other: give one of them.",
			 tool->options[a].letter, tool->options[b].letter);
		return -EINVAL;
	}
	return 0;
}

static const char *value_name(enum pw_value_kind kind)
{
	switch (kind) {
	case PW_VALUE_LIST:
		return " LIST";
	case PW_VALUE_NUMBER:
		return " N";
	case PW_VALUE_STRING:
		return " STRING";
	case PW_VALUE_SIGNALS:
		return " SIGNALS";
	case PW_VALUE_DISK:
		return " DISK";
	case PW_VALUE_PROBE:
		return " PROBE";
	case PW_VALUE_CALLS:
		return " CALLS";
	default:
		return "";
	}
}

static void print_options(const struct pw_tool *tool, FILE *out)
{
	uint32_t i, bit;

	fputs("\nOPTIONS:\n", out);
	for (i = 0; i < tool->n_options; i++) {
		const struct pw_tool_option *option = &tool->options[i];
		int len = fprintf(out, "  -%c, --%s%s", option->letter,
				  option->name, value_name(option->kind));

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
			fprintf(out, "%s -%c", comma,
				tool->options[bit].letter);
			comma = ",";
		}
		fputc('\n', out);
	}
}

static void print_columns(const struct pw_tool *tool, FILE *out)
{
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
			fprintf(out, "%s -%c", with,
				tool->options[bit].letter);
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
