/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What errors, signals and system calls are called, for strerror(),
 * errno_name(), signal_name() and syscall_name(), and their numbers by name.
 */
#ifndef PW_LANG_TEXTS_H
#define PW_LANG_TEXTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pw_texts {
	PW_TEXTS_ERRORS,
	PW_TEXTS_ERROR_NAMES,
	PW_TEXTS_SIGNALS,
	PW_TEXTS_SYSCALLS
};

/* Texts in a table: those of the numbers below it, some of them unknown. */
uint32_t pw_texts_count(enum pw_texts which);
/* Bytes of a slot that holds any of them, a multiple of 8. */
uint32_t pw_texts_size(enum pw_texts which);
/* Never NULL: a number without a text has that for unknown ones. Errors may be
 * given as negative numbers, as the kernel returns them. */
const char *pw_texts_get(enum pw_texts which, int64_t number);

/* "ENOENT", and "INT" without its SIG; NULL: it has no name. Also of the errors that only the
 * kernel knows, and that say that a call begins anew. */
const char *pw_texts_error(uint64_t error);
const char *pw_texts_signal(uint64_t signal);

/* EPERM, SIGINT, __NR_read: what the headers of that interface define. */
bool pw_texts_constant(const char *name, uint64_t *number);

/* The number of a signal: "KILL", "sigkill" or digits, of `len` bytes. */
bool pw_texts_signal_number(const char *name, size_t len, uint64_t *number);

#endif
