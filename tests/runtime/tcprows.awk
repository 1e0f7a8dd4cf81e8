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

$1 == "connect" && tool == "tcpconnect" { row($2, $3 " " $5 " " $6) }

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
			$1 == "accept" || $1 == "close") {
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
