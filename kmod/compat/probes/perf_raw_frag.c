/* 4.8, el7: a sample's raw data comes in fragments. */
#include <linux/perf_event.h>

const void *pw_probe(struct perf_sample_data *data)
{
	return data->raw->frag.data;
}
