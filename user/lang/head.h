/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The head of a block while its probes are found: between check_probe.c, which
 * gives each probe a program, and check_target.c, which finds what the names
 * and patterns in attach points stand for.
 */
#ifndef PW_LANG_HEAD_H
#define PW_LANG_HEAD_H

#include "lang/attach.h"

struct pw_head {
	struct pw_compile *c;
	struct pw_block *block;
	size_t first_probe;		/* in c->probes */
	struct pw_unit *first_unit;
	struct pw_attach_point point;	/* being expanded */
	struct pw_span span;
	const char **fields;		/* of args, that the block names */
	size_t n_fields, fields_room;
	bool uses_args, uses_probe, uses_func, uses_type;
	bool uses_retval;
	bool uses_usdt;			/* arg0 to arg11 */
	bool uses_place;		/* uaddr() */
	bool uses_call;			/* argstr(), retstr() */
	bool by_kind;			/* uses what only some kinds have */
	bool any;			/* there was a probe, wanted or not */
};

/* Adds a probe to the block, if it is wanted, and finds it a program. */
void pw_head_add(struct pw_head *head, struct pw_probe *probe);
/* Adds all probes that head->point, which has a target, means. */
void pw_head_add_target(struct pw_head *head);
/* The same for functions of user space. */
void pw_head_add_user(struct pw_head *head);
/* And for the probes that a file brings along. */
void pw_head_add_usdt(struct pw_head *head);
/*
 * Calls add() for each target that a pattern, or a name, means. False after an
 * error, which has been reported.
 */
bool pw_head_each(struct pw_head *head, const char *pattern,
		  void (*add)(void *ctx, const char *target), void *ctx);
/* The format of the tracepoint "category:name": 0, -ENOENT or another -errno. */
int pw_head_format(struct pw_compile *c, const char *target,
		   const struct pw_tp_format **out);
/* A hint with the names that are most like one. */
void pw_head_nearest(struct pw_head *head, const char *target);

/* "f" of "module:f", "f" of "f". */
const char *pw_after_colon(const char *target);

#endif
