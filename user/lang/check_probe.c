// SPDX-License-Identifier: GPL-2.0
/*
 * Heads of blocks: what each attach point means, which probes its wildcards
 * stand for, and which program each of them gets. One block is one program
 * unless its probes find different things when they fire (arguments, a return
 * value, a record) or, where the block uses args, fields at other places.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "lang/builtins.h"
#include "lang/call.h"
#include "lang/head.h"
#include "lang/prototype.h"
#include "lang/tree.h"
#include "lang/uaddr.h"
#include "lang/usdt.h"

static void note_use(void *data, const struct pw_expr *expr)
{
	struct pw_head *head = data;

	if (expr->kind == PW_EXPR_CALL && !strcmp(expr->name, "ksym"))
		head->c->uses_ksym = true;
	if (expr->kind == PW_EXPR_CALL && pw_is_call_text(expr)) {
		head->c->uses_shapes = true;
		head->c->uses_ksym = true;
		head->by_kind = true;
		head->uses_call = true;
	}
	if (expr->kind == PW_EXPR_IDENT || expr->kind == PW_EXPR_CALL) {
		const struct pw_builtin *builtin = pw_builtin_find(expr->name);

		head->uses_place |= pw_is_uaddr(expr);
		head->by_kind |= pw_is_uaddr(expr);
		if (!builtin)
			return;
		head->uses_args |= builtin->id == PW_BUILTIN_ARGS;
		head->uses_probe |= builtin->id == PW_BUILTIN_PROBE;
		head->uses_func |= builtin->id == PW_BUILTIN_FUNC;
		head->uses_type |= builtin->id == PW_BUILTIN_PROBETYPE;
		head->uses_retval |= builtin->ctx == PW_CTX_RETVAL;
		head->by_kind |= builtin->where != PW_IN_ALL ||
				 builtin->id == PW_BUILTIN_REGS;
		head->uses_usdt |= pw_usdt_arg_number(expr->name) >= 0;
	}
	if (expr->kind != PW_EXPR_FIELD || expr->a->kind != PW_EXPR_IDENT ||
	    strcmp(expr->a->name, "args"))
		return;
	for (size_t i = 0; i < head->n_fields; i++)
		if (!strcmp(head->fields[i], expr->name))
			return;
	head->fields = pw_arena_grow(head->c->arena, head->fields,
				     head->n_fields, 1, sizeof(*head->fields),
				     &head->fields_room);
	head->fields[head->n_fields++] = expr->name;
}

const struct pw_tp_field *pw_find_field(const struct pw_tp_format *format,
					const char *name)
{
	for (uint32_t i = 0; i < format->n_fields; i++)
		if (!strcmp(format->fields[i].name, name))
			return &format->fields[i];
	return NULL;
}

static bool same_field(const struct pw_tp_field *a,
		       const struct pw_tp_field *b)
{
	if (!a || !b)
		return a == b;
	return a->offset == b->offset && a->size == b->size &&
	       a->is_signed == b->is_signed && a->kind == b->kind &&
	       a->elem_size == b->elem_size && a->is_pointer == b->is_pointer;
}

/* Of two tracepoints: the fields that the block names are the same. */
static bool same_layout(const struct pw_head *head, const struct pw_unit *unit,
			const struct pw_probe *probe)
{
	/* The addresses in a system call's record are the process's. */
	if (!strncmp(unit->target, "syscalls:", 9) !=
	    !strncmp(probe->target, "syscalls:", 9))
		return false;
	for (size_t i = 0; i < head->n_fields; i++)
		if (!same_field(pw_find_field(unit->format, head->fields[i]),
				pw_find_field(probe->format, head->fields[i])))
			return false;
	return true;
}

static enum pw_prog_ctx ctx_of(enum pw_probe_kind kind)
{
	switch (kind) {
	case PW_PROBE_KPROBE:
	case PW_PROBE_FENTRY:
	case PW_PROBE_UPROBE:
	case PW_PROBE_USDT:
		return PW_PROG_ENTRY;
	case PW_PROBE_KRETPROBE:
	case PW_PROBE_URETPROBE:
		return PW_PROG_RETURN;
	case PW_PROBE_FEXIT:
		return PW_PROG_EXIT;
	case PW_PROBE_TRACEPOINT:
	case PW_PROBE_BACKPORT:
		return PW_PROG_RECORD;
	case PW_PROBE_RAWTRACEPOINT:
		return PW_PROG_RAW;
	default:
		return PW_PROG_PLAIN;
	}
}

const char *pw_probe_type_name(enum pw_probe_kind kind)
{
	if (kind == PW_PROBE_BEGIN || kind == PW_PROBE_END ||
	    kind == PW_PROBE_SIGNAL)
		return "special";
	return pw_probe_kind_name(kind);
}

bool pw_kind_is_of_process(enum pw_probe_kind kind)
{
	return kind >= PW_PROBE_KPROBE && kind <= PW_PROBE_USDT;
}

/* A program's own probes are those of the child of -c, too. */
uint32_t pw_pid_filter(const struct pw_lang_env *env, enum pw_probe_kind kind)
{
	if (kind == PW_PROBE_USDT && env->child)
		return env->child;
	return pw_kind_is_of_process(kind) ? env->pid_filter : 0;
}

/* Counters are of the process of -p or -c, and of what it starts. */
static uint32_t process_of(const struct pw_lang_env *env,
			   enum pw_probe_kind kind)
{
	if (kind < PW_PROBE_SOFTWARE || kind > PW_PROBE_WATCHPOINT)
		return 0;
	return env->child ? env->child : env->pid_filter;
}

/* Of two functions: what the block uses of them has the same types. */
static bool same_types(const struct pw_head *head, const struct pw_unit *unit,
		       const struct pw_probe *probe)
{
	enum pw_prog_ctx ctx = ctx_of(probe->kind);
	bool params = head->uses_args && (ctx == PW_PROG_ENTRY ||
					  ctx == PW_PROG_EXIT ||
					  ctx == PW_PROG_RAW);
	bool returns = head->uses_retval && ctx == PW_PROG_EXIT;

	if (params && (unit->kind == PW_PROBE_UPROBE) !=
		      (probe->kind == PW_PROBE_UPROBE))
		return false;
	return (!params && !returns) ||
	       pw_same_prototype(head->c, probe->kind, unit->target,
				 probe->target, params, returns);
}

/* A program made for the one serves the other. */
static bool serves(const struct pw_head *head, const struct pw_unit *unit,
		   const struct pw_probe *probe)
{
	enum pw_prog_ctx ctx = ctx_of(probe->kind);

	if (pw_pid_filter(head->c->env, unit->kind) !=
	    pw_pid_filter(head->c->env, probe->kind))
		return false;
	/* What a test returns is its result. */
	if ((unit->kind == PW_PROBE_TEST || unit->kind == PW_PROBE_BENCH ||
	     probe->kind == PW_PROBE_TEST || probe->kind == PW_PROBE_BENCH) &&
	    unit->kind != probe->kind)
		return false;
	if (head->uses_type && strcmp(pw_probe_type_name(unit->kind),
				      pw_probe_type_name(probe->kind)))
		return false;
	if (!head->by_kind)
		return true;
	if (unit->ctx == ctx && !same_types(head, unit, probe))
		return false;
	if (head->uses_place && !pw_same_place(unit, probe))
		return false;
	if (head->uses_usdt && !pw_same_usdt(unit->usdt_args, probe->usdt_args))
		return false;
	/* A system call's start and its end. */
	if (head->uses_call && ctx == PW_PROG_RECORD &&
	    strcmp(unit->target, probe->target))
		return false;
	return unit->ctx == ctx && (ctx != PW_PROG_RECORD || !head->uses_args ||
				    same_layout(head, unit, probe));
}

static struct pw_unit *unit_for(struct pw_head *head,
				const struct pw_probe *probe)
{
	struct pw_compile *c = head->c;
	struct pw_unit *unit;

	for (unit = head->first_unit; unit; unit = unit->next)
		if (serves(head, unit, probe)) {
			if (unit->ctx != ctx_of(probe->kind))
				unit->ctx = PW_PROG_PLAIN;
			return unit;
		}
	unit = pw_arena_alloc(c->arena, sizeof(*unit));
	unit->block = head->first_unit ?
		      pw_clone_block(c->arena, head->block) : head->block;
	unit->ctx = ctx_of(probe->kind);
	unit->kind = probe->kind;
	unit->format = probe->format;
	unit->target = probe->target;
	unit->usdt_args = probe->usdt_args;
	unit->place = probe->param;
	unit->number = c->n_units++;
	*c->units_tail = unit;
	c->units_tail = &unit->next;
	if (!head->first_unit)
		head->first_unit = unit;
	return unit;
}

/* Begin and end are in every mode, and no filter takes them away. */
static bool is_wanted(struct pw_head *head, const struct pw_probe *probe)
{
	const struct pw_lang_env *env = head->c->env;
	enum pw_mode mode = PW_MODE_RUN;

	if (probe->kind == PW_PROBE_BEGIN || probe->kind == PW_PROBE_END)
		return true;
	if (probe->kind == PW_PROBE_TEST)
		mode = PW_MODE_TEST;
	if (probe->kind == PW_PROBE_BENCH)
		mode = PW_MODE_BENCH;
	if (mode != env->mode) {
		head->c->n_tests += mode == PW_MODE_TEST;
		head->c->n_benches += mode == PW_MODE_BENCH;
		return false;
	}
	return !env->wanted || probe->kind == PW_PROBE_SIGNAL ||
	       env->wanted(env->data, probe->name);
}

void pw_head_add(struct pw_head *head, struct pw_probe *probe)
{
	struct pw_compile *c = head->c;

	head->any = true;
	if (c->n_probes >= c->max_probes) {
		if (c->n_wanted == c->n_probes)
			c->over_span = head->span;
		c->n_wanted++;
		return;
	}
	if (head->point.given_name)
		probe->name = head->point.given_name;
	if (strlen(probe->name) >= PW_NAME_MAX) {
		pw_error(c->diags, head->span,
			 "the probe's name is longer than %u bytes: %s",
			 PW_NAME_MAX - 1, probe->name);
		return;
	}
	/* Its block is checked even if it is not to run. */
	probe->unit = unit_for(head, probe);
	if (!is_wanted(head, probe))
		return;
	c->probes = pw_arena_grow(c->arena, c->probes, c->n_probes, 1,
				  sizeof(*c->probes), &c->probes_room);
	c->probes[c->n_probes++] = *probe;
	c->n_wanted++;
}

static void add_simple(struct pw_head *head)
{
	const struct pw_attach_point *point = &head->point;
	struct pw_probe probe;

	memset(&probe, 0, sizeof(probe));
	probe.kind = point->kind;
	probe.name = point->name;
	probe.func = pw_after_colon(point->name);
	probe.target = point->event_name ? point->event_name : "";
	probe.param = point->param;
	probe.event = point->event;
	probe.address = point->address;
	probe.process = process_of(head->c->env, point->kind);
	pw_head_add(head, &probe);
}

/* Two tests, or two benchmarks, of the same name. */
static void check_twin(struct pw_head *head, const struct pw_attach *attach)
{
	const struct pw_attach_point *point = &head->point;
	struct pw_compile *c = head->c;
	struct pw_block *block;

	for (block = c->script->blocks; block; block = block->next) {
		const struct pw_attach *a;

		for (a = block->attach; a; a = a->next) {
			if (a == attach)
				return;
			if (a->n_parts != 2 ||
			    strcmp(a->parts[0], attach->parts[0]) ||
			    strcmp(a->parts[1], attach->parts[1]))
				continue;
			pw_error(c->diags, head->span, "\"%s\" was used as the "
				 "name for more than one %s probe",
				 attach->parts[1],
				 point->kind == PW_PROBE_TEST ? "TEST" :
				 "BENCH");
			return;
		}
	}
}

static void check_attach(struct pw_head *head, const struct pw_attach *attach)
{
	struct pw_attach_point *point = &head->point;

	/* A comma behind the last one. */
	if (attach->n_parts == 1 && !*attach->parts[0])
		return;
	head->span = attach->span;
	if (!pw_attach_parse(head->c, attach, point))
		return;
	if (point->kind == PW_PROBE_TEST || point->kind == PW_PROBE_BENCH)
		check_twin(head, attach);
	if (point->kind == PW_PROBE_UPROBE || point->kind == PW_PROBE_URETPROBE)
		pw_head_add_user(head);
	else if (point->kind == PW_PROBE_USDT)
		pw_head_add_usdt(head);
	else if (point->target)
		pw_head_add_target(head);
	else
		add_simple(head);
}

/* All of a block's probes turned out not to be there. */
static void say_empty(struct pw_head *head)
{
	struct pw_diags *diags = head->c->diags;
	struct pw_span span = head->block->span;

	if (head->c->missing_probes == PW_MISSING_ERROR) {
		pw_error(diags, span, "Probe has no valid attach points. If "
			 "this is expected, set the 'missing_probes' config "
			 "variable to 'warn'.");
		if (head->point.target)
			pw_head_nearest(head, head->point.target);
	} else if (head->c->missing_probes == PW_MISSING_WARN) {
		pw_warning(diags, span, "Probe has no valid attach points. It "
			   "is being removed which may cause issues with "
			   "program behavior.");
	}
}

/* Before there was a setting, a list had those that a kernel has, and others
 * were only warned of. */
static bool is_list_of_old(const struct pw_compile *c,
			   const struct pw_block *block)
{
	return c->env->is_file && block->attach && block->attach->next &&
	       !c->env->missing_probes && !c->script->settings.missing_probes;
}

static void check_head(struct pw_compile *c, struct pw_block *block,
		       struct pw_head *head)
{
	enum pw_missing missing = c->missing_probes;
	const struct pw_attach *attach;
	unsigned int n_errors = c->diags->n_errors;

	memset(head, 0, sizeof(*head));
	head->c = c;
	head->block = block;
	head->first_probe = c->n_probes;
	pw_walk_block(block, note_use, head);
	if (is_list_of_old(c, block))
		c->missing_probes = PW_MISSING_WARN;
	for (attach = block->attach; attach; attach = attach->next)
		check_attach(head, attach);
	c->missing_probes = missing;
	if (!head->any && c->diags->n_errors == n_errors)
		say_empty(head);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool has_twins(const char **names, size_t n)
{
	if (n)
		qsort(names, n, sizeof(*names), by_name);
	for (size_t i = 1; i < n; i++)
		if (!strcmp(names[i - 1], names[i]))
			return true;
	return false;
}

/* Names of the probes whose blocks use `probe`, or `func`. */
struct names {
	const char **list;
	size_t n, room;
};

static void take_names(struct pw_compile *c, const struct pw_head *head,
		       struct names *names, bool func)
{
	size_t n = c->n_probes - head->first_probe;

	names->list = pw_arena_grow(c->arena, names->list, names->n, n,
				    sizeof(*names->list), &names->room);
	for (size_t i = head->first_probe; i < c->n_probes; i++)
		names->list[names->n++] = func ? c->probes[i].func :
						 c->probes[i].name;
}

void pw_check_probes(struct pw_compile *c)
{
	struct names probes = { NULL, 0, 0 }, funcs = { NULL, 0, 0 };
	struct pw_block *block;
	struct pw_head head;

	c->units_tail = &c->units;
	for (block = c->script->blocks; block; block = block->next) {
		check_head(c, block, &head);
		if (head.uses_probe)
			take_names(c, &head, &probes, false);
		if (head.uses_func)
			take_names(c, &head, &funcs, true);
	}
	if (c->n_wanted > c->max_probes) {
		pw_error(c->diags, c->over_span, "Can't attach to %u probes "
			 "because it exceeds the current limit of %u probes.",
			 c->n_wanted, c->max_probes);
		pw_hint(c->diags, "You can increase the limit through the "
			"BPFTRACE_MAX_PROBES environment variable, but BE "
			"CAREFUL since a high number of probes attached can "
			"cause your system to crash.");
	}
	c->probe_is_string = has_twins(probes.list, probes.n);
	c->func_is_string = has_twins(funcs.list, funcs.n);
	for (size_t i = 0; i < c->n_probes; i++) {
		uint32_t length = (uint32_t)strlen(c->probes[i].name) + 1;

		if (c->name_length < length)
			c->name_length = length;
	}
}
