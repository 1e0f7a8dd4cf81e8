// SPDX-License-Identifier: GPL-2.0
/*
 * The config block: config = { name=value; … }. Settings that only have a
 * meaning for BPF are taken and do nothing, so that scripts stay as they are.
 */
#include <ctype.h>
#include <string.h>
#include "lang/config.h"
#include "lang/cursor.h"

enum effect {
	NUMBER, TRUTH, UNTRUTH, PERCENT, MISSING, NOTHING, LATER, TEXT, STACK,
	LICENSE, UNSTABLE, DEPRECATED, ENVIRONMENT
};

static const struct {
	const char *name;
	enum effect effect;
	size_t offset;		/* in struct pw_settings */
} known[] = {
	{ "max_strlen", NUMBER, offsetof(struct pw_settings, max_strlen) },
	{ "max_map_keys", NUMBER, offsetof(struct pw_settings, max_map_keys) },
	{ "max_bpf_progs", NUMBER,
	  offsetof(struct pw_settings, max_bpf_progs) },
	{ "max_load", PERCENT, offsetof(struct pw_settings, max_load) },
	{ "max_probes", NUMBER, offsetof(struct pw_settings, max_probes) },
	{ "print_maps_on_exit", UNTRUTH,
	  offsetof(struct pw_settings, hides_maps) },
	{ "missing_probes", MISSING,
	  offsetof(struct pw_settings, missing_probes) },
	{ "cpp_demangle", UNTRUTH,
	  offsetof(struct pw_settings, keeps_mangled) },
	{ "lazy_symbolication", NOTHING, 0 },
	{ "license", LICENSE, 0 },
	{ "log_size", NOTHING, 0 },
	{ "on_stack_limit", NOTHING, 0 },
	{ "perf_rb_pages", NOTHING, 0 },
	{ "use_blazesym", NOTHING, 0 },
	{ "cache_user_symbols", NOTHING, 0 },
	{ "max_cat_bytes", NUMBER,
	  offsetof(struct pw_settings, max_cat_bytes) },
	{ "show_debug_info", TRUTH,
	  offsetof(struct pw_settings, shows_lines) },
	{ "stack_mode", STACK, offsetof(struct pw_settings, stack_mode) },
	{ "str_trunc_trailer", TEXT,
	  offsetof(struct pw_settings, str_trunc_trailer) },
	{ "unstable_import_statement", UNSTABLE, 0 },
	{ "unstable_tseries", UNSTABLE, 0 },
	{ "unstable_typeinfo", UNSTABLE, 0 },
	{ "unstable_dw_ustack", UNSTABLE, 0 },
	{ "symbol_source", DEPRECATED, 0 },
	{ "max_type_res_iterations", DEPRECATED, 0 },
	{ "unstable_addr", DEPRECATED, 0 },
	{ "unstable_import", DEPRECATED, 0 },
	{ "unstable_macro", DEPRECATED, 0 },
	{ "unstable_map_decl", DEPRECATED, 0 },
	{ "btf", ENVIRONMENT, 0 },
	{ "kernel_build", ENVIRONMENT, 0 },
	{ "kernel_source", ENVIRONMENT, 0 },
	{ "vmlinux", ENVIRONMENT, 0 },
};

/* Older names of the above. */
static const char *const renamed[][2] = {
	{ "strlen", "max_strlen" },
	{ "no_cpp_demangle", "cpp_demangle" },
	{ "cat_bytes_max", "max_cat_bytes" },
	{ "map_keys_max", "max_map_keys" },
};

static const char *const stack_modes[] = {
	[PW_STACK_BPFTRACE] = "bpftrace",
	[PW_STACK_PERF] = "perf",
	[PW_STACK_RAW] = "raw",
	[PW_STACK_BUILD_ID] = "build_id",
};

static const char *const licenses[] = {
	"Dual MIT/GPL", "Dual BSD/GPL", "Dual MPL/GPL",
	"GPL and additional rights", "GPL v2", "GPL",
};

/* BPFTRACE_MAX_STRLEN and MAX_STRLEN are max_strlen. */
static const char *short_name(struct pw_cursor *c, const char *name)
{
	char *copy, *p;

	copy = pw_arena_strdup(c->arena, name);
	for (p = copy; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return strncmp(copy, "bpftrace_", 9) ? copy : copy + 9;
}

enum pw_stack_mode pw_read_stack_mode(const char *text)
{
	for (int i = PW_STACK_BPFTRACE; i <= PW_STACK_BUILD_ID; i++)
		if (!strcmp(text, stack_modes[i]))
			return i;
	return PW_STACK_UNSET;
}

const char *pw_stack_mode_name(enum pw_stack_mode mode)
{
	return stack_modes[mode];
}

static void check_license(struct pw_cursor *c, const char *text,
			  struct pw_span span)
{
	const char *list = licenses[0];
	size_t i, n = sizeof(licenses) / sizeof(licenses[0]);

	for (i = 0; i < n; i++)
		if (!strcmp(text, licenses[i]))
			return;
	for (i = 1; i < n; i++)
		list = pw_arena_printf(c->arena, "%s, %s", list, licenses[i]);
	pw_error(c->diags, span, "Invalid value for license. Found: %s. Valid "
		 "values: %s", text, list);
}

static void check_unstable(struct pw_cursor *c, const char *name,
			   const char *text, struct pw_span span)
{
	struct pw_settings *set = &c->script->settings;
	bool refuses = !strcmp(text, "error") || !strcmp(text, "false") ||
		       !strcmp(text, "0");

	static const char *const words[] = {
		"enable", "warn", "error", "true", "false", "1", "0",
	};

	if (!strcmp(name, "unstable_tseries"))
		set->refuses_tseries = refuses;
	if (!strcmp(name, "unstable_typeinfo"))
		set->refuses_typeinfo = refuses;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(text, words[i]))
			return;
	pw_error(c->diags, span, "%s: Invalid value for unstable config: valid "
		 "values are enable, warn, and error.", name);
}

/* What is known by another name, which is told. */
static const char *new_name(struct pw_cursor *c, const char *name,
			    struct pw_span span)
{
	for (size_t i = 0; i < sizeof(renamed) / sizeof(renamed[0]); i++) {
		if (strcmp(name, renamed[i][0]))
			continue;
		pw_warning(c->diags, span, "%s has been renamed, please use "
			   "%s", name, renamed[i][1]);
		return renamed[i][1];
	}
	return name;
}

/* The value as it would be written in the environment. */
static const char *value_text(struct pw_cursor *c,
			      const struct pw_token *value)
{
	if (value->kind != PW_TOK_INT)
		return value->text;
	return pw_arena_printf(c->arena, "%llu",
			       (unsigned long long)value->number);
}

static bool read_truth(const struct pw_token *value, bool *truth)
{
	if (value->kind == PW_TOK_INT) {
		*truth = value->number != 0;
		return value->number <= 1;
	}
	*truth = !strcmp(value->text, "true") || !strcmp(value->text, "1");
	return *truth || !strcmp(value->text, "false") ||
	       !strcmp(value->text, "0");
}

/* Settings that only are checked. */
static void apply_other(struct pw_cursor *c, enum effect effect,
			const char *name, const char *text,
			struct pw_span span)
{
	if (effect == LICENSE)
		check_license(c, text, span);
	else if (effect == UNSTABLE)
		check_unstable(c, name, text, span);
	else if (effect == DEPRECATED)
		pw_warning(c->diags, span, "%s is deprecated and has no effect",
			   name);
	else
		pw_error(c->diags, span, "%s: can only be set as an "
			 "environment variable", name);
}

static const char *const missing_words[] = {
	[PW_MISSING_ERROR] = "error",
	[PW_MISSING_WARN] = "warn",
	[PW_MISSING_IGNORE] = "ignore",
};

enum pw_missing pw_read_missing(const char *text)
{
	for (int i = PW_MISSING_ERROR; i <= PW_MISSING_IGNORE; i++)
		if (!strcmp(text, missing_words[i]))
			return i;
	return PW_MISSING_UNSET;
}

const char *pw_missing_name(enum pw_missing missing)
{
	return missing_words[missing];
}

/* *to = shift + the number, which is one from low to high. */
static void read_number(struct pw_cursor *c, const struct pw_token *value,
			uint32_t low, uint32_t high, uint32_t shift,
			const char *name, struct pw_span span, uint32_t *to)
{
	if (value->kind != PW_TOK_INT || value->number < low ||
	    value->number > high)
		pw_error(c->diags, span, "%s: a number from %u to %u is "
			 "expected", name, low, high);
	else
		*to = shift + (uint32_t)value->number;
}

static void apply(struct pw_cursor *c, struct pw_settings *settings,
		  const char *name, const struct pw_token *value,
		  struct pw_span span)
{
	const size_t n = sizeof(known) / sizeof(known[0]);
	const char *text = value_text(c, value), *written = name;
	char *field;
	bool truth;
	size_t i;

	name = new_name(c, short_name(c, name), span);
	for (i = 0; i < n && strcmp(known[i].name, name); i++)
		;
	if (i == n) {
		pw_error(c->diags, span, "%s: not a known configuration option",
			 written);
		return;
	}
	field = (char *)settings + known[i].offset;
	switch (known[i].effect) {
	case NUMBER:
		read_number(c, value, 1, UINT32_MAX, 0, name, span,
			    (uint32_t *)field);
		break;
	case PERCENT:
		read_number(c, value, 0, 100, 1, name, span,
			    (uint32_t *)field);
		break;
	case TRUTH:
	case UNTRUTH:
		if (read_truth(value, &truth))
			*(bool *)field = truth == (known[i].effect == TRUTH);
		else
			pw_error(c->diags, span, "%s: true or false is "
				 "expected", name);
		break;
	case STACK:
		*(enum pw_stack_mode *)field = pw_read_stack_mode(text);
		if (!*(enum pw_stack_mode *)field)
			pw_error(c->diags, span, "%s: Invalid value for "
				 "stack_mode: valid values are bpftrace, perf, "
				 "raw and build_id.", written);
		break;
	case TEXT:
		*(const char **)field = text;
		break;
	case MISSING:
		*(enum pw_missing *)field = pw_read_missing(text);
		if (!*(enum pw_missing *)field)
			pw_error(c->diags, span, "Invalid value for "
				 "missing_probes: valid values are \"ignore\", "
				 "\"warn\", and \"error\".");
		break;
	case NOTHING:
		break;
	case LATER:
		pw_not_yet(c, span, pw_arena_printf(c->arena, "the setting %s",
						    name));
		break;
	default:
		apply_other(c, known[i].effect, written, text, span);
	}
}

static void parse_setting(struct pw_cursor *c, struct pw_settings *settings)
{
	struct pw_span span = c->tok.span;
	const char *name = c->tok.text;
	struct pw_token value;

	if (!pw_expect(c, PW_TOK_IDENT) || !pw_expect(c, PW_TOK_ASSIGN))
		return;
	value = c->tok;
	if (value.kind != PW_TOK_INT && value.kind != PW_TOK_IDENT &&
	    value.kind != PW_TOK_STRING) {
		pw_unexpected(c, "value");
		return;
	}
	pw_next(c);
	span.end = c->prev_end;
	apply(c, settings, name, &value, span);
	if (c->tok.kind != PW_TOK_RBRACE)
		pw_expect(c, PW_TOK_SEMICOLON);
}

void pw_parse_config(struct pw_cursor *c, struct pw_settings *settings)
{
	pw_next(c);
	if (pw_expect(c, PW_TOK_ASSIGN))
		pw_expect(c, PW_TOK_LBRACE);
	while (!c->lost && c->tok.kind != PW_TOK_RBRACE) {
		if (!pw_accept(c, PW_TOK_SEMICOLON))
			parse_setting(c, settings);
	}
	if (c->lost)
		pw_skip_statement(c);
	c->lost = false;
	pw_next_head(c);
	if (c->tok.kind == PW_TOK_SEMICOLON)
		pw_next_head(c);
}
