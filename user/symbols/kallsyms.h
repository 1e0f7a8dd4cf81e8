/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's functions, read from /proc/kallsyms. It takes tens of
 * milliseconds: done only for wildcards, lists and error messages.
 */
#ifndef PW_SYMBOLS_KALLSYMS_H
#define PW_SYMBOLS_KALLSYMS_H

#include <stdbool.h>
#include <stdint.h>
#include "symbols/names.h"

struct pw_ksym {
	uint64_t address;	/* 0 if the kernel hides it */
	char type;		/* as nm's: t, T, w, W are text */
	const char *name;
	const char *module;	/* "vmlinux" for the kernel itself */
};

/* Each text symbol of a file like /proc/kallsyms. Returns as pw_file_lines. */
int pw_kallsyms_scan(int fd, int (*take)(void *ctx, const struct pw_ksym *sym),
		     void *ctx);

/*
 * Whether a text symbol is a function's beginning: not a part that the
 * compiler split off, not padding, not a mark of the linker, and not of
 * probewire or of a BPF program.
 */
bool pw_ksym_is_function(const struct pw_ksym *sym);

/*
 * The functions that a pattern means and that can be probed, sorted: "FUNC" for
 * a pattern without module, "MODULE:FUNC" for one with. kallsyms: the open
 * file; blacklist: that of the kernel's functions that must not be probed, or
 * -1. 0 or -errno.
 */
int pw_kallsyms_expand(int kallsyms, int blacklist, const char *pattern,
		       struct pw_names *out);

/*
 * The address of a symbol, data or text, of the kernel or of a module. 0,
 * -ENOENT, -EACCES if the kernel hides addresses, or another -errno.
 */
int pw_kallsyms_address(int fd, const char *name, uint64_t *address);

/* Open the files for the above; a file descriptor or -errno. */
int pw_kallsyms_open(void);
int pw_kallsyms_blacklist_open(void);

#endif
