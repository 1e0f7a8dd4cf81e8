/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The syntax tree: what the parser makes, the checker completes (symbols,
 * types) and the code generator reads. Nodes live in one arena and are freed
 * with it; lists are linked by `next`.
 */
#ifndef PW_LANG_AST_H
#define PW_LANG_AST_H

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>
#include "lang/config.h"
#include "lang/program.h"

/* A stretch of the source: first byte and the one behind the last. */
struct pw_span {
	uint32_t begin;
	uint32_t end;
	const struct pw_span *from;	/* of a macro's copy: its call */
};

enum pw_expr_kind {
	PW_EXPR_INT,		/* number: literal, or folded by the checker */
	PW_EXPR_STRING,		/* text */
	PW_EXPR_IDENT,		/* name: a builtin such as pid, or a constant */
	PW_EXPR_VAR,		/* name, without the '$' */
	PW_EXPR_PARAM,		/* number: $1, $2 …; 0 is $# */
	PW_EXPR_MAP,		/* name without '@'; args: the key, if any */
	PW_EXPR_UNARY,		/* op, a */
	PW_EXPR_BINARY,		/* op, a, b */
	PW_EXPR_TERNARY,	/* a ? b : c */
	PW_EXPR_ASSIGN,		/* a op= b; op is PW_TOK_ASSIGN for plain = */
	PW_EXPR_PREINC,		/* op is PW_TOK_INC or PW_TOK_DEC, a */
	PW_EXPR_POSTINC,
	PW_EXPR_CALL,		/* name(args); text: offsetof's path */
	PW_EXPR_FIELD,		/* a.name, a->name (op tells), a.0 of tuples */
	PW_EXPR_INDEX,		/* a[b] */
	PW_EXPR_CAST,		/* (type)a; name: the type's text, in which
				 * typeof is the type of b; number: behind the
				 * bracket, which is what messages underline */
	PW_EXPR_TUPLE,		/* (args) of two or more, or (x,); those of a
				 * record have labels */
	PW_EXPR_BLOCK		/* { body a }: a is its value, or NULL */
};

struct pw_symbol;
struct pw_stmt;

struct pw_expr {
	enum pw_expr_kind kind;
	struct pw_span span;
	int op;			/* enum pw_token_kind of the operator */
	const char *name;
	const char *label;	/* of an element of a record */
	const char *text;	/* PW_EXPR_STRING: decoded, may hold NULs */
	size_t text_len;
	uint64_t number;
	bool is_unsigned;	/* PW_EXPR_INT: above INT64_MAX */
	bool is_comptime;	/* must be known when the script is compiled */
	bool is_bare;		/* PW_EXPR_CALL: kstack, written without () */
	unsigned height;	/* of the tree below; see PW_MAX_DEPTH */
	struct pw_expr *a, *b, *c;
	struct pw_expr *args;	/* list by next */
	unsigned n_args;
	struct pw_stmt *body;
	struct pw_expr *next;

	/* From here on the checker's. */
	struct pw_type type;
	struct pw_symbol *symbol;	/* variable or map */
	const void *info;		/* function, builtin or field */
};

enum pw_stmt_kind {
	PW_STMT_EXPR,		/* expr: an assignment, a call, an increment;
				 * name: "_" if its value is to be dropped */
	PW_STMT_IF,		/* expr, body, else_body; span: up to expr */
	PW_STMT_BLOCK,		/* body */
	PW_STMT_RETURN,		/* expr, or NULL */
	PW_STMT_LET,		/* let $name [: type_name] [= expr]; typeof in
				 * the type is that of last */
	PW_STMT_WHILE,		/* expr, body; span: up to expr */
	PW_STMT_UNROLL,		/* the same; expr: how often */
	PW_STMT_RANGE,		/* for ($name : expr..last), body */
	PW_STMT_EACH,		/* for ($name : expr), body; expr: a map */
	PW_STMT_BREAK,
	PW_STMT_CONTINUE,
	PW_STMT_FUNCTION,	/* body, which LEAVE leaves: of fn name, which
				 * returns type_name, NULL: nothing */
	PW_STMT_LEAVE		/* expr: an assignment of the result, or NULL */
};

struct pw_stmt {
	enum pw_stmt_kind kind;
	struct pw_span span;
	struct pw_expr *expr;
	struct pw_expr *last;
	struct pw_stmt *body;
	struct pw_stmt *else_body;
	const char *name;
	struct pw_span name_span;	/* of "$name" in a for's head, of "let
					 * $name: type" */
	const char *type_name;
	bool is_static;		/* IF: the condition is comptime */
	bool is_param;		/* LET: has a value without expr */
	bool is_copy;		/* FUNCTION: all is told where it is defined */
	bool is_open;		/* no ';' behind it: may be a block's value */
	struct pw_symbol *symbol;
	struct pw_stmt *next;
};

/*
 * One probe of a block's head, as written, split at its colons:
 * "tracepoint:syscalls:sys_enter_*" has three parts. "kprobe:f+0x10" keeps the
 * offset in its last part. BEGIN and END have one.
 */
#define PW_ATTACH_PARTS 4
struct pw_attach {
	struct pw_span span;
	const char *parts[PW_ATTACH_PARTS];
	unsigned n_parts;
	struct pw_attach *next;
};

struct pw_block {
	struct pw_span span;		/* of its attach points */
	struct pw_attach *attach;
	struct pw_expr *predicate;	/* or NULL */
	struct pw_stmt *body;
	struct pw_block *next;
};

/* let @name = hash(100); */
struct pw_map_decl {
	struct pw_span span;
	const char *name;
	const char *kind;		/* "hash", as written */
	uint64_t max;			/* keys */
	bool is_used;
	struct pw_map_decl *next;
};

struct pw_macro;
struct pw_ctypes;

struct pw_script {
	struct pw_ctypes *types;	/* see ctype.h */
	struct pw_block *blocks;
	struct pw_macro *macros;	/* see macro.h */
	struct pw_block *functions;	/* for the check alone: one for each */
	struct pw_map_decl *maps;
	struct pw_settings settings;
};

#endif
