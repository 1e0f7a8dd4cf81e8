/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A run: compile, load, attach, print until something ends it, stop, print what
 * is left and the maps, say what was lost.
 *
 * The control socket owns everything in the kernel: whatever goes wrong here,
 * closing it takes the probes away.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <linux/capability.h>
#include <probewire/version.h>
#include "command/limits.h"
#include "command/list.h"
#include "command/report.h"
#include "command/session.h"
#include "command/mapped.h"
#include "command/targets.h"
#include "command/signals.h"
#include "command/tools.h"
#include "types/tracefs.h"

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

/* It may have been meant as a tool's name. */
static void hint_tool(const char *word)
{
	struct pw_nearest nearest;
	unsigned i;

	pw_nearest_start(&nearest, word);
	for (i = 0; i < pw_n_tool_sources; i++)
		pw_nearest_offer(&nearest, pw_tool_sources[i].name);
	if (nearest.n)
		pw_report_hint("there is a tool called %s",
			       nearest.best[0].name);
}

static int load_source(struct pw_session *s, struct pw_source *source)
{
	const struct pw_options *o = s->options;
	const char *word;
	int err;

	if (o->program) {
		s->name = "stdin";
		s->text = o->program;
		return PW_EXIT_OK;
	}
	word = o->script ? o->script : o->pattern;
	err = pw_source_load(source, word);
	if (err) {
		pw_report_error("failed to open file '%s': %s", word,
				strerror(-err));
		hint_tool(word);
		return PW_EXIT_FAILED;
	}
	s->name = source->name;
	s->text = source->text;
	return PW_EXIT_OK;
}

static int set_filter(struct pw_session *s)
{
	const char *filter = s->options->probe_filter;
	char why[128] = "out of memory";

	if (!filter || s->env.filter ||
	    !pw_env_filter(&s->env, filter, why, sizeof(why)))
		return PW_EXIT_OK;
	pw_report_error("Invalid --probe-filter regex '%s': %s", filter, why);
	return PW_EXIT_FAILED;
}

/* A table that is named must be of use, whatever the script wants of it. */
static int set_types(struct pw_session *s)
{
	struct pw_kernel_types *types = &s->env.types;

	types->given = s->options->types;
	if (!types->given || pw_kernel_types_table(types))
		return PW_EXIT_OK;
	pw_report_error("%s", types->why);
	return PW_EXIT_FAILED;
}

/* The initial namespace's inode never changes; without /proc it is that. */
static bool in_pid_namespace(void)
{
	struct stat st;

	return !stat("/proc/self/ns/pid", &st) && st.st_ino != 0xeffffffcu;
}

static int compile(struct pw_session *s)
{
	const struct pw_options *o = s->options;
	struct pw_lang_env *lang = &s->env.lang;
	int code;

	lang->options = o->named;
	lang->n_options = o->n_named;
	lang->params = o->params;
	lang->n_params = o->n_params;
	lang->headers = o->headers;
	lang->n_headers = o->n_headers;
	s->env.dirs = o->dirs;
	s->env.n_dirs = o->n_dirs;
	lang->pid_filter = o->pid;
	lang->no_warnings = o->no_warnings;
	lang->tells_faults = o->warnings;
	lang->in_pid_ns = in_pid_namespace();
	lang->is_unsafe = o->is_unsafe;
	lang->child = s->has_child ? s->child.pid : 0;
	lang->clock_map = getenv("BPFTRACE_DUMMY_TS_MAP");
	if (lang->clock_map && lang->clock_map[0] == '@')
		lang->clock_map++;
	lang->mode = o->mode;
	lang->max_load = o->max_load;
	s->env.traceable = o->traceable;
	s->env.addresses = &s->addresses;
	if (o->traceable)
		lang->checks_functions = true;
	code = pw_limits_read(lang);
	if (!code)
		code = set_filter(s);
	if (!code)
		code = set_types(s);
	if (code)
		return code;
	if (o->debug & PW_DEBUG_AST)
		pw_dump_ast(s->name, s->text, stdout);
	s->prog = pw_compile(s->name, s->text, lang, stderr);
	if (!s->prog && s->env.lacks_tracefs) {
		pw_report_no_tracefs();
		return PW_EXIT_SYSTEM;
	}
	if (!s->prog)
		return PW_EXIT_FAILED;
	if (o->debug & PW_DEBUG_TYPES)
		pw_dump_types(s->prog, stdout);
	if (o->debug & PW_DEBUG_BYTECODE)
		pw_disassemble(s->prog, stdout);
	code = pw_session_check_named(s);
	if (code)
		return code;
	return pw_limits_apply(s->prog);
}

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
		.map_action = pw_session_map_action, .map_data = s,
		.symbols = &s->stacks.symbols, .debug = write_marker
	};

	return pw_output_new(s->prog, &options, out, err);
}

static int open_output(struct pw_session *s)
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
						&s->addresses);
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
	struct pw_program *prog = s->prog;

	if (error->err != -ENOENT || !error->has_probe ||
	    s->env.lang.checks_functions)
		return pw_session_refused(s, error);
	s->env.lang.checks_functions = true;
	s->prog = pw_compile(s->name, s->text, &s->env.lang, stderr);
	pw_program_free(s->prog);
	s->prog = prog;
	return s->prog && s->env.lang.is_unsafe ?
	       pw_session_refused(s, error) : PW_EXIT_FAILED;
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
static int stop(struct pw_session *s)
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
		code = compile(s);
	if (!code && s->options->compile_only)
		return code;
	if (!code && !s->prog->n_probes)
		code = no_probes(s);
	if (!code)
		code = open_output(s);
	if (!code)
		code = attach(s);
	if (!code)
		code = announce(s);
	if (code || s->options->dry_run)
		return code;
	code = run_mode(s);
	stopped = stop(s);
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
		compile(s);
	pw_report_error("%s", error->text);
	return PW_EXIT_SYSTEM;
}

int pw_session_run(const struct pw_options *options, struct pw_source *source)
{
	struct pw_session s = { .options = options, .signals = -1 };
	struct pw_link_error error;
	int code;

	pw_signals_default();
	code = load_source(&s, source);
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
	if (options->program || options->script)
		file = options->script;
	else if (options->pattern && pw_source_is_file(options->pattern))
		file = options->pattern;
	if (options->program || file) {
		code = load_source(&s, source);
		if (!code)
			code = compile(&s);
		if (!code)
			code = pw_list_program(&s.env, s.prog,
					       options->verbose);
	} else {
		code = set_types(&s);
		if (!code)
			code = pw_list_pattern(&s.env, options->pattern,
					       options->verbose);
	}
	finish(&s);
	return code;
}
