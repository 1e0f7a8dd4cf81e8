/* SPDX-License-Identifier: GPL-2.0 */
/*
 * probewire: from the command line to the part that does it.
 */
#include <stdio.h>
#include <string.h>
#include <probewire/version.h>
#include "command/info.h"
#include "command/options.h"
#include "command/report.h"
#include "command/script.h"
#include "command/session.h"
#include "command/tools.h"
#include "doctor/doctor.h"

static void usage(const struct pw_options *options, FILE *out)
{
	if (options->is_tool)
		pw_tool_usage(&options->tool, out);
	else
		pw_options_usage(out);
}

/* Who calls us bpftrace may look for that name. */
static const char *called = "probewire";

static void find_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!strcmp(slash ? slash + 1 : path, "bpftrace"))
		called = "bpftrace";
}

static int dispatch(const struct pw_options *options,
		    struct pw_source *source)
{
	if (options->help) {
		usage(options, stdout);
		return PW_EXIT_OK;
	}
	if (options->version) {
		printf("%s v%s\n", called, PW_VERSION);
		return PW_EXIT_OK;
	}
	if (options->info)
		return pw_info_print();
	if (options->list)
		return pw_session_list(options, source);
	return pw_session_run(options, source);
}

int main(int argc, char **argv)
{
	struct pw_source source;
	struct pw_options options;
	int code;

	if (argc)
		find_name(argv[0]);
	if (argc == 2 && !strcmp(argv[1], "tools"))
		return pw_tools_list();
	if (argc > 1 && !strcmp(argv[1], "doctor"))
		return pw_doctor_main(argc, argv);
	memset(&source, 0, sizeof(source));
	if (pw_options_parse(&options, argc, argv, pw_source_find_tool,
			     &source)) {
		/* What was wrong comes last, where it is seen. */
		usage(&options, stderr);
		fputc('\n', stderr);
		pw_report_error("%s", options.error[0] ? options.error :
				"out of memory");
		code = PW_EXIT_USAGE;
	} else {
		code = dispatch(&options, &source);
	}
	pw_options_free(&options);
	pw_source_free(&source);
	return code;
}
