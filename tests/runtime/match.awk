# SPDX-License-Identifier: GPL-2.0
#
# match.awk EXPECTED OUTPUT: says what is expected and not there. Lines of
# EXPECTED are '=' and a text, or '~' and a regular expression, each for a whole
# line, in order. With `only` set, OUTPUT may have no other lines.

FILENAME == ARGV[1] {
	kind[++n] = substr($0, 1, 1)
	text[n] = substr($0, 2)
	next
}

{
	line = $0
	if (at < n && fits(at + 1))
		at++
	else if (only && line != "" && !complained++)
		print "an unexpected line: " line
}

function fits(i)
{
	if (kind[i] == "=")
		return line "" == text[i] ""
	return line ~ ("^(" text[i] ")$")
}

END {
	if (at < n)
		print "expected" (at ? " next" : "") ": " text[at + 1]
}
