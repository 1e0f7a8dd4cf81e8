/* up to 3.14: probes by name, an iterator. exported: tracepoint_iter_start */
#include <linux/tracepoint.h>

int pw_probe(struct tracepoint_iter *iter, void *probe, void *data)
{
	tracepoint_iter_start(iter);
	return tracepoint_probe_register((*iter->tracepoint)->name, probe,
					 data);
}
