// SPDX-License-Identifier: GPL-2.0
/*
 * Results of tests and benchmarks. One thread; no locks.
 */
#include <string.h>
#include "output/json.h"
#include "output/sink.h"
#include "output/verdict.h"

#define GREEN	"\033[32m"
#define RED	"\033[31m"
#define PLAIN	"\033[0m"

#define NAME_WIDTH	40u
#define TIME_WIDTH	15u

static void add_line(struct pw_output *o, const char *colour, const char *mark,
		     const char *text)
{
	pw_buf_str(&o->buf, colour);
	pw_buf_str(&o->buf, mark);
	pw_buf_str(&o->buf, PLAIN " ");
	pw_buf_str(&o->buf, text);
	pw_buf_char(&o->buf, '\n');
}

static void add_count(struct pw_output *o, const char *colour,
		      const char *mark, uint32_t n, const char *behind)
{
	pw_buf_str(&o->buf, colour);
	pw_buf_str(&o->buf, mark);
	pw_buf_str(&o->buf, PLAIN " ");
	pw_buf_unsigned(&o->buf, n);
	pw_buf_str(&o->buf, n == 1 ? " test" : " tests");
	pw_buf_str(&o->buf, behind);
	pw_buf_char(&o->buf, '\n');
}

/* " (12 us)" */
static void add_time(struct pw_output *o, uint64_t nsecs)
{
	static const struct {
		uint64_t ns;
		const char *name;
	} units[] = {
		{ 1000000000, "s" }, { 1000000, "ms" }, { 1000, "us" },
		{ 1, "ns" },
	};
	size_t i = 0;

	while (i < 3 && nsecs < units[i].ns)
		i++;
	pw_buf_str(&o->buf, " (");
	pw_buf_unsigned(&o->buf, nsecs / units[i].ns);
	pw_buf_char(&o->buf, ' ');
	pw_buf_str(&o->buf, units[i].name);
	pw_buf_str(&o->buf, ")\n");
}

static void add_summary(struct pw_output *o, const struct pw_verdict *v)
{
	uint32_t n_passed = 0;
	uint32_t i;

	for (i = 0; i < v->n; i++)
		n_passed += v->passed[i];
	add_count(o, GREEN, "[==========]", v->n, " ran.");
	add_count(o, GREEN, "[  PASSED  ]", n_passed, ".");
	if (n_passed == v->n)
		return;
	add_count(o, RED, "[  FAILED  ]", v->n - n_passed, ", listed below:");
	for (i = 0; i < v->n; i++)
		if (!v->passed[i])
			add_line(o, RED, "[  FAILED  ]", v->names[i]);
}

/* The lines that a failed test printed, but empty ones. */
static void add_printed(struct pw_output *o, const char *text)
{
	size_t len;

	for (; *text; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		if (!len)
			continue;
		pw_buf_add(&o->buf, text, len);
		pw_buf_char(&o->buf, '\n');
	}
}

static void add_test(struct pw_output *o, const struct pw_verdict *v)
{
	if (v->at == 0) {
		pw_buf_str(&o->buf, GREEN "[==========]" PLAIN " Running ");
		pw_buf_unsigned(&o->buf, v->n);
		pw_buf_str(&o->buf, " tests.\n");
	}
	add_line(o, GREEN, "[ RUN      ]", v->names[v->at]);
	if (!v->passed[v->at])
		add_printed(o, v->text);
	add_line(o, v->passed[v->at] ? GREEN : RED,
		 v->passed[v->at] ? "[       OK ]" : "[  FAILED  ]",
		 v->names[v->at]);
	/* The time is on the same line. */
	o->buf.len -= !o->buf.failed;
	add_time(o, v->nsecs);
	if (v->at + 1 == v->n)
		add_summary(o, v);
}

/* {"type": "TYPE", "data": {"NAME": {"FIRST": n, … */
static void open_result(struct pw_output *o, const char *type,
			const char *name, const char *first, uint64_t n)
{
	pw_output_open(o, type);
	pw_buf_char(&o->buf, '{');
	pw_json_string(&o->buf, name, strlen(name));
	pw_buf_str(&o->buf, ": {\"");
	pw_buf_str(&o->buf, first);
	pw_buf_str(&o->buf, "\": ");
	pw_buf_unsigned(&o->buf, n);
}

static void close_result(struct pw_output *o)
{
	pw_buf_str(&o->buf, "}}");
	pw_output_close(o);
}

int pw_output_test(struct pw_output *o, const struct pw_verdict *v)
{
	if (!o->json) {
		add_test(o, v);
		return pw_output_emit(o);
	}
	open_result(o, "test_result", v->names[v->at], "duration", v->nsecs);
	pw_buf_str(&o->buf, v->passed[v->at] ? ", \"passed\": true" :
					       ", \"passed\": false");
	pw_buf_str(&o->buf, ", \"output\": ");
	pw_json_string(&o->buf, v->text, strlen(v->text));
	close_result(o);
	return pw_output_emit(o);
}

static void add_columns(struct pw_output *o, size_t name_width,
			const char *name, const char *time)
{
	size_t start = o->buf.len;

	pw_buf_str(&o->buf, name);
	pw_buf_pad(&o->buf, start, name_width + 1, true);
	start = o->buf.len;
	pw_buf_str(&o->buf, time);
	pw_buf_pad(&o->buf, start, TIME_WIDTH, true);
}

static void add_bench(struct pw_output *o, const char *const *names, uint32_t n,
		      uint32_t at, uint64_t nsecs, uint64_t times)
{
	size_t width = NAME_WIDTH;
	char number[24];
	uint32_t i;

	for (i = 0; i < n; i++)
		if (strlen(names[i]) > width)
			width = strlen(names[i]);
	if (at == 0) {
		add_columns(o, width, "Benchmark", "Time(ns)");
		pw_buf_str(&o->buf, "Iterations\n");
		pw_buf_fill(&o->buf, '-', width + 1 + TIME_WIDTH +
			    strlen("Iterations"));
		pw_buf_char(&o->buf, '\n');
	}
	snprintf(number, sizeof(number), "%llu", (unsigned long long)nsecs);
	add_columns(o, width, names[at], number);
	pw_buf_unsigned(&o->buf, times);
	pw_buf_char(&o->buf, '\n');
}

int pw_output_bench(struct pw_output *o, const char *const *names, uint32_t n,
		    uint32_t at, uint64_t nsecs, uint64_t times)
{
	if (!o->json) {
		add_bench(o, names, n, at, nsecs, times);
		return pw_output_emit(o);
	}
	open_result(o, "benchmark_result", names[at], "average", nsecs);
	pw_buf_str(&o->buf, ", \"iters\": ");
	pw_buf_unsigned(&o->buf, times);
	close_result(o);
	return pw_output_emit(o);
}
