/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's tracepoints as tracefs shows them.
 */
#ifndef PW_TYPES_TRACEFS_H
#define PW_TYPES_TRACEFS_H

/*
 * The directory of tracefs, as a file descriptor to close; -ENOENT: it is not
 * mounted, neither at its own place nor in debugfs; -EACCES.
 */
int pw_tracefs_open(void);

/*
 * The text of an event's format file, to be freed; -ENOENT: there is no such
 * event.
 */
int pw_tracefs_format(int tracefs, const char *category, const char *name,
		      char **text);

/*
 * Calls add() with each event that can be traced, as "category:name". 0 or
 * -errno, or what add() returned if that was not 0.
 */
int pw_tracefs_events(int tracefs, int (*add)(void *ctx, char *event),
		      void *ctx);

#endif
