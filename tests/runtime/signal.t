# signal() and signal_thread(): what the process really gets.

NAME a signal by its name ends the process
BEFORE sh -c 'sleep 4; calls -k getpgid -n 1; echo not reached'
PROG kprobe:security_task_getpgid { signal("SIGTERM"); @ = count(); exit(); }
OPTS --unsafe
EXPECT @: 1
CHECK [ ! -s "$BEFORE_OUT" ] || ! grep -q calls "$BEFORE_OUT"

NAME the status of a process that was killed by a number
PROG kprobe:security_task_getpgid /comm == "calls"/ { signal(9); }
OPTS --unsafe
AFTER calls -k getpgid -n 1; echo "status $?"
CHECK grep -qx 'status 137' $WORK

NAME by a name without SIG, in tracepoints
PROG tracepoint:syscalls:sys_enter_getpgid /comm == "calls"/ { signal("KILL"); }
OPTS --unsafe
AFTER calls -k getpgid -n 1; echo "status $?"
CHECK grep -qx 'status 137' $WORK

NAME in a kretprobe, rawtracepoint and profile
PROG kretprobe:security_task_getpgid /comm == "calls"/ { signal(2); } rawtracepoint:sys_enter /comm == "usleep" && arg1 == 35/ { signal(15); } profile:hz:99 /comm == "yes"/ { signal(1); }
OPTS --unsafe
AFTER calls -k getpgid -n 1; echo "one $?"; yes > /dev/null; echo "two $?"
CHECK grep -qx 'one 130' $WORK && grep -qx 'two 129' $WORK

NAME to one thread of several
PROG kprobe:security_task_getpgid /comm == "calls"/ { signal_thread(SIGUSR1); }
OPTS --unsafe
AFTER calls -k getpgid -n 1; echo "status $?"
CHECK grep -qx 'status 138' $WORK

NAME a number that is none is counted
PROG kprobe:security_task_getpgid /comm == "calls"/ { $n = (uint64)arg0; signal($n); @ = count(); }
OPTS --unsafe
AFTER calls -k getpgid -n 3
EXPECT @: 3
EXPECT_ERR_REGEX .*WARNING: .*signals could not be sent.*

NAME a script that sends a signal for each signal sent comes to an end
PROG tracepoint:signal:signal_generate /comm == "events" && args.sig == 10/ { signal(10); @ = count(); }
OPTS --unsafe
AFTER events signal 10; echo done
CHECK grep -qx done $WORK

NAME without --unsafe
PROG kprobe:vfs_read { signal(9); }
EXPECT_ERR stdin:1:19-28: ERROR: signal() is unsafe. To use you need the --unsafe flag
RETURN_CODE 1
