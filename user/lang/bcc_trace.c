// SPDX-License-Identifier: GPL-2.0
/*
 * bcc trace's specs: PROBE[(signature)] [(predicate)] ["format"[, arguments]].
 */
#include <ctype.h>
#include <string.h>
#include "lang/bcc_spec.h"
#include "lang/choose.h"

static const char *skip_blanks(const char *p)
{
	while (isspace((unsigned char)*p))
		p++;
	return p;
}

static bool wrong(struct pw_compile *c, const char *text, const char *what)
{
	pw_wrong_value(c, "'%s': %s; expected PROBE [(predicate)] [\"format\", "
		       "arguments]", text, what);
	return false;
}

/* The conversion at '%', and how long it is. */
static char conversion(const char *p, size_t *len)
{
	*len = 1 + strspn(p + 1, "-+ #0123456789.*hlzjt");
	return p[*len];
}

/* What an argument is to its conversion: a pointer's text, a symbol. */
static const char *for_conversion(struct pw_arena *arena, const char *expr,
				  char conv)
{
	/* A call such as ntop() makes its own text. */
	size_t name = strcspn(expr, "( .-[+");
	bool is_text = expr[0] == '"' || (name && expr[name] == '(');

	if (conv == 'K' || conv == 'U')
		return pw_arena_printf(arena, "%s(%s)",
				       conv == 'K' ? "ksym" : "usym", expr);
	return conv == 's' && !is_text ?
	       pw_arena_printf(arena, "str(%s)", expr) : expr;
}

/* The format, with bcc's own conversions made ours, and the arguments. */
static bool read_message(struct pw_compile *c, const char *text,
			 const char *format, size_t size, const char *args,
			 struct pw_bcc_spec *spec)
{
	size_t len, span;

	spec->format = pw_arena_strndup(c->arena, format, size);
	spec->args = "";
	for (char *p = strchr(spec->format, '%'); p; p = strchr(p, '%')) {
		char conv = conversion(p, &len);

		if (!conv)
			break;
		if (conv == '%') {
			p += 2;
			continue;
		}
		if (!*args)
			return wrong(c, text, "there are more conversions "
				     "than arguments");
		span = pw_bcc_span(args, ",");
		spec->args = pw_arena_printf(c->arena, "%s, %s", spec->args,
			for_conversion(c->arena, pw_bcc_expr(c->arena, spec,
				pw_arena_strndup(c->arena, args, span)),
				conv));
		args = skip_blanks(args + span + (args[span] == ','));
		if (conv == 'K' || conv == 'U')
			p[len] = 's';
		p += len;
	}
	return !*args || wrong(c, text, "there are more arguments than "
			       "conversions");
}

bool pw_bcc_trace(struct pw_compile *c, const char *text,
		  struct pw_bcc_spec *spec)
{
	const char *p = pw_bcc_head(c, text, spec);
	size_t len;

	spec->text = text;
	spec->format = spec->args = "";
	if (!p)
		return false;
	p = skip_blanks(p);
	if (*p == '(') {
		len = pw_bcc_span(p + 1, ")");
		if (!p[1 + len])
			return wrong(c, text, "the predicate is not closed");
		spec->filter = pw_bcc_expr(c->arena, spec,
			pw_arena_strndup(c->arena, p + 1, len));
		p = skip_blanks(p + len + 2);
	}
	if (!*p)
		return true;
	if (*p != '"')
		return wrong(c, text, "there is no format");
	for (len = 0; p[1 + len] && p[1 + len] != '"'; len++)
		len += p[1 + len] == '\\' && p[2 + len];
	if (!p[1 + len])
		return wrong(c, text, "the format is not closed");
	return read_message(c, text, p + 1, len,
			    skip_blanks(p + len + 2 +
					strspn(p + len + 2, " \t,")), spec);
}
