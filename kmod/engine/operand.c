/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Checks an instruction by itself: what its fields may hold, that those it does
 * not use are zero, that all it names is there and all it touches is within the
 * frame, the constants, the record. What was written before is verify.c's
 * question. Process context.
 */
#include "flow.h"
#include "text.h"

#define PW_OP(name, text, operands, what) operands,
static const u32 op_operands[] = { PW_OPCODES(PW_OP) };
#undef PW_OP
#define PW_OP(name, text, operands, what) text,
static const char *const op_text[] = { PW_OPCODES(PW_OP) };
#undef PW_OP

u32 pw_operands(u8 op)
{
	return op_operands[op];
}

const char *pw_op_text(u8 op)
{
	return op_text[op];
}

int pw_flow_refuse(const struct pw_flow *flow, u32 at, const char *fmt, ...)
{
	char why[128];
	va_list args;

	va_start(args, fmt);
	vsnprintf(why, sizeof(why), fmt, args);
	va_end(args);
	return pw_refuse(flow->err, flow->probe, flow->prog->first_insn + at,
			 "%s: %s", pw_op_text(flow->insns[at].op), why);
}

#define refuse pw_flow_refuse

/* Instructions whose off is no frame offset but still used. */
static bool uses_off(u8 op, u32 o)
{
	return o & (PW_O_JUMP | PW_O_BACK | PW_O_FRAME_R8 | PW_O_FRAME_W8 |
		    PW_O_FRAME_W | PW_O_FRAME_R | PW_O_MAP | PW_O_WALK) ||
	       op == PW_OP_LDREC || op == PW_OP_LDMEM;
}

static bool uses_lo(u8 op, u32 o)
{
	return o & (PW_O_FRAME_RLO | PW_O_CONST | PW_O_MAP | PW_O_EMIT |
		    PW_O_WALK | PW_O_MAPNR | PW_O_TABLE | PW_O_STACK) ||
	       op == PW_OP_STR || op == PW_OP_CSTR || op == PW_OP_READ ||
	       op == PW_OP_RECBYTES || op == PW_OP_RECSTR || op == PW_OP_PATH;
}

static bool uses_hi(u8 op, u32 o)
{
	return op == PW_OP_TSERIES ||
	       o & (PW_O_FRAME_W | PW_O_FRAME_RLO | PW_O_FRAME_R | PW_O_CONST |
		    PW_O_MAP_RV | PW_O_MAP_WV | PW_O_WALK);
}

static bool uses_aux(u8 op, u32 o)
{
	return o & (PW_O_AUX | PW_O_WIDTH | PW_O_CTX | PW_O_SPACE |
		    PW_O_NAME | PW_O_TASK | PW_O_STACK) ||
	       op == PW_OP_RECSTR;
}

static int check_unused(const struct pw_flow *flow, u32 at, u32 o)
{
	const struct pw_insn *insn = &flow->insns[at];
	u8 op = insn->op;

	if (!(o & PW_O_DST) && insn->dst)
		return refuse(flow, at, "dst is not used but not 0");
	if (!(o & PW_O_SRC) && insn->src)
		return refuse(flow, at, "src is not used but not 0");
	if (!uses_aux(op, o) && insn->aux)
		return refuse(flow, at, "aux is not used but not 0");
	if (!uses_off(op, o) && insn->off)
		return refuse(flow, at, "off is not used but not 0");
	if (o & PW_O_AUX) {
		if (insn->aux != PW_IMM && insn->imm)
			return refuse(flow, at, "imm is not used but not 0");
		return 0;
	}
	if (!uses_lo(op, o) && insn->lo)
		return refuse(flow, at, "lo is not used but not 0");
	if (!uses_hi(op, o) && insn->hi)
		return refuse(flow, at, "hi is not used but not 0");
	return 0;
}

static bool is_width(u8 aux)
{
	u8 n = aux & ~PW_SIGNED;

	return n == PW_W1 || n == PW_W2 || n == PW_W4 || n == PW_W8;
}

static int check_selectors(const struct pw_flow *flow, u32 at, u32 o)
{
	const struct pw_insn *insn = &flow->insns[at];

	if (o & PW_O_DST && insn->dst >= PW_REGS)
		return refuse(flow, at, "there is no register r%u", insn->dst);
	if (o & PW_O_SRC && insn->src >= PW_REGS)
		return refuse(flow, at, "there is no register r%u", insn->src);
	if (o & PW_O_AUX && insn->aux != PW_IMM && insn->aux >= PW_REGS)
		return refuse(flow, at, "there is no register r%u", insn->aux);
	if (o & PW_O_WIDTH && !is_width(insn->aux))
		return refuse(flow, at, "there is no width %u", insn->aux);
	if (o & PW_O_SPACE && insn->aux > PW_SPACE_EITHER)
		return refuse(flow, at, "there is no address space %u",
			      insn->aux);
	if (o & PW_O_NAME && insn->aux > PW_NAME_FUNC)
		return refuse(flow, at, "there is no name %u", insn->aux);
	if (o & PW_O_TASK && insn->aux >= PW_TASK_VALUES)
		return refuse(flow, at, "a task has no value %u", insn->aux);
	if (o & PW_O_STACK && insn->aux > PW_STACK_USER)
		return refuse(flow, at, "there is no stack %u", insn->aux);
	if (o & PW_O_STACK && (!insn->lo || insn->lo > PW_STACK_DEPTH_MAX))
		return refuse(flow, at, "a stack has 1 to %u frames, not %u",
			      PW_STACK_DEPTH_MAX, insn->lo);
	if (insn->op == PW_OP_TSERIES && insn->hi >= PW_REGS)
		return refuse(flow, at, "there is no register r%u", insn->hi);
	if (insn->op == PW_OP_RECSTR && insn->aux > 1)
		return refuse(flow, at, "there is no descriptor %u", insn->aux);
	if ((insn->op == PW_OP_STR && (insn->lo & 0xffff) > PW_REGS) ||
	    ((insn->op == PW_OP_CSTR || insn->op == PW_OP_READ) &&
	     insn->lo > PW_REGS))
		return refuse(flow, at, "there is no register r%u",
			      (insn->lo & 0xffff) - 1);
	if ((insn->op == PW_OP_STR || insn->op == PW_OP_RECSTR) &&
	    insn->lo >> 16 && (insn->lo >> 16) + 2 > insn->hi)
		return refuse(flow, at, "%u bytes and their end do not fit "
			      "into a slot of %u", insn->lo >> 16, insn->hi);
	if (insn->op == PW_OP_PATH && insn->lo >= insn->hi)
		return refuse(flow, at, "%u bytes and their end do not fit "
			      "into a slot of %u", insn->lo, insn->hi);
	return 0;
}

/* How many values a hit of this kind brings in hit->given. */
static u32 n_given(u32 ctx)
{
	return ctx == PW_PROG_RAW ? 12 : ctx == PW_PROG_EXIT ? 6 : 0;
}

static int check_ctx(const struct pw_flow *flow, u32 at)
{
	u8 which = flow->insns[at].aux;

	if (which >= PW_CTX_VALUES)
		return refuse(flow, at, "there is no value %u", which);
	if (which == PW_CTX_CGROUP && !pw_has_cgroup())
		return refuse(flow, at, "this kernel has no cgroups of "
			      "version 2");
	if (which == PW_CTX_RETVAL && flow->prog->ctx != PW_PROG_RETURN &&
	    flow->prog->ctx != PW_PROG_EXIT)
		return refuse(flow, at, "only a kretprobe has a return value");
	if (which >= PW_CTX_GIVEN0 && which <= PW_CTX_GIVEN_LAST &&
	    (u32)which - PW_CTX_GIVEN0 >= n_given(flow->prog->ctx))
		return refuse(flow, at, "the probe is not given a value %u",
			      which - PW_CTX_GIVEN0);
	if (which >= PW_CTX_ARG0 && which <= PW_CTX_ARG5 &&
	    flow->prog->ctx != PW_PROG_ENTRY)
		return refuse(flow, at, "only a kprobe has arguments");
	if (which == PW_CTX_PLACE && flow->prog->ctx != PW_PROG_ENTRY &&
	    flow->prog->ctx != PW_PROG_RETURN)
		return refuse(flow, at, "only a function has a place");
	if ((which >= PW_CTX_REG0 || which == PW_CTX_REGS) &&
	    flow->prog->ctx != PW_PROG_ENTRY &&
	    flow->prog->ctx != PW_PROG_RETURN &&
	    flow->prog->ctx != PW_PROG_EXIT)
		return refuse(flow, at, "only a function has registers");
	return 0;
}

static int check_jump(const struct pw_flow *flow, u32 at, u32 o)
{
	u32 to = flow->insns[at].off;

	if (o & PW_O_BACK && to > at)
		return refuse(flow, at, "goes forward, to %u", to);
	if (o & PW_O_JUMP && to <= at)
		return refuse(flow, at, "goes back, to %u", to);
	if (o & PW_O_JUMP && to >= flow->prog->n_insns)
		return refuse(flow, at, "goes to %u, out of the program", to);
	return 0;
}

/* Bytes [offset, offset + size) of the frame, starting at a multiple of 8. */
static int check_frame(const struct pw_flow *flow, u32 at, u32 offset, u32 size)
{
	if (offset % 8)
		return refuse(flow, at, "%u is no multiple of 8", offset);
	if ((u64)offset + size > flow->prog->frame_size)
		return refuse(flow, at, "%u bytes at %u are not in the frame "
			      "of %u", size, offset, flow->prog->frame_size);
	return 0;
}

/* The bytes at off, hi of them, and the other piece that some have at lo. */
static int check_piece(const struct pw_flow *flow, u32 at, u32 o)
{
	const struct pw_insn *insn = &flow->insns[at];
	bool any_size = insn->op == PW_OP_READ || insn->op == PW_OP_RECBYTES ||
			insn->op == PW_OP_STREQ;
	u32 size = insn->hi;
	int ret;

	if (!size || size > PW_FRAME_MAX || (size % 8 && !any_size))
		return refuse(flow, at, "a size of %u is 0, over %u or no "
			      "multiple of 8", size, PW_FRAME_MAX);
	ret = check_frame(flow, at, insn->off, pw_round8(size));
	if (!ret && o & PW_O_FRAME_RLO)
		ret = check_frame(flow, at, insn->lo, pw_round8(size));
	if (ret)
		return ret;
	if (insn->op == PW_OP_COPY && insn->off < insn->lo + size &&
	    insn->lo < insn->off + size)
		return refuse(flow, at, "the two pieces overlap");
	if (insn->op == PW_OP_COMM && size != 16)
		return refuse(flow, at, "a task's name has 16 bytes, not %u",
			      size);
	if (o & PW_O_CONST &&
	    (u64)insn->lo + size > flow->img->head->constants.count)
		return refuse(flow, at, "%u bytes at %u are not in the "
			      "constants", size, insn->lo);
	return 0;
}

/* The elements that the table's head says, and one more. */
static int check_table(const struct pw_flow *flow, u32 at)
{
	const struct pw_insn *insn = &flow->insns[at];
	u64 bytes = flow->img->head->constants.count;
	u64 n;

	if ((u64)insn->lo + 8 > bytes)
		return refuse(flow, at, "a table at %u is not in the constants",
			      insn->lo);
	memcpy(&n, flow->img->constants + insn->lo, sizeof(n));
	if (n > PW_IMAGE_MAX || (n + 1) * insn->hi > bytes - insn->lo - 8)
		return refuse(flow, at, "the table at %u ends behind the "
			      "constants", insn->lo);
	return 0;
}

static int check_record(const struct pw_flow *flow, u32 at)
{
	const struct pw_insn *insn = &flow->insns[at];
	u64 end;

	if (flow->prog->ctx != PW_PROG_RECORD)
		return refuse(flow, at, "only a tracepoint has a record");
	if (insn->op == PW_OP_LDREC)
		end = (u64)insn->off + (insn->aux & ~PW_SIGNED);
	else if (insn->op == PW_OP_RECSTR)
		end = (u64)(insn->lo & 0xffff) + 4;
	else
		end = (u64)insn->lo + insn->hi;
	if (end > flow->prog->rec_size)
		return refuse(flow, at, "byte %llu is not in the record of %u",
			      (unsigned long long)end - 1,
			      flow->prog->rec_size);
	return 0;
}

static bool is_hist(const struct pw_map_def *map)
{
	return map->kind >= PW_MAP_HIST;
}

/* Which map an instruction works on: its kind, the size of its value. */
static int check_map_use(const struct pw_flow *flow, u32 at,
			 const struct pw_map_def *map)
{
	u32 nr = flow->insns[at].lo;

	switch (flow->insns[at].op) {
	case PW_OP_COUNT:
		if (map->kind != PW_MAP_COUNT)
			return refuse(flow, at, "map %u holds no counts", nr);
		break;
	case PW_OP_AGG:
		if (map->kind < PW_MAP_SUM || map->kind > PW_MAP_MAX)
			return refuse(flow, at, "map %u does not add up", nr);
		break;
	case PW_OP_HIST:
		if (!is_hist(map) || map->kind == PW_MAP_TSERIES)
			return refuse(flow, at, "map %u is no histogram", nr);
		break;
	case PW_OP_TSERIES:
		if (map->kind != PW_MAP_TSERIES)
			return refuse(flow, at, "map %u is no time series", nr);
		break;
	case PW_OP_MAPGET:
		if (is_hist(map))
			return refuse(flow, at, "map %u is a histogram", nr);
		break;
	case PW_OP_MAPGETV:
	case PW_OP_MAPSETV:
	case PW_OP_MAPSET:
	case PW_OP_MAPADD:
		if (map->kind != PW_MAP_VALUE)
			return refuse(flow, at, "map %u holds %s", nr,
				      map->kind == PW_MAP_COUNT ? "counts" :
				      "an aggregate");
		break;
	case PW_OP_MAPDEL:
		if (!(map->flags & PW_MAP_F_DELETE))
			return refuse(flow, at, "map %u is not marked as one "
				      "that keys are deleted from", nr);
		break;
	case PW_OP_MAPHAS:
		if (!map->key_size)
			return refuse(flow, at, "map %u has no keys", nr);
		break;
	}
	return 0;
}

static int check_map(const struct pw_flow *flow, u32 at, u32 o)
{
	const struct pw_insn *insn = &flow->insns[at];
	const struct pw_map_def *map;
	int ret;

	if (insn->lo >= flow->img->head->maps.count)
		return refuse(flow, at, "there is no map %u", insn->lo);
	map = &flow->img->maps[insn->lo];
	ret = check_map_use(flow, at, map);
	if (ret)
		return ret;
	if (!map->key_size && insn->off)
		return refuse(flow, at, "map %u has no keys, but off is not 0",
			      insn->lo);
	ret = check_frame(flow, at, insn->off, map->key_size);
	if (ret)
		return ret;
	if (o & (PW_O_MAP_RV | PW_O_MAP_WV))
		return check_frame(flow, at, insn->hi, map->value_size);
	if (o & (PW_O_SRC | PW_O_DST) && insn->op != PW_OP_MAPDEL &&
	    insn->op != PW_OP_TSERIES &&
	    insn->op != PW_OP_MAPHAS && map->kind != PW_MAP_AVG &&
	    map->value_size != 8)
		return refuse(flow, at, "map %u has values of %u bytes, not 8",
			      insn->lo, map->value_size);
	return 0;
}

u32 pw_walked_size(const struct pw_map_def *map)
{
	return map->kind == PW_MAP_VALUE ? map->value_size : 8;
}

static int check_walk(const struct pw_flow *flow, u32 at)
{
	const struct pw_insn *insn = &flow->insns[at];
	const struct pw_map_def *map;
	u32 size;
	int ret;

	if (insn->lo >= flow->img->head->maps.count)
		return refuse(flow, at, "there is no map %u", insn->lo);
	map = &flow->img->maps[insn->lo];
	if (!map->key_size)
		return refuse(flow, at, "map %u has no keys", insn->lo);
	if (is_hist(map))
		return refuse(flow, at, "map %u is a histogram", insn->lo);
	size = pw_walked_size(map);
	ret = check_frame(flow, at, insn->off, map->key_size);
	if (!ret)
		ret = check_frame(flow, at, insn->hi, size);
	if (!ret && insn->off < insn->hi + size &&
	    insn->hi < insn->off + map->key_size)
		return refuse(flow, at, "the two pieces overlap");
	return ret;
}

static int check_emit(const struct pw_flow *flow, u32 at)
{
	const struct pw_image *img = flow->img;
	u32 nr = flow->insns[at].lo;
	const struct pw_rec_def *rec;
	const struct pw_seg *seg;
	u32 i;
	int ret;

	if (nr >= img->head->recs.count)
		return refuse(flow, at, "there is no record %u", nr);
	rec = &img->recs[nr];
	for (i = 0; i < rec->n_segs; i++) {
		seg = &img->segs[rec->first_seg + i];
		ret = check_frame(flow, at, seg->offset, seg->size);
		if (ret)
			return ret;
	}
	return 0;
}

int pw_check_insn(const struct pw_flow *flow, u32 at)
{
	const struct pw_insn *insn = &flow->insns[at];
	u32 o;
	int ret;

	if (insn->op >= PW_OP_MAX)
		return pw_refuse(flow->err, flow->probe,
				 flow->prog->first_insn + at,
				 "there is no instruction %u", insn->op);
	o = pw_operands(insn->op);
	ret = check_unused(flow, at, o);
	if (!ret)
		ret = check_selectors(flow, at, o);
	if (!ret && o & PW_O_CTX)
		ret = check_ctx(flow, at);
	if (!ret && o & (PW_O_JUMP | PW_O_BACK))
		ret = check_jump(flow, at, o);
	if (!ret && o & PW_O_FRAME_W8)
		ret = check_frame(flow, at, insn->off, 8);
	if (!ret && o & PW_O_FRAME_R8 &&
	    (u64)insn->off + (insn->aux & ~PW_SIGNED) > flow->prog->frame_size)
		ret = refuse(flow, at, "%u is not in the frame of %u",
			     insn->off, flow->prog->frame_size);
	if (!ret && o & (PW_O_FRAME_W | PW_O_FRAME_R | PW_O_FRAME_RLO))
		ret = check_piece(flow, at, o);
	if (!ret && o & PW_O_TABLE)
		ret = check_table(flow, at);
	if (!ret && o & PW_O_MAPNR &&
	    insn->lo >= flow->img->head->maps.count)
		ret = refuse(flow, at, "there is no map %u", insn->lo);
	if (!ret && o & PW_O_REC)
		ret = check_record(flow, at);
	if (!ret && o & PW_O_MAP)
		ret = check_map(flow, at, o);
	if (!ret && o & PW_O_WALK)
		ret = check_walk(flow, at);
	if (!ret && o & PW_O_EMIT)
		ret = check_emit(flow, at);
	return ret;
}
