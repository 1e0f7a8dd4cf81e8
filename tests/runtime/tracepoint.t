# Tracepoints, with the fields that the kernel's format file says.

NAME integers, positive and negative
PROG tracepoint:signal:signal_generate /args.sig == 10/ { printf("%d %d %s\n", args.sig, args.code, args.pid == pid ? "self" : "other"); }
AFTER events signal 10 thread 10
EXPECT 10 0 self
EXPECT 10 -6 self

NAME strings
PROG tracepoint:task:task_rename /comm == "events"/ { printf("%s to %s\n", args.oldcomm, args.newcomm); }
AFTER events rename grasshopper rename ant
EXPECT events to grasshopper

NAME the old arrow
PROG tracepoint:task:task_rename /args->newcomm == "beetle"/ { @[args->oldcomm] = count(); }
AFTER events rename beetle
EXPECT @[events]: 1

NAME in short
PROG t:task:task_rename /args.newcomm == "wasp"/ { printf("%s\n", args.newcomm); }
AFTER events rename wasp
EXPECT wasp

NAME strings of any length
PROG tracepoint:net:net_dev_queue { @[args.name] = count(); }
AFTER ping -c 3 127.0.0.1 > /dev/null || :
EXPECT_REGEX @\[lo\]: [0-9]+

NAME strings in user memory
PROG tracepoint:syscalls:sys_enter_openat /comm == "events"/ { printf("open %s\n", str(args.filename)); }
AFTER events open /no/such/file open /etc/passwd
EXPECT open /no/such/file
EXPECT open /etc/passwd

NAME a path longer than a string
PROG tracepoint:syscalls:sys_enter_openat /comm == "events"/ { printf("open %s\n", str(args.filename, 8)); }
AFTER events open /no/such/file
EXPECT_REGEX open /no/suc?.*

NAME result of a system call
PROG tracepoint:syscalls:sys_exit_openat /comm == "events"/ { @[args.ret < 0 ? args.ret : 0] = count(); }
AFTER events open /no/such/file open /no/such/file
EXPECT @[-2]: 2

NAME the exact number of a system call's entries
PROG tracepoint:syscalls:sys_enter_getppid /comm == "calls"/ { @ = count(); }
AFTER calls -k getppid -t 2 -p 20011
EXPECT @: 20011

NAME a wildcard
PROG tracepoint:syscalls:sys_enter_getp* /comm == "calls"/ { @[probe] = count(); }
AFTER calls -k getppid 43
EXPECT @[tracepoint:syscalls:sys_enter_getppid]: 43

NAME names and numbers of both sides of a fork
PROG tracepoint:sched:sched_process_fork /comm == "events"/ { printf("%d %d\n", args.parent_pid == tid, args.child_pid); }
AFTER events exit 0
CHECK grep -qxF "1 $(awk '/exit/ { print $NF }' $WORK)" $OUT

NAME socket states with IPv4 addresses
PROG tracepoint:sock:inet_sock_set_state /args.newstate == 10/ { printf("%s %d %d\n", ntop(args.saddr), args.sport, args.family); }
AFTER tcp -p 4711 http
EXPECT 127.0.0.1 4711 2

NAME socket states with IPv6 addresses
PROG tracepoint:sock:inet_sock_set_state /args.newstate == 10/ { printf("%s %d %d\n", ntop(args.saddr_v6), args.sport, args.family); }
AFTER tcp -6 -p 4712 http
EXPECT ::1 4712 10

# Requests of file systems have no bytes before 4.13, but sectors.
NAME bytes of requests, whatever the kernel
SETUP [ -b /dev/nullb0 ] || modprobe null_blk
PROG tracepoint:block:block_rq_issue { @[args.bytes, args.nr_sector] = count(); }
AFTER dd if=/dev/nullb0 of=/dev/null iflag=direct bs=12288 count=13
EXPECT @[12288, 24]: 13
