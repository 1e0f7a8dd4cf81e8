// SPDX-License-Identifier: GPL-2.0
/*
 * How long the compiler takes, from text to image, asking nothing of a kernel:
 * compile SCRIPT [TYPES]. Prints the first, the least and the median time and
 * how many lines and instructions there are; nothing is asserted. The type
 * table TYPES is opened in each round, as the command does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "lang/lang.h"
#include "types/table.h"

#define ROUNDS	201

/* Every tracepoint has all of these. */
#define INT(name, at, size, is_signed) \
	{ name, "int", at, size, is_signed, PW_FIELD_INT, 0, false }
static const struct pw_tp_field fields[] = {
	INT("prev_pid", 8, 4, true), INT("prev_prio", 12, 4, true),
	INT("next_pid", 16, 4, true), INT("pid", 20, 4, true),
	INT("prio", 24, 4, true), INT("target_cpu", 28, 4, true),
	INT("flags", 32, 8, true), INT("ret", 40, 8, true),
	{ "next_comm", "char[16]", 48, 16, true, PW_FIELD_CHARS, 0, false },
	{ "comm", "char[16]", 64, 16, true, PW_FIELD_CHARS, 0, false },
	{ "filename", "const char *", 80, 8, false, PW_FIELD_INT, 0, true },
};

static const struct pw_tp_format format = {
	false, 1, 88, sizeof(fields) / sizeof(fields[0]), fields
};

static int tracepoint(void *data, const char *category, const char *name,
		      const struct pw_tp_format **out)
{
	(void)data;
	(void)category;
	(void)name;
	*out = &format;
	return 0;
}

/* Every function is there, as it is called. */
static int expand(void *data, enum pw_probe_kind kind, const char *pattern,
		  void (*add)(void *ctx, const char *target), void *ctx)
{
	(void)data;
	(void)kind;
	add(ctx, pattern);
	return 0;
}

static char *read_file(const char *name)
{
	FILE *file = fopen(name, "r");
	char *text = calloc(1, 1 << 20);
	size_t n;

	if (!file || !text) {
		perror(name);
		exit(2);
	}
	n = fread(text, 1, (1 << 20) - 1, file);
	text[n] = '\0';
	fclose(file);
	return text;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static int by_time(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static unsigned int count_lines(const char *text)
{
	unsigned int n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

int main(int argc, char **argv)
{
	struct pw_table *types = NULL;
	struct pw_lang_env env;
	double times[ROUNDS], first;
	unsigned int insns = 0;
	char *text;

	if (argc < 2) {
		fprintf(stderr, "usage: compile SCRIPT [TYPES]\n");
		return 2;
	}
	text = read_file(argv[1]);
	memset(&env, 0, sizeof(env));
	env.tracepoint = tracepoint;
	env.expand = expand;
	env.n_cpus = 8;
	env.no_warnings = true;
	for (int i = 0; i < ROUNDS; i++) {
		struct pw_program *prog;
		double began = now();

		if (argc > 2 && pw_table_open(argv[2], &types)) {
			fprintf(stderr, "no type table: %s\n", argv[2]);
			return 1;
		}
		env.types = types ? pw_table_source(types) : NULL;
		prog = pw_compile(argv[1], text, &env, stderr);
		times[i] = now() - began;
		if (!prog)
			return 1;
		insns = prog->n_insns;
		pw_program_free(prog);
		if (types)
			pw_table_close(types);
	}
	first = times[0];
	qsort(times, ROUNDS, sizeof(*times), by_time);
	printf("compiling %u lines to %u instructions%s: median %.3f ms, "
	       "least %.3f ms, first %.3f ms\n", count_lines(text), insns,
	       argc > 2 ? ", with the type table" : "", times[ROUNDS / 2],
	       times[0], first);
	free(text);
	return 0;
}
