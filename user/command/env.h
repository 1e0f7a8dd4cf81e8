/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the compiler asks of the machine, and -l too: tracepoints of tracefs and
 * of the module, functions of kallsyms. Everything is read when it is first
 * asked for, because most scripts ask for little.
 */
#ifndef PW_COMMAND_ENV_H
#define PW_COMMAND_ENV_H

#include <regex.h>
#include "command/binaries.h"
#include "command/kaddr.h"
#include "command/kernel_types.h"
#include "command/sources.h"
#include "lang/lang.h"
#include "link/client.h"
#include "symbols/addresses.h"
#include "symbols/names.h"
#include "symbols/nearest.h"
#include "types/format.h"

/* A tracepoint of the module's. */
struct pw_backport {
	char *name;		/* "sock:inet_sock_set_state" */
	char *text;		/* its format */
};

struct pw_loaded_format;

struct pw_env {
	struct pw_lang_env lang;	/* what pw_compile() takes */
	struct pw_client *client;	/* NULL: without the module */
	int tracefs;			/* fd, or -errno of opening it */
	bool lacks_tracefs;		/* something failed for want of it */
	bool asked_module;
	struct pw_backport *backports;
	size_t n_backports;
	struct pw_loaded_format *formats;
	struct pw_nearest nearest;
	struct pw_kernel_types types;
	const char *const *dirs;	/* of headers; the caller fills it */
	uint32_t n_dirs;
	const char *traceable;		/* --traceable-functions, or NULL */
	struct pw_addresses *addresses;	/* the caller's, or NULL */
	regex_t *filter;		/* --probe-filter, or NULL */
	struct pw_binaries binaries;
	struct pw_known_functions functions;
	struct pw_kaddrs kaddrs;
};

/* The caller fills the options, parameters and limits in env->lang. */
void pw_env_init(struct pw_env *env, struct pw_client *client);
void pw_env_free(struct pw_env *env);

/* --probe-filter: 0; -EINVAL and what is wrong with it; -ENOMEM. */
int pw_env_filter(struct pw_env *env, const char *regex, char *why,
		  size_t size);

/*
 * The text of a tracepoint's format, to be freed: the kernel's if it has all
 * fields that the module's has, else the module's (then *is_backport). Scripts
 * that name fields of the kernel's alone get that. 0 or -errno; -ENOENT: nobody
 * has it.
 */
int pw_env_format_text(struct pw_env *env, const char *category,
		       const char *name, char **text, bool *is_backport);

/* Targets of a pattern, sorted; as pw_lang_env.expand. */
int pw_env_expand(struct pw_env *env, enum pw_probe_kind kind,
		  const char *pattern, struct pw_names *out);

/* Whether "category:name" is only the module's. */
bool pw_env_is_backport(struct pw_env *env, const char *event);

#endif
