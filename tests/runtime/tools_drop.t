# tcpdrop: what the kernel drops, against the steps of the workload.

NAME tcpdrop: a server that never accepts, ten clients
RUN probewire tcpdrop
MARK SADDR
AFTER tcp backlog > $WORK.steps; awk -v tool=tcpdrop -f $here/tcprows.awk $WORK.steps
EXPECT TIME     PID     IP SADDR:SPORT          > DADDR:DPORT          STATE (FLAGS) REASON
CHECK [ $(grep -c 'LISTEN (...) TCP_LISTEN_OVERFLOW' $WORK) -eq 4 ] && awk -v of='>' -v skip=1 -f $here/rows.awk $WORK $OUT

NAME tcpdrop: the same over IPv6
RUN probewire tcpdrop
MARK SADDR
AFTER tcp -6 backlog > $WORK.steps; awk -v tool=tcpdrop -f $here/tcprows.awk $WORK.steps
CHECK [ $(grep -c 'LISTEN (...) TCP_LISTEN_OVERFLOW' $WORK) -eq 4 ] && awk -v of='>' -v skip=1 -f $here/rows.awk $WORK $OUT

NAME tcpdrop: the stack
RUN probewire tcpdrop
MARK SADDR
AFTER tcp backlog
EXPECT_REGEX [0-9:]{8} .* LISTEN \((SYN|ACK)\) TCP_LISTEN_OVERFLOW
EXPECT_REGEX  {8}tcp_v4_rcv\+[0-9]+

NAME tcpdrop: nothing is dropped when the client closes, nor the server
RUN probewire tcpdrop
MARK SADDR
AFTER tcp client; tcp http; tcp -6 client; tcp -6 http
CHECK [ $(grep -c . $OUT) -eq 1 ]

NAME tcpdrop: nobody listens
RUN probewire tcpdrop
MARK SADDR
AFTER nc -w 1 127.0.0.1 4752 < /dev/null; nc -w 1 ::1 4752 < /dev/null; true
EXPECT_REGEX [0-9:]{8} 0       4  127\.0\.0\.1:[0-9]{1,5} {6,10}> 127\.0\.0\.1:4752       UNKNOWN \(SYN\) NO_SOCKET
EXPECT_REGEX [0-9:]{8} 0       6  ::1:[0-9]{1,5} {12,16}> ::1:4752             UNKNOWN \(SYN\) NO_SOCKET

NAME tcpdrop: wrong checksums
RUN probewire tcpdrop
MARK SADDR
AFTER badsum 7; badsum -6 5
CHECK [ $(wc -l < $WORK) -eq 12 ] && awk -v of='>' -v skip=1 -f $here/rows.awk $WORK $OUT

NAME tcpdrop: one family
RUN probewire tcpdrop -6
MARK SADDR
AFTER nc -w 1 127.0.0.1 4752 < /dev/null; nc -w 1 ::1 4752 < /dev/null; true
EXPECT_REGEX .* ::1:4752 .*
EXPECT_NONE 127.0.0.1

NAME tcpdrop: the listener of one process
BEFORE sh -c 'until [ -e /tmp/go ]; do usleep 100000; done; exec tcp -p 4751 backlog'
RUN probewire tcpdrop -p {{PID}}
MARK SADDR
AFTER tcp -p 4753 backlog; touch /tmp/go; sleep 3
CHECK [ $(grep -c ' > 127.0.0.1:4751 .*OVERFLOW' $OUT) -eq 4 ]
EXPECT_NONE :4753
CLEANUP rm -f /tmp/go

NAME tcpdrop: JSON
RUN probewire -f json tcpdrop
AFTER tcp -p 4754 backlog
CHECK json check < $OUT
CHECK grep -q '"ip": 4, "saddr": "127.0.0.1", "sport": [0-9]*, "daddr": "127.0.0.1", "dport": 4754, "state": "LISTEN", "flags": "SYN", "reason": "TCP_LISTEN_OVERFLOW", "stack": ".*tcp_v4_rcv' $OUT

NAME tcpdrop: -4 and -6
RUN probewire tcpdrop -4 -6
RETURN_CODE 2
