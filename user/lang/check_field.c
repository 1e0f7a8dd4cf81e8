// SPDX-License-Identifier: GPL-2.0
/*
 * Types of parts: fields of a tracepoint's record, elements of arrays and of
 * tuples. pw_expr.info is the field, pw_expr.number the index.
 */
#include <stdlib.h>
#include <string.h>
#include "lang/checker.h"
#include "lang/constant.h"
#include "lang/ctype.h"
#include "lang/prototype.h"
#include "lang/tree.h"

static void no_such_field(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_tp_format *format = ck->unit->format;
	const char *list = "", *target = ck->unit->target;
	const char *colon = strchr(target, ':');

	if (ck->quiet)
		return;
	pw_check_error(ck, e->span, "Struct/union of type 'struct "
		       "_tracepoint_%.*s_%s' does not contain a field named "
		       "'%s'", (int)(colon - target), target, colon + 1,
		       e->name);
	for (uint32_t i = 0; i < format->n_fields; i++)
		list = pw_arena_printf(ck->c->arena, "%s%s%s", list,
				       i ? ", " : "", format->fields[i].name);
	if (*list)
		pw_hint(ck->c->diags, "its fields are: %s", list);
}

static bool is_width(uint32_t size)
{
	return size == 1 || size == 2 || size == 4 || size == 8;
}

/* "const char *const *" as "char **": nothing is written through these. */
static const char *without_const(struct pw_arena *arena, const char *text)
{
	char *copy = pw_arena_strdup(arena, text), *to = copy;

	while (*text) {
		if (!strncmp(text, "const", 5) &&
		    (text[5] == ' ' || text[5] == '*' || !text[5]))
			text += 5;
		else if (*text == ' ' && (to == copy || to[-1] == '*' ||
					  to[-1] == ' '))
			text++;
		else
			*to++ = *text++;
	}
	while (to > copy && to[-1] == ' ')
		to--;
	*to = '\0';
	return copy;
}

/* The format says "const char *": what it points to, if that is known. */
static struct pw_type pointer_field(struct pw_checker *ck,
				    const struct pw_tp_field *field)
{
	const char *text = without_const(ck->c->arena, field->type_text);
	struct pw_type none = pw_type_of(PW_TYPE_NONE, 0), type;
	size_t len = strlen(text);
	const char *unknown;

	if (!len || text[len - 1] != '*' ||
	    !pw_type_resolve(ck->c->script->types, text, &none, &type,
			     &unknown) || !type.is_pointer)
		return pw_type_pointer(ck->c->arena, NULL);
	return type;
}

/* Of an enum where it is known: then %s says its name. */
static struct pw_type number_field(struct pw_checker *ck,
				   const struct pw_tp_field *field)
{
	struct pw_type type = pw_type_int(field->size, field->is_signed);

	if (!strncmp(field->type_text, "enum ", 5))
		type.enumeration = pw_enum_find(ck->c->script->types,
						field->type_text + 5);
	return type;
}

/* ---- bytes of a request ---- */

#define AS_IT_IS	1	/* pw_expr.number: of a field itself */

/*
 * Before 4.13 events of requests have 0 bytes where a file system asked, and
 * its sectors; what has no sectors has bytes. As long the event of the end had
 * "errors" in it.
 */
static bool is_bytes_of_old(struct pw_checker *ck, const struct pw_expr *e)
{
	const struct pw_lang_env *env = ck->c->env;
	const struct pw_tp_format *end;

	return e->number != AS_IT_IS && !strcmp(e->name, "bytes") &&
	       !strncmp(ck->unit->target, "block:block_rq_", 15) &&
	       pw_find_field(ck->unit->format, "bytes") &&
	       pw_find_field(ck->unit->format, "nr_sector") &&
	       !env->tracepoint(env->data, "block", "block_rq_complete",
				&end) &&
	       pw_find_field(end, "errors");
}

static struct pw_expr *field_of_args(struct pw_checker *ck,
				     const struct pw_expr *like,
				     const char *name)
{
	struct pw_expr *e = pw_ident_expr(ck, like->span, name);

	e->kind = PW_EXPR_FIELD;
	e->op = PW_TOK_DOT;
	e->number = AS_IT_IS;
	e->a = pw_ident_expr(ck, like->span, "args");
	return e;
}

static struct pw_expr *binary(struct pw_checker *ck, int op,
			      struct pw_expr *a, struct pw_expr *b)
{
	struct pw_expr *e = pw_ident_expr(ck, a->span, NULL);

	e->kind = PW_EXPR_BINARY;
	e->op = op;
	e->a = a;
	e->b = b;
	return e;
}

/* bytes | nr_sector << 9 */
static void become_bytes(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_type type = pw_type_int(4, false);
	struct pw_expr *shift = pw_ident_expr(ck, e->span, NULL);

	shift->kind = PW_EXPR_INT;
	shift->number = 9;
	pw_become_cast(ck, e, &type, binary(ck, PW_TOK_PIPE,
		       field_of_args(ck, e, "bytes"),
		       binary(ck, PW_TOK_SHL,
			      field_of_args(ck, e, "nr_sector"), shift)));
}

static void check_args_field(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_tp_field *field;

	if (!ck->unit->format) {
		pw_check_parameter(ck, e);
		return;
	}
	if (is_bytes_of_old(ck, e)) {
		become_bytes(ck, e);
		return;
	}
	field = pw_find_field(ck->unit->format, e->name);
	e->info = field;
	if (!field) {
		no_such_field(ck, e);
		return;
	}
	switch (field->kind) {
	case PW_FIELD_INT:
		if (is_width(field->size))
			e->type = field->is_pointer ? pointer_field(ck, field) :
				  number_field(ck, field);
		break;
	case PW_FIELD_CHARS:
		e->type = pw_type_string(field->size);
		break;
	case PW_FIELD_DATA_LOC:
	case PW_FIELD_REL_LOC:
		e->type = pw_type_str(ck->c->max_strlen);
		break;
	case PW_FIELD_ARRAY:
		if (is_width(field->elem_size))
			e->type = pw_type_bytes(field->size, field->elem_size,
						field->is_signed);
		break;
	case PW_FIELD_OTHER:
		break;
	}
	if (e->type.kind == PW_TYPE_NONE)
		pw_check_error(ck, e->span, "args.%s has a type that is not "
			       "supported yet: %s", e->name, field->type_text);
}

/* What can be read of a tracepoint's record. */
static void field_names(struct pw_checker *ck, const char ***names,
			uint32_t *n)
{
	const struct pw_tp_format *format = ck->unit->format;

	*names = pw_arena_array(ck->c->arena, format->n_fields,
				sizeof(**names));
	*n = 0;
	for (uint32_t i = 0; i < format->n_fields; i++)
		if (format->fields[i].kind != PW_FIELD_OTHER)
			(*names)[(*n)++] = format->fields[i].name;
}

void pw_check_args(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *part, **end = &e->args, args = *e;
	struct pw_arena *arena = ck->c->arena;
	const char **names;
	uint32_t n;

	e->type = pw_type_of(PW_TYPE_NONE, 0);
	if (ck->unit->format)
		field_names(ck, &names, &n);
	else if (!pw_parameter_names(ck, e, &names, &n))
		return;
	args.next = NULL;
	e->kind = PW_EXPR_TUPLE;
	e->name = NULL;
	for (uint32_t i = 0; i < n; i++) {
		part = pw_arena_alloc(arena, sizeof(*part));
		part->kind = PW_EXPR_FIELD;
		part->op = PW_TOK_DOT;
		part->span = e->span;
		part->name = part->label = names[i];
		part->a = pw_clone_expr(arena, &args, NULL);
		*end = part;
		end = &part->next;
		e->n_args++;
	}
	pw_check_expr(ck, e);
}

/* (a=1, b="x").b is known. */
static void fold_element(struct pw_expr *e)
{
	struct pw_expr *arg = e->a->args, *next = e->next;
	const char *label = e->label;

	for (uint64_t i = 0; i < e->number; i++)
		arg = arg->next;
	if (arg->kind != PW_EXPR_STRING && arg->kind != PW_EXPR_INT)
		return;
	*e = *arg;
	e->next = next;
	e->label = label;
}

static void tuple_element(struct pw_checker *ck, struct pw_expr *e,
			  uint64_t index)
{
	const struct pw_type *type = &e->a->type;

	if (index >= type->n_elems) {
		pw_check_error(ck, e->span, "Invalid tuple index: %llu. Found "
			       "%u elements in tuple.",
			       (unsigned long long)index, type->n_elems);
		return;
	}
	e->number = index;
	e->type = type->elems[index];
	if (e->a->kind == PW_EXPR_TUPLE && !pw_has_effect(e->a))
		fold_element(e);
}

/* A struct's member, through as many pointers as there are. */
static void struct_member(struct pw_checker *ck, struct pw_expr *e,
			  const struct pw_struct *record)
{
	const struct pw_member *member;

	if (!record->is_complete)
		pw_struct_find(ck->c->script->types, record->name);
	if (!record->is_complete) {
		pw_check_error(ck, e->span, "Unknown struct/union: '%s'",
			       record->name);
		pw_hint_type(ck, PW_SOURCE_STRUCT, record->name);
		return;
	}
	member = pw_struct_member(record, e->name);
	e->info = member;
	if (!member) {
		pw_check_error(ck, e->span, "Struct/union of type '%s' does "
			       "not contain a field named '%s'", record->name,
			       e->name);
		pw_hint_member(ck, record, e->name);
		return;
	}
	e->type = member->type;
	if (e->type.kind == PW_TYPE_STRUCT)
		e->type = pw_type_struct(e->type.record);
	if (e->type.kind == PW_TYPE_NONE)
		pw_check_error(ck, e->span, "'%s' has unsupported type",
			       e->name);
}

static void record_element(struct pw_checker *ck, struct pw_expr *e)
{
	uint32_t index;

	if (!pw_type_find_name(&e->a->type, e->name, &index)) {
		pw_check_error(ck, e->span, "Record does not contain a field "
			       "named '%s'", e->name);
		return;
	}
	e->number = index;
	e->type = e->a->type.elems[index];
	if (e->a->kind == PW_EXPR_TUPLE)
		fold_element(e);
}

void pw_check_field(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_type *type = &e->a->type;
	char *end;
	unsigned long index;

	pw_check_expr(ck, e->a);
	if (type->kind == PW_TYPE_ARGS) {
		check_args_field(ck, e);
		return;
	}
	if (type->kind == PW_TYPE_NONE && !pw_check_value(ck, e->a))
		return;
	while (type->kind == PW_TYPE_INT && type->is_pointer && type->of)
		type = type->of;
	if (type->kind == PW_TYPE_STRUCT) {
		struct_member(ck, e, type->record);
		return;
	}
	index = strtoul(e->name, &end, 10);
	if (*end || end == e->name) {
		if (e->a->type.names)
			record_element(ck, e);
		else
			pw_check_error(ck, e->span, "Can not access field '%s' "
				       "on expression of type '%s'", e->name,
				       pw_check_name(ck, type));
	} else if (e->a->type.kind != PW_TYPE_TUPLE || e->a->type.names) {
		pw_check_error(ck, e->span, "Can not access index '%s' on "
			       "expression of type '%s'", e->name,
			       pw_check_name(ck, &e->a->type));
	} else {
		tuple_element(ck, e, index);
	}
}

void pw_check_chars(struct pw_expr *e)
{
	switch (e->kind) {
	case PW_EXPR_VAR:
	case PW_EXPR_FIELD:
	case PW_EXPR_INDEX:
	case PW_EXPR_UNARY:
		if (e->type.kind == PW_TYPE_STRING && e->type.length > 1)
			e->type = pw_type_bytes(e->type.length - 1, 1, true);
		break;
	default:
		break;
	}
}

/* Elements of an array or a string that are known not to be there. */
static void check_bounds(struct pw_checker *ck, struct pw_expr *e, uint32_t n)
{
	const struct pw_type *type = &e->b->type;
	uint64_t index;

	if (type->kind != PW_TYPE_INT || type->is_pointer ||
	    (type->is_signed && !type->is_flexible))
		pw_check_error(ck, e->span, "The array index operator [] only "
			       "accepts non-negative integer indices. Got: %s",
			       pw_check_name(ck, type));
	else if (pw_const_number(e->b, &index) && n && index >= n)
		pw_check_error(ck, e->span, "the index %lld is out of bounds "
			       "for array of size %u", (long long)index, n);
}

void pw_check_index(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_type *type = &e->a->type;
	bool known = pw_check_value(ck, e->a);
	uint64_t index;

	if (!pw_check_value(ck, e->b) || !known)
		return;
	if (type->kind == PW_TYPE_TUPLE && pw_const_number(e->b, &index)) {
		tuple_element(ck, e, index);
		return;
	}
	if (type->kind == PW_TYPE_STRING) {
		check_bounds(ck, e, type->length);
		e->type = pw_type_int(1, true);
	} else if (pw_type_is_array(type)) {
		check_bounds(ck, e, pw_type_n_elements(type));
		e->type = pw_type_element(type);
	} else if (type->kind == PW_TYPE_INT && type->is_pointer) {
		check_bounds(ck, e, 0);
		pw_complete_target(ck, type);
		e->type = pw_type_element(type);
		if (e->type.kind == PW_TYPE_STRUCT)
			e->type = pw_type_struct(e->type.record);
		if (!type->of || !pw_type_memory_size(type->of)) {
			e->type.kind = PW_TYPE_NONE;
			pw_check_error(ck, e->span, "The array index operator "
				       "[] cannot be used on a pointer to an "
				       "unsized type (void *).");
		}
	} else {
		pw_check_error(ck, e->span, "The array index operator [] can "
			       "only be used on arrays, pointers, and tuples, "
			       "found %s.", pw_check_name(ck, type));
	}
}
