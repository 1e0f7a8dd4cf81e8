// SPDX-License-Identifier: GPL-2.0
/*
 * Functions of ELF files; see functions.h. The first question loads everything:
 * the symbols are copied out of elfutils' tables and sorted, and the file is
 * closed, unless lines are asked for. One thread; no locks.
 */
#include <elf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <elfutils/libdwfl.h>
#include <gelf.h>
#include "symbols/functions.h"

struct symbol {
	uint64_t address;
	uint64_t size;		/* 0: up to the next one */
	size_t name;		/* in names */
	unsigned rank;		/* of several at one address: the least */
};

struct piece {
	uint64_t offset, size;	/* in the file */
	uint64_t address;	/* as the symbols have it */
};

struct pw_functions {
	int fd;			/* -1: it has been read */
	bool has_lines;
	Dwfl *dwfl;		/* has_lines: after it has been read, or NULL */
	Dwfl_Module *module;
	char *path;
	struct symbol *symbols;
	size_t n, room;
	char *names;
	size_t names_used, names_room;
	struct piece *pieces;
	size_t n_pieces;
	bool has_id;
	uint8_t id[PW_FUNCTIONS_ID_SIZE];
};

struct pw_functions *pw_functions_new(int fd, const char *path,
				      bool has_lines)
{
	struct pw_functions *b = calloc(1, sizeof(*b));

	if (b)
		b->path = strdup(path);
	if (!b || !b->path) {
		free(b);
		close(fd);
		return NULL;
	}
	b->fd = fd;
	b->has_lines = has_lines;
	return b;
}

void pw_functions_free(struct pw_functions *b)
{
	if (!b)
		return;
	if (b->fd >= 0)
		close(b->fd);
	if (b->dwfl)
		dwfl_end(b->dwfl);
	free(b->symbols);
	free(b->names);
	free(b->pieces);
	free(b->path);
	free(b);
}

static bool add(struct pw_functions *b, const GElf_Sym *sym, uint64_t address,
		const char *name)
{
	/* Global, weak, local. */
	static const unsigned ranks[] = { 2, 0, 1 };
	size_t len = strlen(name) + 1;
	struct symbol *to;
	void *larger;

	if (b->n == b->room) {
		b->room = b->room ? 2 * b->room : 512;
		larger = realloc(b->symbols, b->room * sizeof(*b->symbols));
		if (!larger)
			return false;
		b->symbols = larger;
	}
	while (b->names_room - b->names_used < len) {
		b->names_room = b->names_room ? 2 * b->names_room : 16384;
		larger = realloc(b->names, b->names_room);
		if (!larger)
			return false;
		b->names = larger;
	}
	memcpy(b->names + b->names_used, name, len);
	to = &b->symbols[b->n++];
	to->address = address;
	to->size = sym->st_size;
	to->name = b->names_used;
	to->rank = GELF_ST_BIND(sym->st_info) <= STB_WEAK ?
		   ranks[GELF_ST_BIND(sym->st_info)] : 3;
	if (GELF_ST_TYPE(sym->st_info) == STT_NOTYPE)
		to->rank += 4;
	b->names_used += len;
	return true;
}

static bool is_code(const GElf_Sym *sym, GElf_Word section)
{
	unsigned type = GELF_ST_TYPE(sym->st_info);

	return section != SHN_UNDEF && section != SHN_ABS && sym->st_value &&
	       (type == STT_FUNC || type == STT_GNU_IFUNC ||
		type == STT_NOTYPE);
}

static void take_symbols(struct pw_functions *b, Dwfl_Module *module)
{
	int i, n = dwfl_module_getsymtab(module);
	GElf_Word section;
	GElf_Addr address;
	const char *name;
	GElf_Sym sym;

	for (i = 1; i < n; i++) {
		name = dwfl_module_getsym_info(module, i, &sym, &address,
					       &section, NULL, NULL);
		/* Marks of the assembler, like "$x", are no functions. */
		if (!name || !*name || *name == '$' || !is_code(&sym, section))
			continue;
		if (!add(b, &sym, address, name))
			return;
	}
}

static void take_pieces(struct pw_functions *b, Dwfl_Module *module)
{
	GElf_Addr bias;
	Elf *elf = dwfl_module_getelf(module, &bias);
	GElf_Phdr phdr;
	size_t i, n;

	if (!elf || elf_getphdrnum(elf, &n))
		return;
	b->pieces = calloc(n + 1, sizeof(*b->pieces));
	for (i = 0; b->pieces && i < n; i++) {
		if (!gelf_getphdr(elf, (int)i, &phdr) ||
		    phdr.p_type != PT_LOAD)
			continue;
		b->pieces[b->n_pieces].offset = phdr.p_offset;
		b->pieces[b->n_pieces].size = phdr.p_filesz;
		b->pieces[b->n_pieces++].address = phdr.p_vaddr + bias;
	}
}

static void take_id(struct pw_functions *b, Dwfl_Module *module)
{
	const unsigned char *bits;
	GElf_Addr where;
	int n = dwfl_module_build_id(module, &bits, &where);

	if (n <= 0)
		return;
	if (n > PW_FUNCTIONS_ID_SIZE)
		n = PW_FUNCTIONS_ID_SIZE;
	memcpy(b->id, bits, (size_t)n);
	b->has_id = true;
}

/*
 * The standard function may ask servers in the net, which a trace must not
 * wait for: then only what is here by its build id is taken.
 */
int pw_find_debuginfo(Dwfl_Module *module, void **data, const char *name,
		      Dwarf_Addr base, const char *file, const char *debuglink,
		      GElf_Word crc, char **found)
{
	if (getenv("DEBUGINFOD_URLS"))
		return dwfl_build_id_find_debuginfo(module, data, name, base,
						    file, debuglink, crc,
						    found);
	return dwfl_standard_find_debuginfo(module, data, name, base, file,
					    debuglink, crc, found);
}

/* By address; of one address the one to be taken first. */
static int compare(const void *x, const void *y)
{
	const struct symbol *a = x, *b = y;

	if (a->address != b->address)
		return a->address < b->address ? -1 : 1;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return a->name < b->name ? -1 : a->name > b->name;
}

static void keep_first(struct pw_functions *b)
{
	size_t from, to = 0;

	for (from = 0; from < b->n; from++)
		if (!to || b->symbols[to - 1].address !=
			   b->symbols[from].address)
			b->symbols[to++] = b->symbols[from];
	b->n = to;
}

static void load(struct pw_functions *b)
{
	static const Dwfl_Callbacks callbacks = {
		.find_elf = dwfl_build_id_find_elf,
		.find_debuginfo = pw_find_debuginfo,
		.section_address = dwfl_offline_section_address,
	};
	Dwfl_Module *module;
	Dwfl *dwfl;
	int fd = b->fd;

	if (fd < 0)
		return;
	b->fd = -1;
	dwfl = dwfl_begin(&callbacks);
	module = dwfl ? dwfl_report_elf(dwfl, b->path, b->path, fd, 0, true) :
		 NULL;
	if (!module) {
		close(fd);
	} else {
		dwfl_report_end(dwfl, NULL, NULL);
		take_id(b, module);
		take_pieces(b, module);
		take_symbols(b, module);
		if (b->n)
			qsort(b->symbols, b->n, sizeof(*b->symbols), compare);
		keep_first(b);
	}
	if (dwfl && module && b->has_lines) {
		b->dwfl = dwfl;
		b->module = module;
	} else if (dwfl) {
		dwfl_end(dwfl);
	}
}

static bool address_of(const struct pw_functions *b, uint64_t file_offset,
		       uint64_t *address)
{
	const struct piece *piece;
	size_t i;

	for (i = 0; i < b->n_pieces; i++) {
		piece = &b->pieces[i];
		if (file_offset - piece->offset >= piece->size)
			continue;
		*address = file_offset - piece->offset + piece->address;
		return true;
	}
	return false;
}

/* Symbols that may lie within another one. */
#define NESTED_MAX	16

const char *pw_functions_find(struct pw_functions *b, uint64_t file_offset,
			   uint64_t *offset)
{
	size_t low = 0, high, middle, tries;
	const struct symbol *symbol;
	uint64_t address;

	load(b);
	if (!address_of(b, file_offset, &address))
		return NULL;
	for (high = b->n; low < high;) {
		middle = low + (high - low) / 2;
		if (b->symbols[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	for (tries = 0; low && tries < NESTED_MAX; low--, tries++) {
		symbol = &b->symbols[low - 1];
		*offset = address - symbol->address;
		if (*offset < symbol->size || (!symbol->size && !tries))
			return b->names + symbol->name;
	}
	return NULL;
}

unsigned int pw_functions_lines(struct pw_functions *b, uint64_t file_offset,
				struct pw_line out[PW_LINES_MAX])
{
	uint64_t address;

	load(b);
	if (!b->dwfl || !address_of(b, file_offset, &address))
		return 0;
	return pw_lines_at(b->module, address, out);
}

bool pw_functions_any(struct pw_functions *b)
{
	load(b);
	return b->n != 0;
}

bool pw_functions_build_id(struct pw_functions *b,
			   uint8_t id[PW_FUNCTIONS_ID_SIZE])
{
	load(b);
	if (b->has_id)
		memcpy(id, b->id, PW_FUNCTIONS_ID_SIZE);
	return b->has_id;
}
