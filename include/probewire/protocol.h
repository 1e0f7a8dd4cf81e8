/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The generic-netlink protocol between the command and the module.
 *
 * Family "probewire", version PW_GENL_VERSION, initial network namespace only;
 * every command needs CAP_SYS_ADMIN in the initial user namespace. All numbers
 * are in host byte order.
 *
 * A client opens two sockets. The control socket owns the session: when it
 * closes, however its process ends, everything is detached and freed. The data
 * socket only receives records.
 *
 *   HELLO    any time: who are you?
 *   CREATE   control: makes the socket's session (one a socket); the image's
 *            size in SIZE. Answer: TOKEN.
 *   JOIN     data: with the TOKEN; records of that session go to this socket.
 *   WRITE    control: OFFSET, DATA: a piece of the image, in any order.
 *   VERIFY   control: the image is whole; check it.
 *   START    control: makes maps and rings, attaches every probe, then runs the
 *            begin programs. All or nothing, but for optional probes. Answered
 *            when all is attached.
 *   STATS    control: SESSION_STATS (struct pw_session_stats) and, OFFSET
 *            being the first probe wanted, PROBE_STATS (an array of struct
 *            pw_probe_stats, as many as fit).
 *   MAP_READ control, a dump: entries of map MAP. Each message has DATA: key
 *            and value, back to back, key_size + value_size bytes each.
 *            An aggregate's value is what all CPUs have together.
 *   MAP_CLEAR control: removes all entries of map MAP.
 *   MAP_ZERO control: sets all values of map MAP to 0.
 *   RUN      control: runs the program of probe PROBE, of a kind that fires
 *            only when asked: SIZE times, once if that is not there. Answer:
 *            DATA, a struct pw_ran.
 *   STOP     control: detaches every probe and runs the end programs. What the
 *            rings hold is still being sent when it is answered, however slow
 *            the reader; the last message on the data socket has
 *            PW_BATCH_LAST. Statistics and maps can still be read, the counts
 *            of records are final after the last message.
 *   STACKS   control: whole stacks (struct pw_stack), back to back, of the
 *            session's table from word OFFSET on. Answer: DATA, which is not
 *            there if there is no stack.
 *   BACKPORTS any time, a dump: each message has FORMAT, the text of one
 *            tracepoint that the module itself provides, written as tracefs
 *            writes a format file, with "name: CATEGORY:NAME" as first line.
 *
 *   TRACEPOINTS any time, a dump: each message has DATA, names of tracepoints
 *            for rawtracepoint, "MODULE:NAME", each ending with a NUL.
 *
 *   FUNCTIONS any time: DATA has names of functions, "f" or "module:f", each
 *            ending with a NUL, PW_FUNCTIONS_MAX of them at most. Answer: DATA,
 *            a byte for each: 1 if it is there and may be probed, else 0.
 *
 * A command that fails is answered by ERROR (ERRNO positive, TEXT, and where it
 * applies PROBE, INSN) and then by the netlink error itself, whose extended
 * text is the same where the kernel has such.
 *
 * The module sends by itself: DATA to the data socket; NOTIFY to the control
 * socket, sequence number 0.
 */
#ifndef PROBEWIRE_PROTOCOL_H
#define PROBEWIRE_PROTOCOL_H

#include <linux/types.h>
#include <probewire/image.h>
#include <probewire/counters.h>

#define PW_GENL_NAME	"probewire"
/* In front of its name: the module's tracepoint, whatever the kernel has. */
#define PW_BACKPORT_CATEGORY	"backport:"
#define PW_GENL_VERSION	1
#define PW_CHUNK_MAX	32256u	/* bytes of one DATA attribute, 32 KB - 512 */

enum pw_command {
	PW_CMD_UNSPEC,
	PW_CMD_HELLO,
	PW_CMD_CREATE,
	PW_CMD_JOIN,
	PW_CMD_WRITE,
	PW_CMD_VERIFY,
	PW_CMD_START,
	PW_CMD_STATS,
	PW_CMD_MAP_READ,
	PW_CMD_MAP_CLEAR,
	PW_CMD_MAP_ZERO,
	PW_CMD_STOP,
	PW_CMD_BACKPORTS,
	PW_CMD_RUN,
	PW_CMD_TRACEPOINTS,
	PW_CMD_STACKS,
	PW_CMD_FUNCTIONS,
	PW_CMD_ERROR,		/* from the module only */
	PW_CMD_DATA,		/* from the module only */
	PW_CMD_NOTIFY,		/* from the module only */
	PW_CMD_MAX_PLUS_1
};

enum pw_attr {
	PW_ATTR_UNSPEC,
	PW_ATTR_ABI,		/* u32: PW_ABI; first in HELLO's answer, needed
				 * in CREATE */
	PW_ATTR_VERSION,	/* string: of the module */
	PW_ATTR_RELEASE,	/* string: the kernel the module is built for */
	PW_ATTR_TOKEN,		/* u64 */
	PW_ATTR_SIZE,		/* u32: bytes */
	PW_ATTR_OFFSET,		/* u32: bytes, or a number of a probe */
	PW_ATTR_DATA,		/* binary, at most PW_CHUNK_MAX */
	PW_ATTR_MAP,		/* u32: number of a map */
	PW_ATTR_SESSION_STATS,	/* struct pw_session_stats */
	PW_ATTR_PROBE_STATS,	/* array of struct pw_probe_stats */
	PW_ATTR_FORMAT,		/* string */
	PW_ATTR_ERRNO,		/* u32: positive */
	PW_ATTR_TEXT,		/* string: one sentence */
	PW_ATTR_PROBE,		/* u32: number of a probe */
	PW_ATTR_INSN,		/* u32: index of an instruction in the image */
	PW_ATTR_NOTIFY,		/* u32: enum pw_notify */
	PW_ATTR_STATUS,		/* u32: exit status given to exit() */
	PW_ATTR_MAX_PLUS_1
};

#define PW_FUNCTIONS_MAX	64u	/* names in one FUNCTIONS */
#define PW_RUN_MAX	(1u << 24)	/* times in one RUN */

/* What became of a RUN. */
struct pw_ran {
	__u64 nsecs;	/* it took, all together */
	__u64 ret;	/* what the last one returned */
	__u32 exited;	/* 1: exit() was called, and status given to it; this
			 * has ended none but that program */
	__u32 status;
};

enum pw_notify {
	PW_NOTIFY_EXIT,		/* a program called exit(); send STOP */
	PW_NOTIFY_OVERLOAD	/* programs took more than max_load; likewise */
};

/*
 * A DATA message's DATA attribute: this header, then n_records records, all of
 * one CPU, in the order of that CPU's clock. Without records it only brings the
 * watermark: when nothing else is to be sent, one follows within a few ms.
 */
struct pw_batch {
	__u64 seq;		/* of the session's messages, from 0 */
	__u64 watermark;	/* ns: no record before this is still to come */
	__u32 cpu;
	__u32 n_records;
	__u32 flags;		/* PW_BATCH_* */
	__u32 stacks;		/* words of the table of stacks that are to be
				 * read soon, while their processes live; a
				 * message is sent when there are more */
};

#define PW_BATCH_LAST	1	/* nothing follows */

/*
 * A record, in the ring and in a batch. The segments of its pw_rec_def follow:
 * PW_SEG_RAW as it is; PW_SEG_STR as a struct pw_str and its bytes, without a
 * NUL, zero to a multiple of 8.
 */
struct pw_record {
	__u32 size;	/* bytes, this header included, a multiple of 8 */
	__u16 rec;	/* number of the pw_rec_def */
	__u16 probe;	/* number of the probe that fired */
	__u64 nsecs;	/* CLOCK_MONOTONIC when the probe fired */
};

struct pw_str {
	__u32 len;	/* bytes */
	__u32 cut;	/* 1 if the string was longer than its slot */
};

#endif
