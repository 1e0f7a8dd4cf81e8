/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The stacks of a run: the part of the module's table that was read so far, and
 * the names of what is in them.
 */
#ifndef PW_COMMAND_STACKS_H
#define PW_COMMAND_STACKS_H

#include "link/client.h"
#include "output/stack.h"
#include "symbols/addresses.h"
#include "symbols/process.h"

struct pw_session_stacks {
	struct pw_client *client;	/* asked; of the session */
	struct pw_addresses *addresses;
	struct pw_processes *processes;
	uint64_t *words;	/* as in the module's table; 0: not read */
	uint32_t seen;		/* words whose processes are known */
	bool keeps_mangled;	/* cpp_demangle=false */
	bool has_lines;		/* show_debug_info=true */
	bool has_failed;
	struct pw_symbols symbols;
};

/* 0 or -ENOMEM. */
int pw_session_stacks_init(struct pw_session_stacks *s,
			   struct pw_client *client,
			   struct pw_addresses *addresses, bool has_lines);
void pw_session_stacks_free(struct pw_session_stacks *s);

/* The module says that so many words are to be read, while their processes
 * live. */
void pw_session_stacks_news(struct pw_session_stacks *s, uint32_t words);

/* Says once what could not be named, and why. */
void pw_session_stacks_hint(const struct pw_session_stacks *s);

#endif
