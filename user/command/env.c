/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The compiler's environment: joins tracefs, the module's backported
 * tracepoints and kallsyms.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "command/env.h"
#include "command/sources.h"
#include "command/files.h"
#include "symbols/cgroup.h"
#include "symbols/kallsyms.h"
#include "symbols/match.h"
#include "output/clock.h"
#include "types/tracefs.h"

struct pw_loaded_format {
	char *event;
	int err;
	struct pw_tp_text text;
	struct pw_tp_text newer;	/* its format.newer */
	struct pw_loaded_format *next;
};

#define TRACEFS_UNASKED	INT_MAX	/* in pw_env.tracefs: nobody has asked */

static int tracefs_of(struct pw_env *env)
{
	if (env->tracefs == TRACEFS_UNASKED)
		env->tracefs = pw_tracefs_open();
	return env->tracefs;
}

/* ENODEV rather than ENOENT: nobody knows whether the event exists. */
static int no_tracefs(struct pw_env *env)
{
	env->lacks_tracefs = true;
	return env->tracefs == -ENOENT ? -ENODEV : env->tracefs;
}

/* The text's first line is "name: CATEGORY:NAME". */
static char *name_of(const char *text)
{
	return strncmp(text, "name: ", 6) ? NULL :
	       strndup(text + 6, strcspn(text + 6, "\n"));
}

static void add_backport(void *ctx, const char *text)
{
	struct pw_env *env = ctx;
	struct pw_backport *larger;
	struct pw_backport b;

	b.name = name_of(text);
	b.text = strdup(text);
	larger = realloc(env->backports,
			 (env->n_backports + 1) * sizeof(*larger));
	if (larger)
		env->backports = larger;
	if (!larger || !b.name || !strchr(b.name, ':') || !b.text) {
		free(b.name);
		free(b.text);
		return;
	}
	env->backports[env->n_backports++] = b;
}

/* Without the module there are none; that is said elsewhere. */
static void ask_module(struct pw_env *env)
{
	struct pw_link_error error;

	if (!env->asked_module && env->client)
		pw_client_backports(env->client, add_backport, env, &error);
	env->asked_module = true;
}

static const struct pw_backport *find_backport(struct pw_env *env,
					       const char *event)
{
	const char *own = NULL, *name;
	size_t i;

	if (!strncmp(event, PW_BACKPORT_CATEGORY, strlen(PW_BACKPORT_CATEGORY)))
		own = event + strlen(PW_BACKPORT_CATEGORY);
	ask_module(env);
	for (i = 0; i < env->n_backports; i++) {
		name = env->backports[i].name;
		if (!strcmp(name, event) ||
		    (own && !strcmp(strchr(name, ':') + 1, own)))
			return &env->backports[i];
	}
	return NULL;
}

static char *event_name(const char *category, const char *name)
{
	char *event = malloc(strlen(category) + strlen(name) + 2);

	if (event) {
		strcpy(event, category);
		strcat(event, ":");
		strcat(event, name);
	}
	return event;
}

static bool has_field(const struct pw_tp_format *format, const char *name)
{
	uint32_t i;

	for (i = 0; i < format->n_fields; i++)
		if (!strcmp(format->fields[i].name, name))
			return true;
	return false;
}

/* Whether the format `text` has every field of `other`. */
static bool has_all_fields(const char *text, const char *other)
{
	struct pw_tp_text a, b;
	bool all = true;
	uint32_t i;

	if (pw_tp_text_parse(other, &b))
		return true;
	if (pw_tp_text_parse(text, &a)) {
		pw_tp_text_free(&b);
		return false;
	}
	for (i = 0; i < b.format.n_fields; i++)
		all = all && has_field(&a.format, b.format.fields[i].name);
	pw_tp_text_free(&a);
	pw_tp_text_free(&b);
	return all;
}

/* The kernel's own; without tracefs nobody knows whether there is one. */
static int kernel_text(struct pw_env *env, const struct pw_backport *backport,
		       const char *category, const char *name, char **text)
{
	if (tracefs_of(env) >= 0)
		return pw_tracefs_format(env->tracefs, category, name, text);
	return backport ? -ENOENT : no_tracefs(env);
}

int pw_env_format_text(struct pw_env *env, const char *category,
		       const char *name, char **text, bool *is_backport)
{
	const struct pw_backport *backport;
	char *event = event_name(category, name);
	int err;

	if (!event)
		return -ENOMEM;
	backport = find_backport(env, event);
	free(event);
	err = kernel_text(env, backport, category, name, text);
	*is_backport = false;
	if (!backport || (!err && has_all_fields(*text, backport->text)))
		return err;
	if (!err)
		free(*text);
	*is_backport = true;
	*text = strdup(backport->text);
	return *text ? 0 : -ENOMEM;
}

static int parse_backport(const struct pw_backport *backport,
			  struct pw_tp_text *out)
{
	int err = pw_tp_text_parse(backport->text, out);

	out->format.is_backport = true;
	/* An event that tracefs numbers otherwise has no place here. */
	out->format.id = 0;
	return err;
}

static int load_format(struct pw_env *env, const char *category,
		       const char *name, struct pw_loaded_format *l)
{
	const struct pw_backport *backport = find_backport(env, l->event);
	char *text;
	int err;

	err = kernel_text(env, backport, category, name, &text);
	if (err)
		return backport ? parse_backport(backport, &l->text) : err;
	err = pw_tp_text_parse(text, &l->text);
	if (!err && backport && !has_all_fields(text, backport->text) &&
	    !parse_backport(backport, &l->newer))
		l->text.format.newer = &l->newer.format;
	free(text);
	return err;
}

static int env_tracepoint(void *data, const char *category, const char *name,
			  const struct pw_tp_format **out)
{
	struct pw_env *env = data;
	struct pw_loaded_format *l;
	char *event = event_name(category, name);

	if (!event)
		return -ENOMEM;
	for (l = env->formats; l; l = l->next)
		if (!strcmp(l->event, event))
			break;
	if (l) {
		free(event);
	} else {
		l = calloc(1, sizeof(*l));
		if (!l) {
			free(event);
			return -ENOMEM;
		}
		l->event = event;
		l->err = load_format(env, category, name, l);
		l->next = env->formats;
		env->formats = l;
	}
	*out = &l->text.format;
	return l->err;
}

/* Names that a tracepoint's pattern means. */
struct matching {
	const char *pattern;
	struct pw_names *names;
};

static int add_event(void *ctx, char *event)
{
	const struct matching *m = ctx;

	return pw_match(m->pattern, event) ? pw_names_add(m->names, event) : 0;
}

static int expand_tracepoints(struct pw_env *env, const char *pattern,
			      struct pw_names *out)
{
	struct matching m = { pattern, out };
	size_t i;
	int err;

	ask_module(env);
	if (tracefs_of(env) < 0)
		return no_tracefs(env);
	err = pw_tracefs_events(env->tracefs, add_event, &m);
	for (i = 0; !err && i < env->n_backports; i++)
		err = add_event(&m, env->backports[i].name);
	pw_names_sort(out);
	return err;
}

int pw_env_expand(struct pw_env *env, enum pw_probe_kind kind,
		  const char *pattern, struct pw_names *out)
{
	switch (kind) {
	case PW_PROBE_KPROBE:
	case PW_PROBE_KRETPROBE:
	case PW_PROBE_FENTRY:
	case PW_PROBE_FEXIT:
		return pw_sources_functions(env->traceable, tracefs_of(env),
					    &env->functions,
					    pattern, out);
	case PW_PROBE_RAWTRACEPOINT:
		return pw_sources_raw(env->client, tracefs_of(env), pattern,
				      out);
	case PW_PROBE_TRACEPOINT:
	case PW_PROBE_BACKPORT:
		return expand_tracepoints(env, pattern, out);
	case PW_PROBE_UPROBE:
	case PW_PROBE_URETPROBE:
		env->binaries.pid = (pid_t)env->lang.pid_filter;
		return pw_binaries_expand(&env->binaries, pattern, out);
	case PW_PROBE_USDT:
		env->binaries.pid = (pid_t)env->lang.pid_filter;
		return pw_binaries_expand_usdt(&env->binaries, pattern, out);
	default:
		return 0;
	}
}

static int env_expand(void *data, enum pw_probe_kind kind,
		      const char *pattern,
		      void (*add)(void *ctx, const char *target), void *ctx)
{
	struct pw_names names;
	size_t i;
	int err;

	memset(&names, 0, sizeof(names));
	err = pw_env_expand(data, kind, pattern, &names);
	for (i = 0; !err && i < names.n; i++)
		add(ctx, names.name[i]);
	pw_names_free(&names);
	return err;
}

static int offer_event(void *ctx, char *event)
{
	pw_nearest_offer(ctx, event);
	return 0;
}

static int offer_symbol(void *ctx, const struct pw_ksym *sym)
{
	if (pw_ksym_is_function(sym))
		pw_nearest_offer(ctx, sym->name);
	return 0;
}

static void offer_function(void *ctx, const char *name)
{
	pw_nearest_offer(ctx, name);
}

static unsigned env_nearest(void *data, enum pw_probe_kind kind,
			    const char *target, const char **out, unsigned max)
{
	struct pw_env *env = data;
	const char *colon = strchr(target, ':');
	unsigned i;
	size_t j;
	int fd;

	if (kind == PW_PROBE_TRACEPOINT || kind == PW_PROBE_BACKPORT) {
		pw_nearest_start(&env->nearest, target);
		ask_module(env);
		if (tracefs_of(env) >= 0)
			pw_tracefs_events(env->tracefs, offer_event,
					  &env->nearest);
		for (j = 0; j < env->n_backports; j++)
			pw_nearest_offer(&env->nearest,
					 env->backports[j].name);
	} else if (kind == PW_PROBE_UPROBE || kind == PW_PROBE_URETPROBE) {
		pw_nearest_start(&env->nearest, strrchr(target, ':') + 1);
		pw_binaries_each(&env->binaries, target, offer_function,
				 &env->nearest);
	} else if (kind == PW_PROBE_RAWTRACEPOINT) {
		return 0;
	} else {
		/* "module:function": it is the function that was mistyped. */
		pw_nearest_start(&env->nearest, colon ? colon + 1 : target);
		fd = pw_kallsyms_open();
		if (fd >= 0) {
			pw_kallsyms_scan(fd, offer_symbol, &env->nearest);
			close(fd);
		}
	}
	for (i = 0; i < env->nearest.n && i < max; i++)
		out[i] = env->nearest.best[i].name;
	return i;
}

bool pw_env_is_backport(struct pw_env *env, const char *event)
{
	const char *colon = strchr(event, ':');
	bool is_backport = false;
	char *category, *text;

	if (!colon || !find_backport(env, event))
		return false;
	category = strdup(event);
	if (!category)
		return false;
	category[colon - event] = '\0';
	if (!pw_env_format_text(env, category, colon + 1, &text, &is_backport))
		free(text);
	free(category);
	return is_backport;
}

static int env_functions(void *data, const char *const *names, uint32_t n,
			 uint8_t *there)
{
	struct pw_env *env = data;
	struct pw_link_error error;
	size_t size = 0;
	char *text;
	uint32_t i;
	int err;

	if (!env->client)
		return -ENODEV;
	for (i = 0; i < n; i++)
		size += strlen(names[i]) + 1;
	text = malloc(size);
	if (!text)
		return -ENOMEM;
	for (i = 0, size = 0; i < n; i++) {
		strcpy(text + size, names[i]);
		size += strlen(names[i]) + 1;
	}
	err = pw_client_functions(env->client, text, size, there, n, &error);
	free(text);
	return err;
}

static bool env_module(void *data, const char *name)
{
	(void)data;
	return pw_module_is_loaded(name);
}

static int env_function_at(void *data, uint64_t address,
			   const char **function, uint64_t *offset)
{
	struct pw_env *env = data;

	*function = env->addresses ? pw_addresses_find(env->addresses, address,
						       offset) : NULL;
	return *function ? 0 : -ENOENT;
}

static int env_user_place(void *data, const char *file, const char *function,
			  uint64_t number, struct pw_user_place *out)
{
	struct pw_env *env = data;

	env->binaries.pid = (pid_t)env->lang.pid_filter;
	return pw_binaries_place(&env->binaries, file, function, number, out);
}

static int env_user_line(void *data, const char *file, const char *source,
			 uint64_t line, uint64_t column,
			 struct pw_user_place *out, char *why, size_t size)
{
	struct pw_env *env = data;

	env->binaries.pid = (pid_t)env->lang.pid_filter;
	return pw_binaries_line(&env->binaries, file, source, line, column,
				out, why, size);
}

static int env_user_symbol(void *data, const char *path, const char *name,
			   uint64_t offset, struct pw_user_symbol *out)
{
	struct pw_env *env = data;

	return pw_binaries_symbol(&env->binaries, path, name, offset, out);
}

static int env_usdt(void *data, const char *file, const char *name,
		    void (*add)(void *ctx, const struct pw_usdt_place *place),
		    void *ctx)
{
	struct pw_env *env = data;

	env->binaries.pid = (pid_t)env->lang.pid_filter;
	return pw_binaries_usdt(&env->binaries, file, name, add, ctx);
}

static bool env_wanted(void *data, const char *name)
{
	const struct pw_env *env = data;

	return !regexec(env->filter, name, 0, NULL, 0);
}

int pw_env_filter(struct pw_env *env, const char *regex, char *why, size_t size)
{
	int err;

	env->filter = malloc(sizeof(*env->filter));
	if (!env->filter)
		return -ENOMEM;
	err = regcomp(env->filter, regex, REG_EXTENDED | REG_NOSUB);
	if (!err) {
		env->lang.wanted = env_wanted;
		return 0;
	}
	regerror(err, env->filter, why, size);
	free(env->filter);
	env->filter = NULL;
	return -EINVAL;
}

static int env_kaddr(void *data, const char *name, uint64_t *address)
{
	struct pw_env *env = data;

	return pw_kaddr_find(&env->kaddrs, name, address);
}

static int env_cgroup(void *data, const char *path, uint64_t *id)
{
	(void)data;
	return pw_cgroup_id(path, id);
}

/* "0-3,8" is five; what there is now if it is not told. */
static uint32_t count_cpus(void)
{
	FILE *file = fopen("/sys/devices/system/cpu/possible", "re");
	unsigned int first, last, n = 0;

	while (file && fscanf(file, "%u", &first) == 1) {
		last = first;
		if (fscanf(file, "-%u", &last) == 1 && last < first)
			break;
		n += last - first + 1;
		if (fgetc(file) != ',')
			break;
	}
	if (file)
		fclose(file);
	return n ? n : (uint32_t)sysconf(_SC_NPROCESSORS_CONF);
}

void pw_env_init(struct pw_env *env, struct pw_client *client)
{
	memset(env, 0, sizeof(*env));
	env->client = client;
	env->tracefs = TRACEFS_UNASKED;
	env->lang.data = env;
	env->lang.tracepoint = env_tracepoint;
	env->lang.expand = env_expand;
	env->lang.nearest = env_nearest;
	env->lang.load = pw_files_load;
	env->lang.kernel_version = pw_files_kernel_version();
	env->lang.functions = env_functions;
	env->lang.module = env_module;
	env->lang.function_at = env_function_at;
	env->lang.kaddr = env_kaddr;
	env->lang.cgroup = env_cgroup;
	env->lang.user_place = env_user_place;
	env->lang.user_line = env_user_line;
	env->lang.user_symbol = env_user_symbol;
	env->lang.usdt = env_usdt;
	pw_kernel_types_init(&env->types, NULL);
	env->lang.types = &env->types.source;
	env->lang.n_cpus = count_cpus();
	env->lang.boot_delta = (uint64_t)pw_clock_delta(CLOCK_BOOTTIME);
	env->lang.tai_delta = (uint64_t)pw_clock_delta(CLOCK_TAI);
}

void pw_env_free(struct pw_env *env)
{
	struct pw_loaded_format *l, *next;
	size_t i;

	pw_kernel_types_free(&env->types);
	if (env->filter) {
		regfree(env->filter);
		free(env->filter);
	}
	if (env->tracefs >= 0 && env->tracefs != TRACEFS_UNASKED)
		close(env->tracefs);
	for (i = 0; i < env->n_backports; i++) {
		free(env->backports[i].name);
		free(env->backports[i].text);
	}
	free(env->backports);
	pw_binaries_free(&env->binaries);
	pw_names_free(&env->functions.names);
	pw_kaddr_free(&env->kaddrs);
	for (l = env->formats; l; l = next) {
		next = l->next;
		if (!l->err)
			pw_tp_text_free(&l->text);
		pw_tp_text_free(&l->newer);
		free(l->event);
		free(l);
	}
}
