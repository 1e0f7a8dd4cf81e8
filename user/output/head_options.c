// SPDX-License-Identifier: GPL-2.0
/*
 * The options and parameters in a tool's head.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "output/head.h"

static int read_kind(struct pw_head_reader *r, const char *text,
		     enum pw_value_kind *kind)
{
	static const struct {
		const char *text;
		enum pw_value_kind kind;
	} kinds[] = {
		{ "LIST", PW_VALUE_LIST },
		{ "N", PW_VALUE_NUMBER },
		{ "STRING", PW_VALUE_STRING },
		{ "SIGNALS", PW_VALUE_SIGNALS },
		{ "DISK", PW_VALUE_DISK },
		{ "ERRNO", PW_VALUE_ERRNO },
		{ "PROBE", PW_VALUE_PROBE },
		{ "FILE", PW_VALUE_FILE },
		{ "TRACE", PW_VALUE_TRACE },
		{ "ARGDIST", PW_VALUE_ARGDIST },
		{ "CALLS", PW_VALUE_CALLS }
	};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!strcmp(text, kinds[i].text)) {
			*kind = kinds[i].kind;
			return 0;
		}
	}
	return pw_head_fail(r, "a value is LIST, SIGNALS, N, STRING, DISK, "
			    "ERRNO, PROBE, FILE, CALLS, TRACE or ARGDIST, not "
			    "%s", text);
}

/* NAME or NAME=KIND. */
static int read_name(struct pw_head_reader *r, char *text,
		     struct pw_tool_option *option)
{
	char *value = strchr(text, '=');

	option->name = text;
	option->kind = PW_VALUE_FLAG;
	if (!value)
		return 0;
	*value++ = '\0';
	return read_kind(r, value, &option->kind);
}

/* default=VALUE or required: the word number i, if it is there. */
static int read_usual(struct pw_head_reader *r, unsigned i,
		      struct pw_tool_option *option)
{
	char why[256];

	if (i >= r->n)
		return 0;
	if (!strcmp(r->words[i], "required")) {
		option->is_required = true;
		return 0;
	}
	if (strncmp(r->words[i], "default=", 8))
		return pw_head_fail(r, "expected default=VALUE, not %s",
				    r->words[i]);
	option->usual = r->words[i] + 8;
	if (option->kind == PW_VALUE_FLAG)
		return pw_head_fail(r, "%s takes no value", option->name);
	if (option->kind == PW_VALUE_FILE)
		return pw_head_fail(r, "%s has no default", option->name);
	if (pw_tool_check_value(option, option->usual, why, sizeof(why)))
		return pw_head_fail(r, "%s", why);
	return 0;
}

int pw_head_param(struct pw_head_reader *r)
{
	struct pw_tool *tool = r->tool;
	struct pw_tool_option *param = &tool->params[tool->n_params];

	if (tool->n_params == PW_TOOL_PARAMS_MAX)
		return pw_head_fail(r, "more than %d parameters", PW_TOOL_PARAMS_MAX);
	param->is_param = true;
	param->help = r->words[2];
	if (read_name(r, r->words[1], param))
		return -EINVAL;
	if (!*param->name || param->kind == PW_VALUE_FLAG)
		return pw_head_fail(r, "a parameter is NAME=N, NAME=STRING, "
			    "NAME=PROBE or NAME=FILE, not %s", r->words[1]);
	if (pw_tool_name(tool, param->name, strlen(param->name)) ||
	    pw_tool_param(tool, param->name, strlen(param->name)))
		return pw_head_fail(r, "%s is there already", param->name);
	if (read_usual(r, 3, param))
		return -EINVAL;
	tool->n_params++;
	return 0;
}

int pw_head_option(struct pw_head_reader *r)
{
	struct pw_tool *tool = r->tool;
	struct pw_tool_option *option = &tool->options[tool->n_options];

	if (tool->n_options == PW_TOOL_OPTIONS_MAX)
		return pw_head_fail(r, "more than %d options", PW_TOOL_OPTIONS_MAX);
	if (strlen(r->words[1]) != 1)
		return pw_head_fail(r, "an option is one letter, or - for "
				    "none, not %s", r->words[1]);
	option->letter = r->words[1][0] == '-' ? 0 : r->words[1][0];
	option->help = r->words[3];
	if (read_name(r, r->words[2], option))
		return -EINVAL;
	if (!*option->name)
		return pw_head_fail(r, "the option -%s has no name", r->words[1]);
	if ((option->letter && pw_tool_letter(tool, option->letter)) ||
	    pw_tool_name(tool, option->name, strlen(option->name)))
		return pw_head_fail(r, "the option -%s, --%s is there twice",
				    r->words[1], option->name);
	if (option->kind == PW_VALUE_FILE)
		return pw_head_fail(r, "a file is a parameter, not the option "
				    "-%s", r->words[1]);
	if (read_usual(r, 4, option))
		return -EINVAL;
	tool->n_options++;
	return 0;
}

int pw_head_bit(struct pw_head_reader *r, const char *name, size_t len,
		uint32_t *bits)
{
	const struct pw_tool_option *option;

	option = pw_tool_name(r->tool, name, len);
	if (!option)
		return pw_head_fail(r, "no option %.*s is declared above", (int)len,
			    name);
	*bits |= 1u << (option - r->tool->options);
	return 0;
}

int pw_head_exclusive(struct pw_head_reader *r)
{
	struct pw_tool *tool = r->tool;
	unsigned i;

	if (tool->n_exclusive == PW_TOOL_EXCLUSIVE_MAX)
		return pw_head_fail(r, "more than %d lines with exclusive options",
			    PW_TOOL_EXCLUSIVE_MAX);
	for (i = 1; i < r->n; i++) {
		if (pw_head_bit(r, r->words[i], strlen(r->words[i]),
			    &tool->exclusive[tool->n_exclusive]))
			return -EINVAL;
	}
	tool->n_exclusive++;
	return 0;
}

