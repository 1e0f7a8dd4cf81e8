# The tools that show disks, against what the workload says it did.

NAME biosnoop
SETUP [ -b /dev/nullb0 ] || modprobe null_blk
RUN probewire biosnoop
MARK SECTOR
AFTER block write nullb0 13 && block read nullb0 7
EXPECT TIME(s)     COMM           PID     DISK      T SECTOR     BYTES   LAT(ms)
CHECK [ $(wc -l < $WORK) -eq 20 ] && awk -v of=block -v skip=1 -f $here/rows.awk $WORK $OUT

NAME biosnoop, one disk
SETUP [ -b /dev/nullb1 ] || { rmmod null_blk; modprobe null_blk nr_devices=2; }
RUN probewire biosnoop -d nullb1
MARK SECTOR
AFTER block write nullb0 3 > /dev/null; block write nullb1 11; block read nullb0 5 > /dev/null
CHECK [ $(wc -l < $WORK) -eq 11 ] && awk -v of=block -v skip=1 -f $here/rows.awk $WORK $OUT

NAME biosnoop, one process
SETUP [ -b /dev/nullb0 ] || modprobe null_blk
BEFORE sh -c 'sleep 4; exec block write nullb0 11'
RUN probewire biosnoop -p {{PID}}
MARK SECTOR
AFTER block read nullb0 5 > /dev/null; sleep 5
CHECK [ $(wc -l < $BEFORE_OUT) -gt 11 ] && grep -v longest $BEFORE_OUT > $WORK && awk -v of=nullb0 -v skip=1 -f $here/rows.awk $WORK $OUT

NAME biosnoop, a disk that is none
RUN probewire biosnoop -d nosuchdisk
RETURN_CODE 2
EXPECT_ERR ERROR: -d, --disk takes the name of a disk, not 'nosuchdisk'.

# An interrupt or a thread of the kernel completes it, not who waits for it.
NAME biosnoop, a disk with interrupts
REQUIRES [ -b /dev/vda ]
RUN probewire biosnoop -Q
MARK SECTOR
AFTER block write vda 17 | sed 's/$/ */'
CHECK [ $(wc -l < $WORK) -eq 17 ] && awk -v of=block -v skip=1 -f $here/rows.awk $WORK $OUT

# Before it was changed to make requests, it took bios (told by the event).
NAME biosnoop, an I/O that somebody else completes
REQUIRES ! grep -q 'int errors;' /sys/kernel/debug/tracing/events/block/block_rq_complete/format
SETUP dd if=/dev/zero of=/tmp/disk bs=1M count=8; modprobe loop; [ -b /dev/loop0 ] || mknod /dev/loop0 b 7 0; losetup /dev/loop0 /tmp/disk
RUN probewire biosnoop -Q
MARK SECTOR
AFTER block write loop0 17 | sed 's/$/ */'
EXPECT TIME(s)     COMM           PID     DISK      T SECTOR     BYTES   QUE(ms) LAT(ms)
CHECK [ $(wc -l < $WORK) -eq 17 ] && awk -v of=block -v skip=1 -f $here/rows.awk $WORK $OUT
CLEANUP losetup -d /dev/loop0; rm -f /tmp/disk

# Each takes 7 ms, and the interrupt that completes it comes to somebody else.
NAME biosnoop, how long it takes
REQUIRES rmmod null_blk; modprobe null_blk irqmode=2 completion_nsec=7000000
RUN probewire biosnoop -Q
MARK SECTOR
AFTER block write nullb0 11 2> /tmp/block.times | sed 's/$/ */'
CHECK [ $(wc -l < $WORK) -eq 11 ] && awk -v of=block -v skip=1 -f $here/rows.awk $WORK $OUT
CHECK awk -v of=block 'NR == FNR { all = $4 / 1000; next } $2 == of { if ($9 < 7) bad = 1; sum += $8 + $9; n++ } END { print sum, all; exit bad || n != 11 || sum > all }' /tmp/block.times $OUT
CLEANUP rmmod null_blk; rm -f /tmp/block.times

NAME biosnoop, one behind the other
SETUP [ -b /dev/nullb0 ] || modprobe null_blk
RUN probewire biosnoop -P
MARK SECTOR
AFTER dd if=/dev/nullb0 of=/dev/null iflag=direct bs=8192 skip=5 count=7; block read nullb0 3 > /dev/null
CHECK awk '$2 == "dd" || $2 == "block" { print $5, $6, $7, $8 }' $OUT | head -n 10 > $OUT.own; printf '%s\n' 'R 80 8192 ?' 'R 96 8192 S' 'R 112 8192 S' 'R 128 8192 S' 'R 144 8192 S' 'R 160 8192 S' 'R 176 8192 S' 'R 0 4096 R' 'R 120 8192 R' 'R 240 12288 R' | diff - $OUT.own

NAME biosnoop as JSON
SETUP [ -b /dev/nullb0 ] || modprobe null_blk
RUN probewire biosnoop -f json
MARK {
AFTER block write nullb0 5
CHECK [ "$(grep -c '"comm": "block", .*"disk": "nullb0", "type": "W", "sector": [0-9]*, "bytes": [0-9]*, ' $OUT)" -eq 5 ]
