/* SPDX-License-Identifier: GPL-2.0 */
/*
 * tcp:* of newer kernels, which Linux has from 4.15 on, with fewer fields at
 * first:
 *   tcp_retransmit_skb		__tcp_retransmit_skb() returned: by timers, fast
 *	retransmits and tail loss probes alike. Where it gave up before it tried
 *	to send, newer kernels report nothing, and neither does this. Compilers
 *	put a part of it into tcp_retransmit_skb(): where that was, the latter's
 *	return is taken
 *   tcp_send_reset		tcp_v4_send_reset(), tcp_v6_send_reset(): in
 *	answer to a packet; tcp_send_active_reset(): by a process or a timer
 *   tcp_receive_reset		tcp_reset()
 *   tcp_destroy_sock		tcp_v4_destroy_sock(), which is both families'
 *   tcp_rcv_space_adjust	of that name
 *   tcp_probe			tcp_rcv_established()
 * Differences from newer kernels: a reset that is not sent for want of memory
 * or a route back is reported; its reason is only known where there is no
 * socket; sock_cookie is 0 until somebody has asked for it, as nothing is
 * written to the socket here, and the socket's address where sockets have none.
 *
 * The handlers run in process context or softirqs, preemption off, with the
 * socket held by the function that is probed. They take no lock.
 */
#include <linux/rtnetlink.h>
#include <linux/tcp.h>
#include <net/inet_sock.h>
#include <net/ip6_route.h>
#include <net/route.h>
#include <net/tcp.h>
#include "backport.h"
#include "compat/reason.h"
#include "compat/sock.h"
#include "fill.h"

struct retransmit {
	struct pw_record_common common;
	u64 skbaddr;
	u64 skaddr;
	s32 state;
	u16 sport;
	u16 dport;
	u16 family;
	struct pw_addresses addresses;
	s32 err;
};

static const char retransmit_format[] = PW_FORMAT("tcp:tcp_retransmit_skb",
	PW_FIELD("const void * skbaddr", 8, 8, 0)
	PW_FIELD("const void * skaddr", 16, 8, 0)
	PW_FIELD("int state", 24, 4, 1)
	PW_FIELD("__u16 sport", 28, 2, 0)
	PW_FIELD("__u16 dport", 30, 2, 0)
	PW_FIELD("__u16 family", 32, 2, 0)
	PW_FIELD("__u8 saddr[4]", 34, 4, 0)
	PW_FIELD("__u8 daddr[4]", 38, 4, 0)
	PW_FIELD("__u8 saddr_v6[16]", 42, 16, 0)
	PW_FIELD("__u8 daddr_v6[16]", 58, 16, 0)
	PW_FIELD("int err", 76, 4, 1));

/* Of __tcp_retransmit_skb(): it did not come to sending. */
static pw_notrace bool gave_up(int err)
{
	return err == -EAGAIN || err == -EBUSY || err == -EINVAL ||
	       err == -ENOMEM || err == -EHOSTUNREACH;
}

static pw_notrace void report_retransmit(struct pw_hooks *hooks,
					 struct pw_hit *hit, const u64 *kept,
					 int err)
{
	const struct sock *sk = (void *)(unsigned long)kept[0];
	struct retransmit rec;

	if (gave_up(err))
		return;
	rec.skbaddr = kept[1];
	rec.skaddr = kept[0];
	rec.state = sk->sk_state;
	rec.sport = ntohs(inet_sk(sk)->inet_sport);
	rec.dport = ntohs(inet_sk(sk)->inet_dport);
	rec.family = sk->sk_family;
	pw_fill_addresses(&rec.addresses, sk);
	rec.err = err;
	pw_hooks_report(hooks, hit, &rec, sizeof(rec));
}

/* This CPU's: the packet of which the inner function told. */
static pw_notrace void inner_ret(struct pw_hooks *hooks, struct pw_hit *hit,
				 const u64 *kept, u64 retval)
{
	*(u64 *)pw_hooks_cpu(hooks) = kept[1];
	report_retransmit(hooks, hit, kept, (int)retval);
}

static pw_notrace void outer_entry(struct pw_hooks *hooks, struct pw_hit *hit,
				   const struct pt_regs *regs)
{
	*(u64 *)pw_hooks_cpu(hooks) = 0;
}

static pw_notrace void outer_ret(struct pw_hooks *hooks, struct pw_hit *hit,
				 const u64 *kept, u64 retval)
{
	if (*(u64 *)pw_hooks_cpu(hooks) != kept[1])
		report_retransmit(hooks, hit, kept, (int)retval);
}

static const struct pw_hook retransmit_hooks[] = {
	{ "__tcp_retransmit_skb", .ret = inner_ret, .optional = true },
	{ "tcp_retransmit_skb", .entry = outer_entry },
	{ "tcp_retransmit_skb", .ret = outer_ret },
	{ NULL }
};

const struct pw_backport pw_backport_tcp_retransmit_skb = {
	.name = "tcp:tcp_retransmit_skb",
	.format = retransmit_format,
	.hooks = retransmit_hooks,
	.cpu_size = sizeof(u64),
};

/* ---- tcp_send_reset ---- */

struct send_reset {
	struct pw_record_common common;
	u64 skbaddr;
	u64 skaddr;
	s32 state;
	u32 reason;
	struct pw_sockaddr saddr;
	struct pw_sockaddr daddr;
};

static const char send_reset_format[] = PW_FORMAT("tcp:tcp_send_reset",
	PW_FIELD("const void * skbaddr", 8, 8, 0)
	PW_FIELD("const void * skaddr", 16, 8, 0)
	PW_FIELD("int state", 24, 4, 1)
	PW_FIELD("enum sk_rst_reason reason", 28, 4, 0)
	PW_FIELD("__u8 saddr[28]", 32, 28, 0)
	PW_FIELD("__u8 daddr[28]", 60, 28, 0));

/* skb: what is answered, or NULL; one of both is there. */
static pw_notrace void report_reset(struct pw_hooks *hooks, struct pw_hit *hit,
				    const struct sock *sk,
				    const struct sk_buff *skb)
{
	struct send_reset rec;

	rec.skbaddr = (unsigned long)skb;
	rec.skaddr = (unsigned long)sk;
	rec.state = sk ? sk->sk_state : 0;
	rec.reason = sk ? SK_RST_REASON_NOT_SPECIFIED :
		     SK_RST_REASON_NO_SOCKET;
	if (sk && pw_is_full(sk))
		pw_fill_sockaddrs(&rec.saddr, &rec.daddr, sk);
	else
		pw_fill_packet(&rec.daddr, &rec.saddr, skb);
	pw_hooks_report(hooks, hit, &rec, sizeof(rec));
}

static pw_notrace bool is_reset(const struct sk_buff *skb)
{
	return ((const struct tcphdr *)skb->data)->rst;
}

/*
 * tcp_v4_send_reset(sk, skb, ...), whose own first questions these are: it does
 * not answer a reset, nor what was not for this host.
 */
static pw_notrace void reset_v4_hit(struct pw_hooks *hooks, struct pw_hit *hit,
				    const struct pt_regs *regs)
{
	const struct sock *sk = (void *)(unsigned long)pw_arg(regs, 0);
	const struct sk_buff *skb = (void *)(unsigned long)pw_arg(regs, 1);

	if (!is_reset(skb) && (sk || skb_rtable(skb)->rt_type == RTN_LOCAL))
		report_reset(hooks, hit, sk, skb);
}

static pw_notrace void reset_v6_hit(struct pw_hooks *hooks, struct pw_hit *hit,
				    const struct pt_regs *regs)
{
	const struct sock *sk = (void *)(unsigned long)pw_arg(regs, 0);
	const struct sk_buff *skb = (void *)(unsigned long)pw_arg(regs, 1);

	if (!is_reset(skb) && (sk || ipv6_unicast_destination(skb)))
		report_reset(hooks, hit, sk, skb);
}

static pw_notrace void active_reset_hit(struct pw_hooks *hooks,
					struct pw_hit *hit,
					const struct pt_regs *regs)
{
	report_reset(hooks, hit, (void *)(unsigned long)pw_arg(regs, 0), NULL);
}

static const struct pw_hook send_reset_hooks[] = {
	{ "tcp_v4_send_reset", .entry = reset_v4_hit },
	{ "tcp_v6_send_reset", .entry = reset_v6_hit, .optional = true },
	{ "tcp_send_active_reset", .entry = active_reset_hit },
	{ NULL }
};

const struct pw_backport pw_backport_tcp_send_reset = {
	.name = "tcp:tcp_send_reset",
	.format = send_reset_format,
	.hooks = send_reset_hooks,
};

/* ---- those with a socket alone ---- */

struct sock_event {
	struct pw_record_common common;
	u64 skaddr;
	u16 sport;
	u16 dport;
	u16 family;
	struct pw_addresses addresses;
	u64 sock_cookie;
};

#define SOCK_FORMAT(name) PW_FORMAT(name, \
	PW_FIELD("const void * skaddr", 8, 8, 0) \
	PW_FIELD("__u16 sport", 16, 2, 0) \
	PW_FIELD("__u16 dport", 18, 2, 0) \
	PW_FIELD("__u16 family", 20, 2, 0) \
	PW_FIELD("__u8 saddr[4]", 22, 4, 0) \
	PW_FIELD("__u8 daddr[4]", 26, 4, 0) \
	PW_FIELD("__u8 saddr_v6[16]", 30, 16, 0) \
	PW_FIELD("__u8 daddr_v6[16]", 46, 16, 0) \
	PW_FIELD("__u64 sock_cookie", 64, 8, 0))

/* Any function whose first argument is the socket. */
static pw_notrace void sock_hit(struct pw_hooks *hooks, struct pw_hit *hit,
				const struct pt_regs *regs)
{
	const struct sock *sk = (void *)(unsigned long)pw_arg(regs, 0);
	struct sock_event rec;

	rec.skaddr = (unsigned long)sk;
	rec.sport = ntohs(inet_sk(sk)->inet_sport);
	rec.dport = ntohs(inet_sk(sk)->inet_dport);
	rec.family = sk->sk_family;
	pw_fill_addresses(&rec.addresses, sk);
	rec.sock_cookie = pw_sock_cookie(sk);
	pw_hooks_report(hooks, hit, &rec, sizeof(rec));
}

#define SOCK_BACKPORT(event, where) \
static const struct pw_hook event##_hooks[] = { \
	{ where, .entry = sock_hit }, \
	{ NULL } \
}; \
const struct pw_backport pw_backport_##event = { \
	.name = "tcp:" #event, \
	.format = SOCK_FORMAT("tcp:" #event), \
	.hooks = event##_hooks, \
}

SOCK_BACKPORT(tcp_receive_reset, "tcp_reset");
SOCK_BACKPORT(tcp_destroy_sock, "tcp_v4_destroy_sock");
SOCK_BACKPORT(tcp_rcv_space_adjust, "tcp_rcv_space_adjust");

/* ---- tcp_probe ---- */

struct probe {
	struct pw_record_common common;
	struct pw_sockaddr saddr;
	struct pw_sockaddr daddr;
	u16 sport;
	u16 dport;
	u16 family;
	u32 mark;
	u16 data_len;
	u32 snd_nxt;
	u32 snd_una;
	u32 snd_cwnd;
	u32 ssthresh;
	u32 snd_wnd;
	u32 srtt;
	u32 rcv_wnd;
	u64 sock_cookie;
	u64 skbaddr;
	u64 skaddr;
};

static const char probe_format[] = PW_FORMAT("tcp:tcp_probe",
	PW_FIELD("__u8 saddr[28]", 8, 28, 0)
	PW_FIELD("__u8 daddr[28]", 36, 28, 0)
	PW_FIELD("__u16 sport", 64, 2, 0)
	PW_FIELD("__u16 dport", 66, 2, 0)
	PW_FIELD("__u16 family", 68, 2, 0)
	PW_FIELD("__u32 mark", 72, 4, 0)
	PW_FIELD("__u16 data_len", 76, 2, 0)
	PW_FIELD("__u32 snd_nxt", 80, 4, 0)
	PW_FIELD("__u32 snd_una", 84, 4, 0)
	PW_FIELD("__u32 snd_cwnd", 88, 4, 0)
	PW_FIELD("__u32 ssthresh", 92, 4, 0)
	PW_FIELD("__u32 snd_wnd", 96, 4, 0)
	PW_FIELD("__u32 srtt", 100, 4, 0)
	PW_FIELD("__u32 rcv_wnd", 104, 4, 0)
	PW_FIELD("__u64 sock_cookie", 112, 8, 0)
	PW_FIELD("const void * skbaddr", 120, 8, 0)
	PW_FIELD("const void * skaddr", 128, 8, 0));

/* tcp_rcv_established(sk, skb, ...) */
static pw_notrace void probe_hit(struct pw_hooks *hooks, struct pw_hit *hit,
				 const struct pt_regs *regs)
{
	const struct sock *sk = (void *)(unsigned long)pw_arg(regs, 0);
	const struct sk_buff *skb = (void *)(unsigned long)pw_arg(regs, 1);
	const struct tcp_sock *tp = tcp_sk(sk);
	struct probe rec;

	pw_fill_sockaddrs(&rec.saddr, &rec.daddr, sk);
	rec.sport = ntohs(inet_sk(sk)->inet_sport);
	rec.dport = ntohs(inet_sk(sk)->inet_dport);
	rec.family = sk->sk_family;
	rec.mark = skb->mark;
	rec.data_len = skb->len -
		       ((const struct tcphdr *)skb->data)->doff * 4;
	rec.snd_nxt = tp->snd_nxt;
	rec.snd_una = tp->snd_una;
	rec.snd_cwnd = tp->snd_cwnd;
	rec.ssthresh = tcp_current_ssthresh(sk);
	rec.snd_wnd = tp->snd_wnd;
	rec.srtt = pw_tcp_srtt(tp);
	rec.rcv_wnd = tp->rcv_wnd;
	rec.sock_cookie = pw_sock_cookie(sk);
	rec.skbaddr = (unsigned long)skb;
	rec.skaddr = (unsigned long)sk;
	pw_hooks_report(hooks, hit, &rec, sizeof(rec));
}

static const struct pw_hook probe_hooks[] = {
	{ "tcp_rcv_established", .entry = probe_hit },
	{ NULL }
};

const struct pw_backport pw_backport_tcp_probe = {
	.name = "tcp:tcp_probe",
	.format = probe_format,
	.hooks = probe_hooks,
};
