/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The threads of a process; see threads.h. Process context; the list of threads
 * is read under RCU.
 */
#include <linux/pid.h>
#include "probe.h"
#include "threads.h"

/* Room for those that are made meanwhile. */
#define ROOM_MORE	16

/* How many there are; 0: the process has gone. */
static u32 count(struct pid *pid)
{
	struct task_struct *task;
	u32 n = 0;

	rcu_read_lock();
	task = pid_task(pid, PIDTYPE_PID);
	if (task)
		n = READ_ONCE(task->signal->nr_threads);
	rcu_read_unlock();
	return n;
}

static void take(struct pw_threads *threads, struct pid *pid, u32 room)
{
	struct task_struct *first, *task;

	rcu_read_lock();
	task = pid_task(pid, PIDTYPE_PID);
	first = task ? task->group_leader : NULL;
	for (task = first; task && threads->n < room;) {
		get_task_struct(task);
		threads->task[threads->n++] = task;
		task = next_thread(task);
		if (task == first)
			break;
	}
	rcu_read_unlock();
}

int pw_threads_get(struct pw_threads *threads, u32 process)
{
	struct pid *pid = find_get_pid(process);
	u32 room;
	int error = -ESRCH;

	threads->n = 0;
	threads->task = NULL;
	room = pid ? count(pid) : 0;
	if (room) {
		room += ROOM_MORE;
		threads->task = pw_alloc(room * sizeof(*threads->task));
		error = threads->task ? 0 : -ENOMEM;
	}
	if (!error)
		take(threads, pid, room);
	put_pid(pid);
	if (error || threads->n)
		return error;
	pw_threads_put(threads);
	return -ESRCH;
}

void pw_threads_put(struct pw_threads *threads)
{
	u32 i;

	for (i = 0; i < threads->n; i++)
		put_task_struct(threads->task[i]);
	pw_free(threads->task);
	threads->task = NULL;
	threads->n = 0;
}
