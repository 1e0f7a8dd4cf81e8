# The lessons of bpftrace's one-liner tutorial, word for word but for process
# ids and the length of a run, each over a workload.

NAME lesson 1, listing probes
RUN probewire -l 'tracepoint:syscalls:sys_enter_*'
EXPECT tracepoint:syscalls:sys_enter_openat
EXPECT tracepoint:syscalls:sys_enter_read
EXPECT_NONE sys_exit_

NAME lesson 2, hello world
PROG BEGIN { printf("hello world\n"); }
AFTER true
EXPECT_ERR Attached 1 probe
EXPECT hello world
ONLY

NAME lesson 3, file opens
PROG tracepoint:syscalls:sys_enter_openat { printf("%s %s\n", comm, str(args.filename)); }
AFTER cat /proc/uptime
EXPECT cat /proc/uptime

NAME lesson 4, system calls by process
PROG tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }
AFTER dd if=/dev/zero of=/dev/null bs=100 count=1009
EXPECT_REGEX @\[dd\]: 20[2-9][0-9]

NAME lesson 5, read() bytes of one process
BEFORE sh -c 'while [ ! -e /tmp/go ]; do usleep 20000; done; exec dd if=/dev/zero of=/dev/null bs=100 count=1009'
PROG tracepoint:syscalls:sys_exit_read /pid == {{PID}}/ { @bytes = hist(args.ret); }
AFTER touch /tmp/go; while [ "$(cat /proc/[0-9]*/comm | grep -cx dd)" != 0 ] || [ -e /tmp/go ]; do rm -f /tmp/go; usleep 200000; done
EXPECT @bytes:
EXPECT [64, 128)           1009 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
CLEANUP rm -f /tmp/go

NAME lesson 6, read() bytes by a function's result
PROG kretprobe:vfs_read { @bytes = lhist(retval, 0, 2000, 200); }
AFTER dd if=/dev/zero of=/dev/null bs=500 count=1009
EXPECT @bytes:
EXPECT_REGEX \[400, 600\) +10(09|1[0-9]) \|@+ *\|

NAME lesson 7, the time of read()s
PROG kprobe:vfs_read { @start[tid] = nsecs; } kretprobe:vfs_read /@start[tid]/ { @ns[comm] = hist(nsecs - @start[tid]); delete(@start, tid); }
AFTER dd if=/dev/zero of=/dev/null bs=500 count=1009
EXPECT @ns[dd]:
CHECK awk '/^@/ { on = $0 ~ /^@ns.dd.:$/ } on && /\|/ { sub(/^.*[])]/, ""); n += $1 } END { print n; exit n < 1009 || n > 1019 }' $OUT

NAME lesson 8, process-level events
PROG tracepoint:sched:sched* { @[probe] = count(); } interval:s:1 { exit(); }
AFTER for i in 1 2 3 4 5 6 7; do (exec dd if=/dev/null of=/dev/null); done
EXPECT_ERR_REGEX Attached [0-9]+ probes
EXPECT_REGEX @\[tracepoint:sched:sched_process_exec\]: [0-9]+
EXPECT_REGEX @\[tracepoint:sched:sched_switch\]: [0-9]+
CHECK awk '/sched_process_exit/ { n = $2 } END { print n; exit n < 7 }' $OUT

# dd copies zeroes inside the kernel nearly all the time.
NAME lesson 9, kernel stacks on the CPU
PROG profile:hz:99 { @[kstack] = count(); }
AFTER timeout -s INT 2 dd if=/dev/zero of=/dev/null bs=1M; true
EXPECT_REGEX \]: [0-9]+
CHECK grep -qE '^        (read_iter_zero|read_zero|clear_user.*|rep_stos.*|__clear_user.*)\+[0-9]+$' $OUT

NAME lesson 10, what switches away
PROG tracepoint:sched:sched_switch { @[kstack] = count(); }
AFTER for i in 1 2 3 4 5; do usleep 20000; done
EXPECT_REGEX \]: [0-9]+
CHECK awk '/^@/ { s = 0 } /^        schedule\+/ { s = 1 } /^        (do_nanosleep|hrtimer_nanosleep)\+/ && s { found = 1 } END { exit !found }' $OUT

NAME lesson 11, block I/O
SETUP modprobe null_blk || [ -b /dev/nullb0 ]
PROG tracepoint:block:block_rq_issue { @ = hist(args.bytes); }
AFTER dd if=/dev/nullb0 of=/dev/null iflag=direct bs=4096 count=101
EXPECT @:
EXPECT_REGEX \[4K, 8K\) +101 \|@+ *\|

NAME lesson 12, kernel structs
SETUP printf '%s\n' '#ifndef BPFTRACE_HAVE_BTF' '#include <linux/path.h>' '#include <linux/dcache.h>' '#endif' '' 'kprobe:vfs_open' '{' '	printf("open path: %s\n", str(((struct path *)arg0)->dentry->d_name.name));' '}' > /tmp/path.bt
RUN probewire /tmp/path.bt
AFTER cat /proc/uptime
EXPECT open path: uptime
CLEANUP rm -f /tmp/path.bt
