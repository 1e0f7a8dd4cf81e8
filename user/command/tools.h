/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The tools: the scripts of user/tools, compiled into the command. The table is
 * made by the Makefile as build/user/tools_table.c, in the order of the names.
 */
#ifndef PW_COMMAND_TOOLS_H
#define PW_COMMAND_TOOLS_H

struct pw_tool_source {
	const char *name;	/* "tcpstates" */
	const char *text;	/* the whole script */
};

extern const struct pw_tool_source pw_tool_sources[];
extern const unsigned pw_n_tool_sources;

/* The tool of this name, or NULL. */
const struct pw_tool_source *pw_tool_source(const char *name);

/* `probewire tools`: each tool's name and what it is for. */
int pw_tools_list(void);

#endif
