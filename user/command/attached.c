/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What became of the probes when they were attached.
 */
#include <stdlib.h>
#include <string.h>
#include "command/report.h"
#include "command/session.h"

/* One that could be spared, and was not attached. */
static void say_failed(const struct pw_session *s, uint32_t i, int error)
{
	const char *name = s->prog->probe_names[i];

	if (s->options->no_warnings)
		return;
	if (s->prog->missing_probes == PW_MISSING_WARN)
		pw_report_warning("Unable to attach probe: %s. Skipping.",
				  name);
	else if (s->options->verbose)
		pw_report_warning("cannot attach %s: %s", name,
				  strerror(-error));
}

static uint32_t count_failed(const struct pw_session *s,
			     const struct pw_probe_stats *probes)
{
	uint32_t i, n = 0;

	for (i = 0; i < s->prog->n_probes; i++) {
		if (!probes[i].error)
			continue;
		say_failed(s, i, probes[i].error);
		n++;
	}
	return n;
}

static bool any_optional(const struct pw_session *s)
{
	uint32_t i;

	for (i = 0; i < s->prog->n_probes; i++)
		if (pw_session_probe(s, i)->flags & PW_PROBE_F_OPTIONAL)
			return true;
	return false;
}

/* A usdt may be at several places of its file: they count as one. */
static bool is_place_of_last(const struct pw_session *s, uint32_t i)
{
	const char *const *names = s->prog->probe_names;

	return i && pw_session_probe(s, i)->kind == PW_PROBE_USDT &&
	       !strcmp(names[i], names[i - 1]);
}

int pw_session_attached(struct pw_session *s, uint32_t *n)
{
	struct pw_session_stats session;
	struct pw_probe_stats *probes;
	struct pw_link_error error;
	uint32_t n_failed = 0, n_same = 0;
	int err;

	for (uint32_t i = 0; i < s->prog->n_probes; i++)
		n_same += is_place_of_last(s, i);
	*n = s->prog->n_probes - n_same;
	if (!any_optional(s))
		return PW_EXIT_OK;
	*n += n_same;
	probes = calloc(*n, sizeof(*probes));
	if (!probes)
		return PW_EXIT_FAILED;
	err = pw_client_stats(s->client, &session, probes, *n, &error);
	if (!err)
		n_failed = count_failed(s, probes);
	free(probes);
	if (err)
		return pw_session_refused(s, &error);
	if (n_failed && !s->options->verbose && !s->options->no_warnings &&
	    s->prog->missing_probes == PW_MISSING_ERROR)
		pw_report_warning("%u of %u probes could not be attached (-v "
				  "says which)", n_failed, *n);
	*n -= n_failed + n_same;
	if (*n)
		return PW_EXIT_OK;
	pw_report_error("Attachment failed for all probes.");
	return PW_EXIT_FAILED;
}
