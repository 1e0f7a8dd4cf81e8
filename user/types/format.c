/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A format file, of which these are the lines that count:
 *
 *   ID: 314
 *   field:char prev_comm[16];       offset:8;   size:16;  signed:0;
 *   field:__data_loc char[] path;   offset:24;  size:4;   signed:0;
 *
 * The declaration is C, but for __data_loc and __rel_loc. Its size and sign
 * are told beside it, so that a type's name need not be known: only whether it
 * is a pointer, an array, a string or a struct is read from it. Kernels before
 * 3.19 may name an array's length by a macro: char comm[TASK_COMM_LEN].
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "types/format.h"

/* Where the value of `key` is on this line, or NULL. */
static const char *line_value(const char *line, const char *end,
			      const char *key)
{
	size_t len = strlen(key);

	for (; line + len <= end; line++)
		if (!memcmp(line, key, len))
			return line + len;
	return NULL;
}

static bool line_number(const char *line, const char *end, const char *key,
			uint64_t *out)
{
	const char *value = line_value(line, end, key);

	if (!value)
		return false;
	*out = strtoull(value, NULL, 10);
	return true;
}

/* A field's declaration on this line, and its end; false: not a field's. */
static bool line_field(const char *line, const char *end, const char **decl,
		       const char **decl_end)
{
	while (line < end && isspace((unsigned char)*line))
		line++;
	if ((size_t)(end - line) < 6 || memcmp(line, "field:", 6))
		return false;
	*decl = line + 6;
	*decl_end = memchr(*decl, ';', end - *decl);
	return *decl_end != NULL;
}

static const char *line_end(const char *line)
{
	const char *end = strchr(line, '\n');

	return end ? end : line + strlen(line);
}

/* The name within a declaration: its last word, in front of any [. */
static bool find_name(const char *decl, const char *end, const char **name,
		      const char **name_end)
{
	const char *p = end;

	while (p > decl && isspace((unsigned char)p[-1]))
		p--;
	/* "char comm[16]", but not the empty ones of "__data_loc char[] x". */
	if (p > decl && p[-1] == ']')
		while (p > decl && *p != '[')
			p--;
	/* A second dimension, as in "u32 x[2][3]". */
	while (p > decl && p[-1] == ']')
		while (p > decl && *--p != '[')
			;
	while (p > decl && isspace((unsigned char)p[-1]))
		p--;
	*name_end = p;
	while (p > decl && (isalnum((unsigned char)p[-1]) || p[-1] == '_'))
		p--;
	*name = p;
	return p < *name_end;
}

static bool has_word(const char *text, const char *word)
{
	size_t len = strlen(word);
	const char *p = text;

	while ((p = strstr(p, word))) {
		if ((p == text || !(isalnum((unsigned char)p[-1]) ||
				    p[-1] == '_')) &&
		    !(isalnum((unsigned char)p[len]) || p[len] == '_'))
			return true;
		p += len;
	}
	return false;
}

static bool is_plain_char(const char *type)
{
	return has_word(type, "char") && !has_word(type, "unsigned") &&
	       !has_word(type, "signed") && !strchr(type, '*');
}

/* Bytes of an integer type's name; 0 if it is not one that is known. */
static uint32_t known_size(const char *type)
{
	static const struct {
		const char *word;
		uint32_t size;
	} types[] = {
		{ "char", 1 }, { "bool", 1 }, { "u8", 1 }, { "__u8", 1 },
		{ "s8", 1 }, { "__s8", 1 }, { "uint8_t", 1 }, { "int8_t", 1 },
		{ "short", 2 }, { "u16", 2 }, { "__u16", 2 }, { "s16", 2 },
		{ "__be16", 2 }, { "uint16_t", 2 }, { "umode_t", 2 },
		{ "long", 8 }, { "u64", 8 }, { "__u64", 8 }, { "s64", 8 },
		{ "__be64", 8 }, { "uint64_t", 8 }, { "size_t", 8 },
		{ "int", 4 }, { "unsigned", 4 }, { "u32", 4 }, { "__u32", 4 },
		{ "s32", 4 }, { "__be32", 4 }, { "uint32_t", 4 },
		{ "pid_t", 4 }, { "dev_t", 4 },
	};
	size_t i;

	if (strchr(type, '*'))
		return 8;
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (has_word(type, types[i].word))
			return types[i].size;
	return 0;
}

/* Bytes of one element of the array "type[length]" of size bytes; or 0. */
static uint32_t element_size(const char *type, uint32_t size)
{
	const char *bracket = strchr(type, '[');
	uint32_t length = strtoul(bracket + 1, NULL, 10);
	uint32_t one;

	if (strchr(bracket + 1, '[') || !size)
		return 0;
	one = length ? size / length : known_size(type);
	if ((length && size % length) || (one && size % one))
		return 0;
	return one == 1 || one == 2 || one == 4 || one == 8 ? one : 0;
}

static void classify(struct pw_tp_field *field)
{
	const char *type = field->type_text;
	const char *bracket = strchr(type, '[');
	uint32_t size = field->size;

	field->kind = PW_FIELD_OTHER;
	field->is_pointer = strchr(type, '*') != NULL;
	if (!strncmp(type, "__data_loc ", 11)) {
		if (is_plain_char(type) && size == 4)
			field->kind = PW_FIELD_DATA_LOC;
	} else if (!strncmp(type, "__rel_loc ", 10)) {
		if (is_plain_char(type) && size == 4)
			field->kind = PW_FIELD_REL_LOC;
	} else if (bracket) {
		field->elem_size = element_size(type, size);
		if (is_plain_char(type) && field->elem_size == 1)
			field->kind = PW_FIELD_CHARS;
		else if (field->elem_size)
			field->kind = PW_FIELD_ARRAY;
	} else if (size == 1 || size == 2 || size == 4 || size == 8) {
		if (field->is_pointer ||
		    (!has_word(type, "struct") && !has_word(type, "union")))
			field->kind = PW_FIELD_INT;
	}
}

/*
 * Takes the name out of a declaration: "char comm[16]" gives "char[16]" and
 * "comm". Writes both to *strings, which is moved on.
 */
static bool split_declaration(const char *decl, const char *end,
			      struct pw_tp_field *field, char **strings)
{
	const char *name, *name_end, *type_end;
	char *to = *strings;
	size_t len;

	if (!find_name(decl, end, &name, &name_end))
		return false;
	field->name = to;
	memcpy(to, name, name_end - name);
	to += name_end - name;
	*to++ = '\0';

	while (decl < name && isspace((unsigned char)*decl))
		decl++;
	for (type_end = name; type_end > decl; type_end--)
		if (!isspace((unsigned char)type_end[-1]))
			break;
	field->type_text = to;
	len = type_end - decl;
	memcpy(to, decl, len);
	to += len;
	while (name_end < end && isspace((unsigned char)*name_end))
		name_end++;
	memcpy(to, name_end, end - name_end);
	to += end - name_end;
	*to++ = '\0';
	*strings = to;
	return true;
}

/* Reads a field's line; false: it is none, or a common one. */
static bool parse_field(const char *line, const char *end,
			struct pw_tp_field *field, char **strings)
{
	uint64_t offset, size, is_signed = 0;
	const char *decl, *decl_end;

	if (!line_field(line, end, &decl, &decl_end))
		return false;
	if (!line_number(decl_end, end, "offset:", &offset) ||
	    !line_number(decl_end, end, "size:", &size))
		return false;
	line_number(decl_end, end, "signed:", &is_signed);
	memset(field, 0, sizeof(*field));
	if (!split_declaration(decl, decl_end, field, strings))
		return false;
	if (!strncmp(field->name, "common_", 7))
		return false;
	field->offset = offset;
	field->size = size;
	field->is_signed = is_signed;
	classify(field);
	return true;
}

static void parse_lines(const char *text, struct pw_tp_format *format,
			struct pw_tp_field *fields, char *strings)
{
	const char *line = text, *end;

	for (; *line; line = *end ? end + 1 : end) {
		struct pw_tp_field *field = &fields[format->n_fields];

		end = line_end(line);
		if (!strncmp(line, "ID: ", 4)) {
			format->id = strtoull(line + 4, NULL, 10);
		} else if (parse_field(line, end, field, &strings)) {
			format->n_fields++;
			if (field->offset + field->size > format->size)
				format->size = field->offset + field->size;
		}
	}
}

static size_t count_fields(const char *text)
{
	size_t n = 0;

	while ((text = strstr(text, "field:"))) {
		text += 6;
		n++;
	}
	return n;
}

int pw_tp_text_parse(const char *text, struct pw_tp_text *out)
{
	size_t n = count_fields(text);
	struct pw_tp_field *fields;

	memset(out, 0, sizeof(*out));
	if (!n)
		return -EINVAL;
	/* A line's name and type take a byte more than they have there, at
	 * most, and there is more than that beside them. */
	out->text = malloc(strlen(text) + 1);
	fields = calloc(n + 1, sizeof(*fields));
	if (!out->text || !fields) {
		free(out->text);
		free(fields);
		return -ENOMEM;
	}
	parse_lines(text, &out->format, fields, out->text);
	out->format.fields = fields;
	return 0;
}

void pw_tp_text_free(struct pw_tp_text *text)
{
	free((void *)text->format.fields);
	free(text->text);
	memset(text, 0, sizeof(*text));
}

void pw_tp_text_fields(const char *text,
		       void (*add)(void *ctx, const char *field, size_t len),
		       void *ctx)
{
	const char *line, *end, *decl, *decl_end, *name, *name_end;

	for (line = text; *line; line = *end ? end + 1 : end) {
		end = line_end(line);
		if (!line_field(line, end, &decl, &decl_end) ||
		    !find_name(decl, decl_end, &name, &name_end) ||
		    !strncmp(name, "common_", 7))
			continue;
		add(ctx, decl, decl_end - decl);
	}
}
