/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From text to tokens, one at a time. Comments and blanks are skipped; errors
 * inside a token (an escape, a digit) are reported and the token is delivered
 * all the same, so that the parser does not stumble over them a second time.
 * What is broken beyond that becomes PW_TOK_BAD, on which the parser is silent.
 */
#ifndef PW_LANG_LEX_H
#define PW_LANG_LEX_H

#include "lang/arena.h"
#include "lang/ast.h"
#include "lang/diag.h"

/* Name and how messages and dumps spell it. */
#define PW_TOKENS(X) \
	X(EOF, "end of file") \
	X(IDENT, "identifier")	/* text */ \
	X(VAR, "variable")	/* text, without the '$' */ \
	X(PARAM, "parameter")	/* number: $1, $2 …; 0 is $# */ \
	X(MAP, "map")		/* text, without the '@'; "" is @ */ \
	X(INT, "integer")	/* number, is_unsigned */ \
	X(STRING, "string")	/* text, text_len: decoded */ \
	X(ATTACH, "probe")	/* text: one attach point, as written */ \
	X(DIRECTIVE, "preprocessor directive") /* text: the word after # */ \
	X(BAD, "invalid token")	/* reported by the lexer */ \
	X(LPAREN, "(") \
	X(RPAREN, ")") \
	X(LBRACKET, "[") \
	X(RBRACKET, "]") \
	X(LBRACE, "{") \
	X(RBRACE, "}") \
	X(COMMA, "\",\"") \
	X(SEMICOLON, ";") \
	X(COLON, ":") \
	X(QUESTION, "?") \
	X(DOT, ".") \
	X(DOTDOT, "..") \
	X(ARROW, "->") \
	X(NOT, "!") \
	X(TILDE, "~") \
	X(PLUS, "+") \
	X(MINUS, "-") \
	X(STAR, "*") \
	X(SLASH, "/") \
	X(PERCENT, "%") \
	X(AMP, "&") \
	X(PIPE, "|") \
	X(CARET, "^") \
	X(SHL, "<<") \
	X(SHR, ">>") \
	X(EQ, "==") \
	X(NE, "!=") \
	X(LT, "<") \
	X(LE, "<=") \
	X(GT, ">") \
	X(GE, ">=") \
	X(AND, "&&") \
	X(OR, "||") \
	X(INC, "++") \
	X(DEC, "--") \
	X(ASSIGN, "=") \
	X(ADD_ASSIGN, "+=") \
	X(SUB_ASSIGN, "-=") \
	X(MUL_ASSIGN, "*=") \
	X(DIV_ASSIGN, "/=") \
	X(MOD_ASSIGN, "%=") \
	X(AND_ASSIGN, "&=") \
	X(OR_ASSIGN, "|=") \
	X(XOR_ASSIGN, "^=") \
	X(SHL_ASSIGN, "<<=") \
	X(SHR_ASSIGN, ">>=")

enum pw_token_kind {
#define X(name, spelling) PW_TOK_##name,
	PW_TOKENS(X)
#undef X
	PW_N_TOKENS
};

struct pw_token {
	enum pw_token_kind kind;
	struct pw_span span;
	const char *text;
	size_t text_len;
	uint64_t number;
	bool is_unsigned;
};

struct pw_lexer {
	struct pw_arena *arena;
	struct pw_diags *diags;
	const char *text;
	uint32_t size;
	uint32_t pos;
	uint32_t base;		/* of the text, in spans; see struct pw_file */
	uint32_t last_end;	/* end of the last token: where EOF is shown */
	bool quiet;		/* report nothing: looking ahead or skipping */
	bool is_piece;		/* a definition's text: has no directives */
	bool swallowed;		/* a literal or comment without end took more
				 * than was meant: no wonder what is missing */
};

/* Skips a first line that begins with "#!". `size` is strlen(text); the text
 * of another file than the script sets base behind it. */
void pw_lex_init(struct pw_lexer *lexer, struct pw_arena *arena,
		 struct pw_diags *diags, const char *text, uint32_t size);

/* The next token. At the end of the text: PW_TOK_EOF, as often as asked. */
void pw_lex_next(struct pw_lexer *lexer, struct pw_token *token);

/*
 * The next token where a probe may stand: an attach point is one token with
 * its colons, wildcards, paths and quotes; everything that cannot begin one is
 * delivered as by pw_lex_next().
 */
void pw_lex_head(struct pw_lexer *lexer, struct pw_token *token);

/* How messages and dumps spell a token: "+=", "identifier". */
const char *pw_token_name(enum pw_token_kind kind);

/*
 * The operator of a compound assignment: PW_TOK_PLUS for PW_TOK_ADD_ASSIGN, …;
 * PW_TOK_ASSIGN for itself; PW_TOK_EOF for what is not an assignment.
 */
enum pw_token_kind pw_token_operator(enum pw_token_kind assignment);

#endif
