# The tools that show the CPUs, against what the workload says it did, and what
# the kernel counted of it.

NAME runqlat
BEFORE sched sleep 23 10
RUN probewire runqlat -p {{PID}}
MARK Hit
AFTER sched go $(head -n 1 $BEFORE_OUT)
EXPECT Tracing run queue latency... Hit Ctrl-C to end.
EXPECT      usecs               : count     distribution
CHECK n=$(awk '{ print $2 }' $WORK); [ $n -ge 24 ] && [ "$(awk -f $here/hist.awk $OUT | awk '{ n += $3 } END { print n }')" = $n ]

NAME runqlat, each process
BEFORE sched sleep 13 10
RUN probewire runqlat -P
MARK Hit
AFTER sched go $(head -n 1 $BEFORE_OUT)
CHECK n=$(awk '{ print $2 }' $WORK); [ $n -ge 14 ] && [ "$(awk -f $here/hist.awk $OUT | awk -v of=$(head -n 1 $BEFORE_OUT) '$1 == of { n += $3 } END { print n }')" = $n ]

NAME runqlat, each namespace of process ids
BEFORE sched sleep 13 10
RUN probewire runqlat --pidnss -p {{PID}}
MARK Hit
AFTER sched go $(head -n 1 $BEFORE_OUT)
CHECK grep -q "^pidns = $(readlink /proc/self/ns/pid | tr -dc 0-9)\$" $OUT && [ $(grep -c '^pidns' $OUT) -eq 1 ]

NAME runqlat, each thread, in milliseconds, in intervals
BEFORE sched sleep 17 10
RUN probewire runqlat -mLT -p {{PID}} 1 4
MARK Hit
AFTER sched go $(head -n 1 $BEFORE_OUT); sleep 5
CHECK [ $(grep -cE '^[0-9:]{8}$' $OUT) -eq 4 ] && grep -q '     msecs               : count     distribution' $OUT
CHECK n=$(awk '{ print $2 }' $WORK); [ $n -ge 18 ] && [ "$(awk -f $here/hist.awk $OUT | awk -v of=$(head -n 1 $BEFORE_OUT) '$1 == of { n += $3 } END { print n }')" = $n ]

NAME cpudist
BEFORE sched sleep 19 10
RUN probewire cpudist -p {{PID}}
MARK Hit
AFTER sched go $(head -n 1 $BEFORE_OUT)
EXPECT Tracing on-CPU time... Hit Ctrl-C to end.
EXPECT      usecs               : count     distribution
CHECK n=$(awk '{ print $2 }' $WORK); [ $n -ge 20 ] && [ "$(awk -f $here/hist.awk $OUT | awk '{ n += $3 } END { print n }')" = $n ]

NAME cpudist, with the average
BEFORE sched sleep 19 10
RUN probewire cpudist -e -p {{PID}}
MARK Hit
AFTER sched go $(head -n 1 $BEFORE_OUT)
CHECK n=$(awk '{ print $2 }' $WORK); grep -qE "^avg = [0-9]+ usecs, total: [0-9]+ usecs, count: $n\$" $OUT

NAME cpudist, idle tasks
RUN probewire cpudist -IL
MARK Hit
AFTER sleep 1
EXPECT tid = 0

# Its first time off began before this did.
NAME cpudist, off the CPU
BEFORE sched sleep 11 40
RUN probewire cpudist -OPp {{PID}}
MARK Hit
AFTER sched go $(head -n 1 $BEFORE_OUT)
EXPECT Tracing off-CPU time... Hit Ctrl-C to end.
CHECK n=$(awk '{ print $2 - 1 }' $WORK); [ $n -ge 11 ] && [ "$(awk -f $here/hist.awk $OUT | awk -v of=$(head -n 1 $BEFORE_OUT) '$1 == of { n += $3 } END { print n }')" = $n ]
# 40 ms are in the row from 32768 us on, or above.
CHECK [ "$(awk -f $here/hist.awk $OUT | awk '$2 >= 32768 { n += $3 } END { print n }')" = 11 ]

# Five on one CPU: four wait.
NAME runqlen
RUN probewire runqlen -C
MARK Hit
AFTER for i in 1 2 3 4 5; do taskset 1 spin burn 2000 & done; wait
EXPECT Sampling run queue length... Hit Ctrl-C to end.
EXPECT cpu = 0
EXPECT      runqlen       : count     distribution
CHECK awk -f $here/hist.awk $OUT | awk '$1 == 0 && $2 > 0 { all += $3; if ($2 >= 4) n += $3 } END { print n, all; exit !(n > all / 2) }'

NAME runqlen, how often somebody waits
RUN probewire runqlen -OCT 2 1
MARK Hit
AFTER for i in 1 2 3; do taskset 2 spin burn 3500 & done; wait
EXPECT_REGEX [0-9:]{8}
EXPECT_REGEX runqocc, CPU 0 +[0-9]+\.[0-9]{2}%
EXPECT_REGEX runqocc, CPU 1 +([5-9][0-9]|100)\.[0-9]{2}%

NAME offcputime
BEFORE sched sleep 11 50
RUN probewire offcputime -p {{PID}}
MARK Hit
AFTER sched go $(head -n 1 $BEFORE_OUT) > /dev/null; cat $BEFORE_OUT
EXPECT Tracing off-CPU time (us)... Hit Ctrl-C to end.
EXPECT     schedule
EXPECT     do_nanosleep
EXPECT     nap
EXPECT     nap_all
EXPECT     main
EXPECT_REGEX     -                sched \([0-9]+\)
CHECK awk 'NR == FNR { if ($1 == "slept") slept = $2; next } /do_nanosleep/ { of = 1 } /^        [0-9]/ { if (of) us += $1; of = 0 } END { print us, slept; exit !(us >= 275000 && us <= slept) }' $WORK $OUT

NAME offcputime, one stack of both
BEFORE sched sleep 5 50
RUN probewire offcputime -K -m 20000 -t {{PID}} --state 1
MARK Hit
AFTER sched go $(head -n 1 $BEFORE_OUT) > /dev/null
EXPECT     do_nanosleep
EXPECT_NONE nap_all
CHECK [ "$(grep -c 'sched (' $OUT)" -eq 1 ]

NAME offcputime, the other one
BEFORE sched sleep 5 50
RUN probewire offcputime -U -p {{PID}}
MARK Hit
AFTER sched go $(head -n 1 $BEFORE_OUT) > /dev/null
EXPECT     nap
EXPECT     nap_all
EXPECT_NONE do_nanosleep

NAME offcputime, what is short
BEFORE sched sleep 3 700
RUN probewire offcputime -M 50000 -p {{PID}}
MARK Hit
AFTER sched go $(head -n 1 $BEFORE_OUT) > /dev/null
EXPECT_NONE do_nanosleep

NAME offcputime, what no signal wakes
BEFORE sched sleep 5 50
RUN probewire offcputime --state 2 -p {{PID}}
MARK Hit
AFTER sched go $(head -n 1 $BEFORE_OUT) > /dev/null
EXPECT_NONE do_nanosleep

NAME offcputime, folded
BEFORE sched sleep 7 50
RUN probewire -f folded offcputime -p {{PID}}
MARK Attached
AFTER sched go $(head -n 1 $BEFORE_OUT) > /dev/null
EXPECT_REGEX sched;[0-9]+;.*main;do_sleep;nap_all;nap;.*;do_nanosleep;schedule;__schedule(;__traceiter_sched_switch)? [0-9]+

NAME offcputime, user threads and the kernel's at once
RUN probewire offcputime -uk
RETURN_CODE 2
EXPECT_ERR ERROR: -u and -k exclude each other: give one of them.

NAME wakeuptime
RUN probewire wakeuptime -u
MARK Hit
AFTER sched wake 13 30
EXPECT Tracing blocked time (us)... Hit Ctrl-C to end.
EXPECT     target:          sleeper
EXPECT_REGEX     (anon_)?pipe_write
EXPECT     waker:           waker
CHECK awk 'NR == FNR { waited = $2; next } /target:/ { of = $2 == "sleeper" } /waker:/ { by = $2 == "waker" } /^        [0-9]/ { if (of && by) us += $1; of = by = 0 } END { print us, waited; exit !(us >= 195000 && us <= waited) }' $WORK $OUT

NAME profile
RUN probewire profile -F 99
MARK Sampling
AFTER spin burn 2000
EXPECT Sampling at 99 Hertz of all threads by user + kernel stack... Hit Ctrl-C to end.
EXPECT     burn
EXPECT     inner
EXPECT     outer
EXPECT     main
EXPECT_REGEX     -                spin \([0-9]+\)
CHECK awk '/- +spin \(/ { of = 1 } /^        [0-9]/ { if (of) n += $1; of = 0 } END { print n; exit !(n >= 50 && n <= 250) }' $OUT

NAME profile, by the time that a CPU is busy
RUN probewire profile -U -c 10000000
MARK Sampling
AFTER spin burn 2000
EXPECT Sampling at every 10000000 ns of all threads by user stack... Hit Ctrl-C to end.
EXPECT     burn
CHECK awk '/- +spin \(/ { of = 1 } /^        [0-9]/ { if (of) n += $1; of = 0 } END { print n; exit !(n >= 50 && n <= 250) }' $OUT

NAME profile, one CPU
RUN probewire profile -C 1 2
MARK Sampling
AFTER taskset 1 spin burn 2500
CHECK ! grep -q 'spin (' $OUT

NAME profile, of the kernel, one process
BEFORE spin kernel 4000
RUN probewire profile -Kp {{PID}} 2
MARK Sampling
AFTER sleep 3
EXPECT_REGEX Sampling at 49 Hertz of PID [0-9]+ by kernel stack for 2 secs\.
EXPECT     vfs_read
EXPECT_REGEX     -                spin \([0-9]+\)
EXPECT_NONE read_zeros
CHECK [ -z "$(grep ' (' $OUT | grep -v ' spin (')" ]

# 0xd2 makes the controller of the keyboard say that a key was hit.
NAME hardirqs
REQUIRES grep -q i8042 /proc/interrupts
RUN probewire hardirqs -C
MARK Hit
AFTER sched keys 13
EXPECT Tracing hard irq events... Hit Ctrl-C to end.
EXPECT HARDIRQ                    TOTAL_count
CHECK n=$(awk '{ print $2 }' $WORK); [ $n -ge 13 ] && grep -qE "^i8042 +$n\$" $OUT

NAME hardirqs, as histograms
REQUIRES grep -q i8042 /proc/interrupts
RUN probewire hardirqs -dN
MARK Hit
AFTER sched keys 11
EXPECT hardirq = i8042
EXPECT      nsecs               : count     distribution
EXPECT_NONE TOTAL
CHECK n=$(awk '{ print $2 }' $WORK); [ $n -ge 11 ] && [ "$(awk -f $here/hist.awk $OUT | awk '$1 == "i8042" { n += $3 } END { print n }')" = $n ]

NAME hardirqs, how long
REQUIRES grep -q i8042 /proc/interrupts
RUN probewire hardirqs -T 2 1
MARK Hit
AFTER sched keys 7; sleep 3
EXPECT_REGEX [0-9:]{8}
EXPECT HARDIRQ                    TOTAL_usecs
EXPECT_REGEX i8042 +[0-9]+

# The kernel's own counts are what the tool has to have.
NAME softirqs
RUN probewire softirqs -C
MARK Hit
AFTER cat /proc/softirqs; ping -c 7 -i 0.1 127.0.0.1 > /dev/null; cat /proc/softirqs
EXPECT Tracing soft irq events... Hit Ctrl-C to end.
EXPECT SOFTIRQ          TOTAL_count
CHECK n=$(awk 'BEGIN { k = 0 } $1 == "NET_RX:" { for (i = 2; i <= NF; i++) n[k] += $i; k++ } END { print n[1] - n[0] }' $WORK); [ $n -ge 7 ] && grep -qE "^net_rx +$n\$" $OUT

NAME softirqs, of disks
SETUP [ -b /dev/nullb0 ] || modprobe null_blk
RUN probewire softirqs -d
MARK Hit
AFTER cat /proc/softirqs; block write nullb0 17 > /dev/null; cat /proc/softirqs
EXPECT_NONE TOTAL
CHECK n=$(awk 'BEGIN { k = 0 } $1 == "BLOCK:" { for (i = 2; i <= NF; i++) n[k] += $i; k++ } END { print n[1] - n[0] }' $WORK); [ "$(awk -f $here/hist.awk $OUT | awk '$1 == "block" { n += $3 } END { print n + 0 }')" = $n ]

NAME softirqs, how long
RUN probewire softirqs -NT 1 2
MARK Hit
AFTER sleep 3
CHECK [ $(grep -cE '^[0-9:]{8}$' $OUT) -eq 2 ] && grep -qE '^timer +[0-9]+$' $OUT && grep -q '^SOFTIRQ          TOTAL_nsecs$' $OUT

NAME llcstat, without counters
REQUIRES ! probewire -e 'hardware:cache-references:100 { @n++; } interval:ms:10 { exit(); }'
RUN probewire llcstat 1
RETURN_CODE 1
EXPECT_ERR ERROR: Unable to attach probe: hardware:cache-references:100: this machine has no hardware counter for cache-references
