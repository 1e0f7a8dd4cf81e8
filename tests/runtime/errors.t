# What is wrong, where, and what to do: exit status 1 for the script, 2 for the
# command line, 3 for the module and permissions.

NAME syntax error
PROG kprobe:vfs_read { @[comm = count(); }
EXPECT_ERR_REGEX stdin:1:.*ERROR: syntax error.*
EXPECT_ERR kprobe:vfs_read { @[comm = count(); }
EXPECT_ERR_REGEX  *[~^]+
RETURN_CODE 1

NAME syntax error in the second line of a file
RUN printf 'begin {\n\tprintf("a" "b");\n}\n' > /tmp/bad.bt; probewire /tmp/bad.bt
EXPECT_ERR_REGEX /tmp/bad.bt:2:.*ERROR: .*
EXPECT_ERR_REGEX  *[~^]+
RETURN_CODE 1

NAME unknown function of the language
PROG begin { nosuchcall(1); }
EXPECT_ERR_REGEX stdin:1:.*ERROR: .*nosuchcall.*
RETURN_CODE 1

NAME unknown variable
PROG begin { printf("%d\n", $nothing); }
EXPECT_ERR_REGEX stdin:1:.*ERROR: .*\$nothing.*
RETURN_CODE 1

NAME types that do not fit
PROG begin { @a = 1; @a = "text"; }
EXPECT_ERR_REGEX stdin:1:.*ERROR: .*
RETURN_CODE 1

NAME unknown kernel function, and the nearest names
RUN probewire -e 'kprobe:security_task_getpgidd { @ = count(); }' 2>&1
EXPECT_REGEX .*security_task_getpgidd.*
CHECK grep -v getpgidd $OUT | grep -q 'security_task_getpgid' || grep -qE 'security_task_getpgid[^d]' $OUT
RETURN_CODE 1

NAME unknown tracepoint, and the nearest names
RUN probewire -e 'tracepoint:sched:sched_swich { @ = count(); }' 2>&1
EXPECT_REGEX .*sched_swich.*
CHECK grep -q 'sched_switch' $OUT
RETURN_CODE 1

NAME unknown field
PROG tracepoint:task:task_rename { printf("%d\n", args.nosuch); }
EXPECT_ERR_REGEX stdin:1:.*ERROR: .*nosuch.*
RETURN_CODE 1

NAME unknown kind of probe
PROG keyprobe:vfs_read { @ = count(); }
EXPECT_ERR_REGEX stdin:1:.*ERROR: .*
RETURN_CODE 1

NAME a file that is not there
RUN probewire /tmp/no-such-file.bt
EXPECT_ERR_REGEX .*/tmp/no-such-file.bt.*
RETURN_CODE 1

NAME a tool that is not there
RUN probewire nosuchtool
EXPECT_ERR_REGEX .*nosuchtool.*
RETURN_CODE 1

NAME unknown option
RUN probewire --no-such-option
RETURN_CODE 2
CHECK [ -s $ERR ]

NAME no program
RUN probewire
RETURN_CODE 2
CHECK [ -s $ERR ]

NAME unknown output format
RUN probewire -f xml -e 'begin { exit(); }'
EXPECT_ERR_REGEX .*xml.*
RETURN_CODE 2

NAME a function that must not be probed
RUN probewire -e 'kprobe:kprobe_dispatcher { @ = count(); }' 2>&1
RETURN_CODE 1
CHECK [ -s $OUT ]

NAME not root
RUN as 65534 65534 probewire -e 'begin { exit(); }'
EXPECT_ERR_REGEX .*root.*
RETURN_CODE 3

NAME the module is not loaded
SETUP rmmod probewire
RUN probewire -e 'begin { exit(); }'
EXPECT_ERR_REGEX .*(insmod|modprobe|load).*probewire doctor.*
CLEANUP insmod /lab/probewire.ko
RETURN_CODE 3

NAME the module can come back
PROG begin { printf("back\n"); exit(); }
EXPECT back

NAME a module of another ABI
RUN other-abi -e 'begin { printf("ran\n"); }'
EXPECT_ERR_REGEX ERROR: the loaded module \(version [0-9.]+ for kernel .*\) speaks ABI [0-9]+, this command \(version .*\) ABI 1003: install both of one version, then rmmod probewire and modprobe probewire \(probewire doctor tells which there are\)
EXPECT_NONE ran
RETURN_CODE 3

NAME a module of another ABI: listing goes on without it
RUN other-abi -l 'tracepoint:task:task_rename'
EXPECT tracepoint:task:task_rename

NAME probes that take most of a CPU's time are stopped
RUN probewire -e 'kprobe:security_task_getpgid { $i = 0; while ($i < 10000) { $i++; } } kprobe:security_file_fcntl { @n = count(); }' -c 'calls 100000000'
EXPECT_ERR ERROR: the probes took more than 50 % of a CPU's time and were stopped; most of it went to kprobe:security_task_getpgid (--max-load raises the limit, 0 is none)
RETURN_CODE 1
TIMEOUT 60

NAME --max-load 0 lets them
RUN probewire --max-load 0 -e 'kprobe:security_task_getpgid { $i = 0; while ($i < 10000) { $i++; } } interval:s:4 { printf("still there\n"); exit(); }' -c 'calls 100000000'
EXPECT still there
TIMEOUT 60

NAME the config block sets the limit, the environment goes before it
RUN for e in '' 0; do BPFTRACE_MAX_LOAD=${e:-20} probewire -e 'config = { max_load = 0 } kprobe:security_task_getpgid { $i = 0; while ($i < 10000) { $i++; } } interval:s:3 { printf("still there\n"); exit(); }' -c 'calls 100000000' 2>&1 | grep -e 'still' -e 'more than'; done
EXPECT_REGEX ERROR: the probes took more than 20 % of a CPU's time.*
EXPECT still there
TIMEOUT 60

NAME a limit of load that is none
RUN BPFTRACE_MAX_LOAD=much probewire -e 'begin { exit(); }'
EXPECT_ERR ERROR: the environment says BPFTRACE_MAX_LOAD=much: it is a number from 0 to 100
RETURN_CODE 2

NAME -k: a key that is not there, told when it is looked up
PROG begin { @[3] = 5; printf("%d\n", @[8]); exit(); }
OPTS -k
EXPECT 0
EXPECT @[3]: 5
EXPECT_ERR stdin:1:34-38: WARNING: Can't lookup map element because it does not exist.
EXPECT_ERR Additional Info - helper: map_lookup_elem, retcode: 0
EXPECT_ERR begin { @[3] = 5; printf("%d\n", @[8]); exit(); }
EXPECT_ERR                                  ~~~~

NAME -k: an address that cannot be read
PROG begin { $p = (int32 *)16; print(*$p); exit(); }
OPTS -k
EXPECT 0
EXPECT_ERR stdin:1:33-36: WARNING: Bad address
EXPECT_ERR Additional Info - helper: probe_read_user, retcode: -14
EXPECT_ERR_REGEX stdin:1:33: WARNING: memory reads failed: 1 time.*

NAME -k in JSON
PROG begin { $p = (int32 *)16; $v = *$p; exit(); }
OPTS -q -k -f json
EXPECT {"type": "helper_error", "msg": "Bad address", "helper": "probe_read_user", "retcode": -14, "filename": "stdin", "line": 1, "col": 32}

NAME errorf in a macro names its call
PROG macro wrong(n) { errorf("%d is wrong", n); } begin { wrong(7); exit(); }
EXPECT_ERR stdin:1:18-42: ERROR: 7 is wrong
EXPECT_ERR stdin:1:54-62: ERROR: expanded from
EXPECT_ERR macro wrong(n) { errorf("%d is wrong", n); } begin { wrong(7); exit(); }
