/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The wildcard matcher. Iterative, with one point to come back to: behind the
 * last '*', which is enough, because an earlier one can take no better part.
 * So no pattern costs more than pattern length times text length.
 */
#include <regex.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include "symbols/match.h"

/* The ']' of the set at `open`; one that comes first is a member. */
static const char *set_end(const char *open)
{
	const char *p = open + 1;

	if (*p == '!' || *p == '^')
		p++;
	if (*p == ']')
		p++;
	return strchr(p, ']');
}

/* The '~' of a regular expression, or NULL. */
static const char *find_tilde(const char *pattern)
{
	const char *colon;

	if (*pattern == '~')
		return pattern;
	colon = strstr(pattern, ":~");
	return colon ? colon + 1 : NULL;
}

bool pw_match_is_pattern(const char *text)
{
	const char *open;

	if (strpbrk(text, "*?") || find_tilde(text))
		return true;
	open = strchr(text, '[');
	return open && set_end(open);
}

static bool in_set(const char *open, const char *end, char c)
{
	const char *p = open + 1;
	bool negated = *p == '!' || *p == '^';
	bool found = false;

	if (negated)
		p++;
	for (; p < end; p++) {
		if (p + 2 < end && p[1] == '-') {
			if (c >= p[0] && c <= p[2])
				found = true;
			p += 2;
		} else if (c == *p) {
			found = true;
		}
	}
	return found != negated;
}

/* What follows the pattern's first element if that matches c; or NULL. */
static const char *match_one(const char *pattern, char c)
{
	const char *end;

	if (*pattern == '?')
		return pattern + 1;
	if (*pattern == '[') {
		end = set_end(pattern);
		if (end)
			return in_set(pattern, end, c) ? end + 1 : NULL;
	}
	return *pattern == c ? pattern + 1 : NULL;
}

/* The last one, which is asked for again and again. */
static struct {
	char text[256];
	regex_t regexp;
	bool is_good;
} last;

bool pw_match_is_regexp(const char *regexp)
{
	if (last.is_good && !strcmp(last.text, regexp))
		return true;
	if (last.is_good)
		regfree(&last.regexp);
	last.is_good = strlen(regexp) < sizeof(last.text) &&
		       !regcomp(&last.regexp, regexp, REG_EXTENDED);
	if (last.is_good)
		strcpy(last.text, regexp);
	return last.is_good;
}

static bool match_regexp(const char *regexp, const char *text)
{
	regmatch_t at;

	return pw_match_is_regexp(regexp) &&
	       !regexec(&last.regexp, text, 1, &at, 0) && !at.rm_so;
}

static bool match_wildcard(const char *pattern, const char *text)
{
	const char *star = NULL;	/* behind the last '*' */
	const char *star_text = NULL;	/* what it has not taken yet */
	const char *next;

	while (*text) {
		if (*pattern == '*') {
			star = ++pattern;
			star_text = text;
			continue;
		}
		next = *pattern ? match_one(pattern, *text) : NULL;
		if (next) {
			pattern = next;
			text++;
		} else if (star) {
			pattern = star;
			text = ++star_text;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

bool pw_match(const char *pattern, const char *text)
{
	const char *tilde = find_tilde(pattern), *colon;
	char before[256], category[256];

	if (!tilde)
		return match_wildcard(pattern, text);
	if (tilde == pattern)
		return match_regexp(pattern + 1, text);
	colon = strrchr(text, ':');
	if (!colon)
		return false;
	snprintf(before, sizeof(before), "%.*s", (int)(tilde - 1 - pattern),
		 pattern);
	snprintf(category, sizeof(category), "%.*s", (int)(colon - text), text);
	return match_wildcard(before, category) &&
	       match_regexp(tilde + 1, colon + 1);
}
