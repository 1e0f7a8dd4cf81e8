/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The processes that a run is about: the one that -c starts, and the one that
 * -p names.
 */
#ifndef PW_COMMAND_CHILD_H
#define PW_COMMAND_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

struct pw_child {
	pid_t pid;		/* 0: there is none, or it has ended */
	int go;			/* pipe: what it waits for before it runs */
	int result;		/* pipe: why it could not run */
	char **argv;		/* for it to run */
	char *words;		/* what argv points to */
};

/*
 * Makes the process, which waits until pw_child_run() and does nothing if that
 * is never called, however we end. The command's words are separated by blanks
 * and may be quoted with ' or ". 0; -EINVAL: no command; or -errno.
 */
int pw_child_prepare(struct pw_child *child, const char *command);
/* Lets it run. 0, or the -errno of execvp(). */
int pw_child_run(struct pw_child *child);
/* Has it ended? */
bool pw_child_ended(struct pw_child *child);
/* Ends it if it has not ended yet. To be called after prepare in any case. */
void pw_child_finish(struct pw_child *child);

/* Splits a command into words; exported for its unit test. */
int pw_child_split(struct pw_child *child, const char *command);

/* Is there a process of that number that has not ended? */
bool pw_process_lives(pid_t pid);

#endif
