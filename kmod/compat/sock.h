/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sockets' differences: where the IPv6 addresses of a socket are, its number,
 * its round trip time, when a listener drops a SYN.
 */
#ifndef PW_COMPAT_SOCK_H
#define PW_COMPAT_SOCK_H

#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <net/inet_connection_sock.h>
#include <net/sock.h>

#ifdef PW_HAVE_SK_V6_DADDR
#define pw_sock_v6_saddr(sk)	((const void *)&(sk)->sk_v6_rcv_saddr)
#define pw_sock_v6_daddr(sk)	((const void *)&(sk)->sk_v6_daddr)
#else
#define pw_sock_v6_saddr(sk)	((const void *)&inet6_sk(sk)->rcv_saddr)
#define pw_sock_v6_daddr(sk)	((const void *)&inet6_sk(sk)->daddr)
#endif

/* 0: it has got none yet; where sockets never do, its address. */
#ifdef PW_HAVE_SK_COOKIE
#define pw_sock_cookie(sk)	((u64)atomic64_read(&(sk)->sk_cookie))
#else
#define pw_sock_cookie(sk)	((u64)(unsigned long)(sk))
#endif

/* In microseconds. */
#ifdef PW_HAVE_SRTT_US
#define pw_tcp_srtt(tp)		((tp)->srtt_us >> 3)
#else
#define pw_tcp_srtt(tp)		jiffies_to_usecs((tp)->srtt >> 3)
#endif

/*
 * Until 4.7 the packet that asked for a connection was freed like one that is
 * dropped. Headers do not show that, but these kernels also drop a SYN only if
 * there are two young requests before it.
 */
#ifdef PW_HAVE_REQSK_QUEUE_YOUNG
#define PW_SYN_IS_FREED
#define pw_syn_overflows(sk) \
	(sk_acceptq_is_full(sk) && inet_csk_reqsk_queue_young(sk) > 1)
#endif

#endif
