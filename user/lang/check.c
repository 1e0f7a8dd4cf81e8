// SPDX-License-Identifier: GPL-2.0
/*
 * Types of a whole script: goes over all units until no variable's and no map's
 * type changes any more, then once more to report. Types only grow (wider,
 * longer, more keys' bytes), so this ends; each pass is linear in the script.
 */
#include <stdarg.h>
#include <string.h>
#include "lang/checker.h"
#include "lang/constant.h"

/* Far more than the longest chain of maps that a script may hold. */
#define MAX_PASSES 400

void pw_check_error(struct pw_checker *ck, struct pw_span span,
		    const char *format, ...)
{
	va_list list;

	if (ck->quiet)
		return;
	va_start(list, format);
	pw_error(ck->c->diags, span, "%s",
		 pw_arena_vprintf(ck->c->arena, format, list));
	va_end(list);
}

bool pw_is_too_great(const struct pw_expr *e, const struct pw_type *type)
{
	return e->kind == PW_EXPR_INT && !e->name && e->is_unsigned &&
	       (int64_t)e->number < 0 && type->kind == PW_TYPE_INT &&
	       type->is_signed && !type->is_flexible && !type->is_pointer;
}

static void mismatch(struct pw_checker *ck, const struct pw_symbol *symbol,
		     const struct pw_type *type, struct pw_span span,
		     bool is_map)
{
	/* A copy's variable is "$f:0:a". */
	const char *colon = strrchr(symbol->name, ':');

	pw_check_error(ck, span, "Type mismatch for %c%s: trying to assign "
		       "value of type '%s' when %s already has a type '%s'",
		       is_map ? '@' : '$', colon ? colon + 1 : symbol->name,
		       pw_check_name(ck, type), is_map ? "map" : "variable",
		       pw_check_name(ck, &symbol->type));
}

void pw_check_assign(struct pw_checker *ck, struct pw_symbol *symbol,
		     const struct pw_type *type, struct pw_span span,
		     bool is_map)
{
	struct pw_type united;

	if (!pw_type_unite(ck->c->arena, &symbol->type, type,
			   ck->c->name_length, &united) ||
	    (symbol->is_fixed && united.size > symbol->type.size)) {
		mismatch(ck, symbol, type, span, is_map);
		return;
	}
	if (!symbol->is_fixed && !pw_type_equal(&united, &symbol->type)) {
		symbol->type = united;
		ck->changed = true;
	}
}

bool pw_is_beyond(const struct pw_symbol *symbol, const struct pw_expr *value)
{
	const struct pw_type *type = &symbol->type;
	uint64_t number;
	int64_t low;

	if (pw_is_too_great(value, type))
		return true;
	if (!symbol->is_fixed || type->kind != PW_TYPE_INT ||
	    type->width == 8 || value->type.kind != PW_TYPE_INT ||
	    value->name || !pw_const_number(value, &number))
		return false;
	low = type->is_signed ? -(1ll << (8 * type->width - 1)) : 0;
	return (int64_t)number < low ||
	       (int64_t)number >= low + (1ll << (8 * type->width));
}

static void check_literal(struct pw_checker *ck, struct pw_symbol *symbol,
			  const struct pw_expr *value, struct pw_span span,
			  bool is_map)
{
	if (pw_is_beyond(symbol, value))
		mismatch(ck, symbol, &value->type, span, is_map);
}

/* What a variable or a map holds after it was given a value of e's type. */
static bool stored_type(struct pw_checker *ck, const struct pw_expr *e,
			const char *what, struct pw_type *out)
{
	*out = pw_type_read(&e->type);
	switch (out->kind) {
	case PW_TYPE_STATS:
	case PW_TYPE_HIST:
	case PW_TYPE_LHIST:
	case PW_TYPE_TSERIES:
	case PW_TYPE_PORTS:
	case PW_TYPE_ARGS:
		pw_check_error(ck, e->span, "Value '%s' cannot be assigned to "
			       "a %s.", pw_check_name(ck, &e->type), what);
		return false;
	default:
		return true;
	}
}

/* The variable that is assigned to; = makes one where there is none. */
static struct pw_symbol *target_var(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_symbol *symbol = pw_find_in_scope(ck, e->a->name);

	if (symbol)
		symbol->is_assigned = true;
	if (symbol || e->op != PW_TOK_ASSIGN)
		return symbol;
	return pw_declare(ck, e->a->name, &e->symbol, PW_BY_ASSIGNMENT,
			  e->span);
}

void pw_assign_var(struct pw_checker *ck, struct pw_expr *e)
{
	bool known = pw_check_value(ck, e->b);
	struct pw_symbol *symbol = target_var(ck, e);
	struct pw_type type;

	if (!symbol) {
		pw_check_error(ck, e->a->span, "Undefined or undeclared "
			       "variable: $%s", e->a->name);
		return;
	}
	e->a->symbol = symbol;
	e->a->type = symbol->type;
	if (!known || !stored_type(ck, e->b, "scratch variable", &type))
		return;
	if (e->op != PW_TOK_ASSIGN) {
		type = pw_type_of_binary(ck, pw_token_operator(e->op), e->a,
					 e->b, e->span);
		e->type = type;
		if (type.kind == PW_TYPE_NONE)
			return;
		pw_warn_operands(ck, pw_token_operator(e->op), e->a, e->b,
				 &type);
	} else {
		pw_warn_cast(ck, e->b, &symbol->type);
	}
	check_literal(ck, symbol, e->b, e->span, false);
	pw_check_assign(ck, symbol, &type, e->span, false);
}

static void assign_map(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_symbol *map = pw_check_map(ck, e->a);
	bool known = pw_check_value(ck, e->b);
	struct pw_type type;

	if (!pw_check_map_use(ck, e->a, e->a->n_args != 0))
		return;
	if (e->a->n_args)
		pw_check_keys(ck, map, e->a->args, e->a->n_args, e->a->span);
	e->a->type = map->type;
	if (!known || !pw_check_map_to_map(ck, e) ||
	    !stored_type(ck, e->b, "map", &type))
		return;
	if (e->op != PW_TOK_ASSIGN) {
		struct pw_expr left = *e->a;

		/* A map that is not there yet counts as 0. */
		if (left.type.kind == PW_TYPE_NONE)
			left.type = pw_type_int(8, true);
		type = pw_type_of_binary(ck, pw_token_operator(e->op), &left,
					 e->b, e->span);
		e->type = type;
		if (type.kind == PW_TYPE_NONE)
			return;
		pw_warn_operands(ck, pw_token_operator(e->op), &left, e->b,
				 &type);
	} else {
		pw_warn_cast(ck, e->b, &map->type);
		check_literal(ck, map, e->b, e->span, true);
	}
	pw_check_assign(ck, map, &type, e->span, true);
}

/*
 * @m = { …; count() } is { …; @m = count(); }: the function is a block's value.
 * False: it is nothing of the kind.
 */
static bool push_inward(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *block = e->b, *inner, *next = e->next;

	while (block->kind == PW_EXPR_BLOCK && block->a &&
	       block->a->kind == PW_EXPR_BLOCK)
		block = block->a;
	if (e->op != PW_TOK_ASSIGN || block->kind != PW_EXPR_BLOCK ||
	    !block->a || !pw_is_aggregate_call(block->a))
		return false;
	inner = pw_arena_alloc(ck->c->arena, sizeof(*inner));
	*inner = *e;
	inner->b = block->a;
	inner->next = NULL;
	block->a = inner;
	*e = *e->b;
	e->next = next;
	return true;
}

static void check_assignment(struct pw_checker *ck, struct pw_expr *e)
{
	if (e->a->kind == PW_EXPR_VAR)
		pw_assign_var(ck, e);
	else if (e->a->kind != PW_EXPR_MAP)
		pw_check_error(ck, e->a->span,
			       "only a variable or a map can be assigned to");
	else if (pw_is_aggregate_call(e->b) && e->op == PW_TOK_ASSIGN)
		pw_check_aggregate(ck, e);
	else if (push_inward(ck, e))
		pw_check_block(ck, e);
	else
		assign_map(ck, e);
}

/* A string without a size grows with what it is given. */
static void declare_type(struct pw_checker *ck, struct pw_stmt *stmt,
			 struct pw_symbol *symbol)
{
	struct pw_type type;

	if (!pw_check_type(ck, stmt->type_name, stmt->last, stmt->span,
			   &type))
		return;
	if (type.kind == PW_TYPE_NONE || pw_type_is_aggregate(&type)) {
		pw_check_error(ck, stmt->span, "Invalid variable declaration "
			       "type: %s", pw_check_name(ck, &type));
		return;
	}
	if (type.kind == PW_TYPE_STRING && !type.length) {
		if (symbol->type.kind == PW_TYPE_NONE)
			symbol->type = pw_type_string(1);
		return;
	}
	symbol->is_fixed = true;
	if (!pw_type_equal(&type, &symbol->type)) {
		symbol->type = type;
		ck->changed = true;
	}
}

static void check_let(struct pw_checker *ck, struct pw_stmt *stmt)
{
	bool known = stmt->expr && pw_check_value(ck, stmt->expr);
	struct pw_symbol *symbol;
	struct pw_type type;

	if (!pw_check_new(ck, stmt->name, stmt->name_span, "Variable $%s was "
			  "already declared. Variable shadowing is not "
			  "allowed."))
		return;
	symbol = pw_declare(ck, stmt->name, &stmt->symbol, PW_BY_LET,
			    stmt->name_span);
	symbol->is_assigned = stmt->expr || stmt->is_param;
	if (stmt->type_name)
		declare_type(ck, stmt, symbol);
	if (!known || !stored_type(ck, stmt->expr, "scratch variable", &type))
		return;
	pw_warn_cast(ck, stmt->expr, &symbol->type);
	check_literal(ck, symbol, stmt->expr, stmt->span, false);
	pw_check_assign(ck, symbol, &type, stmt->span, false);
}

/* In `c ? f() : g();` the branches are statements too. */
static void check_statement_expr(struct pw_checker *ck, struct pw_expr *e)
{
	switch (e->kind) {
	case PW_EXPR_ASSIGN:
		check_assignment(ck, e);
		break;
	case PW_EXPR_TERNARY:
		if (!pw_is_void(e)) {
			pw_check_expr(ck, e);
			break;
		}
		pw_check_cond(ck, e->a);
		check_statement_expr(ck, e->b);
		check_statement_expr(ck, e->c);
		break;
	default:
		pw_check_expr(ck, e);
	}
}

static void check_stmts(struct pw_checker *ck, struct pw_stmt *stmt);

void pw_check_block(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_scope_name *mark = ck->newest;

	check_stmts(ck, e->body);
	if (e->a && pw_is_void(e->a)) {
		check_statement_expr(ck, e->a);
	} else if (e->a && pw_check_value(ck, e->a)) {
		e->type = e->a->type;
	}
	pw_leave_scope(ck, mark);
}

void pw_check_body(struct pw_checker *ck, struct pw_stmt *body)
{
	struct pw_scope_name *mark = ck->newest;

	check_stmts(ck, body);
	pw_leave_scope(ck, mark);
}

static void check_return(struct pw_checker *ck, struct pw_stmt *stmt)
{
	if (stmt->expr && pw_check_value(ck, stmt->expr) &&
	    stmt->expr->type.kind != PW_TYPE_INT)
		pw_check_error(ck, stmt->span, "Probe return values can only "
			       "be integers. Found %s",
			       pw_check_name(ck, &stmt->expr->type));
}

static void check_loop(struct pw_checker *ck, struct pw_stmt *body)
{
	ck->loops++;
	pw_check_body(ck, body);
	ck->loops--;
}

/* Of a branch that is never taken only the types matter; of one that comptime
 * rules out nothing does, as soon as that is known. */
static void check_if(struct pw_checker *ck, struct pw_stmt *stmt)
{
	bool always = false, known;

	stmt->is_static |= stmt->expr->is_comptime;
	pw_check_cond(ck, stmt->expr);
	known = pw_const_truth(stmt->expr, &always);
	if (known && stmt->is_static) {
		pw_check_body(ck, always ? stmt->body : stmt->else_body);
		return;
	}
	ck->dead += known && !always;
	pw_check_body(ck, stmt->body);
	ck->dead -= known && !always;
	ck->dead += known && always;
	pw_check_body(ck, stmt->else_body);
	ck->dead -= known && always;
}

static void check_while(struct pw_checker *ck, struct pw_stmt *stmt)
{
	if (!ck->quiet) {
		pw_warning(ck->c->diags, stmt->span, "While loops are "
			   "deprecated and may be removed in the future.");
		pw_hint(ck->c->diags, "For loops support ranges (e.g. `for "
			"($x : $start..$end) { ... }`), and can be used in "
			"place of while. These are more easily proven to be "
			"bounded by the verifier.");
	}
	pw_check_cond(ck, stmt->expr);
	check_loop(ck, stmt->body);
}

/* Not a loop for break and continue, as in bpftrace. */
static void check_unroll(struct pw_checker *ck, struct pw_stmt *stmt)
{
	uint64_t n;

	if (pw_check_value(ck, stmt->expr)) {
		if (!pw_const_number(stmt->expr, &n))
			pw_check_error(ck, stmt->span, "invalid unroll value");
		else if (n > 100)
			pw_check_error(ck, stmt->span,
				       "unroll maximum value is 100");
		else if (n < 1)
			pw_check_error(ck, stmt->span,
				       "unroll minimum value is 1");
	}
	pw_check_body(ck, stmt->body);
}

#define SHADOWS "Loop declaration shadows existing variable: $%s"

static void check_bound(struct pw_checker *ck, struct pw_stmt *stmt,
			struct pw_expr *bound, const char *which)
{
	if (pw_check_value(ck, bound) &&
	    (bound->type.kind != PW_TYPE_INT || bound->type.is_pointer))
		pw_check_error(ck, stmt->span, "Loop range requires an integer "
			       "for the %s value", which);
}

static void check_range(struct pw_checker *ck, struct pw_stmt *stmt)
{
	struct pw_scope_name *mark = ck->newest;
	struct pw_symbol *symbol;

	check_bound(ck, stmt, stmt->expr, "start");
	check_bound(ck, stmt, stmt->last, "end");
	if (!pw_check_new(ck, stmt->name, stmt->name_span, SHADOWS))
		return;
	symbol = pw_declare(ck, stmt->name, &stmt->symbol, PW_BY_LOOP,
			    stmt->name_span);
	symbol->is_fixed = true;
	symbol->type = pw_type_int(8, true);
	check_loop(ck, stmt->body);
	pw_leave_scope(ck, mark);
}

/* What a loop over the map gives: its key and its value. */
static struct pw_type type_of_entry(struct pw_checker *ck,
				    const struct pw_symbol *map)
{
	struct pw_arena *arena = ck->c->arena;
	struct pw_type pair[2];

	pair[0] = map->n_keys == 1 ? map->keys[0] :
		  pw_type_tuple(arena, map->keys, map->n_keys);
	pair[1] = pw_type_read(&map->type);
	return pw_type_tuple(arena, pair, 2);
}

/* False after an error, and while the map's types are not known. */
static bool check_walked(struct pw_checker *ck, struct pw_stmt *stmt)
{
	struct pw_symbol *map = pw_check_map(ck, stmt->expr);
	struct pw_span span = stmt->expr->span;
	struct pw_type value = pw_type_read(&map->type);

	if (map->is_used && !map->has_keys)
		pw_check_error(ck, span, "@%s has no explicit keys (scalar "
			       "map), and cannot be used for iteration",
			       map->name);
	else if (value.kind == PW_TYPE_NONE)
		pw_check_error(ck, span, "Undefined map: @%s", map->name);
	else if (pw_type_is_aggregate(&value))
		pw_check_error(ck, span, "Loop expression does not support "
			       "type: %s", pw_check_name(ck, &value));
	else
		return map->n_keys != 0;
	return false;
}

static void check_each(struct pw_checker *ck, struct pw_stmt *stmt)
{
	struct pw_scope_name *mark = ck->newest;
	struct pw_symbol *symbol;
	struct pw_type type;
	bool known = check_walked(ck, stmt);

	if (!pw_check_new(ck, stmt->name, stmt->name_span, SHADOWS))
		return;
	symbol = pw_declare(ck, stmt->name, &stmt->symbol, PW_BY_LOOP,
			    stmt->name_span);
	if (known) {
		type = type_of_entry(ck, stmt->expr->symbol);
		pw_check_assign(ck, symbol, &type, stmt->span, false);
	}
	/* Without a type of its variable the body has nothing to tell. */
	if (known || ck->quiet)
		check_loop(ck, stmt->body);
	pw_leave_scope(ck, mark);
}

static void check_stmts(struct pw_checker *ck, struct pw_stmt *stmt)
{
	for (; stmt; stmt = stmt->next) {
		pw_warn_unreachable(ck, stmt);
		switch (stmt->kind) {
		case PW_STMT_EXPR:
			check_statement_expr(ck, stmt->expr);
			pw_warn_discarded(ck, stmt);
			break;
		case PW_STMT_IF:
			check_if(ck, stmt);
			break;
		case PW_STMT_BLOCK:
			pw_check_body(ck, stmt->body);
			break;
		case PW_STMT_LET:
			check_let(ck, stmt);
			break;
		case PW_STMT_RETURN:
			check_return(ck, stmt);
			break;
		case PW_STMT_FUNCTION:
			pw_check_fn(ck, stmt);
			break;
		case PW_STMT_LEAVE:
			pw_check_leave(ck, stmt);
			break;
		case PW_STMT_WHILE:
			check_while(ck, stmt);
			break;
		case PW_STMT_UNROLL:
			check_unroll(ck, stmt);
			break;
		case PW_STMT_RANGE:
			check_range(ck, stmt);
			break;
		case PW_STMT_EACH:
			check_each(ck, stmt);
			break;
		case PW_STMT_BREAK:
		case PW_STMT_CONTINUE:
			if (!ck->loops)
				pw_check_error(ck, stmt->span, "'%s' statement "
					       "is not allowed in a %s",
					       stmt->kind == PW_STMT_BREAK ?
					       "break" : "continue",
					       ck->function ? "function" :
					       "probe");
			break;
		}
	}
}

static void check_units(struct pw_checker *ck)
{
	struct pw_unit *unit;

	ck->changed = false;
	pw_check_functions(ck);
	for (unit = ck->c->units; unit; unit = unit->next) {
		ck->unit = unit;
		if (unit->block->predicate)
			pw_check_cond(ck, unit->block->predicate);
		pw_check_body(ck, unit->block->body);
	}
}

/* Passes over the script until no type changes any more. */
static void settle(struct pw_checker *ck)
{
	unsigned int passes = 0;

	do
		check_units(ck);
	while (ck->changed && ++passes < MAX_PASSES);
}

void pw_check_types(struct pw_compile *c)
{
	struct pw_checker ck;

	memset(&ck, 0, sizeof(ck));
	ck.c = c;
	ck.quiet = true;
	c->maps_tail = &c->maps;
	settle(&ck);
	ck.is_guessing = true;
	settle(&ck);
	ck.quiet = false;
	check_units(&ck);
	pw_check_map_decls(&ck);
	if (ck.changed)
		pw_error(c->diags, c->script->blocks->span, "the types of the "
			 "script's maps depend on each other over more than "
			 "%u steps", MAX_PASSES);
}
