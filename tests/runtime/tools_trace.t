# trace and argdist, which take bcc's specs, against what the workload says.

NAME trace, calls of a function
RUN probewire trace noop_fsync
MARK FUNC
AFTER process sync 13
EXPECT_REGEX PID +TID +COMM +FUNC +-
CHECK [ $(grep -c '^[0-9]* *[0-9]* *process *noop_fsync *$' $OUT) -eq 13 ]
CHECK [ $(wc -l < $OUT) -eq 14 ]

NAME trace, arguments by number and by name, a predicate
RUN probewire trace 'noop_fsync(struct file *file, loff_t start, loff_t end, int datasync) (datasync == 1) "%d %d", start, arg4'
MARK FUNC
AFTER process sync 13
# Each third of them is fdatasync(2), from 0 to the end.
CHECK [ $(grep -c ' process *noop_fsync *0 1$' $OUT) -eq 4 ]
CHECK [ $(wc -l < $OUT) -eq 5 ]

NAME trace, what a function returns, two specs, as JSON
RUN probewire -f json trace 'r::noop_fsync "%d", $retval' 't:syscalls:sys_enter_fdatasync "fd %d", args->fd'
AFTER process sync 13
CHECK [ $(grep -c '"func": "noop_fsync", "message": "0"}' $OUT) -eq 13 ]
CHECK [ $(grep -c '"func": "sys_enter_fdatasync", "message": "fd [0-9]*"}' $OUT) -eq 4 ]

NAME trace, text, at most so many
RUN probewire trace -n process -M 3 't:syscalls:sys_enter_openat (STRCMP("/dev/null", args->filename)) "%s", args->filename'
MARK FUNC
AFTER process open 17; sleep 1
CHECK [ $(grep -c ' process .* /dev/null$' $OUT) -eq 3 ]
RETURN_CODE 0

NAME trace, a place in the kernel
RUN probewire trace -K 'noop_fsync "%K", 0'
MARK FUNC
AFTER process sync 2
CHECK [ $(grep -c 'fsync+[0-9]' $OUT) -ge 2 ]

NAME trace of what is no spec
RUN probewire trace 'vfs_read (arg1'
MARK FUNC
EXPECT_ERR_REGEX .*ERROR: 'vfs_read \(arg1': the predicate is not closed; expected PROBE \[\(predicate\)\] \["format", arguments\]
RETURN_CODE 2

NAME trace, too few arguments
RUN probewire trace 'vfs_read "%d %d", arg1'
MARK FUNC
EXPECT_ERR_REGEX .*there are more conversions than arguments.*
RETURN_CODE 2

NAME argdist, counts
RUN probewire argdist -i 100 -C 'p::noop_fsync(struct file *f, loff_t a, loff_t b, int datasync):int:datasync'
AFTER process sync 13
EXPECT_REGEX \[[0-2][0-9]:[0-5][0-9]:[0-6][0-9]\]
EXPECT p::noop_fsync(struct file *f, loff_t a, loff_t b, int datasync):int:datasync
EXPECT 	COUNT      EVENT
EXPECT 	4          datasync = 1
EXPECT 	9          datasync = 0
ONLY

NAME argdist, a histogram with a filter and a label
RUN probewire argdist -i 100 -H 'r::noop_fsync():int:$retval:$retval==0#what fsync returned'
AFTER process sync 13
EXPECT what fsync returned
EXPECT_REGEX  +[$]retval +: count +distribution
EXPECT_REGEX  +0 -> 1 +: 13 +\|\*+\|

NAME argdist, a tracepoint, twice, so often
RUN probewire argdist -i 1 -n 2 -c -C 't:syscalls:sys_enter_fdatasync:int:args->fd' -C 'r::noop_fsync'
AFTER process sync 13; sleep 4
EXPECT t:syscalls:sys_enter_fdatasync:int:args->fd
EXPECT_REGEX 	4 +args->fd = [0-9]+
EXPECT r::noop_fsync
EXPECT_REGEX 	13 +retval = 0
CHECK [ $(grep -c '^\[..:..:..\]$' $OUT) -eq 2 ]

NAME argdist, arguments and time kept from the entry
RUN probewire argdist -i 100 -C 'r::noop_fsync(void *f, loff_t a, loff_t b, int datasync):int,int:$entry(datasync),$retval:$latency > 0' -H 'r::noop_fsync():u64:$latency/1000000000#s'
AFTER process sync 13
EXPECT 	4          datasync = 1, $retval = 0
EXPECT 	9          datasync = 0, $retval = 0
EXPECT_REGEX  +[$]latency/1000000000 +: count +distribution
EXPECT_REGEX  +0 -> 1 +: 13 +\|\*+\|

NAME argdist, a library's function, with its text
RUN probewire argdist -i 100 -C 'p:/lab/workloads/process:do_sync(int n):int:n' -T 1
AFTER process sync 13
EXPECT 	1          n = 13

NAME argdist, latency where nothing returns
RUN probewire argdist -C 'p::noop_fsync():int:$latency'
EXPECT_ERR_REGEX .*\$entry and \$latency are of a function that returns, as r::function\(\)
RETURN_CODE 2

NAME trace, an error of the spec's own is all that is said
RUN probewire trace 'noop_fsync "%d", nothing_such'
EXPECT_ERR_REGEX .*ERROR: .*nothing_such.*
EXPECT_NONE WARNING
RETURN_CODE 1
