// SPDX-License-Identifier: GPL-2.0
/*
 * The growing buffer that rows, maps and JSON objects are put together in. It
 * is kept from row to row, so that printing a record allocates nothing. One
 * thread; no locks.
 */
#include <stdlib.h>
#include <string.h>
#include "output/buf.h"

#define FIRST_SIZE	512

void pw_buf_free(struct pw_buf *buf)
{
	free(buf->data);
	memset(buf, 0, sizeof(*buf));
}

char *pw_buf_room(struct pw_buf *buf, size_t n)
{
	size_t size = buf->size ? buf->size : FIRST_SIZE;
	char *data;

	if (n <= buf->size - buf->len)
		return buf->data + buf->len;
	if (n > SIZE_MAX / 2 - buf->len) {
		buf->failed = true;
		return NULL;
	}
	while (size - buf->len < n)
		size *= 2;
	data = realloc(buf->data, size);
	if (!data) {
		buf->failed = true;
		return NULL;
	}
	buf->data = data;
	buf->size = size;
	return buf->data + buf->len;
}

void pw_buf_add(struct pw_buf *buf, const void *data, size_t len)
{
	char *room;

	if (!len)
		return;
	room = pw_buf_room(buf, len);
	if (!room)
		return;
	memcpy(room, data, len);
	buf->len += len;
}

void pw_buf_str(struct pw_buf *buf, const char *text)
{
	pw_buf_add(buf, text, strlen(text));
}

void pw_buf_char(struct pw_buf *buf, char c)
{
	pw_buf_add(buf, &c, 1);
}

void pw_buf_fill(struct pw_buf *buf, char c, size_t n)
{
	char *room = pw_buf_room(buf, n);

	if (!room || !n)
		return;
	memset(room, c, n);
	buf->len += n;
}

static void add_digits(struct pw_buf *buf, uint64_t v, unsigned base)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = "0123456789abcdef"[v % base];
		v /= base;
	} while (v);
	pw_buf_add(buf, digits + at, sizeof(digits) - at);
}

void pw_buf_unsigned(struct pw_buf *buf, uint64_t v)
{
	add_digits(buf, v, 10);
}

void pw_buf_signed(struct pw_buf *buf, int64_t v)
{
	if (v < 0)
		pw_buf_char(buf, '-');
	add_digits(buf, v < 0 ? 0 - (uint64_t)v : (uint64_t)v, 10);
}

void pw_buf_hex(struct pw_buf *buf, uint64_t v)
{
	add_digits(buf, v, 16);
}

void pw_buf_0x(struct pw_buf *buf, uint64_t v)
{
	pw_buf_str(buf, "0x");
	pw_buf_hex(buf, v);
}

void pw_buf_pad(struct pw_buf *buf, size_t start, size_t width, bool left)
{
	size_t len = buf->len - start;
	size_t blanks;

	if (len >= width)
		return;
	blanks = width - len;
	if (left) {
		pw_buf_fill(buf, ' ', blanks);
		return;
	}
	if (!pw_buf_room(buf, blanks))
		return;
	memmove(buf->data + start + blanks, buf->data + start, len);
	memset(buf->data + start, ' ', blanks);
	buf->len += blanks;
}
