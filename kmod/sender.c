/* SPDX-License-Identifier: GPL-2.0 */
/*
 * signal(): a hit only notes what is to be sent to whom, in slots of its CPU,
 * and queues an irq_work; this sends, in a hard interrupt. The locks that
 * sending takes are always taken with interrupts off, so that none of them can
 * be held by what it interrupts.
 *
 * Slots are claimed by hits in any context, NMI included, and emptied by the
 * work, all on the CPU that they belong to. What a probe wants sent while the
 * work sends is refused: a script that sends a signal whenever one is sent
 * would keep its CPU busy for good.
 */
#include <linux/irq_work.h>
#include <linux/percpu.h>
#include <linux/pid.h>
#include "engine/engine.h"
#include "sender.h"

#define SLOTS	16

struct pw_slot {
	u64 state;		/* enum pw_slot_state */
	struct pid *pid;	/* of the thread, referenced */
	int number;
	bool to_thread;
};

enum pw_slot_state {
	SLOT_FREE,
	SLOT_CLAIMED,
	SLOT_READY
};

struct pw_sender {
	struct irq_work work;
	bool is_sending;
	struct pw_slot slots[SLOTS];
};

static DEFINE_PER_CPU(struct pw_sender, senders);

static void send(const struct pw_slot *slot)
{
	struct task_struct *task;

	if (slot->to_thread) {
		rcu_read_lock();
		task = pid_task(slot->pid, PIDTYPE_PID);
		if (task)
			send_sig(slot->number, task, 1);
		rcu_read_unlock();
	} else {
		kill_pid(slot->pid, slot->number, 1);
	}
}

static void send_all(struct irq_work *work)
{
	struct pw_sender *sender = container_of(work, struct pw_sender, work);
	struct pw_slot *slot;
	u32 i;

	WRITE_ONCE(sender->is_sending, true);
	barrier();
	for (i = 0; i < SLOTS; i++) {
		slot = &sender->slots[i];
		if (smp_load_acquire(&slot->state) != SLOT_READY)
			continue;
		send(slot);
		put_pid(slot->pid);
		smp_store_release(&slot->state, SLOT_FREE);
	}
	barrier();
	WRITE_ONCE(sender->is_sending, false);
}

static pw_notrace struct pw_slot *claim(struct pw_sender *sender)
{
	u32 i;

	for (i = 0; i < SLOTS; i++)
		if (pw_local_cmpxchg(&sender->slots[i].state, SLOT_FREE,
				     SLOT_CLAIMED) == SLOT_FREE)
			return &sender->slots[i];
	return NULL;
}

/* Init and the kernel's own threads take no part; who is exiting has no pid
 * that can be relied on. */
static pw_notrace bool may_be_signalled(const struct task_struct *task)
{
	return task->tgid > 1 && !(task->flags & (PF_KTHREAD | PF_EXITING));
}

pw_notrace int pw_signal(u64 number, bool to_thread)
{
	struct pw_sender *sender = &per_cpu(senders, raw_smp_processor_id());
	struct pw_slot *slot;

	if (!number || number > _NSIG)
		return -EINVAL;
	if (!may_be_signalled(current))
		return -EPERM;
	if (READ_ONCE(sender->is_sending))
		return -EBUSY;
	slot = claim(sender);
	if (!slot)
		return -EBUSY;
	slot->pid = get_pid(task_pid(current));
	slot->number = number;
	slot->to_thread = to_thread;
	smp_store_release(&slot->state, SLOT_READY);
	irq_work_queue(&sender->work);
	return 0;
}

int pw_sender_init(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		init_irq_work(&per_cpu(senders, cpu).work, send_all);
	return 0;
}

/* No hit runs any more. */
void pw_sender_exit(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		irq_work_sync(&per_cpu(senders, cpu).work);
}
