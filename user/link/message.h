/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The protocol's messages, encoded and decoded. Pure: no socket is touched
 * here, so that unit tests see every byte without a kernel.
 */
#ifndef PW_LINK_MESSAGE_H
#define PW_LINK_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <probewire/protocol.h>

struct nl_msg;
struct nlmsghdr;

/* Bit of an attribute in `has`. */
#define PW_HAS(attr)	(1u << (attr))

/* A request: the attributes whose bit is in `has` are sent. */
struct pw_request {
	uint8_t command;	/* enum pw_command */
	bool dump;
	uint32_t has;
	uint32_t abi;
	uint32_t size;
	uint32_t offset;
	uint32_t map;
	uint32_t probe;
	uint64_t token;
	const void *data;
	uint32_t data_len;
};

/*
 * Puts the request into msg, for the family with this id. 0, or -EMSGSIZE when
 * msg was allocated too small (pw_request_size() tells).
 */
int pw_request_encode(struct nl_msg *msg, uint16_t family, uint32_t seq,
		      const struct pw_request *req);

/* The question for the family's id, put to the kernel's own family, and the
 * answer: 0, or -EBADMSG. msg needs room for PW_FAMILY_REQUEST bytes. */
#define PW_FAMILY_REQUEST	64
int pw_family_encode(struct nl_msg *msg, uint32_t seq);
int pw_family_decode(struct nlmsghdr *header, uint16_t *family);

/* Bytes that nlmsg_alloc_size() must be asked for. */
size_t pw_request_size(const struct pw_request *req);

/* A message of the module; the pointers point into it. */
struct pw_reply {
	uint8_t command;	/* enum pw_command */
	uint32_t has;		/* PW_HAS() of each attribute that is there */
	uint32_t abi;
	uint64_t token;
	uint32_t offset;
	uint32_t error;		/* positive errno */
	uint32_t probe;
	uint32_t insn;
	uint32_t notify;
	uint32_t status;
	const char *version;
	const char *release;
	const char *format;
	const char *text;
	const void *data;
	uint32_t data_len;
	/* Attributes are aligned to 4 bytes only: to be copied, not read. */
	const void *session_stats;	/* a struct pw_session_stats */
	const void *probe_stats;	/* n struct pw_probe_stats */
	uint32_t n_probe_stats;
};

/*
 * Reads a generic-netlink message. -EBADMSG if it is not well formed or an
 * attribute has not its size; unknown attributes are passed over.
 */
int pw_reply_decode(struct nlmsghdr *header, struct pw_reply *reply);

/*
 * The error in an NLMSG_ERROR or NLMSG_DONE message: 0 or a negative errno;
 * -EBADMSG if the message is too short to hold one.
 */
int pw_reply_error(const struct nlmsghdr *header);

#endif
