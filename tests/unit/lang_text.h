/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the front of the compiler makes of a source, as text to compare with.
 * The results are to be freed by the caller.
 */
#ifndef LANG_TEXT_H
#define LANG_TEXT_H

#include <stdbool.h>

/* The tokens, one blank between them; head: as where a probe may stand. */
char *lang_tokens(const char *source, bool head);
/* The tree as pw_print_script() writes it, or the messages if there are any. */
char *lang_tree(const char *source);
/* The messages alone; "" if there are none. */
char *lang_messages(const char *source);

#endif
