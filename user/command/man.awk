# SPDX-License-Identifier: GPL-2.0
#
# Writes the command's man page: the text of --help, the first file, gives the
# options, which go into the second one where @OPTIONS@ stands.

# "-p, --pid PID", with the value's name set apart.
function title(s,	n)
{
	n = match(s, / [A-Z]+$/)
	return n ? "\\fB" text(substr(s, 1, n - 1)) "\\fR\\fI" substr(s, n) \
		"\\fR" : "\\fB" text(s) "\\fR"
}

FNR == NR {
	if (/^[A-Z]/)
		inside = /^OPTIONS/
	else if (inside && match($0, /^ +-[^ ]+( --[^ ]+)?( [A-Z]+( |$))?/)) {
		about = substr($0, RLENGTH + 1)
		option = substr($0, 1, RLENGTH)
		gsub(/^ +| +$/, "", option)
		sub(/^ +/, "", about)
		options = options ".TP\n" title(option) "\n" text(about) "\n"
	}
	next
}

/^@OPTIONS@$/ {
	printf "%s", options
	next
}

{
	print
}
