/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Addresses of functions with kprobes and kretprobes; see targets.h. One pass
 * over /proc/kallsyms for all of them. A name that is there twice is the first
 * one, as it is when the kernel looks it up.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "command/targets.h"
#include "symbols/kallsyms.h"

struct wanted {
	const char *function;
	const char *module;	/* not terminated; NULL: any */
	size_t module_len;
	struct pw_probe_def *def;
};

struct all_wanted {
	struct wanted *list;	/* by function */
	size_t n;
};

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct wanted *)a)->function,
		      ((const struct wanted *)b)->function);
}

static bool is_of_module(const struct wanted *w, const char *module)
{
	return !w->module || (!strncmp(w->module, module, w->module_len) &&
			      !module[w->module_len]);
}

static int take(void *ctx, const struct pw_ksym *sym)
{
	const struct all_wanted *all = ctx;
	struct wanted key = { .function = sym->name };
	struct wanted *w = bsearch(&key, all->list, all->n, sizeof(key),
				   compare);

	if (!w)
		return 0;
	while (w > all->list && !compare(w - 1, &key))
		w--;
	for (; w < all->list + all->n && !compare(w, &key); w++)
		if (!w->def->address && is_of_module(w, sym->module))
			w->def->address = sym->address;
	return 0;
}

static void want(struct all_wanted *all, struct pw_probe_def *def,
		 const char *target)
{
	struct wanted *w = &all->list[all->n++];
	const char *colon = strchr(target, ':');

	w->def = def;
	w->function = colon ? colon + 1 : target;
	w->module = colon ? target : NULL;
	w->module_len = colon ? (size_t)(colon - target) : 0;
}

static bool is_at_entry(const struct pw_probe_def *def)
{
	return (def->kind == PW_PROBE_KPROBE && !def->param) ||
	       def->kind == PW_PROBE_FENTRY ||
	       def->kind == PW_PROBE_KRETPROBE || def->kind == PW_PROBE_FEXIT;
}

void pw_targets_locate_in(struct pw_program *prog, int kallsyms)
{
	struct pw_probe_def *defs = pw_program_probes(prog);
	struct all_wanted all = { NULL, 0 };

	all.list = calloc(prog->n_probes + 1, sizeof(*all.list));
	if (!all.list)
		return;
	for (uint32_t i = 0; i < prog->n_probes; i++)
		if (is_at_entry(&defs[i]))
			want(&all, &defs[i],
			     pw_program_target(prog, &defs[i]));
	qsort(all.list, all.n, sizeof(*all.list), compare);
	pw_kallsyms_scan(kallsyms, take, &all);
	free(all.list);
}

void pw_targets_locate(struct pw_program *prog)
{
	const struct pw_probe_def *defs = pw_program_probes(prog);
	uint32_t n = 0;
	int fd;

	for (uint32_t i = 0; i < prog->n_probes; i++)
		n += is_at_entry(&defs[i]);
	if (n < PW_MASS_MIN)
		return;
	fd = pw_kallsyms_open();
	if (fd < 0)
		return;
	pw_targets_locate_in(prog, fd);
	close(fd);
}
