// SPDX-License-Identifier: GPL-2.0
/*
 * Stacks of a flame graph, and what is drawn of them; see flame.h.
 *
 * Stacks are sorted, so that those with the same callers are beside each other.
 * A frame is as wide as the stacks that begin with its path; it is drawn when
 * the first one comes that does not.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "output/flame.h"
#include "output/svg.h"

/* Between frames while they are here: sorts before all that names have. */
#define SEPARATOR	'\1'

struct stack {
	char *path;
	uint64_t count;
};

struct graph {
	char *name;
	struct stack *stacks;
	size_t n, room;
};

struct pw_flame {
	struct graph *graphs;
	size_t n;
};

struct pw_flame *pw_flame_new(void)
{
	return calloc(1, sizeof(struct pw_flame));
}

void pw_flame_free(struct pw_flame *flame)
{
	size_t i, j;

	for (i = 0; flame && i < flame->n; i++) {
		for (j = 0; j < flame->graphs[i].n; j++)
			free(flame->graphs[i].stacks[j].path);
		free(flame->graphs[i].stacks);
		free(flame->graphs[i].name);
	}
	if (flame)
		free(flame->graphs);
	free(flame);
}

int pw_flame_begin(struct pw_flame *flame, const char *name)
{
	struct graph *larger, graph = { strdup(name), NULL, 0, 0 };

	larger = realloc(flame->graphs, (flame->n + 1) * sizeof(*larger));
	if (larger)
		flame->graphs = larger;
	if (!larger || !graph.name) {
		free(graph.name);
		return -ENOMEM;
	}
	flame->graphs[flame->n++] = graph;
	return 0;
}

static int add_stack(struct graph *graph, const char *path, size_t len,
		     uint64_t count)
{
	struct stack *larger;
	char *copy, *c;

	if (graph->n == graph->room) {
		graph->room = graph->room ? 2 * graph->room : 64;
		larger = realloc(graph->stacks,
				 graph->room * sizeof(*larger));
		if (!larger)
			return -ENOMEM;
		graph->stacks = larger;
	}
	copy = strndup(path, len);
	if (!copy)
		return -ENOMEM;
	for (c = copy; *c; c++)
		if (*c == ';' || *c == SEPARATOR)
			*c = *c == ';' ? SEPARATOR : '?';
	graph->stacks[graph->n].path = copy;
	graph->stacks[graph->n++].count = count;
	return 0;
}

int pw_flame_add(struct pw_flame *flame, const char *lines, size_t len)
{
	struct graph *graph = &flame->graphs[flame->n - 1];
	const char *end, *blank;
	int err = 0;

	while (!err && len) {
		end = memchr(lines, '\n', len);
		for (blank = end; *blank != ' '; blank--)
			;
		if (blank[1] != '-' && strtoull(blank + 1, NULL, 10))
			err = add_stack(graph, lines, (size_t)(blank - lines),
					strtoull(blank + 1, NULL, 10));
		len -= (size_t)(end + 1 - lines);
		lines = end + 1;
	}
	return err;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct stack *)a)->path,
		      ((const struct stack *)b)->path);
}

static uint32_t depth_of(const char *path)
{
	uint32_t depth = 1;

	for (; *path; path++)
		depth += *path == SEPARATOR;
	return depth;
}

/* Frames that both begin with. */
static uint32_t common(const char *a, const char *b)
{
	uint32_t n = 0;

	for (; *a && *a == *b; a++, b++)
		n += *a == SEPARATOR;
	return n + ((!*a || *a == SEPARATOR) && (!*b || *b == SEPARATOR));
}

/* The frames of `path` that are `keep` deep or deeper end here. */
static void draw_ended(struct pw_svg *svg, const char *path, uint32_t keep,
		       const uint64_t *start, uint64_t at)
{
	uint32_t i, depth = depth_of(path);
	size_t len;

	for (i = 0; i < depth; i++) {
		len = strcspn(path, "\1");
		if (i >= keep)
			pw_svg_frame(svg, path, len, i + 1, start[i],
				     at - start[i]);
		path += len + 1;
	}
}

static void draw_stacks(struct pw_svg *svg, const struct graph *graph,
			uint64_t *start)
{
	const char *last = NULL;
	uint32_t i, keep, depth;
	uint64_t at = 0;
	size_t s;

	for (s = 0; s < graph->n; s++) {
		const struct stack *stack = &graph->stacks[s];

		keep = last ? common(last, stack->path) : 0;
		if (last)
			draw_ended(svg, last, keep, start, at);
		depth = depth_of(stack->path);
		for (i = keep; i < depth; i++)
			start[i] = at;
		at += stack->count;
		last = stack->path;
	}
	if (last)
		draw_ended(svg, last, 0, start, at);
}

/* That of all, and one for each frame of the deepest stack. */
static uint32_t rows_of(const struct graph *graph)
{
	uint32_t deepest = 0, depth;
	size_t i;

	for (i = 0; i < graph->n; i++) {
		depth = depth_of(graph->stacks[i].path);
		if (depth > deepest)
			deepest = depth;
	}
	return deepest + 1;
}

static void draw_graph(struct pw_svg *svg, struct graph *graph)
{
	uint32_t rows = rows_of(graph);
	uint64_t *start, total = 0;
	size_t i;

	for (i = 0; i < graph->n; i++)
		total += graph->stacks[i].count;
	start = calloc(rows, sizeof(*start));
	if (!start) {
		svg->buf->failed = true;
		return;
	}
	if (graph->n)
		qsort(graph->stacks, graph->n, sizeof(*graph->stacks), by_path);
	pw_svg_graph(svg, graph->name, total, rows);
	if (total)
		pw_svg_frame(svg, "all", 3, 0, 0, total);
	draw_stacks(svg, graph, start);
	pw_svg_graph_end(svg);
	free(start);
}

void pw_flame_draw(struct pw_flame *flame, struct pw_buf *buf)
{
	struct pw_svg svg;
	uint32_t rows = 0;
	size_t i;

	for (i = 0; i < flame->n; i++)
		rows += rows_of(&flame->graphs[i]);
	pw_svg_begin(&svg, buf, (uint32_t)flame->n, rows);
	for (i = 0; i < flame->n; i++)
		draw_graph(&svg, &flame->graphs[i]);
	pw_svg_end(&svg);
}
