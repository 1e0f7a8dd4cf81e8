# The tools that look at queues of listeners, retransmits and traffic.

NAME listenq: a server that never accepts
RUN probewire listenq
MARK BACKLOG
AFTER tcp backlog > $WORK.steps; awk -v tool=listenq -f $here/tcprows.awk $WORK.steps
EXPECT TIME     PID    COMM       LADDR:LPORT           EVENT  SYNQ ACCQ BACKLOG OVERFL
CHECK [ $(wc -l < $WORK) -eq 6 ] && awk -v of=server -v skip=1 -f $here/rows.awk $WORK $OUT

NAME listenq: IPv6
RUN probewire listenq
MARK BACKLOG
AFTER tcp -6 backlog > $WORK.steps; awk -v tool=listenq -f $here/tcprows.awk $WORK.steps
CHECK [ $(wc -l < $WORK) -eq 6 ] && awk -v of=server -v skip=1 -f $here/rows.awk $WORK $OUT

NAME listenq agrees with the kernel's counters
RUN probewire listenq -w
MARK BACKLOG
AFTER sh $here/netstat; tcp backlog > $WORK.a; tcp -6 backlog > $WORK.b; sh $here/netstat
CHECK awk 'NR == FNR { o = $1 - o; d = $2 - d; next } / (close|end) / { so += $9; sd += $10 } END { print o, d, so, sd; exit !(o == 8 && so == o && sd == d) }' $WORK $OUT

NAME listenq: rows of all listeners each second, and at the end
RUN probewire listenq 1 -L 4761
MARK BACKLOG
AFTER nc -l -p 4761 < /dev/null & nc -l -p 4762 < /dev/null & sleep 3; kill $!; nc 127.0.0.1 4761 < /dev/null; sleep 1
EXPECT_REGEX [0-9:]{8} [0-9]+ +nc +(0\.0\.0\.0|::):4761 +listen    0    0 +[0-9]+      0
EXPECT_REGEX [0-9:]{8} [0-9]+ +nc +(0\.0\.0\.0|::):4761 +-         0    0 +[0-9]+      0
EXPECT_NONE 4762

NAME listenq: JSON
RUN probewire -f json listenq
AFTER tcp -p 4763 backlog
CHECK json check < $OUT
CHECK grep -q '"comm": "server", "laddr": "127.0.0.1", "lport": 4763, "event": "close", "synq": [0-9]*, "accq": 6, "backlog": 5, "overflows": 4, "drops": 4}' $OUT

NAME tcpsynbl
RUN probewire tcpsynbl
AFTER tcp backlog > $WORK.steps; awk -v tool=tcpsynbl -f $here/tcprows.awk $WORK.steps
EXPECT backlog_max = 5
EXPECT      backlog             : count     distribution
CHECK sed -n 's/^ *\([0-9]* -> [0-9]*\) *: \([0-9]*\).*/\1 : \2/p' $OUT > $OUT.own; diff $WORK $OUT.own

NAME tcpsynbl: IPv6 alone
RUN probewire tcpsynbl -6
AFTER tcp backlog > /dev/null; tcp -6 http
EXPECT backlog_max = 5
EXPECT_REGEX  *0 -> 1 +: 1 .*
EXPECT_NONE 2 -> 3

NAME tcptop
RUN probewire tcptop 4 1
AFTER sleep 1; tcp -p 4764 bulk 1009; tcp -6 -p 4765 bulk 503; sleep 4
EXPECT_REGEX [0-9:]{8} loadavg: [0-9.]+ .*
EXPECT PID    COMM         IP LADDR:LPORT          RADDR:RPORT          RX_KB TX_KB
EXPECT_REGEX [0-9]+ +server +4  127\.0\.0\.1:4764 +127\.0\.0\.1:[0-9]+ +1009     0
EXPECT_REGEX [0-9]+ +server +6  ::1:4765 +::1:[0-9]+ +503     0
CHECK grep -Eqx '[0-9]+ +client +4  127\.0\.0\.1:[0-9]+ +127\.0\.0\.1:4764 +0  1009' $OUT
CHECK grep -Eqx '[0-9]+ +client +6  ::1:[0-9]+ +::1:4765 +0   503' $OUT

NAME tcptop: one family, without the load, no interval
RUN probewire tcptop -6 -S
AFTER tcp -p 4764 bulk 11; tcp -6 -p 4765 bulk 13; sleep 2
CHECK [ $(awk '/ server +6 +::1:4765 / { n += $(NF - 1) } END { print n }' $OUT) -eq 13 ]
EXPECT_NONE loadavg
EXPECT_NONE 127.0.0.1

NAME tcpretrans
RUN probewire tcpretrans
MARK RADDR
AFTER ip route add 203.0.113.7/32 dev lo; nc -w 4 203.0.113.7 4777 < /dev/null & echo $!; wait; ip route del 203.0.113.7/32 dev lo
EXPECT TIME     PID     IP LADDR:LPORT          T> RADDR:RPORT          STATE
EXPECT_REGEX [0-9:]{8} [0-9]+ +4  [0-9.]+:[0-9]+ +R> 203\.0\.113\.7:4777     SYN_SENT
CHECK [ $(awk -v pid=$(cat $WORK) '/SYN_SENT/ && $2 == pid' $OUT | wc -l) -ge 1 ]

NAME tcpretrans: nobody accepts, so nobody answers
RUN probewire tcpretrans
MARK RADDR
AFTER tcp backlog 4 > $WORK.steps; awk -v tool=tcpretrans -f $here/tcprows.awk $WORK.steps
CHECK [ $(wc -l < $WORK) -ge 2 ] && awk -v of='R>' -v skip=1 -f $here/rows.awk $WORK $OUT

NAME tcpretrans: the same over IPv6, and IPv6 alone
RUN probewire tcpretrans -6
MARK RADDR
AFTER tcp backlog 4 > /dev/null; tcp -6 backlog 4 > $WORK.steps; awk -v tool=tcpretrans -f $here/tcprows.awk $WORK.steps
CHECK [ $(wc -l < $WORK) -ge 2 ] && awk -v of='R>' -v skip=1 -f $here/rows.awk $WORK $OUT

# Kernels from 6.5 on ask each second at first.
NAME tcpretrans: how many
RUN probewire tcpretrans -lc
MARK RETRANSMITS
AFTER ip route add 203.0.113.7/32 dev lo; nc -w 6 203.0.113.7 4779 < /dev/null; ip route del 203.0.113.7/32 dev lo
EXPECT PID     IP LADDR:LPORT          RADDR:RPORT          RETRANSMITS
EXPECT_REGEX [0-9]+ +4  [0-9.]+:[0-9]+ +203\.0\.113\.7:4779 +[2-5]

NAME tcpretrans: of another process
RUN probewire tcpretrans -p 1
MARK RADDR
AFTER ip route add 203.0.113.7/32 dev lo; nc -w 3 203.0.113.7 4777 < /dev/null; ip route del 203.0.113.7/32 dev lo
EXPECT_NONE 4777
