/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A run: compile, load, attach, print until something ends it, stop, print what
 * is left and the maps, say what was lost.
 *
 * The control socket owns everything in the kernel: whatever goes wrong here,
 * closing it takes the probes away.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <linux/capability.h>
#include <probewire/version.h>
#include "command/list.h"
#include "command/report.h"
#include "command/session.h"
#include "command/mapped.h"
#include "command/targets.h"
#include "command/signals.h"

static bool has_capability(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3
	};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];

	if (syscall(SYS_capget, &header, data))
		return true;	/* then the module decides */
	return data[0].effective & (1u << CAP_SYS_ADMIN);
}

static int need_root(void)
{
	if (has_capability())
		return PW_EXIT_OK;
	pw_report_error("probewire needs root (CAP_SYS_ADMIN): run it with "
			"sudo");
	return PW_EXIT_SYSTEM;
}

static int prepare_processes(struct pw_session *s)
{
	const struct pw_options *o = s->options;
	int err;

	if (o->pid && !pw_process_lives(o->pid)) {
		pw_report_error("Failed to attach to pid: there is no process "
				"%u", o->pid);
		return PW_EXIT_FAILED;
	}
	if (!o->command)
		return PW_EXIT_OK;
	s->has_child = true;
	err = pw_child_prepare(&s->child, o->command);
	if (!err)
		return PW_EXIT_OK;
	if (err == -EINVAL)
		pw_report_error("-c needs a command");
	else
		pw_report_error("cannot make a process for -c: %s",
				strerror(-err));
	return PW_EXIT_FAILED;
}

/*
 * A function that is not there was not looked for when the script was compiled.
 * Now it is: so that all of them are reported, and where the script names them.
 */
static int refused(struct pw_session *s, const struct pw_link_error *error)
{
	struct pw_program *again;

	if (error->err != -ENOENT || !error->has_probe ||
	    s->env.lang.checks_functions)
		return pw_session_refused(s, error);
	s->env.lang.checks_functions = true;
	again = pw_compile(s->name, s->text, &s->env.lang, stderr);
	if (!again)
		return PW_EXIT_FAILED;
	pw_program_free(again);
	return pw_session_refused(s, error);
}

/*
 * Loads and attaches. Signals are only caught from then on: attaching many
 * probes takes its time, and the module breaks it off for a signal that kills.
 */
static int attach(struct pw_session *s)
{
	struct pw_link_error error;
	struct pw_mapped mapped;
	int err;

	pw_targets_locate(s->prog);
	/* Before: asking whether it must be done takes a while. */
	pw_semaphores_raise(&s->semaphores, s->prog,
			    (pid_t)s->env.lang.pid_filter);
	pw_mapped_hold(&mapped, s->prog);
	err = pw_client_load(s->client, s->prog->image, s->prog->image_size,
			     &error);
	if (!err)
		err = pw_client_start(s->client, &error);
	pw_mapped_release(&mapped);
	if (err)
		return refused(s, &error);
	s->signals = pw_signals_open();
	if (s->signals >= 0)
		return PW_EXIT_OK;
	pw_report_error("cannot catch signals: %s", strerror(-s->signals));
	return PW_EXIT_FAILED;
}

/* Says what is attached, and lets the child run. */
static int announce(struct pw_session *s)
{
	uint32_t n;
	int err;

	err = pw_session_attached(s, &n);
	if (err || s->options->dry_run)
		return err;
	if (s->options->verbose)
		fprintf(stderr, "probewire %s, module %s built for %s\n",
			PW_VERSION, pw_client_module(s->client)->version,
			pw_client_module(s->client)->release);
	if (s->options->mode == PW_MODE_RUN)
		pw_session_printed(s, pw_output_attached(s->output, n));
	if (getenv("__BPFTRACE_NOTIFY_PROBES_ATTACHED") && !s->failed) {
		pw_output_flush(s->output);
		puts("__BPFTRACE_NOTIFY_PROBES_ATTACHED");
		fflush(stdout);
	}
	if (!s->has_child || s->options->mode != PW_MODE_RUN)
		return PW_EXIT_OK;
	err = pw_child_run(&s->child);
	if (!err)
		return PW_EXIT_OK;
	pw_report_error("cannot run %s: %s", s->child.argv[0], strerror(-err));
	return PW_EXIT_FAILED;
}

/* Only begin and end: there is nothing to wait for. */
static bool waits_for_hits(const struct pw_session *s)
{
	uint32_t i;

	if (s->options->mode != PW_MODE_RUN)
		return false;
	for (i = 0; i < s->prog->n_probes; i++) {
		uint32_t kind = pw_session_probe(s, i)->kind;

		if (kind != PW_PROBE_BEGIN && kind != PW_PROBE_END)
			return true;
	}
	return false;
}

/* There may be tests which nobody has asked for. */
static int no_probes(const struct pw_session *s)
{
	if (s->options->mode == PW_MODE_RUN && s->prog->n_tests)
		pw_report_error("No probes attached; use --test to run test "
				"probes.");
	else if (s->options->mode == PW_MODE_RUN && s->prog->n_benches)
		pw_report_error("No probes attached; use --bench to run "
				"benchmark probes.");
	else if (!s->options->quiet)
		puts("No probes to attach");
	return PW_EXIT_FAILED;
}

static int run_mode(struct pw_session *s)
{
	switch (s->options->mode) {
	case PW_MODE_TEST:
		return pw_session_tests(s);
	case PW_MODE_BENCH:
		return pw_session_benches(s);
	case PW_MODE_RUN:
		break;
	}
	/* What begin prints is printed before end runs, which may change the
	 * maps that it names. */
	if (waits_for_hits(s))
		pw_session_loop(s);
	else
		pw_session_settle(s);
	return PW_EXIT_OK;
}

static int run(struct pw_session *s)
{
	int code, stopped;

	code = prepare_processes(s);
	if (!code)
		code = pw_session_compile(s);
	if (!code && s->options->compile_only)
		return code;
	if (!code && !s->prog->n_probes)
		code = no_probes(s);
	if (!code)
		code = pw_session_open(s);
	if (!code)
		code = attach(s);
	if (!code)
		code = announce(s);
	if (code || s->options->dry_run)
		return code;
	code = run_mode(s);
	stopped = pw_session_stop(s);
	return code ? code : stopped;
}

static void finish(struct pw_session *s)
{
	/* First of all: the probes go, even if the child takes its time. */
	pw_semaphores_lower(&s->semaphores);
	pw_client_close(s->client);
	if (s->has_child)
		pw_child_finish(&s->child);
	pw_output_free(s->output);
	pw_order_free(s->order);
	pw_session_stacks_free(&s->stacks);
	pw_addresses_free(&s->addresses);
	if (s->file && s->file != stdout)
		fclose(s->file);
	if (s->prog)
		pw_program_free(s->prog);
	pw_env_free(&s->env);
}

/* What -d is to show needs no module: it is shown first. */
static int without_module(struct pw_session *s,
			  const struct pw_link_error *error)
{
	if (s->options->debug)
		pw_session_compile(s);
	pw_report_error("%s", error->text);
	return PW_EXIT_SYSTEM;
}

int pw_session_run(const struct pw_options *options, struct pw_source *source)
{
	struct pw_session s = { .options = options, .signals = -1 };
	struct pw_link_error error;
	int code;

	pw_signals_default();
	code = pw_session_load(&s, source);
	if (!code)
		code = need_root();
	if (code)
		return code;
	error.err = pw_client_open(&s.client, &error);
	pw_env_init(&s.env, s.client);
	if (!s.client)
		code = without_module(&s, &error);
	else
		code = run(&s);
	finish(&s);
	return code;
}

int pw_session_list(const struct pw_options *options,
		    struct pw_source *source)
{
	struct pw_session s = { .options = options, .signals = -1 };
	struct pw_link_error error;
	const char *file = NULL;
	int code;

	code = need_root();
	if (code)
		return code;
	/* Without the module its tracepoints are not listed; others are. */
	pw_client_open(&s.client, &error);
	pw_env_init(&s.env, s.client);
	s.env.lang.pid_filter = options->pid;
	if (options->program || options->script)
		file = options->script;
	else if (options->pattern && pw_source_is_file(options->pattern))
		file = options->pattern;
	if (options->program || file) {
		code = pw_session_load(&s, source);
		if (!code)
			code = pw_session_compile(&s);
		if (!code)
			code = pw_list_program(&s.env, s.prog,
					       options->verbose);
	} else {
		code = pw_session_types(&s);
		if (!code)
			code = pw_list_pattern(&s.env, options->pattern,
					       options->verbose);
	}
	finish(&s);
	return code;
}
