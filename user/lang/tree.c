// SPDX-License-Identifier: GPL-2.0
/*
 * Walking and copying syntax trees. A block that stands for probes of different
 * kinds, or for tracepoints whose fields differ, is copied for each of them
 * before the types are checked, because its types may differ too.
 */
#include "lang/tree.h"

struct walk {
	void (*visit)(void *data, const struct pw_expr *expr);
	void *data;
};

static void walk_stmts(const struct walk *walk, const struct pw_stmt *stmt);

static void walk_expr(const struct walk *walk, const struct pw_expr *expr)
{
	const struct pw_expr *arg;

	if (!expr)
		return;
	walk->visit(walk->data, expr);
	walk_expr(walk, expr->a);
	walk_expr(walk, expr->b);
	walk_expr(walk, expr->c);
	for (arg = expr->args; arg; arg = arg->next)
		walk_expr(walk, arg);
	walk_stmts(walk, expr->body);
}

static void walk_stmts(const struct walk *walk, const struct pw_stmt *stmt)
{
	for (; stmt; stmt = stmt->next) {
		walk_expr(walk, stmt->expr);
		walk_expr(walk, stmt->last);
		walk_stmts(walk, stmt->body);
		walk_stmts(walk, stmt->else_body);
	}
}

void pw_walk_block(const struct pw_block *block,
		   void (*visit)(void *data, const struct pw_expr *expr),
		   void *data)
{
	struct walk walk = { visit, data };

	walk_expr(&walk, block->predicate);
	walk_stmts(&walk, block->body);
}

void pw_walk_expr(const struct pw_expr *expr,
		  void (*visit)(void *data, const struct pw_expr *expr),
		  void *data)
{
	struct walk walk = { visit, data };

	walk_expr(&walk, expr);
}

static struct pw_stmt *clone_stmts(struct pw_arena *arena,
				   const struct pw_stmt *stmt,
				   const struct pw_span *from);

struct pw_expr *pw_clone_expr(struct pw_arena *arena,
			      const struct pw_expr *expr,
			      const struct pw_span *from)
{
	struct pw_expr *copy, **tail;
	const struct pw_expr *arg;

	if (!expr)
		return NULL;
	copy = pw_arena_alloc(arena, sizeof(*copy));
	*copy = *expr;
	if (from)
		copy->span.from = from;
	copy->a = pw_clone_expr(arena, expr->a, from);
	copy->b = pw_clone_expr(arena, expr->b, from);
	copy->c = pw_clone_expr(arena, expr->c, from);
	copy->body = clone_stmts(arena, expr->body, from);
	copy->next = NULL;
	tail = &copy->args;
	for (arg = expr->args; arg; arg = arg->next) {
		*tail = pw_clone_expr(arena, arg, from);
		tail = &(*tail)->next;
	}
	return copy;
}

static struct pw_stmt *clone_stmts(struct pw_arena *arena,
				   const struct pw_stmt *stmt,
				   const struct pw_span *from)
{
	struct pw_stmt *first = NULL, **tail = &first;

	for (; stmt; stmt = stmt->next) {
		struct pw_stmt *copy = pw_arena_alloc(arena, sizeof(*copy));

		*copy = *stmt;
		if (from)
			copy->span.from = copy->name_span.from = from;
		copy->expr = pw_clone_expr(arena, stmt->expr, from);
		copy->last = pw_clone_expr(arena, stmt->last, from);
		copy->body = clone_stmts(arena, stmt->body, from);
		copy->else_body = clone_stmts(arena, stmt->else_body, from);
		copy->next = NULL;
		*tail = copy;
		tail = &copy->next;
	}
	return first;
}

struct pw_block *pw_clone_block(struct pw_arena *arena,
				const struct pw_block *block)
{
	struct pw_block *copy = pw_arena_alloc(arena, sizeof(*copy));

	*copy = *block;
	copy->predicate = pw_clone_expr(arena, block->predicate, NULL);
	copy->body = clone_stmts(arena, block->body, NULL);
	copy->next = NULL;
	return copy;
}
