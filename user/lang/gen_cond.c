// SPDX-License-Identifier: GPL-2.0
/*
 * Code for conditions: comparisons and jumps in one, && and || as jumps.
 */
#include <string.h>
#include "lang/gen.h"

static bool is_comparison(int op)
{
	return op == PW_TOK_EQ || op == PW_TOK_NE || op == PW_TOK_LT ||
	       op == PW_TOK_LE || op == PW_TOK_GT || op == PW_TOK_GE;
}

/* The comparison that is true when op is not. */
static int negated(int op)
{
	switch (op) {
	case PW_TOK_EQ:
		return PW_TOK_NE;
	case PW_TOK_NE:
		return PW_TOK_EQ;
	case PW_TOK_LT:
		return PW_TOK_GE;
	case PW_TOK_LE:
		return PW_TOK_GT;
	case PW_TOK_GT:
		return PW_TOK_LE;
	default:
		return PW_TOK_LT;
	}
}

/* The comparison with its sides exchanged. */
static int mirrored(int op)
{
	switch (op) {
	case PW_TOK_LT:
		return PW_TOK_GT;
	case PW_TOK_LE:
		return PW_TOK_GE;
	case PW_TOK_GT:
		return PW_TOK_LT;
	case PW_TOK_GE:
		return PW_TOK_LE;
	default:
		return op;
	}
}

static enum pw_opcode jump_of(int op, bool is_signed)
{
	switch (op) {
	case PW_TOK_EQ:
		return PW_OP_JEQ;
	case PW_TOK_NE:
		return PW_OP_JNE;
	case PW_TOK_LT:
		return is_signed ? PW_OP_JLT : PW_OP_JLTU;
	case PW_TOK_LE:
		return is_signed ? PW_OP_JLE : PW_OP_JLEU;
	case PW_TOK_GT:
		return is_signed ? PW_OP_JGT : PW_OP_JGTU;
	default:
		return is_signed ? PW_OP_JGE : PW_OP_JGEU;
	}
}

static enum pw_opcode set_of(int op, bool is_signed)
{
	switch (op) {
	case PW_TOK_EQ:
		return PW_OP_SEQ;
	case PW_TOK_NE:
		return PW_OP_SNE;
	case PW_TOK_LT:
		return is_signed ? PW_OP_SLT : PW_OP_SLTU;
	default:
		return is_signed ? PW_OP_SLE : PW_OP_SLEU;
	}
}

/* Numbers on both sides, *l in a register; *op is mirrored if they changed. */
static void gen_sides(struct pw_gen *g, struct pw_expr *e, int *op,
		      struct pw_num *l, struct pw_num *r)
{
	struct pw_num other;

	pw_gen_operands(g, e->a, e->b, l, r);
	if (l->is_known && !r->is_known) {
		other = *l;
		*l = *r;
		*r = other;
		*op = mirrored(*op);
	}
	*l = pw_gen_in_reg(g, *l);
}

static void compare_numbers(struct pw_gen *g, struct pw_expr *e,
			    struct pw_label *to, bool sense)
{
	bool is_signed = pw_is_signed_pair(&e->a->type, &e->b->type);
	int op = sense ? e->op : negated(e->op);
	struct pw_num l, r;

	gen_sides(g, e, &op, &l, &r);
	pw_gen_drop(g, l);
	pw_gen_drop(g, r);
	pw_gen_branch(g, jump_of(op, is_signed), l.reg, r, to);
}

/* A list on one side: equal to a number if any of its members is. */
static void compare_list(struct pw_gen *g, struct pw_expr *e,
			 struct pw_label *to, bool sense)
{
	bool is_left = e->a->type.kind == PW_TYPE_PORTS;
	const struct pw_ports *ports = is_left ? e->a->info : e->b->info;
	bool if_equal = sense == (e->op == PW_TOK_EQ);
	struct pw_label none = { 0 };
	struct pw_num num;

	num = pw_gen_in_reg(g, pw_gen_num(g, is_left ? e->b : e->a,
					  PW_NO_REG));
	for (uint32_t i = 0; i < ports->n; i++) {
		bool decides = !if_equal && i == ports->n - 1;

		pw_gen_branch(g, decides ? PW_OP_JNE : PW_OP_JEQ, num.reg,
			      pw_gen_known(ports->numbers[i]),
			      if_equal || decides ? to : &none);
	}
	pw_gen_bind(g, &none);
	pw_gen_drop(g, num);
}

static struct pw_num gen_strings_equal(struct pw_gen *g, struct pw_expr *e,
				       uint8_t want)
{
	uint32_t a, b, size_a, size_b;
	struct pw_insn *insn;
	struct pw_num num;

	a = pw_gen_text(g, e->a, &size_a);
	b = pw_gen_text(g, e->b, &size_b);
	num = pw_gen_target(g, want);
	insn = pw_gen_insn(g, PW_OP_STREQ);
	insn->dst = num.reg;
	insn->off = a;
	insn->lo = b;
	/* The shorter slot holds its string's end. */
	insn->hi = size_a < size_b ? size_a : size_b;
	return num;
}

static void compare_strings(struct pw_gen *g, struct pw_expr *e,
			    struct pw_label *to, bool sense)
{
	struct pw_num equal = gen_strings_equal(g, e, PW_NO_REG);
	bool if_equal = sense == (e->op == PW_TOK_EQ);

	pw_gen_drop(g, equal);
	pw_gen_branch(g, if_equal ? PW_OP_JNE : PW_OP_JEQ, equal.reg,
		      pw_gen_known(0), to);
}

/* One side of such a comparison, as a value of the common type. */
static uint32_t gen_object(struct pw_gen *g, struct pw_expr *e,
			   const struct pw_type *type)
{
	uint32_t offset;

	if (pw_type_same_layout(&e->type, type))
		return pw_gen_place(g, e);
	offset = pw_gen_space(g, type->size);
	pw_gen_slot(g, e, offset, type);
	return offset;
}

/* Arrays, structs, tuples: equal if all their bytes are. */
static struct pw_num gen_objects_equal(struct pw_gen *g, struct pw_expr *e,
				       uint8_t want)
{
	struct pw_type type;
	struct pw_insn *insn;
	struct pw_num num;
	uint32_t a, b;

	if (!pw_type_unite(g->c->arena, &e->a->type, &e->b->type,
			   g->c->name_length, &type)) {
		/* Bytes of buf(), not as many on both sides. */
		num = pw_gen_target(g, want);
		pw_gen_mov(g, num.reg, pw_gen_known(0));
		return num;
	}
	a = gen_object(g, e->a, &type);
	b = gen_object(g, e->b, &type);
	num = pw_gen_target(g, want);
	insn = pw_gen_insn(g, PW_OP_MEMEQ);
	insn->dst = num.reg;
	insn->off = a;
	insn->lo = b;
	insn->hi = type.size;
	return num;
}

/* Names of two probes are numbers, and compared as such. */
static bool are_texts(const struct pw_type *a, const struct pw_type *b)
{
	return pw_type_is_text(a) && pw_type_is_text(b) &&
	       (a->kind == PW_TYPE_STRING || b->kind == PW_TYPE_STRING ||
		a->kind != b->kind);
}

static bool are_objects(const struct pw_expr *e)
{
	return !pw_is_scalar(&e->a->type) || !pw_is_scalar(&e->b->type);
}

static void compare_objects(struct pw_gen *g, struct pw_expr *e,
			    struct pw_label *to, bool sense)
{
	struct pw_num equal = gen_objects_equal(g, e, PW_NO_REG);
	bool if_equal = sense == (e->op == PW_TOK_EQ);

	pw_gen_drop(g, equal);
	pw_gen_branch(g, if_equal ? PW_OP_JNE : PW_OP_JEQ, equal.reg,
		      pw_gen_known(0), to);
}

static void compare(struct pw_gen *g, struct pw_expr *e, struct pw_label *to,
		    bool sense)
{
	const struct pw_type *a = &e->a->type, *b = &e->b->type;

	if (a->kind == PW_TYPE_PORTS || b->kind == PW_TYPE_PORTS)
		compare_list(g, e, to, sense);
	else if (are_texts(a, b))
		compare_strings(g, e, to, sense);
	else if (are_objects(e))
		compare_objects(g, e, to, sense);
	else
		compare_numbers(g, e, to, sense);
}

/* `both`: e is true only if both sides are, as in && and a negated ||. */
static void gen_both(struct pw_gen *g, struct pw_expr *e, struct pw_label *to,
		     bool sense, bool both)
{
	struct pw_label skip = { 0 };

	/* Jump when the first side decides, for or against. */
	if (sense != both) {
		pw_gen_cond(g, e->a, to, sense);
		pw_gen_cond(g, e->b, to, sense);
		return;
	}
	pw_gen_cond(g, e->a, &skip, !sense);
	pw_gen_cond(g, e->b, to, sense);
	pw_gen_bind(g, &skip);
}

void pw_gen_cond(struct pw_gen *g, struct pw_expr *e, struct pw_label *to,
		 bool sense)
{
	struct pw_span span = g->span;
	struct pw_num num;
	bool truth;

	g->span = e->span;
	if (pw_const_truth(e, &truth)) {
		if (truth == sense)
			pw_gen_jump(g, to);
	} else if (e->kind == PW_EXPR_UNARY && e->op == PW_TOK_NOT) {
		pw_gen_cond(g, e->a, to, !sense);
	} else if (e->kind == PW_EXPR_BINARY &&
		   (e->op == PW_TOK_AND || e->op == PW_TOK_OR)) {
		gen_both(g, e, to, sense, e->op == PW_TOK_AND);
	} else if (e->kind == PW_EXPR_BINARY && is_comparison(e->op)) {
		compare(g, e, to, sense);
	} else {
		num = pw_gen_in_reg(g, pw_gen_num(g, e, PW_NO_REG));
		pw_gen_drop(g, num);
		pw_gen_branch(g, sense ? PW_OP_JNE : PW_OP_JEQ, num.reg,
			      pw_gen_known(0), to);
	}
	g->span = span;
}

static bool is_plain_comparison(const struct pw_expr *e)
{
	return e->kind == PW_EXPR_BINARY && is_comparison(e->op) &&
	       e->a->type.kind != PW_TYPE_PORTS &&
	       e->b->type.kind != PW_TYPE_PORTS &&
	       !are_texts(&e->a->type, &e->b->type) && !are_objects(e);
}

/* There is no "greater": the sides change places. */
static struct pw_num set_by_numbers(struct pw_gen *g, struct pw_expr *e,
				    uint8_t want)
{
	bool is_signed = pw_is_signed_pair(&e->a->type, &e->b->type);
	struct pw_num l, r, num;
	int op = e->op;

	gen_sides(g, e, &op, &l, &r);
	if (op == PW_TOK_GT || op == PW_TOK_GE) {
		num = l;
		l = pw_gen_in_reg(g, r);
		r = num;
		op = mirrored(op);
	}
	pw_gen_drop(g, l);
	pw_gen_drop(g, r);
	num = pw_gen_target(g, want);
	pw_gen_op(g, set_of(op, is_signed), num.reg, l.reg, r);
	return num;
}

/* !x of a number that is no condition itself. */
static struct pw_num set_if_zero(struct pw_gen *g, struct pw_expr *e,
				 uint8_t want)
{
	struct pw_num from, num;

	from = pw_gen_in_reg(g, pw_gen_num(g, e->a, PW_NO_REG));
	pw_gen_drop(g, from);
	num = pw_gen_target(g, want);
	pw_gen_op(g, PW_OP_SEQ, num.reg, from.reg, pw_gen_known(0));
	return num;
}

struct pw_num pw_gen_truth(struct pw_gen *g, struct pw_expr *e, uint8_t want)
{
	struct pw_label no = { 0 }, end = { 0 };
	struct pw_num num;

	if (is_plain_comparison(e))
		return set_by_numbers(g, e, want);
	if (e->kind == PW_EXPR_UNARY && e->a->type.kind != PW_TYPE_BOOL)
		return set_if_zero(g, e, want);
	pw_gen_cond(g, e, &no, false);
	num = pw_gen_target(g, want);
	pw_gen_mov(g, num.reg, pw_gen_known(1));
	pw_gen_jump(g, &end);
	pw_gen_bind(g, &no);
	pw_gen_mov(g, num.reg, pw_gen_known(0));
	pw_gen_bind(g, &end);
	return num;
}
