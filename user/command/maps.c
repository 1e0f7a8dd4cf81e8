/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Maps between the module and the output: read, clear, zero.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "command/report.h"
#include "command/session.h"

struct entries {
	size_t size;		/* of one: key and value */
	char *bytes;
	size_t used;
	size_t room;
	bool no_memory;
};

static void add_entry(void *ctx, const void *entry)
{
	struct entries *e = ctx;

	if (e->used + e->size > e->room) {
		size_t room = e->room ? e->room * 2 : 16 * e->size;
		char *larger = realloc(e->bytes, room);

		if (!larger) {
			e->no_memory = true;
			return;
		}
		e->bytes = larger;
		e->room = room;
	}
	memcpy(e->bytes + e->used, entry, e->size);
	e->used += e->size;
}

static int read_map(struct pw_session *s, uint32_t number, struct entries *e)
{
	const struct pw_image_header *image = s->prog->image;
	const struct pw_map_def *def;
	struct pw_link_error error;
	int err;

	def = (const void *)((const char *)image + image->maps.offset);
	memset(e, 0, sizeof(*e));
	e->size = def[number].key_size + def[number].value_size;
	err = pw_client_map_read(s->client, number, e->size, add_entry, e,
				 &error);
	if (!err && e->no_memory) {
		err = -ENOMEM;
		strcpy(error.text, "cannot read a map: out of memory");
	}
	if (err)
		pw_report_error("%s", error.text);
	return err;
}

/* The map, or the tool's table that it begins. */
static int print_map(struct pw_session *s, uint32_t map, uint32_t top,
		     uint32_t div, bool at_exit)
{
	struct entries lists[PW_TOOL_TABLES_MAX];
	struct pw_map_bytes bytes[PW_TOOL_TABLES_MAX];
	uint32_t maps[PW_TOOL_TABLES_MAX];
	int n = pw_output_table_of(s->output, map, maps);
	int read, i, err = 0;

	if (n < 0)
		return 0;
	if (!n)
		maps[0] = map;
	for (read = 0; !err && read < (n ? n : 1); read++) {
		err = s->failed = read_map(s, maps[read], &lists[read]);
		bytes[read].bytes = lists[read].bytes;
		bytes[read].size = lists[read].used;
	}
	if (!err && n)
		err = pw_output_table(s->output, maps, bytes, (uint32_t)n, top,
				      at_exit);
	else if (!err && at_exit)
		err = pw_output_map_exit(s->output, map, lists[0].bytes,
					 lists[0].used);
	else if (!err)
		err = pw_output_map(s->output, map, lists[0].bytes,
				    lists[0].used, top, div);
	for (i = 0; i < read; i++)
		free(lists[i].bytes);
	return err;
}

int pw_session_map_action(void *data, const struct pw_action *action,
			  const struct pw_record *rec)
{
	struct pw_session *s = data;
	struct pw_link_error error;
	int err;

	(void)rec;
	/* That the module failed is remembered here: it is none of printing. */
	switch (action->kind) {
	case PW_ACTION_PRINT_MAP:
		return print_map(s, action->map, action->top, action->div,
				 false);
	case PW_ACTION_CLEAR_MAP:
		err = pw_client_map_clear(s->client, action->map, &error);
		break;
	case PW_ACTION_ZERO_MAP:
		err = pw_client_map_zero(s->client, action->map, &error);
		break;
	default:
		return -EINVAL;
	}
	if (err)
		pw_report_error("%s", error.text);
	s->failed = err;
	return err;
}

void pw_session_print_maps(struct pw_session *s)
{
	uint32_t n = s->prog->n_maps;
	uint32_t *order;
	uint32_t i;

	if (!n)
		return;
	order = calloc(n, sizeof(*order));
	if (!order) {
		s->failed = -ENOMEM;
		pw_report_error("cannot print the maps: out of memory");
		return;
	}
	pw_output_map_order(s->output, order);
	for (i = 0; i < n && !s->failed; i++) {
		int err = print_map(s, order[i], 0, 0, true);

		if (!s->failed)
			pw_session_printed(s, err);
	}
	free(order);
}
