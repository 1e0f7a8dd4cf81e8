/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the two files share that put macros and functions in place of calls.
 */
#ifndef PW_LANG_EXPAND_H
#define PW_LANG_EXPAND_H

#include "lang/check.h"
#include "lang/macro.h"

/* A call that is being expanded; the innermost first. */
struct pw_frame {
	const struct pw_macro *macro;
	struct pw_expr *args;
	unsigned serial;
	bool is_definition;		/* of a function: names stay */
	const struct pw_frame *outer;
};

struct pw_expander {
	struct pw_compile *c;
	unsigned n_calls, n_copied, level;
	bool stopped;			/* reported: too much, or too deep */
};

/* A copy, or an empty one where there are too many; call: as in tree.h. */
struct pw_expr *pw_expand_copy(struct pw_expander *x,
			       const struct pw_expr *from, struct pw_span span,
			       const struct pw_span *call);
/* e becomes another expression in the list that it is in. */
void pw_become(struct pw_expr *e, const struct pw_expr *other);
/* What a variable of the block that is copied is called in the copy. */
const char *pw_own_name(struct pw_expander *x, const struct pw_frame *frame,
			const char *name);
void pw_expand_expr(struct pw_expander *x, struct pw_expr *e,
		    const struct pw_frame *frame);
void pw_expand_stmts(struct pw_expander *x, struct pw_stmt *stmt,
		     const struct pw_frame *frame);

/* ---- expand_fn.c ---- */

/* A call, whose arguments have been expanded; or, without them, a definition
 * for the check. */
void pw_expand_fn(struct pw_expander *x, struct pw_expr *e,
		  struct pw_frame *frame);
/* In a function, `return` gives a value to who called it. */
void pw_expand_leave(struct pw_expander *x, struct pw_stmt *stmt,
		     const struct pw_frame *frame);
/* All functions of the script, for the check. */
void pw_expand_definitions(struct pw_expander *x);

#endif
