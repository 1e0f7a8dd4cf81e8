# C types of a script on the kernel's and a process's own memory.

NAME struct members of kernel memory
PROG struct banner { char os[5]; char gap; char word[7]; }; begin { $b = (struct banner *)kaddr("linux_banner"); print(*$b); printf("%s-%s %c\n", $b.os, $b->word, ((int8 *)$b)[1]); $v = *$b; @[$v.os] = sizeof($v); exit(); }
EXPECT { .os = Linux, .gap = 32, .word = version }
EXPECT Linux-version i
EXPECT @[Linux]: 13

NAME pointers to a variable
PROG struct pair { int a; unsigned b:4, c:12; }; begin { $n = (uint64)0xabc700000005; $p = (struct pair *)&$n; print(*$p); print(($p.a, $p.c)); $i = (uint64)1; print(((uint16 *)$p)[$i + 1]); print(*$p == *(struct pair *)&$n); exit(); }
EXPECT { .a = 5, .b = 7, .c = 2748 }
EXPECT (5, 2748)
EXPECT 43975
EXPECT true

NAME a process's memory by a tracepoint's pointer
REQUIRES [ -d /sys/kernel/debug/tracing/events/syscalls/sys_enter_execve ]
PROG tracepoint:syscalls:sys_enter_execve { $p = args.filename; printf("%c %s %d\n", *$p, str(uptr($p)), **(uint8 **)args.argv); exit(); }
AFTER /bin/true
EXPECT_REGEX / /bin/.* [0-9]+

NAME an address of the other space
PROG begin { $p = uptr((int8 *)kaddr("linux_banner")); print(*$p); print(str($p)); print(*kptr((int8 *)kaddr("linux_banner"))); exit(); }
EXPECT 0
EXPECT
EXPECT 76
EXPECT_ERR_REGEX .*memory reads failed.*

NAME array index out of bounds at run time
PROG struct a { int x[4]; }; begin { $n = (uint64)7; $a = (struct a *)kaddr("linux_banner"); $i = (uint64)100; @same = $a.x[$i] == $a.x[0]; exit(); }
EXPECT @same: true
EXPECT_ERR_REGEX .*WARNING: Array access out of bounds. This can lead to unexpected results.*

NAME enums, records and arrays in JSON
OPTS -f json -q
PROG enum e { ONE = 1, TWO }; struct s { short v[2]; enum e k; }; begin { $n = (uint64)0x200030004; print(*(struct s *)&$n); $r = (a=TWO, b=(uint8[2])(uint16)258); print($r); printf("%s %d\n", TWO, TWO); @[$r] = ONE; exit(); }
EXPECT_JSON {"type": "value", "data": {"v": [4,3], "k": 2}}
EXPECT_JSON {"type": "value", "data": {"a": 2, "b": [2,1]}}
EXPECT_JSON {"type": "printf", "data": "TWO 2\n"}

NAME a struct as key and value of a kprobe's maps
PROG struct pair { int a; int b; }; kprobe:vfs_open { $n = (uint64)0x300000002; @v = *(struct pair *)&$n; @k[@v, (x=comm, y=1)] = count(); }
AFTER cat /dev/null
EXPECT_REGEX @k\[\{ \.a = 2, \.b = 3 \}, \{ \.x = cat, \.y = 1 \}\]: [0-9]+
EXPECT @v: { .a = 2, .b = 3 }
