# The command's own options.

NAME version
RUN probewire --version
EXPECT_REGEX probewire v?[0-9]+\.[0-9]+.*

NAME help
RUN probewire --help
EXPECT_REGEX .*USAGE.*

NAME a script file
RUN printf '#!/usr/bin/env probewire\nbegin { printf("from a file\\n"); exit(); }\n' > /tmp/s.bt; probewire /tmp/s.bt
EXPECT from a file

NAME a script on the standard input
RUN echo 'begin { printf("from a pipe\n"); exit(); }' | probewire -
EXPECT from a pipe

NAME -c runs a command and ends with it
RUN probewire -e 'kprobe:security_task_getpgid { @ = count(); }' -c 'calls 47'
EXPECT @: 47

NAME -c misses nothing of the command
RUN probewire -e 'tracepoint:sched:sched_process_exec /comm == "as"/ { printf("exec\n"); }' -c 'as 0 0 true'
EXPECT exec

NAME -p takes only that process
PROG kprobe:security_task_getpgid { @[pid] = count(); }
OPTS -p {{PID}}
BEFORE sh -c 'usleep 2500000; exec calls 53'
AFTER calls 59; sleep 4
EXPECT_REGEX @\[[0-9]+\]: 53
EXPECT_NONE : 59

NAME -o writes to a file
RUN probewire -o /tmp/o.txt -e 'begin { printf("to a file\n"); exit(); }'; cat /tmp/o.txt | sed 's/^/file: /'
EXPECT file: to a file

NAME -q says nothing but what the script prints
RUN probewire -q -e 'begin { printf("only\n"); exit(); }'
EXPECT only
EXPECT_NONE Attached

NAME -l lists functions
RUN probewire -l 'kprobe:security_task_getpg*'
EXPECT kprobe:security_task_getpgid
ONLY

NAME -l lists tracepoints
RUN probewire -l 'tracepoint:task:task_ren*'
EXPECT tracepoint:task:task_rename
ONLY

NAME -lv lists fields
RUN probewire -lv 'tracepoint:task:task_rename'
EXPECT tracepoint:task:task_rename
EXPECT_REGEX     pid_t pid;?
EXPECT_REGEX     char oldcomm\[16\];?

NAME -l has the socket states on every kernel
RUN probewire -l 'tracepoint:sock:inet_sock_set_*'
EXPECT_REGEX tracepoint:sock:inet_sock_set_state.*

NAME -d shows the program
RUN probewire -d codegen -e 'kprobe:vfs_read { @[comm] = count(); } interval:ms:50 { exit(); }'
CHECK [ -s $OUT ] || [ -s $ERR ]

NAME -v
RUN probewire -v -e 'begin { printf("x\n"); exit(); }'
EXPECT x

NAME Ctrl-C ends with status 0 and prints the maps
PROG kprobe:security_task_getpgid { @n = count(); }
AFTER calls 61
EXPECT @n: 61

NAME output to a closed pipe
RUN probewire -e 'interval:ms:1 { printf("line\n"); }' | head -n 1
EXPECT line
TIMEOUT 20

NAME getopt: an option that nobody asks for
RUN probewire -e 'begin { print(getopt("aa", 10)); exit(); }' -- --bb
EXPECT_ERR ERROR: unexpected program command line options: --bb
EXPECT_ERR HINT: expected program options: --aa
RETURN_CODE 1

NAME getopt: help
RUN probewire -e 'begin { print((getopt("aa", 10, "how many"), getopt("cc"))); exit(); }' -- --help
EXPECT_ERR HINT: expected program options:
EXPECT_ERR --aa: how many
EXPECT_ERR --cc
RETURN_CODE 1

NAME getopt: all types
RUN probewire -e 'begin { print((getopt("aa", 20), getopt("bb", -1), getopt("cc", true), getopt("dd"), getopt("ee", "hello"), $1, $2)); exit(); }' one -- --dd --aa=0xffffffffffffffff --bb=-10 --cc=False 5ms
EXPECT (18446744073709551615, -10, false, true, hello, one, 5000000)

NAME getopt: no integer
RUN probewire -e 'begin { print(getopt("aa", 10)); exit(); }' -- --aa=ten
EXPECT_ERR ERROR: program command line option --aa invalid integer (value: ten)
RETURN_CODE 1

NAME a script with an import, a header of its own and #ifdef
SETUP mkdir -p /tmp/imports/lib && cd /tmp/imports && chmod 755 . lib && echo 'macro twice(x) { x * 2 }' > lib/m.bt && echo 'begin { print("imported"); }' > first.bt && echo '#define SIZE 21' > size.h && printf '#include "size.h"\n#ifdef SIZE\nimport "lib";\nimport "first.bt";\nbegin { print(twice(SIZE)); exit(); }\n#endif\n' > main.bt
RUN probewire /tmp/imports/main.bt
EXPECT imported
EXPECT 42
CLEANUP rm -r /tmp/imports

NAME an import from where everybody may write
SETUP mkdir -p /tmp/open && chmod 777 /tmp/open && echo 'begin { exit(); }' > /tmp/open/a.bt && echo 'import "a.bt"; begin { }' > /tmp/open/main.bt
RUN probewire /tmp/open/main.bt
EXPECT_ERR_REGEX .*ERROR: cannot import a.bt: everybody may write to its directory
RETURN_CODE 1
CLEANUP rm -r /tmp/open

NAME -I and --include
SETUP mkdir -p /tmp/headers && echo '#define NINE 9' > /tmp/headers/nine.h
RUN probewire -I /tmp/headers --include nine.h -e 'begin { print(NINE); exit(); }'
EXPECT 9
CLEANUP rm -r /tmp/headers

NAME an assertion that fails ends the run
PROG begin { assert(1 == 1, "same"); assert(nsecs == 0, "time stands still"); print("behind"); }
EXPECT_ERR stdlib/base.bt:6:5-37: ERROR: assert failed: time stands still
CHECK ! grep -q behind $OUT
RETURN_CODE 1
