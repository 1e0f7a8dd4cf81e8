// SPDX-License-Identifier: GPL-2.0
/*
 * "watchpoint:ADDRESS:LENGTH:MODE": what the processor is to look at, and what
 * for.
 */
#include <string.h>
#include "lang/attach.h"

#define fail	pw_attach_fail

/* Letters of the mode, each once, as bits of struct pw_probe_def's event. */
static bool read_letters(struct pw_attach_parts *a, const char *mode,
			 uint32_t *bits)
{
	static const char letters[] = "rwx";
	bool is_twice = false;

	*bits = 0;
	if (!*mode || mode[strspn(mode, letters)])
		return fail(a, "watchpoint mode must be combination of "
			    "(r,w,x)");
	for (; *mode; mode++) {
		uint32_t bit = 1u << (strchr(letters, *mode) - letters);

		is_twice |= (*bits & bit) != 0;
		*bits |= bit;
	}
	return !is_twice || fail(a, "watchpoint modes may not be duplicated");
}

/* In the one order that names of probes have them in. */
static const char *letters_of(struct pw_attach_parts *a, uint32_t bits)
{
	return pw_arena_printf(a->c->arena, "%s%s%s",
			       bits & PW_WATCH_READ ? "r" : "",
			       bits & PW_WATCH_WRITE ? "w" : "",
			       bits & PW_WATCH_EXECUTE ? "x" : "");
}

/* As bpftrace calls it: with -p the program comes first. */
static const char *make_name(struct pw_attach_parts *a)
{
	const struct pw_attach_point *out = a->out;
	uint32_t pid = a->c->env->pid_filter;
	const char *program = !pid ? "" :
		pw_arena_printf(a->c->arena, "/proc/%u/exe:", pid);

	return pw_arena_printf(a->c->arena, "watchpoint:%s%llu:%llu:%s",
			       program, (unsigned long long)out->address,
			       (unsigned long long)out->param,
			       letters_of(a, out->event));
}

/* Those that x86 has. */
static bool read_mode(struct pw_attach_parts *a, const char *mode,
		      uint32_t *bits)
{
	if (!read_letters(a, mode, bits))
		return false;
	if (*bits == PW_WATCH_EXECUTE || *bits == PW_WATCH_WRITE ||
	    *bits == (PW_WATCH_READ | PW_WATCH_WRITE))
		return true;
	(void)fail(a, "invalid watchpoint mode: %s", letters_of(a, *bits));
	pw_hint(a->c->diags, "supported modes: rw,w,x");
	return false;
}

bool pw_attach_watch(struct pw_attach_parts *a)
{
	struct pw_attach_point *out = a->out;
	const char *wrong;

	wrong = pw_attach_number(a, a->parts[1], &out->address);
	if (wrong)
		return fail(a, "Invalid function/address argument: %s: %s",
			    wrong, a->parts[1]);
	wrong = pw_attach_number(a, a->parts[2], &out->param);
	if (wrong)
		return fail(a, "Invalid length argument: %s: %s", wrong,
			    a->parts[2]);
	if (!out->address)
		return fail(a, "watchpoint must be attached to a non-zero "
			    "address");
	if (out->param != 1 && out->param != 2 && out->param != 4 &&
	    out->param != 8)
		return fail(a, "watchpoint length must be one of (1,2,4,8)");
	if (!read_mode(a, a->parts[3], &out->event))
		return false;
	out->event_name = pw_arena_printf(a->c->arena, "0x%llx",
					  (unsigned long long)out->address);
	out->name = make_name(a);
	return true;
}
