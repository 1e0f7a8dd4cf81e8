// SPDX-License-Identifier: GPL-2.0
/*
 * What an attach point in user space stands for: functions of programs and
 * libraries by name, by pattern, by address.
 */
#include <errno.h>
#include <string.h>
#include "lang/ctype.h"
#include "lang/head.h"

static void say_why(struct pw_head *head, const char *file,
		    const char *function, int err)
{
	const struct pw_attach_point *point = &head->point;
	struct pw_diags *diags = head->c->diags;
	const char *kind = pw_probe_kind_name(point->kind);

	switch (err) {
	case -ENOENT:
		pw_error(diags, head->span, "%s target file '%s' does not "
			 "exist or is not executable", kind, file);
		break;
	case -ENOEXEC:
		pw_error(diags, head->span, "%s target file '%s' is not an ELF "
			 "file", kind, file);
		break;
	case -ESRCH:
		pw_error(diags, head->span, "Could not resolve symbol: %s:%s",
			 file, function);
		pw_head_nearest(head, point->target);
		break;
	case -ERANGE:
		pw_error(diags, head->span, "Offset outside the function "
			 "bounds ('%s' in '%s')", function, file);
		break;
	case -EFAULT:
		pw_error(diags, head->span, "'%s' has no code at %s", file,
			 pw_after_colon(point->target));
		break;
	default:
		pw_error(diags, head->span, "cannot read %s: %s", file,
			 strerror(-err));
	}
}

static void add_probe(struct pw_head *head, const struct pw_user_place *place,
		      const char *name, bool is_one)
{
	const char *kind = pw_probe_kind_name(head->point.kind);
	struct pw_arena *arena = head->c->arena;
	const struct pw_type_source *source;
	struct pw_probe probe;

	memset(&probe, 0, sizeof(probe));
	probe.kind = head->point.kind;
	probe.flags = is_one ? 0 : PW_PROBE_F_OPTIONAL;
	if (place->from_entry)
		probe.flags |= PW_PROBE_F_INSIDE;
	probe.target = pw_arena_printf(arena, "%s:%s", place->path,
				       place->function);
	probe.func = pw_after_colon(probe.target);
	probe.param = place->offset;
	probe.name = pw_arena_printf(arena, "%s:%s:%s", kind, place->path,
				     name);
	source = pw_ctypes_source(head->c->script->types);
	if (source && source->program)
		source->program(source->data, place->path);
	pw_head_add(head, &probe);
}

/* A statement begins where an instruction does. */
static void add_line(struct pw_head *head)
{
	const struct pw_attach_point *point = &head->point;
	const struct pw_lang_env *env = head->c->env;
	struct pw_diags *diags = head->c->diags;
	struct pw_user_place place;
	int err = -ENOENT;
	char why[256];

	if (env->user_line)
		err = env->user_line(env->data, point->module, point->source,
				     point->line, point->column, &place, why,
				     sizeof(why));
	if (!err)
		add_probe(head, &place, pw_arena_printf(head->c->arena, "%llu",
				(unsigned long long)place.address), true);
	else if (err == -ENODATA)
		pw_error(diags, head->span, "No DWARF debug info found for "
			 "'%s', cannot attach by source code location.",
			 point->module);
	else if (err == -ESRCH)
		pw_error(diags, head->span, "%s", why);
	else
		say_why(head, point->module, "", err);
}

/* function: NULL for an address. One of a pattern's may turn out odd. */
static void add_place(struct pw_head *head, const char *file,
		      const char *function, bool is_one)
{
	const struct pw_attach_point *point = &head->point;
	const struct pw_lang_env *env = head->c->env;
	struct pw_user_place place;
	const char *name;
	int err = -ENOENT;

	if (env->user_place)
		err = env->user_place(env->data, file, function, point->param,
				      &place);
	if (err) {
		if (is_one && head->c->missing_probes == PW_MISSING_ERROR)
			say_why(head, file, function, err);
		else if (is_one && head->c->missing_probes == PW_MISSING_WARN)
			pw_warning(head->c->diags, head->span, "No matches for "
				   "%s %s. Skipping.",
				   pw_probe_kind_name(point->kind),
				   point->target);
		return;
	}
	if (place.from_entry && !env->is_unsafe) {
		pw_error(head->c->diags, head->span, "Cannot tell whether an "
			 "instruction begins %llu bytes behind %s of '%s': a "
			 "breakpoint inside one breaks the program",
			 (unsigned long long)place.from_entry,
			 *place.function ? place.function : "the beginning",
			 file);
		pw_hint(head->c->diags, "Use --unsafe to attach here anyway.");
		return;
	}
	name = function ? function : pw_after_colon(point->target);
	if (function && point->param)
		name = pw_arena_printf(head->c->arena, "%s+%llu", name,
				       (unsigned long long)point->param);
	add_probe(head, &place, name, is_one);
}

static void add_match(void *ctx, const char *target)
{
	struct pw_head *head = ctx;
	const char *function = pw_after_colon(target);

	add_place(head, pw_arena_strndup(head->c->arena, target,
					 (size_t)(function - target - 1)),
		  function, false);
}

void pw_head_add_user(struct pw_head *head)
{
	const struct pw_attach_point *point = &head->point;

	if (point->source)
		add_line(head);
	else if (point->is_pattern)
		pw_head_each(head, point->target, add_match, head);
	else
		add_place(head, point->module, point->is_address ? NULL :
			  pw_after_colon(point->target), true);
}
