/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The generic-netlink family: messages in and out.
 */
#ifndef PW_LINK_H
#define PW_LINK_H

#include <linux/skbuff.h>
#include "error.h"

int pw_link_init(void);
void pw_link_exit(void);

/*
 * A message to fill with attributes, `size` bytes of them, and its sending,
 * which never blocks and always takes the message: 0; -EAGAIN: the socket is
 * full; -ECONNREFUSED: nobody has this port. Process context.
 */
struct sk_buff *pw_link_new(u32 portid, u32 seq, u8 command, size_t size);
int pw_link_send(struct sk_buff *skb, u32 portid);

/* A header in an answer of several messages; NULL: no room. */
void *pw_link_put(struct sk_buff *skb, u32 portid, u32 seq, u8 command);
void pw_link_end(struct sk_buff *skb, void *header);

/* Whether who sent this may trace: 0, or -EPERM and *err. */
int pw_link_check_sender(struct sk_buff *skb, struct pw_error *err);

/* Puts an ERROR's attributes; 0 or -EMSGSIZE. */
int pw_link_put_error(struct sk_buff *skb, int error,
		      const struct pw_error *err);

#endif
