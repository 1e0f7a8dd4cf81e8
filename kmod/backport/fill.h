/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the records of sockets' tracepoints have in common. Called in any
 * context with a socket that cannot go meanwhile; no locks.
 */
#ifndef PW_BACKPORT_FILL_H
#define PW_BACKPORT_FILL_H

#include <linux/skbuff.h>
#include <net/sock.h>
#include "backport.h"

/* IPv4's are those of an IPv6 socket as well, where it has some. */
struct pw_addresses {
	u8 saddr[4];
	u8 daddr[4];
	u8 saddr_v6[16];
	u8 daddr_v6[16];
};

/* An AF_INET6 socket's, or IPv4's and as IPv6 writes them. */
void pw_fill_addresses(struct pw_addresses *to, const struct sock *sk);

/* A struct sockaddr_in or sockaddr_in6, with zeroes behind it. */
struct pw_sockaddr {
	u8 bytes[28];
};

/* Of a full socket: its own and its peer's. */
void pw_fill_sockaddrs(struct pw_sockaddr *local, struct pw_sockaddr *remote,
		       const struct sock *sk);
/* Of a TCP packet whose data begins with the TCP header. */
void pw_fill_packet(struct pw_sockaddr *from, struct pw_sockaddr *to,
		    const struct sk_buff *skb);

/* A socket, and not what is left of one or not yet one. */
bool pw_is_full(const struct sock *sk);

#endif
