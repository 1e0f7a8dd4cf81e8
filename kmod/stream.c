/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sends records; see stream.h. wake() runs in any context, the irq_work in a
 * hard interrupt, the work item in process context, one of it at a time; it
 * takes no lock. Only the work item reads rings and sends.
 *
 * The watermark. A pass over the rings starts by reading the clock. Then every
 * CPU is seen outside of a hit at least once: a hit that began before the clock
 * was read is then complete. When the pass has emptied the rings, every record
 * older than that time has been sent. A CPU that is busy for longer keeps the
 * watermark where it was. MARGIN covers what the guards do not show: the time
 * from a hit's store to its guard to when other CPUs see it, and the small
 * steps back that a lock-free clock takes when it is adjusted.
 */
#include <linux/delay.h>
#include <net/netlink.h>
#include "link.h"
#include "session.h"
#include "stream.h"

#define MARGIN_NS	100000
#define LOOKS		2000	/* at a CPU's guards in a pass */
#define ROOM		(PW_CHUNK_MAX - (u32)sizeof(struct pw_batch))

struct workqueue_struct *pw_workqueue;

int pw_stream_init(void)
{
	/* A work item may sleep long: not on a CPU's own workers. */
	pw_workqueue = alloc_workqueue("probewire", WQ_UNBOUND, 0);
	return pw_workqueue ? 0 : -ENOMEM;
}

void pw_stream_exit(void)
{
	destroy_workqueue(pw_workqueue);
}

static pw_notrace void wake(struct pw_vm *vm)
{
	struct pw_stream *stream =
		&container_of(vm, struct pw_session, vm)->stream;

	if (READ_ONCE(stream->open) && !xchg(&stream->awake, 1))
		irq_work_queue(&stream->irq_work);
}

static void queue_stream(struct irq_work *irq_work)
{
	struct pw_stream *stream =
		container_of(irq_work, struct pw_stream, irq_work);

	queue_work(pw_workqueue, &stream->work);
}

/* Whether the CPU was seen outside of all hits. */
static bool seen_idle(int cpu)
{
	const u8 *guard = pw_guard_of(cpu);
	unsigned int level, looks = 0;

	for (level = 0; level < PW_LEVELS; level++) {
		while (READ_ONCE(guard[level])) {
			if (++looks == LOOKS)
				return false;
			cpu_relax();
		}
	}
	smp_rmb();
	return true;
}

/* Tells the control socket of exit(), once. */
static void tell_exit(struct pw_stream *stream)
{
	struct sk_buff *skb;
	int err;

	if (stream->notified || !smp_load_acquire(&stream->vm->exiting))
		return;
	skb = pw_link_new(stream->control, 0, PW_CMD_NOTIFY,
			  2 * nla_total_size(sizeof(u32)));
	if (!skb)
		return;
	if (nla_put_u32(skb, PW_ATTR_NOTIFY, stream->vm->overloaded ?
			PW_NOTIFY_OVERLOAD : PW_NOTIFY_EXIT) ||
	    nla_put_u32(skb, PW_ATTR_STATUS, stream->vm->exit_status)) {
		kfree_skb(skb);
		return;
	}
	err = pw_link_send(skb, stream->control);
	stream->notified = !err || err == -ECONNREFUSED;
}

static int try_send(struct pw_stream *stream, u32 port, u32 size)
{
	struct sk_buff *skb;

	skb = pw_link_new(port, 0, PW_CMD_DATA, nla_total_size(size));
	if (!skb)
		return -EAGAIN;
	if (nla_put(skb, PW_ATTR_DATA, size, stream->batch)) {
		kfree_skb(skb);
		return -EMSGSIZE;
	}
	return pw_link_send(skb, port);
}

/*
 * Sends the batch, which has `size` bytes of records, and comes back when the
 * socket has taken it, or nobody is there to read it.
 */
static void send_batch(struct pw_stream *stream, u32 cpu, u32 size,
		       u32 n_records, u32 flags)
{
	struct pw_batch *batch = stream->batch;
	u32 port;
	int err;

	batch->seq = stream->seq;
	batch->watermark = stream->watermark;
	batch->cpu = cpu;
	batch->n_records = n_records;
	batch->flags = flags;
	batch->stacks = pw_stacks_news(stream->vm);
	for (;;) {
		port = READ_ONCE(stream->data);
		if (!port || READ_ONCE(stream->cancelled))
			break;
		err = try_send(stream, port, sizeof(*batch) + size);
		if (!err) {
			stream->seq++;
			stream->announced = batch->watermark;
			stream->stacks = batch->stacks;
			return;
		}
		if (err != -EAGAIN) {
			pw_stream_reader_gone(stream);
			break;
		}
		tell_exit(stream);
		usleep_range(1000, 1200);
	}
	stream->unsent += n_records;
}

/* All that was in the ring when it was called. Whether there was any. */
static bool drain(struct pw_stream *stream, u32 cpu)
{
	u8 *records = stream->batch + sizeof(struct pw_batch);
	u32 n_records, size;
	u32 done = 0;

	while (done < stream->vm->ring_bytes) {
		n_records = 0;
		size = pw_ring_read(stream->vm, cpu, records, ROOM, &n_records);
		if (!size)
			break;
		stream->sent_until = pw_nsecs();
		send_batch(stream, cpu, size, n_records, 0);
		done += size;
	}
	return done != 0;
}

/* Whether anything was sent; with nobody to read it, it is dropped. */
static bool pass(struct pw_stream *stream)
{
	u64 now = pw_nsecs();
	bool idle = true;
	bool any = false;
	int cpu;

	smp_mb();
	for_each_possible_cpu(cpu)
		idle &= seen_idle(cpu);
	if (!READ_ONCE(stream->data)) {
		pw_ring_discard(stream->vm);
		return false;
	}
	for_each_possible_cpu(cpu)
		any |= drain(stream, cpu);
	if (idle && now - MARGIN_NS > stream->watermark)
		stream->watermark = now - MARGIN_NS;
	return any;
}

/* Records that the reader holds back until it knows that none is older. */
static bool is_owed(const struct pw_stream *stream)
{
	return stream->announced < stream->sent_until &&
	       READ_ONCE(stream->data);
}

/* Stacks that the reader does not know of. */
static bool has_news(const struct pw_stream *stream)
{
	return pw_stacks_news(stream->vm) != stream->stacks &&
	       READ_ONCE(stream->data);
}

static bool is_work_left(const struct pw_stream *stream)
{
	int cpu;

	if (READ_ONCE(stream->ending) ||
	    (!stream->notified && READ_ONCE(stream->vm->exiting)) ||
	    has_news(stream))
		return true;
	for_each_possible_cpu(cpu)
		if (!pw_ring_empty(stream->vm, cpu))
			return true;
	return false;
}

/*
 * While there is something to send it stays and looks once in a millisecond, so
 * that a steady flow of records makes full messages and wakes nobody.
 */
static void stream_work(struct work_struct *work)
{
	struct pw_stream *stream = container_of(work, struct pw_stream, work);
	bool any, ending;

	while (!READ_ONCE(stream->cancelled) && !stream->last_sent) {
		ending = smp_load_acquire(&stream->ending);
		tell_exit(stream);
		any = pass(stream);
		if (ending) {
			stream->watermark = pw_nsecs();
			send_batch(stream, 0, 0, 0, PW_BATCH_LAST);
			stream->last_sent = true;
			break;
		}
		if (!any && (has_news(stream) || (is_owed(stream) &&
		    stream->watermark >= stream->sent_until)))
			send_batch(stream, 0, 0, 0, 0);
		if (any || is_owed(stream)) {
			usleep_range(900, 1100);
			continue;
		}
		xchg(&stream->awake, 0);
		if (!is_work_left(stream) || xchg(&stream->awake, 1))
			break;
		usleep_range(900, 1100);
	}
}

int pw_stream_create(struct pw_stream *stream, struct pw_vm *vm, u32 control)
{
	stream->batch = pw_alloc(PW_CHUNK_MAX);
	if (!stream->batch)
		return -ENOMEM;
	stream->vm = vm;
	stream->control = control;
	init_irq_work(&stream->irq_work, queue_stream);
	INIT_WORK(&stream->work, stream_work);
	vm->wake = wake;
	return 0;
}

void pw_stream_start(struct pw_stream *stream)
{
	stream->awake = 1;
	smp_store_release(&stream->open, 1);
	queue_work(pw_workqueue, &stream->work);
}

void pw_stream_end(struct pw_stream *stream)
{
	smp_store_release(&stream->ending, 1);
	if (!xchg(&stream->awake, 1))
		queue_work(pw_workqueue, &stream->work);
}

void pw_stream_destroy(struct pw_stream *stream)
{
	WRITE_ONCE(stream->cancelled, 1);
	irq_work_sync(&stream->irq_work);
	cancel_work_sync(&stream->work);
	pw_free(stream->batch);
	stream->batch = NULL;
	stream->cancelled = 0;
}

void pw_stream_reader_gone(struct pw_stream *stream)
{
	WRITE_ONCE(stream->data, 0);
}
