/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reads the notes of .note.stapsdt through libelf. Their form: name "stapsdt",
 * type 3; three addresses (the probe's, that of .stapsdt.base when the note was
 * made, the semaphore's or 0), then provider, name and arguments, each with a
 * NUL.
 */
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "symbols/usdt.h"

#define NOTE_NAME	"stapsdt"
#define NOTE_TYPE	3

struct reader {
	Elf *elf;
	uint64_t base;		/* where .stapsdt.base is now; 0: nowhere */
	struct pw_usdts *out;
	size_t room;
};

/* A text that lives as long as the list: each with a link to the last. */
static char *keep(struct pw_usdts *usdts, const char *text)
{
	size_t len = strlen(text) + 1;
	void **block = malloc(sizeof(void *) + len);

	if (!block)
		return NULL;
	*block = usdts->arena;
	usdts->arena = block;
	return memcpy(block + 1, text, len);
}

static Elf_Scn *section(Elf *elf, const char *wanted, GElf_Shdr *header)
{
	Elf_Scn *scn = NULL;
	size_t names;

	if (elf_getshdrstrndx(elf, &names))
		return NULL;
	while ((scn = elf_nextscn(elf, scn))) {
		const char *name;

		if (!gelf_getshdr(scn, header))
			continue;
		name = elf_strptr(elf, names, header->sh_name);
		if (name && !strcmp(name, wanted))
			return scn;
	}
	return NULL;
}

static bool to_offset(Elf *elf, uint64_t address, uint64_t *offset)
{
	GElf_Phdr header;
	size_t n, i;

	if (elf_getphdrnum(elf, &n))
		return false;
	for (i = 0; i < n; i++) {
		if (!gelf_getphdr(elf, (int)i, &header) ||
		    header.p_type != PT_LOAD || address < header.p_vaddr ||
		    address - header.p_vaddr >= header.p_filesz)
			continue;
		*offset = address - header.p_vaddr + header.p_offset;
		return true;
	}
	return false;
}

static bool symbol_address(Elf *elf, const char *name, size_t len,
			   uint64_t *address)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr header;

	while ((scn = elf_nextscn(elf, scn))) {
		Elf_Data *data;
		GElf_Sym sym;
		int i;

		if (!gelf_getshdr(scn, &header) ||
		    (header.sh_type != SHT_SYMTAB &&
		     header.sh_type != SHT_DYNSYM))
			continue;
		data = elf_getdata(scn, NULL);
		for (i = 0; data && gelf_getsym(data, i, &sym); i++) {
			const char *n = elf_strptr(elf, header.sh_link,
						   sym.st_name);

			if (n && sym.st_value && strlen(n) == len &&
			    !memcmp(n, name, len)) {
				*address = sym.st_value;
				return true;
			}
		}
	}
	return false;
}

/* "8@counter+4(%rip)" becomes "8@12345(%rip)"; others stay. */
static int resolve_one(struct reader *r, uint64_t pc, const char *arg,
		       size_t len, char *out, size_t size)
{
	const char *at = memchr(arg, '@', len);
	const char *open = at ? memchr(at, '(', len - (size_t)(at - arg)) :
				NULL;
	long long add = 0;
	uint64_t address;
	size_t name_len;

	if (!open || strncmp(open, "(%rip)", 6) || !at[1] ||
	    strchr("-+0123456789", at[1]))
		return snprintf(out, size, "%.*s", (int)len, arg);
	name_len = strcspn(at + 1, "+-(");
	if (at[1 + name_len] != '(')
		add = strtoll(at + 1 + name_len, NULL, 0);
	if (!symbol_address(r->elf, at + 1, name_len, &address))
		return snprintf(out, size, "%.*s", (int)len, arg);
	return snprintf(out, size, "%.*s%lld(%%rip)", (int)(at + 1 - arg), arg,
			(long long)(address - pc) + add);
}

static char *resolve(struct reader *r, uint64_t pc, const char *args)
{
	size_t size = strlen(args) * 2 + 256, used = 0;
	char *text = malloc(size), *kept;

	if (!text)
		return NULL;
	text[0] = '\0';
	while (*args) {
		size_t len = strcspn(args, " ");

		used += (size_t)resolve_one(r, pc, args, len, text + used,
					    size - used);
		args += len;
		if (*args && used + 1 < size) {
			text[used++] = *args++;
			text[used] = '\0';
		}
		if (used + 64 > size)
			break;
	}
	kept = keep(r->out, text);
	free(text);
	return kept;
}

static int add(struct reader *r, uint64_t pc, uint64_t semaphore,
	       const char *provider, const char *name, const char *args)
{
	struct pw_usdts *out = r->out;
	struct pw_usdt *usdt;

	if (out->n == r->room) {
		r->room = r->room ? r->room * 2 : 16;
		usdt = realloc(out->list, r->room * sizeof(*usdt));
		if (!usdt)
			return -ENOMEM;
		out->list = usdt;
	}
	usdt = &out->list[out->n];
	memset(usdt, 0, sizeof(*usdt));
	/* Notes of code that the linker has thrown away. */
	if (!to_offset(r->elf, pc, &usdt->offset))
		return 0;
	if (semaphore)
		to_offset(r->elf, semaphore, &usdt->semaphore);
	usdt->provider = keep(out, provider);
	usdt->name = keep(out, name);
	usdt->args = resolve(r, pc, args);
	if (!usdt->provider || !usdt->name || !usdt->args)
		return -ENOMEM;
	out->n++;
	return 0;
}

/* The part of a note behind its name. */
static int read_note(struct reader *r, const char *desc, size_t size)
{
	size_t word = gelf_getclass(r->elf) == ELFCLASS64 ? 8 : 4, i;
	uint64_t address[3] = { 0, 0, 0 };
	const char *text[3];

	if (size < 3 * word)
		return 0;
	for (i = 0; i < 3; i++)
		memcpy(&address[i], desc + i * word, word);
	desc += 3 * word;
	size -= 3 * word;
	for (i = 0; i < 3; i++) {
		size_t len = strnlen(desc, size);

		if (len == size)
			return 0;
		text[i] = desc;
		desc += len + 1;
		size -= len + 1;
	}
	/* Prelinking moves the base, but not what notes say. */
	if (r->base) {
		address[0] += r->base - address[1];
		if (address[2])
			address[2] += r->base - address[1];
	}
	return add(r, address[0], address[2], text[0], text[1], text[2]);
}

static int read_notes(struct reader *r)
{
	size_t at = 0, name, desc;
	GElf_Shdr header;
	Elf_Data *data;
	GElf_Nhdr note;
	Elf_Scn *scn;
	int err = 0;

	if (section(r->elf, ".stapsdt.base", &header))
		r->base = header.sh_addr;
	scn = section(r->elf, ".note." NOTE_NAME, &header);
	data = scn ? elf_getdata(scn, NULL) : NULL;
	while (!err && data &&
	       (at = gelf_getnote(data, at, &note, &name, &desc))) {
		const char *base = data->d_buf;

		if (note.n_type == NOTE_TYPE &&
		    note.n_namesz == sizeof(NOTE_NAME) &&
		    !memcmp(base + name, NOTE_NAME, sizeof(NOTE_NAME)))
			err = read_note(r, base + desc, note.n_descsz);
	}
	return err;
}

int pw_usdt_read(const char *path, struct pw_usdts *out)
{
	struct reader r = { NULL, 0, out, 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err = -ENOEXEC;

	memset(out, 0, sizeof(*out));
	if (fd < 0)
		return -errno;
	if (elf_version(EV_CURRENT) != EV_NONE)
		r.elf = elf_begin(fd, ELF_C_READ, NULL);
	if (r.elf && elf_kind(r.elf) == ELF_K_ELF)
		err = read_notes(&r);
	elf_end(r.elf);
	close(fd);
	if (err)
		pw_usdt_free(out);
	return err;
}

void pw_usdt_free(struct pw_usdts *usdts)
{
	void **block = usdts->arena, **next;

	for (; block; block = next) {
		next = *block;
		free(block);
	}
	free(usdts->list);
	memset(usdts, 0, sizeof(*usdts));
}
