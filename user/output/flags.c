// SPDX-License-Identifier: GPL-2.0
/*
 * Names of the numbers that system calls of x86-64 take, as the kernel's
 * interface defines them.
 */
#include <string.h>
#include "lang/texts.h"
#include "output/buf.h"
#include "output/syscall.h"

struct name {
	uint64_t value;
	const char *name;
};

struct set {
	const char *word;
	uint64_t mask;		/* of what is one of `choices`, not a bit */
	const struct name *choices, *bits;
};

#define END { 0, NULL }

static const struct name access_modes[] = {
	{ 0, "O_RDONLY" }, { 1, "O_WRONLY" }, { 2, "O_RDWR" },
	{ 3, "O_ACCMODE" }, END
};

/* Those that are made of several bits come first. */
static const struct name open_bits[] = {
	{ 0x410000, "O_TMPFILE" }, { 0x101000, "O_SYNC" },
	{ 0x40, "O_CREAT" }, { 0x80, "O_EXCL" }, { 0x100, "O_NOCTTY" },
	{ 0x200, "O_TRUNC" }, { 0x400, "O_APPEND" }, { 0x800, "O_NONBLOCK" },
	{ 0x1000, "O_DSYNC" }, { 0x2000, "O_ASYNC" }, { 0x4000, "O_DIRECT" },
	{ 0x8000, "O_LARGEFILE" }, { 0x10000, "O_DIRECTORY" },
	{ 0x20000, "O_NOFOLLOW" }, { 0x40000, "O_NOATIME" },
	{ 0x80000, "O_CLOEXEC" }, { 0x200000, "O_PATH" }, END
};

static const struct name no_protection[] = { { 0, "PROT_NONE" }, END };

static const struct name protections[] = {
	{ 1, "PROT_READ" }, { 2, "PROT_WRITE" }, { 4, "PROT_EXEC" },
	{ 0x1000000, "PROT_GROWSDOWN" }, { 0x2000000, "PROT_GROWSUP" }, END
};

static const struct name map_kinds[] = {
	{ 1, "MAP_SHARED" }, { 2, "MAP_PRIVATE" },
	{ 3, "MAP_SHARED_VALIDATE" }, END
};

static const struct name map_bits[] = {
	{ 0x10, "MAP_FIXED" }, { 0x20, "MAP_ANONYMOUS" },
	{ 0x40, "MAP_32BIT" }, { 0x100, "MAP_GROWSDOWN" },
	{ 0x800, "MAP_DENYWRITE" }, { 0x1000, "MAP_EXECUTABLE" },
	{ 0x2000, "MAP_LOCKED" }, { 0x4000, "MAP_NORESERVE" },
	{ 0x8000, "MAP_POPULATE" }, { 0x10000, "MAP_NONBLOCK" },
	{ 0x20000, "MAP_STACK" }, { 0x40000, "MAP_HUGETLB" },
	{ 0x100000, "MAP_FIXED_NOREPLACE" }, END
};

static const struct name families[] = {
	{ 0, "AF_UNSPEC" }, { 1, "AF_UNIX" }, { 2, "AF_INET" },
	{ 3, "AF_AX25" }, { 4, "AF_IPX" }, { 10, "AF_INET6" },
	{ 15, "AF_KEY" }, { 16, "AF_NETLINK" }, { 17, "AF_PACKET" },
	{ 21, "AF_RDS" }, { 29, "AF_CAN" }, { 30, "AF_TIPC" },
	{ 31, "AF_BLUETOOTH" }, { 38, "AF_ALG" }, { 40, "AF_VSOCK" },
	{ 44, "AF_XDP" }, END
};

static const struct name socket_types[] = {
	{ 1, "SOCK_STREAM" }, { 2, "SOCK_DGRAM" }, { 3, "SOCK_RAW" },
	{ 4, "SOCK_RDM" }, { 5, "SOCK_SEQPACKET" }, { 6, "SOCK_DCCP" },
	{ 10, "SOCK_PACKET" }, END
};

static const struct name socket_bits[] = {
	{ 0x80000, "SOCK_CLOEXEC" }, { 0x800, "SOCK_NONBLOCK" }, END
};

static const struct name message_bits[] = {
	{ 1, "MSG_OOB" }, { 2, "MSG_PEEK" }, { 4, "MSG_DONTROUTE" },
	{ 8, "MSG_CTRUNC" }, { 0x20, "MSG_TRUNC" },
	{ 0x40, "MSG_DONTWAIT" }, { 0x80, "MSG_EOR" },
	{ 0x100, "MSG_WAITALL" }, { 0x400, "MSG_SYN" },
	{ 0x800, "MSG_CONFIRM" }, { 0x1000, "MSG_RST" },
	{ 0x2000, "MSG_ERRQUEUE" }, { 0x4000, "MSG_NOSIGNAL" },
	{ 0x8000, "MSG_MORE" }, { 0x10000, "MSG_WAITFORONE" },
	{ 0x4000000, "MSG_ZEROCOPY" }, { 0x20000000, "MSG_FASTOPEN" },
	{ 0x40000000, "MSG_CMSG_CLOEXEC" }, END
};

static const struct name at_bits[] = {
	{ 0x100, "AT_SYMLINK_NOFOLLOW" }, { 0x200, "AT_REMOVEDIR" },
	{ 0x400, "AT_SYMLINK_FOLLOW" }, { 0x800, "AT_NO_AUTOMOUNT" },
	{ 0x1000, "AT_EMPTY_PATH" }, END
};

static const struct name access_bits[] = {
	{ 4, "R_OK" }, { 2, "W_OK" }, { 1, "X_OK" }, END
};

static const struct name access_none[] = { { 0, "F_OK" }, END };

static const struct name whences[] = {
	{ 0, "SEEK_SET" }, { 1, "SEEK_CUR" }, { 2, "SEEK_END" },
	{ 3, "SEEK_DATA" }, { 4, "SEEK_HOLE" }, END
};

static const struct name clocks[] = {
	{ 0, "CLOCK_REALTIME" }, { 1, "CLOCK_MONOTONIC" },
	{ 2, "CLOCK_PROCESS_CPUTIME_ID" }, { 3, "CLOCK_THREAD_CPUTIME_ID" },
	{ 4, "CLOCK_MONOTONIC_RAW" }, { 5, "CLOCK_REALTIME_COARSE" },
	{ 6, "CLOCK_MONOTONIC_COARSE" }, { 7, "CLOCK_BOOTTIME" },
	{ 8, "CLOCK_REALTIME_ALARM" }, { 9, "CLOCK_BOOTTIME_ALARM" },
	{ 11, "CLOCK_TAI" }, END
};

static const struct name signal_hows[] = {
	{ 0, "SIG_BLOCK" }, { 1, "SIG_UNBLOCK" }, { 2, "SIG_SETMASK" }, END
};

static const struct name shut_hows[] = {
	{ 0, "SHUT_RD" }, { 1, "SHUT_WR" }, { 2, "SHUT_RDWR" }, END
};

static const struct name futex_operations[] = {
	{ 0, "FUTEX_WAIT" }, { 1, "FUTEX_WAKE" }, { 2, "FUTEX_FD" },
	{ 3, "FUTEX_REQUEUE" }, { 4, "FUTEX_CMP_REQUEUE" },
	{ 5, "FUTEX_WAKE_OP" }, { 6, "FUTEX_LOCK_PI" },
	{ 7, "FUTEX_UNLOCK_PI" }, { 8, "FUTEX_TRYLOCK_PI" },
	{ 9, "FUTEX_WAIT_BITSET" }, { 10, "FUTEX_WAKE_BITSET" },
	{ 11, "FUTEX_WAIT_REQUEUE_PI" }, { 12, "FUTEX_CMP_REQUEUE_PI" },
	{ 13, "FUTEX_LOCK_PI2" }, END
};

static const struct name futex_bits[] = {
	{ 128, "FUTEX_PRIVATE_FLAG" }, { 256, "FUTEX_CLOCK_REALTIME" }, END
};

static const struct name fcntl_commands[] = {
	{ 0, "F_DUPFD" }, { 1, "F_GETFD" }, { 2, "F_SETFD" },
	{ 3, "F_GETFL" }, { 4, "F_SETFL" }, { 5, "F_GETLK" },
	{ 6, "F_SETLK" }, { 7, "F_SETLKW" }, { 8, "F_SETOWN" },
	{ 9, "F_GETOWN" }, { 10, "F_SETSIG" }, { 11, "F_GETSIG" },
	{ 15, "F_SETOWN_EX" }, { 16, "F_GETOWN_EX" },
	{ 36, "F_OFD_GETLK" }, { 37, "F_OFD_SETLK" },
	{ 38, "F_OFD_SETLKW" }, { 1024, "F_SETLEASE" },
	{ 1025, "F_GETLEASE" }, { 1026, "F_NOTIFY" },
	{ 1030, "F_DUPFD_CLOEXEC" }, { 1031, "F_SETPIPE_SZ" },
	{ 1032, "F_GETPIPE_SZ" }, { 1033, "F_ADD_SEALS" },
	{ 1034, "F_GET_SEALS" }, END
};

static const struct name wait_bits[] = {
	{ 1, "WNOHANG" }, { 2, "WUNTRACED" }, { 4, "WEXITED" },
	{ 8, "WCONTINUED" }, { 0x1000000, "WNOWAIT" },
	{ 0x20000000, "__WNOTHREAD" }, { 0x40000000, "__WALL" },
	{ 0x80000000, "__WCLONE" }, END
};

static const struct name clone_bits[] = {
	{ 0x100, "CLONE_VM" }, { 0x200, "CLONE_FS" },
	{ 0x400, "CLONE_FILES" }, { 0x800, "CLONE_SIGHAND" },
	{ 0x1000, "CLONE_PIDFD" }, { 0x2000, "CLONE_PTRACE" },
	{ 0x4000, "CLONE_VFORK" }, { 0x8000, "CLONE_PARENT" },
	{ 0x10000, "CLONE_THREAD" }, { 0x20000, "CLONE_NEWNS" },
	{ 0x40000, "CLONE_SYSVSEM" }, { 0x80000, "CLONE_SETTLS" },
	{ 0x100000, "CLONE_PARENT_SETTID" },
	{ 0x200000, "CLONE_CHILD_CLEARTID" },
	{ 0x800000, "CLONE_UNTRACED" }, { 0x1000000, "CLONE_CHILD_SETTID" },
	{ 0x2000000, "CLONE_NEWCGROUP" }, { 0x4000000, "CLONE_NEWUTS" },
	{ 0x8000000, "CLONE_NEWIPC" }, { 0x10000000, "CLONE_NEWUSER" },
	{ 0x20000000, "CLONE_NEWPID" }, { 0x40000000, "CLONE_NEWNET" },
	{ 0x80000000, "CLONE_IO" }, END
};

static const struct name resources[] = {
	{ 0, "RLIMIT_CPU" }, { 1, "RLIMIT_FSIZE" }, { 2, "RLIMIT_DATA" },
	{ 3, "RLIMIT_STACK" }, { 4, "RLIMIT_CORE" }, { 5, "RLIMIT_RSS" },
	{ 6, "RLIMIT_NPROC" }, { 7, "RLIMIT_NOFILE" },
	{ 8, "RLIMIT_MEMLOCK" }, { 9, "RLIMIT_AS" }, { 10, "RLIMIT_LOCKS" },
	{ 11, "RLIMIT_SIGPENDING" }, { 12, "RLIMIT_MSGQUEUE" },
	{ 13, "RLIMIT_NICE" }, { 14, "RLIMIT_RTPRIO" },
	{ 15, "RLIMIT_RTTIME" }, END
};

static const struct name timers[] = {
	{ 0, "ITIMER_REAL" }, { 1, "ITIMER_VIRTUAL" }, { 2, "ITIMER_PROF" },
	END
};

static const struct name advices[] = {
	{ 0, "MADV_NORMAL" }, { 1, "MADV_RANDOM" }, { 2, "MADV_SEQUENTIAL" },
	{ 3, "MADV_WILLNEED" }, { 4, "MADV_DONTNEED" }, { 8, "MADV_FREE" },
	{ 9, "MADV_REMOVE" }, { 10, "MADV_DONTFORK" }, { 11, "MADV_DOFORK" },
	{ 12, "MADV_MERGEABLE" }, { 13, "MADV_UNMERGEABLE" },
	{ 14, "MADV_HUGEPAGE" }, { 15, "MADV_NOHUGEPAGE" },
	{ 16, "MADV_DONTDUMP" }, { 17, "MADV_DODUMP" },
	{ 18, "MADV_WIPEONFORK" }, { 19, "MADV_KEEPONFORK" },
	{ 20, "MADV_COLD" }, { 21, "MADV_PAGEOUT" }, END
};

static const struct name lock_kinds[] = {
	{ 1, "LOCK_SH" }, { 2, "LOCK_EX" }, { 8, "LOCK_UN" }, END
};

static const struct name lock_bits[] = { { 4, "LOCK_NB" }, END };

static const struct name mount_bits[] = {
	{ 1, "MS_RDONLY" }, { 2, "MS_NOSUID" }, { 4, "MS_NODEV" },
	{ 8, "MS_NOEXEC" }, { 0x10, "MS_SYNCHRONOUS" },
	{ 0x20, "MS_REMOUNT" }, { 0x40, "MS_MANDLOCK" },
	{ 0x80, "MS_DIRSYNC" }, { 0x400, "MS_NOATIME" },
	{ 0x800, "MS_NODIRATIME" }, { 0x1000, "MS_BIND" },
	{ 0x2000, "MS_MOVE" }, { 0x4000, "MS_REC" }, { 0x8000, "MS_SILENT" },
	{ 0x20000, "MS_UNBINDABLE" }, { 0x40000, "MS_PRIVATE" },
	{ 0x80000, "MS_SLAVE" }, { 0x100000, "MS_SHARED" },
	{ 0x200000, "MS_RELATIME" }, { 0x1000000, "MS_STRICTATIME" },
	{ 0x2000000, "MS_LAZYTIME" }, END
};

static const struct name epoll_operations[] = {
	{ 1, "EPOLL_CTL_ADD" }, { 2, "EPOLL_CTL_DEL" },
	{ 3, "EPOLL_CTL_MOD" }, END
};

static const struct name sync_bits[] = {
	{ 1, "MS_ASYNC" }, { 2, "MS_INVALIDATE" }, { 4, "MS_SYNC" }, END
};

static const struct name remap_bits[] = {
	{ 1, "MREMAP_MAYMOVE" }, { 2, "MREMAP_FIXED" },
	{ 4, "MREMAP_DONTUNMAP" }, END
};

static const struct name ipc_bits[] = {
	{ 0x200, "IPC_CREAT" }, { 0x400, "IPC_EXCL" },
	{ 0x800, "IPC_NOWAIT" }, END
};

static const struct name requests[] = {
	{ 0x5401, "TCGETS" }, { 0x5402, "TCSETS" }, { 0x5403, "TCSETSW" },
	{ 0x5404, "TCSETSF" }, { 0x540e, "TIOCSCTTY" },
	{ 0x540f, "TIOCGPGRP" }, { 0x5410, "TIOCSPGRP" },
	{ 0x5413, "TIOCGWINSZ" }, { 0x5414, "TIOCSWINSZ" },
	{ 0x541b, "FIONREAD" }, { 0x5421, "FIONBIO" },
	{ 0x5422, "TIOCNOTTY" }, { 0x5450, "FIONCLEX" },
	{ 0x5451, "FIOCLEX" }, { 0x8910, "SIOCGIFNAME" },
	{ 0x8912, "SIOCGIFCONF" }, { 0x8913, "SIOCGIFFLAGS" },
	{ 0x8914, "SIOCSIFFLAGS" }, { 0x8915, "SIOCGIFADDR" },
	{ 0x8933, "SIOCGIFINDEX" }, END
};

#define ALL	(~0ull)		/* it is one of the choices, and no bits */

static const struct set sets[] = {
	{ "oflags", 3, access_modes, open_bits },
	{ "prot", ALL, no_protection, protections },
	{ "map", 0xf, map_kinds, map_bits },
	{ "family", ALL, families, NULL },
	{ "socktype", 0xf, socket_types, socket_bits },
	{ "sockflags", 0, NULL, socket_bits },
	{ "msg", 0, NULL, message_bits },
	{ "atflags", 0, NULL, at_bits },
	{ "unlink", 0, NULL, at_bits },
	{ "access", ALL, access_none, access_bits },
	{ "whence", ALL, whences, NULL },
	{ "clock", ALL, clocks, NULL },
	{ "sighow", ALL, signal_hows, NULL },
	{ "shut", ALL, shut_hows, NULL },
	{ "futex", 127, futex_operations, futex_bits },
	{ "fcntl", ALL, fcntl_commands, NULL },
	{ "wait", 0, NULL, wait_bits },
	{ "clone", 0, NULL, clone_bits },
	{ "rlimit", ALL, resources, NULL },
	{ "itimer", ALL, timers, NULL },
	{ "madvise", ALL, advices, NULL },
	{ "flock", 0xb, lock_kinds, lock_bits },
	{ "mount", 0, NULL, mount_bits },
	{ "epctl", ALL, epoll_operations, NULL },
	{ "msync", 0, NULL, sync_bits },
	{ "mremap", 0, NULL, remap_bits },
	{ "ipc", 0, NULL, ipc_bits },
	{ "ioctl", ALL, requests, NULL },
};

static const char *find(const struct name *names, uint64_t value)
{
	for (; names && names->name; names++)
		if (names->value == value)
			return names->name;
	return NULL;
}

const char *pw_family_name(uint64_t family)
{
	return find(families, family);
}

/* `first`: nothing stands there yet. */
static void add(struct pw_buf *buf, const char *name, bool *first)
{
	if (!*first)
		pw_buf_char(buf, '|');
	*first = false;
	pw_buf_str(buf, name);
}

static void add_rest(struct pw_buf *buf, uint64_t rest, bool *first)
{
	if (!rest && !*first)
		return;
	add(buf, rest ? "0x" : "0", first);
	if (rest)
		pw_buf_hex(buf, rest);
}

/* What is left of a clone()'s flags is the signal at its end. */
static bool add_signal(struct pw_buf *buf, uint64_t signal, bool *first)
{
	const char *name = pw_texts_signal(signal);

	if (!name)
		return false;
	add(buf, "SIG", first);
	pw_buf_str(buf, name);
	return true;
}

static void add_set(struct pw_buf *buf, const struct set *set, uint64_t value)
{
	const struct name *bits = set->bits;
	const char *name = find(set->choices, value & set->mask);
	bool first = true;

	if (name) {
		add(buf, name, &first);
		value &= ~set->mask;
	}
	for (; bits && bits->name && value; bits++)
		if ((value & bits->value) == bits->value) {
			add(buf, bits->name, &first);
			value &= ~bits->value;
		}
	if (strcmp(set->word, "clone") || !add_signal(buf, value, &first))
		add_rest(buf, value, &first);
}

bool pw_flags_text(struct pw_buf *buf, const char *word, size_t len,
		   uint64_t value)
{
	bool first = true;

	if (len == 3 && !memcmp(word, "sig", 3)) {
		if (!add_signal(buf, (uint32_t)value, &first))
			pw_buf_signed(buf, (int32_t)value);
		return true;
	}
	for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
		if (strlen(sets[i].word) == len &&
		    !memcmp(sets[i].word, word, len)) {
			/* They are ints, but for those of a clone. */
			add_set(buf, &sets[i], (uint32_t)value);
			return true;
		}
	return false;
}
