/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Dumps. Process context: the first call comes in the sender's, the others in
 * the reader's. A map's dump takes the session's lock for each message and
 * forgets it in between.
 *
 * An error in a dump reaches the client only in the last message, which old
 * kernels and libraries give no reason: so an ERROR message comes before it.
 */
#include <net/genetlink.h>
#include <net/netlink.h>
#include "backport/backport.h"
#include "dump.h"
#include "link.h"
#include "request.h"
#include "session.h"

/* What a dump remembers between calls. */
enum {
	DUMP_POS,	/* where to go on */
	DUMP_ERROR,	/* it failed: what to end with */
	DUMP_TRIES	/* messages that were too small for one entry */
};

#define TRIES_MAX	8
#define HEADERS		(NLMSG_HDRLEN + GENL_HDRLEN + NLA_HDRLEN + NLA_ALIGNTO)

static void *put_header(struct sk_buff *skb, struct netlink_callback *cb,
			u8 command)
{
	return pw_link_put(skb, NETLINK_CB(cb->skb).portid,
			   cb->nlh->nlmsg_seq, command);
}

static int end_with_error(struct sk_buff *skb, struct netlink_callback *cb,
			  int error, const struct pw_error *err)
{
	void *header;

	nlmsg_trim(skb, skb->data);
	header = put_header(skb, cb, PW_CMD_ERROR);
	if (!header || pw_link_put_error(skb, error, err))
		return error;
	pw_link_end(skb, header);
	cb->args[DUMP_ERROR] = error;
	return skb->len;
}

static int check(struct netlink_callback *cb, struct pw_request *req,
		 u32 needed, struct pw_error *err)
{
	int error;

	error = pw_link_check_sender(cb->skb, err);
	if (error)
		return error;
	req->portid = NETLINK_CB(cb->skb).portid;
	req->seq = cb->nlh->nlmsg_seq;
	return pw_request_parse(req, cb->nlh, needed, 0, err);
}

/*
 * A message's worth of entries. The kernel makes a dump's messages as large as
 * the reader's buffer has been so far, 4 KB at first, and old ones 16 KB at
 * most: where an entry does not fit, an empty message goes out, and the next
 * one is asked to be large enough.
 */
static int put_entries(struct sk_buff *skb, struct netlink_callback *cb,
		       struct pw_map *map, struct pw_error *err)
{
	u32 entry = pw_map_entry_size(map);
	u32 pos = cb->args[DUMP_POS];
	void *header = put_header(skb, cb, PW_CMD_MAP_READ);
	struct nlattr *attr;
	u32 room = 0;
	u32 size = 0;

	if (header && skb_tailroom(skb) > NLA_HDRLEN + NLA_ALIGNTO)
		room = min_t(u32, skb_tailroom(skb) - NLA_HDRLEN - NLA_ALIGNTO,
			     PW_CHUNK_MAX);
	if (room < entry) {
		cb->min_dump_alloc = NLMSG_ALIGN(entry + HEADERS);
		if (cb->args[DUMP_TRIES]++ >= TRIES_MAX)
			return pw_fail(err, -EMSGSIZE, "the reader has no room "
				       "for an entry of %u bytes: make its "
				       "buffer larger", entry);
	}
	attr = header ? nla_reserve(skb, PW_ATTR_DATA, room) : NULL;
	if (!attr)
		return pw_fail(err, -EMSGSIZE, "the reader has no room");
	if (room >= entry) {
		size = pw_map_read(map, &pos, nla_data(attr), room);
		if (!size) {
			nlmsg_trim(skb, skb->data);
			return 0;
		}
	}
	attr->nla_len = nla_attr_size(size);
	nlmsg_trim(skb, (u8 *)attr + nla_total_size(size));
	pw_link_end(skb, header);
	cb->args[DUMP_POS] = pos;
	return skb->len;
}

int pw_dump_map(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct pw_session *session;
	struct pw_request req;
	struct pw_error err;
	struct pw_map *map;
	int error;

	if (cb->args[DUMP_ERROR])
		return cb->args[DUMP_ERROR];
	error = check(cb, &req, PW_HAS(PW_ATTR_MAP), &err);
	if (error)
		return end_with_error(skb, cb, error, &err);
	session = pw_session_get(req.portid, &error);
	if (!session) {
		pw_session_missing(error, &err);
		return end_with_error(skb, cb, error, &err);
	}
	error = pw_session_map(session, nla_get_u32(req.attr[PW_ATTR_MAP]),
			       &map, &err);
	if (!error)
		error = put_entries(skb, cb, map, &err);
	mutex_unlock(&session->lock);
	pw_session_put(session);
	return error < 0 ? end_with_error(skb, cb, error, &err) : error;
}

int pw_dump_backports(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct pw_backport *backport;
	struct pw_request req;
	struct pw_error err;
	void *header;
	int error;

	if (cb->args[DUMP_ERROR])
		return cb->args[DUMP_ERROR];
	error = check(cb, &req, 0, &err);
	if (error)
		return end_with_error(skb, cb, error, &err);
	backport = pw_backport_get(cb->args[DUMP_POS]);
	if (!backport)
		return 0;
	header = put_header(skb, cb, PW_CMD_BACKPORTS);
	if (!header || nla_put_string(skb, PW_ATTR_FORMAT, backport->format))
		return -EMSGSIZE;
	pw_link_end(skb, header);
	cb->args[DUMP_POS]++;
	return skb->len;
}

/* Names, as many as there is room for, behind those that were sent. */
struct names {
	char *to;
	u32 room;
	u32 used;
	long skip;
	long n;		/* seen */
};

static int add_name(void *ctx, const char *module, const char *name)
{
	size_t size = strlen(module) + strlen(name) + 2;
	struct names *names = ctx;

	if (names->n < names->skip) {
		names->n++;
		return 0;
	}
	if (size > names->room - names->used)
		return 1;
	sprintf(names->to + names->used, "%s:%s", module, name);
	names->used += size;
	names->n++;
	return 0;
}

int pw_dump_tracepoints(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct names names = { .skip = cb->args[DUMP_POS] };
	struct pw_request req;
	struct pw_error err;
	struct nlattr *attr;
	void *header;
	int error;

	if (cb->args[DUMP_ERROR])
		return cb->args[DUMP_ERROR];
	error = check(cb, &req, 0, &err);
	if (error)
		return end_with_error(skb, cb, error, &err);
	header = put_header(skb, cb, PW_CMD_TRACEPOINTS);
	if (!header)
		return -EMSGSIZE;
	if (skb_tailroom(skb) > NLA_HDRLEN + NLA_ALIGNTO)
		names.room = min_t(u32, skb_tailroom(skb) - NLA_HDRLEN -
				   NLA_ALIGNTO, PW_CHUNK_MAX);
	attr = nla_reserve(skb, PW_ATTR_DATA, names.room);
	if (!attr)
		return -EMSGSIZE;
	names.to = nla_data(attr);
	pw_raw_each(add_name, &names);
	if (!names.used) {
		nlmsg_trim(skb, skb->data);
		return 0;
	}
	attr->nla_len = nla_attr_size(names.used);
	nlmsg_trim(skb, (u8 *)attr + nla_total_size(names.used));
	pw_link_end(skb, header);
	cb->args[DUMP_POS] = names.n;
	return skb->len;
}
