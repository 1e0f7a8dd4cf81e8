/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Programs and libraries as people name them: "bash", "libc", "libssl.so.3",
 * "./a.out", "/usr/bin/py*".
 */
#ifndef PW_SYMBOLS_BINARY_H
#define PW_SYMBOLS_BINARY_H

#include <sys/types.h>
#include "symbols/names.h"

/*
 * Adds the paths of the files that `spec` means. A name without a slash is
 * looked for among libraries, as the dynamic linker's cache has them, and along
 * PATH; '*', '?' and '[]' are wildcards, and of what they match only ELF files
 * count. "*" alone means what a process (pid; 0: any process) has mapped as
 * code. The files of a process with another root are looked for there. 0,
 * -ENOENT if there is none, or -errno.
 */
int pw_binary_find(const char *spec, pid_t pid, struct pw_names *out);

/* FILE of "FILE:FUNCTION", to be freed; NULL without memory. */
char *pw_binary_of(const char *target);

#endif
