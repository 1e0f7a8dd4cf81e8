/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The parser: a script as a row of blocks, each with its probes, its
 * predicate and its body. Statements and expressions have files of their own.
 * By recursive descent, with one token in view (more only for casts and for the
 * end of a predicate), in time linear to the text.
 */
#include <ctype.h>
#include <string.h>
#include "lang/ctype.h"
#include "lang/cursor.h"
#include "lang/library.h"
#include "lang/macro.h"

/* Copies one part of an attach point without its quotes. */
static const char *unquote(struct pw_arena *arena, const char *text, size_t len)
{
	char *copy = pw_arena_strndup(arena, text, len), *out = copy;
	bool quoted = false;
	size_t i;

	for (i = 0; i < len; i++) {
		if (text[i] == '"') {
			quoted = !quoted;
			continue;
		}
		if (quoted && text[i] == '\\' && i + 1 < len)
			i++;
		*out++ = text[i];
	}
	*out = '\0';
	return copy;
}

/* The length of the part that begins at text: up to a ':' outside quotes. */
static size_t part_length(const char *text)
{
	bool quoted = false;
	size_t n;

	for (n = 0; text[n] && (quoted || text[n] != ':'); n++) {
		if (text[n] == '"')
			quoted = !quoted;
		else if (quoted && text[n] == '\\' && text[n + 1])
			n++;
	}
	return n;
}

/* At an attach point. */
static struct pw_attach *parse_attach(struct pw_cursor *c)
{
	struct pw_attach *attach = pw_arena_alloc(c->arena, sizeof(*attach));
	const char *p = c->tok.text;
	size_t len;

	attach->span = c->tok.span;
	for (;;) {
		len = part_length(p);
		if (attach->n_parts == PW_ATTACH_PARTS) {
			pw_error(c->diags, attach->span,
				 "a probe has at most %d parts",
				 PW_ATTACH_PARTS);
			break;
		}
		attach->parts[attach->n_parts++] = unquote(c->arena, p, len);
		p += len;
		if (*p++ != ':')
			break;
	}
	pw_next(c);
	return attach;
}

static bool is_name(const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)text[i]) && text[i] != '_')
			return false;
	return len && !isdigit((unsigned char)text[0]);
}

static void parse_attach_list(struct pw_cursor *c, struct pw_block *block)
{
	struct pw_attach **end = &block->attach;

	for (;;) {
		*end = parse_attach(c);
		/* NAME=PROBE: the name is of no use to a script yet. */
		if (c->tok.kind == PW_TOK_ASSIGN && (*end)->n_parts == 1 &&
		    is_name((*end)->parts[0])) {
			pw_next_head(c);
			if (c->tok.kind != PW_TOK_ATTACH) {
				pw_unexpected(c, "probe");
				return;
			}
			*end = parse_attach(c);
		}
		end = &(*end)->next;
		block->span.end = c->prev_end;
		if (c->tok.kind != PW_TOK_COMMA)
			return;
		pw_next_head(c);
		if (c->tok.kind == PW_TOK_ATTACH)
			continue;
		/* A comma behind the last one does no harm. */
		if (c->tok.kind != PW_TOK_LBRACE && c->tok.kind != PW_TOK_SLASH)
			pw_unexpected(c, "probe");
		return;
	}
}

/* At the first '/'. */
static struct pw_expr *parse_predicate(struct pw_cursor *c)
{
	struct pw_expr *expr;

	pw_next(c);
	c->in_predicate = true;
	expr = pw_parse_expr(c);
	c->in_predicate = false;
	if (!c->lost && c->tok.kind == PW_TOK_ASSIGN) {
		pw_unexpected(c, "/");
		pw_hint(c->diags, "to compare, write ==");
	}
	pw_expect(c, PW_TOK_SLASH);
	return expr;
}

/* At the first attach point; ends behind the block's '}'. */
static struct pw_block *parse_block(struct pw_cursor *c)
{
	struct pw_block *block = pw_arena_alloc(c->arena, sizeof(*block));

	block->span = c->tok.span;
	parse_attach_list(c, block);
	if (!c->lost && c->tok.kind == PW_TOK_SLASH)
		block->predicate = parse_predicate(c);
	if (!c->lost && c->tok.kind != PW_TOK_LBRACE)
		pw_unexpected(c, block->predicate ? "{" : "{ or \",\"");
	if (!c->lost || pw_skip_to_body(c))
		block->body = pw_parse_body(c);
	return block;
}

static void add_macro(struct pw_cursor *c, struct pw_script *script,
		      struct pw_macro *(*parse)(struct pw_cursor *c))
{
	struct pw_macro **end = &script->macros, *macro;

	while (*end)
		end = &(*end)->next;
	macro = parse(c);
	if (macro)
		macro->is_library = c->file_name == pw_library_name;
	*end = macro;
	c->lost = false;
	/* Behind the '}', or where there is none. */
	if (macro || c->tok.kind != PW_TOK_EOF)
		pw_next_head(c);
}

/* At "let": let @name = kind(number); */
static void parse_map_decl(struct pw_cursor *c)
{
	struct pw_map_decl *decl = pw_arena_alloc(c->arena, sizeof(*decl));
	struct pw_map_decl **end = &c->script->maps;

	decl->span = c->tok.span;
	pw_next(c);
	decl->name = c->tok.text;
	pw_expect(c, PW_TOK_MAP);
	if (!c->lost)
		pw_expect(c, PW_TOK_ASSIGN);
	decl->kind = c->tok.text;
	if (!c->lost && pw_expect(c, PW_TOK_IDENT))
		pw_expect(c, PW_TOK_LPAREN);
	decl->max = c->tok.number;
	if (!c->lost && pw_expect(c, PW_TOK_INT) &&
	    c->tok.kind != PW_TOK_RPAREN)
		pw_unexpected(c, ")");
	if (c->lost) {
		pw_skip_statement(c);
		c->lost = false;
		pw_reread_head(c);
		return;
	}
	decl->span.end = c->tok.span.end;
	pw_next_head(c);
	if (c->tok.kind == PW_TOK_SEMICOLON)
		pw_next_head(c);
	while (*end)
		end = &(*end)->next;
	*end = decl;
}

/* What stands at the top and is no probe; false if it is one. */
static bool parse_other(struct pw_cursor *c, bool is_header)
{
	if (c->tok.kind == PW_TOK_ATTACH && !strcmp(c->tok.text, "config")) {
		if (c->n_nested)
			pw_error(c->diags, c->tok.span, "an imported script "
				 "cannot have a config block");
		else if (c->script->blocks)
			pw_error(c->diags, c->tok.span, "config must appear "
				 "before probes and functions");
		pw_parse_config(c, &c->script->settings);
		return true;
	}
	if (c->tok.kind == PW_TOK_ATTACH && !strcmp(c->tok.text, "macro")) {
		add_macro(c, c->script, pw_parse_macro);
		return true;
	}
	if (c->tok.kind == PW_TOK_ATTACH && !strcmp(c->tok.text, "fn")) {
		add_macro(c, c->script, pw_parse_function);
		return true;
	}
	if (c->tok.kind == PW_TOK_ATTACH && !strcmp(c->tok.text, "let")) {
		parse_map_decl(c);
		return true;
	}
	if (c->tok.kind == PW_TOK_ATTACH && !strcmp(c->tok.text, "import")) {
		pw_parse_import(c, false);
		return true;
	}
	if (c->tok.kind == PW_TOK_ATTACH && pw_parse_ctypes(c, is_header))
		return true;
	if (c->tok.kind != PW_TOK_ATTACH) {
		pw_unexpected(c, "probe");
		if (pw_skip_to_body(c))
			pw_parse_body(c);
		c->lost = false;
		pw_next_head(c);
		return true;
	}
	return false;
}

/* Of a header only what a script can use; the rest is C's business. */
static bool skip_in_header(struct pw_cursor *c)
{
	static const char *const words[] = {
		"struct", "union", "enum", "typedef",
	};
	unsigned i;

	for (i = 0; i < 4 && c->tok.kind == PW_TOK_ATTACH; i++)
		if (!strcmp(c->tok.text, words[i]))
			return false;
	c->lexer.quiet = true;
	while (c->tok.kind != PW_TOK_EOF && c->tok.kind != PW_TOK_SEMICOLON) {
		if (c->tok.kind == PW_TOK_LBRACE) {
			pw_skip_brackets(c);
			break;
		}
		pw_next(c);
	}
	c->lexer.quiet = false;
	pw_reread_head(c);
	if (c->tok.kind == PW_TOK_SEMICOLON)
		pw_next_head(c);
	return true;
}

/* From here to the end of the text. */
static void parse_items(struct pw_cursor *c, bool is_header)
{
	const struct pw_cond *outer = c->conds;
	struct pw_block *block;

	pw_next_head(c);
	while (c->tok.kind != PW_TOK_EOF) {
		if (is_header && skip_in_header(c))
			continue;
		if (parse_other(c, is_header))
			continue;
		/* Blocks of a file that it imports come before it. */
		block = parse_block(c);
		*c->blocks_end = block;
		c->blocks_end = &(*c->blocks_end)->next;
		c->lost = false;
		pw_next_head(c);
	}
	pw_end_conds(c, outer);
}

void pw_parse_file(struct pw_cursor *c, const struct pw_file *file,
		   bool is_header)
{
	struct pw_lexer outside = c->lexer;
	const char *name = c->file_name;
	struct pw_token tok = c->tok;

	pw_lex_init(&c->lexer, c->arena, c->diags, file->text, file->size);
	c->lexer.base = file->base;
	c->lexer.last_end = file->base;
	c->file_name = file->name;
	parse_items(c, is_header);
	c->file_name = name;
	c->lexer = outside;
	c->tok = tok;
	c->lost = false;
}

/* Its own definitions, whatever the script has defined. */
static void parse_library(struct pw_cursor *c)
{
	struct pw_file *file;

	file = pw_diags_add_file(c->diags, pw_library_name, pw_library_text);
	c->defines = NULL;
	if (file && c->env)
		pw_parse_file(c, file, false);
}

struct pw_script *pw_parse_script(struct pw_arena *arena, const char *name,
				  const char *text, struct pw_diags *diags,
				  const struct pw_lang_env *env)
{
	struct pw_script *script = pw_arena_alloc(arena, sizeof(*script));
	size_t size = strlen(text);
	struct pw_span all = { 0 };
	struct pw_cursor c;

	if (size > PW_MAX_SOURCE) {
		pw_error(diags, all, "the script has more than %u bytes",
			 PW_MAX_SOURCE);
		return script;
	}
	memset(&c, 0, sizeof(c));
	c.arena = arena;
	c.diags = diags;
	c.script = script;
	c.blocks_end = &script->blocks;
	c.env = env;
	c.file_name = name;
	diags->next_base = (uint32_t)size + 1;
	c.types = script->types = pw_ctypes_new(arena,
					       env ? env->types : NULL);
	pw_lex_init(&c.lexer, arena, diags, text, size);
	pw_include_first(&c);
	parse_items(&c, false);
	parse_library(&c);
	return script;
}

struct pw_script *pw_parse(struct pw_arena *arena, const char *text,
			   struct pw_diags *diags)
{
	return pw_parse_script(arena, "stdin", text, diags, NULL);
}
