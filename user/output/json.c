// SPDX-License-Identifier: GPL-2.0
/*
 * JSON strings and numbers, the one place that escapes. As bpftrace does it:
 * \" \\ \n \r \t, other control characters as \u00XX, everything else as it
 * is, numbers beyond what a double holds as strings.
 *
 * Beyond bpftrace: bytes that are not UTF-8 (a name cut within a character)
 * become U+FFFD. Passed on they would make the line no JSON at all; readers
 * such as jansson and Python refuse it.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "output/buf.h"
#include "output/json.h"

/* Bytes of the UTF-8 character at s, 0 if there is none. */
static size_t utf8_length(const unsigned char *s, size_t len)
{
	size_t n, i;

	if (s[0] < 0x80)
		return 1;
	if (s[0] >= 0xc2 && s[0] <= 0xdf)
		n = 2;
	else if (s[0] >= 0xe0 && s[0] <= 0xef)
		n = 3;
	else if (s[0] >= 0xf0 && s[0] <= 0xf4)
		n = 4;
	else
		return 0;
	if (n > len)
		return 0;
	for (i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	}
	/* Overlong forms, surrogates and what is above U+10FFFF. */
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

static void escape(struct pw_buf *buf, unsigned char c)
{
	char text[6] = "\\u00";

	switch (c) {
	case '"':
		pw_buf_str(buf, "\\\"");
		break;
	case '\\':
		pw_buf_str(buf, "\\\\");
		break;
	case '\n':
		pw_buf_str(buf, "\\n");
		break;
	case '\r':
		pw_buf_str(buf, "\\r");
		break;
	case '\t':
		pw_buf_str(buf, "\\t");
		break;
	default:
		text[4] = "0123456789abcdef"[c >> 4];
		text[5] = "0123456789abcdef"[c & 15];
		pw_buf_add(buf, text, sizeof(text));
		break;
	}
}

void pw_json_string(struct pw_buf *buf, const char *text, size_t len)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t i = 0, plain = 0;

	pw_buf_char(buf, '"');
	while (i < len) {
		bool special = s[i] < 0x20 || s[i] == '"' || s[i] == '\\';
		size_t n = special ? 0 : utf8_length(s + i, len - i);

		if (n) {
			i += n;
			continue;
		}
		pw_buf_add(buf, text + plain, i - plain);
		if (special)
			escape(buf, s[i]);
		else
			pw_buf_str(buf, "\\ufffd");
		plain = ++i;
	}
	pw_buf_add(buf, text + plain, len - plain);
	pw_buf_char(buf, '"');
}

static bool is_plain(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (text[i] < 0x20 || text[i] > 0x7e || text[i] == '"' ||
		    text[i] == '\\')
			return false;
	}
	return true;
}

void pw_json_quote(struct pw_buf *buf, size_t start)
{
	size_t len = buf->len - start;
	char *copy;

	if (!pw_buf_room(buf, 2))
		return;
	if (is_plain(buf->data + start, len)) {
		memmove(buf->data + start + 1, buf->data + start, len);
		buf->data[start] = '"';
		buf->data[start + 1 + len] = '"';
		buf->len += 2;
		return;
	}
	copy = malloc(len);
	if (!copy) {
		buf->failed = true;
		return;
	}
	memcpy(copy, buf->data + start, len);
	buf->len = start;
	pw_json_string(buf, copy, len);
	free(copy);
}

/* Whether a double holds it: at most 53 bits from the first 1 to the last. */
static bool fits_double(uint64_t magnitude)
{
	while (magnitude && !(magnitude & 1))
		magnitude >>= 1;
	return magnitude < (1ull << 53);
}

void pw_json_unsigned(struct pw_buf *buf, uint64_t v)
{
	bool fits = fits_double(v);

	if (!fits)
		pw_buf_char(buf, '"');
	pw_buf_unsigned(buf, v);
	if (!fits)
		pw_buf_char(buf, '"');
}

void pw_json_signed(struct pw_buf *buf, int64_t v)
{
	bool fits = fits_double(v < 0 ? 0 - (uint64_t)v : (uint64_t)v);

	if (!fits)
		pw_buf_char(buf, '"');
	pw_buf_signed(buf, v);
	if (!fits)
		pw_buf_char(buf, '"');
}
