# functrace, against calls that the workload counts.

NAME functrace, one function
RUN probewire functrace -n calls vfs_read
AFTER calls -k read 7
EXPECT_NONE WARNING
CHECK [ $(grep -cE '^ +0 calls\([0-9]+\): -> vfs_read\(file=0x[0-9a-f]+, buf=0x[0-9a-f]+, count=1, pos=0x[0-9a-f]+\)$' $OUT) -eq 7 ]
CHECK [ $(grep -cE '^ +[0-9]+ calls\([0-9]+\): <- vfs_read = 1 \([0-9]+\.[0-9]{3} us\)$' $OUT) -eq 7 ]
# What the program's start reads is there, too.
CHECK awk -f $here/nested.awk $OUT

NAME functrace, errors by name
RUN probewire functrace -n calls vfs_read
AFTER calls -k badread 5
CHECK [ $(grep -cE ': <- vfs_read = -14 \(EFAULT\) \(' $OUT) -eq 5 ]

NAME functrace, hundreds of functions and calls inside of calls
RUN probewire functrace 'tcp_*'
AFTER tcp traffic 3 | grep -c ^connect
TIMEOUT 90
CHECK awk -f $here/nested.awk $OUT > $OUT.n && read calls deep < $OUT.n && [ $calls -gt 300 ] && [ $deep -gt 3 ]
CHECK [ $(grep -c ': -> tcp_v4_connect(sk=0x[0-9a-f]*, uaddr=0x[0-9a-f]*, addr_len=16)$' $OUT) -eq $(cat $WORK) ]
CHECK [ $(grep -c ':  -> tcp_connect(sk=' $OUT) -eq $(cat $WORK) ]
CHECK [ $(grep -c ':  <- tcp_connect = 0 (' $OUT) -eq $(cat $WORK) ]
CHECK [ $(grep -c ': <- tcp_v4_connect = 0 (' $OUT) -eq $(cat $WORK) ]

NAME functrace, threads on several CPUs
RUN probewire functrace -n calls 'security_*'
AFTER calls -t 4 -p 2003
TIMEOUT 90
CHECK awk -f $here/nested.awk $OUT
CHECK [ $(grep -c -- '-> security_task_getpgid(' $OUT) -eq 2003 ]
CHECK [ $(grep -c -- '<- security_task_getpgid = 0 (' $OUT) -eq 2003 ]

NAME functrace, inside of a function only
RUN probewire functrace -t tcp_connect 'tcp_*'
AFTER tcp traffic 1 | grep -c ^connect
TIMEOUT 90
CHECK awk -f $here/nested.awk $OUT
CHECK [ $(grep -c ': -> tcp_connect(' $OUT) -eq $(cat $WORK) ]
CHECK [ $(grep -c -- '-> tcp_v4_connect(' $OUT) -eq 0 ] && [ $(grep -cE ':  +-> tcp_transmit_skb|:  +-> __tcp_transmit_skb|:  +-> tcp_' $OUT) -gt 0 ]

NAME functrace, not too deep
RUN probewire functrace -d 2 'tcp_*'
AFTER tcp traffic 1 | grep -c ^connect
TIMEOUT 90
CHECK awk -f $here/nested.awk $OUT > $OUT.n && read calls deep < $OUT.n && [ $deep -eq 2 ]
CHECK [ $(grep -c ':  -> tcp_connect(' $OUT) -eq $(cat $WORK) ]

NAME functrace, a function that never returns
RUN probewire functrace -n process do_exit
AFTER process exit 5
# The children, and the process itself.
CHECK [ $(grep -cE '^ +0 process\([0-9]+\): -> do_exit\((error_)?code=' $OUT) -eq 6 ] && ! grep -q -- '<-' $OUT

NAME functrace, rows as JSON
RUN probewire functrace -f json -n calls --count 2 security_task_getpgid
AFTER calls 1
CHECK grep -qE '"comm": "calls", "tid": [0-9]+, "depth": 0, "event": "->", "func": "security_task_getpgid", "args": "p=0x[0-9a-f]+", "ret": "", "ns": 0' $OUT
CHECK grep -qE '"event": "<-", "func": "security_task_getpgid", "args": "", "ret": "0", "ns": [1-9]' $OUT

NAME functrace, no functions
RUN probewire functrace
RETURN_CODE 2
EXPECT_ERR_REGEX ERROR: .*pattern.*

NAME functrace, a function that is not there
RUN probewire functrace no_such_function
RETURN_CODE 1
EXPECT_ERR_REGEX .*no_such_function.*

NAME the end of hundreds of functions, exactly
PROG kretprobe:security_* /comm == "calls"/ { @[func] = count(); }
AFTER calls -t 2 -p 100003
EXPECT @[security_task_getpgid]: 100003
EXPECT_NONE WARNING

NAME what is called and returned of hundreds of functions, both
PROG fexit:security_[a-h]* /comm == "calls" && arg2 == 4242/ { @[func, arg1, (int64)retval] = count(); }
AFTER calls -k fcntl 1009
EXPECT @[security_file_fcntl, 1, 0]: 1009
EXPECT_NONE did not run
