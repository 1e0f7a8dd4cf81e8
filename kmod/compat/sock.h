/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sockets' differences: where the IPv6 addresses of a socket are.
 */
#ifndef PW_COMPAT_SOCK_H
#define PW_COMPAT_SOCK_H

#include <linux/ipv6.h>
#include <net/sock.h>

#ifdef PW_HAVE_SK_V6_DADDR
#define pw_sock_v6_saddr(sk)	((const void *)&(sk)->sk_v6_rcv_saddr)
#define pw_sock_v6_daddr(sk)	((const void *)&(sk)->sk_v6_daddr)
#else
#define pw_sock_v6_saddr(sk)	((const void *)&inet6_sk(sk)->rcv_saddr)
#define pw_sock_v6_daddr(sk)	((const void *)&inet6_sk(sk)->daddr)
#endif

#endif
