// SPDX-License-Identifier: GPL-2.0
/*
 * The compiler from end to end: text, tree, probes, types, code, image. A stage
 * runs only if those before it found no error, so that each message is about
 * the script and not about another message.
 */
#include <string.h>
#include "lang/bcc_spec.h"
#include "lang/choose.h"
#include "lang/gen.h"
#include "lang/macro.h"
#include "lang/oldscope.h"
#include "lang/parse.h"

#define DEFAULT_STRLEN		1024
#define DEFAULT_MAP_KEYS	4096
#define DEFAULT_PROBES		1024

static const struct pw_span everywhere;

/* The environment goes before the script. */
static uint32_t limit_of(struct pw_compile *c, uint32_t value, uint32_t set,
			 uint32_t usual, uint32_t max, const char *name)
{
	if (!value)
		value = set;
	if (value > max)
		pw_error(c->diags, everywhere, "%s is %u, the limit is %u",
			 name, value, max);
	return value ? value : usual;
}

static void set_limits(struct pw_compile *c)
{
	const struct pw_settings *set = &c->script->settings;
	const struct pw_lang_env *env = c->env;

	c->max_strlen = limit_of(c, env->max_strlen, set->max_strlen,
				 DEFAULT_STRLEN, PW_VALUE_MAX - 8,
				 "max_strlen");
	c->stack_mode = env->stack_mode ? env->stack_mode :
			set->stack_mode ? set->stack_mode : PW_STACK_BPFTRACE;
	c->max_map_keys = limit_of(c, env->max_map_keys, set->max_map_keys,
				   DEFAULT_MAP_KEYS, PW_ENTRIES_MAX,
				   "max_map_keys");
	c->max_bpf_progs = limit_of(c, env->max_bpf_progs, set->max_bpf_progs,
				    DEFAULT_PROBES, UINT32_MAX,
				    "max_bpf_progs");
	c->missing_probes = env->missing_probes ? env->missing_probes :
			    set->missing_probes ? set->missing_probes :
			    PW_MISSING_ERROR;
	c->max_probes = limit_of(c, env->max_probes, set->max_probes,
				 DEFAULT_PROBES, PW_PROBES_MAX, "max_probes");
}

/* What is measured by tests and benchmarks may take all the time. */
uint32_t pw_max_load(const struct pw_compile *c)
{
	uint32_t set = c->env->max_load ? c->env->max_load :
		       c->script->settings.max_load;

	if (c->env->mode != PW_MODE_RUN)
		return 0;
	return set ? set - 1 : PW_MAX_LOAD;
}

static struct pw_program *compile(struct pw_compile *c, const char *name,
				  const char *text)
{
	struct pw_gen *g;

	c->script = pw_parse_script(c->arena, name, text, c->diags, c->env);
	set_limits(c);
	if (!c->diags->n_errors && c->env->is_tool)
		pw_choose_probes(c);
	if (!c->diags->n_errors)
		pw_expand_macros(c);
	if (!c->diags->n_errors && c->env->is_file)
		pw_widen_scopes(c);
	if (!c->diags->n_errors)
		pw_check_probes(c);
	if (!c->diags->n_errors)
		pw_check_types(c);
	if (c->diags->n_errors)
		return NULL;
	g = pw_arena_alloc(c->arena, sizeof(*g));
	g->c = c;
	pw_gen_programs(g);
	return pw_gen_image(g, name, text);
}

struct pw_program *pw_compile(const char *name, const char *given,
			      const struct pw_lang_env *env, FILE *err)
{
	struct pw_arena *arena = pw_arena_new();
	const char *text = given;
	struct pw_program *prog;
	struct pw_compile c;
	struct pw_diags diags;

	pw_diags_init(&diags, arena);
	memset(&c, 0, sizeof(c));
	c.arena = arena;
	c.diags = &diags;
	c.env = env;
	if (env->is_tool)
		text = pw_bcc_expand(&c, given);
	prog = text ? compile(&c, name, text) : NULL;
	/* Then they are not printed beside errors either. */
	if (env->no_warnings)
		diags.n_warnings = 0;
	if (diags.n_errors || diags.n_warnings)
		pw_diags_print(&diags, name, text ? text : given, err);
	if (!prog)
		pw_arena_free(arena);
	return prog;
}

void pw_program_free(struct pw_program *prog)
{
	if (prog)
		pw_arena_free(prog->arena);
}
