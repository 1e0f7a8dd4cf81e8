// SPDX-License-Identifier: GPL-2.0
/*
 * Code for loops. A LOOP at the end goes back to the condition and pays for it
 * from the hit's budget, so that no loop runs for ever. What counts a range or
 * an unroll is a variable of its own, which the script cannot change.
 */
#include <string.h>
#include "lang/gen.h"

/* Variables and numbers as the rest of the generator takes them. */
struct counter {
	struct pw_symbol symbol;
	struct pw_expr expr;
};

/* `is_fixed`: it never changes, so a known one needs no place. */
static void counter_init(struct pw_gen *g, struct counter *counter,
			 struct pw_expr *from, bool is_fixed)
{
	memset(counter, 0, sizeof(*counter));
	counter->symbol.type = pw_type_int(8, true);
	counter->expr.type = counter->symbol.type;
	if (is_fixed && from->kind == PW_EXPR_INT) {
		counter->expr.kind = PW_EXPR_INT;
		counter->expr.number = from->number;
		return;
	}
	counter->expr.kind = PW_EXPR_VAR;
	counter->expr.symbol = &counter->symbol;
	pw_gen_place_var(g, &counter->symbol);
	pw_gen_set_scalar(g, &counter->symbol,
			  pw_gen_num(g, from, counter->symbol.in_register ?
				     (uint8_t)counter->symbol.place :
				     PW_NO_REG), &from->type);
	g->frame_end = g->vars_end;
}

static uint32_t here(const struct pw_gen *g)
{
	return (uint32_t)g->n_insns - g->first;
}

static void go_back(struct pw_gen *g, uint32_t head)
{
	pw_gen_insn(g, PW_OP_LOOP)->off = head;
	g->dead = true;
}

void pw_gen_while(struct pw_gen *g, struct pw_stmt *stmt)
{
	struct pw_loop loop, *outer = g->loop;
	uint32_t head = here(g);
	bool always;

	if (pw_const_truth(stmt->expr, &always) && !always)
		return;
	memset(&loop, 0, sizeof(loop));
	pw_gen_cond(g, stmt->expr, &loop.end, false);
	g->frame_end = g->vars_end;
	g->loop = &loop;
	pw_gen_body(g, stmt->body);
	g->loop = outer;
	pw_gen_bind(g, &loop.again);
	g->span = stmt->span;
	go_back(g, head);
	pw_gen_bind(g, &loop.end);
}

/* The body runs while counter < last; break and continue if `loop`. */
static void gen_counted(struct pw_gen *g, struct pw_stmt *stmt,
			struct counter *counter, struct counter *last,
			struct pw_loop *loop)
{
	struct pw_loop *outer = g->loop;
	struct pw_expr cond, step;
	uint32_t head = here(g);

	memset(&cond, 0, sizeof(cond));
	cond.kind = PW_EXPR_BINARY;
	cond.op = PW_TOK_LT;
	cond.type = pw_type_of(PW_TYPE_BOOL, 8);
	cond.a = &counter->expr;
	cond.b = &last->expr;
	pw_gen_cond(g, &cond, &loop->end, false);
	if (stmt->kind == PW_STMT_RANGE) {
		pw_gen_place_var(g, stmt->symbol);
		pw_gen_set_scalar(g, stmt->symbol,
				  pw_gen_num(g, &counter->expr, PW_NO_REG),
				  &counter->symbol.type);
		g->loop = loop;
	}
	g->frame_end = g->vars_end;
	pw_gen_body(g, stmt->body);
	g->loop = outer;
	pw_gen_bind(g, &loop->again);
	memset(&step, 0, sizeof(step));
	step.kind = PW_EXPR_PREINC;
	step.op = PW_TOK_INC;
	step.type = counter->symbol.type;
	step.a = &counter->expr;
	g->span = stmt->span;
	pw_gen_drop(g, pw_gen_increment(g, &step, false));
	go_back(g, head);
	pw_gen_bind(g, &loop->end);
}

void pw_gen_range(struct pw_gen *g, struct pw_stmt *stmt)
{
	struct pw_gen_scope scope = pw_gen_enter(g);
	struct counter counter, last;
	struct pw_loop loop;

	memset(&loop, 0, sizeof(loop));
	counter_init(g, &counter, stmt->expr, false);
	counter_init(g, &last, stmt->last, true);
	gen_counted(g, stmt, &counter, &last, &loop);
	pw_gen_leave(g, scope);
}

/* cursor = the place of the map's next entry, whose bytes go to `entry`. */
static void gen_next(struct pw_gen *g, struct counter *cursor,
		     const struct pw_symbol *map, uint32_t entry,
		     struct pw_label *end)
{
	bool held = cursor->symbol.in_register;
	struct pw_num num = pw_gen_num(g, &cursor->expr, PW_NO_REG);
	uint32_t key_size = 0;
	struct pw_insn *insn;

	for (uint32_t i = 0; i < map->n_keys; i++)
		key_size += map->keys[i].size;
	insn = pw_gen_map(g, PW_OP_MAPNEXT, map, entry);
	insn->dst = num.reg;
	insn->src = num.reg;
	insn->hi = entry + key_size;
	if (!held)
		pw_gen_store(g, cursor->symbol.place, num);
	pw_gen_drop(g, num);
	pw_gen_branch(g, PW_OP_JEQ, num.reg, pw_gen_known(0), end);
}

/* The variable is the entry itself, unless the script made it wider. */
static void gen_entry(struct pw_gen *g, struct pw_stmt *stmt, uint32_t entry,
		      const struct pw_type *type)
{
	struct pw_symbol *var = stmt->symbol;

	if (pw_type_same_layout(type, &var->type)) {
		var->in_register = false;
		var->place = entry;
		return;
	}
	pw_gen_place_var(g, var);
	pw_gen_copy_as(g, entry, type, var->place, &var->type);
}

void pw_gen_each(struct pw_gen *g, struct pw_stmt *stmt)
{
	struct pw_gen_scope scope = pw_gen_enter(g);
	const struct pw_symbol *map = stmt->expr->symbol;
	struct pw_loop loop, *outer = g->loop;
	struct pw_type pair[2], type;
	struct counter cursor;
	struct pw_expr zero;
	uint32_t entry, head;

	memset(&loop, 0, sizeof(loop));
	memset(&zero, 0, sizeof(zero));
	zero.kind = PW_EXPR_INT;
	pair[0] = map->n_keys == 1 ? map->keys[0] :
		  pw_type_tuple(g->c->arena, map->keys, map->n_keys);
	pair[1] = pw_type_read(&map->type);
	type = pw_type_tuple(g->c->arena, pair, 2);
	counter_init(g, &cursor, &zero, false);
	entry = pw_gen_space(g, type.size);
	g->vars_end = g->frame_end;
	head = here(g);
	gen_next(g, &cursor, map, entry, &loop.end);
	gen_entry(g, stmt, entry, &type);
	g->loop = &loop;
	pw_gen_body(g, stmt->body);
	g->loop = outer;
	pw_gen_bind(g, &loop.again);
	g->span = stmt->span;
	go_back(g, head);
	pw_gen_bind(g, &loop.end);
	pw_gen_leave(g, scope);
}

void pw_gen_unroll(struct pw_gen *g, struct pw_stmt *stmt)
{
	struct pw_gen_scope scope = pw_gen_enter(g);
	struct counter counter, last;
	struct pw_expr zero;
	struct pw_loop loop;

	memset(&loop, 0, sizeof(loop));
	memset(&zero, 0, sizeof(zero));
	zero.kind = PW_EXPR_INT;
	counter_init(g, &counter, &zero, false);
	counter_init(g, &last, stmt->expr, true);
	gen_counted(g, stmt, &counter, &last, &loop);
	pw_gen_leave(g, scope);
}
