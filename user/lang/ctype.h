/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The C types of a script: structs, unions, enums and typedefs that it
 * declares, found by name. Whoever looks for a type asks here; what the script
 * does not declare comes from a source behind the same functions.
 */
#ifndef PW_LANG_CTYPE_H
#define PW_LANG_CTYPE_H

#include "lang/arena.h"
#include "lang/source.h"
#include "lang/types.h"

struct pw_ctypes;

/*
 * A type as C sees it: `size` bytes, aligned to `align`. Plain char differs
 * from int8_t: an array of it is a string. A type that cannot be read, such as
 * float, has the kind NONE but a size; void has none.
 */
struct pw_ctype {
	struct pw_type type;
	uint32_t size, align;
	bool is_char;
};

/* A member on its way into a struct. */
struct pw_cmember {
	const char *name;	/* NULL: an unnamed struct, or padding bits */
	struct pw_ctype ctype;
	uint32_t align;		/* what its attribute asks for; 0: none */
	bool is_bits;
	uint32_t bits;
	struct pw_cmember *next;
};

/* Names of types, members and values that a script may declare. */
#define PW_CNAMES_MAX 65536u

/* `source`: of types that the script does not declare, or NULL. */
struct pw_ctypes *pw_ctypes_new(struct pw_arena *arena,
				const struct pw_type_source *source);
const struct pw_type_source *pw_ctypes_source(const struct pw_ctypes *types);
struct pw_arena *pw_ctypes_arena(struct pw_ctypes *types);
/* n names more; false: that is too many. */
bool pw_ctypes_count(struct pw_ctypes *types, uint32_t n);

/*
 * "struct foo", "union foo": made, without members, where it is new. NULL
 * without a tag: a new one each time.
 */
struct pw_struct *pw_struct_declare(struct pw_ctypes *types, bool is_union,
				    const char *tag);
/* The struct or union of that name; NULL: there is none. */
const struct pw_struct *pw_struct_find(struct pw_ctypes *types,
				       const char *name);
/*
 * For a source: the struct that it has at `place`, once and again; `tag` is
 * NULL or its name. If the script has one of that name, it is that.
 */
struct pw_struct *pw_struct_foreign(struct pw_ctypes *types, bool is_union,
				    const char *tag, uint64_t place,
				    uint32_t size);
/* Where the bits of a member are, which says how they are loaded. */
void pw_member_bits(const struct pw_struct *record, struct pw_member *member);
/*
 * Gives a struct its members; `is_packed`, `align`: its attributes. Returns
 * NULL, or what is wrong with them.
 */
const char *pw_struct_complete(struct pw_ctypes *types,
			       struct pw_struct *record,
			       const struct pw_cmember *members,
			       bool is_packed, uint32_t align);

/* The enum of that tag, made where it is new; NULL: one without. */
struct pw_enum *pw_enum_declare(struct pw_ctypes *types, const char *tag);
const struct pw_enum *pw_enum_find(struct pw_ctypes *types, const char *tag);
/* As pw_struct_foreign(); the values are added if it is not complete. */
struct pw_enum *pw_enum_foreign(struct pw_ctypes *types, const char *tag,
				uint64_t place);
/* One more value; false if the name is taken. */
bool pw_enum_add(struct pw_ctypes *types, struct pw_enum *enumeration,
		 const char *name, int64_t value);
/* The enum that has a value of that name; NULL: none. The script's only, and
 * with those of the source. */
const struct pw_enum *pw_enum_of_script(const struct pw_ctypes *types,
					const char *name, int64_t *value);
const struct pw_enum *pw_enum_of(struct pw_ctypes *types, const char *name,
				 int64_t *value);

/* A name for a type; false if it names another one already. */
bool pw_typedef_add(struct pw_ctypes *types, const char *name,
		    const struct pw_ctype *ctype);
/* A typedef of the script or a name that is always known; with those of the
 * source, too. */
bool pw_typedef_of_script(const struct pw_ctypes *types, const char *name,
			  struct pw_ctype *out);
bool pw_typedef_find(struct pw_ctypes *types, const char *name,
		     struct pw_ctype *out);

/* n elements of it; of plain char: a string. */
struct pw_ctype pw_ctype_array(struct pw_ctypes *types,
			       const struct pw_ctype *of, uint32_t n);
struct pw_ctype pw_ctype_pointer(struct pw_ctypes *types,
				 const struct pw_ctype *to);
struct pw_ctype pw_ctype_struct(const struct pw_struct *record);

/*
 * A type as scripts write it, in one form: "uint64", "struct foo *[4]",
 * "string[16]". `of`: what typeof means in it. False if a name is not known;
 * *unknown is then that name. An array without a size has the length 0.
 */
bool pw_type_resolve(struct pw_ctypes *types, const char *text,
		     const struct pw_type *of, struct pw_type *out,
		     const char **unknown);

#endif
