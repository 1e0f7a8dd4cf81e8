/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the compiler has to say about a script: errors and warnings, each at a
 * stretch of the source, with hints. They are collected while it works and
 * printed at the end, errors first, each group in the order of the source.
 */
#ifndef PW_LANG_DIAG_H
#define PW_LANG_DIAG_H

#include <stdio.h>
#include "lang/arena.h"
#include "lang/ast.h"

struct pw_diag;

/*
 * A text besides the script: imported, included, or the library's. Its bytes
 * have the offsets behind those of the files before it, so that an offset
 * tells its file.
 */
struct pw_file {
	const char *name;
	const char *text;
	uint32_t base;		/* offset of its first byte */
	uint32_t size;
	struct pw_file *next;
};

/* Beyond this many, errors are only counted (and so are warnings). */
#define PW_MAX_DIAGS 50

struct pw_diags {
	struct pw_arena *arena;
	struct pw_diag *first;
	struct pw_diag *last;
	struct pw_diag *current;	/* where pw_hint() writes; or NULL */
	unsigned n_errors;
	unsigned n_warnings;
	struct pw_file *files;		/* besides the script */
	uint32_t next_base;		/* behind the last one's */
};

void pw_diags_init(struct pw_diags *diags, struct pw_arena *arena);

/* Another text, which must stay. NULL: offsets have run out. */
struct pw_file *pw_diags_add_file(struct pw_diags *diags, const char *name,
				  const char *text);

/*
 * One sentence without the newline. An equal message at the same place is
 * taken once.
 */
void pw_error(struct pw_diags *diags, struct pw_span span,
	      const char *format, ...) __attribute__((format(printf, 3, 4)));
void pw_warning(struct pw_diags *diags, struct pw_span span,
		const char *format, ...) __attribute__((format(printf, 3, 4)));
/* An error whose text is the whole line: it is about no place. `span` is where
 * it is among the others. */
void pw_error_line(struct pw_diags *diags, struct pw_span span,
		   const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* More of the error or warning that was reported last, about another place. */
void pw_context(struct pw_diags *diags, struct pw_span span,
		const char *format, ...) __attribute__((format(printf, 3, 4)));
/* A line "HINT: …" below the error or warning that was reported last. */
void pw_hint(struct pw_diags *diags, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * `name` and `text` are the script's. As bpftrace prints it:
 *   NAME:LINE:COL-COL: ERROR: what
 *   the line
 *      ~~~
 * or, over several lines, NAME:LINE-LINE: and these lines.
 */
void pw_diags_print(const struct pw_diags *diags, const char *name,
		    const char *text, FILE *out);

/* Where the lines of a text begin, to turn many offsets into positions. */
struct pw_lines {
	const char *text;		/* of all files */
	const struct pw_file *files;
	uint32_t *starts;
	uint32_t n_lines;	/* at least one */
	uint32_t size;		/* bytes of the text */
};

/* `files`: diags->files, or NULL. */
void pw_lines_init(struct pw_lines *lines, struct pw_arena *arena,
		   const char *text, const struct pw_file *files);
/* Line and column (in bytes) of an offset, both from 1, and its file. */
struct pw_source_pos pw_lines_find(const struct pw_lines *lines,
				   uint32_t offset);
/* "LINE:COL-COL" or "LINE-LINE". */
const char *pw_lines_place(const struct pw_lines *lines,
			   struct pw_arena *arena, struct pw_span span);
/*
 * What is to stand below a message of the run about `span`: the source there,
 * if has_own, then the calls of macros that it is expanded from. NULL: nothing.
 */
const char *pw_lines_trace(const struct pw_lines *lines,
			   struct pw_arena *arena, const char *name,
			   struct pw_span span, bool is_error, bool has_own);

#endif
