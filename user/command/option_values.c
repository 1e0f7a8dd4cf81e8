/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Options whose values have to be looked at.
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "command/parser.h"

int pw_option_wrong(struct pw_parser *p, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(p->options->error, sizeof(p->options->error), format, args);
	va_end(args);
	return -EINVAL;
}

int pw_option_pid(struct pw_parser *p, const char *value)
{
	unsigned long pid;
	char *end;

	errno = 0;
	pid = strtoul(value, &end, 0);
	if (!isdigit((unsigned char)*value))
		return pw_option_wrong(p, "Failed to parse pid: invalid integer: %s",
			     value);
	if (*end)
		return pw_option_wrong(p, "Failed to parse pid: invalid trailing bytes: "
			     "%s", value);
	/* The largest pid_max that a 64-bit kernel can be given. */
	if (errno || pid == 0 || pid > 0x400000)
		return pw_option_wrong(p, "Pid out of range: %s", value);
	p->options->pid = pid;
	return 0;
}

/* A whole number that is not 0. */
static int positive(struct pw_parser *p, const char *name, const char *value,
		    uint32_t *number)
{
	unsigned long v;
	char *end;

	errno = 0;
	v = strtoul(value, &end, 10);
	if (!isdigit((unsigned char)*value) || *end || errno || !v ||
	    v > 1000000000)
		return pw_option_wrong(p, "--%s is a number from 1 to "
				       "1000000000: %s", name, value);
	*number = v;
	return 0;
}

int pw_option_duration(struct pw_parser *p, const char *value)
{
	return positive(p, "duration", value, &p->options->duration);
}

int pw_option_count(struct pw_parser *p, const char *value)
{
	return positive(p, "count", value, &p->options->rows);
}

int pw_option_debug(struct pw_parser *p, const char *value)
{
	static const struct {
		const char *name;
		unsigned bits;
	} stages[] = {
		{ "ast", PW_DEBUG_AST },
		{ "types", PW_DEBUG_TYPES },
		{ "bytecode", PW_DEBUG_BYTECODE },
		{ "codegen", PW_DEBUG_BYTECODE },	/* bpftrace's names */
		{ "codegen-opt", PW_DEBUG_BYTECODE },
		{ "dis", PW_DEBUG_BYTECODE },
		{ "parse", 0 },
		{ "libbpf", 0 },
		{ "verifier", 0 },
		{ "all", PW_DEBUG_AST | PW_DEBUG_TYPES | PW_DEBUG_BYTECODE },
	};
	size_t i, len;

	for (; *value; value += len + (value[len] == ',')) {
		len = strcspn(value, ",");
		for (i = 0; i < sizeof(stages) / sizeof(stages[0]); i++)
			if (strlen(stages[i].name) == len &&
			    !memcmp(stages[i].name, value, len))
				break;
		if (i == sizeof(stages) / sizeof(stages[0]) && len)
			return pw_option_wrong(p, "USAGE: invalid option for -d: %.*s",
				     (int)len, value);
		if (len)
			p->options->debug |= stages[i].bits;
	}
	return 0;
}

int pw_option_dir(struct pw_parser *p, const char *value)
{
	p->options->dirs[p->options->n_dirs++] = value;
	return 0;
}

int pw_option_header(struct pw_parser *p, const char *value)
{
	p->options->headers[p->options->n_headers++] = value;
	return 0;
}

int pw_option_warnings(struct pw_parser *p, const char *value)
{
	(void)value;
	if (p->options->warnings)
		return pw_option_wrong(p, "USAGE: -kk has been deprecated. Use a single "
			     "-k for runtime warnings for errors in map "
			     "lookups and probe reads.");
	if (p->options->no_warnings)
		return pw_option_wrong(p, "USAGE: -k, --warnings conflicts with "
			     "--no-warnings");
	p->options->warnings = true;
	return 0;
}

int pw_option_no_warnings(struct pw_parser *p, const char *value)
{
	(void)value;
	if (p->options->warnings)
		return pw_option_wrong(p, "USAGE: -k, --warnings conflicts with "
			     "--no-warnings");
	p->options->no_warnings = true;
	return 0;
}

static int set_mode(struct pw_parser *p, enum pw_mode mode, const char *name)
{
	if (p->has_mode)
		return pw_option_wrong(p, "USAGE: --%s conflicts with existing --mode",
			     name);
	p->options->mode = mode;
	p->has_mode = true;
	return 0;
}

int pw_option_test(struct pw_parser *p, const char *value)
{
	(void)value;
	return set_mode(p, PW_MODE_TEST, "test");
}

int pw_option_bench(struct pw_parser *p, const char *value)
{
	(void)value;
	return set_mode(p, PW_MODE_BENCH, "bench");
}

int pw_option_max_load(struct pw_parser *p, const char *value)
{
	unsigned long percent;
	char *end;

	percent = strtoul(value, &end, 10);
	if (!isdigit((unsigned char)*value) || *end || percent > 100)
		return pw_option_wrong(p, "--max-load is a number from 0 to "
				       "100: %s", value);
	p->options->max_load = 1 + percent;
	return 0;
}

int pw_option_mode(struct pw_parser *p, const char *value)
{
	p->has_mode = true;
	if (!strcmp(value, "test"))
		p->options->mode = PW_MODE_TEST;
	else if (!strcmp(value, "bench"))
		p->options->mode = PW_MODE_BENCH;
	else if (!strcmp(value, "codegen"))
		p->options->compile_only = true;
	else
		return pw_option_wrong(p, "USAGE: --mode can only be 'codegen', 'bench' "
			     "or 'test'.");
	return 0;
}

int pw_option_no_feature(struct pw_parser *p, const char *value)
{
	static const char *const features[] = {
		"kprobe_multi", "kprobe_session", "uprobe_multi"
	};
	size_t i, len;

	for (; *value; value += len + (value[len] == ',')) {
		len = strcspn(value, ",");
		for (i = 0; i < 3; i++)
			if (strlen(features[i]) == len &&
			    !memcmp(features[i], value, len))
				break;
		if (i == 3)
			return pw_option_wrong(p, "USAGE: --no-feature can only have "
				     "values 'kprobe_multi,kprobe_session,"
				     "uprobe_multi'.");
	}
	return 0;
}

int pw_option_format(struct pw_parser *p, const char *value)
{
	if (!strcmp(value, "text"))
		p->options->format = PW_OUTPUT_TEXT;
	else if (!strcmp(value, "folded"))
		p->options->format = PW_OUTPUT_FOLDED;
	else if (!strcmp(value, "svg"))
		p->options->format = PW_OUTPUT_SVG;
	else if (!strcmp(value, "json"))
		p->options->format = PW_OUTPUT_JSON;
	else
		return pw_option_wrong(p, "Invalid output format \"%s\"\n"
				       "HINT: Valid formats: 'text', 'json', "
				       "'folded', 'svg'", value);
	return 0;
}

int pw_option_buffering(struct pw_parser *p, const char *value)
{
	if (!strcmp(value, "line"))
		p->options->buffering = PW_BUFFER_LINE;
	else if (!strcmp(value, "full"))
		p->options->buffering = PW_BUFFER_FULL;
	else if (!strcmp(value, "none"))
		p->options->buffering = PW_BUFFER_NONE;
	else
		return pw_option_wrong(p, "USAGE: -B must be either 'line', 'full', or "
			     "'none'.");
	return 0;
}
