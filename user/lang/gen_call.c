// SPDX-License-Identifier: GPL-2.0
/*
 * Code for calls. What is printed goes into a record: its numbers lie side by
 * side in the frame and become one segment, its strings are segments of their
 * own, taken from where they are.
 */
#include <string.h>
#include <probewire/protocol.h>
#include "lang/builtins.h"
#include "lang/gen.h"

#define PW_JOIN_MAX 16		/* strings, as in bpftrace */
#define PW_JOIN_SIZE 1024	/* bytes of each */
#define DEFAULT_TIME_FORMAT "%H:%M:%S\n"

static struct pw_num gen_key_op(struct pw_gen *g, enum pw_opcode op,
				struct pw_expr *e, uint8_t want)
{
	struct pw_expr *list = e->args->next ? e->args->next : e->args->args;
	struct pw_num num;
	uint32_t key;

	if (pw_is_bucketed(&e->symbol->type)) {
		key = pw_gen_bucket_key(g, e->symbol, list);
		return pw_gen_buckets(g, op, e->symbol, key, want);
	}
	key = pw_gen_key(g, e->symbol, list);
	num = pw_gen_target(g, want);

	pw_gen_map(g, op, e->symbol, key)->dst = num.reg;
	return num;
}

static struct pw_num gen_strncmp(struct pw_gen *g, struct pw_expr *e,
				 uint8_t want)
{
	struct pw_expr *a = e->args, *b = a->next;
	uint64_t n = b->next->number;
	uint32_t at_a, at_b, size_a, size_b, size;
	struct pw_insn *insn;
	struct pw_num num;

	if (!n)
		return pw_gen_known(0);
	at_a = pw_gen_text(g, a, &size_a);
	at_b = pw_gen_text(g, b, &size_b);
	size = size_a < size_b ? size_a : size_b;
	num = pw_gen_target(g, want);
	insn = pw_gen_insn(g, PW_OP_STREQ);
	insn->dst = num.reg;
	insn->off = at_a;
	insn->lo = at_b;
	insn->hi = n < size ? (uint32_t)n : size;
	pw_gen_op(g, PW_OP_XOR, num.reg, num.reg, pw_gen_known(1));
	return num;
}

static struct pw_num gen_len(struct pw_gen *g, struct pw_expr *e, uint8_t want)
{
	struct pw_insn *insn;
	struct pw_num num;

	if (pw_type_is_stack(&e->args->type))
		return pw_gen_stack_len(g, e, want);
	num = pw_gen_target(g, want);
	insn = pw_gen_insn(g, PW_OP_MAPLEN);
	insn->dst = num.reg;
	insn->lo = e->symbol->number;
	return num;
}

/* The variable becomes the map's value at `key`. */
static void gen_found(struct pw_gen *g, struct pw_symbol *map, uint32_t key,
		      struct pw_symbol *var)
{
	struct pw_type type = pw_type_read(&map->type);
	struct pw_num value;
	uint32_t at;

	if (pw_is_scalar(&type)) {
		value = pw_gen_target(g, PW_NO_REG);
		pw_gen_map(g, PW_OP_MAPGET, map, key)->dst = value.reg;
		pw_gen_set_scalar(g, var, value, &type);
		return;
	}
	at = pw_type_same_layout(&type, &var->type) ? var->place :
	     pw_gen_space(g, type.size);
	pw_gen_map(g, PW_OP_MAPGETV, map, key)->hi = at;
	if (at != var->place)
		pw_gen_copy_as(g, at, &type, var->place, &var->type);
}

static struct pw_num gen_find(struct pw_gen *g, struct pw_expr *e, uint8_t want)
{
	uint32_t key = pw_gen_key(g, e->symbol, e->args->next);
	struct pw_num num = pw_gen_target(g, want);
	struct pw_label no = { 0 };

	pw_gen_map(g, PW_OP_MAPHAS, e->symbol, key)->dst = num.reg;
	pw_gen_branch(g, PW_OP_JEQ, num.reg, pw_gen_known(0), &no);
	gen_found(g, e->symbol, key, e->b->symbol);
	pw_gen_bind(g, &no);
	return num;
}

struct pw_num pw_gen_call(struct pw_gen *g, struct pw_expr *e, uint8_t want)
{
	const struct pw_func *func = e->info;
	struct pw_num num;

	if (pw_gen_function(g, e, want, &num))
		return num;
	switch (func->id) {
	case PW_FUNC_DELETE:
		return gen_key_op(g, PW_OP_MAPDEL, e, want);
	case PW_FUNC_HAS_KEY:
		return gen_key_op(g, PW_OP_MAPHAS, e, want);
	case PW_FUNC_LEN:
		return gen_len(g, e, want);
	case PW_FUNC_FIND:
		return gen_find(g, e, want);
	case PW_FUNC_STRNCMP:
		return gen_strncmp(g, e, want);
	case PW_FUNC_STRFTIME:
		if (e->args->next)
			return pw_gen_num(g, e->args->next, want);
		return pw_gen_ctx(g, PW_CTX_NSECS, want);
	case PW_FUNC_CGROUP_PATH:
	case PW_FUNC_DISK_NAME:
		return pw_gen_num(g, e->args, want);
	default:
		return pw_gen_known(0);
	}
}

/* A string that has one already, cut to a length. */
static void gen_shortened(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
			  uint32_t size)
{
	struct pw_type type = e->type;
	struct pw_num length;
	struct pw_insn *insn;

	type.size = size;
	pw_gen_slot(g, e->args, offset, &type);
	length = pw_gen_in_reg(g, pw_gen_num(g, e->args->next, PW_NO_REG));
	insn = pw_gen_insn(g, PW_OP_CSTR);
	insn->off = offset;
	insn->hi = size;
	insn->lo = 1u + length.reg;
	pw_gen_drop(g, length);
}

void pw_gen_str(struct pw_gen *g, struct pw_expr *e, uint32_t offset,
		uint32_t size)
{
	uint32_t max = pw_type_str_chars(g->c->max_strlen);
	struct pw_expr *length = e->args->next;
	struct pw_num address, limit = pw_gen_known(0);
	struct pw_insn *insn;
	uint32_t slot;

	if (e->args->type.kind == PW_TYPE_STRING) {
		gen_shortened(g, e, offset, size);
		return;
	}
	if (length) {
		pw_gen_operands(g, e->args, length, &address, &limit);
		/* One that is known and fits marks nothing as cut. */
		if (limit.is_known && limit.number < g->c->max_strlen)
			max = 0;
		limit = pw_gen_in_reg(g, limit);
	} else {
		address = pw_gen_num(g, e->args, PW_NO_REG);
	}
	address = pw_gen_in_reg(g, address);
	slot = pw_gen_before_read(g, address);
	insn = pw_gen_insn(g, PW_OP_STR);
	insn->src = address.reg;
	insn->aux = pw_gen_space_of(&e->args->type);
	insn->off = offset;
	insn->hi = size;
	insn->lo = (length ? 1u + limit.reg : 0) | max << 16;
	pw_gen_after_read(g, slot, "_str");
	pw_gen_drop(g, address);
	pw_gen_drop(g, limit);
}

/*
 * The four bytes of an IPv4 address lie in memory as they came: an integer
 * goes back the way it was loaded.
 */
static void store_ipv4(struct pw_gen *g, struct pw_expr *e, uint32_t offset)
{
	struct pw_type u32_type = pw_type_int(4, false);
	struct pw_num from = pw_gen_in_reg(g, pw_gen_num(g, e, PW_NO_REG));
	struct pw_num num;

	if (e->type.is_signed || e->type.width > 4 ||
	    __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) {
		pw_gen_drop(g, from);
		num = pw_gen_target(g, PW_NO_REG);
		pw_gen_mov(g, num.reg, from);
		pw_gen_cut(g, num.reg, &e->type, &u32_type);
		if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
			pw_gen_op(g, PW_OP_SHL, num.reg, num.reg,
				  pw_gen_known(32));
		from = num;
	}
	pw_gen_store(g, offset, from);
	pw_gen_drop(g, from);
}

/* The address family, then 16 bytes of address. */
void pw_gen_ntop(struct pw_gen *g, struct pw_expr *e, uint32_t offset)
{
	struct pw_expr *address = e->args;
	struct pw_num family;
	bool is_ipv6;

	if (e->n_args == 2)
		address = address->next;
	is_ipv6 = address->type.kind == PW_TYPE_BYTES &&
		  address->type.length == 16;
	if (e->n_args == 2)
		family = pw_gen_num(g, e->args, PW_NO_REG);
	else
		family = pw_gen_known(is_ipv6 ? 10 : 2);
	pw_gen_store(g, offset, family);
	pw_gen_drop(g, family);
	if (address->type.kind == PW_TYPE_BYTES)
		pw_gen_slot(g, address, offset + 8, &address->type);
	else
		store_ipv4(g, address, offset + 8);
	if (!is_ipv6)
		pw_gen_store(g, offset + 16, pw_gen_known(0));
}

/* ---- records ---- */

static struct pw_action *new_record(struct pw_gen *g,
				    enum pw_action_kind kind)
{
	struct pw_arena *arena = g->c->arena;
	struct pw_action *action;
	struct pw_rec_def *rec;

	g->recs = pw_arena_grow(arena, g->recs, g->n_recs, 1,
				sizeof(*g->recs), &g->recs_room);
	g->actions = pw_arena_grow(arena, g->actions, g->n_recs, 1,
				   sizeof(*g->actions), &g->actions_room);
	g->calls = pw_arena_grow(arena, g->calls, g->n_recs, 1,
				 sizeof(*g->calls), &g->calls_room);
	g->calls[g->n_recs] = g->span;
	rec = &g->recs[g->n_recs];
	action = &g->actions[g->n_recs++];
	memset(action, 0, sizeof(*action));
	action->kind = kind;
	rec->first_seg = (uint32_t)g->n_segs;
	rec->n_segs = 0;
	return action;
}

static void add_seg(struct pw_gen *g, uint32_t offset, uint32_t size,
		    enum pw_seg_kind kind)
{
	struct pw_rec_def *rec = &g->recs[g->n_recs - 1];
	struct pw_seg *seg;

	if (rec->n_segs && kind == PW_SEG_RAW) {
		seg = &g->segs[g->n_segs - 1];
		if (seg->kind == PW_SEG_RAW &&
		    seg->offset + seg->size == offset) {
			seg->size += size;
			return;
		}
	}
	g->segs = pw_arena_grow(g->c->arena, g->segs, g->n_segs, 1,
				sizeof(*g->segs), &g->segs_room);
	seg = &g->segs[g->n_segs++];
	memset(seg, 0, sizeof(*seg));
	seg->offset = offset;
	seg->size = size;
	seg->kind = kind;
	rec->n_segs++;
}

static void check_record(struct pw_gen *g)
{
	const struct pw_rec_def *rec = &g->recs[g->n_recs - 1];
	uint32_t size = sizeof(struct pw_record);

	for (uint32_t i = 0; i < rec->n_segs; i++)
		size += g->segs[rec->first_seg + i].size +
			(uint32_t)sizeof(struct pw_str);
	if (rec->n_segs > PW_SEGS_MAX)
		pw_error(g->c->diags, g->span, "this prints more than %u "
			 "strings and groups of numbers at once", PW_SEGS_MAX);
	else if (size > PW_RECORD_MAX)
		pw_error(g->c->diags, g->span, "what this prints may have %u "
			 "bytes, the limit is %u (a lower max_strlen makes "
			 "strings shorter)", size, PW_RECORD_MAX);
}

/*
 * A record of the values of a list of expressions, as segments and for the
 * command. The values come first: one may be a block that prints, too.
 */
static struct pw_action *gen_values(struct pw_gen *g,
				    enum pw_action_kind kind,
				    struct pw_expr *list, uint32_t n)
{
	struct pw_arena *arena = g->c->arena;
	struct pw_type *values = pw_arena_array(arena, n, sizeof(*values));
	uint32_t *places = pw_arena_array(arena, n, sizeof(*places));
	struct pw_action *action;
	uint32_t raw = 0, i = 0;
	struct pw_expr *e;

	for (e = list; e; e = e->next)
		if (e->type.kind != PW_TYPE_STRING)
			raw += e->type.size;
	raw = pw_gen_space(g, raw);
	for (e = list; e; e = e->next, i++) {
		values[i] = pw_type_read(&e->type);
		if (e->type.kind == PW_TYPE_STRING) {
			places[i] = pw_gen_place(g, e);
			continue;
		}
		places[i] = raw;
		pw_gen_slot(g, e, raw, &e->type);
		raw += e->type.size;
	}
	action = new_record(g, kind);
	action->values = values;
	action->n_values = n;
	for (i = 0; i < n; i++)
		pw_type_load(&values[i]);
	for (i = 0, e = list; e; e = e->next, i++)
		add_seg(g, places[i], e->type.size,
			e->type.kind == PW_TYPE_STRING ? PW_SEG_STR :
			PW_SEG_RAW);
	check_record(g);
	return action;
}

static void emit(struct pw_gen *g)
{
	pw_gen_insn(g, PW_OP_EMIT)->lo = (uint32_t)g->n_recs - 1;
}

void pw_gen_message(struct pw_gen *g, enum pw_action_kind kind,
		    const char *format, const struct pw_type *type,
		    uint32_t offset)
{
	struct pw_action *action = new_record(g, kind);

	action->format = format;
	if (type) {
		action->values = type;
		action->n_values = 1;
		add_seg(g, offset, type->size, PW_SEG_RAW);
	}
	emit(g);
}

static void gen_printf(struct pw_gen *g, struct pw_expr *e,
		       enum pw_action_kind kind)
{
	struct pw_action *action = gen_values(g, kind, e->args->next,
					      e->n_args - 1);

	action->format = e->args->text;
	emit(g);
}

/*
 * join(): the strings that an array of pointers in memory has, up to its
 * NULL. What is behind it stays empty.
 */
static void gen_join(struct pw_gen *g, struct pw_expr *e)
{
	struct pw_action *action = new_record(g, PW_ACTION_JOIN);
	uint32_t max = g->c->max_strlen < PW_JOIN_SIZE ? g->c->max_strlen :
		       PW_JOIN_SIZE;
	struct pw_type type = pw_type_str(max);
	struct pw_type *values = pw_arena_array(g->c->arena, PW_JOIN_MAX,
						sizeof(*values));
	uint32_t first = pw_gen_space(g, PW_JOIN_MAX * type.size);
	struct pw_num array = pw_gen_in_reg(g, pw_gen_num(g, e->args,
							  PW_NO_REG));
	uint8_t string = pw_gen_reg(g);
	struct pw_label done = { 0 };
	struct pw_insn *insn;

	action->format = e->args->next ? e->args->next->text : " ";
	action->values = values;
	action->n_values = PW_JOIN_MAX;
	pw_gen_frame(g, PW_OP_ZERO, first, 0, PW_JOIN_MAX * type.size);
	for (uint32_t i = 0; i < PW_JOIN_MAX; i++) {
		values[i] = type;
		add_seg(g, first + i * type.size, type.size, PW_SEG_STR);
		insn = pw_gen_insn(g, PW_OP_LDMEM);
		insn->dst = string;
		insn->src = array.reg;
		insn->off = 8 * i;
		insn->aux = PW_W8;
		pw_gen_branch(g, PW_OP_JEQ, string, pw_gen_known(0), &done);
		insn = pw_gen_insn(g, PW_OP_STR);
		insn->src = string;
		insn->aux = PW_SPACE_EITHER;
		insn->off = first + i * type.size;
		insn->lo = pw_type_str_chars(max) << 16;
		insn->hi = type.size;
	}
	pw_gen_bind(g, &done);
	pw_gen_drop_reg(g, string);
	pw_gen_drop(g, array);
	check_record(g);
	emit(g);
}

static void gen_print(struct pw_gen *g, struct pw_expr *e)
{
	struct pw_expr *arg = e->args;
	struct pw_action *action;

	if (!e->symbol) {
		gen_values(g, PW_ACTION_PRINT_VALUE, arg, 1);
		emit(g);
		return;
	}
	action = new_record(g, PW_ACTION_PRINT_MAP);
	action->map = e->symbol->number;
	if (arg->next) {
		action->top = (uint32_t)arg->next->number;
		if (arg->next->next)
			action->div = (uint32_t)arg->next->next->number;
	}
	emit(g);
}

static void gen_map_action(struct pw_gen *g, struct pw_expr *e,
			   enum pw_action_kind kind)
{
	new_record(g, kind)->map = e->symbol->number;
	emit(g);
}

static void gen_exit(struct pw_gen *g, struct pw_expr *e)
{
	struct pw_num status = pw_gen_known(0);

	if (e->args)
		status = pw_gen_num(g, e->args, PW_NO_REG);
	status = pw_gen_in_reg(g, status);
	pw_gen_insn(g, PW_OP_EXIT)->src = status.reg;
	pw_gen_drop(g, status);
}

static void gen_signal(struct pw_gen *g, struct pw_expr *e, enum pw_opcode op)
{
	struct pw_num number;

	number = pw_gen_in_reg(g, pw_gen_num(g, e->args, PW_NO_REG));
	pw_gen_insn(g, op)->src = number.reg;
	pw_gen_drop(g, number);
}

void pw_gen_action(struct pw_gen *g, struct pw_expr *e)
{
	const struct pw_func *func = e->info;

	g->span = e->span;
	switch (func->id) {
	case PW_FUNC_PRINTF:
		gen_printf(g, e, PW_ACTION_PRINTF);
		break;
	case PW_FUNC_ERRORF:
		gen_printf(g, e, PW_ACTION_ERRORF);
		break;
	case PW_FUNC_WARNF:
		if (!g->c->env->no_warnings)
			gen_printf(g, e, PW_ACTION_WARNF);
		break;
	case PW_FUNC_CAT:
		gen_printf(g, e, PW_ACTION_CAT);
		break;
	case PW_FUNC_SYSTEM:
		gen_printf(g, e, PW_ACTION_SYSTEM);
		break;
	case PW_FUNC_DEBUGF:
		gen_printf(g, e, PW_ACTION_DEBUGF);
		break;
	case PW_FUNC_PACKET:
		gen_printf(g, e, PW_ACTION_PACKET);
		break;
	case PW_FUNC_JOIN:
		gen_join(g, e);
		break;
	case PW_FUNC_PRINT:
		gen_print(g, e);
		break;
	case PW_FUNC_CLEAR:
		gen_map_action(g, e, PW_ACTION_CLEAR_MAP);
		break;
	case PW_FUNC_ZERO:
		gen_map_action(g, e, PW_ACTION_ZERO_MAP);
		break;
	case PW_FUNC_TIME:
		new_record(g, PW_ACTION_TIME)->format =
			e->args ? e->args->text : DEFAULT_TIME_FORMAT;
		emit(g);
		break;
	case PW_FUNC_EXIT:
		gen_exit(g, e);
		break;
	case PW_FUNC_SIGNAL:
		gen_signal(g, e, PW_OP_SIGNAL);
		break;
	case PW_FUNC_SIGNAL_THREAD:
		gen_signal(g, e, PW_OP_SIGTHREAD);
		break;
	default:
		break;
	}
}
