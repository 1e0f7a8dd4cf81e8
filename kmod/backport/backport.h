/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Backported tracepoints: those of newer kernels that the module itself
 * provides, with the same name and the fields of their newest format. They are
 * offered on every kernel, so that they can be held against the kernel's own;
 * the command takes the kernel's own where there is one.
 */
#ifndef PW_BACKPORT_H
#define PW_BACKPORT_H

#include "probe/probe.h"

struct pw_backport {
	const char *name;	/* "category:name" */
	const char *format;	/* as tracefs writes it, with `name` */
	const struct pw_probe_ops *ops;
};

/* NULL: no such; by number: for the list. */
const struct pw_backport *pw_backport_find(const char *name);
const struct pw_backport *pw_backport_get(u32 number);

/* The four fields that every record starts with, as tracefs has them. */
#define PW_FORMAT_COMMON \
"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n" \
"\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;\n" \
"\tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;\n" \
"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n"

struct pw_record_common {
	u16 type;
	u8 flags;
	u8 preempt_count;
	s32 pid;
};

/* sock.c */
extern const struct pw_backport pw_backport_inet_sock_set_state;

#endif
