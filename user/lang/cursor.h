/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The parser's place in the token stream, shared by its files: looking,
 * moving, complaining and getting back on the road. After a syntax error the
 * cursor is lost: nothing is reported until a pw_skip_…() has found a place to
 * go on from, so that one mistake gives one message.
 */
#ifndef PW_LANG_CURSOR_H
#define PW_LANG_CURSOR_H

#include "lang/lang.h"
#include "lang/lex.h"
#include "lang/parse.h"

struct pw_cursor {
	struct pw_arena *arena;
	struct pw_diags *diags;
	struct pw_lexer lexer;
	struct pw_token tok;	/* the current one */
	uint32_t prev_end;	/* end of the one before */
	enum pw_token_kind last;	/* its kind */
	bool lost;
	bool in_predicate;	/* '/' before '{' ends an expression */
	unsigned depth;
	struct pw_define *defines;	/* the newest first */
	struct pw_ctypes *types;
	struct pw_binding *bindings;	/* of the definition being read */
	unsigned n_expanded, n_copied;
	struct pw_cond *conds;		/* the innermost first */
	bool in_condition;		/* of #if: definitions stay names */
	bool at_top;			/* where a probe may stand */

	/* The script, and where its parts come from. */
	struct pw_script *script;
	struct pw_block **blocks_end;
	const struct pw_lang_env *env;	/* or NULL */
	const char *file_name;
	unsigned n_nested, n_files;
};

/* An #if whose #endif is still to come. */
struct pw_cond {
	struct pw_span span;
	bool taken;			/* one of its groups was */
	bool has_else;
	struct pw_cond *outer;
};

void pw_next(struct pw_cursor *c);
/* The same where a probe may stand. */
void pw_next_head(struct pw_cursor *c);
/* Reads the current token once more, as one that may be a probe. */
void pw_reread_head(struct pw_cursor *c);

/* Whether the current token is this identifier. */
bool pw_at_word(const struct pw_cursor *c, const char *word);
/* The kind of the token behind the current one. */
enum pw_token_kind pw_peek(struct pw_cursor *c);
/* If the current token is of that kind, moves on and says so. */
bool pw_accept(struct pw_cursor *c, enum pw_token_kind kind);
/* The same, and a syntax error if it is not. */
bool pw_expect(struct pw_cursor *c, enum pw_token_kind kind);

/* "syntax error, unexpected the token, expecting …"; then the way is lost. */
void pw_unexpected(struct pw_cursor *c, const char *expecting);
/* One level deeper; false (reported, lost) if that is too deep. */
bool pw_enter(struct pw_cursor *c);
void pw_leave(struct pw_cursor *c);
void pw_too_deep(struct pw_cursor *c, struct pw_span span);

/* Behind the next ';', or at the '}' that closes the block we are in. */
void pw_skip_statement(struct pw_cursor *c);
/* At the '{' of this statement or probe; false: there is none. */
bool pw_skip_to_body(struct pw_cursor *c);
/* Behind the ')' or '}' that closes the bracket the cursor is at. */
void pw_skip_brackets(struct pw_cursor *c);

void pw_not_yet(struct pw_cursor *c, struct pw_span span, const char *what);

/* directive.c: at a directive; the next token is behind it. */
void pw_directive(struct pw_cursor *c);
/* The end of a file: all that was opened behind `outer` must be closed. */
void pw_end_conds(struct pw_cursor *c, const struct pw_cond *outer);
/* include.c: what the command line wants to be included. */
void pw_include_first(struct pw_cursor *c);
/* At "import"; in a block the file is read before it. */
void pw_parse_import(struct pw_cursor *c, bool in_block);
/* parse.c: another file's text, of the same script. */
void pw_parse_file(struct pw_cursor *c, const struct pw_file *file,
		   bool is_header);
/* define.c: at a word: what it was defined as, and moves on; or NULL. */
struct pw_expr *pw_expand_define(struct pw_cursor *c);

/* The rest of the parser. */
struct pw_expr *pw_parse_expr(struct pw_cursor *c);
/* A node that begins at `begin`, and its end and height, once it is read. */
struct pw_expr *pw_begin_expr(struct pw_cursor *c, enum pw_expr_kind kind,
			      uint32_t begin);
struct pw_expr *pw_end_expr(struct pw_cursor *c, struct pw_expr *expr);

/* parse_type.c */

/*
 * A type's name in one form: "uint64", "struct sock *", "char[16]"; NULL after
 * an error. *of: the expression that "typeof" in it is of.
 */
const char *pw_parse_type(struct pw_cursor *c, struct pw_expr **of);
/* At '(': whether a cast begins. */
bool pw_at_cast(const struct pw_cursor *c);
/*
 * Behind '(' of a call: if its function takes a type (sizeof and the like),
 * reads the arguments and the ')'.
 */
bool pw_parse_type_call(struct pw_cursor *c, struct pw_expr *call);
/* parse_ctype.c: at a word where a probe may stand: if it begins a C
 * declaration, reads that, up to where a probe may stand again. */
bool pw_parse_ctypes(struct pw_cursor *c, bool is_header);
/* From '{' up to the '}', which stays the current token. */
struct pw_stmt *pw_parse_body(struct pw_cursor *c);
/* parse_block.c: at '{', and at "if", where a value is wanted. */
struct pw_expr *pw_parse_block_expr(struct pw_cursor *c);
struct pw_expr *pw_parse_if_expr(struct pw_cursor *c);
/* a ?: b, once b has been read too: a is evaluated once. */
struct pw_expr *pw_make_default(struct pw_cursor *c, struct pw_expr *a,
				struct pw_expr *b);
/* A block's statements as an expression: the last one may be its value. */
struct pw_expr *pw_make_block(struct pw_cursor *c, struct pw_stmt *body,
			      struct pw_span span);

#endif
