// SPDX-License-Identifier: GPL-2.0
/*
 * The merge by time. Each batch is kept as one run, ordered in itself; a heap
 * of the runs gives the oldest record. A batch comes from one CPU and is in
 * order already, but for a probe that fired within another one's hit: its
 * record is sent first although it fired later. Such a batch gets an index.
 *
 * Ties go by the order of arrival, so that what one CPU sent stays in order.
 * What comes from the socket is checked to the last byte before any of it is
 * taken. One thread; no locks.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "output/order.h"

struct run {
	uint64_t seq;			/* arrival: breaks ties */
	uint32_t n;			/* records */
	uint32_t at;			/* the next one to release */
	size_t bytes;
	const struct pw_record *next;
	const struct pw_record **sorted;	/* NULL: as they lie */
	uint64_t data[];		/* the records, aligned */
};

struct pw_order {
	int (*emit)(void *data, const struct pw_record *rec);
	void *data;
	size_t max_bytes;
	size_t bytes;			/* held by all runs */
	struct run **heap;		/* the oldest record's run first */
	size_t n, size;
	uint64_t next_seq;
	uint64_t watermark;
	uint64_t received;
	uint64_t gaps;
	bool done;
};

struct pw_order *pw_order_new(size_t max_bytes,
			      int (*emit)(void *data,
					  const struct pw_record *rec),
			      void *data)
{
	struct pw_order *order = calloc(1, sizeof(*order));

	if (!order)
		return NULL;
	order->emit = emit;
	order->data = data;
	order->max_bytes = max_bytes ? max_bytes : PW_ORDER_BYTES;
	return order;
}

static void free_run(struct run *run)
{
	free(run->sorted);
	free(run);
}

void pw_order_free(struct pw_order *order)
{
	size_t i;

	if (!order)
		return;
	for (i = 0; i < order->n; i++)
		free_run(order->heap[i]);
	free(order->heap);
	free(order);
}

static bool earlier(const struct run *a, const struct run *b)
{
	if (a->next->nsecs != b->next->nsecs)
		return a->next->nsecs < b->next->nsecs;
	return a->seq < b->seq;
}

static void swap_runs(struct run **a, struct run **b)
{
	struct run *run = *a;

	*a = *b;
	*b = run;
}

static void sift_up(struct pw_order *order, size_t i)
{
	while (i && earlier(order->heap[i], order->heap[(i - 1) / 2])) {
		swap_runs(&order->heap[i], &order->heap[(i - 1) / 2]);
		i = (i - 1) / 2;
	}
}

static void sift_down(struct pw_order *order, size_t i)
{
	for (;;) {
		size_t least = i, child = 2 * i + 1;

		if (child < order->n &&
		    earlier(order->heap[child], order->heap[least]))
			least = child;
		if (child + 1 < order->n &&
		    earlier(order->heap[child + 1], order->heap[least]))
			least = child + 1;
		if (least == i)
			return;
		swap_runs(&order->heap[i], &order->heap[least]);
		i = least;
	}
}

static const struct pw_record *behind(const struct pw_record *rec)
{
	return (const struct pw_record *)((const char *)rec + rec->size);
}

/* The next record of the first run is dealt with. */
static void advance(struct pw_order *order)
{
	struct run *run = order->heap[0];

	run->at++;
	if (run->at < run->n) {
		run->next = run->sorted ? run->sorted[run->at] :
					  behind(run->next);
	} else {
		order->bytes -= run->bytes;
		order->heap[0] = order->heap[--order->n];
		free_run(run);
	}
	sift_down(order, 0);
}

/* Releases what is not later than `until`, and what is too much. */
static int release(struct pw_order *order, uint64_t until)
{
	int err = 0;

	while (order->n && !err &&
	       (order->heap[0]->next->nsecs <= until ||
		order->bytes > order->max_bytes)) {
		err = order->emit(order->data, order->heap[0]->next);
		advance(order);
	}
	return err;
}

/* Whether `bytes` bytes at data are n whole records; *in_order: and sorted. */
static bool check_records(const char *data, size_t bytes, uint32_t n,
			  bool *in_order)
{
	uint64_t last = 0;
	struct pw_record rec;

	*in_order = true;
	for (; n; n--) {
		if (bytes < sizeof(rec))
			return false;
		memcpy(&rec, data, sizeof(rec));
		if (rec.size < sizeof(rec) || rec.size % 8 ||
		    rec.size > PW_RECORD_MAX || rec.size > bytes)
			return false;
		if (rec.nsecs < last)
			*in_order = false;
		last = rec.nsecs;
		data += rec.size;
		bytes -= rec.size;
	}
	return bytes == 0;
}

static int by_time(const void *a, const void *b)
{
	const struct pw_record *x = *(const struct pw_record *const *)a;
	const struct pw_record *y = *(const struct pw_record *const *)b;

	if (x->nsecs != y->nsecs)
		return x->nsecs < y->nsecs ? -1 : 1;
	/* Both are in one buffer: as they lie. */
	return x < y ? -1 : x > y;
}

static int sort_run(struct run *run)
{
	const struct pw_record *rec = run->next;
	uint32_t i;

	run->sorted = malloc(run->n * sizeof(*run->sorted));
	if (!run->sorted)
		return -ENOMEM;
	for (i = 0; i < run->n; i++, rec = behind(rec))
		run->sorted[i] = rec;
	qsort(run->sorted, run->n, sizeof(*run->sorted), by_time);
	run->next = run->sorted[0];
	return 0;
}

static int add_run(struct pw_order *order, const char *data, size_t bytes,
		   const struct pw_batch *batch, bool in_order)
{
	struct run *run;

	if (order->n == order->size) {
		size_t size = order->size ? order->size * 2 : 16;
		struct run **heap = realloc(order->heap, size * sizeof(*heap));

		if (!heap)
			return -ENOMEM;
		order->heap = heap;
		order->size = size;
	}
	run = malloc(sizeof(*run) + bytes);
	if (!run)
		return -ENOMEM;
	memcpy(run->data, data, bytes);
	run->seq = batch->seq;
	run->n = batch->n_records;
	run->at = 0;
	run->bytes = bytes;
	run->next = (const struct pw_record *)run->data;
	run->sorted = NULL;
	if (!in_order && sort_run(run)) {
		free_run(run);
		return -ENOMEM;
	}
	order->heap[order->n++] = run;
	order->bytes += bytes;
	sift_up(order, order->n - 1);
	return 0;
}

int pw_order_push(struct pw_order *order, const void *data, size_t len)
{
	const char *records = (const char *)data + sizeof(struct pw_batch);
	struct pw_batch batch;
	bool in_order;
	int err;

	if (len < sizeof(batch))
		return -EBADMSG;
	memcpy(&batch, data, sizeof(batch));
	len -= sizeof(batch);
	/* The module counts its messages up: never the same one twice. */
	if (batch.seq < order->next_seq || batch.seq == UINT64_MAX ||
	    order->done ||
	    !check_records(records, len, batch.n_records, &in_order))
		return -EBADMSG;
	if (batch.n_records) {
		err = add_run(order, records, len, &batch, in_order);
		if (err)
			return err;
	}
	order->gaps += batch.seq - order->next_seq;
	order->next_seq = batch.seq + 1;
	order->received += batch.n_records;
	if (batch.watermark > order->watermark)
		order->watermark = batch.watermark;
	if (batch.flags & PW_BATCH_LAST) {
		order->done = true;
		return pw_order_flush(order);
	}
	return release(order, order->watermark);
}

int pw_order_flush(struct pw_order *order)
{
	return release(order, UINT64_MAX);
}

uint64_t pw_order_received(const struct pw_order *order)
{
	return order->received;
}

uint64_t pw_order_gaps(const struct pw_order *order)
{
	return order->gaps;
}

int pw_order_done(const struct pw_order *order)
{
	return order->done;
}
