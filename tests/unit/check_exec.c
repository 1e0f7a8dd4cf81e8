/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The interpreter: registers, jumps, loops, the frame and strings in it, each
 * instruction with its edges. Memory and records: check_exec_memory.c.
 */
#include <check.h>
#include "engine_exec.h"

static const struct {
	u8 op;
	u64 a, b, result;
} sums[] = {
	{ PW_OP_ADD, 2, 3, 5 },
	{ PW_OP_ADD, ~0ULL, 1, 0 },
	{ PW_OP_ADD, MIN64, -1, MIN64 - 1ULL },
	{ PW_OP_SUB, 2, 3, -1 },
	{ PW_OP_SUB, MIN64, 1, 0x7fffffffffffffff },
	{ PW_OP_MUL, 7, -6, -42 },
	{ PW_OP_MUL, 1ULL << 32, 1ULL << 32, 0 },
	{ PW_OP_DIV, 7, 2, 3 },
	{ PW_OP_DIV, -7, 2, -3 },
	{ PW_OP_DIV, 7, -2, -3 },
	{ PW_OP_DIV, MIN64, -1, MIN64 },
	{ PW_OP_DIV, 5, -1, -5 },
	{ PW_OP_DIV, MIN64, 1, MIN64 },
	{ PW_OP_DIV, 7, 0, 1 },
	{ PW_OP_DIVU, -7, 2, 0x7ffffffffffffffc },
	{ PW_OP_DIVU, MIN64, -1, 0 },
	{ PW_OP_DIVU, 7, 0, 1 },
	{ PW_OP_MOD, 7, 4, 3 },
	{ PW_OP_MOD, -7, 4, -3 },
	{ PW_OP_MOD, 7, -4, 3 },
	{ PW_OP_MOD, MIN64, -1, 0 },
	{ PW_OP_MOD, 7, 0, 1 },
	{ PW_OP_MODU, -7, 4, 1 },
	{ PW_OP_MODU, MIN64, -1, MIN64 },
	{ PW_OP_MODU, 7, 0, 1 },
	{ PW_OP_AND, 0xf0f0, 0xff00, 0xf000 },
	{ PW_OP_OR, 0xf0f0, 0xff00, 0xfff0 },
	{ PW_OP_XOR, 0xf0f0, 0xff00, 0x0ff0 },
	{ PW_OP_SHL, 1, 63, MIN64 },
	{ PW_OP_SHL, 3, 64, 3 },
	{ PW_OP_SHL, 3, -1, MIN64 },
	{ PW_OP_SHR, MIN64, 63, 1 },
	{ PW_OP_SHR, -1, 65, 0x7fffffffffffffff },
	{ PW_OP_SAR, MIN64, 63, -1 },
	{ PW_OP_SAR, -8, 1, -4 },
	{ PW_OP_SAR, 8, 64, 8 },
	{ PW_OP_SEQ, 5, 5, 1 },
	{ PW_OP_SEQ, 5, 6, 0 },
	{ PW_OP_SNE, 5, 5, 0 },
	{ PW_OP_SNE, 5, 6, 1 },
	{ PW_OP_SLT, -1, 0, 1 },
	{ PW_OP_SLT, 0, -1, 0 },
	{ PW_OP_SLT, 3, 3, 0 },
	{ PW_OP_SLE, -1, 0, 1 },
	{ PW_OP_SLE, 3, 3, 1 },
	{ PW_OP_SLE, 4, 3, 0 },
	{ PW_OP_SLTU, -1, 0, 0 },
	{ PW_OP_SLTU, 0, -1, 1 },
	{ PW_OP_SLTU, 3, 3, 0 },
	{ PW_OP_SLEU, -1, 0, 0 },
	{ PW_OP_SLEU, 3, 3, 1 },
	{ PW_OP_SLEU, 2, 3, 1 },
};

START_TEST(test_sums)
{
	bool zero = !sums[_i].b && sums[_i].op >= PW_OP_DIV &&
		    sums[_i].op <= PW_OP_MODU;

	begin(PW_PROG_PLAIN);
	set(1, sums[_i].a);
	set(2, sums[_i].b);
	ei_insn(&image, sums[_i].op, 3, 1, 2, 0);
	ei_imm(&image, sums[_i].op, 4, 1, 0, sums[_i].b);
	go();
	ck_assert_msg(reg(3) == sums[_i].result, "%d: %llx", _i, reg(3));
	ck_assert_msg(reg(4) == sums[_i].result, "%d: %llx", _i, reg(4));
	ck_assert_int_eq(noted(PW_NOTE_DIV_ZERO), zero ? 2 : 0);
	done();
}
END_TEST

static const struct {
	u8 op;
	u64 a, b;
	int taken;
} jumps[] = {
	{ PW_OP_JEQ, 1, 1, 1 }, { PW_OP_JEQ, 1, 2, 0 },
	{ PW_OP_JNE, 1, 1, 0 }, { PW_OP_JNE, 1, 2, 1 },
	{ PW_OP_JLT, -1, 0, 1 }, { PW_OP_JLT, 0, 0, 0 },
	{ PW_OP_JLT, 1, 0, 0 }, { PW_OP_JLT, MIN64, 0, 1 },
	{ PW_OP_JLE, -1, 0, 1 }, { PW_OP_JLE, 0, 0, 1 },
	{ PW_OP_JLE, 1, 0, 0 },
	{ PW_OP_JGT, -1, 0, 0 }, { PW_OP_JGT, 0, 0, 0 },
	{ PW_OP_JGT, 1, 0, 1 },
	{ PW_OP_JGE, -1, 0, 0 }, { PW_OP_JGE, 0, 0, 1 },
	{ PW_OP_JGE, 1, 0, 1 },
	{ PW_OP_JLTU, -1, 0, 0 }, { PW_OP_JLTU, 0, -1, 1 },
	{ PW_OP_JLTU, 3, 3, 0 },
	{ PW_OP_JLEU, -1, 0, 0 }, { PW_OP_JLEU, 3, 3, 1 },
	{ PW_OP_JLEU, 2, 3, 1 },
	{ PW_OP_JGTU, -1, 0, 1 }, { PW_OP_JGTU, 3, 3, 0 },
	{ PW_OP_JGTU, 2, 3, 0 },
	{ PW_OP_JGEU, -1, 0, 1 }, { PW_OP_JGEU, 3, 3, 1 },
	{ PW_OP_JGEU, 2, 3, 0 },
};

START_TEST(test_jumps)
{
	begin(PW_PROG_PLAIN);
	set(1, jumps[_i].a);
	set(2, jumps[_i].b);
	set(3, 1);
	ei_insn(&image, jumps[_i].op, 0, 1, 2, 5);
	set(3, 0);
	set(4, 1);
	ei_imm(&image, jumps[_i].op, 0, 1, 8, jumps[_i].b);
	set(4, 0);
	go();
	ck_assert_msg(reg(3) == (u64)jumps[_i].taken, "%d", _i);
	ck_assert_msg(reg(4) == (u64)jumps[_i].taken, "%d imm", _i);
	done();
}
END_TEST

START_TEST(test_values)
{
	begin(PW_PROG_PLAIN);
	set(0, 5);
	ei_insn(&image, PW_OP_NEG, 1, 0, 0, 0);
	ei_insn(&image, PW_OP_NOT, 2, 0, 0, 0);
	set(3, MIN64);
	ei_insn(&image, PW_OP_NEG, 3, 3, 0, 0);
	set(4, 0x1122334455667788);
	set(5, 0xf1f2f3f4f5f6f7f8);
	ei_insn(&image, PW_OP_EXT, 6, 4, 1, 0);
	ei_insn(&image, PW_OP_EXT, 7, 5, 0x81, 0);
	ei_insn(&image, PW_OP_EXT, 8, 5, 2, 0);
	ei_insn(&image, PW_OP_EXT, 9, 5, 0x82, 0);
	ei_insn(&image, PW_OP_EXT, 10, 5, 4, 0);
	ei_insn(&image, PW_OP_EXT, 11, 5, 0x84, 0);
	ei_insn(&image, PW_OP_EXT, 12, 5, 8, 0);
	ei_insn(&image, PW_OP_EXT, 13, 5, 0x88, 0);
	ei_insn(&image, PW_OP_EXT, 14, 4, 0x81, 0);
	ei_insn(&image, PW_OP_MOV, 15, 0, 5, 0);
	go();
	ck_assert(reg(1) == (u64)-5);
	ck_assert(reg(2) == ~5ULL);
	ck_assert(reg(3) == (u64)MIN64);
	ck_assert(reg(6) == 0x88);
	ck_assert(reg(7) == 0xfffffffffffffff8);
	ck_assert(reg(8) == 0xf7f8);
	ck_assert(reg(9) == 0xfffffffffffff7f8);
	ck_assert(reg(10) == 0xf5f6f7f8);
	ck_assert(reg(11) == 0xfffffffff5f6f7f8);
	ck_assert(reg(12) == 0xf1f2f3f4f5f6f7f8);
	ck_assert(reg(13) == 0xf1f2f3f4f5f6f7f8);
	ck_assert(reg(14) == 0xffffffffffffff88);
	ck_assert(reg(15) == 0xf1f2f3f4f5f6f7f8);
	done();
}
END_TEST

START_TEST(test_ctx)
{
	u32 i;

	begin(PW_PROG_ENTRY);
	for (i = 0; i <= PW_CTX_PROBE; i++)
		ei_insn(&image, PW_OP_CTX, i, 0, i, 0);
	for (i = 0; i < 6; i++) {
		ei_insn(&image, PW_OP_CTX, 8 + i, 0, PW_CTX_ARG0 + i, 0);
		regs.arg[i] = 1000 + i;
	}
	ei_insn(&image, PW_OP_CTX, 14, 0, PW_CTX_NSECS, 0);
	pw_host.pid = 4294967295u;
	pw_host.tid = 12;
	pw_host.uid = 13;
	pw_host.gid = 14;
	pw_host.task = 0xffff888012345678;
	go();
	ck_assert(reg(PW_CTX_PID) == 4294967295u);
	ck_assert(reg(PW_CTX_TID) == 12);
	ck_assert(reg(PW_CTX_UID) == 13);
	ck_assert(reg(PW_CTX_GID) == 14);
	ck_assert(reg(PW_CTX_CPU) == 1);
	ck_assert(reg(PW_CTX_TASK) == 0xffff888012345678);
	ck_assert(reg(PW_CTX_PROBE) == 0);
	for (i = 0; i < 6; i++)
		ck_assert(reg(8 + i) == 1000 + i);
	/* The same all through the hit. */
	ck_assert(reg(PW_CTX_NSECS) == hit.nsecs);
	ck_assert(reg(14) == hit.nsecs);
	done();

	begin(PW_PROG_RETURN);
	regs.retval = -2;
	ei_insn(&image, PW_OP_CTX, 0, 0, PW_CTX_RETVAL, 0);
	go();
	ck_assert(reg(0) == (u64)-2);
	done();
}
END_TEST

/* Only who asks pays for the clock; a time that the caller has is taken. */
START_TEST(test_clock)
{
	begin(PW_PROG_PLAIN);
	set(0, 1);
	go();
	ck_assert(hit.nsecs == 0);
	done();

	begin(PW_PROG_PLAIN);
	hit.nsecs = 777;
	ei_insn(&image, PW_OP_CTX, 0, 0, PW_CTX_NSECS, 0);
	go();
	ck_assert(reg(0) == 777);
	done();
}
END_TEST

START_TEST(test_frame)
{
	begin(PW_PROG_PLAIN);
	ei_imm(&image, PW_OP_STF, 0, 0, 0, 0x8877665544332211);
	set(0, 0xffeeddccbbaa9988);
	ei_insn(&image, PW_OP_STF, 0, 0, 0, 8);
	ei_insn(&image, PW_OP_LDF, 1, 0, 1, 3);
	ei_insn(&image, PW_OP_LDF, 2, 0, 0x81, 15);
	ei_insn(&image, PW_OP_LDF, 3, 0, 2, 7);
	ei_insn(&image, PW_OP_LDF, 4, 0, 0x84, 5);
	ei_insn(&image, PW_OP_LDF, 5, 0, 8, 4);
	ei_lohi(&image, PW_OP_ZERO, 0, 0, 0, 16, 0, 24);
	ei_lohi(&image, PW_OP_COPY, 0, 0, 0, 24, 0, 16);
	ei_constant(&image, "xyABCDEFGHIJKLMNOP", 18);
	ei_lohi(&image, PW_OP_CONST, 0, 0, 0, 40, 2, 16);
	go();
	ck_assert(reg(1) == 0x44);
	ck_assert(reg(2) == 0xffffffffffffffff);
	ck_assert(reg(3) == 0x8888);
	ck_assert(reg(4) == 0xffffffff88887766);
	ck_assert(reg(5) == 0xbbaa998888776655);
	ck_assert(word(16) == 0);
	ck_assert(word(24) == 0x8877665544332211);
	ck_assert(word(32) == 0xffeeddccbbaa9988);
	ck_bytes(40, "ABCDEFGHIJKLMNOP");
	done();
}
END_TEST

/* Behind the NUL of a comm the kernel leaves what was there before. */
START_TEST(test_comm)
{
	static const struct {
		char in[17], out[17];
	} names[] = {
		{ "sh\0dgarbagebeef", "sh" },
		{ "\0agarbagegarbag", "" },
		{ "seventy\0garbage", "seventy" },
		{ "eightyyy\0garbag", "eightyyy" },
		{ "fifteen-letters\0", "fifteen-letters" },
		{ "sixteen-letters!", "sixteen-letters" },
	};
	u32 i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		begin(PW_PROG_PLAIN);
		memcpy(pw_host.comm, names[i].in, 16);
		ei_lohi(&image, PW_OP_COMM, 0, 0, 0, 8, 0, 16);
		go();
		ck_assert_msg(!memcmp(frame(8), names[i].out, 16), "%u", i);
		done();
	}
}
END_TEST

START_TEST(test_probename)
{
	begin(PW_PROG_PLAIN);
	ei_lohi(&image, PW_OP_PROBENAME, 0, 0, PW_NAME_PROBE, 0, 0, 16);
	ei_lohi(&image, PW_OP_PROBENAME, 0, 0, PW_NAME_FUNC, 16, 0, 8);
	ei_lohi(&image, PW_OP_PROBENAME, 0, 0, PW_NAME_PROBE, 24, 0, 8);
	go();
	ck_bytes(0, "kprobe:mod:func\0");
	ck_bytes(16, "func\0\0\0\0");
	ck_bytes(24, "kprobe\0\1");
	ck_assert_int_eq(noted(PW_NOTE_STR_CUT), 1);
	done();
}
END_TEST

/* In a slot of 8: length 7 fits, 8 is cut to 6, NUL, mark. */
START_TEST(test_cstr)
{
	begin(PW_PROG_PLAIN);
	ei_constant(&image, "seventy\0ABCDEFGHa\0garbag\0abcdef", 32);
	ei_lohi(&image, PW_OP_CONST, 0, 0, 0, 0, 0, 32);
	ei_lohi(&image, PW_OP_CSTR, 0, 0, 0, 0, 0, 8);
	ei_lohi(&image, PW_OP_CSTR, 0, 0, 0, 8, 0, 8);
	ei_lohi(&image, PW_OP_CSTR, 0, 0, 0, 16, 0, 16);
	go();
	ck_bytes(0, "seventy\0");
	ck_bytes(8, "ABCDEF\0\1");
	ck_bytes(16, "a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
	ck_assert_int_eq(noted(PW_NOTE_STR_CUT), 1);
	done();
}
END_TEST

static const struct {
	char a[17], b[17];
	u32 n;
	int equal;
} pairs[] = {
	{ "bash\0\0\0\0\0\0\0\0\0\0\0", "bash\0\0\0\0\0\0\0\0\0\0\0", 16, 1 },
	{ "bash\0\0\0\0\0\0\0\0\0\0\0", "bask\0\0\0\0\0\0\0\0\0\0\0", 16, 0 },
	{ "bash\0\0\0\0\0\0\0\0\0\0\0", "bask\0\0\0\0\0\0\0\0\0\0\0", 3, 1 },
	{ "bash\0\0\0\0\0\0\0\0\0\0\0", "bask\0\0\0\0\0\0\0\0\0\0\0", 4, 0 },
	{ "bash\0\0\0\0\0\0\0\0\0\0\0", "bashful\0\0\0\0\0\0\0\0", 4, 1 },
	{ "bash\0\0\0\0\0\0\0\0\0\0\0", "bashful\0\0\0\0\0\0\0\0", 5, 0 },
	{ "a\0xxxxxxxxxxxxx", "a\0yyyyyyyyyyyyy", 16, 1 },
	{ "\0xxxxxxxxxxxxxx", "\0yyyyyyyyyyyyyy", 16, 1 },
	{ "\0xxxxxxxxxxxxxx", "\1yyyyyyyyyyyyyy", 16, 0 },
	{ "12345678\0yyyyyy", "12345678\0xxxxxx", 16, 1 },
	{ "123456789yyyyyy", "12345678\0xxxxxx", 16, 0 },
	{ "123456789yyyyyy", "12345678\0xxxxxx", 8, 1 },
	{ "1234567890123456", "1234567890123456", 16, 1 },
	{ "1234567890123456", "1234567890123457", 16, 0 },
	{ "1234567890123456", "1234567890123457", 15, 1 },
	{ "\200\377\200\377\200\377\200\377aaaaaaaa",
	  "\200\377\200\377\200\377\200\376aaaaaaaa", 16, 0 },
	{ "\1\0\1\0\1\0\1\0", "\1\0\2\0\2\0\2\0", 8, 1 },
};

START_TEST(test_streq)
{
	begin(PW_PROG_PLAIN);
	ei_constant(&image, pairs[_i].a, 16);
	ei_constant(&image, pairs[_i].b, 16);
	ei_lohi(&image, PW_OP_CONST, 0, 0, 0, 0, 0, 32);
	ei_lohi(&image, PW_OP_STREQ, 0, 0, 0, 0, 16, pairs[_i].n);
	ei_lohi(&image, PW_OP_STREQ, 1, 0, 0, 16, 0, pairs[_i].n);
	go();
	ck_assert_msg(reg(0) == (u64)pairs[_i].equal, "%d", _i);
	ck_assert_msg(reg(1) == (u64)pairs[_i].equal, "%d", _i);
	done();
}
END_TEST

START_TEST(test_bound)
{
	begin(PW_PROG_PLAIN);
	set(0, 3);
	set(1, 4);
	set(2, -1);
	ei_imm(&image, PW_OP_BOUND, 3, 0, 0, 4);
	ei_insn(&image, PW_OP_BOUND, 4, 0, 1, 0);
	ei_insn(&image, PW_OP_BOUND, 1, 1, 1, 0);
	ei_imm(&image, PW_OP_BOUND, 2, 2, 0, 4);
	go();
	ck_assert_uint_eq(reg(3), 3);
	ck_assert_uint_eq(reg(4), 3);
	ck_assert_uint_eq(reg(1), 0);
	ck_assert_uint_eq(reg(2), 0);
	ck_assert_int_eq(noted(PW_NOTE_BOUNDS), 2);
	done();
}
END_TEST

/* Bytes behind a NUL count; an address reads what is there at the time. */
START_TEST(test_frame_bytes)
{
	begin(PW_PROG_PLAIN);
	ei_constant(&image, "a\0xxxxxxxxxxxxx", 16);
	ei_constant(&image, "a\0xxxxxxxxxxxxy", 16);
	ei_lohi(&image, PW_OP_CONST, 0, 0, 0, 0, 0, 32);
	ei_lohi(&image, PW_OP_MEMEQ, 0, 0, 0, 0, 16, 16);
	ei_lohi(&image, PW_OP_MEMEQ, 1, 0, 0, 0, 16, 8);
	ei_lohi(&image, PW_OP_ADDR, 2, 0, 0, 16, 0, 16);
	ei_lohi(&image, PW_OP_CONST, 0, 0, 0, 16, 0, 8);
	ei_insn(&image, PW_OP_LDMEM, 3, 2, PW_W1, 15);
	ei_insn(&image, PW_OP_LDMEM, 4, 2, PW_W2, 0);
	go();
	ck_assert_uint_eq(reg(0), 0);
	ck_assert_uint_eq(reg(1), 1);
	ck_assert_uint_eq(reg(3), 0);
	ck_assert_uint_eq(reg(4), 'a');
	ck_assert_int_eq(noted(PW_NOTE_READ_FAULT), 0);
	done();
}
END_TEST

START_TEST(test_strcat)
{
	begin(PW_PROG_PLAIN);
	ei_constant(&image, "ab\0\0\0\0\0\0" "\0\0\0\0\0\0\0", 16);
	ei_constant(&image, "cdefghi\0" "\0\0\0\0\0\0\0", 16);
	ei_lohi(&image, PW_OP_CONST, 0, 0, 0, 0, 0, 32);
	ei_lohi(&image, PW_OP_STRCAT, 0, 0, 0, 0, 16, 16);
	ei_lohi(&image, PW_OP_STRLEN, 0, 0, 0, 0, 0, 16);
	ei_lohi(&image, PW_OP_LDF, 1, 0, PW_W8, 0, 0, 0);
	/* 9 + 7 bytes: one too many, as the NUL needs one. */
	ei_lohi(&image, PW_OP_STRCAT, 0, 0, 0, 0, 16, 16);
	ei_lohi(&image, PW_OP_STRLEN, 2, 0, 0, 0, 0, 16);
	/* The two may be one. */
	ei_lohi(&image, PW_OP_CONST, 0, 0, 0, 0, 0, 16);
	ei_lohi(&image, PW_OP_STRCAT, 0, 0, 0, 0, 0, 16);
	ei_lohi(&image, PW_OP_LDF, 3, 0, PW_W8, 0, 0, 0);
	go();
	ck_assert_uint_eq(reg(0), 9);
	ck_assert_uint_eq(reg(1), 0x6867666564636261ull);
	ck_assert_uint_eq(reg(2), 14);
	ck_assert_uint_eq(reg(3), 0x62616261);
	ck_assert_int_eq(noted(PW_NOTE_STR_CUT), 1);
	done();
}
END_TEST

START_TEST(test_memcmp)
{
	begin(PW_PROG_PLAIN);
	ei_constant(&image, "ab\0d\200zzz", 8);
	ei_constant(&image, "ab\0d\001aaa", 8);
	ei_lohi(&image, PW_OP_CONST, 0, 0, 0, 0, 0, 16);
	set(4, 4);
	set(5, 5);
	set(6, -1);
	ei_lohi(&image, PW_OP_MEMCMP, 0, 4, 0, 0, 8, 8);
	ei_lohi(&image, PW_OP_MEMCMP, 1, 5, 0, 0, 8, 8);
	ei_lohi(&image, PW_OP_MEMCMP, 2, 6, 0, 8, 0, 8);
	ei_lohi(&image, PW_OP_MEMCMP, 3, 6, 0, 0, 0, 8);
	go();
	ck_assert_int_eq((s64)reg(0), 0);
	ck_assert_int_eq((s64)reg(1), -129);
	ck_assert_int_eq((s64)reg(2), 129);
	ck_assert_int_eq((s64)reg(3), 0);
	done();
}
END_TEST

/* What they may not do, by the verifier. */
static const struct {
	u8 op;
	u32 off, lo, hi;
	const char *why;
} refused[] = {
	{ PW_OP_MEMEQ, 0, 16, 8, "frame byte 16" },
	{ PW_OP_MEMEQ, 0, 8, 5, "no multiple of 8" },
	{ PW_OP_ADDR, 8, 0, 16, "frame byte 16" },
	{ PW_OP_ADDR, 4, 0, 8, "no multiple of 8" },
	{ PW_OP_ADDR, 0, 0, 1 << 20, "a size of" },
};

START_TEST(test_refused_bytes)
{
	begin(PW_PROG_PLAIN);
	ei_lohi(&image, PW_OP_ZERO, 0, 0, 0, 0, 0, 16);
	ei_lohi(&image, refused[_i].op, 1, 0, 0, refused[_i].off,
		refused[_i].lo, refused[_i].hi);
	ei_insn(&image, PW_OP_END, 0, 0, 0, 0);
	ck_assert(ei_load(&load, &image));
	ck_assert_msg(strstr(load.err.text, refused[_i].why) != NULL, "%s",
		      load.err.text);
}
END_TEST

/* The first place where something went wrong is kept, by image index. */
START_TEST(test_note_place)
{
	struct pw_session_stats st;

	begin(PW_PROG_PLAIN);
	set(0, 1);
	ei_imm(&image, PW_OP_DIV, 1, 0, 0, 2);
	ei_imm(&image, PW_OP_DIV, 1, 0, 0, 0);
	ei_imm(&image, PW_OP_MOD, 1, 0, 0, 0);
	go();
	pw_vm_stats(&load.vm, &st);
	ck_assert_int_eq(st.note[PW_NOTE_DIV_ZERO], 2);
	ck_assert_int_eq(st.note_insn[PW_NOTE_DIV_ZERO], 2);
	ck_assert_int_eq(st.note[PW_NOTE_READ_FAULT], 0);
	done();
}
END_TEST

/* Ten rounds of three instructions cost 30: enough, or one too few. */
START_TEST(test_loop)
{
	u32 budget;

	for (budget = 29; budget <= 30; budget++) {
		begin(PW_PROG_PLAIN);
		image.head.loop_budget = budget;
		set(0, 0);
		ei_imm(&image, PW_OP_ADD, 0, 0, 0, 1);
		ei_imm(&image, PW_OP_JGT, 0, 0, 4, 10);
		ei_insn(&image, PW_OP_LOOP, 0, 0, 0, 1);
		set(1, 99);
		go();
		ck_assert_int_eq(reg(0), budget == 30 ? 11 : 10);
		ck_assert_int_eq(reg(1), budget == 30 ? 99 : 0);
		ck_assert_int_eq(noted(PW_NOTE_LOOP_BUDGET), budget == 29);
		done();
	}
}
END_TEST

/* An endless loop ends by the default budget, and the next hit has it anew. */
START_TEST(test_endless)
{
	struct pw_probe_stats st;

	begin(PW_PROG_PLAIN);
	set(0, 0);
	ei_imm(&image, PW_OP_ADD, 0, 0, 0, 1);
	ei_insn(&image, PW_OP_LOOP, 0, 0, 0, 1);
	go();
	ck_assert_int_eq(reg(0), 50001);
	pw_vm_hit(&load.vm, 0, &hit);
	ck_assert_int_eq(reg(0), 50001);
	ck_assert_int_eq(noted(PW_NOTE_LOOP_BUDGET), 2);
	pw_vm_probe_stats(&load.vm, 0, &st);
	ck_assert_int_eq(st.ran, 2);
	done();
}
END_TEST

int main(void)
{
	Suite *s = suite_create("exec");
	TCase *t = tcase_create("exec");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, test_sums, 0, TESTS(sums));
	tcase_add_loop_test(t, test_jumps, 0, TESTS(jumps));
	tcase_add_test(t, test_values);
	tcase_add_test(t, test_ctx);
	tcase_add_test(t, test_clock);
	tcase_add_test(t, test_frame);
	tcase_add_test(t, test_comm);
	tcase_add_test(t, test_probename);
	tcase_add_test(t, test_cstr);
	tcase_add_loop_test(t, test_streq, 0, TESTS(pairs));
	tcase_add_test(t, test_bound);
	tcase_add_test(t, test_frame_bytes);
	tcase_add_test(t, test_strcat);
	tcase_add_test(t, test_memcmp);
	tcase_add_loop_test(t, test_refused_bytes, 0, TESTS(refused));
	tcase_add_test(t, test_note_place);
	tcase_add_test(t, test_loop);
	tcase_add_test(t, test_endless);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
