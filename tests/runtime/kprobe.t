# kprobe and kretprobe. The workload `calls` reaches one kernel function each
# call; see its head for which.

NAME hits by the name of the process
PROG kprobe:security_task_getpgid { @[comm] = count(); }
AFTER calls 1009
EXPECT @[calls]: 1009

NAME in short
PROG k:security_task_getpgid { @ = count(); }
AFTER calls 101
EXPECT @: 101

NAME arguments
PROG kprobe:security_file_fcntl /comm == "calls"/ { @[arg1, arg2] = count(); }
AFTER calls -k fcntl 211
EXPECT @[1, 4242]: 211

NAME return value
PROG kretprobe:security_task_getpgid /comm == "calls"/ { @[retval] = count(); }
AFTER calls 307
EXPECT @[0]: 307

NAME a negative return value; retval has no sign, as in bpftrace
PROG kretprobe:vfs_read /comm == "calls" && retval == -14/ { @[retval] = count(); }
AFTER calls -k badread 103
EXPECT @[18446744073709551602]: 103

NAME a return value with a sign
PROG kretprobe:vfs_read /comm == "calls" && (int64)retval < 0/ { @[(int64)retval] = count(); }
AFTER calls -k badread 103
EXPECT @[-14]: 103

NAME positive return value
PROG kretprobe:vfs_read /comm == "calls" && retval == 1/ { @ = count(); }
AFTER calls -k read 103
EXPECT @: 103

NAME func and probe
PROG kprobe:security_task_getpgid { @[func, probe] = count(); } kretprobe:security_task_getpgid { @r[func, probe] = count(); }
AFTER calls 13
EXPECT @[security_task_getpgid, kprobe:security_task_getpgid]: 13
EXPECT @r[security_task_getpgid, kretprobe:security_task_getpgid]: 13

NAME a list of probes
PROG kprobe:security_task_getpgid, kprobe:security_file_fcntl /comm == "calls"/ { @[func] = count(); }
AFTER calls 17; calls -k fcntl 19
EXPECT @[security_task_getpgid]: 17
EXPECT @[security_file_fcntl]: 19
EXPECT_ERR Attached 2 probes

NAME a wildcard
PROG kprobe:security_task_getpg* /comm == "calls"/ { @[func] = count(); }
AFTER calls 23
EXPECT @[security_task_getpgid]: 23

NAME a wildcard of many functions
PROG kprobe:security_task_* /comm == "calls"/ { @[func] = count(); }
AFTER calls 29
EXPECT @[security_task_getpgid]: 29
EXPECT_ERR_REGEX Attached [0-9]+ probes

NAME entry and return of the same calls
PROG kprobe:security_task_getpgid { @in[tid] = nsecs; } kretprobe:security_task_getpgid /@in[tid]/ { @took[nsecs >= @in[tid]] = count(); delete(@in, tid); }
AFTER calls 1013
EXPECT @took[true]: 1013
EXPECT_NONE @in

NAME pid and tid
PROG kprobe:security_task_getpgid { @[pid, tid == pid] = count(); }
AFTER calls 31
CHECK grep -qxF "@[$(awk '{ print $NF }' $WORK), false]: 31" $OUT

NAME uid and gid
PROG kprobe:security_task_getpgid { @[uid, gid] = count(); }
AFTER as 1001 1002 calls 37
EXPECT @[1001, 1002]: 37

NAME cpu
PROG kprobe:security_task_getpgid { @[cpu] = count(); }
AFTER calls -t 2 -p 202
EXPECT @[0]: 101
EXPECT @[1]: 101

NAME strings in kernel memory
PROG kprobe:security_sb_mount /comm == "events"/ { printf("%s %s\n", str(arg0), str(arg2)); }
AFTER events mount probewire-source
EXPECT probewire-source tmpfs

NAME a string that cannot be read is empty and counted
OPTS -f json
PROG kprobe:security_task_getpgid { @[str(arg0 - arg0 + 8)] = count(); }
AFTER calls 5
CHECK [ "$(json get counters data notes read_fault count < $OUT)" -eq 5 ]
CHECK [ "$(json get map data @ '' < $OUT)" -eq 5 ]

NAME exit from a probe
PROG kprobe:security_task_getpgid { printf("hit\n"); exit(3); }
AFTER calls 1; usleep 300000
EXPECT hit
RETURN_CODE 3

NAME a process that ends while it is traced
PROG kretprobe:vfs_read { @ = count(); }
AFTER for i in 1 2 3 4 5 6 7; do (sleep 100 & p=$!; usleep 10000; kill -9 $p); done
EXPECT_REGEX @: [0-9]+

NAME twice at the same time
PROG kprobe:security_task_getpgid { @ = count(); }
BEFORE probewire -e 'kprobe:security_task_getpgid { @other = count(); } interval:s:20 { exit(); }'
AFTER usleep 700000; calls 41
EXPECT @: 41

NAME the kernel's own functions as those of vmlinux
PROG kprobe:vmlinux:security_task_getpgid /comm == "calls"/ { @[probe] = count(); }
AFTER calls 7
EXPECT @[kprobe:vmlinux:security_task_getpgid]: 7
