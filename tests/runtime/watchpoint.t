# Watchpoints: memory at 0x10000000 of the workload `watched`, used exactly as
# often as it says, and a variable of the kernel.

NAME each write of a process is counted
RUN probewire -e 'watchpoint:0x10000000:8:w { @[comm, probe] = count(); }' -c '/lab/workloads/watched write 10007'
EXPECT @[watched, watchpoint:268435456:8:w]: 10007

NAME reads and writes
RUN probewire -e 'w:0x10000000:4:rw { @both = count(); } w:0x10000004:4:w { @upper = count(); }' -c '/lab/workloads/watched read 1009'; probewire -e 'w:0x10000000:8:rw { @all = count(); }' -c '/lab/workloads/watched write 1013'
EXPECT @both: 1009
EXPECT @all: 1013
EXPECT_NONE @upper

NAME what is run
RUN probewire -e 'watchpoint:0x10000000:1:x { @ = count(); }' -c '/lab/workloads/watched run 10009'
EXPECT @: 10009

NAME threads, those made later, and a child
RUN probewire -e 'watchpoint:0x10000000:8:w { @ = count(); @of[pid == cpid] = count(); }' -c '/lab/workloads/watched threads 101'
EXPECT @: 303
EXPECT @of[false]: 101
EXPECT @of[true]: 202

NAME a process that runs, and its threads
BEFORE watched threads 103
RUN probewire -e 'watchpoint:0x10000000:1:w { @ = count(); }' -p {{PID}}
EXPECT @: 309

NAME of no process but that of -p
BEFORE sleep 10
PROG watchpoint:0x10000000:8:w { @ = count(); } end { printf("end\n"); }
OPTS -p {{PID}}
AFTER watched write 17
EXPECT end
EXPECT_NONE @

NAME of any process
PROG watchpoint:0x10000000:8:w { @[comm] = count(); }
AFTER watched write 17; watched write 19
EXPECT @[watched]: 36

NAME the process's stack
RUN probewire -e 'watchpoint:0x10000000:8:w { @[ustack(2), len(kstack)] = count(); }' -c '/lab/workloads/watched write 31'
EXPECT @[
EXPECT_REGEX  {8}write_it\+[0-9]+
EXPECT_REGEX  {8}main\+[0-9]+
EXPECT , 0]: 31

NAME a variable of the kernel
RUN probewire -e "watchpoint:0x$(awk '$3 == "panic_timeout" { print $1 }' /proc/kallsyms):4:w { @[comm] = count(); @at[kstack(1)] = count(); }"
MARK Attached
AFTER old=$(cat /proc/sys/kernel/panic); for i in 1 2 3 4 5 6 7; do cp=$i; echo $i > /proc/sys/kernel/panic; done; echo $old > /proc/sys/kernel/panic
EXPECT @[sh]: 8
EXPECT_REGEX  {8}.*proc_(do)?int.*\+[0-9]+

NAME the processor has four
PROG w:0x10000000:8:w, w:0x10000008:8:w, w:0x10000010:8:w, w:0x10000018:8:w, w:0x10000020:8:w { }
RETURN_CODE 1
EXPECT_ERR_REGEX .*the processor has no hardware breakpoint left for 0x10000020.*

NAME one that is not aligned
PROG w:0x10000001:8:w { }
RETURN_CODE 1
EXPECT_ERR_REGEX .*the processor watches 8 bytes only at a multiple of that, which 0x10000001 is not.*

NAME a process that is not there
RUN probewire -p 99999 -e 'w:0x10000000:8:w { }'
RETURN_CODE 1
EXPECT_ERR ERROR: Failed to attach to pid: there is no process 99999
