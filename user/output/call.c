// SPDX-License-Identifier: GPL-2.0
/*
 * See call.h. A function that nobody declares has "..." for arguments, and
 * returns a number in hex.
 */
#include <string.h>
#include "lang/call.h"
#include "lang/texts.h"
#include "lang/types.h"
#include "output/buf.h"
#include "output/call.h"
#include "output/syscall.h"

#define ERRORS		4096	/* -1 to -4095 are errors, of pointers too */

static uint64_t load(const uint8_t *at)
{
	uint64_t v;

	memcpy(&v, at, sizeof(v));
	return v;
}

bool pw_call_check(const struct pw_type *type)
{
	uint32_t texts = PW_SYSCALL_TEXTS * 16;

	switch (type->kind) {
	case PW_TYPE_CALL:
		return type->size == PW_SYSCALL_TEXT_AT;
	case PW_TYPE_SYSCALL:
		return type->size >= PW_SYSCALL_TEXT_AT + texts &&
		       (type->size - PW_SYSCALL_TEXT_AT) %
		       PW_SYSCALL_TEXTS == 0;
	default:
		return type->size == 16;
	}
}

static const struct pw_shape *shape_of(const struct pw_value_env *env,
				       uint64_t probe)
{
	static const struct pw_shape unknown;
	const struct pw_program *prog = env->prog;

	if (!prog || !prog->shapes || probe >= prog->n_probes)
		return &unknown;
	return &prog->shapes[probe];
}

static void add_args(struct pw_buf *buf, const struct pw_value_env *env,
		     const uint8_t *slot)
{
	const struct pw_shape *shape = shape_of(env, load(slot));

	if (!shape->is_known) {
		pw_buf_str(buf, "...");
		return;
	}
	for (uint32_t i = 0; i < shape->n_params; i++) {
		const struct pw_type *type = &shape->types[i];
		uint8_t reg = shape->regs[i];

		if (i)
			pw_buf_str(buf, ", ");
		pw_buf_str(buf, shape->names[i]);
		pw_buf_char(buf, '=');
		if (type->kind == PW_TYPE_INT && reg < PW_CALL_ARGS)
			pw_value_text(buf, env, type, slot + 8 + 8 * reg);
		else if (type->kind == PW_TYPE_STRUCT)
			pw_buf_str(buf, "{...}");
		else
			pw_buf_char(buf, '?');
	}
}

void pw_call_error(struct pw_buf *buf, int64_t value)
{
	const char *name = pw_texts_error(0 - (uint64_t)value);

	pw_buf_signed(buf, value);
	if (!name)
		return;
	pw_buf_str(buf, " (");
	pw_buf_str(buf, name);
	pw_buf_char(buf, ')');
}

static bool is_error(int64_t value)
{
	return value < 0 && value > -ERRORS;
}

static void add_return(struct pw_buf *buf, const struct pw_value_env *env,
		       const uint8_t *slot)
{
	const struct pw_shape *shape = shape_of(env, load(slot));
	const struct pw_type *type = &shape->returns;
	int64_t value = (int64_t)load(slot + 8);

	if (!shape->is_known) {
		pw_buf_0x(buf, (uint64_t)value);
		return;
	}
	if (type->kind != PW_TYPE_INT)
		return;		/* void, or not in a register */
	if (type->is_signed && !type->is_pointer)
		value = (int64_t)pw_value_integer(type, slot + 8);
	if (is_error(value) && (type->is_signed || type->is_pointer))
		pw_call_error(buf, value);
	else
		pw_value_text(buf, env, type, slot + 8);
}

void pw_call_text(struct pw_buf *buf, const struct pw_value_env *env,
		  const struct pw_type *type, const uint8_t *slot)
{
	switch (type->kind) {
	case PW_TYPE_CALL:
		add_args(buf, env, slot);
		break;
	case PW_TYPE_RETURN:
		add_return(buf, env, slot);
		break;
	case PW_TYPE_SYSCALL:
		pw_syscall_args_text(buf, type, slot);
		break;
	case PW_TYPE_SYSRET:
		pw_syscall_result_text(buf, (int64_t)load(slot),
				       (int64_t)load(slot + 8));
		break;
	default:
		break;
	}
}
