/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The verifier: programs that must be taken, programs that must be refused, at
 * which instruction and for what reason. All run in one image: see build().
 */
#include <check.h>
#include "engine_image.h"

#define FRAME	64
#define RECORD	40

/* Maps, by number. */
enum {
	COUNTS,		/* count, key of 16 */
	VALUES,		/* 8 bytes, key of 8 */
	SCALAR,		/* 8 bytes, no key */
	WIDE,		/* 24 bytes, key of 8, deletable */
	TOTAL,		/* count, no key */
	MEAN,		/* average, no key */
	BUCKETS,	/* histogram, a key of one word before the bucket */
	SERIES		/* time series, likewise */
};

/* Records: SMALL is 8 raw bytes at 0 and a string of 16 at 8; FAR is at 64. */
enum { SMALL, FAR, BARE };

/* Instruction without imm; with imm; with a register; with lo and hi. */
#define N(op, d, s, off)	{ PW_OP_##op, d, s, 0, off, { 0 } }
#define I(op, d, s, off, imm)	{ PW_OP_##op, d, s, PW_IMM, off, { imm } }
#define R(op, d, s, off, r)	{ PW_OP_##op, d, s, r, off, { 0 } }
#define L(op, d, s, aux, off, lo, hi) \
	{ PW_OP_##op, d, s, aux, off, { (s64)((u64)(hi) << 32 | (lo)) } }
#define SET(r)			I(MOV, r, 0, 0, 1)
#define END			N(END, 0, 0, 0)

struct verdict {
	const char *name;
	u32 ctx;
	const char *why;	/* piece of the message, or NULL: taken */
	u32 where;		/* instruction refused */
	u32 n;
	const struct pw_insn *insns;
};

#define P(...) sizeof((const struct pw_insn[]){ __VA_ARGS__ }) / \
	sizeof(struct pw_insn), (const struct pw_insn[]){ __VA_ARGS__ }

#define PLAIN	PW_PROG_PLAIN
#define ENTRY	PW_PROG_ENTRY
#define RETURN	PW_PROG_RETURN
#define RECORDS	PW_PROG_RECORD

static const struct verdict verdicts[] = {
/* What real programs are made of. */
{ "empty", PLAIN, NULL, 0, P(END) },
{ "count by comm", ENTRY, NULL, 0,
	P(L(COMM, 0, 0, 0, 0, 0, 16), L(COUNT, 0, 0, 0, 0, COUNTS, 0), END) },
{ "exit", PLAIN, NULL, 0, P(SET(0), N(EXIT, 0, 0, 0)) },
{ "exit with r9 unset", PLAIN, "exit: reads r9", 0, P(N(EXIT, 0, 9, 0)) },

/* The end. */
{ "falls off", PLAIN, "behind its end", 0, P(SET(0)) },
{ "ends with a branch", PLAIN, "behind its end", 2,
	P(SET(0), SET(1), I(STF, 0, 0, 0, 0)) },
{ "ends with a loop", PLAIN, NULL, 0, P(L(LOOP, 0, 0, 0, 0, 0, 0)) },
{ "unreached end missing", PLAIN, "behind its end", 1, P(END, SET(0)) },

/* Opcodes and fields. */
{ "no such op", PLAIN, "no instruction 250", 0,
	P({ 250, 0, 0, 0, 0, { 0 } }, END) },
{ "op max", PLAIN, "no instruction", 0,
	P({ PW_OP_MAX, 0, 0, 0, 0, { 0 } }, END) },
{ "dst 16", PLAIN, "no register r16", 0, P(I(MOV, 16, 0, 0, 1), END) },
{ "dst imm", PLAIN, "no register r255", 0, P(I(MOV, 255, 0, 0, 1), END) },
{ "src 16", PLAIN, "no register r16", 0, P(I(ADD, 0, 16, 0, 1), END) },
{ "aux 16", PLAIN, "no register r16", 0, P(R(MOV, 0, 0, 0, 16), END) },
{ "dst 15", PLAIN, NULL, 0, P(SET(15), R(MOV, 0, 0, 0, 15), END) },
{ "unused dst", PLAIN, "end: dst", 0, P(N(END, 1, 0, 0)) },
{ "unused src", PLAIN, "mov: src", 0, P(I(MOV, 0, 1, 0, 1), END) },
{ "unused aux", PLAIN, "neg: aux", 1, P(SET(0), R(NEG, 0, 0, 0, 1), END) },
{ "unused off", PLAIN, "mov: off", 0, P(I(MOV, 0, 0, 8, 1), END) },
{ "unused imm", PLAIN, "mov: imm", 1,
	P(SET(1), { PW_OP_MOV, 0, 0, 1, 0, { 5 } }, END) },
{ "unused lo", PLAIN, "zero: lo", 0, P(L(ZERO, 0, 0, 0, 0, 8, 8), END) },
{ "unused hi", PLAIN, "emit: hi", 0, P(L(EMIT, 0, 0, 0, 0, BARE, 8), END) },
{ "unused hi of count", PLAIN, "count: hi", 0,
	P(L(COUNT, 0, 0, 0, 0, TOTAL, 8), END) },
{ "unused lo of jump", PLAIN, "jmp: lo", 0,
	P(L(JMP, 0, 0, 0, 1, 1, 0), END) },
{ "unused imm of jump", PLAIN, "jeq: imm", 1,
	P(SET(1), { PW_OP_JEQ, 0, 1, 1, 2, { 5 } }, END) },
{ "unused lo of read", PLAIN, "zero: lo", 1,
	P(SET(0), L(ZERO, 0, 0, 0, 0, 1, 8), END) },

#include "verdicts.h"

/* Jumps. */
{ "jump to next", PLAIN, NULL, 0, P(N(JMP, 0, 0, 1), END) },
{ "jump to itself", PLAIN, "goes back", 0, P(N(JMP, 0, 0, 0), END) },
{ "jump back", PLAIN, "goes back", 1, P(SET(0), N(JMP, 0, 0, 0), END) },
{ "jump out", PLAIN, "out of the program", 0, P(N(JMP, 0, 0, 2), END) },
{ "jump far out", PLAIN, "out of the program", 0,
	P(N(JMP, 0, 0, 0xffffffff), END) },
{ "branch out", PLAIN, "out of the program", 1,
	P(SET(0), I(JEQ, 0, 0, 3, 0), END) },
{ "branch back", PLAIN, "goes back", 1,
	P(SET(0), I(JGEU, 0, 0, 0, 0), END) },
{ "loop to itself", PLAIN, NULL, 0, P(N(LOOP, 0, 0, 0)) },
{ "loop forward", PLAIN, "goes forward", 0, P(N(LOOP, 0, 0, 1), END) },
{ "loop far", PLAIN, "goes forward", 0, P(N(LOOP, 0, 0, 0xffffffff), END) },

/* Registers on paths. */
{ "reg unset", PLAIN, "neg: reads r3", 0, P(N(NEG, 0, 3, 0), END) },
{ "aux unset", PLAIN, "add: reads r4", 1,
	P(SET(0), R(ADD, 0, 0, 0, 4), END) },
{ "set itself", PLAIN, "reads r0", 0, P(R(MOV, 0, 0, 0, 0), END) },
{ "branch src unset", PLAIN, "jne: reads r2", 0,
	P(I(JNE, 0, 2, 1, 0), END) },
{ "branch aux unset", PLAIN, "reads r2", 1,
	P(SET(0), R(JNE, 0, 0, 2, 2), END) },
{ "one branch sets", PLAIN, "reads r1", 3,
	P(SET(0), I(JEQ, 0, 0, 3, 0), SET(1), N(NEG, 2, 1, 0), END) },
{ "both branches set", PLAIN, NULL, 0,
	P(SET(0), I(JEQ, 0, 0, 4, 0), SET(1), N(JMP, 0, 0, 5), SET(1),
	  N(NEG, 2, 1, 0), END) },
{ "else sets another", PLAIN, "reads r1", 5,
	P(SET(0), I(JEQ, 0, 0, 4, 0), SET(1), N(JMP, 0, 0, 5), SET(2),
	  N(NEG, 2, 1, 0), END) },
{ "other branch ends", PLAIN, NULL, 0,
	P(SET(0), I(JEQ, 0, 0, 3, 0), END, SET(1), N(NEG, 2, 1, 0), END) },
{ "unreached reads", PLAIN, NULL, 0,
	P(SET(0), N(EXIT, 0, 0, 0), N(NEG, 2, 7, 0), END) },
{ "unreached but wrong", PLAIN, "no register r17", 1,
	P(END, N(NEG, 2, 17, 0), END) },

/* Loops. */
{ "body set before", PLAIN, NULL, 0,
	P(SET(0), I(JEQ, 0, 0, 4, 9), I(ADD, 0, 0, 0, 1), N(LOOP, 0, 0, 1),
	  END) },
{ "body sets for the next round", PLAIN, "reads r1", 2,
	P(SET(0), I(JEQ, 0, 0, 5, 9), N(NEG, 0, 1, 0), SET(1),
	  N(LOOP, 0, 0, 1), END) },
{ "read behind the loop", PLAIN, "reads r1", 4,
	P(SET(0), I(JEQ, 0, 0, 4, 9), SET(1), N(LOOP, 0, 0, 1),
	  N(NEG, 2, 1, 0), END) },
{ "entered in the middle", PLAIN, NULL, 0,
	P(SET(0), N(JMP, 0, 0, 3), I(ADD, 0, 0, 0, 1), I(JEQ, 0, 0, 5, 9),
	  N(LOOP, 0, 0, 2), END) },
{ "entered in the middle, unset", PLAIN, "add: reads r1", 2,
	P(SET(0), N(JMP, 0, 0, 3), R(ADD, 0, 0, 0, 1), I(JEQ, 0, 0, 5, 9),
	  N(LOOP, 0, 0, 2), END) },
{ "back edge takes away", PLAIN, "neg: reads r1", 4,
	P(SET(0), I(JEQ, 0, 0, 5, 0), SET(1), N(JMP, 0, 0, 4),
	  N(NEG, 2, 1, 0), N(LOOP, 0, 0, 4)) },

/* The frame. */
{ "stf last word", PLAIN, NULL, 0, P(I(STF, 0, 0, 56, 0), END) },
{ "stf odd", PLAIN, "multiple of 8", 0, P(I(STF, 0, 0, 4, 0), END) },
{ "stf out", PLAIN, "not in the frame", 0, P(I(STF, 0, 0, 64, 0), END) },
{ "stf far out", PLAIN, "not in the frame", 0,
	P(I(STF, 0, 0, 0xfffffff8, 0), END) },
{ "stf unset", PLAIN, "reads r5", 0, P(R(STF, 0, 0, 0, 5), END) },
{ "ldf unwritten", PLAIN, "frame byte 8", 1,
	P(I(STF, 0, 0, 0, 0), R(LDF, 0, 0, 8, 8), END) },
{ "ldf across", PLAIN, "frame byte 8", 1,
	P(I(STF, 0, 0, 0, 0), R(LDF, 0, 0, 6, 4), END) },
{ "ldf any byte", PLAIN, NULL, 0,
	P(I(STF, 0, 0, 0, 0), R(LDF, 0, 0, 7, 1), R(LDF, 0, 0, 3, 4), END) },
{ "ldf both", PLAIN, NULL, 0,
	P(I(STF, 0, 0, 0, 0), I(STF, 0, 0, 8, 0), R(LDF, 0, 0, 5, 0x88),
	  END) },
{ "ldf last", PLAIN, NULL, 0,
	P(L(ZERO, 0, 0, 0, 0, 0, 64), R(LDF, 0, 0, 63, 1), END) },
{ "ldf out", PLAIN, "not in the frame", 1,
	P(L(ZERO, 0, 0, 0, 0, 0, 64), R(LDF, 0, 0, 63, 2), END) },
{ "ldf far out", PLAIN, "not in the frame", 0,
	P(R(LDF, 0, 0, 0xffffffff, 8), END) },
{ "ldf width 3", PLAIN, "no width 3", 0, P(R(LDF, 0, 0, 0, 3), END) },
{ "ldf width 0", PLAIN, "no width 0", 0, P(R(LDF, 0, 0, 0, 0), END) },
{ "ext width 16", PLAIN, "no width 16", 1,
	P(SET(0), R(EXT, 0, 0, 0, 16), END) },
{ "ext signed", PLAIN, NULL, 0, P(SET(0), R(EXT, 0, 0, 0, 0x84), END) },
{ "zero all", PLAIN, NULL, 0, P(L(ZERO, 0, 0, 0, 0, 0, 64), END) },
{ "zero more", PLAIN, "not in the frame", 0,
	P(L(ZERO, 0, 0, 0, 8, 0, 64), END) },
{ "zero nothing", PLAIN, "size of 0", 0, P(L(ZERO, 0, 0, 0, 0, 0, 0), END) },
{ "zero odd", PLAIN, "multiple of 8", 0,
	P(L(ZERO, 0, 0, 0, 0, 0, 12), END) },
{ "zero huge", PLAIN, "over 131072", 0,
	P(L(ZERO, 0, 0, 0, 8, 0, 0xfffffff8), END) },
{ "frame written on one path", PLAIN, "frame byte 0", 3,
	P(SET(0), I(JEQ, 0, 0, 3, 0), I(STF, 0, 0, 0, 0), R(LDF, 1, 0, 0, 8),
	  END) },
{ "copy", PLAIN, NULL, 0,
	P(L(ZERO, 0, 0, 0, 0, 0, 16), L(COPY, 0, 0, 0, 16, 0, 16),
	  R(LDF, 0, 0, 24, 8), END) },
{ "copy unwritten", PLAIN, "frame byte 8", 1,
	P(L(ZERO, 0, 0, 0, 0, 0, 8), L(COPY, 0, 0, 0, 16, 0, 16), END) },
{ "copy overlaps", PLAIN, "overlap", 1,
	P(L(ZERO, 0, 0, 0, 0, 0, 32), L(COPY, 0, 0, 0, 8, 0, 16), END) },
{ "copy onto itself", PLAIN, "overlap", 1,
	P(L(ZERO, 0, 0, 0, 0, 0, 32), L(COPY, 0, 0, 0, 0, 0, 16), END) },
{ "copy from outside", PLAIN, "not in the frame", 1,
	P(L(ZERO, 0, 0, 0, 0, 0, 32), L(COPY, 0, 0, 0, 0, 56, 16), END) },
{ "copy from odd", PLAIN, "multiple of 8", 1,
	P(L(ZERO, 0, 0, 0, 0, 0, 32), L(COPY, 0, 0, 0, 0, 20, 8), END) },

/* Constants and strings. */
{ "const", PLAIN, NULL, 0,
	P(L(CONST, 0, 0, 0, 0, 8, 8), R(LDF, 0, 0, 0, 8), END) },
{ "const any byte", PLAIN, NULL, 0, P(L(CONST, 0, 0, 0, 0, 3, 8), END) },
{ "const behind", PLAIN, "constants", 0, P(L(CONST, 0, 0, 0, 0, 41, 8), END) },
{ "const far", PLAIN, "constants", 0,
	P(L(CONST, 0, 0, 0, 0, 0xffffffffu, 8), END) },
{ "const odd", PLAIN, "multiple of 8", 0,
	P(L(CONST, 0, 0, 0, 0, 0, 4), END) },
{ "cstr", PLAIN, NULL, 0,
	P(L(ZERO, 0, 0, 0, 0, 0, 16), L(CSTR, 0, 0, 0, 0, 0, 16), END) },
{ "cstr unwritten", PLAIN, "frame byte 8", 1,
	P(L(ZERO, 0, 0, 0, 0, 0, 8), L(CSTR, 0, 0, 0, 0, 0, 16), END) },
{ "cstr odd", PLAIN, "multiple of 8", 1,
	P(L(ZERO, 0, 0, 0, 0, 0, 16), L(CSTR, 0, 0, 0, 0, 0, 12), END) },
{ "comm of 8", PLAIN, "16 bytes", 0, P(L(COMM, 0, 0, 0, 0, 0, 8), END) },
{ "comm of 24", PLAIN, "16 bytes", 0, P(L(COMM, 0, 0, 0, 0, 0, 24), END) },
{ "probename", PLAIN, NULL, 0, P(L(PROBENAME, 0, 0, 1, 0, 0, 64), END) },
{ "probename 2", PLAIN, "no name 2", 0,
	P(L(PROBENAME, 0, 0, 2, 0, 0, 64), END) },
{ "streq", PLAIN, NULL, 0,
	P(L(ZERO, 0, 0, 0, 0, 0, 16), L(STREQ, 0, 0, 0, 0, 8, 5),
	  N(NEG, 1, 0, 0), END) },
{ "streq unwritten", PLAIN, "frame byte 16", 1,
	P(L(ZERO, 0, 0, 0, 0, 0, 16), L(STREQ, 0, 0, 0, 0, 8, 9), END) },
{ "streq unwritten first", PLAIN, "frame byte 16", 1,
	P(L(ZERO, 0, 0, 0, 0, 0, 16), L(STREQ, 0, 0, 0, 16, 8, 1), END) },
{ "streq out", PLAIN, "not in the frame", 1,
	P(L(ZERO, 0, 0, 0, 0, 0, 64), L(STREQ, 0, 0, 0, 0, 56, 9), END) },
{ "streq nothing", PLAIN, "size of 0", 1,
	P(L(ZERO, 0, 0, 0, 0, 0, 64), L(STREQ, 0, 0, 0, 0, 56, 0), END) },

/* Memory. */
{ "str", PLAIN, NULL, 0,
	P(SET(0), L(STR, 0, 0, 2, 0, 0, 64), R(LDF, 0, 0, 63, 1), END) },
{ "str space 3", PLAIN, "address space 3", 1,
	P(SET(0), L(STR, 0, 0, 3, 0, 0, 64), END) },
{ "str length", PLAIN, NULL, 0,
	P(SET(0), SET(15), L(STR, 0, 0, 0, 0, 16, 64), END) },
{ "str length unset", PLAIN, "str: reads r15", 1,
	P(SET(0), L(STR, 0, 0, 0, 0, 16, 64), END) },
{ "str length r16", PLAIN, "no register r16", 1,
	P(SET(0), L(STR, 0, 0, 0, 0, 17, 64), END) },
{ "str odd", PLAIN, "multiple of 8", 1,
	P(SET(0), L(STR, 0, 0, 0, 0, 0, 60), END) },
{ "read odd size", PLAIN, NULL, 0,
	P(SET(0), L(READ, 0, 0, 1, 56, 0, 3), R(LDF, 0, 0, 63, 1), END) },
{ "read writes no more", PLAIN, "frame byte 8", 2,
	P(SET(0), L(READ, 0, 0, 1, 0, 0, 8), R(LDF, 0, 0, 8, 1), END) },
{ "read out", PLAIN, "not in the frame", 1,
	P(SET(0), L(READ, 0, 0, 1, 56, 0, 9), END) },
{ "read huge", PLAIN, "over 131072", 1,
	P(SET(0), L(READ, 0, 0, 1, 0, 0, 0xffffffffu), END) },
{ "read unset", PLAIN, "reads r0", 0, P(L(READ, 0, 0, 1, 0, 0, 8), END) },
{ "ldmem", PLAIN, NULL, 0, P(SET(0), R(LDMEM, 1, 0, 12345, 4), END) },
{ "ldmem width", PLAIN, "no width 5", 1,
	P(SET(0), R(LDMEM, 1, 0, 0, 5), END) },

/* The hit. */
{ "ctx pid", PLAIN, NULL, 0, P(R(CTX, 0, 0, 0, PW_CTX_PID), END) },
{ "ctx none", PLAIN, "no value", 0, P(R(CTX, 0, 0, 0, PW_CTX_VALUES), END) },
{ "arg0", ENTRY, NULL, 0, P(R(CTX, 0, 0, 0, PW_CTX_ARG0), END) },
{ "arg5 of none", PLAIN, "only a kprobe", 0,
	P(R(CTX, 0, 0, 0, PW_CTX_ARG5), END) },
{ "arg0 of return", RETURN, "only a kprobe", 0,
	P(R(CTX, 0, 0, 0, PW_CTX_ARG0), END) },
{ "retval", RETURN, NULL, 0, P(R(CTX, 0, 0, 0, PW_CTX_RETVAL), END) },
{ "retval of entry", ENTRY, "only a kretprobe", 0,
	P(R(CTX, 0, 0, 0, PW_CTX_RETVAL), END) },
{ "ldrec", RECORDS, NULL, 0, P(R(LDREC, 0, 0, 36, 4), END) },
{ "ldrec any byte", RECORDS, NULL, 0, P(R(LDREC, 0, 0, 31, 0x88), END) },
{ "ldrec behind", RECORDS, "record of 40", 0, P(R(LDREC, 0, 0, 37, 4), END) },
{ "ldrec far", RECORDS, "record of 40", 0,
	P(R(LDREC, 0, 0, 0xffffffff, 8), END) },
{ "ldrec of none", ENTRY, "only a tracepoint", 0,
	P(R(LDREC, 0, 0, 0, 4), END) },
{ "recbytes", RECORDS, NULL, 0,
	P(L(RECBYTES, 0, 0, 0, 8, 35, 5), R(LDF, 0, 0, 15, 1), END) },
{ "recbytes behind", RECORDS, "record of 40", 0,
	P(L(RECBYTES, 0, 0, 0, 8, 36, 5), END) },
{ "recbytes far", RECORDS, "record of 40", 0,
	P(L(RECBYTES, 0, 0, 0, 8, 0xffffffffu, 5), END) },
{ "recbytes out", RECORDS, "not in the frame", 0,
	P(L(RECBYTES, 0, 0, 0, 56, 0, 9), END) },
{ "recstr", RECORDS, NULL, 0, P(L(RECSTR, 0, 0, 1, 0, 36, 64), END) },
{ "recstr behind", RECORDS, "record of 40", 0,
	P(L(RECSTR, 0, 0, 0, 0, 37, 64), END) },
{ "recstr far", RECORDS, "record of 40", 0,
	P(L(RECSTR, 0, 0, 0, 0, 0xffffu, 64), END) },
{ "recstr 2", RECORDS, "no descriptor 2", 0,
	P(L(RECSTR, 0, 0, 2, 0, 0, 64), END) },
{ "recstr of none", RETURN, "only a tracepoint", 0,
	P(L(RECSTR, 0, 0, 0, 0, 0, 64), END) },

/* Maps. */
{ "count key odd", PLAIN, "multiple of 8", 1,
	P(L(ZERO, 0, 0, 0, 0, 0, 64), L(COUNT, 0, 0, 0, 4, COUNTS, 0), END) },
{ "count of values", PLAIN, "holds no counts", 0,
	P(L(COUNT, 0, 0, 0, 0, SCALAR, 0), END) },
{ "count total", PLAIN, NULL, 0, P(L(COUNT, 0, 0, 0, 0, TOTAL, 0), END) },
{ "count total with key", PLAIN, "no keys", 0,
	P(L(COUNT, 0, 0, 0, 8, TOTAL, 0), END) },
{ "get a count", PLAIN, NULL, 0,
	P(L(MAPGET, 0, 0, 0, 0, TOTAL, 0), N(NEG, 0, 0, 0), END) },
{ "get wide", PLAIN, "24 bytes", 1,
	P(I(STF, 0, 0, 0, 0), L(MAPGET, 0, 0, 0, 0, WIDE, 0), END) },
{ "getv", PLAIN, NULL, 0,
	P(I(STF, 0, 0, 0, 0), L(MAPGETV, 0, 0, 0, 0, WIDE, 40),
	  R(LDF, 0, 0, 56, 8), END) },
{ "getv writes no more", PLAIN, "frame byte 32", 2,
	P(I(STF, 0, 0, 0, 0), L(MAPGETV, 0, 0, 0, 0, WIDE, 8),
	  R(LDF, 0, 0, 32, 1), END) },
{ "getv out", PLAIN, "not in the frame", 1,
	P(I(STF, 0, 0, 0, 0), L(MAPGETV, 0, 0, 0, 0, WIDE, 48), END) },
{ "getv odd", PLAIN, "multiple of 8", 1,
	P(I(STF, 0, 0, 0, 0), L(MAPGETV, 0, 0, 0, 0, WIDE, 12), END) },
{ "getv of count", PLAIN, "holds counts", 0,
	P(L(MAPGETV, 0, 0, 0, 0, TOTAL, 0), END) },
{ "set", PLAIN, NULL, 0,
	P(SET(3), L(MAPSET, 0, 3, 0, 0, SCALAR, 0), END) },
{ "set unset", PLAIN, "reads r3", 0,
	P(L(MAPSET, 0, 3, 0, 0, SCALAR, 0), END) },
{ "set count", PLAIN, "holds counts", 1,
	P(SET(3), L(MAPSET, 0, 3, 0, 0, TOTAL, 0), END) },
{ "set wide", PLAIN, "24 bytes", 2,
	P(SET(3), I(STF, 0, 0, 0, 0), L(MAPSET, 0, 3, 0, 0, WIDE, 0), END) },
{ "set key unwritten", PLAIN, "frame byte 0", 1,
	P(SET(3), L(MAPSET, 0, 3, 0, 0, VALUES, 0), END) },
{ "setv", PLAIN, NULL, 0,
	P(L(ZERO, 0, 0, 0, 0, 0, 64), L(MAPSETV, 0, 0, 0, 0, WIDE, 40),
	  END) },
{ "setv unwritten", PLAIN, "frame byte 24", 1,
	P(L(ZERO, 0, 0, 0, 0, 0, 24), L(MAPSETV, 0, 0, 0, 0, WIDE, 8), END) },
{ "setv out", PLAIN, "not in the frame", 1,
	P(L(ZERO, 0, 0, 0, 0, 0, 64), L(MAPSETV, 0, 0, 0, 0, WIDE, 48),
	  END) },
{ "add", PLAIN, NULL, 0,
	P(SET(0), L(MAPADD, 1, 0, 0, 0, SCALAR, 0), N(NEG, 1, 1, 0), END) },
{ "add to count", PLAIN, "holds counts", 1,
	P(SET(0), L(MAPADD, 1, 0, 0, 0, TOTAL, 0), END) },
{ "del", PLAIN, NULL, 0,
	P(I(STF, 0, 0, 0, 0), L(MAPDEL, 0, 0, 0, 0, WIDE, 0), END) },
{ "del unmarked", PLAIN, "not marked", 1,
	P(I(STF, 0, 0, 0, 0), L(MAPDEL, 0, 0, 0, 0, VALUES, 0), END) },
{ "has", PLAIN, NULL, 0,
	P(I(STF, 0, 0, 0, 0), L(MAPHAS, 0, 0, 0, 0, WIDE, 0), END) },
{ "has without keys", PLAIN, "no keys", 0,
	P(L(MAPHAS, 0, 0, 0, 0, SCALAR, 0), END) },
{ "next", PLAIN, NULL, 0,
	P(SET(3), L(MAPNEXT, 1, 3, 0, 0, WIDE, 8), N(NEG, 1, 1, 0),
	  L(MAPDEL, 0, 0, 0, 0, WIDE, 0), L(MAPSETV, 0, 0, 0, 0, WIDE, 8),
	  END) },
{ "next of counts", PLAIN, NULL, 0,
	P(SET(3), L(MAPNEXT, 1, 3, 0, 0, COUNTS, 16), R(LDF, 1, 0, 16, 8),
	  END) },
{ "next from nowhere", PLAIN, "reads r3", 0,
	P(L(MAPNEXT, 1, 3, 0, 0, WIDE, 8), END) },
{ "next without keys", PLAIN, "no keys", 1,
	P(SET(3), L(MAPNEXT, 1, 3, 0, 0, SCALAR, 8), END) },
{ "next of no map", PLAIN, "no map 99", 1,
	P(SET(3), L(MAPNEXT, 1, 3, 0, 0, 99, 8), END) },
{ "next of a histogram", PLAIN, "is a histogram", 1,
	P(SET(3), L(MAPNEXT, 1, 3, 0, 0, BUCKETS, 16), END) },
{ "next key out", PLAIN, "not in the frame", 1,
	P(SET(3), L(MAPNEXT, 1, 3, 0, 64, WIDE, 8), END) },
{ "next value out", PLAIN, "not in the frame", 1,
	P(SET(3), L(MAPNEXT, 1, 3, 0, 0, WIDE, 48), END) },
{ "next over itself", PLAIN, "overlap", 1,
	P(SET(3), L(MAPNEXT, 1, 3, 0, 8, WIDE, 0), END) },
{ "next writes no more", PLAIN, "frame byte 32", 2,
	P(SET(3), L(MAPNEXT, 1, 3, 0, 0, WIDE, 8),
	  L(MAPSETV, 0, 0, 0, 0, WIDE, 16), END) },
{ "add to average", PLAIN, NULL, 0,
	P(SET(1), L(AGG, 0, 1, 0, 0, MEAN, 0), END) },
{ "add nothing to average", PLAIN, "reads r1", 0,
	P(L(AGG, 0, 1, 0, 0, MEAN, 0), END) },
{ "add to what counts", PLAIN, "does not add up", 1,
	P(SET(1), L(AGG, 0, 1, 0, 0, TOTAL, 0), END) },
{ "add to values", PLAIN, "does not add up", 1,
	P(SET(1), L(AGG, 0, 1, 0, 0, SCALAR, 0), END) },
{ "count in average", PLAIN, "holds no counts", 0,
	P(L(COUNT, 0, 0, 0, 0, MEAN, 0), END) },
{ "get average", PLAIN, NULL, 0,
	P(L(MAPGET, 0, 0, 0, 0, MEAN, 0), N(NEG, 0, 0, 0), END) },
{ "getv of average", PLAIN, "holds an aggregate", 0,
	P(L(MAPGETV, 0, 0, 0, 0, MEAN, 0), END) },
{ "set average", PLAIN, "holds an aggregate", 1,
	P(SET(1), L(MAPSET, 0, 1, 0, 0, MEAN, 0), END) },
{ "bucket", PLAIN, NULL, 0,
	P(SET(1), I(STF, 0, 0, 8, 0), L(HIST, 0, 1, 0, 8, BUCKETS, 0),
	  R(LDF, 0, 0, 16, 8), END) },
{ "bucket without key", PLAIN, "frame byte 8", 1,
	P(SET(1), L(HIST, 0, 1, 0, 8, BUCKETS, 0), END) },
{ "bucket out", PLAIN, "not in the frame", 2,
	P(SET(1), L(ZERO, 0, 0, 0, 0, 0, 64), L(HIST, 0, 1, 0, 56, BUCKETS, 0),
	  END) },
{ "bucket of counts", PLAIN, "no histogram", 2,
	P(SET(1), L(ZERO, 0, 0, 0, 0, 0, 64), L(HIST, 0, 1, 0, 0, COUNTS, 0),
	  END) },
{ "get a histogram", PLAIN, "is a histogram", 1,
	P(L(ZERO, 0, 0, 0, 0, 0, 64), L(MAPGET, 0, 0, 0, 0, BUCKETS, 0),
	  END) },

/* Records out. */
{ "emit", PLAIN, NULL, 0,
	P(L(ZERO, 0, 0, 0, 0, 0, 24), L(EMIT, 0, 0, 0, 0, SMALL, 0), END) },
{ "emit nothing", PLAIN, NULL, 0, P(L(EMIT, 0, 0, 0, 0, BARE, 0), END) },
{ "emit unwritten", PLAIN, "frame byte 16", 1,
	P(L(ZERO, 0, 0, 0, 0, 0, 16), L(EMIT, 0, 0, 0, 0, SMALL, 0), END) },
{ "emit out", PLAIN, "not in the frame", 0,
	P(L(EMIT, 0, 0, 0, 0, FAR, 0), END) },
{ "emit unknown", PLAIN, "no record 3", 0,
	P(L(EMIT, 0, 0, 0, 0, 3, 0), END) },
};

static void build(struct engine_image *b, u32 ctx, u32 frame_size)
{
	ei_init(b);
	ei_constant(b, "0123456789abcdef", 16);
	/* A table of two elements of 8 bytes, and one more. */
	ei_constant(b, "\2\0\0\0\0\0\0\0" "first..\0" "second.\0" "other..\0",
		    32);
	ei_map(b, PW_MAP_COUNT, 16, 8, 8, 0);
	ei_map(b, PW_MAP_VALUE, 8, 8, 8, 0);
	ei_map(b, PW_MAP_VALUE, 0, 8, 1, 0);
	ei_map(b, PW_MAP_VALUE, 8, 24, 8, PW_MAP_F_DELETE);
	ei_map(b, PW_MAP_COUNT, 0, 8, 1, 0);
	ei_map(b, PW_MAP_AVG, 0, 16, 1, 0);
	ei_map(b, PW_MAP_HIST, 16, 8, 8, 0);
	ei_map(b, PW_MAP_TSERIES, 16, 24, 8, 0);
	b->maps[SERIES].arg[0] = b->maps[SERIES].arg[1] = 5;
	ei_rec(b);
	ei_seg(b, PW_SEG_RAW, 0, 8);
	ei_seg(b, PW_SEG_STR, 8, 16);
	ei_rec(b);
	ei_seg(b, PW_SEG_RAW, 64, 8);
	ei_rec(b);
	ei_prog(b, PW_PROG_PLAIN, 0, 0);
	ei_insn(b, PW_OP_END, 0, 0, 0, 0);
	ei_prog(b, ctx, frame_size, ctx == RECORDS ? RECORD : 0);
}

static int verify(struct engine_image *b, struct pw_error *err)
{
	struct pw_image img;
	void *buf;
	u32 size;
	int ret;

	buf = ei_finish(b, &size);
	memset(err, 0, sizeof(*err));
	ck_assert_msg(!pw_image_parse(&img, buf, size, err), "%s", err->text);
	ret = pw_verify(&img, err);
	free(buf);
	return ret;
}

static const u32 kinds[] = {
	[PLAIN] = PW_PROBE_BEGIN, [ENTRY] = PW_PROBE_KPROBE,
	[RETURN] = PW_PROBE_KRETPROBE, [RECORDS] = PW_PROBE_TRACEPOINT
};

START_TEST(test_verdict)
{
	const struct verdict *v = &verdicts[_i];
	static struct engine_image b;
	struct pw_error err;
	int ret;

	build(&b, v->ctx, FRAME);
	memcpy(&b.insns[1], v->insns, v->n * sizeof(*v->insns));
	b.head.insns.count += v->n;
	b.progs[1].n_insns = v->n;
	ei_probe(&b, PW_PROBE_BEGIN, 0, "begin", "");
	ei_probe(&b, kinds[v->ctx], 1, "probe", "target");
	ret = verify(&b, &err);
	if (!v->why) {
		ck_assert_msg(!ret, "%s: %s", v->name, err.text);
		return;
	}
	ck_assert_msg(ret == -EINVAL, "%s: taken", v->name);
	ck_assert_msg(strstr(err.text, v->why) != NULL, "%s: %s", v->name,
		      err.text);
	/* The first instruction is the other program's. */
	ck_assert_msg(err.insn == 1 + v->where, "%s: at %u", v->name,
		      err.insn);
	ck_assert_int_eq(err.probe, 1);
}
END_TEST

/* Each byte of the frame's states counts: bits 63 and 64 are in two words. */
START_TEST(test_large_frame)
{
	static struct engine_image b;
	struct pw_error err;
	u32 hole;

	for (hole = 0; hole < 4096; hole += 63) {
		build(&b, PLAIN, 32768);
		if (hole)
			ei_lohi(&b, PW_OP_ZERO, 0, 0, 0, 0, 0, 8 * hole);
		if (hole < 4095)
			ei_lohi(&b, PW_OP_ZERO, 0, 0, 0, 8 * hole + 8, 0,
				32760 - 8 * hole);
		ei_lohi(&b, PW_OP_CSTR, 0, 0, 0, 0, 0, 32768);
		ei_insn(&b, PW_OP_END, 0, 0, 0, 0);
		ck_assert_int_eq(verify(&b, &err), -EINVAL);
		ck_assert_int_eq(err.probe, ~0u);
		ck_assert(strstr(err.text, "reads frame byte") != NULL);
		ck_assert_int_eq(atoi(strstr(err.text, "byte") + 5), 8 * hole);
		b.progs[1].n_insns = 0;
		b.head.insns.count = 1;
		ei_lohi(&b, PW_OP_ZERO, 0, 0, 0, 0, 0, 32768);
		ei_lohi(&b, PW_OP_CSTR, 0, 0, 0, 0, 0, 32768);
		ei_insn(&b, PW_OP_END, 0, 0, 0, 0);
		ck_assert_int_eq(verify(&b, &err), 0);
	}
}
END_TEST

/* A hundred loops to one place are no deeper than one. */
START_TEST(test_many_loops)
{
	static struct engine_image b;
	struct pw_error err;
	u32 i;

	build(&b, PLAIN, 8);
	ei_imm(&b, PW_OP_MOV, 0, 0, 0, 0);
	for (i = 0; i < 100; i++) {
		ei_imm(&b, PW_OP_JEQ, 0, 0, 3 + 2 * i, 1);
		ei_insn(&b, PW_OP_LOOP, 0, 0, 0, 1);
	}
	ei_insn(&b, PW_OP_END, 0, 0, 0, 0);
	ck_assert_msg(!verify(&b, &err), "%s", err.text);
}
END_TEST

/* Each LOOP enters what only it reaches, backwards: a walk for each. */
START_TEST(test_too_many_walks)
{
	static struct engine_image b;
	struct pw_error err;
	u32 n, i;

	for (n = 60; n <= 66; n += 6) {
		build(&b, PLAIN, 8);
		ei_insn(&b, PW_OP_JMP, 0, 0, 0, n);
		for (i = 1; i < n; i++)
			ei_insn(&b, PW_OP_LOOP, 0, 0, 0, i > 1 ? i - 1 : i);
		ei_insn(&b, PW_OP_LOOP, 0, 0, 0, n - 1);
		ck_assert_int_eq(verify(&b, &err), n == 60 ? 0 : -EINVAL);
	}
	ck_assert(strstr(err.text, "too deeply") != NULL);
}
END_TEST

START_TEST(test_no_memory)
{
	static struct engine_image b;
	struct pw_error err;

	build(&b, PLAIN, 8);
	ei_insn(&b, PW_OP_END, 0, 0, 0, 0);
	pw_host_alloc_left = 0;
	ck_assert_int_eq(verify(&b, &err), -ENOMEM);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("verify");
	TCase *t = tcase_create("verify");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, test_verdict, 0,
			    sizeof(verdicts) / sizeof(*verdicts));
	tcase_add_test(t, test_large_frame);
	tcase_add_test(t, test_many_loops);
	tcase_add_test(t, test_too_many_walks);
	tcase_add_test(t, test_no_memory);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
