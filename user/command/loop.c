/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Waiting: for records, for exit(), for signals, for the child and for the
 * process of -p. Output is flushed whenever there is nothing to read.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include "command/report.h"
#include "command/session.h"
#include "command/signals.h"
#include "output/clock.h"

/* Between two looks at the process of -p, which cannot be polled before 5.3. */
#define PROCESS_MS	100
/* Batches read before anything else is looked at. */
#define BATCHES_MAX	64
/* The module ends the stream at once; this is for one that never does. */
#define LAST_MS		10000

static void take_batch(void *ctx, const void *batch, size_t size)
{
	struct pw_session *s = ctx;
	struct pw_batch head;
	int err;

	if (s->failed)
		return;
	if (size >= sizeof(head)) {
		memcpy(&head, batch, sizeof(head));
		pw_session_stacks_news(&s->stacks, head.stacks);
	}
	err = pw_order_push(s->order, batch, size);
	if (err != -EBADMSG) {
		pw_session_printed(s, err);
		return;
	}
	s->failed = err;
	pw_report_error("the module sent records that cannot be read");
}

/* Reads what is there; true if there may be more. */
static bool read_records(struct pw_session *s)
{
	struct pw_link_error error;
	int n;

	n = pw_client_read_data(s->client, BATCHES_MAX, take_batch, s, &error);
	if (n < 0 && !s->failed) {
		s->failed = n;
		pw_report_error("%s", error.text);
	}
	return n == BATCHES_MAX && !s->failed;
}

static bool flush(struct pw_session *s)
{
	pw_session_printed(s, pw_output_flush(s->output));
	return !s->failed;
}

static bool exit_was_called(struct pw_session *s)
{
	uint32_t status;

	return pw_client_exited(s->client, &status);
}

/* Milliseconds until --duration is over; -1: there is none. */
static int time_left(const struct pw_session *s)
{
	int64_t left = s->end_ms - pw_clock_ms();

	if (!s->options->duration)
		return -1;
	return left <= 0 ? 0 : left < INT_MAX ? (int)left : INT_MAX;
}

/* Is there a reason to end the run? */
static bool is_over(struct pw_session *s)
{
	return s->failed || time_left(s) == 0 ||
	       pw_output_full(s->output) || pw_signals_stop() ||
	       exit_was_called(s) ||
	       (s->has_child && pw_child_ended(&s->child)) ||
	       (s->options->pid && !pw_process_lives(s->options->pid));
}

static void read_control(struct pw_session *s)
{
	struct pw_link_error error;

	if (pw_client_read_control(s->client, &error) && !s->failed) {
		s->failed = error.err;
		pw_report_error("%s", error.text);
	}
}

void pw_session_loop(struct pw_session *s)
{
	struct pollfd fds[] = {
		{ .fd = pw_client_data_fd(s->client), .events = POLLIN },
		{ .fd = pw_client_control_fd(s->client), .events = POLLIN },
		{ .fd = s->signals, .events = POLLIN },
	};
	int timeout;

	s->end_ms = pw_clock_ms() + s->options->duration * 1000ll;
	while (!is_over(s)) {
		bool more = read_records(s);

		/* Reading a map to print it may have met the news of exit(). */
		if (!more && (!flush(s) || is_over(s)))
			break;
		timeout = time_left(s);
		if (s->options->pid &&
		    (timeout < 0 || timeout > PROCESS_MS))
			timeout = PROCESS_MS;
		if (poll(fds, 3, more ? 0 : timeout) < 0) {
			if (errno == EINTR)
				continue;
			s->failed = -errno;
			pw_report_error("cannot wait: %s", strerror(errno));
		}
		if (fds[1].revents)
			read_control(s);
		if (fds[2].revents)
			pw_signals_read(s->signals);
		if (pw_signals_user())
			pw_session_signal(s);
	}
}

/* Whether what has come is all that was emitted and not lost. */
static bool has_settled(struct pw_session *s)
{
	struct pw_session_stats stats;
	struct pw_link_error error;
	uint64_t lost = 0;
	int i;

	if (pw_client_stats(s->client, &stats, NULL, 0, &error)) {
		s->failed = error.err;
		pw_report_error("%s", error.text);
		return true;
	}
	for (i = 0; i < PW_LOSS_MAX; i++)
		lost += stats.lost[i];
	return pw_order_received(s->order) + lost >= stats.emitted;
}

void pw_session_settle(struct pw_session *s)
{
	struct pollfd fd = {
		.fd = pw_client_data_fd(s->client), .events = POLLIN
	};

	while (!s->failed && !has_settled(s)) {
		if (!read_records(s) && !s->failed)
			poll(&fd, 1, 1);
	}
	if (!s->failed)
		pw_session_printed(s, pw_order_flush(s->order));
}

void pw_session_drain(struct pw_session *s)
{
	struct pollfd fd = {
		.fd = pw_client_data_fd(s->client), .events = POLLIN
	};
	int n;

	while (!pw_order_done(s->order) && !s->failed) {
		if (read_records(s) || pw_order_done(s->order))
			continue;
		n = poll(&fd, 1, LAST_MS);
		if (n == 0) {
			s->failed = -ETIMEDOUT;
			pw_report_error("the module does not end the stream of "
					"records: what was printed is not all");
		} else if (n < 0 && errno != EINTR) {
			s->failed = -errno;
			pw_report_error("cannot wait: %s", strerror(errno));
		}
	}
	if (!s->failed)
		pw_session_printed(s, pw_order_flush(s->order));
}
