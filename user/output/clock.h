/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Times: the module's clock is CLOCK_MONOTONIC, people read the time of day.
 */
#ifndef PW_OUTPUT_CLOCK_H
#define PW_OUTPUT_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct pw_buf;

struct pw_clock {
	int64_t offset;		/* ns: time of day - CLOCK_MONOTONIC */
	int64_t boot;		/* ns: CLOCK_BOOTTIME - CLOCK_MONOTONIC */
	bool known;		/* of the two below */
	time_t second;		/* which `tm` is of */
	struct tm tm;
};

/* CLOCK_MONOTONIC, in milliseconds. */
int64_t pw_clock_ms(void);

/* ns from CLOCK_MONOTONIC to another clock. */
int64_t pw_clock_delta(clockid_t id);

/* Reads both clocks now. */
void pw_clock_init(struct pw_clock *clock);

/* ns of CLOCK_BOOTTIME, or of the time of day, as CLOCK_MONOTONIC's. */
uint64_t pw_clock_boot(const struct pw_clock *clock, uint64_t nsecs,
		       bool is_day);

/*
 * Appends the time `nsecs` of CLOCK_MONOTONIC as strftime() would, local time;
 * %f, %k and %l are micro-, nano- and milliseconds of the second, as in
 * bpftrace. Returns false, and appends nothing, if strftime() gives nothing.
 */
bool pw_clock_format(struct pw_clock *clock, struct pw_buf *buf,
		     const char *format, uint64_t nsecs);

#endif
