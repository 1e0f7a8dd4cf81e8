/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The type table of the running kernel, found where the module is, and opened
 * when a script first names something that it does not declare.
 */
#ifndef PW_COMMAND_KERNEL_TYPES_H
#define PW_COMMAND_KERNEL_TYPES_H

#include <stdbool.h>
#include "command/module_types.h"
#include "command/program_types.h"
#include "types/btf.h"
#include "types/table.h"

/* Below /lib/modules/RELEASE: where modules are installed, by us and by
 * DKMS, and the table beside them. */
#define PW_N_MODULE_PLACES	5
extern const char *const pw_module_places[PW_N_MODULE_PLACES];

struct pw_kernel_types {
	const char *given;		/* --types, or NULL */
	struct pw_type_source source;	/* for the compiler */
	struct pw_table *table;
	struct pw_btf *btf;
	struct pw_module_types modules;
	struct pw_program_types programs;
	bool is_asked, is_btf_asked;
	char why[512];			/* there is none */
};

void pw_kernel_types_init(struct pw_kernel_types *kernel, const char *given);
void pw_kernel_types_free(struct pw_kernel_types *kernel);

/* Opens it if that is still to be done; NULL: see why. */
struct pw_table *pw_kernel_types_table(struct pw_kernel_types *kernel);

/* Its BTF; NULL: it has none. */
struct pw_btf *pw_kernel_types_btf(struct pw_kernel_types *kernel);

/* Prints what is shown of a function. False: it is not known. */
bool pw_kernel_types_print_function(struct pw_kernel_types *kernel,
				    const char *function, enum pw_shown shown);

#endif
