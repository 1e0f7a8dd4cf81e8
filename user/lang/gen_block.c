// SPDX-License-Identifier: GPL-2.0
/*
 * Code for blocks as expressions. The block's variables lie above what the
 * expression around it has in the frame already, and are given back with the
 * block; its value is in the place that was asked for.
 */
#include "lang/gen.h"

static struct pw_gen_scope enter(struct pw_gen *g)
{
	struct pw_gen_scope scope = pw_gen_enter(g);

	g->vars_end = g->frame_end;
	return scope;
}

static void leave(struct pw_gen *g, struct pw_gen_scope scope)
{
	pw_gen_leave(g, scope);
	g->frame_end = scope.frame_end;
}

struct pw_num pw_gen_block_num(struct pw_gen *g, struct pw_expr *e,
			       uint8_t want)
{
	struct pw_gen_scope scope = enter(g);
	struct pw_num num, copy;

	pw_gen_stmts(g, e->body);
	num = pw_gen_num(g, e->a, want);
	/* A variable of the block does not outlive it. */
	if (!num.is_known && !num.is_owned && num.reg != want) {
		copy = pw_gen_target(g, want);
		pw_gen_mov(g, copy.reg, num);
		num = copy;
	}
	leave(g, scope);
	if (num.is_owned)
		g->regs |= 1u << num.reg;
	return num;
}

void pw_gen_block_slot(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
		       const struct pw_type *type)
{
	struct pw_gen_scope scope = enter(g);

	pw_gen_stmts(g, e->body);
	pw_gen_slot(g, e->a, offset, type);
	leave(g, scope);
}

void pw_gen_block(struct pw_gen *g, struct pw_expr *e)
{
	struct pw_gen_scope scope = enter(g);

	pw_gen_stmts(g, e->body);
	if (e->a)
		pw_gen_statement(g, e->a);
	leave(g, scope);
}
