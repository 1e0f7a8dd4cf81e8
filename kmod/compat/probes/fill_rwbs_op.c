/* 4.8 and 4.9: an operation and its flags are two arguments. */
#include <linux/blktrace_api.h>

void pw_probe(char *rwbs, struct request *rq)
{
	blk_fill_rwbs(rwbs, req_op(rq), rq->cmd_flags, 0);
}
