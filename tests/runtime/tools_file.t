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
