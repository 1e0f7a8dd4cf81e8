// SPDX-License-Identifier: GPL-2.0
/*
 * getopt("name", default, "description"): an option of the script, known when
 * it is compiled. The default's type is the option's; without a default it is a
 * flag. A list is kept as a list, to be compared with.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "lang/checker.h"
#include "lang/literal.h"
#include "lang/texts.h"

const struct pw_option *pw_find_option(const struct pw_lang_env *env,
				       const char *name, size_t len)
{
	for (uint32_t i = 0; i < env->n_options; i++)
		if (strlen(env->options[i].name) == len &&
		    !memcmp(env->options[i].name, name, len))
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

/* In bpftrace's words, which name no place. */
static void wrong_value(struct pw_checker *ck, struct pw_expr *e,
			const struct pw_option *option, const char *what)
{
	if (!ck->quiet)
		pw_error_line(ck->c->diags, e->span, "ERROR: program command "
			      "line option --%s %s (value: %s)", option->name,
			      what, option->value ? option->value : "true");
}

static void set_flag(struct pw_checker *ck, struct pw_expr *e,
		     const struct pw_option *option, bool value)
{
	const char *text = option ? option->value : NULL;

	if (option && (!text || !*text || !strcasecmp(text, "true") ||
		       !strcmp(text, "1"))) {
		value = true;
	} else if (text && (!strcasecmp(text, "false") || !strcmp(text, "0"))) {
		value = false;
	} else if (text) {
		wrong_value(ck, e, option, "expects a boolean (e.g. 'true')");
		return;
	}
	pw_fold_bool(e, value);
}

/* A number, or the name of a signal. */
static bool read_item(const char *text, uint64_t *out, char **end)
{
	if (read_number(text, out, end) && (!**end || **end == ','))
		return true;
	*end = (char *)text + strcspn(text, ",");
	return pw_texts_signal_number(text, *end - text, out);
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
		if (!read_item(p, &numbers[ports->n], &end)) {
			wrong_value(ck, e, option,
				    "expects integers, separated by commas");
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

static void set_text(struct pw_checker *ck, struct pw_expr *e,
		     const struct pw_option *option,
		     const struct pw_expr *value)
{
	const char *text = option ? option->value : value->text;

	if (!text) {
		wrong_value(ck, e, option, "expects a string");
		return;
	}
	pw_fold_string(e, text, strlen(text));
}

static bool same_default(const struct pw_expr *a, const struct pw_expr *b)
{
	if (!a || !b)
		return !a && !b;
	if (a->kind != b->kind || a->type.kind != b->type.kind)
		return false;
	return a->kind == PW_EXPR_STRING ? !strcmp(a->text, b->text) :
	       a->number == b->number;
}

static const char *default_text(struct pw_checker *ck, const struct pw_expr *e)
{
	if (!e)
		return "false";
	if (e->kind == PW_EXPR_STRING)
		return e->text;
	if (e->type.kind == PW_TYPE_BOOL)
		return e->number ? "true" : "false";
	return pw_arena_printf(ck->c->arena, "%lld", (long long)e->number);
}

/*
 * The command tells what options there are; they mean the same everywhere. The
 * call is gone when it has been visited once, in whatever pass.
 */
static void declare_option(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *name = e->args, *value = name->next;
	struct pw_expr *about = value ? value->next : NULL;
	struct pw_getopt *opt, **end = &ck->c->getopts;

	for (; (opt = *end); end = &opt->next)
		if (!strcmp(opt->name, name->text))
			break;
	if (!opt) {
		opt = *end = pw_arena_alloc(ck->c->arena, sizeof(*opt));
		opt->name = name->text;
		opt->value = value;
	} else if (!same_default(opt->value, value)) {
		pw_error(ck->c->diags, e->span, "Command line option '%s' "
			 "needs to have the same default value in all places "
			 "it is used. Previous default value: %s", name->text,
			 default_text(ck, opt->value));
		return;
	}
	if (!about)
		return;
	if (opt->about && strcmp(opt->about, about->text))
		pw_error(ck->c->diags, e->span, "Command line option '%s' "
			 "must have the same description in all places it's "
			 "used. Hint: You can wrap it in a macro", name->text);
	opt->about = about->text;
}

static void set_number(struct pw_checker *ck, struct pw_expr *e,
		       const struct pw_option *option,
		       const struct pw_expr *value)
{
	bool is_negative = value->type.is_signed && (int64_t)value->number < 0;
	struct pw_type type = pw_type_int(8, is_negative);
	uint64_t number = value->number;

	if (option && option->is_list) {
		set_list(ck, e, option);
		return;
	}
	if (option && !option->value) {
		wrong_value(ck, e, option, "expects an integer");
		return;
	}
	if (option && !pw_read_literal(ck->c->arena, option->value, &number)) {
		wrong_value(ck, e, option, isdigit((unsigned char)
			    option->value[option->value[0] == '-']) ?
			    "invalid trailing bytes" : "invalid integer");
		return;
	}
	if (option && option->value[0] == '-')
		type.is_signed = true;
	pw_fold_number(e, number, &type);
}

/* True if name, default and description are literals, as they must be. */
static bool check_args(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *name = e->args, *value = name->next, *about;

	if (!pw_check_value(ck, name))
		return false;
	if (name->kind != PW_EXPR_STRING) {
		pw_check_error(ck, name->span, "First argument to 'getopt' "
			       "must be a string literal.");
		return false;
	}
	if (!value)
		return true;
	if (!pw_check_value(ck, value))
		return false;
	if (value->kind != PW_EXPR_STRING && value->kind != PW_EXPR_INT) {
		pw_check_error(ck, value->span, "Second argument to 'getopt' "
			       "must be a string literal, integer literal, "
			       "or a boolean literal.");
		return false;
	}
	about = value->next;
	if (about && pw_check_value(ck, about) &&
	    about->kind != PW_EXPR_STRING) {
		pw_check_error(ck, about->span, "Third argument to 'getopt' "
			       "must be a string literal.");
		return false;
	}
	return true;
}

void pw_check_getopt(struct pw_checker *ck, struct pw_expr *e)
{
	struct pw_expr *value = e->args->next;
	const struct pw_option *option;

	if (!check_args(ck, e))
		return;
	option = pw_find_option(ck->c->env, e->args->text,
				strlen(e->args->text));
	declare_option(ck, e);
	if (!value)
		set_flag(ck, e, option, false);
	else if (value->kind == PW_EXPR_STRING)
		set_text(ck, e, option, value);
	else if (value->type.kind == PW_TYPE_BOOL)
		set_flag(ck, e, option, value->number != 0);
	else
		set_number(ck, e, option, value);
}
