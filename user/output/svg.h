/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The picture of flame graphs: boxes with names in rows, to be looked at with
 * any browser. All that names may have in them is escaped.
 */
#ifndef PW_OUTPUT_SVG_H
#define PW_OUTPUT_SVG_H

#include "output/buf.h"

struct pw_svg {
	struct pw_buf *buf;
	uint32_t top;		/* of what comes next, in pixels */
	/* Of the graph that is being drawn. */
	uint64_t total;
	uint32_t rows;
};

/* `rows` of all graphs together. */
void pw_svg_begin(struct pw_svg *svg, struct pw_buf *buf, uint32_t graphs,
		  uint32_t rows);
void pw_svg_end(struct pw_svg *svg);

void pw_svg_graph(struct pw_svg *svg, const char *name, uint64_t total,
		  uint32_t rows);
void pw_svg_graph_end(struct pw_svg *svg);

/* A frame, `row` above the lowest: from `start` on, `count` of the total. */
void pw_svg_frame(struct pw_svg *svg, const char *name, size_t len,
		  uint32_t row, uint64_t start, uint64_t count);

#endif
