# The tools that count calls and stacks, and those that show single calls of
# given functions, against what the workload says it did. noop_fsync() is what
# fsync(2) and fdatasync(2) call on a tmpfs, through a pointer.

NAME funccount, a wildcard
RUN probewire funccount 'noop_fsyn*'
AFTER process sync 13
EXPECT_REGEX FUNC +COUNT
EXPECT_REGEX noop_fsync +13
ONLY

NAME funccount, tracepoints, most first
RUN probewire funccount 't:syscalls:sys_enter_f*sync'
AFTER process sync 13
EXPECT_REGEX FUNC +COUNT
EXPECT_REGEX syscalls:sys_enter_fsync +9
EXPECT_REGEX syscalls:sys_enter_fdatasync +4
ONLY

NAME funccount, of a library and as JSON
RUN probewire -f json funccount p:/lab/workloads/process:fsync
AFTER process sync 13
EXPECT_JSON {"type": "value", "data": {"func": "fsync", "count": 9}}

NAME funccount, a process that does nothing
BEFORE sleep 100
RUN probewire funccount -p {{PID}} noop_fsync
AFTER process sync 7
EXPECT_REGEX FUNC +COUNT
ONLY

NAME funccount, every second
RUN probewire funccount -i 1 -d 3 -T noop_fsync
AFTER process sync 11; sleep 10
EXPECT_REGEX [0-9][0-9]:[0-9][0-9]:[0-9][0-9]
EXPECT_REGEX FUNC +COUNT
CHECK [ $(awk '/noop_fsync/ { n += $2 } END { print n }' $OUT) -eq 11 ]
CHECK [ $(grep -c FUNC $OUT) -ge 2 ]

NAME funccount without a pattern
RUN probewire funccount
EXPECT_ERR_REGEX USAGE: probewire funccount \[OPTIONS\] pattern
EXPECT_ERR ERROR: funccount needs a pattern: tcp_*, module:f, c:malloc, t:block:*, u:lib:name
RETURN_CODE 2

NAME funccount of nothing that there is
RUN probewire funccount no_such_function
EXPECT_ERR_REGEX .*no_such_function.*
RETURN_CODE 1

NAME funclatency
RUN probewire funclatency noop_fsync
AFTER process sync 17
EXPECT_REGEX  +nsecs +: count +distribution
EXPECT_REGEX avg = [0-9]+ nsecs, total: [0-9]+ nsecs, count: 17
CHECK [ $(awk '/ -> / { n += $5 } END { print n }' $OUT) -eq 17 ]

NAME funclatency, each function, in microseconds
RUN probewire funclatency -uF '/lab/workloads/process:f*sync'
AFTER process sync 13
CHECK awk '/^Function = / { of = $3 } / -> / { n[of] += $5 } END { exit !(n["fsync"] == 9 && n["fdatasync"] == 4) }' $OUT
EXPECT_REGEX  +usecs +: count +distribution
EXPECT_REGEX avg = [0-9]+ usecs, total: [0-9]+ usecs, count: 13

NAME funclatency of what has no return
RUN probewire funclatency t:sched:sched_switch
EXPECT_ERR_REGEX .*'t:sched:sched_switch' is no set of functions whose return can be seen.*
RETURN_CODE 2

NAME stackcount
RUN probewire stackcount noop_fsync
AFTER process sync 13
# fsync(2) and fdatasync(2) differ in their stacks.
CHECK awk 'NF == 1 && $1 ~ /^[0-9]+$/ { n += $1 } / noop_fsync/ { stacks++ } END { exit !(n == 13 && stacks >= 1) }' $OUT

NAME stackcount, by process, the kernel's stack
RUN probewire stackcount -K -P noop_fsync
AFTER process sync 13
CHECK awk 'NF == 1 && $1 ~ /^[0-9]+$/ { n += $1; if (last !~ /^  - +process \([0-9]+\)$/) bad = 1 } { last = $0 } END { exit bad || n != 13 }' $OUT

NAME stackcount, folded
RUN probewire -f folded stackcount -K noop_fsync
AFTER process sync 13
CHECK awk '!/;noop_fsync [0-9]+$/ { bad = 1 } { n += $NF } END { exit bad || n != 13 }' $OUT

NAME syscount, by name
RUN probewire syscount -s fsync,fdatasync
AFTER process sync 13
EXPECT_REGEX SYSCALL +COUNT
EXPECT_REGEX fsync +9
EXPECT_REGEX fdatasync +4
ONLY

NAME syscount, by process, with the time
RUN probewire -f json syscount -LP -s fsync,fdatasync
AFTER process sync 13
CHECK grep -q '"comm": "process", "count": 13, "us": [0-9.]*, "ms": [0-9.]*}' $OUT && ! grep -q '"us": 0.000' $OUT

NAME syscount, what failed
RUN probewire syscount -x -s kill,fsync
AFTER process kill 11
# Each third is to nobody.
EXPECT_REGEX kill +3
CHECK [ $(wc -l < $OUT) -eq 2 ]

NAME syscount, an error by name, and of a process's children
RUN probewire syscount -e ESRCH -s kill,fsync -P
AFTER process kill 11
EXPECT_REGEX [0-9]+ +process +3
CHECK [ $(wc -l < $OUT) -eq 2 ]

NAME syscount, which there are
RUN probewire syscount -l
EXPECT fsync
EXPECT openat
RETURN_CODE 0

NAME syscount, an error that there is not
RUN probewire syscount -e ENOTHING
EXPECT_ERR_REGEX .*-e, --errno takes an error, by number or name, not 'ENOTHING'\.
RETURN_CODE 2

NAME funccount, a regular expression
RUN probewire funccount -r 'noop_fs(y|z)n[c]$'
AFTER process sync 13
EXPECT_REGEX noop_fsync +13
CHECK [ $(grep -c ' [0-9]' $OUT) -eq 1 ]

NAME funccount, tracepoints by a regular expression
RUN probewire funccount -r 't:syscalls:sys_enter_f(data)?sync'
AFTER process sync 13
EXPECT_REGEX syscalls:sys_enter_fsync +9
EXPECT_REGEX syscalls:sys_enter_fdatasync +4

NAME funccount, what is no regular expression
RUN probewire funccount -r 'noop_(fsync'
EXPECT_ERR_REGEX .*'noop_\(fsync' is no regular expression
RETURN_CODE 2

NAME funccount, one CPU
RUN probewire funccount -c 1 noop_fsync
AFTER taskset 2 process sync 13; taskset 1 process sync 7
EXPECT_REGEX noop_fsync +13
CHECK [ $(grep -c ' [0-9]' $OUT) -eq 1 ]

NAME funclatency, a regular expression
RUN probewire funclatency -r 'noop_fsync$'
AFTER process sync 13
EXPECT_REGEX avg = [0-9]+ nsecs, total: [0-9]+ nsecs, count: 13
