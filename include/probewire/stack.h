/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The stacks of a session: a table of words that only grows. A stack is known
 * by its number, the word where it begins; equal stacks have equal numbers, and
 * 0 is one without frames. The module fills the table, the command reads it.
 */
#ifndef PROBEWIRE_STACK_H
#define PROBEWIRE_STACK_H

#include <linux/types.h>

#define PW_STACK_DEPTH_MAX	1024u	/* frames of one */
#define PW_STACK_WORDS		(1u << 20)	/* of the table, 8 bytes each */
#define PW_STACK_HEAD_WORDS	2u

struct pw_stack {
	__u32 head;	/* PW_STACK_*; set last, 0 until then */
	__u32 pid;	/* of the process; 0: a stack of the kernel */
	__u64 mm;	/* where the process's first stack began: the same in
			 * what it forks, another one after exec, and to be
			 * read in /proc/PID/stat; 0: a stack of the kernel */
	__u64 frame[];	/* addresses, the innermost first */
};

#define PW_STACK_FRAMES	0xffffu		/* how many */
#define PW_STACK_WHOLE	(1u << 31)

/* Whose stack is asked for. */
enum pw_stack_of {
	PW_STACK_KERNEL,
	PW_STACK_USER
};

#endif
