// SPDX-License-Identifier: GPL-2.0
/*
 * Types of parts: fields of a tracepoint's record, elements of arrays and of
 * tuples. pw_expr.info is the field, pw_expr.number the index.
 */
#include <stdlib.h>
#include <string.h>
#include "lang/checker.h"
#include "lang/constant.h"

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

static void check_args_field(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_tp_field *field;

	field = pw_find_field(ck->unit->format, e->name);
	e->info = field;
	if (!field) {
		no_such_field(ck, e);
		return;
	}
	switch (field->kind) {
	case PW_FIELD_INT:
		if (is_width(field->size))
			e->type = field->is_pointer ? pw_type_pointer() :
				  pw_type_int(field->size, field->is_signed);
		break;
	case PW_FIELD_CHARS:
		e->type = pw_type_string(field->size);
		break;
	case PW_FIELD_DATA_LOC:
	case PW_FIELD_REL_LOC:
		e->type = pw_type_string(ck->c->max_strlen + 1);
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
}

void pw_check_field(struct pw_checker *ck, struct pw_expr *e)
{
	char *end;
	unsigned long index;

	if (!pw_check_value(ck, e->a))
		return;
	if (e->a->type.kind == PW_TYPE_ARGS) {
		check_args_field(ck, e);
		return;
	}
	index = strtoul(e->name, &end, 10);
	if (*end || end == e->name)
		pw_check_error(ck, e->span, "Can not access field '%s' on "
			       "expression of type '%s'", e->name,
			       pw_check_name(ck, &e->a->type));
	else if (e->a->type.kind != PW_TYPE_TUPLE)
		pw_check_error(ck, e->span, "Can not access index '%s' on "
			       "expression of type '%s'", e->name,
			       pw_check_name(ck, &e->a->type));
	else
		tuple_element(ck, e, index);
}

void pw_check_index(struct pw_checker *ck, struct pw_expr *e)
{
	const struct pw_type *type = &e->a->type;
	bool known = pw_check_value(ck, e->a);
	uint64_t index;

	if (!pw_check_value(ck, e->b) || !known)
		return;
	if ((type->kind != PW_TYPE_BYTES || !type->width) &&
	    type->kind != PW_TYPE_TUPLE) {
		pw_check_error(ck, e->span, "The array index operator [] can "
			       "only be used on arrays, pointers, and tuples, "
			       "found %s.", pw_check_name(ck, type));
		return;
	}
	if (!pw_const_number(e->b, &index)) {
		pw_check_error(ck, e->b->span, "an index that is not a "
			       "constant is not supported yet");
		return;
	}
	if (type->kind == PW_TYPE_TUPLE) {
		tuple_element(ck, e, index);
		return;
	}
	if (index >= type->length / type->width) {
		pw_check_error(ck, e->span, "the index %lld is out of bounds "
			       "for array of size %u", (long long)index,
			       type->length / type->width);
		return;
	}
	e->number = index;
	e->type = pw_type_int(type->width, type->is_signed);
}
