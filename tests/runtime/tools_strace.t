# strace, against what the workload says that it did.

NAME strace, calls of a process that is started
RUN probewire strace -c 'process open 11' -e open,openat
CHECK [ $(grep -cE '^[0-9]+ +process +open(at)?\((AT_FDCWD, )?"/dev/null", O_RDONLY(\|O_LARGEFILE)?\) = [0-9]+$' $OUT) -eq 8 ]
CHECK for i in 3 6 9; do grep -qE "^[0-9]+ +process +open(at)?\((AT_FDCWD, )?\"/nothing/$i\", O_RDONLY(\|O_LARGEFILE)?\) = -2 \(ENOENT\)$" $OUT || exit 1; done
CHECK [ $(grep -c '"/nothing/' $OUT) -eq 3 ]

NAME strace, what failed, with the time
RUN probewire strace -xT -n process -e open,openat
MARK PID
AFTER process open 11 | grep nothing
EXPECT PID    COMM            CALL(ARGS) = RESULT <TIME>
CHECK [ $(grep -cE '^[0-9]+ +process +open.*"/nothing/(3|6|9)".* = -2 \(ENOENT\) <0\.[0-9]{6}>$' $OUT) -eq 3 ]
CHECK ! grep -q /dev/null $OUT

NAME strace, a class
RUN probewire strace -n process -e %signal
MARK PID
AFTER process kill 13
CHECK ! grep -qE 'process +(open|read|write|mmap)' $OUT
# Each third goes to nobody; the last one is SIGKILL.
CHECK [ $(grep -cE '^[0-9]+ +process +kill\([0-9]+, SIG[A-Z]+\) = 0$' $OUT) -ge 9 ] && [ $(grep -cE 'process +kill\(4194303, SIG[A-Z]+\) = -3 \(ESRCH\)$' $OUT) -eq 4 ]

NAME strace, addresses
RUN probewire strace -n client -e connect
MARK PID
AFTER tcp client | awk '/^connect/ { print $6 }'
CHECK [ $(wc -l < $WORK) -ge 1 ] && for port in $(cat $WORK); do grep -qE "client +connect\([0-9]+, \{sa_family=AF_INET, sin_port=htons\($port\), sin_addr=inet_addr\(\"127.0.0.1\"\)\}, 16\) = (0|-115 \(EINPROGRESS\))$" $OUT || exit 1; done

NAME strace, data that is written and read
RUN probewire strace -e read,write -s 12 -Fc 'sh -c "echo 0123456789abcdef > /tmp/traced; read line < /tmp/traced; echo $line > /dev/null"'
CHECK grep -qE 'write\(1, "0123456789ab"\.\.\., 17\) = 17$' $OUT
CHECK [ $(grep -cE 'read\([0-9]+, "0", 1\) = 1$' $OUT) -ge 1 ] || grep -qE 'read\([0-9]+, "0123456789ab"\.\.\., [0-9]+\) = 17$' $OUT

NAME strace, calls that end or replace their process
RUN probewire strace -c 'process exit 0' -e execve,exit_group
CHECK grep -qE '^[0-9]+ +process +exit_group\([0-9]+\) = \?$' $OUT

NAME strace, children too
RUN probewire strace -Fc 'sh -c "(exec /bin/true one); (exec /bin/true two); exit 0"' -e execve
CHECK [ $(grep -cE 'execve\("/bin/true", 0x[0-9a-f]+, 0x[0-9a-f]+\) = 0$' $OUT) -eq 2 ]

NAME strace, rows as JSON
RUN probewire strace -f json -e openat,open -c 'process open 3'
CHECK grep -qE '"comm": "process", "call": "open(at)?", "args": "(AT_FDCWD, )?\\"/nothing/3\\", O_RDONLY(\|O_LARGEFILE)?", "result": "-2 \(ENOENT\)", "ret": -2, "time": 0\.[0-9]+' $OUT

NAME strace, a call that is not there
RUN probewire strace -e open,opan
RETURN_CODE 2
EXPECT_ERR_REGEX ERROR: -e, --trace takes names of system calls.*not 'open,opan'\.

NAME argstr() and retstr() of system calls in a script
PROG tracepoint:raw_syscalls:sys_enter /comm == "calls" && syscall_in(args.id, "read")/ { @call[tid] = args.args; } tracepoint:raw_syscalls:sys_exit /has_key(@call, tid)/ { @[syscall_name(args.id), retstr()] = count(); @text = argstr(@call[tid]); delete(@call, tid); }
AFTER calls -k badread 19
EXPECT @[read, -14 (EFAULT)]: 19
EXPECT_REGEX @text: [0-9]+, 0x8, 1
