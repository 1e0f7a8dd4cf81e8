/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the parts of the sink share: what was made of the program when it was
 * loaded, and the row that is being put together. Only for user/output.
 */
#ifndef PW_OUTPUT_SINK_H
#define PW_OUTPUT_SINK_H

#include "output/buf.h"
#include "output/clock.h"
#include "output/flame.h"
#include "output/pcap.h"
#include "output/output.h"
#include "output/value.h"

/* What a row's message is made of. */
struct pw_message {
	const struct pw_format *format;
	const struct pw_type *values;
	uint32_t n_values;
	const uint8_t *slots;
};

/* A tool's table while it runs. */
struct pw_rows {
	bool wide;
	bool csv;
	uint32_t given;		/* options, as bits */
	struct pw_message message;	/* of the row that is printed */
	bool started;		/* first_us is set */
	uint32_t printed;	/* rows */
	uint64_t first_us;	/* of CLOCK_MONOTONIC, of the first row */
};

/* What is known of an action's record. */
struct pw_plan {
	const struct pw_seg *segs;
	uint32_t n_segs;
	struct pw_format *format;	/* printf only */
	bool is_row;			/* goes into the tool's table */
};

struct pw_output {
	const struct pw_program *prog;
	struct pw_output_options opt;
	FILE *out;
	FILE *err;
	char *stdio_buffer;
	bool json;
	bool is_folding;		/* FOLDED, SVG: what is to be written
					 * now is for `out`, or to be drawn */
	struct pw_pcaps pcaps;
	struct pw_flame *flame;		/* SVG: what was to be drawn so far */
	struct pw_clock clock;
	struct pw_value_env env;
	struct pw_rows rows;
	struct pw_plan *plans;		/* one an action */
	uint8_t *slots;			/* a record's values, as in the frame */
	struct pw_buf buf;		/* what is written next */
	int error;			/* of `out`, stays */
};

/* Writes what is in buf. */
int pw_output_emit(struct pw_output *o);

/* SVG: writes the picture; then all goes to `out`. */
int pw_output_draw(struct pw_output *o);

/* {"type": "TYPE", "data": … what is appended between the two calls … } */
void pw_output_open(struct pw_output *o, const char *type);
void pw_output_close(struct pw_output *o);

/* rows.c: the table. `slots` holds the values of the tuple. */
void pw_rows_init(struct pw_output *o);
bool pw_rows_takes(const struct pw_output *o, const struct pw_action *action);
/* False: it has columns, and none of them has one. */
bool pw_rows_have_titles(const struct pw_tool *tool);
void pw_rows_head(struct pw_output *o);
/* Do the options show the column? */
bool pw_rows_shows(const struct pw_output *o,
		   const struct pw_tool_column *column);
void pw_rows_print(struct pw_output *o, const struct pw_type *type,
		   const struct pw_record *rec);
/* printf(): where its format is the message's; and a row with that. */
const char *pw_rows_message(const struct pw_output *o,
			    const struct pw_action *action);
void pw_rows_printf(struct pw_output *o, const struct pw_action *action,
		    const struct pw_format *format,
		    const struct pw_record *rec);
/* A row with these cells, one for each column without a source. */
struct pw_cell {
	const struct pw_type *type;
	const uint8_t *slot;
};
void pw_rows_put(struct pw_output *o, const struct pw_cell *cells,
		 uint64_t nsecs);

/* run.c: appends what is to be printed; messages go to o->err at once. */
void pw_run_cat(struct pw_output *o, const struct pw_action *action,
		const struct pw_plan *plan);
void pw_run_system(struct pw_output *o, const struct pw_action *action,
		   const struct pw_plan *plan);
void pw_run_debug(struct pw_output *o, const struct pw_action *action,
		  const struct pw_plan *plan);
void pw_run_join(struct pw_output *o, const struct pw_action *action);
/* Of CLOCK_MONOTONIC. */
void pw_run_packet(struct pw_output *o, const struct pw_action *action,
		   uint64_t nsecs);
void pw_run_message(struct pw_output *o, const struct pw_action *action,
		    const struct pw_plan *plan);
void pw_run_fault(struct pw_output *o, const struct pw_action *action);

#endif
