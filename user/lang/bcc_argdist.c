// SPDX-License-Identifier: GPL-2.0
/*
 * bcc argdist's specs:
 *	PROBE[(signature)][:type[,type...]:expression[,expression...][:filter]]
 *	[#label]
 * Without expressions the probe's hits are counted, or what it returns.
 */
#include <string.h>
#include "lang/bcc_spec.h"
#include "lang/choose.h"

/* The next part, up to a ':' outside brackets; *p is behind it. */
static const char *next_part(struct pw_arena *arena, const char **p)
{
	size_t len = pw_bcc_span(*p, ":");
	const char *part = pw_arena_strndup(arena, *p, len);

	*p += len + ((*p)[len] == ':');
	return part;
}

/* Where PROBE ends that has no signature: its parts have colons of their own.
 * "p:lib:f", "r::f", "t:category:name" are three, anything else is one. */
static size_t probe_length(const char *text)
{
	size_t len = strcspn(text, "(#"), n = 0;

	if (text[len] == '(')
		return len;
	if (!strchr("prtu", text[0]) || text[1] != ':')
		return pw_bcc_span(text, ":#");
	for (unsigned int colons = 0; n < len; n++)
		if (text[n] == ':' && ++colons == 3)
			break;
	return n;
}

static const char *quoted(struct pw_arena *arena, const char *text)
{
	const char *out = "";
	size_t len;

	for (; *text; text += len + 1) {
		len = strcspn(text, "\"\\%");
		out = pw_arena_printf(arena, "%s%.*s", out, (int)len, text);
		if (!text[len])
			break;
		out = pw_arena_printf(arena, text[len] == '%' ? "%s%%%%" :
				      "%s\\%c", out, text[len]);
	}
	return out;
}

static bool is_string(const char *type)
{
	return strstr(type, "char") && strchr(type, '*');
}

/* Of this spec alone. */
static const char *entry_map(struct pw_arena *arena,
			     const struct pw_bcc_spec *spec)
{
	return pw_arena_printf(arena, "@%s_entry%u", spec->option,
			       spec->number);
}

/*
 * $latency and $entry(parameter), which are known at the return only by what
 * the entry left in a map: put in as its elements. *kept are these, after the
 * time.
 */
static const char *put_entry(struct pw_arena *arena,
			     const struct pw_bcc_spec *spec, const char *expr,
			     const char **kept)
{
	static const char latency[] = "$latency", entry[] = "$entry(";
	const char *dollar, *out = "", *name;
	unsigned int elements = 1;
	const char *map = entry_map(arena, spec);
	size_t len;

	for (const char *p = *kept; *p; p++)
		elements += *p == ',';
	for (; (dollar = strchr(expr, '$')); expr = dollar) {
		out = pw_arena_printf(arena, "%s%.*s", out,
				      (int)(dollar - expr), expr);
		if (!strncmp(dollar, latency, strlen(latency))) {
			out = pw_arena_printf(arena, "%s(nsecs - %s[tid].0)",
					      out, map);
			dollar += strlen(latency);
		} else if (!strncmp(dollar, entry, strlen(entry))) {
			name = dollar + strlen(entry);
			len = pw_bcc_span(name, ")");
			*kept = pw_arena_printf(arena, "%s, %s", *kept,
				pw_bcc_expr(arena, spec,
					pw_arena_strndup(arena, name, len)));
			out = pw_arena_printf(arena, "%s%s[tid].%u", out, map,
					      elements++);
			dollar = name + len + (name[len] == ')');
		} else {
			out = pw_arena_printf(arena, "%s$", out);
			dollar++;
		}
	}
	return pw_arena_printf(arena, "%s%s", out, expr);
}

/* Blanks around it left out, $entry(name) as its name. */
static const char *shown(struct pw_arena *arena, const char *expr)
{
	static const char entry[] = "$entry(";
	size_t len;

	expr += strspn(expr, " ");
	len = strlen(expr);
	while (len && expr[len - 1] == ' ')
		len--;
	if (!strncmp(expr, entry, strlen(entry)) &&
	    strlen(entry) + pw_bcc_span(expr + strlen(entry), ")") + 1 == len) {
		expr += strlen(entry);
		len -= strlen(entry) + 1;
	}
	return quoted(arena, pw_arena_strndup(arena, expr, len));
}

/* Values and events of the expressions, text where its type says so. */
static void read_values(struct pw_arena *arena, struct pw_bcc_spec *spec,
			const char *types, const char *values,
			const char **kept)
{
	size_t type, value;

	for (; *values; values += value + (values[value] == ',')) {
		const char *expr, *given, *name, *comma;

		type = pw_bcc_span(types, ",");
		value = pw_bcc_span(values, ",");
		given = pw_arena_strndup(arena, values, value);
		name = shown(arena, given);
		expr = pw_bcc_expr(arena, spec,
				   put_entry(arena, spec, given, kept));
		if (is_string(pw_arena_strndup(arena, types, type)))
			expr = pw_arena_printf(arena, "str(%s)", expr);
		comma = *spec->values ? ", " : "";
		spec->values = pw_arena_printf(arena, "%s%s%s", spec->values,
					       comma, expr);
		spec->events = pw_arena_printf(arena, "%s%s\"%s\", %s",
					       spec->events, comma, name,
					       expr);
		if (!*comma)
			spec->name = name;
		types += type + (types[type] == ',');
	}
}

static bool is_return(const struct pw_bcc_spec *spec)
{
	return !strncmp(spec->probe, "kretprobe:", 10) ||
	       !strncmp(spec->probe, "uretprobe:", 10);
}

/* Without expressions: how often, or what it returned. */
static void default_values(struct pw_bcc_spec *spec)
{
	bool returns = is_return(spec);

	spec->values = returns ? "retval" : "1";
	spec->events = returns ? "\"retval\", retval" : "\"total calls\"";
	spec->name = returns ? "retval" : "total calls";
}

/* The probes that keep and forget what an entry had. */
static bool keep_entry(struct pw_compile *c, struct pw_bcc_spec *spec,
		       const char *kept)
{
	const char *map = entry_map(c->arena, spec);

	if (!is_return(spec)) {
		pw_wrong_value(c, "'%s': $entry and $latency are of a function "
			       "that returns, as r::function()", spec->text);
		return false;
	}
	/* A tuple has two elements at least. */
	spec->enter = pw_arena_printf(c->arena, "%cprobe:%s { %s[tid] = "
				      "(nsecs%s); }", spec->probe[0],
				      strchr(spec->probe, ':') + 1, map,
				      *kept ? kept : ", 0");
	spec->leave = pw_arena_printf(c->arena, "%s { delete(%s, tid); } "
				      "end { clear(%s); }", spec->probe, map,
				      map);
	spec->filter = pw_arena_printf(c->arena, "has_key(%s, tid) && (%s)",
				       map, spec->filter);
	return true;
}

bool pw_bcc_argdist(struct pw_compile *c, const char *text,
		    struct pw_bcc_spec *spec)
{
	const char *types, *values, *filter, *p, *label, *kept = "";
	const char *hash = strchr(text, '#');
	size_t len = hash ? (size_t)(hash - text) : strlen(text);
	const char *body = pw_arena_strndup(c->arena, text, len);

	spec->text = text;
	label = hash ? hash + 1 : text;
	spec->label = quoted(c->arena, label);
	len = probe_length(body);
	p = pw_bcc_head(c, body[len] == '(' ? body :
			pw_arena_strndup(c->arena, body, len), spec);
	if (!p)
		return false;
	if (body[len] != '(')
		p = body + len;
	if (*p == ':')
		p++;
	else if (*p) {
		pw_wrong_value(c, "'%s': expected PROBE(signature):types:"
			       "expressions:filter", text);
		return false;
	}
	types = next_part(c->arena, &p);
	values = next_part(c->arena, &p);
	filter = next_part(c->arena, &p);
	spec->values = spec->events = "";
	read_values(c->arena, spec, types, values, &kept);
	if (*filter)
		spec->filter = pw_bcc_expr(c->arena, spec,
			put_entry(c->arena, spec, filter, &kept));
	if (!*spec->values)
		default_values(spec);
	return (!strstr(body, "$entry(") && !strstr(body, "$latency")) ||
	       keep_entry(c, spec, kept);
}
