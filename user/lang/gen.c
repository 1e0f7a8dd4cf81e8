// SPDX-License-Identifier: GPL-2.0
/*
 * Code for statements and programs: one program a unit. What a predicate
 * refuses goes straight to the program's end.
 */
#include <string.h>
#include "lang/builtins.h"
#include "lang/gen.h"
#include "lang/tree.h"

struct pw_gen_scope pw_gen_enter(const struct pw_gen *g)
{
	struct pw_gen_scope scope = { g->vars_end, g->n_var_regs, g->regs,
				      g->frame_end };

	return scope;
}

void pw_gen_leave(struct pw_gen *g, struct pw_gen_scope scope)
{
	g->vars_end = scope.vars_end;
	g->frame_end = scope.vars_end;
	g->n_var_regs = scope.n_var_regs;
	g->regs = scope.regs;
}

void pw_gen_place_var(struct pw_gen *g, struct pw_symbol *var)
{
	uint32_t reg = PW_REGS - 1 - g->n_var_regs;

	/* Inside an expression a temporary may have come that far up. */
	var->in_register = pw_is_scalar(&var->type) && !var->is_addressed &&
			   g->n_var_regs < PW_VAR_REGS &&
			   !(g->regs & 1u << reg) &&
			   pw_gen_free_regs(g) > PW_TEMP_REGS;
	if (var->in_register) {
		var->place = reg;
		g->n_var_regs++;
		g->regs |= 1u << reg;
	} else {
		var->place = pw_gen_space(g, var->type.size);
		g->vars_end = g->frame_end;
	}
}

struct mention {
	const struct pw_symbol *symbol;
	bool found;
};

static void find_mention(void *data, const struct pw_expr *e)
{
	struct mention *mention = data;

	if (e->kind == PW_EXPR_VAR && e->symbol == mention->symbol)
		mention->found = true;
}

static bool mentions(const struct pw_expr *e, const struct pw_symbol *symbol)
{
	struct mention mention = { symbol, false };

	pw_walk_expr(e, find_mention, &mention);
	return mention.found;
}

void pw_gen_set_scalar(struct pw_gen *g, struct pw_symbol *var,
		       struct pw_num value, const struct pw_type *from)
{
	/* A variable of a declared, narrower type takes only what fits. */
	bool is_cut = var->is_fixed && !pw_type_fits(from, &var->type);
	struct pw_num reg = value;

	if (var->in_register)
		reg = pw_gen_target(g, (uint8_t)var->place);
	else if (is_cut && !value.is_owned)
		reg = pw_gen_target(g, PW_NO_REG);
	if (!reg.is_known)
		pw_gen_mov(g, reg.reg, value);
	if (is_cut)
		pw_gen_cut(g, reg.reg, from, &var->type);
	if (!var->in_register)
		pw_gen_store(g, var->place, reg);
	pw_gen_drop(g, value);
	pw_gen_drop(g, reg);
}

/* var = e; `is_new`: nothing can read it yet. */
static void gen_set(struct pw_gen *g, struct pw_symbol *var,
		    struct pw_expr *e, bool is_new)
{
	uint32_t offset;

	if (is_new)
		pw_gen_place_var(g, var);
	if (pw_is_scalar(&var->type)) {
		pw_gen_set_scalar(g, var, pw_gen_num(g, e, var->in_register ?
					      (uint8_t)var->place :
					      PW_NO_REG), &e->type);
	} else if (!is_new && e->kind != PW_EXPR_VAR && mentions(e, var)) {
		offset = pw_gen_space(g, var->type.size);
		pw_gen_slot(g, e, offset, &var->type);
		pw_gen_frame(g, PW_OP_COPY, var->place, offset,
			     var->type.size);
	} else if (e->kind != PW_EXPR_VAR || e->symbol != var) {
		pw_gen_slot(g, e, var->place, &var->type);
	}
}

static void assign_var(struct pw_gen *g, struct pw_expr *e)
{
	/* The assignment that makes a variable has its symbol. */
	bool is_new = e->symbol != NULL;
	struct pw_symbol *var = e->a->symbol;
	struct pw_num sum;

	if (e->op == PW_TOK_ASSIGN) {
		gen_set(g, var, e->b, is_new);
		return;
	}
	sum = pw_gen_binary(g, (int)pw_token_operator(e->op), e->a, e->b,
			    &e->type, var->in_register ? (uint8_t)var->place :
			    PW_NO_REG);
	pw_gen_set_scalar(g, var, sum, &e->type);
}

static bool list_has_effect(const struct pw_expr *e)
{
	for (; e; e = e->next)
		if (pw_has_effect(e))
			return true;
	return false;
}

/* The value to go into a map, which the key's evaluation must not change. */
static struct pw_num hold(struct pw_gen *g, struct pw_num value,
			  const struct pw_expr *keys)
{
	struct pw_num copy;

	if (value.is_known || value.is_owned || !list_has_effect(keys))
		return value;
	copy = pw_gen_target(g, PW_NO_REG);
	pw_gen_mov(g, copy.reg, value);
	return copy;
}

/* The time that a value of a time series belongs to; tests bring their own. */
static struct pw_num gen_series_time(struct pw_gen *g)
{
	const struct pw_lang_env *env = g->c->env;
	struct pw_symbol *map;
	struct pw_num num;

	for (map = env->clock_map ? g->c->maps : NULL; map;
	     map = map->next_map) {
		if (strcmp(map->name, env->clock_map) || map->has_keys ||
		    map->type.kind != PW_TYPE_INT)
			continue;
		num = pw_gen_target(g, PW_NO_REG);
		pw_gen_map(g, PW_OP_MAPGET, map, 0)->dst = num.reg;
		return num;
	}
	num = pw_gen_ctx(g, PW_CTX_NSECS, PW_NO_REG);
	if (env->tai_delta)
		pw_gen_op(g, PW_OP_ADD, num.reg, num.reg,
			  pw_gen_known(env->tai_delta));
	return num;
}

/* @m = sum(x); and the like. */
static void aggregate(struct pw_gen *g, struct pw_expr *e)
{
	struct pw_symbol *map = e->a->symbol;
	struct pw_expr *keys = e->a->args;
	bool is_series = map->type.kind == PW_TYPE_TSERIES;
	bool is_hist = map->type.kind == PW_TYPE_HIST ||
		       map->type.kind == PW_TYPE_LHIST;
	struct pw_num value, now = pw_gen_known(0);
	struct pw_insn *insn;
	uint32_t key;

	if (map->type.kind == PW_TYPE_COUNT) {
		pw_gen_map(g, PW_OP_COUNT, map, pw_gen_key(g, map, keys));
		return;
	}
	value = pw_gen_num(g, e->b->args, PW_NO_REG);
	value = hold(g, pw_gen_in_reg(g, value), keys);
	key = is_hist || is_series ? pw_gen_bucket_key(g, map, keys) :
	      pw_gen_key(g, map, keys);
	if (is_series)
		now = gen_series_time(g);
	insn = pw_gen_map(g, is_hist ? PW_OP_HIST : is_series ? PW_OP_TSERIES :
			  PW_OP_AGG, map, key);
	insn->src = value.reg;
	if (is_series)
		insn->hi = now.reg;
	pw_gen_drop(g, now);
	pw_gen_drop(g, value);
}

static void set_map(struct pw_gen *g, struct pw_expr *e, struct pw_num value)
{
	struct pw_symbol *map = e->a->symbol;
	uint32_t key;

	value = hold(g, pw_gen_in_reg(g, value), e->a->args);
	key = pw_gen_key(g, map, e->a->args);
	pw_gen_map(g, PW_OP_MAPSET, map, key)->src = value.reg;
	pw_gen_drop(g, value);
}

/* += and -= on integers are atomic; the others read, calculate and write. */
static void update_map(struct pw_gen *g, struct pw_expr *e)
{
	struct pw_symbol *map = e->a->symbol;
	int op = (int)pw_token_operator(e->op);
	struct pw_num value;
	uint32_t key;

	if ((op != PW_TOK_PLUS && op != PW_TOK_MINUS) ||
	    map->type.kind != PW_TYPE_INT) {
		set_map(g, e, pw_gen_binary(g, op, e->a, e->b, &e->type,
					    PW_NO_REG));
		return;
	}
	value = hold(g, pw_gen_num(g, e->b, PW_NO_REG), e->a->args);
	if (map->type.is_pointer)
		value = pw_gen_scaled(g, value, pw_gen_step(&map->type));
	key = pw_gen_key(g, map, e->a->args);
	value = pw_gen_map_add(g, map, key, value, op == PW_TOK_MINUS);
	pw_gen_drop(g, value);
}

static void set_map_object(struct pw_gen *g, struct pw_expr *e)
{
	struct pw_symbol *map = e->a->symbol;
	uint32_t offset, key;

	if (e->b->kind == PW_EXPR_VAR &&
	    pw_type_same_layout(&e->b->type, &map->type)) {
		offset = pw_gen_place(g, e->b);
	} else {
		offset = pw_gen_space(g, map->type.size);
		pw_gen_slot(g, e->b, offset, &map->type);
	}
	key = pw_gen_key(g, map, e->a->args);
	pw_gen_map(g, PW_OP_MAPSETV, map, key)->hi = offset;
}

static void assign_map(struct pw_gen *g, struct pw_expr *e)
{
	if (e->op != PW_TOK_ASSIGN)
		update_map(g, e);
	else if (pw_type_is_aggregate(&e->a->symbol->type))
		aggregate(g, e);
	else if (pw_is_scalar(&e->a->symbol->type))
		set_map(g, e, pw_gen_num(g, e->b, PW_NO_REG));
	else
		set_map_object(g, e);
}

/* A value that nobody wants is only worth its effects. */
static void gen_discarded(struct pw_gen *g, struct pw_expr *e)
{
	if (e->kind == PW_EXPR_PREINC || e->kind == PW_EXPR_POSTINC)
		pw_gen_drop(g, pw_gen_increment(g, e, false));
	else if (!pw_has_effect(e))
		return;
	else if (pw_is_scalar(&e->type))
		pw_gen_drop(g, pw_gen_num(g, e, PW_NO_REG));
	else
		pw_gen_place(g, e);
}

/* What a test or a benchmark returns is told to who ran it. */
static void gen_return(struct pw_gen *g, const struct pw_stmt *stmt)
{
	enum pw_probe_kind kind = g->unit->kind;
	struct pw_num num;

	if (!stmt->expr)
		return;
	if ((kind != PW_PROBE_TEST && kind != PW_PROBE_BENCH) ||
	    !pw_is_scalar(&stmt->expr->type)) {
		gen_discarded(g, stmt->expr);
		return;
	}
	num = pw_gen_in_reg(g, pw_gen_num(g, stmt->expr, PW_NO_REG));
	pw_gen_insn(g, PW_OP_RET)->src = num.reg;
	pw_gen_drop(g, num);
}

void pw_gen_statement(struct pw_gen *g, struct pw_expr *e)
{
	struct pw_label otherwise = { 0 }, end = { 0 };
	const struct pw_func *func = e->kind == PW_EXPR_CALL ? e->info : NULL;

	g->span = e->span;
	if (e->kind == PW_EXPR_ASSIGN && e->a->kind == PW_EXPR_VAR) {
		assign_var(g, e);
	} else if (e->kind == PW_EXPR_ASSIGN) {
		assign_map(g, e);
	} else if (func && !func->is_value) {
		pw_gen_action(g, e);
	} else if (e->kind == PW_EXPR_BLOCK) {
		pw_gen_block(g, e);
	} else if (e->kind == PW_EXPR_TERNARY &&
		   e->type.kind == PW_TYPE_NONE) {
		pw_gen_cond(g, e->a, &otherwise, false);
		pw_gen_statement(g, e->b);
		pw_gen_jump(g, &end);
		pw_gen_bind(g, &otherwise);
		pw_gen_statement(g, e->c);
		pw_gen_bind(g, &end);
	} else {
		gen_discarded(g, e);
	}
}

void pw_gen_body(struct pw_gen *g, struct pw_stmt *body)
{
	struct pw_gen_scope scope = pw_gen_enter(g);

	pw_gen_stmts(g, body);
	pw_gen_leave(g, scope);
}

static void gen_if(struct pw_gen *g, struct pw_stmt *stmt)
{
	struct pw_label otherwise = { 0 }, end = { 0 };
	bool always;

	if (pw_const_truth(stmt->expr, &always)) {
		pw_gen_body(g, always ? stmt->body : stmt->else_body);
		return;
	}
	pw_gen_cond(g, stmt->expr, &otherwise, false);
	g->frame_end = g->vars_end;
	pw_gen_body(g, stmt->body);
	if (stmt->else_body) {
		pw_gen_jump(g, &end);
		pw_gen_bind(g, &otherwise);
		pw_gen_body(g, stmt->else_body);
	}
	pw_gen_bind(g, &otherwise);
	pw_gen_bind(g, &end);
}

/* A variable that is 0 until it is assigned to. */
static void gen_zeroed(struct pw_gen *g, struct pw_symbol *var)
{
	/* Never assigned, never read: the check would have told. */
	if (var->type.kind == PW_TYPE_NONE)
		return;
	pw_gen_place_var(g, var);
	if (pw_is_scalar(&var->type))
		pw_gen_set_scalar(g, var, pw_gen_known(0), &var->type);
	else
		pw_gen_frame(g, PW_OP_ZERO, var->place, 0, var->type.size);
}

static void gen_let(struct pw_gen *g, struct pw_stmt *stmt)
{
	if (stmt->expr)
		gen_set(g, stmt->symbol, stmt->expr, true);
	else
		gen_zeroed(g, stmt->symbol);
}

static void gen_function(struct pw_gen *g, struct pw_stmt *stmt)
{
	struct pw_label end = { 0 }, *outer = g->function;

	g->function = &end;
	pw_gen_body(g, stmt->body);
	g->function = outer;
	pw_gen_bind(g, &end);
}

void pw_gen_stmts(struct pw_gen *g, struct pw_stmt *stmt)
{
	for (; stmt; stmt = stmt->next) {
		g->span = stmt->span;
		switch (stmt->kind) {
		case PW_STMT_EXPR:
			pw_gen_statement(g, stmt->expr);
			break;
		case PW_STMT_IF:
			gen_if(g, stmt);
			break;
		case PW_STMT_BLOCK:
			pw_gen_body(g, stmt->body);
			break;
		case PW_STMT_LET:
			gen_let(g, stmt);
			break;
		case PW_STMT_WHILE:
			pw_gen_while(g, stmt);
			break;
		case PW_STMT_UNROLL:
			pw_gen_unroll(g, stmt);
			break;
		case PW_STMT_RANGE:
			pw_gen_range(g, stmt);
			break;
		case PW_STMT_EACH:
			pw_gen_each(g, stmt);
			break;
		case PW_STMT_BREAK:
			pw_gen_jump(g, &g->loop->end);
			break;
		case PW_STMT_CONTINUE:
			pw_gen_jump(g, &g->loop->again);
			break;
		case PW_STMT_FUNCTION:
			gen_function(g, stmt);
			break;
		case PW_STMT_LEAVE:
			if (stmt->expr)
				pw_gen_statement(g, stmt->expr);
			pw_gen_jump(g, g->function);
			g->dead = true;
			break;
		case PW_STMT_RETURN:
			gen_return(g, stmt);
			pw_gen_insn(g, PW_OP_END);
			break;
		}
		g->frame_end = g->vars_end;
	}
}

/* -p: as if `pid == N &&` stood before the predicate. */
static void gen_pid_filter(struct pw_gen *g, struct pw_label *end)
{
	uint32_t pid = pw_pid_filter(g->c->env, g->unit->kind);
	struct pw_insn *insn;
	uint8_t reg;

	if (!pid)
		return;
	reg = pw_gen_reg(g);
	insn = pw_gen_insn(g, PW_OP_CTX);
	insn->dst = reg;
	insn->aux = g->c->env->in_pid_ns ? PW_CTX_NS_PID : PW_CTX_PID;
	pw_gen_branch(g, PW_OP_JNE, reg, pw_gen_known(pid), end);
	pw_gen_drop_reg(g, reg);
}

static void check_program(struct pw_gen *g, const struct pw_block *block,
			  uint32_t n_insns)
{
	struct pw_diags *diags = g->c->diags;

	if (n_insns > PW_PROG_INSNS_MAX)
		pw_error(diags, block->span, "the block makes a program of %u "
			 "instructions, the limit is %u", n_insns,
			 PW_PROG_INSNS_MAX);
	if (g->frame_size > PW_FRAME_MAX)
		pw_error(diags, block->span, "the block's strings and "
			 "variables need more than the limit of %u bytes (a "
			 "lower max_strlen makes strings shorter)",
			 PW_FRAME_MAX);
}

static void gen_program(struct pw_gen *g, struct pw_unit *unit)
{
	struct pw_prog_def *prog = &g->progs[unit->number];
	const struct pw_block *block = unit->block;
	struct pw_label end = { 0 };

	g->unit = unit;
	g->first = (uint32_t)g->n_insns;
	g->dead = false;
	g->loop = NULL;
	g->regs = g->n_var_regs = 0;
	g->vars_end = g->frame_end = g->frame_size = g->rec_size = 0;
	g->span = block->span;
	gen_pid_filter(g, &end);
	if (block->predicate) {
		pw_gen_cond(g, block->predicate, &end, false);
		g->frame_end = 0;
	}
	pw_gen_stmts(g, block->body);
	pw_gen_bind(g, &end);
	g->span = block->span;
	pw_gen_insn(g, PW_OP_END);
	prog->first_insn = g->first;
	prog->n_insns = (uint32_t)g->n_insns - g->first;
	prog->frame_size = g->frame_size;
	prog->ctx = unit->ctx;
	prog->rec_size = g->rec_size;
	check_program(g, block, prog->n_insns);
}

void pw_gen_programs(struct pw_gen *g)
{
	struct pw_unit *unit;

	g->progs = pw_arena_array(g->c->arena, g->c->n_units,
				  sizeof(*g->progs));
	for (unit = g->c->units; unit && !g->c->diags->n_errors;
	     unit = unit->next)
		gen_program(g, unit);
}
