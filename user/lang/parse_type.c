// SPDX-License-Identifier: GPL-2.0
/*
 * Types where expressions may stand: casts, typeof, and the calls whose
 * argument may be a type.
 */
#include <string.h>
#include "lang/builtins.h"
#include "lang/ctype.h"
#include "lang/cursor.h"
#include "lang/declare.h"
#include "lang/define.h"

static bool is_word_of(const char *const *words, const char *word)
{
	for (; *words; words++)
		if (!strcmp(*words, word))
			return true;
	return false;
}

static bool is_tag(const char *word)
{
	static const char *const words[] = { "struct", "union", "enum", NULL };

	return is_word_of(words, word);
}

/* "unsigned long long" */
static bool is_int_word(const char *word)
{
	static const char *const words[] = {
		"int", "char", "short", "long", "signed", "unsigned", NULL,
	};

	return is_word_of(words, word);
}

/* A word that begins a type, whatever follows. */
static bool is_type_word(const struct pw_cursor *c, const char *word)
{
	static const char *const words[] = {
		"void", "string", "buffer", "typeof", NULL
	};
	struct pw_ctype ctype;

	return is_word_of(words, word) || is_int_word(word) || is_tag(word) ||
	       pw_typedef_of_script(c->types, word, &ctype);
}

static bool at_type(struct pw_cursor *c);

/* typeof(…): of a type it is that type, of an expression "typeof". */
static const char *parse_typeof(struct pw_cursor *c, struct pw_expr **of)
{
	const char *name = "typeof";

	pw_next(c);
	if (!pw_expect(c, PW_TOK_LPAREN))
		return NULL;
	if (at_type(c))
		name = pw_parse_type(c, of);
	else
		*of = pw_parse_expr(c);
	return !c->lost && pw_expect(c, PW_TOK_RPAREN) ? name : NULL;
}

/* The words in front of '*' and '['. */
static const char *parse_words(struct pw_cursor *c, struct pw_expr **of)
{
	const char *name = c->tok.text;
	bool is_int;

	if (c->tok.kind != PW_TOK_IDENT) {
		pw_unexpected(c, "type");
		return NULL;
	}
	if (pw_at_word(c, "typeof"))
		return pw_enter(c) ? parse_typeof(c, of) : NULL;
	is_int = is_int_word(name);
	pw_next(c);
	if (is_tag(name) && c->tok.kind != PW_TOK_IDENT) {
		pw_unexpected(c, "identifier");
		return NULL;
	}
	if (is_tag(name)) {
		name = pw_arena_printf(c->arena, "%s %s", name, c->tok.text);
		pw_next(c);
	}
	while (is_int && c->tok.kind == PW_TOK_IDENT &&
	       is_int_word(c->tok.text)) {
		name = pw_arena_printf(c->arena, "%s %s", name, c->tok.text);
		pw_next(c);
	}
	return name;
}

const char *pw_parse_type(struct pw_cursor *c, struct pw_expr **of)
{
	unsigned depth = c->depth, n = 0;
	const char *name = parse_words(c, of);
	const char *gap = " ";
	int64_t size;

	c->depth = depth;
	while (name && !c->lost && n++ < PW_MAX_DEPTH) {
		if (pw_accept(c, PW_TOK_STAR)) {
			name = pw_arena_printf(c->arena, "%s%s*", name, gap);
			gap = "";
			continue;
		}
		if (!pw_accept(c, PW_TOK_LBRACKET))
			return name;
		gap = "";
		if (pw_accept(c, PW_TOK_RBRACKET)) {
			name = pw_arena_printf(c->arena, "%s[]", name);
			continue;
		}
		if (!pw_parse_constant(c, &size))
			c->lost = true;
		name = pw_arena_printf(c->arena, "%s[%llu]", name,
				       (unsigned long long)size);
		pw_expect(c, PW_TOK_RBRACKET);
	}
	return NULL;
}

/* Over the bracket that the token has opened; false: it has no end. */
static bool skip_pair(struct pw_lexer *lexer, struct pw_token *tok)
{
	unsigned depth = 0;

	do {
		if (tok->kind == PW_TOK_LPAREN || tok->kind == PW_TOK_LBRACKET)
			depth++;
		if (tok->kind == PW_TOK_RPAREN || tok->kind == PW_TOK_RBRACKET)
			depth--;
		if (tok->kind == PW_TOK_EOF || tok->kind == PW_TOK_SEMICOLON)
			return false;
		pw_lex_next(lexer, tok);
	} while (depth);
	return true;
}

/* Over the words in front of '*' and '['; *known: they can only be a type. */
static bool skip_words(const struct pw_cursor *c, struct pw_lexer *lexer,
		       struct pw_token *tok, bool *known)
{
	if (tok->kind != PW_TOK_IDENT)
		return false;
	*known = is_type_word(c, tok->text);
	if (!strcmp(tok->text, "typeof")) {
		pw_lex_next(lexer, tok);
		return tok->kind == PW_TOK_LPAREN && skip_pair(lexer, tok);
	}
	do
		pw_lex_next(lexer, tok);
	while (tok->kind == PW_TOK_IDENT && *known);
	return true;
}

/*
 * (name)-1 and the like are casts if the name is a type, which may be known
 * outside of the script only.
 */
static bool is_foreign(const struct pw_cursor *c, const char *name,
		       enum pw_token_kind next)
{
	struct pw_ctype ctype;

	switch (next) {
	case PW_TOK_MINUS:
	case PW_TOK_PLUS:
	case PW_TOK_STAR:
	case PW_TOK_AMP:
		return !pw_builtin_find(name) &&
		       pw_typedef_find(c->types, name, &ctype);
	default:
		return false;
	}
}

/*
 * A name that is not known as a type may be one, unless what follows the
 * bracket may also go on after an operand.
 */
bool pw_at_cast(const struct pw_cursor *c)
{
	static const bool begins[PW_N_TOKENS] = {
		[PW_TOK_IDENT] = true, [PW_TOK_VAR] = true,
		[PW_TOK_PARAM] = true, [PW_TOK_MAP] = true,
		[PW_TOK_INT] = true, [PW_TOK_STRING] = true,
		[PW_TOK_LPAREN] = true, [PW_TOK_NOT] = true,
		[PW_TOK_TILDE] = true,
	};
	struct pw_lexer ahead = c->lexer;
	const char *name;
	struct pw_token tok;
	bool known;

	ahead.quiet = true;
	pw_lex_next(&ahead, &tok);
	name = tok.kind == PW_TOK_IDENT ? tok.text : "";
	if (!skip_words(c, &ahead, &tok, &known))
		return false;
	for (;;) {
		if (tok.kind == PW_TOK_STAR) {
			known = true;
			pw_lex_next(&ahead, &tok);
		} else if (tok.kind != PW_TOK_LBRACKET || !known ||
			   !skip_pair(&ahead, &tok)) {
			break;
		}
	}
	if (tok.kind != PW_TOK_RPAREN)
		return false;
	pw_lex_next(&ahead, &tok);
	return known || begins[tok.kind] || is_foreign(c, name, tok.kind);
}

/* ---- calls ---- */

/* Over '*' and '[N]' behind a type's words. */
static void skip_suffixes(struct pw_lexer *lexer, struct pw_token *tok)
{
	for (;;) {
		if (tok->kind == PW_TOK_STAR)
			pw_lex_next(lexer, tok);
		else if (tok->kind != PW_TOK_LBRACKET ||
			 !skip_pair(lexer, tok))
			return;
	}
}

/*
 * At an argument that is a type: a word that begins one, or any other name
 * with nothing but '*' and '[N]' behind it.
 */
static bool at_type(struct pw_cursor *c)
{
	struct pw_lexer ahead = c->lexer;
	struct pw_token tok = c->tok;
	bool known;

	if (tok.kind != PW_TOK_IDENT || pw_builtin_find(tok.text) ||
	    pw_is_defined(c, tok.text))
		return false;
	ahead.quiet = true;
	if (!skip_words(c, &ahead, &tok, &known))
		return false;
	skip_suffixes(&ahead, &tok);
	return tok.kind == PW_TOK_RPAREN || tok.kind == PW_TOK_COMMA;
}

/* A type as a cast of 0 to it; an expression as it is. */
static struct pw_expr *parse_type_or_expr(struct pw_cursor *c)
{
	struct pw_expr *expr;

	if (!at_type(c))
		return pw_parse_expr(c);
	expr = pw_begin_expr(c, PW_EXPR_CAST, c->tok.span.begin);
	expr->a = pw_begin_expr(c, PW_EXPR_INT, c->tok.span.begin);
	expr->name = pw_parse_type(c, &expr->b);
	return pw_end_expr(c, expr);
}

/* "a.b.c", behind the comma. */
static const char *parse_path(struct pw_cursor *c)
{
	const char *path = "";

	if (!c->lost)
		pw_expect(c, PW_TOK_COMMA);
	while (!c->lost) {
		if (c->tok.kind != PW_TOK_IDENT) {
			pw_unexpected(c, "field name");
			break;
		}
		path = pw_arena_printf(c->arena, "%s%s%s", path,
				       *path ? "." : "", c->tok.text);
		pw_next(c);
		if (!pw_accept(c, PW_TOK_DOT))
			break;
	}
	return path;
}

/* container_of(p, t, m) is (t *)((void *)p - offsetof(t, m)). */
static void parse_container_of(struct pw_cursor *c, struct pw_expr *call)
{
	uint32_t begin = call->span.begin;
	struct pw_expr *pointer, *offset, *type, *minus;

	pointer = pw_begin_expr(c, PW_EXPR_CAST, begin);
	pointer->name = "void *";
	pointer->a = pw_parse_expr(c);
	pw_end_expr(c, pointer);
	if (c->lost || !pw_expect(c, PW_TOK_COMMA))
		return;
	type = parse_type_or_expr(c);
	offset = pw_begin_expr(c, PW_EXPR_CALL, begin);
	offset->name = "offsetof";
	offset->args = type;
	offset->n_args = 1;
	offset->text = parse_path(c);
	pw_end_expr(c, offset);
	minus = pw_begin_expr(c, PW_EXPR_BINARY, begin);
	minus->op = PW_TOK_MINUS;
	minus->a = pointer;
	minus->b = offset;
	pw_end_expr(c, minus);
	call->kind = PW_EXPR_CAST;
	call->a = minus;
	call->name = "typeof *";
	call->b = type;
	if (type->kind == PW_EXPR_CAST && !type->b && type->name) {
		call->name = pw_arena_printf(c->arena, "%s *", type->name);
		call->b = NULL;
	}
}

bool pw_parse_type_call(struct pw_cursor *c, struct pw_expr *call)
{
	if (!strcmp(call->name, "container_of")) {
		parse_container_of(c, call);
	} else if (!strcmp(call->name, "offsetof")) {
		call->args = parse_type_or_expr(c);
		call->n_args = 1;
		call->text = parse_path(c);
	} else if (!strcmp(call->name, "sizeof") ||
		   !strcmp(call->name, "typeinfo") ||
		   !strcmp(call->name, "typeof")) {
		call->args = parse_type_or_expr(c);
		call->n_args = 1;
	} else {
		return false;
	}
	if (!c->lost)
		pw_expect(c, PW_TOK_RPAREN);
	return true;
}
