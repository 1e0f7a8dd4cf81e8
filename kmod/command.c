/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The commands: a table says what each needs, one function does it. Process
 * context; a command on a session runs under the session's lock.
 */
#include <generated/utsrelease.h>
#include <probewire/version.h>
#include "command.h"
#include "link.h"
#include "session.h"

/* Probes in one answer to STATS. */
#define STATS_PROBES	(PW_CHUNK_MAX / (u32)sizeof(struct pw_probe_stats))

static int send_answer(struct sk_buff *skb, const struct pw_request *req,
		       int filled, struct pw_error *err)
{
	int error;

	if (!skb)
		return pw_fail(err, -ENOMEM, "no memory for the answer");
	if (filled) {
		kfree_skb(skb);
		return pw_fail(err, -EMSGSIZE, "the answer does not fit");
	}
	error = pw_link_send(skb, req->portid);
	if (error)
		return pw_fail(err, error, "the socket did not take the "
			       "answer: make its receive buffer larger");
	return 0;
}

static int hello(struct pw_session *session, struct pw_request *req,
		 struct pw_error *err)
{
	struct sk_buff *skb;
	int filled = 0;

	skb = pw_link_new(req->portid, req->seq, PW_CMD_HELLO,
			  nla_total_size(sizeof(u32)) +
			  nla_total_size(sizeof(PW_VERSION)) +
			  nla_total_size(sizeof(UTS_RELEASE)));
	if (skb)
		filled = nla_put_u32(skb, PW_ATTR_ABI, PW_ABI) ||
			nla_put_string(skb, PW_ATTR_VERSION, PW_VERSION) ||
			nla_put_string(skb, PW_ATTR_RELEASE, UTS_RELEASE);
	return send_answer(skb, req, filled, err);
}

static int create(struct pw_session *session, struct pw_request *req,
		  struct pw_error *err)
{
	u32 abi = nla_get_u32(req->attr[PW_ATTR_ABI]);
	struct sk_buff *skb;
	int filled = 0;
	u64 token;
	int error;

	if (abi != PW_ABI)
		return pw_fail(err, -EPROTONOSUPPORT, "the module speaks ABI "
			       "%u, the command %u: install both of one "
			       "version", PW_ABI, abi);
	error = pw_session_create(req->portid,
				  nla_get_u32(req->attr[PW_ATTR_SIZE]),
				  &token, err);
	if (error)
		return error;
	skb = pw_link_new(req->portid, req->seq, PW_CMD_CREATE,
			  nla_total_size(sizeof(token)));
	if (skb)
		filled = nla_put(skb, PW_ATTR_TOKEN, sizeof(token), &token);
	return send_answer(skb, req, filled, err);
}

static int join(struct pw_session *session, struct pw_request *req,
		struct pw_error *err)
{
	u64 token;

	memcpy(&token, nla_data(req->attr[PW_ATTR_TOKEN]), sizeof(token));
	return pw_session_join(req->portid, token, err);
}

static int write(struct pw_session *session, struct pw_request *req,
		 struct pw_error *err)
{
	const struct nlattr *data = req->attr[PW_ATTR_DATA];

	return pw_session_write(session, nla_get_u32(req->attr[PW_ATTR_OFFSET]),
				nla_data(data), nla_len(data), err);
}

static int verify(struct pw_session *session, struct pw_request *req,
		  struct pw_error *err)
{
	return pw_session_verify(session, err);
}

static int start(struct pw_session *session, struct pw_request *req,
		 struct pw_error *err)
{
	return pw_session_start(session, err);
}

static int stop(struct pw_session *session, struct pw_request *req,
		struct pw_error *err)
{
	return pw_session_stop(session, err);
}

/* Both kinds of statistics; 0, or -EMSGSIZE. */
static int fill_stats(struct sk_buff *skb, const struct pw_session *session,
		      u32 first, u32 n)
{
	struct pw_session_stats sum;
	struct pw_probe_stats *stats;
	struct nlattr *attr;
	u32 i;

	pw_vm_stats(&session->vm, &sum);
	sum.lost[PW_LOSS_UNSENT] += READ_ONCE(session->stream.unsent);
	if (nla_put(skb, PW_ATTR_SESSION_STATS, sizeof(sum), &sum))
		return -EMSGSIZE;
	attr = nla_reserve(skb, PW_ATTR_PROBE_STATS, n * sizeof(*stats));
	if (!attr)
		return -EMSGSIZE;
	/* Attributes are aligned to 4 bytes only; x86 does not mind. */
	stats = nla_data(attr);
	for (i = 0; i < n; i++, stats++) {
		pw_vm_probe_stats(&session->vm, first + i, stats);
		pw_probes_stats(&session->probes, first + i, stats);
	}
	return 0;
}

static int send_stats(struct pw_session *session, struct pw_request *req,
		      struct pw_error *err)
{
	u32 first = pw_request_u32(req, PW_ATTR_OFFSET, 0);
	struct sk_buff *skb;
	int filled = 0;
	u32 n;

	if (session->state < PW_RUNNING)
		return pw_fail(err, -EINVAL, "the session has not started");
	n = session->probes.n;
	if (first > n)
		return pw_fail(err, -EINVAL, "there is no probe %u, only %u "
			       "in all", first, n);
	n = min(n - first, STATS_PROBES);
	skb = pw_link_new(req->portid, req->seq, PW_CMD_STATS,
			  nla_total_size(sizeof(struct pw_session_stats)) +
			  nla_total_size(n * sizeof(struct pw_probe_stats)));
	if (skb)
		filled = fill_stats(skb, session, first, n);
	return send_answer(skb, req, filled, err);
}

static int change_map(struct pw_session *session, struct pw_request *req,
		      struct pw_error *err, int (*change)(struct pw_map *map))
{
	struct pw_map *map;
	int error;

	error = pw_session_map(session, nla_get_u32(req->attr[PW_ATTR_MAP]),
			       &map, err);
	if (error)
		return error;
	error = change(map);
	if (error)
		return pw_fail(err, error, "no memory for the map's new table");
	return 0;
}

static int map_clear(struct pw_session *session, struct pw_request *req,
		     struct pw_error *err)
{
	return change_map(session, req, err, pw_map_clear);
}

static int map_zero(struct pw_session *session, struct pw_request *req,
		    struct pw_error *err)
{
	return change_map(session, req, err, pw_map_zero);
}

static int run(struct pw_session *session, struct pw_request *req,
	       struct pw_error *err)
{
	struct sk_buff *skb;
	struct pw_ran ran;
	int filled = 0;
	int error;

	error = pw_session_run(session, nla_get_u32(req->attr[PW_ATTR_PROBE]),
			       pw_request_u32(req, PW_ATTR_SIZE, 1), &ran,
			       err);
	if (error)
		return error;
	skb = pw_link_new(req->portid, req->seq, PW_CMD_RUN,
			  nla_total_size(sizeof(ran)));
	if (skb)
		filled = nla_put(skb, PW_ATTR_DATA, sizeof(ran), &ran);
	return send_answer(skb, req, filled, err);
}

static int send_stacks(struct pw_session *session, struct pw_request *req,
		       struct pw_error *err)
{
	u32 from = nla_get_u32(req->attr[PW_ATTR_OFFSET]);
	struct sk_buff *skb;
	struct nlattr *attr;
	u32 size;

	if (session->state < PW_RUNNING)
		return pw_fail(err, -EINVAL, "the session has not started");
	skb = pw_link_new(req->portid, req->seq, PW_CMD_STACKS,
			  nla_total_size(PW_CHUNK_MAX));
	attr = skb ? nla_reserve(skb, PW_ATTR_DATA, PW_CHUNK_MAX) : NULL;
	if (attr) {
		size = pw_stacks_read(&session->vm, from, nla_data(attr),
				      PW_CHUNK_MAX);
		attr->nla_len = nla_attr_size(size);
		nlmsg_trim(skb, size ? (u8 *)attr + nla_total_size(size) :
			   (u8 *)attr);
	}
	return send_answer(skb, req, skb && !attr, err);
}

/* Names, each with its NUL: how many, or -EINVAL. */
static int count_names(const char *names, u32 len)
{
	int n = 0;

	if (names[len - 1])
		return -EINVAL;
	for (; len; len--)
		n += !*names++;
	return n > PW_FUNCTIONS_MAX ? -EINVAL : n;
}

static int functions(struct pw_session *session, struct pw_request *req,
		     struct pw_error *err)
{
	const struct nlattr *data = req->attr[PW_ATTR_DATA];
	u8 there[PW_FUNCTIONS_MAX];
	struct sk_buff *skb;
	int filled = 0;
	int error, n;

	n = count_names(nla_data(data), nla_len(data));
	if (n < 0)
		return pw_fail(err, n, "DATA is not 1 to %u names that end "
			       "with a NUL", PW_FUNCTIONS_MAX);
	error = pw_kprobe_find(nla_data(data), n, there, err);
	if (error)
		return error;
	skb = pw_link_new(req->portid, req->seq, PW_CMD_FUNCTIONS,
			  nla_total_size(n));
	if (skb)
		filled = nla_put(skb, PW_ATTR_DATA, n, there);
	return send_answer(skb, req, filled, err);
}

static const struct {
	int (*run)(struct pw_session *session, struct pw_request *req,
		   struct pw_error *err);
	u32 needed;	/* attributes */
	u32 allowed;
	bool session;	/* of the socket that it comes from */
} commands[PW_CMD_MAX_PLUS_1] = {
	[PW_CMD_HELLO] = { hello },
	[PW_CMD_CREATE] = {
		create, PW_HAS(PW_ATTR_ABI) | PW_HAS(PW_ATTR_SIZE)
	},
	[PW_CMD_JOIN] = { join, PW_HAS(PW_ATTR_TOKEN) },
	[PW_CMD_WRITE] = {
		write, PW_HAS(PW_ATTR_OFFSET) | PW_HAS(PW_ATTR_DATA), 0, true
	},
	[PW_CMD_VERIFY] = { verify, 0, 0, true },
	[PW_CMD_START] = { start, 0, 0, true },
	[PW_CMD_STATS] = { send_stats, 0, PW_HAS(PW_ATTR_OFFSET), true },
	[PW_CMD_MAP_CLEAR] = { map_clear, PW_HAS(PW_ATTR_MAP), 0, true },
	[PW_CMD_MAP_ZERO] = { map_zero, PW_HAS(PW_ATTR_MAP), 0, true },
	[PW_CMD_RUN] = {
		run, PW_HAS(PW_ATTR_PROBE), PW_HAS(PW_ATTR_SIZE), true
	},
	[PW_CMD_STACKS] = { send_stacks, PW_HAS(PW_ATTR_OFFSET), 0, true },
	[PW_CMD_FUNCTIONS] = { functions, PW_HAS(PW_ATTR_DATA) },
	[PW_CMD_STOP] = { stop, 0, 0, true },
};

int pw_command(u8 command, const struct nlmsghdr *nlh, struct pw_request *req,
	       struct pw_error *err)
{
	struct pw_session *session = NULL;
	int error;

	error = pw_request_parse(req, nlh, commands[command].needed,
				 commands[command].allowed, err);
	if (error)
		return error;
	if (!commands[command].session)
		return commands[command].run(NULL, req, err);
	session = pw_session_get(req->portid, &error);
	if (!session)
		return pw_session_missing(error, err);
	error = commands[command].run(session, req, err);
	mutex_unlock(&session->lock);
	pw_session_put(session);
	return error;
}
