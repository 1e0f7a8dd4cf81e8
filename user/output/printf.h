/* SPDX-License-Identifier: GPL-2.0 */
/*
 * printf() over typed values. A format is split into literals and conversions
 * once, when the program is loaded.
 */
#ifndef PW_OUTPUT_PRINTF_H
#define PW_OUTPUT_PRINTF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pw_buf;
struct pw_type;
struct pw_value_env;

/* A conversion: "%-10.10s". */
struct pw_spec {
	bool left, plus, space, alt, zero;
	uint8_t length;		/* bytes of an integer: 1, 2, 4 or 8 */
	char conv;		/* d u o x X c s p r f; g: %gr */
	char variant;		/* of r: 0, 'x' or 'h' */
	uint32_t width;
	int32_t precision;	/* -1: none */
};

/*
 * Reads the conversion at `text`, which is a '%'. Returns what follows it, or
 * NULL if this is no conversion. "%%" is one with conv '%'. %i is given as d,
 * %F as f; a '*' stands for no width or no precision, as in bpftrace.
 */
const char *pw_spec_parse(const char *text, struct pw_spec *spec);

/* Each appends one converted value. */
void pw_spec_signed(struct pw_buf *buf, const struct pw_spec *spec, int64_t v);
void pw_spec_unsigned(struct pw_buf *buf, const struct pw_spec *spec,
		      uint64_t v);
void pw_spec_text(struct pw_buf *buf, const struct pw_spec *spec,
		  const char *text, size_t len);
/* v / scale with the precision's digits, rounded; scale: 1 to 10^12. */
void pw_spec_scaled(struct pw_buf *buf, const struct pw_spec *spec,
		    uint64_t magnitude, bool negative, uint64_t scale);

struct pw_format;

/* NULL: no memory. */
struct pw_format *pw_format_new(const char *text);
void pw_format_free(struct pw_format *format);

/* Conversions in it, each of which takes one value. */
uint32_t pw_format_n_specs(const struct pw_format *format);
const struct pw_spec *pw_format_spec(const struct pw_format *format,
				     uint32_t i);

/*
 * Appends the text. `slots` holds the values of the n types one behind the
 * other; all the types were accepted by pw_type_check(). Conversions that have
 * no value print nothing.
 */
void pw_format_print(const struct pw_format *format, struct pw_buf *buf,
		     const struct pw_value_env *env,
		     const struct pw_type *types, uint32_t n,
		     const uint8_t *slots);

#endif
