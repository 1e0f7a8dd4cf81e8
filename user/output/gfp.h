/* SPDX-License-Identifier: GPL-2.0 */
/*
 * %gr: the flags of a memory allocation (gfp_t) as text.
 */
#ifndef PW_OUTPUT_GFP_H
#define PW_OUTPUT_GFP_H

#include <stdint.h>

struct pw_buf;

/* "GFP_KERNEL|__GFP_ZERO"; bits that have no name as one number. */
void pw_gfp_text(struct pw_buf *buf, uint64_t flags);

#endif
