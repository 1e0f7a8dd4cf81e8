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
