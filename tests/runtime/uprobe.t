# Probes in programs and libraries: what fires, how often, and with what.

NAME calls are counted exactly
PROG uprobe:/lab/workloads/user:user_work { @entries = count(); } uretprobe:/lab/workloads/user:user_work { @returns = count(); @sum = sum(retval); }
AFTER user 100003
EXPECT @entries: 100003
EXPECT @returns: 100003
EXPECT @sum: 15001050018
TIMEOUT 120

NAME arguments, result, names
PROG uprobe:/lab/workloads/user:user_work { printf("%s %s %d %s %s\n", probe, func, arg0, str(arg1), comm); } uretprobe:/lab/workloads/user:user_work { printf("%s %s %d\n", probe, func, retval); }
AFTER user 2
EXPECT uprobe:/lab/workloads/user:user_work user_work 1 round user
EXPECT uretprobe:/lab/workloads/user:user_work user_work 3
EXPECT uprobe:/lab/workloads/user:user_work user_work 2 round user
EXPECT uretprobe:/lab/workloads/user:user_work user_work 6

NAME a program along PATH, short names
PROG u:user:user_work { @ = count(); }
AFTER user 17
EXPECT @: 17

NAME a function that calls itself
PROG uprobe:user:user_deep { @in = count(); } uretprobe:user:user_deep { @out = hist(retval); }
AFTER user deep 12
EXPECT @in: 13
EXPECT [8, 16)                6 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

NAME a negative result
PROG uretprobe:user:user_negative { printf("%d\n", (int32)retval); exit(); }
AFTER user negative
EXPECT -42

NAME wildcards
PROG uprobe:/lab/workloads/us*:user_* { @[func] = count(); }
AFTER user 5; user deep 3; user negative
EXPECT @[user_negative]: 1
EXPECT @[user_deep]: 4
EXPECT @[user_work]: 5
EXPECT_ERR_REGEX Attached [4-9] probes

NAME an offset
PROG uprobe:user:user_work+4 { @offset = count(); }
OPTS --unsafe
AFTER user 19
EXPECT @offset: 19

NAME an offset of nothing
PROG uprobe:user:user_work+0 { @[probe] = count(); }
AFTER user 19
EXPECT_REGEX @\[uprobe:.*user:user_work\]: 19

NAME an offset that nobody has looked at
PROG uprobe:user:user_work+4 { }
RETURN_CODE 1
EXPECT_ERR stdin:1:1-24: ERROR: Cannot tell whether an instruction begins 4 bytes behind user_work of 'user': a breakpoint inside one breaks the program
EXPECT_ERR HINT: Use --unsafe to attach here anyway.

NAME a name that the script gives
PROG mine=uprobe:user:user_work { @mine = count(); } yours=uretprobe:user:user_work { @yours = count(); }
AFTER user 17
EXPECT @mine: 17
EXPECT @yours: 17

NAME one process alone
BEFORE user 1000000 10
PROG uprobe:user:user_work { @[pid == {{PID}}] = count(); } interval:ms:500 { exit(); }
OPTS -p {{PID}}
AFTER user 31
EXPECT_REGEX @\[true\]: [0-9]+
EXPECT_NONE @[false]

NAME what a process runs
BEFORE user 1000000 10
PROG uprobe:user_work { @ = count(); exit(); }
OPTS -p {{PID}}
AFTER usleep 400000
EXPECT_REGEX @: [0-9]+

NAME processes started later, and their children
PROG uprobe:user:user_work { @[comm] = count(); }
AFTER user child 101; user 7
EXPECT @[user]: 108

NAME a child of -c
RUN probewire -e 'uprobe:user:user_work { @ = count(); }' -c '/lab/workloads/user 23'
EXPECT @: 23

NAME a library's function
PROG uprobe:libc:usleep, uprobe:libc.so.6:usleep { @[comm] = count(); }
AFTER user 13 1
EXPECT @[user]: 26

NAME readline of bash
REQUIRES [ -x /bin/bash ]
PROG uretprobe:/bin/bash:readline { printf("<%s>\n", str(retval)); }
AFTER echo 'echo hello from bash' | bash -i 2>/dev/null
EXPECT <echo hello from bash>

NAME variables of the program, wherever it was loaded
PROG uprobe:user:user_work { printf("%x %x %x %d %s\n", *uaddr("user_byte"), *uaddr("user_half"), *uaddr("user_int"), *uaddr("user_rounds"), str(*uaddr("user_text"))); } uretprobe:user:user_work { printf("after %d\n", *uaddr("user_rounds")); }
AFTER user 2; user 1
EXPECT a5 beef 55aa1234 1 said by user
EXPECT after 1
EXPECT a5 beef 55aa1234 2 said by user
EXPECT after 2
EXPECT a5 beef 55aa1234 1 said by user
EXPECT after 1

NAME variables of a program that runs where it is linked
PROG uprobe:spin:ask { @seen[*uaddr("spin_marker")] = count(); }
AFTER spin ask 7
EXPECT @seen[38185678]: 7

NAME a variable that is not there
PROG uprobe:user:user_work { print(*uaddr("user_nothing")); }
RETURN_CODE 1
EXPECT_ERR_REGEX stdin:1:32-53: ERROR: Could not resolve symbol: .*/user:user_nothing

NAME listing
RUN probewire -l 'uprobe:/lab/workloads/user:user_*'
EXPECT uprobe:/lab/workloads/user:user_deep
EXPECT uprobe:/lab/workloads/user:user_negative
EXPECT uprobe:/lab/workloads/user:user_unused
EXPECT uprobe:/lab/workloads/user:user_work
ONLY

NAME listing a file's probes, of whatever kind
RUN probewire -l '*:/lab/workloads/user:user_w*'; probewire -l '*:/lab/workloads/usdt:lab:r*'
EXPECT uprobe:/lab/workloads/user:user_work
EXPECT usdt:/lab/workloads/usdt:lab:round
ONLY

NAME listing a process's
BEFORE user 1000000 10
RUN probewire -l -p {{PID}}
EXPECT uprobe:/lab/workloads/user:user_work

NAME parameters from debug info, and in a list
RUN probewire -lv 'uprobe:/lab/workloads/user:user_work'; probewire -e 'uprobe:user:user_work { printf("%d %s\n", args.i, str(args.text)); }' -c '/lab/workloads/user 2'
EXPECT uprobe:/lab/workloads/user:user_work
EXPECT     long int i
EXPECT     const char* text
EXPECT 1 round
EXPECT 2 round

NAME a program without debug info, in a list
RUN probewire -lv 'uprobe:/bin/bash:rl_set_pro*'
REQUIRES [ -x /bin/bash ]
EXPECT uprobe:/bin/bash:rl_set_prompt
EXPECT_ERR WARNING: No DWARF found for "/bin/bash", cannot show parameter info
CHECK test "$(grep -c WARNING $ERR)" = 1

NAME a place by its line of source
RUN line=$(grep -n 'user_rounds++' $here/workloads/user.c | cut -d : -f 1); probewire -e "uprobe:user@workloads/user.c:$line { @[func] = count(); }" -c '/lab/workloads/user 17'
EXPECT @[work]: 17

NAME a function that is not there
PROG uprobe:user:user_wrok { }
RETURN_CODE 1
EXPECT_ERR stdin:1:1-22: ERROR: Could not resolve symbol: user:user_wrok
EXPECT_ERR_REGEX HINT: Did you mean user_work.*

NAME a file that is not there
PROG uprobe:/lab/nothing:f { }
RETURN_CODE 1
EXPECT_ERR stdin:1:1-22: ERROR: uprobe target file '/lab/nothing' does not exist or is not executable

NAME an offset behind the function's end
PROG uprobe:user:user_work+4096 { }
RETURN_CODE 1
EXPECT_ERR stdin:1:1-27: ERROR: Offset outside the function bounds ('user_work' in 'user')

NAME kill -9 leaves the program as it was
SETUP rm -f /tmp/u; (probewire -q -e 'uprobe:user:user_work { @ = count(); }' & pid=$!; sleep 1; kill -9 $pid; wait $pid) 2>/dev/null || true
RUN user 3
EXPECT user_work 3 18

NAME a file on tmpfs is probed, or refused at once
SETUP cp /lab/workloads/user /tmp/on_tmpfs
RUN sh -c "probewire -e 'uprobe:/tmp/on_tmpfs:user_work { @ = count(); }' -c '/tmp/on_tmpfs 29' || echo \$?"
CHECK grep -qx '@: 29' $OUT || { grep -qx 1 $OUT && grep -q 'this kernel cannot read code from the file system of /tmp/on_tmpfs:user_work' $ERR; }
CLEANUP rm -f /tmp/on_tmpfs
