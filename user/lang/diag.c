/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Collects what the compiler has to say and prints it with the source. The
 * form is bpftrace's: columns count bytes from 1 and the second one is the
 * first behind the place; a tab is printed as four blanks, so that the marker
 * below stays aligned.
 */
#include <stdlib.h>
#include <string.h>
#include "lang/diag.h"

/* Longer lines and more lines than these are not shown below a message. */
#define MAX_LINE 4096
#define MAX_LINES 20

struct hint {
	const char *text;
	struct hint *next;
};

/* Another place that the message is about, and what of it. */
struct place {
	struct pw_span span;
	const char *text;
	struct place *next;
};

struct pw_diag {
	bool is_error;
	bool is_line;		/* text is all that is printed */
	struct pw_span span;
	const char *text;
	struct place *places;
	struct hint *hints;
	struct pw_diag *next;
};

void pw_diags_init(struct pw_diags *diags, struct pw_arena *arena)
{
	memset(diags, 0, sizeof(*diags));
	diags->arena = arena;
}

struct pw_file *pw_diags_add_file(struct pw_diags *diags, const char *name,
				  const char *text)
{
	struct pw_file *file, **end = &diags->files;
	size_t size = strlen(text);

	if (size > UINT32_MAX / 2 - diags->next_base)
		return NULL;
	file = pw_arena_alloc(diags->arena, sizeof(*file));
	file->name = name;
	file->text = text;
	file->size = (uint32_t)size;
	file->base = diags->next_base;
	diags->next_base += file->size + 1;
	while (*end)
		end = &(*end)->next;
	*end = file;
	return file;
}

static struct pw_diag *find(struct pw_diags *diags, bool is_error,
			    struct pw_span span, const char *text)
{
	struct pw_diag *diag;

	for (diag = diags->first; diag; diag = diag->next)
		if (diag->is_error == is_error &&
		    diag->span.begin == span.begin &&
		    diag->span.end == span.end &&
		    diag->span.from == span.from && !strcmp(diag->text, text))
			return diag;
	return NULL;
}

static void add(struct pw_diags *diags, bool is_error, struct pw_span span,
		const char *format, va_list list)
{
	unsigned *n = is_error ? &diags->n_errors : &diags->n_warnings;
	struct pw_diag *diag;
	const char *text;

	diags->current = NULL;
	if (*n >= PW_MAX_DIAGS) {
		++*n;
		return;
	}
	text = pw_arena_vprintf(diags->arena, format, list);
	if (find(diags, is_error, span, text))
		return;
	diag = pw_arena_alloc(diags->arena, sizeof(*diag));
	diag->is_error = is_error;
	diag->span = span;
	diag->text = text;
	if (diags->last)
		diags->last->next = diag;
	else
		diags->first = diag;
	diags->last = diag;
	diags->current = diag;
	++*n;
}

void pw_error(struct pw_diags *diags, struct pw_span span,
	      const char *format, ...)
{
	va_list list;

	va_start(list, format);
	add(diags, true, span, format, list);
	va_end(list);
}

void pw_error_line(struct pw_diags *diags, struct pw_span span,
		   const char *format, ...)
{
	va_list list;

	va_start(list, format);
	add(diags, true, span, format, list);
	va_end(list);
	if (diags->current)
		diags->current->is_line = true;
}

void pw_warning(struct pw_diags *diags, struct pw_span span,
		const char *format, ...)
{
	va_list list;

	va_start(list, format);
	add(diags, false, span, format, list);
	va_end(list);
}

void pw_hint(struct pw_diags *diags, const char *format, ...)
{
	struct hint *hint, **end;
	va_list list;

	if (!diags->current)
		return;
	hint = pw_arena_alloc(diags->arena, sizeof(*hint));
	va_start(list, format);
	hint->text = pw_arena_vprintf(diags->arena, format, list);
	va_end(list);
	for (end = &diags->current->hints; *end; end = &(*end)->next)
		;
	*end = hint;
}

void pw_context(struct pw_diags *diags, struct pw_span span,
		const char *format, ...)
{
	struct place *place, **end;
	va_list list;

	if (!diags->current)
		return;
	place = pw_arena_alloc(diags->arena, sizeof(*place));
	place->span = span;
	va_start(list, format);
	place->text = pw_arena_vprintf(diags->arena, format, list);
	va_end(list);
	for (end = &diags->current->places; *end; end = &(*end)->next)
		;
	*end = place;
}

/* All files' texts, each at its offset, with a line's end between them. */
static const char *join_files(struct pw_arena *arena, const char *text,
			      const struct pw_file *files)
{
	const struct pw_file *file, *last = files;
	char *all;

	if (!files)
		return text;
	while (last->next)
		last = last->next;
	all = pw_arena_alloc(arena, (size_t)last->base + last->size + 1);
	memset(all, '\n', (size_t)last->base + last->size);
	memcpy(all, text, strlen(text));
	for (file = files; file; file = file->next)
		memcpy(all + file->base, file->text, file->size);
	return all;
}

void pw_lines_init(struct pw_lines *lines, struct pw_arena *arena,
		   const char *text, const struct pw_file *files)
{
	const char *p;
	uint32_t n = 1;

	text = join_files(arena, text, files);
	lines->files = files;
	for (p = text; *p; p++)
		n += *p == '\n';
	lines->text = text;
	lines->size = p - text;
	lines->n_lines = n;
	lines->starts = pw_arena_array(arena, n, sizeof(*lines->starts));
	n = 1;
	for (p = text; *p; p++)
		if (*p == '\n')
			lines->starts[n++] = p + 1 - text;
}

/* From 0, over all files. */
static uint32_t line_of(const struct pw_lines *lines, uint32_t offset)
{
	uint32_t low = 0, high = lines->n_lines, mid;

	while (high - low > 1) {
		mid = low + (high - low) / 2;
		if (lines->starts[mid] <= offset)
			low = mid;
		else
			high = mid;
	}
	return low;
}

struct pw_source_pos pw_lines_find(const struct pw_lines *lines,
				   uint32_t offset)
{
	const struct pw_file *file, *found = NULL;
	struct pw_source_pos pos;
	uint32_t line;

	if (offset > lines->size)
		offset = lines->size;
	for (file = lines->files; file && file->base <= offset;
	     file = file->next)
		found = file;
	line = line_of(lines, offset);
	pos.column = offset - lines->starts[line] + 1;
	pos.line = line + 1 - (found ? line_of(lines, found->base) : 0);
	pos.file = found ? found->name : NULL;
	return pos;
}

/* Bytes of a line (from 0), without its end. */
static uint32_t line_length(const struct pw_lines *lines, uint32_t line)
{
	uint32_t begin = lines->starts[line];
	uint32_t end = lines->size;

	if (line + 1 < lines->n_lines)
		end = lines->starts[line + 1] - 1;
	if (end > begin && lines->text[end - 1] == '\r')
		end--;
	return end - begin;
}

static void print_line(const struct pw_lines *lines, uint32_t line, FILE *out)
{
	const char *p = lines->text + lines->starts[line];
	uint32_t n = line_length(lines, line);

	for (; n; n--, p++) {
		if (*p == '\t')
			fputs("    ", out);
		else if ((unsigned char)*p < 0x20 || *p == 0x7f)
			fputc('?', out);	/* nothing for a terminal */
		else
			fputc(*p, out);
	}
	fputc('\n', out);
}

/* From and to are columns, from 1. */
static void print_marker(const struct pw_lines *lines, uint32_t line,
			 uint32_t from, uint32_t to, FILE *out)
{
	const char *p = lines->text + lines->starts[line];
	uint32_t n = line_length(lines, line);
	uint32_t column;

	for (column = 1; column < to; column++) {
		bool tab = column <= n && p[column - 1] == '\t';

		if (column < from)
			fputs(tab ? "    " : " ", out);
		else
			fputs(tab ? "~~~~" : "~", out);
	}
	fputc('\n', out);
}

/* `first` is begin's line over all files. */
static void print_source(const struct pw_lines *lines, uint32_t first,
			 struct pw_source_pos begin, struct pw_source_pos end,
			 FILE *out)
{
	uint32_t i;

	if (begin.line == end.line) {
		if (line_length(lines, first) > MAX_LINE)
			return;
		print_line(lines, first, out);
		print_marker(lines, first, begin.column, end.column, out);
		return;
	}
	for (i = 0; i <= end.line - begin.line; i++) {
		if (i == MAX_LINES ||
		    line_length(lines, first + i) > MAX_LINE) {
			fputs("...\n", out);
			break;
		}
		print_line(lines, first + i, out);
	}
}

static void find_place(const struct pw_lines *lines, struct pw_span span,
		       struct pw_source_pos *begin, struct pw_source_pos *end)
{
	*begin = pw_lines_find(lines, span.begin);
	*end = pw_lines_find(lines, span.end);
	/* The end of the text is a place too, and shown as one column. */
	if (span.end <= span.begin || end->line < begin->line) {
		*end = *begin;
		end->column++;
	}
}

static void print_context(const struct pw_lines *lines, struct pw_span span,
			  FILE *out)
{
	struct pw_source_pos begin, end;

	find_place(lines, span, &begin, &end);
	print_source(lines, line_of(lines, span.begin > lines->size ?
				    lines->size : span.begin),
		     begin, end, out);
}

static void print_message(const struct pw_lines *lines, const char *name,
			  struct pw_span span, const char *kind,
			  const char *text, FILE *out)
{
	struct pw_source_pos begin, end;

	find_place(lines, span, &begin, &end);
	if (begin.file)
		name = begin.file;
	if (begin.line == end.line)
		fprintf(out, "%s:%u:%u-%u: %s: %s\n", name, begin.line,
			begin.column, end.column, kind, text);
	else
		fprintf(out, "%s:%u-%u: %s: %s\n", name, begin.line, end.line,
			kind, text);
	print_context(lines, span, out);
}

static void print_chain(const struct pw_lines *lines, const char *name,
			struct pw_span span, const char *kind, FILE *out)
{
	for (; span.from; span = *span.from)
		print_message(lines, name, *span.from, kind, "expanded from",
			      out);
}

static void print_one(const struct pw_diag *diag, const struct pw_lines *lines,
		      const char *name, FILE *out)
{
	const char *kind = diag->is_error ? "ERROR" : "WARNING";
	const struct place *place;
	const struct hint *hint;

	if (diag->is_line) {
		fprintf(out, "%s\n", diag->text);
		return;
	}
	print_message(lines, name, diag->span, kind, diag->text, out);
	for (place = diag->places; place; place = place->next)
		print_message(lines, name, place->span, kind, place->text, out);
	for (hint = diag->hints; hint; hint = hint->next)
		fprintf(out, "HINT: %s\n", hint->text);
	print_chain(lines, name, diag->span, kind, out);
}

/* Stable: what was reported first at a place is printed first. */
static unsigned sort(const struct pw_diags *diags, bool is_error,
		     const struct pw_diag **sorted)
{
	const struct pw_diag *diag;
	unsigned n = 0, i;

	for (diag = diags->first; diag; diag = diag->next) {
		if (diag->is_error != is_error)
			continue;
		for (i = n; i > 0; i--) {
			if (sorted[i - 1]->span.begin <= diag->span.begin)
				break;
			sorted[i] = sorted[i - 1];
		}
		sorted[i] = diag;
		n++;
	}
	return n;
}

static void print_group(const struct pw_diags *diags, bool is_error,
			unsigned total, const struct pw_lines *lines,
			const char *name, FILE *out)
{
	const struct pw_diag *sorted[PW_MAX_DIAGS];
	unsigned n = sort(diags, is_error, sorted), i;

	for (i = 0; i < n; i++)
		print_one(sorted[i], lines, name, out);
	if (total > n)
		fprintf(out, "%s: %u more are not shown\n",
			is_error ? "ERROR" : "WARNING", total - n);
}

void pw_diags_print(const struct pw_diags *diags, const char *name,
		    const char *text, FILE *out)
{
	struct pw_lines lines;

	if (!diags->first)
		return;
	pw_lines_init(&lines, diags->arena, text, diags->files);
	print_group(diags, true, diags->n_errors, &lines, name, out);
	if (diags->n_warnings)
		print_group(diags, false, diags->n_warnings, &lines, name, out);
}

const char *pw_lines_place(const struct pw_lines *lines,
			   struct pw_arena *arena, struct pw_span span)
{
	struct pw_source_pos begin = pw_lines_find(lines, span.begin);
	struct pw_source_pos end = pw_lines_find(lines, span.end);

	if (begin.line != end.line)
		return pw_arena_printf(arena, "%u-%u", begin.line, end.line);
	return pw_arena_printf(arena, "%u:%u-%u", begin.line, begin.column,
			       end.column);
}

const char *pw_lines_trace(const struct pw_lines *lines,
			   struct pw_arena *arena, const char *name,
			   struct pw_span span, bool is_error, bool has_own)
{
	const char *kind = is_error ? "ERROR" : "WARNING", *copy;
	char *text = NULL;
	size_t size = 0;
	FILE *out;

	if (!span.from && !has_own)
		return NULL;
	out = open_memstream(&text, &size);
	if (!out)
		return NULL;
	if (has_own)
		print_context(lines, span, out);
	print_chain(lines, name, span, kind, out);
	fclose(out);
	copy = pw_arena_strndup(arena, text, size);
	free(text);
	return copy;
}
