/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The way of records from the rings to the session's data socket, and of
 * exit() to its control socket.
 *
 * The engine wakes the stream (irq_work, safe in any context), which queues a
 * work item that drains all CPUs' rings in turn into messages of 32 KB. Sending
 * never blocks: what the socket does not take is kept and offered again after
 * a millisecond, and meanwhile the rings fill, so that a slow reader loses
 * records at the ring only, where they are counted.
 */
#ifndef PW_STREAM_H
#define PW_STREAM_H

#include <linux/irq_work.h>
#include <linux/workqueue.h>
#include "engine/engine.h"

/* Of streams and teardowns. */
extern struct workqueue_struct *pw_workqueue;

struct pw_stream {
	struct pw_vm *vm;
	u32 control;		/* port of the control socket */
	u32 data;		/* port of the data socket; 0: none, or gone */
	struct irq_work irq_work;
	struct work_struct work;
	u32 open;		/* the engine's calls are heeded */
	u32 awake;		/* the work is queued or running: no need to
				 * wake it */
	u32 ending;		/* no hit runs any more: send all, then LAST */
	u32 cancelled;		/* leave at once */
	/* All below belongs to the work item. */
	void *batch;		/* a pw_batch and its records, PW_CHUNK_MAX */
	u64 unsent;		/* records taken from a ring and not sent */
	u64 seq;
	u64 watermark;		/* no record before this is still to come */
	u64 sent_until;		/* records with times up to here were sent */
	u64 announced;		/* the watermark of the last message */
	u32 stacks;		/* news of stacks that were sent */
	bool notified;		/* PW_NOTIFY_EXIT is sent */
	bool last_sent;
};

int pw_stream_init(void);	/* of the module */
void pw_stream_exit(void);

/*
 * Process context, may sleep. Prepares the stream of a vm that is not yet
 * running; sets vm->wake. 0 or -ENOMEM.
 */
int pw_stream_create(struct pw_stream *stream, struct pw_vm *vm, u32 control);
/* From here on records are sent. */
void pw_stream_start(struct pw_stream *stream);
/* No hit runs any more: what the rings hold is sent, then LAST. */
void pw_stream_end(struct pw_stream *stream);
/* Sends nothing more; returns when nothing of the stream runs. */
void pw_stream_destroy(struct pw_stream *stream);

/* The data socket has closed. Any context. */
void pw_stream_reader_gone(struct pw_stream *stream);

#endif
