// SPDX-License-Identifier: GPL-2.0
/*
 * A run's script: found, read and compiled.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "command/limits.h"
#include "command/report.h"
#include "command/session.h"
#include "command/tools.h"

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

int pw_session_load(struct pw_session *s, struct pw_source *source)
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
int pw_session_types(struct pw_session *s)
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

/*
 * Of a tool whose option has a value that only the compiler finds wrong, its
 * usage comes first: what was wrong is seen last. Returns the exit code.
 */
static int compile(struct pw_session *s)
{
	bool wrong_value = false;
	char *text = NULL;
	size_t size;
	FILE *err = open_memstream(&text, &size);

	s->env.lang.wrong_value = &wrong_value;
	s->prog = pw_compile(s->name, s->text, &s->env.lang,
			     err ? err : stderr);
	s->env.lang.wrong_value = NULL;
	if (!s->prog && wrong_value) {
		pw_tool_usage(&s->options->tool, stderr);
		fputc('\n', stderr);
	}
	if (err && !fclose(err))
		fputs(text, stderr);
	free(text);
	if (s->prog)
		return PW_EXIT_OK;
	if (s->env.lacks_tracefs) {
		pw_report_no_tracefs();
		return PW_EXIT_SYSTEM;
	}
	return wrong_value ? PW_EXIT_USAGE : PW_EXIT_FAILED;
}

void pw_env_options(struct pw_env *env, const struct pw_options *o)
{
	struct pw_lang_env *lang = &env->lang;

	lang->options = o->named;
	lang->n_options = o->n_named;
	lang->params = o->params;
	lang->n_params = o->n_params;
	lang->is_tool = o->is_tool;
	lang->is_file = !o->is_tool && !o->program;
	lang->choices = o->tool.choices;
	lang->n_choices = o->tool.n_choices;
	lang->headers = o->headers;
	lang->n_headers = o->n_headers;
	env->dirs = o->dirs;
	env->n_dirs = o->n_dirs;
	lang->pid_filter = o->pid;
	/* Who runs a tool did not write it. */
	lang->no_warnings = o->no_warnings || (o->is_tool && !o->verbose);
	lang->tells_faults = o->warnings;
	lang->is_unsafe = o->is_unsafe;
	lang->mode = o->mode;
	lang->max_load = o->max_load;
	env->traceable = o->traceable;
	lang->checks_functions = o->traceable != NULL;
}

int pw_session_compile(struct pw_session *s)
{
	const struct pw_options *o = s->options;
	struct pw_lang_env *lang = &s->env.lang;
	int code;

	pw_env_options(&s->env, o);
	lang->in_pid_ns = in_pid_namespace();
	lang->child = s->has_child ? s->child.pid : 0;
	lang->clock_map = getenv("BPFTRACE_DUMMY_TS_MAP");
	if (lang->clock_map && lang->clock_map[0] == '@')
		lang->clock_map++;
	s->env.addresses = &s->addresses;
	code = pw_limits_read(lang);
	if (!code)
		code = set_filter(s);
	if (!code)
		code = pw_session_types(s);
	if (code)
		return code;
	if (o->debug & PW_DEBUG_AST)
		pw_dump_ast(s->name, s->text, stdout);
	code = compile(s);
	if (code)
		return code;
	if (o->debug & PW_DEBUG_TYPES)
		pw_dump_types(s->prog, stdout);
	if (o->debug & PW_DEBUG_BYTECODE)
		pw_disassemble(s->prog, stdout);
	code = pw_session_check_named(s);
	if (code)
		return code;
	return pw_limits_apply(s->prog);
}
