/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files that read the type table share: table.c opens it and finds
 * names, dwarf.c decodes what was found, constant.c evaluates macros.
 */
#ifndef PW_TYPES_TABLE_INDEX_H
#define PW_TYPES_TABLE_INDEX_H

#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include "symbols/nearest.h"
#include "types/table.h"

/* A named type or function, or a value of an enum: then `die` is the enum. */
struct pw_table_name {
	const char *name;
	Dwarf_Off die;
	uint16_t tag;		/* DW_TAG_*; of a function, whose DIE is a
				 * pointer to it, DW_TAG_subprogram */
	uint32_t next;		/* in the bucket: its number, from 1 */
};

#define PW_TABLE_BUCKETS 8192u

struct pw_table_names {
	struct pw_table_name *list;
	uint32_t n, room;
	uint32_t buckets[PW_TABLE_BUCKETS];	/* 0: empty */
};

/* Lines of text, sorted. */
struct pw_table_lines {
	const char *begin, *end;
};

struct pw_table {
	bool is_program;	/* not the kernel's */
	uint64_t mark;		/* of the places of its types */
	int fd;
	Elf *elf;
	Dwfl *dwfl;		/* of a program: then it has the others */
	Dwarf *dwarf;
	bool is_indexed;	/* all names are in `names` */
	struct pw_table_names names;
	struct pw_table_names enumerators;	/* once one is looked for */
	struct pw_table_lines functions, macros;
	struct pw_table_lines index;	/* see kmod/types/index.awk; or none */
	char *release, *about;
	struct pw_type_source source;
	struct pw_nearest nearest;
};

/* Where the name with that tag is: see struct pw_table_name. */
bool pw_table_find(struct pw_table *table, int tag, const char *name,
		   Dwarf_Off *die);
/* All names, or, for DW_TAG_enumerator, all values of enums. */
const struct pw_table_names *pw_table_names(struct pw_table *table, int tag);
/* Makes the index of all names, if there is none; 0 or -errno. */
int pw_table_index(struct pw_table *table);
void pw_table_set_source(struct pw_table *table);
/* The function's type, of a program the function: its parameters, and what it
 * returns. */
bool pw_table_function(struct pw_table *table, const char *name,
		       Dwarf_Die *out);
/* What follows "NAME" in a line of its own: a blank or '('. Or NULL. */
const char *pw_table_line(const struct pw_table_lines *lines,
			  const char *name);

/* As in struct pw_type_source. */
bool pw_dwarf_find(void *data, struct pw_ctypes *types,
		   enum pw_source_kind kind, const char *name);
void pw_dwarf_load(void *data, struct pw_struct *record);
bool pw_dwarf_prototype(void *data, struct pw_ctypes *types,
			const char *function, struct pw_prototype *out);
bool pw_macro_constant(void *data, struct pw_ctypes *types, const char *macro,
		       struct pw_constant *out);

#endif
