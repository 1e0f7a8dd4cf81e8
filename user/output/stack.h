/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stacks and symbols as text, in the shapes that bpftrace gives them.
 */
#ifndef PW_OUTPUT_STACK_H
#define PW_OUTPUT_STACK_H

#include <stdbool.h>
#include <stdint.h>
#include <probewire/stack.h>
#include "symbols/lines.h"

struct pw_buf;
struct pw_type;
struct pw_value_env;

#define PW_BUILD_ID_SIZE	20

/* What is at an address. Texts are valid until the next question. */
struct pw_where {
	const char *name;	/* of the symbol; NULL: not known */
	uint64_t offset;	/* from the symbol's beginning */
	const char *module;	/* the file that is mapped there; or NULL */
	bool has_build_id;
	uint8_t build_id[PW_BUILD_ID_SIZE];
	uint64_t file_offset;
	/* Where lines are shown: see pw_lines_at(). */
	unsigned int n_lines;
	struct pw_line lines[PW_LINES_MAX];
};

/* Who knows stacks and symbols; a function that is NULL knows none. */
struct pw_symbols {
	void *data;
	/* The stack of that number, or NULL. Valid until the next question. */
	const struct pw_stack *(*stack)(void *data, uint64_t number);
	/* What is at an address of the kernel, or of the stack's process. */
	void (*kernel)(void *data, uint64_t address, struct pw_where *where);
	void (*process)(void *data, const struct pw_stack *stack,
			uint64_t address, struct pw_where *where);
};

/* A stack: a line for each frame, behind an empty one. What ksym() and usym()
 * give: the name without an offset. */
void pw_symbolic_text(struct pw_buf *buf, const struct pw_value_env *env,
		      const struct pw_type *type, uint64_t v);
/* Names from the outermost frame on, with ';' before each that follows
 * something in the line, which begins at `start`. */
void pw_stack_fold(struct pw_buf *buf, const struct pw_value_env *env,
		   const struct pw_type *type, uint64_t number, size_t start);
/* A line for each frame, the innermost first. */
void pw_stack_lines(struct pw_buf *buf, const struct pw_value_env *env,
		    uint64_t number, size_t indent, bool has_offsets);

#endif
