/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The arguments of a system call, and what it returns, as text. What is behind
 * an address that could not be read is shown as the address.
 */
#ifndef PW_OUTPUT_SYSCALL_H
#define PW_OUTPUT_SYSCALL_H

#include "lang/program.h"

struct pw_buf;

void pw_syscall_args_text(struct pw_buf *buf, const struct pw_type *type,
			  const uint8_t *slot);
void pw_syscall_result_text(struct pw_buf *buf, int64_t number,
			    int64_t result);
/* "-2 (ENOENT)" */
void pw_call_error(struct pw_buf *buf, int64_t value);

/* ---- flags.c ---- */

/*
 * A number as the names that a word of lang/syscalls.c stands for:
 * O_RDONLY|O_CLOEXEC. Bits without a name are 0x…. False: the word is no name
 * of flags.
 */
bool pw_flags_text(struct pw_buf *buf, const char *word, size_t len,
		   uint64_t value);
/* "AF_INET"; NULL: it has no name. */
const char *pw_family_name(uint64_t family);

#endif
