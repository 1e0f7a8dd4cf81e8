/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reads symbol tables through libelf.
 */
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "symbols/elf.h"

#define DEBUG_DIR	"/usr/lib/debug"
#define BUILD_ID_MAX	64	/* bytes; 20 is usual */
#define NT_GNU_BUILD_ID_TYPE 3

/* Names are offsets into elf->names until all are there. */
static int add_symbol(struct pw_elf *elf, const char *name,
		      const GElf_Sym *sym, bool is_data)
{
	size_t len = strlen(name) + 1;
	void *larger;

	if (elf->n == elf->room) {
		elf->room = elf->room ? elf->room * 2 : 256;
		larger = realloc(elf->function,
				 elf->room * sizeof(*elf->function));
		if (!larger)
			return -ENOMEM;
		elf->function = larger;
	}
	if (elf->used + len > elf->size) {
		elf->size = (elf->used + len) * 2;
		larger = realloc(elf->names, elf->size);
		if (!larger)
			return -ENOMEM;
		elf->names = larger;
	}
	memcpy(elf->names + elf->used, name, len);
	elf->function[elf->n].name = (const char *)(uintptr_t)elf->used;
	elf->function[elf->n].address = sym->st_value;
	elf->function[elf->n].size = sym->st_size;
	elf->function[elf->n].is_data = is_data;
	elf->n++;
	elf->used += len;
	return 0;
}

static bool is_there(const GElf_Sym *sym, bool *is_data)
{
	int type = GELF_ST_TYPE(sym->st_info);

	*is_data = type == STT_OBJECT;
	return (type == STT_FUNC || type == STT_GNU_IFUNC || *is_data) &&
	       sym->st_shndx != SHN_UNDEF && sym->st_value;
}

static int read_table(struct pw_elf *elf, Elf *e, Elf_Scn *scn,
		      const GElf_Shdr *header)
{
	Elf_Data *data = elf_getdata(scn, NULL);
	size_t n, i;
	int err = 0;

	if (!data || !header->sh_entsize)
		return 0;
	n = header->sh_size / header->sh_entsize;
	for (i = 0; !err && i < n; i++) {
		const char *name;
		GElf_Sym sym;
		bool is_data;

		if (!gelf_getsym(data, (int)i, &sym) ||
		    !is_there(&sym, &is_data))
			continue;
		name = elf_strptr(e, header->sh_link, sym.st_name);
		if (name && *name)
			err = add_symbol(elf, name, &sym, is_data);
	}
	return err;
}

/* Both tables, or one: .symtab is stripped from most. */
static int read_tables(struct pw_elf *elf, Elf *e, bool *has_symtab)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr header;
	int err = 0;

	while (!err && (scn = elf_nextscn(e, scn))) {
		if (!gelf_getshdr(scn, &header) ||
		    (header.sh_type != SHT_SYMTAB &&
		     header.sh_type != SHT_DYNSYM))
			continue;
		*has_symtab |= header.sh_type == SHT_SYMTAB;
		err = read_table(elf, e, scn, &header);
	}
	return err;
}

static int read_segments(struct pw_elf *elf, Elf *e)
{
	size_t n, i;

	if (elf_getphdrnum(e, &n))
		return -ENOEXEC;
	elf->segment = calloc(n + 1, sizeof(*elf->segment));
	if (!elf->segment)
		return -ENOMEM;
	for (i = 0; i < n; i++) {
		struct pw_elf_segment *s = &elf->segment[elf->n_segments];
		GElf_Phdr header;

		if (!gelf_getphdr(e, (int)i, &header) ||
		    header.p_type != PT_LOAD)
			continue;
		s->offset = header.p_offset;
		s->address = header.p_vaddr;
		s->size = header.p_filesz;
		s->is_code = header.p_flags & PF_X;
		elf->n_segments++;
	}
	return 0;
}

/* "/usr/lib/debug/.build-id/ab/cdef….debug" */
static bool build_id_path(Elf *e, char *path, size_t size)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr header;

	while ((scn = elf_nextscn(e, scn))) {
		size_t at = 0, name, desc, i, len;
		Elf_Data *data;
		GElf_Nhdr note;

		if (!gelf_getshdr(scn, &header) || header.sh_type != SHT_NOTE)
			continue;
		data = elf_getdata(scn, NULL);
		while (data && (at = gelf_getnote(data, at, &note, &name,
						  &desc))) {
			const unsigned char *id =
				(unsigned char *)data->d_buf + desc;

			if (note.n_type != NT_GNU_BUILD_ID_TYPE ||
			    note.n_namesz != 4 || note.n_descsz < 2 ||
			    note.n_descsz > BUILD_ID_MAX ||
			    memcmp((char *)data->d_buf + name, "GNU", 4))
				continue;
			len = (size_t)snprintf(path, size, DEBUG_DIR
					       "/.build-id/%02x/", id[0]);
			for (i = 1; i < note.n_descsz; i++)
				len += (size_t)snprintf(path + len, size - len,
							"%02x", id[i]);
			snprintf(path + len, size - len, ".debug");
			return true;
		}
	}
	return false;
}

/* The name in .gnu_debuglink, looked for where debuggers look for it. */
static int open_debug_link(const struct pw_elf *elf, Elf *e)
{
	static const char *const places[] = {
		"%.*s/%s", "%.*s/.debug/%s", DEBUG_DIR "%.*s/%s"
	};
	const char *slash = strrchr(elf->path, '/');
	Elf_Scn *scn = NULL;
	GElf_Shdr header;
	size_t names, i;
	char path[4096];

	if (!slash || elf_getshdrstrndx(e, &names))
		return -1;
	while ((scn = elf_nextscn(e, scn))) {
		const char *name;
		Elf_Data *data;

		if (!gelf_getshdr(scn, &header))
			continue;
		name = elf_strptr(e, names, header.sh_name);
		if (!name || strcmp(name, ".gnu_debuglink"))
			continue;
		data = elf_getdata(scn, NULL);
		if (!data || !data->d_size ||
		    !memchr(data->d_buf, 0, data->d_size))
			return -1;
		for (i = 0; i < 3; i++) {
			int fd;

			snprintf(path, sizeof(path), places[i],
				 (int)(slash - elf->path), elf->path,
				 (char *)data->d_buf);
			fd = open(path, O_RDONLY | O_CLOEXEC);
			if (fd >= 0)
				return fd;
		}
	}
	return -1;
}

/* It being there or not, readable or not, is the same: no more symbols. */
static int read_debug_file(struct pw_elf *elf, Elf *e)
{
	char path[sizeof(DEBUG_DIR) + 2 * BUILD_ID_MAX + 32];
	bool ignored = false;
	int fd = -1, err = 0;
	Elf *debug;

	if (build_id_path(e, path, sizeof(path)))
		fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		fd = open_debug_link(elf, e);
	if (fd < 0)
		return 0;
	debug = elf_begin(fd, ELF_C_READ, NULL);
	if (debug && elf_kind(debug) == ELF_K_ELF)
		err = read_tables(elf, debug, &ignored);
	elf_end(debug);
	close(fd);
	return err;
}

static int by_name(const void *a, const void *b)
{
	const struct pw_elf_function *f = a, *g = b;
	int order = f->is_data - g->is_data;

	if (!order)
		order = strcmp(f->name, g->name);
	if (order)
		return order;
	return f->address < g->address ? -1 : f->address > g->address;
}

/* Both tables of a file have the same symbol; a name may have several. */
static void sort(struct pw_elf *elf)
{
	size_t i, n = 0;

	for (i = 0; i < elf->n; i++)
		elf->function[i].name = elf->names +
			(uintptr_t)elf->function[i].name;
	if (elf->n)
		qsort(elf->function, elf->n, sizeof(*elf->function), by_name);
	for (i = 0; i < elf->n; i++)
		if (!n || by_name(&elf->function[n - 1], &elf->function[i]))
			elf->function[n++] = elf->function[i];
	for (elf->n = 0; elf->n < n && !elf->function[elf->n].is_data;)
		elf->n++;
	elf->n_data = n - elf->n;
}

static int load(struct pw_elf *elf, int fd)
{
	bool has_symtab = false;
	int err = -ENOEXEC;
	GElf_Ehdr header;
	Elf *e;

	if (elf_version(EV_CURRENT) == EV_NONE)
		return -ENOEXEC;
	e = elf_begin(fd, ELF_C_READ, NULL);
	if (e && elf_kind(e) == ELF_K_ELF)
		err = read_segments(elf, e);
	elf->is_fixed = !err && gelf_getehdr(e, &header) &&
			header.e_type == ET_EXEC;
	if (!err)
		err = read_tables(elf, e, &has_symtab);
	if (!err && !has_symtab)
		err = read_debug_file(elf, e);
	elf_end(e);
	sort(elf);
	return err;
}

int pw_elf_open(const char *path, struct pw_elf **out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct pw_elf *elf;
	int err = -ENOMEM;

	if (fd < 0)
		return -errno;
	elf = calloc(1, sizeof(*elf));
	if (elf)
		elf->path = strdup(path);
	if (elf && elf->path)
		err = load(elf, fd);
	close(fd);
	if (err) {
		pw_elf_free(elf);
		elf = NULL;
	}
	*out = elf;
	return err;
}

void pw_elf_free(struct pw_elf *elf)
{
	if (!elf)
		return;
	free(elf->path);
	free(elf->function);
	free(elf->segment);
	free(elf->names);
	free(elf);
}

/* The first of that name. */
static const struct pw_elf_function *
find(const struct pw_elf_function *list, size_t n, const char *name)
{
	size_t low = 0, high = n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (strcmp(list[mid].name, name) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n && !strcmp(list[low].name, name) ? &list[low] : NULL;
}

const struct pw_elf_function *pw_elf_find(const struct pw_elf *elf,
					  const char *name)
{
	return find(elf->function, elf->n, name);
}

const struct pw_elf_function *pw_elf_find_data(const struct pw_elf *elf,
					       const char *name)
{
	return elf->n_data ?
	       find(elf->function + elf->n, elf->n_data, name) : NULL;
}

const struct pw_elf_function *pw_elf_at(const struct pw_elf *elf,
					uint64_t address)
{
	const struct pw_elf_function *best = NULL;
	size_t i;

	for (i = 0; i < elf->n; i++) {
		const struct pw_elf_function *f = &elf->function[i];

		if (f->address <= address && address < f->address +
		    (f->size ? f->size : 1) &&
		    (!best || f->address > best->address))
			best = f;
	}
	return best;
}

bool pw_elf_offset(const struct pw_elf *elf, uint64_t address,
		   uint64_t *offset)
{
	size_t i;

	for (i = 0; i < elf->n_segments; i++) {
		const struct pw_elf_segment *s = &elf->segment[i];

		if (!s->is_code || address < s->address ||
		    address - s->address >= s->size)
			continue;
		*offset = address - s->address + s->offset;
		return true;
	}
	return false;
}

bool pw_elf_address(const struct pw_elf *elf, uint64_t offset,
		    uint64_t *address)
{
	size_t i;

	for (i = 0; i < elf->n_segments; i++) {
		const struct pw_elf_segment *s = &elf->segment[i];

		if (!s->is_code || offset < s->offset ||
		    offset - s->offset >= s->size)
			continue;
		*address = offset - s->offset + s->address;
		return true;
	}
	return false;
}
