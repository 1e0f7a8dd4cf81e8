// SPDX-License-Identifier: GPL-2.0
/*
 * Stacks to text: bpftrace's four modes, and the lines that flame graphs are
 * made of. One thread; no locks.
 */
#include <stddef.h>
#include <string.h>
#include "output/buf.h"
#include "output/stack.h"
#include "output/value.h"

#define INDENT	8

static const struct pw_stack *find(const struct pw_value_env *env,
				   uint64_t number)
{
	const struct pw_symbols *symbols = env->symbols;

	if (!number || !symbols || !symbols->stack)
		return NULL;
	return symbols->stack(symbols->data, number);
}

static uint32_t n_frames(const struct pw_stack *stack)
{
	return stack ? stack->head & PW_STACK_FRAMES : 0;
}

static void look_up(const struct pw_value_env *env,
		    const struct pw_stack *stack, uint64_t address,
		    struct pw_where *where)
{
	const struct pw_symbols *symbols = env->symbols;

	memset(where, 0, sizeof(*where));
	if (!symbols)
		return;
	if (stack && stack->pid) {
		if (symbols->process)
			symbols->process(symbols->data, stack, address, where);
	} else if (symbols->kernel) {
		symbols->kernel(symbols->data, address, where);
	}
}

static void add_address(struct pw_buf *buf, uint64_t address)
{
	if (address)
		pw_buf_str(buf, "0x");
	pw_buf_hex(buf, address);
}

/* The last part of a mapped file's name; NULL: no file is mapped. */
static const char *file_name(const struct pw_where *where)
{
	const char *slash = where->module ? strrchr(where->module, '/') : NULL;

	return slash ? slash + 1 : NULL;
}

/* Without a name: where in its file, or the address. */
static void add_symbol(struct pw_buf *buf, const struct pw_where *where,
		       uint64_t address, bool has_offset)
{
	if (!where->name && file_name(where)) {
		pw_buf_str(buf, file_name(where));
		pw_buf_str(buf, "+0x");
		pw_buf_hex(buf, where->file_offset);
		return;
	}
	if (!where->name) {
		add_address(buf, address);
		return;
	}
	pw_buf_str(buf, where->name);
	if (!has_offset)
		return;
	pw_buf_char(buf, '+');
	pw_buf_unsigned(buf, where->offset);
}

/* Where a process's symbol is from; the kernel's say nothing of it. */
static void add_module(struct pw_buf *buf, const struct pw_where *where)
{
	pw_buf_str(buf, " (");
	pw_buf_str(buf, where->module ? where->module : "[unknown]");
	pw_buf_char(buf, ')');
}

static void add_build_id(struct pw_buf *buf, const struct pw_where *where)
{
	static const char hex[] = "0123456789abcdef";

	for (unsigned i = 0; i < PW_BUILD_ID_SIZE; i++) {
		pw_buf_char(buf, hex[where->build_id[i] >> 4]);
		pw_buf_char(buf, hex[where->build_id[i] & 15]);
	}
	pw_buf_str(buf, where->file_offset < 16 ? " 0x0" : " 0x");
	pw_buf_hex(buf, where->file_offset);
}

static void add_line(struct pw_buf *buf, const struct pw_line *line)
{
	if (!line->file)
		return;
	pw_buf_char(buf, '@');
	pw_buf_str(buf, line->file);
	pw_buf_char(buf, ':');
	pw_buf_unsigned(buf, (uint64_t)line->line);
}

/* What was put into the function, a line each. */
static void add_inlined(struct pw_buf *buf, const struct pw_where *where,
			uint64_t address, bool is_perf)
{
	for (unsigned i = 0; i + 1 < where->n_lines; i++) {
		const char *name = where->lines[i].function;

		if (is_perf) {
			pw_buf_char(buf, '\t');
			pw_buf_hex(buf, address);
			pw_buf_char(buf, ' ');
			pw_buf_str(buf, name ? name : "?");
			pw_buf_str(buf, " (inlined)");
		} else {
			pw_buf_fill(buf, ' ', INDENT);
			pw_buf_str(buf, "[inlined] ");
			pw_buf_str(buf, name ? name : "?");
			add_line(buf, &where->lines[i]);
		}
		pw_buf_char(buf, '\n');
	}
}

static void add_frame(struct pw_buf *buf, const struct pw_value_env *env,
		      const struct pw_stack *stack, unsigned mode,
		      uint64_t address)
{
	struct pw_where where;

	memset(&where, 0, sizeof(where));
	if (mode != PW_STACK_RAW)
		look_up(env, stack, address, &where);
	switch (mode) {
	case PW_STACK_BUILD_ID:
		if (where.has_build_id)
			add_build_id(buf, &where);
		else
			pw_buf_hex(buf, address);
		break;
	case PW_STACK_RAW:
		pw_buf_hex(buf, address);
		break;
	case PW_STACK_PERF:
		add_inlined(buf, &where, address, true);
		pw_buf_char(buf, '\t');
		pw_buf_hex(buf, address);
		pw_buf_char(buf, ' ');
		add_symbol(buf, &where, address, true);
		if (stack->pid)
			add_module(buf, &where);
		break;
	default:
		add_inlined(buf, &where, address, false);
		pw_buf_fill(buf, ' ', INDENT);
		add_symbol(buf, &where, address, true);
		if (where.n_lines)
			add_line(buf, &where.lines[where.n_lines - 1]);
		break;
	}
	pw_buf_char(buf, '\n');
}

static void add_stack(struct pw_buf *buf, const struct pw_value_env *env,
		      const struct pw_type *type, uint64_t number)
{
	const struct pw_stack *stack = find(env, number);
	uint32_t i, n = n_frames(stack);

	pw_buf_char(buf, '\n');
	for (i = 0; i < n; i++)
		add_frame(buf, env, stack, type->width, stack->frame[i]);
}

/* A ';' ends a name, and a line's last word is its count. */
static void add_folded(struct pw_buf *buf, const struct pw_where *where)
{
	const char *p = where->name ? where->name : file_name(where);

	if (!where->name)
		pw_buf_char(buf, '[');
	for (p = p ? p : "unknown"; *p; p++)
		pw_buf_char(buf, *p == ';' ? ':' : *p);
	if (!where->name)
		pw_buf_char(buf, ']');
}

void pw_stack_fold(struct pw_buf *buf, const struct pw_value_env *env,
		   const struct pw_type *type, uint64_t number, size_t start)
{
	const struct pw_stack *stack = find(env, number);
	uint32_t i, n = n_frames(stack);
	struct pw_where where;

	(void)type;
	for (i = n; i-- > 0;) {
		if (buf->len > start)
			pw_buf_char(buf, ';');
		look_up(env, stack, stack->frame[i], &where);
		add_folded(buf, &where);
	}
}

void pw_stack_lines(struct pw_buf *buf, const struct pw_value_env *env,
		    uint64_t number, size_t indent, bool has_offsets)
{
	const struct pw_stack *stack = find(env, number);
	uint32_t i, n = n_frames(stack);
	struct pw_where where;

	for (i = 0; i < n; i++) {
		pw_buf_fill(buf, ' ', indent);
		look_up(env, stack, stack->frame[i], &where);
		add_symbol(buf, &where, stack->frame[i], has_offsets);
		pw_buf_char(buf, '\n');
	}
}

static void add_ksym(struct pw_buf *buf, const struct pw_value_env *env,
		     uint64_t address)
{
	struct pw_where where;

	look_up(env, NULL, address, &where);
	add_symbol(buf, &where, address, false);
}

static void add_usym(struct pw_buf *buf, const struct pw_value_env *env,
		     uint64_t number)
{
	const struct pw_stack *stack = find(env, number);
	struct pw_where where;

	if (!n_frames(stack)) {
		add_address(buf, 0);
		return;
	}
	look_up(env, stack, stack->frame[0], &where);
	add_symbol(buf, &where, stack->frame[0], false);
}

void pw_symbolic_text(struct pw_buf *buf, const struct pw_value_env *env,
		      const struct pw_type *type, uint64_t v)
{
	if (type->kind == PW_TYPE_KSYM)
		add_ksym(buf, env, v);
	else if (type->kind == PW_TYPE_USYM)
		add_usym(buf, env, v);
	else
		add_stack(buf, env, type, v);
}
