// SPDX-License-Identifier: GPL-2.0
/*
 * getopt("name", default): an option of the script, known when it is compiled.
 * The default's type is the option's; without a default it is a flag. A list is
 * kept as a list, to be compared with.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "lang/checker.h"

static const struct pw_option *find_option(const struct pw_lang_env *env,
					   const char *name)
{
	for (uint32_t i = 0; i < env->n_options; i++)
		if (!strcmp(env->options[i].name, name))
			return &env->options[i];
	return NULL;
}

/* *end is behind the number. */
static bool read_number(const char *text, uint64_t *out, char **end)
{
	errno = 0;
	if (*text == '-') {
		*out = (uint64_t)strtoll(text, end, 0);
		text++;
	} else {
		*out = strtoull(text, end, 0);
	}
	return !errno && *text >= '0' && *text <= '9';
}

static void wrong_value(struct pw_checker *ck, struct pw_expr *e,
			const struct pw_option *option, const char *what)
{
	pw_check_error(ck, e->span, "Command line option '%s' is expecting %s. "
		       "Got: %s", option->name, what, option->value);
}

static void set_flag(struct pw_checker *ck, struct pw_expr *e,
		     const struct pw_option *option, bool value)
{
	const char *text = option ? option->value : NULL;

	if (text && (!*text || !strcmp(text, "true") || !strcmp(text, "1"))) {
		value = true;
	} else if (text && (!strcmp(text, "false") || !strcmp(text, "0"))) {
		value = false;
	} else if (text) {
		wrong_value(ck, e, option, "a boolean (e.g. 'true')");
		return;
	}
	pw_fold_bool(e, value);
}

static void set_list(struct pw_checker *ck, struct pw_expr *e,
		     const struct pw_option *option)
{
	struct pw_ports *ports = pw_arena_alloc(ck->c->arena, sizeof(*ports));
	const char *p = option->value;
	uint64_t *numbers = NULL;
	size_t room = 0;
	char *end;

	for (;; p = end + 1) {
		numbers = pw_arena_grow(ck->c->arena, numbers, ports->n, 1,
					sizeof(*numbers), &room);
		if (!read_number(p, &numbers[ports->n], &end) ||
		    (*end && *end != ',')) {
			wrong_value(ck, e, option,
				    "integers, separated by commas");
			return;
		}
		ports->n++;
		if (!*end)
			break;
	}
	ports->name = option->name;
	ports->numbers = numbers;
	e->type = pw_type_of(PW_TYPE_PORTS, 0);
	e->info = ports;
}

static void set_number(struct pw_checker *ck, struct pw_expr *e,
		       const struct pw_option *option,
		       const struct pw_expr *value)
{
	bool is_negative = value->type.is_signed && (int64_t)value->number < 0;
	struct pw_type type = pw_type_int(8, is_negative);
	uint64_t number = value->number;
	char *end;

	if (option && option->is_list) {
		set_list(ck, e, option);
		return;
	}
	if (option && (!read_number(option->value, &number, &end) || *end)) {
		wrong_value(ck, e, option, "an integer");
		return;
	}
	if (option && option->value[0] == '-')
		type.is_signed = true;
	pw_fold_number(e, number, &type);
}

void pw_check_getopt(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *name = e->args, *value = name->next;
	const struct pw_option *option;

	if (!pw_check_value(ck, name))
		return;
	if (name->kind != PW_EXPR_STRING) {
		pw_check_error(ck, name->span, "First argument to 'getopt' "
			       "must be a string literal.");
		return;
	}
	option = find_option(ck->c->env, name->text);
	if (!value) {
		set_flag(ck, e, option, false);
		return;
	}
	if (!pw_check_value(ck, value))
		return;
	if (value->kind == PW_EXPR_STRING) {
		const char *text = option ? option->value : value->text;

		pw_fold_string(e, text, strlen(text));
	} else if (value->kind != PW_EXPR_INT) {
		pw_check_error(ck, value->span, "Second argument to 'getopt' "
			       "must be a string literal, integer literal, "
			       "or a boolean literal.");
	} else if (value->type.kind == PW_TYPE_BOOL) {
		set_flag(ck, e, option, value->number != 0);
	} else {
		set_number(ck, e, option, value);
	}
}
