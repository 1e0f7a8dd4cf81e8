/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Proves that programs are safe to run: every instruction is valid (operand.c),
 * no path leaves the program, and on every path that can be taken whatever is
 * read of registers and frame has been written before.
 *
 * A state says what is certainly written before an instruction: a bit for each
 * register and one for each 8 bytes of the frame. Where paths meet, only what
 * all of them wrote counts. Jumps go forward, so one walk in order knows
 * all but what LOOPs bring back; the walk is repeated until they bring nothing
 * new. States only lose bits, so this ends, and a limit ends it early.
 *
 * Process context, may sleep. Instructions that no path reaches are checked by
 * themselves and otherwise left alone: they cannot run.
 */
#include "flow.h"
#include "text.h"

/* A loop within a loop costs a walk. Far more than any script needs. */
#define WALKS_MAX	64

/*
 * A state is 1 + flow->words u64: the registers with REACHED, then the frame.
 * Without REACHED the rest means nothing.
 */
#define REACHED		(1ULL << 63)

static u64 *state_of(const struct pw_flow *flow, u32 at)
{
	return flow->states + (size_t)at * (1 + flow->words);
}

/* A path with state `from` comes to `at`: true if that changes anything. */
static bool arrive(const struct pw_flow *flow, u32 at, const u64 *from)
{
	u64 *to = state_of(flow, at);
	bool first = !(to[0] & REACHED);
	bool changed = first;
	u64 both;
	u32 i;

	for (i = 0; i < 1 + flow->words; i++) {
		both = first ? from[i] : to[i] & from[i];
		if (both != to[i])
			changed = true;
		to[i] = both;
	}
	return changed;
}

static u64 bits_within(u32 first, u32 last, u32 word)
{
	u64 mask = ~0ULL;

	if (first / 64 == word)
		mask &= ~0ULL << first % 64;
	if (last / 64 == word)
		mask &= ~0ULL >> (63 - last % 64);
	return mask;
}

static void set_frame(u64 *state, u32 offset, u32 size)
{
	u32 first = offset / 8;
	u32 last, w;

	if (!size)
		return;
	last = (offset + size - 1) / 8;
	for (w = first / 64; w <= last / 64; w++)
		state[1 + w] |= bits_within(first, last, w);
}

static int need_frame(const struct pw_flow *flow, u32 at, const u64 *state,
		      u32 offset, u32 size)
{
	u32 first = offset / 8;
	u32 last, w;
	u64 missing;

	if (!size)
		return 0;
	last = (offset + size - 1) / 8;
	for (w = first / 64; w <= last / 64; w++) {
		missing = bits_within(first, last, w) & ~state[1 + w];
		if (missing)
			return pw_flow_refuse(flow, at, "reads frame byte %u, "
					      "which may not have been written",
					      (w * 64 +
					       __builtin_ctzll(missing)) * 8);
	}
	return 0;
}

static int need_reg(const struct pw_flow *flow, u32 at, const u64 *state,
		    u32 reg)
{
	if (state[0] >> reg & 1)
		return 0;
	return pw_flow_refuse(flow, at,
			      "reads r%u, which may not have been written",
			      reg);
}

/* Writes the key's last word itself. */
static bool sets_bucket(u8 op)
{
	return op == PW_OP_HIST || op == PW_OP_TSERIES;
}

static int check_reg_reads(const struct pw_flow *flow, u32 at,
			   const u64 *state)
{
	const struct pw_insn *insn = &flow->insns[at];
	u32 o = pw_operands(insn->op);
	int ret = 0;

	if (o & PW_O_SRC)
		ret = need_reg(flow, at, state, insn->src);
	if (!ret && o & PW_O_AUX && insn->aux != PW_IMM)
		ret = need_reg(flow, at, state, insn->aux);
	if (!ret && insn->op == PW_OP_TSERIES)
		ret = need_reg(flow, at, state, insn->hi);
	if (!ret && insn->op == PW_OP_STR && insn->lo & 0xffff)
		ret = need_reg(flow, at, state, (insn->lo & 0xffff) - 1);
	if (!ret && (insn->op == PW_OP_CSTR || insn->op == PW_OP_READ) &&
	    insn->lo)
		ret = need_reg(flow, at, state, insn->lo - 1);
	return ret;
}

static int check_emitted(const struct pw_flow *flow, u32 at, const u64 *state)
{
	const struct pw_rec_def *rec;
	const struct pw_seg *seg;
	u32 i;
	int ret = 0;

	rec = &flow->img->recs[flow->insns[at].lo];
	seg = &flow->img->segs[rec->first_seg];
	for (i = 0; !ret && i < rec->n_segs; i++, seg++)
		ret = need_frame(flow, at, state, seg->offset, seg->size);
	return ret;
}

static int check_frame_reads(const struct pw_flow *flow, u32 at,
			     const u64 *state)
{
	const struct pw_insn *insn = &flow->insns[at];
	u32 o = pw_operands(insn->op);
	const struct pw_map_def *map;
	int ret = 0;

	if (o & PW_O_FRAME_R8)
		ret = need_frame(flow, at, state, insn->off,
				 insn->aux & ~PW_SIGNED);
	if (!ret && o & PW_O_FRAME_R)
		ret = need_frame(flow, at, state, insn->off, insn->hi);
	if (!ret && o & PW_O_FRAME_RLO)
		ret = need_frame(flow, at, state, insn->lo, insn->hi);
	if (!ret && o & PW_O_MAP) {
		map = &flow->img->maps[insn->lo];
		ret = need_frame(flow, at, state, insn->off, map->key_size -
				 (sets_bucket(insn->op) ? 8 : 0));
		if (!ret && o & PW_O_MAP_RV)
			ret = need_frame(flow, at, state, insn->hi,
					 map->value_size);
	}
	if (!ret && o & PW_O_EMIT)
		ret = check_emitted(flow, at, state);
	return ret;
}

static void apply_writes(const struct pw_flow *flow, u32 at, u64 *state)
{
	const struct pw_insn *insn = &flow->insns[at];
	u32 o = pw_operands(insn->op);
	const struct pw_map_def *map;

	if (o & PW_O_DST)
		state[0] |= 1ULL << insn->dst;
	if (o & PW_O_FRAME_W8)
		set_frame(state, insn->off, 8);
	if (o & PW_O_FRAME_W)
		set_frame(state, insn->off, insn->hi);
	if (sets_bucket(insn->op))
		set_frame(state, insn->off +
			  flow->img->maps[insn->lo].key_size - 8, 8);
	if (o & PW_O_MAP_WV)
		set_frame(state, insn->hi,
			  flow->img->maps[insn->lo].value_size);
	if (o & PW_O_WALK) {
		map = &flow->img->maps[insn->lo];
		set_frame(state, insn->off, map->key_size);
		set_frame(state, insn->hi, pw_walked_size(map));
	}
}

/* One walk over all instructions reached so far. *again: a LOOP changed one. */
static int walk(const struct pw_flow *flow, u64 *now, bool *again)
{
	const struct pw_insn *insn;
	u32 at, o;
	int ret;

	*again = false;
	for (at = 0; at < flow->prog->n_insns; at++) {
		memcpy(now, state_of(flow, at),
		       (1 + flow->words) * sizeof(*now));
		if (!(now[0] & REACHED))
			continue;
		ret = check_reg_reads(flow, at, now);
		if (!ret)
			ret = check_frame_reads(flow, at, now);
		if (ret)
			return ret;
		apply_writes(flow, at, now);
		insn = &flow->insns[at];
		o = pw_operands(insn->op);
		if (o & PW_O_JUMP)
			arrive(flow, insn->off, now);
		if (o & PW_O_BACK && arrive(flow, insn->off, now))
			*again = true;
		if (!(o & PW_O_END))
			arrive(flow, at + 1, now);
	}
	return 0;
}

static int check_flow(struct pw_flow *flow)
{
	size_t size = (1 + flow->words) * sizeof(u64);
	u32 walks = 0;
	bool again;
	int ret;

	/* One state more, for the walk itself. */
	flow->states = pw_alloc((flow->prog->n_insns + 1) * size);
	if (!flow->states)
		return -ENOMEM;
	*state_of(flow, 0) = REACHED;
	do {
		ret = walk(flow, state_of(flow, flow->prog->n_insns), &again);
		if (!ret && again && ++walks == WALKS_MAX)
			ret = pw_flow_refuse(flow, 0, "the program's loops are "
					     "nested too deeply");
		pw_cond_resched();
	} while (!ret && again);
	pw_free(flow->states);
	return ret;
}

static int check_prog(struct pw_flow *flow)
{
	u32 last = flow->prog->n_insns - 1;
	u32 at;
	int ret;

	for (at = 0; at <= last; at++) {
		ret = pw_check_insn(flow, at);
		if (ret)
			return ret;
	}
	if (!(pw_operands(flow->insns[last].op) & PW_O_END))
		return pw_flow_refuse(flow, last,
				      "the program runs on behind its end");
	return check_flow(flow);
}

static u32 first_probe(const struct pw_image *img, u32 prog)
{
	u32 i;

	for (i = 0; i < img->head->probes.count; i++)
		if (img->probes[i].prog == prog)
			return i;
	return PW_NOWHERE;
}

int pw_verify(const struct pw_image *img, struct pw_error *err)
{
	struct pw_flow flow;
	u32 i;
	int ret = 0;

	flow.img = img;
	flow.err = err;
	for (i = 0; !ret && i < img->head->progs.count; i++) {
		flow.prog = &img->progs[i];
		flow.insns = img->insns + flow.prog->first_insn;
		flow.words = (flow.prog->frame_size / 8 + 63) / 64;
		flow.probe = first_probe(img, i);
		ret = check_prog(&flow);
		pw_cond_resched();
	}
	return ret;
}
