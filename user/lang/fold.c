// SPDX-License-Identifier: GPL-2.0
/*
 * Constants: expressions of numbers that are known become numbers, and what the
 * code generator may ask about them. A literal's type is the smallest that
 * holds it; a number that a cast gave its type keeps that type, which its
 * non-NULL name tells.
 */
#include <string.h>
#include "lang/checker.h"
#include "lang/constant.h"
#include "lang/tree.h"

#define CANNOT_FOLD "unable to fold literals due to overflow or underflow"

bool pw_const_number(const struct pw_expr *e, uint64_t *value)
{
	*value = e->number;
	return e->kind == PW_EXPR_INT;
}

bool pw_const_truth(const struct pw_expr *e, bool *value)
{
	const struct pw_ports *ports = e->info;

	if (e->kind == PW_EXPR_INT) {
		*value = e->number != 0;
		return true;
	}
	if (e->type.kind != PW_TYPE_PORTS)
		return false;
	*value = ports->n > 1 || (ports->n == 1 && ports->numbers[0]);
	return true;
}

static bool is_signed(const struct pw_type *type)
{
	return pw_type_read(type).is_signed;
}

bool pw_is_signed_pair(const struct pw_type *a, const struct pw_type *b)
{
	if (a->is_flexible && !b->is_flexible)
		return is_signed(b);
	if (b->is_flexible && !a->is_flexible)
		return is_signed(a);
	return is_signed(a) || is_signed(b);
}

static void find_effect(void *data, const struct pw_expr *e)
{
	bool *found = data;
	const struct pw_func *func = NULL;

	if (e->kind == PW_EXPR_CALL)
		func = pw_func_find(e->name);
	if (e->kind == PW_EXPR_PREINC || e->kind == PW_EXPR_POSTINC ||
	    e->kind == PW_EXPR_BLOCK ||
	    (func && (func->id == PW_FUNC_DELETE || func->id == PW_FUNC_FIND)))
		*found = true;
}

bool pw_has_effect(const struct pw_expr *e)
{
	bool found = false;

	pw_walk_expr(e, find_effect, &found);
	return found;
}

/* Everything below the node is forgotten. */
static void become(struct pw_expr *e, enum pw_expr_kind kind)
{
	e->kind = kind;
	e->name = NULL;
	e->symbol = NULL;
	e->info = NULL;
	e->a = e->b = e->c = e->args = NULL;
	e->body = NULL;
	e->n_args = 0;
	e->height = 0;
}

void pw_fold_number(struct pw_expr *e, uint64_t number,
		    const struct pw_type *type)
{
	become(e, PW_EXPR_INT);
	e->number = number;
	if (type) {
		e->type = *type;
		e->name = "typed";
	} else {
		e->type = pw_type_literal(number, false);
	}
	e->is_unsigned = !e->type.is_signed;
}

/* A literal that may be negative. */
static void fold_literal(struct pw_expr *e, uint64_t number, bool negative)
{
	pw_fold_number(e, number, NULL);
	if (negative) {
		e->type = pw_type_literal(number, true);
		e->is_unsigned = false;
	}
}

void pw_fold_bool(struct pw_expr *e, bool value)
{
	struct pw_type type = pw_type_of(PW_TYPE_BOOL, 8);

	pw_fold_number(e, value, &type);
}

void pw_fold_string(struct pw_expr *e, const char *text, size_t len)
{
	become(e, PW_EXPR_STRING);
	e->text = text;
	e->text_len = len;
	e->type = pw_type_string((uint32_t)len + 1);
}

static uint64_t cut_to(uint64_t number, const struct pw_type *type)
{
	unsigned int shift = 64 - 8 * type->width;

	if (type->kind == PW_TYPE_BOOL)
		return number != 0;
	if (type->is_signed)
		return (uint64_t)((int64_t)(number << shift) >> shift);
	return number << shift >> shift;
}

void pw_fold_cast(struct pw_expr *e)
{
	struct pw_type type = e->type, from = e->a->type;
	uint64_t number = e->a->number;

	if (e->a->kind != PW_EXPR_INT)
		return;
	/* An address has no sign to extend: (void *)-1 of an int8 is 0xff. */
	from.is_signed = false;
	if (type.is_pointer && from.kind == PW_TYPE_INT)
		number = cut_to(number, &from);
	pw_fold_number(e, cut_to(number, &type), &type);
}

static bool is_negative(const struct pw_expr *e)
{
	return e->type.is_signed && (int64_t)e->number < 0;
}

void pw_fold_unary(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_type type = e->type;
	uint64_t n = e->a->number;
	bool truth;

	if (e->op == PW_TOK_NOT) {
		if (pw_const_truth(e->a, &truth))
			pw_fold_bool(e, !truth);
		return;
	}
	if (e->a->kind != PW_EXPR_INT)
		return;
	if (e->a->name) {
		pw_fold_number(e, e->op == PW_TOK_TILDE ? ~n : -n, &type);
	} else if (e->op == PW_TOK_TILDE) {
		/* bpftrace's ~ of a literal is a 64-bit unsigned number. */
		fold_literal(e, ~n, is_negative(e->a) && (int64_t)~n < 0);
	} else if (is_negative(e->a)) {
		fold_literal(e, -n, false);
	} else if (n > (uint64_t)INT64_MAX + 1) {
		pw_check_error(ck, e->span, "negative value will underflow");
	} else {
		fold_literal(e, -n, n != 0);
	}
}

/* The magnitude of a literal. */
static uint64_t size_of(const struct pw_expr *e)
{
	return is_negative(e) ? -e->number : e->number;
}

/* Sign and magnitude of left + right; false: it has no 64-bit form. */
static bool add_literals(const struct pw_expr *e, bool negate_right,
			 uint64_t *number, bool *negative)
{
	bool l = is_negative(e->a), r = is_negative(e->b) != negate_right;
	uint64_t x = size_of(e->a), y = size_of(e->b), size;

	if (l == r) {
		size = x + y;
		if (size < x)
			return false;
		*negative = l;
	} else {
		size = x > y ? x - y : y - x;
		*negative = x > y ? l : r;
	}
	if (!size)
		*negative = false;
	if (*negative && size > (uint64_t)INT64_MAX + 1)
		return false;
	*number = *negative ? -size : size;
	return true;
}

static bool multiply_literals(const struct pw_expr *e, uint64_t *number,
			      bool *negative)
{
	uint64_t x = size_of(e->a), y = size_of(e->b);

	*negative = x && y && is_negative(e->a) != is_negative(e->b);
	if (x && y > UINT64_MAX / x)
		return false;
	if (*negative && x * y > (uint64_t)INT64_MAX + 1)
		return false;
	*number = *negative ? -(x * y) : x * y;
	return true;
}

static bool divide_literals(const struct pw_expr *e, uint64_t *number,
			    bool *negative)
{
	uint64_t x = size_of(e->a), y = size_of(e->b), size;

	if (!y)
		return false;
	size = e->op == PW_TOK_SLASH ? x / y : x % y;
	*negative = size && (e->op == PW_TOK_SLASH ?
			     is_negative(e->a) != is_negative(e->b) :
			     is_negative(e->a));
	*number = *negative ? -size : size;
	return true;
}

static bool bits_of_literals(const struct pw_expr *e, uint64_t *number,
			     bool *negative)
{
	uint64_t x = e->a->number, y = e->b->number;
	bool sign = is_negative(e->a) || is_negative(e->b);

	switch (e->op) {
	case PW_TOK_AMP:
		*number = x & y;
		break;
	case PW_TOK_PIPE:
		*number = x | y;
		break;
	case PW_TOK_CARET:
		*number = x ^ y;
		break;
	default:
		if (y >= 64)
			return false;
		sign = is_negative(e->a);
		if (e->op == PW_TOK_SHL)
			*number = x << y;
		else
			*number = sign ? (uint64_t)((int64_t)x >> y) : x >> y;
	}
	*negative = sign && (int64_t)*number < 0;
	return true;
}

static bool calculate(const struct pw_expr *e, uint64_t *number,
		      bool *negative)
{
	switch (e->op) {
	case PW_TOK_PLUS:
		return add_literals(e, false, number, negative);
	case PW_TOK_MINUS:
		return add_literals(e, true, number, negative);
	case PW_TOK_STAR:
		return multiply_literals(e, number, negative);
	case PW_TOK_SLASH:
	case PW_TOK_PERCENT:
		return divide_literals(e, number, negative);
	default:
		return bits_of_literals(e, number, negative);
	}
}

/* -1, 0 or 1, by the sign of the comparison. */
static int compare_numbers(const struct pw_expr *a, const struct pw_expr *b)
{
	int64_t x = (int64_t)a->number, y = (int64_t)b->number;

	if (pw_is_signed_pair(&a->type, &b->type))
		return (x > y) - (x < y);
	return (a->number > b->number) - (a->number < b->number);
}

static bool fold_comparison(struct pw_expr *e, int order)
{
	switch (e->op) {
	case PW_TOK_EQ:
		pw_fold_bool(e, order == 0);
		return true;
	case PW_TOK_NE:
		pw_fold_bool(e, order != 0);
		return true;
	case PW_TOK_LT:
		pw_fold_bool(e, order < 0);
		return true;
	case PW_TOK_LE:
		pw_fold_bool(e, order <= 0);
		return true;
	case PW_TOK_GT:
		pw_fold_bool(e, order > 0);
		return true;
	case PW_TOK_GE:
		pw_fold_bool(e, order >= 0);
		return true;
	default:
		return false;
	}
}

static bool fold_logical(struct pw_expr *e)
{
	bool l, r;

	if (e->op != PW_TOK_AND && e->op != PW_TOK_OR)
		return false;
	if (pw_const_truth(e->a, &l) && pw_const_truth(e->b, &r))
		pw_fold_bool(e, e->op == PW_TOK_AND ? l && r : l || r);
	return true;
}

static int compare_texts(const struct pw_expr *a, const struct pw_expr *b)
{
	size_t least = a->text_len < b->text_len ? a->text_len : b->text_len;
	int order = memcmp(a->text, b->text, least);

	if (order)
		return order;
	return (a->text_len > b->text_len) - (a->text_len < b->text_len);
}

static void join_texts(struct pw_checker *ck, struct pw_expr *e)
{
	size_t len = e->a->text_len + e->b->text_len;
	char *text = pw_arena_alloc(ck->c->arena, len + 1);

	memcpy(text, e->a->text, e->a->text_len);
	memcpy(text + e->a->text_len, e->b->text, e->b->text_len);
	pw_fold_string(e, text, len);
}

/* Truth of a literal string, or of a bool that is known. */
static bool is_known_truth(const struct pw_expr *e, bool *truth)
{
	if (e->kind == PW_EXPR_STRING)
		*truth = e->text_len > 0;
	else if (e->type.kind == PW_TYPE_BOOL)
		return pw_const_truth(e, truth);
	return e->kind == PW_EXPR_STRING;
}

bool pw_fold_texts(struct pw_checker *ck, struct pw_expr *e)
{
	bool left = e->a->kind == PW_EXPR_STRING;
	bool right = e->b->kind == PW_EXPR_STRING;
	bool l, r;

	if ((left || right) && (e->op == PW_TOK_AND || e->op == PW_TOK_OR)) {
		if (!is_known_truth(e->a, &l) || !is_known_truth(e->b, &r))
			return false;
		pw_fold_bool(e, e->op == PW_TOK_AND ? l && r : l || r);
		return true;
	}
	if (!left || !right)
		return false;
	if (e->op == PW_TOK_PLUS)
		join_texts(ck, e);
	else if (!fold_comparison(e, compare_texts(e->a, e->b)))
		pw_check_error(ck, e->span,
			       "illegal literal operation with strings");
	return true;
}

static bool is_known(const struct pw_expr *e)
{
	return e->kind == PW_EXPR_INT || e->kind == PW_EXPR_STRING ||
	       e->kind == PW_EXPR_TUPLE;
}

/* The element of b in the place of a's i-th: by its name, if it has one. */
static const struct pw_expr *partner(const struct pw_expr *a,
				     const struct pw_expr *b)
{
	while (b && a->label && (!b->label || strcmp(a->label, b->label)))
		b = b->next;
	return b;
}

/* False: not all of both is known, or not of the same kind. */
static bool compare_known(const struct pw_expr *a, const struct pw_expr *b,
			  bool *equal)
{
	const struct pw_expr *x, *y;

	if (a->kind != b->kind || !is_known(a))
		return false;
	if (a->kind == PW_EXPR_STRING) {
		*equal = !compare_texts(a, b);
		return true;
	}
	if (a->kind == PW_EXPR_INT) {
		*equal = !compare_numbers(a, b);
		return a->type.kind == b->type.kind;
	}
	*equal = a->n_args == b->n_args;
	for (x = a->args, y = b->args; x && *equal; x = x->next) {
		const struct pw_expr *other = x->label ? partner(x, b->args) :
					      y;

		if (!other || !compare_known(x, other, equal))
			return false;
		y = y->next;
	}
	return true;
}

bool pw_fold_tuples(struct pw_expr *e)
{
	bool equal;

	if (e->a->kind != PW_EXPR_TUPLE ||
	    (e->op != PW_TOK_EQ && e->op != PW_TOK_NE) ||
	    !compare_known(e->a, e->b, &equal))
		return false;
	pw_fold_bool(e, equal == (e->op == PW_TOK_EQ));
	return true;
}

void pw_fold_binary(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_type type = e->type;
	uint64_t number = 0;
	bool negative = false;

	if (fold_logical(e))
		return;
	if (e->a->kind != PW_EXPR_INT || e->b->kind != PW_EXPR_INT)
		return;
	if (fold_comparison(e, compare_numbers(e->a, e->b)))
		return;
	if (type.is_pointer)
		return;
	/* With a typed operand the result wraps as it would when it runs. */
	if (!calculate(e, &number, &negative)) {
		if ((!e->a->name && !e->b->name) ||
		    type.kind == PW_TYPE_BOOL) {
			pw_check_error(ck, e->span, CANNOT_FOLD);
			e->type.kind = PW_TYPE_NONE;
		}
		return;
	}
	if (type.kind == PW_TYPE_BOOL)
		pw_fold_bool(e, number != 0);
	else if (e->a->name || e->b->name)
		pw_fold_number(e, number, &type);
	else
		fold_literal(e, number, negative);
}
