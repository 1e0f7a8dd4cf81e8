/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Strings and bytes in the frame. A slot is zero behind its string; a string
 * that did not fit leaves NUL and a 1 at the slot's end. Slots start at a
 * multiple of 8 and have such a size, so words are what is worked with.
 * Any context.
 */
#ifndef PW_ENGINE_TEXT_H
#define PW_ENGINE_TEXT_H

#include "env.h"

static inline u32 pw_round8(u32 n)
{
	return (n + 7) & ~7u;
}

/* bytes: a multiple of 8. */
static inline void pw_copy_words(void *to, const void *from, u32 bytes)
{
	u64 *t = to;
	const u64 *f = from;
	u32 i;

	for (i = 0; i < bytes / 8; i++)
		t[i] = f[i];
}

/* The lowest bit set is the top bit of the first byte that is zero. */
static inline u64 pw_zero_bytes(u64 w)
{
	return (w - 0x0101010101010101ULL) & ~w & 0x8080808080808080ULL;
}

/* Index of the first NUL, or end; the bytes before from are known not NUL. */
u32 pw_text_len(const u8 *slot, u32 from, u32 end);

bool pw_text_is_cut(const u8 *slot, u32 size, u32 len);

/* Zero behind a string of len bytes that is in the slot; false if cut. */
bool pw_text_end(u8 *slot, u32 size, u32 len);

/* Cut the slot's string where it has more than max bytes; then false. */
bool pw_text_cut(u8 *slot, u32 size, u32 max);

/* Make the slot hold these bytes up to a NUL; false if cut. */
bool pw_text_copy(u8 *slot, u32 size, const char *from, u32 len);

/* Are the first n bytes of two slots' strings equal? */
bool pw_text_equal(const u8 *a, const u8 *b, u32 n);

/*
 * Where b is in a, -1: nowhere; slots of `size` bytes. Each byte compared is
 * taken from *budget; -2: it does not suffice, and is 0 now.
 */
s64 pw_text_find(const u8 *a, const u8 *b, u32 size, u32 *budget);

/* The current task's name: 16 bytes, zero behind the NUL, as the kernel's is
 * not. */
static inline void pw_text_comm(u8 *slot)
{
	u64 *w = (u64 *)slot;
	u64 zero;

	memcpy(slot, pw_comm(), 16);
	zero = pw_zero_bytes(w[0]);
	if (zero) {
		w[0] &= (zero & -zero) - 1;
		w[1] = 0;
		return;
	}
	/* The last byte is a NUL whatever a writer may be doing. */
	w[1] &= ~0ULL >> 8;
	zero = pw_zero_bytes(w[1]);
	w[1] &= (zero & -zero) - 1;
}

#define PW_TEXT_CUT	1
#define PW_TEXT_FAULT	2
/*
 * The string at addr, at most `limit` bytes of it. 0, or PW_TEXT_*; after a
 * fault the slot is all zero.
 */
int pw_text_read(u8 *slot, u32 size, u64 addr, bool user, u64 limit);

#endif
