// SPDX-License-Identifier: GPL-2.0
/*
 * printf() over typed values, with C's flags, widths and precisions. As in C
 * and bpftrace a conversion without a length modifier takes 32 bits of an
 * integer; %s takes any value. Floating point exists only as pw_spec_scaled().
 * One thread; no locks.
 */
#include <stdlib.h>
#include <string.h>
#include "output/buf.h"
#include "output/gfp.h"
#include "output/printf.h"
#include "output/value.h"

#define WIDTH_MAX	65535
#define DIGITS_MAX	22	/* of 64 bits in octal */

struct fragment {
	const char *text;	/* before the conversion */
	size_t len;
	struct pw_spec spec;
};

struct pw_format {
	uint32_t n;
	const char *tail;
	size_t tail_len;
	struct fragment fragments[];
};

/* Reads digits or a '*', which stands for nothing. -1: there are none. */
static int32_t read_number(const char **text)
{
	int32_t v = -1;

	if (**text == '*') {
		(*text)++;
		return -1;
	}
	while (**text >= '0' && **text <= '9') {
		v = (v < 0 ? 0 : v) * 10 + (**text - '0');
		if (v > WIDTH_MAX)
			v = WIDTH_MAX;
		(*text)++;
	}
	return v;
}

static const char *read_length(const char *text, struct pw_spec *spec)
{
	spec->length = 4;
	for (; *text && strchr("hlLjzt", *text); text++) {
		if (*text != 'h')
			spec->length = 8;
		else
			spec->length = spec->length == 4 ? 2 : 1;
	}
	return text;
}

static const char *read_flags(const char *text, struct pw_spec *spec)
{
	for (;; text++) {
		if (*text == '-')
			spec->left = true;
		else if (*text == '+')
			spec->plus = true;
		else if (*text == ' ')
			spec->space = true;
		else if (*text == '#')
			spec->alt = true;
		else if (*text == '0')
			spec->zero = true;
		else
			return text;
	}
}

const char *pw_spec_parse(const char *text, struct pw_spec *spec)
{
	int32_t width;

	memset(spec, 0, sizeof(*spec));
	text = read_flags(text + 1, spec);
	width = read_number(&text);
	spec->width = width < 0 ? 0 : width;
	spec->precision = -1;
	if (*text == '.') {
		bool star = *++text == '*';

		/* No digits: 0, as in C. */
		spec->precision = read_number(&text);
		if (spec->precision < 0 && !star)
			spec->precision = 0;
	}
	text = read_length(text, spec);
	if (text[0] == 'g' && text[1] == 'r') {
		spec->conv = 'g';
		return text + 2;
	}
	if (!*text || !strchr("diuoxXcspfFr%", *text))
		return NULL;
	spec->conv = *text++;
	if (spec->conv == 'i')
		spec->conv = 'd';
	if (spec->conv == 'F')
		spec->conv = 'f';
	if (spec->conv == 'r' && (*text == 'x' || *text == 'h'))
		spec->variant = *text++;
	return text;
}

/*
 * Puts a number together: blanks, sign or base, zeros up to `least` digits,
 * digits. With `zero` the zeros fill the width, unless it is filled behind.
 */
static void add_number(struct pw_buf *buf, const struct pw_spec *spec,
		       const char *prefix, const char *digits, size_t n,
		       size_t least, bool zero)
{
	size_t used = strlen(prefix) + n;
	size_t zeros = least > n ? least - n : 0;
	size_t start = buf->len;

	if (zero && !spec->left && used < spec->width)
		zeros = spec->width - used;
	pw_buf_str(buf, prefix);
	pw_buf_fill(buf, '0', zeros);
	pw_buf_add(buf, digits, n);
	pw_buf_pad(buf, start, spec->width, spec->left);
}

/* Decimal, octal or hexadecimal digits. */
static void add_integer(struct pw_buf *buf, const struct pw_spec *spec,
			const char *prefix, uint64_t v)
{
	const char *set = spec->conv == 'X' ? "0123456789ABCDEF" :
					      "0123456789abcdef";
	unsigned base = spec->conv == 'o' ? 8 :
			strchr("xXp", spec->conv) ? 16 : 10;
	size_t least = spec->precision < 0 ? 1 : spec->precision;
	char digits[DIGITS_MAX];
	size_t n, at = sizeof(digits);

	for (; v; v /= base)
		digits[--at] = set[v % base];
	n = sizeof(digits) - at;
	if (base == 8 && spec->alt && n >= least)
		least = n + 1;
	/* A precision says how many zeros; the zero flag is then void. */
	add_number(buf, spec, prefix, digits + at, n, least,
		   spec->zero && spec->precision < 0);
}

void pw_spec_signed(struct pw_buf *buf, const struct pw_spec *spec, int64_t v)
{
	const char *prefix = "";

	if (v < 0)
		prefix = "-";
	else if (spec->plus)
		prefix = "+";
	else if (spec->space)
		prefix = " ";
	add_integer(buf, spec, prefix, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
}

void pw_spec_unsigned(struct pw_buf *buf, const struct pw_spec *spec,
		      uint64_t v)
{
	const char *prefix = "";

	if (v && (spec->conv == 'p' || (spec->alt && spec->conv == 'x')))
		prefix = "0x";
	else if (v && spec->alt && spec->conv == 'X')
		prefix = "0X";
	add_integer(buf, spec, prefix, v);
}

void pw_spec_text(struct pw_buf *buf, const struct pw_spec *spec,
		  const char *text, size_t len)
{
	size_t start = buf->len;

	if (spec->precision >= 0 && len > (size_t)spec->precision)
		len = spec->precision;
	pw_buf_add(buf, text, len);
	pw_buf_pad(buf, start, spec->width, spec->left);
}

#define FRACTION_MAX	12	/* digits behind the point */

void pw_spec_scaled(struct pw_buf *buf, const struct pw_spec *spec,
		    uint64_t magnitude, bool negative, uint64_t scale)
{
	uint32_t precision = spec->precision < 0 ? 6 : spec->precision;
	struct pw_buf digits = { NULL, 0, 0, false };
	uint64_t whole = magnitude / scale, rest = magnitude % scale;
	char fraction[FRACTION_MAX];
	uint64_t part = 0, limit = 1;
	uint32_t i;

	if (precision > FRACTION_MAX)
		precision = FRACTION_MAX;
	for (i = 0; i < precision; i++) {
		rest *= 10;
		part = part * 10 + rest / scale;
		rest %= scale;
		limit *= 10;
	}
	if (rest * 2 >= scale && ++part == limit) {
		part = 0;
		whole++;
	}
	pw_buf_unsigned(&digits, whole);
	if (precision) {
		for (i = precision; i-- > 0; part /= 10)
			fraction[i] = '0' + part % 10;
		pw_buf_char(&digits, '.');
		pw_buf_add(&digits, fraction, precision);
	}
	if (digits.failed)
		buf->failed = true;
	else
		add_number(buf, spec, negative ? "-" : spec->plus ? "+" :
			   spec->space ? " " : "", digits.data, digits.len, 1,
			   spec->zero);
	pw_buf_free(&digits);
}

struct pw_format *pw_format_new(const char *text)
{
	size_t len = strlen(text), n = 1;
	struct pw_format *format;
	struct fragment *fragment;
	const char *at, *next;
	char *copy, *out, *begin;

	for (at = text; (at = strchr(at, '%')) != NULL; at++)
		n++;
	format = malloc(sizeof(*format) + n * sizeof(*fragment) + len + 1);
	if (!format)
		return NULL;
	format->n = 0;
	fragment = format->fragments;
	copy = (char *)(format->fragments + n);
	begin = out = copy;
	for (at = text; *at; at = next) {
		next = *at == '%' ? pw_spec_parse(at, &fragment->spec) : NULL;
		if (!next || fragment->spec.conv == '%') {
			/* A literal; a '%' that begins no conversion too. */
			if (!next)
				next = at + 1;
			*out++ = *at;
			continue;
		}
		fragment->text = begin;
		fragment->len = out - begin;
		begin = out;
		fragment++;
		format->n++;
	}
	format->tail = begin;
	format->tail_len = out - begin;
	return format;
}

void pw_format_free(struct pw_format *format)
{
	free(format);
}

uint32_t pw_format_n_specs(const struct pw_format *format)
{
	return format->n;
}

const struct pw_spec *pw_format_spec(const struct pw_format *format,
				     uint32_t i)
{
	return &format->fragments[i].spec;
}

static uint64_t narrow(uint64_t v, unsigned length)
{
	return length == 8 ? v : v & ((1ull << (length * 8)) - 1);
}

static int64_t narrow_signed(uint64_t v, unsigned length)
{
	switch (length) {
	case 1:
		return (int8_t)v;
	case 2:
		return (int16_t)v;
	case 4:
		return (int32_t)v;
	default:
		return (int64_t)v;
	}
}

/* What the compiler refuses: a text where a number is asked for. */
static void refuse(struct pw_buf *buf, const struct pw_value_env *env,
		   const struct pw_type *type, const uint8_t *slot)
{
	pw_buf_str(buf, "!{invalid integer conversion: ");
	pw_value_text(buf, env, type, slot);
	pw_buf_char(buf, '}');
}

static void print_number(struct pw_buf *buf, const struct pw_spec *spec,
			 uint64_t v)
{
	size_t start;
	char c;

	switch (spec->conv) {
	case 'd':
		pw_spec_signed(buf, spec, narrow_signed(v, spec->length));
		break;
	case 'c':
		c = (char)v;
		pw_spec_text(buf, spec, &c, 1);
		break;
	case 'g':
		start = buf->len;
		pw_gfp_text(buf, v);
		pw_buf_pad(buf, start, spec->width, spec->left);
		break;
	case 'p':
		pw_spec_unsigned(buf, spec, v);
		break;
	default:
		pw_spec_unsigned(buf, spec, narrow(v, spec->length));
		break;
	}
}

static void print_value(struct pw_buf *buf, const struct pw_spec *spec,
			const struct pw_value_env *env,
			const struct pw_type *type, const uint8_t *slot)
{
	size_t start = buf->len;

	if (spec->conv == 'r' && type->kind == PW_TYPE_BUF) {
		pw_value_bytes(buf, type, slot, spec->variant);
	} else if (spec->conv == 's' || spec->conv == 'r') {
		pw_value_text(buf, env, type, slot);
		if (spec->precision >= 0 &&
		    buf->len - start > (size_t)spec->precision)
			buf->len = start + spec->precision;
	} else if (pw_value_is_number(type)) {
		print_number(buf, spec, pw_value_integer(type, slot));
		return;
	} else {
		refuse(buf, env, type, slot);
		return;
	}
	pw_buf_pad(buf, start, spec->width, spec->left);
}

void pw_format_print(const struct pw_format *format, struct pw_buf *buf,
		     const struct pw_value_env *env,
		     const struct pw_type *types, uint32_t n,
		     const uint8_t *slots)
{
	uint32_t i;

	for (i = 0; i < format->n; i++) {
		const struct fragment *fragment = &format->fragments[i];

		pw_buf_add(buf, fragment->text, fragment->len);
		if (i >= n)
			continue;
		print_value(buf, &fragment->spec, env, &types[i], slots);
		slots += types[i].size;
	}
	pw_buf_add(buf, format->tail, format->tail_len);
}
