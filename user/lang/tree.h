/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Walking and copying syntax trees.
 */
#ifndef PW_LANG_TREE_H
#define PW_LANG_TREE_H

#include "lang/arena.h"
#include "lang/ast.h"

/* Calls `visit` for each expression of a block, outer before inner. */
void pw_walk_block(const struct pw_block *block,
		   void (*visit)(void *data, const struct pw_expr *expr),
		   void *data);
void pw_walk_expr(const struct pw_expr *expr,
		  void (*visit)(void *data, const struct pw_expr *expr),
		  void *data);

/* `from`: the call that the copy is put in place of, or NULL. */
struct pw_expr *pw_clone_expr(struct pw_arena *arena,
			      const struct pw_expr *expr,
			      const struct pw_span *from);
/* A block with predicate and statements of its own; names are shared. */
struct pw_block *pw_clone_block(struct pw_arena *arena,
				const struct pw_block *block);

#endif
