/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the code generator share: the program being made, its
 * registers and frame, and ways to make instructions.
 *
 * Registers: variables take them from the top, temporaries from the bottom. The
 * frame grows upwards: variables of the open scopes, then what the statement
 * needs; both are given back at their end, so that statements share the space.
 */
#ifndef PW_LANG_GEN_H
#define PW_LANG_GEN_H

#include "lang/check.h"
#include "lang/constant.h"
#include "lang/lex.h"
#include "lang/types.h"

#define PW_VAR_REGS	8	/* at most so many hold variables */
#define PW_TEMP_REGS	7	/* so many are left for temporaries */

/* Jumps that wait for their target: a chain through pw_insn.off. */
struct pw_label {
	uint32_t last;		/* instruction + 1; 0: none */
};

/* A constant section's entry, to use equal strings once. */
struct pw_literal {
	const char *text;
	uint32_t size;
	uint32_t offset;
	struct pw_literal *next;
};

/* The innermost loop: where break and continue go. */
struct pw_loop {
	struct pw_label end, again;
};

struct pw_gen {
	struct pw_compile *c;
	struct pw_unit *unit;

	/* The image's sections, and what belongs to each element. */
	struct pw_insn *insns;
	uint32_t *offsets;		/* of the source, for each insn */
	size_t n_insns, insns_room, offsets_room;
	char *constants;
	size_t n_constants, constants_room;
	struct pw_literal *literals[PW_BUCKETS];
	uint32_t tables[4];		/* of pw_texts: offset + 1, or 0 */
	struct pw_rec_def *recs;
	struct pw_action *actions;
	struct pw_span *calls;		/* of each action, in the source */
	size_t n_recs, recs_room, actions_room, calls_room;
	struct pw_seg *segs;
	size_t n_segs, segs_room;
	struct pw_prog_def *progs;

	/* The program. */
	uint32_t first;			/* its first instruction */
	bool dead;			/* the next one cannot be reached */
	struct pw_insn nowhere;		/* what is emitted while dead */
	struct pw_span span;		/* what is being translated */
	uint32_t regs;			/* in use, a bit each */
	uint32_t n_var_regs;
	uint32_t vars_end;		/* of the variables in the frame */
	uint32_t frame_end;		/* of the temporaries */
	uint32_t frame_size;
	uint32_t rec_size;
	struct pw_loop *loop;		/* or NULL */
	struct pw_label *function;	/* its end; or NULL */
	uint32_t func_table;		/* 1 + where it is; see gen_kernel.c */
	uint32_t start_texts, end_texts; /* likewise; see gen_call_text.c */
};

/* A number: in a register, or known. */
struct pw_num {
	bool is_known;
	bool is_owned;		/* a temporary, to be given back */
	uint8_t reg;
	uint64_t number;
};

#define PW_NO_REG	0xffu

/* ---- gen_insn.c: instructions, labels, registers, frame ---- */

struct pw_insn *pw_gen_insn(struct pw_gen *g, enum pw_opcode op);
/* Operations with an operand that may be a register or a number. */
void pw_gen_mov(struct pw_gen *g, uint8_t dst, struct pw_num from);
void pw_gen_op(struct pw_gen *g, enum pw_opcode op, uint8_t dst, uint8_t src,
	       struct pw_num aux);
void pw_gen_store(struct pw_gen *g, uint32_t offset, struct pw_num from);
void pw_gen_load(struct pw_gen *g, uint8_t dst, uint32_t offset,
		 uint8_t width);
/* Operations on `hi` bytes at frame[off], the others from `lo`. */
void pw_gen_frame(struct pw_gen *g, enum pw_opcode op, uint32_t off,
		  uint32_t lo, uint32_t hi);
struct pw_insn *pw_gen_map(struct pw_gen *g, enum pw_opcode op,
			   const struct pw_symbol *map, uint32_t key);
void pw_gen_jump(struct pw_gen *g, struct pw_label *to);
void pw_gen_branch(struct pw_gen *g, enum pw_opcode op, uint8_t src,
		   struct pw_num aux, struct pw_label *to);
/* The next instruction is the label's. */
void pw_gen_bind(struct pw_gen *g, struct pw_label *label);

uint8_t pw_gen_reg(struct pw_gen *g);
void pw_gen_drop(struct pw_gen *g, struct pw_num num);
void pw_gen_drop_reg(struct pw_gen *g, uint8_t reg);
/* `want`, or a new temporary. */
struct pw_num pw_gen_target(struct pw_gen *g, uint8_t want);
struct pw_num pw_gen_known(uint64_t number);
/* In a register, whatever it was. */
struct pw_num pw_gen_in_reg(struct pw_gen *g, struct pw_num num);
unsigned int pw_gen_free_regs(const struct pw_gen *g);

uint32_t pw_gen_space(struct pw_gen *g, uint32_t size);
/* Offset in the constants of a string, padded to `size`. */
uint32_t pw_gen_literal(struct pw_gen *g, const char *text, uint32_t size);
/* Room for `size` bytes of constants, zeroed. */
char *pw_gen_constants(struct pw_gen *g, uint32_t size, uint32_t *offset);

/* ---- gen_num.c: numbers ---- */

/* The value of e; in register `want` if that is one and e is not known. */
struct pw_num pw_gen_num(struct pw_gen *g, struct pw_expr *e, uint8_t want);
/* Both values, in this order, neither of which spoils the other. */
void pw_gen_operands(struct pw_gen *g, struct pw_expr *a, struct pw_expr *b,
		     struct pw_num *l, struct pw_num *r);
struct pw_num pw_gen_binary(struct pw_gen *g, int op, struct pw_expr *a,
			    struct pw_expr *b, const struct pw_type *type,
			    uint8_t want);
/* ++ and --; `is_used`: its value is wanted. */
struct pw_num pw_gen_increment(struct pw_gen *g, struct pw_expr *e,
			       bool is_used);
/* map += value; the new value. */
struct pw_num pw_gen_map_add(struct pw_gen *g, const struct pw_symbol *map,
			     uint32_t key, struct pw_num value, bool negate);
/* `reg` as a value of that type. */
void pw_gen_cut(struct pw_gen *g, uint8_t reg, const struct pw_type *from,
		const struct pw_type *to);

/* ---- gen_cond.c ---- */

/* Goes to `to` if e's truth is `sense`, and on if it is not. */
void pw_gen_cond(struct pw_gen *g, struct pw_expr *e, struct pw_label *to,
		 bool sense);
/* e as 0 or 1. */
struct pw_num pw_gen_truth(struct pw_gen *g, struct pw_expr *e, uint8_t want);

/* ---- gen_slot.c: what lies in the frame ---- */

/* Is a value of this kind held in a register? */
bool pw_is_scalar(const struct pw_type *type);
/* Writes e as a value of that type. */
void pw_gen_slot(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
		 const struct pw_type *type);
/* Where e's value is, as e->type says; it may be a variable's own place. */
uint32_t pw_gen_place(struct pw_gen *g, struct pw_expr *e);
/* The same as a string. */
uint32_t pw_gen_text(struct pw_gen *g, struct pw_expr *e, uint32_t *size);
/* Where the map's key is: e's of a map access, or given as list. */
uint32_t pw_gen_key(struct pw_gen *g, const struct pw_symbol *map,
		    struct pw_expr *list);

/* The same of a histogram, with room for the bucket's number behind it. */
uint32_t pw_gen_bucket_key(struct pw_gen *g, const struct pw_symbol *map,
			   struct pw_expr *list);

/* ---- gen_ref.c: parts of values, what pointers point to ---- */

/* Where a value is. */
struct pw_ref {
	enum { PW_REF_FRAME, PW_REF_MEMORY, PW_REF_RECORD } where;
	struct pw_num base;	/* MEMORY: the address, or a part of it */
	uint32_t offset;
	unsigned int space;	/* of struct pw_type */
};

/* Is it a part of something, or behind a pointer? */
bool pw_gen_is_ref(const struct pw_expr *e);
struct pw_ref pw_gen_ref(struct pw_gen *g, struct pw_expr *e);
/* The member that e is, of a struct; or NULL. */
const struct pw_member *pw_gen_member(const struct pw_expr *e);
/* The number there; member: of which it is, or NULL. */
struct pw_num pw_gen_ref_num(struct pw_gen *g, struct pw_ref ref,
			     const struct pw_type *type,
			     const struct pw_member *member, uint8_t want);
/* What is no number, to a slot of `room` bytes. */
void pw_gen_ref_slot(struct pw_gen *g, struct pw_ref ref,
		     const struct pw_type *type, uint32_t to, uint32_t room);
/* Anything as an address: a frame has one, a record is copied to the frame. */
struct pw_num pw_gen_address(struct pw_gen *g, struct pw_ref ref,
			     uint32_t size);
/* For instructions that ask: the space that a pointer is of. */
static inline uint8_t pw_gen_space_of(const struct pw_type *type)
{
	return type->kind == PW_TYPE_INT && type->space ?
	       (uint8_t)(type->space - 1) : PW_SPACE_EITHER;
}
/* number * size. */
struct pw_num pw_gen_scaled(struct pw_gen *g, struct pw_num number,
			    uint32_t size);
/* Bytes from one target of such a pointer to the next. */
uint32_t pw_gen_step(const struct pw_type *pointer);

/* ---- gen_call.c ---- */

/* A call whose value is a number. */
struct pw_num pw_gen_call(struct pw_gen *g, struct pw_expr *e, uint8_t want);
/* gen_kernel.c: symbols, registers, tasks. */
struct pw_num pw_gen_percpu(struct pw_gen *g, struct pw_expr *e, uint8_t want);
struct pw_num pw_gen_ctx(struct pw_gen *g, enum pw_ctx_value value,
			 uint8_t want);
/* func, as something that ksym() gives too. */
struct pw_num pw_gen_function_name(struct pw_gen *g, uint8_t want);
struct pw_num pw_gen_stack(struct pw_gen *g, struct pw_expr *e, uint8_t want);
struct pw_num pw_gen_usym(struct pw_gen *g, struct pw_expr *e, uint8_t want);
struct pw_num pw_gen_stack_len(struct pw_gen *g, struct pw_expr *e,
			       uint8_t want);
struct pw_num pw_gen_task(struct pw_gen *g, struct pw_expr *e, uint8_t want);
struct pw_num pw_gen_find_task(struct pw_gen *g, struct pw_expr *e,
			       uint8_t want);
struct pw_num pw_gen_cookie(struct pw_gen *g, struct pw_expr *e, uint8_t want);
/* gen_call_text.c */
struct pw_num pw_gen_syscall_in(struct pw_gen *g, struct pw_expr *e,
				uint8_t want);
void pw_gen_path(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
		 uint32_t size);
void pw_gen_task_comm(struct pw_gen *g, struct pw_expr *e, uint32_t offset);
/* gen_func.c: for some of them; false: none of these. */
bool pw_gen_function(struct pw_gen *g, struct pw_expr *e, uint8_t want,
		     struct pw_num *num);
/* A call whose value lies in the frame. */
bool pw_gen_object_call(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
			uint32_t size);
/* A call as a statement: printf() and the like. */
void pw_gen_action(struct pw_gen *g, struct pw_expr *e);
/* A message of the run, with the value of that type at `offset`, or none. */
void pw_gen_message(struct pw_gen *g, enum pw_action_kind kind,
		    const char *format, const struct pw_type *type,
		    uint32_t offset);
void pw_gen_str(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
		uint32_t size);
void pw_gen_ntop(struct pw_gen *g, struct pw_expr *e, uint32_t offset);

/* From one place to another, as another type of the same kind. */
void pw_gen_copy_as(struct pw_gen *g, uint32_t from,
		    const struct pw_type *have, uint32_t to,
		    const struct pw_type *want);

/* ---- gen_bucket.c ---- */

/* MAPDEL or MAPHAS of each bucket at `key`, which has room for its number
 * behind it: was any there? */
struct pw_num pw_gen_buckets(struct pw_gen *g, enum pw_opcode op,
			     const struct pw_symbol *map, uint32_t key,
			     uint8_t want);
/* How many a key may have. */
uint32_t pw_n_buckets(enum pw_type_kind kind, const int64_t *args);

/* ---- gen_fault.c: -k; nothing without it ---- */

/* Before a map's value is read: has it the key? */
void pw_gen_lookup(struct pw_gen *g, const struct pw_symbol *map, uint32_t key);
#define PW_NO_SLOT UINT32_MAX
/* Around an instruction that reads the memory at an address: what the first
 * gives is for the second. suffix: "_str" of a string, else "". */
uint32_t pw_gen_before_read(struct pw_gen *g, struct pw_num address);
void pw_gen_after_read(struct pw_gen *g, uint32_t slot, const char *suffix);

/* ---- gen.c ---- */

/* Registers and frame of the variables in sight, to return to. */
struct pw_gen_scope {
	uint32_t vars_end, n_var_regs, regs, frame_end;
};

struct pw_gen_scope pw_gen_enter(const struct pw_gen *g);
void pw_gen_leave(struct pw_gen *g, struct pw_gen_scope scope);
/* A place for a new variable; nothing else is in the frame above. */
void pw_gen_place_var(struct pw_gen *g, struct pw_symbol *var);
/* A variable in its place = value, which is of type `from`. */
void pw_gen_set_scalar(struct pw_gen *g, struct pw_symbol *var,
		       struct pw_num value, const struct pw_type *from);
void pw_gen_body(struct pw_gen *g, struct pw_stmt *body);

/* ---- gen_block.c: a block as an expression ---- */

struct pw_num pw_gen_block_num(struct pw_gen *g, struct pw_expr *e,
			       uint8_t want);
void pw_gen_block_slot(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
		       const struct pw_type *type);
/* Nobody wants its value. */
void pw_gen_block(struct pw_gen *g, struct pw_expr *e);

/* ---- gen.c ---- */

void pw_gen_stmts(struct pw_gen *g, struct pw_stmt *stmt);
/* An expression for its effects. */
void pw_gen_statement(struct pw_gen *g, struct pw_expr *e);

/* ---- gen_loop.c ---- */

void pw_gen_while(struct pw_gen *g, struct pw_stmt *stmt);
void pw_gen_unroll(struct pw_gen *g, struct pw_stmt *stmt);
void pw_gen_range(struct pw_gen *g, struct pw_stmt *stmt);
void pw_gen_each(struct pw_gen *g, struct pw_stmt *stmt);

/* ---- gen.c, gen_image.c ---- */

/* Programs of all units. */
void pw_gen_programs(struct pw_gen *g);
/* NULL after an error, which has been reported. */
struct pw_program *pw_gen_image(struct pw_gen *g, const char *name,
				const char *text);

#endif
