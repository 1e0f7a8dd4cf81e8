# Software and hardware events.

NAME cpu-clock fires once in so many nanoseconds of each CPU
PROG software:cpu-clock:10000000 { @[cpu] = count(); @by[probe] = count(); } interval:s:1 { exit(); }
CHECK awk '/^@\[/ { n++; if ($2 < 40 || $2 > 110) bad = 1 } END { exit bad || n != 2 }' $OUT
EXPECT_REGEX @by\[software:cpu-clock:10000000\]: [0-9]+

NAME by its alias and the short name
PROG s:cpu:100000 { printf("%s %s\n", probe, probetype); exit(); }
EXPECT software:cpu:100000 software

NAME each page fault of a process
PROG software:faults:1 /comm == "dd"/ { @all = count(); } software:minor-faults:1 /comm == "dd"/ { @minor = count(); }
AFTER dd if=/dev/zero of=/dev/null bs=1M count=1 2> /dev/null
CHECK awk '/^@all:/ { all = $2 } /^@minor:/ { minor = $2 } END { exit !(all >= 256 && all < 600 && minor > 250 && minor <= all) }' $OUT

NAME one of sixteen
PROG software:page-faults:1 { @one = count(); } software:page-faults:16 { @few = count(); }
AFTER for i in 1 2 3 4 5 6 7; do dd if=/dev/zero of=/dev/null bs=1M count=1 2> /dev/null; done
CHECK awk '/^@one:/ { one = $2 } /^@few:/ { few = $2 } END { d = one - few * 16; exit !(one > 1792 && d > -16 && d < 200) }' $OUT

NAME each context switch
PROG software:cs:1 /comm == "usleep"/ { @switches = count(); } tracepoint:sched:sched_switch /comm == "usleep"/ { @seen = count(); }
AFTER for i in 1 2 3 4 5 6 7 8 9 10 11; do usleep 2000; done
CHECK awk '/^@switches:/ { a = $2 } /^@seen:/ { b = $2 } END { exit !(a >= 22 && a == b) }' $OUT

NAME the default counts
PROG software:faults: { @faults = count(); } software:faults:100 { @hundred = count(); }
AFTER for i in 1 2 3; do dd if=/dev/zero of=/dev/null bs=1M count=1 2> /dev/null; done
CHECK awk '/^@faults:/ { a = $2 } /^@hundred:/ { b = $2 } END { exit !(a >= 7 && a - b <= 1 && b - a <= 1) }' $OUT

NAME -p limits to a process
BEFORE sh -c 'while :; do :; done'
RUN probewire -p {{PID}} -e 'software:cpu-clock:1000000 { @[pid == {{PID}}] = count(); } interval:ms:500 { exit(); }'
EXPECT_REGEX @\[true\]: [0-9]+
ONLY

NAME one of so many of that process, whatever others do
RUN probewire -e 'software:faults:64 { @few = count(); } software:faults:1 { @all = count(); @[pid == cpid] = count(); }' -c 'dd if=/dev/zero of=/dev/null bs=4M count=1'
CHECK awk '/^@all:/ { all = $2 } /^@few:/ { few = $2 } END { d = all - few * 64; exit !(all > 1024 && d >= 0 && d < 64) }' $OUT
EXPECT_NONE @[false]

NAME blocks on one event run in the order of the script
PROG software:faults:1 { @n++; if (@n == 1) { printf("first"); } } software:faults:1 { if (@n == 1) { printf(" second\n"); @n++; exit(); } }
AFTER dd if=/dev/zero of=/dev/null bs=1M count=1 2> /dev/null
EXPECT_REGEX first second

NAME a machine without hardware counters
PROG hardware:cache-misses:10 { exit(); }
REQUIRES [ ! -e /sys/bus/event_source/devices/cpu/events/cache-misses ]
EXPECT_ERR_REGEX .*ERROR: .*hardware:cache-misses:10.*this machine has no hardware counter for cache-misses.*
RETURN_CODE 1

NAME hardware counters
PROG hardware:cache-misses:10 { printf("%s\n", probe); exit(); }
REQUIRES [ -e /sys/bus/event_source/devices/cpu/events/cache-misses ]
EXPECT hardware:cache-misses:10

NAME what is listed
RUN probewire -l 'software:*cpu*,h:cycles:' ; probewire -l '*ware:branch*'; probewire -l -e 's:cs, h:cycles:7 { }'
EXPECT software:cpu-clock:
EXPECT software:cpu-migrations:
EXPECT software:cpu:
EXPECT hardware:cycles:
EXPECT hardware:branch-instructions:
EXPECT hardware:branch-misses:
EXPECT hardware:branches:
EXPECT software:cs:
EXPECT hardware:cycles:
ONLY

NAME a CPU that comes is counted on
PROG software:cpu-clock:10000000 { @[cpu] = count(); } interval:s:3 { exit(); }
REQUIRES [ -w /sys/devices/system/cpu/cpu1/online ]
AFTER echo 0 > /sys/devices/system/cpu/cpu1/online; echo 1 > /sys/devices/system/cpu/cpu1/online; sleep 2
EXPECT_REGEX @\[1\]: [0-9]{2,}
CLEANUP echo 1 > /sys/devices/system/cpu/cpu1/online
