/* Until 5.12 blk_fill_rwbs() wants to know whether there are bytes. */
#include <linux/blktrace_api.h>

void pw_probe(char *rwbs, struct request *rq)
{
	blk_fill_rwbs(rwbs, rq->cmd_flags, 0);
}
