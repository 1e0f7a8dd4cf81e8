/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The tools by name, and their list.
 */
#include <stdio.h>
#include <string.h>
#include "command/report.h"
#include "command/tools.h"
#include "output/columns.h"

const struct pw_tool_source *pw_tool_source(const char *name)
{
	unsigned i;

	for (i = 0; i < pw_n_tool_sources; i++)
		if (!strcmp(pw_tool_sources[i].name, name))
			return &pw_tool_sources[i];
	return NULL;
}

int pw_tools_list(void)
{
	struct pw_tool tool;
	char err[256];
	unsigned i;

	for (i = 0; i < pw_n_tool_sources; i++) {
		int found = pw_tool_parse(pw_tool_sources[i].text, &tool, err,
					  sizeof(err));

		if (found != 1) {
			pw_report_error("the table of the tool %s cannot be "
					"read: %s", pw_tool_sources[i].name,
					found ? err : "it has none");
			return PW_EXIT_FAILED;
		}
		printf("%-15s %s\n", tool.name, tool.summary);
		pw_tool_free(&tool);
	}
	return PW_EXIT_OK;
}
