// SPDX-License-Identifier: GPL-2.0
/*
 * Names of allocation flags: bits as current kernels number them, and bpftrace
 * shows them on all kernels. Masks of several bits go first, the larger before
 * those that they contain. One thread; no locks.
 */
#include <stddef.h>
#include "output/buf.h"
#include "output/gfp.h"

#define BIT(n)		(1ull << (n))
#define RECLAIM		(BIT(10) | BIT(11))
#define NOFS		(RECLAIM | BIT(6))
#define KERNEL		(NOFS | BIT(7))
#define USER		(KERNEL | BIT(20))
#define HIGHUSER	(USER | BIT(1))
#define MOVABLE		(HIGHUSER | BIT(3) | BIT(25))
#define TRANSHUGE_LIGHT	((MOVABLE | BIT(18) | BIT(19) | BIT(13)) & ~RECLAIM)

static const struct {
	uint64_t mask;
	const char *name;
} flags_names[] = {
	{ TRANSHUGE_LIGHT | BIT(10), "GFP_TRANSHUGE" },
	{ TRANSHUGE_LIGHT, "GFP_TRANSHUGE_LIGHT" },
	{ MOVABLE, "GFP_HIGHUSER_MOVABLE" },
	{ HIGHUSER, "GFP_HIGHUSER" },
	{ USER, "GFP_USER" },
	{ KERNEL | BIT(22), "GFP_KERNEL_ACCOUNT" },
	{ KERNEL, "GFP_KERNEL" },
	{ NOFS, "GFP_NOFS" },
	{ BIT(5) | BIT(11), "GFP_ATOMIC" },
	{ RECLAIM, "GFP_NOIO" },
	{ BIT(11) | BIT(13), "GFP_NOWAIT" },
	{ BIT(0), "GFP_DMA" },
	{ BIT(1), "__GFP_HIGHMEM" },
	{ BIT(2), "GFP_DMA32" },
	{ BIT(5), "__GFP_HIGH" },
	{ BIT(6), "__GFP_IO" },
	{ BIT(7), "__GFP_FS" },
	{ BIT(8), "__GFP_ZERO" },
	{ BIT(10), "__GFP_DIRECT_RECLAIM" },
	{ BIT(11), "__GFP_KSWAPD_RECLAIM" },
	{ BIT(12), "__GFP_WRITE" },
	{ BIT(13), "__GFP_NOWARN" },
	{ BIT(14), "__GFP_RETRY_MAYFAIL" },
	{ BIT(15), "__GFP_NOFAIL" },
	{ BIT(16), "__GFP_NORETRY" },
	{ BIT(17), "__GFP_MEMALLOC" },
	{ BIT(18), "__GFP_COMP" },
	{ BIT(19), "__GFP_NOMEMALLOC" },
	{ BIT(20), "__GFP_HARDWALL" },
	{ BIT(21), "__GFP_THISNODE" },
	{ BIT(22), "__GFP_ACCOUNT" },
	{ BIT(23), "__GFP_ZEROTAGS" },
	{ BIT(24), "__GFP_SKIP_ZERO" },
	{ BIT(25), "__GFP_SKIP_KASAN" },
	{ BIT(26), "__GFP_NO_OBJ_EXT" },
};

void pw_gfp_text(struct pw_buf *buf, uint64_t flags)
{
	const char *between = "";

	if (!flags) {
		pw_buf_char(buf, '0');
		return;
	}
	for (size_t i = 0; i < sizeof(flags_names) / sizeof(*flags_names); i++)
		if ((flags & flags_names[i].mask) == flags_names[i].mask) {
			pw_buf_str(buf, between);
			pw_buf_str(buf, flags_names[i].name);
			flags &= ~flags_names[i].mask;
			between = "|";
		}
	if (!flags)
		return;
	pw_buf_str(buf, between);
	pw_buf_0x(buf, flags);
}
