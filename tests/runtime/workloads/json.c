/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reads lines of JSON on its standard input, strictly (RFC 8259).
 *
 *   json check            every line must be one JSON value
 *   json get TYPE KEY...  of each line whose "type" is TYPE, print what lies at
 *                         the keys (or array indices) below it
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 64

/* Each of these moves past one value and returns the place behind it, or NULL
 * if there is no such value. */
static const char *skip_value(const char *p, int depth);

static const char *skip_space(const char *p)
{
	while (*p == ' ' || *p == '\t' || *p == '\r')
		p++;
	return p;
}

/* Length of the UTF-8 sequence at p, 0 if it is none. */
static int utf8_length(const unsigned char *p)
{
	int n = *p < 0x80 ? 1 : *p < 0xc2 ? 0 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 :
		*p < 0xf5 ? 4 : 0;
	int i;

	for (i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

static const char *skip_string(const char *p)
{
	int n, i;

	if (*p++ != '"')
		return NULL;
	while (*p != '"') {
		if ((unsigned char)*p < 0x20)
			return NULL;
		if (*p != '\\') {
			n = utf8_length((const unsigned char *)p);
			if (!n)
				return NULL;
			p += n;
			continue;
		}
		p++;
		if (*p == 'u') {
			for (i = 1; i <= 4; i++)
				if (!isxdigit((unsigned char)p[i]))
					return NULL;
			p += 5;
		} else if (*p && strchr("\"\\/bfnrt", *p)) {
			p++;
		} else {
			return NULL;
		}
	}
	return p + 1;
}

static const char *skip_digits(const char *p)
{
	if (!isdigit((unsigned char)*p))
		return NULL;
	while (isdigit((unsigned char)*p))
		p++;
	return p;
}

static const char *skip_number(const char *p)
{
	if (*p == '-')
		p++;
	if (*p == '0' && isdigit((unsigned char)p[1]))
		return NULL;
	p = skip_digits(p);
	if (p && *p == '.')
		p = skip_digits(p + 1);
	if (p && (*p == 'e' || *p == 'E')) {
		p++;
		if (*p == '+' || *p == '-')
			p++;
		p = skip_digits(p);
	}
	return p;
}

/* An object or an array; `close` tells which. */
static const char *skip_list(const char *p, char close, int depth)
{
	p = skip_space(p + 1);
	if (*p == close)
		return p + 1;
	for (;;) {
		if (close == '}') {
			p = skip_string(p);
			if (!p)
				return NULL;
			p = skip_space(p);
			if (*p++ != ':')
				return NULL;
		}
		p = skip_value(p, depth + 1);
		if (!p)
			return NULL;
		p = skip_space(p);
		if (*p == close)
			return p + 1;
		if (*p++ != ',')
			return NULL;
		p = skip_space(p);
	}
}

static const char *skip_word(const char *p, const char *word)
{
	size_t n = strlen(word);

	return strncmp(p, word, n) ? NULL : p + n;
}

static const char *skip_value(const char *p, int depth)
{
	p = skip_space(p);
	if (depth > DEPTH_MAX)
		return NULL;
	switch (*p) {
	case '{':
		return skip_list(p, '}', depth);
	case '[':
		return skip_list(p, ']', depth);
	case '"':
		return skip_string(p);
	case 't':
		return skip_word(p, "true");
	case 'f':
		return skip_word(p, "false");
	case 'n':
		return skip_word(p, "null");
	default:
		return skip_number(p);
	}
}

/* What lies at `key` of the valid object or array at p, or NULL. */
static const char *member(const char *p, const char *key)
{
	char close = *p == '{' ? '}' : ']';
	const char *name;
	int n = 0;

	if (*p != '{' && *p != '[')
		return NULL;
	for (p = skip_space(p + 1); *p != close; p = skip_space(p)) {
		if (close == '}') {
			name = p + 1;
			p = skip_string(p);
			if ((size_t)(p - 1 - name) == strlen(key) &&
			    strncmp(name, key, strlen(key)) == 0)
				return skip_space(skip_space(p) + 1);
			p = skip_space(p) + 1;
		} else if (n++ == atoi(key)) {
			return p;
		}
		p = skip_space(skip_value(p, 0));
		if (*p == ',')
			p++;
	}
	return NULL;
}

static void get(const char *line, const char *type, char **keys)
{
	const char *p = member(skip_space(line), "type");
	const char *end;

	if (!p || *p != '"' || strncmp(p + 1, type, strlen(type)) ||
	    p[1 + strlen(type)] != '"')
		return;
	p = skip_space(line);
	while (p && *keys)
		p = member(p, *keys++);
	if (!p)
		return;
	end = skip_value(p, 0);
	if (*p == '"')
		printf("%.*s\n", (int)(end - p - 2), p + 1);
	else
		printf("%.*s\n", (int)(end - p), p);
}

int main(int argc, char **argv)
{
	char *line = NULL;
	size_t size = 0;
	const char *end;
	int bad = 0, n = 0;
	ssize_t len;

	if (argc < 2 || (strcmp(argv[1], "check") &&
			 (strcmp(argv[1], "get") || argc < 4))) {
		fprintf(stderr, "usage: json check | json get TYPE KEY...\n");
		return 2;
	}
	while ((len = getline(&line, &size, stdin)) > 0) {
		n++;
		if (line[len - 1] == '\n')
			line[--len] = '\0';
		end = skip_value(line, 0);
		if (!end || *skip_space(end) || strlen(line) != (size_t)len) {
			printf("line %d is not JSON: %s\n", n, line);
			bad = 1;
			continue;
		}
		if (argc > 2)
			get(line, argv[2], argv + 3);
	}
	free(line);
	return bad;
}
