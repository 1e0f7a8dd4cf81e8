/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Typed values as they lie in keys, map values and records: what is in a slot,
 * as text and as JSON, the way bpftrace shows it.
 */
#ifndef PW_OUTPUT_VALUE_H
#define PW_OUTPUT_VALUE_H

#include <stdbool.h>
#include <stdint.h>
#include "lang/program.h"
#include "output/clock.h"
#include "output/stack.h"

struct pw_buf;

/* What is behind the bytes. */
struct pw_value_env {
	const struct pw_program *prog;
	struct pw_clock *clock;
	const struct pw_symbols *symbols;	/* or NULL */
};

/* Whether the type's sizes fit together, so that a slot of type->size bytes is
 * all that the functions below read. */
bool pw_type_check(const struct pw_type *type);

/* An integer, extended from the bytes that count. */
uint64_t pw_value_integer(const struct pw_type *type, const uint8_t *slot);

/* Integers and what is one: bool, the aggregates of one number. */
bool pw_value_is_number(const struct pw_type *type);

void pw_value_text(struct pw_buf *buf, const struct pw_value_env *env,
		   const struct pw_type *type, const uint8_t *slot);
void pw_value_json(struct pw_buf *buf, const struct pw_value_env *env,
		   const struct pw_type *type, const uint8_t *slot);

/* Of BUF: as they are printed by %r (variant 0), %rx ('x') and %rh ('h'); 'w':
 * as %r, but strings one behind the other are words. */
void pw_value_bytes(struct pw_buf *buf, const struct pw_type *type,
		    const uint8_t *slot, char variant);

#endif
