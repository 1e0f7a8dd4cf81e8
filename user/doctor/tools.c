/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The tools: each is compiled as if it were to be run, with something for each
 * parameter that it requires, and the module is asked for its functions: what
 * it needs of this kernel is looked for where a run would. Only on this
 * machine, and only with the module.
 */
#include <stdlib.h>
#include <string.h>
#include "command/limits.h"
#include "command/session.h"
#include "command/tools.h"
#include "doctor/doctor.h"
#include "lang/lang.h"

/* The first message, without its place. */
static void first_error(char *text, const char *name)
{
	char *at = strstr(text, "ERROR: ");

	at = at ? at + strlen("ERROR: ") : text;
	memmove(text, at, strlen(at) + 1);
	text[strcspn(text, "\n")] = '\0';
	if (!*text)
		snprintf(text, 64, "%s does not compile", name);
}

static bool is_function(const struct pw_probe_def *def)
{
	return def->kind == PW_PROBE_KPROBE || def->kind == PW_PROBE_FENTRY ||
	       def->kind == PW_PROBE_KRETPROBE || def->kind == PW_PROBE_FEXIT;
}

/* The first function of the program's that may not be probed, or NULL. */
static const char *lacks(const struct pw_program *prog,
			 const struct pw_lang_env *lang)
{
	const struct pw_probe_def *defs = pw_program_probes(prog);
	const char **names = calloc(prog->n_probes + 1, sizeof(*names));
	uint8_t *there = calloc(prog->n_probes + 1, 1);
	const char *lacking = NULL;
	uint32_t i, n = 0;

	for (i = 0; names && there && i < prog->n_probes; i++)
		if (is_function(&defs[i]) &&
		    !(defs[i].flags & PW_PROBE_F_OPTIONAL))
			names[n++] = pw_program_target(prog, &defs[i]);
	if (n && !lang->functions(lang->data, names, n, there))
		for (i = n; i > 0; i--)
			if (!there[i - 1])
				lacking = names[i - 1];
	free(names);
	free(there);
	return lacking;
}

static void examine(struct pw_doctor *d, const struct pw_tool_source *tool,
		    const struct pw_lang_env *lang)
{
	struct pw_program *prog;
	const char *lacking;
	char *text = NULL;
	char why[512];
	size_t len;
	FILE *file;

	file = open_memstream(&text, &len);
	if (!file) {
		d->failed = true;
		return;
	}
	prog = pw_compile(tool->name, tool->text, lang, file);
	fclose(file);
	lacking = prog ? lacks(prog, lang) : NULL;
	if (prog && !lacking) {
		pw_doctor_add(d, PW_HEALTH_OK, "tools", "%s has all that it "
			      "needs", tool->name);
	} else {
		snprintf(why, sizeof(why), "%s", text ? text : "");
		if (lacking)
			snprintf(why, sizeof(why), "there is no function %s "
				 "that may be probed", lacking);
		else
			first_error(why, tool->name);
		pw_doctor_add(d, PW_HEALTH_WARNING, "tools", "%s cannot run "
			      "on this kernel: %s", tool->name, why);
	}
	pw_program_free(prog);
	free(text);
}

/* Something that every kernel has. */
static char *value_for(enum pw_value_kind kind)
{
	static char file[] = "/", function[] = "vfs_read", number[] = "1";

	switch (kind) {
	case PW_VALUE_FILE:
		return file;
	case PW_VALUE_PROBE:
	case PW_VALUE_TRACE:
		return function;
	default:
		return number;
	}
}

/* The command line that runs the tool: its words, of which `words` has room for
 * all parameters and two more; how many. */
static int command_line(const struct pw_tool_source *source, char **words)
{
	static char command[] = "probewire";
	struct pw_tool tool;
	char err[256];
	int n = 0;

	words[n++] = command;
	words[n++] = (char *)source->name;
	if (pw_tool_parse(source->text, &tool, err, sizeof(err)) != 1)
		return n;
	for (uint32_t i = 0; i < tool.n_params; i++)
		if (tool.params[i].is_required)
			words[n++] = value_for(tool.params[i].kind);
	pw_tool_free(&tool);
	return n;
}

static void examine_by_name(struct pw_doctor *d, struct pw_env *env,
			    const struct pw_tool_source *tool)
{
	char *words[PW_TOOL_PARAMS_MAX + 2];
	int n = command_line(tool, words);
	struct pw_source source = { 0 };
	struct pw_options options;

	if (pw_options_parse(&options, n, words, pw_source_find_tool,
			     &source)) {
		pw_doctor_add(d, PW_HEALTH_WARNING, "tools", "%s cannot run: "
			      "%s", tool->name, options.error);
	} else {
		pw_env_options(env, &options);
		examine(d, tool, &env->lang);
	}
	pw_options_free(&options);
	pw_source_free(&source);
}

void pw_doctor_tools(struct pw_doctor *d)
{
	struct pw_client *client = NULL;
	struct pw_link_error error;
	struct pw_env env;
	unsigned int i;

	if (*d->root || d->uid || pw_client_open(&client, &error))
		return;
	pw_env_init(&env, client);
	if (!pw_limits_read(&env.lang))
		for (i = 0; i < pw_n_tool_sources; i++)
			examine_by_name(d, &env, &pw_tool_sources[i]);
	pw_env_free(&env);
	pw_client_close(client);
}
