// SPDX-License-Identifier: GPL-2.0
/*
 * #define NAME EXPRESSION and #define NAME(A, B) EXPRESSION: where NAME stands
 * in an expression, EXPRESSION is read in its place, as if it stood in
 * brackets; so do the arguments where A and B stand in it.
 */
#include <string.h>
#include "lang/cursor.h"
#include "lang/define.h"
#include "lang/tree.h"

/* Of one script: definitions put in place, and expressions that this copies. */
#define MAX_EXPANDED	20000
#define MAX_COPIED	50000

struct pw_define {
	const char *name;
	bool is_gone;			/* #undef */
	bool has_params;
	struct pw_define *params;	/* their names, by next */
	unsigned n_params;
	struct pw_lexer body;		/* at its beginning */
	bool is_open;			/* not expanded in itself, as in C */
	struct pw_define *next;
};

/* What a parameter stands for, in the definition that is being read. */
struct pw_binding {
	const char *name;
	const struct pw_expr *value;
	struct pw_binding *next;
};

static bool is_name_char(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

static const char *skip_blanks(const char *p)
{
	while (*p == ' ' || *p == '\t')
		p++;
	return p;
}

/* The name at p; NULL: there is none. */
static const char *take_name(struct pw_cursor *c, const char **p)
{
	const char *begin = skip_blanks(*p), *end = begin;

	while (is_name_char(*end))
		end++;
	*p = end;
	if (end == begin || (*begin >= '0' && *begin <= '9'))
		return NULL;
	return pw_arena_strndup(c->arena, begin, end - begin);
}

/* Behind '('; false: they are not well formed. */
static bool take_params(struct pw_cursor *c, struct pw_define *define,
			const char **p)
{
	struct pw_define **end = &define->params;

	*p = skip_blanks(*p);
	if (**p == ')') {
		++*p;
		return true;
	}
	for (;;) {
		*end = pw_arena_alloc(c->arena, sizeof(**end));
		(*end)->name = take_name(c, p);
		if (!(*end)->name)
			return false;
		end = &(*end)->next;
		define->n_params++;
		*p = skip_blanks(*p);
		if (*(*p)++ != ',')
			return (*p)[-1] == ')';
	}
}

static struct pw_define *add_define(struct pw_cursor *c, const char *name)
{
	struct pw_define *define = pw_arena_alloc(c->arena, sizeof(*define));

	define->name = name;
	define->next = c->defines;
	c->defines = define;
	return define;
}

void pw_parse_define(struct pw_cursor *c, const char *tail)
{
	const char *p = tail, *name = take_name(c, &p);
	struct pw_define *define;

	if (!name) {
		pw_error(c->diags, c->tok.span, "#define needs a name");
		return;
	}
	define = add_define(c, name);
	if (*p == '(') {
		define->has_params = true;
		p++;
		if (!take_params(c, define, &p)) {
			pw_error(c->diags, c->tok.span, "the parameters of "
				 "#define %s are not names in brackets", name);
			define->is_gone = true;
			return;
		}
	}
	define->body = c->lexer;
	define->body.pos = (uint32_t)(p - c->lexer.text);
	define->body.size = c->tok.span.end - c->lexer.base;
	if (define->body.pos > define->body.size)
		define->body.pos = define->body.size;
}

void pw_parse_undef(struct pw_cursor *c, const char *tail)
{
	const char *name = take_name(c, &tail);

	if (name)
		add_define(c, name)->is_gone = true;
	else
		pw_error(c->diags, c->tok.span, "#undef needs a name");
}

static struct pw_define *find(const struct pw_cursor *c, const char *name)
{
	struct pw_define *define;

	for (define = c->defines; define; define = define->next)
		if (!strcmp(define->name, name))
			return define->is_gone ? NULL : define;
	return NULL;
}

bool pw_is_defined(struct pw_cursor *c, const char *tail)
{
	const char *name = take_name(c, &tail);

	if (!name)
		pw_error(c->diags, c->tok.span, "#%s needs a name",
			 c->tok.text);
	return name && (find(c, name) || pw_is_predefined(name));
}

struct pw_expr *pw_parse_piece(struct pw_cursor *c, const struct pw_lexer *at)
{
	struct pw_lexer outside = c->lexer;
	struct pw_token tok = c->tok;
	struct pw_expr *expr;

	c->lexer = *at;
	c->lexer.is_piece = true;
	pw_next(c);
	expr = pw_parse_expr(c);
	if (!c->lost && c->tok.kind != PW_TOK_EOF)
		pw_unexpected(c, "end of line");
	outside.swallowed |= c->lexer.swallowed;
	c->lexer = outside;
	c->tok = tok;
	return expr;
}

struct pw_expr *pw_defined_value(struct pw_cursor *c, const char *name)
{
	struct pw_define *define = find(c, name);
	struct pw_expr *expr;

	if (!define || define->is_open || define->has_params ||
	    c->n_expanded++ > MAX_EXPANDED)
		return NULL;
	define->is_open = true;
	expr = pw_parse_piece(c, &define->body);
	define->is_open = false;
	return expr;
}

static void count(void *data, const struct pw_expr *e)
{
	(void)e;
	++*(unsigned *)data;
}

static struct pw_expr *bound(struct pw_cursor *c)
{
	struct pw_binding *b;
	struct pw_expr *expr;

	for (b = c->bindings; b; b = b->next)
		if (!strcmp(b->name, c->tok.text))
			break;
	if (!b)
		return NULL;
	pw_walk_expr(b->value, count, &c->n_copied);
	expr = pw_clone_expr(c->arena, b->value, NULL);
	expr->next = NULL;
	pw_next(c);
	return expr;
}

/* At the name of a definition with parameters; ends at the ')'. */
static struct pw_binding *parse_args(struct pw_cursor *c,
				     const struct pw_define *define)
{
	struct pw_binding *first = NULL, **end = &first;
	const struct pw_define *param = define->params;
	struct pw_span span = c->tok.span;
	unsigned n = 0;

	pw_next(c);
	pw_next(c);
	while (!c->lost && (n || c->tok.kind != PW_TOK_RPAREN)) {
		*end = pw_arena_alloc(c->arena, sizeof(**end));
		(*end)->name = param ? param->name : "";
		(*end)->value = pw_parse_expr(c);
		end = &(*end)->next;
		n++;
		param = param ? param->next : NULL;
		if (c->tok.kind == PW_TOK_RPAREN)
			break;
		pw_expect(c, PW_TOK_COMMA);
	}
	span.end = c->tok.span.end;
	if (!c->lost && n != define->n_params) {
		pw_error(c->diags, span, "%s() takes %u argument%s, %u given",
			 define->name, define->n_params,
			 define->n_params == 1 ? "" : "s", n);
		c->lost = true;
	}
	return first;
}

/* What a definition stands for, the last token of its use being current. */
static struct pw_expr *expand(struct pw_cursor *c, struct pw_define *define,
			      struct pw_binding *args)
{
	struct pw_binding *bindings = c->bindings;
	struct pw_expr *expr;

	c->bindings = args;
	define->is_open = true;
	expr = pw_parse_piece(c, &define->body);
	define->is_open = false;
	c->bindings = bindings;
	return expr;
}

struct pw_expr *pw_expand_define(struct pw_cursor *c)
{
	struct pw_define *define = find(c, c->tok.text);
	struct pw_expr *expr = bound(c);
	struct pw_binding *args = NULL;
	struct pw_span span = c->tok.span;

	if (expr || !define || define->is_open || c->in_condition)
		return expr;
	if (define->has_params && pw_peek(c) != PW_TOK_LPAREN)
		return NULL;
	if (c->n_expanded++ > MAX_EXPANDED || c->n_copied > MAX_COPIED) {
		if (!c->lost)
			pw_error(c->diags, span, "#define expands to too much");
		c->lost = true;
		return NULL;
	}
	if (define->has_params)
		args = parse_args(c, define);
	span.end = c->tok.span.end;
	if (c->lost)
		return pw_arena_alloc(c->arena, sizeof(*expr));
	expr = expand(c, define, args);
	c->tok.span = span;
	pw_next(c);
	/* What is wrong with it is wrong where it is used. */
	expr->span = span;
	return expr;
}
