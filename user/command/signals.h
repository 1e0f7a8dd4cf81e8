/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Signals, turned into something that can be polled. SIGINT and SIGTERM ask for
 * the end; the second of them ends the process at once.
 */
#ifndef PW_COMMAND_SIGNALS_H
#define PW_COMMAND_SIGNALS_H

#include <stdbool.h>

/*
 * Before anything takes its time: what was inherited is dropped. A shell gives
 * its background jobs an ignored SIGINT, and a reader of ours that goes away is
 * to end us (SIGPIPE).
 */
void pw_signals_default(void);

/*
 * A file descriptor that becomes readable on any of the signals; or -errno. It
 * is never closed: a signal that comes while the process ends is written to it,
 * and without a reader that would be a SIGPIPE.
 */
int pw_signals_open(void);
/* Empties it. */
void pw_signals_read(int fd);
/* Has SIGUSR1 come since the last time this was asked? */
bool pw_signals_user(void);
/* Has SIGINT or SIGTERM come? */
bool pw_signals_stop(void);

#endif
