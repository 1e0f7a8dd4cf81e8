/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The threads of a process, each held so that it does not go away.
 */
#ifndef PW_PROBE_THREADS_H
#define PW_PROBE_THREADS_H

#include <linux/sched.h>

struct pw_threads {
	struct task_struct **task;
	u32 n;
};

/*
 * Those of the process that the current one knows by that number, or that has a
 * thread which it knows so. 0, -ESRCH or -ENOMEM. Process context.
 */
int pw_threads_get(struct pw_threads *threads, u32 process);
void pw_threads_put(struct pw_threads *threads);

#endif
