/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where types come from that a script does not declare: what ctype.c asks, and
 * what user/types answers from the table of the kernel's types. An answer is
 * declared in the script's own types, and lives as long as these.
 */
#ifndef PW_LANG_SOURCE_H
#define PW_LANG_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

struct pw_ctypes;
struct pw_struct;
struct pw_type;

enum pw_source_kind {
	PW_SOURCE_STRUCT,	/* "struct sock", "union foo" */
	PW_SOURCE_ENUM,		/* the tag */
	PW_SOURCE_TYPEDEF,
	PW_SOURCE_ENUMERATOR	/* the enum that has a value of that name */
};

/* What is known of a function. */
struct pw_prototype {
	uint32_t n_params;
	const char *const *names;
	const struct pw_type *types;
	const struct pw_type *returns;	/* NONE: void */
};

/* What a macro is: a string, or a number. */
struct pw_constant {
	const char *text;		/* or NULL */
	uint64_t number;
	unsigned int width;
	bool is_signed;
};

struct pw_type_source {
	void *data;
	/* Declares what is called so; false: there is nothing. */
	bool (*find)(void *data, struct pw_ctypes *types,
		     enum pw_source_kind kind, const char *name);
	/* Gives a struct with pw_struct.lazy its members. */
	void (*load)(void *data, struct pw_struct *record);
	bool (*prototype)(void *data, struct pw_ctypes *types,
			  const char *function, struct pw_prototype *out);
	bool (*constant)(void *data, struct pw_ctypes *types,
			 const char *macro, struct pw_constant *out);
	/* Names like this one, nearest first, as in pw_lang_env.nearest. */
	unsigned int (*nearest)(void *data, enum pw_source_kind kind,
				const char *name, const char **out,
				unsigned int max);
	/* The types of that file, which is probed, are known as well from here
	 * on, and its functions, as "PATH:FUNCTION". NULL: they are not. */
	void (*program)(void *data, const char *path);
	/* Where the types come from, or why there are none. */
	const char *(*about)(void *data);
};

#endif
