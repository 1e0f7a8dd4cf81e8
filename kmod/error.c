/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The refusals of sessions and probes. Process context.
 */
#include "error.h"

int pw_fail(struct pw_error *err, int error, const char *fmt, ...)
{
	va_list args;

	err->probe = PW_NOWHERE;
	err->insn = PW_NOWHERE;
	va_start(args, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, args);
	va_end(args);
	return error;
}
