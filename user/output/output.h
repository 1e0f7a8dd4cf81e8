/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where everything that people or programs read goes: records, maps and
 * counters as text, as JSON (one object a line) or as the rows of a tool's
 * table. Text and JSON are bpftrace's. Knows nothing of netlink: the command
 * hands in what it received and prints no data itself.
 */
#ifndef PW_OUTPUT_OUTPUT_H
#define PW_OUTPUT_OUTPUT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <probewire/counters.h>
#include <probewire/protocol.h>
#include "lang/lang.h"
#include "lang/program.h"
#include "output/columns.h"
#include "output/stack.h"

enum pw_output_format {
	PW_OUTPUT_TEXT,
	PW_OUTPUT_JSON,
	PW_OUTPUT_FOLDED,	/* maps of stacks, as flame graphs want them;
				 * all else as text, on `err` */
	PW_OUTPUT_SVG		/* the same, drawn, at the very end */
};

/* -B. AUTO: lines on a terminal, else 64 KB. */
enum pw_buffering {
	PW_BUFFER_AUTO,
	PW_BUFFER_NONE,
	PW_BUFFER_LINE,
	PW_BUFFER_FULL
};

struct pw_output_options {
	enum pw_output_format format;
	bool quiet;			/* -q */
	bool verbose;			/* -v */
	enum pw_buffering buffering;
	const char *source_name;	/* of the script, as errors say it */
	/* A tool's table and the options that were given to it; or NULL, 0. */
	const struct pw_tool *tool;
	const struct pw_option *given;
	uint32_t n_given;
	uint32_t max_rows;		/* of the table; 0: as they come */
	/* print(@m), clear(@m), zero(@m): the command asks the module, for
	 * print it then calls pw_output_map(). 0 or -errno, which
	 * pw_output_record() returns. */
	int (*map_action)(void *data, const struct pw_action *action,
			  const struct pw_record *rec);
	void *map_data;
	/* Takes the text of a debugf(); may be NULL. */
	void (*debug)(void *data, const char *text);
	void *debug_data;
	const struct pw_symbols *symbols;	/* or NULL */
};

struct pw_output;

/*
 * Sets the buffering of `out`, which must not have been written to. `prog`,
 * the options' tool and both files must outlive the object. NULL and errno:
 * ENOMEM, or EINVAL if the program's actions do not fit its image.
 */
struct pw_output *pw_output_new(const struct pw_program *prog,
				const struct pw_output_options *opt,
				FILE *out, FILE *err);
void pw_output_free(struct pw_output *o);

/* All functions below: 0, or -errno of a write to `out` that failed (once it
 * has failed, each call says so again), or what is said beside them. */

/* n probes are attached: says so; a tool prints its table's head instead. */
int pw_output_attached(struct pw_output *o, uint32_t n);

/* Has the table all the rows that it may have? More are not printed. */
bool pw_output_full(const struct pw_output *o);

/* Prints a record; rec->size bytes are readable and 8-aligned, as records from
 * pw_order are. -EBADMSG: it does not fit its action; nothing is printed. */
int pw_output_record(struct pw_output *o, const struct pw_record *rec);

/*
 * print(@map, top, div) (0: absent). entries: keys and values back to back as
 * PW_CMD_MAP_READ gives them. -EINVAL: no such map or not whole entries.
 */
int pw_output_map(struct pw_output *o, uint32_t map, const void *entries,
		  size_t bytes, uint32_t top, uint32_t div);

/*
 * At the end: the empty lines that end the records, then a call of
 * pw_output_map_exit() for each map in the order that pw_output_map_order()
 * writes (n_maps numbers: by name, as bpftrace prints them).
 */
int pw_output_end(struct pw_output *o);
void pw_output_map_order(const struct pw_output *o, uint32_t *order);
/* Like pw_output_map(), but a scalar that was never set is not printed. */
int pw_output_map_exit(struct pw_output *o, uint32_t map, const void *entries,
		       size_t bytes);

/*
 * The maps of the tool's table that begins with this one: their numbers (room
 * for PW_TOOL_TABLES_MAX) and how many; 0: it is of no table, -1: of one that
 * another map begins, and is printed with that.
 */
int pw_output_table_of(const struct pw_output *o, uint32_t map, uint32_t *maps);

struct pw_map_bytes {
	const void *bytes;	/* as pw_output_map() takes them */
	size_t size;
};

/* Prints the table of these maps, at most `top` rows, 0: all. At the end an
 * empty one is only printed if nothing else was. As pw_output_map(). */
int pw_output_table(struct pw_output *o, const uint32_t *maps,
		    const struct pw_map_bytes *bytes, uint32_t n, uint32_t top,
		    bool at_exit);

struct pw_counters {
	const struct pw_session_stats *session;
	const struct pw_probe_stats *probes;	/* session->n_probes of them */
	uint64_t received;	/* records that arrived: pw_order_received() */
};

/*
 * The last call: what was lost or went wrong, one sentence each on `err`; with
 * JSON also one object with all counters on `out` (with quiet only if there is
 * something to tell). Flushes.
 */
int pw_output_finish(struct pw_output *o, const struct pw_counters *c);

/* To be called when nothing more is to be read for the moment. */
int pw_output_flush(struct pw_output *o);

#endif
