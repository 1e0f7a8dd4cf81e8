// SPDX-License-Identifier: GPL-2.0
/*
 * What is known of system calls, one line each; see syscalls.h.
 *
 *   d l u x o p an int, a long; unsigned, hexadecimal, octal; an address
 *   mode        of an open() that may make a file
 *   fd at       file descriptors; of at, AT_FDCWD is one
 *   path str    strings: of a file, others
 *   buf         bytes, as many as the next argument says
 *   out         bytes, as many as the call has returned
 *   fds ts addr two descriptors that are returned, a time, the address of a
 *               socket, whose length is the next argument
 * and names of flags. Without a line a call's six arguments are numbers.
 */
#include <string.h>
#include "lang/syscalls.h"
#include "lang/texts.h"

struct row {
	const char *name;
	const char *args;
	const char *classes;	/* beside those that args tell: m p s n */
};

static const struct row rows[] = {
	{ "read", "fd out u", "" },
	{ "write", "fd buf u", "" },
	{ "open", "=fd path oflags mode", "" },
	{ "close", "fd", "" },
	{ "stat", "path p", "" },
	{ "fstat", "fd p", "" },
	{ "lstat", "path p", "" },
	{ "poll", "p u d", "d" },
	{ "lseek", "fd l whence", "" },
	{ "mmap", "=p p u prot map fd x", "m" },
	{ "mprotect", "p u prot", "m" },
	{ "munmap", "p u", "m" },
	{ "brk", "=p p", "m" },
	{ "rt_sigaction", "sig p p u", "s" },
	{ "rt_sigprocmask", "sighow p p u", "s" },
	{ "rt_sigreturn", "=d", "s" },
	{ "ioctl", "fd ioctl x", "" },
	{ "pread64", "fd out u l", "" },
	{ "pwrite64", "fd buf u l", "" },
	{ "readv", "fd p u", "" },
	{ "writev", "fd p u", "" },
	{ "access", "path access", "" },
	{ "pipe", "fds", "d" },
	{ "select", "d p p p p", "d" },
	{ "sched_yield", "=d", "" },
	{ "mremap", "=p p u u mremap p", "m" },
	{ "msync", "p u msync", "m" },
	{ "mincore", "p u p", "m" },
	{ "madvise", "p u madvise", "m" },
	{ "shmget", "x u ipc", "i" },
	{ "shmat", "=p d p x", "im" },
	{ "shmctl", "d d p", "i" },
	{ "dup", "=fd fd", "" },
	{ "dup2", "=fd fd fd", "" },
	{ "pause", "=d", "s" },
	{ "nanosleep", "ts p", "" },
	{ "getitimer", "itimer p", "" },
	{ "alarm", "u", "" },
	{ "setitimer", "itimer p p", "" },
	{ "getpid", "=d", "" },
	{ "sendfile", "fd fd p u", "n" },
	{ "socket", "=fd family socktype d", "n" },
	{ "connect", "fd addr d", "n" },
	{ "accept", "=fd fd p p", "n" },
	{ "sendto", "fd buf u msg addr d", "n" },
	{ "recvfrom", "fd out u msg p p", "n" },
	{ "sendmsg", "fd p msg", "n" },
	{ "recvmsg", "fd p msg", "n" },
	{ "shutdown", "fd shut", "n" },
	{ "bind", "fd addr d", "n" },
	{ "listen", "fd d", "n" },
	{ "getsockname", "fd p p", "n" },
	{ "getpeername", "fd p p", "n" },
	{ "socketpair", "family socktype d fds", "nd" },
	{ "setsockopt", "fd d d p u", "n" },
	{ "getsockopt", "fd d d p p", "n" },
	{ "clone", "clone p p p x", "p" },
	{ "fork", "=d", "p" },
	{ "vfork", "=d", "p" },
	{ "execve", "path p p", "p" },
	{ "exit", "d", "p" },
	{ "wait4", "d p wait p", "p" },
	{ "kill", "d sig", "s" },
	{ "uname", "p", "" },
	{ "semget", "x d ipc", "i" },
	{ "semop", "d p u", "i" },
	{ "semctl", "d d d x", "i" },
	{ "shmdt", "p", "im" },
	{ "msgget", "x ipc", "i" },
	{ "msgsnd", "d p u ipc", "i" },
	{ "msgrcv", "d p u l ipc", "i" },
	{ "msgctl", "d d p", "i" },
	{ "fcntl", "fd fcntl x", "" },
	{ "flock", "fd flock", "" },
	{ "fsync", "fd", "" },
	{ "fdatasync", "fd", "" },
	{ "truncate", "path l", "" },
	{ "ftruncate", "fd l", "" },
	{ "getdents", "fd p u", "" },
	{ "getcwd", "out u", "f" },
	{ "chdir", "path", "" },
	{ "fchdir", "fd", "" },
	{ "rename", "path path", "" },
	{ "mkdir", "path o", "" },
	{ "rmdir", "path", "" },
	{ "creat", "=fd path o", "" },
	{ "link", "path path", "" },
	{ "unlink", "path", "" },
	{ "symlink", "path path", "" },
	{ "readlink", "path out u", "" },
	{ "chmod", "path o", "" },
	{ "fchmod", "fd o", "" },
	{ "chown", "path d d", "" },
	{ "fchown", "fd d d", "" },
	{ "lchown", "path d d", "" },
	{ "umask", "=o o", "" },
	{ "gettimeofday", "p p", "" },
	{ "getrlimit", "rlimit p", "" },
	{ "getrusage", "d p", "" },
	{ "sysinfo", "p", "" },
	{ "times", "p", "" },
	{ "ptrace", "d d x x", "" },
	{ "getuid", "=u", "c" },
	{ "syslog", "d p u", "" },
	{ "getgid", "=u", "c" },
	{ "setuid", "d", "c" },
	{ "setgid", "d", "c" },
	{ "geteuid", "=u", "c" },
	{ "getegid", "=u", "c" },
	{ "setpgid", "d d", "" },
	{ "getppid", "=d", "" },
	{ "getpgrp", "=d", "" },
	{ "setsid", "=d", "" },
	{ "setreuid", "d d", "c" },
	{ "setregid", "d d", "c" },
	{ "getgroups", "d p", "c" },
	{ "setgroups", "d p", "c" },
	{ "setresuid", "d d d", "c" },
	{ "getresuid", "p p p", "c" },
	{ "setresgid", "d d d", "c" },
	{ "getresgid", "p p p", "c" },
	{ "getpgid", "d", "" },
	{ "setfsuid", "d", "c" },
	{ "setfsgid", "d", "c" },
	{ "getsid", "d", "" },
	{ "capget", "p p", "c" },
	{ "capset", "p p", "c" },
	{ "rt_sigpending", "p u", "s" },
	{ "rt_sigtimedwait", "p p p u", "s" },
	{ "rt_sigqueueinfo", "d sig p", "s" },
	{ "rt_sigsuspend", "p u", "s" },
	{ "sigaltstack", "p p", "s" },
	{ "utime", "path p", "" },
	{ "mknod", "path o x", "" },
	{ "uselib", "path", "" },
	{ "personality", "x", "" },
	{ "ustat", "x p", "" },
	{ "statfs", "path p", "" },
	{ "fstatfs", "fd p", "" },
	{ "sysfs", "d x x", "" },
	{ "getpriority", "d d", "" },
	{ "setpriority", "d d d", "" },
	{ "sched_setparam", "d p", "" },
	{ "sched_getparam", "d p", "" },
	{ "sched_setscheduler", "d d p", "" },
	{ "sched_getscheduler", "d", "" },
	{ "sched_get_priority_max", "d", "" },
	{ "sched_get_priority_min", "d", "" },
	{ "sched_rr_get_interval", "d p", "" },
	{ "mlock", "p u", "m" },
	{ "munlock", "p u", "m" },
	{ "mlockall", "x", "m" },
	{ "munlockall", "=d", "m" },
	{ "vhangup", "=d", "" },
	{ "modify_ldt", "d p u", "" },
	{ "pivot_root", "path path", "" },
	{ "prctl", "d x x x x", "" },
	{ "arch_prctl", "x p", "p" },
	{ "adjtimex", "p", "" },
	{ "setrlimit", "rlimit p", "" },
	{ "chroot", "path", "" },
	{ "sync", "=d", "" },
	{ "acct", "path", "" },
	{ "settimeofday", "p p", "" },
	{ "mount", "path path p mount p", "" },
	{ "umount2", "path x", "" },
	{ "swapon", "path x", "" },
	{ "swapoff", "path", "" },
	{ "reboot", "x x x p", "" },
	{ "sethostname", "str u", "" },
	{ "setdomainname", "str u", "" },
	{ "iopl", "d", "" },
	{ "ioperm", "x x d", "" },
	{ "init_module", "p u str", "" },
	{ "delete_module", "str oflags", "" },
	{ "quotactl", "x path d p", "" },
	{ "gettid", "=d", "" },
	{ "readahead", "fd l u", "" },
	{ "setxattr", "path str p u x", "" },
	{ "lsetxattr", "path str p u x", "" },
	{ "fsetxattr", "fd str p u x", "" },
	{ "getxattr", "path str p u", "" },
	{ "lgetxattr", "path str p u", "" },
	{ "fgetxattr", "fd str p u", "" },
	{ "listxattr", "path p u", "" },
	{ "llistxattr", "path p u", "" },
	{ "flistxattr", "fd p u", "" },
	{ "removexattr", "path str", "" },
	{ "lremovexattr", "path str", "" },
	{ "fremovexattr", "fd str", "" },
	{ "tkill", "d sig", "s" },
	{ "time", "p", "" },
	{ "futex", "p futex u p p u", "" },
	{ "sched_setaffinity", "d u p", "" },
	{ "sched_getaffinity", "d u p", "" },
	{ "io_setup", "u p", "m" },
	{ "io_destroy", "x", "m" },
	{ "io_getevents", "x l l p p", "" },
	{ "io_submit", "x l p", "" },
	{ "io_cancel", "x p p", "" },
	{ "epoll_create", "=fd d", "" },
	{ "remap_file_pages", "p u prot u map", "m" },
	{ "getdents64", "fd p u", "" },
	{ "set_tid_address", "p", "" },
	{ "restart_syscall", "=d", "" },
	{ "semtimedop", "d p u p", "i" },
	{ "fadvise64", "fd l u d", "" },
	{ "timer_create", "clock p p", "" },
	{ "timer_settime", "d x p p", "" },
	{ "timer_gettime", "d p", "" },
	{ "timer_getoverrun", "d", "" },
	{ "timer_delete", "d", "" },
	{ "clock_settime", "clock ts", "" },
	{ "clock_gettime", "clock p", "" },
	{ "clock_getres", "clock p", "" },
	{ "clock_nanosleep", "clock x ts p", "" },
	{ "exit_group", "d", "p" },
	{ "epoll_wait", "fd p d d", "" },
	{ "epoll_ctl", "fd epctl fd p", "" },
	{ "tgkill", "d d sig", "s" },
	{ "utimes", "path p", "" },
	{ "mbind", "p u d p u x", "m" },
	{ "set_mempolicy", "d p u", "m" },
	{ "get_mempolicy", "p p u p x", "m" },
	{ "mq_open", "=fd str oflags o p", "" },
	{ "mq_unlink", "str", "" },
	{ "mq_timedsend", "fd buf u u p", "" },
	{ "mq_timedreceive", "fd out u p p", "" },
	{ "mq_notify", "fd p", "" },
	{ "mq_getsetattr", "fd p p", "" },
	{ "kexec_load", "x u p x", "" },
	{ "waitid", "d d p wait p", "p" },
	{ "add_key", "str str p u d", "" },
	{ "request_key", "str str p d", "" },
	{ "keyctl", "d x x x x", "" },
	{ "ioprio_set", "d d d", "" },
	{ "ioprio_get", "d d", "" },
	{ "inotify_init", "=fd", "" },
	{ "inotify_add_watch", "fd path x", "" },
	{ "inotify_rm_watch", "fd d", "" },
	{ "migrate_pages", "d u p p", "m" },
	{ "openat", "=fd at path oflags mode", "" },
	{ "mkdirat", "at path o", "" },
	{ "mknodat", "at path o x", "" },
	{ "fchownat", "at path d d atflags", "" },
	{ "futimesat", "at path p", "" },
	{ "newfstatat", "at path p atflags", "" },
	{ "unlinkat", "at path unlink", "" },
	{ "renameat", "at path at path", "" },
	{ "linkat", "at path at path atflags", "" },
	{ "symlinkat", "path at path", "" },
	{ "readlinkat", "at path out u", "" },
	{ "fchmodat", "at path o", "" },
	{ "faccessat", "at path access", "" },
	{ "pselect6", "d p p p p p", "d" },
	{ "ppoll", "p u p p u", "d" },
	{ "unshare", "clone", "" },
	{ "set_robust_list", "p u", "" },
	{ "get_robust_list", "d p p", "" },
	{ "splice", "fd p fd p u x", "" },
	{ "tee", "fd fd u x", "" },
	{ "sync_file_range", "fd l l x", "" },
	{ "vmsplice", "fd p u x", "" },
	{ "move_pages", "d u p p p x", "m" },
	{ "utimensat", "at path p atflags", "" },
	{ "epoll_pwait", "fd p d d p u", "" },
	{ "signalfd", "=fd fd p u", "s" },
	{ "timerfd_create", "=fd clock oflags", "" },
	{ "eventfd", "=fd u", "" },
	{ "fallocate", "fd x l l", "" },
	{ "timerfd_settime", "fd x p p", "" },
	{ "timerfd_gettime", "fd p", "" },
	{ "accept4", "=fd fd p p sockflags", "n" },
	{ "signalfd4", "=fd fd p u oflags", "s" },
	{ "eventfd2", "=fd u oflags", "" },
	{ "epoll_create1", "=fd oflags", "" },
	{ "dup3", "=fd fd fd oflags", "" },
	{ "pipe2", "fds oflags", "d" },
	{ "inotify_init1", "=fd oflags", "" },
	{ "preadv", "fd p u l l", "" },
	{ "pwritev", "fd p u l l", "" },
	{ "rt_tgsigqueueinfo", "d d sig p", "s" },
	{ "perf_event_open", "=fd p d d fd x", "" },
	{ "recvmmsg", "fd p u msg p", "n" },
	{ "fanotify_init", "=fd x x", "" },
	{ "fanotify_mark", "fd x x at path", "" },
	{ "prlimit64", "d rlimit p p", "" },
	{ "name_to_handle_at", "at path p p atflags", "" },
	{ "open_by_handle_at", "=fd fd p oflags", "" },
	{ "clock_adjtime", "clock p", "" },
	{ "syncfs", "fd", "" },
	{ "sendmmsg", "fd p u msg", "n" },
	{ "setns", "fd clone", "" },
	{ "getcpu", "p p p", "" },
	{ "process_vm_readv", "d p u p u x", "" },
	{ "process_vm_writev", "d p u p u x", "" },
	{ "kcmp", "d d d x x", "" },
	{ "finit_module", "fd str x", "" },
	{ "sched_setattr", "d p x", "" },
	{ "sched_getattr", "d p u x", "" },
	{ "renameat2", "at path at path x", "" },
	{ "seccomp", "d x p", "" },
	{ "getrandom", "p u x", "" },
	{ "memfd_create", "=fd str x", "" },
	{ "kexec_file_load", "fd fd u str x", "" },
	{ "bpf", "d p u", "" },
	{ "execveat", "at path p p atflags", "p" },
	{ "userfaultfd", "=fd oflags", "" },
	{ "membarrier", "d x d", "m" },
	{ "mlock2", "p u x", "m" },
	{ "copy_file_range", "fd p fd p u x", "" },
	{ "preadv2", "fd p u l l x", "" },
	{ "pwritev2", "fd p u l l x", "" },
	{ "pkey_mprotect", "p u prot d", "m" },
	{ "pkey_alloc", "x x", "" },
	{ "pkey_free", "d", "" },
	{ "statx", "at path atflags x p", "" },
	{ "io_pgetevents", "x l l p p p", "" },
	{ "rseq", "p u x x", "" },
	{ "pidfd_send_signal", "fd sig p x", "sp" },
	{ "io_uring_setup", "=fd u p", "" },
	{ "io_uring_enter", "fd u u x p u", "s" },
	{ "io_uring_register", "fd u p u", "m" },
	{ "open_tree", "=fd at path x", "" },
	{ "move_mount", "at path at path x", "" },
	{ "fsopen", "=fd str x", "" },
	{ "fsconfig", "fd d str p d", "" },
	{ "fsmount", "=fd fd x x", "" },
	{ "fspick", "=fd at path x", "" },
	{ "pidfd_open", "=fd d x", "" },
	{ "clone3", "p u", "p" },
	{ "close_range", "u u x", "" },
	{ "openat2", "=fd at path p u", "" },
	{ "pidfd_getfd", "=fd fd fd x", "" },
	{ "faccessat2", "at path access atflags", "" },
	{ "process_madvise", "fd p u madvise x", "m" },
	{ "epoll_pwait2", "fd p d p p u", "" },
	{ "mount_setattr", "at path x p u", "" },
	{ "landlock_create_ruleset", "=fd p u x", "" },
	{ "landlock_add_rule", "fd d p x", "" },
	{ "landlock_restrict_self", "fd x", "" },
	{ "memfd_secret", "=fd x", "" },
	{ "process_mrelease", "fd x", "" },
	{ "futex_waitv", "p u x p clock", "" },
};

#define N_ROWS	(sizeof(rows) / sizeof(rows[0]))

/* Those that strace(1) has; the letters of rows[].classes. */
static const struct {
	const char *name;
	char letter;
} classes[] = {
	{ "file", 'f' }, { "desc", 'd' }, { "network", 'n' },
	{ "net", 'n' }, { "process", 'p' }, { "memory", 'm' },
	{ "signal", 's' }, { "ipc", 'i' }, { "creds", 'c' },
};

/* From 512 on they are x32's, and so are their arguments. */
#define N_NUMBERS	512

static const struct row *find(int64_t number)
{
	static const struct row *by_number[N_NUMBERS];
	static bool is_filled;
	const char *name;

	for (int64_t i = 0; !is_filled && i < N_NUMBERS; i++) {
		name = pw_texts_get(PW_TEXTS_SYSCALLS, i);
		for (size_t at = 0; at < N_ROWS; at++)
			if (!strcmp(rows[at].name, name))
				by_number[i] = &rows[at];
	}
	is_filled = true;
	return number >= 0 && number < N_NUMBERS ? by_number[number] : NULL;
}

const char *pw_syscall_args(int64_t number)
{
	const struct row *row = find(number);

	return row ? row->args : NULL;
}

size_t pw_syscall_word(const char *args, unsigned int n, const char **word)
{
	for (;; n--) {
		size_t len = strcspn(args, " ");

		*word = args;
		if (!n || !len)
			return len;
		args += len;
		args += *args == ' ';
	}
}

static bool is_word(const char *word, size_t len, const char *text)
{
	return len == strlen(text) && !memcmp(word, text, len);
}

/* False: what it points to is not shown. */
static bool text_of(const char *word, size_t len, bool at_end,
		    struct pw_syscall_text *out)
{
	static const struct {
		const char *word;
		enum pw_text_kind kind;
		uint8_t size;
		bool is_returned;
	} kinds[] = {
		{ "path", PW_TEXT_STRING, 0, false },
		{ "str", PW_TEXT_STRING, 0, false },
		{ "buf", PW_TEXT_COUNTED, 0, false },
		{ "addr", PW_TEXT_COUNTED, 0, false },
		{ "ts", PW_TEXT_FIXED, 16, false },
		{ "out", PW_TEXT_RETURNED, 0, true },
		{ "fds", PW_TEXT_FIXED, 8, true },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (is_word(word, len, kinds[i].word) &&
		    (at_end || !kinds[i].is_returned)) {
			out->kind = (uint8_t)kinds[i].kind;
			out->size = kinds[i].size;
			return true;
		}
	return false;
}

unsigned int pw_syscall_texts(int64_t number, bool at_end,
			      struct pw_syscall_text *out, unsigned int max)
{
	const char *args = pw_syscall_args(number), *word;
	unsigned int n = 0, arg = 0;
	size_t len;

	for (unsigned int i = 0; args && n < max; i++) {
		len = pw_syscall_word(args, i, &word);
		if (!len)
			break;
		if (*word == '=')
			continue;
		if (text_of(word, len, at_end, &out[n]))
			out[n++].arg = (uint8_t)arg;
		arg++;
	}
	return n;
}

/* Is a word of the arguments, or of the result, one of a class's? */
static bool args_tell(const char *args, char letter)
{
	const char *word;
	size_t len;

	for (unsigned int i = 0; (len = pw_syscall_word(args, i, &word)); i++) {
		if (*word == '=') {
			word++;
			len--;
		}
		if (letter == 'f' && is_word(word, len, "path"))
			return true;
		if (letter == 'd' && (is_word(word, len, "fd") ||
				      is_word(word, len, "at")))
			return true;
	}
	return false;
}

static void mark_class(char letter, bool *out, size_t n, bool value)
{
	for (size_t i = 0; i < n; i++) {
		const struct row *row = find((int64_t)i);

		if (row && (strchr(row->classes, letter) ||
			    args_tell(row->args, letter)))
			out[i] = value;
	}
}

/* Names that strace and people use for calls that have others. */
static bool is_named(const char *word, size_t len, const char *name)
{
	static const char *const also[][2] = {
		{ "fstatat", "newfstatat" }, { "pread", "pread64" },
		{ "pwrite", "pwrite64" }, { "umount", "umount2" },
		{ "sigaction", "rt_sigaction" },
	};

	for (size_t i = 0; i < sizeof(also) / sizeof(also[0]); i++)
		if (is_word(word, len, also[i][0]))
			return !strcmp(name, also[i][1]);
	return is_word(word, len, name);
}

/* One word of a set. False: nobody knows it. */
static bool mark(const char *word, size_t len, bool *out, size_t n, bool value)
{
	size_t count = pw_texts_count(PW_TEXTS_SYSCALLS);
	bool found = false;

	if (is_word(word, len, "all")) {
		for (size_t i = 0; i < n; i++)
			out[i] = value;
		return true;
	}
	for (size_t i = 0; *word == '%' && i < sizeof(classes) /
	     sizeof(classes[0]); i++)
		if (is_word(word + 1, len - 1, classes[i].name)) {
			mark_class(classes[i].letter, out, n, value);
			return true;
		}
	for (size_t i = 0; i < count; i++) {
		if (!is_named(word, len, pw_texts_get(PW_TEXTS_SYSCALLS,
						      (int64_t)i)))
			continue;
		found = true;
		if (i < n)
			out[i] = value;
	}
	return found;
}

const char *pw_syscall_set(const char *set, bool *out, size_t n, int *len)
{
	bool value = *set != '!';

	if (!out)
		n = 0;
	for (size_t i = 0; i < n; i++)
		out[i] = !*set || !value;
	set += !value;
	while (*set) {
		size_t size = strcspn(set, ",");

		if (!mark(set, size, out, n, value)) {
			*len = (int)size;
			return set;
		}
		set += size;
		set += *set == ',';
	}
	return NULL;
}
