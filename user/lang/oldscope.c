// SPDX-License-Identifier: GPL-2.0
/*
 * See oldscope.h. Goes over a probe's statements as the check does, with the
 * names that can be seen; what is used and cannot be seen, but was made before,
 * gets a declaration at the probe's start.
 */
#include <string.h>
#include "lang/lex.h"
#include "lang/oldscope.h"

struct name {
	const char *name;
	struct name *next;
};

struct probe {
	struct pw_compile *c;
	struct pw_block *block;
	struct name *seen;	/* here, innermost first */
	struct name *made;	/* by an assignment, anywhere so far */
	struct name *wide;	/* of the whole probe */
};

static bool is_in(const struct name *list, const char *name)
{
	for (; list; list = list->next)
		if (!strcmp(list->name, name))
			return true;
	return false;
}

static void add(struct probe *p, struct name **list, const char *name)
{
	struct name *n = pw_arena_alloc(p->c->arena, sizeof(*n));

	n->name = name;
	n->next = *list;
	*list = n;
}

static bool is_visible(const struct probe *p, const char *name)
{
	return is_in(p->seen, name) || is_in(p->wide, name);
}

/* let $name; in front of all. */
static void widen(struct probe *p, const struct pw_expr *use)
{
	struct pw_stmt *let = pw_arena_alloc(p->c->arena, sizeof(*let));

	pw_warning(p->c->diags, use->span, "$%s is used outside of the block "
		   "that makes it, which newer versions of bpftrace refuse: it "
		   "is taken for a variable of the whole probe", use->name);
	let->kind = PW_STMT_LET;
	let->name = use->name;
	let->span = let->name_span = use->span;
	let->next = p->block->body;
	p->block->body = let;
	add(p, &p->wide, use->name);
}

static void walk_stmts(struct probe *p, struct pw_stmt *stmt);

/* What a block makes is not seen behind it. */
static void walk_body(struct probe *p, struct pw_stmt *body)
{
	struct name *outside = p->seen;

	walk_stmts(p, body);
	p->seen = outside;
}

static void walk_expr(struct probe *p, struct pw_expr *e)
{
	struct name *outside = p->seen;
	struct pw_expr *arg;

	if (!e)
		return;
	if (e->kind == PW_EXPR_ASSIGN && e->op == PW_TOK_ASSIGN &&
	    e->a->kind == PW_EXPR_VAR) {
		walk_expr(p, e->b);
		if (!is_visible(p, e->a->name))
			add(p, &p->seen, e->a->name);
		add(p, &p->made, e->a->name);
		return;
	}
	if (e->kind == PW_EXPR_VAR && !is_visible(p, e->name) &&
	    is_in(p->made, e->name))
		widen(p, e);
	walk_stmts(p, e->body);
	walk_expr(p, e->a);
	if (e->body)
		p->seen = outside;
	walk_expr(p, e->b);
	walk_expr(p, e->c);
	for (arg = e->args; arg; arg = arg->next)
		walk_expr(p, arg);
}

/* A loop's variable is seen in its body. */
static void walk_loop(struct probe *p, struct pw_stmt *stmt)
{
	struct name *outside = p->seen;

	walk_expr(p, stmt->expr);
	walk_expr(p, stmt->last);
	add(p, &p->seen, stmt->name);
	walk_stmts(p, stmt->body);
	p->seen = outside;
}

static void walk_stmts(struct probe *p, struct pw_stmt *stmt)
{
	for (; stmt; stmt = stmt->next) {
		switch (stmt->kind) {
		case PW_STMT_RANGE:
		case PW_STMT_EACH:
			walk_loop(p, stmt);
			break;
		case PW_STMT_FUNCTION:	/* there were none then */
			break;
		default:
			walk_expr(p, stmt->expr);
			if (stmt->kind == PW_STMT_LET)
				add(p, &p->seen, stmt->name);
			walk_body(p, stmt->body);
			walk_body(p, stmt->else_body);
			break;
		}
	}
}

void pw_widen_scopes(struct pw_compile *c)
{
	struct pw_block *block;

	for (block = c->script->blocks; block; block = block->next) {
		struct probe p = { .c = c, .block = block };

		walk_stmts(&p, block->body);
	}
}
