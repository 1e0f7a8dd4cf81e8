# The tools that show processes, against what the workload says it did.

NAME execsnoop
REQUIRES [ -d /sys/kernel/debug/tracing/events/syscalls/sys_enter_execve ]
RUN probewire execsnoop
MARK PCOMM
AFTER process exec 7
EXPECT PCOMM            PID     PPID    RET ARGS
CHECK awk -v of=true -f $here/rows.awk $WORK $OUT

NAME execsnoop, failed calls
REQUIRES [ -d /sys/kernel/debug/tracing/events/syscalls/sys_enter_execve ]
RUN probewire execsnoop -x
MARK PCOMM
AFTER sh -c 'exec /nothing/here' 2> /dev/null; sh -c 'exec /nothing/there' 2> /dev/null; true
EXPECT_REGEX sh +[0-9]+ +[0-9]+ +-2 /nothing/here
EXPECT_REGEX sh +[0-9]+ +[0-9]+ +-2 /nothing/there

NAME opensnoop
RUN probewire opensnoop -n process
MARK COMM
AFTER process open 11 
EXPECT PID    COMM               FD ERR PATH
CHECK grep -v /lib $OUT | grep -v /etc/ld > $OUT.own; awk -v of=process -f $here/rows.awk $WORK $OUT.own

NAME opensnoop, what failed
RUN probewire opensnoop -xn process
MARK COMM
AFTER process open 11 | grep nothing
CHECK [ $(wc -l < $WORK) -eq 3 ]
CHECK grep -v /lib $OUT | grep -v /etc/ld > $OUT.own; awk -v of=process -f $here/rows.awk $WORK $OUT.own

NAME killsnoop
RUN probewire killsnoop
MARK COMM
AFTER process kill 13
EXPECT TIME      PID    COMM             SIG  TPID   RESULT
CHECK awk -v of=process -v skip=1 -f $here/rows.awk $WORK $OUT

NAME killsnoop, what failed
RUN probewire killsnoop -x
MARK COMM
AFTER process kill 13 | grep -- -3
CHECK [ $(wc -l < $WORK) -eq 4 ]
CHECK awk -v of=process -v skip=1 -f $here/rows.awk $WORK $OUT

NAME killsnoop, one signal
RUN probewire killsnoop -s 9
MARK COMM
AFTER process kill 13 | tail -n 1
CHECK awk -v of=process -v skip=1 -f $here/rows.awk $WORK $OUT

NAME exitsnoop
RUN probewire exitsnoop
MARK PCOMM
AFTER process exit 5
EXPECT_REGEX PCOMM +PID +PPID +TID +AGE\(s\) +EXIT +CODE
CHECK awk -v of=process -f $here/rows.awk $WORK $OUT

NAME sigsnoop
RUN probewire sigsnoop -s 10
MARK TCOMM
AFTER process signal 7
CHECK awk -v of=process -v skip=1 -f $here/rows.awk $WORK $OUT

NAME a number of rows
RUN probewire killsnoop --count 5
MARK COMM
AFTER process kill 13 | head -n 5
CHECK awk -v of=process -v skip=1 -f $here/rows.awk $WORK $OUT

NAME rows as JSON
RUN probewire killsnoop -f json --count 3
MARK {
AFTER process kill 3
CHECK [ "$(grep -c '"sig": 18' $OUT)" -eq 3 ]

NAME a duration
RUN probewire opensnoop --duration 1
EXPECT PID    COMM               FD ERR PATH

NAME a duration that is none
RUN probewire opensnoop -d none
RETURN_CODE 2
EXPECT_ERR ERROR: -d, --duration takes a number, not 'none'.

NAME a parameter that it does not take
RUN probewire killsnoop 3
RETURN_CODE 2
EXPECT_ERR ERROR: killsnoop takes no parameter '3'
