// SPDX-License-Identifier: GPL-2.0
/*
 * With -k: code that tells of each read of memory that fails and of each key
 * that a map does not have, when it happens and with the place in the script.
 * Without it, programs have no such code: the engine counts failed reads, and a
 * key that is not there is no fault.
 */
#include "lang/gen.h"
#include "lang/lang.h"

/* It takes a register more; where there is none, nothing is told. */
static bool can_tell(const struct pw_gen *g)
{
	return g->c->env->tells_faults && pw_gen_free_regs(g) > 0;
}

void pw_gen_lookup(struct pw_gen *g, const struct pw_symbol *map, uint32_t key)
{
	struct pw_label there = { 0 };
	struct pw_num has;

	if (!can_tell(g))
		return;
	has = pw_gen_target(g, PW_NO_REG);
	pw_gen_map(g, PW_OP_MAPHAS, map, key)->dst = has.reg;
	pw_gen_branch(g, PW_OP_JNE, has.reg, pw_gen_known(0), &there);
	pw_gen_drop(g, has);
	pw_gen_message(g, PW_ACTION_NO_KEY,
		       pw_type_is_aggregate(&map->type) ?
		       "map_lookup_percpu_elem" : "map_lookup_elem", NULL, 0);
	pw_gen_bind(g, &there);
}

uint32_t pw_gen_before_read(struct pw_gen *g, struct pw_num address)
{
	uint32_t slot;

	if (!can_tell(g))
		return PW_NO_SLOT;
	slot = pw_gen_space(g, 8);
	pw_gen_store(g, slot, address);
	return slot;
}

void pw_gen_after_read(struct pw_gen *g, uint32_t slot, const char *suffix)
{
	struct pw_type *type;
	struct pw_label fine = { 0 };
	struct pw_num fault;

	if (slot == PW_NO_SLOT || !can_tell(g))
		return;
	type = pw_arena_alloc(g->c->arena, sizeof(*type));
	*type = pw_type_int(8, false);
	fault = pw_gen_ctx(g, PW_CTX_FAULT, PW_NO_REG);
	pw_gen_branch(g, PW_OP_JEQ, fault.reg, pw_gen_known(0), &fine);
	pw_gen_drop(g, fault);
	pw_gen_message(g, PW_ACTION_FAULT, suffix, type, slot);
	pw_gen_bind(g, &fine);
}
