// SPDX-License-Identifier: GPL-2.0
/*
 * Maps of stacks as bcc's tools print them: the kernel's frames, the process's,
 * who it was, and the number.
 */
#include <string.h>
#include "lang/types.h"
#include "output/maps.h"

/* What is in an entry's key; NULL: it has none of these. */
struct parts {
	const uint8_t *kernel, *process;
	const struct pw_type *name_type;
	const uint8_t *name;
	const struct pw_type *above_type;
	const uint8_t *above;	/* a name, where another one follows */
	const struct pw_type *pid_type;
	const uint8_t *pid;
};

bool pw_bcc_stack_takes(const struct pw_output *o,
			const struct pw_map_print *map)
{
	return o->opt.tool && o->opt.tool->stack_indent && pw_fold_takes(map);
}

static void find_parts(struct parts *parts, const struct pw_type *types,
		       uint32_t n, const uint8_t *key)
{
	uint32_t i;

	for (i = 0; i < n; key += types[i].size, i++) {
		switch (types[i].kind) {
		case PW_TYPE_TUPLE:
			find_parts(parts, types[i].elems, types[i].n_elems,
				   key);
			break;
		case PW_TYPE_KSTACK:
			parts->kernel = key;
			break;
		case PW_TYPE_USTACK:
			parts->process = key;
			break;
		case PW_TYPE_INT:
			parts->pid_type = &types[i];
			parts->pid = key;
			break;
		default:
			parts->above_type = parts->name_type;
			parts->above = parts->name;
			parts->name_type = &types[i];
			parts->name = key;
			break;
		}
	}
}

static bool add_frames(struct pw_output *o, const uint8_t *slot)
{
	const struct pw_tool *tool = o->opt.tool;
	size_t start = o->buf.len;
	uint64_t number;

	if (!slot)
		return false;
	memcpy(&number, slot, sizeof(number));
	pw_stack_lines(&o->buf, &o->env, number, tool->stack_indent,
		       o->rows.given & tool->offsets_if);
	return o->buf.len > start;
}

/* "target:          bash" */
static void add_labelled(struct pw_output *o, const char *label,
			 const struct pw_type *type, const uint8_t *slot)
{
	size_t start;

	pw_buf_fill(&o->buf, ' ', o->opt.tool->stack_indent);
	start = o->buf.len;
	pw_buf_str(&o->buf, label);
	pw_buf_pad(&o->buf, start, 17, true);
	if (slot)
		pw_value_text(&o->buf, &o->env, type, slot);
}

/* "-                bash (1234)" */
static void add_process(struct pw_output *o, const struct parts *parts)
{
	const char *label = o->opt.tool->below;

	if (!parts->name && !parts->pid)
		return;
	add_labelled(o, label ? label : "-", parts->name_type, parts->name);
	if (parts->pid) {
		pw_buf_str(&o->buf, parts->name ? " (" : "(");
		pw_value_text(&o->buf, &o->env, parts->pid_type, parts->pid);
		pw_buf_char(&o->buf, ')');
	}
	pw_buf_char(&o->buf, '\n');
}

void pw_bcc_stack_entry(struct pw_output *o, const struct pw_map_print *map,
			const struct pw_entry *entry)
{
	const struct pw_tool *tool = o->opt.tool;
	struct parts parts;

	memset(&parts, 0, sizeof(parts));
	find_parts(&parts, map->info->keys, map->info->n_keys, entry->key);
	if (tool->above && parts.above) {
		add_labelled(o, tool->above, parts.above_type, parts.above);
		pw_buf_char(&o->buf, '\n');
	}
	if (add_frames(o, parts.kernel) && parts.process &&
	    (o->rows.given & tool->delimiter_if)) {
		pw_buf_fill(&o->buf, ' ', tool->stack_indent);
		pw_buf_str(&o->buf, "--\n");
	}
	if (!add_frames(o, parts.process) && parts.process && !parts.kernel) {
		pw_buf_fill(&o->buf, ' ', tool->stack_indent);
		pw_buf_str(&o->buf, "[unknown]\n");
	}
	add_process(o, &parts);
	pw_buf_fill(&o->buf, ' ', 2 * tool->stack_indent);
	if (map->is_signed)
		pw_buf_signed(&o->buf, (int64_t)entry->number);
	else
		pw_buf_unsigned(&o->buf, entry->number);
	pw_buf_str(&o->buf, "\n\n");
}
