/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Encoding and decoding of the protocol in include/probewire/protocol.h with
 * libnl's attribute functions. Two tables say which attribute is which field;
 * all sizes are checked before anybody looks at a value.
 */
#include <errno.h>
#include <string.h>
#include <linux/genetlink.h>
#include <netlink/netlink.h>
#include <netlink/genl/genl.h>
#include "link/message.h"

/* Attributes of requests that are a u32 field of struct pw_request. */
static const struct {
	int attr;
	size_t field;
} request_u32[] = {
	{ PW_ATTR_ABI, offsetof(struct pw_request, abi) },
	{ PW_ATTR_SIZE, offsetof(struct pw_request, size) },
	{ PW_ATTR_OFFSET, offsetof(struct pw_request, offset) },
	{ PW_ATTR_MAP, offsetof(struct pw_request, map) },
	{ PW_ATTR_PROBE, offsetof(struct pw_request, probe) },
};

static struct nla_policy reply_policy[PW_ATTR_MAX_PLUS_1] = {
	[PW_ATTR_ABI] = { .type = NLA_U32 },
	[PW_ATTR_VERSION] = { .type = NLA_STRING },
	[PW_ATTR_RELEASE] = { .type = NLA_STRING },
	[PW_ATTR_TOKEN] = { .type = NLA_U64 },
	[PW_ATTR_OFFSET] = { .type = NLA_U32 },
	[PW_ATTR_DATA] = { .type = NLA_UNSPEC },
	[PW_ATTR_SESSION_STATS] = {
		.minlen = sizeof(struct pw_session_stats)
	},
	[PW_ATTR_PROBE_STATS] = { .type = NLA_UNSPEC },
	[PW_ATTR_FORMAT] = { .type = NLA_STRING },
	[PW_ATTR_ERRNO] = { .type = NLA_U32 },
	[PW_ATTR_TEXT] = { .type = NLA_STRING },
	[PW_ATTR_PROBE] = { .type = NLA_U32 },
	[PW_ATTR_INSN] = { .type = NLA_U32 },
	[PW_ATTR_NOTIFY] = { .type = NLA_U32 },
	[PW_ATTR_STATUS] = { .type = NLA_U32 },
};

static const struct {
	int attr;
	size_t field;
} reply_u32[] = {
	{ PW_ATTR_ABI, offsetof(struct pw_reply, abi) },
	{ PW_ATTR_OFFSET, offsetof(struct pw_reply, offset) },
	{ PW_ATTR_ERRNO, offsetof(struct pw_reply, error) },
	{ PW_ATTR_PROBE, offsetof(struct pw_reply, probe) },
	{ PW_ATTR_INSN, offsetof(struct pw_reply, insn) },
	{ PW_ATTR_NOTIFY, offsetof(struct pw_reply, notify) },
	{ PW_ATTR_STATUS, offsetof(struct pw_reply, status) },
};

static const struct {
	int attr;
	size_t field;
} reply_text[] = {
	{ PW_ATTR_VERSION, offsetof(struct pw_reply, version) },
	{ PW_ATTR_RELEASE, offsetof(struct pw_reply, release) },
	{ PW_ATTR_FORMAT, offsetof(struct pw_reply, format) },
	{ PW_ATTR_TEXT, offsetof(struct pw_reply, text) },
};

#define N_OF(array)	(sizeof(array) / sizeof((array)[0]))

size_t pw_request_size(const struct pw_request *req)
{
	return NLMSG_HDRLEN + GENL_HDRLEN +
	       (N_OF(request_u32) + 1) * NLA_ALIGN(NLA_HDRLEN + 8) +
	       NLA_ALIGN(NLA_HDRLEN + req->data_len) + NLMSG_ALIGNTO;
}

int pw_request_encode(struct nl_msg *msg, uint16_t family, uint32_t seq,
		      const struct pw_request *req)
{
	int flags = NLM_F_REQUEST | (req->dump ? NLM_F_DUMP : NLM_F_ACK);
	const char *base = (const char *)req;
	uint32_t value;
	size_t i;

	if (!genlmsg_put(msg, NL_AUTO_PORT, seq, family, 0, flags,
			 req->command, PW_GENL_VERSION))
		return -EMSGSIZE;
	for (i = 0; i < N_OF(request_u32); i++) {
		if (!(req->has & PW_HAS(request_u32[i].attr)))
			continue;
		memcpy(&value, base + request_u32[i].field, sizeof(value));
		if (nla_put_u32(msg, request_u32[i].attr, value))
			return -EMSGSIZE;
	}
	if ((req->has & PW_HAS(PW_ATTR_TOKEN)) &&
	    nla_put_u64(msg, PW_ATTR_TOKEN, req->token))
		return -EMSGSIZE;
	if ((req->has & PW_HAS(PW_ATTR_DATA)) &&
	    nla_put(msg, PW_ATTR_DATA, req->data_len, req->data))
		return -EMSGSIZE;
	return 0;
}

int pw_family_encode(struct nl_msg *msg, uint32_t seq)
{
	if (!genlmsg_put(msg, NL_AUTO_PORT, seq, GENL_ID_CTRL, 0,
			 NLM_F_REQUEST | NLM_F_ACK, CTRL_CMD_GETFAMILY, 1) ||
	    nla_put_string(msg, CTRL_ATTR_FAMILY_NAME, PW_GENL_NAME))
		return -EMSGSIZE;
	return 0;
}

int pw_family_decode(struct nlmsghdr *header, uint16_t *family)
{
	struct nlattr *id = NULL;

	if (header->nlmsg_type == GENL_ID_CTRL &&
	    genlmsg_valid_hdr(header, 0))
		id = nlmsg_find_attr(header, GENL_HDRLEN, CTRL_ATTR_FAMILY_ID);
	if (!id || nla_len(id) != sizeof(*family))
		return -EBADMSG;
	*family = nla_get_u16(id);
	return 0;
}

/* The text of a string attribute, or NULL when it does not end. */
static const char *attr_text(struct nlattr *attr)
{
	const char *text = nla_data(attr);

	return memchr(text, '\0', nla_len(attr)) ? text : NULL;
}

static int decode_stats(struct nlattr **attrs, struct pw_reply *reply)
{
	struct nlattr *attr = attrs[PW_ATTR_SESSION_STATS];
	size_t size = sizeof(struct pw_probe_stats);

	if (attr)
		reply->session_stats = nla_data(attr);
	attr = attrs[PW_ATTR_PROBE_STATS];
	if (!attr)
		return 0;
	if (nla_len(attr) % size)
		return -EBADMSG;
	reply->probe_stats = nla_data(attr);
	reply->n_probe_stats = nla_len(attr) / size;
	return 0;
}

int pw_reply_decode(struct nlmsghdr *header, struct pw_reply *reply)
{
	struct nlattr *attrs[PW_ATTR_MAX_PLUS_1];
	char *base = (char *)reply;
	uint32_t value;
	size_t i;

	memset(reply, 0, sizeof(*reply));
	if (!genlmsg_valid_hdr(header, 0) ||
	    genlmsg_parse(header, 0, attrs, PW_ATTR_MAX_PLUS_1 - 1,
			  reply_policy) < 0)
		return -EBADMSG;
	reply->command = ((struct genlmsghdr *)nlmsg_data(header))->cmd;
	for (i = 1; i < PW_ATTR_MAX_PLUS_1; i++)
		if (attrs[i])
			reply->has |= PW_HAS(i);
	for (i = 0; i < N_OF(reply_u32); i++) {
		if (!attrs[reply_u32[i].attr])
			continue;
		value = nla_get_u32(attrs[reply_u32[i].attr]);
		memcpy(base + reply_u32[i].field, &value, sizeof(value));
	}
	for (i = 0; i < N_OF(reply_text); i++) {
		const char *text;

		if (!attrs[reply_text[i].attr])
			continue;
		text = attr_text(attrs[reply_text[i].attr]);
		if (!text)
			return -EBADMSG;
		memcpy(base + reply_text[i].field, &text, sizeof(text));
	}
	if (attrs[PW_ATTR_TOKEN])
		reply->token = nla_get_u64(attrs[PW_ATTR_TOKEN]);
	if (attrs[PW_ATTR_DATA]) {
		reply->data = nla_data(attrs[PW_ATTR_DATA]);
		reply->data_len = nla_len(attrs[PW_ATTR_DATA]);
	}
	return decode_stats(attrs, reply);
}

int pw_reply_error(const struct nlmsghdr *header)
{
	int error;

	if (header->nlmsg_len < NLMSG_LENGTH(sizeof(error)))
		return -EBADMSG;
	memcpy(&error, NLMSG_DATA(header), sizeof(error));
	return error > 0 ? -EBADMSG : error;
}
