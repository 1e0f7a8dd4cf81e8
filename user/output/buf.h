/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A byte buffer that grows. A row is put together here and written at once.
 * Memory that cannot be had is remembered, not reported by each call.
 */
#ifndef PW_OUTPUT_BUF_H
#define PW_OUTPUT_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pw_buf {
	char *data;
	size_t len;
	size_t size;
	bool failed;	/* something is missing */
};

void pw_buf_free(struct pw_buf *buf);
/* Room for n more bytes: where to write them, NULL if there is no memory. The
 * caller adds what it wrote to len. */
char *pw_buf_room(struct pw_buf *buf, size_t n);
void pw_buf_add(struct pw_buf *buf, const void *data, size_t len);
void pw_buf_str(struct pw_buf *buf, const char *text);
void pw_buf_char(struct pw_buf *buf, char c);
void pw_buf_fill(struct pw_buf *buf, char c, size_t n);
void pw_buf_unsigned(struct pw_buf *buf, uint64_t v);
void pw_buf_signed(struct pw_buf *buf, int64_t v);
void pw_buf_hex(struct pw_buf *buf, uint64_t v);
/* With "0x" in front. */
void pw_buf_0x(struct pw_buf *buf, uint64_t v);
/* Blanks before (or behind, if left) the text that starts at `start`, until it
 * has `width` bytes. */
void pw_buf_pad(struct pw_buf *buf, size_t start, size_t width, bool left);

#endif
