# Whatever happens to the command, nothing stays behind; whatever is sent to
# the module, it stays up.

NAME kill -9 at many moments
RUN sh $here/kill9 29
EXPECT 29 rounds
TIMEOUT 300

NAME the module unloads after a session
RUN probewire -e 'kprobe:security_task_getpgid { @ = count(); } interval:ms:100 { exit(); }' > /dev/null && sh $here/reload && echo reloaded
EXPECT reloaded

NAME a terminated command takes its probes with it
RUN probewire -e 'kprobe:vfs_read { @ = count(); }' & p=$!; sleep 1; kill -TERM $p; wait $p; echo "status $?"; sh $here/reload && echo reloaded
EXPECT_REGEX status [0-9]+
EXPECT reloaded

NAME the module cannot be unloaded under a session
RUN probewire -e 'kprobe:vfs_read { @ = count(); }' > /dev/null & p=$!; sleep 1; rmmod probewire 2> /dev/null && echo "was unloaded"; kill -INT $p; kill -TERM $p; wait $p; echo done
EXPECT done
EXPECT_NONE was unloaded

NAME a second insmod is refused, and hurts nothing
RUN probewire -e 'kprobe:vfs_read { @ = count(); } interval:ms:1500 { printf("reads %d\n", @ > 0); exit(); }' & p=$!; sleep 1; insmod /lab/probewire.ko || echo "refused"; cat /etc/passwd > /dev/null; wait $p
EXPECT refused
EXPECT reads 1
EXPECT_ERR_REGEX insmod: .*File exists

NAME loaded and unloaded a hundred times
RUN sh $here/reload; i=0; while [ $i -lt 101 ]; do rmmod probewire && insmod /lab/probewire.ko || exit 1; i=$((i + 1)); done; echo "$i times"
EXPECT 101 times
TIMEOUT 120

NAME malformed requests are refused
RUN garbage cases
EXPECT 0 failures
CHECK sh $here/reload

NAME noise
RUN garbage noise 4001 7
EXPECT 0 failures
CHECK sh $here/reload
TIMEOUT 120

NAME other users are denied
RUN as 65534 65534 garbage denied
CHECK sh $here/reload

NAME still in working order
PROG kprobe:security_task_getpgid { @ = count(); }
AFTER calls 67
EXPECT @: 67
