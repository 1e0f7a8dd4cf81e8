/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files that scripts import and include.
 */
#ifndef PW_COMMAND_FILES_H
#define PW_COMMAND_FILES_H

#include <stdint.h>
#include "lang/lang.h"

/* As pw_lang_env.load; data is a struct pw_env. */
int pw_files_load(void *data, const char *from, const char *name,
		  enum pw_load_kind kind,
		  void (*add)(void *ctx, const char *name, const char *text),
		  void *ctx);

/* LINUX_VERSION_CODE of the running kernel; 0: it does not say. */
uint32_t pw_files_kernel_version(void);

#endif
