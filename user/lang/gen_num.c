// SPDX-License-Identifier: GPL-2.0
/*
 * Code for numbers. A number in a register is always extended to 64 bits as its
 * type says, so that only casts to narrower types cost anything.
 */
#include <string.h>
#include "lang/gen.h"
#include "lang/builtins.h"

/* What the deepest operand may need at once. */
#define REGS_KEPT 3

struct pw_num pw_gen_ctx(struct pw_gen *g, enum pw_ctx_value value,
			 uint8_t want)
{
	struct pw_num num = pw_gen_target(g, want);
	struct pw_insn *insn = pw_gen_insn(g, PW_OP_CTX);

	insn->dst = num.reg;
	insn->aux = value;
	return num;
}

static struct pw_num gen_builtin(struct pw_gen *g, struct pw_expr *e,
				 uint8_t want)
{
	const struct pw_builtin *builtin = e->info;

	enum pw_ctx_value value = builtin->ctx;

	if (builtin->id == PW_BUILTIN_TASK)
		return pw_gen_task(g, e, want);
	if (builtin->id == PW_BUILTIN_FUNC && g->c->uses_ksym)
		return pw_gen_function_name(g, want);
	/* Arguments that are handed over come not from registers. */
	if ((g->unit->ctx == PW_PROG_RAW || g->unit->ctx == PW_PROG_EXIT) &&
	    value >= PW_CTX_ARG0 && value <= PW_CTX_ARG5)
		value += PW_CTX_GIVEN0 - PW_CTX_ARG0;
	return pw_gen_ctx(g, value, want);
}

static struct pw_num gen_var(struct pw_gen *g, const struct pw_expr *e,
			     uint8_t want)
{
	struct pw_num num;

	if (e->symbol->in_register) {
		num = pw_gen_known(0);
		num.is_known = false;
		num.reg = (uint8_t)e->symbol->place;
		return num;
	}
	num = pw_gen_target(g, want);
	pw_gen_load(g, num.reg, e->symbol->place, PW_W8);
	return num;
}

static struct pw_num gen_map(struct pw_gen *g, struct pw_expr *e, uint8_t want)
{
	uint32_t key = pw_gen_key(g, e->symbol, e->args);
	struct pw_num num;

	pw_gen_lookup(g, e->symbol, key);
	num = pw_gen_target(g, want);
	pw_gen_map(g, PW_OP_MAPGET, e->symbol, key)->dst = num.reg;
	return num;
}

static struct pw_num gen_part(struct pw_gen *g, struct pw_expr *e,
			      uint8_t want);

static struct pw_num gen_address(struct pw_gen *g,
				 const struct pw_symbol *var, uint8_t want)
{
	struct pw_num num = pw_gen_target(g, want);
	struct pw_insn *insn = pw_gen_insn(g, PW_OP_ADDR);

	insn->dst = num.reg;
	insn->off = var->place;
	insn->hi = var->type.size;
	return num;
}

static struct pw_num gen_unary(struct pw_gen *g, struct pw_expr *e,
			       uint8_t want)
{
	struct pw_num from, num;
	struct pw_insn *insn;

	if (e->op == PW_TOK_NOT)
		return pw_gen_truth(g, e, want);
	if (e->op == PW_TOK_STAR)
		return gen_part(g, e, want);
	if (e->op == PW_TOK_AMP)
		return gen_address(g, e->a->symbol, want);
	from = pw_gen_in_reg(g, pw_gen_num(g, e->a, PW_NO_REG));
	if (e->op != PW_TOK_MINUS && e->op != PW_TOK_TILDE)
		return from;
	pw_gen_drop(g, from);
	num = pw_gen_target(g, want);
	insn = pw_gen_insn(g, e->op == PW_TOK_MINUS ? PW_OP_NEG : PW_OP_NOT);
	insn->dst = num.reg;
	insn->src = from.reg;
	return num;
}

static enum pw_opcode opcode_of(int op, bool is_signed, bool left_signed)
{
	switch (op) {
	case PW_TOK_PLUS:
		return PW_OP_ADD;
	case PW_TOK_MINUS:
		return PW_OP_SUB;
	case PW_TOK_STAR:
		return PW_OP_MUL;
	case PW_TOK_SLASH:
		return is_signed ? PW_OP_DIV : PW_OP_DIVU;
	case PW_TOK_PERCENT:
		return is_signed ? PW_OP_MOD : PW_OP_MODU;
	case PW_TOK_AMP:
		return PW_OP_AND;
	case PW_TOK_PIPE:
		return PW_OP_OR;
	case PW_TOK_CARET:
		return PW_OP_XOR;
	case PW_TOK_SHL:
		return PW_OP_SHL;
	default:
		return left_signed ? PW_OP_SAR : PW_OP_SHR;
	}
}

/* Not a comparison, nor && and ||. */
static bool is_arithmetic(int op)
{
	switch (op) {
	case PW_TOK_EQ:
	case PW_TOK_NE:
	case PW_TOK_LT:
	case PW_TOK_LE:
	case PW_TOK_GT:
	case PW_TOK_GE:
	case PW_TOK_AND:
	case PW_TOK_OR:
		return false;
	default:
		return true;
	}
}

static bool commutes(int op)
{
	return op == PW_TOK_PLUS || op == PW_TOK_STAR || op == PW_TOK_AMP ||
	       op == PW_TOK_PIPE || op == PW_TOK_CARET;
}

/* Does evaluating it take more than a register for its own value? */
static bool is_simple(const struct pw_expr *e)
{
	return e->kind == PW_EXPR_INT || e->kind == PW_EXPR_VAR ||
	       e->kind == PW_EXPR_IDENT;
}

/*
 * Both operands in registers or known, in this order. A variable's register is
 * copied if the right side may change it; where registers get few, the left
 * value waits in the frame.
 */
void pw_gen_operands(struct pw_gen *g, struct pw_expr *a, struct pw_expr *b,
		     struct pw_num *l, struct pw_num *r)
{
	uint32_t offset = 0;
	bool spilled;

	*l = pw_gen_num(g, a, PW_NO_REG);
	if (!l->is_known && !l->is_owned && pw_has_effect(b)) {
		struct pw_num copy = pw_gen_target(g, PW_NO_REG);

		pw_gen_mov(g, copy.reg, *l);
		*l = copy;
	}
	spilled = l->is_owned && !is_simple(b) &&
		  pw_gen_free_regs(g) <= REGS_KEPT;
	if (spilled) {
		offset = pw_gen_space(g, 8);
		pw_gen_store(g, offset, *l);
		pw_gen_drop(g, *l);
	}
	*r = pw_gen_num(g, b, PW_NO_REG);
	if (spilled) {
		*l = pw_gen_target(g, PW_NO_REG);
		pw_gen_load(g, l->reg, offset, PW_W8);
	}
}

struct pw_num pw_gen_binary(struct pw_gen *g, int op, struct pw_expr *a,
			    struct pw_expr *b, const struct pw_type *type,
			    uint8_t want)
{
	struct pw_num l, r, num;
	bool left_signed = a->type.is_signed && !a->type.is_flexible;

	pw_gen_operands(g, a, b, &l, &r);
	/* A pointer moves by whole targets. */
	if (type->is_pointer && a->type.is_pointer)
		r = pw_gen_scaled(g, r, pw_gen_step(&a->type));
	else if (type->is_pointer && b->type.is_pointer)
		l = pw_gen_scaled(g, l, pw_gen_step(&b->type));
	if (l.is_known && commutes(op) && !r.is_known) {
		num = l;
		l = r;
		r = num;
	}
	l = pw_gen_in_reg(g, l);
	pw_gen_drop(g, l);
	pw_gen_drop(g, r);
	num = pw_gen_target(g, want);
	pw_gen_op(g, opcode_of(op, type->is_signed, left_signed), num.reg,
		  l.reg, r);
	/* Two bools give a bool, which only these leave 0 or 1. */
	if (type->kind == PW_TYPE_BOOL && op != PW_TOK_AMP &&
	    op != PW_TOK_PIPE && op != PW_TOK_CARET)
		pw_gen_op(g, PW_OP_SNE, num.reg, num.reg, pw_gen_known(0));
	return num;
}

static struct pw_num gen_ternary(struct pw_gen *g, struct pw_expr *e,
				 uint8_t want)
{
	struct pw_label otherwise = { 0 }, end = { 0 };
	struct pw_num num, second;

	pw_gen_cond(g, e->a, &otherwise, false);
	num = pw_gen_num(g, e->b, want);
	if (num.is_known || (!num.is_owned && num.reg != want)) {
		struct pw_num first = num;

		num = pw_gen_target(g, want);
		pw_gen_mov(g, num.reg, first);
	}
	pw_gen_jump(g, &end);
	pw_gen_bind(g, &otherwise);
	/* On this path the register is free, until both meet. */
	pw_gen_drop(g, num);
	second = pw_gen_num(g, e->c, num.reg);
	pw_gen_drop(g, second);
	pw_gen_mov(g, num.reg, second);
	pw_gen_bind(g, &end);
	if (num.is_owned)
		g->regs |= 1u << num.reg;
	return num;
}

void pw_gen_cut(struct pw_gen *g, uint8_t reg, const struct pw_type *from,
		const struct pw_type *to)
{
	struct pw_insn *insn;

	if (to->kind == PW_TYPE_BOOL && from->kind != PW_TYPE_BOOL) {
		pw_gen_op(g, PW_OP_SNE, reg, reg, pw_gen_known(0));
		return;
	}
	if (to->kind != PW_TYPE_INT || pw_type_fits(from, to))
		return;
	insn = pw_gen_insn(g, PW_OP_EXT);
	insn->dst = reg;
	insn->src = reg;
	insn->aux = to->width | (to->is_signed ? PW_SIGNED : 0);
}

/* Is the string not empty? */
static struct pw_num gen_is_text(struct pw_gen *g, struct pw_expr *e,
				 uint8_t want)
{
	uint32_t offset = pw_gen_place(g, e);
	struct pw_num num = pw_gen_target(g, want);

	pw_gen_load(g, num.reg, offset, PW_W1);
	pw_gen_op(g, PW_OP_SNE, num.reg, num.reg, pw_gen_known(0));
	return num;
}

static struct pw_num gen_cast(struct pw_gen *g, struct pw_expr *e,
			      uint8_t want)
{
	const struct pw_type *from = &e->a->type;
	struct pw_num value, num;

	if (from->kind == PW_TYPE_STRING)
		return gen_is_text(g, e->a, want);
	if (pw_type_is_array(from))
		return pw_gen_ref_num(g, pw_gen_ref(g, e->a), &e->type, NULL,
				      want);
	value = pw_gen_num(g, e->a, want);
	if (!value.is_known && (value.is_owned || value.reg == want)) {
		pw_gen_cut(g, value.reg, from, &e->type);
		return value;
	}
	if (!value.is_known && e->type.kind == PW_TYPE_INT &&
	    pw_type_fits(from, &e->type))
		return value;
	num = pw_gen_target(g, want);
	pw_gen_mov(g, num.reg, value);
	pw_gen_cut(g, num.reg, from, &e->type);
	return num;
}

struct pw_num pw_gen_map_add(struct pw_gen *g, const struct pw_symbol *map,
			     uint32_t key, struct pw_num value, bool negate)
{
	struct pw_insn *insn;
	struct pw_num sum;

	if (negate && value.is_known) {
		value.number = -value.number;
	} else if (negate) {
		pw_gen_drop(g, value);
		sum = pw_gen_target(g, PW_NO_REG);
		insn = pw_gen_insn(g, PW_OP_NEG);
		insn->dst = sum.reg;
		insn->src = value.reg;
		value = sum;
	}
	value = pw_gen_in_reg(g, value);
	pw_gen_drop(g, value);
	sum = pw_gen_target(g, PW_NO_REG);
	insn = pw_gen_map(g, PW_OP_MAPADD, map, key);
	insn->dst = sum.reg;
	insn->src = value.reg;
	return sum;
}

static uint64_t step_of(const struct pw_type *type)
{
	return type->kind == PW_TYPE_INT && type->is_pointer ?
	       pw_gen_step(type) : 1;
}

static struct pw_num increment_map(struct pw_gen *g, struct pw_expr *e,
				   bool is_old_wanted)
{
	bool down = e->op == PW_TOK_DEC;
	uint64_t step = step_of(&e->a->symbol->type);
	uint32_t key = pw_gen_key(g, e->a->symbol, e->a->args);
	struct pw_num sum = pw_gen_map_add(g, e->a->symbol, key,
					   pw_gen_known(step), down);

	if (is_old_wanted)
		pw_gen_op(g, PW_OP_ADD, sum.reg, sum.reg,
			  pw_gen_known(down ? step : -step));
	return sum;
}

static struct pw_num increment_var(struct pw_gen *g, struct pw_expr *e,
				   bool is_old_wanted)
{
	const struct pw_symbol *var = e->a->symbol;
	struct pw_type sum_type = pw_type_int(8, true);
	struct pw_num value, old = pw_gen_known(0);
	enum pw_opcode op = e->op == PW_TOK_DEC ? PW_OP_SUB : PW_OP_ADD;

	value = gen_var(g, e->a, PW_NO_REG);
	if (is_old_wanted) {
		old = pw_gen_target(g, PW_NO_REG);
		pw_gen_mov(g, old.reg, value);
	}
	pw_gen_op(g, op, value.reg, value.reg,
		  pw_gen_known(step_of(&var->type)));
	if (var->is_fixed)
		pw_gen_cut(g, value.reg, &sum_type, &var->type);
	if (!var->in_register)
		pw_gen_store(g, var->place, value);
	if (!is_old_wanted)
		return value;
	pw_gen_drop(g, value);
	return old;
}

struct pw_num pw_gen_increment(struct pw_gen *g, struct pw_expr *e,
			       bool is_used)
{
	bool old = is_used && e->kind == PW_EXPR_POSTINC;
	struct pw_num num;

	if (e->a->kind == PW_EXPR_MAP)
		return increment_map(g, e, old);
	num = increment_var(g, e, old);
	if (is_used && !num.is_owned) {
		struct pw_num copy = pw_gen_target(g, PW_NO_REG);

		/* The variable may change again in the same expression. */
		pw_gen_mov(g, copy.reg, num);
		return copy;
	}
	return num;
}

/* An element of a tuple, a member, what a pointer points to … */
static struct pw_num gen_part(struct pw_gen *g, struct pw_expr *e,
			      uint8_t want)
{
	uint32_t offset;
	struct pw_num num;

	if (pw_gen_is_ref(e))
		return pw_gen_ref_num(g, pw_gen_ref(g, e), &e->type,
				      pw_gen_member(e), want);
	offset = pw_gen_place(g, e);
	num = pw_gen_target(g, want);
	pw_gen_load(g, num.reg, offset, PW_W8);
	return num;
}

struct pw_num pw_gen_num(struct pw_gen *g, struct pw_expr *e, uint8_t want)
{
	struct pw_span span = g->span;
	struct pw_num num = pw_gen_known(e->number);

	g->span = e->span;
	switch (e->kind) {
	case PW_EXPR_IDENT:
		num = gen_builtin(g, e, want);
		break;
	case PW_EXPR_VAR:
		num = gen_var(g, e, want);
		break;
	case PW_EXPR_MAP:
		num = gen_map(g, e, want);
		break;
	case PW_EXPR_UNARY:
		num = gen_unary(g, e, want);
		break;
	case PW_EXPR_BINARY:
		num = is_arithmetic(e->op) ?
		      pw_gen_binary(g, e->op, e->a, e->b, &e->type, want) :
		      pw_gen_truth(g, e, want);
		break;
	case PW_EXPR_TERNARY:
		num = gen_ternary(g, e, want);
		break;
	case PW_EXPR_PREINC:
	case PW_EXPR_POSTINC:
		num = pw_gen_increment(g, e, true);
		break;
	case PW_EXPR_CALL:
		num = pw_gen_call(g, e, want);
		break;
	case PW_EXPR_FIELD:
	case PW_EXPR_INDEX:
		num = gen_part(g, e, want);
		break;
	case PW_EXPR_CAST:
		num = gen_cast(g, e, want);
		break;
	case PW_EXPR_BLOCK:
		num = pw_gen_block_num(g, e, want);
		break;
	default:
		break;
	}
	g->span = span;
	return num;
}
