/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The instruction set of probewire programs.
 *
 * A program is an array of struct pw_insn, run by kmod/engine/exec.c each time
 * a probe fires. There are 16 registers of 64 bits and a frame: a byte array
 * of at most PW_FRAME_MAX bytes, in which strings, keys and records are put
 * together. Nothing else can be addressed: other memory is only reached by the
 * fault-tolerant reads LDMEM, READ and STR, and maps only by number.
 *
 * This list is the one source for the engine, the verifier, the disassembler
 * and the code generator:
 *   PW_OP(NAME, "text", operands, "what it does")
 * Operands (enum pw_operand) tell the verifier and the disassembler which
 * fields of the instruction mean what.
 */
#ifndef PROBEWIRE_OPCODES_H
#define PROBEWIRE_OPCODES_H

#include <linux/types.h>

#define PW_REGS		16
#define PW_IMM		0xff	/* in a register field: take imm instead */
#define PW_FRAME_MAX	131072u	/* bytes; offsets and sizes: multiples of 8 */

/*
 * One instruction, 16 bytes, host byte order. imm and {lo, hi} share their
 * bytes; no instruction uses both. Fields an instruction does not use are 0.
 */
struct pw_insn {
	__u8 op;	/* enum pw_opcode */
	__u8 dst;	/* register written */
	__u8 src;	/* register read */
	__u8 aux;	/* register read or PW_IMM, or a selector */
	__u32 off;	/* frame offset, or jump target (index in program) */
	union {
		__s64 imm;
		struct {
			__u32 lo;
			__u32 hi;
		};
	};
};

enum pw_operand {
	PW_O_DST	= 1 << 0,  /* writes register dst */
	PW_O_SRC	= 1 << 1,  /* reads register src */
	PW_O_AUX	= 1 << 2,  /* reads register aux, or imm if PW_IMM */
	PW_O_JUMP	= 1 << 3,  /* off: jump target, forward only */
	PW_O_BACK	= 1 << 4,  /* off: jump target, at or before this one */
	PW_O_END	= 1 << 5,  /* the next instruction is not reached */
	PW_O_FRAME_R8	= 1 << 6,  /* reads aux-sized bytes at frame[off] */
	PW_O_FRAME_W8	= 1 << 7,  /* writes 8 bytes at frame[off] */
	PW_O_FRAME_W	= 1 << 8,  /* writes hi bytes at frame[off] */
	PW_O_FRAME_RLO	= 1 << 9,  /* reads hi bytes at frame[lo] */
	PW_O_FRAME_R	= 1 << 10, /* reads hi bytes at frame[off] */
	PW_O_WIDTH	= 1 << 11, /* aux: enum pw_width */
	PW_O_CTX	= 1 << 12, /* aux: enum pw_ctx_value */
	PW_O_SPACE	= 1 << 13, /* aux: enum pw_space */
	PW_O_REC	= 1 << 14, /* reads the tracepoint record (see op) */
	PW_O_CONST	= 1 << 15, /* reads hi bytes at constants[lo] */
	PW_O_MAP	= 1 << 16, /* lo: map number; off: key's frame offset */
	PW_O_MAP_RV	= 1 << 17, /* reads the map's value at frame[hi] */
	PW_O_MAP_WV	= 1 << 18, /* writes the map's value at frame[hi] */
	PW_O_EMIT	= 1 << 19, /* lo: record number */
	PW_O_NAME	= 1 << 20, /* aux: enum pw_name */
	PW_O_WALK	= 1 << 21, /* lo: map number; writes its key at
				    * frame[off], its value at frame[hi] */
	PW_O_MAPNR	= 1 << 22, /* lo: map number */
	PW_O_TASK	= 1 << 23, /* aux: enum pw_task_value */
	PW_O_TABLE	= 1 << 24, /* lo: a table in the constants (see op) */
	PW_O_STACK	= 1 << 25  /* aux: enum pw_stack_of; lo: frames */
};

/* Width of a load or an extension: bytes, and PW_SIGNED. */
enum pw_width {
	PW_W1 = 1, PW_W2 = 2, PW_W4 = 4, PW_W8 = 8,
	PW_SIGNED = 0x80
};

/* What CTX reads. */
enum pw_ctx_value {
	PW_CTX_PID,	/* thread group id, initial pid namespace */
	PW_CTX_TID,	/* thread id, initial pid namespace */
	PW_CTX_UID,	/* real user id, initial user namespace */
	PW_CTX_GID,	/* real group id, initial user namespace */
	PW_CTX_CPU,
	PW_CTX_NSECS,	/* CLOCK_MONOTONIC, ns; the same all through a hit */
	PW_CTX_TASK,	/* address of the current task_struct */
	PW_CTX_PROBE,	/* number of the probe that fired */
	PW_CTX_ARG0, PW_CTX_ARG1, PW_CTX_ARG2,	/* kprobe, fentry */
	PW_CTX_ARG3, PW_CTX_ARG4, PW_CTX_ARG5,
	PW_CTX_RETVAL,	/* kretprobe, fexit */
	PW_CTX_ELAPSED,	/* ns since the session began, at the hit */
	PW_CTX_RAND,	/* 32 bits, another number each time */
	PW_CTX_JIFFIES,
	PW_CTX_NODE,	/* number of this CPU's memory node */
	PW_CTX_GIVEN0,	/* what the probe was given: rawtracepoint, fexit */
	PW_CTX_GIVEN_LAST = PW_CTX_GIVEN0 + 11,
	PW_CTX_USERMODE, /* 1 if what was interrupted is a process's code */
	PW_CTX_NS_PID,	/* PID and TID as the session's pid namespace */
	PW_CTX_NS_TID,	/* numbers them; 0 of what it does not see */
	PW_CTX_CGROUP,	/* number of the current task's cgroup, version 2;
			 * where the kernel has such */
	PW_CTX_PLACE,	/* address of what is probed in the process: uprobe,
			 * uretprobe */
	PW_CTX_REGS,	/* address of the registers; probes of functions only */
	PW_CTX_FAULT,	/* 1 if a read of memory failed since it was asked */
	PW_CTX_REG0,	/* word 0 of the registers, and so on; probes of
			 * functions only */
	PW_CTX_LAST_REG = PW_CTX_REG0 + 20,
	PW_CTX_VALUES
};

/* Which address space an address is of. */
enum pw_space {
	PW_SPACE_KERNEL,
	PW_SPACE_USER,
	PW_SPACE_EITHER	/* told by the address: below TASK_SIZE is user */
};

/* What TASK gives of a task. */
enum pw_task_value {
	PW_TASK_PARENT,		/* address of its real parent */
	PW_TASK_LEADER,		/* address of its group's leader */
	PW_TASK_PID,		/* its thread id */
	PW_TASK_COMM,		/* address of its name, 16 bytes */
	PW_TASK_FIND,		/* src is a thread id, of the first namespace:
				 * the task's address, 0 if there is none */
	PW_TASK_VALUES
};

/* Which name PROBENAME copies. */
enum pw_name {
	PW_NAME_PROBE,	/* "kprobe:vfs_read" */
	PW_NAME_FUNC	/* "vfs_read" */
};

/*
 * Strings in the frame: NUL-terminated, zero to the slot's end, so that two
 * equal strings are equal bytes. A slot's size is a multiple of 8. A string
 * cut to fit has size-2 or fewer bytes followed by NULs and a 1 in the last
 * byte of the slot.
 *
 * Division: by zero gives 1 and is counted. INT64_MIN / -1 gives INT64_MIN
 * and its remainder is 0. Shifts take the count modulo 64.
 */
#define PW_OPCODES(PW_OP) \
PW_OP(END,	"end",	PW_O_END, "the program is done") \
PW_OP(EXIT,	"exit",	PW_O_SRC | PW_O_END, \
	"end the session with status src; no later hit runs") \
PW_OP(JMP,	"jmp",	PW_O_JUMP | PW_O_END, "go to off") \
PW_OP(LOOP,	"loop",	PW_O_BACK | PW_O_END, \
	"go back to off, paying the distance from the loop budget") \
PW_OP(JEQ,	"jeq",	PW_O_SRC | PW_O_AUX | PW_O_JUMP, "if src == aux") \
PW_OP(JNE,	"jne",	PW_O_SRC | PW_O_AUX | PW_O_JUMP, "if src != aux") \
PW_OP(JLT,	"jlt",	PW_O_SRC | PW_O_AUX | PW_O_JUMP, "if src < aux, signed") \
PW_OP(JLE,	"jle",	PW_O_SRC | PW_O_AUX | PW_O_JUMP, "if src <= aux, signed") \
PW_OP(JGT,	"jgt",	PW_O_SRC | PW_O_AUX | PW_O_JUMP, "if src > aux, signed") \
PW_OP(JGE,	"jge",	PW_O_SRC | PW_O_AUX | PW_O_JUMP, "if src >= aux, signed") \
PW_OP(JLTU,	"jltu",	PW_O_SRC | PW_O_AUX | PW_O_JUMP, "unsigned") \
PW_OP(JLEU,	"jleu",	PW_O_SRC | PW_O_AUX | PW_O_JUMP, "unsigned") \
PW_OP(JGTU,	"jgtu",	PW_O_SRC | PW_O_AUX | PW_O_JUMP, "unsigned") \
PW_OP(JGEU,	"jgeu",	PW_O_SRC | PW_O_AUX | PW_O_JUMP, "unsigned") \
PW_OP(MOV,	"mov",	PW_O_DST | PW_O_AUX, "dst = aux (a register or imm)") \
PW_OP(ADD,	"add",	PW_O_DST | PW_O_SRC | PW_O_AUX, "dst = src + aux") \
PW_OP(SUB,	"sub",	PW_O_DST | PW_O_SRC | PW_O_AUX, "dst = src - aux") \
PW_OP(MUL,	"mul",	PW_O_DST | PW_O_SRC | PW_O_AUX, "dst = src * aux") \
PW_OP(DIV,	"div",	PW_O_DST | PW_O_SRC | PW_O_AUX, "signed") \
PW_OP(DIVU,	"divu",	PW_O_DST | PW_O_SRC | PW_O_AUX, "unsigned") \
PW_OP(MOD,	"mod",	PW_O_DST | PW_O_SRC | PW_O_AUX, "signed") \
PW_OP(MODU,	"modu",	PW_O_DST | PW_O_SRC | PW_O_AUX, "unsigned") \
PW_OP(AND,	"and",	PW_O_DST | PW_O_SRC | PW_O_AUX, "dst = src & aux") \
PW_OP(OR,	"or",	PW_O_DST | PW_O_SRC | PW_O_AUX, "dst = src | aux") \
PW_OP(XOR,	"xor",	PW_O_DST | PW_O_SRC | PW_O_AUX, "dst = src ^ aux") \
PW_OP(SHL,	"shl",	PW_O_DST | PW_O_SRC | PW_O_AUX, "dst = src << aux") \
PW_OP(SHR,	"shr",	PW_O_DST | PW_O_SRC | PW_O_AUX, "logical") \
PW_OP(SAR,	"sar",	PW_O_DST | PW_O_SRC | PW_O_AUX, "arithmetic") \
PW_OP(BOUND,	"bound", PW_O_DST | PW_O_SRC | PW_O_AUX, \
	"dst = src if src < aux, unsigned; else 0, and counted") \
PW_OP(SEQ,	"seq",	PW_O_DST | PW_O_SRC | PW_O_AUX, "dst = src == aux") \
PW_OP(SNE,	"sne",	PW_O_DST | PW_O_SRC | PW_O_AUX, "dst = src != aux") \
PW_OP(SLT,	"slt",	PW_O_DST | PW_O_SRC | PW_O_AUX, "signed") \
PW_OP(SLE,	"sle",	PW_O_DST | PW_O_SRC | PW_O_AUX, "signed") \
PW_OP(SLTU,	"sltu",	PW_O_DST | PW_O_SRC | PW_O_AUX, "unsigned") \
PW_OP(SLEU,	"sleu",	PW_O_DST | PW_O_SRC | PW_O_AUX, "unsigned") \
PW_OP(NEG,	"neg",	PW_O_DST | PW_O_SRC, "dst = -src") \
PW_OP(NOT,	"not",	PW_O_DST | PW_O_SRC, "dst = ~src") \
PW_OP(EXT,	"ext",	PW_O_DST | PW_O_SRC | PW_O_WIDTH, \
	"dst = the low bytes of src, extended to 64 bits") \
PW_OP(BSWAP,	"bswap", PW_O_DST | PW_O_SRC | PW_O_WIDTH, \
	"dst = the low bytes of src in the other order") \
PW_OP(CTX,	"ctx",	PW_O_DST | PW_O_CTX, "dst = a value of the hit") \
PW_OP(LDREC,	"ldrec", PW_O_DST | PW_O_WIDTH | PW_O_REC, \
	"dst = record[off]; off + width <= the program's rec_size") \
PW_OP(RECBYTES,	"recbytes", PW_O_FRAME_W | PW_O_REC, \
	"frame[off], hi bytes = record[lo]; lo + hi <= rec_size; " \
	"zero to the next multiple of 8") \
PW_OP(RECSTR,	"recstr", PW_O_FRAME_W | PW_O_REC, \
	"string slot frame[off] of hi bytes = the __data_loc string whose " \
	"descriptor is the 4 bytes at record[lo], lo's lower half; aux 1: " \
	"__rel_loc; lo's upper half: as in STR") \
PW_OP(LDF,	"ldf",	PW_O_DST | PW_O_WIDTH | PW_O_FRAME_R8, \
	"dst = frame[off]; off may be any byte") \
PW_OP(STF,	"stf",	PW_O_AUX | PW_O_FRAME_W8, "frame[off] = aux, 8 bytes") \
PW_OP(ZERO,	"zero",	PW_O_FRAME_W, "frame[off], hi bytes = 0") \
PW_OP(COPY,	"copy",	PW_O_FRAME_W | PW_O_FRAME_RLO, \
	"frame[off] = frame[lo], hi bytes; the two do not overlap") \
PW_OP(CONST,	"const", PW_O_FRAME_W | PW_O_CONST, \
	"frame[off] = constants[lo], hi bytes") \
PW_OP(CSTR,	"cstr",	PW_O_FRAME_W | PW_O_FRAME_R, \
	"make the hi bytes at frame[off] a string: zero behind the first " \
	"NUL; no NUL: cut, and mark it cut; lo: 0, or 1 + the register that " \
	"has the size of a buffer for it, NUL included") \
PW_OP(COMM,	"comm",	PW_O_FRAME_W, \
	"frame[off] = name of the current task; hi is 16") \
PW_OP(PROBENAME, "probename", PW_O_FRAME_W | PW_O_NAME, \
	"string slot frame[off] of hi bytes = name of the probe") \
PW_OP(STR,	"str",	PW_O_SRC | PW_O_SPACE | PW_O_FRAME_W, \
	"string slot frame[off] of hi bytes = the string at address src; " \
	"a read that fails gives \"\" and is counted; lo: 0, or 1 + the " \
	"register that has the size of a buffer for it, NUL included; lo's " \
	"upper half: 0, or the bytes beyond which it is cut") \
PW_OP(READ,	"read",	PW_O_SRC | PW_O_SPACE | PW_O_FRAME_W, \
	"frame[off], hi bytes = memory at src; a read that fails gives " \
	"zeros and is counted; zero to the next multiple of 8; lo: 0, or 1 + " \
	"the register that has the bytes to read, if fewer: zero behind them") \
PW_OP(LDMEM,	"ldmem", PW_O_DST | PW_O_SRC | PW_O_WIDTH, \
	"dst = memory at src + off, address space told by the address; a " \
	"read that fails gives 0 and is counted") \
PW_OP(STREQ,	"streq", PW_O_DST | PW_O_FRAME_R | PW_O_FRAME_RLO, \
	"dst = 1 if the first hi bytes of the strings at frame[off] and " \
	"frame[lo] are equal or both end before, else 0") \
PW_OP(STRFIND,	"strfind", PW_O_DST | PW_O_FRAME_R | PW_O_FRAME_RLO, \
	"dst = where the string at frame[lo] is in that at frame[off], -1: " \
	"nowhere; slots of hi bytes; pays each comparison of a byte") \
PW_OP(MEMEQ,	"memeq", PW_O_DST | PW_O_FRAME_R | PW_O_FRAME_RLO, \
	"dst = 1 if the hi bytes at frame[off] and frame[lo] are equal, " \
	"else 0") \
PW_OP(ADDR,	"addr",	PW_O_DST | PW_O_FRAME_R, \
	"dst = address of the hi bytes at frame[off], for reads of kernel " \
	"memory during this hit") \
PW_OP(STRLEN,	"strlen", PW_O_DST | PW_O_FRAME_R, \
	"dst = bytes of the string at frame[off], a slot of hi bytes") \
PW_OP(STRCAT,	"strcat", PW_O_FRAME_W | PW_O_FRAME_R | PW_O_FRAME_RLO, \
	"append the string at frame[lo] to that at frame[off], slots of hi " \
	"bytes; what does not fit is cut") \
PW_OP(MEMCMP,	"memcmp", PW_O_DST | PW_O_SRC | PW_O_FRAME_R | PW_O_FRAME_RLO, \
	"dst = frame[off] - frame[lo], the first of the hi bytes, and of " \
	"those that src says, in which they differ, signed; 0: in none") \
PW_OP(PICK,	"pick",	PW_O_SRC | PW_O_FRAME_W | PW_O_TABLE, \
	"frame[off], hi bytes = element src of the table at constants[lo]: " \
	"8 bytes, the number n of its elements; n elements of hi bytes; one " \
	"more for every other src") \
PW_OP(PATH,	"path",	PW_O_SRC | PW_O_FRAME_W, \
	"string slot frame[off] of hi bytes = name of the file of the struct " \
	"path at address src, of a longer one the last lo bytes; a read that " \
	"fails gives \"\" and is counted") \
PW_OP(TASK,	"task",	PW_O_DST | PW_O_SRC | PW_O_TASK, \
	"dst = a value of the task at address src; a read that fails gives " \
	"0 and is counted") \
PW_OP(MAPGET,	"mapget", PW_O_DST | PW_O_MAP, \
	"dst = value, 0 if absent; maps whose value is 8 bytes, averages; " \
	"of an aggregate what all CPUs have together") \
PW_OP(MAPGETV,	"mapgetv", PW_O_MAP | PW_O_MAP_WV, \
	"frame[hi] = value, zeros if absent") \
PW_OP(MAPSET,	"mapset", PW_O_SRC | PW_O_MAP, "value = src") \
PW_OP(MAPSETV,	"mapsetv", PW_O_MAP | PW_O_MAP_RV, "value = frame[hi]") \
PW_OP(MAPADD,	"mapadd", PW_O_DST | PW_O_SRC | PW_O_MAP, \
	"value += src atomically, made 0 first if absent; dst = new value") \
PW_OP(MAPDEL,	"mapdel", PW_O_DST | PW_O_MAP, \
	"remove; dst = 1 if it was there, else 0") \
PW_OP(MAPHAS,	"maphas", PW_O_DST | PW_O_MAP, "dst = 1 if there, else 0") \
PW_OP(MAPNEXT,	"mapnext", PW_O_DST | PW_O_SRC | PW_O_WALK, \
	"the entry behind place src (0: the first one): dst = its place, 0 " \
	"if there is none; frame[off] = its key, frame[hi] = its value, of " \
	"an aggregate as a number, zeros if there is none; maps with keys; " \
	"pays each element of the table that is looked at") \
PW_OP(MAPLEN,	"maplen", PW_O_DST | PW_O_MAPNR, "dst = keys in the map") \
PW_OP(COUNT,	"count", PW_O_MAP, "add one to this CPU's part of a count") \
PW_OP(AGG,	"agg",	PW_O_SRC | PW_O_MAP, \
	"add src to this CPU's part of a sum, average, minimum, maximum") \
PW_OP(HIST,	"hist",	PW_O_SRC | PW_O_MAP, \
	"count src in its bucket of a histogram: the key's last 8 bytes are " \
	"set to the bucket's number first") \
PW_OP(TSERIES,	"tseries", PW_O_SRC | PW_O_MAP, \
	"put src into its interval of a time series, at the time in register " \
	"hi: the key's last 8 bytes are set to the interval's number first") \
PW_OP(EMIT,	"emit",	PW_O_EMIT, "send record lo from the frame") \
PW_OP(RET,	"ret",	PW_O_SRC, "what the probe returns is src") \
PW_OP(STACK,	"stack", PW_O_DST | PW_O_STACK, \
	"dst = number of the stack, at most lo of its frames") \
PW_OP(STACKLEN,	"stacklen", PW_O_DST | PW_O_SRC, \
	"dst = frames of the stack of number src") \
PW_OP(USYM,	"usym",	PW_O_DST | PW_O_SRC, \
	"dst = number of a stack of the process with src as its only frame") \
PW_OP(SIGNAL,	"signal", PW_O_SRC, \
	"send signal src to the current process; what cannot be is counted") \
PW_OP(SIGTHREAD, "sigthread", PW_O_SRC, "the same, to the current thread")

enum pw_opcode {
#define PW_OP(name, text, operands, what) PW_OP_##name,
	PW_OPCODES(PW_OP)
#undef PW_OP
	PW_OP_MAX
};

#endif
