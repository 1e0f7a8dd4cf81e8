// SPDX-License-Identifier: GPL-2.0
/*
 * Integer constant expressions of C, with C's types: what a literal without a
 * suffix is, what operators make of two, what a cast cuts off. A recursive
 * descent over the text; anything unknown ends it.
 */
#include <stdlib.h>
#include <string.h>
#include "lang/ctype.h"
#include "types/macro.h"

#define MAX_DEPTH 64

struct eval {
	struct pw_ctypes *types;
	const char *p;
	unsigned int depth;
	bool failed;
};

static struct pw_constant expression(struct eval *e, int lowest);

static void skip_blanks(struct eval *e)
{
	while (*e->p == ' ')
		e->p++;
}

static bool is_word(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

static size_t word_length(const char *p)
{
	size_t n = 0;

	while (is_word(p[n]))
		n++;
	return n;
}

static struct pw_constant make(uint64_t number, unsigned int width,
			       bool is_signed)
{
	struct pw_constant c = { NULL, number, width, is_signed };

	if (width < 8) {
		unsigned int shift = 64 - 8 * width;

		c.number = is_signed ?
			   (uint64_t)((int64_t)(number << shift) >> shift) :
			   number << shift >> shift;
	}
	return c;
}

static struct pw_constant fail(struct eval *e)
{
	e->failed = true;
	return make(0, 4, true);
}

/* ---- operands ---- */

/* The first type of C's list for it that holds the value. */
static struct pw_constant typed(uint64_t n, bool is_long, bool is_unsigned,
				bool is_decimal)
{
	if (!is_long && !is_unsigned && n <= INT32_MAX)
		return make(n, 4, true);
	if (!is_long && (is_unsigned || !is_decimal) && n <= UINT32_MAX)
		return make(n, 4, false);
	if (!is_unsigned && n <= INT64_MAX)
		return make(n, 8, true);
	return make(n, 8, false);
}

static struct pw_constant literal(struct eval *e)
{
	bool is_long = false, is_unsigned = false, is_decimal = *e->p != '0';
	char *end;
	uint64_t n = strtoull(e->p, &end, 0);

	for (; is_word(*end); end++) {
		is_long |= *end == 'l' || *end == 'L';
		is_unsigned |= *end == 'u' || *end == 'U';
		if (!strchr("lLuU", *end))
			return fail(e);
	}
	e->p = end;
	return typed(n, is_long, is_unsigned, is_decimal);
}

static struct pw_constant character(struct eval *e)
{
	char c = e->p[1];

	if (!c || c == '\\' || c == '\'' || e->p[2] != '\'')
		return fail(e);
	e->p += 3;
	return make((uint64_t)(int64_t)c, 4, true);
}

static struct pw_constant enumerator(struct eval *e)
{
	const struct pw_enum *enumeration;
	size_t len = word_length(e->p);
	int64_t value;

	enumeration = pw_enum_of(e->types,
				 pw_arena_strndup(pw_ctypes_arena(e->types),
						  e->p, len), &value);
	if (!enumeration)
		return fail(e);
	e->p += len;
	return make((uint64_t)value, enumeration->width,
		    value < 0 || value <= INT32_MAX);
}

/*
 * At the words of a type in brackets: its name in one form, and moves behind
 * them. "__force", which only a checker reads, is none of it.
 */
static const char *type_name(struct eval *e)
{
	struct pw_arena *arena = pw_ctypes_arena(e->types);
	const char *name = "", *word;
	size_t len;

	for (skip_blanks(e); (len = word_length(e->p)); skip_blanks(e)) {
		word = pw_arena_strndup(arena, e->p, len);
		e->p += len;
		if (strcmp(word, "__force") && strcmp(word, "const"))
			name = pw_arena_printf(arena, "%s%s%s", name,
					       *name ? " " : "", word);
	}
	for (; *e->p == '*' || *e->p == ' '; e->p++)
		if (*e->p == '*')
			name = pw_arena_printf(arena, "%s*", name);
	return name;
}

/* "(TYPE)"; false, and nothing has happened: it is something else. */
static bool bracketed_type(struct eval *e, struct pw_type *type)
{
	struct pw_type none = pw_type_of(PW_TYPE_NONE, 0);
	struct eval ahead = *e;
	const char *name, *unknown;

	ahead.p++;
	name = type_name(&ahead);
	if (*ahead.p != ')' || !*name ||
	    !pw_type_resolve(e->types, name, &none, type, &unknown))
		return false;
	e->p = ahead.p + 1;
	return true;
}

static struct pw_constant unary(struct eval *e);

static struct pw_constant bracket(struct eval *e)
{
	struct pw_constant c;
	struct pw_type type;

	if (bracketed_type(e, &type)) {
		c = unary(e);
		if (type.kind != PW_TYPE_INT)
			return fail(e);
		return make(c.number, type.width, type.is_signed);
	}
	e->p++;
	c = expression(e, 0);
	skip_blanks(e);
	if (*e->p != ')')
		return fail(e);
	e->p++;
	return c;
}

static struct pw_constant size_of(struct eval *e)
{
	struct pw_type type;

	e->p += strlen("sizeof");
	skip_blanks(e);
	if (*e->p != '(' || !bracketed_type(e, &type))
		return fail(e);
	return make(pw_type_memory_size(&type), 8, false);
}

/* As int, if it is narrower. */
static struct pw_constant promoted(struct pw_constant c)
{
	return c.width < 4 ? make(c.number, 4, true) : c;
}

static struct pw_constant unary(struct eval *e)
{
	struct pw_constant c;
	char op;

	skip_blanks(e);
	op = *e->p;
	if (e->failed || ++e->depth > MAX_DEPTH)
		return fail(e);
	if (op && strchr("-+~!", op)) {
		e->p++;
		c = promoted(unary(e));
		c = op == '!' ? make(!c.number, 4, true) :
		    make(op == '-' ? -c.number : op == '~' ? ~c.number :
			 c.number, c.width, c.is_signed);
	} else if (op == '(') {
		c = bracket(e);
	} else if (op >= '0' && op <= '9') {
		c = literal(e);
	} else if (op == '\'') {
		c = character(e);
	} else if (word_length(e->p) == 6 && !strncmp(e->p, "sizeof", 6)) {
		c = size_of(e);
	} else {
		c = is_word(op) ? enumerator(e) : fail(e);
	}
	e->depth--;
	return c;
}

/* ---- operators of two ---- */

static const struct op {
	char text[3];
	int level;		/* the higher, the tighter */
} ops[] = {
	/* Those that others begin with come behind them. */
	{ "||", 1 }, { "&&", 2 }, { "==", 6 }, { "!=", 6 }, { "<<", 8 },
	{ ">>", 8 }, { "<=", 7 }, { ">=", 7 }, { "|", 3 }, { "^", 4 },
	{ "&", 5 }, { "<", 7 }, { ">", 7 }, { "+", 9 }, { "-", 9 },
	{ "*", 10 }, { "/", 10 }, { "%", 10 },
};

static const struct op *find_op(const char *p)
{
	for (size_t i = 0; i < sizeof(ops) / sizeof(*ops); i++)
		if (!strncmp(p, ops[i].text, strlen(ops[i].text)))
			return &ops[i];
	return NULL;
}

static bool compare(char op, bool or_equal, struct pw_constant a,
		    struct pw_constant b, bool is_signed)
{
	bool less = is_signed ? (int64_t)a.number < (int64_t)b.number :
		    a.number < b.number;

	if (or_equal && a.number == b.number)
		return true;
	return op == '<' ? less : !less && a.number != b.number;
}

static struct pw_constant divide(struct eval *e, char op, struct pw_constant a,
				 struct pw_constant b)
{
	int64_t x = (int64_t)a.number, y = (int64_t)b.number;

	if (!y || (a.is_signed && x == INT64_MIN && y == -1))
		return fail(e);
	if (!a.is_signed)
		return make(op == '/' ? a.number / b.number :
			    a.number % b.number, a.width, false);
	return make((uint64_t)(op == '/' ? x / y : x % y), a.width, true);
}

static struct pw_constant shift(struct eval *e, char op, struct pw_constant a,
				struct pw_constant b)
{
	if (b.number >= 8u * a.width)
		return fail(e);
	if (op == '<')
		return make(a.number << b.number, a.width, a.is_signed);
	return make(a.is_signed ? (uint64_t)((int64_t)a.number >> b.number) :
		    a.number >> b.number, a.width, a.is_signed);
}

static struct pw_constant apply(struct eval *e, const char *op,
				struct pw_constant a, struct pw_constant b)
{
	unsigned int width;
	bool is_signed;

	a = promoted(a);
	b = promoted(b);
	if (op[0] == op[1] && strchr("<>", op[0]))
		return shift(e, op[0], a, b);
	width = a.width > b.width ? a.width : b.width;
	/* The wider one's sign; of two equal ones, unsigned wins. */
	is_signed = a.width == b.width ? a.is_signed && b.is_signed :
		    a.width > b.width ? a.is_signed : b.is_signed;
	a = make(a.number, width, is_signed);
	b = make(b.number, width, is_signed);
	switch (op[0]) {
	case '+':
		return make(a.number + b.number, width, is_signed);
	case '-':
		return make(a.number - b.number, width, is_signed);
	case '*':
		return make(a.number * b.number, width, is_signed);
	case '/':
	case '%':
		return divide(e, op[0], a, b);
	case '<':
	case '>':
		return make(compare(op[0], op[1] == '=', a, b, is_signed), 4,
			    true);
	case '=':
		return make(a.number == b.number, 4, true);
	case '!':
		return make(a.number != b.number, 4, true);
	case '^':
		return make(a.number ^ b.number, width, is_signed);
	case '&':
		return op[1] ? make(a.number && b.number, 4, true) :
		       make(a.number & b.number, width, is_signed);
	default:
		return op[1] ? make(a.number || b.number, 4, true) :
		       make(a.number | b.number, width, is_signed);
	}
}

static struct pw_constant expression(struct eval *e, int lowest)
{
	struct pw_constant a = unary(e);
	const struct op *op;

	for (;;) {
		skip_blanks(e);
		op = find_op(e->p);
		if (e->failed || !op || op->level <= lowest)
			return a;
		e->p += strlen(op->text);
		a = apply(e, op->text, a, expression(e, op->level));
	}
}

/* "text" and nothing else. */
static bool string(struct eval *e, struct pw_constant *out)
{
	const char *end = *e->p == '"' ? strchr(e->p + 1, '"') : NULL;

	if (!end || end[strspn(end + 1, " ") + 1] ||
	    memchr(e->p, '\\', (size_t)(end - e->p)))
		return false;
	memset(out, 0, sizeof(*out));
	out->text = pw_arena_strndup(pw_ctypes_arena(e->types), e->p + 1,
				     (size_t)(end - e->p) - 1);
	return true;
}

bool pw_constant_evaluate(struct pw_ctypes *types, const char *text,
			  struct pw_constant *out)
{
	struct eval e = { types, text, 0, false };

	skip_blanks(&e);
	if (string(&e, out))
		return true;
	*out = expression(&e, 0);
	skip_blanks(&e);
	return !e.failed && !*e.p;
}

bool pw_macro_constant(void *data, struct pw_ctypes *types, const char *macro,
		       struct pw_constant *out)
{
	struct pw_table *table = data;
	const char *text = pw_table_line(&table->macros, macro);
	char expanded[PW_MACRO_MAX];

	/* One with parameters is none. */
	return text && *text == ' ' &&
	       pw_macro_expand(&table->macros, macro, expanded) &&
	       pw_constant_evaluate(types, expanded, out);
}
