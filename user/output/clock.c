// SPDX-License-Identifier: GPL-2.0
/*
 * strftime() over the nanoseconds that records carry. The broken-down time of
 * the last second is kept: rows come many a second, and localtime_r() costs
 * more than printing a row. One thread; no locks.
 */
#include <stdio.h>
#include <string.h>
#include "output/buf.h"
#include "output/clock.h"

#define SECOND		1000000000ll
#define FORMAT_MAX	1024	/* of a format with its digits put in */
#define TEXT_MAX	1024	/* of what strftime() makes of it */

static int64_t read_clock(clockid_t id)
{
	struct timespec ts;

	if (clock_gettime(id, &ts))
		return 0;
	return (int64_t)ts.tv_sec * SECOND + ts.tv_nsec;
}

int64_t pw_clock_ms(void)
{
	return read_clock(CLOCK_MONOTONIC) / 1000000;
}

int64_t pw_clock_delta(clockid_t id)
{
	int64_t before = read_clock(CLOCK_MONOTONIC);
	int64_t other = read_clock(id);
	int64_t after = read_clock(CLOCK_MONOTONIC);

	/* Clocks that never stood apart must not seem to. */
	if (other >= before && other <= after)
		return 0;
	return other - (before + (after - before) / 2);
}

void pw_clock_init(struct pw_clock *clock)
{
	int64_t before, day, after;

	memset(clock, 0, sizeof(*clock));
	before = read_clock(CLOCK_MONOTONIC);
	day = read_clock(CLOCK_REALTIME);
	after = read_clock(CLOCK_MONOTONIC);
	clock->offset = day - (before + (after - before) / 2);
	clock->boot = pw_clock_delta(CLOCK_BOOTTIME);
}

uint64_t pw_clock_boot(const struct pw_clock *clock, uint64_t nsecs,
		       bool is_day)
{
	return nsecs - (uint64_t)(is_day ? clock->offset : clock->boot);
}

/*
 * The digits of the second go in before strftime() sees the format: of %f, %k
 * and %l it knows other meanings or none.
 */
static bool put_digits(char *out, const char *format, long ns)
{
	size_t n = 0;

	for (; *format; format++) {
		if (n + 12 > FORMAT_MAX)
			return false;
		if (format[0] != '%' || !format[1]) {
			out[n++] = *format;
			continue;
		}
		format++;
		if (*format == 'f') {
			n += sprintf(out + n, "%06ld", ns / 1000);
		} else if (*format == 'k') {
			n += sprintf(out + n, "%09ld", ns);
		} else if (*format == 'l') {
			n += sprintf(out + n, "%03ld", ns / 1000000);
		} else {
			out[n++] = '%';
			out[n++] = *format;
		}
	}
	out[n] = '\0';
	return true;
}

bool pw_clock_format(struct pw_clock *clock, struct pw_buf *buf,
		     const char *format, uint64_t nsecs)
{
	char with_digits[FORMAT_MAX];
	int64_t day = (int64_t)(nsecs + (uint64_t)clock->offset);
	int64_t ns = day % SECOND;
	time_t second = day / SECOND;
	char *room;
	size_t len;

	if (ns < 0) {
		ns += SECOND;
		second--;
	}
	if (!clock->known || clock->second != second) {
		clock->known = localtime_r(&second, &clock->tm) != NULL;
		clock->second = second;
		if (!clock->known)
			return false;
	}
	if (!put_digits(with_digits, format, ns))
		return false;
	room = pw_buf_room(buf, TEXT_MAX);
	if (!room)
		return false;
	len = strftime(room, TEXT_MAX, with_digits, &clock->tm);
	buf->len += len;
	return len > 0;
}
