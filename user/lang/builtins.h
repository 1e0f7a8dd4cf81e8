/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The names that the language itself knows: values such as pid, functions such
 * as printf, constants. Tables only; what they mean is in check_*.c and
 * codegen_*.c. What bpftrace has and this does not yet is in the tables too, so
 * that it is refused as such and not as a misspelling.
 */
#ifndef PW_LANG_BUILTINS_H
#define PW_LANG_BUILTINS_H

#include "lang/program.h"

enum pw_builtin_id {
	PW_BUILTIN_CTX,		/* a register's worth of the hit: .ctx */
	PW_BUILTIN_COMM,
	PW_BUILTIN_PROBE,
	PW_BUILTIN_FUNC,
	PW_BUILTIN_ARGS,
	PW_BUILTIN_USERNAME,
	PW_BUILTIN_PROBETYPE,
	PW_BUILTIN_NCPUS,
	PW_BUILTIN_CPID,
	PW_BUILTIN_HAS_CPID,
	PW_BUILTIN_NSECS,	/* of a clock: see pw_check_nsecs() */
	PW_BUILTIN_TASK,	/* of a task related to another: .value */
	PW_BUILTIN_USERMODE,
	PW_BUILTIN_CONFIG,
	PW_BUILTIN_REGS,
	PW_BUILTIN_CONST	/* .value */
};

#define PW_TASK_SELF	(-1)	/* the task that was asked for */

/* In which probes a builtin is there: bits of enum pw_prog_ctx. */
#define PW_IN(ctx)	(1u << (ctx))
#define PW_IN_ALL	(PW_IN(PW_PROG_PLAIN) | PW_IN(PW_PROG_ENTRY) | \
			 PW_IN(PW_PROG_RETURN) | PW_IN(PW_PROG_RECORD) | \
			 PW_IN(PW_PROG_RAW) | PW_IN(PW_PROG_EXIT))

struct pw_builtin {
	const char *name;
	enum pw_builtin_id id;
	enum pw_ctx_value ctx;
	unsigned int width;	/* of the integer, unsigned; 0: an address */
	unsigned int where;	/* PW_IN bits */
	int value;		/* CONST; TASK: PW_TASK_PARENT, LEADER, SELF */
};

enum pw_func_id {
	PW_FUNC_PRINTF,
	PW_FUNC_PRINT,
	PW_FUNC_CLEAR,
	PW_FUNC_ZERO,
	PW_FUNC_DELETE,
	PW_FUNC_HAS_KEY,
	PW_FUNC_COUNT,		/* the aggregates, COUNT to TSERIES */
	PW_FUNC_SUM,
	PW_FUNC_MIN,
	PW_FUNC_MAX,
	PW_FUNC_AVG,
	PW_FUNC_STATS,
	PW_FUNC_HIST,
	PW_FUNC_LHIST,
	PW_FUNC_TSERIES,
	PW_FUNC_STR,
	PW_FUNC_NTOP,
	PW_FUNC_STRNCMP,
	PW_FUNC_GETOPT,
	PW_FUNC_STRFTIME,
	PW_FUNC_TIME,
	PW_FUNC_EXIT,
	PW_FUNC_ERRORF,
	PW_FUNC_WARNF,
	PW_FUNC_FAIL,
	PW_FUNC_CAT,
	PW_FUNC_SYSTEM,
	PW_FUNC_DEBUGF,
	PW_FUNC_JOIN,
	PW_FUNC_PACKET,
	PW_FUNC_STRCONTAINS,
	PW_FUNC_STRSTR,
	PW_FUNC_STRLEN,
	PW_FUNC_BSWAP,
	PW_FUNC_MACADDR,
	PW_FUNC_PTON,
	PW_FUNC_KADDR,
	PW_FUNC_UADDR,
	PW_FUNC_BUF,
	PW_FUNC_SIZEOF,
	PW_FUNC_PERCPU_KADDR,
	PW_FUNC_KSYM,
	PW_FUNC_USYM,
	PW_FUNC_REG,
	PW_FUNC_PATH,
	PW_FUNC_SOCKET_COOKIE,
	PW_FUNC_FIND_TASK,
	PW_FUNC_CGROUPID,
	PW_FUNC_CGROUP_PATH,
	PW_FUNC_DISK_NAME,
	PW_FUNC_KPTR,
	PW_FUNC_UPTR,
	PW_FUNC_STRERROR,
	PW_FUNC_ERRNO_NAME,
	PW_FUNC_SIGNAL_NAME,
	PW_FUNC_SYSCALL_NAME,
	PW_FUNC_ARGSTR,
	PW_FUNC_RETSTR,
	PW_FUNC_SYSCALL_IN,
	PW_FUNC_STRCAP,
	PW_FUNC_LEN,
	PW_FUNC_FIND,
	PW_FUNC_OFFSETOF,
	PW_FUNC_TYPEINFO,
	PW_FUNC_STR_CONCAT,
	PW_FUNC_MEMCMP,
	PW_FUNC_IS_STR,		/* questions about types: to ASSERT_STR */
	PW_FUNC_IS_PTR,
	PW_FUNC_IS_ARRAY,
	PW_FUNC_IS_INTEGER,
	PW_FUNC_IS_UNSIGNED,
	PW_FUNC_IS_LITERAL,
	PW_FUNC_IS_SCALAR,
	PW_FUNC_KFUNC,
	PW_FUNC_KERNEL_HAS,
	PW_FUNC_STR_LENGTH,
	PW_FUNC_ASSERT_STR,
	PW_FUNC_KSTACK,
	PW_FUNC_USTACK,
	PW_FUNC_DW_USTACK,
	PW_FUNC_SIGNAL,
	PW_FUNC_SIGNAL_THREAD
};

struct pw_func {
	const char *name;
	enum pw_func_id id;
	unsigned int min_args;
	unsigned int max_args;	/* PW_ANY_ARGS: no limit */
	bool is_value;		/* gives a value; else a statement only */
};

#define PW_ANY_ARGS	(~0u)

/* NULL if there is none of that name. */
const struct pw_builtin *pw_builtin_find(const char *name);
const struct pw_func *pw_func_find(const char *name);
/* bpftrace has a builtin, or a function, of that name; this does not. */
bool pw_builtin_is_planned(const char *name);
bool pw_func_is_planned(const char *name);

#endif
