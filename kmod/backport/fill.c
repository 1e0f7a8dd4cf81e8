/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the records of sockets' tracepoints have in common. In probes: any
 * context, preemption off, no locks.
 */
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <net/inet_sock.h>
#include <net/ipv6.h>
#include <net/tcp_states.h>
#include "compat/sock.h"
#include "fill.h"

pw_notrace void pw_fill_addresses(struct pw_addresses *to,
				  const struct sock *sk)
{
	const struct inet_sock *inet = inet_sk(sk);

	memcpy(to->saddr, &inet->inet_saddr, 4);
	memcpy(to->daddr, &inet->inet_daddr, 4);
#if IS_ENABLED(CONFIG_IPV6)
	if (sk->sk_family == AF_INET6) {
		memcpy(to->saddr_v6, pw_sock_v6_saddr(sk), 16);
		memcpy(to->daddr_v6, pw_sock_v6_daddr(sk), 16);
		return;
	}
#endif
	ipv6_addr_set_v4mapped(inet->inet_saddr,
			       (struct in6_addr *)to->saddr_v6);
	ipv6_addr_set_v4mapped(inet->inet_daddr,
			       (struct in6_addr *)to->daddr_v6);
}

/* Both begin alike; the bytes behind the address stay zero. */
static pw_notrace void fill_one(struct pw_sockaddr *to, u16 family,
				__be16 port, const void *address)
{
	struct sockaddr_in *in = (struct sockaddr_in *)to->bytes;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)to->bytes;

	memset(to->bytes, 0, sizeof(to->bytes));
	in->sin_family = family;
	in->sin_port = port;
	if (family == AF_INET6)
		memcpy(&in6->sin6_addr, address, 16);
	else
		memcpy(&in->sin_addr, address, 4);
}

pw_notrace void pw_fill_sockaddrs(struct pw_sockaddr *local,
				  struct pw_sockaddr *remote,
				  const struct sock *sk)
{
	const struct inet_sock *inet = inet_sk(sk);
	const void *laddr = &inet->inet_saddr, *raddr = &inet->inet_daddr;
	u16 family = AF_INET;

#if IS_ENABLED(CONFIG_IPV6)
	if (sk->sk_family == AF_INET6) {
		family = AF_INET6;
		laddr = &inet6_sk(sk)->saddr;
		raddr = pw_sock_v6_daddr(sk);
	}
#endif
	fill_one(local, family, inet->inet_sport, laddr);
	fill_one(remote, family, inet->inet_dport, raddr);
}

pw_notrace void pw_fill_packet(struct pw_sockaddr *from,
			       struct pw_sockaddr *to,
			       const struct sk_buff *skb)
{
	const struct tcphdr *th = (const struct tcphdr *)skb->data;
	const struct iphdr *ip = ip_hdr(skb);
	const struct ipv6hdr *ip6 = ipv6_hdr(skb);

	if (ip->version == 6) {
		fill_one(from, AF_INET6, th->source, &ip6->saddr);
		fill_one(to, AF_INET6, th->dest, &ip6->daddr);
	} else {
		fill_one(from, AF_INET, th->source, &ip->saddr);
		fill_one(to, AF_INET, th->dest, &ip->daddr);
	}
}

/* From 4.1 on; what Linux calls it is not in older headers. */
#define NEW_SYN_RECV	12

pw_notrace bool pw_is_full(const struct sock *sk)
{
	return sk->sk_state != TCP_TIME_WAIT &&
	       sk->sk_state != NEW_SYN_RECV;
}
