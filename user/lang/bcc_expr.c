// SPDX-License-Identifier: GPL-2.0
/*
 * Expressions as bcc's trace and argdist take them, made ours: arg1 is the
 * first argument, $pid a thread's number, a parameter of the signature an
 * argument of that type.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "lang/bcc_spec.h"

struct word {
	const char *bcc, *ours;
};

/* What C calls integers, without "unsigned" and blanks. */
static const struct word ints[] = {
	{ "char", "int8" }, { "short", "int16" }, { "shortint", "int16" },
	{ "int", "int32" }, { "long", "int64" }, { "longint", "int64" },
	{ "longlong", "int64" }, { "longlongint", "int64" }, { "", "int32" },
	{ "ssize_t", "int64" }, { "loff_t", "int64" }, { "off_t", "int64" },
	{ "s8", "int8" }, { "s16", "int16" }, { "s32", "int32" },
	{ "s64", "int64" },
};

static const struct word unsigned_ints[] = {
	{ "size_t", "uint64" }, { "u8", "uint8" }, { "u16", "uint16" },
	{ "u32", "uint32" }, { "u64", "uint64" }, { "bool", "uint8" },
};

static const struct word names[] = {
	{ "$pid", "tid" }, { "$tgid", "pid" }, { "$uid", "uid" },
	{ "$gid", "gid" }, { "$cpu", "cpu" }, { "$task", "curtask" },
	{ "$retval", "retval" }, { "$ktime", "nsecs" }, { "$PID", "pid" },
	{ "$COMM", "comm" },
};

static const char *find_word(const struct word *words, size_t n,
			     const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(words[i].bcc, text))
			return words[i].ours;
	return NULL;
}

#define FIND(words, text) \
	find_word(words, sizeof(words) / sizeof(words[0]), text)

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static size_t word_length(const char *p)
{
	size_t n = *p == '$';

	while (is_word(p[n]))
		n++;
	return n;
}

/* The type without blanks and what says nothing; *is_unsigned if it says so. */
static const char *bare_type(struct pw_arena *arena, const char *type,
			     bool *is_unsigned)
{
	char *out = pw_arena_strdup(arena, "");
	size_t len;

	*is_unsigned = false;
	for (; *type; type += len) {
		len = word_length(type);
		if (!len) {
			len = 1;
			continue;
		}
		if (len == 8 && !memcmp(type, "unsigned", 8))
			*is_unsigned = true;
		else if ((len != 5 || memcmp(type, "const", 5)) &&
			 (len != 6 || memcmp(type, "signed", 6)))
			out = pw_arena_printf(arena, "%s%.*s", out, (int)len,
					      type);
	}
	return out;
}

/* The argument, cast to the type it is declared with. */
static const char *typed(struct pw_arena *arena, const struct pw_bcc_param *p,
			 unsigned int number)
{
	bool is_unsigned;
	const char *bare, *ours;

	if (strchr(p->type, '*'))
		return strstr(p->type, "char") || strstr(p->type, "void") ?
		       pw_arena_printf(arena, "arg%u", number) :
		       pw_arena_printf(arena, "((%s)arg%u)", p->type, number);
	bare = bare_type(arena, p->type, &is_unsigned);
	ours = FIND(unsigned_ints, bare);
	if (ours)
		return pw_arena_printf(arena, "((%s)arg%u)", ours, number);
	ours = FIND(ints, bare);
	if (!ours)
		return pw_arena_printf(arena, "arg%u", number);
	return pw_arena_printf(arena, "((%s%s)arg%u)", is_unsigned ? "u" : "",
			       ours, number);
}

static const char *replaced(struct pw_arena *arena,
			    const struct pw_bcc_spec *spec, const char *word,
			    bool is_member)
{
	const char *ours = FIND(names, word);
	unsigned long number;
	char *end;

	if (is_member)
		return word;
	if (ours)
		return ours;
	for (unsigned int i = 0; i < spec->n_params; i++)
		if (!strcmp(spec->params[i].name, word))
			return typed(arena, &spec->params[i], i);
	if (!strncmp(word, "arg", 3) && isdigit((unsigned char)word[3])) {
		number = strtoul(word + 3, &end, 10);
		if (!*end && number)
			return pw_arena_printf(arena, "arg%lu", number - 1);
	}
	return word;
}

size_t pw_bcc_span(const char *text, const char *ends)
{
	unsigned int depth = 0;
	bool quoted = false;
	size_t n;

	for (n = 0; text[n]; n++) {
		if (text[n] == '"')
			quoted = !quoted;
		else if (quoted && text[n] == '\\' && text[n + 1])
			n++;
		if (quoted)
			continue;
		if (!depth && strchr(ends, text[n]))
			return n;
		if (strchr("([{", text[n]))
			depth++;
		else if (strchr(")]}", text[n]) && depth)
			depth--;
	}
	return n;
}

/* At the '(' of STRCMP("text", EXPRESSION): a comparison; *len: up to its ')'. */
static const char *compare(struct pw_arena *arena,
			   const struct pw_bcc_spec *spec, const char *p,
			   size_t *len)
{
	size_t first = pw_bcc_span(p + 1, ","), all;
	const char *rest = p + 1 + first;

	rest += *rest == ',';
	rest += strspn(rest, " ");
	all = pw_bcc_span(rest, ")");
	if (!*rest || !rest[all])
		return NULL;
	*len = (size_t)(rest - p) + all + 1;
	return pw_arena_printf(arena, "(str(%s) == %.*s)",
		pw_bcc_expr(arena, spec, pw_arena_strndup(arena, rest,
							  all)),
		(int)first, p + 1);
}

const char *pw_bcc_expr(struct pw_arena *arena, const struct pw_bcc_spec *spec,
			const char *text)
{
	const char *out = "", *p = text, *made;
	size_t len;

	for (; *p; p += len) {
		bool is_member = p > text && (p[-1] == '.' || p[-1] == '>');

		/* Where it is to be read from is found out anyway. */
		if (!strncmp(p, "@user", 5) && !is_word(p[5])) {
			len = 5;
			continue;
		}
		len = *p == '"' ? 1 + pw_bcc_span(p + 1, "\"") :
		      isdigit((unsigned char)*p) ? strspn(p, "0123456789abcdef"
					"ABCDEFxXuUlL") : word_length(p);
		if (*p == '"' && p[len] == '"')
			len++;
		if (*p == '"' || isdigit((unsigned char)*p) || !len) {
			len = len ? len : 1;
			out = pw_arena_printf(arena, "%s%.*s", out, (int)len,
					      p);
			continue;
		}
		made = replaced(arena, spec, pw_arena_strndup(arena, p, len),
				is_member);
		if (!strcmp(made, "STRCMP") && p[len] == '(') {
			size_t more;
			const char *ours = compare(arena, spec, p + len, &more);

			len += ours ? more : 0;
			made = ours ? ours : made;
		}
		out = pw_arena_printf(arena, "%s%s", out, made);
	}
	return out;
}
