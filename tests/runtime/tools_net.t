# The tools that show TCP connections, against the steps of the workload.

NAME tcpconnect
RUN probewire tcpconnect
MARK DADDR
AFTER tcp traffic 7 > $WORK.steps; awk -v tool=tcpconnect -f $here/tcprows.awk $WORK.steps
EXPECT PID     COMM         IP SADDR            DADDR            DPORT 
CHECK [ $(wc -l < $WORK) -eq 14 ] && awk -v of=client -f $here/rows.awk $WORK $OUT

NAME tcpconnect, IPv6 and nobody answers
RUN probewire tcpconnect -6
MARK DADDR
AFTER tcp -6 backlog > $WORK.steps; awk -v tool=tcpconnect -f $here/tcprows.awk $WORK.steps
CHECK [ $(wc -l < $WORK) -eq 10 ] && awk -v of=client -f $here/rows.awk $WORK $OUT

NAME tcpconnect, one port
RUN probewire tcpconnect -P 4733,4734
MARK DADDR
AFTER tcp -p 4731 http > $WORK.other; tcp -p 4733 http > $WORK.steps; awk -v tool=tcpconnect -f $here/tcprows.awk $WORK.steps
CHECK [ $(wc -l < $WORK) -eq 1 ] && awk -v of=client -f $here/rows.awk $WORK $OUT

NAME tcpaccept
RUN probewire tcpaccept
MARK RADDR
AFTER tcp traffic 7 > $WORK.steps; awk -v tool=tcpaccept -f $here/tcprows.awk $WORK.steps
EXPECT PID     COMM         IP RADDR            RPORT LADDR            LPORT
CHECK [ $(wc -l < $WORK) -eq 14 ] && awk -v of=server -f $here/rows.awk $WORK $OUT

NAME tcpaccept, IPv6
RUN probewire tcpaccept
MARK RADDR
AFTER tcp -6 traffic 3 > $WORK.steps; awk -v tool=tcpaccept -f $here/tcprows.awk $WORK.steps
CHECK awk -v of=server -f $here/rows.awk $WORK $OUT

NAME tcptracer
RUN probewire tcptracer
MARK DADDR
AFTER tcp traffic 7 > $WORK.steps; awk -v tool=tcptracer -f $here/tcprows.awk $WORK.steps
CHECK [ $(wc -l < $WORK) -eq 56 ] && awk -v of='(client|server)' -f $here/rows.awk $WORK $OUT

NAME tcpconnlat
RUN probewire tcpconnlat
MARK DADDR
AFTER tcp traffic 7 > $WORK.steps; awk -v tool=tcpconnlat -f $here/tcprows.awk $WORK.steps
CHECK [ $(wc -l < $WORK) -eq 14 ] && awk -v of=client -f $here/rows.awk $WORK $OUT

NAME tcpconnlat, none takes ten minutes
RUN probewire tcpconnlat 600000
MARK DADDR
AFTER tcp http
EXPECT_NONE client

NAME tcplife
RUN probewire tcplife
MARK LADDR
AFTER tcp traffic 7 > $WORK.steps; awk -v tool=tcplife -f $here/tcprows.awk $WORK.steps
CHECK [ $(wc -l < $WORK) -eq 28 ]
CHECK sort $WORK > $WORK.own; (echo; sed 's/  */ /g' $OUT | sort) > $OUT.own; awk -v of='(client|server)' -f $here/rows.awk $WORK.own $OUT.own

NAME tcpretrans
RUN probewire tcpretrans
MARK RADDR
AFTER ip route add 203.0.113.7/32 dev lo; nc -w 4 203.0.113.7 4777 < /dev/null; ip route del 203.0.113.7/32 dev lo
EXPECT_REGEX [0-9:]{8} +[0-9]+ +4 +[0-9.]+ +[0-9]+ +R> 203\.0\.113\.7 +4777 +SYN_SENT *
