/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Puts the records of several CPUs into the order of time. Batches come in as
 * the module sent them; records go out once no earlier one can still come.
 */
#ifndef PW_OUTPUT_ORDER_H
#define PW_OUTPUT_ORDER_H

#include <stddef.h>
#include <stdint.h>
#include <probewire/protocol.h>

struct pw_order;

/* Bytes of records held back at most when nothing else is asked for. */
#define PW_ORDER_BYTES (32u << 20)

/*
 * emit: takes a record, 8-aligned and whole; what it returns but 0 stops the
 * release and is returned. max_bytes 0: PW_ORDER_BYTES; beyond it the oldest
 * records are released before their time. NULL: no memory.
 */
struct pw_order *pw_order_new(size_t max_bytes,
			      int (*emit)(void *data,
					  const struct pw_record *rec),
			      void *data);
void pw_order_free(struct pw_order *order);

/*
 * A DATA attribute, `len` bytes at any alignment. Releases what may go. 0, what
 * emit returned, -ENOMEM, or -EBADMSG: it is no batch, and none of it is taken.
 */
int pw_order_push(struct pw_order *order, const void *batch, size_t len);

/* Releases everything. 0, or what emit returned. */
int pw_order_flush(struct pw_order *order);

/* Records received. */
uint64_t pw_order_received(const struct pw_order *order);
/* Batches that are missing between those received. */
uint64_t pw_order_gaps(const struct pw_order *order);
/* Whether the batch that says PW_BATCH_LAST has come. */
int pw_order_done(const struct pw_order *order);

#endif
