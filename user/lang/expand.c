// SPDX-License-Identifier: GPL-2.0
/*
 * Puts macros in place of their calls. A call becomes a copy of the macro's
 * block. In the copy a parameter that is an expression is replaced by a copy of
 * the argument wherever it stands; parameters that are variables and maps take
 * the names of the arguments; the block's own variables get names that no
 * script can write, another one in each copy, so that they meet no others.
 */
#include <string.h>
#include "lang/builtins.h"
#include "lang/check.h"
#include "lang/expand.h"
#include "lang/lex.h"
#include "lang/macro.h"
#include "lang/parse.h"
#include "lang/tree.h"

/* Expressions that all copies together may have. */
#define MAX_COPIED	50000
#define MAX_LEVEL	(2 * PW_MAX_DEPTH)

static void count(void *data, const struct pw_expr *e)
{
	(void)e;
	++*(unsigned *)data;
}

/* A copy, or an empty one where there are too many; call: as in tree.h. */
struct pw_expr *pw_expand_copy(struct pw_expander *x,
			       const struct pw_expr *from, struct pw_span span,
			       const struct pw_span *call)
{
	struct pw_expr *copy;
	unsigned n = 0;

	if (!x->stopped) {
		pw_walk_expr(from, count, &n);
		x->n_copied += n;
	}
	if (x->n_copied <= MAX_COPIED && !x->stopped)
		return pw_clone_expr(x->c->arena, from, call);
	if (!x->stopped)
		pw_error(x->c->diags, span, "macros expand to more than %u "
			 "expressions", MAX_COPIED);
	x->stopped = true;
	copy = pw_arena_alloc(x->c->arena, sizeof(*copy));
	copy->span = span;
	return copy;
}

/* e becomes another expression in the list that it is in. */
void pw_become(struct pw_expr *e, const struct pw_expr *other)
{
	struct pw_expr *next = e->next;

	*e = *other;
	e->next = next;
}

/* ---- which macro a call means ---- */

static bool fits(const struct pw_expr *param, const struct pw_expr *arg)
{
	switch (param->kind) {
	case PW_EXPR_VAR:
		return arg->kind == PW_EXPR_VAR;
	case PW_EXPR_MAP:
		return arg->kind == PW_EXPR_MAP && !arg->args;
	default:
		return true;
	}
}

/* 0 for what fits exactly; a wrong number of arguments outweighs the rest. */
static unsigned distance(const struct pw_macro *macro,
			 const struct pw_expr *args, unsigned n_args)
{
	unsigned n = macro->n_params, far;
	const struct pw_expr *param;

	far = 1024 * (n > n_args ? n - n_args : n_args - n);
	if (macro->is_function)
		return far;
	for (param = macro->params; param && args;
	     param = param->next, args = args->next)
		far += !fits(param, args);
	return far;
}

/* A script's own macros go before the library's, which know only these. */
static const struct pw_macro *find(struct pw_expander *x,
				   const struct pw_expr *e, bool only_library,
				   unsigned *far)
{
	const struct pw_macro *macro, *best = NULL;
	unsigned d;

	for (macro = x->c->script->macros; macro; macro = macro->next) {
		if (strcmp(macro->name, e->name) ||
		    (only_library && !macro->is_library) ||
		    (macro->is_function && e->kind != PW_EXPR_CALL))
			continue;
		d = distance(macro, e->args, e->n_args);
		if (best && (d > *far || (d == *far &&
					  !best->is_library)))
			continue;
		best = macro;
		*far = d;
	}
	return best;
}

static const char *sort_of(const struct pw_expr *e)
{
	switch (e->kind) {
	case PW_EXPR_VAR:
		return "a variable";
	case PW_EXPR_MAP:
		return e->args ? "an expression" : "a map";
	default:
		return "an expression";
	}
}

static void mismatch(struct pw_expander *x, const struct pw_expr *e,
		     const struct pw_macro *closest)
{
	struct pw_diags *diags = x->c->diags;
	const struct pw_expr *param, *arg;

	pw_error(diags, e->span, "Call to %s() has arguments that do not match "
		 "any definition.", e->name);
	if (closest->n_params != e->n_args) {
		pw_context(diags, closest->span, "The closest definition of "
			   "%s() has a different number of arguments. "
			   "Expected: %u but got %u", e->name,
			   closest->n_params, e->n_args);
		return;
	}
	for (param = closest->params, arg = e->args; param;
	     param = param->next, arg = arg->next) {
		if (fits(param, arg))
			continue;
		pw_error(diags, arg->span, "Mismatched arg. %s() expects %s "
			 "for arg %c%s but got %s.", e->name, sort_of(param),
			 param->kind == PW_EXPR_MAP ? '@' : '$', param->name,
			 sort_of(arg));
		pw_context(diags, param->span, "This is the argument in the "
			   "closest definition.");
	}
}

static bool is_recursive(struct pw_expander *x, const struct pw_expr *e,
			 const struct pw_macro *macro,
			 const struct pw_frame *frame)
{
	const char *chain = macro->name;
	const struct pw_frame *f;

	for (f = frame; f; f = f->outer) {
		chain = pw_arena_printf(x->c->arena, "%s > %s", f->macro->name,
					chain);
		if (f->macro == macro)
			break;
	}
	if (f)
		pw_error(x->c->diags, e->span, "Recursive %s call "
			 "detected. Call chain: %s", macro->is_function ?
			 "function" : "macro", chain);
	return f != NULL;
}

static void expand_call(struct pw_expander *x, struct pw_expr *e,
			const struct pw_frame *frame)
{
	bool only_library = frame && frame->macro->is_library;
	const struct pw_macro *macro;
	struct pw_span *call;
	struct pw_frame inner;
	unsigned far = 0;

	macro = find(x, e, only_library, &far);
	if (!macro)
		return;
	if (far) {
		/* The language may know another one of this name. */
		if (!pw_func_find(e->name) && !pw_builtin_find(e->name))
			mismatch(x, e, macro);
		return;
	}
	if (is_recursive(x, e, macro, frame))
		return;
	inner.macro = macro;
	inner.args = e->args;
	inner.serial = x->n_calls++;
	inner.is_definition = false;
	inner.outer = frame;
	if (macro->is_function) {
		pw_expand_fn(x, e, &inner);
		return;
	}
	call = pw_arena_alloc(x->c->arena, sizeof(*call));
	*call = e->span;
	pw_become(e, pw_expand_copy(x, macro->block, e->span, call));
	pw_expand_expr(x, e, &inner);
	/* A literal is one wherever only a literal will do. */
	if (e->kind == PW_EXPR_BLOCK && !e->body && e->a &&
	    (e->a->kind == PW_EXPR_INT || e->a->kind == PW_EXPR_STRING))
		pw_become(e, e->a);
}

/* ---- names of a macro's block ---- */

/* The argument for this name as a parameter of that kind; or NULL. */
static struct pw_expr *argument(const struct pw_frame *frame,
				enum pw_expr_kind kind, const char *name)
{
	const struct pw_expr *param = frame->macro->params;
	struct pw_expr *arg = frame->args;

	if (frame->macro->is_function)
		return NULL;
	for (; param; param = param->next, arg = arg->next)
		if (param->kind == kind && !strcmp(param->name, name))
			return arg;
	return NULL;
}

const char *pw_own_name(struct pw_expander *x, const struct pw_frame *frame,
			const char *name)
{
	if (frame->is_definition)
		return name;
	return pw_arena_printf(x->c->arena, frame->macro->is_function ?
			       "$%s:%u:%s" : "$%s_%u_%s", frame->macro->name,
			       frame->serial, name);
}

/* The expression whose type `typeof` means, if the argument is one. */
static struct pw_expr *type_of(struct pw_expr *arg)
{
	return arg->kind == PW_EXPR_CALL && arg->args &&
	       !strcmp(arg->name, "typeof") ? arg->args : arg;
}

/* Pointers and arrays, as `rest` says, of the type called so. */
static const char *type_behind(struct pw_expander *x, const char *name,
			       const char *rest)
{
	if (strpbrk(name, "*["))
		rest += strspn(rest, " ");
	return pw_arena_printf(x->c->arena, "%s%s", name, rest);
}

/* "typeof" of what is a type itself is that type. */
static void join_types(struct pw_expander *x, const char **name,
		       struct pw_expr **of)
{
	while (*name && !strncmp(*name, "typeof", 6) && *of &&
	       (*of)->kind == PW_EXPR_CAST && (*of)->name) {
		*name = type_behind(x, (*of)->name, *name + 6);
		*of = (*of)->b;
	}
}

/*
 * A type's name whose first word is a parameter: "t *" becomes "typeof *" of
 * the argument, "struct t" takes its name. *of is the expression of "typeof".
 */
static const char *replace_type(struct pw_expander *x, const char *name,
				struct pw_expr **of, struct pw_span span,
				const struct pw_frame *frame)
{
	size_t tag = strncmp(name, "struct ", 7) ?
		     strncmp(name, "union ", 6) ? 0 : 6 : 7;
	size_t len = strcspn(name + tag, " *[");
	struct pw_expr *arg;

	arg = argument(frame, PW_EXPR_IDENT,
		       pw_arena_strndup(x->c->arena, name + tag, len));
	if (!arg)
		return name;
	arg = type_of(arg);
	if (!tag) {
		*of = pw_expand_copy(x, arg, span, NULL);
		(*of)->next = NULL;
		return pw_arena_printf(x->c->arena, "typeof%s", name + len);
	}
	if ((arg->kind == PW_EXPR_IDENT || arg->kind == PW_EXPR_CAST) &&
	    arg->name && !strpbrk(arg->name, " *["))
		return pw_arena_printf(x->c->arena, "%.*s%s%s", (int)tag, name,
				       arg->name, name + tag + len);
	pw_error(x->c->diags, span, "Invalid replacement for macro '%s' type "
		 "parameter '%.*s' which makes up the type '%s'",
		 frame->macro->name, (int)len, name + tag, name);
	return name;
}

/* a.b.c as a path; NULL: it is no such thing. */
static const char *path_of(struct pw_expander *x, const struct pw_expr *e)
{
	const char *front;

	if (e->kind == PW_EXPR_IDENT)
		return e->name;
	if (e->kind != PW_EXPR_FIELD || !e->name)
		return NULL;
	front = path_of(x, e->a);
	return front ? pw_arena_printf(x->c->arena, "%s.%s", front, e->name) :
	       NULL;
}

/* offsetof(t, member), where member is a parameter. */
static void replace_path(struct pw_expander *x, struct pw_expr *e,
			 const struct pw_frame *frame)
{
	const struct pw_expr *arg = argument(frame, PW_EXPR_IDENT, e->text);
	const char *path = arg ? path_of(x, arg) : e->text;

	if (path)
		e->text = path;
	else
		pw_error(x->c->diags, arg->span, "FieldAccess expressions must "
			 "be made up entirely of idents (e.g. a.b.c) to "
			 "replace the second argument in `offsetof`");
}

/* A variable and a map, as the caller wrote it, must not be changed. */
static void protect(struct pw_expander *x, struct pw_expr *e)
{
	struct pw_expr *value;

	if (e->kind != PW_EXPR_VAR && e->kind != PW_EXPR_MAP)
		return;
	value = pw_arena_alloc(x->c->arena, sizeof(*value));
	*value = *e;
	value->next = NULL;
	e->kind = PW_EXPR_BLOCK;
	e->name = NULL;
	e->args = NULL;
	e->n_args = 0;
	e->a = value;
	e->height = value->height + 1;
}

/* True if nothing is left to be done with e. */
static bool replace_name(struct pw_expander *x, struct pw_expr *e,
			 const struct pw_frame *frame)
{
	struct pw_expr *arg;

	switch (e->kind) {
	case PW_EXPR_IDENT:
		arg = argument(frame, e->kind, e->name);
		if (!arg)
			return false;
		/* The argument has been expanded where it was written. */
		pw_become(e, pw_expand_copy(x, type_of(arg), e->span, NULL));
		protect(x, e);
		return true;
	case PW_EXPR_CALL:
		if (e->text)
			replace_path(x, e, frame);
		break;
	case PW_EXPR_CAST:
		if (e->name)
			e->name = replace_type(x, e->name, &e->b, e->span,
					       frame);
		break;
	case PW_EXPR_VAR:
		arg = argument(frame, e->kind, e->name);
		e->name = arg ? arg->name : pw_own_name(x, frame, e->name);
		break;
	case PW_EXPR_MAP:
		arg = argument(frame, e->kind, e->name);
		if (arg)
			e->name = arg->name;
		else if (!frame->macro->is_function)
			pw_error(x->c->diags, e->span, "Unhygienic access to "
				 "map: @%s. Maps must be passed into the macro "
				 "as arguments.", e->name);
		break;
	default:
		break;
	}
	return false;
}

static void replace_declared(struct pw_expander *x, struct pw_stmt *stmt,
			     const struct pw_frame *frame)
{
	switch (stmt->kind) {
	case PW_STMT_LET:
		if (stmt->type_name)
			stmt->type_name = replace_type(x, stmt->type_name,
						       &stmt->last, stmt->span,
						       frame);
		break;
	case PW_STMT_RANGE:
	case PW_STMT_EACH:
		break;
	default:
		return;
	}
	if (argument(frame, PW_EXPR_VAR, stmt->name))
		pw_error(x->c->diags, stmt->span, "Variable declaration "
			 "shadows macro arg $%s", stmt->name);
	stmt->name = pw_own_name(x, frame, stmt->name);
}

/* ---- the tree ---- */

static bool enter(struct pw_expander *x, struct pw_span span)
{
	if (++x->level <= MAX_LEVEL)
		return true;
	if (!x->stopped)
		pw_error(x->c->diags, span, "macros nested too deeply");
	x->stopped = true;
	return false;
}

void pw_expand_stmts(struct pw_expander *x, struct pw_stmt *stmt,
		     const struct pw_frame *frame)
{
	for (; stmt; stmt = stmt->next) {
		struct pw_expr *last = stmt->last;

		if (enter(x, stmt->span)) {
			if (frame)
				replace_declared(x, stmt, frame);
			pw_expand_expr(x, stmt->expr, frame);
			if (stmt->last == last)
				pw_expand_expr(x, stmt->last, frame);
			if (stmt->kind == PW_STMT_LET)
				join_types(x, &stmt->type_name, &stmt->last);
			pw_expand_stmts(x, stmt->body, frame);
			pw_expand_stmts(x, stmt->else_body, frame);
			if (stmt->kind == PW_STMT_RETURN)
				pw_expand_leave(x, stmt, frame);
		}
		x->level--;
	}
}

static void expand_parts(struct pw_expander *x, struct pw_expr *e,
			 const struct pw_frame *frame)
{
	struct pw_expr *arg, *b = e->b;

	if (frame && replace_name(x, e, frame))
		return;
	pw_expand_expr(x, e->a, frame);
	/* What a type was replaced by has been expanded already. */
	if (e->b == b)
		pw_expand_expr(x, e->b, frame);
	pw_expand_expr(x, e->c, frame);
	if (e->kind == PW_EXPR_CAST)
		join_types(x, &e->name, &e->b);
	for (arg = e->args; arg; arg = arg->next)
		pw_expand_expr(x, arg, frame);
	pw_expand_stmts(x, e->body, frame);
	if (e->kind == PW_EXPR_CALL || e->kind == PW_EXPR_IDENT)
		expand_call(x, e, frame);
}

void pw_expand_expr(struct pw_expander *x, struct pw_expr *e,
		    const struct pw_frame *frame)
{
	if (!e)
		return;
	if (enter(x, e->span))
		expand_parts(x, e, frame);
	x->level--;
}

static void check_names(struct pw_compile *c)
{
	const struct pw_macro *macro, *other;

	for (macro = c->script->macros; macro; macro = macro->next)
		for (other = c->script->macros; other != macro;
		     other = other->next) {
			if (other->is_library != macro->is_library ||
			    strcmp(other->name, macro->name) ||
			    distance(other, macro->params, macro->n_params))
				continue;
			pw_error(c->diags, macro->span, "Redefinition of "
				 "%s: %s", macro->is_function ? "function" :
				 "macro", macro->name);
			pw_context(c->diags, other->span, "This is the "
				   "original definition.");
			break;
		}
}

void pw_expand_macros(struct pw_compile *c)
{
	struct pw_block *block;
	struct pw_expander x;

	if (!c->script->macros)
		return;
	check_names(c);
	memset(&x, 0, sizeof(x));
	x.c = c;
	pw_expand_definitions(&x);
	for (block = c->script->blocks; block; block = block->next) {
		pw_expand_expr(&x, block->predicate, NULL);
		pw_expand_stmts(&x, block->body, NULL);
	}
}
