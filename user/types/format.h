/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reads the text of a tracepoint's `format` file, which tracefs gives for the
 * kernel's tracepoints and the module for its own.
 */
#ifndef PW_TYPES_FORMAT_H
#define PW_TYPES_FORMAT_H

#include "lang/lang.h"

/* A format and what it points to. */
struct pw_tp_text {
	struct pw_tp_format format;
	char *text;		/* owns the strings */
};

/*
 * 0; -EINVAL: this is no format; -ENOMEM. The common_ fields are left out.
 * After 0, free with pw_tp_text_free().
 */
int pw_tp_text_parse(const char *text, struct pw_tp_text *out);
void pw_tp_text_free(struct pw_tp_text *text);

/*
 * Calls add() with the declaration of each field behind the common ones, as
 * written: "char comm[16]", without NUL, `len` bytes.
 */
void pw_tp_text_fields(const char *text,
		       void (*add)(void *ctx, const char *field, size_t len),
		       void *ctx);

#endif
