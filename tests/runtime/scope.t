# Which processes are meant: numbers in pid namespaces, control groups, programs
# of 32 bits.

NAME -p of a process in the command's own namespace
REQUIRES unshare --help 2>&1 | grep -q -e '--mount-proc'
RUN unshare -f -p --mount-proc sh -c 'user 1000000 10 > /dev/null & pid=$!; probewire -p $pid -e "uprobe:user:user_work { @[pid == $pid, ustack(1)] = count(); } tracepoint:raw_syscalls:sys_enter { @calls[comm, pid == $pid] = count(); } software:cs:1 { @switches[comm] = count(); } interval:ms:900 { exit(); }"; kill $pid'
EXPECT_REGEX @\[true, 
EXPECT_REGEX  {8}user_work\+?[0-9]*
EXPECT_REGEX \]: [1-9][0-9]*
EXPECT_REGEX @calls\[user, true\]: [1-9][0-9]*
EXPECT_REGEX @switches\[user\]: [1-9][0-9]*
EXPECT_NONE false

NAME -p of a process in another namespace
BEFORE unshare -f -p user 1000000 10
RUN pid=$(pidof user); probewire -p $pid -e "uprobe:user:user_work { @[pid == $pid, tid == pid, ustack(1)] = count(); } tracepoint:raw_syscalls:sys_enter { @calls[comm, pid == $pid] = count(); } interval:ms:900 { exit(); }"; kill -9 $pid
EXPECT_REGEX @\[true, true, 
EXPECT_REGEX  {8}user_work\+?[0-9]*
EXPECT_REGEX \]: [1-9][0-9]*
EXPECT_REGEX @calls\[user, true\]: [1-9][0-9]*
EXPECT_NONE false

NAME -p of a number that is there in no namespace of the command's
RUN unshare -f -p --mount-proc probewire -p 4000 -e 'kprobe:vfs_read { }'
REQUIRES unshare --help 2>&1 | grep -q -e '--mount-proc'
RETURN_CODE 1
EXPECT_ERR ERROR: Failed to attach to pid: there is no process 4000

NAME a program that only its own mount namespace has
REQUIRES unshare -m true
BEFORE unshare -m sh -c 'mkdir -p /tmp/own && mount -t tmpfs none /tmp/own && cp /bin/bash /tmp/own/shell; exec sleep 30'
RUN [ ! -e /tmp/own/shell ] && probewire -l 'uprobe:/tmp/own/shell:readline' -p {{PID}}; probewire -p {{PID}} --dry-run -d bytecode -e 'uprobe:/tmp/own/shell:readline { @ = count(); }' | grep -c 'probe 0 uprobe:/proc/{{PID}}/root/tmp/own/shell:readline:'
EXPECT_REGEX uprobe:/proc/[0-9]+/root/tmp/own/shell:readline
EXPECT 1

NAME the processes of a control group alone
REQUIRES mkdir -p /tmp/cg && { grep -q ' /tmp/cg cgroup2' /proc/mounts || mount -t cgroup2 none /tmp/cg; } && mkdir -p /tmp/cg/mine
PROG kprobe:security_task_getpgid /cgroup == cgroupid("/tmp/cg/mine")/ { @in = count(); } kprobe:security_task_getpgid { @all = count(); }
AFTER sh -c 'echo $$ > /tmp/cg/mine/cgroup.procs; calls -k getpgid -n 1013'; calls -k getpgid -n 1019
EXPECT @all: 2032
EXPECT @in: 1013
CLEANUP rmdir /tmp/cg/mine; umount /tmp/cg

NAME the stack of a program of 32 bits
REQUIRES narrow
PROG tracepoint:raw_syscalls:sys_enter /comm == "narrow" && args.id == 64/ { @[ustack] = count(); } uprobe:narrow:inner { @at[ustack(2)] = count(); }
AFTER narrow
EXPECT_REGEX  {8}ask\+[0-9]+
EXPECT_REGEX  {8}inner\+[0-9]+
EXPECT_REGEX  {8}outer\+[0-9]+
EXPECT_REGEX  {8}_start\+[0-9]+
EXPECT ]: 1009
EXPECT_REGEX  {8}inner(\+0)?
EXPECT_REGEX  {8}outer\+[0-9]+
EXPECT ]: 1
EXPECT_REGEX  {8}inner(\+0)?
EXPECT_REGEX  {8}outer\+[0-9]+
EXPECT ]: 1009
