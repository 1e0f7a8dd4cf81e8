/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The interpreter, where it meets what is not its own: tracepoint records,
 * memory that may fault, and the records that it emits.
 */
#include <check.h>
#include "engine_exec.h"

START_TEST(test_record)
{
	u32 desc = 4 << 16 | 40;	/* "abc\0" at 40 */
	u32 rel = 8 << 16 | 20;		/* 20 behind the end of this: at 40 */

	memset(record, 0xee, sizeof(record));
	memcpy(record, "\x01\x02\x03\x84\x05\x06\x07\x88", 8);
	memcpy(record + 8, &desc, 4);
	memcpy(record + 16, &rel, 4);
	memcpy(record + 40, "abc\0ABCDEFGH", 12);
	begin(PW_PROG_RECORD);
	ei_insn(&image, PW_OP_LDREC, 0, 0, 1, 1);
	ei_insn(&image, PW_OP_LDREC, 1, 0, 0x81, 3);
	ei_insn(&image, PW_OP_LDREC, 2, 0, 2, 1);
	ei_insn(&image, PW_OP_LDREC, 3, 0, 0x84, 4);
	ei_insn(&image, PW_OP_LDREC, 4, 0, 8, 0);
	ei_lohi(&image, PW_OP_RECBYTES, 0, 0, 0, 0, 2, 5);
	ei_lohi(&image, PW_OP_RECSTR, 0, 0, 0, 8, 8, 16);
	ei_lohi(&image, PW_OP_RECSTR, 0, 0, 1, 24, 16, 16);
	go();
	ck_assert(reg(0) == 2);
	ck_assert(reg(1) == 0xffffffffffffff84);
	ck_assert(reg(2) == 0x0302);
	ck_assert(reg(3) == 0xffffffff88070605);
	ck_assert(reg(4) == 0x8807060584030201);
	ck_bytes(0, "\x03\x84\x05\x06\x07\0\0\0");
	ck_bytes(8, "abc\0\0\0\0\0\0\0\0\0\0\0\0\0");
	ck_bytes(24, "abc\0\0\0\0\0\0\0\0\0\0\0\0\0");
	ck_assert_int_eq(noted(PW_NOTE_READ_FAULT), 0);
	done();
}
END_TEST

static const struct {
	u32 len, offset;
	const char *out;	/* 8 bytes */
	int fault, cut;
} descs[] = {
	{ 0, 40, "\0\0\0\0\0\0\0", 0, 0 },
	{ 0, 64, "\0\0\0\0\0\0\0", 0, 0 },
	{ 3, 40, "abc\0\0\0\0", 0, 0 },
	{ 7, 40, "abcdefg", 0, 0 },
	{ 8, 40, "abcdef\0\1", 0, 1 },
	{ 24, 40, "abcdef\0\1", 0, 1 },
	{ 25, 40, "\0\0\0\0\0\0\0", 1, 0 },
	{ 1, 64, "\0\0\0\0\0\0\0", 1, 0 },
	{ 0, 65, "\0\0\0\0\0\0\0", 1, 0 },
	{ 65535, 65535, "\0\0\0\0\0\0\0", 1, 0 },
};

/* A descriptor is believed in only as far as the record goes. */
START_TEST(test_record_strings)
{
	u32 desc = descs[_i].len << 16 | descs[_i].offset;

	begin(PW_PROG_RECORD);
	memset(record, 0, sizeof(record));
	memcpy(record, &desc, 4);
	memcpy(record + 40, "abcdefghijklmnopqrstuvwx", 24);
	ei_lohi(&image, PW_OP_RECSTR, 0, 0, 0, 0, 0, 8);
	go();
	ck_assert_msg(!memcmp(frame(0), descs[_i].out, 8), "%d", _i);
	ck_assert_int_eq(noted(PW_NOTE_READ_FAULT), descs[_i].fault);
	ck_assert_int_eq(noted(PW_NOTE_STR_CUT), descs[_i].cut);
	done();
}
END_TEST

#define KERNEL	0xffff888000000000ULL
#define USER	0x00007f0000000000ULL

static void region(int i, u64 addr, const void *bytes, u32 size)
{
	pw_host_region[i].addr = addr;
	pw_host_region[i].bytes = bytes;
	pw_host_region[i].size = size;
}

static const struct {
	u64 addr;
	u8 space;
	s64 limit;		/* with the NUL; -2: none */
	const char *out;	/* 16 bytes */
	int fault, cut;
} strs[] = {
	{ KERNEL + 4090, PW_SPACE_KERNEL, -2, "hello", 0, 0 },
	{ KERNEL + 4090, PW_SPACE_EITHER, -2, "hello", 0, 0 },
	{ KERNEL + 4090, PW_SPACE_USER, -2, "", 1, 0 },
	{ USER + 4090, PW_SPACE_USER, -2, "HELLO", 0, 0 },
	{ USER + 4090, PW_SPACE_EITHER, -2, "HELLO", 0, 0 },
	{ USER + 4090, PW_SPACE_KERNEL, -2, "", 1, 0 },
	{ KERNEL + 4095, PW_SPACE_KERNEL, -2, "", 0, 0 },
	{ KERNEL + 4096, PW_SPACE_KERNEL, -2, "", 1, 0 },
	{ 0, PW_SPACE_EITHER, -2, "", 1, 0 },
	{ ~0ULL, PW_SPACE_EITHER, -2, "", 1, 0 },
	{ KERNEL + 4090, PW_SPACE_KERNEL, 0, "", 0, 0 },
	{ KERNEL + 4096, PW_SPACE_KERNEL, 0, "", 0, 0 },
	{ KERNEL + 4090, PW_SPACE_KERNEL, 3, "he", 0, 0 },
	{ KERNEL + 4090, PW_SPACE_KERNEL, 5, "hell", 0, 0 },
	{ KERNEL + 4090, PW_SPACE_KERNEL, 6, "hello", 0, 0 },
	{ KERNEL + 4090, PW_SPACE_KERNEL, -1, "hello", 0, 0 },
	{ KERNEL, PW_SPACE_KERNEL, -2, "aaaaaaaaaaaaaa\0\1", 0, 1 },
	{ KERNEL, PW_SPACE_KERNEL, 17, "aaaaaaaaaaaaaa\0\1", 0, 1 },
	{ KERNEL, PW_SPACE_KERNEL, 16, "aaaaaaaaaaaaaaa", 0, 0 },
	{ KERNEL, PW_SPACE_KERNEL, 15, "aaaaaaaaaaaaaa", 0, 0 },
	{ KERNEL + 4074, PW_SPACE_KERNEL, -2, "fifteen-letters", 0, 0 },
	{ KERNEL + 4073, PW_SPACE_KERNEL, -2, "afifteen-lette\0\1", 0,
	  1 },
	/* across the pages: from one region to the next, or not */
	{ USER - 4, PW_SPACE_USER, -2, "abcdAAAAAAAAAA\0\1", 0, 1 },
	{ USER - 4, PW_SPACE_USER, 4, "abc", 0, 0 },
	{ USER - 4, PW_SPACE_USER, 5, "abcd", 0, 0 },
	{ KERNEL - 4, PW_SPACE_KERNEL, -2, "", 1, 0 },
};

/*
 * Memory at the end of a page and of what is there: "hello" with its NUL are
 * the last bytes that can be read.
 */
START_TEST(test_str)
{
	static char page[4096], upper[4096];
	char want[16] = "";

	memset(page, 'a', sizeof(page));
	memcpy(page + 4074, "fifteen-letters\0hello", 22);
	memset(upper, 'A', sizeof(upper));
	memcpy(upper + 4090, "HELLO", 6);
	begin(PW_PROG_PLAIN);
	region(0, KERNEL, page, 4096);
	region(1, USER, upper, 4096);
	region(2, USER - 4, "abcd", 4);
	set(0, strs[_i].addr);
	set(1, strs[_i].limit);
	ei_lohi(&image, PW_OP_CONST, 0, 0, 0, 0, 0, 24);
	ei_constant(&image, "------------------------", 24);
	ei_lohi(&image, PW_OP_STR, 0, 0, strs[_i].space, 0,
		strs[_i].limit == -2 ? 0 : 2, 16);
	go();
	memcpy(want, strs[_i].out, strlen(strs[_i].out));
	if (strs[_i].cut)
		want[15] = 1;
	ck_assert_msg(!memcmp(frame(0), want, 16), "%d: %.16s", _i,
		      (const char *)frame(0));
	ck_bytes(16, "--------");
	ck_assert_int_eq(noted(PW_NOTE_READ_FAULT), strs[_i].fault);
	ck_assert_int_eq(noted(PW_NOTE_STR_CUT), strs[_i].cut);
	done();
}
END_TEST

/* Long strings are read in growing pieces: each length, each alignment. */
START_TEST(test_str_lengths)
{
	static char page[16384];
	u32 len, at;

	for (len = 0; len < 2100; len += len < 140 ? 1 : 61) {
		at = 4096 + len % 9;
		memset(page, 'x', sizeof(page));
		page[at + len] = 0;
		begin(PW_PROG_PLAIN);
		image.progs[0].frame_size = 2056;
		region(0, KERNEL, page, sizeof(page));
		set(0, KERNEL + at);
		ei_imm(&image, PW_OP_STF, 0, 0, 2048, 0x77);
		ei_lohi(&image, PW_OP_STR, 0, 0, PW_SPACE_KERNEL, 0, 0, 2048);
		go();
		ck_assert_int_eq(strlen((const char *)frame(0)),
				 len < 2048 ? len : 2046);
		ck_assert_int_eq(*frame(2047), len >= 2048);
		ck_assert(word(2048) == 0x77);
		done();
	}
}
END_TEST

START_TEST(test_read)
{
	begin(PW_PROG_PLAIN);
	region(0, KERNEL, "\x01\x02\x03\x04\x05\x06\x07\x88\x09\x0a", 10);
	set(0, KERNEL);
	set(1, KERNEL + 3);
	set(2, 64);
	ei_imm(&image, PW_OP_STF, 0, 0, 0, -1);
	ei_lohi(&image, PW_OP_READ, 0, 0, PW_SPACE_KERNEL, 0, 0, 5);
	ei_lohi(&image, PW_OP_READ, 0, 0, PW_SPACE_EITHER, 8, 0, 8);
	ei_imm(&image, PW_OP_STF, 0, 0, 16, -1);
	ei_lohi(&image, PW_OP_READ, 0, 1, PW_SPACE_KERNEL, 16, 0, 8);
	ei_imm(&image, PW_OP_STF, 0, 0, 24, -1);
	ei_lohi(&image, PW_OP_READ, 0, 0, PW_SPACE_USER, 24, 0, 3);
	ei_insn(&image, PW_OP_LDMEM, 3, 0, 2, 0);
	ei_insn(&image, PW_OP_LDMEM, 4, 0, 0x81, 7);
	ei_insn(&image, PW_OP_LDMEM, 5, 0, 8, 2);
	ei_insn(&image, PW_OP_LDMEM, 6, 0, 8, 3);
	ei_insn(&image, PW_OP_LDMEM, 7, 2, 4, 0);
	go();
	ck_bytes(0, "\x01\x02\x03\x04\x05\0\0\0");
	ck_bytes(8, "\x01\x02\x03\x04\x05\x06\x07\x88");
	ck_assert(word(16) == 0);
	ck_assert(word(24) == 0);
	ck_assert(reg(3) == 0x0201);
	ck_assert(reg(4) == 0xffffffffffffff88);
	ck_assert(reg(5) == 0x0a09880706050403);
	ck_assert(reg(6) == 0);
	ck_assert(reg(7) == 0);
	ck_assert_int_eq(noted(PW_NOTE_READ_FAULT), 4);
	done();
}
END_TEST

/* Raw bytes as they are, strings without their tails, all in steps of 8. */
START_TEST(test_emit)
{
	static const char want[] =
		"rawbytes"
		"\x03\0\0\0\0\0\0\0abc\0\0\0\0\0"	/* whole */
		"\x06\0\0\0\x01\0\0\0ABCDEF\0\0"	/* cut */
		"\0\0\0\0\0\0\0\0"			/* empty */
		"\x08\0\0\0\0\0\0\0XXXXXXXX"		/* fits exactly */
		"\x09\0\0\0\0\0\0\0yyyyyyyyy\0\0\0\0\0\0\0";
	struct pw_record rec;
	u8 buf[512];
	u32 n = 0;

	begin(PW_PROG_PLAIN);
	ei_constant(&image, "rawbytesabc\0\0\0\0\0ABCDEFGH\0\0\0\0\0\0\0\0"
		    "XXXXXXXX\0\0\0\0\0\0\0\0yyyyyyyyy\0\0\0\0\0\0\1", 64);
	ei_rec(&image);
	ei_rec(&image);
	ei_seg(&image, PW_SEG_RAW, 0, 8);
	ei_seg(&image, PW_SEG_STR, 8, 8);
	ei_seg(&image, PW_SEG_STR, 16, 8);
	ei_seg(&image, PW_SEG_STR, 24, 8);
	ei_seg(&image, PW_SEG_STR, 32, 16);
	ei_seg(&image, PW_SEG_STR, 48, 16);
	ei_lohi(&image, PW_OP_CONST, 0, 0, 0, 0, 0, 64);
	ei_lohi(&image, PW_OP_CSTR, 0, 0, 0, 16, 0, 8);
	ei_lohi(&image, PW_OP_ZERO, 0, 0, 0, 56, 0, 8);
	ei_lohi(&image, PW_OP_CONST, 0, 0, 0, 48, 48, 16);
	ei_lohi(&image, PW_OP_CSTR, 0, 0, 0, 48, 0, 16);
	ei_lohi(&image, PW_OP_EMIT, 0, 0, 0, 0, 1, 0);
	ei_lohi(&image, PW_OP_EMIT, 0, 0, 0, 0, 0, 0);
	pw_host.nsecs = 41;
	ei_wakes = 0;
	go();
	ck_assert_int_eq(ei_wakes, 1);
	ck_assert_int_eq(pw_ring_read(&load.vm, 0, buf, sizeof(buf), &n), 0);
	ck_assert_int_eq(pw_ring_read(&load.vm, 1, buf, sizeof(buf), &n),
			 16 + sizeof(want) - 1 + 16);
	ck_assert_int_eq(n, 2);
	memcpy(&rec, buf, sizeof(rec));
	ck_assert_int_eq(rec.size, 16 + sizeof(want) - 1);
	ck_assert_int_eq(rec.rec, 1);
	ck_assert_int_eq(rec.probe, 0);
	ck_assert_int_eq(rec.nsecs, 42);
	ck_assert(!memcmp(buf + 16, want, sizeof(want) - 1));
	memcpy(&rec, buf + rec.size, sizeof(rec));
	ck_assert_int_eq(rec.size, 16);
	ck_assert_int_eq(rec.rec, 0);
	ck_assert_int_eq(rec.nsecs, 42);
	done();
}
END_TEST

/* The slot's last byte was not a mark but the string's: nothing is cut. */
START_TEST(test_emit_raw_string)
{
	struct pw_str str;
	u8 buf[512];
	u32 n = 0;

	begin(PW_PROG_PLAIN);
	ei_constant(&image, "1234567\1", 8);
	ei_rec(&image);
	ei_seg(&image, PW_SEG_STR, 0, 8);
	ei_lohi(&image, PW_OP_CONST, 0, 0, 0, 0, 0, 8);
	ei_lohi(&image, PW_OP_EMIT, 0, 0, 0, 0, 0, 0);
	go();
	ck_assert_int_eq(pw_ring_read(&load.vm, 1, buf, sizeof(buf), &n), 32);
	memcpy(&str, buf + 16, sizeof(str));
	ck_assert_int_eq(str.len, 8);
	ck_assert_int_eq(str.cut, 0);
	done();
}
END_TEST

/* Elements by their number, the last one for all that there are none of. */
START_TEST(test_pick)
{
	static const u64 which[] = { 0, 1, 2, 3, ~0ULL };
	u32 i;

	begin(PW_PROG_PLAIN);
	ei_constant(&image, "........", 8);
	ei_constant(&image, "\2\0\0\0\0\0\0\0" "first\0\0\0" "second\0\0"
		    "other\0\0\0", 32);
	for (i = 0; i < 5; i++) {
		set(0, which[i]);
		ei_lohi(&image, PW_OP_PICK, 0, 0, 0, 8 * i, 8, 8);
	}
	go();
	ck_bytes(0, "first\0\0");
	ck_bytes(8, "second\0");
	ck_bytes(16, "other\0\0");
	ck_bytes(24, "other\0\0");
	ck_bytes(32, "other\0\0");
	done();
}
END_TEST

#define TASK	0xffff800000001000ULL

/* Of a task: parent, leader, thread id, name; 16 bytes are there. */
START_TEST(test_task)
{
	static const u64 task[3] = { 11, 22, 0xfffffff733ULL };

	begin(PW_PROG_PLAIN);
	pw_host_region[0].addr = TASK;
	pw_host_region[0].bytes = task;
	pw_host_region[0].size = sizeof(task);
	set(0, TASK);
	ei_insn(&image, PW_OP_TASK, 1, 0, PW_TASK_PARENT, 0);
	ei_insn(&image, PW_OP_TASK, 2, 0, PW_TASK_LEADER, 0);
	ei_insn(&image, PW_OP_TASK, 3, 0, PW_TASK_PID, 0);
	ei_insn(&image, PW_OP_TASK, 4, 0, PW_TASK_COMM, 0);
	set(5, TASK + 16);
	ei_insn(&image, PW_OP_TASK, 5, 5, PW_TASK_LEADER, 0);
	go();
	ck_assert(reg(1) == 11);
	ck_assert(reg(2) == 22);
	ck_assert(reg(3) == 0xfffff733);
	ck_assert(reg(4) == TASK + 24);
	ck_assert(reg(5) == 0);
	ck_assert_int_eq(noted(PW_NOTE_READ_FAULT), 1);
	done();
	begin(PW_PROG_PLAIN);
	set(0, 1235);
	set(1, 1236);
	ei_insn(&image, PW_OP_TASK, 0, 0, PW_TASK_FIND, 0);
	ei_insn(&image, PW_OP_TASK, 1, 1, PW_TASK_FIND, 0);
	pw_host.tid = 1235;
	pw_host.task = TASK;
	go();
	ck_assert(reg(0) == TASK);
	ck_assert(reg(1) == 0);
	done();
}
END_TEST

int main(void)
{
	Suite *s = suite_create("exec memory");
	TCase *t = tcase_create("exec memory");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 60);
	tcase_add_test(t, test_record);
	tcase_add_loop_test(t, test_record_strings, 0, TESTS(descs));
	tcase_add_loop_test(t, test_str, 0, TESTS(strs));
	tcase_add_test(t, test_str_lengths);
	tcase_add_test(t, test_read);
	tcase_add_test(t, test_pick);
	tcase_add_test(t, test_task);
	tcase_add_test(t, test_emit);
	tcase_add_test(t, test_emit_raw_string);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
