// SPDX-License-Identifier: GPL-2.0
/*
 * What is settled while a script is compiled: fail(), and the fields of config.
 */
#include <inttypes.h>
#include <string.h>
#include "lang/checker.h"
#include "lang/constant.h"

/* The text of a literal in a message; NULL: it is none. */
static const char *literal_text(struct pw_checker *ck, const struct pw_expr *e,
				char conversion)
{
	struct pw_arena *arena = ck->c->arena;

	if (e->kind == PW_EXPR_STRING)
		return e->text;
	if (e->kind != PW_EXPR_INT)
		return NULL;
	switch (conversion) {
	case 'x':
		return pw_arena_printf(arena, "%" PRIx64, e->number);
	case 'o':
		return pw_arena_printf(arena, "%" PRIo64, e->number);
	case 'd':
	case 'i':
		return pw_arena_printf(arena, "%" PRId64, (int64_t)e->number);
	default:
		return pw_arena_printf(arena, "%" PRIu64, e->number);
	}
}

void pw_check_fail(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_expr *arg = e->args->next;
	const char *p = e->args->text, *out = "", *percent, *text;

	for (; (percent = strchr(p, '%')) && percent[1]; p = percent + 1) {
		out = pw_arena_printf(ck->c->arena, "%s%.*s", out,
				      (int)(percent - p), p);
		percent++;
		percent += strspn(percent, "-+ #0123456789.hlLjzt");
		if (*percent == '%' || !arg) {
			out = pw_arena_printf(ck->c->arena, "%s%c", out,
					      *percent);
			continue;
		}
		text = literal_text(ck, arg, *percent);
		if (!text) {
			pw_check_error(ck, arg->span, "fail() takes literals "
				       "only");
			return;
		}
		out = pw_arena_printf(ck->c->arena, "%s%s", out, text);
		arg = arg->next;
	}
	/* In a branch that is never taken it does not count. */
	if (!ck->dead)
		pw_check_error(ck, e->span, "%s%s", out, p);
}

static bool is_config(const struct pw_expr *e)
{
	return (e->kind == PW_EXPR_IDENT ||
		(e->kind == PW_EXPR_CALL && !e->n_args)) &&
	       (!strcmp(e->name, "config") ||
		!strcmp(e->name, "__builtin_config"));
}

bool pw_check_config(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_compile *c = ck->c;
	const struct pw_settings *set = &c->script->settings;
	const struct {
		const char *name;
		uint64_t number;
	} numbers[] = {
		{ "max_strlen", c->max_strlen },
		{ "max_map_keys", c->max_map_keys },
		{ "max_probes", c->max_probes },
		{ "max_cat_bytes", set->max_cat_bytes ? set->max_cat_bytes :
		  PW_MAX_CAT_BYTES },
	};
	struct pw_type type = pw_type_int(8, false);

	if (!is_config(e->a) || !e->name)
		return false;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (!strcmp(e->name, numbers[i].name)) {
			pw_fold_number(e, numbers[i].number, &type);
			return true;
		}
	if (!strcmp(e->name, "print_maps_on_exit"))
		pw_fold_bool(e, !set->hides_maps);
	else
		pw_check_error(ck, e->span, "config has no number %s that can "
			       "be told here", e->name);
	return true;
}
