// SPDX-License-Identifier: GPL-2.0
/*
 * Where a run's records go: the output, and before it the order.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "command/report.h"
#include "command/session.h"
#include "command/signals.h"
#include "types/tracefs.h"

/*
 * Once Ctrl-C has come, the commands that wait for system() are not run any
 * more, which could take long; those of end are.
 */
static bool is_late_command(struct pw_session *s, const struct pw_record *rec)
{
	const struct pw_probe_def *probe = pw_session_probe(s, rec->probe);

	return pw_signals_stop() && rec->rec < s->prog->n_actions &&
	       s->prog->actions[rec->rec].kind == PW_ACTION_SYSTEM &&
	       probe && probe->kind != PW_PROBE_END;
}

static int emit_record(void *data, const struct pw_record *rec)
{
	struct pw_session *s = data;

	if (rec->rec < s->prog->n_actions &&
	    s->prog->actions[rec->rec].kind == PW_ACTION_ERRORF)
		s->n_errorf++;
	if (is_late_command(s, rec)) {
		s->n_not_run++;
		return 0;
	}
	return pw_output_record(s->output, rec);
}

/* As the line that bpf_trace_printk() leaves, for who reads the buffer. */
static void write_marker(void *data, const char *text)
{
	int dir = pw_tracefs_open();
	int fd = dir < 0 ? -1 : openat(dir, "trace_marker",
				       O_WRONLY | O_CLOEXEC);

	(void)data;
	if (fd < 0 || dprintf(fd, "bpf_trace_printk: %s", text) < 0)
		pw_report_error("cannot write to the kernel's trace buffer: %s",
				strerror(errno));
	if (fd >= 0)
		close(fd);
	if (dir >= 0)
		close(dir);
}

struct pw_output *pw_session_output(struct pw_session *s, FILE *out, FILE *err)
{
	const struct pw_options *o = s->options;
	struct pw_output_options options = {
		.format = o->format, .quiet = o->quiet,
		.verbose = o->verbose,
		.buffering = o->buffering, .source_name = s->name,
		.tool = o->is_tool ? &o->tool : NULL,
		.given = o->named, .n_given = o->n_named,
		.max_rows = o->rows,
		.map_action = pw_session_map_action, .map_data = s,
		.symbols = &s->stacks.symbols, .debug = write_marker
	};

	return pw_output_new(s->prog, &options, out, err);
}

int pw_session_open(struct pw_session *s)
{
	const struct pw_options *o = s->options;

	/* What -d printed; from here on the output has its own buffer. */
	fflush(stdout);
	s->file = o->output ? fopen(o->output, "we") : stdout;
	if (!s->file) {
		pw_report_error("Failed to open output file: \"%s\": %s",
				o->output, strerror(errno));
		return PW_EXIT_FAILED;
	}
	if (!s->stacks.words)
		errno = -pw_session_stacks_init(&s->stacks, s->client,
						&s->addresses,
						s->prog->shows_lines);
	if (s->stacks.words) {
		s->stacks.keeps_mangled = s->prog->keeps_mangled;
		s->output = pw_session_output(s, s->file, stderr);
	}
	s->order = pw_order_new(0, emit_record, s);
	if (s->output && s->order)
		return PW_EXIT_OK;
	pw_report_error("cannot prepare the output: %s", strerror(errno));
	return PW_EXIT_FAILED;
}
