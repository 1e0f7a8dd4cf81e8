// SPDX-License-Identifier: GPL-2.0
/*
 * The end of a run: what is still to be printed, the maps, what was lost.
 */
#include <errno.h>
#include <stdlib.h>
#include "command/report.h"
#include "command/session.h"

/* Says why the module ended the run. */
static void say_overloaded(struct pw_session *s,
			   const struct pw_probe_stats *probes)
{
	uint32_t i, hottest = 0;

	if (!pw_client_overloaded(s->client) || s->failed)
		return;
	for (i = 1; i < s->prog->n_probes; i++)
		if (probes[i].nsecs > probes[hottest].nsecs)
			hottest = i;
	pw_report_error("the probes took more than %u %% of a CPU's time and "
			"were stopped; most of it went to %s (--max-load "
			"raises the limit, 0 is none)", s->prog->max_load,
			s->prog->probe_names[hottest]);
	s->failed = -EBUSY;
}

static void print_counters(struct pw_session *s)
{
	struct pw_session_stats session;
	struct pw_probe_stats *probes;
	struct pw_counters counters;
	struct pw_link_error error;

	probes = calloc(s->prog->n_probes, sizeof(*probes));
	if (!probes || pw_client_stats(s->client, &session, probes,
				       s->prog->n_probes, &error)) {
		pw_report_error("%s", probes ? error.text : "out of memory");
		s->failed = -EIO;
	} else {
		counters.session = &session;
		counters.probes = probes;
		counters.received = pw_order_received(s->order);
		pw_session_printed(s, pw_output_finish(s->output, &counters));
		say_overloaded(s, probes);
	}
	free(probes);
}

/* Detaches, and prints all that is still to be printed. */
int pw_session_stop(struct pw_session *s)
{
	struct pw_link_error error;
	uint32_t status = 0;

	/* Before anything that takes its time: processes may end. */
	pw_session_stacks_news(&s->stacks, PW_STACK_WORDS);
	if (pw_client_stop(s->client, &error)) {
		pw_report_error("%s", error.text);
		return PW_EXIT_FAILED;
	}
	pw_session_drain(s);
	if (s->n_not_run && !s->options->no_warnings)
		pw_report_warning("%u commands of system() were not run: "
				  "interrupted", s->n_not_run);
	if (!s->failed)
		pw_session_printed(s, pw_output_end(s->output));
	if (!s->failed && !s->prog->hides_maps &&
	    s->options->mode == PW_MODE_RUN)
		pw_session_print_maps(s);
	if (!s->failed)
		print_counters(s);
	if (!s->failed)
		pw_session_stacks_hint(&s->stacks);
	if (s->failed && s->failed != -EPIPE)
		return PW_EXIT_FAILED;
	pw_client_exited(s->client, &status);
	return status;
}
