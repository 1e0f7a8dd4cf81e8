/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a module's file says of itself.
 */
#ifndef PW_DOCTOR_MODFILE_H
#define PW_DOCTOR_MODFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "doctor/doctor.h"

/* A symbol of the kernel that the module was built against. */
struct pw_modfile_symbol {
	char *name;
	uint32_t crc;
};

struct pw_modfile {
	char name[64];
	char version[64];
	char srcversion[64];
	char vermagic[256];
	char depends[256];
	char release[PW_RELEASE_MAX];	/* the first word of vermagic */
	uint16_t machine;		/* EM_X86_64 */
	bool is_signed;
	struct pw_modfile_symbol *symbols;
	size_t n_symbols;
};

/* NULL, or why not, in words; free it in any case. `path` is as it is. */
const char *pw_modfile_read(struct pw_modfile *m, const char *path);
void pw_modfile_free(struct pw_modfile *m);

#endif
