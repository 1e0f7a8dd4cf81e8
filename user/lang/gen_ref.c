// SPDX-License-Identifier: GPL-2.0
/*
 * Code for parts of values and for what pointers point to. A reference says
 * where a value is, without reading it: in the frame, in memory, in a
 * tracepoint's record. So a member of a member of a struct costs one read of
 * its own bytes, however large the struct is.
 */
#include "lang/gen.h"
#include "lang/lang.h"

static struct pw_ref at_frame(uint32_t offset)
{
	struct pw_ref ref = { PW_REF_FRAME, pw_gen_known(0), offset, 0 };

	return ref;
}

static struct pw_ref at_address(struct pw_num base, const struct pw_type *type)
{
	struct pw_ref ref = { PW_REF_MEMORY, base, 0, type->space };

	return ref;
}

static void copy_record(struct pw_gen *g, struct pw_ref ref, uint32_t to,
			uint32_t size)
{
	pw_gen_frame(g, PW_OP_RECBYTES, to, ref.offset, size);
	if (g->rec_size < ref.offset + size)
		g->rec_size = ref.offset + size;
}

struct pw_num pw_gen_address(struct pw_gen *g, struct pw_ref ref,
			     uint32_t size)
{
	struct pw_num base = ref.base, sum;
	struct pw_insn *insn;
	uint32_t first;

	if (ref.where == PW_REF_RECORD) {
		first = pw_gen_space(g, pw_align8(size));
		copy_record(g, ref, first, size);
		ref = at_frame(first);
	}
	if (ref.where == PW_REF_FRAME) {
		first = ref.offset & ~7u;
		base = pw_gen_target(g, PW_NO_REG);
		insn = pw_gen_insn(g, PW_OP_ADDR);
		insn->dst = base.reg;
		insn->off = first;
		insn->hi = pw_align8(ref.offset + size) - first;
		ref.offset -= first;
	}
	base = pw_gen_in_reg(g, base);
	if (!ref.offset)
		return base;
	pw_gen_drop(g, base);
	sum = pw_gen_target(g, PW_NO_REG);
	pw_gen_op(g, PW_OP_ADD, sum.reg, base.reg, pw_gen_known(ref.offset));
	return sum;
}

/* number * size, in a register of its own. */
struct pw_num pw_gen_scaled(struct pw_gen *g, struct pw_num number,
			    uint32_t size)
{
	struct pw_num scaled;

	if (number.is_known) {
		number.number *= size;
		return number;
	}
	if (size == 1)
		return number;
	pw_gen_drop(g, number);
	scaled = pw_gen_target(g, PW_NO_REG);
	if (size & (size - 1))
		pw_gen_op(g, PW_OP_MUL, scaled.reg, number.reg,
			  pw_gen_known(size));
	else
		pw_gen_op(g, PW_OP_SHL, scaled.reg, number.reg,
			  pw_gen_known((uint64_t)__builtin_ctz(size)));
	return scaled;
}

uint32_t pw_gen_step(const struct pw_type *pointer)
{
	uint32_t size = pointer->of ? pw_type_memory_size(pointer->of) : 1;

	return size ? size : 1;
}

/* ref = element `index` behind it, each of `size` bytes. */
static void move_by(struct pw_gen *g, struct pw_ref *ref, struct pw_num index,
		    uint32_t size)
{
	uint64_t offset;
	struct pw_num sum;

	index = pw_gen_scaled(g, index, size);
	offset = ref->offset + index.number;
	if (index.is_known && offset <= INT32_MAX) {
		ref->offset = (uint32_t)offset;
		return;
	}
	ref->base = pw_gen_in_reg(g, ref->base);
	pw_gen_drop(g, ref->base);
	pw_gen_drop(g, index);
	sum = pw_gen_target(g, PW_NO_REG);
	pw_gen_op(g, PW_OP_ADD, sum.reg, ref->base.reg, index);
	ref->base = sum;
}

/* The index of an array of n, checked when it runs; 0: it has no end. */
static struct pw_num bounded(struct pw_gen *g, struct pw_num index, uint32_t n)
{
	struct pw_num checked;

	if (index.is_known || !n)
		return index;
	pw_gen_drop(g, index);
	checked = pw_gen_target(g, PW_NO_REG);
	pw_gen_op(g, PW_OP_BOUND, checked.reg, index.reg, pw_gen_known(n));
	return checked;
}

/* The base must not change or be lost while `e` is evaluated. */
static struct pw_num index_beside(struct pw_gen *g, struct pw_ref *ref,
				  struct pw_expr *e)
{
	uint32_t offset = 0;
	bool held = ref->where == PW_REF_MEMORY && !ref->base.is_known &&
		    e->kind != PW_EXPR_INT && e->kind != PW_EXPR_VAR;
	struct pw_num index;

	if (held) {
		offset = pw_gen_space(g, 8);
		pw_gen_store(g, offset, ref->base);
		pw_gen_drop(g, ref->base);
	}
	index = pw_gen_num(g, e, PW_NO_REG);
	if (held) {
		ref->base = pw_gen_target(g, PW_NO_REG);
		pw_gen_load(g, ref->base.reg, offset, PW_W8);
	}
	return index;
}

static struct pw_ref element(struct pw_gen *g, struct pw_expr *e)
{
	const struct pw_type *type = &e->a->type;
	bool is_pointer = type->kind == PW_TYPE_INT;
	uint32_t n, size;
	struct pw_num index;
	struct pw_ref ref;

	if (is_pointer) {
		ref = at_address(pw_gen_num(g, e->a, PW_NO_REG), type);
		index = index_beside(g, &ref, e->b);
		move_by(g, &ref, index, pw_gen_step(type));
		return ref;
	}
	ref = pw_gen_ref(g, e->a);
	n = type->kind == PW_TYPE_STRING ? type->size :
	    pw_type_n_elements(type);
	size = type->kind == PW_TYPE_STRING ? 1 :
	       pw_type_memory_size(&e->type);
	if (e->b->kind != PW_EXPR_INT && ref.where != PW_REF_MEMORY) {
		index = pw_gen_address(g, ref, pw_type_memory_size(type));
		ref = at_address(index, type);
		ref.space = 1 + PW_SPACE_KERNEL;
	}
	index = bounded(g, index_beside(g, &ref, e->b), n);
	move_by(g, &ref, index, size);
	return ref;
}

/* Through pointers to pointers to a struct: each is read. */
static struct pw_ref target(struct pw_gen *g, struct pw_expr *e)
{
	const struct pw_type *type = &e->type;
	struct pw_ref ref;
	struct pw_num num;

	if (type->kind != PW_TYPE_INT)
		return pw_gen_ref(g, e);
	ref = at_address(pw_gen_num(g, e, PW_NO_REG), type);
	for (type = type->of; type->kind == PW_TYPE_INT; type = type->of) {
		num = pw_gen_ref_num(g, ref, type, NULL, PW_NO_REG);
		ref = at_address(num, type);
	}
	return ref;
}

static struct pw_ref record_field(const struct pw_expr *e)
{
	const struct pw_tp_field *field = e->info;
	struct pw_ref ref = { PW_REF_RECORD, pw_gen_known(0), field->offset,
			      0 };

	return ref;
}

/* Is it a place in itself, not a value that must first be made? */
static bool is_place(const struct pw_expr *e)
{
	switch (e->kind) {
	case PW_EXPR_UNARY:
		return e->op == PW_TOK_STAR;
	case PW_EXPR_FIELD:
		if (e->a->type.kind == PW_TYPE_ARGS)
			return e->type.kind == PW_TYPE_BYTES ||
			       e->type.kind == PW_TYPE_INT;
		return e->a->type.kind != PW_TYPE_TUPLE;
	case PW_EXPR_INDEX:
		return e->a->type.kind != PW_TYPE_TUPLE;
	default:
		return false;
	}
}

bool pw_gen_is_ref(const struct pw_expr *e)
{
	return is_place(e);
}

struct pw_ref pw_gen_ref(struct pw_gen *g, struct pw_expr *e)
{
	const struct pw_member *member = e->info;
	struct pw_ref ref;

	if (!is_place(e))
		return at_frame(pw_gen_place(g, e));
	if (e->kind == PW_EXPR_INDEX)
		return element(g, e);
	if (e->kind == PW_EXPR_UNARY)
		return at_address(pw_gen_num(g, e->a, PW_NO_REG), &e->a->type);
	if (e->a->type.kind == PW_TYPE_ARGS)
		return record_field(e);
	ref = target(g, e->a);
	ref.offset += member->offset;
	return ref;
}

const struct pw_member *pw_gen_member(const struct pw_expr *e)
{
	if (e->kind != PW_EXPR_FIELD || e->a->type.kind == PW_TYPE_ARGS ||
	    e->a->type.kind == PW_TYPE_TUPLE)
		return NULL;
	return e->info;
}

/* ---- reading ---- */

static void read_memory(struct pw_gen *g, struct pw_num address,
			unsigned int space, uint32_t offset, uint32_t size)
{
	uint32_t slot = pw_gen_before_read(g, address);
	struct pw_insn *insn = pw_gen_insn(g, PW_OP_READ);

	insn->src = address.reg;
	insn->aux = space ? (uint8_t)(space - 1) : PW_SPACE_EITHER;
	insn->off = offset;
	insn->hi = size;
	pw_gen_after_read(g, slot, "");
}

static struct pw_num load(struct pw_gen *g, struct pw_ref ref, uint8_t width,
			  uint8_t want)
{
	uint32_t size = width & (uint8_t)~PW_SIGNED, offset, slot = PW_NO_SLOT;
	struct pw_num num, address;
	struct pw_insn *insn;

	if (ref.where == PW_REF_MEMORY && ref.space) {
		/* Only READ asks for a space. */
		offset = pw_gen_space(g, 8);
		address = pw_gen_address(g, ref, size);
		read_memory(g, address, ref.space, offset, size);
		pw_gen_drop(g, address);
		num = pw_gen_target(g, want);
		pw_gen_load(g, num.reg, offset, width);
		return num;
	}
	if (ref.where == PW_REF_MEMORY) {
		ref.base = pw_gen_in_reg(g, ref.base);
		slot = pw_gen_before_read(g, ref.base);
		pw_gen_drop(g, ref.base);
	}
	num = pw_gen_target(g, want);
	insn = pw_gen_insn(g, ref.where == PW_REF_MEMORY ? PW_OP_LDMEM :
			   ref.where == PW_REF_FRAME ? PW_OP_LDF :
			   PW_OP_LDREC);
	insn->dst = num.reg;
	insn->src = ref.where == PW_REF_MEMORY ? ref.base.reg : 0;
	insn->off = ref.offset;
	insn->aux = width;
	if (ref.where == PW_REF_RECORD && g->rec_size < ref.offset + size)
		g->rec_size = ref.offset + size;
	pw_gen_after_read(g, slot, "");
	return num;
}

struct pw_num pw_gen_ref_num(struct pw_gen *g, struct pw_ref ref,
			     const struct pw_type *type,
			     const struct pw_member *member, uint8_t want)
{
	uint8_t width = (uint8_t)pw_type_memory_size(type);
	struct pw_num num;

	if (member && member->bits) {
		num = load(g, ref, member->load, want);
		if (member->shift)
			pw_gen_op(g, PW_OP_SHR, num.reg, num.reg,
				  pw_gen_known(member->shift));
		if (member->bits < 64)
			pw_gen_op(g, PW_OP_AND, num.reg, num.reg,
				  pw_gen_known((1ull << member->bits) - 1));
		return num;
	}
	if (type->kind == PW_TYPE_INT && type->is_signed && width < 8)
		width |= PW_SIGNED;
	num = load(g, ref, width, want);
	if (type->kind == PW_TYPE_BOOL)
		pw_gen_op(g, PW_OP_SNE, num.reg, num.reg, pw_gen_known(0));
	return num;
}

/* `size` bytes to a place in the frame; what is behind them there is 0. */
static void copy_bytes(struct pw_gen *g, struct pw_ref ref, uint32_t to,
		       uint32_t size)
{
	struct pw_num address;

	if (ref.where == PW_REF_RECORD) {
		copy_record(g, ref, to, size);
		return;
	}
	if (ref.where == PW_REF_FRAME && !(ref.offset % 8) && !(size % 8)) {
		pw_gen_frame(g, PW_OP_COPY, to, ref.offset, size);
		return;
	}
	if (ref.where == PW_REF_FRAME)
		ref.space = 1 + PW_SPACE_KERNEL;
	address = pw_gen_address(g, ref, size);
	read_memory(g, address, ref.space, to, size);
	pw_gen_drop(g, address);
}

void pw_gen_ref_slot(struct pw_gen *g, struct pw_ref ref,
		     const struct pw_type *type, uint32_t to, uint32_t room)
{
	uint32_t size = pw_type_memory_size(type);

	if (pw_align8(size) < room)
		pw_gen_frame(g, PW_OP_ZERO, to + pw_align8(size), 0,
			     room - pw_align8(size));
	if (size)
		copy_bytes(g, ref, to, size);
	if (type->kind == PW_TYPE_STRING)
		pw_gen_frame(g, PW_OP_CSTR, to, 0, room);
}
