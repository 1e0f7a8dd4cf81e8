// SPDX-License-Identifier: GPL-2.0
/*
 * Types of what operators give, and constants among their operands
 * folded away. Arithmetic is done in 64 bits; its result is unsigned only if
 * both sides are, a literal taking the other side's sign, and never after a
 * subtraction.
 */
#include <string.h>
#include "lang/checker.h"
#include "lang/constant.h"

static bool is_comparison(int op)
{
	return op == PW_TOK_EQ || op == PW_TOK_NE || op == PW_TOK_LT ||
	       op == PW_TOK_LE || op == PW_TOK_GT || op == PW_TOK_GE;
}

static bool is_logical(int op)
{
	return op == PW_TOK_AND || op == PW_TOK_OR;
}

static bool is_countable(const struct pw_type *type)
{
	return pw_type_is_number(type) || pw_type_is_castable(type);
}

static void wrong_types(struct pw_checker *ck, int op, const struct pw_type *l,
			const struct pw_type *r, struct pw_span span)
{
	pw_check_error(ck, span, "The %s operator can not be used on "
		       "expressions of types %s, %s", pw_token_name(op),
		       pw_check_name(ck, l), pw_check_name(ck, r));
}

static bool is_plain_int(const struct pw_type *type)
{
	return type->kind == PW_TYPE_INT && !type->is_pointer;
}

static void distinct(struct pw_checker *ck, const struct pw_expr *left,
		     const struct pw_expr *right, struct pw_span span)
{
	struct pw_type none = pw_type_of(PW_TYPE_NONE, 0);
	const struct pw_type *l = left->type.of ? left->type.of : &none;
	const struct pw_type *r = right->type.of ? right->type.of : &none;
	const char *of_l = pw_check_name(ck, l), *of_r = pw_check_name(ck, r);

	if (ck->quiet || pw_type_equal(l, r))
		return;
	pw_warning(ck->c->diags, span, "comparison of distinct pointer types: "
		   "%s, %s", of_l, of_r);
	pw_context(ck->c->diags, left->span, "left (%s)", of_l);
	pw_context(ck->c->diags, right->span, "right (%s)", of_r);
}

static struct pw_type type_of_pointers(struct pw_checker *ck, int op,
				       const struct pw_expr *left,
				       const struct pw_expr *right,
				       struct pw_span span)
{
	const struct pw_type *l = &left->type, *r = &right->type;

	if (is_comparison(op) && l->is_pointer && r->is_pointer)
		distinct(ck, left, right, span);
	if (is_comparison(op) || is_logical(op))
		return pw_type_of(PW_TYPE_BOOL, 8);
	/* A number may be added from either side. */
	if ((op == PW_TOK_PLUS || op == PW_TOK_MINUS) && l->is_pointer &&
	    (is_plain_int(r) || pw_type_is_castable(r)))
		return *l;
	if (op == PW_TOK_PLUS && r->is_pointer && is_plain_int(l))
		return *r;
	wrong_types(ck, op, l, r, span);
	return pw_type_of(PW_TYPE_NONE, 0);
}

static struct pw_type type_of_numbers(int op, const struct pw_type *l,
				      const struct pw_type *r)
{
	bool left = pw_type_read(l).is_signed;
	bool right = pw_type_read(r).is_signed;

	if (is_comparison(op) || is_logical(op) ||
	    (l->kind == PW_TYPE_BOOL && r->kind == PW_TYPE_BOOL))
		return pw_type_of(PW_TYPE_BOOL, 8);
	if (l->is_flexible && !r->is_flexible)
		left = right;
	else if (r->is_flexible && !l->is_flexible)
		right = left;
	return pw_type_int(8, left || right || op == PW_TOK_MINUS);
}

/* Equal size and elements: what bpftrace asks of arrays. */
static bool check_arrays(struct pw_checker *ck, int op, const struct pw_type *l,
			 const struct pw_type *r, struct pw_span span)
{
	struct pw_type element = pw_type_element(l);

	if (op != PW_TOK_EQ && op != PW_TOK_NE)
		pw_check_error(ck, span, "The %s operator cannot be used on "
			       "arrays.", pw_token_name(op));
	else if (pw_type_n_elements(l) != pw_type_n_elements(r))
		pw_check_error(ck, span, "Only arrays of same size support "
			       "comparison operators.");
	else if (!is_plain_int(&element) || !pw_type_equal(l, r))
		pw_check_error(ck, span, "Only arrays of same sized integer "
			       "support comparison operators.");
	else
		return true;
	return false;
}

static void mismatch(struct pw_checker *ck, int op, const struct pw_expr *left,
		     const struct pw_expr *right, struct pw_span span)
{
	const char *l = pw_check_name(ck, &left->type);
	const char *r = pw_check_name(ck, &right->type);

	if (ck->quiet)
		return;
	pw_error(ck->c->diags, span, "Type mismatch for '%s': comparing %s "
		 "with %s", pw_token_name(op), l, r);
	pw_context(ck->c->diags, left->span, "left (%s)", l);
	pw_context(ck->c->diags, right->span, "right (%s)", r);
}

/* What is no number: only == and != of two of a kind. */
static struct pw_type type_of_objects(struct pw_checker *ck, int op,
				      const struct pw_expr *left,
				      const struct pw_expr *right,
				      struct pw_span span)
{
	const struct pw_type *l = &left->type, *r = &right->type;
	bool is_buf = l->kind == PW_TYPE_BUF && r->kind == PW_TYPE_BUF;
	struct pw_type none = pw_type_of(PW_TYPE_NONE, 0), both;

	if (pw_type_is_array(l) && pw_type_is_array(r)) {
		if (check_arrays(ck, op, l, r, span))
			return pw_type_of(PW_TYPE_BOOL, 8);
		return none;
	}
	if (!is_buf && !pw_type_unite(ck->c->arena, l, r, ck->c->name_length,
				      &both)) {
		mismatch(ck, op, left, right, span);
		return none;
	}
	if (op == PW_TOK_EQ || op == PW_TOK_NE)
		return pw_type_of(PW_TYPE_BOOL, 8);
	wrong_types(ck, op, l, r, span);
	return none;
}

struct pw_type pw_type_of_binary(struct pw_checker *ck, int op,
				 const struct pw_expr *left,
				 const struct pw_expr *right,
				 struct pw_span span)
{
	const struct pw_type *l = &left->type, *r = &right->type;
	bool equality = op == PW_TOK_EQ || op == PW_TOK_NE;
	struct pw_type none = pw_type_of(PW_TYPE_NONE, 0);

	if (l->kind == PW_TYPE_NONE || r->kind == PW_TYPE_NONE)
		return none;
	if (op == PW_TOK_PLUS || op == PW_TOK_MINUS) {
		pw_complete_target(ck, l);
		pw_complete_target(ck, r);
	}
	if (l->kind == PW_TYPE_PORTS || r->kind == PW_TYPE_PORTS) {
		if ((equality && (is_countable(l) || is_countable(r))) ||
		    (is_logical(op) &&
		     (is_countable(l) || l->kind == r->kind ||
		      is_countable(r))))
			return pw_type_of(PW_TYPE_BOOL, 8);
		pw_check_error(ck, span, "a list option can only be tested, or "
			       "compared with an integer by == or !=");
		return none;
	}
	if (is_countable(l) && is_countable(r)) {
		if (l->is_pointer || r->is_pointer)
			return type_of_pointers(ck, op, left, right, span);
		return type_of_numbers(op, l, r);
	}
	if (pw_type_is_text(l) && pw_type_is_text(r) && equality)
		return pw_type_of(PW_TYPE_BOOL, 8);
	return type_of_objects(ck, op, left, right, span);
}

/*
 * A map that nothing else gives a type takes that of what it is computed or
 * compared with: `@n = @n + 1` may be all that a script says of it.
 */
static void guess_map(struct pw_checker *ck, struct pw_expr *map,
		      const struct pw_expr *other)
{
	struct pw_type type = pw_type_read(&other->type);

	if (map->kind != PW_EXPR_MAP || !map->symbol)
		return;
	if (pw_type_is_number(&type) || type.kind == PW_TYPE_STRING)
		pw_check_assign(ck, map->symbol, &type, map->span, true);
}

/* "foo" + 2 is "o", as in bpftrace. */
static bool fold_text(struct pw_checker *ck, struct pw_expr *e)
{
	bool left = e->a->kind == PW_EXPR_STRING;
	const struct pw_expr *text = left ? e->a : e->b;
	const struct pw_expr *skip = left ? e->b : e->a;

	if (e->op != PW_TOK_PLUS || text->kind != PW_EXPR_STRING ||
	    skip->kind != PW_EXPR_INT ||
	    (skip->type.is_signed && (int64_t)skip->number < 0))
		return false;
	if (skip->number < text->text_len) {
		pw_fold_string(e, text->text + skip->number,
			       text->text_len - skip->number);
		return true;
	}
	pw_warning(ck->c->diags, e->span,
		   "literal string will always be empty");
	pw_fold_string(e, "", 0);
	return true;
}

void pw_check_binary(struct pw_checker *ck, struct pw_expr *e)
{
	bool left = pw_check_value(ck, e->a);
	bool right = pw_check_value(ck, e->b);

	if (ck->is_guessing && left && !right)
		guess_map(ck, e->b, e->a);
	if (ck->is_guessing && right && !left)
		guess_map(ck, e->a, e->b);
	if (!left || !right || fold_text(ck, e) || pw_fold_texts(ck, e) ||
	    pw_fold_tuples(e))
		return;
	e->type = pw_type_of_binary(ck, e->op, e->a, e->b, e->span);
	if (e->type.kind == PW_TYPE_NONE)
		return;
	pw_warn_operands(ck, e->op, e->a, e->b, &e->type);
	pw_fold_binary(ck, e);
}

/* &$x: the variable has a place in memory from now on. */
static void check_address(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_symbol *symbol;

	if (e->a->kind != PW_EXPR_VAR) {
		pw_check_error(ck, e->span, "the address of a map is of no use "
			       "to a script and not supported");
		return;
	}
	/* Whoever gets the address may write there. */
	symbol = pw_find_in_scope(ck, e->a->name);
	if (symbol)
		symbol->is_assigned = true;
	if (!pw_check_value(ck, e->a))
		return;
	symbol->is_addressed = true;
	e->type = pw_type_pointer(ck->c->arena, &e->a->type);
}

static void check_dereference(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_type *type = &e->a->type;

	pw_check_expr(ck, e->a);
	if (type->kind != PW_TYPE_ARGS && !pw_check_value(ck, e->a))
		return;
	if (type->kind == PW_TYPE_INT && type->is_pointer && type->of) {
		pw_complete_target(ck, type);
		e->type = *type->of;
	} else if (type->kind == PW_TYPE_INT && !type->is_pointer) {
		/* bpftrace takes it for the address of such a number. */
		e->type = pw_type_int(8, false);
	} else if (type->kind == PW_TYPE_STRUCT) {
		pw_check_error(ck, e->span, "Can not dereference struct/union "
			       "of type '%s'. It is not a pointer.",
			       pw_check_name(ck, type));
	} else if (type->kind == PW_TYPE_ARGS) {
		e->kind = PW_EXPR_IDENT;
		e->name = e->a->name;
		e->type = *type;
	} else {
		pw_check_error(ck, e->span, "The * operator can not be used on "
			       "expressions of type '%s'",
			       pw_check_name(ck, type));
	}
	if (e->type.kind == PW_TYPE_STRUCT)
		e->type = pw_type_struct(e->type.record);
}

void pw_check_unary(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_type *type = &e->a->type;

	if (e->op == PW_TOK_STAR || e->op == PW_TOK_AMP) {
		if (e->op == PW_TOK_STAR)
			check_dereference(ck, e);
		else
			check_address(ck, e);
		return;
	}
	if (!pw_check_value(ck, e->a))
		return;
	if (e->op == PW_TOK_NOT && (pw_type_is_number(type) ||
				    type->kind == PW_TYPE_PORTS)) {
		e->type = pw_type_of(PW_TYPE_BOOL, 8);
	} else if (type->kind == PW_TYPE_INT && !type->is_pointer &&
		   e->op != PW_TOK_NOT) {
		e->type = pw_type_int(8, type->is_signed);
	} else {
		pw_check_error(ck, e->span, "The %s operator can not be used "
			       "on expressions of type '%s'",
			       pw_token_name(e->op), pw_check_name(ck, type));
		return;
	}
	pw_fold_unary(ck, e);
}
