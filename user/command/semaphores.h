/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Semaphores of usdt probes: counters of 16 bits in a process, by which its
 * code knows that somebody listens. Kernels from 4.20 on count themselves, in
 * processes that start later as well. For older ones the command does it, in
 * those that run when it attaches.
 */
#ifndef PW_COMMAND_SEMAPHORES_H
#define PW_COMMAND_SEMAPHORES_H

#include <sys/types.h>
#include "lang/program.h"

struct pw_semaphores {
	struct pw_semaphore {
		pid_t pid;
		uint64_t address;
	} *list;
	size_t n;
};

/* pid: only there, or 0. What has ended meanwhile does not matter. */
void pw_semaphores_raise(struct pw_semaphores *s,
			 const struct pw_program *prog, pid_t pid);
void pw_semaphores_lower(struct pw_semaphores *s);

#endif
