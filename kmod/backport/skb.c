/* SPDX-License-Identifier: GPL-2.0 */
/*
 * skb:kfree_skb with the reason, which Linux has from 5.17 on, and the socket
 * that was to receive the packet, from 6.11 on: packets that are dropped.
 *
 * It hangs on the kernel's own kfree_skb. What that does not say comes from
 * functions that the packet went through just before, which leave a note for
 * their CPU: which packet, whose, and why it will be dropped.
 *   tcp_v4_send_reset(NULL, skb), tcp_v6_send_reset()	nobody listens
 *   __skb_checksum_complete()		failed
 *   tcp_v4_syn_recv_sock(), tcp_v6_syn_recv_sock()	the accept queue is full
 *   tcp_timewait_state_process()	not a reason, but the socket
 *   tcp_v4_conn_request(), tcp_v6_conn_request()	before 4.7 each SYN is
 *	freed like a dropped one, while newer kernels say that it was consumed:
 *	it is reported only if the queue was full
 * Before 5.18 packets that established connections drop go through tcp_drop(),
 * which does not call kfree_skb: where the compiler has left it a function,
 * they are reported too. All others are NOT_SPECIFIED, the location says more.
 *
 * A packet that got a note may not be dropped after all, and its memory used
 * for another: only those get one that nearly always are, and it is not good
 * for long.
 *
 * The handlers run in any context, preemption off, and take no lock. A note is
 * written in process context or a softirq and may be torn by a softirq in
 * between: then it is of another packet, and not looked at.
 */
#include <linux/icmp.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/skbuff.h>
#include <linux/tcp.h>
#include <net/sock.h>
#include <net/tcp.h>
#include "backport.h"
#include "compat/reason.h"
#include "compat/sock.h"

struct record {
	struct pw_record_common common;
	u64 skbaddr;
	u64 location;
	u64 rx_sk;
	u16 protocol;
	u32 reason;
};

static const char format[] = PW_FORMAT("skb:kfree_skb",
	PW_FIELD("void * skbaddr", 8, 8, 0)
	PW_FIELD("void * location", 16, 8, 0)
	PW_FIELD("const void * rx_sk", 24, 8, 0)
	PW_FIELD("unsigned short protocol", 32, 2, 0)
	PW_FIELD("enum skb_drop_reason reason", 36, 4, 0));

/* In ticks: machines that are emulated lose some at a time. */
#define NOTE_IS_GOOD	(HZ / 4)

struct note {
	u64 skb;
	u64 sk;
	u64 ticks;
	u32 reason;
};

static pw_notrace void write_note(struct pw_hooks *hooks, u64 skb, u64 sk,
				  u32 reason)
{
	struct note *note = pw_hooks_cpu(hooks);

	WRITE_ONCE(note->skb, 0);
	note->sk = sk;
	note->reason = reason;
	note->ticks = pw_jiffies();
	WRITE_ONCE(note->skb, skb);
}

/* Adds to the record what is known of the packet. false: it is no drop. */
static pw_notrace bool read_note(struct pw_hooks *hooks, struct record *rec)
{
	struct note *note = pw_hooks_cpu(hooks);
	bool is_drop;

	if (READ_ONCE(note->skb) != rec->skbaddr ||
	    pw_jiffies() - note->ticks > NOTE_IS_GOOD)
		return true;
	is_drop = note->reason != SKB_CONSUMED;
	if (!rec->rx_sk)
		rec->rx_sk = note->sk;
	if (rec->reason == SKB_DROP_REASON_NOT_SPECIFIED)
		rec->reason = note->reason;
	WRITE_ONCE(note->skb, 0);
	return is_drop;
}

static pw_notrace void report(struct pw_hooks *hooks, struct pw_hit *hit,
			      const struct sk_buff *skb, u64 location,
			      u64 rx_sk, u32 reason)
{
	struct record rec;

	rec.skbaddr = (unsigned long)skb;
	rec.location = location;
	rec.rx_sk = rx_sk;
	rec.protocol = ntohs(skb->protocol);
	rec.reason = reason;
	if (read_note(hooks, &rec))
		pw_hooks_report(hooks, hit, &rec, sizeof(rec));
}

static pw_notrace void freed(struct pw_hooks *hooks, const struct sk_buff *skb,
			     void *location, u64 rx_sk, u32 reason)
{
	struct pw_hit hit pw_uninit;

	pw_hit_init(&hit, NULL);
	preempt_disable_notrace();
	report(hooks, &hit, skb, (unsigned long)location, rx_sk, reason);
	preempt_enable_notrace();
}

/* The tracepoint's own arguments, as this kernel has them. */
#if defined(PW_HAVE_KFREE_SKB_RX_SK)
static pw_notrace void on_kfree_skb(void *data, struct sk_buff *skb,
				    void *location,
				    enum skb_drop_reason reason,
				    pw_rx_sock *rx_sk)
{
	freed(data, skb, location, (unsigned long)rx_sk, reason);
}
#elif defined(PW_HAVE_KFREE_SKB_REASON)
static pw_notrace void on_kfree_skb(void *data, struct sk_buff *skb,
				    void *location,
				    enum skb_drop_reason reason)
{
	freed(data, skb, location, 0, reason);
}
#else
static pw_notrace void on_kfree_skb(void *data, struct sk_buff *skb,
				    void *location)
{
	freed(data, skb, location, 0, SKB_DROP_REASON_NOT_SPECIFIED);
}
#endif

/*
 * Of a packet in tcp_drop(): newer kernels free it without a word. It has
 * closed the socket, by a reset or as the last acknowledgement, or it has
 * nothing but an acknowledgement and came in its turn.
 */
static pw_notrace bool was_taken(const struct sock *sk,
				 const struct sk_buff *skb)
{
	const struct tcp_skb_cb *cb = TCP_SKB_CB(skb);

	return sk->sk_state == TCP_CLOSE ||
	       (cb->seq == cb->end_seq && cb->seq == tcp_sk(sk)->rcv_nxt);
}

/* tcp_drop(sk, skb) */
static pw_notrace void drop_hit(struct pw_hooks *hooks, struct pw_hit *hit,
				const struct pt_regs *regs)
{
	const struct sock *sk = (void *)(unsigned long)pw_arg(regs, 0);
	const struct sk_buff *skb = (void *)(unsigned long)pw_arg(regs, 1);
	unsigned long location;

	if (was_taken(sk, skb))
		return;
	if (pw_read_kernel(&location, regs->sp, sizeof(location)))
		location = regs->ip;
	report(hooks, hit, skb, location, (unsigned long)sk,
	       SKB_DROP_REASON_NOT_SPECIFIED);
}

/* tcp_v4_send_reset(sk, skb, ...) */
static pw_notrace void reset_hit(struct pw_hooks *hooks, struct pw_hit *hit,
				 const struct pt_regs *regs)
{
	u64 sk = pw_arg(regs, 0);

	write_note(hooks, pw_arg(regs, 1), sk,
		   sk ? SKB_DROP_REASON_NOT_SPECIFIED :
		   SKB_DROP_REASON_NO_SOCKET);
}

/* tcp_v4_syn_recv_sock(listener, skb, ...) */
static pw_notrace void ack_hit(struct pw_hooks *hooks, struct pw_hit *hit,
			       const struct pt_regs *regs)
{
	const struct sock *sk = (void *)(unsigned long)pw_arg(regs, 0);

	if (sk_acceptq_is_full(sk))
		write_note(hooks, pw_arg(regs, 1), (unsigned long)sk,
			   SKB_DROP_REASON_TCP_LISTEN_OVERFLOW);
}

#ifdef PW_SYN_IS_FREED
/* tcp_v4_conn_request(listener, skb) */
static pw_notrace void syn_hit(struct pw_hooks *hooks, struct pw_hit *hit,
			       const struct pt_regs *regs)
{
	const struct sock *sk = (void *)(unsigned long)pw_arg(regs, 0);

	write_note(hooks, pw_arg(regs, 1), (unsigned long)sk,
		   pw_syn_overflows(sk) ?
		   SKB_DROP_REASON_TCP_LISTEN_OVERFLOW : SKB_CONSUMED);
}
#endif

/* tcp_timewait_state_process(tw, skb, ...) */
static pw_notrace void timewait_hit(struct pw_hooks *hooks, struct pw_hit *hit,
				    const struct pt_regs *regs)
{
	write_note(hooks, pw_arg(regs, 1), pw_arg(regs, 0),
		   SKB_DROP_REASON_NOT_SPECIFIED);
}

static pw_notrace u32 checksum_reason(const struct sk_buff *skb)
{
	u32 protocol = 0;

	if (skb->protocol == htons(ETH_P_IP))
		protocol = ip_hdr(skb)->protocol;
	else if (skb->protocol == htons(ETH_P_IPV6))
		protocol = ipv6_hdr(skb)->nexthdr;
	switch (protocol) {
	case IPPROTO_TCP:
		return SKB_DROP_REASON_TCP_CSUM;
	case IPPROTO_UDP:
		return SKB_DROP_REASON_UDP_CSUM;
	default:
		return SKB_DROP_REASON_SKB_CSUM;
	}
}

/* __skb_checksum_complete(skb) */
static pw_notrace void checksum_hit(struct pw_hooks *hooks, struct pw_hit *hit,
				    const u64 *kept, u64 retval)
{
	const struct sk_buff *skb = (void *)(unsigned long)kept[0];

	if ((u16)retval)
		write_note(hooks, kept[0], 0, checksum_reason(skb));
}

static const struct pw_hook hooks[] = {
	{ "tcp_v4_send_reset", .entry = reset_hit },
	{ "tcp_v6_send_reset", .entry = reset_hit, .optional = true },
	{ "tcp_v4_syn_recv_sock", .entry = ack_hit },
	{ "tcp_v6_syn_recv_sock", .entry = ack_hit, .optional = true },
#ifdef PW_SYN_IS_FREED
	{ "tcp_v4_conn_request", .entry = syn_hit },
	{ "tcp_v6_conn_request", .entry = syn_hit, .optional = true },
#endif
	{ "tcp_timewait_state_process", .entry = timewait_hit },
	{ "tcp_drop", .entry = drop_hit, .optional = true },
	{ "__skb_checksum_complete", .ret = checksum_hit },
	{ NULL }
};

const struct pw_backport pw_backport_kfree_skb = {
	.name = "skb:kfree_skb",
	.format = format,
	.hooks = hooks,
	.tracepoint = "kfree_skb",
	.called = on_kfree_skb,
	.cpu_size = sizeof(struct note),
};
