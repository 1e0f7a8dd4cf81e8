/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Strings in the frame. Any context, preemption off: nothing here takes longer
 * than a slot is, and memory outside is only read fault-tolerantly.
 */
#include "text.h"

#define PAGE		4096u
#define CHUNK_MIN	64u	/* most strings end in the first piece read */
#define CHUNK_MAX	512u

/*
 * Reads whole words, also behind end: they belong to the same slot, and what
 * they hold does not matter.
 */
pw_notrace u32 pw_text_len(const u8 *slot, u32 from, u32 end)
{
	u64 zero;
	u32 i;

	for (i = from & ~7u; i < end; i += 8) {
		zero = pw_zero_bytes(*(const u64 *)(slot + i));
		if (zero) {
			i += __builtin_ctzll(zero) / 8;
			break;
		}
	}
	return i < end ? i : end;
}

pw_notrace bool pw_text_is_cut(const u8 *slot, u32 size, u32 len)
{
	return len <= size - 2 && slot[size - 1] == 1;
}

pw_notrace bool pw_text_end(u8 *slot, u32 size, u32 len)
{
	if (len < size) {
		memset(slot + len, 0, size - len);
		return true;
	}
	slot[size - 2] = 0;
	slot[size - 1] = 1;
	return false;
}

pw_notrace bool pw_text_cut(u8 *slot, u32 size, u32 max)
{
	u32 len = pw_text_len(slot, 0, size);

	if (len <= max)
		return true;
	memset(slot + max, 0, len - max);
	slot[size - 1] = 1;
	return false;
}

pw_notrace bool pw_text_copy(u8 *slot, u32 size, const char *from, u32 len)
{
	u32 n = len < size ? len : size;

	memcpy(slot, from, n);
	return pw_text_end(slot, size, pw_text_len(slot, 0, n));
}

pw_notrace bool pw_text_equal(const u8 *a, const u8 *b, u32 n)
{
	const u64 *wa = (const u64 *)a;
	const u64 *wb = (const u64 *)b;
	u64 diff, zero;
	u32 i;

	for (i = 0; i < n; i += 8) {
		diff = wa[i / 8] ^ wb[i / 8];
		if (n - i < 8)
			diff &= ~0ULL >> (64 - (n - i) * 8);
		zero = pw_zero_bytes(wa[i / 8]);
		/* Equal if both end before the first byte that differs. */
		if (diff)
			return zero && (zero & -zero) < (diff & -diff);
		if (zero)
			return true;
	}
	return true;
}

pw_notrace s64 pw_text_find(const u8 *a, const u8 *b, u32 size, u32 *budget)
{
	u32 len_a = pw_text_len(a, 0, size);
	u32 len_b = pw_text_len(b, 0, size);
	u32 at, n;

	for (at = 0; at + len_b <= len_a; at++) {
		for (n = 0; n < len_b && a[at + n] == b[n]; n++)
			;
		if (n == len_b)
			return at;
		if (n >= *budget) {
			*budget = 0;
			return -2;
		}
		*budget -= n + 1;
	}
	return -1;
}

/* As many bytes as one read may ask for: a page's rest. */
static pw_notrace u32 piece(u64 addr, u32 want, u32 chunk)
{
	u32 rest = PAGE - (addr & (PAGE - 1));

	if (want > chunk)
		want = chunk;
	return want < rest ? want : rest;
}

pw_notrace int pw_text_read(u8 *slot, u32 size, u64 addr, bool user, u64 limit)
{
	u32 want = limit < size ? limit : size;
	u32 chunk = CHUNK_MIN;
	u32 done = 0;
	u32 len = 0;
	u32 n;

	while (done < want) {
		n = piece(addr + done, want - done, chunk);
		if (user ? pw_read_user(slot + done, addr + done, n) :
			   pw_read_kernel(slot + done, addr + done, n)) {
			memset(slot, 0, size);
			return PW_TEXT_FAULT;
		}
		done += n;
		len = pw_text_len(slot, done - n, done);
		if (len < done)
			break;
		if (chunk < CHUNK_MAX)
			chunk *= 2;
	}
	return pw_text_end(slot, size, len) ? 0 : PW_TEXT_CUT;
}
