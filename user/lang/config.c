// SPDX-License-Identifier: GPL-2.0
/*
 * The config block: config = { name=value; … }. Settings that only have a
 * meaning for BPF are taken and do nothing, so that scripts stay as they are.
 */
#include <ctype.h>
#include <string.h>
#include "lang/config.h"
#include "lang/cursor.h"

enum effect { NUMBER, TRUTH, NOTHING, LATER };

static const struct {
	const char *name;
	enum effect effect;
	size_t offset;		/* in struct pw_settings */
} known[] = {
	{ "max_strlen", NUMBER, offsetof(struct pw_settings, max_strlen) },
	{ "max_map_keys", NUMBER, offsetof(struct pw_settings, max_map_keys) },
	{ "max_probes", NUMBER, offsetof(struct pw_settings, max_probes) },
	{ "print_maps_on_exit", TRUTH,
	  offsetof(struct pw_settings, hides_maps) },
	{ "cpp_demangle", NOTHING, 0 },
	{ "lazy_symbolication", NOTHING, 0 },
	{ "license", NOTHING, 0 },
	{ "log_size", NOTHING, 0 },
	{ "max_bpf_progs", NOTHING, 0 },
	{ "on_stack_limit", NOTHING, 0 },
	{ "perf_rb_pages", NOTHING, 0 },
	{ "use_blazesym", NOTHING, 0 },
	{ "cache_user_symbols", LATER, 0 },
	{ "max_cat_bytes", LATER, 0 },
	{ "missing_probes", LATER, 0 },
	{ "show_debug_info", LATER, 0 },
	{ "stack_mode", LATER, 0 },
	{ "str_trunc_trailer", LATER, 0 },
};

/* BPFTRACE_MAX_STRLEN is max_strlen. */
static const char *short_name(struct pw_cursor *c, const char *name)
{
	char *copy, *p;

	if (strncmp(name, "BPFTRACE_", 9))
		return name;
	copy = pw_arena_strdup(c->arena, name + 9);
	for (p = copy; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return copy;
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

static void apply(struct pw_cursor *c, struct pw_settings *settings,
		  const char *name, const struct pw_token *value,
		  struct pw_span span)
{
	const size_t n = sizeof(known) / sizeof(known[0]);
	char *field;
	bool truth;
	size_t i;

	for (i = 0; i < n && strcmp(known[i].name, name); i++)
		;
	if (i == n) {
		pw_error(c->diags, span, "%s: not a known configuration option",
			 name);
		return;
	}
	field = (char *)settings + known[i].offset;
	switch (known[i].effect) {
	case NUMBER:
		if (value->kind != PW_TOK_INT || !value->number ||
		    value->number > UINT32_MAX)
			pw_error(c->diags, span, "%s: a number from 1 to %u is "
				 "expected", name, UINT32_MAX);
		else
			*(uint32_t *)field = (uint32_t)value->number;
		break;
	case TRUTH:
		if (read_truth(value, &truth))
			*(bool *)field = !truth;
		else
			pw_error(c->diags, span, "%s: true or false is "
				 "expected", name);
		break;
	case NOTHING:
		break;
	case LATER:
		pw_not_yet(c, span, pw_arena_printf(c->arena, "the setting %s",
						    name));
		break;
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
	apply(c, settings, short_name(c, name), &value, span);
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
