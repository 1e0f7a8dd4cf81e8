/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Type tables as the module's build makes them, of a few lines of C.
 */
#ifndef TYPE_TABLE_H
#define TYPE_TABLE_H

#include <stdbool.h>

/*
 * A table of `source`, compiled with `flags` ("-gdwarf-4"); `about` is its
 * section .probewire, or NULL: it gets none. With "-gdwarf-4", as tables are
 * made, it has a list of its names as well; else not. Returns the file's name,
 * which is to be removed and freed.
 */
char *type_table_make(const char *source, const char *flags,
		      const char *about);

/* The BTF of `source` alone, in a file likewise; where the compiler can. */
bool type_table_has_btf(void);
char *type_table_btf(const char *source);

#endif
