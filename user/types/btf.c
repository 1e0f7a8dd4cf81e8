// SPDX-License-Identifier: GPL-2.0
/*
 * From BTF to the compiler's types, as dwarf.c does it with debug info. What is
 * asked for is looked for from the beginning: that is seldom, and takes a
 * millisecond.
 */
#include <stdlib.h>
#include "lang/ctype.h"
#include "types/btf_file.h"
#include "types/members.h"

struct decode {
	struct pw_btf *btf;
	struct pw_ctypes *types;
	unsigned int depth;
};

static struct pw_ctype decode(struct decode *d, uint32_t id);

static const char *copy(struct decode *d, uint32_t name)
{
	const char *text = string(d->btf, name);

	return *text ? pw_arena_strdup(pw_ctypes_arena(d->types), text) : NULL;
}

static struct pw_ctype int_type(const struct pw_btf *btf, const struct type *t)
{
	uint32_t data = *(const uint32_t *)(t + 1), width = t->size;
	struct pw_ctype ctype;

	memset(&ctype, 0, sizeof(ctype));
	ctype.size = ctype.align = width;
	if (width == 1 || width == 2 || width == 4 || width == 8)
		ctype.type = pw_type_int(width, data >> 24 & 1);
	ctype.is_char = !strcmp(string(btf, t->name), "char");
	if (ctype.is_char)
		ctype.type = pw_type_int(1, true);
	return ctype;
}

static struct pw_ctype enum_type(struct decode *d, uint32_t id,
				 const struct type *t)
{
	bool is_wide = kind_of(t) == KIND_ENUM64;
	struct pw_enum *enumeration;
	struct pw_ctype ctype;

	enumeration = pw_enum_foreign(d->types, copy(d, t->name),
				      place_of(d->btf, id));
	for (uint32_t i = 0; !enumeration->is_complete && i < count_of(t);
	     i++) {
		const struct value *v = (const void *)((const char *)(t + 1) +
						       i * (is_wide ? 12 : 8));
		int64_t n = (int64_t)v->low;

		if (is_wide)
			n = (int64_t)((uint64_t)v->high << 32 | v->low);
		else if (has_flag(t))
			n = (int32_t)v->low;
		pw_enum_add(d->types, enumeration, copy(d, v->name), n);
	}
	if (!enumeration->is_complete)
		enumeration->width = t->size;
	enumeration->is_complete = true;
	memset(&ctype, 0, sizeof(ctype));
	ctype.type = pw_type_enum(enumeration);
	ctype.size = ctype.align = enumeration->width;
	return ctype;
}

static struct pw_ctype array_type(struct decode *d, const struct type *t)
{
	const uint32_t *array = (const void *)(t + 1);
	struct pw_ctype of = decode(d, array[0]);

	return pw_ctype_array(d->types, &of, array[2] > INT32_MAX ? 0 :
			      array[2]);
}

static struct pw_ctype decode_known(struct decode *d, uint32_t id,
				    const struct type *t)
{
	bool is_union = kind_of(t) == KIND_UNION;
	struct pw_ctype ctype;

	memset(&ctype, 0, sizeof(ctype));
	switch (kind_of(t)) {
	case KIND_INT:
		return int_type(d->btf, t);
	case KIND_PTR:
		ctype = decode(d, t->size);
		return pw_ctype_pointer(d->types, &ctype);
	case KIND_ARRAY:
		return array_type(d, t);
	case KIND_STRUCT:
	case KIND_UNION:
		return pw_ctype_struct(pw_struct_foreign(d->types, is_union,
							 copy(d, t->name),
							 place_of(d->btf, id),
							 t->size));
	case KIND_FWD:
		return pw_ctype_struct(pw_struct_declare(d->types, has_flag(t),
							 copy(d, t->name)));
	case KIND_ENUM:
	case KIND_ENUM64:
		return enum_type(d, id, t);
	case KIND_TYPEDEF:
	case KIND_VOLATILE:
	case KIND_CONST:
	case KIND_RESTRICT:
	case KIND_TYPE_TAG:
		return decode(d, t->size);
	case KIND_FLOAT:
		ctype.size = ctype.align = t->size;
		return ctype;
	default:
		return ctype;
	}
}

static struct pw_ctype decode(struct decode *d, uint32_t id)
{
	const struct type *t = type_at(d->btf, id);
	struct pw_ctype ctype;

	memset(&ctype, 0, sizeof(ctype));
	if (!t || d->depth >= MAX_DEPTH)
		return ctype;
	d->depth++;
	ctype = decode_known(d, id, t);
	d->depth--;
	return ctype;
}

/* ---- members ---- */

static void add_member(struct decode *d, struct pw_members *m,
		       const struct member *from, bool is_flagged)
{
	uint32_t bits = is_flagged ? from->offset >> 24 : 0;
	uint32_t bit = is_flagged ? from->offset & 0xffffff : from->offset;
	struct pw_ctype ctype = decode(d, from->type);

	pw_members_add(m, copy(d, from->name), &ctype, bit, bits);
}

static void load(void *data, struct pw_struct *record)
{
	struct decode d = { data, record->lazy->types, 0 };
	struct pw_members m = { d.types, record, NULL, 0, 0 };
	const struct type *t;
	const struct member *from;

	t = type_at(d.btf, (uint32_t)record->lazy->place);
	if (!t || (kind_of(t) != KIND_STRUCT && kind_of(t) != KIND_UNION))
		return;
	from = (const void *)(t + 1);
	for (uint32_t i = 0; i < count_of(t); i++)
		add_member(&d, &m, &from[i], has_flag(t));
	pw_members_end(&m);
}

/* ---- what is asked ---- */

/* The number of the first of that kind and name; 0: none. */
static uint32_t find_named(const struct pw_btf *btf, enum kind kind,
			   enum kind other, const char *name)
{
	for (uint32_t id = btf->first; id < btf->n_types; id++) {
		const struct type *t = type_at(btf, id);

		if ((kind_of(t) == kind || kind_of(t) == other) &&
		    !strcmp(string(btf, t->name), name))
			return id;
	}
	return 0;
}

static uint32_t find_enumerator(const struct pw_btf *btf, const char *name)
{
	for (uint32_t id = btf->first; id < btf->n_types; id++) {
		const struct type *t = type_at(btf, id);
		uint32_t step = kind_of(t) == KIND_ENUM ? 2 : 3;
		const uint32_t *v = (const void *)(t + 1);

		if (kind_of(t) != KIND_ENUM && kind_of(t) != KIND_ENUM64)
			continue;
		for (uint32_t i = 0; i < count_of(t); i++)
			if (!strcmp(string(btf, v[i * step]), name))
				return id;
	}
	return 0;
}

static uint32_t find_id(const struct pw_btf *btf, enum pw_source_kind kind,
			const char *name)
{
	switch (kind) {
	case PW_SOURCE_STRUCT:
		if (!strncmp(name, "struct ", 7))
			return find_named(btf, KIND_STRUCT, KIND_STRUCT,
					  name + 7);
		return strncmp(name, "union ", 6) ? 0 :
		       find_named(btf, KIND_UNION, KIND_UNION, name + 6);
	case PW_SOURCE_ENUM:
		return find_named(btf, KIND_ENUM, KIND_ENUM64, name);
	case PW_SOURCE_TYPEDEF:
		return find_named(btf, KIND_TYPEDEF, KIND_TYPEDEF, name);
	default:
		return find_enumerator(btf, name);
	}
}

static bool find(void *data, struct pw_ctypes *types, enum pw_source_kind kind,
		 const char *name)
{
	struct decode d = { data, types, 0 };
	uint32_t id = find_id(d.btf, kind, name);
	struct pw_ctype ctype;

	if (!id)
		return false;
	ctype = decode(&d, id);
	return kind != PW_SOURCE_TYPEDEF ||
	       pw_typedef_add(types, pw_arena_strdup(pw_ctypes_arena(types),
						     name), &ctype);
}

static int by_name(const void *a, const void *b)
{
	const struct function *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* A listing asks for each of many thousands. */
static void index_functions(struct pw_btf *btf)
{
	const struct type *t, *proto;

	btf->functions = calloc(btf->n_types - btf->first + 1,
				sizeof(*btf->functions));
	for (uint32_t id = btf->first; btf->functions && id < btf->n_types;
	     id++) {
		t = type_at(btf, id);
		proto = kind_of(t) == KIND_FUNC ? type_at(btf, t->size) : NULL;
		if (!proto || kind_of(proto) != KIND_PROTO)
			continue;
		btf->functions[btf->n_functions].name = string(btf, t->name);
		btf->functions[btf->n_functions++].proto = proto;
	}
	if (btf->n_functions)
		qsort(btf->functions, btf->n_functions,
		      sizeof(*btf->functions), by_name);
}

const struct type *pw_btf_function(struct pw_btf *btf, const char *name)
{
	struct function key = { name, NULL }, *found;

	if (!btf->functions)
		index_functions(btf);
	if (!btf->n_functions)
		return NULL;
	found = bsearch(&key, btf->functions, btf->n_functions, sizeof(key),
			by_name);
	return found ? found->proto : NULL;
}

static bool prototype(void *data, struct pw_ctypes *types, const char *function,
		      struct pw_prototype *out)
{
	struct decode d = { data, types, 0 };
	struct pw_arena *arena = pw_ctypes_arena(types);
	const struct type *t = pw_btf_function(d.btf, function);
	struct pw_type *list, *returns;
	const struct param *param;
	const char **names;
	uint32_t i, n;

	if (!t)
		return false;
	n = count_of(t);
	param = (const void *)(t + 1);
	names = pw_arena_array(arena, n, sizeof(*names));
	list = pw_arena_array(arena, n, sizeof(*list));
	returns = pw_arena_alloc(arena, sizeof(*returns));
	*returns = decode(&d, t->size).type;
	for (i = 0; i < n; i++) {
		names[i] = copy(&d, param[i].name);
		/* "...", or one that has no name. */
		if (!names[i])
			break;
		list[i] = decode(&d, param[i].type).type;
	}
	out->n_params = i;
	out->names = names;
	out->types = list;
	out->returns = returns;
	return true;
}

static bool constant(void *data, struct pw_ctypes *types, const char *macro,
		     struct pw_constant *out)
{
	(void)data;
	(void)types;
	(void)macro;
	(void)out;
	return false;
}

static unsigned int nearest(void *data, enum pw_source_kind kind,
			    const char *name, const char **out,
			    unsigned int max)
{
	(void)data;
	(void)kind;
	(void)name;
	(void)out;
	(void)max;
	return 0;
}

static const char *about(void *data)
{
	(void)data;
	return "names are looked up in the kernel's BTF, " PW_BTF_FILE;
}

void pw_btf_set_source(struct pw_btf *btf)
{
	btf->source.data = btf;
	btf->source.find = find;
	btf->source.load = load;
	btf->source.prototype = prototype;
	btf->source.constant = constant;
	btf->source.nearest = nearest;
	btf->source.about = about;
}
