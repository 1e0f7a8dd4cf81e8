/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Calls as text: argstr() and retstr(), of functions and of system calls. A hit
 * takes numbers and, of a system call, what two of its arguments point to; text
 * is made of them by user/output.
 */
#ifndef PW_LANG_CALL_H
#define PW_LANG_CALL_H

#include "lang/ast.h"
#include "lang/program.h"

struct pw_checker;
struct pw_compile;
struct pw_func;
struct pw_gen;
struct pw_probe;

/*
 * A value of type SYSCALL: its number, six arguments, then texts, each of them
 * 8 bytes and room for what was read. The first byte of the 8 is 1 + the number
 * of the argument, 0: nothing was read; those above it say how many bytes, of
 * data. The type's length is how many bytes of data are shown.
 */
#define PW_CALL_ARGS		6u
#define PW_SYSCALL_TEXTS	2u
#define PW_SYSCALL_TEXT_AT	(8u + 8u * PW_CALL_ARGS)

static inline uint32_t pw_syscall_room(const struct pw_type *type)
{
	return (type->size - PW_SYSCALL_TEXT_AT) / PW_SYSCALL_TEXTS - 8;
}

/* argstr() or retstr(). */
bool pw_is_call_text(const struct pw_expr *e);
/* Types of these and of syscall_in(); false: none of these. */
bool pw_check_call_text(struct pw_checker *ck, struct pw_expr *e,
			const struct pw_func *func);
void pw_gen_call_text(struct pw_gen *g, struct pw_expr *e, uint32_t offset);
/* prototype.c: of the function that the probe is on. */
void pw_probe_shape(struct pw_compile *c, const struct pw_probe *probe,
		    struct pw_shape *out);

#endif
