/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The types that the running kernel tells of itself, where it was built to:
 * /sys/kernel/btf/vmlinux. It knows no macros, but structs and functions that
 * no header has.
 */
#ifndef PW_TYPES_BTF_H
#define PW_TYPES_BTF_H

#include <stdio.h>
#include "lang/source.h"
#include "types/shown.h"

#define PW_BTF_FILE	"/sys/kernel/btf/vmlinux"
#define PW_BTF_PLACE	(1ull << 63)	/* in the places of its structs */

struct pw_btf;

/* 0 and *out; -EINVAL: this is no BTF; another -errno. */
int pw_btf_open(const char *path, struct pw_btf **out);
void pw_btf_close(struct pw_btf *btf);

/* It finds structs, enums, typedefs and functions. */
const struct pw_type_source *pw_btf_source(struct pw_btf *btf);

/* As pw_table_print_function(). */
bool pw_btf_print_function(struct pw_btf *btf, const char *function,
			   enum pw_shown shown, FILE *out);

#endif
