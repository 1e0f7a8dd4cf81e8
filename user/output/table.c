// SPDX-License-Identifier: GPL-2.0
/*
 * A tool's table whose rows are the entries of maps: those with the same key
 * are one row. One thread; no locks.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "output/maps.h"

struct row {
	const uint8_t *key;
	const uint8_t *values[PW_TOOL_TABLES_MAX];	/* NULL: it has none */
	const struct table *table;
};

struct table {
	struct pw_map_print maps[PW_TOOL_TABLES_MAX];
	uint32_t n_maps;
	struct row *rows;
	size_t n;
	uint32_t sort;		/* a column */
	uint8_t *zeros;
};

/* A row's cells, and what some of them are that no map has. */
struct cells {
	struct pw_cell cell[PW_TOOL_COLUMNS_MAX];
	uint64_t averages[PW_TOOL_TABLES_MAX];
};

static const struct pw_type number_type = {
	.kind = PW_TYPE_INT, .width = 8, .size = 8
};

/* The cells of one value, which may be a tuple; returns the next one. */
static struct pw_cell *add_cells(struct pw_cell *cell, struct pw_cell *end,
				 const struct pw_type *type,
				 const uint8_t *slot)
{
	uint32_t i;

	if (type->kind == PW_TYPE_TUPLE) {
		for (i = 0; i < type->n_elems; i++) {
			cell = add_cells(cell, end, &type->elems[i], slot);
			slot += type->elems[i].size;
		}
		return cell;
	}
	if (cell < end) {
		cell->type = type;
		cell->slot = slot;
		cell++;
	}
	return cell;
}

/* Returns how many there are. */
static size_t cells_of(const struct row *row, struct cells *cells)
{
	const struct table *table = row->table;
	const struct pw_map_info *info = table->maps[0].info;
	struct pw_cell *end = cells->cell + PW_TOOL_COLUMNS_MAX;
	struct pw_cell *cell = cells->cell;
	const uint8_t *key = row->key;
	uint32_t i;

	for (i = 0; i < info->n_keys; i++) {
		cell = add_cells(cell, end, &info->keys[i], key);
		key += info->keys[i].size;
	}
	for (i = 0; i < table->n_maps; i++) {
		const struct pw_type *type = &table->maps[i].info->value;
		const uint8_t *value = row->values[i] ? row->values[i] :
				       table->zeros;

		if (pw_map_is_average(type)) {
			cells->averages[i] = pw_map_average(type, value);
			type = &number_type;
			value = (const uint8_t *)&cells->averages[i];
		}
		cell = add_cells(cell, end, type, value);
	}
	return (size_t)(cell - cells->cell);
}

static int compare_keys(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	return memcmp(x->key, y->key, x->table->maps[0].key_size);
}

static int compare_cells(const struct pw_cell *a, const struct pw_cell *b)
{
	uint64_t x, y;

	if (!pw_value_is_number(a->type))
		return -memcmp(a->slot, b->slot, a->type->size);
	x = pw_value_integer(a->type, a->slot);
	y = pw_value_integer(b->type, b->slot);
	if (a->type->is_signed)
		return ((int64_t)x > (int64_t)y) - ((int64_t)x < (int64_t)y);
	return (x > y) - (x < y);
}

/* Numbers from the greatest, texts from the first. */
static int compare_rows(const void *a, const void *b)
{
	uint32_t sort = ((const struct row *)a)->table->sort;
	struct cells x, y;
	int diff;

	cells_of(a, &x);
	cells_of(b, &y);
	diff = compare_cells(&y.cell[sort], &x.cell[sort]);
	return diff ? diff : compare_keys(a, b);
}

/* All entries as rows, then those with one key as one. */
static int join(struct table *table)
{
	size_t n = 0, value_size = 16, i, k, at = 0;

	for (i = 0; i < table->n_maps; i++) {
		n += table->maps[i].n;
		if (table->maps[i].value_size > value_size)
			value_size = table->maps[i].value_size;
		if (table->maps[i].key_size != table->maps[0].key_size)
			return -EINVAL;
	}
	table->rows = calloc(n + 1, sizeof(*table->rows));
	table->zeros = calloc(1, value_size);
	if (!table->rows || !table->zeros)
		return -ENOMEM;
	for (i = 0; i < table->n_maps; i++)
		for (k = 0; k < table->maps[i].n; k++) {
			struct row *row = &table->rows[at++];

			row->table = table;
			row->key = table->maps[i].entries[k].key;
			row->values[i] = table->maps[i].entries[k].value;
		}
	qsort(table->rows, n, sizeof(*table->rows), compare_keys);
	for (k = 0; k < n; k++) {
		struct row *row = &table->rows[k], *last;

		last = table->n ? &table->rows[table->n - 1] : NULL;
		if (!last || compare_keys(last, row)) {
			table->rows[table->n++] = *row;
			continue;
		}
		for (i = 0; i < table->n_maps; i++)
			if (row->values[i])
				last->values[i] = row->values[i];
	}
	return 0;
}

static int print_rows(struct pw_output *o, struct table *table, size_t top)
{
	struct cells cells;
	size_t i;

	if (table->n && cells_of(table->rows, &cells) != o->opt.tool->n_tuple)
		return -EINVAL;
	qsort(table->rows, table->n, sizeof(*table->rows), compare_rows);
	for (i = 0; i < table->n && (!top || i < top); i++) {
		cells_of(&table->rows[i], &cells);
		pw_rows_put(o, cells.cell, 0);
	}
	return 0;
}

static bool is_hist(const struct pw_output *o, const uint32_t *maps, uint32_t n)
{
	while (n--)
		if (pw_map_is_hist(&o->prog->maps[maps[n]]))
			return true;
	return false;
}

/* The first that the options show; it is the same in JSON. */
static uint32_t sort_of(const struct pw_output *o)
{
	const struct pw_tool *tool = o->opt.tool;
	uint32_t i;

	for (i = 0; i + 1 < tool->n_sorts; i++)
		if (pw_rows_shows(o, &tool->columns[tool->sorts[i]]))
			break;
	return tool->sorts[i];
}

int pw_output_table(struct pw_output *o, const uint32_t *maps,
		    const struct pw_map_bytes *bytes, uint32_t n, uint32_t top,
		    bool at_exit)
{
	struct table table = { .n_maps = n, .sort = sort_of(o) };
	int err = is_hist(o, maps, n) ? -EINVAL : 0;
	uint32_t i;

	for (i = 0; !err && i < n; i++)
		err = pw_map_load(o, maps[i], bytes[i].bytes, bytes[i].size,
				  &table.maps[i]);
	if (!err)
		err = join(&table);
	/* What was cleared after it was printed is not shown again. */
	if (!err && (table.n || !at_exit || !o->rows.printed)) {
		if (o->rows.printed++ && !o->json)
			pw_buf_char(&o->buf, '\n');
		pw_rows_head(o);
		err = print_rows(o, &table, top);
	}
	for (i = 0; i < n; i++)
		pw_map_free(&table.maps[i]);
	free(table.rows);
	free(table.zeros);
	return err ? err : pw_output_emit(o);
}

static uint32_t find_map(const struct pw_output *o, const char *name)
{
	uint32_t i;

	for (i = 0; i < o->prog->n_maps; i++)
		if (!strcmp(o->prog->maps[i].name, name))
			break;
	return i;
}

int pw_output_table_of(const struct pw_output *o, uint32_t map, uint32_t *maps)
{
	const struct pw_tool *tool = o->opt.tool;
	const char *name = o->prog->maps[map].name;
	uint32_t i;
	int n = 0;

	for (i = 0; tool && i < tool->n_tables; i++)
		if (!strcmp(tool->tables[i], name))
			break;
	if (!tool || i == tool->n_tables ||
	    (tool->table_unless & o->rows.given))
		return 0;
	if (i)
		return -1;
	for (i = 0; i < tool->n_tables; i++) {
		maps[n] = find_map(o, tool->tables[i]);
		n += maps[n] < o->prog->n_maps;
	}
	return n;
}
