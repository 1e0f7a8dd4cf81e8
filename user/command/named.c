/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Named parameters: those that were given against those that the script asks
 * for with getopt().
 */
#include <stdio.h>
#include <string.h>
#include "command/report.h"
#include "command/session.h"

static bool has_option(const struct pw_program *prog, const char *name)
{
	uint32_t i;

	for (i = 0; i < prog->n_options; i++)
		if (!strcmp(prog->options[i].name, name))
			return true;
	return false;
}

/* What there is, for whoever asked for help or for something else. */
static void tell_options(const struct pw_program *prog, bool help)
{
	uint32_t i;

	if (!prog->n_options) {
		pw_report_hint("no custom program options defined.");
		return;
	}
	fprintf(stderr, "HINT: expected program options:");
	for (i = 0; i < prog->n_options; i++) {
		const struct pw_program_option *option = &prog->options[i];

		fprintf(stderr, "%s--%s", help ? "\n" : i ? ", " : " ",
			option->name);
		if (help && option->about)
			fprintf(stderr, ": %s", option->about);
	}
	fputc('\n', stderr);
}

int pw_session_check_named(const struct pw_session *s)
{
	const struct pw_options *o = s->options;
	bool help = false, wrong = false;
	uint32_t i;

	for (i = 0; i < o->n_named && !o->is_tool; i++) {
		const char *name = o->named[i].name;

		if (has_option(s->prog, name))
			continue;
		if (!strcmp(name, "help")) {
			help = true;
			continue;
		}
		fprintf(stderr, "%s--%s", wrong ? ", " : "ERROR: unexpected "
			"program command line options: ", name);
		wrong = true;
	}
	if (wrong)
		fputc('\n', stderr);
	if (!wrong && !help)
		return PW_EXIT_OK;
	tell_options(s->prog, help);
	return PW_EXIT_FAILED;
}
