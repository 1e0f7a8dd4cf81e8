// SPDX-License-Identifier: GPL-2.0
/*
 * Which of a tool's attach points there are; see choose.h.
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "lang/choose.h"
#include "lang/head.h"

/* A name in a tool's head, and what became of it. */
struct candidate {
	const struct pw_attach *attach;	/* of the script */
	struct pw_attach_point point;
	bool is_there;
	bool is_asked;			/* the module knows it, not we */
};

struct chooser {
	struct pw_compile *c;
	struct candidate *list;		/* of all choices, one behind another */
	uint32_t n;
};

static size_t name_length(const char *text)
{
	size_t n = 0;

	while (isalnum((unsigned char)text[n]) || text[n] == '_' ||
	       text[n] == '-')
		n++;
	return n;
}

void pw_wrong_value(struct pw_compile *c, const char *format, ...)
{
	static const struct pw_span nowhere;
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (c->env->wrong_value)
		*c->env->wrong_value = true;
	pw_error_line(c->diags, nowhere, "ERROR: %s", text);
}

/* One part with its first $NAME filled in; NULL: it has no value. */
static const char *fill_part(struct pw_compile *c, const char *part)
{
	const char *dollar = strchr(part, '$');
	const struct pw_option *option;
	size_t len;

	if (!dollar || isdigit((unsigned char)dollar[1]))
		return part;
	len = name_length(dollar + 1);
	option = pw_find_option(c->env, dollar + 1, len);
	if (!option || !option->value)
		return NULL;
	return pw_arena_printf(c->arena, "%.*s%s%s", (int)(dollar - part), part,
			       option->value, dollar + 1 + len);
}

/* "$pattern", "return:$pattern"; 0: it is neither, -1: it has no value. */
static int fill_set(struct pw_compile *c, struct pw_attach *attach)
{
	bool is_return = attach->n_parts == 2 &&
			 !strcmp(attach->parts[0], "return");
	const char *part = attach->parts[attach->n_parts - 1];
	const struct pw_option *option;

	if ((attach->n_parts != 1 && !is_return) || part[0] != '$' ||
	    part[1 + name_length(part + 1)])
		return 0;
	option = pw_find_option(c->env, part + 1, strlen(part + 1));
	if (!option)
		return -1;
	if (!option->is_probe)
		return 0;
	pw_bcc_probe(c, attach, option->value, is_return);
	return 1;
}

/* False: the attach point is left out. */
static bool fill(struct pw_compile *c, struct pw_attach *attach)
{
	int set = fill_set(c, attach);

	if (set)
		return set > 0;
	for (unsigned int i = 0; i < attach->n_parts; i++) {
		attach->parts[i] = fill_part(c, attach->parts[i]);
		if (!attach->parts[i])
			return false;
	}
	return true;
}

/* Is the attach point the one that is called `name` in the head? */
static bool is_called(const struct pw_attach *attach, const char *name)
{
	for (unsigned int i = 0; i < attach->n_parts; i++) {
		size_t len = strlen(attach->parts[i]);
		bool is_last = i + 1 == attach->n_parts;

		if (strncmp(name, attach->parts[i], len) ||
		    name[len] != (is_last ? '\0' : ':'))
			return false;
		name += len + 1;
	}
	return true;
}

static const struct pw_attach *find_attach(const struct pw_compile *c,
					   const char *name)
{
	const struct pw_attach *attach;
	const struct pw_block *block;

	for (block = c->script->blocks; block; block = block->next)
		for (attach = block->attach; attach; attach = attach->next)
			if (is_called(attach, name))
				return attach;
	return NULL;
}

static void note_any(void *ctx, const char *target)
{
	(void)target;
	*(bool *)ctx = true;
}

/* What can be told without the module. */
static void look_up(struct pw_compile *c, struct candidate *candidate)
{
	const struct pw_attach_point *point = &candidate->point;
	const struct pw_lang_env *env = c->env;
	const struct pw_tp_format *format;
	struct pw_user_place place;

	candidate->is_there = true;
	if (point->is_pattern) {
		candidate->is_there = false;
		if (env->expand)
			env->expand(env->data, point->kind, point->target,
				    note_any, &candidate->is_there);
		return;
	}
	switch (point->kind) {
	case PW_PROBE_KPROBE:
	case PW_PROBE_KRETPROBE:
	case PW_PROBE_FENTRY:
	case PW_PROBE_FEXIT:
		candidate->is_asked = env->functions != NULL;
		break;
	case PW_PROBE_TRACEPOINT:
		candidate->is_there = !pw_head_format(c, point->target,
						      &format);
		break;
	case PW_PROBE_UPROBE:
	case PW_PROBE_URETPROBE:
		candidate->is_there = env->user_place &&
			!env->user_place(env->data, point->module,
					 pw_after_colon(point->target),
					 point->param, &place);
		break;
	default:
		break;
	}
}

/* The module is asked once for all functions. */
static void ask(struct chooser *ch)
{
	struct pw_compile *c = ch->c;
	const char **names = pw_arena_alloc(c->arena,
					    (ch->n + 1) * sizeof(*names));
	uint8_t *there = pw_arena_alloc(c->arena, ch->n + 1);
	uint32_t i, n = 0;

	for (i = 0; i < ch->n; i++)
		if (ch->list[i].is_asked)
			names[n++] = ch->list[i].point.target;
	/* Without a module nothing will run anyway. */
	if (!n || c->env->functions(c->env->data, names, n, there))
		return;
	for (i = n = 0; i < ch->n; i++)
		if (ch->list[i].is_asked)
			ch->list[i].is_there = there[n++];
}

static bool find_candidates(struct chooser *ch)
{
	const struct pw_lang_env *env = ch->c->env;
	uint32_t i, k, n = 0;

	for (i = 0; i < env->n_choices; i++)
		n += env->choices[i].n;
	ch->list = pw_arena_alloc(ch->c->arena, (n + 1) * sizeof(*ch->list));
	for (i = 0; i < env->n_choices; i++)
		for (k = 0; k < env->choices[i].n; k++) {
			struct candidate *at = &ch->list[ch->n++];
			const char *name = env->choices[i].names[k];
			struct pw_span nowhere = { 0 };

			at->attach = find_attach(ch->c, name);
			if (!at->attach) {
				pw_error(ch->c->diags, nowhere, "the tool's "
					 "head has %s, which its script has "
					 "not", name);
				return false;
			}
			if (!pw_attach_parse(ch->c, at->attach, &at->point))
				return false;
			look_up(ch->c, at);
		}
	ask(ch);
	return true;
}

static void leave_out(struct pw_compile *c, const char *name)
{
	struct pw_block *block;
	struct pw_attach **at;

	for (block = c->script->blocks; block; block = block->next)
		for (at = &block->attach; *at;) {
			if (is_called(*at, name))
				*at = (*at)->next;
			else
				at = &(*at)->next;
		}
}

/* All that were looked for, for the error. */
static const char *listed(struct pw_compile *c, const struct pw_choice *choice)
{
	const char *text = choice->names[0];

	for (uint32_t i = 1; i < choice->n; i++)
		text = pw_arena_printf(c->arena, "%s%s%s", text,
				       i + 1 == choice->n ? " and " : ", ",
				       choice->names[i]);
	return text;
}

static void choose(struct chooser *ch, const struct pw_choice *choice,
		   const struct candidate *candidates)
{
	bool is_found = false;

	for (uint32_t i = 0; i < choice->n; i++) {
		bool is_wanted = candidates[i].is_there &&
				 (choice->is_optional || !is_found);

		if (!is_wanted)
			leave_out(ch->c, choice->names[i]);
		is_found |= is_wanted;
	}
	if (!is_found && !choice->is_optional)
		pw_error(ch->c->diags, candidates[0].attach->span,
			 "this kernel has none of %s, of which the tool needs "
			 "one", listed(ch->c, choice));
}

/* Blocks that have lost all their attach points. */
static void drop_empty(struct pw_compile *c)
{
	struct pw_block **at = &c->script->blocks;

	while (*at) {
		if ((*at)->attach)
			at = &(*at)->next;
		else
			*at = (*at)->next;
	}
}

void pw_choose_probes(struct pw_compile *c)
{
	struct chooser ch = { .c = c };
	const struct candidate *candidates;
	struct pw_block *block;
	struct pw_attach **at;

	if (!find_candidates(&ch))
		return;
	candidates = ch.list;
	for (uint32_t i = 0; i < c->env->n_choices; i++) {
		choose(&ch, &c->env->choices[i], candidates);
		candidates += c->env->choices[i].n;
	}
	for (block = c->script->blocks; block; block = block->next)
		for (at = &block->attach; *at;) {
			if (fill(c, *at))
				at = &(*at)->next;
			else
				*at = (*at)->next;
		}
	drop_empty(c);
}
