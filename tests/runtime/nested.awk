# SPDX-License-Identifier: GPL-2.0
#
#   awk -f nested.awk OUT
#
# Rows of functrace: each thread's calls and returns must be nested, a return
# being that of the innermost call, indented as that is; the times start at 0 at
# the outermost call and never go back. Prints "CALLS DEPTH", of what was seen
# the number of calls and how deep they were, and fails at the first row that
# does not fit, or if a thread is left inside a call.

/^ *[0-9]+ .*\([0-9]+\): *(->|<-) / {
	match($0, /[^ ]+\([0-9]+\):/)
	who = substr($0, RSTART, RLENGTH)
	rest = substr($0, RSTART + RLENGTH)
	match(rest, /^ */)
	at = RLENGTH - 1
	f = substr(rest, RLENGTH + 4)
	sub(/[ (].*/, "", f)
	if (at < 0 || at != deep[who] - (rest ~ /^ *<-/))
		bad("is not " deep[who] " deep")
	if (!at && rest ~ /^ *->/) {
		since[who] = 0
		if ($1 != 0)
			bad("does not begin at 0")
	}
	if ($1 < since[who])
		bad("goes back in time")
	since[who] = $1
	if (rest ~ /^ *->/) {
		called[who, deep[who]++] = f
		calls++
		if (deep[who] > most)
			most = deep[who]
	} else if (called[who, --deep[who]] != f) {
		bad("returns from " called[who, deep[who]])
	}
	next
}

{
	bad("is no row")
}

function bad(what)
{
	print "row " NR ": " $0 " " what
	failed = 1
	exit
}

END {
	for (w in deep)
		if (!failed && deep[w]) {
			print w " is left " deep[w] " deep"
			failed = 1
		}
	if (failed)
		exit 1
	print calls, most
}
