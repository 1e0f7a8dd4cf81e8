/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The commands that are answered by a dump: several messages, as many at a time
 * as the reader has room for.
 */
#ifndef PW_DUMP_H
#define PW_DUMP_H

#include <linux/netlink.h>

/* Generic netlink's dumpit functions. */
int pw_dump_map(struct sk_buff *skb, struct netlink_callback *cb);
int pw_dump_tracepoints(struct sk_buff *skb, struct netlink_callback *cb);
int pw_dump_backports(struct sk_buff *skb, struct netlink_callback *cb);

#endif
