// SPDX-License-Identifier: GPL-2.0
/*
 * uaddr(): where a variable of the probed file is. A file that may be loaded
 * anywhere is as far from where it was linked as the probed place is from where
 * that was, and each hit knows this place.
 */
#include <errno.h>
#include <string.h>
#include "lang/checker.h"
#include "lang/lex.h"
#include "lang/uaddr.h"

bool pw_is_uaddr(const struct pw_expr *e)
{
	return e->kind == PW_EXPR_CALL && (!strcmp(e->name, "uaddr") ||
					   !strcmp(e->name, "__builtin_uaddr"));
}

bool pw_same_place(const struct pw_unit *unit, const struct pw_probe *probe)
{
	return unit->kind == probe->kind && unit->place == probe->param &&
	       !strcmp(unit->target, probe->target);
}

static bool is_symbol(const char *name)
{
	return *name && !name[strspn(name, "abcdefghijklmnopqrstuvwxyz"
				     "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "0123456789./_-")];
}

/* The symbol's name; NULL after an error. */
static const char *read_name(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_expr *arg = e->args;

	if (arg->kind != PW_EXPR_STRING) {
		pw_check_error(ck, e->span, "%s() expects a string literal as "
			       "the first argument", e->name);
		return NULL;
	}
	if (is_symbol(arg->text))
		return arg->text;
	pw_check_error(ck, e->span, "%s() expects a string that is a valid "
		       "symbol (^[a-zA-Z0-9./_-]+$) as input (\"%s\" "
		       "provided)", e->name, arg->text);
	return NULL;
}

static bool find(struct pw_checker *ck, struct pw_expr *e, const char *name,
		 struct pw_user_symbol *out)
{
	const struct pw_lang_env *env = ck->c->env;
	const char *path = ck->unit->target;
	int err = -ESRCH;

	path = pw_arena_strndup(ck->c->arena, path,
				(size_t)(strrchr(path, ':') - path));
	if (env->user_symbol)
		err = env->user_symbol(env->data, path, name, ck->unit->place,
				       out);
	if (!err)
		return true;
	if (err == -ESRCH)
		pw_check_error(ck, e->span, "Could not resolve symbol: %s:%s",
			       path, name);
	else
		pw_check_error(ck, e->span, "cannot read %s: %s", path,
			       strerror(-err));
	return false;
}

/* place + distance, as a pointer to what has that size. */
static void make_pointer(struct pw_checker *ck, struct pw_expr *e,
			 const struct pw_user_symbol *symbol)
{
	struct pw_type word = pw_type_int(8, false), of = word, type;
	struct pw_expr *distance, *sum;

	if (symbol->size == 1 || symbol->size == 2 || symbol->size == 4)
		of = pw_type_int((unsigned int)symbol->size, false);
	type = pw_type_pointer(ck->c->arena, &of);
	type.space = 1 + PW_SPACE_USER;
	sum = pw_arena_alloc(ck->c->arena, sizeof(*sum));
	distance = pw_arena_alloc(ck->c->arena, sizeof(*distance));
	sum->span = distance->span = e->span;
	pw_fold_number(distance, symbol->is_fixed ? symbol->address :
		       symbol->address - symbol->place, &word);
	sum->kind = PW_EXPR_BINARY;
	sum->op = PW_TOK_PLUS;
	sum->a = pw_ident_expr(ck, e->span, "__builtin_place");
	sum->b = distance;
	pw_become_cast(ck, e, &type, symbol->is_fixed ? distance : sum);
}

void pw_check_uaddr(struct pw_checker *ck, struct pw_expr *e)
{
	enum pw_probe_kind kind = ck->unit->kind;
	struct pw_user_symbol symbol;
	const char *name;

	if (kind != PW_PROBE_UPROBE && kind != PW_PROBE_URETPROBE &&
	    kind != PW_PROBE_USDT) {
		pw_check_error(ck, e->span, "%s can not be used with \"%s\" "
			       "probes", e->name, pw_probe_kind_name(kind));
		return;
	}
	name = read_name(ck, e);
	if (!name || !find(ck, e, name, &symbol))
		return;
	make_pointer(ck, e, &symbol);
}
