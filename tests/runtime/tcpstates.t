# tcpstates on three experiments from practice. The rows are worked out from
# the workload's steps by tcpcheck.awk.

NAME the head of the table
RUN probewire tcpstates
MARK SKADDR
AFTER tcp http
EXPECT SKADDR           C-PID C-COMM     LADDR           LPORT RADDR           RPORT OLDSTATE    -> NEWSTATE    MS
EXPECT_REGEX [0-9a-f]{16} [0-9]+ +server +127\.0\.0\.1 +[0-9]+ +0\.0\.0\.0 +0 +CLOSE +-> LISTEN +0\.000

NAME a server that never accepts, ten clients
RUN probewire tcpstates
MARK SKADDR
AFTER tcp backlog
CHECK awk -f $here/tcpcheck.awk $WORK $OUT
CHECK [ "$(grep -c 'SYN_RECV *-> ESTABLISHED' $OUT)" -eq 6 ]

NAME the same over IPv6
RUN probewire tcpstates
MARK SKADDR
AFTER tcp -6 backlog
CHECK awk -f $here/tcpcheck.awk $WORK $OUT
CHECK [ "$(grep -c 'SYN_RECV *-> ESTABLISHED' $OUT)" -eq 6 ]

NAME the client closes first
RUN probewire tcpstates
MARK SKADDR
AFTER tcp client
CHECK awk -f $here/tcpcheck.awk $WORK $OUT
CHECK [ "$(grep -c '> ESTABLISHED' $OUT)" -eq 2 ]

NAME the client closes first, IPv6
RUN probewire tcpstates
MARK SKADDR
AFTER tcp -6 client
CHECK awk -f $here/tcpcheck.awk $WORK $OUT

NAME an HTTP server closes first
RUN probewire tcpstates
MARK SKADDR
AFTER tcp http
CHECK awk -f $here/tcpcheck.awk $WORK $OUT
CHECK [ "$(grep -c '> ESTABLISHED' $OUT)" -eq 2 ]

NAME an HTTP server closes first, IPv6
RUN probewire tcpstates
MARK SKADDR
AFTER tcp -6 http
CHECK awk -f $here/tcpcheck.awk $WORK $OUT

NAME eleven rounds of both
RUN probewire tcpstates
MARK SKADDR
AFTER tcp traffic 11
CHECK awk -f $here/tcpcheck.awk $WORK $OUT

NAME wide, with the family
RUN probewire tcpstates -w
MARK SKADDR
AFTER tcp -6 -p 4713 http
EXPECT_REGEX SKADDR +C-PID +C-COMM +IP +LADDR +LPORT +RADDR +RPORT +OLDSTATE +-> NEWSTATE +MS
EXPECT_REGEX [0-9a-f]{16} [0-9]+ +server +6 +::1 +4713 +:: +0 +CLOSE +-> LISTEN +0\.000

NAME comma-separated
RUN probewire tcpstates -s
MARK SKADDR
AFTER tcp -p 4714 http
EXPECT_REGEX SKADDR,C-PID,C-COMM,IP,LADDR,LPORT,RADDR,RPORT,OLDSTATE,NEWSTATE,MS
EXPECT_REGEX [0-9a-f]+,[0-9]+,server,4,127\.0\.0\.1,4714,0\.0\.0\.0,0,CLOSE,LISTEN,0\.000

NAME time columns
RUN probewire tcpstates -T -t
MARK SKADDR
AFTER tcp -p 4715 http
EXPECT_REGEX TIME +TIME\(s\) +SKADDR .*
EXPECT_REGEX [0-9]{2}:[0-9]{2}:[0-9]{2} +[0-9]+\.[0-9]{6} +[0-9a-f]{16} .*CLOSE +-> LISTEN +0\.000

NAME a local port
RUN probewire tcpstates -L 4716,4719
MARK SKADDR
AFTER tcp -p 4716 http; tcp -p 4717 http
EXPECT_REGEX .* 4716 .* ESTABLISHED -> FIN_WAIT1 .*
EXPECT_NONE 4717
EXPECT_NONE SYN_SENT

NAME a remote port
RUN probewire tcpstates -D 4718
MARK SKADDR
AFTER tcp -p 4718 http; tcp -p 4717 http
EXPECT_REGEX .* 4718 +CLOSE +-> SYN_SENT .*
EXPECT_NONE 4717
EXPECT_NONE LISTEN

NAME IPv4 only
RUN probewire tcpstates -4
MARK SKADDR
AFTER tcp -6 http; tcp -p 4720 http
EXPECT_REGEX .* 127\.0\.0\.1 +4720 .*
EXPECT_NONE ::1

NAME IPv6 only
RUN probewire tcpstates -6
MARK SKADDR
AFTER tcp http; tcp -6 -p 4721 http
EXPECT_REGEX .* ::1 +4721 .*
EXPECT_NONE 127.0.0.1

NAME both families cannot be the only one
RUN probewire tcpstates -4 -6
RETURN_CODE 2

NAME an option that it does not have
RUN probewire tcpstates --nosuch
RETURN_CODE 2

NAME help
RUN probewire tcpstates --help
EXPECT_REGEX .*-L.*
EXPECT_REGEX .*-D.*

NAME JSON
RUN probewire -f json tcpstates
AFTER tcp -p 4722 client
CHECK json check < $OUT
CHECK grep -q '"lport": 4722.*"oldstate": "CLOSE", "newstate": "LISTEN"' $OUT

NAME JSON with the option behind the tool
RUN probewire tcpstates -f json
AFTER tcp -p 4723 client
CHECK json check < $OUT
CHECK grep -q '"lport": 4723.*"oldstate": "CLOSE", "newstate": "LISTEN"' $OUT
