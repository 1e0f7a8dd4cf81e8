/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One attach point as written, understood: its kind, its target and its number.
 * Whether the target exists is not asked here.
 */
#ifndef PW_LANG_ATTACH_H
#define PW_LANG_ATTACH_H

#include "lang/check.h"

struct pw_attach_point {
	enum pw_probe_kind kind;
	const char *name;	/* in full: "interval:s:1"; NULL with a target */
	const char *given_name;	/* "mine" of mine=kprobe:f, or NULL */
	const char *event_name;	/* of SOFTWARE, HARDWARE and WATCHPOINT */
	const char *target;	/* "f", "module:f", "category:name"; or NULL */
	const char *module;	/* the first half of the target, or NULL */
	bool is_pattern;	/* the target has a wildcard */
	bool is_address;	/* the target is the number in param */
	uint64_t param;		/* period in ns, offset in a function, count */
	uint32_t event;		/* of struct pw_probe_def, and address */
	uint64_t address;
	const char *source;	/* of a uprobe at a line: the file; or NULL */
	uint64_t line, column;	/* column 0: any */
};

/* False after an error, which has been reported. */
bool pw_attach_parse(struct pw_compile *c, const struct pw_attach *attach,
		     struct pw_attach_point *out);

/* What attach.c shares with attach_watch.c. */
struct pw_attach_parts {
	struct pw_compile *c;
	const struct pw_attach *attach;
	const char *parts[PW_ATTACH_PARTS];
	unsigned int n_parts;
	struct pw_attach_point *out;
};

/* False, having said what is wrong with the attach point. */
#define pw_attach_fail(a, ...) \
	(pw_error((a)->c->diags, (a)->attach->span, __VA_ARGS__), false)

/*
 * A number as the language writes it anywhere: 10, 0x10, 1e6, 100ms. NULL if it
 * is one, else what is wrong with the text.
 */
const char *pw_attach_number(struct pw_attach_parts *a, const char *text,
			     uint64_t *out);
/* "uprobe:PATH@FILE:LINE[:COLUMN]": the parts behind uprobe. */
bool pw_attach_line(struct pw_attach_parts *a);
/* "watchpoint:ADDRESS:LENGTH:MODE", which has four parts. */
bool pw_attach_watch(struct pw_attach_parts *a);

#endif
