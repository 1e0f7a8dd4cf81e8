/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Messages on stderr, and the exit codes.
 */
#ifndef PW_COMMAND_REPORT_H
#define PW_COMMAND_REPORT_H

enum pw_exit {
	PW_EXIT_OK,
	PW_EXIT_FAILED,		/* the script, or its run */
	PW_EXIT_USAGE,
	PW_EXIT_SYSTEM		/* module, permission or version */
};

/* "ERROR: …", "WARNING: …", "HINT: …"; one sentence without newline. */
void pw_report_error(const char *format, ...)
	__attribute__((format(printf, 1, 2)));
void pw_report_warning(const char *format, ...)
	__attribute__((format(printf, 1, 2)));
void pw_report_hint(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* That tracefs is not mounted, and how to mount it. */
void pw_report_no_tracefs(void);

#endif
