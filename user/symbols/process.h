/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is at an address of a process. A process's memory is known by where its
 * first stack began, `mm`: all that was forked from the same exec has the same,
 * and the same files at the same places. Its map is read when it is first seen,
 * and its files are opened then, so that it may have ended, and its files may
 * be gone, when a name is asked for.
 */
#ifndef PW_SYMBOLS_PROCESS_H
#define PW_SYMBOLS_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include "symbols/functions.h"

struct pw_processes;

/* NULL: no memory. `proc` is "/proc"; tests have another one. has_lines: see
 * pw_functions_new(). */
struct pw_processes *pw_processes_new(const char *proc, bool has_lines);
void pw_processes_free(struct pw_processes *ps);

/* Reads its map, unless that is known. */
void pw_processes_see(struct pw_processes *ps, uint32_t pid, uint64_t mm);

struct pw_in_process {
	const char *name;	/* of the function; NULL: not known */
	uint64_t offset;
	const char *path;	/* of the file that is mapped; NULL: none */
	uint64_t file_offset;
	struct pw_functions *functions;	/* NULL: it could not be read */
};

/* Texts are valid until the next call. */
void pw_processes_find(struct pw_processes *ps, uint32_t pid, uint64_t mm,
		       uint64_t address, struct pw_in_process *out);

/* What could not be named: processes that had ended before anything was known
 * of them, files without symbols. */
struct pw_unnamed {
	uint32_t n_ended;	/* processes */
	const char *file;	/* the first; NULL: none */
};

void pw_processes_unnamed(const struct pw_processes *ps,
			  struct pw_unnamed *out);

#endif
