// SPDX-License-Identifier: GPL-2.0
/*
 * Tables of a script's C types, by name. Structs are laid out in layout.c.
 * What is not found is asked of the source, which declares it in here.
 */
#include <string.h>
#include "lang/check.h"
#include "lang/ctype.h"

struct tag {
	struct pw_struct record;
	struct tag *next;		/* in the bucket */
};

struct enum_tag {
	struct pw_enum enumeration;
	size_t room;
	struct enum_tag *next;
};

/* What the source has given so far. */
struct foreign {
	uint64_t place;
	struct pw_struct *record;	/* or */
	struct pw_enum *enumeration;
	struct foreign *next;
};

struct constant {
	const struct pw_enum *enumeration;
	const char *name;
	int64_t value;
	struct constant *next;
};

struct name {
	const char *name;
	struct pw_ctype ctype;
	struct name *next;
};

struct pw_ctypes {
	struct pw_arena *arena;
	const struct pw_type_source *source;
	uint32_t n_names;
	struct tag *tags[PW_BUCKETS];
	struct enum_tag *enums[PW_BUCKETS];
	struct constant *constants[PW_BUCKETS];
	struct name *typedefs[PW_BUCKETS];
	struct foreign *foreign[PW_BUCKETS];
};

static unsigned int bucket_of(const char *name)
{
	unsigned int hash = 5381;

	while (*name)
		hash = hash * 33 + (unsigned char)*name++;
	return hash % PW_BUCKETS;
}

struct pw_ctypes *pw_ctypes_new(struct pw_arena *arena,
				const struct pw_type_source *source)
{
	struct pw_ctypes *types = pw_arena_alloc(arena, sizeof(*types));

	types->arena = arena;
	types->source = source;
	return types;
}

const struct pw_type_source *pw_ctypes_source(const struct pw_ctypes *types)
{
	return types->source;
}

static bool ask(struct pw_ctypes *types, enum pw_source_kind kind,
		const char *name)
{
	const struct pw_type_source *source = types->source;

	return source && source->find(source->data, types, kind, name);
}

/* The one of that place, made where it is new. */
static struct foreign *foreign_at(struct pw_ctypes *types, uint64_t place)
{
	struct foreign **bucket = &types->foreign[place % PW_BUCKETS], *f;

	for (f = *bucket; f; f = f->next)
		if (f->place == place)
			return f;
	f = pw_arena_alloc(types->arena, sizeof(*f));
	f->place = place;
	f->next = *bucket;
	*bucket = f;
	return f;
}

struct pw_arena *pw_ctypes_arena(struct pw_ctypes *types)
{
	return types->arena;
}

bool pw_ctypes_count(struct pw_ctypes *types, uint32_t n)
{
	if (n > PW_CNAMES_MAX - types->n_names)
		return false;
	types->n_names += n;
	return true;
}

/* ---- structs and unions ---- */

static struct pw_struct *find_struct(const struct pw_ctypes *types,
				     const char *name)
{
	struct tag *tag;

	for (tag = types->tags[bucket_of(name)]; tag; tag = tag->next)
		if (!strcmp(tag->record.name, name))
			return &tag->record;
	return NULL;
}

const struct pw_struct *pw_struct_find(struct pw_ctypes *types,
				       const char *name)
{
	const struct pw_struct *record = find_struct(types, name);

	if ((!record || !record->is_complete) &&
	    ask(types, PW_SOURCE_STRUCT, name))
		record = find_struct(types, name);
	return record;
}

struct pw_struct *pw_struct_declare(struct pw_ctypes *types, bool is_union,
				    const char *tag_name)
{
	const char *name = is_union ? "union" : "struct";
	struct tag **bucket, *tag;

	if (tag_name) {
		name = pw_arena_printf(types->arena, "%s %s", name, tag_name);
		bucket = &types->tags[bucket_of(name)];
		for (tag = *bucket; tag; tag = tag->next)
			if (!strcmp(tag->record.name, name))
				return &tag->record;
	}
	tag = pw_arena_alloc(types->arena, sizeof(*tag));
	tag->record.name = name;
	tag->record.is_union = is_union;
	tag->record.has_tag = tag_name != NULL;
	tag->record.align = 1;
	if (tag_name) {
		tag->next = *bucket;
		*bucket = tag;
	}
	return &tag->record;
}

struct pw_struct *pw_struct_foreign(struct pw_ctypes *types, bool is_union,
				    const char *tag, uint64_t place,
				    uint32_t size)
{
	struct foreign *f = foreign_at(types, place);
	struct pw_struct *record = f->record;

	if (record)
		return record;
	f->record = record = pw_struct_declare(types, is_union, tag);
	if (record->is_complete)
		return record;
	record->is_complete = true;
	record->size = size;
	record->lazy = pw_arena_alloc(types->arena, sizeof(*record->lazy));
	record->lazy->source = types->source;
	record->lazy->types = types;
	record->lazy->place = place;
	return record;
}

struct pw_ctype pw_ctype_struct(const struct pw_struct *record)
{
	struct pw_ctype ctype = { pw_type_struct(record), record->size,
				  record->align, false };

	return ctype;
}

/* ---- enums ---- */

static const struct pw_enum *find_enum(const struct pw_ctypes *types,
				       const char *name)
{
	const struct enum_tag *tag;

	for (tag = types->enums[bucket_of(name)]; tag; tag = tag->next)
		if (!strcmp(tag->enumeration.name, name))
			return &tag->enumeration;
	return NULL;
}

const struct pw_enum *pw_enum_find(struct pw_ctypes *types, const char *name)
{
	const struct pw_enum *enumeration = find_enum(types, name);

	if ((!enumeration || !enumeration->is_complete) &&
	    ask(types, PW_SOURCE_ENUM, name))
		enumeration = find_enum(types, name);
	return enumeration;
}

struct pw_enum *pw_enum_declare(struct pw_ctypes *types, const char *name)
{
	struct enum_tag **bucket = NULL, *tag;

	if (name) {
		bucket = &types->enums[bucket_of(name)];
		for (tag = *bucket; tag; tag = tag->next)
			if (!strcmp(tag->enumeration.name, name))
				return &tag->enumeration;
	}
	tag = pw_arena_alloc(types->arena, sizeof(*tag));
	tag->enumeration.name = name ? name : "<anonymous>";
	tag->enumeration.width = 4;
	if (bucket) {
		tag->next = *bucket;
		*bucket = tag;
	}
	return &tag->enumeration;
}

struct pw_enum *pw_enum_foreign(struct pw_ctypes *types, const char *tag,
				uint64_t place)
{
	struct foreign *f = foreign_at(types, place);

	if (!f->enumeration)
		f->enumeration = pw_enum_declare(types, tag);
	return f->enumeration;
}

const struct pw_enum *pw_enum_of_script(const struct pw_ctypes *types,
					const char *name, int64_t *value)
{
	const struct constant *constant;

	for (constant = types->constants[bucket_of(name)]; constant;
	     constant = constant->next)
		if (!strcmp(constant->name, name)) {
			*value = constant->value;
			return constant->enumeration;
		}
	return NULL;
}

const struct pw_enum *pw_enum_of(struct pw_ctypes *types, const char *name,
				 int64_t *value)
{
	const struct pw_enum *found = pw_enum_of_script(types, name, value);

	if (!found && ask(types, PW_SOURCE_ENUMERATOR, name))
		found = pw_enum_of_script(types, name, value);
	return found;
}

bool pw_enum_add(struct pw_ctypes *types, struct pw_enum *enumeration,
		 const char *name, int64_t value)
{
	/* All are made by pw_enum_declare(). */
	struct enum_tag *tag = (struct enum_tag *)enumeration;
	struct pw_enumerator *values = (void *)enumeration->values;
	struct constant *constant, **bucket;
	int64_t other;

	if (pw_enum_of_script(types, name, &other))
		return false;
	values = pw_arena_grow(types->arena, values, enumeration->n_values, 1,
			       sizeof(*values), &tag->room);
	values[enumeration->n_values].name = name;
	values[enumeration->n_values++].value = value;
	enumeration->values = values;
	if (value < INT32_MIN || value > UINT32_MAX)
		enumeration->width = 8;
	bucket = &types->constants[bucket_of(name)];
	constant = pw_arena_alloc(types->arena, sizeof(*constant));
	constant->enumeration = enumeration;
	constant->name = name;
	constant->value = value;
	constant->next = *bucket;
	*bucket = constant;
	return true;
}

/* ---- typedefs ---- */

static const struct name *find_typedef(const struct pw_ctypes *types,
				       const char *name)
{
	const struct name *n;

	for (n = types->typedefs[bucket_of(name)]; n; n = n->next)
		if (!strcmp(n->name, name))
			return n;
	return NULL;
}

bool pw_typedef_of_script(const struct pw_ctypes *types, const char *name,
			  struct pw_ctype *out)
{
	const struct name *n = find_typedef(types, name);

	memset(out, 0, sizeof(*out));
	if (n) {
		*out = n->ctype;
		/* A struct may have got its members since. */
		if (out->type.kind == PW_TYPE_STRUCT)
			*out = pw_ctype_struct(out->type.record);
		return true;
	}
	if (!pw_type_parse(name, &out->type))
		return false;
	out->size = out->align = pw_type_memory_size(&out->type);
	out->is_char = !strcmp(name, "char");
	return true;
}

bool pw_typedef_find(struct pw_ctypes *types, const char *name,
		     struct pw_ctype *out)
{
	return pw_typedef_of_script(types, name, out) ||
	       (ask(types, PW_SOURCE_TYPEDEF, name) &&
		pw_typedef_of_script(types, name, out));
}

bool pw_typedef_add(struct pw_ctypes *types, const char *name,
		    const struct pw_ctype *ctype)
{
	const struct name *old = find_typedef(types, name);
	struct name *n;

	if (old)
		return pw_type_equal(&old->ctype.type, &ctype->type);
	n = pw_arena_alloc(types->arena, sizeof(*n));
	n->name = name;
	n->ctype = *ctype;
	n->next = types->typedefs[bucket_of(name)];
	types->typedefs[bucket_of(name)] = n;
	return true;
}

/* ---- made of others ---- */

struct pw_ctype pw_ctype_array(struct pw_ctypes *types,
			       const struct pw_ctype *of, uint32_t n)
{
	uint64_t size = (uint64_t)of->size * n;
	struct pw_ctype array;

	memset(&array, 0, sizeof(array));
	array.size = size > INT32_MAX ? INT32_MAX : (uint32_t)size;
	array.align = of->align;
	if (of->is_char)
		array.type = pw_type_string(array.size + 1);
	else if (of->type.kind != PW_TYPE_NONE)
		array.type = pw_type_array(types->arena, &of->type, n);
	return array;
}

struct pw_ctype pw_ctype_pointer(struct pw_ctypes *types,
				 const struct pw_ctype *to)
{
	struct pw_ctype pointer = {
		pw_type_pointer(types->arena, &to->type), 8, 8, false
	};

	return pointer;
}
