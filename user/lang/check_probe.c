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
#include "lang/attach.h"
#include "lang/builtins.h"
#include "lang/check.h"
#include "lang/tree.h"

/* A block while its head is resolved. */
struct head {
	struct pw_compile *c;
	struct pw_block *block;
	size_t first_probe;		/* in c->probes */
	struct pw_unit *first_unit;
	struct pw_attach_point point;	/* being expanded */
	struct pw_span span;
	const char **fields;		/* of args, that the block names */
	size_t n_fields, fields_room;
	bool uses_args, uses_probe, uses_func, uses_type;
	bool by_kind;			/* uses what only some kinds have */
	bool over;			/* too many probes: reported */
};

static void note_use(void *data, const struct pw_expr *expr)
{
	struct head *head = data;

	if (expr->kind == PW_EXPR_IDENT || expr->kind == PW_EXPR_CALL) {
		const struct pw_builtin *builtin = pw_builtin_find(expr->name);

		if (!builtin)
			return;
		head->uses_args |= builtin->id == PW_BUILTIN_ARGS;
		head->uses_probe |= builtin->id == PW_BUILTIN_PROBE;
		head->uses_func |= builtin->id == PW_BUILTIN_FUNC;
		head->uses_type |= builtin->id == PW_BUILTIN_PROBETYPE;
		head->by_kind |= builtin->where != PW_IN_ALL;
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
static bool same_layout(const struct head *head, const struct pw_unit *unit,
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
		return PW_PROG_ENTRY;
	case PW_PROBE_KRETPROBE:
		return PW_PROG_RETURN;
	case PW_PROBE_TRACEPOINT:
	case PW_PROBE_BACKPORT:
		return PW_PROG_RECORD;
	default:
		return PW_PROG_PLAIN;
	}
}

const char *pw_probe_type_name(enum pw_probe_kind kind)
{
	if (kind == PW_PROBE_BEGIN || kind == PW_PROBE_END)
		return "special";
	return pw_probe_kind_name(kind);
}

/* A program made for the one serves the other. */
static bool serves(const struct head *head, const struct pw_unit *unit,
		   const struct pw_probe *probe)
{
	enum pw_prog_ctx ctx = ctx_of(probe->kind);
	bool is_event = ctx != PW_PROG_PLAIN;

	/* -p concerns only some kinds. */
	if (head->c->env->pid_filter &&
	    is_event != (ctx_of(unit->kind) != PW_PROG_PLAIN))
		return false;
	if (head->uses_type && strcmp(pw_probe_type_name(unit->kind),
				      pw_probe_type_name(probe->kind)))
		return false;
	if (!head->by_kind)
		return true;
	return unit->ctx == ctx && (ctx != PW_PROG_RECORD || !head->uses_args ||
				    same_layout(head, unit, probe));
}

static struct pw_unit *unit_for(struct head *head,
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
	unit->number = c->n_units++;
	*c->units_tail = unit;
	c->units_tail = &unit->next;
	if (!head->first_unit)
		head->first_unit = unit;
	return unit;
}

static void add_probe(struct head *head, struct pw_probe *probe)
{
	struct pw_compile *c = head->c;

	if (c->n_probes >= c->max_probes) {
		if (!head->over)
			pw_error(c->diags, head->span,
				 "the script has more probes than the limit "
				 "of %u (max_probes)", c->max_probes);
		head->over = true;
		return;
	}
	if (strlen(probe->name) >= PW_NAME_MAX) {
		pw_error(c->diags, head->span,
			 "the probe's name is longer than %u bytes: %s",
			 PW_NAME_MAX - 1, probe->name);
		return;
	}
	probe->unit = unit_for(head, probe);
	c->probes = pw_arena_grow(c->arena, c->probes, c->n_probes, 1,
				  sizeof(*c->probes), &c->probes_room);
	c->probes[c->n_probes++] = *probe;
}

static const char *after_colon(const char *target)
{
	const char *colon = strrchr(target, ':');

	return colon ? colon + 1 : target;
}

static void add_function(struct head *head, const char *target, bool is_one)
{
	const struct pw_attach_point *point = &head->point;
	struct pw_probe probe;

	memset(&probe, 0, sizeof(probe));
	probe.kind = point->kind;
	probe.flags = is_one ? 0 : PW_PROBE_F_OPTIONAL;
	/* The kernel itself is no module to look a symbol up in. */
	probe.target = pw_arena_strdup(head->c->arena,
				       strncmp(target, "vmlinux:", 8) ? target :
				       target + 8);
	probe.func = after_colon(probe.target);
	probe.param = point->param;
	probe.name = pw_arena_printf(head->c->arena, "%s:%s",
				     pw_probe_kind_name(point->kind), target);
	if (point->kind == PW_PROBE_KPROBE && point->param)
		probe.name = pw_arena_printf(head->c->arena, "%s+%llu",
					     probe.name,
					     (unsigned long long)point->param);
	add_probe(head, &probe);
}

static void say_nearest(struct head *head, const char *target)
{
	const struct pw_lang_env *env = head->c->env;
	const char *names[3];
	unsigned int n = 0;

	if (env->nearest)
		n = env->nearest(env->data, head->point.kind, target, names, 3);
	if (n == 1)
		pw_hint(head->c->diags, "Did you mean %s?", names[0]);
	else if (n == 2)
		pw_hint(head->c->diags, "Did you mean %s or %s?", names[0],
			names[1]);
	else if (n >= 3)
		pw_hint(head->c->diags, "Did you mean %s, %s or %s?", names[0],
			names[1], names[2]);
}

static void add_tracepoint(struct head *head, const char *target, bool is_one)
{
	struct pw_compile *c = head->c;
	const char *name = after_colon(target);
	struct pw_probe probe;
	char *category;
	int err = -ENOENT;

	memset(&probe, 0, sizeof(probe));
	category = pw_arena_strndup(c->arena, target,
				    (size_t)(name - target - 1));
	if (c->env->tracepoint)
		err = c->env->tracepoint(c->env->data, category, name,
					 &probe.format);
	if (err) {
		if (!is_one)
			return;
		if (err == -ENOENT) {
			pw_error(c->diags, head->span,
				 "Tracepoint not found: %s", target);
			say_nearest(head, target);
		} else {
			pw_error(c->diags, head->span,
				 "cannot read the format of tracepoint %s: %s",
				 target, strerror(-err));
		}
		return;
	}
	probe.kind = probe.format->is_backport ? PW_PROBE_BACKPORT :
						 PW_PROBE_TRACEPOINT;
	probe.flags = is_one ? 0 : PW_PROBE_F_OPTIONAL;
	probe.param = probe.format->id;
	probe.target = pw_arena_strdup(c->arena, target);
	probe.func = after_colon(probe.target);
	probe.name = pw_arena_printf(c->arena, "tracepoint:%s", target);
	add_probe(head, &probe);
}

static void add_target(struct head *head, const char *target, bool is_one)
{
	if (head->point.kind == PW_PROBE_TRACEPOINT)
		add_tracepoint(head, target, is_one);
	else
		add_function(head, target, is_one);
}

static void add_match(void *ctx, const char *target)
{
	struct head *head = ctx;

	if (!head->over)
		add_target(head, target, false);
}

static void add_matches(struct head *head)
{
	const struct pw_lang_env *env = head->c->env;
	const struct pw_attach_point *point = &head->point;
	size_t before = head->c->n_probes;
	int err = -ENOENT;

	if (env->expand)
		err = env->expand(env->data, point->kind, point->target,
				  add_match, head);
	if (err && err != -ENOENT) {
		pw_error(head->c->diags, head->span, "cannot list what %s:%s "
			 "means: %s", pw_probe_kind_name(point->kind),
			 point->target, strerror(-err));
	} else if (head->c->n_probes == before && !head->over) {
		pw_error(head->c->diags, head->span, "No matches for %s:%s",
			 pw_probe_kind_name(point->kind), point->target);
		say_nearest(head, point->target);
	}
}

static void add_simple(struct head *head)
{
	const struct pw_attach_point *point = &head->point;
	struct pw_probe probe;

	memset(&probe, 0, sizeof(probe));
	probe.kind = point->kind;
	probe.name = point->name;
	probe.func = after_colon(point->name);
	probe.target = "";
	probe.param = point->param;
	add_probe(head, &probe);
}

static void check_attach(struct head *head, const struct pw_attach *attach)
{
	struct pw_attach_point *point = &head->point;

	head->span = attach->span;
	if (!pw_attach_parse(head->c, attach, point))
		return;
	if (!point->target)
		add_simple(head);
	else if (point->is_pattern)
		add_matches(head);
	else
		add_target(head, point->target, true);
}

static void check_head(struct pw_compile *c, struct pw_block *block,
		       struct head *head)
{
	const struct pw_attach *attach;

	memset(head, 0, sizeof(*head));
	head->c = c;
	head->block = block;
	head->first_probe = c->n_probes;
	pw_walk_block(block, note_use, head);
	for (attach = block->attach; attach; attach = attach->next)
		check_attach(head, attach);
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

static void take_names(struct pw_compile *c, const struct head *head,
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
	struct head head;

	c->units_tail = &c->units;
	for (block = c->script->blocks; block; block = block->next) {
		check_head(c, block, &head);
		if (head.over)
			return;
		if (head.uses_probe)
			take_names(c, &head, &probes, false);
		if (head.uses_func)
			take_names(c, &head, &funcs, true);
	}
	c->probe_is_string = has_twins(probes.list, probes.n);
	c->func_is_string = has_twins(funcs.list, funcs.n);
	for (size_t i = 0; i < c->n_probes; i++) {
		uint32_t length = (uint32_t)strlen(c->probes[i].name) + 1;

		if (c->name_length < length)
			c->name_length = length;
	}
}
