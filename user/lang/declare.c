// SPDX-License-Identifier: GPL-2.0
/*
 * Parts of C's declarations: qualifiers, attributes, constant expressions, and
 * names with the stars and brackets around them.
 */
#include <string.h>
#include "lang/cursor.h"
#include "lang/declare.h"

bool pw_skip_word(struct pw_cursor *c, const char *const *words)
{
	if (c->tok.kind != PW_TOK_IDENT)
		return false;
	for (; *words; words++)
		if (pw_at_word(c, *words)) {
			pw_next(c);
			return true;
		}
	return false;
}

void pw_skip_qualifiers(struct pw_cursor *c)
{
	static const char *const words[] = {
		"const", "volatile", "restrict", "__restrict", "static",
		"extern", "__extension__", "__user", "__kernel", "__rcu",
		"__iomem", "__percpu", NULL
	};

	while (pw_skip_word(c, words))
		;
}

/* ---- constant expressions ---- */

static bool calculate(int op, int64_t a, int64_t b, int64_t *out)
{
	uint64_t x = (uint64_t)a, y = (uint64_t)b;

	switch (op) {
	case PW_TOK_PLUS:
		*out = (int64_t)(x + y);
		return true;
	case PW_TOK_MINUS:
		*out = (int64_t)(x - y);
		return true;
	case PW_TOK_STAR:
		*out = (int64_t)(x * y);
		return true;
	case PW_TOK_SLASH:
		*out = b > 0 ? a / b : 0;
		return b > 0;
	case PW_TOK_PERCENT:
		*out = b > 0 ? a % b : 0;
		return b > 0;
	case PW_TOK_SHL:
		*out = (int64_t)(x << (y & 63));
		return y < 64;
	case PW_TOK_SHR:
		*out = a >> (y & 63);
		return y < 64;
	case PW_TOK_AMP:
		*out = a & b;
		return true;
	case PW_TOK_PIPE:
		*out = a | b;
		return true;
	default:
		return false;
	}
}

/* Of what C allows: integers, values of enums, sizeof of a type. */
static bool evaluate(struct pw_cursor *c, const struct pw_expr *e, int64_t *out)
{
	int64_t a = 0, b = 0;
	struct pw_type type;
	const char *unknown;

	if (e->a && e->kind != PW_EXPR_CAST && !evaluate(c, e->a, &a))
		return false;
	if (e->b && !evaluate(c, e->b, &b))
		return false;
	switch (e->kind) {
	case PW_EXPR_INT:
		*out = (int64_t)e->number;
		return true;
	case PW_EXPR_IDENT:
		return pw_enum_of(c->types, e->name, out) != NULL;
	case PW_EXPR_CALL:
		if (strcmp(e->name, "sizeof") ||
		    e->args->kind != PW_EXPR_CAST || e->args->b ||
		    !pw_type_resolve(c->types, e->args->name, NULL, &type,
				     &unknown))
			return false;
		*out = pw_type_memory_size(&type);
		return true;
	case PW_EXPR_UNARY:
		*out = e->op == PW_TOK_MINUS ? (int64_t)-(uint64_t)a :
		       e->op == PW_TOK_TILDE ? ~a : !a;
		return e->op == PW_TOK_MINUS || e->op == PW_TOK_TILDE ||
		       e->op == PW_TOK_NOT;
	case PW_EXPR_BINARY:
		return calculate(e->op, a, b, out);
	default:
		return false;
	}
}

bool pw_parse_constant(struct pw_cursor *c, int64_t *out)
{
	struct pw_expr *e = pw_parse_expr(c);

	*out = 0;
	if (c->lost)
		return false;
	if (evaluate(c, e, out))
		return true;
	pw_error(c->diags, e->span, "expression is not an integer constant "
		 "expression");
	return false;
}

/* ---- attributes ---- */

static void parse_attribute(struct pw_cursor *c, struct pw_attributes *to)
{
	int64_t n = 16;

	if (pw_at_word(c, "packed") || pw_at_word(c, "__packed__")) {
		to->is_packed = true;
		pw_next(c);
	} else if (pw_at_word(c, "aligned") || pw_at_word(c, "__aligned__")) {
		pw_next(c);
		if (pw_accept(c, PW_TOK_LPAREN) && pw_parse_constant(c, &n))
			pw_expect(c, PW_TOK_RPAREN);
		if (n > 0 && n <= 4096 && n > to->align)
			to->align = (uint32_t)n;
	} else if (c->tok.kind == PW_TOK_IDENT) {
		pw_next(c);
		if (c->tok.kind == PW_TOK_LPAREN)
			pw_skip_brackets(c);
	}
}

void pw_parse_attributes(struct pw_cursor *c, struct pw_attributes *to)
{
	while (!c->lost && (pw_at_word(c, "__attribute__") ||
			    pw_at_word(c, "__packed"))) {
		if (pw_at_word(c, "__packed")) {
			to->is_packed = true;
			pw_next(c);
			continue;
		}
		pw_next(c);
		if (!pw_expect(c, PW_TOK_LPAREN) ||
		    !pw_expect(c, PW_TOK_LPAREN))
			return;
		do
			parse_attribute(c, to);
		while (!c->lost && pw_accept(c, PW_TOK_COMMA));
		if (!c->lost && pw_expect(c, PW_TOK_RPAREN))
			pw_expect(c, PW_TOK_RPAREN);
	}
}

/* ---- names with their stars and brackets ---- */

#define MAX_DIMENSIONS 8

struct dimensions {
	uint32_t n, size[MAX_DIMENSIONS];
};

static void parse_dimensions(struct pw_cursor *c, struct dimensions *d)
{
	struct pw_span span = c->tok.span;
	int64_t size;

	d->n = 0;
	while (pw_accept(c, PW_TOK_LBRACKET)) {
		size = 0;
		if (c->tok.kind != PW_TOK_RBRACKET &&
		    !pw_parse_constant(c, &size)) {
			c->lost = true;
			return;
		}
		if (!pw_expect(c, PW_TOK_RBRACKET))
			return;
		if (d->n < MAX_DIMENSIONS && size >= 0 && size <= INT32_MAX) {
			d->size[d->n++] = (uint32_t)size;
			continue;
		}
		pw_error(c->diags, span, "array size is negative or too "
			 "large");
		c->lost = true;
		return;
	}
}

/* [2][3]: the last is the innermost. */
static void make_arrays(struct pw_cursor *c, struct pw_ctype *ctype,
			const struct dimensions *d)
{
	for (uint32_t i = d->n; i-- > 0;)
		*ctype = pw_ctype_array(c->types, ctype, d->size[i]);
}

static void parse_pointers(struct pw_cursor *c, struct pw_ctype *ctype)
{
	pw_skip_qualifiers(c);
	while (pw_accept(c, PW_TOK_STAR)) {
		*ctype = pw_ctype_pointer(c->types, ctype);
		pw_skip_qualifiers(c);
	}
}

/* (*name)(int, …) or (*name)[4], behind the first bracket. */
static void parse_bracketed(struct pw_cursor *c, struct pw_ctype *ctype,
			    const char **name)
{
	struct dimensions inner, outer;
	unsigned stars = 0;

	for (; pw_accept(c, PW_TOK_STAR); stars++)
		pw_skip_qualifiers(c);
	*name = c->tok.text;
	if (!stars || c->tok.kind != PW_TOK_IDENT) {
		pw_unexpected(c, stars ? "identifier" : "*");
		return;
	}
	pw_next(c);
	/* These belong to the name, those behind to what it points to. */
	parse_dimensions(c, &inner);
	if (c->lost || !pw_expect(c, PW_TOK_RPAREN))
		return;
	if (c->tok.kind == PW_TOK_LPAREN) {
		pw_skip_brackets(c);
		memset(ctype, 0, sizeof(*ctype));
	} else {
		parse_dimensions(c, &outer);
		make_arrays(c, ctype, &outer);
	}
	while (stars--)
		*ctype = pw_ctype_pointer(c->types, ctype);
	make_arrays(c, ctype, &inner);
}

/* A name with what is around it; *name stays NULL where there is none. */
void pw_parse_declarator(struct pw_cursor *c, struct pw_ctype *ctype,
			 const char **name)
{
	struct dimensions dimensions;

	*name = NULL;
	parse_pointers(c, ctype);
	if (pw_accept(c, PW_TOK_LPAREN)) {
		parse_bracketed(c, ctype, name);
		return;
	}
	if (c->tok.kind != PW_TOK_IDENT)
		return;
	*name = c->tok.text;
	pw_next(c);
	parse_dimensions(c, &dimensions);
	if (!c->lost)
		make_arrays(c, ctype, &dimensions);
}
