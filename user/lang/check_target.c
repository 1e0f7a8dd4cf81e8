// SPDX-License-Identifier: GPL-2.0
/*
 * What an attach point's target stands for: functions and tracepoints by name,
 * by pattern, by address. What is not there is an error, a warning or nothing,
 * as the setting missing_probes says.
 */
#include <errno.h>
#include <string.h>
#include "lang/head.h"

const char *pw_after_colon(const char *target)
{
	const char *colon = strrchr(target, ':');

	return colon ? colon + 1 : target;
}

/* `target`: as the script says it; `name`: as the probe is called. */
static void add_function(struct pw_head *head, const char *target,
			 const char *name, bool is_one)
{
	const struct pw_attach_point *point = &head->point;
	struct pw_probe probe;

	memset(&probe, 0, sizeof(probe));
	probe.kind = point->kind;
	if (!is_one || head->c->missing_probes != PW_MISSING_ERROR)
		probe.flags = PW_PROBE_F_OPTIONAL;
	/* The kernel itself is no module to look a symbol up in. */
	probe.target = pw_arena_strdup(head->c->arena,
				       strncmp(target, "vmlinux:", 8) ? target :
				       target + 8);
	probe.func = pw_after_colon(probe.target);
	probe.param = point->param;
	probe.name = pw_arena_printf(head->c->arena, "%s:%s",
				     pw_probe_kind_name(point->kind), name);
	if (point->kind == PW_PROBE_KPROBE && point->param &&
	    !point->is_address)
		probe.name = pw_arena_printf(head->c->arena, "%s+%llu",
					     probe.name,
					     (unsigned long long)point->param);
	pw_head_add(head, &probe);
}

void pw_head_nearest(struct pw_head *head, const char *target)
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

/* The one that the script names is not there. */
static void say_missing(struct pw_head *head)
{
	const struct pw_attach_point *point = &head->point;
	struct pw_diags *diags = head->c->diags;
	const char *kind = pw_probe_kind_name(point->kind);

	if (head->c->missing_probes == PW_MISSING_WARN) {
		pw_warning(diags, head->span, "No matches for %s %s. Skipping.",
			   kind, point->target);
	} else if (head->c->missing_probes == PW_MISSING_ERROR) {
		pw_error(diags, head->span, "No matches for %s %s.", kind,
			 point->target);
		pw_head_nearest(head, point->target);
	}
}

static bool has_fields(const struct pw_head *head,
		       const struct pw_tp_format *format)
{
	size_t i;

	for (i = 0; i < head->n_fields; i++)
		if (!pw_find_field(format, head->fields[i]))
			return false;
	return true;
}

/* The kernel's, unless only the module's has all fields that are named. */
static const struct pw_tp_format *
choose_format(const struct pw_head *head, const struct pw_tp_format *format)
{
	return format->newer && !has_fields(head, format) &&
	       has_fields(head, format->newer) ? format->newer : format;
}

int pw_head_format(struct pw_compile *c, const char *target,
		   const struct pw_tp_format **out)
{
	const char *name = pw_after_colon(target);

	if (!c->env->tracepoint)
		return -ENOENT;
	return c->env->tracepoint(c->env->data,
				  pw_arena_strndup(c->arena, target,
						   (size_t)(name - target - 1)),
				  name, out);
}

static void add_tracepoint(struct pw_head *head, const char *target,
			   bool is_one)
{
	struct pw_compile *c = head->c;
	struct pw_probe probe;
	int err;

	memset(&probe, 0, sizeof(probe));
	err = pw_head_format(c, target, &probe.format);
	if (err) {
		if (is_one && err == -ENOENT)
			say_missing(head);
		else if (is_one)
			pw_error(c->diags, head->span,
				 "cannot read the format of tracepoint %s: %s",
				 target, strerror(-err));
		return;
	}
	probe.format = choose_format(head, probe.format);
	probe.kind = probe.format->is_backport ? PW_PROBE_BACKPORT :
						 PW_PROBE_TRACEPOINT;
	probe.flags = is_one ? 0 : PW_PROBE_F_OPTIONAL;
	probe.param = probe.format->id;
	probe.target = pw_arena_strdup(c->arena, target);
	/* For a tool func is any probe's name, as bcc has it. */
	probe.func = c->env->is_tool ? probe.target :
				       pw_after_colon(probe.target);
	probe.name = pw_arena_printf(c->arena, "tracepoint:%s", target);
	pw_head_add(head, &probe);
}

/* "module:name"; the kernel finds it by its name alone. */
static void add_raw(struct pw_head *head, const char *target)
{
	struct pw_arena *arena = head->c->arena;
	struct pw_probe probe;

	memset(&probe, 0, sizeof(probe));
	probe.kind = PW_PROBE_RAWTRACEPOINT;
	if (head->point.is_pattern)
		probe.flags = PW_PROBE_F_OPTIONAL;
	probe.target = pw_arena_strdup(arena, pw_after_colon(target));
	probe.func = probe.target;
	probe.name = pw_arena_printf(arena, "rawtracepoint:%s", target);
	pw_head_add(head, &probe);
}

/* bpftrace makes a BPF program for each, if only their names differ. */
static bool is_one_by_one(const struct pw_head *head)
{
	const struct pw_attach_point *point = &head->point;

	return head->uses_probe || point->module ||
	       (point->kind != PW_PROBE_KPROBE &&
		point->kind != PW_PROBE_KRETPROBE);
}

static void check_expansion(struct pw_head *head)
{
	struct pw_compile *c = head->c;

	if (c->n_expanded <= c->max_bpf_progs)
		return;
	pw_error(c->diags, head->span, "Your program is trying to generate "
		 "more than %u BPF programs, which exceeds the current limit "
		 "of %u", c->n_expanded, c->max_bpf_progs);
	pw_hint(c->diags, "You can increase the limit through the "
		"BPFTRACE_MAX_BPF_PROGS environment variable.");
}

static void add_match(void *ctx, const char *target)
{
	struct pw_head *head = ctx;

	if (is_one_by_one(head) &&
	    ++head->c->n_expanded > head->c->max_bpf_progs)
		return;

	if (head->point.kind == PW_PROBE_TRACEPOINT)
		add_tracepoint(head, target, false);
	else if (head->point.kind == PW_PROBE_RAWTRACEPOINT)
		add_raw(head, target);
	else
		add_function(head, target, target, false);
}

bool pw_head_each(struct pw_head *head, const char *pattern,
		       void (*add)(void *ctx, const char *target), void *ctx)
{
	const struct pw_lang_env *env = head->c->env;
	int err = -ENOENT;

	if (env->expand)
		err = env->expand(env->data, head->point.kind, pattern, add,
				  ctx);
	if (!err || err == -ENOENT)
		return true;
	pw_error(head->c->diags, head->span, "cannot list what %s:%s means: %s",
		 pw_probe_kind_name(head->point.kind), head->point.target,
		 strerror(-err));
	return false;
}

static void count_match(void *ctx, const char *target)
{
	(void)target;
	++*(unsigned int *)ctx;
}

static bool is_there(struct pw_head *head)
{
	unsigned int n = 0;

	return !pw_head_each(head, head->point.target, count_match, &n) || n;
}

/* Modules that have a function. */
struct owners {
	struct pw_arena *arena;
	const char *target;	/* "module:f" of one */
	unsigned int n;
};

static void take_owner(void *ctx, const char *target)
{
	struct owners *owners = ctx;

	owners->target = pw_arena_strdup(owners->arena, target);
	owners->n++;
}

/* "fentry:f" is called after f's module: "fentry:vmlinux:f". */
static void add_fentry(struct pw_head *head)
{
	const struct pw_attach_point *point = &head->point;
	struct owners owners = { head->c->arena, NULL, 0 };

	if (!point->module && (head->uses_probe ||
			       head->c->env->checks_functions)) {
		pw_head_each(head, pw_arena_printf(head->c->arena, "*:%s",
						 point->target),
			   take_owner, &owners);
		if (owners.n > 1) {
			pw_error(head->c->diags, head->span, "ambiguous attach "
				 "point, please specify module containing the "
				 "function '%s'", point->target);
			return;
		}
	}
	add_function(head, point->target,
		     owners.n ? owners.target : point->module ? point->target :
		     pw_arena_printf(head->c->arena, "vmlinux:%s",
				     point->target), true);
}

/* A bare address, which the kernel is told as a place in a function. */
static void add_address(struct pw_head *head)
{
	const struct pw_lang_env *env = head->c->env;
	struct pw_attach_point *point = &head->point;
	const char *function, *name = point->target;

	if (!env->function_at ||
	    env->function_at(env->data, point->param, &function,
			     &point->param)) {
		pw_error(head->c->diags, head->span, "Unable to attach probe: "
			 "%s:%s: no function is at this address",
			 pw_probe_kind_name(point->kind), point->target);
		return;
	}
	if (point->kind != PW_PROBE_KPROBE && point->param) {
		pw_error(head->c->diags, head->span, "Unable to attach probe: "
			 "%s:%s: the address is not where %s begins",
			 pw_probe_kind_name(point->kind), point->target,
			 function);
		return;
	}
	add_function(head, function, name, true);
}

/*
 * Whether a function is there is only asked when it has to be known: whoever
 * reads the kernel's list waits for it.
 */
static void add_named(struct pw_head *head)
{
	const struct pw_attach_point *point = &head->point;
	struct pw_compile *c = head->c;
	bool is_kprobe = point->kind == PW_PROBE_KPROBE ||
			 point->kind == PW_PROBE_KRETPROBE;

	if (is_kprobe && point->module && strcmp(point->module, "vmlinux") &&
	    c->env->module && !c->env->module(c->env->data, point->module)) {
		pw_error(c->diags, head->span, "specified module %s in probe "
			 "%s:%s is not loaded.", point->module,
			 pw_probe_kind_name(point->kind), point->target);
		return;
	}
	if ((c->missing_probes != PW_MISSING_ERROR ||
	     c->env->checks_functions) && !is_there(head)) {
		if (is_kprobe && c->missing_probes != PW_MISSING_IGNORE)
			pw_warning(c->diags, head->span, "%s is not traceable "
				   "(either non-existing, inlined, or marked as "
				   "\"notrace\"); attaching to it will likely "
				   "fail", pw_after_colon(point->target));
		if (!is_kprobe || !c->env->is_unsafe) {
			say_missing(head);
			return;
		}
	}
	if (is_kprobe)
		add_function(head, point->target, point->target, true);
	else
		add_fentry(head);
}

void pw_head_add_target(struct pw_head *head)
{
	const struct pw_attach_point *point = &head->point;
	bool had_any = head->any;

	if (point->kind == PW_PROBE_RAWTRACEPOINT) {
		head->any = false;
		if (pw_head_each(head, point->target, add_match, head) &&
		    !head->any && strcmp(point->module, "*"))
			say_missing(head);
		head->any |= had_any;
	} else if (point->is_pattern) {
		pw_head_each(head, point->target, add_match, head);
		check_expansion(head);
	} else if (point->is_address) {
		add_address(head);
	} else if (point->kind == PW_PROBE_TRACEPOINT) {
		add_tracepoint(head, point->target, true);
	} else {
		add_named(head);
	}
}

