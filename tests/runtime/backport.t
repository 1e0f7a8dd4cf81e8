# The module's tracepoints against the kernel's own, where a kernel has both:
# one script hangs on both, and what it prints must be the same. The number of
# lines comes from the workload: fourteen connections, and the listener.

NAME backported tcp_destroy_sock
PROG tracepoint:backport:tcp_destroy_sock { printf("ours %llx %d %d %d %s %s %s %s %d\n", args.skaddr, args.sport, args.dport, args.family, ntop(args.saddr), ntop(args.daddr), ntop(args.saddr_v6), ntop(args.daddr_v6), args.sock_cookie != 0) }
AFTER tcp traffic 7
CHECK [ $(grep -c '^ours' $OUT) -eq 29 ]
CHECK [ $(grep -c '^ours .* 2 127.0.0.1 127.0.0.1 ::ffff:127.0.0.1 ::ffff:127.0.0.1 ' $OUT) -eq 28 ]

NAME backported tcp_destroy_sock, IPv6
PROG tracepoint:backport:tcp_destroy_sock { printf("ours %d %s %s\n", args.family, ntop(args.saddr_v6), ntop(args.daddr_v6)) }
AFTER tcp -6 traffic 3
CHECK [ $(grep -c '^ours 10 ::1 ::1' $OUT) -eq 12 ]

NAME tcp_destroy_sock, both
REQUIRES grep -q family /sys/kernel/debug/tracing/events/tcp/tcp_destroy_sock/format
PROG tracepoint:tcp:tcp_destroy_sock { printf("own %llx %d %d %d %s %s %s %s\n", args.skaddr, args.sport, args.dport, args.family, ntop(args.saddr), ntop(args.daddr), ntop(args.saddr_v6), ntop(args.daddr_v6)) } tracepoint:backport:tcp_destroy_sock { printf("ours %llx %d %d %d %s %s %s %s\n", args.skaddr, args.sport, args.dport, args.family, ntop(args.saddr), ntop(args.daddr), ntop(args.saddr_v6), ntop(args.daddr_v6)) }
AFTER tcp traffic 7
CHECK [ $(grep -c '^own' $OUT) -eq 29 ]
CHECK sh $here/both $OUT

NAME tcp_receive_reset, both
REQUIRES grep -q family /sys/kernel/debug/tracing/events/tcp/tcp_receive_reset/format
PROG tracepoint:tcp:tcp_receive_reset { printf("own %llx %d %d %s %s\n", args.skaddr, args.sport, args.dport, ntop(args.saddr), ntop(args.daddr_v6)) } tracepoint:backport:tcp_receive_reset { printf("ours %llx %d %d %s %s\n", args.skaddr, args.sport, args.dport, ntop(args.saddr), ntop(args.daddr_v6)) }
AFTER tcp backlog
CHECK [ $(grep -c '^own' $OUT) -ge 6 ]
CHECK sh $here/both $OUT

NAME backported tcp_receive_reset
PROG tracepoint:backport:tcp_receive_reset { printf("ours %d %s\n", args.dport, ntop(args.daddr)) }
AFTER tcp -p 4741 backlog
CHECK [ $(grep -c '^ours 4741 127.0.0.1' $OUT) -ge 6 ]

NAME tcp_rcv_space_adjust, both
REQUIRES grep -q family /sys/kernel/debug/tracing/events/tcp/tcp_rcv_space_adjust/format
PROG tracepoint:tcp:tcp_rcv_space_adjust { printf("own %llx %d %d\n", args.skaddr, args.sport, args.dport) } tracepoint:backport:tcp_rcv_space_adjust { printf("ours %llx %d %d\n", args.skaddr, args.sport, args.dport) }
AFTER tcp traffic 7
CHECK [ $(grep -c '^own' $OUT) -ge 21 ]
CHECK sh $here/both $OUT

NAME backported tcp_rcv_space_adjust
PROG tracepoint:backport:tcp_rcv_space_adjust { @n = count(); }
AFTER tcp traffic 7
CHECK [ $(sed -n 's/^@n: //p' $OUT) -ge 21 ]

NAME tcp_probe, both
REQUIRES grep -q family /sys/kernel/debug/tracing/events/tcp/tcp_probe/format
PROG tracepoint:tcp:tcp_probe { printf("own %r %r %d %d %d %d %d %x %x %d %d %d %d %d\n", buf(args.saddr, 28), buf(args.daddr, 28), args.sport, args.dport, args.family, args.mark, args.data_len, args.snd_nxt, args.snd_una, args.snd_cwnd, args.ssthresh, args.snd_wnd, args.srtt, args.rcv_wnd) } tracepoint:backport:tcp_probe { printf("ours %r %r %d %d %d %d %d %x %x %d %d %d %d %d\n", buf(args.saddr, 28), buf(args.daddr, 28), args.sport, args.dport, args.family, args.mark, args.data_len, args.snd_nxt, args.snd_una, args.snd_cwnd, args.ssthresh, args.snd_wnd, args.srtt, args.rcv_wnd) }
AFTER tcp traffic 3; tcp -6 traffic 3
CHECK [ $(grep -c '^own' $OUT) -ge 36 ]
CHECK sh $here/both $OUT

NAME backported tcp_probe: what the HTTP client asked for and the answer
PROG tracepoint:backport:tcp_probe /args.data_len/ { printf("%d to %d from %d\n", args.data_len, args.sport == 4742, args.dport == 4742) }
AFTER tcp -p 4742 http
EXPECT 18 to 1 from 0
EXPECT 41 to 0 from 1

NAME tcp_retransmit_skb, both
REQUIRES grep -q family /sys/kernel/debug/tracing/events/tcp/tcp_retransmit_skb/format
PROG tracepoint:tcp:tcp_retransmit_skb { printf("own %llx %llx %d %d %d %s %s %s\n", args.skbaddr, args.skaddr, args.state, args.sport, args.dport, ntop(args.saddr), ntop(args.daddr), ntop(args.daddr_v6)) } tracepoint:backport:tcp_retransmit_skb /!args.err/ { printf("ours %llx %llx %d %d %d %s %s %s\n", args.skbaddr, args.skaddr, args.state, args.sport, args.dport, ntop(args.saddr), ntop(args.daddr), ntop(args.daddr_v6)) }
AFTER ip route add 203.0.113.7/32 dev lo; nc -w 4 203.0.113.7 4777 < /dev/null; ip route del 203.0.113.7/32 dev lo
CHECK [ $(grep -c '^own .* 4777 .* 203.0.113.7 ::ffff:203.0.113.7' $OUT) -ge 1 ]
CHECK sh $here/both $OUT

NAME tcp_send_reset, both
REQUIRES grep -q reason /sys/kernel/debug/tracing/events/tcp/tcp_send_reset/format
PROG tracepoint:tcp:tcp_send_reset { printf("own %llx %llx %d %r %r\n", args.skbaddr, args.skaddr, args.state, buf(args.saddr, 28), buf(args.daddr, 28)) } tracepoint:backport:tcp_send_reset { printf("ours %llx %llx %d %r %r\n", args.skbaddr, args.skaddr, args.state, buf(args.saddr, 28), buf(args.daddr, 28)) }
AFTER nc -w 1 127.0.0.1 4778 < /dev/null; tcp backlog; tcp -6 backlog
CHECK [ $(grep -c '^own' $OUT) -ge 13 ]
CHECK sh $here/both $OUT

NAME backported tcp_send_reset: nobody listens
PROG tracepoint:backport:tcp_send_reset { $f = args.saddr; $t = args.daddr; printf("%d %d %d %d.%d %d.%d\n", args.skaddr != 0, args.state, args.reason == SK_RST_REASON_NO_SOCKET, $f[0], $f[2] * 256 + $f[3], $t[4], $t[7]) }
AFTER nc -w 1 127.0.0.1 4778 < /dev/null; true
EXPECT 0 0 1 2.4778 127.1

NAME kfree_skb, both
REQUIRES grep -q reason /sys/kernel/debug/tracing/events/skb/kfree_skb/format
PROG tracepoint:skb:kfree_skb /args.protocol == 2048/ { printf("own %llx %llx %d\n", args.skbaddr, args.location, args.reason) } tracepoint:backport:kfree_skb /args.protocol == 2048/ { printf("ours %llx %llx %d\n", args.skbaddr, args.location, args.reason) }
AFTER nc -w 1 127.0.0.1 4778 < /dev/null; tcp http
CHECK [ $(grep -c '^own' $OUT) -ge 1 ]
CHECK sh $here/both $OUT

NAME kfree_skb: nobody listens
PROG tracepoint:skb:kfree_skb /args.reason == SKB_DROP_REASON_NO_SOCKET/ { printf("%d %s %d\n", args.protocol, args.reason, args.location != 0) }
AFTER nc -w 1 127.0.0.1 4778 < /dev/null; true
EXPECT 2048 SKB_DROP_REASON_NO_SOCKET 1

NAME backported kfree_skb: nobody listens
PROG tracepoint:backport:kfree_skb /args.reason == SKB_DROP_REASON_NO_SOCKET/ { printf("%d %s %s\n", args.protocol, args.reason, ksym(args.location)) }
AFTER nc -w 1 127.0.0.1 4778 < /dev/null; true
EXPECT_REGEX 2048 SKB_DROP_REASON_NO_SOCKET tcp_v4_rcv

NAME which are the module's: a kernel without tcp:*
REQUIRES ! test -d /sys/kernel/debug/tracing/events/tcp
RUN probewire -l 'tracepoint:tcp:*'
EXPECT tracepoint:tcp:tcp_destroy_sock [backported]
EXPECT tracepoint:tcp:tcp_probe [backported]
EXPECT tracepoint:tcp:tcp_rcv_space_adjust [backported]
EXPECT tracepoint:tcp:tcp_receive_reset [backported]
EXPECT tracepoint:tcp:tcp_retransmit_skb [backported]
EXPECT tracepoint:tcp:tcp_send_reset [backported]
ONLY

NAME which are the module's: a kernel with all fields of some
REQUIRES grep -q family /sys/kernel/debug/tracing/events/tcp/tcp_destroy_sock/format && ! grep -q rx_sk /sys/kernel/debug/tracing/events/skb/kfree_skb/format
RUN probewire -l 'tracepoint:tcp:tcp_destroy_sock'; probewire -lv 'tracepoint:skb:kfree_skb'
EXPECT tracepoint:tcp:tcp_destroy_sock
EXPECT tracepoint:skb:kfree_skb [backported]
EXPECT     void * skbaddr
EXPECT     void * location
EXPECT     const void * rx_sk
EXPECT     unsigned short protocol
EXPECT     enum skb_drop_reason reason

NAME a block gets the kernel's own fields where those are enough
REQUIRES grep -q sport /sys/kernel/debug/tracing/events/tcp/tcp_send_reset/format
PROG tracepoint:tcp:tcp_send_reset { printf("%d %s\n", args.sport, ntop(args.saddr)) }
AFTER tcp -p 4743 backlog
CHECK [ $(grep -c '^4743 127.0.0.1$' $OUT) -ge 6 ]

# Some compilers put the function into the one that calls it. A null_blk of
# bios has no requests.
NAME backported block_io_start and block_io_done
REQUIRES ! [ -d /sys/kernel/debug/tracing/events/block/block_io_start ] && grep -q ' _*blk_account_io_start$' /proc/kallsyms && { [ -b /dev/nullb0 ] || modprobe null_blk queue_mode=2; }
PROG begin { printf("started\n"); } tracepoint:block:block_io_start /comm == "block"/ { printf("%s %d %s %s %d %d %d\n", args.comm, pid, disk_name(args.dev), strcontains(args.rwbs, "W") ? "W" : "R", args.sector, args.bytes, args.nr_sector * 512 == args.bytes); @under[args.dev, args.sector] = true; } tracepoint:block:block_io_done /has_key(@under, (args.dev, args.sector))/ { delete(@under, (args.dev, args.sector)); @done = count(); }
AFTER { block write nullb0 13 && block read nullb0 7; } 2> /dev/null
CHECK [ $(wc -l < $WORK) -eq 20 ] && awk -v of=block -f $here/rows.awk $WORK $OUT
EXPECT @done: 20
EXPECT_NONE @under

NAME backported block_io_start where its function is none
REQUIRES ! [ -d /sys/kernel/debug/tracing/events/block/block_io_start ] && ! grep -q ' _*blk_account_io_start$' /proc/kallsyms
PROG tracepoint:block:block_io_start { exit(); }
EXPECT_ERR ERROR: Unable to attach probe: tracepoint:block:block_io_start: this kernel has none of the functions that block:block_io_start hangs on
RETURN_CODE 1

NAME block_io_start in a list
REQUIRES ! [ -d /sys/kernel/debug/tracing/events/block/block_io_start ]
RUN probewire -lv 'tracepoint:block:block_io_start'
EXPECT tracepoint:block:block_io_start [backported]
EXPECT     dev_t dev
EXPECT     sector_t sector
EXPECT     char rwbs[10]

# Both are hit by one fault: the addresses, places and codes are the same.
NAME page_fault_user, both
REQUIRES grep -q '^__do_page_fault$' /sys/kernel/debug/tracing/available_filter_functions && [ -d /sys/kernel/debug/tracing/events/exceptions/page_fault_user ]
PROG tracepoint:exceptions:page_fault_user /comm == "user"/ { printf("own %x %x %x\n", args.address, args.ip, args.error_code); @own = count(); } tracepoint:backport:page_fault_user /comm == "user"/ { printf("ours %x %x %x\n", args.address, args.ip, args.error_code); @ours = count(); }
AFTER user 7 > /dev/null
CHECK grep '^own ' $OUT | sed 's/own //' > $OUT.own; grep '^ours ' $OUT | sed 's/ours //' > $OUT.ours; [ $(wc -l < $OUT.own) -gt 20 ] && cmp $OUT.own $OUT.ours
