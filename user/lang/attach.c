// SPDX-License-Identifier: GPL-2.0
/*
 * Attach points: "kprobe:mod:f+0x10", "i:ms:100", "t:sock:*". Short names are
 * expanded, positional parameters put in, numbers read.
 */
#include <stdlib.h>
#include <string.h>
#include "lang/attach.h"
#include "lang/lex.h"

struct attach {
	struct pw_compile *c;
	const struct pw_attach *attach;
	const char *parts[PW_ATTACH_PARTS];
	unsigned int n_parts;
	struct pw_attach_point *out;
};

struct provider {
	const char *name;
	const char *short_name;
	enum pw_probe_kind kind;
	bool (*parse)(struct attach *a);
};

static bool parse_special(struct attach *a);
static bool parse_interval(struct attach *a);
static bool parse_kprobe(struct attach *a);
static bool parse_tracepoint(struct attach *a);

static const struct provider providers[] = {
	{ "begin", "BEGIN", PW_PROBE_BEGIN, parse_special },
	{ "end", "END", PW_PROBE_END, parse_special },
	{ "interval", "i", PW_PROBE_INTERVAL, parse_interval },
	{ "kprobe", "k", PW_PROBE_KPROBE, parse_kprobe },
	{ "kretprobe", "kr", PW_PROBE_KRETPROBE, parse_kprobe },
	{ "tracepoint", "t", PW_PROBE_TRACEPOINT, parse_tracepoint },
};

/* What bpftrace has beyond these: name and short name. */
static const char *const planned[][2] = {
	{ "uprobe", "u" }, { "uretprobe", "ur" }, { "usdt", "U" },
	{ "profile", "p" }, { "rawtracepoint", "rt" }, { "hardware", "h" },
	{ "software", "s" }, { "fentry", "f" }, { "fexit", "fr" },
	{ "kfunc", "" }, { "kretfunc", "" }, { "iter", "it" },
	{ "watchpoint", "w" }, { "asyncwatchpoint", "aw" }, { "self", "" },
	{ "test", "" }, { "bench", "" },
};

const char *pw_probe_kind_name(enum pw_probe_kind kind)
{
	if (kind == PW_PROBE_BACKPORT)
		kind = PW_PROBE_TRACEPOINT;
	for (size_t i = 0; i < sizeof(providers) / sizeof(providers[0]); i++)
		if (providers[i].kind == kind)
			return providers[i].name;
	return "?";
}

#define fail(a, ...) \
	(pw_error((a)->c->diags, (a)->attach->span, __VA_ARGS__), false)

static bool wrong_count(struct attach *a, const char *expected)
{
	return fail(a, "%s probe type requires %s, found %u",
		    pw_probe_kind_name(a->out->kind), expected,
		    a->n_parts - 1);
}

/* A number as the language writes it anywhere: 10, 0x10, 1e6, 100ms. */
static bool read_number(struct attach *a, const char *text, uint64_t *out)
{
	struct pw_token token, end;
	struct pw_lexer lexer;
	struct pw_diags diags;

	pw_diags_init(&diags, a->c->arena);
	pw_lex_init(&lexer, a->c->arena, &diags, text,
		    (uint32_t)strlen(text));
	pw_lex_next(&lexer, &token);
	pw_lex_next(&lexer, &end);
	*out = token.number;
	return !diags.n_errors && token.kind == PW_TOK_INT &&
	       end.kind == PW_TOK_EOF;
}

static bool parse_special(struct attach *a)
{
	if (a->n_parts != 1)
		return fail(a, "begin/end probes should not have a target");
	a->out->name = pw_probe_kind_name(a->out->kind);
	return true;
}

/* "interval:1s" and "interval:ms:100". */
static bool parse_interval(struct attach *a)
{
	static const struct {
		const char *name;
		uint64_t ns;
	} units[] = {
		{ "us", 1000 }, { "ms", 1000000 }, { "s", 1000000000 },
	};
	const char *unit = a->n_parts == 3 ? a->parts[1] : "ns";
	uint64_t number, ns = strcmp(unit, "ns") || a->n_parts == 3 ? 0 : 1;

	if (a->n_parts != 2 && a->n_parts != 3)
		return wrong_count(a, "1 or 2 arguments");
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (!strcmp(unit, units[i].name))
			ns = units[i].ns;
	if (!ns && strcmp(unit, "hz"))
		return fail(a, "%s is not an accepted unit of time", unit);
	if (!read_number(a, a->parts[a->n_parts - 1], &number) || !number)
		return fail(a, "interval frequency should be a positive "
			    "integer");
	if (!ns) {
		ns = 1000000000 / number;
		number = 1;
	}
	if (!ns || number > (uint64_t)INT64_MAX / ns)
		return fail(a, "interval frequency is out of range: %s",
			    a->parts[a->n_parts - 1]);
	a->out->param = ns * number;
	a->out->name = a->n_parts == 2 ?
		pw_arena_printf(a->c->arena, "interval:%s", a->parts[1]) :
		pw_arena_printf(a->c->arena, "interval:%s:%s", a->parts[1],
				a->parts[2]);
	return true;
}

static bool is_pattern(const char *text)
{
	return strpbrk(text, "*?[") != NULL;
}

/* Takes "+0x10" from the end of the function's name. */
static bool take_offset(struct attach *a, char *function)
{
	char *plus = strchr(function, '+');

	if (!plus)
		return true;
	if (a->out->kind != PW_PROBE_KPROBE)
		return fail(a, "Offset not allowed");
	if (strchr(plus + 1, '+'))
		return fail(a, "Cannot take more than one offset");
	*plus = '\0';
	if (is_pattern(function))
		return fail(a, "a wildcard cannot have an offset");
	if (!read_number(a, plus + 1, &a->out->param) ||
	    a->out->param > UINT32_MAX)
		return fail(a, "Invalid offset: %s", plus + 1);
	return true;
}

static bool parse_kprobe(struct attach *a)
{
	char *function;

	if (a->n_parts != 2 && a->n_parts != 3)
		return wrong_count(a, "1 or 2 arguments");
	function = pw_arena_strdup(a->c->arena, a->parts[a->n_parts - 1]);
	if (!take_offset(a, function))
		return false;
	if (!*function || (a->n_parts == 3 && !*a->parts[1]))
		return fail(a, "%ss should be attached to a function",
			    pw_probe_kind_name(a->out->kind));
	if (*function >= '0' && *function <= '9')
		return fail(a, "Probing by address is not supported yet");
	a->out->target = a->n_parts == 2 ? function :
		pw_arena_printf(a->c->arena, "%s:%s", a->parts[1], function);
	a->out->is_pattern = is_pattern(a->out->target);
	return true;
}

static bool parse_tracepoint(struct attach *a)
{
	if (a->n_parts != 3)
		return wrong_count(a, "2 arguments");
	if (!*a->parts[1] || !*a->parts[2])
		return fail(a, "tracepoint probe must have a target");
	a->out->target = pw_arena_printf(a->c->arena, "%s:%s", a->parts[1],
					 a->parts[2]);
	a->out->is_pattern = is_pattern(a->out->target);
	return true;
}

/* Puts the values of $1, $2 … in. */
static const char *with_params(struct attach *a, const char *part)
{
	const struct pw_lang_env *env = a->c->env;
	const char *result, *dollar;
	unsigned long n;
	char *end;

	dollar = strchr(part, '$');
	if (!dollar)
		return part;
	result = pw_arena_strndup(a->c->arena, part, (size_t)(dollar - part));
	for (; dollar; dollar = strchr(end, '$')) {
		const char *next;

		n = strtoul(dollar + 1, &end, 10);
		if (end == dollar + 1 || !n) {
			(void)fail(a, "invalid trailing character for "
				   "positional param: %s", dollar + 1);
			return NULL;
		}
		next = strchr(end, '$');
		result = pw_arena_printf(a->c->arena, "%s%s%.*s", result,
			n <= env->n_params ? env->params[n - 1] : "",
			(int)(next ? (size_t)(next - end) : strlen(end)), end);
	}
	return result;
}

bool pw_attach_parse(struct pw_compile *c, const struct pw_attach *attach,
		     struct pw_attach_point *out)
{
	struct attach a = { c, attach, { NULL }, attach->n_parts, out };
	const char *name = attach->parts[0];

	memset(out, 0, sizeof(*out));
	for (unsigned int i = 0; i < a.n_parts; i++) {
		a.parts[i] = with_params(&a, attach->parts[i]);
		if (!a.parts[i])
			return false;
	}
	for (size_t i = 0; i < sizeof(providers) / sizeof(providers[0]); i++) {
		if (strcmp(name, providers[i].name) &&
		    strcmp(name, providers[i].short_name))
			continue;
		out->kind = providers[i].kind;
		return providers[i].parse(&a);
	}
	for (size_t i = 0; i < sizeof(planned) / sizeof(planned[0]); i++)
		if (!strcmp(name, planned[i][0]) ||
		    !strcmp(name, planned[i][1]))
			return fail(&a, "%s probes are not supported yet",
				    planned[i][0]);
	return fail(&a, "Invalid probe type: %s", name);
}
