/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Functions and data of an ELF file: by name, by pattern, by address. Read from
 * the file's own symbol tables and, where it has been stripped, from its
 * separate debug file (by build-id or debug link) if that is installed.
 */
#ifndef PW_SYMBOLS_ELF_H
#define PW_SYMBOLS_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pw_elf_function {
	const char *name;
	uint64_t address;	/* as the file is linked */
	uint64_t size;		/* bytes; 0: unknown */
	bool is_data;
};

/* A loaded piece of the file. */
struct pw_elf_segment {
	uint64_t offset, address, size;
	bool is_code;
};

struct pw_elf {
	char *path;
	struct pw_elf_function *function;	/* sorted by name; behind these
						 * n_data that are data */
	size_t n, n_data, room;
	struct pw_elf_segment *segment;
	size_t n_segments;
	bool is_fixed;		/* it runs where it is linked, and only there */
	char *names;		/* of all of them, one behind the other */
	size_t used, size;
};

/* 0 and *out; -ENOEXEC if it is no ELF file, or -errno. */
int pw_elf_open(const char *path, struct pw_elf **out);
void pw_elf_free(struct pw_elf *elf);

/* NULL: there is none of that name. */
const struct pw_elf_function *pw_elf_find(const struct pw_elf *elf,
					  const char *name);
/* The same of a variable. */
const struct pw_elf_function *pw_elf_find_data(const struct pw_elf *elf,
					       const char *name);
/* The function whose code an address is in; NULL: none is known. */
const struct pw_elf_function *pw_elf_at(const struct pw_elf *elf,
					uint64_t address);
/* Where in the file the code at an address is. False: none of it is code. */
bool pw_elf_offset(const struct pw_elf *elf, uint64_t address,
		   uint64_t *offset);
/* And back: the address of the code at a place of the file. */
bool pw_elf_address(const struct pw_elf *elf, uint64_t offset,
		    uint64_t *address);

#endif
