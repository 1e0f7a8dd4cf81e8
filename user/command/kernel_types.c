// SPDX-License-Identifier: GPL-2.0
/*
 * Finding the type table. It is one kernel's: a table of another is refused,
 * since every offset in it may be wrong. What it has not is looked for in the
 * BTF of the kernel and its modules, if there is some.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "command/kernel_types.h"
#include "lang/types.h"

#define NAME	"probewire.types"

const char *const pw_module_places[PW_N_MODULE_PLACES] = {
	"extra", "updates/dkms", "updates", "extra/probewire", "kernel/extra",
};

static bool try_open(struct pw_kernel_types *kernel, const char *path,
		     const char *release)
{
	int err = pw_table_open(path, &kernel->table);

	if (err == -EINVAL)
		snprintf(kernel->why, sizeof(kernel->why), "%s is not a type "
			 "table", path);
	else if (err)
		snprintf(kernel->why, sizeof(kernel->why), "cannot read the "
			 "type table %s: %s", path, strerror(-err));
	if (err)
		return false;
	if (!strcmp(pw_table_release(kernel->table), release))
		return true;
	snprintf(kernel->why, sizeof(kernel->why), "the type table %s is of "
		 "Linux %s, and this is Linux %s", path,
		 pw_table_release(kernel->table), release);
	pw_table_close(kernel->table);
	kernel->table = NULL;
	return false;
}

/* Beside a command that runs where it was built. */
static void built_path(char *path, size_t size, const char *release)
{
	char exe[256];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	char *slash;

	exe[n > 0 ? n : 0] = '\0';
	slash = strrchr(exe, '/');
	if (slash)
		*slash = '\0';
	snprintf(path, size, "%s/kmod-%.*s/" NAME, exe, 64, release);
}

static void find_table(struct pw_kernel_types *kernel, const char *release)
{
	char path[512];
	size_t i;

	for (i = 0; i < PW_N_MODULE_PLACES; i++) {
		snprintf(path, sizeof(path), "/lib/modules/%s/%s/" NAME,
			 release, pw_module_places[i]);
		if (!access(path, F_OK)) {
			try_open(kernel, path, release);
			return;
		}
	}
	built_path(path, sizeof(path), release);
	if (!access(path, F_OK))
		try_open(kernel, path, release);
	else
		snprintf(kernel->why, sizeof(kernel->why), "there is no type "
			 "table for Linux %s: /lib/modules/%s/extra/" NAME
			 " is made and installed with the module, or name "
			 "another with --types", release, release);
}

struct pw_table *pw_kernel_types_table(struct pw_kernel_types *kernel)
{
	struct utsname uts;

	if (kernel->is_asked)
		return kernel->table;
	kernel->is_asked = true;
	if (uname(&uts))
		snprintf(kernel->why, sizeof(kernel->why), "uname: %s",
			 strerror(errno));
	else if (kernel->given)
		try_open(kernel, kernel->given, uts.release);
	else
		find_table(kernel, uts.release);
	return kernel->table;
}

struct pw_btf *pw_kernel_types_btf(struct pw_kernel_types *kernel)
{
	/* A table that was named is to be the only one. */
	if (!kernel->is_btf_asked && !kernel->given)
		pw_btf_open(PW_BTF_FILE, NULL, 0, &kernel->btf);
	kernel->is_btf_asked = true;
	return kernel->btf;
}

static const struct pw_type_source *source_of(void *data)
{
	struct pw_table *table = pw_kernel_types_table(data);

	return table ? pw_table_source(table) : NULL;
}

static const struct pw_type_source *btf_of(void *data)
{
	struct pw_btf *btf = pw_kernel_types_btf(data);

	return btf ? pw_btf_source(btf) : NULL;
}

/* The n-th place to look at: programs that are probed, the table, the kernel's
 * BTF, then the modules'. False: there are no more; *source may be NULL. */
static bool nth_source(struct pw_kernel_types *kernel, uint32_t n,
		       const struct pw_type_source **source)
{
	struct pw_module_types *modules = &kernel->modules;
	struct pw_table *table;

	if (n < kernel->programs.n) {
		table = pw_program_types_table(&kernel->programs, n);
		*source = table ? pw_table_source(table) : NULL;
		return true;
	}
	n -= kernel->programs.n;
	if (n < 2) {
		*source = n ? btf_of(kernel) : source_of(kernel);
		return true;
	}
	pw_module_types_open(modules, PW_BTF_DIR, pw_kernel_types_btf(kernel));
	if (n - 2 >= modules->n)
		return false;
	*source = pw_btf_source(modules->btf[n - 2]);
	return true;
}

static bool find(void *data, struct pw_ctypes *types, enum pw_source_kind kind,
		 const char *name)
{
	const struct pw_type_source *source;
	uint32_t i;

	for (i = 0; nth_source(data, i, &source); i++)
		if (source && source->find(source->data, types, kind, name))
			return true;
	return false;
}

/* Only what was found is loaded. */
static void load(void *data, struct pw_struct *record)
{
	struct pw_kernel_types *kernel = data;
	uint64_t place = record->lazy->place;
	uint32_t module = PW_BTF_MODULE(place);
	const struct pw_type_source *source;

	if (place & PW_PROGRAM_PLACE && !(place & PW_BTF_PLACE))
		source = pw_table_source(kernel->programs.list[
					 PW_PROGRAM_OF(place)].table);
	else if (!(place & PW_BTF_PLACE))
		source = source_of(data);
	else if (module)
		source = pw_btf_source(kernel->modules.btf[module - 1]);
	else
		source = btf_of(data);
	source->load(source->data, record);
}

/* Of "PATH:FUNCTION": then this is the function. NULL: nothing is known. */
static struct pw_table *program_of(struct pw_kernel_types *kernel,
				   const char **function)
{
	const char *colon = strrchr(*function, ':');
	struct pw_table *table;
	char *path;

	if (!colon)
		return NULL;
	path = strndup(*function, (size_t)(colon - *function));
	if (!path)
		return NULL;
	table = pw_program_types_table(&kernel->programs,
			pw_program_types_note(&kernel->programs, path));
	free(path);
	if (table)
		*function = colon + 1;
	return table;
}

static bool prototype(void *data, struct pw_ctypes *types, const char *function,
		      struct pw_prototype *out)
{
	struct pw_kernel_types *kernel = data;
	const struct pw_type_source *source;
	struct pw_table *table;
	uint32_t i;

	table = *function == '/' ? program_of(kernel, &function) : NULL;
	if (table)
		source = pw_table_source(table);
	if (table || *function == '/')
		return table && source->prototype(source->data, types,
						  function, out);
	for (i = kernel->programs.n; nth_source(data, i, &source); i++)
		if (source && source->prototype(source->data, types, function,
						out))
			return true;
	return false;
}

bool pw_kernel_types_print_function(struct pw_kernel_types *kernel,
				    const char *function, enum pw_shown shown)
{
	struct pw_table *table;
	struct pw_btf *btf;
	uint32_t i;

	if (shown == PW_SHOW_USER) {
		table = program_of(kernel, &function);
		return table && pw_table_print_function(table, function, shown,
							stdout);
	}
	table = pw_kernel_types_table(kernel);
	if (table && pw_table_print_function(table, function, shown, stdout))
		return true;
	btf = pw_kernel_types_btf(kernel);
	if (!btf || pw_btf_print_function(btf, function, shown, stdout))
		return btf != NULL;
	pw_module_types_open(&kernel->modules, PW_BTF_DIR, btf);
	for (i = 0; i < kernel->modules.n; i++)
		if (pw_btf_print_function(kernel->modules.btf[i], function,
					  shown, stdout))
			return true;
	return false;
}

static bool constant(void *data, struct pw_ctypes *types, const char *macro,
		     struct pw_constant *out)
{
	const struct pw_type_source *source = source_of(data);

	return source && source->constant(source->data, types, macro, out);
}

static void program(void *data, const char *path)
{
	struct pw_kernel_types *kernel = data;

	pw_program_types_note(&kernel->programs, path);
}

static unsigned int nearest(void *data, enum pw_source_kind kind,
			    const char *name, const char **out,
			    unsigned int max)
{
	const struct pw_type_source *source = source_of(data);

	return source ? source->nearest(source->data, kind, name, out, max) :
	       0;
}

static const char *about(void *data)
{
	const struct pw_type_source *source = source_of(data);
	const struct pw_kernel_types *kernel = data;

	return source ? source->about(source->data) : kernel->why;
}

void pw_kernel_types_init(struct pw_kernel_types *kernel, const char *given)
{
	memset(kernel, 0, sizeof(*kernel));
	kernel->given = given;
	kernel->source.data = kernel;
	kernel->source.find = find;
	kernel->source.load = load;
	kernel->source.prototype = prototype;
	kernel->source.constant = constant;
	kernel->source.program = program;
	kernel->source.nearest = nearest;
	kernel->source.about = about;
}

void pw_kernel_types_free(struct pw_kernel_types *kernel)
{
	pw_table_close(kernel->table);
	pw_program_types_close(&kernel->programs);
	pw_module_types_close(&kernel->modules);
	pw_btf_close(kernel->btf);
}
