/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the verifier's two halves share. Process context.
 */
#ifndef PW_ENGINE_FLOW_H
#define PW_ENGINE_FLOW_H

#include "error.h"

/* The program being verified. */
struct pw_flow {
	const struct pw_image *img;
	const struct pw_prog_def *prog;
	const struct pw_insn *insns;	/* of the program */
	u32 probe;		/* one that runs it, or PW_NOWHERE */
	u32 words;		/* u64 of bits for the frame, one bit 8 bytes */
	u64 *states;		/* see verify.c */
	struct pw_error *err;
};

/* enum pw_operand of each opcode, and its name. */
u32 pw_operands(u8 op);
const char *pw_op_text(u8 op);

/*
 * operand.c: one instruction by itself, wherever it stands: fields, ranges,
 * what it refers to. 0 or -EINVAL with *err filled.
 */
int pw_check_insn(const struct pw_flow *flow, u32 at);
/* Bytes of a value as MAPNEXT reads it. */
u32 pw_walked_size(const struct pw_map_def *map);

/* -EINVAL; the message starts with the instruction's name. */
pw_printf(3, 4)
int pw_flow_refuse(const struct pw_flow *flow, u32 at, const char *fmt, ...);

#endif
