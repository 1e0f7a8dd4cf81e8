/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Requests of block devices: their disk, and their flags as letters.
 */
#ifndef PW_COMPAT_BLOCK_H
#define PW_COMPAT_BLOCK_H

#include <linux/blkdev.h>
#include <linux/blktrace_api.h>
#ifndef PW_HAVE_REQUEST_DISK
#include <linux/blk-mq.h>
#endif

#ifdef PW_HAVE_REQUEST_DISK
#define pw_request_disk(rq)	((rq)->rq_disk)
#else
#define pw_request_disk(rq)	((rq)->q->disk)
#endif

/* What blk_fill_rwbs() writes on any kernel, and more. */
#define PW_RWBS	10

static inline void pw_fill_rwbs(char *rwbs, const struct request *rq)
{
#if defined(PW_HAVE_FILL_RWBS_OP)
	blk_fill_rwbs(rwbs, req_op(rq), rq->cmd_flags, blk_rq_bytes(rq));
#elif defined(PW_HAVE_FILL_RWBS_BYTES)
	blk_fill_rwbs(rwbs, rq->cmd_flags, blk_rq_bytes(rq));
#else
	blk_fill_rwbs(rwbs, rq->cmd_flags);
#endif
}

#endif
