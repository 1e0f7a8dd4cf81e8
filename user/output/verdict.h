/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What --test and --bench print: text as bpftrace prints it, or JSON.
 */
#ifndef PW_OUTPUT_VERDICT_H
#define PW_OUTPUT_VERDICT_H

#include "output/output.h"

/* One test of n; `passed` has the results so far. `text` is what it printed. */
struct pw_verdict {
	const char *const *names;
	const bool *passed;
	uint32_t n;
	uint32_t at;
	uint64_t nsecs;		/* it took */
	const char *text;
};

/* 0, or -errno of a write that failed. */
int pw_output_test(struct pw_output *o, const struct pw_verdict *v);

/* Benchmark `at` of n: nanoseconds for one of so many times. */
int pw_output_bench(struct pw_output *o, const char *const *names, uint32_t n,
		    uint32_t at, uint64_t nsecs, uint64_t times);

#endif
