/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Types of values: making, naming and uniting them.
 */
#ifndef PW_LANG_TYPES_H
#define PW_LANG_TYPES_H

#include "lang/arena.h"
#include "lang/program.h"
#include "lang/source.h"

/* Bytes of the slot of something that needs `size` bytes. */
static inline uint32_t pw_align8(uint32_t size)
{
	return (size + 7) & ~7u;
}

struct pw_type pw_type_int(unsigned int width, bool is_signed);
/* The smallest type for a literal; `is_signed`: read value as negative. */
struct pw_type pw_type_literal(uint64_t value, bool is_signed);
/* To `of`, which is copied; NULL: to void. */
struct pw_type pw_type_pointer(struct pw_arena *arena,
			       const struct pw_type *of);
/* n elements, as C lays them out. */
struct pw_type pw_type_array(struct pw_arena *arena,
			     const struct pw_type *of, uint32_t n);
struct pw_type pw_type_struct(const struct pw_struct *record);
struct pw_type pw_type_enum(const struct pw_enum *enumeration);
/* A type of `kind` that needs no more than its slot's size. */
struct pw_type pw_type_of(enum pw_type_kind kind, uint32_t size);
/* KSTACK or USTACK. */
struct pw_type pw_type_stack(enum pw_type_kind kind, enum pw_stack_mode mode,
			     uint32_t depth);
bool pw_type_is_stack(const struct pw_type *type);
/* A string of at most `length` bytes, NUL included. */
struct pw_type pw_type_string(uint32_t length);
/* What str() gives without a length, and how many bytes of it are text: as in
 * bpftrace one less from 1024 on. Longer ones are cut and marked as such. */
struct pw_type pw_type_str(uint32_t max_strlen);
uint32_t pw_type_str_chars(uint32_t max_strlen);
struct pw_type pw_type_buf(uint32_t length);
struct pw_type pw_type_bytes(uint32_t length, unsigned int width,
			     bool is_signed);
/* The elements are copied. */
struct pw_type pw_type_tuple(struct pw_arena *arena,
			     const struct pw_type *elems, uint32_t n);

/* The same with a name for each. */
struct pw_type pw_type_record(struct pw_arena *arena,
			      const struct pw_type *elems,
			      const char *const *names, uint32_t n);
/* Where an element of that name is in a record; false: nowhere. */
bool pw_type_find_name(const struct pw_type *type, const char *name,
		       uint32_t *index);

/* An array, not what buf() gives. */
bool pw_type_is_array(const struct pw_type *type);
/* What an array's elements are, and a pointer's target: NONE for void. */
struct pw_type pw_type_element(const struct pw_type *type);
uint32_t pw_type_n_elements(const struct pw_type *type);
/* Bytes of a value where C put it; 0: not known. */
uint32_t pw_type_memory_size(const struct pw_type *type);
/* Of sizeof(): what bpftrace says, which aligns a tuple's elements. */
uint32_t pw_type_sizeof(const struct pw_type *type);
/* What comes from a source with all that is in it: before members are read. */
struct pw_lazy {
	const struct pw_type_source *source;
	struct pw_ctypes *types;
	uint64_t place;
	bool is_loaded;
};

/* Reads the members, if that is still to be done. */
void pw_struct_load(const struct pw_struct *record);
/* The same of all structs in it, for who prints it. */
void pw_type_load(const struct pw_type *type);
/* What a C compiler aligns it to. */
uint32_t pw_type_align(const struct pw_type *type);
/* The member of that name; NULL: there is none. */
const struct pw_member *pw_struct_member(const struct pw_struct *record,
					 const char *name);
/* The name of that value; NULL: it has none. */
const char *pw_enum_name(const struct pw_enum *enumeration, int64_t value);

/* INT or BOOL: may be calculated with. */
bool pw_type_is_number(const struct pw_type *type);
/* Only a map holds it, and only its function puts something in. */
bool pw_type_is_aggregate(const struct pw_type *type);
/* Of these, what can be read as a number: all but STATS and histograms. */
bool pw_type_is_castable(const struct pw_type *type);
/* What reading a value of this type gives: a number, or the type itself. */
struct pw_type pw_type_read(const struct pw_type *type);
/* Bytes of a value in its map. */
uint32_t pw_type_map_size(const struct pw_type *type);
/* STRING, and what a name can be made of: PROBE and FUNC. */
bool pw_type_is_text(const struct pw_type *type);
/* Every field that matters to a program or a reader is equal. */
bool pw_type_equal(const struct pw_type *a, const struct pw_type *b);
/* Values of both lie in the frame in the same way. */
bool pw_type_same_layout(const struct pw_type *a, const struct pw_type *b);
/* A value of type `from` is one of type `to` without any change. */
bool pw_type_fits(const struct pw_type *from, const struct pw_type *to);

/*
 * The type that can hold values of both: NONE and the other type, the greater
 * integer, the longer string, a string of `name_length` for a probe's name
 * mixed with a string. False if there is none.
 */
bool pw_type_unite(struct pw_arena *arena, const struct pw_type *a,
		   const struct pw_type *b, uint32_t name_length,
		   struct pw_type *out);

/* What a script may write in a cast or a declaration; false: not known. */
bool pw_type_parse(const char *text, struct pw_type *out);

/* What kind of type it is: "int", "pointer", "record". */
const char *pw_type_base_name(const struct pw_type *type);
/* For messages: "uint32", "string[16]", "(int64,string[3])". */
const char *pw_type_name(struct pw_arena *arena, const struct pw_type *type);

#define PW_CONCAT_SIZE 1024u	/* of what str_concat() gives, as in bpftrace */

/* Is a value of this kind spread over entries of its map? */
static inline bool pw_is_bucketed(const struct pw_type *type)
{
	return type->kind == PW_TYPE_HIST || type->kind == PW_TYPE_LHIST ||
	       type->kind == PW_TYPE_TSERIES;
}

#endif
