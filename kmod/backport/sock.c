/* SPDX-License-Identifier: GPL-2.0 */
/*
 * sock:inet_sock_set_state, which Linux has from 4.16 on, for kernels without
 * it: every change of a TCP socket's state, before it happens.
 *
 * All assignments to sk_state of TCP sockets in 3.10.0-1160, and what covers
 * each:
 *   tcp_set_state()		all changes of connections, and the way to
 *	CLOSE of listeners (tcp_close, tcp_disconnect), of failed children and
 *	forgotten ones (tcp_done, disconnect), and of sockets that live on in
 *	TIME_WAIT (tcp_time_wait calls tcp_done): kprobe
 *   inet_csk_listen_start()	CLOSE to LISTEN, and back when the port is
 *	taken: kprobe, and a kretprobe for the way back. A second listen()
 *	does not get here, it changes the backlog only
 *   inet_csk_clone_lock()	the child of a listener, to SYN_RECV: kretprobe
 *   tcp_init_sock(), sock_init_data()	CLOSE, of a socket that nobody has
 *	seen yet: no change, and newer kernels do not report it either
 * Newer kernels report DCCP and SCTP sockets too; here they are left out, as
 * only a part of their changes goes through the functions above.
 *
 * Differences from newer kernels: they report a child before it has its remote
 * port, here it has it (not yet the remote address); and where listen() fails
 * for want of memory they report nothing, here it is LISTEN and back.
 *
 * The handlers run in process context or softirqs, preemption off, with the
 * socket locked by the function that is probed, so its fields are read
 * directly. They take no lock.
 */
#include <linux/in.h>
#include <linux/tcp.h>
#include <net/inet_sock.h>
#include <net/tcp_states.h>
#include "backport.h"
#include "fill.h"

struct record {
	struct pw_record_common common;
	u64 skaddr;
	s32 oldstate;
	s32 newstate;
	u16 sport;
	u16 dport;
	u16 family;
	u16 protocol;
	struct pw_addresses addresses;
};

static const char format[] = PW_FORMAT("sock:inet_sock_set_state",
	PW_FIELD("const void * skaddr", 8, 8, 0)
	PW_FIELD("int oldstate", 16, 4, 1)
	PW_FIELD("int newstate", 20, 4, 1)
	PW_FIELD("__u16 sport", 24, 2, 0)
	PW_FIELD("__u16 dport", 26, 2, 0)
	PW_FIELD("__u16 family", 28, 2, 0)
	PW_FIELD("__u16 protocol", 30, 2, 0)
	PW_FIELD("__u8 saddr[4]", 32, 4, 0)
	PW_FIELD("__u8 daddr[4]", 36, 4, 0)
	PW_FIELD("__u8 saddr_v6[16]", 40, 16, 0)
	PW_FIELD("__u8 daddr_v6[16]", 56, 16, 0));

static pw_notrace void report(struct pw_hooks *hooks, struct pw_hit *hit,
			      const struct sock *sk, int old, int new)
{
	struct record rec;

	if (sk->sk_protocol != IPPROTO_TCP)
		return;
	rec.skaddr = (unsigned long)sk;
	rec.oldstate = old;
	rec.newstate = new;
	rec.sport = ntohs(inet_sk(sk)->inet_sport);
	rec.dport = ntohs(inet_sk(sk)->inet_dport);
	rec.family = sk->sk_family;
	rec.protocol = IPPROTO_TCP;
	pw_fill_addresses(&rec.addresses, sk);
	pw_hooks_report(hooks, hit, &rec, sizeof(rec));
}

/* tcp_set_state(sk, state) */
static pw_notrace void set_hit(struct pw_hooks *hooks, struct pw_hit *hit,
			       const struct pt_regs *regs)
{
	const struct sock *sk = (void *)(unsigned long)pw_arg(regs, 0);

	report(hooks, hit, sk, sk->sk_state, (int)pw_arg(regs, 1));
}

/* inet_csk_listen_start(sk, ...) */
static pw_notrace void listen_hit(struct pw_hooks *hooks, struct pw_hit *hit,
				  const struct pt_regs *regs)
{
	const struct sock *sk = (void *)(unsigned long)pw_arg(regs, 0);

	report(hooks, hit, sk, sk->sk_state, TCP_LISTEN);
}

static pw_notrace void listened_hit(struct pw_hooks *hooks, struct pw_hit *hit,
				    const u64 *kept, u64 retval)
{
	if ((int)retval)
		report(hooks, hit, (void *)(unsigned long)kept[0], TCP_LISTEN,
		       TCP_CLOSE);
}

/*
 * inet_csk_clone_lock(listener, ...) returns the child, or NULL. The child was
 * copied from the listener, its state too; newer kernels, which do not lock
 * listeners, may even see one that has just been closed.
 */
static pw_notrace void clone_hit(struct pw_hooks *hooks, struct pw_hit *hit,
				 const u64 *kept, u64 retval)
{
	const struct sock *child = (void *)(unsigned long)retval;

	if (child)
		report(hooks, hit, child, (int)kept[0], TCP_SYN_RECV);
}

static pw_notrace void keep_state(u64 *kept, const struct pt_regs *regs)
{
	const struct sock *sk = (void *)(unsigned long)pw_arg(regs, 0);

	kept[0] = sk->sk_state;
}

static const struct pw_hook hooks[] = {
	{ "inet_csk_clone_lock", .ret = clone_hit, .keep = keep_state },
	{ "inet_csk_listen_start", .ret = listened_hit },
	{ "inet_csk_listen_start", .entry = listen_hit },
	{ "tcp_set_state", .entry = set_hit },
	{ NULL }
};

const struct pw_backport pw_backport_inet_sock_set_state = {
	.name = "sock:inet_sock_set_state",
	.format = format,
	.hooks = hooks,
};
