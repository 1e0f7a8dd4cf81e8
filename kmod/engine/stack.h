/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The table of stacks of a vm; what is in it is described in
 * probewire/stack.h. Made and read in process context, filled in any context
 * without a lock: a stack is written where nobody else writes, and then made
 * known by one cmpxchg in the list of those with its hash. Of two that are the
 * same and come at the same time one is made known, and the other's words are
 * lost.
 */
#ifndef PW_ENGINE_STACK_H
#define PW_ENGINE_STACK_H

#include "run.h"
#include <probewire/stack.h>

struct pw_stacks {
	u64 *words;
	u64 *slots;	/* hash in the upper half, number in the lower; or 0 */
	u32 used;	/* words, the first one included */
	u32 news;	/* words, up to and with the last process's stack */
	u32 depth;	/* the greatest that a program asks for */
};

/* STACK, STACKLEN and USYM: what the register becomes. Any context. */
u64 pw_stack_value(struct pw_run *run, const struct pw_insn *insn, u64 src);

#endif
