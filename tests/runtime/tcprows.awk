# SPDX-License-Identifier: GPL-2.0
#
#   awk -v tool=NAME -f tcprows.awk STEPS
#
# The rows that the tool must show for what the workload `tcp` did, for
# rows.awk. Its processes are called client and server; who accepts is the
# server.

function row(pid, text,	comm)
{
	comm = pid in serves ? "server" : "client"
	ip = $3 ~ /:/ ? 6 : 4
	print (tool == "tcptracer" ? $1 == "connect" ? "C " : \
	       $1 == "accept" ? "A " : "X " : "") pid " " comm " " \
	       (tool == "tcplife" ? "" : ip " ") text
}

$1 == "listen" { serves[$2] = 1 }

$1 == "accept" || $7 == "connected" { up[$4, $6] = 1 }

$1 == "connect" && tool == "tcpconnect" { row($2, $3 " " $5 " " $6) }

$1 == "connect" && tool == "tcpconnect -L" {
	row($2, $3 " " $4 " " $5 " " $6)
}

$1 == "connect" && $7 == "connected" && tool == "tcpconnlat" {
	row($2, $3 " " $5 " " $6 " *")
}

$1 == "accept" && tool == "tcpaccept" {
	row($2, $5 " " $6 " " $3 " " $4)
}

$1 == "connect" && $7 == "connected" && tool == "tcplife" ||
$1 == "accept" && tool == "tcplife" {
	row($2, $3 " " $4 " " $5 " " $6 " * * *")
}

tool == "tcptracer" && ($1 == "connect" && $7 == "connected" ||
			$1 == "accept" || $1 == "close" && ($4, $6) in up) {
	row($2, $3 " " $5 " " $4 " " $6)
}

# While nobody accepts, one more than the backlog is queued. Of those behind, a
# kernel before 4.10 answers two and drops their acknowledgements; newer ones
# drop the SYNs. Who was answered and has no peer is told so after its FIN.

function dropped(pid, state, flags, reason) {
	ip = $3 ~ /:/ ? 6 : 4
	print pid " " ip " " $3 ":" $4 " > " $5 ":" $6 " " state " (" flags \
	      ") " reason
}

$1 == "listen" {
	backlog = $5
	listener = $2
}

$1 == "connect" && ++connects > backlog + 1 && tool == "tcpdrop" {
	dropped(listener, "LISTEN", $7 == "connected" ? "ACK" : "SYN",
		"TCP_LISTEN_OVERFLOW")
	alone[$4] = $7 == "connected"
}

$1 == "close" && alone[$4] && tool == "tcpdrop" {
	dropped(0, "UNKNOWN", "FIN|ACK", "NO_SOCKET")
}

# tcpretrans: who is not answered asks again after a second.

$1 == "connect" && $7 == "pending" && tool == "tcpretrans" {
	print $2 " " ($3 ~ /:/ ? 6 : 4) " " $3 ":" $4 " R> " $5 ":" $6 \
	      " SYN_SENT"
}

# listenq: what waits, and what was dropped so far. Who was answered waits in
# the SYN queue.

function queue(pid, event) {
	print pid " server " $3 ":" port " " event " " waiting + 0 " " \
	      (connects > backlog ? backlog + 1 : connects + 0) " " backlog \
	      " " overflows + 0
}

$1 == "listen" { port = $4 }

$1 == "connect" && connects > backlog + 1 && tool == "listenq" {
	overflows++
	waiting += $7 == "connected"
	queue(listener, $7 == "connected" ? "ACK" : "SYN")
}

($1 == "listen" || $1 == "unlisten") && tool == "listenq" {
	queue($2, $1 == "listen" ? "listen" : "close")
}

# tcpsynbl: how many waited already as each connection was complete.

$1 == "connect" && $7 == "connected" && tool == "tcpsynbl" {
	found[connects < backlog + 2 ? connects - 1 : backlog + 1]++
}

END {
	for (i = 0; i <= backlog + 1 && tool == "tcpsynbl"; i++)
		bucket[i < 2 ? 0 : i < 4 ? 2 : 4] += found[i]
	if (tool == "tcpsynbl") {
		print "0 -> 1 : " bucket[0]
		print "2 -> 3 : " bucket[2]
		print "4 -> 7 : " bucket[4]
	}
}
