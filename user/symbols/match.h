/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Wildcards of probe names: * any text, ? one character, [abc], [a-z] and
 * [!abc] one of a set. Nothing else is special; a '[' without its ']' stands
 * for itself. A name that begins with '~', at the pattern's begin or behind its
 * last ':', is an extended regular expression for the begin of a text, or of
 * what is behind its last ':'; one that is none matches nothing. One thread.
 */
#ifndef PW_SYMBOLS_MATCH_H
#define PW_SYMBOLS_MATCH_H

#include <stdbool.h>

bool pw_match_is_pattern(const char *text);
bool pw_match(const char *pattern, const char *text);
/* Can the regular expression be understood? */
bool pw_match_is_regexp(const char *regexp);

#endif
