/* SPDX-License-Identifier: GPL-2.0 */
/*
 * -f svg: flame graphs of folded stacks, one below the other in one picture
 * that needs nothing else. One thread; no locks.
 */
#ifndef PW_OUTPUT_FLAME_H
#define PW_OUTPUT_FLAME_H

#include "output/buf.h"

struct pw_flame;

/* NULL: no memory. */
struct pw_flame *pw_flame_new(void);
void pw_flame_free(struct pw_flame *flame);

/* What is added from here on is a graph of its own, of the map of that name. 0
 * or -ENOMEM. */
int pw_flame_begin(struct pw_flame *flame, const char *name);
/*
 * Whole lines "OUTERMOST;…;INNERMOST COUNT", each stack once. A count below 1
 * has no width and is left out. 0 or -ENOMEM.
 */
int pw_flame_add(struct pw_flame *flame, const char *lines, size_t len);

/* Appends the picture. */
void pw_flame_draw(struct pw_flame *flame, struct pw_buf *buf);

#endif
