// SPDX-License-Identifier: GPL-2.0
/*
 * config: a record of the settings that hold for this script. Those that only
 * concern BPF have bpftrace's usual values, whatever was set.
 */
#include <string.h>
#include "lang/checker.h"

/* The record being made. */
struct record {
	struct pw_checker *ck;
	struct pw_expr *e, **end;
};

static struct pw_expr *add(struct record *r, const char *label)
{
	struct pw_expr *part = pw_arena_alloc(r->ck->c->arena, sizeof(*part));

	part->span = r->e->span;
	part->label = label;
	*r->end = part;
	r->end = &part->next;
	r->e->n_args++;
	return part;
}

static void add_bool(struct record *r, const char *label, bool value)
{
	pw_fold_bool(add(r, label), value);
}

static void add_number(struct record *r, const char *label, uint64_t value)
{
	struct pw_type type = pw_type_int(8, false);

	pw_fold_number(add(r, label), value, &type);
}

static void add_text(struct record *r, const char *label, const char *value)
{
	pw_fold_string(add(r, label), value, strlen(value));
}

static void add_numbers(struct record *r)
{
	const struct pw_compile *c = r->ck->c;
	uint32_t cat = c->script->settings.max_cat_bytes;

	add_number(r, "log_size", 1000000);
	add_number(r, "max_bpf_progs", c->max_bpf_progs);
	add_number(r, "max_cat_bytes", cat ? cat : PW_MAX_CAT_BYTES);
	add_number(r, "max_map_keys", c->max_map_keys);
	add_number(r, "max_probes", c->max_probes);
	add_number(r, "max_strlen", c->max_strlen);
	add_number(r, "on_stack_limit", 32);
	add_number(r, "perf_rb_pages", 64);
	add_number(r, "max_load", pw_max_load(c));
}

static void add_texts(struct record *r)
{
	const struct pw_compile *c = r->ck->c;
	const char *trailer = c->script->settings.str_trunc_trailer;

	add_text(r, "str_trunc_trailer", trailer ? trailer : "..");
	add_text(r, "unstable_import_statement", "warn");
	add_text(r, "unstable_tseries", "warn");
	add_text(r, "unstable_typeinfo", "warn");
	add_text(r, "unstable_dw_ustack", "warn");
	add_text(r, "missing_probes", pw_missing_name(c->missing_probes));
	add_text(r, "stack_mode", pw_stack_mode_name(c->stack_mode));
	add_text(r, "license", "GPL");
}

void pw_check_config(struct pw_checker *ck, struct pw_expr *e)
{
	struct record r = { ck, e, &e->args };

	e->kind = PW_EXPR_TUPLE;
	e->name = NULL;
	e->args = NULL;
	e->n_args = 0;
	add_bool(&r, "cpp_demangle",
		 !ck->c->script->settings.keeps_mangled);
	add_bool(&r, "lazy_symbolication", false);
	add_bool(&r, "print_maps_on_exit", !ck->c->script->settings.hides_maps);
	add_bool(&r, "use_blazesym", false);
	add_bool(&r, "show_debug_info",
		 ck->c->script->settings.shows_lines);
	add_numbers(&r);
	add_texts(&r);
	pw_check_expr(ck, e);
}

void pw_check_refused(struct pw_checker *ck, const struct pw_expr *e,
		      bool is_refused)
{
	if (is_refused)
		pw_check_error(ck, e->span, "%s feature is not enabled by "
			       "default. To enable this unstable feature, set "
			       "the config flag to enable. unstable_%s=enable",
			       e->name, e->name);
}
