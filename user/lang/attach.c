// SPDX-License-Identifier: GPL-2.0
/*
 * Attach points: "kprobe:mod:f+0x10", "i:ms:100", "t:sock:*". Short names are
 * expanded, positional parameters put in, numbers read.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "lang/attach.h"
#include "lang/events.h"
#include "lang/lex.h"

struct provider {
	const char *name;
	const char *short_name;		/* or NULL */
	const char *old_name;		/* or NULL */
	enum pw_probe_kind kind;
	bool (*parse)(struct pw_attach_parts *a);
};

static bool parse_special(struct pw_attach_parts *a);
static bool parse_self(struct pw_attach_parts *a);
static bool parse_mode(struct pw_attach_parts *a);
static bool parse_period(struct pw_attach_parts *a);
static bool parse_event(struct pw_attach_parts *a);
static bool parse_kprobe(struct pw_attach_parts *a);
static bool parse_fentry(struct pw_attach_parts *a);
static bool parse_tracepoint(struct pw_attach_parts *a);
static bool parse_raw(struct pw_attach_parts *a);
static bool parse_uprobe(struct pw_attach_parts *a);
static bool parse_usdt(struct pw_attach_parts *a);
static bool parse_watch(struct pw_attach_parts *a);

static const struct provider providers[] = {
	{ "begin", NULL, NULL, PW_PROBE_BEGIN, parse_special },
	{ "end", NULL, NULL, PW_PROBE_END, parse_special },
	{ "self", NULL, NULL, PW_PROBE_SIGNAL, parse_self },
	{ "test", NULL, NULL, PW_PROBE_TEST, parse_mode },
	{ "bench", NULL, NULL, PW_PROBE_BENCH, parse_mode },
	{ "interval", "i", NULL, PW_PROBE_INTERVAL, parse_period },
	{ "profile", "p", NULL, PW_PROBE_PROFILE, parse_period },
	{ "software", "s", NULL, PW_PROBE_SOFTWARE, parse_event },
	{ "hardware", "h", NULL, PW_PROBE_HARDWARE, parse_event },
	{ "kprobe", "k", NULL, PW_PROBE_KPROBE, parse_kprobe },
	{ "kretprobe", "kr", NULL, PW_PROBE_KRETPROBE, parse_kprobe },
	{ "fentry", "f", "kfunc", PW_PROBE_FENTRY, parse_fentry },
	{ "fexit", "fr", "kretfunc", PW_PROBE_FEXIT, parse_fentry },
	{ "tracepoint", "t", NULL, PW_PROBE_TRACEPOINT, parse_tracepoint },
	{ "rawtracepoint", "rt", NULL, PW_PROBE_RAWTRACEPOINT, parse_raw },
	{ "uprobe", "u", NULL, PW_PROBE_UPROBE, parse_uprobe },
	{ "uretprobe", "ur", NULL, PW_PROBE_URETPROBE, parse_uprobe },
	{ "usdt", "U", NULL, PW_PROBE_USDT, parse_usdt },
	{ "watchpoint", "w", NULL, PW_PROBE_WATCHPOINT, parse_watch },
};

/* What bpftrace has beyond these: name and short name. */
static const char *const planned[][2] = {
	{ "iter", "it" },
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

#define fail	pw_attach_fail

static bool wrong_count(struct pw_attach_parts *a, const char *expected)
{
	return fail(a, "%s probe type requires %s arguments, found %u",
		    pw_probe_kind_name(a->out->kind), expected,
		    a->n_parts - 1);
}

const char *pw_attach_number(struct pw_attach_parts *a, const char *text,
			     uint64_t *out)
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
	if (*text < '0' || *text > '9')
		return "invalid integer";
	if (diags.n_errors || token.kind != PW_TOK_INT ||
	    end.kind != PW_TOK_EOF)
		return "invalid trailing bytes";
	return NULL;
}

static bool parse_special(struct pw_attach_parts *a)
{
	if (a->n_parts == 2 && !strcmp(a->parts[1], "*"))
		a->n_parts = 1;
	if (a->n_parts != 1)
		return wrong_count(a, "0");
	a->out->name = pw_probe_kind_name(a->out->kind);
	return true;
}

static bool parse_self(struct pw_attach_parts *a)
{
	if (a->n_parts != 3)
		return wrong_count(a, "2");
	if (strcmp(a->parts[1], "signal"))
		return fail(a, "%s is not a supported trigger", a->parts[1]);
	if (strcmp(a->parts[2], "SIGUSR1"))
		return fail(a, "%s is not a supported signal", a->parts[2]);
	a->out->name = "self:signal:SIGUSR1";
	return true;
}

/* Probes that only run when asked for by --test or --bench. */
static bool parse_mode(struct pw_attach_parts *a)
{
	if (a->n_parts != 2)
		return wrong_count(a, "1");
	if (!*a->parts[1])
		return fail(a, "%s probes must have a name",
			    pw_probe_kind_name(a->out->kind));
	a->out->name = pw_arena_printf(a->c->arena, "%s:%s",
				       pw_probe_kind_name(a->out->kind),
				       a->parts[1]);
	return true;
}

/* "interval:1s": nanoseconds; bpftrace keeps microseconds of them. */
static bool parse_nanoseconds(struct pw_attach_parts *a)
{
	const char *kind = pw_probe_kind_name(a->out->kind);
	const char *wrong;
	uint64_t ns;

	wrong = pw_attach_number(a, a->parts[1], &ns);
	if (wrong)
		return fail(a, "Invalid rate of %s probe: %s: %s", kind, wrong,
			    a->parts[1]);
	if (ns < 1000)
		return fail(a, "Invalid rate of %s probe. Minimum is 1000 or "
			    "1us. Found: %llu nanoseconds", kind,
			    (unsigned long long)ns);
	a->out->param = ns / 1000 * 1000;
	a->out->name = pw_arena_printf(a->c->arena, "%s:us:%llu", kind,
				       (unsigned long long)ns / 1000);
	return true;
}

/* "interval:ms:100", "profile:hz:99", "interval:1s". */
static bool parse_period(struct pw_attach_parts *a)
{
	static const struct {
		const char *name;
		uint64_t ns;
	} units[] = {
		{ "hz", 0 }, { "us", 1000 }, { "ms", 1000000 },
		{ "s", 1000000000 },
	};
	const char *kind = pw_probe_kind_name(a->out->kind);
	const char *wrong;
	uint64_t number, ns;
	size_t i;

	if (a->n_parts == 2)
		return parse_nanoseconds(a);
	if (a->n_parts != 3)
		return wrong_count(a, "1 or 2");
	wrong = pw_attach_number(a, a->parts[2], &number);
	if (wrong)
		return fail(a, "Invalid rate of %s probe: %s: %s", kind, wrong,
			    a->parts[2]);
	for (i = 0; i < 4 && strcmp(a->parts[1], units[i].name); i++)
		;
	if (i == 4)
		return fail(a, "%s is not an accepted unit of time",
			    a->parts[1]);
	if (!number)
		return fail(a, "%s frequency should be a positive integer",
			    kind);
	ns = units[i].ns;
	a->out->name = pw_arena_printf(a->c->arena, "%s:%s:%llu", kind,
				       a->parts[1],
				       (unsigned long long)number);
	if (!ns) {
		ns = 1000000000 / number;
		number = 1;
	}
	if (!ns || number > (uint64_t)INT64_MAX / ns)
		return fail(a, "%s frequency is out of range: %s", kind,
			    a->parts[2]);
	a->out->param = ns * number;
	return true;
}

static bool is_pattern(const char *text)
{
	return *text == '~' || strstr(text, ":~") || strpbrk(text, "*?[");
}

/* "software:faults:100", "hardware:cache-misses:", "s:cs". */
static bool parse_event(struct pw_attach_parts *a)
{
	const char *kind = pw_probe_kind_name(a->out->kind);
	const struct pw_event *event;
	const char *name, *wrong;
	uint64_t count = 0;

	if (a->n_parts != 2 && a->n_parts != 3)
		return wrong_count(a, "1 or 2");
	name = a->parts[1];
	if (a->n_parts == 3 && *a->parts[2] && strcmp(a->parts[2], "*")) {
		wrong = pw_attach_number(a, a->parts[2], &count);
		if (!wrong && count > INT64_MAX)
			wrong = "too large";
		if (wrong)
			return fail(a, "Invalid count for %s probe: %s: %s",
				    kind, wrong, a->parts[2]);
	}
	if (!*name)
		return fail(a, "%s probe must have a %s event name", kind,
			    kind);
	if (is_pattern(name))
		return fail(a, "wildcards are not allowed for %s probe type",
			    kind);
	event = pw_event_find(a->out->kind, name);
	if (!event)
		return fail(a, "%s is not a %s probe", name, kind);
	a->out->event = event->config;
	a->out->event_name = name;
	a->out->param = count ? count : event->count;
	a->out->name = count ?
		pw_arena_printf(a->c->arena, "%s:%s:%llu", kind, name,
				(unsigned long long)count) :
		pw_arena_printf(a->c->arena, "%s:%s", kind, name);
	return true;
}

/* Takes "+0x10" from the end of the function's name. */
static bool take_offset(struct pw_attach_parts *a, char *function)
{
	char *plus = strchr(function, '+');
	const char *wrong;

	if (!plus || *function == '~')
		return true;
	if (a->out->kind != PW_PROBE_KPROBE && a->out->kind != PW_PROBE_UPROBE)
		return fail(a, "Offset not allowed");
	if (strchr(plus + 1, '+'))
		return fail(a, "Cannot take more than one offset");
	*plus = '\0';
	if (!*function || !plus[1])
		return fail(a, "Invalid offset");
	if (is_pattern(function))
		return fail(a, "a wildcard cannot have an offset");
	wrong = pw_attach_number(a, plus + 1, &a->out->param);
	if (!wrong && a->out->param > UINT32_MAX)
		wrong = "too large";
	if (wrong)
		return fail(a, "Invalid offset: %s: %s", wrong, plus + 1);
	return true;
}

/* A module, which may be missing, and what is in it, both maybe patterns. */
static void set_target(struct pw_attach_parts *a, const char *module,
		       const char *name)
{
	struct pw_attach_point *out = a->out;

	out->module = module;
	out->target = !module ? name :
		      pw_arena_printf(a->c->arena, "%s:%s", module, name);
	out->is_pattern = is_pattern(out->target);
}

static bool parse_kprobe(struct pw_attach_parts *a)
{
	char *function;
	uint64_t address;

	if (a->n_parts != 2 && a->n_parts != 3)
		return wrong_count(a, "1 or 2");
	function = pw_arena_strdup(a->c->arena, a->parts[a->n_parts - 1]);
	if (!take_offset(a, function))
		return false;
	if (!*function)
		return fail(a, "kprobes should be attached to a function or an "
			    "address");
	if (!pw_attach_number(a, function, &address)) {
		if (!a->c->env->is_unsafe)
			return fail(a, "Probing by address requires --unsafe");
		a->out->is_address = true;
		a->out->param = address;
		function = pw_arena_printf(a->c->arena, "%llu",
					   (unsigned long long)address);
	}
	set_target(a, a->n_parts == 3 && *a->parts[1] ? a->parts[1] : NULL,
		   function);
	return true;
}

static bool parse_fentry(struct pw_attach_parts *a)
{
	if (a->n_parts < 2 || a->n_parts > 4)
		return wrong_count(a, "1 or 3");
	if (!strcmp(a->parts[1], "bpf"))
		return fail(a, "%s probes of BPF programs are not supported: "
			    "probewire is for kernels without BPF",
			    pw_probe_kind_name(a->out->kind));
	if (a->n_parts == 4)
		return fail(a, "Only the 'bpf' variant of this probe supports 4 "
			    "arguments");
	if (!*a->parts[a->n_parts - 1])
		return fail(a, "fentry/fexit should specify a function");
	if (strchr(a->parts[a->n_parts - 1], '+'))
		return fail(a, "Offset not allowed");
	if (a->n_parts == 3)
		set_target(a, a->parts[1], a->parts[2]);
	else
		set_target(a, is_pattern(a->parts[1]) ? "*" : NULL,
			   a->parts[1]);
	return true;
}

static bool parse_tracepoint(struct pw_attach_parts *a)
{
	if (a->n_parts == 2 && is_pattern(a->parts[1])) {
		a->parts[2] = a->parts[1];
		a->parts[1] = "*";
		a->n_parts = 3;
	}
	if (a->n_parts != 3)
		return wrong_count(a, "2");
	if (!*a->parts[1] || !*a->parts[2])
		return fail(a, "tracepoint probe must have a target");
	set_target(a, a->parts[1], a->parts[2]);
	return true;
}

static bool parse_raw(struct pw_attach_parts *a)
{
	if (a->n_parts != 2 && a->n_parts != 3)
		return wrong_count(a, "2 or 1");
	if (!*a->parts[a->n_parts - 1])
		return fail(a, "rawtracepoint should be attached to a "
			    "function");
	set_target(a, a->n_parts == 3 ? a->parts[1] : "*",
		   a->parts[a->n_parts - 1]);
	return true;
}

/* "uprobe:FILE:FUNCTION", "uprobe:FILE:ADDRESS"; with -p FILE may be missing:
 * what the process runs. */
static bool parse_uprobe(struct pw_attach_parts *a)
{
	const char *kind = pw_probe_kind_name(a->out->kind);
	uint32_t pid = a->c->env->pid_filter;
	const char *file = a->parts[1];
	uint64_t address;
	char *function;

	if (a->n_parts > 1 && strchr(file, '@'))
		return pw_attach_line(a);
	if (a->n_parts == 2 && pid)
		file = pw_arena_printf(a->c->arena, "/proc/%u/exe", pid);
	else if (a->n_parts == 4 && !strcmp(a->parts[2], "cpp"))
		return fail(a, "names of C++ are not taken apart: give the "
			    "mangled name, which nm shows");
	else if (a->n_parts == 4)
		return fail(a, "unsupported language type: %s", a->parts[2]);
	else if (a->n_parts != 3)
		return wrong_count(a, "2 or 3");
	function = pw_arena_strdup(a->c->arena, a->parts[a->n_parts - 1]);
	if (!*file)
		return fail(a, "%s should have a target", kind);
	if (!*function)
		return fail(a, "%s should be attached to a function and/or "
			    "address", kind);
	if (!take_offset(a, function))
		return false;
	if (!pw_attach_number(a, function, &address)) {
		a->out->is_address = true;
		a->out->param = address;
		if (is_pattern(file))
			return fail(a, "Cannot use wildcards with absolute "
				    "address");
	}
	set_target(a, file, function);
	return true;
}

/* "usdt:FILE:NAME", "usdt:FILE:PROVIDER:NAME"; with -p FILE may be missing. */
static bool parse_usdt(struct pw_attach_parts *a)
{
	uint32_t pid = a->c->env->pid_filter;
	const char *file = a->parts[1], *provider = "*";

	if (a->n_parts == 2 && pid)
		file = "";
	else if (a->n_parts != 3 && a->n_parts != 4)
		return wrong_count(a, "2 or 3");
	if (!*a->parts[a->n_parts - 1])
		return fail(a, "usdt probe must have a target function or "
			    "wildcard");
	if (!*file && !pid)
		return fail(a, "usdt probe must have a target file, or -p");
	if (a->n_parts == 4 && *a->parts[2])
		provider = a->parts[2];
	set_target(a, *file ? file : "*",
		   pw_arena_printf(a->c->arena, "%s:%s", provider,
				   a->parts[a->n_parts - 1]));
	return true;
}

static bool parse_watch(struct pw_attach_parts *a)
{
	return a->n_parts == 4 ? pw_attach_watch(a) : wrong_count(a, "3");
}

/* Puts the values of $1, $2 … in; not into a regular expression. */
static const char *with_params(struct pw_attach_parts *a, const char *part)
{
	const struct pw_lang_env *env = a->c->env;
	const char *result, *dollar;
	unsigned long n;
	char *end;

	dollar = strchr(part, '$');
	if (!dollar || *part == '~')
		return part;
	result = pw_arena_strndup(a->c->arena, part, (size_t)(dollar - part));
	for (; dollar; dollar = strchr(end, '$')) {
		const char *next;

		n = strtoul(dollar + 1, &end, 10);
		if (end == dollar + 1 || !n) {
			(void)fail(a, "invalid trailing character for "
				   "positional param: %.1s. Try quoting this "
				   "entire part if this is intentional e.g. "
				   "\"$%.1s\".", dollar + 1, dollar + 1);
			return NULL;
		}
		next = strchr(end, '$');
		result = pw_arena_printf(a->c->arena, "%s%s%.*s", result,
			n <= env->n_params ? env->params[n - 1] : "",
			(int)(next ? (size_t)(next - end) : strlen(end)), end);
	}
	return result;
}

/* A parameter's value may bring colons: "$1" is "interval:ms:100". */
static bool add_parts(struct pw_attach_parts *a, const char *text,
		      bool is_plain)
{
	const char *colon;

	do {
		colon = is_plain ? NULL : strchr(text, ':');
		if (a->n_parts == PW_ATTACH_PARTS)
			return fail(a, "a probe has at most %d parts",
				    PW_ATTACH_PARTS);
		a->parts[a->n_parts++] = colon ?
			pw_arena_strndup(a->c->arena, text,
					 (size_t)(colon - text)) : text;
		text = colon + 1;
	} while (colon);
	return true;
}

static bool split(struct pw_attach_parts *a)
{
	for (unsigned int i = 0; i < a->attach->n_parts; i++) {
		const char *part = a->attach->parts[i];
		const char *text = with_params(a, part);

		if (!text || !add_parts(a, text, text == part))
			return false;
	}
	return true;
}

static bool is_called(const struct provider *provider, const char *name)
{
	/* In full, capitals do not matter: BEGIN. */
	return !strcasecmp(name, provider->name) ||
	       (provider->short_name && !strcmp(name, provider->short_name)) ||
	       (provider->old_name && !strcmp(name, provider->old_name));
}

bool pw_attach_parse(struct pw_compile *c, const struct pw_attach *attach,
		     struct pw_attach_point *out)
{
	struct pw_attach_parts a = { c, attach, { NULL }, 0, out };
	const char *name, *equals;

	memset(out, 0, sizeof(*out));
	if (!split(&a))
		return false;
	name = a.parts[0];
	equals = strchr(name, '=');
	if (equals && equals[1]) {
		out->given_name = pw_arena_strndup(c->arena, name,
						   (size_t)(equals - name));
		name = equals + 1;
	}
	for (size_t i = 0; i < sizeof(providers) / sizeof(providers[0]); i++) {
		if (!is_called(&providers[i], name))
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
