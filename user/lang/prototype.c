// SPDX-License-Identifier: GPL-2.0
/*
 * What is known of the functions that probes are on: their parameters by name,
 * and what they return, as the kernel's headers declare them. A parameter is an
 * argument of the probe, cast to its type.
 */
#include <string.h>
#include "lang/call.h"
#include "lang/checker.h"
#include "lang/ctype.h"
#include "lang/head.h"
#include "lang/prototype.h"

/* Arguments that lie in registers. */
#define N_REGISTERS 6

/*
 * A raw tracepoint's arguments are those of the function that newer kernels
 * call its probes with, behind the probe's own data.
 */
static bool find(struct pw_compile *c, enum pw_probe_kind kind,
		 const char *target, struct pw_prototype *out)
{
	struct pw_ctypes *types = c->script->types;
	const struct pw_type_source *source = pw_ctypes_source(types);
	const char *name = kind == PW_PROBE_UPROBE ? target :
			   pw_after_colon(target);

	if (kind == PW_PROBE_RAWTRACEPOINT)
		name = pw_arena_printf(c->arena, "__traceiter_%s", name);
	if (!source || !source->prototype(source->data, types, name, out))
		return false;
	if (kind == PW_PROBE_RAWTRACEPOINT && out->n_params) {
		out->n_params--;
		out->names++;
		out->types++;
	}
	return true;
}

static bool same_params(const struct pw_prototype *a,
			const struct pw_prototype *b)
{
	if (a->n_params != b->n_params)
		return false;
	for (uint32_t i = 0; i < a->n_params; i++)
		if (strcmp(a->names[i], b->names[i]) ||
		    !pw_type_equal(&a->types[i], &b->types[i]))
			return false;
	return true;
}

bool pw_same_prototype(struct pw_compile *c, enum pw_probe_kind kind,
		       const char *a, const char *b, bool params, bool returns)
{
	struct pw_prototype one, other;
	bool has_one, has_other;

	if (!strcmp(a, b) || (kind != PW_PROBE_UPROBE &&
			      !strcmp(pw_after_colon(a), pw_after_colon(b))))
		return true;
	has_one = find(c, kind, a, &one);
	has_other = find(c, kind, b, &other);
	if (!has_one || !has_other)
		return has_one == has_other;
	return (!params || same_params(&one, &other)) &&
	       (!returns || pw_type_equal(one.returns, other.returns));
}

/* e = (type)ident */
static void become_cast(struct pw_checker *ck, struct pw_expr *e,
			const struct pw_type *type, const char *ident)
{
	pw_become_cast(ck, e, type, pw_ident_expr(ck, e->span, ident));
}

/* Registers that a parameter takes; 0: it lies on the stack. */
static unsigned int n_registers(const struct pw_type *type)
{
	if (type->kind == PW_TYPE_INT)
		return 1;
	if (type->kind != PW_TYPE_STRUCT || type->record->size > 16)
		return 0;
	return (type->record->size + 7) / 8;
}

static void no_such_parameter(struct pw_checker *ck, struct pw_expr *e,
			      const struct pw_prototype *p)
{
	const char *list = "";

	if (ck->quiet)
		return;
	pw_check_error(ck, e->span, "Can't find function parameter %s",
		       e->name);
	for (uint32_t i = 0; i < p->n_params; i++)
		list = pw_arena_printf(ck->c->arena, "%s%s%s", list,
				       i ? ", " : "", p->names[i]);
	pw_hint(ck->c->diags, "its parameters are: %s",
		p->n_params ? list : "none");
}

static void unknown_function(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_type_source *source;

	if (ck->quiet)
		return;
	pw_check_error(ck, e->span, "the parameters of %s are not known",
		       pw_after_colon(ck->unit->target));
	source = pw_ctypes_source(ck->c->script->types);
	if (ck->unit->kind == PW_PROBE_UPROBE)
		pw_hint(ck->c->diags, "they come from the program's debug "
			"info, which it, or its debug package, has not");
	else if (source)
		pw_hint(ck->c->diags, "%s", source->about(source->data));
	pw_hint(ck->c->diags, "arg0 to arg5 are there for any function");
}

/* The first register of parameter i, and how many it takes; 0: none. */
static unsigned int first_register(const struct pw_prototype *p, uint32_t i,
				   unsigned int *takes)
{
	unsigned int reg = 0;

	*takes = 0;
	for (uint32_t at = 0; at <= i; at++) {
		reg += *takes;
		*takes = n_registers(&p->types[at]);
		/* What does not fit into those left lies on the stack. */
		if (reg + *takes > N_REGISTERS)
			*takes = 0;
	}
	return reg;
}

void pw_probe_shape(struct pw_compile *c, const struct pw_probe *probe,
		    struct pw_shape *out)
{
	enum pw_probe_kind kind = probe->kind == PW_PROBE_URETPROBE ?
				  PW_PROBE_UPROBE : probe->kind;
	struct pw_prototype p;
	unsigned int reg, takes;
	uint8_t *regs;

	memset(out, 0, sizeof(*out));
	if (!probe->target || !find(c, kind, probe->target, &p))
		return;
	regs = pw_arena_array(c->arena, p.n_params, sizeof(*regs));
	for (uint32_t i = 0; i < p.n_params; i++) {
		reg = first_register(&p, i, &takes);
		regs[i] = takes ? (uint8_t)reg : PW_ON_STACK;
	}
	out->is_known = true;
	out->n_params = p.n_params;
	out->names = p.names;
	out->types = p.types;
	out->regs = regs;
	out->returns = *p.returns;
}

bool pw_parameter_names(struct pw_checker *ck, struct pw_expr *e,
			const char ***names, uint32_t *n)
{
	struct pw_prototype p;
	unsigned int takes;

	if (!find(ck->c, ck->unit->kind, ck->unit->target, &p)) {
		unknown_function(ck, e);
		return false;
	}
	*names = pw_arena_array(ck->c->arena, p.n_params, sizeof(**names));
	*n = 0;
	for (uint32_t i = 0; i < p.n_params; i++) {
		first_register(&p, i, &takes);
		if (takes && p.types[i].kind == PW_TYPE_INT)
			(*names)[(*n)++] = p.names[i];
	}
	return true;
}

void pw_check_parameter(struct pw_checker *ck, struct pw_expr *e)
{
	unsigned int reg = 0, takes = 0;
	struct pw_prototype p;
	uint32_t i;

	if (!find(ck->c, ck->unit->kind, ck->unit->target, &p)) {
		unknown_function(ck, e);
		return;
	}
	for (i = 0; i < p.n_params && strcmp(p.names[i], e->name); i++)
		;
	if (i < p.n_params)
		reg = first_register(&p, i, &takes);
	if (i == p.n_params)
		no_such_parameter(ck, e, &p);
	else if (!takes || p.types[i].kind != PW_TYPE_INT)
		pw_check_error(ck, e->span, "args.%s is %s, which cannot be "
			       "read", e->name, takes ?
			       pw_check_name(ck, &p.types[i]) :
			       "on the stack");
	else
		become_cast(ck, e, &p.types[i],
			    pw_arena_printf(ck->c->arena, "arg%u", reg));
}

bool pw_check_retval(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_prototype p;

	if (ck->unit->kind != PW_PROBE_FEXIT ||
	    !find(ck->c, ck->unit->kind, ck->unit->target, &p) ||
	    p.returns->kind != PW_TYPE_INT)
		return false;
	become_cast(ck, e, p.returns, "__builtin_returned");
	return true;
}
