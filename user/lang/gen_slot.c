// SPDX-License-Identifier: GPL-2.0
/*
 * Code for what lies in the frame: strings, addresses, tuples, keys of maps. A
 * value may be asked for in a wider type than its own: then a string's slot is
 * filled up with zeros, as the engine wants it.
 */
#include <string.h>
#include "lang/builtins.h"
#include "lang/gen.h"

bool pw_is_scalar(const struct pw_type *type)
{
	if (pw_type_is_castable(type))
		return true;
	switch (type->kind) {
	case PW_TYPE_INT:
	case PW_TYPE_BOOL:
	case PW_TYPE_TIME:
	case PW_TYPE_CGROUP_PATH:
	case PW_TYPE_DISK:
	case PW_TYPE_USER:
	case PW_TYPE_KSYM:
	case PW_TYPE_USYM:
	case PW_TYPE_KSTACK:
	case PW_TYPE_USTACK:
	case PW_TYPE_PROBE:
	case PW_TYPE_FUNC:
		return true;
	default:
		return false;
	}
}

/* Bytes behind `from` up to `to`; what marked a cut string must go too. */
static void widen(struct pw_gen *g, uint32_t offset, uint32_t from, uint32_t to)
{
	if (from >= to)
		return;
	pw_gen_frame(g, PW_OP_ZERO, offset + from, 0, to - from);
	pw_gen_frame(g, PW_OP_CSTR, offset, 0, to);
}

static void gen_name(struct pw_gen *g, bool is_func, uint32_t offset,
		     uint32_t size)
{
	struct pw_insn *insn = pw_gen_insn(g, PW_OP_PROBENAME);

	insn->off = offset;
	insn->hi = size;
	insn->aux = is_func ? PW_NAME_FUNC : PW_NAME_PROBE;
}

/* Where element `index` of a tuple at `offset` is. */
static uint32_t element_at(uint32_t offset, const struct pw_type *type,
			   uint64_t index)
{
	for (uint64_t i = 0; i < index; i++)
		offset += type->elems[i].size;
	return offset;
}

/* Which element of `want` is the one that `have` has at i: by its name. */
static uint32_t place_in(const struct pw_type *want,
			 const struct pw_type *have, uint32_t i)
{
	uint32_t at = i;

	if (have->names)
		pw_type_find_name(want, have->names[i], &at);
	return at;
}

void pw_gen_copy_as(struct pw_gen *g, uint32_t from,
		    const struct pw_type *have, uint32_t to,
		    const struct pw_type *want)
{
	if (have->kind == PW_TYPE_TUPLE && !pw_type_same_layout(have, want)) {
		for (uint32_t i = 0; i < have->n_elems; i++) {
			uint32_t at = place_in(want, have, i);

			pw_gen_copy_as(g, from, &have->elems[i],
				       to + element_at(0, want, at),
				       &want->elems[at]);
			from += have->elems[i].size;
		}
		return;
	}
	if (want->kind == PW_TYPE_STRING && have->kind != PW_TYPE_STRING) {
		/* Only this hit's own name can be had now. */
		pw_error(g->c->diags, g->span, "the name of a stored probe "
			 "mixed with other strings is not supported yet");
		return;
	}
	pw_gen_frame(g, PW_OP_COPY, to, from, have->size);
	if (want->kind == PW_TYPE_STRING)
		widen(g, to, have->size, want->size);
	else if (want->kind == PW_TYPE_BUF)
		pw_gen_frame(g, PW_OP_ZERO, to + have->size, 0,
			     want->size - have->size);
}

static void gen_literal(struct pw_gen *g, const struct pw_expr *e,
			uint32_t offset, uint32_t size)
{
	uint32_t own = e->type.size;

	/* A short tail of zeros is cheaper as part of the constant. */
	if (size <= 2 * own + 16)
		own = size;
	pw_gen_frame(g, PW_OP_CONST, offset, pw_gen_literal(g, e->text, own),
		     own);
	pw_gen_frame(g, PW_OP_ZERO, offset + own, 0, size - own);
}

static void gen_builtin(struct pw_gen *g, struct pw_expr *e,
			uint32_t offset, uint32_t size)
{
	const struct pw_builtin *builtin = e->info;

	if (builtin->id == PW_BUILTIN_TASK) {
		pw_gen_task_comm(g, e, offset);
		pw_gen_frame(g, PW_OP_ZERO, offset + 16, 0, size - 16);
		return;
	}
	if (builtin->id != PW_BUILTIN_COMM) {
		gen_name(g, builtin->id == PW_BUILTIN_FUNC, offset, size);
		return;
	}
	pw_gen_frame(g, PW_OP_COMM, offset, 0, 16);
	pw_gen_frame(g, PW_OP_ZERO, offset + 16, 0, size - 16);
}

static void gen_field(struct pw_gen *g, const struct pw_expr *e,
		      uint32_t offset, uint32_t size)
{
	const struct pw_tp_field *field = e->info;
	struct pw_insn *insn;

	if (g->rec_size < field->offset + field->size)
		g->rec_size = field->offset + field->size;
	if (field->kind == PW_FIELD_DATA_LOC ||
	    field->kind == PW_FIELD_REL_LOC) {
		insn = pw_gen_insn(g, PW_OP_RECSTR);
		insn->aux = field->kind == PW_FIELD_REL_LOC;
		insn->off = offset;
		insn->lo = field->offset |
			   pw_type_str_chars(g->c->max_strlen) << 16;
		insn->hi = size;
		return;
	}
	pw_gen_frame(g, PW_OP_RECBYTES, offset, field->offset, field->size);
	if (field->kind != PW_FIELD_CHARS)
		return;
	if (size > e->type.size)
		pw_gen_frame(g, PW_OP_ZERO, offset + e->type.size, 0,
			     size - e->type.size);
	pw_gen_frame(g, PW_OP_CSTR, offset, 0, size);
}

static void gen_map_value(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
			  const struct pw_type *type)
{
	const struct pw_type *have = &e->symbol->type;
	uint32_t key = pw_gen_key(g, e->symbol, e->args);
	uint32_t to = offset;

	if (have->kind == PW_TYPE_TUPLE && !pw_type_same_layout(have, type))
		to = pw_gen_space(g, have->size);
	pw_gen_lookup(g, e->symbol, key);
	pw_gen_map(g, PW_OP_MAPGETV, e->symbol, key)->hi = to;
	if (to != offset)
		pw_gen_copy_as(g, to, have, offset, type);
	else if (type->kind == PW_TYPE_STRING)
		widen(g, offset, have->size, type->size);
	else if (type->kind == PW_TYPE_BUF)
		pw_gen_frame(g, PW_OP_ZERO, offset + have->size, 0,
			     type->size - have->size);
}

static void gen_choice(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
		       const struct pw_type *type)
{
	struct pw_label otherwise = { 0 }, end = { 0 };

	pw_gen_cond(g, e->a, &otherwise, false);
	pw_gen_slot(g, e->b, offset, type);
	pw_gen_jump(g, &end);
	pw_gen_bind(g, &otherwise);
	pw_gen_slot(g, e->c, offset, type);
	pw_gen_bind(g, &end);
}

static void gen_tuple(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
		      const struct pw_type *type)
{
	struct pw_expr *arg = e->args;

	if (!type->n_elems)
		pw_gen_frame(g, PW_OP_ZERO, offset, 0, type->size);
	for (uint32_t i = 0; i < type->n_elems; i++, arg = arg->next) {
		uint32_t at = place_in(type, &e->type, i);

		pw_gen_slot(g, arg, element_at(offset, type, at),
			    &type->elems[at]);
	}
}

/* A number as the bytes that it has in memory, the others 0. */
static void gen_bytes_of(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
			 uint32_t length)
{
	struct pw_num num = pw_gen_num(g, e, PW_NO_REG), cut;

	if (length < 8 && num.is_known) {
		num.number &= (1ull << 8 * length) - 1;
	} else if (length < 8) {
		pw_gen_drop(g, num);
		cut = pw_gen_target(g, PW_NO_REG);
		pw_gen_op(g, PW_OP_AND, cut.reg, num.reg,
			  pw_gen_known((1ull << 8 * length) - 1));
		num = cut;
	}
	pw_gen_store(g, offset, num);
	pw_gen_drop(g, num);
}

/* To an array or a longer string. */
static void gen_cast(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
		     const struct pw_type *type)
{
	if (pw_is_scalar(&e->a->type))
		gen_bytes_of(g, e->a, offset, type->length);
	else if (e->type.kind == PW_TYPE_STRING)
		pw_gen_slot(g, e->a, offset, type);
	else
		pw_gen_slot(g, e->a, offset, &e->a->type);
}

/* Everything that is not in a register. */
static void gen_object(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
		       const struct pw_type *type)
{
	switch (e->kind) {
	case PW_EXPR_STRING:
		gen_literal(g, e, offset, type->size);
		break;
	case PW_EXPR_IDENT:
		gen_builtin(g, e, offset, type->size);
		break;
	case PW_EXPR_MAP:
		gen_map_value(g, e, offset, type);
		break;
	case PW_EXPR_TERNARY:
		gen_choice(g, e, offset, type);
		break;
	case PW_EXPR_TUPLE:
		gen_tuple(g, e, offset, type);
		break;
	case PW_EXPR_BLOCK:
		pw_gen_block_slot(g, e, offset, type);
		break;
	case PW_EXPR_CALL:
		if (e->type.kind == PW_TYPE_INET)
			pw_gen_ntop(g, e, offset);
		else if (!pw_gen_object_call(g, e, offset, type->size))
			pw_gen_str(g, e, offset, type->size);
		break;
	case PW_EXPR_CAST:
		gen_cast(g, e, offset, type);
		break;
	default:
		if (e->kind == PW_EXPR_FIELD && e->a->type.kind == PW_TYPE_ARGS)
			gen_field(g, e, offset, type->size);
		else if (pw_gen_is_ref(e) && (e->type.kind != PW_TYPE_TUPLE ||
			 pw_type_same_layout(&e->type, type)))
			pw_gen_ref_slot(g, pw_gen_ref(g, e), &e->type, offset,
					type->size);
		else
			pw_gen_copy_as(g, pw_gen_place(g, e), &e->type, offset,
				       type);
	}
}

void pw_gen_slot(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
		 const struct pw_type *type)
{
	struct pw_span span = g->span;
	struct pw_num num;

	g->span = e->span;
	if (type->kind == PW_TYPE_STRING && e->kind == PW_EXPR_IDENT) {
		gen_builtin(g, e, offset, type->size);
	} else if (type->kind == PW_TYPE_STRING && pw_is_scalar(&e->type) &&
		   e->kind == PW_EXPR_TERNARY) {
		gen_choice(g, e, offset, type);
	} else if (type->kind == PW_TYPE_STRING && pw_is_scalar(&e->type)) {
		pw_gen_copy_as(g, offset, &e->type, offset, type);
	} else if (pw_is_scalar(&e->type)) {
		num = pw_gen_num(g, e, PW_NO_REG);
		pw_gen_store(g, offset, num);
		pw_gen_drop(g, num);
	} else {
		gen_object(g, e, offset, type);
	}
	g->span = span;
}

uint32_t pw_gen_place(struct pw_gen *g, struct pw_expr *e)
{
	bool is_part = e->kind == PW_EXPR_FIELD || e->kind == PW_EXPR_INDEX;
	uint32_t offset;

	if (e->kind == PW_EXPR_VAR && !e->symbol->in_register)
		return e->symbol->place;
	if (is_part && e->a->type.kind == PW_TYPE_TUPLE)
		return element_at(pw_gen_place(g, e->a), &e->a->type,
				  e->number);
	offset = pw_gen_space(g, e->type.size);
	pw_gen_slot(g, e, offset, &e->type);
	return offset;
}

uint32_t pw_gen_text(struct pw_gen *g, struct pw_expr *e, uint32_t *size)
{
	struct pw_type type = e->type;
	uint32_t offset;

	if (type.kind == PW_TYPE_STRING) {
		*size = type.size;
		return pw_gen_place(g, e);
	}
	type = pw_type_string(g->c->name_length);
	offset = pw_gen_space(g, type.size);
	pw_gen_slot(g, e, offset, &type);
	*size = type.size;
	return offset;
}

/* A variable that is the whole key already. */
static bool is_whole_key(const struct pw_expr *e, const struct pw_type *key)
{
	if (e->next || e->kind != PW_EXPR_VAR || e->symbol->in_register)
		return false;
	if (e->type.kind == PW_TYPE_TUPLE && !e->type.names)
		return pw_type_same_layout(&e->type, key);
	return key->n_elems == 1 &&
	       pw_type_same_layout(&e->type, &key->elems[0]);
}

/* The map's key at `at`, from a list that is the key or one tuple. */
static void fill_key(struct pw_gen *g, const struct pw_symbol *map,
		     struct pw_expr *list, uint32_t at)
{
	struct pw_type type;

	if (list && !list->next && list->type.kind == PW_TYPE_TUPLE &&
	    !list->type.names && list->type.n_elems) {
		type = pw_type_tuple(g->c->arena, map->keys, map->n_keys);
		pw_gen_slot(g, list, at, &type);
		return;
	}
	for (uint32_t i = 0; list; i++, list = list->next) {
		pw_gen_slot(g, list, at, &map->keys[i]);
		at += map->keys[i].size;
	}
}

uint32_t pw_gen_bucket_key(struct pw_gen *g, const struct pw_symbol *map,
			   struct pw_expr *list)
{
	uint32_t size = 8, offset;

	for (uint32_t i = 0; list && i < map->n_keys; i++)
		size += map->keys[i].size;
	offset = pw_gen_space(g, size);
	fill_key(g, map, list, offset);
	return offset;
}

uint32_t pw_gen_key(struct pw_gen *g, const struct pw_symbol *map,
		    struct pw_expr *list)
{
	struct pw_type type;
	uint32_t offset;

	if (!list)
		return 0;
	type = pw_type_tuple(g->c->arena, map->keys, map->n_keys);
	if (is_whole_key(list, &type))
		return list->symbol->place;
	offset = pw_gen_space(g, type.size);
	fill_key(g, map, list, offset);
	return offset;
}
