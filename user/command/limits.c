/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Settings from the environment, which go before the script's own.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "command/limits.h"
#include "command/report.h"

static int read_limit(const char *name, uint32_t *limit)
{
	const char *text = getenv(name);
	unsigned long value;
	char *end;

	if (!text)
		return PW_EXIT_OK;
	errno = 0;
	value = strtoul(text, &end, 0);
	if (errno || end == text || *end || !value || value > UINT32_MAX) {
		pw_report_error("the environment says %s=%s: that is no number "
				"that can be a limit", name, text);
		return PW_EXIT_USAGE;
	}
	*limit = value;
	return PW_EXIT_OK;
}

static int read_missing(enum pw_missing *missing)
{
	const char *text = getenv("BPFTRACE_MISSING_PROBES");

	if (!text)
		return PW_EXIT_OK;
	*missing = pw_read_missing(text);
	if (*missing)
		return PW_EXIT_OK;
	pw_report_error("the environment says BPFTRACE_MISSING_PROBES=%s: it "
			"is 'error', 'warn' or 'ignore'", text);
	return PW_EXIT_USAGE;
}

static int read_stack_mode(enum pw_stack_mode *mode)
{
	const char *text = getenv("BPFTRACE_STACK_MODE");

	if (!text)
		return PW_EXIT_OK;
	*mode = pw_read_stack_mode(text);
	if (*mode)
		return PW_EXIT_OK;
	pw_report_error("the environment says BPFTRACE_STACK_MODE=%s: it is "
			"bpftrace, perf, raw or build_id", text);
	return PW_EXIT_USAGE;
}

/* 1 + percent; what the command line says goes before it. */
static int read_load(uint32_t *load)
{
	const char *text = getenv("BPFTRACE_MAX_LOAD");
	unsigned long percent;
	char *end;

	if (!text || *load)
		return PW_EXIT_OK;
	percent = strtoul(text, &end, 10);
	if (!isdigit((unsigned char)*text) || *end || percent > 100) {
		pw_report_error("the environment says BPFTRACE_MAX_LOAD=%s: it "
				"is a number from 0 to 100", text);
		return PW_EXIT_USAGE;
	}
	*load = 1 + (uint32_t)percent;
	return PW_EXIT_OK;
}

int pw_limits_read(struct pw_lang_env *lang)
{
	const struct {
		const char *name;
		uint32_t *limit;
	} limits[] = {
		{ "BPFTRACE_MAX_STRLEN", &lang->max_strlen },
		{ "BPFTRACE_MAX_MAP_KEYS", &lang->max_map_keys },
		{ "BPFTRACE_MAX_PROBES", &lang->max_probes },
		{ "BPFTRACE_MAX_BPF_PROGS", &lang->max_bpf_progs },
	};
	int code = PW_EXIT_OK;
	size_t i;

	for (i = 0; !code && i < sizeof(limits) / sizeof(limits[0]); i++)
		code = read_limit(limits[i].name, limits[i].limit);
	if (!code)
		code = read_load(&lang->max_load);
	if (!code)
		code = read_stack_mode(&lang->stack_mode);
	return code ? code : read_missing(&lang->missing_probes);
}

static bool is_false(const char *text)
{
	return !strcmp(text, "0") || !strcmp(text, "false");
}

int pw_limits_apply(struct pw_program *prog)
{
	const char *trailer = getenv("BPFTRACE_STR_TRUNC_TRAILER");
	const char *maps = getenv("BPFTRACE_PRINT_MAPS_ON_EXIT");
	const char *lines = getenv("BPFTRACE_SHOW_DEBUG_INFO");
	const char *demangle = getenv("BPFTRACE_CPP_DEMANGLE");

	if (lines)
		prog->shows_lines = !is_false(lines);
	if (trailer)
		prog->str_trunc_trailer = trailer;
	if (maps)
		prog->hides_maps = is_false(maps);
	if (demangle)
		prog->keeps_mangled = is_false(demangle);
	return read_limit("BPFTRACE_MAX_CAT_BYTES", &prog->max_cat_bytes);
}
