/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The code by which the kernel is entered and left. Newer kernels have it on
 * their blacklist of kprobes. Older ones let it be probed, and die: a
 * breakpoint there comes before the registers are the kernel's. Those export
 * what is needed to find it.
 */
#ifndef PW_COMPAT_ENTRY_H
#define PW_COMPAT_ENTRY_H

#include <linux/kallsyms.h>

static inline bool pw_is_entry_code(unsigned long addr)
{
#ifdef PW_HAVE_KALLSYMS_LOOKUP_NAME
	static unsigned long start, end;

	if (!end) {
		start = kallsyms_lookup_name("__entry_text_start");
		end = kallsyms_lookup_name("__entry_text_end");
	}
	return addr >= start && addr < end;
#else
	return false;
#endif
}

#endif
