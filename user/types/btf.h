/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The types that the running kernel tells of itself and of its modules, where
 * it was built to: /sys/kernel/btf/vmlinux. It knows no macros, but structs and
 * functions that no header has.
 */
#ifndef PW_TYPES_BTF_H
#define PW_TYPES_BTF_H

#include <stdio.h>
#include "lang/source.h"
#include "types/shown.h"

#define PW_BTF_DIR	"/sys/kernel/btf"
#define PW_BTF_FILE	PW_BTF_DIR "/vmlinux"
/* In the places of its structs; below it the number of a module. */
#define PW_BTF_PLACE	(1ull << 63)
#define PW_BTF_MODULE(place) ((uint32_t)((place) >> 32) & 0x7fffffff)

struct pw_btf;

/*
 * 0 and *out; -EINVAL: this is no BTF; another -errno. A module's has the
 * kernel's as base, which must outlive it, and a number from 1 on; base NULL,
 * 0: it is the kernel's.
 */
int pw_btf_open(const char *path, const struct pw_btf *base, uint32_t module,
		struct pw_btf **out);
void pw_btf_close(struct pw_btf *btf);

/* It finds structs, enums, typedefs and functions. */
const struct pw_type_source *pw_btf_source(struct pw_btf *btf);

/* As pw_table_print_function(). */
bool pw_btf_print_function(struct pw_btf *btf, const char *function,
			   enum pw_shown shown, FILE *out);

#endif
