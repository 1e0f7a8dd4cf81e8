// SPDX-License-Identifier: GPL-2.0
/*
 * Values to text and JSON. Types come from the compiler and are checked once;
 * what lies in a slot comes from the module and is trusted in nothing: a
 * string ends with its slot, a number of a probe is looked at before it is
 * used. One thread; no locks.
 */
#include <arpa/inet.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "lang/types.h"
#include "output/buf.h"
#include "output/call.h"
#include "output/json.h"
#include "output/value.h"
#include "symbols/cgroup.h"
#include "symbols/disk.h"

#define TUPLE_DEPTH_MAX	32

/* What is put behind a string that was cut. */
static const char trailer[] = "..";

static bool check_type(const struct pw_type *type, unsigned depth);

/* Members and elements lie within what holds them. */
static bool check_struct(const struct pw_type *type)
{
	const struct pw_struct *record = type->record;

	if (!record || record->size != type->length ||
	    type->length > type->size)
		return false;
	for (uint32_t i = 0; i < record->n_members; i++) {
		const struct pw_member *m = &record->members[i];
		uint32_t size = m->bits ? m->load : m->size;

		if (m->offset > record->size ||
		    size > record->size - m->offset ||
		    (!m->bits && pw_type_memory_size(&m->type) > m->size))
			return false;
	}
	return true;
}

static bool check_tuple(const struct pw_type *type, unsigned depth)
{
	uint64_t size = type->n_elems ? 0 : 8;
	uint32_t i;

	if (depth == TUPLE_DEPTH_MAX || (type->n_elems && !type->elems))
		return false;
	for (i = 0; i < type->n_elems; i++) {
		if (!check_type(&type->elems[i], depth + 1))
			return false;
		size += type->elems[i].size;
	}
	return size == type->size;
}

static bool valid_width(unsigned width)
{
	return width == 1 || width == 2 || width == 4 || width == 8;
}

static bool check_type(const struct pw_type *type, unsigned depth)
{
	if (!type->size || type->size % 8)
		return false;
	switch (type->kind) {
	case PW_TYPE_INT:
		return type->size == 8 && valid_width(type->width);
	case PW_TYPE_BOOL:
	case PW_TYPE_COUNT:
	case PW_TYPE_SUM:
	case PW_TYPE_MIN:
	case PW_TYPE_MAX:
	case PW_TYPE_AVG:
	case PW_TYPE_HIST:
	case PW_TYPE_LHIST:
	case PW_TYPE_PROBE:
	case PW_TYPE_FUNC:
	case PW_TYPE_USER:
	case PW_TYPE_DISK:
	case PW_TYPE_MAC:
	case PW_TYPE_KSYM:
	case PW_TYPE_USYM:
	case PW_TYPE_KSTACK:
	case PW_TYPE_USTACK:
		return type->size == 8;
	case PW_TYPE_TSERIES:
		return type->size == 24;
	case PW_TYPE_STATS:
		return type->size == 16;
	case PW_TYPE_TIME:
	case PW_TYPE_CGROUP_PATH:
		return type->size == 8 && type->format;
	case PW_TYPE_STRING:
		return true;
	case PW_TYPE_BUF:
		return type->length <= type->size - 8;
	case PW_TYPE_BYTES:
		return type->length <= type->size &&
		       (!type->width || (valid_width(type->width) &&
					 type->length % type->width == 0));
	case PW_TYPE_STRUCT:
		return check_struct(type);
	case PW_TYPE_INET:
		return type->size == 8 + 16;
	case PW_TYPE_CALL:
	case PW_TYPE_RETURN:
	case PW_TYPE_SYSCALL:
	case PW_TYPE_SYSRET:
		return pw_call_check(type);
	case PW_TYPE_TUPLE:
		return check_tuple(type, depth);
	case PW_TYPE_NONE:
	case PW_TYPE_ARGS:
	case PW_TYPE_PORTS:
		break;
	}
	return false;
}

bool pw_type_check(const struct pw_type *type)
{
	return check_type(type, 0);
}

static uint64_t load(const uint8_t *at, unsigned width, bool is_signed)
{
	uint64_t v = 0;
	uint8_t b;
	uint16_t h;
	uint32_t w;

	switch (width) {
	case 1:
		memcpy(&b, at, sizeof(b));
		return is_signed ? (uint64_t)(int8_t)b : b;
	case 2:
		memcpy(&h, at, sizeof(h));
		return is_signed ? (uint64_t)(int16_t)h : h;
	case 4:
		memcpy(&w, at, sizeof(w));
		return is_signed ? (uint64_t)(int32_t)w : w;
	default:
		memcpy(&v, at, sizeof(v));
		return v;
	}
}

/* A slot holds 8 bytes whatever the width; the value is its low bytes. */
static uint64_t load_slot(const uint8_t *slot)
{
	return load(slot, 8, false);
}

uint64_t pw_value_integer(const struct pw_type *type, const uint8_t *slot)
{
	uint64_t v = load_slot(slot);

	if (type->kind == PW_TYPE_BOOL)
		return v != 0;
	if (type->kind != PW_TYPE_INT)
		return v;
	switch (type->width) {
	case 1:
		return type->is_signed ? (uint64_t)(int8_t)v : (uint8_t)v;
	case 2:
		return type->is_signed ? (uint64_t)(int16_t)v : (uint16_t)v;
	case 4:
		return type->is_signed ? (uint64_t)(int32_t)v : (uint32_t)v;
	default:
		return v;
	}
}

bool pw_value_is_number(const struct pw_type *type)
{
	return type->kind == PW_TYPE_INT || type->kind == PW_TYPE_BOOL ||
	       (type->kind >= PW_TYPE_COUNT && type->kind <= PW_TYPE_AVG);
}

/* A string slot whose last byte is 1 holds a string that was cut. */
static void add_string(struct pw_buf *buf, const struct pw_value_env *env,
		       const struct pw_type *type, const uint8_t *slot)
{
	const struct pw_program *prog = env->prog;
	bool cut = slot[type->size - 1] == 1;

	pw_buf_add(buf, slot, strnlen((const char *)slot, type->size - cut));
	if (cut)
		pw_buf_str(buf, prog && prog->str_trunc_trailer ?
			   prog->str_trunc_trailer : trailer);
}

static void add_inet(struct pw_buf *buf, const uint8_t *slot)
{
	char text[INET6_ADDRSTRLEN];
	uint64_t family = load_slot(slot);

	if (family != AF_INET && family != AF_INET6)
		return;
	if (inet_ntop((int)family, slot + 8, text, sizeof(text)))
		pw_buf_str(buf, text);
}

static void add_probe(struct pw_buf *buf, const struct pw_value_env *env,
		      const struct pw_type *type, const uint8_t *slot)
{
	uint64_t number = load_slot(slot) & ~PW_FUNC_TAG;
	const char *const *names = type->kind == PW_TYPE_PROBE ?
		env->prog->probe_names : env->prog->probe_funcs;

	if (number < env->prog->n_probes && names[number])
		pw_buf_str(buf, names[number]);
	else
		pw_buf_str(buf, "(?)");
}

static void add_symbol(struct pw_buf *buf, const struct pw_value_env *env,
		       const struct pw_type *type, const uint8_t *slot)
{
	if (type->kind == PW_TYPE_KSYM &&
	    load_slot(slot) >> 60 == PW_FUNC_TAG >> 60)
		add_probe(buf, env, type, slot);
	else
		pw_symbolic_text(buf, env, type, load_slot(slot));
}

static void add_mac(struct pw_buf *buf, const uint8_t *slot)
{
	static const char hex[] = "0123456789ABCDEF";

	for (unsigned i = 0; i < 6; i++) {
		if (i)
			pw_buf_char(buf, ':');
		pw_buf_char(buf, hex[slot[i] >> 4]);
		pw_buf_char(buf, hex[slot[i] & 15]);
	}
}

/* As in bpftrace, a user without a name has none. */
static void add_user(struct pw_buf *buf, const uint8_t *slot)
{
	const struct passwd *user = getpwuid((uid_t)load_slot(slot));

	if (user)
		pw_buf_str(buf, user->pw_name);
}

/* As many bytes as there are, never more than there is room for. */
static uint32_t buf_length(const struct pw_type *type, const uint8_t *slot)
{
	uint64_t length = load_slot(slot);

	return length < type->length ? (uint32_t)length : type->length;
}

void pw_value_bytes(struct pw_buf *buf, const struct pw_type *type,
		    const uint8_t *slot, char variant)
{
	static const char hex[] = "0123456789abcdef";
	uint32_t i, n = buf_length(type, slot);

	for (i = 0; i < n; i++) {
		uint8_t c = slot[8 + i];

		if (variant == 'w' && !c) {
			if (i + 1 < n)
				pw_buf_char(buf, ' ');
			continue;
		}
		if ((!variant || variant == 'w') && c >= 32 && c <= 126) {
			pw_buf_char(buf, c);
			continue;
		}
		if (variant == 'h') {
			if (i)
				pw_buf_char(buf, ' ');
		} else {
			pw_buf_str(buf, "\\x");
		}
		pw_buf_char(buf, hex[c >> 4]);
		pw_buf_char(buf, hex[c & 15]);
	}
}

/* ".name = ", and what separates it from the one before. */
static void add_name(struct pw_buf *buf, const char *name, uint32_t i,
		     bool json)
{
	size_t start;

	if (i)
		pw_buf_str(buf, ", ");
	if (!json)
		pw_buf_char(buf, '.');
	start = buf->len;
	pw_buf_str(buf, name);
	if (json)
		pw_json_quote(buf, start);
	pw_buf_str(buf, json ? ": " : " = ");
}

static void add_value(struct pw_buf *buf, const struct pw_value_env *env,
		      const struct pw_type *type, const uint8_t *slot,
		      bool json)
{
	if (json)
		pw_value_json(buf, env, type, slot);
	else
		pw_value_text(buf, env, type, slot);
}

/* A value as it lies in a struct or an array. */
static void add_memory(struct pw_buf *buf, const struct pw_value_env *env,
		       const struct pw_type *type, const uint8_t *at, bool json)
{
	uint32_t size = pw_type_memory_size(type);
	size_t start = buf->len;
	uint64_t slot = 0;

	switch (type->kind) {
	case PW_TYPE_INT:
	case PW_TYPE_BOOL:
		memcpy(&slot, at, size);
		add_value(buf, env, type, (const uint8_t *)&slot, json);
		break;
	case PW_TYPE_STRING:
		pw_buf_add(buf, at, strnlen((const char *)at, size));
		if (json)
			pw_json_quote(buf, start);
		break;
	case PW_TYPE_BYTES:
	case PW_TYPE_STRUCT:
		add_value(buf, env, type, at, json);
		break;
	default:
		pw_buf_str(buf, "null");
		break;
	}
}

static void add_bits(struct pw_buf *buf, const struct pw_value_env *env,
		     const struct pw_member *m, const uint8_t *at, bool json)
{
	uint64_t v = load(at, m->load, false) >> m->shift;

	if (m->bits < 64)
		v &= (1ull << m->bits) - 1;
	add_value(buf, env, &m->type, (const uint8_t *)&v, json);
}

static void add_struct(struct pw_buf *buf, const struct pw_value_env *env,
		       const struct pw_type *type, const uint8_t *at,
		       bool json)
{
	const struct pw_struct *record = type->record;

	pw_buf_str(buf, json ? "{" : record->n_members ? "{ " : "{");
	for (uint32_t i = 0; i < record->n_members; i++) {
		const struct pw_member *m = &record->members[i];

		add_name(buf, m->name, i, json);
		if (m->bits)
			add_bits(buf, env, m, at + m->offset, json);
		else
			add_memory(buf, env, &m->type, at + m->offset, json);
	}
	pw_buf_str(buf, json || !record->n_members ? "}" : " }");
}

static void add_array(struct pw_buf *buf, const struct pw_value_env *env,
		      const struct pw_type *type, const uint8_t *at,
		      bool json)
{
	struct pw_type element = pw_type_element(type);
	uint32_t size = pw_type_memory_size(&element), i;

	pw_buf_char(buf, '[');
	for (i = 0; size && i + size <= type->length; i += size) {
		if (i)
			pw_buf_char(buf, ',');
		add_memory(buf, env, &element, at + i, json);
	}
	pw_buf_char(buf, ']');
}

/* In JSON an array of characters. */
static void json_buf(struct pw_buf *buf, const struct pw_value_env *env,
		     const struct pw_type *type, const uint8_t *slot)
{
	struct pw_type chars = pw_type_bytes(buf_length(type, slot), 1, true);

	add_array(buf, env, &chars, slot + 8, true);
}

static void add_integer(struct pw_buf *buf, const struct pw_type *type,
			const uint8_t *slot)
{
	uint64_t v = pw_value_integer(type, slot);

	if (type->enumeration && pw_enum_name(type->enumeration,
					      (int64_t)v)) {
		pw_buf_str(buf, pw_enum_name(type->enumeration, (int64_t)v));
	} else if (type->is_pointer) {
		pw_buf_0x(buf, v);
	} else if (type->is_signed) {
		pw_buf_signed(buf, (int64_t)v);
	} else {
		pw_buf_unsigned(buf, v);
	}
}

static void add_record(struct pw_buf *buf, const struct pw_value_env *env,
		       const struct pw_type *type, const uint8_t *slot,
		       bool json)
{
	pw_buf_str(buf, json ? "{" : "{ ");
	for (uint32_t i = 0; i < type->n_elems; i++) {
		add_name(buf, type->names[i], i, json);
		add_value(buf, env, &type->elems[i], slot, json);
		slot += type->elems[i].size;
	}
	pw_buf_str(buf, json ? "}" : " }");
}

static void add_tuple(struct pw_buf *buf, const struct pw_value_env *env,
		      const struct pw_type *type, const uint8_t *slot,
		      bool json)
{
	if (type->names) {
		add_record(buf, env, type, slot, json);
		return;
	}
	pw_buf_char(buf, json ? '[' : '(');
	for (uint32_t i = 0; i < type->n_elems; i++) {
		if (i)
			pw_buf_str(buf, json ? "," : ", ");
		add_value(buf, env, &type->elems[i], slot, json);
		slot += type->elems[i].size;
	}
	pw_buf_char(buf, json ? ']' : ')');
}

static void add_time(struct pw_buf *buf, const struct pw_value_env *env,
		     const struct pw_type *type, uint64_t nsecs)
{
	nsecs = pw_clock_boot(env->clock, nsecs, type->is_signed);
	if (!pw_clock_format(env->clock, buf, type->format, nsecs))
		pw_buf_str(buf, "(?)");
}

static void add_cgroup(struct pw_buf *buf, const struct pw_type *type,
		       uint64_t id)
{
	char *paths = pw_cgroup_paths("/proc/mounts", id, type->format);

	pw_buf_str(buf, paths ? paths : "");
	free(paths);
}

static void add_disk(struct pw_buf *buf, uint64_t number)
{
	char name[64];

	pw_disk_name("/sys", number, name, sizeof(name));
	pw_buf_str(buf, name);
}

/* What the machine has names for, by number. */
static void add_named(struct pw_buf *buf, const struct pw_type *type,
		      const uint8_t *slot)
{
	if (type->kind == PW_TYPE_USER)
		add_user(buf, slot);
	else if (type->kind == PW_TYPE_DISK)
		add_disk(buf, load_slot(slot));
	else
		add_cgroup(buf, type, load_slot(slot));
}

void pw_value_text(struct pw_buf *buf, const struct pw_value_env *env,
		   const struct pw_type *type, const uint8_t *slot)
{
	switch (type->kind) {
	case PW_TYPE_INT:
		add_integer(buf, type, slot);
		break;
	case PW_TYPE_COUNT:
	case PW_TYPE_SUM:
	case PW_TYPE_MIN:
	case PW_TYPE_MAX:
	case PW_TYPE_AVG:
		if (type->is_signed)
			pw_buf_signed(buf, (int64_t)load_slot(slot));
		else
			pw_buf_unsigned(buf, load_slot(slot));
		break;
	case PW_TYPE_BOOL:
		pw_buf_str(buf, load_slot(slot) ? "true" : "false");
		break;
	case PW_TYPE_STRING:
		add_string(buf, env, type, slot);
		break;
	case PW_TYPE_BYTES:
		add_array(buf, env, type, slot, false);
		break;
	case PW_TYPE_BUF:
		pw_value_bytes(buf, type, slot, 0);
		break;
	case PW_TYPE_STRUCT:
		add_struct(buf, env, type, slot, false);
		break;
	case PW_TYPE_INET:
		add_inet(buf, slot);
		break;
	case PW_TYPE_PROBE:
	case PW_TYPE_FUNC:
		add_probe(buf, env, type, slot);
		break;
	case PW_TYPE_MAC:
		add_mac(buf, slot);
		break;
	case PW_TYPE_USER:
	case PW_TYPE_DISK:
	case PW_TYPE_CGROUP_PATH:
		add_named(buf, type, slot);
		break;
	case PW_TYPE_KSYM:
	case PW_TYPE_USYM:
	case PW_TYPE_KSTACK:
	case PW_TYPE_USTACK:
		add_symbol(buf, env, type, slot);
		break;
	case PW_TYPE_TIME:
		add_time(buf, env, type, load_slot(slot));
		break;
	case PW_TYPE_TUPLE:
		add_tuple(buf, env, type, slot, false);
		break;
	default:	/* or only maps hold them, see maps.c */
		pw_call_text(buf, env, type, slot);
		break;
	}
}

void pw_value_json(struct pw_buf *buf, const struct pw_value_env *env,
		   const struct pw_type *type, const uint8_t *slot)
{
	size_t start = buf->len;

	switch (type->kind) {
	case PW_TYPE_INT:
		/* A pointer is a number here, as in bpftrace. */
		if (type->is_signed && !type->is_pointer)
			pw_json_signed(buf, (int64_t)pw_value_integer(type,
								      slot));
		else
			pw_json_unsigned(buf, pw_value_integer(type, slot));
		break;
	case PW_TYPE_COUNT:
	case PW_TYPE_SUM:
	case PW_TYPE_MIN:
	case PW_TYPE_MAX:
	case PW_TYPE_AVG:
		if (type->is_signed)
			pw_json_signed(buf, (int64_t)load_slot(slot));
		else
			pw_json_unsigned(buf, load_slot(slot));
		break;
	case PW_TYPE_BOOL:
		pw_value_text(buf, env, type, slot);
		break;
	case PW_TYPE_BYTES:
		add_array(buf, env, type, slot, true);
		break;
	case PW_TYPE_BUF:
		json_buf(buf, env, type, slot);
		break;
	case PW_TYPE_STRUCT:
		add_struct(buf, env, type, slot, true);
		break;
	case PW_TYPE_TUPLE:
		add_tuple(buf, env, type, slot, true);
		break;
	default:
		pw_value_text(buf, env, type, slot);
		pw_json_quote(buf, start);
		break;
	}
}
