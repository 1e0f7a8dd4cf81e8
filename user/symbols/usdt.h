/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Probes that a program or library brings along (systemtap's sys/sdt.h): notes
 * in the section .note.stapsdt that say where they are and where their
 * arguments lie.
 */
#ifndef PW_SYMBOLS_USDT_H
#define PW_SYMBOLS_USDT_H

#include <stddef.h>
#include <stdint.h>

struct pw_usdt {
	const char *provider;
	const char *name;
	/* "-4@%edi 8@-24(%rbp)", as sys/sdt.h has the assembler write it. A
	 * symbol (%rip) is replaced by what has to be added to the probe's
	 * address. */
	const char *args;
	uint64_t offset;	/* of the probe, bytes from the file's start */
	uint64_t semaphore;	/* likewise; 0: it has none */
};

struct pw_usdts {
	struct pw_usdt *list;	/* in the order of the notes */
	size_t n;
	void *arena;		/* the texts */
};

/* 0, even if there is none; -ENOEXEC if it is no ELF file, or -errno. */
int pw_usdt_read(const char *path, struct pw_usdts *out);
void pw_usdt_free(struct pw_usdts *usdts);

#endif
