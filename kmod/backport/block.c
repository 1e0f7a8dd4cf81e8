/* SPDX-License-Identifier: GPL-2.0 */
/*
 * block:block_io_start and block_io_done, which Linux has from 6.5 on: from
 * where a request is counted as one under way until it is no more.
 *   blk_account_io_start(), from 5.16 on __blk_account_io_start()
 *   blk_account_io_done(), __blk_account_io_done()
 * Until 5.7 the former is called for what is merged into a request, too: that
 * has been counted before, as its partition shows. At the end nothing is left
 * to do, here and in newer kernels: bytes and nr_sector are 0. Differences from
 * these: requests that a disk does not count (its queue/iostats is 0) are not
 * reported; where the compiler has put the function into its only caller, as in
 * Debian's 6.1, the start cannot be seen, which is an error.
 *
 * The handlers run in process context, softirqs or interrupts, preemption off;
 * the request is the caller's. They take no lock.
 */
#include "backport.h"

#ifdef PW_BACKPORT_BLOCK_IO

#include "compat/block.h"

struct record {
	struct pw_record_common common;
	u32 dev;
	u64 sector;
	u32 nr_sector;
	u32 bytes;
	u16 ioprio;
	char rwbs[PW_RWBS];
	char comm[TASK_COMM_LEN];
	u32 cmd;		/* offset and size << 16 */
	char no_cmd[8];
};

#define FIELDS \
	PW_FIELD("dev_t dev", 8, 4, 0) \
	PW_FIELD("sector_t sector", 16, 8, 0) \
	PW_FIELD("unsigned int nr_sector", 24, 4, 0) \
	PW_FIELD("unsigned int bytes", 28, 4, 0) \
	PW_FIELD("unsigned short ioprio", 32, 2, 0) \
	PW_FIELD("char rwbs[10]", 34, 10, 0) \
	PW_FIELD("char comm[16]", 44, 16, 0) \
	PW_FIELD("__data_loc char[] cmd", 60, 4, 0)

static const char start_format[] = PW_FORMAT("block:block_io_start", FIELDS);
static const char done_format[] = PW_FORMAT("block:block_io_done", FIELDS);

static pw_notrace void report(struct pw_hooks *hooks, struct pw_hit *hit,
			      struct request *rq)
{
	struct gendisk *disk = pw_request_disk(rq);
	struct record rec;

	BUILD_BUG_ON(offsetof(struct record, cmd) != 60);
	memset(rec.rwbs, 0, sizeof(rec.rwbs));
	rec.dev = disk ? disk_devt(disk) : 0;
	rec.sector = blk_rq_pos(rq);
	rec.nr_sector = blk_rq_sectors(rq);
	rec.bytes = blk_rq_bytes(rq);
	rec.ioprio = rq->ioprio;
	pw_fill_rwbs(rec.rwbs, rq);
	memcpy(rec.comm, current->comm, sizeof(rec.comm));
	rec.cmd = offsetof(struct record, no_cmd) | 1 << 16;
	memset(rec.no_cmd, 0, sizeof(rec.no_cmd));
	pw_hooks_report(hooks, hit, &rec, sizeof(rec));
}

static pw_notrace void start_hit(struct pw_hooks *hooks, struct pw_hit *hit,
				 const struct pt_regs *regs)
{
	struct request *rq = (void *)(unsigned long)pw_arg(regs, 0);

	if (!rq->part)
		report(hooks, hit, rq);
}

static pw_notrace void done_hit(struct pw_hooks *hooks, struct pw_hit *hit,
				const struct pt_regs *regs)
{
	struct request *rq = (void *)(unsigned long)pw_arg(regs, 0);

	if (rq->part)
		report(hooks, hit, rq);
}

static const struct pw_hook start_hooks[] = {
	{ .function = "__blk_account_io_start", .optional = true,
	  .entry = start_hit },
	{ .function = "blk_account_io_start", .optional = true,
	  .otherwise = true, .entry = start_hit },
	{ NULL }
};

static const struct pw_hook done_hooks[] = {
	{ .function = "__blk_account_io_done", .optional = true,
	  .entry = done_hit },
	{ .function = "blk_account_io_done", .optional = true,
	  .otherwise = true, .entry = done_hit },
	{ NULL }
};

const struct pw_backport pw_backport_block_io_start = {
	.name = "block:block_io_start",
	.format = start_format,
	.hooks = start_hooks,
};

const struct pw_backport pw_backport_block_io_done = {
	.name = "block:block_io_done",
	.format = done_format,
	.hooks = done_hooks,
};

#endif
