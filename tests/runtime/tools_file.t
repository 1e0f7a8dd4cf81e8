# The tools that show files, against what the workload says it did.

NAME statsnoop
RUN probewire statsnoop
MARK COMM
AFTER process stat 11
# The C library asks about its output, without a name.
CHECK [ $(wc -l < $WORK) -eq 11 ] && sed -n '1p;/[/]/p' $OUT > $OUT.own && awk -v of=process -f $here/rows.awk $WORK $OUT.own

NAME statsnoop, what failed
RUN probewire statsnoop -x
MARK COMM
AFTER process stat 11 | grep nothing
CHECK [ $(wc -l < $WORK) -eq 3 ] && awk -v of=process -f $here/rows.awk $WORK $OUT

NAME syncsnoop
RUN probewire syncsnoop
MARK COMM
AFTER process sync 7
CHECK [ $(wc -l < $WORK) -eq 7 ] && awk -v of=process -v skip=1 -f $here/rows.awk $WORK $OUT

NAME fileslower, however short
RUN probewire fileslower 0
MARK COMM
AFTER files io 7
EXPECT TIME(s)  COMM           TID    D BYTES   LAT(ms) FILENAME
CHECK [ $(wc -l < $WORK) -eq 14 ] && sed -n '1p;/ files[.]/p' $OUT > $OUT.own; awk -v of=files -v skip=1 -f $here/rows.awk $WORK $OUT.own

NAME fileslower, pipes that one waits for
RUN probewire fileslower -a 100
MARK COMM
AFTER files slow 7
CHECK [ $(wc -l < $WORK) -eq 5 ] && awk -v of=files -v skip=1 -f $here/rows.awk $WORK $OUT
CHECK awk '/files.pipe/ && ($6 < 100 || $6 > 1000) { exit 1 }' $OUT

NAME fileslower, regular files only
RUN probewire fileslower 100
MARK COMM
AFTER files slow 2
EXPECT_NONE files.pipe

NAME filelife
RUN probewire filelife
MARK COMM
AFTER files life 11
EXPECT TIME     PID     COMM             AGE(s)  FILE
CHECK [ $(wc -l < $WORK) -eq 9 ] && awk -v of=files -v skip=1 -f $here/rows.awk $WORK $OUT
CLEANUP rm -f /tmp/files.*

NAME filelife, half a second
RUN probewire filelife
MARK COMM
AFTER files age 50
CHECK awk '/files.aged/ { n++; if ($4 < 0.5 || $4 > 1.5) exit 1 } END { exit n != 1 }' $OUT

NAME filewatch
SETUP echo watched > /tmp/files.watched
RUN probewire filewatch /tmp/files.watched
MARK COMM
AFTER files watch 13
EXPECT TIME     PID     TID     COMM             CALL     RESULT  FILE
CHECK [ $(wc -l < $WORK) -eq 13 ] && awk -v of=files -v skip=1 -f $here/rows.awk $WORK $OUT

NAME filewatch, by numbers
SETUP echo watched > /tmp/files.watched; stat -c '%d %i' /tmp/files.watched | awk '{ printf "%d:%d %d", $1 / 256, $1 % 256, $2 }' > /tmp/files.numbers
RUN probewire filewatch $(cat /tmp/files.numbers)
MARK COMM
AFTER files watch 7
CHECK [ $(wc -l < $WORK) -eq 7 ] && awk -v of=files -v skip=1 -f $here/rows.awk $WORK $OUT
CLEANUP rm -f /tmp/files.*

NAME filewatch of nothing
RUN probewire filewatch /nothing
RETURN_CODE 2
EXPECT_ERR ERROR: cannot find '/nothing': No such file or directory

NAME vfsstat
RUN probewire vfsstat
MARK TIME
AFTER files vfs 11; sleep 1.2
EXPECT TIME       READ/s  WRITE/s  FSYNC/s   OPEN/s CREATE/s UNLINK/s  MKDIR/s  RMDIR/s
CHECK awk 'NR > 1 { for (i = 2; i <= NF; i++) n[i] += $i } END { exit n[2] < 11 || n[3] < 11 || n[4] != 11 || n[5] < 11 || n[6] < 11 || n[6] > 13 || n[7] != 11 || n[8] != 11 || n[9] != 11 }' $OUT

NAME vfsstat, two rows
RUN probewire vfsstat 1 2
CHECK [ $(grep -c '^[0-9][0-9]:' $OUT) -eq 2 ]

NAME cachestat
SETUP modprobe loop 2> /dev/null; dd if=/dev/zero of=/tmp/disk bs=1M count=8; [ -e /dev/loop0 ] || mknod /dev/loop0 b 7 0; losetup /dev/loop0 /tmp/disk && blockdev --setra 0 /dev/loop0 && echo 3 > /proc/sys/vm/drop_caches
BEFORE sh -c 'exec 3< /dev/loop0; exec sleep 60'
RUN probewire cachestat 60
MARK HITS
AFTER dd if=/dev/loop0 of=/dev/null bs=4k count=1009; dd if=/dev/loop0 of=/dev/null bs=4k count=1009; cat /proc/meminfo
EXPECT     HITS   MISSES  DIRTIES HITRATIO   BUFFERS_MB  CACHED_MB
CHECK awk 'NR == 2 { exit $1 < 1009 || $2 < 1009 || $2 > 1030 }' $OUT
CHECK [ $(wc -l < $OUT) -eq 2 ] && awk '$1 == "Buffers:" { b = $2 / 1024 } $1 == "Cached:" { c = $2 / 1024 } NR != FNR && FNR == 2 { exit b - $5 > 2 || $5 - b > 2 || c - $6 > 2 || $6 - c > 2 }' $WORK $OUT
CLEANUP losetup -d /dev/loop0; rm -f /tmp/disk

NAME cachestat, with the time
RUN probewire cachestat -T 1 2
EXPECT TIME         HITS   MISSES  DIRTIES HITRATIO   BUFFERS_MB  CACHED_MB
CHECK [ $(grep -c '^[0-9][0-9]:' $OUT) -eq 2 ]

NAME filetop
RUN probewire filetop 60
AFTER files top 5
EXPECT_REGEX [0-9:]{8} loadavg: [0-9. /]+
EXPECT TID     COMM             READS  WRITES R_Kb    W_Kb    T FILE
CHECK [ $(wc -l < $WORK) -eq 5 ] && (echo; grep ' files[.]' $OUT) > $OUT.own; awk -v of=files -f $here/rows.awk $WORK $OUT.own

NAME filetop, three files by writes
RUN probewire filetop -s writes -r 3 60
AFTER files top 5 | head -n 3
CHECK (echo; grep ' files[.]' $OUT) > $OUT.own; awk -v of=files -f $here/rows.awk $WORK $OUT.own

NAME filetop, by what there is not
RUN probewire filetop -s age
RETURN_CODE 2
EXPECT_ERR ERROR: sort takes the name of a column, not 'age'.

NAME ext4dist
REQUIRES modprobe ext4; modprobe crc32c_generic; grep -w ext4 /proc/filesystems
SETUP modprobe loop 2> /dev/null; dd if=/dev/zero of=/tmp/disk bs=1M count=16; mke2fs -F /tmp/disk; mkdir -p /tmp/fs; mount -t ext4 -o loop /tmp/disk /tmp/fs
RUN probewire ext4dist
MARK Tracing
AFTER files fs 7
EXPECT operation = fsync
EXPECT      usecs               : count     distribution
CHECK awk '/^operation/ { op = $3 } $2 == "->" { n[op] += $5 } END { for (op in n) print op, n[op] }' $OUT | sort | cmp - $WORK
CLEANUP umount /tmp/fs; rm -f /tmp/disk

NAME ext4dist, two outputs
REQUIRES modprobe ext4; grep -w ext4 /proc/filesystems
RUN probewire ext4dist -m 1 2
CHECK [ $(grep -c '^[0-9:]*:$' $OUT) -eq 2 ]

NAME xfsdist
REQUIRES modprobe xfs; grep -w xfs /proc/filesystems && [ -x /sbin/mkfs.xfs ]
SETUP modprobe loop 2> /dev/null; truncate -s 301M /tmp/disk; mkfs.xfs -f -q -m crc=0,finobt=0,rmapbt=0,reflink=0 -i sparse=0 /tmp/disk; mkdir -p /tmp/fs; mount -t xfs -o loop /tmp/disk /tmp/fs || { mkfs.xfs -f -q /tmp/disk; mount -t xfs -o loop /tmp/disk /tmp/fs; }
RUN probewire xfsdist
MARK Tracing
AFTER files fs 7
CHECK awk '/^operation/ { op = $3 } $2 == "->" { n[op] += $5 } END { for (op in n) print op, n[op] }' $OUT | sort | cmp - $WORK
CLEANUP umount /tmp/fs; rm -f /tmp/disk
