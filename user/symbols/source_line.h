/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Code by the line of source that it was made from.
 */
#ifndef PW_SYMBOLS_SOURCE_LINE_H
#define PW_SYMBOLS_SOURCE_LINE_H

#include <stddef.h>
#include <stdint.h>

/*
 * The first address, as the program is linked, of a statement at that line, and
 * in that column if it is not 0, of the file whose path ends with `file`. 0;
 * -ENOENT: the program has no debug info; -ESRCH: it says otherwise, see `why`.
 */
int pw_source_line(const char *program, const char *file, uint64_t line,
		   uint64_t column, uint64_t *address, char *why, size_t size);

#endif
