// SPDX-License-Identifier: GPL-2.0
/*
 * Types of expressions. An expression whose operands are not known yet stays
 * NONE; nothing is said about it a second time.
 */
#include <stdlib.h>
#include <string.h>
#include "lang/checker.h"
#include "lang/usdt.h"
#include "lang/constant.h"
#include "lang/ctype.h"
#include "lang/literal.h"
#include "lang/prototype.h"
#include "lang/texts.h"

bool pw_is_void(const struct pw_expr *e)
{
	const struct pw_func *func;

	switch (e->kind) {
	case PW_EXPR_CALL:
		func = pw_func_find(e->name);
		return func && !func->is_value;
	case PW_EXPR_TERNARY:
		return pw_is_void(e->b) || pw_is_void(e->c);
	case PW_EXPR_BLOCK:
		return !e->a || pw_is_void(e->a);
	case PW_EXPR_ASSIGN:
		return true;
	default:
		return false;
	}
}

bool pw_check_value(struct pw_checker *ck, struct pw_expr *e)
{
	pw_check_expr(ck, e);
	if (e->type.kind == PW_TYPE_ARGS)
		pw_check_args(ck, e);
	if (e->type.kind != PW_TYPE_NONE)
		return true;
	if (e->kind == PW_EXPR_VAR && e->symbol)
		pw_check_error(ck, e->span, "Could not resolve the type of "
			       "this variable");
	else if (pw_is_void(e))
		pw_check_error(ck, e->span, "a value is needed here, and this "
			       "has none");
	else if (!ck->c->diags->n_errors)
		pw_check_error(ck, e->span, "the type of this cannot be told");
	return false;
}

static bool can_be_cond(const struct pw_type *type)
{
	return pw_type_is_number(type) || type->kind == PW_TYPE_PORTS;
}

void pw_check_cond(struct pw_checker *ck, struct pw_expr *e)
{
	if (!pw_check_value(ck, e))
		return;
	/* A literal is true if there is anything in it, as in bpftrace. */
	if (e->kind == PW_EXPR_STRING)
		pw_fold_bool(e, e->text_len > 0);
	else if (!can_be_cond(&e->type))
		pw_check_error(ck, e->span, "Invalid condition: %s",
			       pw_type_base_name(&e->type));
}

static void check_var(struct pw_checker *ck, struct pw_expr *e)
{
	e->symbol = pw_find_in_scope(ck, e->name);
	if (!e->symbol) {
		pw_check_error(ck, e->span, "Undefined or undeclared "
			       "variable: $%s", e->name);
		return;
	}
	e->type = e->symbol->type;
	if (!ck->quiet && !ck->unrun && !e->symbol->is_assigned)
		pw_warning(ck->c->diags, e->span, "Variable used before it was "
			   "assigned: $%s", e->name);
}

static void check_map(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_symbol *map = pw_check_map(ck, e);

	if (!pw_check_map_use(ck, e, e->n_args != 0))
		return;
	if (e->n_args)
		pw_check_keys(ck, map, e->args, e->n_args, e->span);
	e->type = map->type;
	if (map->type.kind == PW_TYPE_NONE)
		pw_check_error(ck, e->span, "Undefined map: @%s", map->name);
}

/* What is known now, of the machine or of the probe. */
static void fold_builtin(struct pw_checker *ck, struct pw_expr *e,
			 enum pw_builtin_id id)
{
	const struct pw_lang_env *env = ck->c->env;
	struct pw_type type = pw_type_int(id == PW_BUILTIN_CPID ? 4 : 8, false);
	const char *name;

	switch (id) {
	case PW_BUILTIN_PROBETYPE:
		name = pw_probe_type_name(ck->unit->kind);
		pw_fold_string(e, name, strlen(name));
		break;
	case PW_BUILTIN_NCPUS:
		pw_fold_number(e, env->n_cpus, &type);
		break;
	case PW_BUILTIN_HAS_CPID:
		pw_fold_bool(e, env->child != 0);
		break;
	default:
		if (!env->child)
			pw_warning(ck->c->diags, e->span, "No child command "
				   "(`-c`); cpid is zero");
		pw_fold_number(e, env->child, &type);
	}
}

/* Only a timer may interrupt either. */
static void check_usermode(struct pw_checker *ck, struct pw_expr *e)
{
	enum pw_probe_kind kind = ck->unit->kind;
	struct pw_type type = pw_type_int(1, false);

	e->type = type;
	if (kind == PW_PROBE_BEGIN || kind == PW_PROBE_END)
		pw_fold_number(e, 1, &type);
	else if (ck->unit->ctx != PW_PROG_PLAIN)
		pw_fold_number(e, 0, &type);
}

static void wrong_probe(struct pw_checker *ck, const struct pw_expr *e,
			const struct pw_builtin *builtin)
{
	const char *kind = pw_probe_kind_name(ck->unit->kind);

	if (builtin->id == PW_BUILTIN_FUNC)
		pw_check_error(ck, e->span, "The func builtin can not be used "
			       "with '%s' probes", kind);
	else if (builtin->id == PW_BUILTIN_ARGS)
		pw_check_error(ck, e->span, "The args builtin can only be used "
			       "with tracepoint, rawtracepoint, fentry/fexit, "
			       "and uprobe probes (%s used here)", kind);
	else if (builtin->ctx == PW_CTX_RETVAL)
		pw_check_error(ck, e->span, "The retval builtin can only be "
			       "used with 'kretprobe' and 'fexit' probes%s",
			       ck->unit->ctx == PW_PROG_RECORD ?
			       " (try to use args.ret instead)" : "");
	else if (ck->unit->ctx == PW_PROG_ENTRY)
		pw_check_error(ck, e->span, "x86_64 doesn't support %s",
			       e->name);
	else
		pw_check_error(ck, e->span, "The %s builtin can only be used "
			       "with 'kprobe', 'fentry', 'fexit' and "
			       "'rawtracepoint' probes", e->name);
}

/* Of what is, or is printed as, a name. */
static struct pw_type name_type(const struct pw_compile *c,
				enum pw_builtin_id id)
{
	switch (id) {
	case PW_BUILTIN_COMM:
		return pw_type_string(16);
	case PW_BUILTIN_PROBE:
		return c->probe_is_string ? pw_type_string(c->name_length) :
		       pw_type_of(PW_TYPE_PROBE, 8);
	case PW_BUILTIN_FUNC:
		return c->func_is_string && !c->uses_ksym ?
		       pw_type_string(c->name_length) :
		       pw_type_of(PW_TYPE_FUNC, 8);
	default:
		return pw_type_of(PW_TYPE_USER, 8);
	}
}

/* A value of one of the script's enums. */
static bool fold_enumerator(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_enum *enumeration;
	struct pw_type type;
	int64_t value;

	enumeration = pw_enum_of_script(ck->c->script->types, e->name, &value);
	if (!enumeration)
		return false;
	type = pw_type_enum(enumeration);
	type.width = 8;
	pw_fold_number(e, (uint64_t)value, &type);
	return true;
}

/* kstack is kstack(). */
static bool is_stack(struct pw_checker *ck, struct pw_expr *e)
{
	if (strcmp(e->name, "kstack") && strcmp(e->name, "ustack") &&
	    strcmp(e->name, "dw_ustack"))
		return false;
	e->kind = PW_EXPR_CALL;
	e->is_bare = true;
	pw_check_call(ck, e);
	return true;
}

/* A name that is the script's, everybody's, or the kernel's. */
static void check_constant(struct pw_checker *ck, struct pw_expr *e)
{
	uint64_t number;

	if (is_stack(ck, e) || fold_enumerator(ck, e))
		return;
	if (pw_texts_constant(e->name, &number)) {
		pw_fold_number(e, number, NULL);
	} else if (!strcmp(e->name, "default_str_length")) {
		pw_check_question(ck, e, pw_func_find(e->name));
	} else if (pw_builtin_is_planned(e->name)) {
		pw_check_error(ck, e->span, "The %s builtin is not supported "
			       "yet", e->name);
	} else if (!pw_fold_foreign(ck, e)) {
		pw_check_error(ck, e->span, "Unknown identifier: '%s'",
			       e->name);
		pw_hint_type(ck, PW_SOURCE_ENUMERATOR, e->name);
	}
}

/* Process numbers are those of the command's own namespace. */
static const struct pw_builtin *find_builtin(struct pw_checker *ck,
					     struct pw_expr *e)
{
	if (ck->c->env->in_pid_ns && !strcmp(e->name, "pid"))
		e->name = "__builtin_ns_pid";
	else if (ck->c->env->in_pid_ns && !strcmp(e->name, "tid"))
		e->name = "__builtin_ns_tid";
	return pw_builtin_find(e->name);
}

static struct pw_type type_of_ctx(struct pw_checker *ck,
				  const struct pw_builtin *builtin)
{
	if (builtin->ctx == PW_CTX_TASK)
		return pw_type_kernel_pointer(ck, "task_struct");
	return builtin->width ? pw_type_int(builtin->width, false) :
	       pw_type_pointer(ck->c->arena, NULL);
}

void pw_check_builtin(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_builtin *builtin = find_builtin(ck, e);

	if (ck->unit->usdt_args && pw_usdt_arg_number(e->name) >= 0) {
		pw_check_usdt_arg(ck, e);
		return;
	}
	if (!builtin) {
		check_constant(ck, e);
		return;
	}
	if (!(builtin->where & PW_IN(ck->unit->ctx)) &&
	    !(ck->c->env->is_tool && builtin->id == PW_BUILTIN_FUNC)) {
		wrong_probe(ck, e, builtin);
		return;
	}
	if (!strcmp(e->name, "retval") && pw_check_retval(ck, e))
		return;
	e->info = builtin;
	switch (builtin->id) {
	case PW_BUILTIN_CTX:
		e->type = type_of_ctx(ck, builtin);
		break;
	case PW_BUILTIN_COMM:
	case PW_BUILTIN_PROBE:
	case PW_BUILTIN_FUNC:
	case PW_BUILTIN_USERNAME:
		e->type = name_type(ck->c, builtin->id);
		break;
	case PW_BUILTIN_PROBETYPE:
	case PW_BUILTIN_NCPUS:
	case PW_BUILTIN_CPID:
	case PW_BUILTIN_HAS_CPID:
		fold_builtin(ck, e, builtin->id);
		break;
	case PW_BUILTIN_NSECS:
		pw_check_nsecs(ck, e);
		break;
	case PW_BUILTIN_TASK:
		pw_check_task(ck, e, builtin);
		break;
	case PW_BUILTIN_USERMODE:
		check_usermode(ck, e);
		break;
	case PW_BUILTIN_CONFIG:
		pw_check_config(ck, e);
		break;
	case PW_BUILTIN_REGS:
		pw_check_regs(ck, e);
		break;
	case PW_BUILTIN_ARGS:
		e->type = pw_type_of(PW_TYPE_ARGS, 0);
		break;
	case PW_BUILTIN_CONST:
		if (!strcmp(e->name, "true") || !strcmp(e->name, "false"))
			pw_fold_bool(e, builtin->value);
		else
			pw_fold_number(e, (uint64_t)builtin->value, NULL);
		break;
	}
}

/* $1: a number if it reads as one, else a string; 0 if it is not there. */
void pw_check_param(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_lang_env *env = ck->c->env;
	const char *text;
	uint64_t number;

	if (!e->number) {
		pw_fold_number(e, env->n_params, NULL);
		return;
	}
	text = e->number <= env->n_params ? env->params[e->number - 1] : "";
	if (!*text) {
		pw_warning(ck->c->diags, e->span, "Positional parameter $%llu "
			   "is empty or not provided.",
			   (unsigned long long)e->number);
		pw_fold_number(e, 0, NULL);
		return;
	}
	if (!pw_read_literal(ck->c->arena, text, &number)) {
		pw_fold_string(e, text, strlen(text));
		return;
	}
	pw_fold_number(e, number, NULL);
	e->type = pw_type_literal(number, *text == '-');
}

static void check_tuple(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_type *elems = pw_arena_array(ck->c->arena, e->n_args,
					       sizeof(*elems));
	const char **names = pw_arena_array(ck->c->arena, e->n_args,
					    sizeof(*names));
	struct pw_expr *arg;
	bool known = true;
	uint32_t n = 0;

	for (arg = e->args; arg; arg = arg->next) {
		known = pw_check_value(ck, arg) && known;
		names[n] = arg->label;
		elems[n] = pw_type_read(&arg->type);
		if (arg->type.kind == PW_TYPE_PORTS ||
		    arg->type.kind == PW_TYPE_ARGS ||
		    pw_type_is_aggregate(&elems[n])) {
			pw_check_error(ck, arg->span, "Value '%s' cannot be in "
				       "a tuple.",
				       pw_check_name(ck, &arg->type));
			known = false;
		}
		n++;
	}
	if (known && e->args && e->args->label)
		e->type = pw_type_record(ck->c->arena, elems, names, n);
	else if (known)
		e->type = pw_type_tuple(ck->c->arena, elems, n);
}

static void check_ternary(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_type b, c;
	bool known, always;

	pw_check_cond(ck, e->a);
	known = pw_check_value(ck, e->b);
	if (!pw_check_value(ck, e->c) || !known)
		return;
	b = pw_type_read(&e->b->type);
	c = pw_type_read(&e->c->type);
	if (!pw_type_unite(ck->c->arena, &b, &c, ck->c->name_length,
			   &e->type) ||
	    e->type.kind == PW_TYPE_PORTS || pw_type_is_aggregate(&e->type)) {
		memset(&e->type, 0, sizeof(e->type));
		pw_check_error(ck, e->span, "Branches must return the same "
			       "type or compatible types: have '%s' and '%s'",
			       pw_check_name(ck, &e->b->type),
			       pw_check_name(ck, &e->c->type));
		return;
	}
	pw_warn_cast(ck, e->b, &e->type);
	pw_warn_cast(ck, e->c, &e->type);
	/* Not earlier: the other branch must have had its say on types. */
	if (!ck->quiet && pw_const_truth(e->a, &always)) {
		struct pw_expr *next = e->next;

		*e = always ? *e->b : *e->c;
		e->next = next;
	}
}

static void check_increment(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *a = e->a;
	bool is_map = a->kind == PW_EXPR_MAP;
	const struct pw_type *old;
	struct pw_type type;

	if (!is_map && a->kind != PW_EXPR_VAR) {
		pw_check_error(ck, e->span, "The %s operator must be applied "
			       "to a map or variable", pw_token_name(e->op));
		return;
	}
	if (is_map) {
		pw_check_map(ck, a);
		if (!pw_check_map_use(ck, a, a->n_args != 0))
			return;
		if (a->n_args)
			pw_check_keys(ck, a->symbol, a->args, a->n_args,
				      a->span);
	} else {
		check_var(ck, a);
		if (!a->symbol || !pw_check_value(ck, a))
			return;
	}
	old = &a->symbol->type;
	if (old->kind != PW_TYPE_NONE && old->kind != PW_TYPE_INT &&
	    !(is_map && pw_type_is_castable(old))) {
		pw_check_error(ck, e->span, "The %s operator can not be used "
			       "on expressions of type '%s'",
			       pw_token_name(e->op), pw_check_name(ck, old));
		return;
	}
	if (a->symbol->is_fixed || old->is_pointer)
		type = *old;
	else
		type = pw_type_int(8, old->kind != PW_TYPE_INT ||
				   old->is_signed || e->op == PW_TOK_DEC);
	pw_check_assign(ck, a->symbol, &type, e->span, is_map);
	a->type = a->symbol->type;
	e->type = type;
}

static void check_string(struct pw_checker *ck, struct pw_expr *e)
{
	if (e->text_len + 2 > PW_VALUE_MAX) {
		pw_check_error(ck, e->span, "String is too long (over %u "
			       "bytes)", PW_VALUE_MAX - 2);
		return;
	}
	/* Like C, a string ends at its first NUL. */
	e->text_len = strlen(e->text);
	e->type = pw_type_string((uint32_t)e->text_len + 1);
}

static void check_expr(struct pw_checker *ck, struct pw_expr *e)
{
	/* A folded number keeps the type that it was folded to. */
	if (e->kind == PW_EXPR_INT && e->type.kind == PW_TYPE_NONE)
		e->type = pw_type_literal(e->number, !e->is_unsigned);
	if (e->kind == PW_EXPR_INT || e->type.kind == PW_TYPE_PORTS)
		return;
	memset(&e->type, 0, sizeof(e->type));
	switch (e->kind) {
	case PW_EXPR_INT:	/* done */
	case PW_EXPR_ASSIGN:	/* a statement only; see check.c */
		break;
	case PW_EXPR_STRING:
		check_string(ck, e);
		break;
	case PW_EXPR_IDENT:
		pw_check_builtin(ck, e);
		break;
	case PW_EXPR_VAR:
		check_var(ck, e);
		break;
	case PW_EXPR_PARAM:
		pw_check_param(ck, e);
		pw_check_expr(ck, e);
		break;
	case PW_EXPR_MAP:
		check_map(ck, e);
		break;
	case PW_EXPR_UNARY:
		pw_check_unary(ck, e);
		break;
	case PW_EXPR_BINARY:
		pw_check_binary(ck, e);
		break;
	case PW_EXPR_TERNARY:
		check_ternary(ck, e);
		break;
	case PW_EXPR_PREINC:
	case PW_EXPR_POSTINC:
		check_increment(ck, e);
		break;
	case PW_EXPR_CALL:
		pw_check_call(ck, e);
		break;
	case PW_EXPR_FIELD:
		pw_check_field(ck, e);
		break;
	case PW_EXPR_INDEX:
		pw_check_index(ck, e);
		break;
	case PW_EXPR_CAST:
		pw_check_cast(ck, e);
		break;
	case PW_EXPR_TUPLE:
		check_tuple(ck, e);
		break;
	case PW_EXPR_BLOCK:
		pw_check_block(ck, e);
		break;
	}
}

void pw_check_expr(struct pw_checker *ck, struct pw_expr *e)
{
	bool is_comptime = e->is_comptime;

	check_expr(ck, e);
	if (is_comptime && !ck->quiet && e->type.kind != PW_TYPE_NONE &&
	    e->kind != PW_EXPR_INT && e->kind != PW_EXPR_STRING)
		pw_check_error(ck, e->span, "Unable to resolve comptime "
			       "expression");
}
