// SPDX-License-Identifier: GPL-2.0
/*
 * Types as messages call them, with bpftrace's words, and as scripts do.
 */
#include <string.h>
#include "lang/types.h"

#define PW_INET_SIZE	24	/* address family, 16 bytes of address */

static const char *record_name(struct pw_arena *arena,
			       const struct pw_type *type)
{
	const char *name = "record { ";

	for (uint32_t i = 0; i < type->n_elems; i++)
		name = pw_arena_printf(arena, "%s%s.%s = %s", name,
				       i ? ", " : "", type->names[i],
				       pw_type_name(arena, &type->elems[i]));
	return pw_arena_printf(arena, "%s }", name);
}

static const char *array_name(struct pw_arena *arena,
			      const struct pw_type *type)
{
	struct pw_type element = pw_type_element(type);

	return pw_arena_printf(arena, "%s[%u]", pw_type_name(arena, &element),
			       pw_type_n_elements(type));
}

static const char *int_name(struct pw_arena *arena,
			    const struct pw_type *type)
{
	if (type->is_pointer)
		return pw_arena_printf(arena, "%s *", type->of ?
				       pw_type_name(arena, type->of) : "void");
	if (type->enumeration)
		return pw_arena_printf(arena, "enum %s",
				       type->enumeration->name);
	return pw_arena_printf(arena, "%s%u", type->is_signed ? "int" : "uint",
			       8u * type->width);
}

static const char *tuple_name(struct pw_arena *arena,
			      const struct pw_type *type)
{
	const char *name = "(";

	if (type->names)
		return record_name(arena, type);
	for (uint32_t i = 0; i < type->n_elems; i++)
		name = pw_arena_printf(arena, "%s%s%s", name, i ? "," : "",
				       pw_type_name(arena, &type->elems[i]));
	return pw_arena_printf(arena, "%s)", name);
}

static const char *stack_name(struct pw_arena *arena,
			      const struct pw_type *type)
{
	return pw_arena_printf(arena, "%s_%s_%u", pw_type_base_name(type),
			       pw_stack_mode_name(type->width), type->length);
}

static const char *aggregate_name(const struct pw_type *type)
{
	switch (type->kind) {
	case PW_TYPE_COUNT:
		return "count_t";
	case PW_TYPE_SUM:
		return type->is_signed ? "sum_t" : "usum_t";
	case PW_TYPE_MIN:
		return type->is_signed ? "min_t" : "umin_t";
	case PW_TYPE_MAX:
		return type->is_signed ? "max_t" : "umax_t";
	case PW_TYPE_AVG:
		return type->is_signed ? "avg_t" : "uavg_t";
	case PW_TYPE_STATS:
		return type->is_signed ? "stats_t" : "ustats_t";
	case PW_TYPE_HIST:
		return "hist_t";
	case PW_TYPE_LHIST:
		return "lhist_t";
	case PW_TYPE_TSERIES:
		return "tseries_t";
	default:
		return "void";
	}
}

const char *pw_type_name(struct pw_arena *arena, const struct pw_type *type)
{
	switch (type->kind) {
	case PW_TYPE_INT:
		return int_name(arena, type);
	case PW_TYPE_BOOL:
		return "bool";
	case PW_TYPE_STRING:
		return pw_arena_printf(arena, "string[%u]", type->length);
	case PW_TYPE_BUF:
		return pw_arena_printf(arena, "buffer[%u]", type->length);
	case PW_TYPE_BYTES:
		return array_name(arena, type);
	case PW_TYPE_STRUCT:
		return type->record->name;
	case PW_TYPE_INET:
		return "inet";
	case PW_TYPE_PROBE:
		return "probe";
	case PW_TYPE_FUNC:
	case PW_TYPE_KSYM:
		return "ksym_t";
	case PW_TYPE_MAC:
		return "mac_address";
	case PW_TYPE_USER:
		return "username_t";
	case PW_TYPE_USYM:
		return "usym_t";
	case PW_TYPE_KSTACK:
	case PW_TYPE_USTACK:
		return stack_name(arena, type);
	case PW_TYPE_TIME:
		return "timestamp";
	case PW_TYPE_CGROUP_PATH:
		return "cgroup_path_t";
	case PW_TYPE_DISK:
		return "disk_t";
	case PW_TYPE_CALL:
	case PW_TYPE_SYSCALL:
		return "argstr_t";
	case PW_TYPE_RETURN:
	case PW_TYPE_SYSRET:
		return "retstr_t";
	case PW_TYPE_TUPLE:
		return tuple_name(arena, type);
	case PW_TYPE_ARGS:
		return "args";
	case PW_TYPE_PORTS:
		return "list";
	default:
		return aggregate_name(type);
	}
}

const char *pw_type_base_name(const struct pw_type *type)
{
	switch (type->kind) {
	case PW_TYPE_INT:
		return type->is_pointer ? "pointer" : "int";
	case PW_TYPE_STRING:
	case PW_TYPE_PROBE:
		return "string";
	case PW_TYPE_BYTES:
		return pw_type_is_array(type) ? "array" : "buffer";
	case PW_TYPE_STRUCT:
	case PW_TYPE_ARGS:
		return "c_type";
	case PW_TYPE_TUPLE:
		return type->names ? "record" : "tuple";
	case PW_TYPE_KSTACK:
		return "kstack";
	case PW_TYPE_USTACK:
		return "ustack";
	case PW_TYPE_SUM:
		return "sum_t";
	case PW_TYPE_MIN:
		return "min_t";
	case PW_TYPE_MAX:
		return "max_t";
	case PW_TYPE_AVG:
		return "avg_t";
	case PW_TYPE_STATS:
		return "stats_t";
	default:
		/* The others have no more to their names. */
		return pw_type_name(NULL, type);
	}
}

/* ---- reading ---- */

static const struct {
	const char *name;
	unsigned char width;
	bool is_signed;
} type_names[] = {
	{ "int8", 1, true }, { "uint8", 1, false },
	{ "int16", 2, true }, { "uint16", 2, false },
	{ "int32", 4, true }, { "uint32", 4, false },
	{ "int64", 8, true }, { "uint64", 8, false },
	{ "int8_t", 1, true }, { "uint8_t", 1, false },
	{ "int16_t", 2, true }, { "uint16_t", 2, false },
	{ "int32_t", 4, true }, { "uint32_t", 4, false },
	{ "int64_t", 8, true }, { "uint64_t", 8, false },
	{ "s8", 1, true }, { "u8", 1, false },
	{ "s16", 2, true }, { "u16", 2, false },
	{ "s32", 4, true }, { "u32", 4, false },
	{ "s64", 8, true }, { "u64", 8, false },
	{ "__s8", 1, true }, { "__u8", 1, false },
	{ "__s16", 2, true }, { "__u16", 2, false },
	{ "__s32", 4, true }, { "__u32", 4, false },
	{ "__s64", 8, true }, { "__u64", 8, false },
	{ "char", 1, true }, { "short", 2, true }, { "int", 4, true },
	{ "long", 8, true }, { "unsigned", 4, false },
	{ "unsigned char", 1, false }, { "unsigned short", 2, false },
	{ "unsigned int", 4, false }, { "unsigned long", 8, false },
	{ "long long", 8, true }, { "unsigned long long", 8, false },
	{ "size_t", 8, false }, { "ssize_t", 8, true }, { "pid_t", 4, true },
};

bool pw_type_parse(const char *text, struct pw_type *out)
{
	if (!strcmp(text, "bool")) {
		*out = pw_type_of(PW_TYPE_BOOL, 8);
		return true;
	}
	if (!strcmp(text, "username_t")) {
		*out = pw_type_of(PW_TYPE_USER, 8);
		return true;
	}
	if (!strcmp(text, "inet")) {
		*out = pw_type_of(PW_TYPE_INET, PW_INET_SIZE);
		return true;
	}
	for (size_t i = 0; i < sizeof(type_names) / sizeof(type_names[0]); i++)
		if (!strcmp(text, type_names[i].name)) {
			*out = pw_type_int(type_names[i].width,
					   type_names[i].is_signed);
			return true;
		}
	return false;
}
