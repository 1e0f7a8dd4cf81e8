// SPDX-License-Identifier: GPL-2.0
/*
 * The rows of a tool's table: padded text as the bcc tool prints it, values
 * separated by commas, or a JSON object a row. Columns that are not shown are
 * in JSON all the same, but for times, which nobody asked for.
 */
#include <string.h>
#include "output/json.h"
#include "output/sink.h"

#define BLANKS_MAX	4096

void pw_rows_init(struct pw_output *o)
{
	const struct pw_tool *tool = o->opt.tool;
	struct pw_rows *rows = &o->rows;
	uint32_t i;

	if (!tool)
		return;
	rows->given = pw_tool_given_bits(tool, o->opt.given, o->opt.n_given);
	for (i = 0; i < tool->n_options; i++) {
		if (!(rows->given & (1u << i)))
			continue;
		if (!strcmp(tool->options[i].name, "wide"))
			rows->wide = true;
		else if (!strcmp(tool->options[i].name, "csv"))
			rows->csv = true;
	}
}

static bool has_message(const struct pw_tool *tool)
{
	for (uint32_t i = 0; i < tool->n_columns; i++)
		if (tool->columns[i].source == PW_COLUMN_MESSAGE)
			return true;
	return false;
}

const char *pw_rows_message(const struct pw_output *o,
			    const struct pw_action *action)
{
	const char *format = action->format;

	for (uint32_t i = 0; i < o->opt.tool->n_tuple && *format; i++) {
		format += strcspn(format, " ");
		format += *format == ' ';
	}
	return format;
}

/* print((…)) with an element for each column, or one value for one column; of a
 * tool whose rows have a message, a printf() with all of these. */
bool pw_rows_takes(const struct pw_output *o, const struct pw_action *action)
{
	const struct pw_tool *tool = o->opt.tool;

	if (tool && action->kind == PW_ACTION_PRINTF && has_message(tool))
		return action->n_values >= tool->n_tuple;

	if (!tool || !tool->n_tuple || tool->n_tables ||
	    action->kind != PW_ACTION_PRINT_VALUE)
		return false;
	if (action->values[0].kind == PW_TYPE_TUPLE)
		return action->values[0].n_elems == tool->n_tuple;
	return tool->n_tuple == 1;
}

bool pw_rows_shows(const struct pw_output *o,
		   const struct pw_tool_column *column)
{
	return (!column->show_if || (column->show_if & o->rows.given)) &&
	       !(column->hide_if & o->rows.given);
}

static bool is_shown(const struct pw_output *o,
		     const struct pw_tool_column *column)
{
	if (o->json && column->source == PW_COLUMN_TUPLE)
		return true;
	if (column->only_json)
		return false;
	return pw_rows_shows(o, column);
}

/* The column's format here; without padding it is CSV's and JSON's. */
static struct pw_spec spec_of(const struct pw_output *o,
			      const struct pw_tool_column *column)
{
	struct pw_spec spec = o->rows.wide ? column->wide : column->format;

	if (o->rows.csv || o->json) {
		spec.width = 0;
		if (spec.conv == 's')
			spec.precision = -1;
	}
	/* end_column() makes it as wide as both are to be. */
	if (column->join)
		spec.width = 0;
	return spec;
}

/* A column and those that it is joined to begin at `start`. */
static void end_column(struct pw_output *o,
		       const struct pw_tool_column *column, size_t start)
{
	const struct pw_spec *spec = o->rows.wide ? &column->wide :
						    &column->format;

	if (o->rows.csv || o->json)
		return;
	if (column->join)
		pw_buf_pad(&o->buf, start, spec->width, spec->left);
	if (column->after)
		pw_buf_str(&o->buf, column->after);
}

/* A title that its column has no room for takes that of the text behind. */
static void end_title(struct pw_output *o, const struct pw_tool_column *column,
		      const char *title, size_t start)
{
	size_t len = strlen(title), width = column->format.width;

	if (!column->after || o->rows.csv || !width ||
	    len != width + strlen(column->after))
		end_column(o, column, start);
}

/* A value without what the column leaves away. */
static void cut(struct pw_output *o, const struct pw_tool_column *column,
		size_t start)
{
	size_t n = column->cut ? strlen(column->cut) : 0;

	if (!n || o->buf.len - start <= n ||
	    memcmp(o->buf.data + start, column->cut, n))
		return;
	o->buf.len -= n;
	memmove(o->buf.data + start, o->buf.data + start + n,
		o->buf.len - start);
}

/* What stands between this column and the one before it; where it begins. */
static void separate(struct pw_output *o, const struct pw_tool_column *column,
		     bool *first, size_t *start)
{
	bool is_joined = column->join && !o->rows.csv && !o->json;

	if (is_joined)
		pw_buf_str(&o->buf, column->join);
	else if (!*first)
		pw_buf_str(&o->buf, o->json ? ", " : o->rows.csv ? "," : " ");
	*first = false;
	if (o->json) {
		pw_json_string(&o->buf, column->key, strlen(column->key));
		pw_buf_str(&o->buf, ": ");
	} else if (column->before && !o->rows.csv) {
		pw_buf_str(&o->buf, column->before);
	}
	if (!is_joined)
		*start = o->buf.len;
}

bool pw_rows_have_titles(const struct pw_tool *tool)
{
	uint32_t i;

	for (i = 0; i < tool->n_columns; i++)
		if (*tool->columns[i].title)
			return true;
	return false;
}

static const char *title_of(const struct pw_output *o,
			    const struct pw_tool_column *column)
{
	uint32_t i;

	for (i = 0; i < column->n_titles; i++)
		if (column->titles[i].bits & o->rows.given)
			return column->titles[i].name;
	return column->title;
}

/* The titles, padded as their columns are. */
void pw_rows_head(struct pw_output *o)
{
	const struct pw_tool *tool = o->opt.tool;
	const char *title;
	bool first = true;
	size_t start = 0;
	uint32_t i;

	if (o->json)
		return;
	for (i = 0; i < tool->n_columns; i++) {
		const struct pw_tool_column *column = &tool->columns[i];
		struct pw_spec spec = spec_of(o, column);

		if (!is_shown(o, column) || !*column->title)
			continue;
		/* A number's precision says nothing of its title. */
		if (spec.conv != 's')
			spec.precision = -1;
		separate(o, column, &first, &start);
		title = title_of(o, column);
		pw_spec_text(&o->buf, &spec, title, strlen(title));
		end_title(o, column, title, start);
	}
	if (!first)
		pw_buf_char(&o->buf, '\n');
}

static uint64_t magnitude(uint64_t v, bool negative)
{
	return negative ? 0 - v : v;
}

/* An integer as the column says, whatever its sign and width. */
static void add_number(struct pw_output *o, const struct pw_spec *spec,
		       const struct pw_tool_column *column,
		       const struct pw_type *type, const uint8_t *slot)
{
	uint64_t v = pw_value_integer(type, slot);
	bool is_signed = type->kind == PW_TYPE_INT && type->is_signed;
	bool negative = is_signed && (int64_t)v < 0;

	if (spec->conv == 'f') {
		pw_spec_scaled(&o->buf, spec, magnitude(v, negative), negative,
			       column->scale);
	} else if (column->divide) {
		v = magnitude(v, negative) / column->divide;
		pw_spec_signed(&o->buf, spec, negative ? -(int64_t)v :
							 (int64_t)v);
	} else if (spec->conv == 'd' || spec->conv == 'u') {
		if (is_signed)
			pw_spec_signed(&o->buf, spec, (int64_t)v);
		else
			pw_spec_unsigned(&o->buf, spec, v);
	} else {
		if (is_signed && type->width < 8)
			v &= (1ull << (type->width * 8)) - 1;
		pw_spec_unsigned(&o->buf, spec, v);
	}
}

static void text_cell(struct pw_output *o, const struct pw_tool_column *column,
		      const struct pw_type *type, const uint8_t *slot)
{
	struct pw_spec spec = spec_of(o, column);
	size_t start = o->buf.len;

	if (column->is_blanks && pw_value_is_number(type) && !o->rows.csv) {
		pw_buf_fill(&o->buf, ' ', pw_value_integer(type, slot) %
				   BLANKS_MAX);
		return;
	}
	if (pw_value_is_number(type) && spec.conv != 's') {
		add_number(o, &spec, column, type, slot);
		return;
	}
	if (type->kind == PW_TYPE_BUF)
		pw_value_bytes(&o->buf, type, slot, 'w');
	else
		pw_value_text(&o->buf, &o->env, type, slot);
	cut(o, column, start);
	if (spec.conv == 's' && spec.precision >= 0 &&
	    o->buf.len - start > (size_t)spec.precision)
		o->buf.len = start + spec.precision;
	pw_buf_pad(&o->buf, start, spec.width, spec.left);
}

static void json_cell(struct pw_output *o, const struct pw_tool_column *column,
		      const struct pw_type *type, const uint8_t *slot)
{
	struct pw_spec spec = spec_of(o, column);
	size_t start = o->buf.len;

	if (type->kind == PW_TYPE_BUF) {
		pw_value_bytes(&o->buf, type, slot, 'w');
		pw_json_quote(&o->buf, start);
		return;
	}
	/* A column of text takes the name, unlike bpftrace's JSON. */
	if (type->enumeration && spec.conv == 's') {
		pw_value_text(&o->buf, &o->env, type, slot);
		cut(o, column, start);
		pw_json_quote(&o->buf, start);
		return;
	}
	if (!pw_value_is_number(type) ||
	    (strchr("dus", spec.conv) && !column->divide)) {
		pw_value_json(&o->buf, &o->env, type, slot);
		/* A text: the quote stays. */
		cut(o, column, start + 1);
		return;
	}
	add_number(o, &spec, column, type, slot);
	if (!strchr("df", spec.conv))
		pw_json_quote(&o->buf, start);
}

static void time_cell(struct pw_output *o, const struct pw_tool_column *column,
		      uint64_t nsecs)
{
	struct pw_spec spec = spec_of(o, column);
	uint64_t us = nsecs / 1000 - o->rows.first_us;
	bool negative = nsecs / 1000 < o->rows.first_us;
	bool is_unix = column->source == PW_COLUMN_UNIX;
	size_t start = o->buf.len;

	if (column->source == PW_COLUMN_ELAPSED) {
		pw_spec_scaled(&o->buf, &spec, magnitude(us, negative),
			       negative, 1000000);
		return;
	}
	pw_clock_format(&o->clock, &o->buf, is_unix ? "%s.%f" : "%H:%M:%S",
			nsecs);
	if (o->json && !is_unix)
		pw_json_quote(&o->buf, start);
	else
		pw_buf_pad(&o->buf, start, spec.width, spec.left);
}

/* Of a column that is left out where it is 0, or a text of no bytes. */
static bool is_left_out(struct pw_output *o,
			const struct pw_tool_column *column,
			const struct pw_cell *cell)
{
	size_t start = o->buf.len;
	bool is_empty;

	if (!column->omits_empty || o->json || o->rows.csv)
		return false;
	if (pw_value_is_number(cell->type))
		return !pw_value_integer(cell->type, cell->slot);
	pw_value_text(&o->buf, &o->env, cell->type, cell->slot);
	is_empty = o->buf.len == start;
	o->buf.len = start;
	return is_empty;
}

static void message_cell(struct pw_output *o)
{
	const struct pw_message *m = &o->rows.message;
	size_t start = o->buf.len;

	pw_format_print(m->format, &o->buf, &o->env, m->values, m->n_values,
			m->slots);
	if (o->json)
		pw_json_quote(&o->buf, start);
}

/* The cells of one row; of a table of a map there is no time. */
static void put_cells(struct pw_output *o, const struct pw_cell *cells,
		      uint64_t nsecs)
{
	const struct pw_tool *tool = o->opt.tool;
	bool first = true;
	size_t start = 0;
	uint32_t i;

	for (i = 0; i < tool->n_columns; i++) {
		const struct pw_tool_column *column = &tool->columns[i];
		bool is_cell = column->source == PW_COLUMN_TUPLE;

		if (is_shown(o, column) &&
		    !(is_cell && is_left_out(o, column, cells))) {
			separate(o, column, &first, &start);
			if (column->source == PW_COLUMN_MESSAGE)
				message_cell(o);
			else if (!is_cell)
				time_cell(o, column, nsecs);
			else if (o->json)
				json_cell(o, column, cells->type, cells->slot);
			else
				text_cell(o, column, cells->type, cells->slot);
			end_column(o, column, start);
		}
		cells += is_cell;
	}
}

void pw_rows_put(struct pw_output *o, const struct pw_cell *cells,
		 uint64_t nsecs)
{
	if (!o->json) {
		put_cells(o, cells, nsecs);
		pw_buf_char(&o->buf, '\n');
		return;
	}
	pw_output_open(o, "value");
	pw_buf_char(&o->buf, '{');
	put_cells(o, cells, nsecs);
	pw_buf_char(&o->buf, '}');
	pw_output_close(o);
}

static void print_row(struct pw_output *o, const struct pw_type *elem,
		      uint32_t n, const struct pw_record *rec)
{
	struct pw_cell cells[PW_TOOL_COLUMNS_MAX];
	const uint8_t *slot = o->slots;
	uint32_t i;

	if (!o->rows.started) {
		o->rows.started = true;
		o->rows.first_us = rec->nsecs / 1000;
	}
	for (i = 0; i < n; i++) {
		cells[i].type = elem;
		cells[i].slot = slot;
		slot += elem++->size;
	}
	o->rows.message.slots = slot;
	o->rows.printed++;
	pw_rows_put(o, cells, rec->nsecs);
}

void pw_rows_print(struct pw_output *o, const struct pw_type *type,
		   const struct pw_record *rec)
{
	print_row(o, type->kind == PW_TYPE_TUPLE ? type->elems : type,
		  o->opt.tool->n_tuple, rec);
}

void pw_rows_printf(struct pw_output *o, const struct pw_action *action,
		    const struct pw_format *format,
		    const struct pw_record *rec)
{
	uint32_t n = o->opt.tool->n_tuple;

	o->rows.message.format = format;
	o->rows.message.values = action->values + n;
	o->rows.message.n_values = action->n_values - n;
	print_row(o, action->values, n, rec);
}
