/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The type table: an ELF file with debug info of a kernel's headers, which the
 * build of the module leaves beside it (kmod/types). Names are found through an
 * index that is made when the table is opened; everything else is decoded when
 * it is asked for.
 */
#ifndef PW_TYPES_TABLE_H
#define PW_TYPES_TABLE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "lang/source.h"
#include "types/shown.h"

struct pw_table;

/*
 * 0 and *out; -ENOENT and the like: cannot be read; -EINVAL: this is no type
 * table.
 */
int pw_table_open(const char *path, struct pw_table **out);
void pw_table_close(struct pw_table *table);

/* In the places of types of programs; below it the program's number. */
#define PW_PROGRAM_PLACE	(1ull << 62)
#define PW_PROGRAM_OF(place)	((uint32_t)((place) >> 32) & 0x3fffffff)

/* The debug info of a program. 0 and *out; -ENOENT: it has none; -errno. */
int pw_table_open_program(const char *path, uint32_t number,
			  struct pw_table **out);

/* The kernel that it was made for, as `uname -r` says it. */
const char *pw_table_release(const struct pw_table *table);

/* What the compiler asks; it lasts as long as the table. */
const struct pw_type_source *pw_table_source(struct pw_table *table);

/* ---- for people ---- */

struct pw_table_name;

/*
 * Calls take() with each "struct NAME", "union NAME" and "enum NAME" for which
 * match() is true, sorted; how many, or -1 for want of memory.
 */
int pw_table_match(struct pw_table *table,
		   bool (*match)(void *ctx, const char *type),
		   void (*take)(void *ctx, const char *type,
				const struct pw_table_name *name), void *ctx);
/* As C, with the offset and the size of each member. */
void pw_table_print(struct pw_table *table, const struct pw_table_name *name,
		    FILE *out);
/* Of a function. False: it is not known. */
bool pw_table_print_function(struct pw_table *table, const char *function,
			     enum pw_shown shown, FILE *out);

#endif
