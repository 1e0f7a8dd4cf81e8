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

# Of 20 I/Os five have 4 KB, nine 8 or 12, and six 16 or 20.
NAME bitesize
SETUP [ -b /dev/nullb0 ] || modprobe null_blk
RUN probewire bitesize
MARK Hit
AFTER block write nullb0 13 > /dev/null; block read nullb0 7 > /dev/null; dd if=/dev/nullb0 of=/dev/null iflag=direct bs=65536 count=5
EXPECT Tracing block I/O... Hit Ctrl-C to end.
EXPECT      Kbytes              : count     distribution
EXPECT          0 -> 1          : 0        |                                        |
CHECK awk -f $here/hist.awk $OUT | grep -E '^(block|dd) ' | sort > $OUT.own; printf '%s\n' 'block 16 6' 'block 4 5' 'block 8 9' 'dd 64 5' | diff - $OUT.own

NAME bitesize, one process
SETUP [ -b /dev/nullb0 ] || modprobe null_blk
BEFORE sh -c 'sleep 4; exec block write nullb0 11'
RUN probewire bitesize -p {{PID}}
MARK Hit
AFTER block read nullb0 5 > /dev/null; sleep 5
CHECK awk -f $here/hist.awk $OUT > $OUT.own; printf '%s\n' 'block 4 3' 'block 8 4' 'block 16 4' | diff - $OUT.own

NAME biolatency
SETUP [ -b /dev/nullb0 ] || modprobe null_blk
RUN probewire biolatency -d nullb0 -e
MARK Hit
AFTER block write nullb0 13; block read nullb0 10
EXPECT      usecs               : count     distribution
EXPECT_REGEX avg = [0-9]+ usecs, total: [0-9]+ usecs, count: 23
CHECK [ "$(awk -f $here/hist.awk $OUT | awk '{ n += $3 } END { print n }')" = 23 ]

# Each takes 7 ms, and so none is in the rows below 4096.
NAME biolatency, how long it takes
REQUIRES rmmod null_blk; modprobe null_blk irqmode=2 completion_nsec=7000000
RUN probewire biolatency -QDe
MARK Hit
AFTER block write nullb0 17 2> /tmp/block.times; cat /tmp/block.times
CHECK [ "$(awk -f $here/hist.awk $OUT | awk '$1 == "nullb0" && $2 >= 4096 { n += $3 } END { print n }')" = 17 ]
CHECK awk 'NR == FNR { if ($1 == "longest") all = $4; next } /^avg/ { print $6, all; ok = $6 >= 17 * 7000 && $6 <= all } END { exit !ok }' $WORK $OUT
CLEANUP rmmod null_blk; rm -f /tmp/block.times

NAME biolatency, by disk and in intervals
SETUP [ -b /dev/nullb1 ] || { rmmod null_blk; modprobe null_blk nr_devices=2; }
RUN probewire biolatency -DT 2 3
MARK Hit
AFTER block write nullb0 11 > /dev/null; block write nullb1 7 > /dev/null; sleep 7
EXPECT_REGEX [0-9:]{8}
EXPECT_REGEX [0-9:]{8}
EXPECT_REGEX [0-9:]{8}
CHECK [ $(grep -cE '^[0-9:]{8}$' $OUT) -eq 3 ]
CHECK awk -f $here/hist.awk $OUT | awk '{ n[$1] += $3 } END { print n["nullb0"], n["nullb1"]; exit n["nullb0"] != 11 || n["nullb1"] != 7 }'

# Reads do not count as synchronous on 3.10.
NAME biolatency, by kind
SETUP [ -b /dev/nullb0 ] || modprobe null_blk
RUN probewire biolatency -Fm -d nullb0
MARK Hit
AFTER block write nullb0 13 > /dev/null; block read nullb0 7 > /dev/null
EXPECT      msecs               : count     distribution
CHECK awk -f $here/hist.awk $OUT | awk '{ n[$1] += $3 } END { for (k in n) print k, n[k]; exit n["Sync-Write"] != 13 || n["Sync-Read"] + n["Read"] != 7 }'

NAME biolatency, both ways at once
RUN probewire biolatency -DF
RETURN_CODE 2
EXPECT_ERR ERROR: -D and -F exclude each other: give one of them.

# Kilobytes of 13 writes: 3 * 4, 8 and 12, 2 * 16 and 20; of 7 reads 2 * 4 and 8,
# and 12, 16, 20.
NAME biotop
SETUP [ -b /dev/nullb0 ] || modprobe null_blk
RUN probewire biotop 4 1
MARK Tracing
AFTER block write nullb0 13 > /dev/null; block read nullb0 7 > /dev/null; sleep 5
EXPECT Tracing... Output every 4 secs. Hit Ctrl-C to end
EXPECT_REGEX [0-9:]{8} loadavg: [0-9. /]+
EXPECT PID     COMM             D MAJ MIN DISK       I/O  Kbytes  AVGms
EXPECT_REGEX [0-9]+ +block +W [0-9]+ +0 +nullb0 +13 +144\.0 +[0-9]+\.[0-9]{2}
EXPECT_REGEX [0-9]+ +block +R [0-9]+ +0 +nullb0 +7 +72\.0 +[0-9]+\.[0-9]{2}

NAME biotop, the first row
SETUP [ -b /dev/nullb0 ] || modprobe null_blk
RUN probewire biotop -r 1 4 1
MARK Tracing
AFTER block read nullb0 7 > /dev/null; block write nullb0 13 > /dev/null; sleep 5
EXPECT_REGEX [0-9]+ +block +W [0-9]+ +0 +nullb0 +13 +144\.0 +[0-9]+\.[0-9]{2}
CHECK [ "$(grep -c ' nullb0 ' $OUT)" -eq 1 ]
