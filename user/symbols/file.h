/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files of /proc and tracefs, read line by line without holding them: their
 * size is not known before, and /proc/kallsyms has several megabytes.
 */
#ifndef PW_SYMBOLS_FILE_H
#define PW_SYMBOLS_FILE_H

#include <stddef.h>

/*
 * Calls take() with each line, NUL-terminated and without its newline; it may
 * write into the line. 0, -errno of reading, or what take() returned if that
 * was not 0. A line longer than 4095 bytes is passed over.
 */
int pw_file_lines(int fd, int (*take)(void *ctx, char *line), void *ctx);

/* The whole rest of a file, NUL-terminated; -EFBIG beyond max bytes. */
int pw_file_text(int fd, size_t max, char **text);

#endif
