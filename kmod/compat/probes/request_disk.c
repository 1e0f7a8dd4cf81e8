/* Until 5.16 a request knows its disk, later its queue does. */
#include <linux/blkdev.h>

void *pw_probe(struct request *rq)
{
	return rq->rq_disk;
}
