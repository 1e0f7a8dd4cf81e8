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
#include <net/ipv6.h>
#include <net/tcp_states.h>
#include "backport.h"
#include "compat/kretprobe.h"
#include "compat/sock.h"

struct record {
	struct pw_record_common common;
	u64 skaddr;
	s32 oldstate;
	s32 newstate;
	u16 sport;
	u16 dport;
	u16 family;
	u16 protocol;
	u8 saddr[4];
	u8 daddr[4];
	u8 saddr_v6[16];
	u8 daddr_v6[16];
};

static const char format[] =
"name: sock:inet_sock_set_state\n"
"ID: 0\n"
"format:\n"
PW_FORMAT_COMMON
"\n"
"\tfield:const void * skaddr;\toffset:8;\tsize:8;\tsigned:0;\n"
"\tfield:int oldstate;\toffset:16;\tsize:4;\tsigned:1;\n"
"\tfield:int newstate;\toffset:20;\tsize:4;\tsigned:1;\n"
"\tfield:__u16 sport;\toffset:24;\tsize:2;\tsigned:0;\n"
"\tfield:__u16 dport;\toffset:26;\tsize:2;\tsigned:0;\n"
"\tfield:__u16 family;\toffset:28;\tsize:2;\tsigned:0;\n"
"\tfield:__u16 protocol;\toffset:30;\tsize:2;\tsigned:0;\n"
"\tfield:__u8 saddr[4];\toffset:32;\tsize:4;\tsigned:0;\n"
"\tfield:__u8 daddr[4];\toffset:36;\tsize:4;\tsigned:0;\n"
"\tfield:__u8 saddr_v6[16];\toffset:40;\tsize:16;\tsigned:0;\n"
"\tfield:__u8 daddr_v6[16];\toffset:56;\tsize:16;\tsigned:0;\n";

struct set_state {
	struct pw_vm *vm;
	u32 number;
	struct kprobe set;		/* tcp_set_state */
	struct kprobe listen;		/* inet_csk_listen_start */
	struct kretprobe listened;
	struct kretprobe clone;		/* inet_csk_clone_lock */
};

static pw_notrace void fill_addresses(struct record *rec,
				      const struct sock *sk)
{
	const struct inet_sock *inet = inet_sk(sk);

	memcpy(rec->saddr, &inet->inet_saddr, 4);
	memcpy(rec->daddr, &inet->inet_daddr, 4);
#if IS_ENABLED(CONFIG_IPV6)
	if (sk->sk_family == AF_INET6) {
		memcpy(rec->saddr_v6, pw_sock_v6_saddr(sk), 16);
		memcpy(rec->daddr_v6, pw_sock_v6_daddr(sk), 16);
		return;
	}
#endif
	ipv6_addr_set_v4mapped(inet->inet_saddr,
			       (struct in6_addr *)rec->saddr_v6);
	ipv6_addr_set_v4mapped(inet->inet_daddr,
			       (struct in6_addr *)rec->daddr_v6);
}

/* hit: what the probe found, for stacks. */
static pw_notrace void report(const struct set_state *impl,
			      struct pw_hit *hit, const struct sock *sk,
			      int old, int new)
{
	struct record rec;

	if (sk->sk_protocol != IPPROTO_TCP)
		return;
	rec.common.type = 0;
	rec.common.flags = 0;
	rec.common.preempt_count = 0;
	rec.common.pid = current->pid;
	rec.skaddr = (unsigned long)sk;
	rec.oldstate = old;
	rec.newstate = new;
	rec.sport = ntohs(inet_sk(sk)->inet_sport);
	rec.dport = ntohs(inet_sk(sk)->inet_dport);
	rec.family = sk->sk_family;
	rec.protocol = IPPROTO_TCP;
	fill_addresses(&rec, sk);
	hit->rec = &rec;
	hit->rec_size = sizeof(rec);
	pw_vm_hit(impl->vm, impl->number, hit);
}

/* tcp_set_state(sk, state) */
static pw_notrace int set_hit(struct kprobe *kp, struct pt_regs *regs)
{
	const struct sock *sk = (void *)(unsigned long)pw_arg(regs, 0);
	struct pw_hit hit pw_uninit;

	pw_hit_init(&hit, regs);
	hit.at_entry = 1;
	report(container_of(kp, struct set_state, set), &hit, sk,
	       sk->sk_state, (int)pw_arg(regs, 1));
	return 0;
}

/* inet_csk_listen_start(sk, ...) */
static pw_notrace int listen_hit(struct kprobe *kp, struct pt_regs *regs)
{
	const struct sock *sk = (void *)(unsigned long)pw_arg(regs, 0);
	struct pw_hit hit pw_uninit;

	pw_hit_init(&hit, regs);
	hit.at_entry = 1;
	report(container_of(kp, struct set_state, listen), &hit, sk,
	       sk->sk_state, TCP_LISTEN);
	return 0;
}

/* Remembers the first argument, a socket, until the return. */
static pw_notrace int keep_sock(struct kretprobe_instance *ri,
				struct pt_regs *regs)
{
	*(u64 *)ri->data = pw_arg(regs, 0);
	return 0;
}

static pw_notrace int listened_hit(struct kretprobe_instance *ri,
				   struct pt_regs *regs)
{
	const struct sock *sk = (void *)*(unsigned long *)ri->data;
	struct kretprobe *rp = get_kretprobe(ri);
	struct pw_hit hit pw_uninit;

	pw_hit_init(&hit, regs);
	hit.ip = pw_return_address(ri, regs);
	if (rp && (int)pw_retval(regs) != 0)
		report(container_of(rp, struct set_state, listened), &hit, sk,
		       TCP_LISTEN, TCP_CLOSE);
	return 0;
}

/*
 * inet_csk_clone_lock(listener, ...) returns the child, or NULL. The child was
 * copied from the listener, its state too; newer kernels, which do not lock
 * listeners, may even see one that has just been closed.
 */
static pw_notrace int clone_hit(struct kretprobe_instance *ri,
				struct pt_regs *regs)
{
	const struct sock *child = (void *)(unsigned long)pw_retval(regs);
	struct kretprobe *rp = get_kretprobe(ri);
	struct pw_hit hit pw_uninit;

	pw_hit_init(&hit, regs);
	hit.ip = pw_return_address(ri, regs);
	if (rp && child)
		report(container_of(rp, struct set_state, clone), &hit, child,
		       *(u64 *)ri->data, TCP_SYN_RECV);
	return 0;
}

static pw_notrace int keep_state(struct kretprobe_instance *ri,
				 struct pt_regs *regs)
{
	const struct sock *sk = (void *)(unsigned long)pw_arg(regs, 0);

	*(u64 *)ri->data = sk->sk_state;
	return 0;
}

static struct set_state *create(const struct pw_probe *probe)
{
	struct set_state *impl = pw_alloc(sizeof(*impl));
	/* Neither function sleeps long: some for each CPU will do. */
	int maxactive = 4 * num_possible_cpus() + 32;

	if (!impl)
		return NULL;
	impl->vm = probe->vm;
	impl->number = probe->number;
	impl->set.pre_handler = set_hit;
	impl->listen.pre_handler = listen_hit;
	impl->listened.entry_handler = keep_sock;
	impl->listened.handler = listened_hit;
	impl->listened.data_size = sizeof(u64);
	impl->listened.maxactive = maxactive;
	impl->clone.entry_handler = keep_state;
	impl->clone.handler = clone_hit;
	impl->clone.data_size = sizeof(u64);
	impl->clone.maxactive = maxactive;
	return impl;
}

static int attach(struct pw_probe *probe, struct pw_error *err)
{
	struct set_state *impl = create(probe);
	int error;

	if (!impl)
		return pw_fail(err, -ENOMEM, "no memory to probe %s",
			       probe->target);
	error = pw_kretprobe_register(&impl->clone, "inet_csk_clone_lock",
				      err);
	if (error)
		goto err_free;
	error = pw_kretprobe_register(&impl->listened,
				      "inet_csk_listen_start", err);
	if (error)
		goto err_clone;
	error = pw_kprobe_register(&impl->listen, "inet_csk_listen_start",
				   err);
	if (error)
		goto err_listened;
	error = pw_kprobe_register(&impl->set, "tcp_set_state", err);
	if (error)
		goto err_listen;
	probe->impl = impl;
	return 0;
err_listen:
	unregister_kprobe(&impl->listen);
err_listened:
	unregister_kretprobe(&impl->listened);
err_clone:
	unregister_kretprobe(&impl->clone);
err_free:
	pw_free(impl);
	return error;
}

static void detach(struct pw_probe *probe, struct pw_detach *batch)
{
	struct set_state *impl = probe->impl;

	batch->kps[batch->n_kps++] = &impl->set;
	batch->kps[batch->n_kps++] = &impl->listen;
	batch->rps[batch->n_rps++] = &impl->listened;
	batch->rps[batch->n_rps++] = &impl->clone;
}

static u64 missed(const struct pw_probe *probe)
{
	const struct set_state *impl = probe->impl;

	return READ_ONCE(impl->set.nmissed) +
	       READ_ONCE(impl->listen.nmissed) +
	       READ_ONCE(impl->listened.kp.nmissed) +
	       (unsigned int)READ_ONCE(impl->listened.nmissed) +
	       READ_ONCE(impl->clone.kp.nmissed) +
	       (unsigned int)READ_ONCE(impl->clone.nmissed);
}

static const struct pw_probe_ops ops = {
	.attach = attach,
	.detach = detach,
	.missed = missed,
};

const struct pw_backport pw_backport_inet_sock_set_state = {
	.name = "sock:inet_sock_set_state",
	.format = format,
	.ops = &ops,
};
