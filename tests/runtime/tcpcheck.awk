# SPDX-License-Identifier: GPL-2.0
#
# tcpcheck.awk STEPS ROWS: works out from what the workload `tcp` did which
# states each socket must have gone through, and compares with tcpstates' rows.
# Says what differs; its exit status is 1 then.
#
# The rules are those of RFC 793 and of a loopback on which no step overlaps
# another:
#   listen    the listener: CLOSE > LISTEN
#   connect   the client: CLOSE > SYN_SENT, and if it was answered,
#             SYN_SENT > ESTABLISHED; then, while the accept queue has room (it
#             takes one more than the backlog), a server socket comes to be:
#             LISTEN > SYN_RECV > ESTABLISHED
#   close     who closes first: ESTABLISHED > FIN_WAIT1 > FIN_WAIT2 > CLOSE
#             (time-wait is not a state of this socket), its peer:
#             ESTABLISHED > CLOSE_WAIT; who closes second: CLOSE_WAIT >
#             LAST_ACK > CLOSE; who was never answered: SYN_SENT > CLOSE; who
#             has no peer is reset after its FIN: FIN_WAIT1 > CLOSE
#   unlisten  the listener: LISTEN > CLOSE; sockets that nobody accepted, and
#             their peers: ESTABLISHED > CLOSE
# One thing goes beside the steps: where a listener takes no lock, the packet
# that ends the handshake and the first data can be taken in on two processors
# at once. Each makes a server socket; the second to be hashed is thrown away:
# LISTEN > SYN_RECV > CLOSE (own_req in inet_csk_complete_hashdance()).
# What a process does itself comes in the order of the steps. All rows carry the
# socket's owner: who connected, listened or accepted; who listens until then.

function any(addr)
{
	return addr ~ /:/ ? "::" : "0.0.0.0"
}

function name(l, lp, r, rp)
{
	return l " " lp " " r " " rp
}

# The socket goes to `to`; `pid` is who did it, 0 if nobody in particular. With
# `as_before` it may come before or after the step told before this one.
function go(sock, to, pid, as_before,    step)
{
	if (!(sock in state)) {
		state[sock] = to == "SYN_RECV" ? "LISTEN" : "CLOSE"
		want[sock] = ""
	}
	step = state[sock] ">" to
	want[sock] = want[sock] " " step
	state[sock] = to
	if (pid) {
		by[sock, step] = pid
		steps += !as_before
		rank[sock, step] = steps
	}
}

FILENAME == ARGV[1] && $1 == "listen" {
	listener = name($3, $4, any($3), 0)
	backlog = $5
	comm[$2] = "server"
	owner_of[listener] = server = $2
	go(listener, "LISTEN", $2)
}

FILENAME == ARGV[1] && $1 == "connect" {
	self = name($3, $4, $5, $6)
	other = name($5, $6, $3, $4)
	comm[$2] = "client"
	owner_of[self] = $2
	go(self, "SYN_SENT", $2)
	if ($7 == "connected") {
		go(self, "ESTABLISHED", 0)
		if (queued <= backlog) {
			queued++
			waits[++children] = other
			child[other] = 1
			owner_of[other] = server
			peer[self] = other
			peer[other] = self
			go(other, "SYN_RECV", 0)
			go(other, "ESTABLISHED", 0)
		}
	}
}

FILENAME == ARGV[1] && $1 == "accept" {
	queued--
	for (i = 1; i <= children; i++)
		if (waits[i] == name($3, $4, $5, $6))
			waits[i] = ""
}

FILENAME == ARGV[1] && $1 == "close" {
	self = name($3, $4, $5, $6)
	was = state[self]
	if (was == "ESTABLISHED") {
		go(self, "FIN_WAIT1", $2)
		if (self in peer) {
			go(peer[self], "CLOSE_WAIT", 0)
			go(self, "FIN_WAIT2", 0)
		}
		go(self, "CLOSE", 0)
	} else if (was == "CLOSE_WAIT") {
		go(self, "LAST_ACK", $2)
		go(self, "CLOSE", 0)
	} else if (was == "SYN_SENT") {
		go(self, "CLOSE", 0)
	}
}

FILENAME == ARGV[1] && $1 == "unlisten" {
	go(listener, "CLOSE", $2)
	for (i = 1; i <= children; i++) {
		if (waits[i] == "")
			continue
		# The accept queue is in the order of the last packets of the
		# handshakes, which is not always that of the connects.
		go(waits[i], "CLOSE", $2, 1)
		go(peer[waits[i]], "CLOSE", 0)
	}
}

FILENAME == ARGV[1] {
	next
}

# ---- the rows: SKADDR PID COMM LADDR LPORT RADDR RPORT OLD -> NEW MS ----

FNR == 1 || NF == 0 {
	next
}

NF != 11 || $9 != "->" {
	complain("not a row: " $0)
	next
}

{
	# A socket's memory is used again after it is closed.
	if (!($1 in now)) {
		now[$1] = ++sockets
		if ($11 != "0.000")
			complain("the first row of a socket has a time: " $0)
		last = ""
	} else {
		last = new_state[now[$1]]
		if ($11 !~ /^[0-9]+\.[0-9][0-9][0-9]$/)
			complain("no time: " $0)
	}
	s = now[$1]
	if (last != "" && last != $8)
		complain("was " last " before: " $0)
	new_state[s] = $10
	seen[s] = seen[s] " " $8 ">" $10
	row[++rows] = $0
	owner[rows] = s
	known[s] = name($4, $5, $6, $7)
	if ($10 == "CLOSE")
		delete now[$1]
}

function complain(what)
{
	print what
	bad = 1
}

# What a row may say of the addresses besides the socket's own.
function check_addresses(f, own)
{
	if (own == name(f[4], f[5], f[6], f[7]))
		return
	# The port is chosen behind this step.
	if (f[8] == "CLOSE" && f[10] == "SYN_SENT" &&
	    own ~ ("^" f[4] " [0-9]+ " f[6] " " f[7] "$") && f[5] == 0)
		return
	# Still the listener's copy: the peer is filled in behind this step, its
	# port before or behind it, depending on how the kernel tells.
	if (f[8] == "LISTEN" && f[10] == "SYN_RECV") {
		split(own, o, " ")
		if (f[4] == o[1] && f[5] == o[2] &&
		    (f[6] == any(f[4]) || f[6] == o[3]) &&
		    (f[7] == 0 || f[7] == o[4]))
			return
	}
	complain("another address than " own ": " f[0])
}

END {
	twin = " LISTEN>SYN_RECV SYN_RECV>CLOSE"
	for (i = 1; i <= rows; i++) {
		split(row[i], f, " ")
		f[0] = row[i]
		own = known[owner[i]]
		if (!(own in want)) {
			complain("no step made this row: " row[i])
			continue
		}
		check_addresses(f, own)
		if (f[2] != owner_of[own] || f[3] != comm[owner_of[own]])
			complain("not the owner " owner_of[own] ": " row[i])
		step = f[8] ">" f[10]
		if ((own, step) in by) {
			if (f[2] != by[own, step] ||
			    f[3] != comm[by[own, step]])
				complain("not process " by[own, step] " (" \
					 comm[by[own, step]] "): " row[i])
			if (rank[own, step] < latest)
				complain("too late: " row[i])
			latest = rank[own, step]
		}
	}
	for (s = 1; s <= sockets; s++) {
		own = known[s]
		if (!(own in want))
			continue
		if (own in child && seen[s] == twin)
			continue
		if (own in found)
			complain("two sockets are " own)
		found[own] = 1
		if (seen[s] != want[own])
			complain(own ":\n  must be" want[own] "\n  but is " \
				 seen[s])
	}
	for (own in want)
		if (!(own in found))
			complain("no rows for " own ":" want[own])
	if (!sockets)
		complain("no rows at all")
	exit bad
}
