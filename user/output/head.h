/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The reading of a tool's head, line by line: what its files share.
 */
#ifndef PW_OUTPUT_HEAD_H
#define PW_OUTPUT_HEAD_H

#include "output/columns.h"

#define PW_HEAD_WORDS	32

/* words: of the line, without their quotes; they live in tool->text. */
struct pw_head_reader {
	struct pw_tool *tool;
	unsigned line;
	unsigned table_line;	/* where there is "table" */
	char *err;
	size_t err_size;
	char *words[PW_HEAD_WORDS];
	unsigned n;
};

/* Says what is wrong with the line; -EINVAL. */
int pw_head_fail(struct pw_head_reader *r, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* head_options.c: each reads the line that begins with its word. */
int pw_head_option(struct pw_head_reader *r);
int pw_head_param(struct pw_head_reader *r);
int pw_head_exclusive(struct pw_head_reader *r);
/* Adds the bit of the option of that name, of `len` bytes, to *bits. */
int pw_head_bit(struct pw_head_reader *r, const char *name, size_t len,
		uint32_t *bits);

/* columns.c */
int pw_head_column(struct pw_head_reader *r);
int pw_head_table(struct pw_head_reader *r);
int pw_head_histogram(struct pw_head_reader *r);
int pw_head_stacks(struct pw_head_reader *r);
/* What can only be judged when all lines have been read. 0 or -EINVAL. */
int pw_head_check(struct pw_head_reader *r);

#endif
