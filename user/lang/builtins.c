// SPDX-License-Identifier: GPL-2.0
/*
 * The tables of builtin values and functions. Types are bpftrace's: pid and
 * tid have 32 bits, all else 64, all unsigned.
 */
#include <string.h>
#include "lang/builtins.h"

#define ENTRY	PW_IN(PW_PROG_ENTRY)
#define RETURN	PW_IN(PW_PROG_RETURN)
#define RECORD	PW_IN(PW_PROG_RECORD)
#define RAW	PW_IN(PW_PROG_RAW)
#define FEXIT	PW_IN(PW_PROG_EXIT)
#define ARGS	(ENTRY | RAW | FEXIT)

#define CTX(name, value, width, where) \
	{ name, PW_BUILTIN_CTX, value, width, where, 0 }
#define CONST(name, value) \
	{ name, PW_BUILTIN_CONST, PW_CTX_PID, 0, PW_IN_ALL, value }
#define TASK(name, which, width) \
	{ name, PW_BUILTIN_TASK, PW_CTX_TASK, width, PW_IN_ALL, which }
#define OTHER(name, id, ctx, where) \
	{ name, id, ctx, 0, where, 0 }

static const struct pw_builtin builtins[] = {
	CTX("pid", PW_CTX_PID, 4, PW_IN_ALL),
	CTX("tid", PW_CTX_TID, 4, PW_IN_ALL),
	/* What they become where it matters whose numbers are meant. */
	CTX("__builtin_init_pid", PW_CTX_PID, 4, PW_IN_ALL),
	CTX("__builtin_init_tid", PW_CTX_TID, 4, PW_IN_ALL),
	CTX("__builtin_ns_pid", PW_CTX_NS_PID, 4, PW_IN_ALL),
	CTX("__builtin_ns_tid", PW_CTX_NS_TID, 4, PW_IN_ALL),
	CTX("uid", PW_CTX_UID, 8, PW_IN_ALL),
	CTX("gid", PW_CTX_GID, 8, PW_IN_ALL),
	CTX("cpu", PW_CTX_CPU, 8, PW_IN_ALL),
	OTHER("nsecs", PW_BUILTIN_NSECS, PW_CTX_NSECS, PW_IN_ALL),
	/* What nsecs becomes: monotonic, and as a part of another clock. */
	CTX("__builtin_nsecs", PW_CTX_NSECS, 8, PW_IN_ALL),
	CTX("__builtin_boot", PW_CTX_NSECS, 8, PW_IN_ALL),
	TASK("ppid", PW_TASK_PARENT, 4),
	TASK("leader_tid", PW_TASK_LEADER, 4),
	TASK("pcomm", PW_TASK_PARENT, 0),
	TASK("leader_comm", PW_TASK_LEADER, 0),
	TASK("__builtin_task_comm", PW_TASK_SELF, 0),
	OTHER("usermode", PW_BUILTIN_USERMODE, PW_CTX_USERMODE, PW_IN_ALL),
	CTX("elapsed", PW_CTX_ELAPSED, 8, PW_IN_ALL),
	CTX("rand", PW_CTX_RAND, 4, PW_IN_ALL),
	CTX("jiffies", PW_CTX_JIFFIES, 8, PW_IN_ALL),
	CTX("cgroup", PW_CTX_CGROUP, 8, PW_IN_ALL),
	CTX("numaid", PW_CTX_NODE, 4, PW_IN_ALL),
	CTX("curtask", PW_CTX_TASK, 0, PW_IN_ALL),
	/* Of what uaddr() becomes. */
	CTX("__builtin_place", PW_CTX_PLACE, 8, ENTRY | RETURN),
	CTX("arg0", PW_CTX_ARG0, 8, ARGS),
	CTX("arg1", PW_CTX_ARG1, 8, ARGS),
	CTX("arg2", PW_CTX_ARG2, 8, ARGS),
	CTX("arg3", PW_CTX_ARG3, 8, ARGS),
	CTX("arg4", PW_CTX_ARG4, 8, ARGS),
	CTX("arg5", PW_CTX_ARG5, 8, ARGS),
	CTX("arg6", PW_CTX_GIVEN0 + 6, 8, RAW),
	CTX("arg7", PW_CTX_GIVEN0 + 7, 8, RAW),
	CTX("arg8", PW_CTX_GIVEN0 + 8, 8, RAW),
	CTX("arg9", PW_CTX_GIVEN0 + 9, 8, RAW),
	CTX("arg10", PW_CTX_GIVEN0 + 10, 8, RAW),
	CTX("arg11", PW_CTX_GIVEN0 + 11, 8, RAW),
	CTX("retval", PW_CTX_RETVAL, 8, RETURN | FEXIT),
	/* What retval becomes where its type is known. */
	CTX("__builtin_returned", PW_CTX_RETVAL, 8, RETURN | FEXIT),
	OTHER("ctx", PW_BUILTIN_REGS, PW_CTX_REGS, PW_IN_ALL),
	OTHER("comm", PW_BUILTIN_COMM, PW_CTX_PID, PW_IN_ALL),
	OTHER("probe", PW_BUILTIN_PROBE, PW_CTX_PROBE, PW_IN_ALL),
	OTHER("func", PW_BUILTIN_FUNC, PW_CTX_PROBE,
	      ENTRY | RETURN | FEXIT),
	OTHER("username", PW_BUILTIN_USERNAME, PW_CTX_UID, PW_IN_ALL),
	OTHER("probetype", PW_BUILTIN_PROBETYPE, PW_CTX_PROBE, PW_IN_ALL),
	OTHER("ncpus", PW_BUILTIN_NCPUS, PW_CTX_CPU, PW_IN_ALL),
	OTHER("cpid", PW_BUILTIN_CPID, PW_CTX_PID, PW_IN_ALL),
	OTHER("has_cpid", PW_BUILTIN_HAS_CPID, PW_CTX_PID, PW_IN_ALL),
	OTHER("args", PW_BUILTIN_ARGS, PW_CTX_PID, RECORD | ARGS),
	OTHER("config", PW_BUILTIN_CONFIG, PW_CTX_PID, PW_IN_ALL),
	CONST("true", 1),
	CONST("false", 0),
	CONST("AF_INET", 2),
	CONST("AF_INET6", 10),
};

static const struct pw_func funcs[] = {
	{ "printf", PW_FUNC_PRINTF, 1, PW_ANY_ARGS, false },
	{ "print", PW_FUNC_PRINT, 1, 3, false },
	{ "clear", PW_FUNC_CLEAR, 1, 1, false },
	{ "zero", PW_FUNC_ZERO, 1, 1, false },
	{ "delete", PW_FUNC_DELETE, 1, 2, true },
	{ "has_key", PW_FUNC_HAS_KEY, 2, 2, true },
	{ "count", PW_FUNC_COUNT, 0, 0, true },
	{ "sum", PW_FUNC_SUM, 1, 1, true },
	{ "min", PW_FUNC_MIN, 1, 1, true },
	{ "max", PW_FUNC_MAX, 1, 1, true },
	{ "avg", PW_FUNC_AVG, 1, 1, true },
	{ "stats", PW_FUNC_STATS, 1, 1, true },
	{ "hist", PW_FUNC_HIST, 1, 2, true },
	{ "lhist", PW_FUNC_LHIST, 4, 4, true },
	{ "tseries", PW_FUNC_TSERIES, 3, 4, true },
	{ "str", PW_FUNC_STR, 1, 2, true },
	{ "ntop", PW_FUNC_NTOP, 1, 2, true },
	{ "strncmp", PW_FUNC_STRNCMP, 3, 3, true },
	{ "getopt", PW_FUNC_GETOPT, 1, 3, true },
	{ "strftime", PW_FUNC_STRFTIME, 1, 2, true },
	{ "time", PW_FUNC_TIME, 0, 1, false },
	{ "exit", PW_FUNC_EXIT, 0, 1, false },
	{ "errorf", PW_FUNC_ERRORF, 1, PW_ANY_ARGS, false },
	{ "warnf", PW_FUNC_WARNF, 1, PW_ANY_ARGS, false },
	{ "fail", PW_FUNC_FAIL, 1, PW_ANY_ARGS, false },
	{ "cat", PW_FUNC_CAT, 1, PW_ANY_ARGS, false },
	{ "system", PW_FUNC_SYSTEM, 1, PW_ANY_ARGS, false },
	{ "debugf", PW_FUNC_DEBUGF, 1, PW_ANY_ARGS, false },
	{ "join", PW_FUNC_JOIN, 1, 2, false },
	{ "__builtin_packet", PW_FUNC_PACKET, 2, 2, false },
	{ "strcontains", PW_FUNC_STRCONTAINS, 2, 2, true },
	{ "strstr", PW_FUNC_STRSTR, 2, 2, true },
	{ "strlen", PW_FUNC_STRLEN, 1, 1, true },
	{ "bswap", PW_FUNC_BSWAP, 1, 1, true },
	{ "macaddr", PW_FUNC_MACADDR, 1, 1, true },
	{ "pton", PW_FUNC_PTON, 1, 1, true },
	{ "kaddr", PW_FUNC_KADDR, 1, 1, true },
	{ "buf", PW_FUNC_BUF, 1, 2, true },
	{ "sizeof", PW_FUNC_SIZEOF, 1, 1, true },
	{ "percpu_kaddr", PW_FUNC_PERCPU_KADDR, 1, 2, true },
	{ "ksym", PW_FUNC_KSYM, 1, 1, true },
	{ "uaddr", PW_FUNC_UADDR, 1, 1, true },
	{ "__builtin_uaddr", PW_FUNC_UADDR, 1, 1, true },
	{ "usym", PW_FUNC_USYM, 1, 1, true },
	{ "reg", PW_FUNC_REG, 1, 1, true },
	{ "path", PW_FUNC_PATH, 1, 2, true },
	{ "socket_cookie", PW_FUNC_SOCKET_COOKIE, 1, 1, true },
	{ "__builtin_find_task", PW_FUNC_FIND_TASK, 1, 1, true },
	{ "cgroupid", PW_FUNC_CGROUPID, 1, 1, true },
	{ "cgroup_path", PW_FUNC_CGROUP_PATH, 1, 2, true },
	{ "disk_name", PW_FUNC_DISK_NAME, 1, 1, true },
	{ "kptr", PW_FUNC_KPTR, 1, 1, true },
	{ "uptr", PW_FUNC_UPTR, 1, 1, true },
	{ "strerror", PW_FUNC_STRERROR, 1, 1, true },
	{ "errno_name", PW_FUNC_ERRNO_NAME, 1, 1, true },
	{ "signal_name", PW_FUNC_SIGNAL_NAME, 1, 1, true },
	{ "syscall_name", PW_FUNC_SYSCALL_NAME, 1, 1, true },
	{ "argstr", PW_FUNC_ARGSTR, 0, 2, true },
	{ "retstr", PW_FUNC_RETSTR, 0, 0, true },
	{ "syscall_in", PW_FUNC_SYSCALL_IN, 2, 2, true },
	{ "strcap", PW_FUNC_STRCAP, 1, 1, true },
	{ "len", PW_FUNC_LEN, 1, 1, true },
	{ "find", PW_FUNC_FIND, 3, 3, true },
	{ "offsetof", PW_FUNC_OFFSETOF, 1, 1, true },
	{ "typeinfo", PW_FUNC_TYPEINFO, 1, 1, true },
	{ "str_concat", PW_FUNC_STR_CONCAT, 2, 2, true },
	{ "memcmp", PW_FUNC_MEMCMP, 3, 3, true },
	{ "is_str", PW_FUNC_IS_STR, 1, 1, true },
	{ "is_ptr", PW_FUNC_IS_PTR, 1, 1, true },
	{ "is_array", PW_FUNC_IS_ARRAY, 1, 1, true },
	{ "is_integer", PW_FUNC_IS_INTEGER, 1, 1, true },
	{ "is_unsigned_integer", PW_FUNC_IS_UNSIGNED, 1, 1, true },
	{ "is_literal", PW_FUNC_IS_LITERAL, 1, 1, true },
	{ "is_scalar", PW_FUNC_IS_SCALAR, 1, 1, true },
	{ "kfunc_exist", PW_FUNC_KFUNC, 1, 1, true },
	{ "kfunc_allowed", PW_FUNC_KFUNC, 1, 1, true },
	{ "kernel_has", PW_FUNC_KERNEL_HAS, 1, 1, true },
	{ "default_str_length", PW_FUNC_STR_LENGTH, 0, 0, true },
	{ "assert_str", PW_FUNC_ASSERT_STR, 1, 1, false },
	{ "kstack", PW_FUNC_KSTACK, 0, 2, true },
	{ "ustack", PW_FUNC_USTACK, 0, 2, true },
	{ "dw_ustack", PW_FUNC_DW_USTACK, 0, 2, true },
	{ "signal", PW_FUNC_SIGNAL, 1, 1, false },
	{ "signal_thread", PW_FUNC_SIGNAL_THREAD, 1, 1, false },
};

static const char *const planned_builtins[] = {
	"sarg0",
};

static const char *const planned_funcs[] = {
	"typeof", "unwatch", "override", "write_user",
};

#define N(table) (sizeof(table) / sizeof((table)[0]))

const struct pw_builtin *pw_builtin_find(const char *name)
{
	static const char prefix[] = "__builtin_";

	for (size_t i = 0; i < N(builtins); i++)
		if (!strcmp(name, builtins[i].name))
			return &builtins[i];
	/* What bpftrace's library wraps, under the name it has inside. */
	if (!strncmp(name, prefix, sizeof(prefix) - 1))
		return pw_builtin_find(name + sizeof(prefix) - 1);
	return NULL;
}

const struct pw_func *pw_func_find(const char *name)
{
	for (size_t i = 0; i < N(funcs); i++)
		if (!strcmp(name, funcs[i].name))
			return &funcs[i];
	return NULL;
}

static bool is_in(const char *name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(name, list[i]))
			return true;
	return false;
}

bool pw_builtin_is_planned(const char *name)
{
	return is_in(name, planned_builtins, N(planned_builtins));
}

bool pw_func_is_planned(const char *name)
{
	return is_in(name, planned_funcs, N(planned_funcs));
}
