// SPDX-License-Identifier: GPL-2.0
/*
 * Types that a script names: in casts, declarations, sizeof and offsetof.
 */
#include <string.h>
#include "lang/checker.h"
#include "lang/constant.h"
#include "lang/ctype.h"
#include "lang/library.h"

/* What looked like a type is the name of a number: sizeof(TCP_CLOSE). */
static bool is_constant(struct pw_checker *ck, const struct pw_expr *e)
{
	struct pw_ctypes *types = ck->c->script->types;
	struct pw_ctype ctype;
	int64_t value;

	return e->name && !e->b && !strpbrk(e->name, " *[") &&
	       !pw_typedef_of_script(types, e->name, &ctype) &&
	       pw_enum_of(types, e->name, &value);
}

/* A map as such stands for its key; false: it has none, or none yet. */
static bool type_of_key(struct pw_checker *ck, struct pw_expr *e,
			struct pw_type *out)
{
	const struct pw_symbol *map;

	if (!pw_is_bare_map(e))
		return false;
	map = pw_check_map(ck, e);
	if (!map->is_used || !map->has_keys || !map->n_keys)
		return false;
	*out = map->n_keys == 1 ? map->keys[0] :
	       pw_type_tuple(ck->c->arena, map->keys, map->n_keys);
	return true;
}

/* The type that an expression has or, as a cast, names; see parse_type.c. */
static bool type_of(struct pw_checker *ck, struct pw_expr *e,
		    struct pw_span span, struct pw_type *out)
{
	bool known;

	if (e->kind == PW_EXPR_CAST && is_constant(ck, e)) {
		e->kind = PW_EXPR_IDENT;
		e->a = NULL;
	}
	if (type_of_key(ck, e, out))
		return true;
	/* A later statement may be the first to use it, with keys. */
	if (ck->quiet && pw_is_bare_map(e) && !pw_check_map(ck, e)->is_used)
		return false;
	ck->unrun++;
	/* One without a name is what became of something else. */
	if (e->kind == PW_EXPR_CAST && e->name) {
		known = pw_check_type(ck, e->name, e->b, span, out) &&
			(out->length || !pw_type_is_array(out) ||
			 pw_check_value(ck, e));
	} else {
		known = pw_check_value(ck, e);
		*out = e->type;
	}
	ck->unrun--;
	return known;
}

bool pw_check_type(struct pw_checker *ck, const char *name,
		   struct pw_expr *of, struct pw_span span,
		   struct pw_type *out)
{
	const char *unknown;
	struct pw_type type;

	memset(out, 0, sizeof(*out));
	memset(&type, 0, sizeof(type));
	if (of && !type_of(ck, of, span, &type))
		return false;
	type.is_flexible = false;
	if (pw_type_resolve(ck->c->script->types, name, &type, out, &unknown))
		return true;
	if (!strncmp(unknown, "enum ", 5)) {
		pw_check_error(ck, span, "Unknown enum: %s", unknown + 5);
		pw_hint_type(ck, PW_SOURCE_ENUM, unknown + 5);
	} else {
		pw_check_error(ck, span, "Cannot resolve unknown type \"%s\"",
			       unknown);
		pw_hint_type(ck, strchr(unknown, ' ') ? PW_SOURCE_STRUCT :
			     PW_SOURCE_TYPEDEF, unknown);
	}
	return false;
}

static bool is_countable(const struct pw_type *type)
{
	return pw_type_is_number(type) || pw_type_is_castable(type);
}

/* Of the array's elements; false: no value of type `from` can become one. */
static bool check_array(struct pw_checker *ck, struct pw_expr *e,
			struct pw_type *to)
{
	const struct pw_type *from = &e->a->type;
	struct pw_type element = pw_type_element(to);
	uint32_t size = pw_type_memory_size(&element);
	uint32_t have = pw_type_sizeof(from);

	if (!pw_type_is_number(&element) || element.is_pointer)
		return false;
	if (pw_type_equal(from, to))
		return true;
	if (!to->length && have % size) {
		pw_check_error(ck, e->span, "Cannot determine array size: the "
			       "element size is incompatible with the cast "
			       "integer size");
		return true;
	}
	if (!to->length)
		*to = pw_type_array(ck->c->arena, &element, have / size);
	if (from->kind == PW_TYPE_INT && !from->is_pointer && to->length <= 8)
		return to->length >= have;
	return (from->kind == PW_TYPE_BOOL || from->kind == PW_TYPE_STRING) &&
	       to->length == have;
}

/* "(type)", which messages underline. */
static struct pw_span head_of(const struct pw_expr *e)
{
	struct pw_span span = e->span;

	if (e->name && e->number > span.begin)
		span.end = (uint32_t)e->number;
	return span;
}

/* "type" in it, which bpftrace underlines unless it is an enum. */
static struct pw_span name_of(const struct pw_expr *e)
{
	struct pw_span span = head_of(e);

	if (e->name && e->number > span.begin &&
	    strncmp(e->name, "enum ", 5)) {
		span.begin++;
		span.end--;
	}
	return span;
}

static bool check_string(const struct pw_expr *e, struct pw_type *to)
{
	const struct pw_type *from = &e->a->type;

	if (from->kind != PW_TYPE_STRING ||
	    (to->length && to->length < from->length))
		return false;
	if (!to->length)
		*to = *from;
	return true;
}

/* A literal must be a value that the enum has. */
static bool check_enum(struct pw_checker *ck, const struct pw_expr *e,
		       const struct pw_enum *enumeration)
{
	uint64_t value;

	if (!pw_const_number(e->a, &value) ||
	    pw_enum_name(enumeration, (int64_t)value))
		return true;
	pw_check_error(ck, head_of(e), "Enum: %s doesn't contain a variant "
		       "value of %lld", enumeration->name, (long long)value);
	return false;
}

static bool check_number(const struct pw_expr *e, struct pw_type *to)
{
	const struct pw_type *from = &e->a->type;

	if (pw_type_is_array(from))
		return to->kind == PW_TYPE_INT && !to->is_pointer &&
		       to->width == from->length;
	if (to->is_pointer && from->is_pointer)
		to->space = from->space;
	/* A string is true if it is not empty. */
	if (to->kind == PW_TYPE_BOOL && from->kind == PW_TYPE_STRING)
		return true;
	return is_countable(from);
}

static bool check_kinds(struct pw_checker *ck, struct pw_expr *e,
			struct pw_type *to)
{
	switch (to->kind) {
	case PW_TYPE_INT:
	case PW_TYPE_BOOL:
		return check_number(e, to);
	case PW_TYPE_STRING:
		return check_string(e, to);
	case PW_TYPE_BYTES:
		return check_array(ck, e, to);
	case PW_TYPE_USER:
		return e->a->type.kind == PW_TYPE_INT;
	default:
		return false;
	}
}

/* What a macro of the library says is for any argument. */
static bool is_of_library(struct pw_checker *ck, const struct pw_expr *e)
{
	const struct pw_file *file;

	for (file = ck->c->diags->files; file; file = file->next)
		if (e->span.begin >= file->base &&
		    e->span.begin - file->base <= file->size)
			return file->name == pw_library_name;
	return false;
}

/* A constant is folded before the last pass. */
static void warn_needless(struct pw_checker *ck, const struct pw_expr *e)
{
	struct pw_type from = e->a->type;

	from.is_flexible = false;
	/* A parameter's, as the compiler made it. */
	if (!e->name)
		return;
	if ((!ck->quiet || e->a->kind == PW_EXPR_INT) && !ck->dead &&
	    !is_of_library(ck, e) && pw_type_equal(&e->type, &from))
		pw_warning(ck->c->diags, head_of(e), "Unnecessary cast: "
			   "expression is already of type %s",
			   pw_check_name(ck, &from));
}

void pw_check_cast(struct pw_checker *ck, struct pw_expr *e)
{
	bool known = pw_check_value(ck, e->a);
	struct pw_type type;

	/* What a function's prototype says. */
	if (!e->name)
		type = *(const struct pw_type *)e->info;
	else if (!pw_check_type(ck, e->name, e->b, name_of(e), &type))
		return;
	if (!known)
		return;
	if (type.kind == PW_TYPE_NONE)
		pw_check_error(ck, head_of(e),
			       "Incomplete cast, unknown type");
	else if (e->a->type.kind == PW_TYPE_STRUCT)
		pw_check_error(ck, head_of(e), "Cannot cast from C type "
			       "\"%s\"", pw_check_name(ck, &e->a->type));
	else if (!check_kinds(ck, e, &type))
		pw_check_error(ck, head_of(e), "Cannot cast from \"%s\" to "
			       "\"%s\"", pw_check_name(ck, &e->a->type),
			       pw_check_name(ck, &type));
	else if (!type.enumeration || check_enum(ck, e, type.enumeration))
		e->type = type;
	if (e->name)
		warn_needless(ck, e);
	if (e->type.kind == PW_TYPE_INT || e->type.kind == PW_TYPE_BOOL)
		pw_fold_cast(e);
}

struct pw_expr *pw_ident_expr(struct pw_checker *ck, struct pw_span span,
			      const char *name)
{
	struct pw_expr *e = pw_arena_alloc(ck->c->arena, sizeof(*e));

	e->kind = PW_EXPR_IDENT;
	e->span = span;
	e->name = name;
	return e;
}

void pw_become_cast(struct pw_checker *ck, struct pw_expr *e,
		    const struct pw_type *type, struct pw_expr *value)
{
	struct pw_type *copy = pw_arena_alloc(ck->c->arena, sizeof(*copy));

	*copy = *type;
	e->kind = PW_EXPR_CAST;
	e->name = NULL;
	e->info = copy;
	e->args = NULL;
	e->n_args = 0;
	e->a = value;
	e->b = NULL;
	pw_check_expr(ck, e);
}

/* ---- sizeof, offsetof ---- */

/* A char[N] of a struct, whose value has room for an end behind its N bytes. */
static bool is_text_member(const struct pw_expr *e, const struct pw_type *type)
{
	return e && e->kind == PW_EXPR_FIELD &&
	       e->a->type.kind != PW_TYPE_TUPLE &&
	       type->kind == PW_TYPE_STRING;
}

void pw_check_sizeof(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_type u64_type = pw_type_int(8, false), type;

	e->type = u64_type;
	/* Not earlier: a variable's type may still grow. */
	if (type_of(ck, e->args, e->span, &type) && !ck->quiet)
		pw_fold_number(e, pw_type_sizeof(&type) -
			       is_text_member(e->args, &type), &u64_type);
}

void pw_check_offsetof(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_type u64_type = pw_type_int(8, false), type;
	const struct pw_member *member;
	const char *path = e->text, *name;
	uint64_t offset = 0;
	size_t len;

	if (!type_of(ck, e->args, e->span, &type))
		return;
	for (; *path; path += len + (path[len] == '.')) {
		len = strcspn(path, ".");
		name = pw_arena_strndup(ck->c->arena, path, len);
		if (type.kind != PW_TYPE_STRUCT) {
			pw_check_error(ck, e->span, "'%s' is not a C type.",
				       pw_check_name(ck, &type));
			return;
		}
		member = pw_struct_member(type.record, name);
		if (!member) {
			pw_check_error(ck, e->span, "'%s' has no field named "
				       "'%s'", type.record->name, name);
			pw_hint_member(ck, type.record, name);
			return;
		}
		offset += member->offset + member->shift / 8;
		type = member->type;
	}
	pw_fold_number(e, offset, &u64_type);
}

/* One of the three texts and numbers that tell a type. */
static struct pw_expr *info_part(struct pw_checker *ck,
				 const struct pw_expr *call, const char *label,
				 const char *text)
{
	struct pw_expr *part = pw_arena_alloc(ck->c->arena, sizeof(*part));

	part->span = call->span;
	part->label = label;
	if (text)
		pw_fold_string(part, text, strlen(text));
	else
		pw_fold_number(part, 0, NULL);
	return part;
}

/*
 * A record of what is known of the type. It is put in the call's place as soon
 * as it cannot change any more.
 */
void pw_check_typeinfo(struct pw_checker *ck, struct pw_expr *e)
{
	static const char *const names[] = {
		"btf_id", "base_type", "full_type"
	};
	struct pw_type type, parts[3];
	struct pw_expr *args, *part;

	pw_check_refused(ck, e, ck->c->script->settings.refuses_typeinfo);
	if (!type_of(ck, e->args, e->span, &type))
		return;
	args = info_part(ck, e, names[0], NULL);
	args->next = info_part(ck, e, names[1], pw_type_base_name(&type));
	args->next->next = info_part(ck, e, names[2],
				     pw_check_name(ck, &type));
	parts[0] = pw_type_int(8, false);
	args->type = parts[0];
	for (part = args->next; part; part = part->next)
		parts[part == args->next ? 1 : 2] = part->type;
	e->type = pw_type_record(ck->c->arena, parts, names, 3);
	if (ck->quiet)
		return;
	e->kind = PW_EXPR_TUPLE;
	e->args = args;
	e->n_args = 3;
}
