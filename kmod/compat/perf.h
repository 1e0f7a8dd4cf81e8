/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Perf events' differences: where a sample's raw record is, and whether
 * counters of the kernel may be inherited by what a process starts.
 */
#ifndef PW_COMPAT_PERF_H
#define PW_COMPAT_PERF_H

#include <linux/perf_event.h>

#ifdef PW_HAVE_PERF_DEAD
#define PW_PERF_INHERITS 1
#else
#define PW_PERF_INHERITS 0
#endif

static __always_inline const void *
pw_perf_record(const struct perf_sample_data *data, u32 *size)
{
	const struct perf_raw_record *raw = data->raw;

	if (!raw) {
		*size = 0;
		return NULL;
	}
#ifdef PW_HAVE_PERF_RAW_FRAG
	*size = raw->frag.size;
	return raw->frag.data;
#else
	*size = raw->size;
	return raw->data;
#endif
}

#endif
