/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Chunks that are filled from the front. They double in size up to a limit, so
 * that a one-liner costs one small malloc and a long script few. With the
 * address sanitizer each piece is a chunk of its own, so that a read behind
 * its end is seen.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lang/arena.h"

#if defined(__SANITIZE_ADDRESS__)
#define FIRST_CHUNK 0
#define LAST_CHUNK 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FIRST_CHUNK 0
#define LAST_CHUNK 0
#endif
#endif

#ifndef FIRST_CHUNK
#define FIRST_CHUNK ((size_t)8 << 10)
#define LAST_CHUNK ((size_t)128 << 10)
#endif

struct chunk {
	struct chunk *next;
	size_t size;
	size_t used;
};

/* malloc() aligns for any type; a multiple of this keeps it so. */
#define ALIGN (2 * sizeof(void *))
#define HEAD ((sizeof(struct chunk) + ALIGN - 1) & ~(ALIGN - 1))

struct pw_arena {
	struct chunk *chunks;	/* the one in use first */
	size_t next_size;
};

static void out_of_memory(void)
{
	fprintf(stderr, "out of memory while compiling the script\n");
	exit(1);
}

struct pw_arena *pw_arena_new(void)
{
	struct pw_arena *arena = calloc(1, sizeof(*arena));

	if (!arena)
		out_of_memory();
	arena->next_size = FIRST_CHUNK;
	return arena;
}

void pw_arena_free(struct pw_arena *arena)
{
	struct chunk *chunk, *next;

	if (!arena)
		return;
	for (chunk = arena->chunks; chunk; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	free(arena);
}

static struct chunk *add_chunk(struct pw_arena *arena, size_t size)
{
	struct chunk *chunk;

	if (size < arena->next_size)
		size = arena->next_size;
	if (arena->next_size != LAST_CHUNK)
		arena->next_size *= 2;
	chunk = malloc(HEAD + size);
	if (!chunk)
		out_of_memory();
	chunk->size = size;
	chunk->used = 0;
	chunk->next = arena->chunks;
	arena->chunks = chunk;
	return chunk;
}

void *pw_arena_alloc(struct pw_arena *arena, size_t size)
{
	struct chunk *chunk = arena->chunks;
	char *piece;

	if (size > SIZE_MAX / 2)
		out_of_memory();
	if (!size)
		size = 1;
	if (LAST_CHUNK)
		size = (size + ALIGN - 1) & ~(ALIGN - 1);
	if (!chunk || chunk->size - chunk->used < size)
		chunk = add_chunk(arena, size);
	piece = (char *)chunk + HEAD + chunk->used;
	chunk->used += size;
	return memset(piece, 0, size);
}

void *pw_arena_array(struct pw_arena *arena, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / 2 / size)
		out_of_memory();
	return pw_arena_alloc(arena, count * size);
}

void *pw_arena_grow(struct pw_arena *arena, void *old, size_t count,
		    size_t more, size_t size, size_t *room)
{
	size_t want = *room ? *room : 8;
	void *fresh;

	if (more > SIZE_MAX / 4 || count > SIZE_MAX / 4)
		out_of_memory();
	if (old && count + more <= *room)
		return old;
	while (want < count + more)
		want *= 2;
	fresh = pw_arena_array(arena, want, size);
	if (old && count)
		memcpy(fresh, old, count * size);
	*room = want;
	return fresh;
}

char *pw_arena_strndup(struct pw_arena *arena, const char *s, size_t len)
{
	char *copy;

	if (len > SIZE_MAX / 2)
		out_of_memory();
	copy = pw_arena_alloc(arena, len + 1);
	memcpy(copy, s, len);
	return copy;
}

char *pw_arena_strdup(struct pw_arena *arena, const char *s)
{
	return pw_arena_strndup(arena, s, strlen(s));
}

char *pw_arena_vprintf(struct pw_arena *arena, const char *format,
		       va_list list)
{
	char buf[256], *text;
	va_list copy;
	int len;

	va_copy(copy, list);
	len = vsnprintf(buf, sizeof(buf), format, copy);
	va_end(copy);
	if (len < 0)
		out_of_memory();
	if ((size_t)len < sizeof(buf))
		return pw_arena_strndup(arena, buf, len);
	text = pw_arena_alloc(arena, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, format, list);
	return text;
}

char *pw_arena_printf(struct pw_arena *arena, const char *format, ...)
{
	va_list list;
	char *text;

	va_start(list, format);
	text = pw_arena_vprintf(arena, format, list);
	va_end(list);
	return text;
}
