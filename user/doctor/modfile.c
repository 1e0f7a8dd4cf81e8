/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reading a module's file. Its .modinfo is a row of NAME=value strings; its
 * __versions a table of checksums of the kernel's symbols, each in 64 bytes;
 * a signature is behind the ELF file.
 */
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "doctor/modfile.h"

#define SIGNATURE	"~Module signature appended~\n"

/* struct modversion_info of 64-bit kernels: the sum in the first 8 bytes. */
#define VERSION_SIZE	64
#define VERSION_NAME	8

static void take_value(struct pw_modfile *m, const char *text)
{
	const struct {
		const char *name;
		char *to;
		size_t size;
	} wanted[] = {
		{ "name=", m->name, sizeof(m->name) },
		{ "version=", m->version, sizeof(m->version) },
		{ "srcversion=", m->srcversion, sizeof(m->srcversion) },
		{ "vermagic=", m->vermagic, sizeof(m->vermagic) },
		{ "depends=", m->depends, sizeof(m->depends) },
	};
	size_t i;

	for (i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
		size_t len = strlen(wanted[i].name);

		if (!strncmp(text, wanted[i].name, len))
			snprintf(wanted[i].to, wanted[i].size, "%s",
				 text + len);
	}
}

static void take_modinfo(struct pw_modfile *m, const char *data, size_t size)
{
	size_t at = 0;

	while (at < size && memchr(data + at, '\0', size - at)) {
		take_value(m, data + at);
		at += strlen(data + at) + 1;
	}
	snprintf(m->release, sizeof(m->release), "%.*s",
		 (int)strcspn(m->vermagic, " "), m->vermagic);
}

static bool take_versions(struct pw_modfile *m, const char *data, size_t size)
{
	size_t n = size / VERSION_SIZE, i;

	m->symbols = calloc(n + 1, sizeof(*m->symbols));
	for (i = 0; m->symbols && i < n; i++) {
		const char *entry = data + i * VERSION_SIZE;
		char *name = strndup(entry + VERSION_NAME,
				     VERSION_SIZE - VERSION_NAME);

		if (!name)
			return false;
		m->symbols[m->n_symbols].name = name;
		memcpy(&m->symbols[m->n_symbols++].crc, entry,
		       sizeof(uint32_t));
	}
	return m->symbols != NULL;
}

static const char *take_sections(struct pw_modfile *m, Elf *elf)
{
	Elf_Scn *section = NULL;
	bool has_info = false;
	size_t names;

	if (elf_getshdrstrndx(elf, &names))
		return "is a damaged ELF file";
	while ((section = elf_nextscn(elf, section)) != NULL) {
		GElf_Shdr header;
		Elf_Data *data;
		const char *name;

		if (!gelf_getshdr(section, &header))
			return "is a damaged ELF file";
		name = elf_strptr(elf, names, header.sh_name);
		data = name && header.sh_type == SHT_PROGBITS ?
		       elf_getdata(section, NULL) : NULL;
		if (!data || !data->d_buf)
			continue;
		if (!strcmp(name, ".modinfo")) {
			take_modinfo(m, data->d_buf, data->d_size);
			has_info = true;
		} else if (!strcmp(name, "__versions") && !m->symbols &&
			   !take_versions(m, data->d_buf, data->d_size)) {
			return "does not fit into memory";
		}
	}
	return has_info ? NULL : "is an ELF file, but no kernel module";
}

static bool has_signature(int fd)
{
	char end[sizeof(SIGNATURE)] = "";
	off_t size = lseek(fd, 0, SEEK_END);
	ssize_t len = sizeof(SIGNATURE) - 1;

	return size >= len && pread(fd, end, len, size - len) == len &&
	       !strcmp(end, SIGNATURE);
}

static const char *why_no_elf(int fd)
{
	unsigned char head[4] = "";

	if (pread(fd, head, sizeof(head), 0) != sizeof(head))
		return "is empty or cut off";
	if (!memcmp(head, "\xfd" "7zX", 4))
		return "is compressed: unpack a copy with xz -d";
	if (!memcmp(head, "\x1f\x8b", 2))
		return "is compressed: unpack a copy with gzip -d";
	if (!memcmp(head, "\x28\xb5\x2f\xfd", 4))
		return "is compressed: unpack a copy with zstd -d";
	return "is no kernel module: not an ELF file";
}

static const char *read_elf(struct pw_modfile *m, Elf *elf)
{
	GElf_Ehdr header;

	if (!gelf_getehdr(elf, &header))
		return "is a damaged ELF file";
	m->machine = header.e_machine;
	if (header.e_type != ET_REL)
		return "is an ELF file, but no kernel module";
	return take_sections(m, elf);
}

/* Before 4.13 a module's name is only that of its file. */
static void name_by_file(struct pw_modfile *m, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	char *at;

	if (*m->name)
		return;
	snprintf(m->name, sizeof(m->name), "%.*s", (int)strcspn(base, "."),
		 base);
	for (at = m->name; *at; at++)
		if (*at == '-')
			*at = '_';
}

const char *pw_modfile_read(struct pw_modfile *m, const char *path)
{
	const char *why;
	Elf *elf;
	int fd;

	memset(m, 0, sizeof(*m));
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? "is not there" :
		       errno == EACCES ? "may not be read by this user" :
		       "cannot be read";
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (elf && elf_kind(elf) == ELF_K_ELF)
		why = read_elf(m, elf);
	else
		why = why_no_elf(fd);
	m->is_signed = has_signature(fd);
	name_by_file(m, path);
	elf_end(elf);
	close(fd);
	return why;
}

void pw_modfile_free(struct pw_modfile *m)
{
	while (m->n_symbols)
		free(m->symbols[--m->n_symbols].name);
	free(m->symbols);
}
