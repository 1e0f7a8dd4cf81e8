# Not one hit may be missing.

NAME 1,000,003 calls from threads on two CPUs
PROG kprobe:security_task_getpgid { @ = count(); }
AFTER calls -t 4 -p 1000003
EXPECT @: 1000003
TIMEOUT 300

NAME the same by key, entry and return
OPTS -f json
PROG kprobe:security_task_getpgid { @in[comm] = count(); } kretprobe:security_task_getpgid { @out[comm] = count(); }
AFTER calls -t 2 -p 200003
CHECK [ "$(json get map data @in calls < $OUT)" -eq 200003 ]
CHECK awk -v out="$(json get map data @out calls < $OUT)" -v missed="$(json get counters data probes 1 missed < $OUT)" 'BEGIN { exit out + missed != 200003 }'
TIMEOUT 300

NAME counters add up
OPTS -f json
PROG kprobe:security_task_getpgid { @ = count(); }
AFTER calls -t 4 -p 100003
EXPECT_JSON {"type": "map", "data": {"@": 100003}}
CHECK [ "$(json get counters data probes 0 hits < $OUT)" -eq 100003 ]
CHECK [ "$(json get counters data probes 0 ran < $OUT)" -eq 100003 ]
TIMEOUT 300

NAME increments from two CPUs
PROG kprobe:security_task_getpgid { @++; @k[comm] += 2; }
AFTER calls -t 2 -p 200003
EXPECT @: 200003
EXPECT @k[calls]: 400006
TIMEOUT 300

NAME every line of a stream arrives
PROG kprobe:security_task_getpgid { printf("%d %s\n", tid, comm); }
AFTER calls -t 2 -p 20011
CHECK [ "$(grep -c ' calls$' $OUT)" -eq 20011 ]
TIMEOUT 120

NAME a stopped reader loses an exact number of records
OPTS -f json
PROG kprobe:security_task_getpgid { printf("%d %s %s\n", tid, comm, "a string that fills the rings sooner than later"); }
AFTER kill -STOP $PID; calls -t 2 -p 400009; kill -CONT $PID; sleep 1
CHECK c="json get counters data"; e=$($c session emitted < $OUT); r=$($c session received < $OUT); l=$(json get counters data session lost < $OUT | tr -c '0-9\n' ' ' | awk '{ for (i = 1; i <= NF; i++) s += $i } END { print s }'); echo "emitted $e received $r lost $l"; [ "$e" -eq 400009 ] && [ "$r" -lt "$e" ] && [ "$((r + l))" -eq "$e" ]
CHECK r=$(json get counters data session received < $OUT); n=$(grep -c '"type": "printf"' $OUT); echo "received $r printed $n"; [ "$r" -eq "$n" ]
TIMEOUT 300

NAME records of one thread stay in order
PROG kprobe:security_file_fcntl /comm == "calls"/ { @n++; printf("%d\n", @n); }
AFTER calls -k fcntl 10007
CHECK grep -v '[^0-9]' $OUT | grep . | awk '$1 != NR { print "line " NR ": " $1; exit 1 } END { if (NR != 10007) { print NR " lines"; exit 1 } }'
