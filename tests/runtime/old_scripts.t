# Scripts in files, in the words and with the liberties of bpftrace 0.9 to 0.20:
# variables of a whole probe, lists of functions that this kernel has not all.

NAME variables that are made in branches
RUN probewire $here/scripts/connects.bt
AFTER tcp client | awk '/^connect/ { print $6 }'
EXPECT_REGEX COMM +FROM +STATE +TO +PORT
EXPECT_ERR_REGEX .*connects.bt:[0-9]+:[-0-9]+: WARNING: \$from is used outside of the block that makes it, .*
CHECK [ $(wc -l < $WORK) -ge 1 ] && for port in $(cat $WORK); do [ $(grep -cE "^client +127.0.0.1 +sent +127.0.0.1 +$port$" $OUT) -eq 1 ] || exit 1; done

NAME one function or another, parameters, stacks
RUN probewire $here/scripts/latency.bt getpgid 42
AFTER calls 1009
EXPECT Tracing getpgid for 42... Hit Ctrl-C to end.
# Four bytes more where functions begin with ENDBR.
EXPECT_REGEX  {8}security_task_getpgid\+[15]
EXPECT_REGEX @asked\[[0-9]+\]: 1009
EXPECT @by[security_task_getpgid, calls]: 1009
EXPECT @class[fast]: 1009
EXPECT_ERR_REGEX .*latency.bt:[0-9]+:[-0-9]+: WARNING: No matches for kprobe security_task_getpgid_of_old. Skipping.
EXPECT_ERR_REGEX .*latency.bt:[0-9]+:[-0-9]+: WARNING: \$class is used outside of the block that makes it, .*

NAME -e is as strict as newer bpftrace
PROG BEGIN { if (pid) { $a = 1; } print($a); exit(); }
RETURN_CODE 1
EXPECT_ERR_REGEX .*ERROR: Undefined or undeclared variable: \$a
