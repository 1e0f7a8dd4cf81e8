/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What bcc's trace and argdist are asked for, and what stands for it in a
 * tool's script. Between the lines "//: each NAME" and "//: done" the script is
 * repeated for each spec that the parameter or option NAME has (a line each),
 * with $probe, $filter, … put in as text.
 */
#ifndef PW_LANG_BCC_SPEC_H
#define PW_LANG_BCC_SPEC_H

#include "lang/check.h"

#define PW_BCC_PARAMS	8

/* "const char *name": NAME and the rest. */
struct pw_bcc_param {
	const char *name;
	const char *type;
};

struct pw_bcc_spec {
	const char *text;		/* as it was given */
	const char *option;		/* that has it */
	unsigned int number;		/* of the option's specs, from 0 */
	const char *probe;		/* an attach point */
	const char *func;		/* what it is called: an expression */
	struct pw_bcc_param params[PW_BCC_PARAMS];
	unsigned int n_params;
	const char *filter;		/* ours; "1" if it has none */
	const char *format;		/* of trace: without quotes */
	const char *args;		/* ", a, b" */
	const char *values;		/* of argdist: "a, b" */
	const char *events;		/* the same with names: "\"a\", a" */
	const char *name;		/* of the first value */
	const char *enter, *leave;	/* probes for what is kept at entry */
	const char *label;
};

/* The script with its regions repeated; NULL after an error, which has been
 * reported. */
const char *pw_bcc_expand(struct pw_compile *c, const char *script);

/* bcc_trace.c, bcc_argdist.c: false after an error. */
bool pw_bcc_trace(struct pw_compile *c, const char *text,
		  struct pw_bcc_spec *spec);
bool pw_bcc_argdist(struct pw_compile *c, const char *text,
		    struct pw_bcc_spec *spec);

/* bcc_expr.c: an expression made ours. */
const char *pw_bcc_expr(struct pw_arena *arena, const struct pw_bcc_spec *spec,
			const char *text);
/* Bytes before the first of `ends` that is in no brackets and no quotes. */
size_t pw_bcc_span(const char *text, const char *ends);

/* Of trace and argdist: PROBE and, in brackets, the signature: sets probe and
 * params; returns what is behind them, NULL after an error. */
const char *pw_bcc_head(struct pw_compile *c, const char *text,
			struct pw_bcc_spec *spec);

#endif
