/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The engine's refusals. Process context.
 */
#include "error.h"

int pw_refuse(struct pw_error *err, u32 probe, u32 insn, const char *fmt, ...)
{
	va_list args;

	err->probe = probe;
	err->insn = insn;
	va_start(args, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, args);
	va_end(args);
	return -EINVAL;
}
