// SPDX-License-Identifier: GPL-2.0
/*
 * Structs and enums by the names of what they have, and reading structs that
 * come from elsewhere: their members only when one is wanted.
 */
#include <string.h>
#include "lang/types.h"

void pw_struct_load(const struct pw_struct *record)
{
	struct pw_lazy *lazy = record->lazy;

	if (!lazy || lazy->is_loaded)
		return;
	lazy->is_loaded = true;
	/* What is lazy was made by pw_struct_foreign(). */
	lazy->source->load(lazy->source->data, (struct pw_struct *)record);
}

void pw_type_load(const struct pw_type *type)
{
	const struct pw_struct *record;

	while (type->kind == PW_TYPE_BYTES && type->of)
		type = type->of;
	for (uint32_t i = 0; i < type->n_elems; i++)
		pw_type_load(&type->elems[i]);
	record = type->record;
	if (type->kind != PW_TYPE_STRUCT || !record)
		return;
	pw_struct_load(record);
	for (uint32_t i = 0; i < record->n_members; i++)
		pw_type_load(&record->members[i].type);
}

uint32_t pw_type_align(const struct pw_type *type)
{
	uint32_t align, one;

	while (type->kind == PW_TYPE_BYTES && type->of)
		type = type->of;
	if (type->kind == PW_TYPE_INT || type->kind == PW_TYPE_BYTES)
		return type->width;
	if (type->kind != PW_TYPE_STRUCT)
		return 0;
	pw_struct_load(type->record);
	align = type->record->align;
	/* Of the script's own that is all. */
	for (uint32_t i = 0; type->record->lazy &&
	     i < type->record->n_members; i++) {
		one = pw_type_align(&type->record->members[i].type);
		align = one > align ? one : align;
	}
	return align;
}

const struct pw_member *pw_struct_member(const struct pw_struct *record,
					 const char *name)
{
	pw_struct_load(record);
	for (uint32_t i = 0; i < record->n_members; i++)
		if (!strcmp(record->members[i].name, name))
			return &record->members[i];
	return NULL;
}

const char *pw_enum_name(const struct pw_enum *enumeration, int64_t value)
{
	for (uint32_t i = 0; i < enumeration->n_values; i++)
		if (enumeration->values[i].value == value)
			return enumeration->values[i].name;
	return NULL;
}
