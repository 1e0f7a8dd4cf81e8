// SPDX-License-Identifier: GPL-2.0
/*
 * What a script does not declare: types, values and macros of the kernel, and
 * what is said of names that nobody knows.
 */
#include <ctype.h>
#include <string.h>
#include "lang/checker.h"
#include "lang/ctype.h"
#include "symbols/nearest.h"

static const struct pw_type_source *source_of(const struct pw_checker *ck)
{
	return pw_ctypes_source(ck->c->script->types);
}

/* "did you mean a, b or c?" of n names. */
static void hint_names(struct pw_checker *ck, const char *word,
		       const char *const *names, unsigned int n)
{
	const char *list = "";

	for (unsigned int i = 0; i < n; i++)
		list = pw_arena_printf(ck->c->arena, "%s%s%s%s", list,
				       !i ? "" : i + 1 == n ? " or " : ", ",
				       word, names[i]);
	if (n)
		pw_hint(ck->c->diags, "did you mean %s?", list);
}

void pw_hint_type(struct pw_checker *ck, enum pw_source_kind kind,
		  const char *name)
{
	const struct pw_type_source *source = source_of(ck);
	const char *names[PW_NEAREST_MAX], *word = "";
	unsigned int n;

	if (ck->quiet || !source)
		return;
	n = source->nearest(source->data, kind, name, names, PW_NEAREST_MAX);
	/* One that the script has declared without it. */
	if (n && !strcmp(names[0], name))
		n = 0;
	if (kind == PW_SOURCE_STRUCT)
		word = !strncmp(name, "union ", 6) ? "union " : "struct ";
	if (kind == PW_SOURCE_ENUM)
		word = "enum ";
	hint_names(ck, word, names, n);
	pw_hint(ck->c->diags, "%s", source->about(source->data));
}

void pw_hint_member(struct pw_checker *ck, const struct pw_struct *record,
		    const char *name)
{
	const struct pw_type_source *source = source_of(ck);
	const char *names[PW_NEAREST_MAX];
	struct pw_nearest nearest;
	uint32_t i;

	/* Each letter is like any other. */
	if (ck->quiet || strlen(name) < 3)
		return;
	pw_nearest_start(&nearest, name);
	for (i = 0; i < record->n_members; i++)
		pw_nearest_offer(&nearest, record->members[i].name);
	for (i = 0; i < nearest.n; i++)
		names[i] = pw_arena_strdup(ck->c->arena, nearest.best[i].name);
	hint_names(ck, "", names, nearest.n);
	if (record->lazy && source)
		pw_hint(ck->c->diags, "%s", source->about(source->data));
}

bool pw_fold_foreign(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_type_source *source = source_of(ck);
	struct pw_ctypes *types = ck->c->script->types;
	const struct pw_enum *enumeration;
	struct pw_constant constant;
	struct pw_type type;
	int64_t value;

	if (!source)
		return false;
	enumeration = pw_enum_of(types, e->name, &value);
	if (enumeration) {
		type = pw_type_enum(enumeration);
		type.width = 8;
		pw_fold_number(e, (uint64_t)value, &type);
		return true;
	}
	if (!source->constant(source->data, types, e->name, &constant))
		return false;
	if (constant.text) {
		pw_fold_string(e, constant.text, strlen(constant.text));
	} else {
		pw_fold_number(e, constant.number, NULL);
		e->type = pw_type_literal(constant.number, constant.is_signed);
		e->is_unsigned = !e->type.is_signed;
	}
	return true;
}

/* "struct foo", "typedef_t" or "struct foo.member". */
static bool has_type(struct pw_checker *ck, const char *name)
{
	const struct pw_type none = { 0 };
	size_t len = strcspn(name, ".");
	const char *unknown;
	struct pw_type type;

	if (!pw_type_resolve(ck->c->script->types,
			     pw_arena_strndup(ck->c->arena, name, len), &none,
			     &type, &unknown))
		return false;
	return !name[len] || (type.kind == PW_TYPE_STRUCT &&
			      pw_struct_member(type.record, name + len + 1));
}

static bool has_value(struct pw_checker *ck, const char *name)
{
	const struct pw_type_source *source = source_of(ck);
	struct pw_constant constant;
	int64_t value;

	return pw_enum_of(ck->c->script->types, name, &value) ||
	       (source && source->constant(source->data, ck->c->script->types,
					   name, &constant));
}

static bool has_symbol(struct pw_checker *ck, const char *name)
{
	const struct pw_lang_env *env = ck->c->env;
	uint64_t address;

	return env->kaddr && !env->kaddr(env->data, name, &address);
}

static bool is_capital(const char *name)
{
	while (*name && !islower((unsigned char)*name))
		name++;
	return !*name;
}

/* What is not there is looked for everywhere, which takes its time: so it is
 * first taken for what it is likely to be. */
bool pw_kernel_has(struct pw_checker *ck, const char *name)
{
	size_t len = strlen(name);

	/* Pointers and arrays are no names. */
	if (strpbrk(name, "*["))
		return false;
	if (strchr(name, ' '))
		return has_type(ck, name);
	if (is_capital(name))
		return has_value(ck, name) || has_type(ck, name) ||
		       has_symbol(ck, name);
	if (strchr(name, '.') ||
	    (len > 2 && !strcmp(name + len - 2, "_t")))
		return has_type(ck, name) || has_symbol(ck, name) ||
		       has_value(ck, name);
	return has_symbol(ck, name) || has_type(ck, name) ||
	       has_value(ck, name);
}

void pw_complete_target(struct pw_checker *ck, const struct pw_type *pointer)
{
	const struct pw_type *type = pointer->of;

	while (type && type->of)
		type = type->of;
	if (type && type->kind == PW_TYPE_STRUCT && !type->record->is_complete)
		pw_struct_find(ck->c->script->types, type->record->name);
}

/* Nothing is looked up for who only prints it or takes it as a key. */
struct pw_type pw_type_kernel_pointer(struct pw_checker *ck, const char *tag)
{
	struct pw_ctypes *types = ck->c->script->types;
	struct pw_type type;

	if (!source_of(ck) &&
	    !pw_struct_find(types, pw_arena_printf(ck->c->arena, "struct %s",
						   tag)))
		return pw_type_pointer(ck->c->arena, NULL);
	type = pw_type_struct(pw_struct_declare(types, false, tag));
	return pw_type_pointer(ck->c->arena, &type);
}
