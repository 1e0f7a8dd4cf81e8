/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory for one compilation: pieces are taken one by one and freed all at
 * once. Nothing here returns NULL: when memory ends, the process says so and
 * exits with 1, because there is nothing that a compiler could do instead.
 * Not for use by several threads at a time.
 */
#ifndef PW_LANG_ARENA_H
#define PW_LANG_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct pw_arena;

struct pw_arena *pw_arena_new(void);
/* Frees everything that was taken from it, and itself. NULL is allowed. */
void pw_arena_free(struct pw_arena *arena);

/* Zeroed and aligned for any type. Size 0 gives a pointer of its own. */
void *pw_arena_alloc(struct pw_arena *arena, size_t size);
/* The same for count elements of size bytes; the product is checked. */
void *pw_arena_array(struct pw_arena *arena, size_t count, size_t size);
/*
 * Makes room in a growing array: returns `old`, or a copy of its `count`
 * elements with room for at least `count + more`. *room is the number of
 * elements that fit and is updated; start with old = NULL and *room = 0.
 */
void *pw_arena_grow(struct pw_arena *arena, void *old, size_t count,
		    size_t more, size_t size, size_t *room);
/* Copies, NUL-terminated. */
char *pw_arena_strdup(struct pw_arena *arena, const char *s);
char *pw_arena_strndup(struct pw_arena *arena, const char *s, size_t len);
char *pw_arena_printf(struct pw_arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *pw_arena_vprintf(struct pw_arena *arena, const char *format,
		       va_list list) __attribute__((format(printf, 2, 0)));

#endif
