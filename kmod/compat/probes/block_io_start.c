/* 6.5: block:block_io_start and block_io_done are the kernel's own. */
#include <linux/blk-mq.h>
#include <trace/events/block.h>

int pw_probe(void (*called)(void *data, struct request *rq))
{
	return register_trace_block_io_start(called, NULL);
}
