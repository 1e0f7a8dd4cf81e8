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

NAME tcpconnect, the local port too
RUN probewire tcpconnect -L
MARK DADDR
AFTER tcp traffic 7 > $WORK.steps; awk -v tool='tcpconnect -L' -f $here/tcprows.awk $WORK.steps
CHECK [ $(wc -l < $WORK) -eq 14 ] && awk -v of=client -f $here/rows.awk $WORK $OUT

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

NAME tcpconnect: how many
RUN probewire tcpconnect -c
MARK CONNECTS
AFTER tcp -p 4731 traffic 7
EXPECT IP SADDR            DADDR            DPORT  CONNECTS
EXPECT 4  127.0.0.1        127.0.0.1        4731   14

NAME tcplife: bytes
RUN probewire tcplife -L 4764
MARK LADDR
AFTER tcp -p 4764 bulk 101
EXPECT_REGEX [0-9]+ +server +127\.0\.0\.1 +4764 +127\.0\.0\.1 +[0-9]+ +0 +101 [0-9.]+

NAME tcplife where sockets do not count bytes
SETUP tr '\000' '\001' < /usr/bin/probewire | awk -v 'RS=\001' '/: tool tcplife /' | sed 's/bytes_acked/nosuch/' > /tmp/life.bt; grep -q nosuch /tmp/life.bt
RUN probewire /tmp/life.bt
MARK LADDR
AFTER tcp -p 4764 bulk 101
CHECK grep -Eqx '[0-9]+ +server +127\.0\.0\.1 +4764 +127\.0\.0\.1 +[0-9]+ +0 +101 [0-9.]+' $OUT
CHECK grep -Eqx '[0-9]+ +client +127\.0\.0\.1 +[0-9]+ +127\.0\.0\.1 +4764 +101 +0 [0-9.]+' $OUT

NAME tcplife: one process
BEFORE sh -c 'until [ -e /tmp/go ]; do usleep 100000; done; exec tcp -p 4765 traffic 3'
RUN probewire tcplife -p {{PID}}
MARK LADDR
AFTER tcp -p 4766 http; touch /tmp/go; sleep 4
CHECK [ $(grep -c ' server .* 4765 ' $OUT) -eq 6 ]
EXPECT_NONE client
CHECK ! grep -qw 4766 $OUT
CLEANUP rm -f /tmp/go

NAME tcpstates: one process
BEFORE sh -c 'until [ -e /tmp/go ]; do usleep 100000; done; exec tcp -p 4765 http'
RUN probewire tcpstates -p {{PID}}
MARK SKADDR
AFTER tcp -p 4766 http; touch /tmp/go; sleep 3
CHECK [ $(grep -c ' server .* 4765 ' $OUT) -eq 7 ]
EXPECT_NONE client
CHECK ! grep -qw 4766 $OUT
CLEANUP rm -f /tmp/go

NAME tcptracer: with the network namespace
RUN probewire tcptracer -v
MARK DADDR
AFTER tcp traffic 3 > $WORK.steps; awk -v tool=tcptracer -f $here/tcprows.awk $WORK.steps
CHECK n=$(readlink /proc/self/ns/net | tr -dc 0-9); awk -v n=$n 'NR > 1 && NF { if ($NF != n) exit 1; $NF = "" } { print }' $OUT > $OUT.cut && awk -v of='(client|server)' -f $here/rows.awk $WORK $OUT.cut

NAME tcptracer: of another network namespace
RUN probewire tcptracer -N 1
MARK DADDR
AFTER tcp traffic 3 > /dev/null
CHECK [ $(wc -l < $OUT) -eq 1 ]

NAME tcptracer: one process
BEFORE sh -c 'until [ -e /tmp/go ]; do usleep 100000; done; exec tcp -p 4765 traffic 3'
RUN probewire tcptracer -p {{PID}}
MARK DADDR
AFTER tcp -p 4766 http; touch /tmp/go; sleep 4
CHECK [ $(grep -c '^A  .* server .* 4765 ' $OUT) -eq 6 ] && [ $(grep -c '^X  .* server .* 4765 ' $OUT) -eq 6 ]
EXPECT_NONE client
CHECK ! grep -qw 4766 $OUT
CLEANUP rm -f /tmp/go

NAME tcptracer: nobody accepts
RUN probewire tcptracer
MARK DADDR
AFTER tcp backlog > $WORK.steps; awk -v tool=tcptracer -f $here/tcprows.awk $WORK.steps
CHECK awk -v of='(client|server)' -f $here/rows.awk $WORK $OUT

NAME tcpaccept: one process
BEFORE sh -c 'until [ -e /tmp/go ]; do usleep 100000; done; exec tcp -p 4765 traffic 3'
RUN probewire tcpaccept -p {{PID}}
MARK LADDR
AFTER tcp -p 4766 http; touch /tmp/go; sleep 4
CHECK [ $(grep -c ' 4765' $OUT) -eq 6 ]
CHECK ! grep -qw 4766 $OUT
CLEANUP rm -f /tmp/go
