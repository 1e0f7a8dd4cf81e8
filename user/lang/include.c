// SPDX-License-Identifier: GPL-2.0
/*
 * Other files: #include "FILE" and <FILE> for definitions of C, import for
 * scripts and directories of them. Whoever compiles gives their texts. Each is
 * read once.
 */
#include <errno.h>
#include <string.h>
#include "lang/define.h"
#include "lang/library.h"

#define MAX_NESTED	32
#define MAX_FILES	1000

struct loading {
	struct pw_cursor *c;
	struct pw_span span;
	bool is_header;		/* all of them are */
};

static bool ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n >= m && !strcmp(name + n - m, end);
}

static bool was_read(const struct pw_cursor *c, const char *name)
{
	const struct pw_file *file;

	for (file = c->diags->files; file; file = file->next)
		if (!strcmp(file->name, name))
			return true;
	return false;
}

/* A text that was found. */
static void add_text(void *ctx, const char *name, const char *text)
{
	struct loading *l = ctx;
	struct pw_cursor *c = l->c;
	bool is_header = l->is_header || ends_with(name, ".h");
	struct pw_file *file;

	if (was_read(c, name))
		return;
	if (ends_with(name, ".c")) {
		pw_error(c->diags, l->span, "cannot import %s: programs "
			 "for BPF are not supported", name);
		return;
	}
	if (c->n_nested >= MAX_NESTED || c->n_files++ >= MAX_FILES ||
	    strlen(text) > PW_MAX_SOURCE) {
		pw_error(c->diags, l->span, "too many files, or too large: %s",
			 name);
		return;
	}
	file = pw_diags_add_file(c->diags, pw_arena_strdup(c->arena, name),
				 pw_arena_strdup(c->arena, text));
	if (!file)
		return;
	c->n_nested++;
	pw_parse_file(c, file, is_header);
	c->n_nested--;
}

static int load(struct loading *l, const char *name, enum pw_load_kind kind)
{
	const struct pw_lang_env *env = l->c->env;

	if (!env || !env->load)
		return -ENOENT;
	return env->load(env->data, l->c->file_name, name, kind, add_text, l);
}

/* In bpftrace's words, whose C parser gets the script under this name. */
static void not_found(struct pw_cursor *c, const char *name, const char *at)
{
	const char *begin = at, *p;
	unsigned line = 2;

	while (begin > c->lexer.text && begin[-1] != '\n')
		begin--;
	for (p = c->lexer.text; p < begin; p++)
		line += *p == '\n';
	pw_error_line(c->diags, c->tok.span, "definitions.h:%u:%u: fatal error: "
		      "'%s' file not found", line,
		      (unsigned)(at - begin) + 1, name);
}

void pw_parse_include(struct pw_cursor *c, const char *tail)
{
	struct loading l = { c, c->tok.span, true };
	const char *p = tail + strspn(tail, " \t"), *end = NULL, *name;
	bool quoted = *p == '"';
	int err;

	if (quoted || *p == '<')
		end = strpbrk(p + 1, quoted ? "\"\n" : ">\n");
	if (!end || *end == '\n' || end == p + 1) {
		pw_error(c->diags, c->tok.span, "#include needs \"FILE\" or "
			 "<FILE>");
		return;
	}
	if (!c->at_top) {
		pw_error(c->diags, c->tok.span, "#include must stand before "
			 "probes");
		return;
	}
	name = pw_arena_strndup(c->arena, p + 1, end - p - 1);
	err = load(&l, name, quoted ? PW_LOAD_QUOTED : PW_LOAD_SYSTEM);
	if (err == -ENOENT)
		not_found(c, name, p);
	else if (err)
		pw_error(c->diags, l.span, "cannot read %s: %s", name,
			 strerror(-err));
}

void pw_include_first(struct pw_cursor *c)
{
	struct loading l = { c, { 0 }, true };
	uint32_t i;
	int err;

	for (i = 0; c->env && i < c->env->n_headers; i++) {
		err = load(&l, c->env->headers[i], PW_LOAD_QUOTED);
		if (err)
			pw_error(c->diags, l.span, "cannot read %s: %s",
				 c->env->headers[i], strerror(-err));
	}
}

/* The language's own library is there anyway; a part of it has a text. */
static bool import_library(struct loading *l, const char *name)
{
	const char *text = pw_library_part(name);

	if (text && *text)
		add_text(l, name, text);
	return text != NULL;
}

static void import(struct loading *l, const char *name)
{
	struct pw_cursor *c = l->c;
	int err = load(l, name, PW_LOAD_IMPORT);

	if (err == -ENOENT && import_library(l, name))
		return;
	if (err == -ENOENT && ends_with(name, ".bpf.c"))
		pw_error(c->diags, l->span, "cannot import %s: programs for "
			 "BPF are not supported", name);
	else if (err == -EPERM)
		pw_error(c->diags, l->span, "cannot import %s: everybody may "
			 "write to its directory", name);
	else if (err)
		pw_error(c->diags, l->span, "cannot import %s: %s", name,
			 strerror(-err));
}

void pw_parse_import(struct pw_cursor *c, bool in_block)
{
	struct loading l = { c, c->tok.span, false };
	const char *name;

	pw_next(c);
	name = c->tok.text;
	l.span.end = c->tok.span.end;
	if (c->tok.kind != PW_TOK_STRING) {
		pw_unexpected(c, "string");
	} else {
		pw_next(c);
		if (c->tok.kind != PW_TOK_SEMICOLON &&
		    (!in_block || c->tok.kind != PW_TOK_RBRACE))
			pw_unexpected(c, ";");
	}
	if (!c->lost)
		import(&l, name);
	if (in_block)
		return;
	if (c->lost) {
		pw_skip_statement(c);
		pw_reread_head(c);
	} else {
		pw_next_head(c);
	}
}
