// SPDX-License-Identifier: GPL-2.0
/*
 * bcc's way to write a set of probes.
 */
#include <errno.h>
#include <string.h>
#include "lang/choose.h"
#include "symbols/match.h"

static bool is_ours(const char *word)
{
	static const char *const names[] = {
		"kprobe", "kretprobe", "fentry", "fexit", "tracepoint",
		"rawtracepoint", "uprobe", "uretprobe", "usdt", "software",
		"hardware",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(word, names[i]))
			return true;
	return false;
}

/* Parts of the text; 0: there are too many. */
static unsigned int split(struct pw_arena *arena, const char *text,
			  const char **parts)
{
	unsigned int n = 0;
	const char *colon;

	do {
		if (n == PW_ATTACH_PARTS)
			return 0;
		colon = strchr(text, ':');
		parts[n++] = colon ? pw_arena_strndup(arena, text,
						(size_t)(colon - text)) : text;
		text = colon + 1;
	} while (colon);
	return n;
}

/* "c" is the C library, "pthread" libpthread, "bash" the program. */
static const char *library(struct pw_compile *c, const char *name)
{
	const struct pw_lang_env *env = c->env;
	struct pw_user_place place;

	if (strchr(name, '/'))
		return name;
	if (!strcmp(name, "c"))
		return "libc";
	if (env->user_place && env->user_place(env->data, name, NULL, 0,
					       &place) == -ENOENT)
		return pw_arena_printf(c->arena, "lib%s", name);
	return name;
}

/* With the option regexp names are regular expressions. */
static const char *as_regexp(struct pw_compile *c, const char *name)
{
	if (!pw_find_option(c->env, "regexp", strlen("regexp")))
		return name;
	if (!pw_match_is_regexp(name))
		pw_wrong_value(c, "'%s' is no regular expression", name);
	return pw_arena_printf(c->arena, "~%s", name);
}

static void put(struct pw_attach *attach, const char *kind, const char *place,
		const char *name)
{
	attach->n_parts = 0;
	attach->parts[attach->n_parts++] = kind;
	if (*place)
		attach->parts[attach->n_parts++] = place;
	attach->parts[attach->n_parts++] = name;
}

/* `place` is a module, a library, a program, or "" for the kernel. */
static void put_function(struct pw_compile *c, struct pw_attach *attach,
			 const char *place, const char *name, bool is_return)
{
	const struct pw_lang_env *env = c->env;

	if (!*place || (env->module && env->module(env->data, place)))
		put(attach, is_return ? "kretprobe" : "kprobe", place, name);
	else
		put(attach, is_return ? "uretprobe" : "uprobe",
		    library(c, place), name);
}

/* Those in bpftrace's own words. */
static bool put_ours(struct pw_attach *attach, const char *const *parts,
		     unsigned int n, bool is_return)
{
	memcpy(attach->parts, parts, n * sizeof(*parts));
	attach->n_parts = n;
	if (!is_return)
		return true;
	if (!strcmp(parts[0], "kprobe"))
		attach->parts[0] = "kretprobe";
	else if (!strcmp(parts[0], "fentry"))
		attach->parts[0] = "fexit";
	else if (!strcmp(parts[0], "uprobe"))
		attach->parts[0] = "uretprobe";
	else
		return false;
	return true;
}

bool pw_bcc_probe(struct pw_compile *c, struct pw_attach *attach,
		  const char *text, bool is_return)
{
	const char *parts[PW_ATTACH_PARTS];
	unsigned int n = split(c->arena, text, parts);
	bool is_good = true;

	if (n && !(n >= 2 && is_ours(parts[0])))
		parts[n - 1] = as_regexp(c, parts[n - 1]);
	if (n >= 2 && is_ours(parts[0])) {
		is_good = put_ours(attach, parts, n, is_return);
	} else if (n == 1) {
		put_function(c, attach, "", parts[0], is_return);
	} else if (n == 3 && !strcmp(parts[0], "t") && !is_return) {
		put(attach, "tracepoint", parts[1], parts[2]);
	} else if (n == 3 && !strcmp(parts[0], "u") && !is_return) {
		put(attach, "usdt", library(c, parts[1]), parts[2]);
	} else if ((n == 2 || n == 3) && !strcmp(parts[0], "p")) {
		put_function(c, attach, n == 3 ? parts[1] : "", parts[n - 1],
			     is_return);
	} else if ((n == 2 || n == 3) && !strcmp(parts[0], "r")) {
		put_function(c, attach, n == 3 ? parts[1] : "", parts[n - 1],
			     true);
	} else if (n == 2) {
		put_function(c, attach, parts[0], parts[1], is_return);
	} else {
		is_good = false;
	}
	if (!is_good)
		pw_wrong_value(c, is_return ?
			       "'%s' is no set of functions whose return can "
			       "be seen: give a function, a wildcard, "
			       "MODULE:FUNCTION or LIBRARY:FUNCTION" :
			       "'%s' is no set of probes: give a function, a "
			       "wildcard, MODULE:FUNCTION, LIBRARY:FUNCTION, "
			       "t:CATEGORY:NAME or u:LIBRARY:NAME", text);
	return is_good;
}
