// SPDX-License-Identifier: GPL-2.0
/*
 * Texts for numbers of the kernel's interface: errors as its headers describe
 * them, signals as strsignal() does, system calls of x86-64 and, from 512 on,
 * of x32. Numbers that are missing have none.
 */
#include <string.h>
#include <strings.h>
#include "lang/texts.h"

#define SIGNAL_MAX	64

static const char *const errors[] = {
	[0] = "Success", [1] = "Operation not permitted",
	[2] = "No such file or directory", [3] = "No such process",
	[4] = "Interrupted system call", [5] = "I/O error",
	[6] = "No such device or address", [7] = "Argument list too long",
	[8] = "Exec format error", [9] = "Bad file number",
	[10] = "No child processes",
	[11] = "Try again (operation would block)", [12] = "Out of memory",
	[13] = "Permission denied", [14] = "Bad address",
	[15] = "Block device required", [16] = "Device or resource busy",
	[17] = "File exists", [18] = "Cross-device link",
	[19] = "No such device", [20] = "Not a directory",
	[21] = "Is a directory", [22] = "Invalid argument",
	[23] = "File table overflow", [24] = "Too many open files",
	[25] = "Not a typewriter", [26] = "Text file busy",
	[27] = "File too large", [28] = "No space left on device",
	[29] = "Illegal seek", [30] = "Read-only file system",
	[31] = "Too many links", [32] = "Broken pipe",
	[33] = "Math argument out of domain of func",
	[34] = "Math result not representable",
	[35] = "Resource deadlock would occur", [36] = "File name too long",
	[37] = "No record locks available",
	[38] = "Invalid system call number", [39] = "Directory not empty",
	[40] = "Too many symbolic links encountered",
	[42] = "No message of desired type", [43] = "Identifier removed",
	[44] = "Channel number out of range",
	[45] = "Level 2 not synchronized", [46] = "Level 3 halted",
	[47] = "Level 3 reset", [48] = "Link number out of range",
	[49] = "Protocol driver not attached",
	[50] = "No CSI structure available", [51] = "Level 2 halted",
	[52] = "Invalid exchange", [53] = "Invalid request descriptor",
	[54] = "Exchange full", [55] = "No anode",
	[56] = "Invalid request code", [57] = "Invalid slot",
	[59] = "Bad font file format", [60] = "Device not a stream",
	[61] = "No data available", [62] = "Timer expired",
	[63] = "Out of streams resources",
	[64] = "Machine is not on the network",
	[65] = "Package not installed", [66] = "Object is remote",
	[67] = "Link has been severed", [68] = "Advertise error",
	[69] = "Srmount error", [70] = "Communication error on send",
	[71] = "Protocol error", [72] = "Multihop attempted",
	[73] = "RFS specific error", [74] = "Not a data message",
	[75] = "Value too large for defined data type",
	[76] = "Name not unique on network",
	[77] = "File descriptor in bad state",
	[78] = "Remote address changed",
	[79] = "Can not access a needed shared library",
	[80] = "Accessing a corrupted shared library",
	[81] = ".lib section in a.out corrupted",
	[82] = "Attempting to link in too many shared libraries",
	[83] = "Cannot exec a shared library directly",
	[84] = "Illegal byte sequence",
	[85] = "Interrupted system call should be restarted",
	[86] = "Streams pipe error", [87] = "Too many users",
	[88] = "Socket operation on non-socket",
	[89] = "Destination address required", [90] = "Message too long",
	[91] = "Protocol wrong type for socket",
	[92] = "Protocol not available", [93] = "Protocol not supported",
	[94] = "Socket type not supported",
	[95] = "Operation not supported on transport endpoint",
	[96] = "Protocol family not supported",
	[97] = "Address family not supported by protocol",
	[98] = "Address already in use",
	[99] = "Cannot assign requested address", [100] = "Network is down",
	[101] = "Network is unreachable",
	[102] = "Network dropped connection because of reset",
	[103] = "Software caused connection abort",
	[104] = "Connection reset by peer",
	[105] = "No buffer space available",
	[106] = "Transport endpoint is already connected",
	[107] = "Transport endpoint is not connected",
	[108] = "Cannot send after transport endpoint shutdown",
	[109] = "Too many references: cannot splice",
	[110] = "Connection timed out", [111] = "Connection refused",
	[112] = "Host is down", [113] = "No route to host",
	[114] = "Operation already in progress",
	[115] = "Operation now in progress", [116] = "Stale file handle",
	[117] = "Structure needs cleaning",
	[118] = "Not a XENIX named type file",
	[119] = "No XENIX semaphores available",
	[120] = "Is a named type file", [121] = "Remote I/O error",
	[122] = "Quota exceeded", [123] = "No medium found",
	[124] = "Wrong medium type", [125] = "Operation Canceled",
	[126] = "Required key not available", [127] = "Key has expired",
	[128] = "Key has been revoked",
	[129] = "Key was rejected by service", [130] = "Owner died",
	[131] = "State not recoverable",
	[132] = "Operation not possible due to RF-kill",
	[133] = "Memory page has hardware error",
};

static const char *const signals[] = {
	[0] = "Unknown signal 0", [1] = "Hangup", [2] = "Interrupt",
	[3] = "Quit", [4] = "Illegal instruction",
	[5] = "Trace/breakpoint trap", [6] = "Aborted", [7] = "Bus error",
	[8] = "Floating point exception", [9] = "Killed",
	[10] = "User defined signal 1", [11] = "Segmentation fault",
	[12] = "User defined signal 2", [13] = "Broken pipe",
	[14] = "Alarm clock", [15] = "Terminated", [16] = "Stack fault",
	[17] = "Child exited", [18] = "Continued", [19] = "Stopped (signal)",
	[20] = "Stopped", [21] = "Stopped (tty input)",
	[22] = "Stopped (tty output)", [23] = "Urgent I/O condition",
	[24] = "CPU time limit exceeded", [25] = "File size limit exceeded",
	[26] = "Virtual timer expired", [27] = "Profiling timer expired",
	[28] = "Window changed", [29] = "I/O possible",
	[30] = "Power failure", [31] = "Bad system call",
	[32] = "Unknown signal 32", [33] = "Unknown signal 33",
	[34] = "Real-time signal 0", [35] = "Real-time signal 1",
	[36] = "Real-time signal 2", [37] = "Real-time signal 3",
	[38] = "Real-time signal 4", [39] = "Real-time signal 5",
	[40] = "Real-time signal 6", [41] = "Real-time signal 7",
	[42] = "Real-time signal 8", [43] = "Real-time signal 9",
	[44] = "Real-time signal 10", [45] = "Real-time signal 11",
	[46] = "Real-time signal 12", [47] = "Real-time signal 13",
	[48] = "Real-time signal 14", [49] = "Real-time signal 15",
	[50] = "Real-time signal 16", [51] = "Real-time signal 17",
	[52] = "Real-time signal 18", [53] = "Real-time signal 19",
	[54] = "Real-time signal 20", [55] = "Real-time signal 21",
	[56] = "Real-time signal 22", [57] = "Real-time signal 23",
	[58] = "Real-time signal 24", [59] = "Real-time signal 25",
	[60] = "Real-time signal 26", [61] = "Real-time signal 27",
	[62] = "Real-time signal 28", [63] = "Real-time signal 29",
	[64] = "Real-time signal 30",
};

static const char *const syscalls[] = {
	[0] = "read", [1] = "write", [2] = "open", [3] = "close",
	[4] = "stat", [5] = "fstat", [6] = "lstat", [7] = "poll",
	[8] = "lseek", [9] = "mmap", [10] = "mprotect", [11] = "munmap",
	[12] = "brk", [13] = "rt_sigaction", [14] = "rt_sigprocmask",
	[15] = "rt_sigreturn", [16] = "ioctl", [17] = "pread64",
	[18] = "pwrite64", [19] = "readv", [20] = "writev", [21] = "access",
	[22] = "pipe", [23] = "select", [24] = "sched_yield",
	[25] = "mremap", [26] = "msync", [27] = "mincore", [28] = "madvise",
	[29] = "shmget", [30] = "shmat", [31] = "shmctl", [32] = "dup",
	[33] = "dup2", [34] = "pause", [35] = "nanosleep",
	[36] = "getitimer", [37] = "alarm", [38] = "setitimer",
	[39] = "getpid", [40] = "sendfile", [41] = "socket",
	[42] = "connect", [43] = "accept", [44] = "sendto",
	[45] = "recvfrom", [46] = "sendmsg", [47] = "recvmsg",
	[48] = "shutdown", [49] = "bind", [50] = "listen",
	[51] = "getsockname", [52] = "getpeername", [53] = "socketpair",
	[54] = "setsockopt", [55] = "getsockopt", [56] = "clone",
	[57] = "fork", [58] = "vfork", [59] = "execve", [60] = "exit",
	[61] = "wait4", [62] = "kill", [63] = "uname", [64] = "semget",
	[65] = "semop", [66] = "semctl", [67] = "shmdt", [68] = "msgget",
	[69] = "msgsnd", [70] = "msgrcv", [71] = "msgctl", [72] = "fcntl",
	[73] = "flock", [74] = "fsync", [75] = "fdatasync",
	[76] = "truncate", [77] = "ftruncate", [78] = "getdents",
	[79] = "getcwd", [80] = "chdir", [81] = "fchdir", [82] = "rename",
	[83] = "mkdir", [84] = "rmdir", [85] = "creat", [86] = "link",
	[87] = "unlink", [88] = "symlink", [89] = "readlink", [90] = "chmod",
	[91] = "fchmod", [92] = "chown", [93] = "fchown", [94] = "lchown",
	[95] = "umask", [96] = "gettimeofday", [97] = "getrlimit",
	[98] = "getrusage", [99] = "sysinfo", [100] = "times",
	[101] = "ptrace", [102] = "getuid", [103] = "syslog",
	[104] = "getgid", [105] = "setuid", [106] = "setgid",
	[107] = "geteuid", [108] = "getegid", [109] = "setpgid",
	[110] = "getppid", [111] = "getpgrp", [112] = "setsid",
	[113] = "setreuid", [114] = "setregid", [115] = "getgroups",
	[116] = "setgroups", [117] = "setresuid", [118] = "getresuid",
	[119] = "setresgid", [120] = "getresgid", [121] = "getpgid",
	[122] = "setfsuid", [123] = "setfsgid", [124] = "getsid",
	[125] = "capget", [126] = "capset", [127] = "rt_sigpending",
	[128] = "rt_sigtimedwait", [129] = "rt_sigqueueinfo",
	[130] = "rt_sigsuspend", [131] = "sigaltstack", [132] = "utime",
	[133] = "mknod", [134] = "uselib", [135] = "personality",
	[136] = "ustat", [137] = "statfs", [138] = "fstatfs",
	[139] = "sysfs", [140] = "getpriority", [141] = "setpriority",
	[142] = "sched_setparam", [143] = "sched_getparam",
	[144] = "sched_setscheduler", [145] = "sched_getscheduler",
	[146] = "sched_get_priority_max", [147] = "sched_get_priority_min",
	[148] = "sched_rr_get_interval", [149] = "mlock", [150] = "munlock",
	[151] = "mlockall", [152] = "munlockall", [153] = "vhangup",
	[154] = "modify_ldt", [155] = "pivot_root", [156] = "_sysctl",
	[157] = "prctl", [158] = "arch_prctl", [159] = "adjtimex",
	[160] = "setrlimit", [161] = "chroot", [162] = "sync",
	[163] = "acct", [164] = "settimeofday", [165] = "mount",
	[166] = "umount2", [167] = "swapon", [168] = "swapoff",
	[169] = "reboot", [170] = "sethostname", [171] = "setdomainname",
	[172] = "iopl", [173] = "ioperm", [174] = "create_module",
	[175] = "init_module", [176] = "delete_module",
	[177] = "get_kernel_syms", [178] = "query_module",
	[179] = "quotactl", [180] = "nfsservctl", [181] = "getpmsg",
	[182] = "putpmsg", [183] = "afs_syscall", [184] = "tuxcall",
	[185] = "security", [186] = "gettid", [187] = "readahead",
	[188] = "setxattr", [189] = "lsetxattr", [190] = "fsetxattr",
	[191] = "getxattr", [192] = "lgetxattr", [193] = "fgetxattr",
	[194] = "listxattr", [195] = "llistxattr", [196] = "flistxattr",
	[197] = "removexattr", [198] = "lremovexattr",
	[199] = "fremovexattr", [200] = "tkill", [201] = "time",
	[202] = "futex", [203] = "sched_setaffinity",
	[204] = "sched_getaffinity", [205] = "set_thread_area",
	[206] = "io_setup", [207] = "io_destroy", [208] = "io_getevents",
	[209] = "io_submit", [210] = "io_cancel", [211] = "get_thread_area",
	[212] = "lookup_dcookie", [213] = "epoll_create",
	[214] = "epoll_ctl_old", [215] = "epoll_wait_old",
	[216] = "remap_file_pages", [217] = "getdents64",
	[218] = "set_tid_address", [219] = "restart_syscall",
	[220] = "semtimedop", [221] = "fadvise64", [222] = "timer_create",
	[223] = "timer_settime", [224] = "timer_gettime",
	[225] = "timer_getoverrun", [226] = "timer_delete",
	[227] = "clock_settime", [228] = "clock_gettime",
	[229] = "clock_getres", [230] = "clock_nanosleep",
	[231] = "exit_group", [232] = "epoll_wait", [233] = "epoll_ctl",
	[234] = "tgkill", [235] = "utimes", [236] = "vserver",
	[237] = "mbind", [238] = "set_mempolicy", [239] = "get_mempolicy",
	[240] = "mq_open", [241] = "mq_unlink", [242] = "mq_timedsend",
	[243] = "mq_timedreceive", [244] = "mq_notify",
	[245] = "mq_getsetattr", [246] = "kexec_load", [247] = "waitid",
	[248] = "add_key", [249] = "request_key", [250] = "keyctl",
	[251] = "ioprio_set", [252] = "ioprio_get", [253] = "inotify_init",
	[254] = "inotify_add_watch", [255] = "inotify_rm_watch",
	[256] = "migrate_pages", [257] = "openat", [258] = "mkdirat",
	[259] = "mknodat", [260] = "fchownat", [261] = "futimesat",
	[262] = "newfstatat", [263] = "unlinkat", [264] = "renameat",
	[265] = "linkat", [266] = "symlinkat", [267] = "readlinkat",
	[268] = "fchmodat", [269] = "faccessat", [270] = "pselect6",
	[271] = "ppoll", [272] = "unshare", [273] = "set_robust_list",
	[274] = "get_robust_list", [275] = "splice", [276] = "tee",
	[277] = "sync_file_range", [278] = "vmsplice", [279] = "move_pages",
	[280] = "utimensat", [281] = "epoll_pwait", [282] = "signalfd",
	[283] = "timerfd_create", [284] = "eventfd", [285] = "fallocate",
	[286] = "timerfd_settime", [287] = "timerfd_gettime",
	[288] = "accept4", [289] = "signalfd4", [290] = "eventfd2",
	[291] = "epoll_create1", [292] = "dup3", [293] = "pipe2",
	[294] = "inotify_init1", [295] = "preadv", [296] = "pwritev",
	[297] = "rt_tgsigqueueinfo", [298] = "perf_event_open",
	[299] = "recvmmsg", [300] = "fanotify_init", [301] = "fanotify_mark",
	[302] = "prlimit64", [303] = "name_to_handle_at",
	[304] = "open_by_handle_at", [305] = "clock_adjtime",
	[306] = "syncfs", [307] = "sendmmsg", [308] = "setns",
	[309] = "getcpu", [310] = "process_vm_readv",
	[311] = "process_vm_writev", [312] = "kcmp", [313] = "finit_module",
	[314] = "sched_setattr", [315] = "sched_getattr",
	[316] = "renameat2", [317] = "seccomp", [318] = "getrandom",
	[319] = "memfd_create", [320] = "kexec_file_load", [321] = "bpf",
	[322] = "execveat", [323] = "userfaultfd", [324] = "membarrier",
	[325] = "mlock2", [326] = "copy_file_range", [327] = "preadv2",
	[328] = "pwritev2", [329] = "pkey_mprotect", [330] = "pkey_alloc",
	[331] = "pkey_free", [332] = "statx", [333] = "io_pgetevents",
	[334] = "rseq", [335] = "uretprobe", [424] = "pidfd_send_signal",
	[425] = "io_uring_setup", [426] = "io_uring_enter",
	[427] = "io_uring_register", [428] = "open_tree",
	[429] = "move_mount", [430] = "fsopen", [431] = "fsconfig",
	[432] = "fsmount", [433] = "fspick", [434] = "pidfd_open",
	[435] = "clone3", [436] = "close_range", [437] = "openat2",
	[438] = "pidfd_getfd", [439] = "faccessat2",
	[440] = "process_madvise", [441] = "epoll_pwait2",
	[442] = "mount_setattr", [443] = "quotactl_fd",
	[444] = "landlock_create_ruleset", [445] = "landlock_add_rule",
	[446] = "landlock_restrict_self", [447] = "memfd_secret",
	[448] = "process_mrelease", [449] = "futex_waitv",
	[450] = "set_mempolicy_home_node", [451] = "cachestat",
	[452] = "fchmodat2", [453] = "map_shadow_stack",
	[454] = "futex_wake", [455] = "futex_wait", [456] = "futex_requeue",
	[457] = "statmount", [458] = "listmount",
	[459] = "lsm_get_self_attr", [460] = "lsm_set_self_attr",
	[461] = "lsm_list_modules", [462] = "mseal", [463] = "setxattrat",
	[464] = "getxattrat", [465] = "listxattrat", [466] = "removexattrat",
	[467] = "open_tree_attr", [468] = "file_getattr",
	[469] = "file_setattr", [512] = "rt_sigaction",
	[513] = "rt_sigreturn", [514] = "ioctl", [515] = "readv",
	[516] = "writev", [517] = "recvfrom", [518] = "sendmsg",
	[519] = "recvmsg", [520] = "execve", [521] = "ptrace",
	[522] = "rt_sigpending", [523] = "rt_sigtimedwait",
	[524] = "rt_sigqueueinfo", [525] = "sigaltstack",
	[526] = "timer_create", [527] = "mq_notify", [528] = "kexec_load",
	[529] = "waitid", [530] = "set_robust_list",
	[531] = "get_robust_list", [532] = "vmsplice", [533] = "move_pages",
	[534] = "preadv", [535] = "pwritev", [536] = "rt_tgsigqueueinfo",
	[537] = "recvmmsg", [538] = "sendmmsg", [539] = "process_vm_readv",
	[540] = "process_vm_writev", [541] = "setsockopt",
	[542] = "getsockopt", [543] = "io_setup", [544] = "io_submit",
	[545] = "execveat", [546] = "preadv2", [547] = "pwritev2",
};

static const char *const error_names[] = {
	[1] = "EPERM", [2] = "ENOENT", [3] = "ESRCH", [4] = "EINTR",
	[5] = "EIO", [6] = "ENXIO", [7] = "E2BIG", [8] = "ENOEXEC",
	[9] = "EBADF", [10] = "ECHILD", [11] = "EAGAIN", [12] = "ENOMEM",
	[13] = "EACCES", [14] = "EFAULT", [15] = "ENOTBLK", [16] = "EBUSY",
	[17] = "EEXIST", [18] = "EXDEV", [19] = "ENODEV", [20] = "ENOTDIR",
	[21] = "EISDIR", [22] = "EINVAL", [23] = "ENFILE", [24] = "EMFILE",
	[25] = "ENOTTY", [26] = "ETXTBSY", [27] = "EFBIG", [28] = "ENOSPC",
	[29] = "ESPIPE", [30] = "EROFS", [31] = "EMLINK", [32] = "EPIPE",
	[33] = "EDOM", [34] = "ERANGE", [35] = "EDEADLK",
	[36] = "ENAMETOOLONG", [37] = "ENOLCK", [38] = "ENOSYS",
	[39] = "ENOTEMPTY", [40] = "ELOOP", [42] = "ENOMSG", [43] = "EIDRM",
	[44] = "ECHRNG", [45] = "EL2NSYNC", [46] = "EL3HLT", [47] = "EL3RST",
	[48] = "ELNRNG", [49] = "EUNATCH", [50] = "ENOCSI", [51] = "EL2HLT",
	[52] = "EBADE", [53] = "EBADR", [54] = "EXFULL", [55] = "ENOANO",
	[56] = "EBADRQC", [57] = "EBADSLT", [59] = "EBFONT", [60] = "ENOSTR",
	[61] = "ENODATA", [62] = "ETIME", [63] = "ENOSR", [64] = "ENONET",
	[65] = "ENOPKG", [66] = "EREMOTE", [67] = "ENOLINK", [68] = "EADV",
	[69] = "ESRMNT", [70] = "ECOMM", [71] = "EPROTO", [72] = "EMULTIHOP",
	[73] = "EDOTDOT", [74] = "EBADMSG", [75] = "EOVERFLOW",
	[76] = "ENOTUNIQ", [77] = "EBADFD", [78] = "EREMCHG",
	[79] = "ELIBACC", [80] = "ELIBBAD", [81] = "ELIBSCN",
	[82] = "ELIBMAX", [83] = "ELIBEXEC", [84] = "EILSEQ",
	[85] = "ERESTART", [86] = "ESTRPIPE", [87] = "EUSERS",
	[88] = "ENOTSOCK", [89] = "EDESTADDRREQ", [90] = "EMSGSIZE",
	[91] = "EPROTOTYPE", [92] = "ENOPROTOOPT", [93] = "EPROTONOSUPPORT",
	[94] = "ESOCKTNOSUPPORT", [95] = "EOPNOTSUPP", [96] = "EPFNOSUPPORT",
	[97] = "EAFNOSUPPORT", [98] = "EADDRINUSE", [99] = "EADDRNOTAVAIL",
	[100] = "ENETDOWN", [101] = "ENETUNREACH", [102] = "ENETRESET",
	[103] = "ECONNABORTED", [104] = "ECONNRESET", [105] = "ENOBUFS",
	[106] = "EISCONN", [107] = "ENOTCONN", [108] = "ESHUTDOWN",
	[109] = "ETOOMANYREFS", [110] = "ETIMEDOUT", [111] = "ECONNREFUSED",
	[112] = "EHOSTDOWN", [113] = "EHOSTUNREACH", [114] = "EALREADY",
	[115] = "EINPROGRESS", [116] = "ESTALE", [117] = "EUCLEAN",
	[118] = "ENOTNAM", [119] = "ENAVAIL", [120] = "EISNAM",
	[121] = "EREMOTEIO", [122] = "EDQUOT", [123] = "ENOMEDIUM",
	[124] = "EMEDIUMTYPE", [125] = "ECANCELED", [126] = "ENOKEY",
	[127] = "EKEYEXPIRED", [128] = "EKEYREVOKED", [129] = "EKEYREJECTED",
	[130] = "EOWNERDEAD", [131] = "ENOTRECOVERABLE", [132] = "ERFKILL",
	[133] = "EHWPOISON",
};

/* Behind "SIG". */
static const char *const signal_names[] = {
	[1] = "HUP", [2] = "INT", [3] = "QUIT", [4] = "ILL", [5] = "TRAP",
	[6] = "ABRT", [7] = "BUS", [8] = "FPE", [9] = "KILL", [10] = "USR1",
	[11] = "SEGV", [12] = "USR2", [13] = "PIPE", [14] = "ALRM",
	[15] = "TERM", [16] = "STKFLT", [17] = "CHLD", [18] = "CONT",
	[19] = "STOP", [20] = "TSTP", [21] = "TTIN", [22] = "TTOU",
	[23] = "URG", [24] = "XCPU", [25] = "XFSZ", [26] = "VTALRM",
	[27] = "PROF", [28] = "WINCH", [29] = "IO", [30] = "PWR",
	[31] = "SYS",
};

#define N(table) (sizeof(table) / sizeof((table)[0]))

static const struct {
	const char *const *texts;
	uint32_t n;
	uint32_t size;
	const char *unknown;
} tables[] = {
	[PW_TEXTS_ERRORS] = { errors, N(errors), 64, "Unknown error" },
	[PW_TEXTS_ERROR_NAMES] = { error_names, N(error_names), 16, "" },
	[PW_TEXTS_SIGNALS] = { signals, N(signals), 32, "N/A" },
	[PW_TEXTS_SYSCALLS] = { syscalls, N(syscalls), 32, "Unknown syscall" },
};

uint32_t pw_texts_count(enum pw_texts which)
{
	return tables[which].n;
}

uint32_t pw_texts_size(enum pw_texts which)
{
	return tables[which].size;
}

const char *pw_texts_get(enum pw_texts which, int64_t number)
{
	if (which <= PW_TEXTS_ERROR_NAMES && number < 0 && number > -4096)
		number = -number;
	if (number < 0 || number >= tables[which].n ||
	    !tables[which].texts[number])
		return tables[which].unknown;
	return tables[which].texts[number];
}

const char *pw_texts_error(uint64_t error)
{
	static const char *const again[] = {
		"ERESTARTSYS", "ERESTARTNOINTR", "ERESTARTNOHAND",
		"ENOIOCTLCMD", "ERESTART_RESTARTBLOCK",
	};

	if (error >= 512 && error - 512 < N(again))
		return again[error - 512];
	return error < N(error_names) ? error_names[error] : NULL;
}

const char *pw_texts_signal(uint64_t signal)
{
	return signal < N(signal_names) ? signal_names[signal] : NULL;
}

static bool find_name(const char *name, const char *const *names, size_t n,
		      uint64_t *number)
{
	for (size_t i = 0; i < n; i++)
		if (names[i] && !strcmp(names[i], name)) {
			*number = i;
			return true;
		}
	return false;
}

bool pw_texts_constant(const char *name, uint64_t *number)
{
	if (!strcmp(name, "EWOULDBLOCK"))
		name = "EAGAIN";
	if (name[0] == 'E')
		return find_name(name, error_names, N(error_names), number);
	if (!strncmp(name, "SIG", 3))
		return find_name(name + 3, signal_names, N(signal_names),
				 number);
	if (!strncmp(name, "__NR_", 5))
		return find_name(name + 5, syscalls, N(syscalls), number);
	return false;
}

bool pw_texts_signal_number(const char *name, size_t len, uint64_t *number)
{
	size_t i;

	for (i = 0, *number = 0; i < len && i < 3; i++) {
		if (name[i] < '0' || name[i] > '9')
			break;
		*number = *number * 10 + (name[i] - '0');
	}
	if (i && i == len)
		return *number <= SIGNAL_MAX;
	if (len > 3 && !strncasecmp(name, "SIG", 3)) {
		name += 3;
		len -= 3;
	}
	for (i = 1; i < N(signal_names); i++) {
		if (strlen(signal_names[i]) == len &&
		    !strncasecmp(signal_names[i], name, len)) {
			*number = i;
			return true;
		}
	}
	return false;
}
