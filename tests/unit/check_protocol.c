/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Messages, byte by byte. What is expected is laid out by hand from netlink's
 * rules: a header of 16 bytes, the generic one of 4, then attributes of
 * u16 length (their 4 bytes of header included), u16 type, the value, and
 * zeros up to a multiple of 4.
 */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <linux/netlink.h>
#include <linux/genetlink.h>
#include <netlink/msg.h>
#include "link/message.h"

#define FAMILY	0x21
#define SEQ	0x1234
#define ASK	(NLM_F_REQUEST | NLM_F_ACK)

/* A message that is put together. */
struct bytes {
	uint32_t len;
	unsigned char at[4096] __attribute__((aligned(8)));
};

static void add(struct bytes *b, const void *data, uint32_t len)
{
	memcpy(b->at + b->len, data, len);
	b->len += len;
}

static void add_attr(struct bytes *b, uint16_t type, const void *data,
		     uint16_t size)
{
	static const char zeros[3];
	uint16_t len = size + 4;

	add(b, &len, 2);
	add(b, &type, 2);
	add(b, data, size);
	add(b, zeros, -len & 3);
}

static void add_u32(struct bytes *b, uint16_t type, uint32_t value)
{
	add_attr(b, type, &value, 4);
}

static void begin(struct bytes *b, uint16_t flags, uint32_t seq,
		  uint8_t command)
{
	const uint16_t family = FAMILY;
	const uint32_t zero = 0;

	memset(b, 0, sizeof(*b));
	add(b, &zero, 4);	/* the length: see end() */
	add(b, &family, 2);
	add(b, &flags, 2);
	add(b, &seq, 4);
	add(b, &zero, 4);
	add(b, &command, 1);
	add(b, "\x01\0\0", 3);	/* version 1 */
}

static struct nlmsghdr *end(struct bytes *b)
{
	memcpy(b->at, &b->len, 4);
	return (struct nlmsghdr *)b->at;
}

static void compare(const struct pw_request *req, struct bytes *expected)
{
	struct nl_msg *msg = nlmsg_alloc_size(pw_request_size(req));
	const struct nlmsghdr *header;

	end(expected);
	ck_assert(msg != NULL);
	ck_assert_int_eq(pw_request_encode(msg, FAMILY, SEQ, req), 0);
	header = nlmsg_hdr(msg);
	ck_assert_int_eq(header->nlmsg_len, expected->len);
	ck_assert(!memcmp(header, expected->at, expected->len));
	nlmsg_free(msg);
}

START_TEST(test_numbers_of_the_protocol)
{
	/* Fixed for ever: an old command must be told by a new module. */
	ck_assert_int_eq(PW_CMD_HELLO, 1);
	ck_assert_int_eq(PW_ATTR_ABI, 1);
	ck_assert_int_eq(PW_ATTR_VERSION, 2);
	ck_assert_int_eq(PW_ATTR_RELEASE, 3);
	ck_assert_str_eq(PW_GENL_NAME, "probewire");
	ck_assert_int_eq(sizeof(struct pw_batch), 32);
	ck_assert_int_eq(sizeof(struct pw_record), 16);
	ck_assert_int_eq(sizeof(struct pw_str), 8);
	ck_assert_int_eq(sizeof(struct pw_probe_stats) % 8, 0);
	ck_assert_int_eq(sizeof(struct pw_session_stats) % 8, 0);
}
END_TEST

START_TEST(test_requests)
{
	struct pw_request hello = { .command = PW_CMD_HELLO };
	struct pw_request create = {
		.command = PW_CMD_CREATE, .abi = 7, .size = 1000,
		.has = PW_HAS(PW_ATTR_ABI) | PW_HAS(PW_ATTR_SIZE)
	};
	struct pw_request join = {
		.command = PW_CMD_JOIN, .token = 0x1122334455667788ull,
		.has = PW_HAS(PW_ATTR_TOKEN)
	};
	struct pw_request write = {
		.command = PW_CMD_WRITE, .offset = 0, .data = "abcde",
		.data_len = 5,
		.has = PW_HAS(PW_ATTR_OFFSET) | PW_HAS(PW_ATTR_DATA)
	};
	struct pw_request read = {
		.command = PW_CMD_MAP_READ, .dump = true, .map = 3,
		.has = PW_HAS(PW_ATTR_MAP)
	};
	struct bytes b;

	begin(&b, ASK, SEQ, PW_CMD_HELLO);
	compare(&hello, &b);

	begin(&b, ASK, SEQ, PW_CMD_CREATE);
	add_u32(&b, PW_ATTR_ABI, 7);
	add_u32(&b, PW_ATTR_SIZE, 1000);
	compare(&create, &b);

	begin(&b, ASK, SEQ, PW_CMD_JOIN);
	add_attr(&b, PW_ATTR_TOKEN, "\x88\x77\x66\x55\x44\x33\x22\x11", 8);
	compare(&join, &b);

	/* An offset of 0 is sent too, and 5 bytes are padded to 8. */
	begin(&b, ASK, SEQ, PW_CMD_WRITE);
	add_u32(&b, PW_ATTR_OFFSET, 0);
	add_attr(&b, PW_ATTR_DATA, "abcde", 5);
	compare(&write, &b);

	begin(&b, NLM_F_REQUEST | NLM_F_DUMP, SEQ, PW_CMD_MAP_READ);
	add_u32(&b, PW_ATTR_MAP, 3);
	compare(&read, &b);
}
END_TEST

START_TEST(test_family)
{
	struct nl_msg *msg = nlmsg_alloc_size(PW_FAMILY_REQUEST);
	const uint16_t id = 0x1c, ctrl = 0x10;
	uint16_t family = 0;
	struct bytes b;

	/* CTRL_CMD_GETFAMILY is 3; the name is attribute 2, the id 1. */
	begin(&b, ASK, SEQ, 3);
	memcpy(b.at + 4, &ctrl, 2);
	add_attr(&b, 2, "probewire", 10);
	end(&b);
	ck_assert_int_eq(pw_family_encode(msg, SEQ), 0);
	ck_assert_int_eq(nlmsg_hdr(msg)->nlmsg_len, b.len);
	ck_assert(!memcmp(nlmsg_hdr(msg), b.at, b.len));
	nlmsg_free(msg);

	begin(&b, 0, SEQ, 1);
	memcpy(b.at + 4, &ctrl, 2);
	add_attr(&b, 2, "probewire", 10);
	ck_assert_int_eq(pw_family_decode(end(&b), &family), -EBADMSG);
	add_attr(&b, 1, &id, 2);
	ck_assert_int_eq(pw_family_decode(end(&b), &family), 0);
	ck_assert_int_eq(family, 0x1c);
	/* Of another family. */
	b.at[4] = 0x11;
	ck_assert_int_eq(pw_family_decode(end(&b), &family), -EBADMSG);
}
END_TEST

START_TEST(test_largest_chunk)
{
	static const char data[PW_CHUNK_MAX];
	struct pw_request write = {
		.command = PW_CMD_WRITE, .data = data,
		.data_len = sizeof(data),
		.has = PW_HAS(PW_ATTR_OFFSET) | PW_HAS(PW_ATTR_DATA)
	};
	struct nl_msg *msg = nlmsg_alloc_size(pw_request_size(&write));
	struct nl_msg *small = nlmsg_alloc_size(1024);

	ck_assert_int_eq(pw_request_encode(msg, FAMILY, SEQ, &write), 0);
	ck_assert_int_eq(pw_request_encode(small, FAMILY, SEQ, &write),
			 -EMSGSIZE);
	nlmsg_free(msg);
	nlmsg_free(small);
}
END_TEST

START_TEST(test_hello_answer)
{
	struct pw_reply reply;
	struct bytes b;

	begin(&b, 0, SEQ, PW_CMD_HELLO);
	add_u32(&b, PW_ATTR_ABI, 2);
	add_attr(&b, PW_ATTR_VERSION, "0.9", 4);
	add_attr(&b, PW_ATTR_RELEASE, "3.10.0-1160", 12);
	/* Of a newer module: passed over. */
	add_u32(&b, PW_ATTR_MAX_PLUS_1 + 5, 1);
	ck_assert_int_eq(pw_reply_decode(end(&b), &reply), 0);
	ck_assert_int_eq(reply.command, PW_CMD_HELLO);
	ck_assert_int_eq(reply.has, PW_HAS(PW_ATTR_ABI) |
			 PW_HAS(PW_ATTR_VERSION) | PW_HAS(PW_ATTR_RELEASE));
	ck_assert_int_eq(reply.abi, 2);
	ck_assert_str_eq(reply.version, "0.9");
	ck_assert_str_eq(reply.release, "3.10.0-1160");
}
END_TEST

START_TEST(test_error_answer)
{
	struct pw_reply reply;
	struct bytes b;

	begin(&b, 0, SEQ, PW_CMD_ERROR);
	add_u32(&b, PW_ATTR_ERRNO, ENOENT);
	add_attr(&b, PW_ATTR_TEXT, "no such function", 17);
	add_u32(&b, PW_ATTR_PROBE, 0);
	add_u32(&b, PW_ATTR_INSN, 12);
	ck_assert_int_eq(pw_reply_decode(end(&b), &reply), 0);
	ck_assert_int_eq(reply.command, PW_CMD_ERROR);
	ck_assert_int_eq(reply.error, ENOENT);
	ck_assert_str_eq(reply.text, "no such function");
	/* Probe 0 is one, too. */
	ck_assert(reply.has & PW_HAS(PW_ATTR_PROBE));
	ck_assert_int_eq(reply.probe, 0);
	ck_assert_int_eq(reply.insn, 12);
}
END_TEST

START_TEST(test_data_and_notify)
{
	struct pw_reply reply;
	struct bytes b;

	begin(&b, 0, 0, PW_CMD_DATA);
	add_attr(&b, PW_ATTR_DATA, "0123456789abcdef", 16);
	ck_assert_int_eq(pw_reply_decode(end(&b), &reply), 0);
	ck_assert_int_eq(reply.data_len, 16);
	ck_assert(!memcmp(reply.data, "0123456789abcdef", 16));

	begin(&b, 0, 0, PW_CMD_NOTIFY);
	add_u32(&b, PW_ATTR_NOTIFY, PW_NOTIFY_EXIT);
	add_u32(&b, PW_ATTR_STATUS, 3);
	ck_assert_int_eq(pw_reply_decode(end(&b), &reply), 0);
	ck_assert_int_eq(reply.notify, PW_NOTIFY_EXIT);
	ck_assert_int_eq(reply.status, 3);
}
END_TEST

START_TEST(test_stats)
{
	struct pw_session_stats session, got;
	struct pw_probe_stats probes[2], probe;
	struct pw_reply reply;
	struct bytes b;

	memset(&session, 0, sizeof(session));
	memset(probes, 0, sizeof(probes));
	session.emitted = 1000003;
	probes[1].ran = 7;
	probes[1].error = -ENOENT;
	begin(&b, 0, SEQ, PW_CMD_STATS);
	add_attr(&b, PW_ATTR_SESSION_STATS, &session, sizeof(session));
	add_attr(&b, PW_ATTR_PROBE_STATS, probes, sizeof(probes));
	ck_assert_int_eq(pw_reply_decode(end(&b), &reply), 0);
	memcpy(&got, reply.session_stats, sizeof(got));
	ck_assert(got.emitted == 1000003);
	ck_assert_int_eq(reply.n_probe_stats, 2);
	memcpy(&probe, (const char *)reply.probe_stats + sizeof(probe),
	       sizeof(probe));
	ck_assert(probe.ran == 7);
	ck_assert_int_eq(probe.error, -ENOENT);
}
END_TEST

/* Each of these must be refused, and none read beyond its end. */
START_TEST(test_malformed)
{
	struct pw_session_stats session;
	struct pw_reply reply;
	struct bytes b;

	memset(&session, 0, sizeof(session));
	/* A number of two bytes. */
	begin(&b, 0, SEQ, PW_CMD_HELLO);
	add_attr(&b, PW_ATTR_ABI, "\1\0", 2);
	ck_assert_int_eq(pw_reply_decode(end(&b), &reply), -EBADMSG);
	/* A string without its NUL. */
	begin(&b, 0, SEQ, PW_CMD_HELLO);
	add_attr(&b, PW_ATTR_VERSION, "0.10", 4);
	ck_assert_int_eq(pw_reply_decode(end(&b), &reply), -EBADMSG);
	/* Counters that are cut. */
	begin(&b, 0, SEQ, PW_CMD_STATS);
	add_attr(&b, PW_ATTR_SESSION_STATS, &session, sizeof(session) - 4);
	ck_assert_int_eq(pw_reply_decode(end(&b), &reply), -EBADMSG);
	/* Not a whole number of them. */
	begin(&b, 0, SEQ, PW_CMD_STATS);
	add_attr(&b, PW_ATTR_PROBE_STATS, &session,
		 sizeof(struct pw_probe_stats) - 4);
	ck_assert_int_eq(pw_reply_decode(end(&b), &reply), -EBADMSG);
	/* No room for the generic header. */
	begin(&b, 0, SEQ, PW_CMD_HELLO);
	b.len = 18;
	ck_assert_int_eq(pw_reply_decode(end(&b), &reply), -EBADMSG);
}
END_TEST

START_TEST(test_end_of_request)
{
	struct bytes b;
	int error = -EPERM;

	memset(&b, 0, sizeof(b));
	b.len = 16;
	add(&b, &error, 4);
	ck_assert_int_eq(pw_reply_error(end(&b)), -EPERM);
	error = 0;
	memcpy(b.at + 16, &error, 4);
	ck_assert_int_eq(pw_reply_error(end(&b)), 0);
	/* An errno is negative here. */
	error = 5;
	memcpy(b.at + 16, &error, 4);
	ck_assert_int_eq(pw_reply_error(end(&b)), -EBADMSG);
	b.len = 18;
	ck_assert_int_eq(pw_reply_error(end(&b)), -EBADMSG);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("protocol");
	TCase *tcase = tcase_create("protocol");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, test_numbers_of_the_protocol);
	tcase_add_test(tcase, test_requests);
	tcase_add_test(tcase, test_family);
	tcase_add_test(tcase, test_largest_chunk);
	tcase_add_test(tcase, test_hello_answer);
	tcase_add_test(tcase, test_error_answer);
	tcase_add_test(tcase, test_data_and_notify);
	tcase_add_test(tcase, test_stats);
	tcase_add_test(tcase, test_malformed);
	tcase_add_test(tcase, test_end_of_request);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
