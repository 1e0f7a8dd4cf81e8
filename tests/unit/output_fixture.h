/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A program put together by hand, a sink on it and what it wrote. For the tests
 * of user/output.
 */
#ifndef OUTPUT_FIXTURE_H
#define OUTPUT_FIXTURE_H

#include <stdint.h>
#include "output/output.h"

#define FIX_ACTIONS	8
#define FIX_SEGS	64
#define FIX_MAPS	8
#define FIX_RECORD	4096

struct fixture {
	struct pw_program prog;
	struct pw_action actions[FIX_ACTIONS];
	struct pw_map_info maps[FIX_MAPS];
	struct {
		struct pw_image_header head;
		struct pw_rec_def recs[FIX_ACTIONS];
		struct pw_seg segs[FIX_SEGS];
	} image;
	struct pw_output_options opt;
	struct pw_output *o;
	FILE *out, *err;
	char *out_text, *err_text;
	size_t out_len, err_len;
	size_t out_seen, err_seen;
	uint64_t record[FIX_RECORD / 8];
	uint32_t used;		/* bytes of record */
};

/* Types. */
struct pw_type fix_int(unsigned width, bool is_signed);
struct pw_type fix_pointer(void);
struct pw_type fix_kind(enum pw_type_kind kind);	/* of 8 bytes */
struct pw_type fix_string(uint32_t size);
struct pw_type fix_inet(void);
struct pw_type fix_buf(uint32_t length);
struct pw_type fix_bytes(uint32_t length, unsigned width, bool is_signed);
struct pw_type fix_tuple(const struct pw_type *elems, uint32_t n);

void fix_init(struct fixture *f);
/* Adds an action; its strings travel as strings, the rest as it is. */
uint32_t fix_action(struct fixture *f, enum pw_action_kind kind,
		    const char *format, const struct pw_type *values,
		    uint32_t n);
uint32_t fix_map(struct fixture *f, const char *name,
		 const struct pw_type *keys, uint32_t n_keys,
		 struct pw_type value);
/* Makes the sink; what it writes is in out_text and err_text. */
void fix_open(struct fixture *f);
void fix_close(struct fixture *f);

/* A record: begin, its values, send. */
void fix_begin(struct fixture *f, uint32_t action, uint64_t nsecs);
void fix_u64(struct fixture *f, uint64_t v);
void fix_str(struct fixture *f, const char *text, bool cut);
void fix_raw(struct fixture *f, const void *bytes, uint32_t size);
int fix_send(struct fixture *f);

/* What was written since the last time; there until more is written. */
const char *fix_out(struct fixture *f);
const char *fix_err(struct fixture *f);

#endif
