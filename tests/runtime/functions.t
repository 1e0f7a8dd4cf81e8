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
