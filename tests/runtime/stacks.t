# kstack, ustack, usym and what is printed of them. The workload `spin` has
# known stacks; see its head. A static program's outermost frames are the C
# library's, which has no frame pointers, and are not looked at.

NAME kstack of a kprobe begins with the function
PROG kprobe:vfs_read /comm == "spin"/ { printf("%s|\n", kstack); exit(); }
AFTER spin ask 1; spin kernel 10
EXPECT_REGEX  {8}vfs_read\+[0-9]+
EXPECT_REGEX  {8}(ksys_read|sys_read|SyS_read|SYSC_read)\+[0-9]+
EXPECT |
EXPECT_NONE probewire

NAME so does that of a kprobe among many
PROG kprobe:vfs_r* /comm == "spin" && func == "vfs_read"/ { printf("%s|\n", kstack(2)); exit(); }
AFTER spin kernel 10
EXPECT_REGEX  {8}vfs_read\+[0-9]+
EXPECT_REGEX  {8}(ksys_read|sys_read|SyS_read)\+[0-9]+
EXPECT |

NAME kstack of a kretprobe begins where the function returns to
PROG kretprobe:vfs_read /comm == "spin"/ { printf("<%s", kstack(1)); exit(); }
AFTER spin kernel 10
EXPECT <
EXPECT_REGEX  {8}(ksys_read|sys_read|SyS_read)\+[0-9]+
EXPECT_NONE trampoline

NAME kstack of a tracepoint begins with who hit it
PROG tracepoint:sched:sched_switch { printf("%s", kstack(2)); exit(); }
AFTER spin ask 1
EXPECT_REGEX  {8}__schedule\+[0-9]+
EXPECT_REGEX  {8}(schedule|preempt_schedule|__cond_resched|do_task_dead|_cond_resched|schedule_idle|schedule_user).*\+[0-9]+
EXPECT_NONE perf_

NAME kstack of a system call
PROG tracepoint:syscalls:sys_enter_getppid /comm == "spin"/ { printf("%s|\n", kstack(4)); exit(); }
AFTER spin ask 1
EXPECT_REGEX  {8}(syscall_trace_enter|trace_syscall_enter|tracesys|do_syscall_64).*\+[0-9]+
EXPECT |
EXPECT_NONE perf_

NAME kstack of a raw tracepoint
PROG rawtracepoint:sched_switch { printf("%s", kstack(1)); exit(); }
AFTER spin ask 1
EXPECT_REGEX  {8}__schedule\+[0-9]+

NAME ustack of a system call
PROG tracepoint:syscalls:sys_enter_getppid /comm == "spin"/ { @[ustack(4)] = count(); }
AFTER spin ask 40009
EXPECT @[
EXPECT_REGEX  {8}ask\+[0-9]+
EXPECT_REGEX  {8}inner\+[0-9]+
EXPECT_REGEX  {8}outer\+[0-9]+
EXPECT_REGEX  {8}main\+[0-9]+
EXPECT ]: 40009

NAME modes
PROG kprobe:vfs_read /comm == "spin"/ { printf("%s%s%s%s", ustack(perf, 2), ustack(raw, 1), kstack(perf, 1), ustack(build_id, 1)); exit(); }
AFTER spin kernel 200
EXPECT_REGEX 	[0-9a-f]+ ask\+[0-9]+ \(.*/spin\)
EXPECT_REGEX 	[0-9a-f]+ read_zeros\+[0-9]+ \(.*/spin\)
EXPECT_REGEX [0-9a-f]+
EXPECT_REGEX 	[0-9a-f]+ vfs_read\+[0-9]+
EXPECT_REGEX [0-9a-f]{40} 0x[0-9a-f]+

NAME the mode of the environment
RUN env BPFTRACE_STACK_MODE=raw probewire -e 'config = { stack_mode=perf } kprobe:vfs_read /comm == "spin"/ { @[kstack(1)] = count(); }'
AFTER spin kernel 10
EXPECT @[
EXPECT_REGEX [0-9a-f]{16}
EXPECT_REGEX \]: [0-9]+

NAME a profile finds the busy loop
PROG profile:hz:99 /comm == "spin"/ { @[ustack(2)] = count(); @all = count(); }
AFTER spin burn 3000
CHECK awk '/burn\+/ { hot = 1 } /^]: / { if (hot) n += $2; hot = 0 } /^@all/ { all = $2 } END { print n, all; exit !(all > 50 && n > all * 0.95) }' $OUT

NAME a profile finds the busy system call
OPTS -f folded
PROG profile:hz:99 /comm == "spin"/ { @[ustack, kstack] = count(); }
AFTER spin kernel 3000
CHECK awk '{ all += $NF } /;main;outer;inner;read_zeros;ask;.*;vfs_read;/ { n += $NF } END { print n, all; exit !(all > 50 && n > all * 0.95) }' $OUT
# Of each line the last word is a number, and names are between semicolons.
CHECK ! grep -vE '^[^ ;][^;]*(;[^;]+)* [0-9]+$' $OUT

NAME stacks that are equal are counted together
PROG kprobe:security_task_getpgid { @n[kstack, ustack, comm] = count(); } end { print(len(@n)); clear(@n); }
AFTER calls 1009
EXPECT 1

NAME stacks as values and their lengths
PROG kprobe:vfs_read /comm == "spin"/ { $s = kstack(3); @len = len($s); @s = $s; @same = $s == @s; exit(); }
AFTER spin kernel 10
EXPECT @len: 3
EXPECT @s: 
EXPECT_REGEX  {8}vfs_read\+[0-9]+
EXPECT @same: true

NAME usym
PROG tracepoint:syscalls:sys_enter_getppid /comm == "spin"/ { printf("%s\n", usym(uptr(0))); exit(); }
AFTER spin ask 1
EXPECT 0

NAME a process without a user stack
PROG interval:ms:10 /pid == 0/ { print(len(ustack)); exit(); }
AFTER sleep 1
EXPECT 0

NAME begin and end have stacks too
PROG begin { print(len(kstack) > 1); print(len(ustack) > 0); exit(); } end { print(len(kstack) > 1); }
EXPECT true
EXPECT true
EXPECT true

NAME a process that has ended, seen while it lived
PROG tracepoint:syscalls:sys_enter_getppid /comm == "spin"/ { @[ustack(1)] = count(); } interval:s:2 { print(@); clear(@); exit(); }
BEFORE spin ask 3000007
AFTER sleep 3
EXPECT @[
EXPECT_REGEX  {8}ask\+[0-9]+

NAME JSON
OPTS -f json
PROG kprobe:vfs_read /comm == "spin"/ { print(kstack(1)); exit(); }
AFTER spin kernel 10
CHECK grep -qE '^\{"type": "value", "data": "\\n        vfs_read\+[0-9]+\\n"\}$' $OUT

NAME too deep
PROG kprobe:vfs_read { @[kstack(1025)] = count(); }
RETURN_CODE 1
EXPECT_ERR_REGEX .*kstack\(\[int limit\]\): limit shouldn't exceed 1024, 1025 given

NAME ustack of a uprobe begins with the function, and has its caller
PROG uprobe:/lab/workloads/spin:inner { printf("%s|\n", ustack(3)); exit(); }
AFTER spin kernel 500
EXPECT_REGEX  {8}inner(\+[0-9]+)
EXPECT_REGEX  {8}outer\+[0-9]+
EXPECT_REGEX  {8}main\+[0-9]+
EXPECT |

NAME a program without symbols: a place in its file, and one hint
RUN probewire -e 'tracepoint:syscalls:sys_enter_getppid /comm == "bare"/ { @a[ustack(2)] = count(); } interval:ms:300 { print(@a); } tracepoint:raw_syscalls:sys_enter /comm == "bare"/ { @b[ustack(perf, 1)] = count(); }' -c '/lab/workloads/bare ask 60013'
EXPECT_REGEX  {8}bare\+0x[0-9a-f]+
EXPECT_REGEX  {8}bare\+0x[0-9a-f]+
EXPECT ]: 60013
EXPECT_REGEX 	[0-9a-f]+ bare\+0x[0-9a-f]+ \(.*/bare\)
EXPECT_ERR_REGEX HINT: .*/bare has no names for some addresses: its symbols, or its debug package, are not installed
CHECK test "$(grep -c HINT $ERR)" = 1

NAME the names of a separate debug file, by its build id
SETUP id=$(probewire -q -e 'tracepoint:syscalls:sys_enter_getppid /comm == "bare"/ { print(ustack(build_id, 1)); exit(); }' -c '/lab/workloads/bare ask 40009' | awk 'length($1) == 40 { print $1; exit }'); d=/usr/lib/debug/.build-id/$(echo $id | cut -c 1-2); mkdir -p $d && cp /lab/workloads/spin $d/$(echo $id | cut -c 3-).debug
RUN probewire -e 'tracepoint:syscalls:sys_enter_getppid /comm == "bare"/ { @[ustack(3)] = count(); }' -c '/lab/workloads/bare ask 40009'; probewire -e 'uprobe:bare:outer { @outer = count(); }' -c '/lab/workloads/bare ask 5'
EXPECT_REGEX  {8}ask\+[0-9]+
EXPECT_REGEX  {8}inner\+[0-9]+
EXPECT_REGEX  {8}outer\+[0-9]+
EXPECT ]: 40009
EXPECT @outer: 1
EXPECT_NONE HINT
CLEANUP rm -rf /usr/lib/debug

NAME where in the source a stack is
PROG config = { show_debug_info = true } tracepoint:syscalls:sys_enter_getppid /comm == "spin"/ { print(ustack(2)); exit(); }
AFTER spin ask 40009
EXPECT_REGEX  {8}ask\+[0-9]+@.*/spin\.c:[0-9]+
EXPECT_REGEX  {8}inner\+[0-9]+@.*/spin\.c:[0-9]+

NAME dw_ustack is refused, and what to take
PROG uprobe:spin:inner { print(dw_ustack); print(dw_ustack(perf, 3)); }
RETURN_CODE 1
EXPECT_ERR stdin:1:27-36: ERROR: dw_ustack() is not there: a probe cannot follow a program's unwind tables. Use ustack(), which follows frame pointers
