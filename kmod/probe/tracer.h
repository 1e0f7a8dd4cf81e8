/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who calls perf's counter of a tracepoint.
 */
#ifndef PW_TRACER_H
#define PW_TRACER_H

#include "engine/env.h"

/*
 * The counters of system calls are given the registers of the process; where
 * the kernel's stack begins is then only known from the function that counts:
 * its address; 0 for other tracepoints, and if it is not found. Process
 * context, may sleep.
 */
u64 pw_tracer_of(const char *target);

#endif
