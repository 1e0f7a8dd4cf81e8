# The tools that show processes, against what the workload says it did.

NAME execsnoop
RUN probewire execsnoop
MARK PCOMM
AFTER process exec 7
EXPECT PCOMM            PID     PPID    RET ARGS
CHECK awk -v of=true -f $here/rows.awk $WORK $OUT

NAME execsnoop, failed calls
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

NAME opensnoop, the flags and the path in full
RUN probewire opensnoop -eFn process
MARK COMM
AFTER process relative 7
EXPECT PID    COMM               FD ERR    FLAGS PATH
CHECK [ $(wc -l < $WORK) -eq 7 ] && sed -n '1p;/process[.]/p;/null/p' $OUT > $OUT.own; awk -v of=process -f $here/rows.awk $WORK $OUT.own

NAME opensnoop, what is created
RUN probewire opensnoop -eFn process -f O_CREAT
MARK COMM
AFTER process relative 7 | grep -v null
CHECK [ $(wc -l < $WORK) -eq 5 ] && awk -v of=process -f $here/rows.awk $WORK $OUT

NAME opensnoop, a flag that is none
RUN probewire opensnoop -f O_NOTHING
RETURN_CODE 1
EXPECT_ERR_REGEX opensnoop:[0-9:-]+ ERROR: -f takes the name of a flag of open\(\), such as O_CREAT

NAME killsnoop, a signal by its name
RUN probewire killsnoop -s kill,HUP
MARK COMM
AFTER process kill 13 | tail -n 1
CHECK awk -v of=process -v skip=1 -f $here/rows.awk $WORK $OUT

NAME killsnoop, a signal that is none
RUN probewire killsnoop -s killer
RETURN_CODE 2
EXPECT_ERR ERROR: -s, --signal takes signals, by number or name, separated by commas, not 'killer'.

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

NAME sigsnoop, names
RUN probewire sigsnoop -n -s usr1
MARK TCOMM
AFTER process signal 7 | sed 's/ 10 / SIGUSR1 /'
CHECK awk -v of=process -v skip=1 -f $here/rows.awk $WORK $OUT

NAME exitsnoop, a label
RUN probewire exitsnoop --label here
MARK PCOMM
AFTER process exit 5 | sed 's/^/here /'
EXPECT_REGEX LABEL +PCOMM +PID +PPID +TID +AGE\(s\) +EXIT +CODE
CHECK awk -v of=process -f $here/rows.awk $WORK $OUT

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

NAME mountsnoop
RUN probewire mountsnoop
MARK COMM
AFTER process mount 7
EXPECT COMM             PID     TID     MNT_NS      CALL
CHECK [ $(wc -l < $WORK) -eq 14 ] && awk -v of=process -f $here/rows.awk $WORK $OUT
CHECK awk -v ns=$(readlink /proc/self/ns/mnt | tr -dc 0-9) 'NR > 1 && /process/ && $4 != ns { exit 1 }' $OUT

NAME capable
RUN probewire capable
MARK COMM
AFTER process cap 7
EXPECT TIME     UID    PID    COMM             CAP  NAME                 AUDIT
CHECK [ $(wc -l < $WORK) -eq 7 ] && awk -v of=process -v skip=1 -f $here/rows.awk $WORK $OUT

NAME capable, each once
RUN probewire capable --unique
MARK COMM
AFTER process cap 7 | awk '!seen[$0]++'
CHECK [ $(wc -l < $WORK) -eq 2 ] && awk -v of=process -v skip=1 -f $here/rows.awk $WORK $OUT

# Both kinds are asked for at one place each: a stack for each of them.
NAME capable, each stack once
RUN probewire capable --unique -K
MARK COMM
AFTER process cap 7 | awk '!seen[$0]++'
CHECK [ $(grep -c ' process ' $OUT) -eq 2 ] && [ $(grep -c cap_capable $OUT) -ge 2 ]

NAME threadsnoop
RUN probewire threadsnoop
MARK COMM
AFTER libcalls threads 7
EXPECT TIME(ms)   PID     COMM             FUNC
CHECK [ $(wc -l < $WORK) -eq 7 ] && awk -v of=libcalls -f $here/rows.awk $WORK $OUT

NAME gethostlatency
RUN probewire gethostlatency
MARK COMM
AFTER libcalls hosts 7
EXPECT TIME      PID     COMM                  LATms HOST
CHECK [ $(wc -l < $WORK) -eq 7 ] && awk -v of=libcalls -v skip=1 -f $here/rows.awk $WORK $OUT

NAME bashreadline
REQUIRES [ -x /bin/bash ]
RUN probewire bashreadline
MARK COMMAND
AFTER printf 'echo one\ntrue  two\n: three\n' | bash -i 2> /dev/null
EXPECT TIME      PID     COMMAND
EXPECT_REGEX [0-9:]{8}  [0-9]+ +echo one
EXPECT_REGEX [0-9:]{8}  [0-9]+ +true  two
EXPECT_REGEX [0-9:]{8}  [0-9]+ +: three

NAME whokilled
RUN probewire whokilled
MARK TCOMM
AFTER kills signals 11
EXPECT TIME     PID     COMM            SIG TPID    TCOMM           RESULT PARENTS
CHECK [ $(wc -l < $WORK) -eq 11 ] && awk -v of=kills -v skip=1 -f $here/rows.awk $WORK $OUT

NAME whokilled, one process
BEFORE sleep 60
RUN probewire whokilled -p {{PID}}
MARK TCOMM
AFTER kills signals 3 > /dev/null; kill $(pidof sleep); echo 15 sleep killed
CHECK [ $(wc -l < $OUT) -eq 2 ] && awk 'NR == 2 { print $4, $6, $7 }' $OUT | cmp - $WORK

NAME whokilled, one signal
RUN probewire whokilled -s 14,9
MARK TCOMM
AFTER kills signals 5 | grep -E ' (9|14) '
CHECK [ $(wc -l < $WORK) -eq 3 ] && awk -v of=kills -v skip=1 -f $here/rows.awk $WORK $OUT

NAME oomkill
SETUP dmesg -n 1; mkdir -p /tmp/cg; if grep -q 'memory' /proc/cgroups && mount -t cgroup -o memory none /tmp/cg; then mkdir /tmp/cg/small; echo 8M > /tmp/cg/small/memory.limit_in_bytes; else mount -t cgroup2 none /tmp/cg; echo +memory > /tmp/cg/cgroup.subtree_control; mkdir /tmp/cg/small; echo 8M > /tmp/cg/small/memory.max; fi
RUN probewire oomkill
MARK Tracing
AFTER kills oom 3 /tmp/cg/small | awk '{ printf "Triggered by PID %d (\"kills\"), OOM kill of PID %d (\"kills\"), * pages, loadavg: * * *\n", $1, $4 }'
CHECK [ $(wc -l < $WORK) -eq 3 ] && awk -v of=Triggered -v skip=1 -f $here/rows.awk $WORK $OUT
CLEANUP rmdir /tmp/cg/small; umount /tmp/cg; dmesg -n 5

NAME whokilled, out of memory
SETUP dmesg -n 1; mkdir -p /tmp/cg; if grep -q 'memory' /proc/cgroups && mount -t cgroup -o memory none /tmp/cg; then mkdir /tmp/cg/small; echo 8M > /tmp/cg/small/memory.limit_in_bytes; else mount -t cgroup2 none /tmp/cg; echo +memory > /tmp/cg/cgroup.subtree_control; mkdir /tmp/cg/small; echo 8M > /tmp/cg/small/memory.max; fi
RUN probewire whokilled
MARK TCOMM
AFTER kills oom 3 /tmp/cg/small
CHECK [ $(wc -l < $WORK) -eq 3 ] && awk -v of=kills -v skip=1 -f $here/rows.awk $WORK $OUT
CLEANUP rmdir /tmp/cg/small; umount /tmp/cg; dmesg -n 5
