# Functions that look at strings, bytes and addresses.

NAME strcontains
PROG begin { printf("%d%d%d\n", strcontains("hello-test-world", "test"), strcontains("", "a"), strcontains("hello", "")); exit(); }
EXPECT 101

NAME strcontains of a process's string
PROG tracepoint:syscalls:sys_enter_openat /strcontains(str(args.filename), "/proc/load")/ { printf("SUCCESS\n"); exit(); }
AFTER cat /proc/loadavg
EXPECT SUCCESS

NAME buf
PROG begin { printf("%rx %rh %r\n", buf("Hello\0", 6), buf("Hello\0", 6), buf("ok", 2)); exit(); }
EXPECT \x48\x65\x6c\x6c\x6f\x00 48 65 6c 6c 6f 00 ok

NAME bswap
PROG begin { printf("%llx %x %x\n", bswap(0x1122334455667788), bswap((int32)0x12345678), bswap((int16)0x1234)); exit(); }
EXPECT 8877665544332211 78563412 3412

NAME pton
PROG begin { printf("%s %s\n", ntop(pton("127.0.0.1")), ntop(pton("::1"))); exit(); }
EXPECT 127.0.0.1 ::1

NAME kaddr
RUN a=$(awk '$3 == "vfs_read" { print $1 }' /proc/kallsyms); probewire -e 'begin { printf("%llx\n", kaddr("vfs_read")); exit(); }' > /tmp/k; grep -qx "$a" /tmp/k && echo equal
EXPECT equal

NAME kaddr of a symbol that is not there
PROG begin { print(kaddr("asdfzzzzzzz")) }
EXPECT_ERR_REGEX stdin:1:15-35: ERROR: Failed to resolve kernel symbol: asdfzzzzzzz
RETURN_CODE 1

NAME ksym and reg
PROG kprobe:vfs_open,kprobe:vfs_read { @[ksym(reg("ip"))] = 1; printf("%s\n", ksym(reg("ip"))); exit(); }
AFTER cat /proc/loadavg
EXPECT_REGEX ^(vfs_open|vfs_read)$
EXPECT_REGEX ^@\[(vfs_open|vfs_read)\]: 1$

NAME strerror, signal_name and syscall_name
PROG kretprobe:vfs_read { printf("%s, %s, %s\n", strerror((int64)retval % 1 - ENOENT), signal_name(2), syscall_name((int64)retval % 1)); exit(); }
AFTER cat /proc/loadavg
EXPECT No such file or directory, Interrupt, read

NAME ppid, pcomm and leader_comm
RUN probewire -c 'cat /proc/loadavg' -e 'begin { @me = pid; } kprobe:vfs_read /pid == cpid/ { printf("%d %s %d %d\n", ppid == @me, pcomm, leader_comm == comm, leader_tid == tid); clear(@me); exit(); }'
EXPECT 1 probewire 1 1

NAME usermode
PROG begin { printf("%d ", usermode); } kprobe:vfs_read { printf("%d\n", usermode); exit(); }
AFTER cat /proc/loadavg
EXPECT 1 0

NAME clocks differ by a constant
PROG begin { $m = nsecs(monotonic); $b = nsecs(boot); $t = nsecs(tai); printf("%d %d\n", $b - $m < 1000000000, $t > 1000000000 * 1000000); exit(); }
EXPECT 1 1

NAME percpu_kaddr
PROG begin { if (percpu_kaddr("process_counts") == percpu_kaddr("process_counts", cpu) && percpu_kaddr("process_counts", 9999) == 0) { printf("SUCCESS\n"); } exit(); }
EXPECT SUCCESS

NAME len and find
PROG begin { @[1] = 5; @[2] = 6; let $v; if (find(@, 2, $v)) { printf("%d of %d\n", $v, len(@)); } clear(@); exit(); }
EXPECT 6 of 2

NAME gr
PROG begin { printf("%gr %gr\n", 0x1, 0xcc0); exit(); }
EXPECT GFP_DMA GFP_KERNEL

NAME str cuts where it is told
RUN probewire -c 'cat /proc/loadavg' -e 'tracepoint:syscalls:sys_enter_openat /pid == cpid && strcontains(str(args.filename), "loadavg")/ { $n = 7; printf("%s|%s|%s|\n", str(args.filename), str(args.filename, 6), str(args.filename, $n)); }' | grep /
EXPECT /proc/loadavg|/proc|/proc/|

NAME str is cut at max_strlen and says so
RUN BPFTRACE_MAX_STRLEN=5 probewire -c 'cat /proc/loadavg' -e 'tracepoint:syscalls:sys_enter_openat /pid == cpid && str(args.filename) == "/proc"/ { printf("%s\n", str(args.filename)); exit(); }' 2>/tmp/err | grep /
EXPECT /proc..

NAME long strings
RUN BPFTRACE_MAX_STRLEN=9999 probewire -c "sh -c 'cat /$(printf 'Y%.0s' $(seq 3000)) 2>/dev/null; true'" -e 'tracepoint:syscalls:sys_enter_openat /strncmp(str(args.filename), "/YYY", 4) == 0/ { @m[str(args.filename)] = str(args.filename); print((1, (2, str(args.filename)))); for ($kv : @m) { print($kv); } printf("%d\n", strlen(str(args.filename))); }' > /tmp/out; grep -c '^(1, (2, /Y*))$' /tmp/out; grep -c '^(/Y*, /Y*)$' /tmp/out; grep -c '^@m\[/Y*\]: /Y*$' /tmp/out; grep -x 3001 /tmp/out
EXPECT 1
EXPECT 1
EXPECT 1
EXPECT 3001

NAME buf of a length that is found out
PROG kprobe:vfs_read { $n = 3; printf("%r %r\n", buf("abcdef", $n), buf(comm, 2)); exit(); }
AFTER cat /proc/loadavg
EXPECT_REGEX ^abc [a-z][a-z]$

NAME str_concat() of what is read and what is known
PROG kprobe:security_task_getpgid /comm == "calls"/ { $s = str_concat(comm, "/"); @[str_concat($s, func)] = count(); printf("%d\n", memcmp($s, "calls+", 6)); exit(); }
AFTER calls -k getpgid 11
EXPECT 4
EXPECT @[calls/security_task_getpgid]: 1

NAME delete() and has_key() of histograms
PROG begin { @h["a"] = hist(5); @h["a"] = hist(700); @h["b"] = hist(3); @l[1] = lhist(7, 0, 100, 10); printf("%d %d %d\n", has_key(@h, "a"), delete(@h, "a"), has_key(@h, "a")); delete(@l[1]); exit(); }
EXPECT 1 1 0
EXPECT @h[b]:
EXPECT [2, 4)                 1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
EXPECT_NONE @l
EXPECT_NONE @h[a]
