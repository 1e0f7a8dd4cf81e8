# Kinds of probes beyond kprobe and tracepoint, and probes that are not there.
# The workload `calls` calls getpgid (system call 121) or fcntl (72) so often.

NAME rawtracepoint arguments
PROG rawtracepoint:sys_enter /comm == "calls" && arg1 == 121/ { @ = count(); }
AFTER calls 1009
EXPECT @: 1009

NAME rawtracepoint of both ends of a call
PROG rt:sys_enter /arg1 == 121/ { @in[tid] = 1; } rt:sys_exit /@in[tid]/ { @out[comm, arg1 == pid] = count(); delete(@in, tid); }
AFTER calls 211
EXPECT @out[calls, true]: 211
EXPECT_NONE @in

NAME rawtracepoint by pattern and module
PROG rawtracepoint:vmlinu*:sys_e* /comm == "calls"/ { @[probe] = count(); }
AFTER calls 101
EXPECT_REGEX @\[rawtracepoint:vmlinux:sys_exit\]: 1[0-9][0-9]
EXPECT_REGEX @\[rawtracepoint:vmlinux:sys_enter\]: 1[0-9][0-9]
EXPECT_ERR Attached 2 probes

NAME rawtracepoint in the scheduler
PROG rt:sched_switch { @[cpu] = count(); } interval:ms:700 { exit(); }
CHECK [ "$(grep -c '^@\[[01]\]: [1-9]' $OUT)" -eq 2 ]

NAME rawtracepoint of many events at once
PROG rawtracepoint:sched_* { @[probe] = count(); } interval:ms:500 { exit(); }
CHECK grep -q '^@\[rawtracepoint:vmlinux:sched_wakeup\]: [1-9]' $OUT
CHECK grep -q '^@\[rawtracepoint:vmlinux:sched_switch\]: [1-9]' $OUT

NAME raw tracepoints are listed
RUN probewire -l 'rawtracepoint:sys_*'
EXPECT rawtracepoint:vmlinux:sys_enter
EXPECT rawtracepoint:vmlinux:sys_exit
ONLY

NAME fentry and fexit count the same calls
PROG fentry:security_task_getpgid { @in = count(); } fexit:security_task_getpgid { @out = count(); }
AFTER calls 503
EXPECT @in: 503
EXPECT @out: 503

NAME fexit has arguments and return value
PROG fexit:security_file_fcntl /comm == "calls"/ { @[arg1, arg2, retval, func] = count(); }
AFTER calls -k fcntl 307
EXPECT @[1, 4242, 0, security_file_fcntl]: 307

NAME fexit in the old words, with a module
PROG kretfunc:vmlinux:security_file_fcntl /comm == "calls"/ { @[probe, arg2] = count(); } kfunc:security_file_fcntl /comm == "calls"/ { @[probe, arg2] = count(); }
AFTER calls -k fcntl 13
EXPECT_REGEX @\[(fexit|fentry):vmlinux:security_file_fcntl, 4242\]: 13
EXPECT_REGEX @\[(fexit|fentry):vmlinux:security_file_fcntl, 4242\]: 13

NAME fexit of calls that run at the same time
PROG fexit:security_file_fcntl /comm == "calls"/ { @[arg2] = count(); }
AFTER calls -k fcntl -t 4 2003
EXPECT_REGEX @\[4242\]: [0-9]+
CHECK [ "$(sed -n 's/^@\[4242\]: //p' $OUT)" -eq "$(sed -n 's/^\([0-9]*\) calls.*/\1/p' $WORK)" ]

NAME profile fires on every CPU
PROG profile:hz:97 { @[cpu] = count(); } interval:s:2 { exit(); }
CHECK awk '/^@\[[01]\]/ { n++; if ($2 < 170 || $2 > 210) bad = 1 } END { exit bad || n != 2 }' $OUT

NAME profile in milliseconds
PROG p:ms:10 { @ = count(); } interval:s:1 { exit(); }
CHECK awk '/^@:/ { n++; if ($2 < 160 || $2 > 240) bad = 1 } END { exit bad || n != 1 }' $OUT

NAME profile after a CPU has come
SETUP echo 0 > /sys/devices/system/cpu/cpu1/online
PROG p:hz:97 { @[cpu] = count(); }
AFTER echo 1 > /sys/devices/system/cpu/cpu1/online; sleep 2
CHECK awk '/^@\[1\]/ { n++; if ($2 < 100) bad = 1 } END { exit bad || n != 1 }' $OUT
CLEANUP echo 1 > /sys/devices/system/cpu/cpu1/online

NAME profile after a CPU has gone
PROG p:hz:97 { @[cpu] = count(); }
AFTER sleep 1; echo 0 > /sys/devices/system/cpu/cpu1/online; sleep 2
CHECK awk '/^@\[0\]/ { a = $2 } /^@\[1\]/ { b = $2 } END { exit !(b >= 60 && b < 140 && a > 2 * b) }' $OUT
CLEANUP echo 1 > /sys/devices/system/cpu/cpu1/online

NAME interval without unit
PROG interval:100ms { printf("%s\n", probe); exit(); }
EXPECT interval:us:100000

NAME the order of blocks is the script's: kprobe
PROG k:security_task_getpgid { printf("one "); } k:security_task_getpgid { printf("two "); } k:security_task_getpgid { printf("three\n"); }
AFTER calls 1
EXPECT one two three

NAME the order of blocks is the script's: kretprobe
PROG kr:security_task_getpgid { printf("one "); } kr:security_task_getpgid { printf("two "); } kr:security_task_getpgid { printf("three\n"); }
AFTER calls 1
EXPECT one two three

NAME the order of blocks is the script's: fexit
PROG fr:security_task_getpgid { printf("one "); } fr:security_task_getpgid { printf("two "); } fr:security_task_getpgid { printf("three\n"); }
AFTER calls 1
EXPECT one two three

NAME the order of blocks is the script's: tracepoint
PROG t:syscalls:sys_enter_getpgid { printf("one "); } t:syscalls:sys_enter_getpgid { printf("two "); } t:syscalls:sys_enter_getpgid { printf("three\n"); }
AFTER calls 1
EXPECT one two three

NAME the order of blocks is the script's: rawtracepoint
PROG rt:sys_enter /arg1 == 121/ { printf("one "); } rt:sys_enter /arg1 == 121/ { printf("two "); } rt:sys_enter /arg1 == 121/ { printf("three\n"); }
AFTER calls 1
EXPECT one two three

NAME a signal
RUN probewire -e 'self:signal:SIGUSR1 { printf("got it\n"); @n++; if (@n == 3) { exit(); } }' > $OUT.s & p=$!; usleep 900000; for i in 1 2 3; do kill -USR1 $p; usleep 200000; done; wait $p; cat $OUT.s
EXPECT got it
EXPECT got it
EXPECT got it
EXPECT @n: 3

NAME a signal that nobody waits for does no harm
RUN probewire -e 'interval:s:2 { printf("alive\n"); exit(); }' > /tmp/alive & p=$!; sleep 1; kill -USR1 $p; wait $p; cat /tmp/alive
EXPECT alive

NAME a script of begin alone ends by itself
PROG begin { printf("only\n"); }
EXPECT only
TIMEOUT 20

NAME a function that is not there
PROG kprobe:vfs_read, kprobe:there_is_none { exit(); }
EXPECT_ERR stdin:1:18-38: ERROR: No matches for kprobe there_is_none.
EXPECT_ERR stdin:1:18-38: WARNING: there_is_none is not traceable (either non-existing, inlined, or marked as "notrace"); attaching to it will likely fail
RETURN_CODE 1

NAME several that are not there are all reported
PROG kprobe:there_is_none { } kretprobe:nor_this { }
EXPECT_ERR stdin:1:1-21: ERROR: No matches for kprobe there_is_none.
EXPECT_ERR stdin:1:26-44: ERROR: No matches for kretprobe nor_this.
RETURN_CODE 1

NAME missing_probes=warn goes on with the others
PROG config = { missing_probes=warn } kprobe:there_is_none { } kprobe:security_task_getpgid { @ = count(); }
AFTER calls 17
EXPECT_ERR_REGEX stdin:1:.*: WARNING: No matches for kprobe there_is_none. Skipping.
EXPECT_ERR_REGEX stdin:1:.*: WARNING: Probe has no valid attach points. It is being removed which may cause issues with program behavior.
EXPECT_ERR Attached 1 probe
EXPECT @: 17

NAME missing_probes=ignore says nothing
PROG config = { missing_probes=ignore } kprobe:there_is_none, t:no:such { } kprobe:security_task_getpgid { @ = count(); }
AFTER calls 19
EXPECT @: 19
EXPECT_NONE WARNING
EXPECT_NONE there_is_none

NAME missing_probes from the environment
RUN BPFTRACE_MISSING_PROBES=ignore probewire -e 'kprobe:there_is_none { }'
EXPECT No probes to attach
RETURN_CODE 1

NAME a module that is not loaded
PROG kprobe:no_module:vfs_read { exit(); }
EXPECT_ERR stdin:1:1-26: ERROR: specified module no_module in probe kprobe:no_module:vfs_read is not loaded.
RETURN_CODE 1

NAME --unsafe tries a function that is not listed
RUN probewire --unsafe -e 'kprobe:vmlinux:there_is_none { exit(); }'
EXPECT_ERR_REGEX stdin:1:1-29: WARNING: there_is_none is not traceable .*
EXPECT_ERR_REGEX ERROR: Unable to attach probe: kprobe:vmlinux:there_is_none.*
RETURN_CODE 1

NAME an address needs --unsafe
PROG kprobe:0xffffffff81000000 { exit(); }
EXPECT_ERR stdin:1:1-26: ERROR: Probing by address requires --unsafe
RETURN_CODE 1

NAME a function by its address
RUN a=$(awk '$3 == "security_task_getpgid" { print "0x" $1 }' /proc/kallsyms); probewire --unsafe -e "kprobe:$a { @ = count(); }" -c 'calls 23'
EXPECT @: 23

NAME a probe by name only with --probe-filter
RUN probewire --probe-filter ':2' -e 'interval:ms:100 { printf("bad\n"); exit(); } interval:ms:200 { printf("hit\n"); exit(); }'
EXPECT hit
EXPECT_NONE bad

NAME no probe passes the filter
RUN probewire --probe-filter 'nothing_is_called_so' -e 'kprobe:vfs_read { }'
EXPECT No probes to attach
RETURN_CODE 1

NAME a list of functions says what there is
RUN echo vfs_write > /tmp/f; probewire --traceable-functions /tmp/f -e 'kprobe:vfs_read { }'
EXPECT_ERR stdin:1:1-16: ERROR: No matches for kprobe vfs_read.
RETURN_CODE 1

NAME tests
RUN probewire --test -e 'test:good { print("hidden"); } test:bad { print("shown"); return 1; } test:error { errorf("oops"); } test:exit { exit(3); } test:still { }' | tr -d '\033' | sed 's/\[[0-9]*m//g; s/([0-9]* [mun]*s)/(T)/'
EXPECT [==========] Running 5 tests.
EXPECT [       OK ] good (T)
EXPECT shown
EXPECT [  FAILED  ] bad (T)
EXPECT_REGEX stdin:1:[0-9-]*: ERROR: oops
EXPECT [  FAILED  ] error (T)
EXPECT [  FAILED  ] exit (T)
EXPECT [       OK ] still (T)
EXPECT [==========] 5 tests ran.
EXPECT [  PASSED  ] 2 tests.
EXPECT [  FAILED  ] 3 tests, listed below:
EXPECT_NONE hidden

NAME a failed test is the exit status
RUN probewire --test -e 'test:bad { return 1; }'
RETURN_CODE 1

NAME tests without --test
PROG test:a { }
EXPECT_ERR ERROR: No probes attached; use --test to run test probes.
RETURN_CODE 1

NAME benchmarks
RUN probewire --bench -e 'begin { @ = 7; } bench:add { @n++; } bench:skipped { return 1; } bench:hist { @h = hist(nsecs); } end { print(@); clear(@); }'
EXPECT Benchmark                                Time(ns)       Iterations
EXPECT ------------------------------------------------------------------
EXPECT_REGEX add  +[0-9]+ +[0-9]+
EXPECT_REGEX hist  +[0-9]+ +[0-9]+
EXPECT @: 7
EXPECT_NONE skipped

NAME --info
RUN probewire --info
EXPECT_REGEX   OS: Linux .*
EXPECT   usable: yes
EXPECT_REGEX   kprobe: yes \([0-9]+\)
EXPECT_REGEX   rawtracepoint: yes \([0-9]+\)
EXPECT   uprobe: yes
EXPECT   usdt: yes
EXPECT   iter: no (not supported yet)

NAME --mode codegen only compiles
RUN probewire --mode codegen -e 'begin { printf("no\n"); }'
EXPECT_NONE no

NAME an interval that is too short for its timer fires as often as can be
PROG interval:us:1 { @ = count(); } interval:s:1 { exit(); }
CHECK awk '/^@:/ { n++; if ($2 < 500) bad = 1 } END { exit bad || n != 1 }' $OUT
EXPECT_ERR_REGEX WARNING: [0-9]+ hits of interval:us:1 did not run: the kernel dropped them.

NAME thousands of functions by a wildcard
RUN BPFTRACE_MAX_PROBES=20000 probewire -e 'kprobe:_* { } interval:s:1 { printf("still here\n"); exit(); }'
EXPECT still here
REQUIRES [ "$(wc -l < /sys/kernel/debug/tracing/available_filter_functions)" -gt 10000 ]

NAME a wildcard means what ftrace can hook into
RUN probewire -l 'kprobe:security_*' | awk -F: -v list=/sys/kernel/debug/tracing/available_filter_functions 'BEGIN { while ((getline line < list) > 0) { split(line, w, " "); is[w[1]] = 1 } } is[$2] { n++; next } { print "not traceable: " $2 } END { if (n > 50) print "all are" }'
EXPECT all are
ONLY

NAME commands that wait when Ctrl-C comes are not run
RUN probewire --unsafe -e 'interval:ms:10 { system("usleep 200000"); } end { system("echo ended"); printf("end\n"); }' > /tmp/o 2> /tmp/e & p=$!; sleep 3; kill -INT $p; wait $p; cat /tmp/o; cat /tmp/e >&2
EXPECT ended
EXPECT end
EXPECT_ERR_REGEX WARNING: [0-9]+ commands of system\(\) were not run: interrupted
TIMEOUT 20
