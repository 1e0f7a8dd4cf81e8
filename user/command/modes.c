/* SPDX-License-Identifier: GPL-2.0 */
/*
 * --test and --bench: probes that run when they are told to, one after the
 * other. What a test prints is kept back and shown only if it fails.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "command/report.h"
#include "command/session.h"
#include "output/verdict.h"

/* The least time for a benchmark to be worth printing. */
#define BENCH_NS	1000000u

/* Probes of one kind, by number. */
struct set {
	uint32_t n;
	uint32_t *number;
	const char **name;	/* behind "test:" */
	bool *passed;
};

static bool find_set(struct pw_session *s, uint32_t kind, struct set *set)
{
	uint32_t n = s->prog->n_probes;
	uint32_t i;

	set->n = 0;
	set->number = calloc(n + 1, sizeof(*set->number));
	set->name = calloc(n + 1, sizeof(*set->name));
	set->passed = calloc(n + 1, sizeof(*set->passed));
	if (!set->number || !set->name || !set->passed)
		return false;
	for (i = 0; i < n; i++) {
		if (pw_session_probe(s, i)->kind != kind)
			continue;
		set->number[set->n] = i;
		set->name[set->n++] = strchr(s->prog->probe_names[i], ':') + 1;
	}
	return true;
}

static void free_set(struct set *set)
{
	free(set->number);
	free(set->name);
	free(set->passed);
}

/* A probe's run, and where what it printed went. */
struct run {
	struct pw_ran ran;
	bool failed;		/* errorf() or exit() with a status */
	char *text;
	size_t len;
};

static void run_failed(struct pw_session *s, const struct pw_link_error *error)
{
	s->failed = error->err;
	pw_report_error("%s", error->text);
}

/* Runs a probe and prints all its records into run->text. */
static void run_probe(struct pw_session *s, uint32_t probe, uint32_t times,
		      struct run *run)
{
	struct pw_output *usual = s->output;
	struct pw_link_error error;
	FILE *file;

	memset(run, 0, sizeof(*run));
	file = open_memstream(&run->text, &run->len);
	if (file)
		s->output = pw_session_output(s, file, file);
	if (!file || !s->output) {
		s->failed = -ENOMEM;
		pw_report_error("out of memory");
	} else {
		s->n_errorf = 0;
		if (pw_client_run(s->client, probe, times, &run->ran, &error))
			run_failed(s, &error);
		else
			pw_session_settle(s);
		run->failed = s->n_errorf ||
			      (run->ran.exited && run->ran.status);
		if (!s->failed)
			pw_output_flush(s->output);
		pw_output_free(s->output);
	}
	s->output = usual;
	if (file)
		fclose(file);
}

int pw_session_tests(struct pw_session *s)
{
	int code = PW_EXIT_OK;
	struct set tests;
	struct run run;
	uint32_t i;

	if (!find_set(s, PW_PROBE_TEST, &tests)) {
		s->failed = -ENOMEM;
		pw_report_error("out of memory");
	}
	for (i = 0; i < tests.n && !s->failed; i++) {
		struct pw_verdict v = {
			.names = tests.name, .passed = tests.passed,
			.n = tests.n, .at = i
		};

		run_probe(s, tests.number[i], 1, &run);
		tests.passed[i] = !run.failed && !run.ran.ret;
		if (!tests.passed[i])
			code = PW_EXIT_FAILED;
		v.nsecs = run.ran.nsecs;
		v.text = run.text;
		if (!s->failed)
			pw_session_printed(s, pw_output_test(s->output, &v));
		free(run.text);
	}
	free_set(&tests);
	return s->failed ? PW_EXIT_FAILED : code;
}

/* How many times more it is to be run, having taken so long. */
static uint32_t next_times(uint32_t times, uint64_t nsecs)
{
	uint32_t factor = nsecs < 1000 ? 1000 : nsecs < 10000 ? 100 :
			  nsecs < 100000 ? 10 : 2;

	return times > PW_RUN_MAX / factor ? PW_RUN_MAX : times * factor;
}

/* Until it has run long enough; a benchmark that returns not 0 is skipped. */
static int run_bench(struct pw_session *s, const struct set *benches,
		     uint32_t at)
{
	uint32_t times = 1;
	struct run run;
	bool is_done;

	do {
		run_probe(s, benches->number[at], times, &run);
		free(run.text);
		if (s->failed)
			return PW_EXIT_FAILED;
		if (!run.failed && run.ran.ret)
			return PW_EXIT_OK;
		is_done = run.ran.nsecs >= BENCH_NS || times == PW_RUN_MAX;
		if (!is_done)
			times = next_times(times, run.ran.nsecs);
	} while (!is_done);
	if (run.failed) {
		pw_report_error("Benchmark '%s' failed.", benches->name[at]);
		return PW_EXIT_FAILED;
	}
	pw_session_printed(s, pw_output_bench(s->output, benches->name,
					      benches->n, at,
					      run.ran.nsecs / times, times));
	return PW_EXIT_OK;
}

int pw_session_benches(struct pw_session *s)
{
	int code = PW_EXIT_OK;
	struct set benches;
	uint32_t i;

	if (!find_set(s, PW_PROBE_BENCH, &benches)) {
		s->failed = -ENOMEM;
		pw_report_error("out of memory");
	}
	for (i = 0; i < benches.n && !s->failed; i++)
		if (run_bench(s, &benches, i))
			code = PW_EXIT_FAILED;
	free_set(&benches);
	return s->failed ? PW_EXIT_FAILED : code;
}

/* SIGUSR1 came. */
void pw_session_signal(struct pw_session *s)
{
	struct pw_link_error error;
	struct pw_ran ran;
	uint32_t i;

	for (i = 0; i < s->prog->n_probes && !s->failed; i++)
		if (pw_session_probe(s, i)->kind == PW_PROBE_SIGNAL &&
		    pw_client_run(s->client, i, 1, &ran, &error))
			run_failed(s, &error);
}
