/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One run of a script, from its text to the exit code, and the parts of it.
 */
#ifndef PW_COMMAND_SESSION_H
#define PW_COMMAND_SESSION_H

#include <stdio.h>
#include "command/child.h"
#include "command/env.h"
#include "command/options.h"
#include "command/script.h"
#include "command/semaphores.h"
#include "command/stacks.h"
#include "output/order.h"
#include "output/output.h"
#include "symbols/addresses.h"

struct pw_session {
	const struct pw_options *options;
	const char *name;		/* of the script, in messages */
	const char *text;
	struct pw_env env;
	struct pw_client *client;
	struct pw_program *prog;
	struct pw_output *output;
	struct pw_order *order;
	struct pw_addresses addresses;	/* for ksym() and stacks */
	struct pw_session_stacks stacks;
	FILE *file;			/* stdout, or that of -o */
	struct pw_child child;
	bool has_child;
	struct pw_semaphores semaphores;
	int64_t end_ms;			/* of CLOCK_MONOTONIC: --duration */
	int signals;			/* fd, or -1 */
	uint32_t n_not_run;		/* commands, because of a signal */
	uint32_t n_errorf;		/* errorf() was called so often */
	int failed;			/* -errno: the run is to end; what it
					 * was is reported */
};

/* Runs what the options say. An exit code of report.h. */
int pw_session_run(const struct pw_options *options, struct pw_source *source);

/* The script's probes, for -l. */
int pw_session_list(const struct pw_options *options,
		    struct pw_source *source);

/*
 * Takes the result of printing: 0, or what is then reported and remembered in
 * s->failed. A reader that has gone away (EPIPE) is no failure of ours.
 */
void pw_session_printed(struct pw_session *s, int err);

/* compiled.c: finds and reads the script; compiles it. Exit codes. */
int pw_session_load(struct pw_session *s, struct pw_source *source);
int pw_session_compile(struct pw_session *s);
/* What the command line means for the compiler. */
void pw_env_options(struct pw_env *env, const struct pw_options *o);
/* Takes the type table that the options name, if they do. */
int pw_session_types(struct pw_session *s);

/* records.c: prints the script's records there. NULL and errno. */
struct pw_output *pw_session_output(struct pw_session *s, FILE *out,
				    FILE *err);
/* The output and the order, as the options want them; an exit code. */
int pw_session_open(struct pw_session *s);

/* ended.c: detaches, and prints all that is still to be printed; an exit
 * code. */
int pw_session_stop(struct pw_session *s);

/* named.c: options behind "--" that no getopt() asks for, --help too. An exit
 * code. */
int pw_session_check_named(const struct pw_session *s);

/* attached.c: how many probes are; what is not is reported. An exit code. */
int pw_session_attached(struct pw_session *s, uint32_t *n);

/* modes.c: --test and --bench; an exit code. And when SIGUSR1 comes. */
int pw_session_tests(struct pw_session *s);
int pw_session_benches(struct pw_session *s);
void pw_session_signal(struct pw_session *s);

/* loop.c: until the run is to end; then until the last batch has come. */
void pw_session_loop(struct pw_session *s);
void pw_session_drain(struct pw_session *s);
/* Until all that was emitted so far is printed. */
void pw_session_settle(struct pw_session *s);

/* maps.c: prints all maps, as at the end; and the pw_output_options callback,
 * whose data is the session. */
void pw_session_print_maps(struct pw_session *s);
int pw_session_map_action(void *data, const struct pw_action *action,
			  const struct pw_record *rec);

/* failure.c: reports why the module refused; an exit code. */
int pw_session_refused(struct pw_session *s,
		       const struct pw_link_error *error);
/* The image's probe of this number, or NULL. */
const struct pw_probe_def *pw_session_probe(const struct pw_session *s,
					    uint32_t number);

#endif
