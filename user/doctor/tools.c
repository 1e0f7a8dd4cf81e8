/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The tools: each is compiled as if it were to be run, so that what it needs
 * of this kernel (tracepoints, functions, types) is looked for where a run
 * would. Only on this machine, and only with the module.
 */
#include <stdlib.h>
#include <string.h>
#include "command/env.h"
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

static void examine(struct pw_doctor *d, const struct pw_tool_source *tool,
		    const struct pw_lang_env *lang)
{
	struct pw_program *prog;
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
	if (prog) {
		pw_doctor_add(d, PW_HEALTH_OK, "tools", "%s has all that it "
			      "needs", tool->name);
	} else {
		snprintf(why, sizeof(why), "%s", text ? text : "");
		first_error(why, tool->name);
		pw_doctor_add(d, PW_HEALTH_WARNING, "tools", "%s cannot run "
			      "on this kernel: %s", tool->name, why);
	}
	pw_program_free(prog);
	free(text);
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
	env.lang.checks_functions = true;
	for (i = 0; i < pw_n_tool_sources; i++)
		examine(d, &pw_tool_sources[i], &env.lang);
	pw_env_free(&env);
	pw_client_close(client);
}
