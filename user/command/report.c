/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Messages for people, in the form that the compiler's have too.
 */
#include <stdarg.h>
#include <stdio.h>
#include "command/report.h"

static void report(const char *kind, const char *format, va_list args)
{
	fprintf(stderr, "%s: ", kind);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

void pw_report_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report("ERROR", format, args);
	va_end(args);
}

void pw_report_warning(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report("WARNING", format, args);
	va_end(args);
}

void pw_report_hint(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report("HINT", format, args);
	va_end(args);
}

void pw_report_no_tracefs(void)
{
	pw_report_error("tracefs is not mounted: mount it with mount -t "
			"tracefs nodev /sys/kernel/tracing (before Linux 4.1: "
			"mount -t debugfs nodev /sys/kernel/debug)");
}
