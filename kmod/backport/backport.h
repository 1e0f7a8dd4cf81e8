/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Backported tracepoints: those of newer kernels that the module itself
 * provides, with the same name and the fields of their newest format. They are
 * offered on every kernel, as "backport:NAME" too, so that they can be held
 * against the kernel's own; the command takes the kernel's own where there is
 * one with the fields that are asked for.
 *
 * One is a table: what it hangs on (struct pw_hook), and functions that are
 * called there and make the record. hook.c does the rest. These functions run
 * in any context, preemption off; they take no lock.
 */
#ifndef PW_BACKPORT_H
#define PW_BACKPORT_H

#include "probe/probe.h"

struct pw_hooks;	/* one probe's, attached */

/* A function of the kernel, and what is called where it begins or returns. */
struct pw_hook {
	const char *function;
	bool optional;		/* may be one that the kernel lacks */
	bool otherwise;		/* only if none before it is there */
	bool by_ftrace;		/* entry: where kprobes may not be */
	void (*entry)(struct pw_hooks *hooks, struct pw_hit *hit,
		      const struct pt_regs *regs);
	void (*ret)(struct pw_hooks *hooks, struct pw_hit *hit,
		    const u64 *kept, u64 retval);
	/* For ret, at the beginning; without it: the first two arguments. */
	void (*keep)(u64 *kept, const struct pt_regs *regs);
};

#define PW_KEPT	2	/* values in kept */

struct pw_backport {
	const char *name;	/* "category:name" */
	const char *format;	/* as tracefs writes it, with `name` */
	const struct pw_hook *hooks;	/* ends with one without a function */
	const char *tracepoint;	/* of the kernel, to hang on as well; or NULL */
	void *called;		/* by that, with the probe's pw_hooks first */
	size_t cpu_size;	/* bytes that it keeps for each CPU */
};

/* NULL: no such; by number: for the list. */
const struct pw_backport *pw_backport_find(const char *name);
const struct pw_backport *pw_backport_get(u32 number);

/* hook.c; see struct pw_probe_ops. */
int pw_hooks_attach(struct pw_probe *probe, const struct pw_backport *backport,
		    struct pw_error *err);
void pw_hooks_detach(struct pw_probe *probe, struct pw_detach *batch);
u64 pw_hooks_missed(const struct pw_probe *probe);

/* Runs the probe's program; rec begins with struct pw_record_common. */
void pw_hooks_report(struct pw_hooks *hooks, struct pw_hit *hit, void *rec,
		     u32 size);
/* This CPU's cpu_size bytes. */
void *pw_hooks_cpu(struct pw_hooks *hooks);

/* A format, of a name and its fields. */
#define PW_FORMAT(name, fields) \
	"name: " name "\nID: 0\nformat:\n" \
	PW_FIELD("unsigned short common_type", 0, 2, 0) \
	PW_FIELD("unsigned char common_flags", 2, 1, 0) \
	PW_FIELD("unsigned char common_preempt_count", 3, 1, 0) \
	PW_FIELD("int common_pid", 4, 4, 1) \
	"\n" fields
#define PW_FIELD(what, offset, size, is_signed) \
	"\tfield:" what ";\toffset:" #offset ";\tsize:" #size \
	";\tsigned:" #is_signed ";\n"

struct pw_record_common {
	u16 type;
	u8 flags;
	u8 preempt_count;
	s32 pid;
};

/* sock.c */
extern const struct pw_backport pw_backport_inet_sock_set_state;
/* tcp.c */
extern const struct pw_backport pw_backport_tcp_retransmit_skb;
extern const struct pw_backport pw_backport_tcp_send_reset;
extern const struct pw_backport pw_backport_tcp_receive_reset;
extern const struct pw_backport pw_backport_tcp_destroy_sock;
extern const struct pw_backport pw_backport_tcp_rcv_space_adjust;
extern const struct pw_backport pw_backport_tcp_probe;
/* block.c */
#if defined(CONFIG_BLOCK) && defined(CONFIG_EVENT_TRACING) && \
	!defined(PW_HAVE_BLOCK_IO_START)
#define PW_BACKPORT_BLOCK_IO
extern const struct pw_backport pw_backport_block_io_done;
extern const struct pw_backport pw_backport_block_io_start;
#endif
/* fault.c */
#ifdef PW_HAVE_FAULT_CR2
#define PW_BACKPORT_PAGE_FAULT
extern const struct pw_backport pw_backport_page_fault_user;
#endif
/* skb.c */
extern const struct pw_backport pw_backport_kfree_skb;

#endif
