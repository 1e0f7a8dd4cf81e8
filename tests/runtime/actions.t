# What the command does when a record arrives, besides printing values.

NAME errorf
PROG begin { errorf("Something bad with args: %d, %s", 10, "arg2"); exit(); }
EXPECT_ERR stdin:1:9-62: ERROR: Something bad with args: 10, arg2

NAME warnf
PROG begin { warnf("Something kinda bad with args: %d, %s", 10, "arg2"); exit(); }
EXPECT_ERR stdin:1:9-67: WARNING: Something kinda bad with args: 10, arg2

NAME cat
PROG interval:ms:1 { cat("/proc/loadavg"); exit(); }
EXPECT_REGEX ^[0-9]+\.[0-9]+ .*$

NAME system
RUN probewire --unsafe -e 'interval:ms:10 { system("echo %d %d", 1, 2); exit(); }'
EXPECT 1 2

NAME system in safe mode
PROG begin { system("ls"); }
EXPECT_ERR_REGEX .*ERROR: system\(\) is an unsafe function being used in safe mode.*
RETURN_CODE 1

NAME join
REQUIRES [ -d /sys/kernel/debug/tracing/events/syscalls/sys_enter_execve ]
RUN probewire --unsafe -e 'interval:ms:10 { system("/bin/echo 1 2 3"); } tracepoint:syscalls:sys_enter_execve /comm == "sh"/ { join(args.argv, ","); exit(); }'
EXPECT /bin/echo,1,2,3

NAME debugf
RUN t=/sys/kernel/debug/tracing; echo > $t/trace; probewire --no-warnings -e 'begin { debugf("it is %s %d %x", "a", 1, 16); exit(); }'; grep -o 'bpf_trace_printk: it is .*' $t/trace
EXPECT bpf_trace_printk: it is a 1 10

NAME cat of a file that is not there
PROG begin { cat("/does/not/exist"); exit(); }
EXPECT_ERR ERROR: failed to open file '/does/not/exist' (No such file or directory)

NAME what begin prints comes before end
PROG begin { print(@); } end { @ = 1 }
EXPECT @: 0
EXPECT @: 1

NAME errno.h is not needed
OPTS --include errno.h
PROG begin { print(strerror(EPERM)); exit(); }
EXPECT Operation not permitted
