/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The lexer. It reads the text once, from the front; only the parser moves it
 * back, for a few tokens, to tell a cast from a bracket. Keywords are plain
 * identifiers here, because `args.for` is a field like any other.
 */
#include <ctype.h>
#include <string.h>
#include "lang/lex.h"
#include "lang/literal.h"

static const char *const names[PW_N_TOKENS] = {
#define X(name, spelling) spelling,
	PW_TOKENS(X)
#undef X
};

const char *pw_token_name(enum pw_token_kind kind)
{
	return kind < PW_N_TOKENS ? names[kind] : "nothing";
}

enum pw_token_kind pw_token_operator(enum pw_token_kind assignment)
{
	static const unsigned char operators[PW_N_TOKENS] = {
		[PW_TOK_ASSIGN] = PW_TOK_ASSIGN,
		[PW_TOK_ADD_ASSIGN] = PW_TOK_PLUS,
		[PW_TOK_SUB_ASSIGN] = PW_TOK_MINUS,
		[PW_TOK_MUL_ASSIGN] = PW_TOK_STAR,
		[PW_TOK_DIV_ASSIGN] = PW_TOK_SLASH,
		[PW_TOK_MOD_ASSIGN] = PW_TOK_PERCENT,
		[PW_TOK_AND_ASSIGN] = PW_TOK_AMP,
		[PW_TOK_OR_ASSIGN] = PW_TOK_PIPE,
		[PW_TOK_XOR_ASSIGN] = PW_TOK_CARET,
		[PW_TOK_SHL_ASSIGN] = PW_TOK_SHL,
		[PW_TOK_SHR_ASSIGN] = PW_TOK_SHR,
	};

	return assignment < PW_N_TOKENS ? operators[assignment] : PW_TOK_EOF;
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_ident_start(char c)
{
	return isalpha((unsigned char)c) || c == '_';
}

static bool is_ident(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static struct pw_span span_from(const struct pw_lexer *lexer, uint32_t begin)
{
	struct pw_span span = { 0 };

	span.begin = lexer->base + begin;
	span.end = lexer->base + lexer->pos;
	return span;
}

void pw_lex_init(struct pw_lexer *lexer, struct pw_arena *arena,
		 struct pw_diags *diags, const char *text, uint32_t size)
{
	memset(lexer, 0, sizeof(*lexer));
	lexer->arena = arena;
	lexer->diags = diags;
	lexer->text = text;
	lexer->size = size;
	if (text[0] == '#' && text[1] == '!')
		lexer->pos = strcspn(text, "\n");
}

static void skip_comment(struct pw_lexer *lexer)
{
	uint32_t begin = lexer->pos;
	const char *end;

	end = strstr(lexer->text + begin + 2, "*/");
	if (end) {
		lexer->pos = end + 2 - lexer->text;
		return;
	}
	lexer->pos = begin + 2;
	if (!lexer->quiet)
		pw_error(lexer->diags, span_from(lexer, begin),
			 "unterminated comment");
	lexer->pos = lexer->size;
	lexer->swallowed = true;
}

static void skip_layout(struct pw_lexer *lexer)
{
	const char *p;

	for (;;) {
		p = lexer->text + lexer->pos;
		if (is_blank(*p)) {
			lexer->pos++;
		} else if (p[0] == '\\' && p[1] == '\n' && lexer->is_piece) {
			lexer->pos += 2;
		} else if (p[0] == '/' && p[1] == '/') {
			lexer->pos += strcspn(p, "\n");
		} else if (p[0] == '/' && p[1] == '*') {
			skip_comment(lexer);
		} else {
			return;
		}
	}
}

/* Moves over an identifier; returns it as a string. */
static void take_ident(struct pw_lexer *lexer, struct pw_token *token)
{
	const char *begin = lexer->text + lexer->pos;
	const char *p = begin;

	while (is_ident(*p))
		p++;
	lexer->pos = p - lexer->text;
	token->text = pw_arena_strndup(lexer->arena, begin, p - begin);
	token->text_len = p - begin;
}

/* At $ and a digit. */
static void take_param(struct pw_lexer *lexer, struct pw_token *token)
{
	uint32_t begin = lexer->pos++;
	bool overflow = false;
	unsigned digit;

	token->kind = PW_TOK_PARAM;
	while (isdigit((unsigned char)lexer->text[lexer->pos])) {
		digit = lexer->text[lexer->pos++] - '0';
		if (token->number > ((uint64_t)INT64_MAX - digit) / 10)
			overflow = true;
		else
			token->number = token->number * 10 + digit;
	}
	if (!overflow && token->number)
		return;
	if (!lexer->quiet)
		pw_error(lexer->diags, span_from(lexer, begin),
			 "param %.*s is out of integer range [1, %lld]",
			 (int)(lexer->pos - begin), lexer->text + begin,
			 (long long)INT64_MAX);
	token->number = 1;
}

/* At $ or @. */
static void take_sigil(struct pw_lexer *lexer, struct pw_token *token)
{
	const char *p = lexer->text + lexer->pos;

	if (*p == '$' && isdigit((unsigned char)p[1])) {
		take_param(lexer, token);
		return;
	}
	lexer->pos++;
	if (*p == '$' && p[1] == '#') {
		lexer->pos++;
		token->kind = PW_TOK_PARAM;
		return;
	}
	if (*p == '$' && !is_ident_start(p[1])) {
		if (!lexer->quiet)
			pw_error(lexer->diags,
				 span_from(lexer, lexer->pos - 1),
				 "expected identifier after '$'");
		token->kind = PW_TOK_BAD;
		return;
	}
	token->kind = *p == '$' ? PW_TOK_VAR : PW_TOK_MAP;
	if (is_ident_start(p[1]))
		take_ident(lexer, token);
	else
		token->text = "";
}

static bool take_operator(struct pw_lexer *lexer, struct pw_token *token)
{
	const char *p = lexer->text + lexer->pos;
	size_t best = 0, len;
	int kind;

	if (*p == ',') {
		token->kind = PW_TOK_COMMA;
		lexer->pos++;
		return true;
	}
	for (kind = PW_TOK_LPAREN; kind < PW_N_TOKENS; kind++) {
		if (names[kind][0] != *p || kind == PW_TOK_COMMA)
			continue;
		len = strlen(names[kind]);
		if (len > best && !strncmp(p, names[kind], len)) {
			best = len;
			token->kind = kind;
		}
	}
	lexer->pos += best;
	return best > 0;
}

/* "#define …": the whole line, with those that a backslash adds. */
static void take_directive(struct pw_lexer *lexer, struct pw_token *token)
{
	const char *p = lexer->text + ++lexer->pos;

	while (*p == ' ' || *p == '\t')
		p++;
	lexer->pos = p - lexer->text;
	take_ident(lexer, token);
	token->kind = PW_TOK_DIRECTIVE;
	for (p = lexer->text + lexer->pos; *p && *p != '\n'; p++)
		if (p[0] == '\\' && p[1] == '\n')
			p++;
	lexer->pos = p - lexer->text;
	while (is_blank(lexer->text[lexer->pos - 1]))
		lexer->pos--;
}

/* What no token begins with; a run of non-ASCII bytes is told once. */
static void take_invalid(struct pw_lexer *lexer, struct pw_token *token)
{
	uint32_t begin = lexer->pos;
	const unsigned char *p = (const unsigned char *)lexer->text + begin;
	unsigned char first = *p;

	do {
		p++;
		lexer->pos++;
	} while (first >= 0x80 && *p >= 0x80);
	token->kind = PW_TOK_BAD;
	if (lexer->quiet)
		return;
	if (first < 0x20 || first == 0x7f)
		pw_error(lexer->diags, span_from(lexer, begin),
			 "invalid character '\\x%02x'", first);
	else
		pw_error(lexer->diags, span_from(lexer, begin),
			 "invalid character '%.*s'", (int)(lexer->pos - begin),
			 lexer->text + begin);
}

static void take_token(struct pw_lexer *lexer, struct pw_token *token)
{
	char c = lexer->text[lexer->pos];

	if (is_ident_start(c)) {
		token->kind = PW_TOK_IDENT;
		take_ident(lexer, token);
		return;
	}
	if (isdigit((unsigned char)c)) {
		pw_lex_number(lexer, token);
		return;
	}
	switch (c) {
	case '"':
		pw_lex_string(lexer, token);
		return;
	case '#':
		take_directive(lexer, token);
		return;
	case '$':
	case '@':
		take_sigil(lexer, token);
		return;
	}
	if (!take_operator(lexer, token))
		take_invalid(lexer, token);
}

void pw_lex_next(struct pw_lexer *lexer, struct pw_token *token)
{
	uint32_t begin;

	memset(token, 0, sizeof(*token));
	skip_layout(lexer);
	if (lexer->pos >= lexer->size) {
		/* Shown behind the last token, not below the last line. */
		token->kind = PW_TOK_EOF;
		token->span.begin = token->span.end = lexer->last_end;
		return;
	}
	begin = lexer->pos;
	take_token(lexer, token);
	token->span = span_from(lexer, begin);
	lexer->last_end = lexer->base + lexer->pos;
}

/* The file of these is a path, whose '/' does not begin a predicate. */
static bool has_path(const char *text, size_t len)
{
	static const char *const kinds[] = {
		"uprobe", "u", "uretprobe", "ur", "usdt", "U",
	};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strlen(kinds[i]) == len && !memcmp(kinds[i], text, len))
			return true;
	return false;
}

/* At the quote: the first byte behind the closing one; NULL: there is none. */
static const char *skip_quoted(struct pw_lexer *lexer, const char *begin)
{
	const char *p = begin + 1;

	for (; *p != '"'; p++) {
		if (*p == '\\' && p[1])
			p++;
		if (!*p || *p == '\n') {
			lexer->pos = p - lexer->text;
			lexer->swallowed = true;
			if (!lexer->quiet)
				pw_error(lexer->diags,
					 span_from(lexer, begin - lexer->text),
					 "unterminated string");
			return NULL;
		}
	}
	return p + 1;
}

/*
 * Where the attach point that begins at p ends; p itself if none does, NULL if
 * it is broken.
 */
static const char *attach_end(struct pw_lexer *lexer, const char *p)
{
	const char *begin = p;
	unsigned colons = 0;
	bool path = false;

	while (p && *p && !is_blank(*p) && !strchr("{},;", *p)) {
		if (*p == '"' && colons) {
			p = skip_quoted(lexer, p);
			continue;
		}
		if (!colons && (*p == '=' || *p == '"' || *p == '#'))
			break;
		if (*p == '/' && !(path && colons == 1))
			break;
		if (*p == ':' && !colons++)
			path = has_path(begin, p - begin);
		p++;
	}
	return p;
}

void pw_lex_head(struct pw_lexer *lexer, struct pw_token *token)
{
	const char *begin, *end;

	skip_layout(lexer);
	begin = lexer->text + lexer->pos;
	end = attach_end(lexer, begin);
	if (end == begin) {
		pw_lex_next(lexer, token);
		return;
	}
	memset(token, 0, sizeof(*token));
	token->kind = end ? PW_TOK_ATTACH : PW_TOK_BAD;
	if (end)
		lexer->pos = end - lexer->text;
	token->text_len = lexer->text + lexer->pos - begin;
	token->text = pw_arena_strndup(lexer->arena, begin, token->text_len);
	token->span = span_from(lexer, begin - lexer->text);
	lexer->last_end = lexer->base + lexer->pos;
}
