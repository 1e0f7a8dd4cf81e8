/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Attach points of a tool, made what they are on this kernel and for these
 * options, before anything else looks at them: $NAME is filled in, and what
 * cannot be or is not wanted is left out, with the blocks that have no other.
 * So no type in a block that does not fit this kernel is ever looked up.
 */
#ifndef PW_LANG_CHOOSE_H
#define PW_LANG_CHOOSE_H

#include "lang/attach.h"

/* choose.c: reports what is wrong. */
void pw_choose_probes(struct pw_compile *c);

/*
 * bcc_probe.c: makes attach what bcc's way to write a set of probes means
 * ("tcp_*", "module:f", "c:malloc", "p:lib:f", "r::f", "t:category:name",
 * "u:lib:name"; bpftrace's own is taken too); is_return: where these functions
 * return. False after an error, which has been reported.
 */
bool pw_bcc_probe(struct pw_compile *c, struct pw_attach *attach,
		  const char *text, bool is_return);

/* An error of what whoever runs the tool gave it, and not of its script. */
void pw_wrong_value(struct pw_compile *c, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
