/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Macros that come with the language.
 */
#ifndef PW_LANG_LIBRARY_H
#define PW_LANG_LIBRARY_H

extern const char pw_library_name[];
extern const char pw_library_text[];

/* The text of what `import` calls so, "" if all of it is there anyway; NULL:
 * the library has no such part. */
const char *pw_library_part(const char *name);

#endif
