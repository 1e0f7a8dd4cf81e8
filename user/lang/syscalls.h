/* SPDX-License-Identifier: GPL-2.0 */
/*
 * System calls of x86-64: what their arguments are, and the classes that
 * strace's %file and the like mean.
 */
#ifndef PW_LANG_SYSCALLS_H
#define PW_LANG_SYSCALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The words that describe a call's arguments, or NULL: it is not known. The
 * words are those of enum pw_arg_kind and of the flags of user/output/flags.h.
 * A first word "=WORD" is what it returns.
 */
const char *pw_syscall_args(int64_t number);

/* Of word `n` of such a description: its length, 0: there are fewer. */
size_t pw_syscall_word(const char *args, unsigned int n, const char **word);

/* What a call's argument points to, and how it is read. */
enum pw_text_kind {
	PW_TEXT_STRING,
	PW_TEXT_COUNTED,	/* as many bytes as the next argument says */
	PW_TEXT_RETURNED,	/* as many as the call returns */
	PW_TEXT_FIXED		/* .size */
};

struct pw_syscall_text {
	uint8_t arg;
	uint8_t kind;
	uint8_t size;
};

/*
 * The first `max` arguments that point to something that is shown: what the
 * caller has put there, and at the call's end also what the kernel has.
 */
unsigned int pw_syscall_texts(int64_t number, bool at_end,
			      struct pw_syscall_text *out, unsigned int max);

/*
 * "open,%file": names, and classes with % before them; "!open,%file": all but
 * these; "" and "all" are all. Sets out[NUMBER] for the first `n` numbers, if
 * out is not NULL. NULL, or the word that nobody knows, of *len bytes.
 */
const char *pw_syscall_set(const char *set, bool *out, size_t n, int *len);

#endif
