/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files that read BTF share: its layout, as the kernel's
 * Documentation/bpf/btf.rst describes it. Types name each other by numbers.
 */
#ifndef PW_TYPES_BTF_FILE_H
#define PW_TYPES_BTF_FILE_H

#include <string.h>
#include "types/btf.h"

/* Where a compiler's output might go round in circles. */
#define MAX_DEPTH	32

enum kind {
	KIND_INT = 1, KIND_PTR, KIND_ARRAY, KIND_STRUCT, KIND_UNION, KIND_ENUM,
	KIND_FWD, KIND_TYPEDEF, KIND_VOLATILE, KIND_CONST, KIND_RESTRICT,
	KIND_FUNC, KIND_PROTO, KIND_VAR, KIND_DATASEC, KIND_FLOAT,
	KIND_DECL_TAG, KIND_TYPE_TAG, KIND_ENUM64
};

struct header {
	uint16_t magic;
	uint8_t version, flags;
	uint32_t size;
	uint32_t types, types_size, strings, strings_size;
};

struct type {
	uint32_t name, info, size;	/* or the number of a type */
};

struct member {
	uint32_t name, type, offset;
};

struct value {
	uint32_t name, low, high;	/* high: of ENUM64 only */
};

struct param {
	uint32_t name, type;
};

struct function {
	const char *name;
	const struct type *proto;
};

struct pw_btf {
	/* A module's goes on where the kernel's ends, in types and strings. */
	const struct pw_btf *base;	/* or NULL */
	uint64_t mark;			/* of its places; see PW_BTF_PLACE */
	char *data;
	size_t size;
	const char *strings;
	uint32_t strings_size;
	const struct type **types;	/* from the one numbered `first` on */
	uint32_t first, n_types;	/* n_types: where they end */
	struct function *functions;	/* sorted, once one is looked for */
	size_t n_functions;
	struct pw_type_source source;
};

static inline enum kind kind_of(const struct type *t)
{
	return (enum kind)(t->info >> 24 & 31);
}

static inline uint32_t count_of(const struct type *t)
{
	return t->info & 0xffff;
}

static inline bool has_flag(const struct type *t)
{
	return t->info >> 31;
}

static inline const char *string(const struct pw_btf *btf, uint32_t at)
{
	if (btf->base && at < btf->base->strings_size)
		return btf->base->strings + at;
	if (btf->base)
		at -= btf->base->strings_size;
	return at < btf->strings_size ? btf->strings + at : "";
}

static inline const struct type *type_at(const struct pw_btf *btf,
					 uint32_t id)
{
	if (btf->base && id < btf->first)
		btf = btf->base;
	return id >= btf->first && id < btf->n_types ?
	       btf->types[id - btf->first] : NULL;
}

/* Where a struct or an enum is read again: the kernel's own are so for all. */
static inline uint64_t place_of(const struct pw_btf *btf, uint32_t id)
{
	return (btf->base && id < btf->first ? btf->base : btf)->mark | id;
}

/* The FUNC_PROTO of a function; NULL: it is not known. */
const struct type *pw_btf_function(struct pw_btf *btf, const char *name);
/* Fills what a struct pw_btf of calloc() finds types with. */
void pw_btf_set_source(struct pw_btf *btf);

#endif
