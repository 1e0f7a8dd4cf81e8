# Builtin values whose meaning can be told without knowing the machine.

NAME elapsed
PROG begin { printf("begin %d\n", elapsed < 10000000000); } interval:ms:50 { printf("SUCCESS %d\n", elapsed >= 50000000 && elapsed < nsecs); exit(); }
EXPECT begin 1
EXPECT SUCCESS 1

NAME rand
PROG begin { $a = rand; $b = rand; $c = rand; printf("SUCCESS %d\n", $a != $b || $b != $c); exit(); }
EXPECT SUCCESS 1

NAME ncpus
RUN probewire -e 'begin { printf("%d\n", ncpus); exit(); }' > /tmp/n; [ "$(cat /tmp/n)" -ge "$(grep -c ^processor /proc/cpuinfo)" ] && echo enough
EXPECT enough

NAME numaid
PROG interval:ms:1 { printf("SUCCESS %u\n", numaid); exit(); }
EXPECT_REGEX ^SUCCESS [0-9]+$

NAME jiffies
PROG begin { @j = jiffies; } interval:ms:100 { printf("SUCCESS %d\n", jiffies > @j); clear(@j); exit(); }
EXPECT SUCCESS 1

NAME probetype
PROG begin { printf("begin=%s\n", probetype); } interval:ms:1 { printf("interval=%s\n", probetype); exit(); }
EXPECT begin=special
EXPECT interval=interval

NAME cpid
RUN probewire -c 'sleep 1' -e 'tracepoint:sched:sched_process_exec /pid == cpid/ { printf("child %s\n", comm); exit(); }'
EXPECT child sleep

NAME cpid without a child
PROG begin { printf("cpid=%d has=%d\n", cpid, has_cpid); exit(); }
EXPECT cpid=0 has=0
EXPECT_ERR_REGEX .*WARNING: No child command.*

NAME pid and tid in a pid namespace of the command's own
REQUIRES unshare --help 2>&1 | grep -q -e '--mount-proc'
RUN unshare --fork --pid --mount-proc probewire -e 'begin { printf("%d %d %d %d %d\n", pid, pid(curr_ns), tid, tid(curr_ns), pid(init) > 1 && tid(init) == pid(init)); } tracepoint:raw_syscalls:sys_enter /comm == "calls"/ { @outside = pid; exit(); }' -c 'sleep 1'
EXPECT 1 1 1 1 1

NAME pid and tid in the first namespace
PROG begin { printf("%d %d\n", pid == pid(init), tid(curr_ns) == tid(init)); exit(); }
EXPECT 1 1

NAME the number of the process's cgroup
REQUIRES mkdir -p /tmp/cg && { grep -q ' /tmp/cg cgroup2' /proc/mounts || mount -t cgroup2 none /tmp/cg; } && mkdir -p /tmp/cg/probed
PROG kprobe:security_task_getpgid /comm == "calls"/ { printf("in %llu\n", cgroup); }
AFTER sh -c 'echo $$ > /tmp/cg/probed/cgroup.procs; calls -k getpgid -n 1'; ls -di /tmp/cg/probed | awk '{print "in " $1}' > /tmp/number
CHECK [ "$(grep -cxf /tmp/number $OUT)" = 1 ]
CLEANUP rmdir /tmp/cg/probed

NAME the path of a cgroup
REQUIRES mkdir -p /tmp/cg && { grep -q ' /tmp/cg cgroup2' /proc/mounts || mount -t cgroup2 none /tmp/cg; } && mkdir -p /tmp/cg/probed/in
PROG kprobe:security_task_getpgid /comm == "calls"/ { print(cgroup_path(cgroup, "uni*")); print((1, cgroup_path(cgroup, "unified"))); printf("%s|%s\n", cgroup_path(cgroup, "no"), cgroup_path(cgroupid("/tmp/cg/probed"), "unified")); }
AFTER sh -c 'echo $$ > /tmp/cg/probed/in/cgroup.procs; calls -k getpgid -n 1'
EXPECT unified:/probed/in
EXPECT (1, unified:/probed/in)
EXPECT |unified:/probed
CLEANUP rmdir /tmp/cg/probed/in /tmp/cg/probed

NAME the path of a cgroup in JSON
REQUIRES mkdir -p /tmp/cg && { grep -q ' /tmp/cg cgroup2' /proc/mounts || mount -t cgroup2 none /tmp/cg; }
OPTS -q -f json
PROG begin { print(cgroup_path(cgroupid("/tmp/cg"), "unified")); exit(); }
EXPECT_JSON {"type": "value", "data": "unified:/"}

NAME a kernel without cgroups of version 2
REQUIRES ! grep -q cgroup2 /proc/filesystems
PROG begin { print(cgroup); }
EXPECT_ERR_REGEX stdin:1:15: ERROR: .*: this kernel has no cgroups of version 2
RETURN_CODE 1
