// SPDX-License-Identifier: GPL-2.0
/*
 * Code for delete() and has_key() of maps whose values are spread over entries,
 * one for each bucket or interval: a loop over all that a key may have. It pays
 * from the hit's budget like any other.
 */
#include <string.h>
#include "lang/gen.h"

/* Goes over the buckets: a counter, and where it is in the key. */
struct walk {
	struct pw_num number;
	uint32_t n, place, head;
	struct pw_label end;
};

static void begin(struct pw_gen *g, struct walk *w,
		  const struct pw_symbol *map, uint32_t key)
{
	memset(w, 0, sizeof(*w));
	w->n = pw_n_buckets(map->type.kind, map->args);
	w->place = key;
	for (uint32_t i = 0; map->has_keys && i < map->n_keys; i++)
		w->place += map->keys[i].size;
	w->number = pw_gen_target(g, PW_NO_REG);
	pw_gen_mov(g, w->number.reg, pw_gen_known(0));
	w->head = (uint32_t)g->n_insns - g->first;
	pw_gen_store(g, w->place, w->number);
}

static void next(struct pw_gen *g, struct walk *w)
{
	pw_gen_op(g, PW_OP_ADD, w->number.reg, w->number.reg, pw_gen_known(1));
	pw_gen_branch(g, PW_OP_JGEU, w->number.reg, pw_gen_known(w->n),
		      &w->end);
	pw_gen_insn(g, PW_OP_LOOP)->off = w->head;
	g->dead = true;
	pw_gen_bind(g, &w->end);
	pw_gen_drop(g, w->number);
}

struct pw_num pw_gen_buckets(struct pw_gen *g, enum pw_opcode op,
			     const struct pw_symbol *map, uint32_t key,
			     uint8_t want)
{
	struct pw_num any = pw_gen_target(g, want), one;
	struct walk w;

	pw_gen_mov(g, any.reg, pw_gen_known(0));
	begin(g, &w, map, key);
	one = pw_gen_target(g, PW_NO_REG);
	pw_gen_map(g, op, map, key)->dst = one.reg;
	pw_gen_op(g, PW_OP_OR, any.reg, any.reg, one);
	pw_gen_drop(g, one);
	/* One is enough to know that the key is there. */
	if (op == PW_OP_MAPHAS)
		pw_gen_branch(g, PW_OP_JNE, any.reg, pw_gen_known(0), &w.end);
	next(g, &w);
	return any;
}
