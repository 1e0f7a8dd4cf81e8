/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the type check share. Each pass visits every expression of
 * a unit once. All passes but the last are quiet: a type that is not known yet
 * is NONE and may become known through a later statement. In the last pass NONE
 * means that an error has been reported below, or that the expression has no
 * value.
 */
#ifndef PW_LANG_CHECKER_H
#define PW_LANG_CHECKER_H

#include "lang/builtins.h"
#include "lang/check.h"
#include "lang/lex.h"
#include "lang/source.h"
#include "lang/types.h"

struct pw_scope_name;

struct pw_checker {
	struct pw_compile *c;
	struct pw_unit *unit;
	bool quiet;
	bool is_guessing;	/* what is not known yet is not told */
	bool changed;			/* a symbol's type, in this pass */
	/* Variables that can be seen here, innermost first. */
	struct pw_scope_name *names[PW_BUCKETS];
	struct pw_scope_name *newest;
	unsigned int unrun;		/* sizeof and the like, around */
	unsigned int loops;		/* that are open here */
	const struct pw_stmt *function;	/* whose body this is, or NULL */
	unsigned int dead;		/* branches, never taken, around */
};

/* Reports unless quiet; a hint after it needs the same test. */
void pw_check_error(struct pw_checker *ck, struct pw_span span,
		    const char *format, ...)
	__attribute__((format(printf, 3, 4)));
static inline const char *pw_check_name(struct pw_checker *ck,
					const struct pw_type *type)
{
	return pw_type_name(ck->c->arena, type);
}

/* Gives e->type, e->symbol and e->info; may fold e to a literal. */
void pw_check_expr(struct pw_checker *ck, struct pw_expr *e);
/* The same for something that must have a value; false if it is not known. */
bool pw_check_value(struct pw_checker *ck, struct pw_expr *e);
/* A condition. */
void pw_check_cond(struct pw_checker *ck, struct pw_expr *e);
void pw_check_call(struct pw_checker *ck, struct pw_expr *e);
/* A map as such, with or without keys. */
bool pw_is_bare_map(const struct pw_expr *e);
/* The first argument is one that has a value: e->symbol. */
bool pw_check_map_arg(struct pw_checker *ck, struct pw_expr *e);
/* Are there as many arguments as func takes? */
bool pw_check_n_args(struct pw_checker *ck, struct pw_expr *e,
		     const struct pw_func *func);
/* The argument is one, or an error says that it should be. */
bool pw_check_literal_string(struct pw_checker *ck, struct pw_expr *e,
			     struct pw_expr *arg);
bool pw_check_int(struct pw_checker *ck, struct pw_expr *e,
		  struct pw_expr *arg);
void pw_check_builtin(struct pw_checker *ck, struct pw_expr *e);
void pw_check_field(struct pw_checker *ck, struct pw_expr *e);
/* args as a value: it becomes a record of all that can be printed. */
void pw_check_args(struct pw_checker *ck, struct pw_expr *e);
void pw_check_index(struct pw_checker *ck, struct pw_expr *e);
/* An array of char, which is a string elsewhere, is taken as its bytes. */
void pw_check_chars(struct pw_expr *e);
void pw_check_function(struct pw_checker *ck, struct pw_expr *e,
		       const struct pw_func *func);
/* check_kernel.c, check_stack.c … check_map_call.c: false: none of these. */
bool pw_check_kernel(struct pw_checker *ck, struct pw_expr *e,
		     const struct pw_func *func);
bool pw_check_stack(struct pw_checker *ck, struct pw_expr *e,
		    const struct pw_func *func);
bool pw_check_text(struct pw_checker *ck, struct pw_expr *e,
		   const struct pw_func *func);
bool pw_check_map_call(struct pw_checker *ck, struct pw_expr *e,
		       const struct pw_func *func);
/* ctx: the registers of a function's probe. */
void pw_check_regs(struct pw_checker *ck, struct pw_expr *e);
/* nsecs and nsecs(clock). */
void pw_check_nsecs(struct pw_checker *ck, struct pw_expr *e);
void pw_check_task(struct pw_checker *ck, struct pw_expr *e,
		   const struct pw_builtin *builtin);
void pw_check_getopt(struct pw_checker *ck, struct pw_expr *e);
void pw_check_param(struct pw_checker *ck, struct pw_expr *e);
/* The arguments after the first against the format. */
void pw_check_format(struct pw_checker *ck, struct pw_expr *e);

/* e has no value although all is known: printf(), clear() … */
bool pw_is_void(const struct pw_expr *e);

/* ---- check_source.c: what the script does not declare ---- */

/* After an error about a name that is not known: names like it, and where
 * they come from, or why there are none. */
void pw_hint_type(struct pw_checker *ck, enum pw_source_kind kind,
		  const char *name);
void pw_hint_member(struct pw_checker *ck, const struct pw_struct *record,
		    const char *name);
/* A value of an enum or a macro of the kernel's headers; false: it is none. */
bool pw_fold_foreign(struct pw_checker *ck, struct pw_expr *e);
/* Has it a type, "struct foo.member", value, macro or symbol called so? */
bool pw_kernel_has(struct pw_checker *ck, const char *name);
/* What it points to is going to be read or stepped over: its size. */
void pw_complete_target(struct pw_checker *ck, const struct pw_type *pointer);
/* A pointer to that struct of the kernel's; to nothing known without types. */
struct pw_type pw_type_kernel_pointer(struct pw_checker *ck, const char *tag);

/* ---- check_symbol.c ---- */

/* A variable of the open blocks; or NULL. */
struct pw_symbol *pw_find_in_scope(struct pw_checker *ck, const char *name);
/* A new one, made at `span`. The place that declares it keeps it from pass to
 * pass. */
struct pw_symbol *pw_declare(struct pw_checker *ck, const char *name,
			     struct pw_symbol **place, enum pw_origin origin,
			     struct pw_span span);
/* False, and an error with that format, if there is one of that name. */
bool pw_check_new(struct pw_checker *ck, const char *name,
		  struct pw_span span, const char *format);
/* Ends a block: back to what ck->newest was at its start. */
void pw_leave_scope(struct pw_checker *ck, struct pw_scope_name *mark);
/* e->symbol of a map, made when it is new. */
struct pw_symbol *pw_check_map(struct pw_checker *ck, struct pw_expr *e);
/* With a key or without one: as everywhere. False after an error. */
bool pw_check_map_use(struct pw_checker *ck, struct pw_expr *e, bool has_keys);
/* The keys of `list` (linked by next) are the map's. */
void pw_check_keys(struct pw_checker *ck, struct pw_symbol *map,
		   struct pw_expr *list, unsigned int n, struct pw_span span);

/* ---- check_warn.c: what is allowed, and probably a mistake ---- */

/* A statement whose value is dropped, and one behind another that leaves. */
void pw_warn_discarded(struct pw_checker *ck, const struct pw_stmt *stmt);
void pw_warn_unreachable(struct pw_checker *ck, const struct pw_stmt *stmt);
/* e becomes a value of that type: a number may not fit into it. */
void pw_warn_cast(struct pw_checker *ck, const struct pw_expr *e,
		  const struct pw_type *to);
/* So may the operands of an operator that gives `result`. */
void pw_warn_operands(struct pw_checker *ck, int op, const struct pw_expr *l,
		      const struct pw_expr *r, const struct pw_type *result);

/* ---- check_static.c ---- */

/* fail(format, literals…), where it is not in a branch that is never taken. */
void pw_check_fail(struct pw_checker *ck, struct pw_expr *e);
/* is_str() and the like; false: none of these. */
bool pw_check_question(struct pw_checker *ck, struct pw_expr *e,
		       const struct pw_func *func);

/* ---- check_config.c ---- */

/* An error if the script's config block has refused what e is. */
void pw_check_refused(struct pw_checker *ck, const struct pw_expr *e,
		      bool is_refused);

/* config: it becomes a record of literals. */
void pw_check_config(struct pw_checker *ck, struct pw_expr *e);

/* ---- check_decl.c ---- */

/* The maps that the script declares, once their types are known. */
void pw_check_map_decls(struct pw_checker *ck);

/* ---- check.c ---- */

/* A block with its value, if it has one. */
void pw_check_block(struct pw_checker *ck, struct pw_expr *e);

/* Variables and maps take values of this type too. */
void pw_check_assign(struct pw_checker *ck, struct pw_symbol *symbol,
		     const struct pw_type *type, struct pw_span span,
		     bool is_map);

void pw_check_body(struct pw_checker *ck, struct pw_stmt *body);
/* $x = …; */
void pw_assign_var(struct pw_checker *ck, struct pw_expr *e);
/* A literal must fit; other values are cut to a type that is declared. */
bool pw_is_beyond(const struct pw_symbol *symbol, const struct pw_expr *value);
/* A literal above INT64_MAX for what has a sign. */
bool pw_is_too_great(const struct pw_expr *e, const struct pw_type *type);

/* ---- check_fn.c ---- */

void pw_check_functions(struct pw_checker *ck);
void pw_check_fn(struct pw_checker *ck, struct pw_stmt *stmt);
void pw_check_leave(struct pw_checker *ck, struct pw_stmt *stmt);

/* ---- check_aggregate.c ---- */

/* count() and the like, which are only there to be assigned to a map. */
bool pw_is_aggregate_call(const struct pw_expr *e);
/* @m = sum(x); and the like. */
void pw_check_aggregate(struct pw_checker *ck, struct pw_expr *e);
/* False, and an error, if @m = @n would take an aggregate from its map. */
bool pw_check_map_to_map(struct pw_checker *ck, const struct pw_expr *e);

/* ---- check_cast.c ---- */

/*
 * The type of that name, in which typeof is the type of `of`. False if it is
 * not known, after an error.
 */
bool pw_check_type(struct pw_checker *ck, const char *name,
		   struct pw_expr *of, struct pw_span span,
		   struct pw_type *out);
void pw_check_cast(struct pw_checker *ck, struct pw_expr *e);
/* A new expression that only names a builtin. */
struct pw_expr *pw_ident_expr(struct pw_checker *ck, struct pw_span span,
			      const char *name);
/* Makes e "(type)value", keeping its place, and checks it. */
void pw_become_cast(struct pw_checker *ck, struct pw_expr *e,
		    const struct pw_type *type, struct pw_expr *value);
void pw_check_sizeof(struct pw_checker *ck, struct pw_expr *e);
void pw_check_offsetof(struct pw_checker *ck, struct pw_expr *e);
void pw_check_typeinfo(struct pw_checker *ck, struct pw_expr *e);

/* ---- check_op.c, fold.c ---- */

/* Types of what operators give. */
void pw_check_unary(struct pw_checker *ck, struct pw_expr *e);
void pw_check_binary(struct pw_checker *ck, struct pw_expr *e);
struct pw_type pw_type_of_binary(struct pw_checker *ck, int op,
				 const struct pw_expr *left,
				 const struct pw_expr *right,
				 struct pw_span span);

/* Replaces e by its value where it is constant. */
void pw_fold_unary(struct pw_checker *ck, struct pw_expr *e);
void pw_fold_binary(struct pw_checker *ck, struct pw_expr *e);
/* What operators do with strings only where all is known: order, one behind
 * the other, whether there is anything in it. False: nothing of the kind. */
bool pw_fold_texts(struct pw_checker *ck, struct pw_expr *e);
/* Tuples all of whose elements are known are equal or not. */
bool pw_fold_tuples(struct pw_expr *e);
void pw_fold_cast(struct pw_expr *e);
/* e becomes a number of that type, or a literal. */
void pw_fold_number(struct pw_expr *e, uint64_t number,
		    const struct pw_type *type);
void pw_fold_bool(struct pw_expr *e, bool value);
void pw_fold_string(struct pw_expr *e, const char *text, size_t len);

#endif
