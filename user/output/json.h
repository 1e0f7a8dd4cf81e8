/* SPDX-License-Identifier: GPL-2.0 */
/*
 * JSON as bpftrace writes it. Objects and arrays are put together by those who
 * know what is in them; here is what needs care.
 */
#ifndef PW_OUTPUT_JSON_H
#define PW_OUTPUT_JSON_H

#include <stddef.h>
#include <stdint.h>

struct pw_buf;

/* A string with its quotes. */
void pw_json_string(struct pw_buf *buf, const char *text, size_t len);

/* Makes the text that was appended from `start` on a string. */
void pw_json_quote(struct pw_buf *buf, size_t start);

/* A number; as a string if a 64-bit floating point number cannot hold it, as
 * which most readers of JSON read it. */
void pw_json_unsigned(struct pw_buf *buf, uint64_t v);
void pw_json_signed(struct pw_buf *buf, int64_t v);

#endif
