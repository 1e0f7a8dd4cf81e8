# Many kprobes of one session are attached together.

NAME a wildcard's counts are exact
PROG kprobe:security_* /comm == "calls"/ { @[func] = count(); }
AFTER calls -t 2 -p 100003
EXPECT @[security_task_getpgid]: 100003
EXPECT_NONE WARNING

NAME arguments
PROG kprobe:security_[a-h]* /comm == "calls" && arg1 == 1 && arg2 == 4242/ { @[func, arg1, arg2] = count(); }
AFTER calls -k fcntl 1009
EXPECT @[security_file_fcntl, 1, 4242]: 1009

NAME several probes on one function, in their order
PROG kprobe:security_task_getpgid { @a++; @order = @order * 10 + 1; } kprobe:security_* { @b++; } kprobe:security_task_getpgid /@order < 100/ { @order = @order * 10 + 2; @c++; }
AFTER calls 2
EXPECT @a: 2
EXPECT @c: 1
EXPECT @order: 121

NAME with the probes of other kinds
PROG kprobe:security_task_* { @entry[func]++; } kretprobe:security_task_getpgid { @return++; } kprobe:security_f* { @file[func]++; } kprobe:security_file_fcntl { @once++; }
AFTER calls 503; calls -k fcntl 307
EXPECT @entry[security_task_getpgid]: 503
EXPECT_REGEX @file\[security_file_fcntl\]: [0-9]+
EXPECT_REGEX @once: [0-9]+
EXPECT @return: 503

NAME hits of each are accounted for
OPTS -f json
PROG kprobe:security_* /comm == "calls"/ { @[func] = count(); }
AFTER calls 4001
CHECK json get map data @ security_task_getpgid < $OUT | grep -qx 4001
CHECK json get counters data probes < $OUT | tr '{' '\n' | grep security_task_getpgid | grep -qE '"(hits|ran)": 4001'

NAME kill -9 leaves none of hundreds
RUN sh $here/kill9wide 'security_*'
EXPECT_REGEX [1-9][0-9]+ were attached, 0 are left
EXPECT reloaded
