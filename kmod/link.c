/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The generic-netlink family, and what becomes of a session when its socket
 * closes. Commands run in the sender's context, several at once (parallel_ops):
 * each locks its session. Process context, but for the notifier, which old
 * kernels call where nothing may sleep.
 */
#include <linux/module.h>
#include "command.h"
#include "compat/netlink.h"
#include "dump.h"
#include "link.h"
#include "request.h"
#include "session.h"

static int link_doit(struct sk_buff *skb, struct genl_info *info);

#define COMMAND(name) \
	{ .cmd = name, .flags = GENL_ADMIN_PERM, .doit = link_doit }
#define DUMP(name, fn) \
	{ .cmd = name, .flags = GENL_ADMIN_PERM, .dumpit = fn }

static PW_GENL_OPS link_ops[] = {
	COMMAND(PW_CMD_HELLO),
	COMMAND(PW_CMD_CREATE),
	COMMAND(PW_CMD_JOIN),
	COMMAND(PW_CMD_WRITE),
	COMMAND(PW_CMD_VERIFY),
	COMMAND(PW_CMD_START),
	COMMAND(PW_CMD_STATS),
	DUMP(PW_CMD_MAP_READ, pw_dump_map),
	COMMAND(PW_CMD_MAP_CLEAR),
	COMMAND(PW_CMD_MAP_ZERO),
	COMMAND(PW_CMD_RUN),
	COMMAND(PW_CMD_STACKS),
	COMMAND(PW_CMD_STOP),
	DUMP(PW_CMD_BACKPORTS, pw_dump_backports),
	DUMP(PW_CMD_TRACEPOINTS, pw_dump_tracepoints),
	COMMAND(PW_CMD_FUNCTIONS),
};

/* No attributes for the kernel to check: see request.h. */
static struct genl_family link_family = {
	.name = PW_GENL_NAME,
	.version = PW_GENL_VERSION,
	.netnsok = false,
	.parallel_ops = true,
	PW_GENL_RESV_START_OP(PW_CMD_MAX_PLUS_1)
};

void *pw_link_put(struct sk_buff *skb, u32 portid, u32 seq, u8 command)
{
	return genlmsg_put(skb, portid, seq, &link_family, NLM_F_MULTI,
			   command);
}

void pw_link_end(struct sk_buff *skb, void *header)
{
	genlmsg_end(skb, header);
}

struct sk_buff *pw_link_new(u32 portid, u32 seq, u8 command, size_t size)
{
	struct sk_buff *skb = genlmsg_new(size, GFP_KERNEL | __GFP_NOWARN);

	if (skb && !genlmsg_put(skb, portid, seq, &link_family, 0, command)) {
		kfree_skb(skb);
		return NULL;
	}
	return skb;
}

int pw_link_send(struct sk_buff *skb, u32 portid)
{
	nlmsg_end(skb, nlmsg_hdr(skb));
	return genlmsg_unicast(&init_net, skb, portid);
}

int pw_link_put_error(struct sk_buff *skb, int error,
		      const struct pw_error *err)
{
	if (nla_put_u32(skb, PW_ATTR_ERRNO, -error) ||
	    nla_put_string(skb, PW_ATTR_TEXT, err->text))
		return -EMSGSIZE;
	if (err->probe != PW_NOWHERE &&
	    nla_put_u32(skb, PW_ATTR_PROBE, err->probe))
		return -EMSGSIZE;
	if (err->insn != PW_NOWHERE &&
	    nla_put_u32(skb, PW_ATTR_INSN, err->insn))
		return -EMSGSIZE;
	return 0;
}

/* What cannot be sent is lost: the netlink error still comes. */
static void answer_error(struct genl_info *info, int error,
			 const struct pw_error *err)
{
	struct sk_buff *skb;

	skb = pw_link_new(info->snd_portid, info->snd_seq, PW_CMD_ERROR,
			  nla_total_size(sizeof(err->text)) +
			  3 * nla_total_size(sizeof(u32)));
	if (!skb)
		return;
	if (pw_link_put_error(skb, error, err))
		kfree_skb(skb);
	else
		pw_link_send(skb, info->snd_portid);
}

int pw_link_check_sender(struct sk_buff *skb, struct pw_error *err)
{
	if (!netlink_capable(skb, CAP_SYS_ADMIN))
		return pw_fail(err, -EPERM, "tracing needs CAP_SYS_ADMIN in "
			       "the initial user namespace");
	return 0;
}

static int link_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct pw_request req;
	struct pw_error err;
	int error;

	req.portid = info->snd_portid;
	req.seq = info->snd_seq;
	error = pw_link_check_sender(skb, &err);
	if (!error)
		error = pw_command(info->genlhdr->cmd, info->nlhdr, &req, &err);
	if (error) {
		answer_error(info, error, &err);
		pw_genl_error_text(info, err.text);
	}
	return error;
}

static int socket_event(struct notifier_block *nb, unsigned long event,
			void *data)
{
	const struct netlink_notify *notify = data;

	if (event == NETLINK_URELEASE && notify->protocol == NETLINK_GENERIC &&
	    net_eq(notify->net, &init_net))
		pw_sessions_socket_closed(notify->portid);
	return NOTIFY_DONE;
}

static struct notifier_block link_notifier = {
	.notifier_call = socket_event,
};

int pw_link_init(void)
{
	int err;

	err = netlink_register_notifier(&link_notifier);
	if (err)
		return err;
	err = pw_genl_register(&link_family, link_ops, ARRAY_SIZE(link_ops));
	if (err)
		netlink_unregister_notifier(&link_notifier);
	return err;
}

/* Waits for commands that run. */
void pw_link_exit(void)
{
	genl_unregister_family(&link_family);
	netlink_unregister_notifier(&link_notifier);
}
