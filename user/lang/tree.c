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
				   const struct pw_stmt *stmt);

struct pw_expr *pw_clone_expr(struct pw_arena *arena,
			      const struct pw_expr *expr)
{
	struct pw_expr *copy, **tail;
	const struct pw_expr *arg;

	if (!expr)
		return NULL;
	copy = pw_arena_alloc(arena, sizeof(*copy));
	*copy = *expr;
	copy->a = pw_clone_expr(arena, expr->a);
	copy->b = pw_clone_expr(arena, expr->b);
	copy->c = pw_clone_expr(arena, expr->c);
	copy->body = clone_stmts(arena, expr->body);
	copy->next = NULL;
	tail = &copy->args;
	for (arg = expr->args; arg; arg = arg->next) {
		*tail = pw_clone_expr(arena, arg);
		tail = &(*tail)->next;
	}
	return copy;
}

static struct pw_stmt *clone_stmts(struct pw_arena *arena,
				   const struct pw_stmt *stmt)
{
	struct pw_stmt *first = NULL, **tail = &first;

	for (; stmt; stmt = stmt->next) {
		struct pw_stmt *copy = pw_arena_alloc(arena, sizeof(*copy));

		*copy = *stmt;
		copy->expr = pw_clone_expr(arena, stmt->expr);
		copy->last = pw_clone_expr(arena, stmt->last);
		copy->body = clone_stmts(arena, stmt->body);
		copy->else_body = clone_stmts(arena, stmt->else_body);
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
	copy->predicate = pw_clone_expr(arena, block->predicate);
	copy->body = clone_stmts(arena, block->body);
	copy->next = NULL;
	return copy;
}
