// SPDX-License-Identifier: GPL-2.0
/*
 * What a macro of the kernel's headers stands for, as C's preprocessor puts it:
 * the texts of macros in it in place of their names, arguments in place of
 * parameters, `##` as glue. A macro is not expanded in itself.
 */
#include <string.h>
#include "types/macro.h"

#define MAX_TEXT	PW_MACRO_MAX
#define MAX_DEPTH	32
#define MAX_PARAMS	4

struct expansion {
	const struct pw_table_lines *macros;
	char *out;
	size_t n;
	bool failed;
	/* Those whose text is being expanded. */
	const char *open[MAX_DEPTH];
	size_t open_len[MAX_DEPTH];
	unsigned int depth;
};

struct piece {
	const char *begin;
	size_t len;
};

static bool is_word(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

static void put(struct expansion *x, const char *text, size_t len)
{
	if (x->n + len + 1 > MAX_TEXT) {
		x->failed = true;
		return;
	}
	memcpy(x->out + x->n, text, len);
	x->n += len;
	x->out[x->n] = '\0';
}

static size_t word_length(const char *p, const char *end)
{
	size_t n = 0;

	while (p + n < end && is_word(p[n]))
		n++;
	return n;
}

/* Behind a string or a character, from its quote on. */
static const char *skip_quoted(const char *p, const char *end)
{
	char quote = *p++;

	while (p < end && *p != quote)
		p += *p == '\\' ? 2 : 1;
	return p < end ? p + 1 : end;
}

static bool same(struct piece piece, const char *text, size_t len)
{
	return piece.len == len && !memcmp(piece.begin, text, len);
}

static struct piece trim(const char *begin, const char *end)
{
	struct piece piece;

	while (begin < end && *begin == ' ')
		begin++;
	while (end > begin && end[-1] == ' ')
		end--;
	piece.begin = begin;
	piece.len = (size_t)(end - begin);
	return piece;
}

/*
 * What is between brackets, at the commas of the outermost level; *p is behind
 * '(' and comes to stand behind ')'. How many; 0: too many, or no ')'.
 */
static unsigned int split(const char **p, const char *end, struct piece *out)
{
	const char *begin = *p;
	unsigned int n = 0, depth = 0;

	while (*p < end) {
		char c = **p;

		if (c == '"' || c == '\'') {
			*p = skip_quoted(*p, end);
			continue;
		}
		if (!depth && (c == ',' || c == ')')) {
			if (n == MAX_PARAMS)
				return 0;
			out[n++] = trim(begin, *p);
			begin = *p + 1;
		}
		++*p;
		if (c == ')' && !depth--)
			return n;
		depth += c == '(';
	}
	return 0;
}

static void expand(struct expansion *x, const char *p, const char *end);

/* A macro's text with its parameters replaced, into `out`. */
static size_t substitute(char *out, const char *p, const char *end,
			 const struct piece *params, const struct piece *args,
			 unsigned int n_params)
{
	size_t n = 0, len;
	unsigned int i;

	while (p < end && n + 1 < MAX_TEXT) {
		if (*p == '#' && p + 1 < end && p[1] == '#') {
			while (n && out[n - 1] == ' ')
				n--;
			for (p += 2; p < end && *p == ' '; p++)
				;
			continue;
		}
		len = word_length(p, end);
		for (i = 0; len && i < n_params; i++)
			if (same(params[i], p, len))
				break;
		if (len && i < n_params) {
			if (n + args[i].len >= MAX_TEXT)
				return MAX_TEXT;
			memcpy(out + n, args[i].begin, args[i].len);
			n += args[i].len;
			p += len;
			continue;
		}
		len = len ? len : 1;
		if (n + len >= MAX_TEXT)
			return MAX_TEXT;
		memcpy(out + n, p, len);
		n += len;
		p += len;
	}
	return n;
}

/* At '(' behind NAME in the table, and behind the name where it is used. */
static const char *expand_call(struct expansion *x, const char *text,
			       const char *end, const char *p,
			       const char *p_end)
{
	struct piece params[MAX_PARAMS], args[MAX_PARAMS];
	unsigned int n_params, n_args;
	char body[MAX_TEXT];
	size_t n;

	text++;
	n_params = split(&text, end, params);
	p++;
	n_args = split(&p, p_end, args);
	if (!n_args || n_args != n_params) {
		x->failed = true;
		return p_end;
	}
	if (text < end && *text == ' ')
		text++;
	n = substitute(body, text, end, params, args, n_params);
	if (n >= MAX_TEXT)
		x->failed = true;
	else
		expand(x, body, body + n);
	return p;
}

static bool is_open(const struct expansion *x, const char *word, size_t len)
{
	for (unsigned int i = 0; i < x->depth; i++)
		if (x->open_len[i] == len && !memcmp(x->open[i], word, len))
			return true;
	return false;
}

/* A word that may be a macro; p is behind it. Returns where to go on. */
static const char *expand_word(struct expansion *x, const char *word,
			       size_t len, const char *p, const char *p_end)
{
	const char *text = NULL, *end;
	char name[128];

	if (len < sizeof(name) && !is_open(x, word, len)) {
		memcpy(name, word, len);
		name[len] = '\0';
		text = pw_table_line(x->macros, name);
	}
	if (!text) {
		put(x, word, len);
		return p;
	}
	if (x->depth == MAX_DEPTH) {
		x->failed = true;
		return p_end;
	}
	x->open[x->depth] = word;
	x->open_len[x->depth++] = len;
	end = text + strcspn(text, "\n");
	if (*text != '(') {
		expand(x, text, end);
	} else {
		while (p < p_end && *p == ' ')
			p++;
		if (p < p_end && *p == '(')
			p = expand_call(x, text, end, p, p_end);
		else
			x->failed = true;
	}
	x->depth--;
	return p;
}

static void expand(struct expansion *x, const char *p, const char *end)
{
	const char *behind;
	size_t len;

	while (p < end && !x->failed) {
		len = word_length(p, end);
		if (len && (*p < '0' || *p > '9')) {
			p = expand_word(x, p, len, p + len, end);
			continue;
		}
		behind = len ? p + len : *p == '"' || *p == '\'' ?
			 skip_quoted(p, end) : p + 1;
		put(x, p, (size_t)(behind - p));
		p = behind;
	}
}

bool pw_macro_expand(const struct pw_table_lines *macros, const char *name,
		     char *out)
{
	struct expansion x;
	size_t len = strlen(name);

	memset(&x, 0, sizeof(x));
	x.macros = macros;
	x.out = out;
	*out = '\0';
	expand_word(&x, name, len, name + len, name + len);
	return !x.failed;
}
