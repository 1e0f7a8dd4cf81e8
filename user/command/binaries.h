/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Functions of programs and libraries, for the compiler and for -l. Each file
 * is read once.
 */
#ifndef PW_COMMAND_BINARIES_H
#define PW_COMMAND_BINARIES_H

#include "lang/lang.h"
#include "symbols/elf.h"
#include "symbols/names.h"
#include "symbols/usdt.h"

struct pw_binaries {
	struct pw_elf **elf;
	size_t n;
	struct pw_usdt_file {
		char *path;
		struct pw_usdts usdts;
	} *usdt;
	size_t n_usdt;
	pid_t pid;		/* -p, or 0 */
};

void pw_binaries_free(struct pw_binaries *b);

/*
 * "PATH:FUNCTION" for what "SPEC:FUNCTION" means, either with wildcards,
 * sorted. 0, -ENOENT if there is no such file, or -errno.
 */
int pw_binaries_expand(struct pw_binaries *b, const char *pattern,
		       struct pw_names *out);

/* Calls take() with each function of the file that "SPEC:…" means. */
void pw_binaries_each(struct pw_binaries *b, const char *target,
		      void (*take)(void *ctx, const char *name), void *ctx);

/* See pw_lang_env.user_place. */
int pw_binaries_place(struct pw_binaries *b, const char *spec,
		      const char *function, uint64_t number,
		      struct pw_user_place *out);

/* See pw_lang_env.user_line. */
int pw_binaries_line(struct pw_binaries *b, const char *spec,
		     const char *source, uint64_t line, uint64_t column,
		     struct pw_user_place *out, char *why, size_t size);

/* See pw_lang_env.user_symbol. */
int pw_binaries_symbol(struct pw_binaries *b, const char *path,
		       const char *name, uint64_t offset,
		       struct pw_user_symbol *out);

/* "PATH:PROVIDER:NAME" for what "SPEC:[PROVIDER:]NAME", or NAME of any file,
 * means, sorted; as pw_binaries_expand(). */
int pw_binaries_expand_usdt(struct pw_binaries *b, const char *pattern,
			    struct pw_names *out);

/* See pw_lang_env.usdt. */
int pw_binaries_usdt(struct pw_binaries *b, const char *spec, const char *name,
		     void (*add)(void *ctx, const struct pw_usdt_place *place),
		     void *ctx);

#endif
