// SPDX-License-Identifier: GPL-2.0
/*
 * Calls: how many arguments, of which types, and what they give.
 */
#include <stdlib.h>
#include <string.h>
#include "lang/call.h"
#include "lang/checker.h"
#include "lang/constant.h"

bool pw_check_n_args(struct pw_checker *ck, struct pw_expr *e,
		     const struct pw_func *func)
{
	unsigned int n = e->n_args, min = func->min_args, max = func->max_args;
	const char *what;

	if (n >= min && n <= max)
		return true;
	if (!max)
		what = "requires no arguments";
	else if (min == max)
		what = min == 1 ? "requires one argument" :
		       pw_arena_printf(ck->c->arena, "requires %u arguments",
				       min);
	else if (n < min)
		what = min == 1 ? "requires at least one argument" :
		       pw_arena_printf(ck->c->arena, "requires at least %u "
				       "arguments", min);
	else
		what = max == 1 ? "takes up to one argument" :
		       pw_arena_printf(ck->c->arena, "takes up to %u arguments",
				       max);
	pw_check_error(ck, e->span, "%s() %s (%u provided)", e->name, what, n);
	return false;
}

/* "integer" and "string", as bpftrace calls them in these messages. */
static const char *kind_name(struct pw_checker *ck, const struct pw_type *type)
{
	if (type->kind == PW_TYPE_INT)
		return type->is_pointer ? "pointer" : "int";
	if (type->kind == PW_TYPE_STRING)
		return "string";
	return pw_check_name(ck, type);
}

bool pw_check_literal_string(struct pw_checker *ck, struct pw_expr *e,
			     struct pw_expr *arg)
{
	if (!pw_check_value(ck, arg))
		return false;
	if (arg->kind == PW_EXPR_STRING)
		return true;
	pw_check_error(ck, e->span, "%s() expects a string literal (%s "
		       "provided)", e->name, kind_name(ck, &arg->type));
	return false;
}

bool pw_check_int(struct pw_checker *ck, struct pw_expr *e,
		  struct pw_expr *arg)
{
	if (!pw_check_value(ck, arg))
		return false;
	if (arg->type.kind == PW_TYPE_INT && !arg->type.is_pointer)
		return true;
	pw_check_error(ck, e->span, "%s() only supports int arguments (%s "
		       "provided)", e->name, kind_name(ck, &arg->type));
	return false;
}

bool pw_is_bare_map(const struct pw_expr *e)
{
	return e->kind == PW_EXPR_MAP && !e->n_args;
}

/* A map as such, with or without keys. */
bool pw_check_map_arg(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *arg = e->args;

	if (!pw_is_bare_map(arg)) {
		pw_check_error(ck, arg->span, "%s() expects a map argument",
			       e->name);
		return false;
	}
	e->symbol = pw_check_map(ck, arg);
	if (e->symbol->type.kind != PW_TYPE_NONE)
		return true;
	pw_check_error(ck, arg->span, "Undefined map: @%s", arg->name);
	return false;
}

static void check_print(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *arg = e->args;
	uint64_t number;

	if (pw_is_bare_map(arg)) {
		if (ck->loops && !ck->quiet)
			pw_warning(ck->c->diags, e->span, "Due to it's "
				   "asynchronous nature using 'print()' in a "
				   "loop can lead to unexpected behavior. The "
				   "map will likely be updated before the "
				   "runtime can 'print' it.");
		if (pw_check_map_arg(ck, e) && e->n_args > 1 && !ck->quiet &&
		    e->symbol->type.kind == PW_TYPE_STATS)
			pw_warning(ck->c->diags, e->span, "print()'s top and "
				   "div arguments are ignored when used on "
				   "stats() maps.");
		for (arg = arg->next; arg; arg = arg->next)
			if (pw_check_value(ck, arg) &&
			    (!pw_const_number(arg, &number) ||
			     arg->type.kind != PW_TYPE_INT ||
			     number > UINT32_MAX))
				pw_check_error(ck, e->span, "print() expects a "
					       "int literal (%s provided)",
					       kind_name(ck, &arg->type));
		return;
	}
	if (e->n_args > 1)
		pw_check_error(ck, e->span, "Non-map print() only takes 1 "
			       "argument, %u found", e->n_args);
	else if (pw_check_value(ck, arg) &&
		 pw_type_is_aggregate(&arg->type) &&
		 !pw_type_is_castable(&arg->type))
		pw_check_error(ck, e->span, "Map type %s cannot print the "
			       "value of individual keys. You must print the "
			       "whole map.", pw_check_name(ck, &arg->type));
	else if (arg->type.kind != PW_TYPE_NONE &&
		 (arg->type.kind == PW_TYPE_PORTS ||
		  arg->type.kind == PW_TYPE_ARGS))
		pw_check_error(ck, e->span, "%s type passed to print() is not "
			       "printable", pw_check_name(ck, &arg->type));
}

static const char *param_text(struct pw_checker *ck, const struct pw_expr *e)
{
	const struct pw_lang_env *env = ck->c->env;

	return e->number <= env->n_params ? env->params[e->number - 1] : "";
}

static bool is_param(const struct pw_expr *e)
{
	return e->kind == PW_EXPR_PARAM && e->number;
}

/* $1 + 2 is the text of $1 from its third byte on; NULL: e is no such thing. */
static const char *param_from(struct pw_checker *ck, const struct pw_expr *e)
{
	const struct pw_expr *param = e->a, *skip = e->b;
	const char *text;

	if (e->kind != PW_EXPR_BINARY || e->op != PW_TOK_PLUS)
		return NULL;
	if (!is_param(param) || skip->kind != PW_EXPR_INT)
		return NULL;
	text = param_text(ck, param);
	if (skip->number < strlen(text))
		return text + skip->number;
	pw_warning(ck->c->diags, e->span,
		   "literal string will always be empty");
	return "";
}

/* str($1) and str(5) are known, an address is not; true if e was folded. */
static bool fold_str(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *arg = e->args;
	uint64_t max = UINT64_MAX;
	const char *text;

	if (arg->next && !pw_const_number(arg->next, &max))
		return false;
	text = param_from(ck, arg);
	if (!text && is_param(arg))
		text = param_text(ck, arg);
	else if (!text && arg->kind == PW_EXPR_STRING)
		text = arg->text;
	else if (!text && (arg->kind != PW_EXPR_INT || arg->name))
		return false;
	else if (!text)
		text = pw_arena_printf(ck->c->arena, arg->type.is_signed ?
				       "%lld" : "%llu",
				       (unsigned long long)arg->number);
	if (max < strlen(text))
		text = pw_arena_strndup(ck->c->arena, text, max);
	pw_fold_string(e, text, strlen(text));
	return true;
}

/* The type that a length gives: a known one leaves room for its NUL. */
static struct pw_type str_type(struct pw_checker *ck, struct pw_expr *e,
			       const struct pw_expr *length)
{
	uint32_t max = ck->c->max_strlen;
	uint64_t n;

	if (!length || !pw_const_number(length, &n))
		return pw_type_str(max);
	if (n < max)
		return pw_type_string((uint32_t)n + 1);
	if (!ck->quiet)
		pw_warning(ck->c->diags, e->span, "length param (%llu) is too "
			   "long and will be shortened to %u bytes (see "
			   "BPFTRACE_MAX_STRLEN)", (unsigned long long)n, max);
	return pw_type_str(max);
}

static void check_str(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *arg = e->args, *length = arg->next;

	if (length && !pw_check_int(ck, e, length))
		return;
	if (length && length->kind == PW_EXPR_INT && length->type.is_signed &&
	    (int64_t)length->number < 0) {
		pw_check_error(ck, e->span, "str cannot use negative length "
			       "(%lld)", (long long)length->number);
		return;
	}
	if (fold_str(ck, e) || !pw_check_value(ck, arg) || fold_str(ck, e))
		return;
	if (arg->type.kind == PW_TYPE_STRING && !length) {
		struct pw_expr *next = e->next;

		*e = *arg;
		e->next = next;
	} else if (arg->type.kind == PW_TYPE_STRING) {
		e->type = arg->type;
	} else if (arg->type.kind == PW_TYPE_INT) {
		e->type = str_type(ck, e, length);
	} else {
		pw_check_error(ck, e->span, "%s() expects a string, integer or "
			       "a pointer type as first argument (%s provided)",
			       e->name, pw_check_name(ck, &arg->type));
	}
}

static void check_ntop(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *arg = e->args;
	const struct pw_type *type;

	if (e->n_args == 2) {
		if (!pw_check_int(ck, e, arg))
			return;
		arg = arg->next;
	}
	if (!pw_check_value(ck, arg))
		return;
	pw_check_chars(arg);
	type = &arg->type;
	if ((type->kind != PW_TYPE_INT || type->is_pointer) &&
	    type->kind != PW_TYPE_BYTES) {
		pw_check_error(ck, e->span, "ntop() expects an integer or "
			       "array argument, got %s", kind_name(ck, type));
		return;
	}
	if (type->kind == PW_TYPE_BYTES && type->length != 4 &&
	    type->length != 16) {
		pw_check_error(ck, e->span,
			       "ntop() argument must be 4 or 16 bytes in size");
		return;
	}
	pw_type_parse("inet", &e->type);
}

static void check_strncmp(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *a = e->args, *b = a->next, *n = b->next;
	bool known = pw_check_value(ck, a);
	uint64_t number;

	known = pw_check_value(ck, b) && known;
	if (!pw_check_value(ck, n) || !known)
		return;
	if (!pw_type_is_text(&a->type) || !pw_type_is_text(&b->type))
		pw_check_error(ck, e->span, "strncmp() only supports string "
			       "arguments (%s provided)",
			       kind_name(ck, pw_type_is_text(&a->type) ?
					 &b->type : &a->type));
	else if (!pw_const_number(n, &number) ||
		 (n->type.is_signed && (int64_t)number < 0))
		pw_check_error(ck, e->span, "Builtin strncmp requires a "
			       "non-negative literal");
	else
		e->type = pw_type_int(8, false);
}

static void check_strftime(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *format = e->args, *ns = format->next;

	if (!pw_check_literal_string(ck, e, format) ||
	    (ns && !pw_check_int(ck, e, ns)))
		return;
	if (ns && ns->kind == PW_EXPR_IDENT &&
	    !strcmp(ns->name, "__builtin_nsecs")) {
		pw_check_error(ck, e->span, "strftime() can not take a "
			       "monotonic timestamp");
		return;
	}
	if (ns && ns->kind == PW_EXPR_INT && ns->type.is_signed &&
	    (int64_t)ns->number < 0) {
		pw_check_error(ck, e->span, "strftime() does not accept "
			       "negative timestamps");
		return;
	}
	e->type = pw_type_of(PW_TYPE_TIME, 8);
	e->type.format = format->text;
	e->type.is_signed = ns && ns->kind == PW_EXPR_BINARY && ns->name;
}

static void check_join(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *array = e->args, *separator = array->next;

	if (separator && !pw_check_literal_string(ck, e, separator))
		return;
	if (pw_check_value(ck, array) && array->type.kind != PW_TYPE_INT)
		pw_check_error(ck, e->span, "join() only supports int or "
			       "pointer arguments (%s provided)",
			       kind_name(ck, &array->type));
}

/* What the kernel's own bpf_trace_printk() may be given. */
static void check_debugf(struct pw_checker *ck, struct pw_expr *e)
{
	if (!pw_check_literal_string(ck, e, e->args))
		return;
	if (e->n_args > 4)
		pw_check_error(ck, e->span, "cannot use more than 3 conversion "
			       "specifiers");
	pw_check_format(ck, e);
	if (!ck->quiet)
		pw_warning(ck->c->diags, e->span, "The debugf() builtin is not "
			   "recommended for production use. For more "
			   "information see bpf_trace_printk in "
			   "bpf-helpers(7).");
}

/* What prints, or works on a map as such. False: it is none of these. */
static bool check_action(struct pw_checker *ck, struct pw_expr *e,
			 const struct pw_func *func)
{
	switch (func->id) {
	case PW_FUNC_DEBUGF:
		check_debugf(ck, e);
		break;
	case PW_FUNC_SYSTEM:
		if (!ck->c->env->is_unsafe)
			pw_check_error(ck, e->span, "system() is an unsafe "
				       "function being used in safe mode");
		/* fallthrough */
	case PW_FUNC_PRINTF:
	case PW_FUNC_ERRORF:
	case PW_FUNC_WARNF:
	case PW_FUNC_CAT:
		if (pw_check_literal_string(ck, e, e->args))
			pw_check_format(ck, e);
		break;
	case PW_FUNC_FAIL:
		if (pw_check_literal_string(ck, e, e->args)) {
			pw_check_format(ck, e);
			pw_check_fail(ck, e);
		}
		break;
	case PW_FUNC_PRINT:
		check_print(ck, e);
		break;
	case PW_FUNC_CLEAR:
	case PW_FUNC_ZERO:
		pw_check_map_arg(ck, e);
		break;
	case PW_FUNC_JOIN:
		check_join(ck, e);
		break;
	case PW_FUNC_PACKET:
		if (pw_check_literal_string(ck, e, e->args))
			pw_check_value(ck, e->args->next);
		break;
	default:
		return false;
	}
	return true;
}

static void check_function(struct pw_checker *ck, struct pw_expr *e,
			   const struct pw_func *func)
{
	struct pw_expr *arg;

	if (check_action(ck, e, func) || pw_check_kernel(ck, e, func) ||
	    pw_check_stack(ck, e, func) || pw_check_text(ck, e, func) ||
	    pw_check_map_call(ck, e, func) ||
	    pw_check_question(ck, e, func) || pw_check_call_text(ck, e, func))
		return;
	switch (func->id) {
	case PW_FUNC_STR:
		check_str(ck, e);
		break;
	case PW_FUNC_NTOP:
		check_ntop(ck, e);
		break;
	case PW_FUNC_STRNCMP:
		check_strncmp(ck, e);
		break;
	case PW_FUNC_BSWAP:
	case PW_FUNC_MACADDR:
	case PW_FUNC_PTON:
	case PW_FUNC_BUF:
	case PW_FUNC_SIZEOF:
	case PW_FUNC_OFFSETOF:
	case PW_FUNC_TYPEINFO:
	case PW_FUNC_KPTR:
	case PW_FUNC_UPTR:
		pw_check_function(ck, e, func);
		break;
	case PW_FUNC_GETOPT:
		pw_check_getopt(ck, e);
		break;
	case PW_FUNC_STRFTIME:
		check_strftime(ck, e);
		break;
	case PW_FUNC_TIME:
	case PW_FUNC_EXIT:
		for (arg = e->args; arg; arg = arg->next)
			if (func->id == PW_FUNC_TIME)
				pw_check_literal_string(ck, e, arg);
			else
				pw_check_int(ck, e, arg);
		break;
	default:	/* the aggregates are in check_aggregate.c */
		break;
	}
}

/* pid() is pid; some take an argument. */
static bool is_builtin(struct pw_expr *e)
{
	const struct pw_builtin *builtin = pw_builtin_find(e->name);

	if (!builtin || builtin->id == PW_BUILTIN_CONST)
		return false;
	if (!e->n_args || builtin->id == PW_BUILTIN_NSECS ||
	    (builtin->id == PW_BUILTIN_TASK && e->n_args == 1))
		return true;
	return false;
}

/* pid(init) and the like, with an argument; true if it is or should be one. */
static bool check_pid(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_expr *mode = e->args;
	bool is_init;

	if (!mode || (strcmp(e->name, "pid") && strcmp(e->name, "tid")))
		return false;
	if (e->n_args > 1) {
		pw_check_error(ck, e->span, "%s() takes up to one argument (%u "
			       "provided)", e->name, e->n_args);
		return true;
	}
	if (mode->kind != PW_EXPR_IDENT) {
		pw_check_error(ck, e->span, "%s() only supports curr_ns and "
			       "init as the argument", e->name);
		return true;
	}
	is_init = !strcmp(mode->name, "init");
	if (!is_init && strcmp(mode->name, "curr_ns")) {
		pw_check_error(ck, mode->span, "Invalid PID namespace mode: %s "
			       "(expects: curr_ns or init)", mode->name);
		return true;
	}
	if (is_init)
		e->name = pw_arena_printf(ck->c->arena, "__builtin_init_%s",
					  e->name);
	e->kind = PW_EXPR_IDENT;
	e->args = NULL;
	e->n_args = 0;
	pw_check_builtin(ck, e);
	return true;
}

/* Without --unsafe that is said first, whether it is there or not. */
static bool is_refused(const struct pw_checker *ck, const char *name)
{
	static const char *const names[] = {
		"write_user", "override"
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!ck->c->env->is_unsafe && !strcmp(name, names[i]))
			return true;
	return false;
}

void pw_check_call(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_func *func = pw_func_find(e->name);

	memset(&e->type, 0, sizeof(e->type));
	if (!func && check_pid(ck, e))
		return;
	if (!func && is_builtin(e)) {
		e->kind = PW_EXPR_IDENT;
		pw_check_builtin(ck, e);
		return;
	}
	if (!func) {
		if (pw_builtin_find(e->name))
			pw_check_error(ck, e->span, "%s() with this argument "
				       "is not supported yet", e->name);
		else if (!strcmp(e->name, "typeof"))
			pw_check_error(ck, e->span, "When used as a call "
				       "argument, `typeof` builtin only valid "
				       "for macro calls that are expecting a "
				       "type parameter");
		else if (is_refused(ck, e->name))
			pw_check_error(ck, e->span, "%s() is unsafe. To use "
				       "you need the --unsafe flag", e->name);
		else if (pw_func_is_planned(e->name))
			pw_check_error(ck, e->span, "%s() is not supported yet",
				       e->name);
		else
			pw_check_error(ck, e->span, "Unknown function: '%s'",
				       e->name);
		return;
	}
	e->info = func;
	/* check.c looks for it where it may stand. */
	if (pw_is_aggregate_call(e))
		pw_check_error(ck, e->span, "%s() must be assigned directly "
			       "to a map", e->name);
	else if (pw_check_n_args(ck, e, func))
		check_function(ck, e, func);
}
