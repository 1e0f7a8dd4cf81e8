/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The value of numbers and strings as scripts write them. The rules are
 * bpftrace's: C's bases and suffixes (which do not change the type), '_'
 * between digits, one digit with a decimal exponent, durations in nanoseconds.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "lang/literal.h"

static const struct {
	const char *name;
	uint64_t max;		/* of the number times scale */
	uint64_t scale;
} suffixes[] = {
	{ "", UINT64_MAX, 1 },
	{ "u", UINT32_MAX, 1 },
	{ "ul", UINT64_MAX, 1 },
	{ "ull", UINT64_MAX, 1 },
	{ "l", INT64_MAX, 1 },
	{ "ll", INT64_MAX, 1 },
	{ "ns", UINT64_MAX, 1 },
	{ "us", UINT64_MAX, 1000 },
	{ "ms", UINT64_MAX, 1000000 },
	{ "s", UINT64_MAX, 1000000000 },
	{ "m", UINT64_MAX, 60000000000 },
	{ "h", UINT64_MAX, 3600000000000 },
	{ "d", UINT64_MAX, 86400000000000 },
};

/* A number being read; p moves to its end. */
struct number {
	struct pw_lexer *lexer;
	const char *begin, *p, *end;
	uint64_t value;
	bool overflow;
	bool failed;		/* reported already */
};

static struct pw_span span_of(const struct number *n, const char *from,
			      const char *to)
{
	struct pw_span span = { 0 };

	span.begin = n->lexer->base + (from - n->lexer->text);
	span.end = n->lexer->base + (to - n->lexer->text);
	return span;
}

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 99;
}

/* Only the first fault of a number is told: the others follow from it. */
static bool fails_first(struct number *n)
{
	bool first = !n->failed && !n->lexer->quiet;

	n->failed = true;
	return first;
}

/* "WHAT: the number" */
static void fail(struct number *n, const char *what)
{
	if (fails_first(n))
		pw_error(n->lexer->diags, span_of(n, n->begin, n->end),
			 "%s: %.*s", what, (int)(n->end - n->begin), n->begin);
}

/* Returns how many digits there were. */
static unsigned read_digits(struct number *n, unsigned base)
{
	unsigned count = 0;
	unsigned digit;

	for (; n->p < n->end; n->p++) {
		if (*n->p == '_')
			continue;
		digit = digit_value(*n->p);
		if (digit >= base)
			break;
		if (n->value > (UINT64_MAX - digit) / base)
			n->overflow = true;
		else
			n->value = n->value * base + digit;
		count++;
	}
	if (n->p > n->begin && n->p[-1] == '_' && fails_first(n))
		pw_error(n->lexer->diags, span_of(n, n->p - 1, n->p),
			 "trailing underscore in integer literal");
	return count;
}

/* At the 'e' of 1e6. */
static void read_exponent(struct number *n)
{
	uint64_t coefficient = n->value;
	bool big = n->overflow;
	uint64_t exponent;

	n->p++;
	n->value = 0;
	n->overflow = false;
	if (!read_digits(n, 10)) {
		fail(n, "invalid exponent");
		return;
	}
	exponent = n->overflow ? UINT64_MAX : n->value;
	if (big || coefficient < 1 || coefficient > 9)
		fail(n, "coefficient part of scientific literal must be 1-9");
	n->overflow = exponent > 19;
	for (n->value = coefficient; exponent && !n->overflow; exponent--) {
		if (n->value > UINT64_MAX / 10)
			n->overflow = true;
		else
			n->value *= 10;
	}
}

static void apply_suffix(struct number *n)
{
	size_t len = n->end - n->p;
	char what[64];
	size_t i;

	for (i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (strlen(suffixes[i].name) == len &&
		    !strncasecmp(suffixes[i].name, n->p, len))
			break;
	if (i == sizeof(suffixes) / sizeof(suffixes[0])) {
		if (fails_first(n))
			pw_error(n->lexer->diags, span_of(n, n->p, n->end),
				 "invalid integer suffix '%.*s'", (int)len,
				 n->p);
		return;
	}
	if (n->overflow || n->value > suffixes[i].max / suffixes[i].scale) {
		snprintf(what, sizeof(what),
			 "overflow error, maximum value is %llu",
			 (unsigned long long)suffixes[i].max);
		fail(n, what);
		return;
	}
	n->value *= suffixes[i].scale;
}

static unsigned read_base(struct number *n)
{
	unsigned base = 10;

	if (n->begin[0] == '0' && n->end - n->begin > 1) {
		if (n->begin[1] == 'x' || n->begin[1] == 'X')
			base = 16;
		else if (n->begin[1] == 'b' || n->begin[1] == 'B')
			base = 2;
		else if (isdigit((unsigned char)n->begin[1]))
			base = 8;
	}
	if (base == 16 || base == 2)
		n->p += 2;
	return base;
}

static void read_number(struct number *n)
{
	unsigned base = read_base(n);

	if (!read_digits(n, base)) {
		fail(n, "invalid integer");
		return;
	}
	if (base == 10 && n->p < n->end && (*n->p == 'e' || *n->p == 'E'))
		read_exponent(n);
	if (!n->failed && n->p < n->end && isdigit((unsigned char)*n->p)) {
		if (fails_first(n))
			pw_error(n->lexer->diags, span_of(n, n->p, n->p + 1),
				 "invalid digit '%c' in %s number", *n->p,
				 base == 8 ? "an octal" : "a binary");
	}
	if (!n->failed)
		apply_suffix(n);
}

void pw_lex_number(struct pw_lexer *lexer, struct pw_token *token)
{
	struct number n;

	memset(&n, 0, sizeof(n));
	n.lexer = lexer;
	n.begin = n.p = n.end = lexer->text + lexer->pos;
	while (isalnum((unsigned char)*n.end) || *n.end == '_')
		n.end++;
	read_number(&n);
	lexer->pos = n.end - lexer->text;
	token->kind = PW_TOK_INT;
	token->number = n.failed ? 0 : n.value;
	token->is_unsigned = token->number > INT64_MAX;
}

bool pw_read_literal(struct pw_arena *arena, const char *text, uint64_t *out)
{
	bool is_negative = *text == '-';
	struct pw_token token;
	struct pw_lexer lexer;
	struct pw_diags diags;

	text += is_negative;
	if (!isdigit((unsigned char)*text) || strlen(text) > UINT32_MAX / 2)
		return false;
	pw_diags_init(&diags, arena);
	pw_lex_init(&lexer, arena, &diags, text, (uint32_t)strlen(text));
	memset(&token, 0, sizeof(token));
	pw_lex_number(&lexer, &token);
	*out = is_negative ? -token.number : token.number;
	return !diags.n_errors && lexer.pos == lexer.size &&
	       (!is_negative || token.number <= (uint64_t)INT64_MAX + 1);
}

static void bad_escape(struct pw_lexer *lexer, const char *from,
		       const char *to, const char *what)
{
	struct pw_span span = { 0 };

	span.begin = lexer->base + (from - lexer->text);
	span.end = lexer->base + (to - lexer->text);
	if (!lexer->quiet)
		pw_error(lexer->diags, span, "%s '%.*s'", what,
			 (int)(to - from), from);
}

/* At the backslash; *out gets the byte. Returns the first byte behind. */
static const char *read_escape(struct pw_lexer *lexer, const char *p, char *out)
{
	static const char from[] = "ntr\"\\", to[] = "\n\t\r\"\\";
	const char *begin = p++;
	const char *plain = *p ? strchr(from, *p) : NULL;
	unsigned value = 0;

	*out = '?';
	if (plain) {
		*out = to[plain - from];
		return p + 1;
	}
	if (*p == 'x' || *p == 'X') {
		for (p++; p - begin < 4 && isxdigit((unsigned char)*p); p++)
			value = value * 16 + digit_value(*p);
		if (p - begin == 2)
			bad_escape(lexer, begin, p,
				   "invalid hex escape sequence");
	} else if (*p >= '0' && *p <= '7') {
		for (; p - begin < 4 && *p >= '0' && *p <= '7'; p++)
			value = value * 8 + (*p - '0');
		if (value > 255)
			bad_escape(lexer, begin, p,
				   "octal escape sequence out of range");
	} else if (*p && *p != '\n') {
		/* The bytes of one character, not its first only. */
		do {
			p++;
		} while ((*p & 0xc0) == 0x80);
		bad_escape(lexer, begin, p, "invalid escape character");
	}
	*out = (char)value;
	return p;
}

void pw_lex_string(struct pw_lexer *lexer, struct pw_token *token)
{
	const char *begin = lexer->text + lexer->pos;
	const char *p = begin + 1;
	const char *end = p;
	struct pw_span span;
	char *out;

	/* Decoded it is never longer than written. */
	while (*end && *end != '\n' && *end != '"')
		end += *end == '\\' && end[1] && end[1] != '\n' ? 2 : 1;
	out = pw_arena_alloc(lexer->arena, end - p + 1);
	token->kind = PW_TOK_STRING;
	token->text = out;
	while (p < end) {
		if (*p == '\\')
			p = read_escape(lexer, p, out++);
		else
			*out++ = *p++;
	}
	token->text_len = out - token->text;
	lexer->pos = end - lexer->text;
	if (*end == '"') {
		lexer->pos++;
		return;
	}
	span.begin = lexer->base + (begin - lexer->text);
	span.end = lexer->base + lexer->pos;
	token->kind = PW_TOK_BAD;
	lexer->swallowed = true;
	if (!lexer->quiet)
		pw_error(lexer->diags, span, "unterminated string");
}
