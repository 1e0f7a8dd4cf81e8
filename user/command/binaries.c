/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What names of user space stand for: files by symbols/binary.h, functions in
 * them by symbols/elf.h.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "command/binaries.h"
#include "symbols/binary.h"
#include "symbols/match.h"
#include "symbols/source_line.h"

void pw_binaries_free(struct pw_binaries *b)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		pw_elf_free(b->elf[i]);
	free(b->elf);
	for (i = 0; i < b->n_usdt; i++) {
		free(b->usdt[i].path);
		pw_usdt_free(&b->usdt[i].usdts);
	}
	free(b->usdt);
	memset(b, 0, sizeof(*b));
}

static int load(struct pw_binaries *b, const char *path, struct pw_elf **out)
{
	struct pw_elf **larger;
	size_t i;
	int err;

	for (i = 0; i < b->n; i++)
		if (!strcmp(b->elf[i]->path, path)) {
			*out = b->elf[i];
			return 0;
		}
	larger = realloc(b->elf, (b->n + 1) * sizeof(*larger));
	if (!larger)
		return -ENOMEM;
	b->elf = larger;
	err = pw_elf_open(path, out);
	if (!err)
		b->elf[b->n++] = *out;
	return err;
}

/* Calls take() with each file that a name means. */
static int each_file(struct pw_binaries *b, const char *spec,
		     int (*take)(struct pw_binaries *b, const char *path,
				 const void *ctx), const void *ctx)
{
	struct pw_names paths = { NULL, 0, 0 };
	int err = pw_binary_find(spec, b->pid, &paths);
	size_t i;

	for (i = 0; !err && i < paths.n; i++) {
		err = take(b, paths.name[i], ctx);
		/* Of many files one may be broken, or gone. */
		if (err != -ENOMEM && paths.n > 1)
			err = 0;
	}
	pw_names_free(&paths);
	return err;
}

struct wanted {
	const char *function;
	struct pw_names *out;
};

/* Adds what of one file matches. */
static int expand_file(struct pw_binaries *b, const char *path,
		       const void *ctx)
{
	const struct wanted *wanted = ctx;
	char target[4608];
	struct pw_elf *elf;
	size_t i;
	int err = load(b, path, &elf);

	for (i = 0; !err && i < elf->n; i++) {
		if (!pw_match(wanted->function, elf->function[i].name))
			continue;
		snprintf(target, sizeof(target), "%s:%s", path,
			 elf->function[i].name);
		err = pw_names_add(wanted->out, target);
	}
	return err;
}

int pw_binaries_expand(struct pw_binaries *b, const char *pattern,
		       struct pw_names *out)
{
	const char *colon = strrchr(pattern, ':');
	char *spec = colon ? pw_binary_of(pattern) : strdup("*");
	struct wanted wanted = { colon ? colon + 1 : pattern, out };
	int err = spec ? each_file(b, spec, expand_file, &wanted) : -ENOMEM;

	pw_names_sort(out);
	free(spec);
	return err;
}

/* The place in the file, from an address as the file is linked. */
static int locate(struct pw_elf *elf, const char *function, uint64_t number,
		  struct pw_user_place *out)
{
	const struct pw_elf_function *f;
	uint64_t address = number;

	f = function ? pw_elf_find(elf, function) : pw_elf_at(elf, number);
	if (function) {
		if (!f)
			return -ESRCH;
		if (number && f->size && number >= f->size)
			return -ERANGE;
		address = f->address + number;
	}
	out->path = elf->path;
	out->address = address;
	out->function = f ? f->name : "";
	out->from_entry = f ? address - f->address : address;
	return pw_elf_offset(elf, address, &out->offset) ? 0 : -EFAULT;
}

/* The one file, or the first, that a name means. */
static int find(struct pw_binaries *b, const char *spec, struct pw_elf **out)
{
	struct pw_names paths = { NULL, 0, 0 };
	int err = pw_binary_find(spec, b->pid, &paths);

	if (!err)
		err = load(b, paths.name[0], out);
	pw_names_free(&paths);
	return err;
}

int pw_binaries_place(struct pw_binaries *b, const char *spec,
		      const char *function, uint64_t number,
		      struct pw_user_place *out)
{
	struct pw_elf *elf;
	int err = find(b, spec, &elf);

	return err ? err : locate(elf, function, number, out);
}

int pw_binaries_line(struct pw_binaries *b, const char *spec,
		     const char *source, uint64_t line, uint64_t column,
		     struct pw_user_place *out, char *why, size_t size)
{
	struct pw_elf *elf;
	uint64_t address;
	int err = find(b, spec, &elf);

	if (err)
		return err;
	err = pw_source_line(elf->path, source, line, column, &address, why,
			     size);
	if (err)
		return err == -ENOENT ? -ENODATA : err;
	return locate(elf, NULL, address, out);
}

int pw_binaries_symbol(struct pw_binaries *b, const char *path,
		       const char *name, uint64_t offset,
		       struct pw_user_symbol *out)
{
	const struct pw_elf_function *symbol;
	struct pw_elf *elf;
	int err = load(b, path, &elf);

	if (err)
		return err;
	symbol = pw_elf_find_data(elf, name);
	if (!symbol)
		symbol = pw_elf_find(elf, name);
	if (!symbol)
		return -ESRCH;
	out->address = symbol->address;
	out->size = symbol->size;
	out->is_fixed = elf->is_fixed;
	return pw_elf_address(elf, offset, &out->place) ? 0 : -EFAULT;
}

void pw_binaries_each(struct pw_binaries *b, const char *target,
		      void (*take)(void *ctx, const char *name), void *ctx)
{
	char *spec = pw_binary_of(target);
	struct pw_elf *elf;
	size_t i;

	if (spec && !find(b, spec, &elf))
		for (i = 0; i < elf->n; i++)
			take(ctx, elf->function[i].name);
	free(spec);
}

static int load_usdt(struct pw_binaries *b, const char *path,
		     const struct pw_usdt_file **out)
{
	struct pw_usdt_file *file;
	size_t i;
	int err;

	for (i = 0; i < b->n_usdt; i++)
		if (!strcmp(b->usdt[i].path, path)) {
			*out = &b->usdt[i];
			return 0;
		}
	file = realloc(b->usdt, (b->n_usdt + 1) * sizeof(*file));
	if (!file)
		return -ENOMEM;
	b->usdt = file;
	file += b->n_usdt;
	err = pw_usdt_read(path, &file->usdts);
	if (err)
		return err;
	file->path = strdup(path);
	if (!file->path) {
		pw_usdt_free(&file->usdts);
		return -ENOMEM;
	}
	b->n_usdt++;
	*out = file;
	return 0;
}

struct wanted_usdt {
	const char *name;
	void (*add)(void *ctx, const struct pw_usdt_place *place);
	void *ctx;
};

static int add_usdt(struct pw_binaries *b, const char *path, const void *ctx)
{
	const struct wanted_usdt *wanted = ctx;
	const struct pw_usdt_file *file;
	char full[1024];
	size_t i;
	int err = load_usdt(b, path, &file);

	for (i = 0; !err && i < file->usdts.n; i++) {
		const struct pw_usdt *usdt = &file->usdts.list[i];
		struct pw_usdt_place place = {
			file->path, usdt->provider, usdt->name, usdt->args,
			usdt->offset, usdt->semaphore
		};

		snprintf(full, sizeof(full), "%s:%s", usdt->provider,
			 usdt->name);
		if (pw_match(wanted->name, full))
			wanted->add(wanted->ctx, &place);
	}
	return err;
}

int pw_binaries_usdt(struct pw_binaries *b, const char *spec, const char *name,
		     void (*add)(void *ctx, const struct pw_usdt_place *place),
		     void *ctx)
{
	const struct wanted_usdt wanted = { name, add, ctx };

	return each_file(b, spec, add_usdt, &wanted);
}

struct found {
	struct pw_names *names;
	int err;
};

static void add_name(void *ctx, const struct pw_usdt_place *place)
{
	struct found *found = ctx;
	char target[5120];

	snprintf(target, sizeof(target), "%s:%s:%s", place->path,
		 place->provider, place->name);
	if (!found->err)
		found->err = pw_names_add(found->names, target);
}

int pw_binaries_expand_usdt(struct pw_binaries *b, const char *pattern,
			    struct pw_names *out)
{
	const char *colon = strchr(pattern, ':');
	const char *name = colon ? colon + 1 : pattern;
	char *spec = colon ? strndup(pattern, (size_t)(colon - pattern)) :
			     strdup("*");
	struct found found = { out, 0 };
	char full[1024];
	int err;

	snprintf(full, sizeof(full), "%s%s", strchr(name, ':') ? "" : "*:",
		 name);
	err = spec ? pw_binaries_usdt(b, spec, full, add_name, &found) :
		     -ENOMEM;
	free(spec);
	pw_names_sort(out);
	return err ? err : found.err;
}
